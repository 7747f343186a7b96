"""Whole proposals on their way through the pen's steps, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import amendments
from communique.domain.texts.amendments import (
    Carried,
    Hunk,
    Loss,
    Operation,
    Proposal,
    carry,
    draw_up,
    followed,
    gone,
    losses,
    summary,
)
from communique.domain.texts.authority import Document, load
from communique.domain.texts.document import plain_text
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, insertion, paragraph, text
from tests.domain.texts.proposals import names, pen_steps, proposals, taken, texts

A, B, C, D = map(block_id, range(4))
"""The paragraphs of ``four``: they stand at 0, 6, 12 and 20, and the text ends at 27."""


def four() -> Document:
    return load(drafts.document("One.", "Two.", "Three.", "Four."), 0)


def drawn(*asked: dict[str, Any], document: Document | None = None) -> Proposal:
    return draw_up(document or four(), list(asked), new_id=names("n"))


def new(after_block: str) -> dict[str, Any]:
    return {"kind": "new", "after": after_block, "content": [text("New.")]}


def words_after(proposal: Proposal, *steps: dict[str, Any]) -> list[str]:
    """The text after the pen's steps and then the proposal."""
    outcome = taken(four(), list(steps))
    later = carry(proposal, outcome.maps)
    assert not later.lost
    assert not gone(later, outcome.document)
    result = amendments.applied(outcome.document.json(), later.proposal)
    return ["".join(node["text"] for node in block.get("content", ())) for block in result["content"]]


