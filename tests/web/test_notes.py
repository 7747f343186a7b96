"""Notes as a card of the meeting's page, a page of their own, and buttons."""

from __future__ import annotations

import pytest
from django.test import Client

from communique.actions import meetings, notes
from communique.records.models import Note
from tests.house import House
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db
SCRIPTS = {"HX-Request": "true"}


def pass_note(house: House, who: str, *to: str, words: str = "Shall we step out?") -> int:
    made = house.act(notes.send, who, meeting=house.meeting, to=list(to), words=words)["notes"]
    return int(made[-1])


def test_an_empty_card_says_what_to_do(house: House, client: Client) -> None:
    answer = house.sign_in(client, "la-head").get(f"/meetings/{house.meeting}/")
    check_page(answer)
    assert "No note has been passed. Choose to whom" in said(answer)
    answer = client.get(f"/meetings/{house.meeting}/notes/")
    check_page(answer)
    assert "No note has been passed yet." in said(answer)


def test_a_note_is_passed_answered_and_opened(house: House, client: Client) -> None:
    house.sign_in(client, "sg-head")
    given = {"to": ["LA", "@chair"], "words": "Shall we step out? <b>"}
    answer = client.post(f"/meetings/{house.meeting}/notes/send", given, headers=SCRIPTS)
    assert "Shall we step out? <b>" in said(answer) and "<b>" not in answer.content.decode()
    assert "The note is passed." in said(answer)
    note = Note.objects.get(to_party__code="LA")
    other = Client()
    house.sign_in(other, "la-adviser")
    page = other.get(f"/meetings/{house.meeting}/")
    check_page(page)
    assert "1 unread" in said(page)
    answer = other.post(f"/notes/{note.pk}/read", headers=SCRIPTS)
    assert f'data-live="notes:{house.meeting}"' in said(answer) and "1 unread" not in said(answer)
    given = {"to": "SG", "words": "In five minutes.", "answers": str(note.pk)}
    answer = other.post(f"/meetings/{house.meeting}/notes/send", given)
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{house.meeting}/#notes-{house.meeting}")
    assert Note.objects.get(words="In five minutes.").answers == note
    page = client.get(f"/meetings/{house.meeting}/notes/")
    check_page(page)
    assert "In five minutes." in said(page) and "opened" in said(page)
    assert "no-store" in page["Cache-Control"]


def test_who_is_not_in_the_room_is_named(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    way = f"/meetings/{house.meeting}/notes/send"
    answer = client.post(way, {"to": ["MY", "SG", "@secretariat"], "words": "Now?"}, headers=SCRIPTS)
    assert "Not in the room now, so it waits for them: Secretariat, Malaysia." in said(answer)
    client.post(way, {"to": "MY", "words": "Now?"})
    assert "Not in the room now, so it waits for them: Malaysia." in said(client.get(f"/meetings/{house.meeting}/"))


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"to": "SG", "words": "x" * 2**20}, 422, "The note is too long: at most 4000 characters."),
        ({"to": "SG", "words": ""}, 409, "The note says nothing yet."),
        ({"words": "Now?"}, 409, "Choose to whom the note is passed."),
        ({"to": "LA", "words": "Now?"}, 409, "A note is passed to others"),
        ({"to": "FR", "words": "Now?"}, 409, "is not at the table of this body."),
        ({"to": "SG", "words": "Now?", "answers": "99"}, 404, "There is nothing here that you may see."),
    ],
)
def test_why_a_note_was_not_passed_is_said(
    house: House, client: Client, given: dict[str, str], status: int, sentence: str
) -> None:
    answer = house.sign_in(client, "la-head").post(f"/meetings/{house.meeting}/notes/send", given, headers=SCRIPTS)
    assert answer.status_code == status
    assert sentence in said(answer)
    assert not Note.objects.exists()


@pytest.mark.parametrize("who", ["chair", "pen", "vn-head", "nz-observer", "nobody", "public"])
def test_to_others_a_note_is_as_one_that_there_isnt(house: House, client: Client, who: str) -> None:
    note = pass_note(house, "sg-head", "LA")
    if who != "public":
        house.sign_in(client, who)
    there, nowhere = (client.post(f"/notes/{one}/read", headers=SCRIPTS) for one in (note, 99999))
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert Note.objects.get(pk=note).read_at is None


def test_the_sender_cannot_open_it_for_the_other(house: House, client: Client) -> None:
    note = pass_note(house, "sg-head", "LA")
    assert house.sign_in(client, "sg-head").post(f"/notes/{note}/read", headers=SCRIPTS).status_code == 403


def test_the_public_has_no_notes(house: House, client: Client) -> None:
    assert "data-notes" not in said(client.get(f"/meetings/{house.meeting}/"))
    assert client.get(f"/meetings/{house.meeting}/notes/").status_code == 401
    assert client.get("/meetings/99999/notes/").status_code == 404


def test_when_the_meeting_is_closed_the_card_has_no_forms(house: House, client: Client) -> None:
    pass_note(house, "sg-head", "LA")
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    page = said(house.sign_in(client, "la-head").get(f"/meetings/{house.meeting}/"))
    assert "Shall we step out?" in page
    assert "/notes/send" not in page and "/read" not in page
