"""Passing notes in the room, and opening them."""

from __future__ import annotations

import pytest

from communique.actions import attendance, meetings, notes
from communique.domain import journal
from communique.domain.notes import MOST
from communique.queries import journal as record
from communique.queries.journal import Finding
from communique.records import sealed
from communique.records.models import JournalEntry, Note, RoomEvent
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House, later, request_id


def pass_note(house: House, who: str, *to: str, words: str = "Shall we step out?", **more: object) -> list[int]:
    made: list[int] = house.act(notes.send, who, meeting=house.meeting, to=list(to), words=words, **more)["notes"]
    return made


def last_entry(house: House) -> JournalEntry:
    found = JournalEntry.objects.filter(room=house.room()).order_by("number").last()
    assert found is not None
    return found


def test_several_addressees_are_several_notes(house: House) -> None:
    made = pass_note(house, "la-adviser", "SG", "@chair", "NZ", "@secretariat")
    rows = Note.objects.filter(pk__in=made).values_list("from_party__code", "to_party__code", "to_office", "words")
    assert list(rows) == [
        ("LA", "SG", "", "Shall we step out?"),
        ("LA", None, "chair", "Shall we step out?"),
        ("LA", "NZ", "", "Shall we step out?"),
        ("LA", None, "secretariat", "Shall we step out?"),
    ]
    assert len(set(Note.objects.values_list("seal", flat=True))) == 4, "each has a seal of its own"


@pytest.mark.parametrize(
    ("who", "to"),
    [
        ("la-adviser", "SG"),
        ("nz-observer", "LA"),
        ("chair", "VN"),
        ("pen", "NZ"),
        ("clerk", "@chair"),
        ("vn-head", "@chair"),
    ],
)
def test_every_seat_of_the_body_passes_notes(house: House, who: str, to: str) -> None:
    assert len(pass_note(house, who, to)) == 1


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public", "clock"])
def test_nobody_else_does(house: House, who: str) -> None:
    with denied("only_seats_of_the_body"):
        pass_note(house, who, "LA")


def test_to_who_is_not_in_the_room_it_is_passed_and_said(house: House) -> None:
    given = {"meeting": house.meeting, "words": "Are you there?"}
    made = house.act(notes.send, "la-head", to=["SG", "MY", "NZ", "@chair", "@secretariat"], **given)
    assert made["absent"] == ["MY", "NZ", "@secretariat"]
    house.act(attendance.enter, "my-head", meeting=house.meeting)
    house.act(attendance.enter, "pen", meeting=house.meeting)
    assert house.act(notes.send, "la-head", to=["MY", "@secretariat"], **given)["absent"] == []


def test_a_closed_meeting_takes_no_note(house: House) -> None:
    (note,) = pass_note(house, "la-head", "SG")
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        pass_note(house, "la-head", "SG")
    with refused("meeting_is_closed"):
        house.act(notes.read, "sg-head", note=note)


@pytest.mark.parametrize(
    ("to", "words", "code"),
    [
        (["LA"], "To myself.", "note_to_oneself"),
        (["FR"], "Bonjour.", "no_such_party"),
        ([], "To nobody.", "note_without_addressee"),
        (["SG"], " ", "note_missing"),
        (["SG"], "x" * 2**20, "note_too_long"),
    ],
)
def test_what_is_refused_leaves_no_note(house: House, to: list[str], words: str, code: str) -> None:
    with refused(code):
        pass_note(house, "la-head", *to, words=words)
    assert not Note.objects.exists()


def test_sent_twice_it_is_passed_once(house: House) -> None:
    request = request_id()
    first = pass_note(house, "la-head", "SG", request_id=request)
    assert pass_note(house, "la-head", "SG", request_id=request) == first
    assert Note.objects.count() == 1


