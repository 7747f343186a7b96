from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import amendments, authority, clashes, formats, soundness
from communique.domain.texts.authority import Document, load
from communique.domain.texts.compile import (
    CLEAN,
    TABLED,
    Tabled,
    compile,
    delegation,
    preview,
)
from communique.domain.texts.document import words
from communique.domain.texts.operations import Hunk, Proposal
from tests.domain.texts.compile.drafts import (
    PARTIES,
    SHALL,
    UNHURRIED,
    documents,
    lines,
    new,
    read_again,
    reading,
    some_amendments,
    tabled,
)

DRAFT = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "paris" / "2015-12-04-draft-agreement.md"


def test_a_preview_has_the_chosen_amendments_and_no_others():
    some = [
        tabled(1, SHALL, "EU", "Parties should be opened."),
        tabled(2, SHALL, "US", "Parties shall be closed."),
        tabled(3, SHALL, "JP", new("New.", number="1 bis.")),
    ]
    assert lines(compile(SHALL, some, preview(101, 103)))[:2] == ["1. Parties should be opened.", "1 bis. New."]
    assert compile(SHALL, some, preview()).doc == SHALL.json()


def test_a_preview_of_amendments_that_clash_is_refused_with_their_numbers():
    some = [tabled(7, SHALL, "EU", "Parties should be opened."), tabled(5, SHALL, "US", "Parties may be opened.")]
    with pytest.raises(Refused) as refused:
        compile(SHALL, some, preview(105, 107))
    assert (refused.value.code, refused.value.facts) == ("amendments_conflict", {"one": 5, "other": 7})


def test_a_preview_of_what_is_not_on_the_table_is_refused():
    with pytest.raises(Refused) as refused:
        compile(SHALL, [], preview(5))
    assert (refused.value.code, refused.value.facts) == ("no_such_amendment", {"amendment": 5})


def test_a_preview_names_the_amendment_that_is_not_at_this_version():
    some = [
        tabled(1, SHALL, "EU", "Parties should be opened."),
        Tabled(9, 2, ("US",), Proposal((Hunk(1, 4, "x", ()),))),
    ]
    with pytest.raises(Refused) as refused:
        compile(SHALL, some, preview(9, 101))
    assert (refused.value.code, refused.value.facts["amendment"]) == ("step_failed", 2)


# At random


@UNHURRIED
@given(documents, st.integers(0, 10**6))
def test_the_text_as_tabled_is_sound_and_says_of_each_amendment_whose_it_is(document: Document, seed: int):
    some = some_amendments(document, 8, seed)
    compiled = compile(document, some, TABLED)
    assert soundness.document(compiled.doc, "malformed_text") == compiled.doc
    said = {one for _, rows, _ in reading(compiled.doc) for _, about in rows for one in about}
    whole = " ".join(lines(compiled))
    for one in some:
        for party in one.parties:
            assert {(party, "propose"), (party, "delete")} & said or f"{{{', '.join(one.parties)}" in whole


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_the_text_as_tabled_is_read_again_with_the_same_alternatives_and_names(kind: str):
    @UNHURRIED
    @given(documents, st.integers(0, 10**6))
    def holds(document: Document, seed: int):
        doc = compile(document, some_amendments(document, 8, seed), TABLED).doc
        assert reading(read_again(kind, doc)) == reading(doc)

    holds()


@UNHURRIED
@given(documents, st.integers(0, 10**6))
def test_who_chooses_its_own_words_in_the_text_as_tabled_has_its_amendment_and_who_opposes_has_the_text(
    document: Document, seed: int
):
    (one,) = some_amendments(document, 1, seed) or [None]
    assume(one is not None and all(each.kind not in ("move", "merge", "split") for each in one.proposal.operations))
    assert one is not None
    alone = Tabled(1, 1, ("Viet Nam",), one.proposal, {"Norway": "oppose"})
    compiled = compile(document, [alone], TABLED)
    assume(not compiled.notes)
    there = load(compiled.doc, 0)
    as_theirs = compile(there, [], delegation("Viet Nam")).doc
    assert words(as_theirs) == words(compile(document, [alone], preview(1)).doc)
    assert words(compile(there, [], delegation("Norway")).doc) == words(document.json())