def lost_after(proposal: Proposal, *steps: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    outcome = taken(four(), list(steps))
    later = carry(proposal, outcome.maps)
    found = losses(proposal, later, outcome.document)
    assert any(loss.final for loss in found) is (later.lost or gone(later, outcome.document))
    return [(loss.kind, loss.paragraph, loss.was, loss.now) for loss in found]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_whoever_carries_in_whatever_batches_gets_the_same(data: st.DataObject):
    document = data.draw(texts())
    proposal = data.draw(proposals(document))
    _, maps = data.draw(pen_steps(document))
    at_once = carry(proposal, maps)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(maps)), max_size=3)))
    state = Carried(proposal.hunks, False, proposal.operations)
    for start, end in zip([0, *cuts], [*cuts, len(maps)], strict=True):
        state = carry(state, maps[start:end])
    assert (state, state.disturbed) == (at_once, at_once.disturbed)
    stored = carry(carry(proposal, maps[: len(maps) // 2]).proposal, maps[len(maps) // 2 :])
    assert stored.proposal == at_once.proposal


@settings(deadline=None, max_examples=120)
@given(st.data())
def test_an_amendment_never_comes_to_stand_on_other_words_unsaid(data: st.DataObject):
    document = data.draw(texts())
    proposal = data.draw(proposals(document))
    later, maps = data.draw(pen_steps(document))
    carried = carry(proposal, maps)
    said = losses(proposal, carried, later)
    for at, hunk in enumerate(carried.hunks):
        if at not in carried.disturbed:
            assert amendments.steps(later, [hunk])[0]["from"] == hunk.start, "the words that it deletes stand there"
    for one in carried.operations:
        was, now = document.block(one.paragraph), later.block(one.paragraph)
        if was is not None and (now is None or plain_text(now[1]) != plain_text(was[1])):
            assert {one.paragraph, one.other} & {loss.paragraph for loss in said}
    if not any(loss.final for loss in said):
        assert not carried.lost
        assert not gone(carried, later)
        try:
            steps = amendments.steps(later, carried.proposal)
        except Refused as refused:
            # The pen joined paragraphs to which it does different things, or took away all others.
            assert refused.code == "changes_cross" or refused.facts["why"] == "nothing would be left"
            return
        result = taken(later, steps).document if steps else later
        assert result.json() == amendments.applied(later.json(), carried.proposal)
    else:
        assert carried.lost or gone(carried, later)


def test_a_new_paragraph_keeps_its_place_when_the_paragraph_before_it_goes():
    assert words_after(drawn(new(B)), insertion(6, to=12)) == ["One.", "New.", "Three.", "Four."]
    assert words_after(drawn(new(B)), insertion(12, to=20)) == ["One.", "Two.", "New.", "Four."]
    assert words_after(drawn(new(B)), insertion(12, paragraph("x000000000", "Pen."))) == [
        "One.",
        "Two.",
        "Pen.",
        "New.",
        "Three.",
        "Four.",
    ]


def test_a_new_paragraph_goes_by_its_neighbour_when_both_sides_of_its_place_were_replaced():
    anew = [paragraph(B, "2."), paragraph(C, "3.")]
    assert words_after(drawn(new(B)), insertion(6, *anew, to=20)) == ["One.", "2.", "New.", "3.", "Four."]
    anew = [paragraph("x000000000", "2."), paragraph(C, "3.")]
    assert lost_after(drawn(new(B)), insertion(6, *anew, to=20)) == [("place_gone", B, "", "")]


def test_a_paragraph_that_was_to_go_goes_with_the_words_that_it_has_now_and_that_is_said():
    delete = drawn({"kind": "delete", "paragraph": B})
    assert words_after(delete, insertion(10, " More")) == ["One.", "Three.", "Four."]
    assert lost_after(delete, insertion(10, " More")) == [("paragraph_changed", B, "Two.", "Two More.")]
    assert lost_after(delete, insertion(6, to=12)) == [("paragraph_gone", B, "Two.", "")]
    assert lost_after(delete, insertion(1, "x")) == []


def test_a_paragraph_that_comes_back_is_no_loss():
    delete = drawn({"kind": "delete", "paragraph": B})
    first = taken(four(), [insertion(6, to=12)])
    away = carry(delete, first.maps)
    assert gone(away, first.document)
    second = taken(first.document, [insertion(14, paragraph(B, "Two."))])
    assert not gone(carry(away, second.maps), second.document)
    assert lost_after(delete, insertion(6, to=12), insertion(14, paragraph(B, "Two."))) == []


def test_paragraphs_that_are_no_longer_neighbours_are_not_merged():
    merge = drawn({"kind": "merge", "paragraph": B})
    assert lost_after(merge, insertion(12, paragraph("x000000000", "Pen."))) == [("place_gone", B, "", "")]
    assert lost_after(merge, insertion(12, to=20)) == [("paragraph_gone", C, "Two.\nThree.", "")]
    assert lost_after(merge, insertion(13, "x")) == [("paragraph_changed", B, "Two.\nThree.", "Two.\nxThree.")]
    assert words_after(merge, insertion(1, "x")) == ["xOne.", "Two. Three.", "Four."]


def test_a_split_stays_behind_the_words_that_came_before_it():
    split = drawn({"kind": "split", "paragraph": C, "at": 2})
    assert words_after(split, insertion(15, "xy"))[2:4] == ["Th", "xyree."]
    assert words_after(split, insertion(1, "xy"))[2:4] == ["Th", "ree."]
    assert lost_after(split, insertion(14, to=16))[0][0] == "paragraph_changed"
    assert [loss[0] for loss in lost_after(split, insertion(14, to=16))][-1] == "words_gone"


def test_the_words_that_stand_in_the_place_of_those_that_are_gone_are_said():
    proposal = drawn({"kind": "words", "paragraph": C, "content": [text("3.")]})
    assert lost_after(proposal, insertion(14, "x")) == [("words_gone", C, "Three", "Txhree")]
    assert lost_after(proposal, insertion(12, to=20)) == [("words_gone", "", "Three", "")]
    retyped = [insertion(13, to=18), insertion(13, "Three")]
    assert lost_after(proposal, *retyped) == [("words_gone", C, "Three", "")]


def test_an_amendment_that_was_lost_before_says_so_even_when_nobody_knows_of_what():
    proposal = drawn(new(B))
    state = Carried(proposal.hunks, True, proposal.operations)
    assert losses(proposal, state, four()) == (Loss("words_gone", "", "", ""),)


# Several authors at once


@dataclass
class Replica:
    """One who follows a text: its document, and the proposals of others, which it carries whenever it likes."""

    document: Document
    states: dict[int, Carried] = field(default_factory=dict)
    waiting: dict[int, list[tuple[int, ...]]] = field(default_factory=dict)

    def hears(self, batch: list[dict[str, Any]], eager: bool) -> None:
        outcome = taken(self.document, batch)
        self.document = outcome.document
        for key in self.states:
            self.waiting[key] += outcome.maps
        if eager:
            self.catches_up()

    def tabled(self, key: int, proposal: Proposal) -> None:
        self.states[key], self.waiting[key] = carry(proposal, ()), []

    def catches_up(self) -> None:
        for key, state in self.states.items():
            self.states[key] = carry(state, self.waiting[key])
            self.waiting[key] = []


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_amendments_and_steps_of_several_authors_come_to_the_same_for_all(data: st.DataObject):
    start = data.draw(texts(2))
    one, other = Replica(start), Replica(start)
    for number in range(data.draw(st.integers(2, 5))):
        batch: list[dict[str, Any]] = []
        one.catches_up()
        live = [key for key, state in one.states.items() if not state.lost and not gone(state, one.document)]
        if live and data.draw(st.booleans()):
            accepted = one.states.pop(data.draw(st.sampled_from(live)))
            other.states = {key: state for key, state in other.states.items() if key in one.states}
            batch = amendments.steps(one.document, accepted.proposal)
        elif data.draw(st.booleans()):
            made = data.draw(proposals(one.document, "abcdefg"[number]))
            one.tabled(number, made)
            other.tabled(number, made)
        else:
            place = data.draw(st.integers(1, one.document.size - 1))
            if (block := one.document.block_at(place)) and block[0] < place and block[1]["type"] == "paragraph":
                batch = [insertion(block[0] + 1, "Pen. ")]
        if batch:
            one.hears(batch, True)
            other.hears(batch, data.draw(st.booleans()))
    other.catches_up()
    assert one.document.json() == other.document.json()
    assert one.states == other.states


# Following a paragraph that was moved


def test_an_amendment_follows_a_paragraph_that_was_moved_as_a_whole():
    move = drawn({"kind": "move", "paragraph": C, "after": A})
    outcome = taken(four(), amendments.steps(four(), move))
    other = drawn(
        {"kind": "words", "paragraph": C, "content": [text("Third.")]},
        {"kind": "words", "paragraph": D, "content": [text("Fourth.")]},
        new(C),
    )
    assert carry(other, outcome.maps).lost
    later = followed(four(), outcome.document, C, other)
    assert later is not None
    result = amendments.applied(outcome.document.json(), later)
    assert [block["content"][0]["text"] for block in result["content"]] == ["One.", "Third.", "New.", "Two.", "Fourth."]


def test_an_amendment_follows_a_paragraph_that_was_reworded_elsewhere_while_it_moved():
    document = load(drafts.document("The first one stands here.", "Two."), 0)
    move = drawn(
        {"kind": "move", "paragraph": A, "after": B},
        {"kind": "words", "paragraph": A, "content": [text("The very first one stands here.")]},
        document=document,
    )
    outcome = taken(document, amendments.steps(document, move))
    other = drawn({"kind": "words", "paragraph": A, "content": [text("The first one falls here.")]}, document=document)
    later = followed(document, outcome.document, A, other)
    assert later is not None
    result = amendments.applied(outcome.document.json(), later)
    assert result["content"][1]["content"] == [text("The very first one falls here.")]
    clashing = drawn(
        {"kind": "words", "paragraph": A, "content": [text("The second one stands here.")]}, document=document
    )
    gone_words = load(drafts.document(paragraph(B, "Two."), paragraph(A, "The last one stands here.")), 1)
    assert followed(document, gone_words, A, clashing) is None


def test_nothing_follows_a_paragraph_that_is_gone():
    without = load(drafts.document("One."), 1)
    other = drawn({"kind": "words", "paragraph": C, "content": [text("Third.")]})
    assert followed(four(), without, C, other) is None
    assert followed(four(), without, A, drawn({"kind": "delete", "paragraph": C})) is None


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_what_follows_stands_on_the_same_words(data: st.DataObject):
    document = data.draw(texts(3))
    blocks = document.json()["content"]
    moved, behind = data.draw(st.permutations([block["attrs"]["id"] for block in blocks]))[:2]
    try:
        move = draw_up(document, [{"kind": "move", "paragraph": moved, "after": behind}])
    except Refused:
        return
    after_it = taken(document, amendments.steps(document, move)).document
    other = data.draw(proposals(document))
    if any(one.kind in ("merge", "move", "new") for one in other.operations):
        return
    later = followed(document, after_it, moved, other)
    assert later is not None
    said, shown = (amendments.applied(one.json(), two) for one, two in ((document, other), (after_it, later)))
    by_id = {block["attrs"]["id"]: block for block in said["content"]}
    assert {block["attrs"]["id"]: block for block in shown["content"]} == by_id


# What margins show


def test_a_summary_says_every_change_in_reading_order():
    document = load(drafts.document(paragraph(A, "One. First.", number="1."), "Two.", "Three.", "Four."), 0)
    made = drawn(
        {"kind": "delete", "paragraph": D},
        {"kind": "new", "after": B, "content": [text("New.")], "number": "2 bis."},
        {"kind": "words", "paragraph": A, "content": [text("One. Last.")]},
        {"kind": "split", "paragraph": A, "at": 4, "number": "1 bis."},
        {"kind": "move", "paragraph": C, "after": ""},
        document=document,
    )
    rest = {"deleted": "", "inserted": "", "after": "", "number": ""}
    assert summary(document, made) == [
        {**rest, "kind": "split", "paragraph": A, "after": A, "number": "1 bis."},
        {**rest, "kind": "words", "paragraph": A, "deleted": "First", "inserted": "Last", "number": "1."},
        {**rest, "kind": "new", "paragraph": "", "inserted": "New.", "after": B, "number": "2 bis."},
        {**rest, "kind": "move", "paragraph": C},
        {**rest, "kind": "delete", "paragraph": D, "deleted": "Four."},
    ]
    assert summary(document, drawn({"kind": "merge", "paragraph": B})) == [
        {**rest, "kind": "merge", "paragraph": B, "inserted": "Three.", "after": B}
    ]
    other = {"kind": "alternative", "paragraph": A, "content": [text("Or.")], "number": "1 alt"}
    assert summary(document, drawn(other, document=document)) == [
        {**rest, "kind": "alternative", "paragraph": A, "inserted": "Or.", "after": A, "number": "1 alt"}
    ]


def test_a_summary_of_what_is_gone_still_says_what_it_was():
    lost = Proposal((Hunk(900, 905, "Three", ()),), (Operation("delete", "nowhere000", words="Gone."),))
    assert [(one["paragraph"], one["deleted"]) for one in summary(four(), lost)] == [
        ("nowhere000", "Gone."),
        ("", "Three"),
    ]