def test_one_end_cannot_flood_the_room_and_another_is_not_held_up_by_it(house: House) -> None:
    everybody = ["SG", "MY", "VN", "NZ", "@chair", "@secretariat"]
    for _ in range(MOST // len(everybody)):
        pass_note(house, "la-head", *everybody)
    with refused("too_many_notes"):
        pass_note(house, "la-adviser", "SG")
    pass_note(house, "sg-head", "LA")
    with later(seconds=61):
        pass_note(house, "la-adviser", "SG")


def test_any_of_the_delegation_opens_it_for_all_of_it_with_those_before(house: House) -> None:
    (first,) = pass_note(house, "sg-head", "LA")
    (other,) = pass_note(house, "my-head", "LA")
    (second,) = pass_note(house, "sg-head", "LA")
    (third,) = pass_note(house, "sg-head", "LA")
    assert house.act(notes.read, "la-adviser", note=second) == {"note": second, "read": 2}
    assert set(Note.objects.exclude(read_at=None).values_list("pk", flat=True)) == {first, second}
    at = Note.objects.get(pk=first).read_at
    assert house.act(notes.read, "la-head", note=second)["read"] == 0
    assert Note.objects.get(pk=first).read_at == at, "the first time counts"
    assert set(Note.objects.filter(read_at=None).values_list("pk", flat=True)) == {other, third}


def test_nobody_but_the_addressee_opens_it(house: House) -> None:
    (to_la,) = pass_note(house, "sg-head", "LA")
    (to_vn,) = pass_note(house, "sg-head", "VN")
    (to_chair,) = pass_note(house, "vn-head", "@chair")
    for who in ("sg-head", "my-head", "chair", "pen", "clerk", "nz-observer", "operator", "public", "som-my-head"):
        with denied("only_who_it_is_for"):
            house.act(notes.read, who, note=to_la)
    with denied("only_who_it_is_for"):
        house.act(notes.read, "chair", note=to_vn)
    with denied("only_who_it_is_for"):
        house.act(notes.read, "vn-head", note=to_chair)
    house.act(notes.read, "chair", note=to_chair)


def test_an_answer_is_to_a_note_between_the_same_two(house: House) -> None:
    (asked,) = pass_note(house, "sg-head", "LA")
    (own,) = pass_note(house, "la-head", "SG")
    (other,) = pass_note(house, "my-head", "VN")
    (answer,) = pass_note(house, "la-head", "SG", answers=asked)
    (another,) = pass_note(house, "la-head", "SG", answers=own)
    assert (Note.objects.get(pk=answer).answers_id, Note.objects.get(pk=another).answers_id) == (asked, own)
    for to, answered in ((["SG"], other), (["MY"], asked), (["SG", "MY"], asked), (["SG"], 2**31)):
        with refused("not_found", what="note"):
            pass_note(house, "la-head", *to, answers=answered)


def test_the_journal_knows_that_notes_were_passed_and_neither_to_whom_nor_what(house: House) -> None:
    made = pass_note(house, "la-head", "SG", "@chair", words="zephyrine")
    entry = last_entry(house)
    assert set(entry.facts) == {"meeting", "notes", "sealed"}
    assert entry.facts["notes"] == made
    for note, seal in zip(made, entry.facts["sealed"], strict=True):
        row = Note.objects.get(pk=note)
        assert seal == journal.sealed(row.seal, sealed.content_of(row))
    house.act(notes.read, "sg-head", note=made[0])
    assert set(last_entry(house).facts) == {"meeting", "note", "sealed"}


@pytest.mark.parametrize("who", ["chair", "pen", "clerk"])
def test_the_record_shows_its_readers_neither_who_passed_nor_that_it_was_a_note(house: House, who: str) -> None:
    (note,) = pass_note(house, "la-head", "SG")
    house.act(notes.read, "sg-head", note=note)
    shown = record.entries_for(house.audience(who), house.meeting)
    assert shown is not None
    assert [(one["sealed"], one["actor"], one["action"], one["facts"]) for one in shown[:2]] == [(True, {}, "", {})] * 2


def test_only_the_two_ends_are_told(house: House) -> None:
    pass_note(house, "la-head", "@chair", "SG")
    event = RoomEvent.objects.filter(room=house.room()).order_by("version").last()
    assert event is not None and event.data == {"target": f"notes:{house.meeting}", "for": ["@chair", "LA", "SG"]}


def test_a_note_altered_taken_out_or_slipped_in_beside_the_record_is_found(house: House) -> None:
    kept, altered = pass_note(house, "la-head", "SG", "VN")
    number = last_entry(house).number
    assert record.verify()[0] == []
    found = [Finding(house.room().pk, number, "sealed_differs")]
    with beside_the_frame():
        Note.objects.filter(pk=altered).update(words="We refuse.")
        assert record.verify()[0] == found
        Note.objects.filter(pk=altered).update(words="Shall we step out?", to_party=Note.objects.get(pk=kept).to_party)
        assert record.verify()[0] == found
        Note.objects.filter(pk=altered).delete()
        assert record.verify()[0] == found
        row = Note.objects.get(pk=kept)
        row.pk = None
        row.save()
        assert Finding(house.room().pk, 1, "sealed_differs") in record.verify()[0]