def stepwise(document: Document, some: Sequence[Tabled]) -> Document:
    """The document after each is accepted in turn, by steps of the pen, the others carried."""
    rest = [one.proposal for one in some]
    while rest:
        accepted, *rest = rest
        steps = amendments.steps(document, accepted)
        if not steps:  # a paragraph that was to be moved stands there by now
            continue
        outcome = authority.receive(document, document.version, steps)
        assert isinstance(outcome, authority.Accepted), outcome
        moved = [one.paragraph for one in accepted.operations if one.kind == "move"]
        carried: list[Proposal] = []
        for proposal in rest:
            now = amendments.carry(proposal, outcome.maps)
            followed = [amendments.followed(document, outcome.document, name, proposal) for name in moved]
            carried.append(
                next((one for one in followed if one is not None), now.proposal) if now.lost else now.proposal
            )
        document, rest = outcome.document, carried
    return document


def apart(one: Proposal, other: Proposal) -> bool:
    """In whatever order both are accepted, the same comes out.

    Not when both move a paragraph; and not when one deletes words at an edge of what the other changes: what comes in
    before these words and behind them would meet at one place.
    """
    if all(any(each.kind == "move" for each in proposal.operations) for proposal in (one, other)):
        return False
    edges = [
        [*((hunk.start, hunk.end, not hunk.insert) for hunk in proposal.hunks)]
        + [(each.at, each.at, False) for each in proposal.operations if each.kind == "split"]
        for proposal in (one, other)
    ]
    return not any((a[2] or b[2]) and a[0] <= b[1] and b[0] <= a[1] for a in edges[0] for b in edges[1])


@UNHURRIED
@given(documents, st.integers(0, 10**6))
def test_a_preview_is_what_accepting_them_one_after_the_other_gives(document: Document, seed: int):
    chosen: list[Tabled] = []
    for one in some_amendments(document, 8, seed):
        if all(
            clashes.between(one.proposal, other.proposal) is None and apart(one.proposal, other.proposal)
            for other in chosen
        ):
            chosen.append(one)
    assume(len(chosen) > 1)
    chosen.sort(key=lambda one: any(each.kind in ("delete", "move") for each in one.proposal.operations))
    # For the same reason paragraphs go last.
    in_turn = [replace(one, number=number) for number, one in enumerate(chosen)]
    try:
        compiled = compile(document, in_turn, preview(*(one.key for one in in_turn)))
    except Refused as refused:
        assert refused.code == "step_failed"
        assert refused.facts["why"] == "nothing would be left"
        return
    assert compiled.doc == stepwise(document, in_turn).json()


@UNHURRIED
@given(documents, st.integers(0, 10**6), st.sampled_from(PARTIES))
def test_every_view_of_everything_is_sound_and_keeps_the_ids(document: Document, seed: int, party: str):
    some = some_amendments(document, 8, seed)
    ids = {block["attrs"]["id"] for block in document.json()["content"]}
    for view in (CLEAN, TABLED, delegation(party)):
        doc = compile(document, some, view).doc
        assert soundness.document(doc, "malformed_text") == doc
        if view is TABLED:
            assert ids <= {block["attrs"]["id"] for block in doc["content"]}


@pytest.mark.skipif(not DRAFT.is_file(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize("kind", ["md", "docx"])
def test_three_hundred_amendments_to_a_real_draft_are_read_again_with_the_same_alternatives_and_names(kind: str):
    document = load(formats.read(DRAFT.name, DRAFT.read_bytes()).doc, 0)
    some = some_amendments(document, 300, 2015)
    assert len(some) > 290
    doc = compile(document, some, TABLED).doc
    found = reading(doc)
    assert reading(read_again(kind, doc)) == found
    assert len(found) > len(reading(document.json())) + 150
