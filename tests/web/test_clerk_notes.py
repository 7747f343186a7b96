"""The clerk's page."""

from __future__ import annotations

import pytest
from django.test import Client

from communique.actions import floor
from communique.records.models import ClerkNote
from tests.actions.deeds.statements import spoken
from tests.house import House, request_id
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db
SCRIPTS = {"HX-Request": "true"}


def test_a_note_is_written_about_who_has_the_floor_and_shown_at_once(house: House, client: Client) -> None:
    number = house.act(floor.request, "la-head", meeting=house.meeting)["intervention"]
    house.act(floor.give, "chair", intervention=number, after=0)
    house.sign_in(client, "clerk")
    page = client.get(f"/meetings/{house.meeting}/clerk/")
    check_page(page)
    assert f'data-speaker="{number}"' in said(page)
    answer = client.post(
        f"/meetings/{house.meeting}/clerk/notes", {"words": "supported it", "about": ""}, headers=SCRIPTS
    )
    assert answer.status_code == 200
    assert "supported it" in said(answer)
    assert ClerkNote.objects.get().intervention_id == number


def test_a_note_stays_with_whom_the_page_names(house: House, client: Client) -> None:
    number = spoken(house)
    house.sign_in(client, "pen")
    address = f"/meetings/{house.meeting}/clerk/notes"
    assert client.post(address, {"words": "supported it", "about": f"intervention:{number}"}).status_code == 302
    assert client.post(address, {"words": "Laughter.", "about": f"item:{house.item}"}).status_code == 302
    assert [(one.intervention_id, one.item_id) for one in ClerkNote.objects.order_by("id")] == [
        (number, house.item),
        (None, house.item),
    ]
    for about in ("text:1", "item:x", "item:" + "9" * 30, "intervention:99"):
        assert client.post(address, {"words": "x", "about": about}).status_code == 409
    assert client.post(address, {"words": "x" * 1_048_576}, headers=SCRIPTS).status_code == 422


def test_the_chair_reads_along_and_a_delegation_is_told_why_not(house: House, client: Client) -> None:
    house.sign_in(client, "clerk").post(f"/meetings/{house.meeting}/clerk/notes", {"words": "There was applause."})
    page = house.sign_in(client, "chair").get(f"/meetings/{house.meeting}/clerk/")
    check_page(page)
    assert "There was applause." in said(page)
    assert "Write it down" not in said(page)
    for who in ("la-head", "nz-observer", "som-my-head"):
        assert house.sign_in(client, who).get(f"/meetings/{house.meeting}/clerk/").status_code == 403
    assert client.post(f"/meetings/{house.meeting}/clerk/notes", {"words": "x"}).status_code == 403


def test_a_note_is_changed_on_its_own_page(house: House, client: Client) -> None:
    house.sign_in(client, "clerk").post(f"/meetings/{house.meeting}/clerk/notes", {"words": "supported it"})
    note = ClerkNote.objects.get()
    check_page(client.get(f"/clerk-notes/{note.pk}/"))
    empty = client.post(f"/clerk-notes/{note.pk}/", {"words": " ", "request_id": request_id()})
    assert empty.status_code == 422
    assert (
        client.post(f"/clerk-notes/{note.pk}/", {"words": "opposed it", "request_id": request_id()}).status_code == 302
    )
    note.refresh_from_db()
    assert (note.words, note.changed_at is not None) == ("opposed it", True)
    assert house.sign_in(client, "chair").get(f"/clerk-notes/{note.pk}/").status_code == 404
