"""Places that are given out again to the same audience, at the same version, for a moment."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communique.actions import attendance, notes
from communique.records.models import Meeting
from communique.web import kept
from tests.guards import beside_the_frame
from tests.house import House
from tests.web.door import said

pytestmark = pytest.mark.django_db


def page(house: House, who: str) -> str:
    return said(house.sign_in(Client(), who).get(f"/meetings/{house.meeting}/"))


def test_what_one_was_shown_another_of_the_same_audience_is_shown_with_few_questions(house: House) -> None:
    house.grant("la-second", "delegate", "LA")
    first = page(house, "la-delegate")
    client = house.sign_in(Client(), "la-second")
    with CaptureQueriesContext(connection) as again:
        client.get(f"/meetings/{house.meeting}/")
    kept.forget()
    with CaptureQueriesContext(connection) as anew:
        client.get(f"/meetings/{house.meeting}/")
    assert len(again) < len(anew) - 10
    assert first


def test_a_change_of_the_room_is_on_the_next_page(house: House) -> None:
    assert "1 unread" not in page(house, "sg-head")
    house.act(notes.send, "la-head", meeting=house.meeting, to=["SG"], words="Now?")
    assert "Now?" in page(house, "sg-head")
    house.act(attendance.enter, "my-head", meeting=house.meeting)
    assert "Now?" in page(house, "sg-head")


def test_another_audience_is_never_given_the_places_of_this_one(house: House) -> None:
    house.act(notes.send, "la-head", meeting=house.meeting, to=["SG"], words="zephyrine")
    for who, reads in (("sg-head", True), ("my-head", False), ("la-adviser", True), ("chair", False), ("pen", False)):
        assert ("zephyrine" in page(house, who)) == reads
    assert "zephyrine" not in said(Client().get(f"/meetings/{house.meeting}/"))


def test_what_changed_without_the_room_is_shown_after_a_second(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    page(house, "la-head")
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(name="Retreat")
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    assert page(house, "la-head").count("Retreat") > 3
