"""Proving the record: whatever was altered, in the journal or beside it, is found, and the first place is named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from communique.actions import amendments, register
from communique.domain.actors import PUBLIC
from communique.queries import journal
from communique.queries.journal import Finding
from communique.records import documents
from communique.records.models import Document, DocumentFile, JournalEntry, Meeting, Room, Sitting, Step, Text
from tests.guards import without_guards
from tests.house import House


@pytest.fixture
def worked(house: House) -> House:
    """A house in which something was done: typed, proposed, accepted, typed again."""
    house.type("Dear ", after="We, the ")
    house.act(amendments.accept, "chair", amendment=house.table("la-head", "all", "any"))
    house.type("very ", after="We looked forward ")
    return house


def number_of(action: str, place: int = 0) -> int:
    return list(JournalEntry.objects.filter(action=action).order_by("number").values_list("number", flat=True))[place]


def findings() -> list[Finding]:
    return journal.verify()[0]


def alter(number: int, room: int, **changes: Any) -> None:
    with without_guards():
        assert JournalEntry.objects.filter(room=room, number=number).update(**changes) == 1


def test_what_nobody_altered_holds_and_is_counted(worked: House) -> None:
    found, chains, entries = journal.verify()
    assert found == []
    assert (chains, entries) == (3, JournalEntry.objects.count()), "the house's, the conference's, the meeting's"


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "text.import"},
        {"actor": {"person": 1, "name": "Somebody else", "seat": 1, "role": "pen", "party": None}},
        {"facts": {}},
        {"digest": "f" * 64},
    ],
)
def test_an_altered_entry_is_named(worked: House, changes: dict[str, Any]) -> None:
    room, number = worked.room().pk, number_of("text.draft")
    alter(number, room, **changes)
    assert findings() == [Finding(room, number, "altered")]


def test_the_first_of_several_altered_entries_is_named_for_each_room(worked: House) -> None:
    room = worked.room().pk
    for number in (number_of("text.draft", -1), number_of("text.draft"), number_of("amendment.table")):
        alter(number, room, facts={})
    alter(5, Room.HOUSE, facts={})
    assert findings() == [Finding(Room.HOUSE, 5, "altered"), Finding(room, number_of("text.draft"), "altered")]


def test_a_removed_entry_is_named(worked: House) -> None:
    room, number = worked.room().pk, number_of("text.draft")
    with without_guards():
        JournalEntry.objects.filter(room=room, number=number).delete()
    assert findings() == [Finding(room, number, "missing")]


def test_an_end_that_was_cut_off_is_named(worked: House) -> None:
    room, last = worked.room().pk, worked.room().length
    with without_guards():
        JournalEntry.objects.filter(room=room, number=last).delete()
    assert findings() == [Finding(room, last, "cut_off")]


def test_a_whole_journal_that_is_gone_is_named(worked: House) -> None:
    room = worked.room().pk
    with without_guards():
        JournalEntry.objects.filter(room=room).delete()
    assert findings() == [Finding(room, 1, "cut_off")]


def test_a_chain_that_is_gone_with_its_meeting_is_missed(house: House) -> None:
    room = Meeting.objects.get(pk=house.convene("Retreat")).room_id
    assert findings() == []
    Sitting.objects.filter(meeting__room=room).delete()
    Meeting.objects.get(room=room).delete()
    Room.objects.get(pk=room).delete()
    assert findings() == [Finding(room, 1, "chain_is_missing")]


def test_a_chain_that_nobody_convened_is_found(house: House) -> None:
    room = Room.objects.create()
    Meeting.objects.create(
        conference_id=house.conference, room=room, name="Secret", begins_at=house.meeting_row().begins_at
    )
    assert findings() == [Finding(room.pk, 1, "chain_is_not_named")]


def test_a_step_altered_beside_the_record_is_named_by_its_entry(worked: House) -> None:
    step = Step.objects.filter(text=worked.text).latest("version")
    step.step["slice"]["content"][0]["text"] = "hardly "
    step.save()
    assert findings() == [Finding(worked.room().pk, number_of("text.draft", -1), "steps_differ")]


def test_a_step_of_an_accepted_amendment_altered_beside_the_record_is_named(worked: House) -> None:
    step = Step.objects.get(text=worked.text, version=2)
    step.step["slice"]["content"][0]["text"] = "no"
    step.save()
    assert findings() == [Finding(worked.room().pk, number_of("amendment.accept"), "steps_differ")]


def test_the_first_of_several_altered_steps_is_named(worked: House) -> None:
    other = worked.bring("# Statement\n\nWe state.\n", item=worked.add_item("2", "Statement"))
    first, worked.text = worked.text, other
    worked.type("hereby ", after="We ")
    for step in Step.objects.filter(text__in=(first, other)):
        step.step["from"] += 1
        step.save()
    assert findings() == [Finding(worked.room().pk, number_of("text.draft"), "steps_differ")]


def test_a_step_taken_out_beside_the_record_is_named(worked: House) -> None:
    Step.objects.filter(text=worked.text).latest("version").delete()
    assert findings() == [Finding(worked.room().pk, number_of("text.draft", -1), "steps_differ")]


@pytest.mark.parametrize("worked_before", [True, False])
def test_a_step_slipped_in_beside_the_record_is_found(house: House, worked_before: bool) -> None:
    if worked_before:
        house.type("Dear ", after="We, the ")
    Step.objects.create(
        text_id=house.text,
        version=house.row().version + 1,
        step={"stepType": "replace", "from": 1, "to": 5},
        client="x",
        seat_id=house.seats["pen"],
        at=house.row().imported_at,
    )
    entry = number_of("text.draft" if worked_before else "text.import")
    assert findings() == [Finding(house.room().pk, entry, "steps_differ")]


def test_a_version_set_back_beside_the_record_is_found(worked: House) -> None:
    Text.objects.filter(pk=worked.text).update(version=1)
    assert findings() == [Finding(worked.room().pk, number_of("text.draft", -1), "version_differs")]


def altered(doc: dict[str, Any]) -> dict[str, Any]:
    doc = copy.deepcopy(doc)
    doc["content"][0]["content"][0]["text"] = "Another communiqué"
    return doc


def test_a_document_altered_beside_the_record_is_found(worked: House) -> None:
    Text.objects.filter(pk=worked.text).update(doc=altered(worked.row().doc))
    assert findings() == [Finding(worked.room().pk, number_of("text.import"), "text_differs")]


def test_a_document_kept_anew_after_many_steps_is_proved_too(worked: House) -> None:
    row = worked.row()
    Text.objects.filter(pk=worked.text).update(doc=documents.newest(row).json(), doc_version=row.version)
    assert findings() == []
    Text.objects.filter(pk=worked.text).update(doc=altered(row.doc))
    assert findings() == [Finding(worked.room().pk, number_of("text.import"), "text_differs")]


@pytest.fixture
def published(worked: House) -> House:
    worked.adopt()
    worked.act(register.publish, "clerk", text=worked.text, symbol="AMM/53/1")
    assert findings() == []
    return worked


def test_an_adopted_text_altered_beside_the_record_is_found(published: House) -> None:
    Text.objects.filter(pk=published.text).update(doc=altered(published.row().doc))
    assert [one.why for one in findings()] == ["text_differs"]


def test_a_published_document_altered_beside_the_record_is_found(published: House) -> None:
    Document.objects.update(doc=altered(published.row().doc))
    assert findings() == [Finding(published.room().pk, number_of("document.publish"), "document_differs")]


def test_a_published_file_altered_beside_the_record_is_found(published: House) -> None:
    DocumentFile.objects.filter(format="pdf").update(content=b"%PDF-1.7 another")
    assert findings() == [Finding(published.room().pk, number_of("document.publish"), "document_differs")]


def test_a_published_file_taken_out_is_found(published: House) -> None:
    DocumentFile.objects.filter(format="xml").delete()
    assert findings() == [Finding(published.room().pk, number_of("document.publish"), "document_differs")]


@pytest.mark.parametrize("who", ["chair", "pen", "clerk"])
def test_the_chair_and_the_secretariat_read_the_newest_entries_first(worked: House, who: str) -> None:
    rows = journal.entries_for(worked.audience(who), worked.meeting)
    assert rows is not None
    assert [row["number"] for row in rows] == list(range(worked.room().length, 0, -1))
    assert rows[0]["action"] == "text.draft"
    assert not any({"doc", "steps", "hunks"} & set(row["facts"]) for row in rows)


@pytest.mark.parametrize("who", ["la-head", "la-adviser", "nz-observer", "som-my-head", "nobody", "public"])
def test_nobody_else_reads_the_journal(worked: House, who: str) -> None:
    assert journal.entries_for(worked.audience(who), worked.meeting) is None


def test_the_secretariat_of_another_body_reads_nothing(worked: House) -> None:
    worked.grant("som-pen", "pen", body=worked.other_body)
    assert journal.entries_for(worked.audience("som-pen"), worked.meeting) == []
    assert journal.entries_for(PUBLIC, worked.meeting) is None


def test_only_so_many_entries_are_read_at_once(worked: House) -> None:
    rows = journal.entries_for(worked.audience("chair"), worked.meeting, last=2)
    assert rows is not None
    assert len(rows) == 2
