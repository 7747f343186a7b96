"""Words that the journal keeps under a seal: altered beside the record they are found, and nobody reads them there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from communique.actions import comments, drafts, huddles, instructions
from communique.queries import comments as comment_reads
from communique.queries import delegations, journal
from communique.queries.journal import Finding
from communique.records.models import Comment, Draft, Instruction, JournalEntry, RoomEvent, Text
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
