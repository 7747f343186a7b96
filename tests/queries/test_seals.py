"""Words that the journal keeps under a seal: altered beside the record they are found, and nobody reads them there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Model

from communique.actions import (
    clerk_notes,
    comments,
    drafts,
    huddles,
    instructions,
    papers,
    registration,
    statements,
)
from communique.queries import comments as comment_reads
from communique.queries import delegations, journal
from communique.queries.journal import Finding
from communique.records.models import (
    ClerkNote,
    Comment,
    Credentials,
    Draft,
    Instruction,
    JournalEntry,
    Paper,
    RoomEvent,
    Statement,
    StatementVersion,
    SummaryRecord,
    Text,
)
from tests.actions.deeds.agenda import lay
from tests.actions.deeds.registration import handed_in as credentials_handed_in
from tests.actions.deeds.statements import final, handed_in
from tests.house import House, saying


@pytest.fixture
def sealed(house: House) -> House:
    """A delegation wrote a draft, changed and cleared it, wrote an instruction down, and said something inside."""
    paragraph, words = house.paragraph("next meeting")

    def changes(new: str) -> list[dict[str, Any]]:
        content = saying(words.replace("next", new))
        return [{"kind": "words", "paragraph": paragraph, "content": content}]

    draft = house.act(drafts.write, "la-adviser", text=house.text, version=0, changes=changes("54th"))["draft"]
    house.act(drafts.change, "la-adviser", draft=draft, version=0, changes=changes("coming"))
    house.act(drafts.clear, "la-head", draft=draft)
    house.act(instructions.give, "la-adviser", text=house.text, words="Hold.")
    said = house.act(comments.make, "la-head", text=house.text, paragraph=paragraph, words="Why?", inside=True)
    house.act(comments.resolve, "la-head", **said)
    return house


def number_of(action: str) -> int:
    return JournalEntry.objects.get(action=action).number


def test_what_nobody_altered_holds(sealed: House) -> None:
    assert journal.verify()[0] == []


@pytest.mark.parametrize(
    ("model", "altered", "action"),
    [
        (Comment, {"words": "Why not?"}, "comment.make"),
        (Comment, {"quote": "other words"}, "comment.make"),
        (Instruction, {"words": "Yield."}, "instruction.give"),
        (Draft, {"reason": "Because."}, "draft.change"),
        (Draft, {"hunks": []}, "draft.change"),
    ],
)
def test_words_altered_beside_the_record_are_named_by_their_entry(
    sealed: House, model: type[Model], altered: dict[str, Any], action: str
) -> None:
    assert model._default_manager.update(**altered) == 1
    assert journal.verify()[0] == [Finding(sealed.room().pk, number_of(action), "sealed_differs")]


@pytest.mark.parametrize(
    ("model", "action"), [(Comment, "comment.make"), (Instruction, "instruction.give"), (Draft, "draft.change")]
)
def test_words_taken_out_beside_the_record_are_missed(sealed: House, model: type[Model], action: str) -> None:
    model._default_manager.all().delete()
    assert journal.verify()[0] == [Finding(sealed.room().pk, number_of(action), "sealed_differs")]


def test_words_slipped_in_beside_the_record_are_found(sealed: House) -> None:
    row = Instruction.objects.get()
    row.pk, row.words = None, "Yield."
    row.save()
    assert [one.why for one in journal.verify()[0]] == ["sealed_differs"]


@pytest.mark.parametrize("who", ["chair", "pen", "clerk"])
def test_a_sealed_entry_shows_its_number_its_hour_and_its_digest(sealed: House, who: str) -> None:
    rows = journal.entries_for(sealed.audience(who), sealed.meeting)
    assert rows is not None
    kept = [row for row in rows if row["sealed"]]
    assert len(kept) == 6
    for row in kept:
        assert (row["actor"], row["action"], row["facts"]) == ({}, "", {})
        assert row["number"] and row["at"] and row["digest"]
    assert all(row["action"] for row in rows if not row["sealed"])


def test_in_a_huddle_what_is_said_to_all_is_said_to_the_huddle(house: House) -> None:
    """And what is said or drafted inside a delegation there, to that delegation."""
    paragraph, words = house.paragraph("next meeting")
    sent = {"text": house.text, "paragraphs": [paragraph], "parties": ["LA", "SG"]}
    branch = Text.objects.get(huddle=house.act(huddles.send, "chair", **sent)["huddle"]).pk
    place = {"text": branch, "paragraph": paragraph}
    house.act(comments.make, "la-adviser", **place, words="Between us two.")
    house.act(comments.make, "la-head", **place, words="Ours alone.", inside=True)
    content = saying(words.replace("next", "54th"))
    changes = [{"kind": "words", "paragraph": paragraph, "content": content}]
    house.act(drafts.write, "la-adviser", text=branch, version=0, changes=changes)

    for who, heard in {"la-head": ["Between us two.", "Ours alone."], "sg-head": ["Between us two."]}.items():
        found = comment_reads.comments_for(house.audience(who), branch)
        assert found is not None
        assert [thread["said"][0]["words"] for group in found["groups"] for thread in group["threads"]] == heard
    for who in ("my-head", "chair", "pen", "nz-observer"):
        assert comment_reads.comments_for(house.audience(who), branch) is None
        assert delegations.room_for(house.audience(who), branch) is None
    assert len((delegations.room_for(house.audience("la-head"), branch) or {})["groups"]) == 1
    assert (delegations.room_for(house.audience("sg-head"), branch) or {})["groups"] == []

    rows = journal.entries_for(house.audience("chair"), house.meeting, last=3)
    assert rows is not None and all(row["sealed"] for row in rows)
    events = RoomEvent.objects.filter(room=house.room(), data__target=f"comments:{branch}").order_by("version")
    assert [one.data["for"] for one in events] == [["LA", "SG"], ["LA"]]
    assert journal.verify()[0] == []
    Comment.objects.filter(inside=False).update(words="Between us three.")
    assert [one.why for one in journal.verify()[0]] == ["sealed_differs"]


@pytest.fixture
def spoken(house: House) -> House:
    """A statement was handed in, changed and delivered in writing, the clerk noted something, the record is final."""
    made = handed_in(house)
    house.act(statements.translate, "la-adviser", language="lo", words="ຂອບໃຈ", **made)
    house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="There was applause.")
    final(house)
    return house


def test_statements_notes_and_the_record_hold_as_they_were_entered(spoken: House) -> None:
    assert journal.verify()[0] == []
    spoken.act(statements.translate, "pen", language="fr", words="Merci", statement=Statement.objects.get().pk)
    assert journal.verify()[0] == []


@pytest.mark.parametrize(
    ("model", "altered", "action", "why"),
    [
        (StatementVersion, {"words": "Otherwise."}, "statement.translate", "sealed_differs"),
        (Statement, {"title": "Another one"}, "statement.translate", "sealed_differs"),
        (ClerkNote, {"words": "Silence."}, "clerk_note.write", "note_differs"),
        (SummaryRecord, {"entries": []}, "record.finish", "summary_differs"),
        (SummaryRecord, {"state": "draft"}, "record.finish", "summary_differs"),
    ],
)
def test_what_was_said_altered_beside_the_record_is_named_by_its_entry(
    spoken: House, model: type[Model], altered: dict[str, Any], action: str, why: str
) -> None:
    model._default_manager.update(**altered)
    assert journal.verify()[0] == [Finding(spoken.room().pk, number_of(action), why)]


def test_a_statement_delivered_in_writing_is_borne_out_by_its_open_entry(house: House) -> None:
    house.act(statements.release, "la-head", **handed_in(house))
    assert journal.verify()[0] == []
    StatementVersion.objects.update(content=b"another file")
    assert journal.verify()[0] == [Finding(house.room().pk, number_of("statement.release"), "sealed_differs")]


def test_notes_and_statements_slipped_in_beside_the_record_are_found(spoken: House) -> None:
    note, statement = ClerkNote.objects.get(), Statement.objects.get()
    note.pk, statement.pk, statement.intervention = None, None, None
    note.save(force_insert=True)
    assert journal.verify()[0] == [Finding(spoken.room().pk, 1, "note_differs")]
    statement.save(force_insert=True)
    assert journal.verify()[0] == [Finding(spoken.room().pk, 1, "sealed_differs")]


@pytest.fixture
def filed(house: House) -> House:
    """A paper lies before the meeting, and a delegation's letter of credentials was accepted."""
    lay(house)
    house.act(registration.check, "clerk", credentials=credentials_handed_in(house), accept=True)
    return house


