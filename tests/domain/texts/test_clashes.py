"""Which proposals can't both be accepted, and what becomes of those that can."""

from __future__ import annotations

from itertools import combinations
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import amendments, clashes
from communique.domain.texts.amendments import Proposal, applied, carry, conflicts, draw_up, followed, gone, steps
from communique.domain.texts.authority import Document, load
from communique.domain.texts.document import plain_text
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, text
from tests.domain.texts.proposals import names, proposals, taken, texts

A, B, C, D = map(block_id, range(4))


def four() -> Document:
    return load(drafts.document("The first one stands.", "The second one stands.", "Three.", "Four."), 0)


def proposal(*asked: dict[str, Any], letter: str = "n") -> Proposal:
    return draw_up(four(), list(asked), new_id=names(letter))


def says(paragraph: str, words: str) -> dict[str, Any]:
    return {"kind": "words", "paragraph": paragraph, "content": [text(words)]}


def does(kind: str, paragraph: str = A, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "paragraph": paragraph, **more}


def new(after: str) -> dict[str, Any]:
    return {"kind": "new", "after": after, "content": [text("New.")]}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (says(A, "The last one stands."), says(A, "The next one stands."), "same_words"),
        (says(A, "The last one stands."), says(A, "The first one falls."), None),
        (says(A, "The very first one stands."), says(A, "The quite first one stands."), None),
        (says(A, "The last one stands."), says(B, "The last one stands."), None),
        (says(A, "The last one stands."), does("delete"), "paragraph_deleted"),
        (says(A, "The last one stands."), does("merge"), "paragraph_merged"),
        (says(B, "The last one stands."), does("merge"), "paragraph_merged"),
        (says(A, "The last one stands."), does("move", after=C), None),
        (says(A, "The last one stands."), does("split", at=9), None),
        (says(A, "The last two stand."), does("split", at=9), "same_words"),
        (says(A, "The last one stands."), does("alternative", content=[text("Or.")]), None),
        (does("delete"), does("delete"), "same_paragraph"),
        (does("delete"), does("move", after=C), "same_paragraph"),
        (does("merge"), does("split", B, at=3), "same_paragraph"),
        (does("merge"), does("merge", B), "same_paragraph"),
        (does("merge"), does("merge", C), None),
        (does("split", at=3), does("split", at=9), "same_paragraph"),
        (does("move", B, after=C), does("move", C, after=A), None),
        (new(A), new(A), None),
        (new(A), does("merge"), "place_merged"),
        (new(B), does("merge"), None),
        (new(""), does("delete"), None),
        (new(A), does("delete"), None),
        (does("move", D, after=A), does("merge"), "place_merged"),
        (does("alternative", content=[text("Or.")]), does("alternative", content=[text("Else.")]), None),
        (does("alternative", content=[text("Or.")]), does("delete"), "paragraph_deleted"),
        (does("alternative", content=[text("Or.")]), does("merge"), "paragraph_merged"),
        (does("alternative", content=[text("Or.")]), does("move", after=C), "same_paragraph"),
    ],
)
def test_two_proposals_clash_by_what_they_do_to_the_same_paragraph(
    one: dict[str, Any], other: dict[str, Any], why: str | None
):
    a, b = proposal(one), proposal(other, letter="m")
    assert clashes.between(a, b) == clashes.between(b, a) == why
    assert clashes.find({7: a, 3: b}) == (((3, 7),) if why else ())


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_the_pairs_are_those_that_clash_one_by_one(data: st.DataObject):
    document = data.draw(texts())
    drawn = {key: data.draw(proposals(document, "klmn"[key])) for key in range(4)}
    expected = tuple(pair for pair in combinations(drawn, 2) if clashes.between(*(drawn[key] for key in pair)))
    assert clashes.find(drawn) == expected
    for one, other in combinations(drawn.values(), 2):
        if conflicts(one.hunks, other.hunks):
            assert clashes.between(one, other)


