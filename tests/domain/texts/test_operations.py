"""The values of which proposals are made, and their JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts.amendments import Proposal, draw_up
from communique.domain.texts.authority import load
from communique.domain.texts.operations import Hunk, Operation, Row, from_json, located, row_of, to_json
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, paragraph, text
from tests.domain.texts.proposals import proposals, sizes, texts

A, B, C = map(block_id, range(3))
BLOCK = paragraph("n000000000", "x")


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_proposal_is_stored_without_loss(data: st.DataObject):
    proposal = data.draw(proposals(data.draw(texts())))
    stored = json.loads(json.dumps(to_json(proposal)))
    assert from_json(stored) == proposal
    assert to_json(from_json(stored)) == stored


def test_an_operation_is_stored_by_what_it_says():
    assert to_json(Proposal((), (Operation("delete", A, words="One.", start=0, end=6),))) == {
        "hunks": [],
        "operations": [{"kind": "delete", "paragraph": A, "words": "One.", "end": 6}],
    }


def test_a_proposal_may_be_stored_in_parts():
    assert from_json({}) == Proposal()
    assert from_json({"hunks": []}) == Proposal()
    assert from_json({"operations": [{"kind": "delete", "paragraph": A}]}).operations == (Operation("delete", A),)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"hunks": None},
        {"hunks": [], "more": []},
        {"hunks": [{"from": 1, "to": 2, "deleted": "x"}]},
        {"hunks": [{"from": 2, "to": 1, "deleted": "", "insert": []}]},
        {"hunks": [{"from": True, "to": 1, "deleted": "", "insert": []}]},
        {"hunks": [{"from": 1, "to": 2**60, "deleted": "", "insert": []}]},
        {"hunks": [{"from": 1, "to": 2, "deleted": 3, "insert": []}]},
        {"hunks": [{"from": 1, "to": 2, "deleted": "x", "insert": [BLOCK]}]},
        {"operations": ["delete"]},
        {"operations": [{"kind": "explode", "paragraph": A}]},
        {"operations": [{"kind": ["delete"], "paragraph": A}]},
        {"operations": [{"kind": "delete"}]},
        {"operations": [{"kind": "delete", "paragraph": 5}]},
        {"operations": [{"kind": "delete", "paragraph": "x" * 41}]},
        {"operations": [{"kind": "delete", "paragraph": A, "at": "5"}]},
        {"operations": [{"kind": "delete", "paragraph": A, "start": -1}]},
        {"operations": [{"kind": "merge", "paragraph": A}]},
        {"operations": [{"kind": "split", "paragraph": A, "new_id": B}]},
        {"operations": [{"kind": "new", "after": A}]},
        {"operations": [{"kind": "new", "after": A, "block": {"type": "doc"}}]},
        {"operations": [{"kind": "new", "after": A, "block": {"type": "paragraph"}}]},
    ],
)
def test_what_is_no_proposal_is_refused(raw: Any):
    with pytest.raises(Refused) as refused:
        from_json(raw)
    assert refused.value.code == "malformed_proposal"


keys = st.sampled_from(
    ["hunks", "operations", "from", "to", "deleted", "insert", "kind", "paragraph", "block", "at", "type", "text"]
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["delete", "text", A])),
    lambda some: st.one_of(st.lists(some, max_size=4), st.dictionaries(st.one_of(keys, st.text()), some, max_size=4)),
    max_leaves=20,
)


@settings(max_examples=150)
@given(st.one_of(anything, st.fixed_dictionaries({"hunks": st.lists(anything), "operations": st.lists(anything)})))
def test_whatever_is_read_it_is_a_proposal_or_refused(raw: Any):
    try:
        assert isinstance(from_json(raw), Proposal)
    except Refused as refused:
        assert json.dumps(refused.facts)


@settings(deadline=None)
@given(st.data())
def test_a_row_knows_the_place_of_each_block(data: st.DataObject):
    document = data.draw(texts())
    row = Row(document.json()["content"])
    assert row.starts[-1] == document.size
    for at, block in enumerate(row.blocks):
        found = document.block(block["attrs"]["id"])
        assert found is not None
        assert (row.starts[at], row.starts[at + 1]) == (found[0], found[0] + sizes(block))
        assert row.edge(found[0]) == at
        assert row.holding(found[0]) is None
        assert {row.holding(place) for place in range(found[0] + 1, row.starts[at + 1])} == {at}
    assert row.edge(document.size) == len(row.blocks)
    assert row.holding(document.size) is row.holding(-1) is row.edge(document.size + 1) is row.edge(-1) is None


def test_a_document_has_one_row():
    document = load(drafts.document("One."), 0)
    assert row_of(document) is row_of(document)


def test_a_proposal_names_the_paragraphs_that_it_touches_in_reading_order():
    document = load(drafts.document("One.", "Two.", "Three."), 0)
    asked = [
        {"kind": "words", "paragraph": C, "content": [text("3.")]},
        {"kind": "new", "after": B, "content": [text("2 bis.")]},
        {"kind": "move", "paragraph": A, "after": C},
    ]
    assert draw_up(document, asked).paragraphs(document) == (A, B, C)
    assert draw_up(document, [{"kind": "merge", "paragraph": B}]).paragraphs(document) == (B, C)
    assert draw_up(document, [{"kind": "new", "after": "", "content": [text("0.")]}]).paragraphs(document) == ()
    assert Proposal((Hunk(900, 901, "x", ()),), (Operation("delete", "nowhere000"),)).paragraphs(document) == ()


def test_operations_made_by_ids_alone_are_located():
    document = load(drafts.document("One.", "Two.", "Three."), 0)
    made = Proposal((), (Operation("merge", A, other=B), Operation("new", after=C, block=BLOCK)))
    assert located(document, made).operations == (
        Operation("merge", A, other=B, words="One.\nTwo.", start=0, end=12),
        Operation("new", after=C, block=BLOCK, at=20),
    )
    gone = Proposal((), (Operation("delete", "nowhere000"),))
    assert located(document, gone) == gone