def test_papers_and_letters_hold_as_they_were_entered(filed: House) -> None:
    assert journal.verify()[0] == []
    filed.act(papers.withdraw, "clerk", paper=Paper.objects.get().pk)
    assert journal.verify()[0] == []


@pytest.mark.parametrize(
    ("altered", "action"),
    [
        ({"content": b"another file"}, "paper.lay"),
        ({"digest": "0" * 64}, "paper.lay"),
        ({"title": "Another one"}, "paper.lay"),
        ({"readers": "delegations"}, "paper.lay"),
        ({"withdrawn_at": datetime(2020, 9, 9, tzinfo=UTC)}, "paper.lay"),
    ],
)
def test_a_paper_altered_beside_the_record_is_named_by_its_entry(
    filed: House, altered: dict[str, Any], action: str
) -> None:
    assert Paper.objects.update(**altered) == 1
    assert journal.verify()[0] == [Finding(filed.room().pk, number_of(action), "paper_differs")]


@pytest.mark.parametrize(
    "altered", [{"content": b"another file"}, {"digest": "0" * 64}, {"filename": "x.pdf"}, {"state": "returned"}]
)
def test_a_letter_of_credentials_altered_beside_the_record_is_named_by_its_entry(
    filed: House, altered: dict[str, Any]
) -> None:
    assert Credentials.objects.update(**altered) == 1
    found = Finding(filed.conference_room().pk, number_of("credentials.check"), "credentials_differ")
    assert journal.verify()[0] == [found]


@pytest.mark.parametrize(
    ("model", "action", "why"),
    [(Paper, "paper.lay", "paper_differs"), (Credentials, "credentials.check", "credentials_differ")],
)
def test_files_taken_out_or_slipped_in_beside_the_record_are_found(
    filed: House, model: type[Model], action: str, why: str
) -> None:
    row = model._default_manager.get()
    row.pk = None
    row.save(force_insert=True)
    assert [(one.number, one.why) for one in journal.verify()[0]] == [(1, why)]
    model._default_manager.all().delete()
    assert [(one.number, one.why) for one in journal.verify()[0]] == [(number_of(action), why)]