def accepted(document: Document, first: Proposal, second: Proposal) -> dict[str, Any]:
    """The text after two proposals at its version, the one after the other."""
    made = steps(document, first)
    if made:
        outcome = taken(document, made)
        later = carry(second, outcome.maps)
        left: Proposal | None = later.proposal
        if later.lost or gone(later, outcome.document):
            moved = [one.paragraph for one in first.operations if one.kind == "move"]
            assert moved, "only what was moved is found again by its id"
            left = followed(document, outcome.document, moved[0], second)
        assert left is not None
        document, second = outcome.document, left
    made = steps(document, second)
    return (taken(document, made).document if made else document).json()


def places(one: Proposal) -> set[int]:
    """Where a proposal puts something in without taking anything out."""
    return {hunk.start for hunk in one.hunks if not hunk.deleted} | {
        place for operation in one.operations for place in (operation.at, operation.end) if operation.kind != "delete"
    }


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_the_order_in_which_proposals_that_do_not_clash_are_accepted_does_not_matter(data: st.DataObject):
    document = data.draw(texts())
    one, other = data.draw(proposals(document, "n")), data.draw(proposals(document, "m"))
    if clashes.between(one, other):
        return
    try:
        together = applied(document.json(), clashes.merged({1: one, 2: other}))
    except Refused as refused:
        assert refused.code == "step_failed"
        assert refused.facts["why"] == "nothing would be left"
        return
    ways = [accepted(document, one, other), accepted(document, other, one)]
    if not places(one) & places(other):
        assert ways == [together, together]
    words = [sorted("".join(plain_text(way).split())) for way in (*ways, together)]
    if clashes.merged({1: one, 2: other}) == clashes.merged({2: other, 1: one}):
        assert words[0] == words[1]


def test_merging_makes_one_proposal_of_several():
    one, other = proposal(says(A, "The last one stands.")), proposal(says(A, "The first one falls."), new(B))
    both = clashes.merged({1: one, 2: other})
    assert applied(four().json(), both) == applied(four().json(), proposal(says(A, "The last one falls."), new(B)))


def test_what_two_proposals_have_alike_is_merged_once():
    one, other = (
        proposal(says(A, "The very first one stands."), new(B)),
        proposal(says(A, "The very first one stands."), new(B), letter="m"),
    )
    assert clashes.merged({1: one, 2: other}) == one


def test_merging_what_clashes_is_refused_and_names_the_two():
    one, other = proposal(says(A, "The last one stands.")), proposal(does("delete"))
    with pytest.raises(Refused) as refused:
        clashes.merged({4: proposal(new(C)), 9: one, 2: other})
    assert refused.value.code == "amendments_conflict"
    assert refused.value.facts == {"one": 2, "other": 9, "why": "paragraph_deleted"}


def test_clashing_wordings_stand_side_by_side():
    wanted = {
        1: proposal(says(A, "The last one stands.")),
        2: proposal(does("delete")),
        3: proposal(says(A, "The last one stands."), letter="m"),
        4: proposal(does("alternative", content=[text("Or.")])),
        5: proposal(does("move", after=C)),
        6: proposal(says(B, "The last one stands.")),
    }
    assert clashes.side_by_side(four(), wanted, A) == (
        ([text("The first one stands.")], ()),
        ([text("The last one stands.")], (1, 3)),
        ([], (2,)),
        ([text("Or.")], (4,)),
    )
    assert clashes.side_by_side(four(), wanted, "nowhere000") == ()


def test_three_hundred_proposals_on_a_long_text_are_held_against_each_other_at_once():
    document = load(drafts.document(*("shall be opened for all Parties " * 10 for _ in range(1000))), 0)
    wanted = {
        key: Proposal((amendments.Hunk(start, start + 5, "shall", (text("may"),)),))
        for key, start in enumerate(range(1, document.size - 40, document.size // 300))
    }
    began = perf_counter()
    clashes.find(wanted)
    assert perf_counter() - began < 0.1
