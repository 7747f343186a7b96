"""A proposal as steps and as plain JSON says the same, and what contradicts itself is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts.amendments import Hunk, Operation, Proposal, draw_up
from communique.domain.texts.applying import applied, between, steps
from communique.domain.texts.authority import Document, load
from communique.domain.texts.document import plain_text
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, paragraph, text
from tests.domain.texts.proposals import heading, names, proposals, table, taken, texts

A, B, C, D = map(block_id, range(4))


def four() -> Document:
    return load(drafts.document("One.", "Two.", "Three.", "Four."), 0)


def words(document: Any) -> list[str]:
    return [plain_text(block) for block in document["content"]]


def after(*asked: dict[str, Any], document: Document | None = None) -> list[str]:
    document = document or four()
    proposal = draw_up(document, list(asked), new_id=names("n"))
    result = taken(document, steps(document, proposal)).document.json()
    assert applied(document.json(), proposal) == result
    return words(result)


def refusal(*operations: Operation, hunks: tuple[Hunk, ...] = (), document: Document | None = None) -> str:
    document = document or four()
    codes = set()
    for make in (lambda one: steps(document, one), lambda one: applied(document.json(), one)):
        with pytest.raises(Refused) as refused:
            make(Proposal(hunks, operations))
        codes.add(refused.value.code)
    (code,) = codes
    return str(code)


@settings(deadline=None, max_examples=120)
@given(st.data())
def test_plain_json_and_the_authority_come_to_the_same(data: st.DataObject):
    document = data.draw(texts())
    proposal = data.draw(proposals(document))
    result = applied(document.json(), proposal)
    made = steps(document, proposal)
    assert result == (taken(document, made).document if made else document).json()
    assert load(result, 0).json() == result, "it is a sound document in normal form"


def test_what_stays_is_shared():
    document = four()
    result = applied(document.json(), draw_up(document, [{"kind": "delete", "paragraph": B}]))
    rest = [document.json()["content"][at] for at in (0, 2, 3)]
    assert all(new is old for new, old in zip(result["content"], rest, strict=True))


def test_a_paragraph_goes():
    assert after({"kind": "delete", "paragraph": B}) == ["One.", "Three.", "Four."]


def test_a_paragraph_moves_forward_backward_and_to_the_start():
    assert after({"kind": "move", "paragraph": A, "after": C}) == ["Two.", "Three.", "One.", "Four."]
    assert after({"kind": "move", "paragraph": D, "after": A}) == ["One.", "Four.", "Two.", "Three."]
    assert after({"kind": "move", "paragraph": C, "after": ""}) == ["Three.", "One.", "Two.", "Four."]


def test_a_paragraph_is_reworded_where_it_goes():
    asked = [
        {"kind": "move", "paragraph": A, "after": C},
        {"kind": "words", "paragraph": A, "content": [text("Once.")]},
    ]
    assert after(*asked) == ["Two.", "Three.", "Once.", "Four."]


def test_two_paragraphs_change_places():
    asked = [{"kind": "move", "paragraph": A, "after": B}, {"kind": "move", "paragraph": D, "after": B}]
    assert after(*asked) == ["Two.", "One.", "Four.", "Three."]


def test_merged_paragraphs_have_one_blank_between_them():
    assert after({"kind": "merge", "paragraph": B}) == ["One.", "Two. Three.", "Four."]
    blank = load(drafts.document("One. ", "Two."), 0)
    assert after({"kind": "merge", "paragraph": A}, document=blank) == ["One. Two."]
    ideographs = load(drafts.document("第一条。", "第二条。"), 0)
    assert after({"kind": "merge", "paragraph": A}, document=ideographs) == ["第一条。第二条。"]
    empty = load(drafts.document("One.", paragraph(B), "Three."), 0)
    merges = [{"kind": "merge", "paragraph": A}, {"kind": "merge", "paragraph": B}]
    assert after(*merges, document=empty) == ["One. Three."]


def test_a_merged_paragraph_keeps_the_kind_and_number_of_its_first_half():
    document = load(drafts.document(heading(A, "One", number="I."), paragraph(B, "two", number="1.")), 0)
    (block,) = applied(document.json(), draw_up(document, [{"kind": "merge", "paragraph": A}]))["content"]
    assert block == heading(A, "One two", number="I.")


def test_a_split_leaves_the_blank_in_the_first_half():
    document = load(drafts.document(paragraph(A, "One. Two.", number="1.", level=1)), 0)
    asked = {"kind": "split", "paragraph": A, "at": 4, "number": "1 bis."}
    result = applied(document.json(), draw_up(document, [asked], new_id=names("n")))
    assert result["content"] == [
        paragraph(A, "One. ", number="1.", level=1),
        paragraph("n000000000", "Two.", number="1 bis.", level=1),
    ]


def test_a_split_and_new_words_on_both_sides_of_it():
    document = load(drafts.document("The first thing is open. The second thing is closed."), 0)
    asked = [
        {"kind": "split", "paragraph": A, "at": 24},
        {"kind": "words", "paragraph": A, "content": [text("The first thing is shut. The second house is closed.")]},
    ]
    assert after(*asked, document=document) == ["The first thing is shut. ", "The second house is closed."]


def test_words_put_in_where_a_paragraph_is_split_stand_in_its_second_half():
    document = load(drafts.document("One. Two."), 0)
    hunk = Hunk(6, 6, "", (text("Now. "),))
    split = Operation("split", A, at=6, new_id="n000000000")
    result = applied(document.json(), Proposal((hunk,), (split,)))
    assert words(result) == ["One. ", "Now. Two."]
    assert taken(document, steps(document, Proposal((hunk,), (split,)))).document.json() == result


def test_a_text_is_replaced_as_a_whole():
    every = [{"kind": "delete", "paragraph": one} for one in (A, B, C, D)]
    assert after(*every, {"kind": "new", "after": B, "content": [text("Other.")]}) == ["Other."]


def test_new_paragraphs_at_one_place_stand_in_the_order_in_which_they_were_asked_for():
    asked = [{"kind": "new", "after": A, "content": [text(word)]} for word in ("x", "y", "z")]
    assert after(*asked) == ["One.", "x", "y", "z", "Two.", "Three.", "Four."]
    first = [{"kind": "new", "after": "", "content": [text("x")]}, {"kind": "delete", "paragraph": A}]
    assert after(*first) == ["x", "Two.", "Three.", "Four."]


def test_words_put_in_at_one_place_stand_in_the_order_in_which_they_were_asked_for():
    hunks = (Hunk(1, 1, "", (text("x "),)), Hunk(1, 1, "", (text("y "),)))
    document = four()
    assert words(taken(document, steps(document, hunks)).document.json())[0] == "x y One."
    assert words(applied(document.json(), hunks))[0] == "x y One."


def test_an_alternative_stands_behind_the_alternatives_that_are_there():
    document = load(
        drafts.document(paragraph(A, "One.", number="5."), paragraph(B, "Or.", number="5 alt"), paragraph(C, "Two.")), 0
    )
    asked = [
        {"kind": "new", "after": B, "content": [text("New.")]},
        {"kind": "alternative", "paragraph": A, "content": [text("Else.")]},
    ]
    assert after(*asked, document=document) == ["One.", "Or.", "Else.", "New.", "Two."]


def test_a_new_paragraph_goes_by_its_neighbour_when_its_position_is_not_known():
    block = paragraph("n000000000", "New.")
    for name, expected in ((B, 2), ("", 0)):
        result = applied(four().json(), Proposal((), (Operation("new", after=name, block=block),)))
        assert words(result)[expected] == "New."


@pytest.mark.parametrize(
    ("operations", "code"),
    [
        ([Operation("delete", "nowhere000")], "step_failed"),
        ([Operation("new", after="nowhere000", block=paragraph("n000000000", "x"))], "step_failed"),
        ([Operation("new", after=A)], "step_failed"),
        ([Operation("new", after=A, block=paragraph(C, "x"))], "duplicate_paragraph"),
        ([Operation("merge", A, other=C)], "not_neighbours"),
        ([Operation("merge", D, other=A)], "not_neighbours"),
        ([Operation("split", A, at=900, new_id="n000000000")], "step_failed"),
        ([Operation("split", A, at=3, new_id=B)], "duplicate_paragraph"),
        ([Operation("delete", A), Operation("delete", A)], "changes_cross"),
        ([Operation("delete", A), Operation("move", A, after=C)], "changes_cross"),
        ([Operation("merge", A, other=B), Operation("delete", B)], "changes_cross"),
        ([Operation("merge", A, other=B), Operation("move", D, after=A)], "changes_cross"),
        ([Operation("merge", A, other=B), Operation("split", B, at=9, new_id="n000000000")], "changes_cross"),
        ([Operation("delete", A), Operation("alternative", A, block=paragraph("n000000000", "x"))], "changes_cross"),
        ([Operation("delete", one) for one in (A, B, C, D)], "step_failed"),
    ],
)
def test_what_does_not_fit_or_contradicts_itself_is_refused(operations: list[Operation], code: str):
    assert refusal(*operations) == code


def test_words_of_a_paragraph_that_goes_contradict_it():
    assert refusal(Operation("delete", A), hunks=(Hunk(1, 4, "One", ()),)) == "changes_cross"
    assert refusal(Operation("split", A, at=3, new_id="n000000000"), hunks=(Hunk(1, 4, "One", ()),)) == "changes_cross"
    assert refusal(hunks=(Hunk(1, 4, "One", ()), Hunk(3, 5, "e.", ()))) == "changes_cross"


def test_tables_are_neither_merged_nor_split_nor_reworded():
    document = load(drafts.document("One.", table(B, "cell"), "Three."), 0)
    assert refusal(Operation("merge", A, other=B), document=document) == "step_failed"
    assert refusal(Operation("merge", B, other=C), document=document) == "step_failed"
    assert refusal(Operation("split", B, at=10, new_id="n000000000"), document=document) == "step_failed"
    assert refusal(hunks=(Hunk(10, 12, "ce", ()),), document=document) == "step_failed"
    assert after({"kind": "move", "paragraph": B, "after": C}, document=document) == ["One.", "Three.", "cell"]


def test_a_move_to_where_it_stands_is_no_step():
    moves = Operation("move", B, after=A)
    assert steps(four(), Proposal((), (moves,))) == []
    assert applied(four().json(), Proposal((), (moves,))) == four().json()


def test_a_sign_is_never_cut_in_half():
    document = load(drafts.document("😀 shall"), 0)
    content = document.json()["content"][0]["content"]
    assert between(content, 0, 1) is None
    assert between(content, 1, 2) is None
    assert between(content, 0, 2) == [text("😀")]
    assert refusal(hunks=(Hunk(2, 3, "\ufffd", ()),), document=document) == "step_failed"
    assert refusal(Operation("split", A, at=2, new_id="n000000000"), document=document) == "step_failed"


@settings(deadline=None, max_examples=120)
@given(drafts.contents, st.integers(0, 30), st.integers(0, 30))
def test_content_is_read_between_any_two_positions(content: list[dict[str, Any]], start: int, length: int):
    units = "".join(
        node["text"].encode("utf-16-be").decode("utf-16-be") if node["type"] == "text" else "\x00" for node in content
    ).encode("utf-16-be")
    if any(node["type"] == "footnote" for node in content):
        return
    piece = units[2 * start : 2 * (start + length)]
    found = between(content, start, start + length)
    if start + length > len(units) // 2:
        assert found is None
        return
    try:
        expected: str | None = piece.decode("utf-16-be")
        units[: 2 * start].decode("utf-16-be")
    except UnicodeDecodeError:
        expected = None
    shown = None if found is None else "".join(node.get("text", "\x00") for node in found)
    assert shown == expected


def test_a_proposal_drawn_up_for_another_version_is_refused_and_nothing_is_said_twice():
    document = four()
    proposal = draw_up(document, [{"kind": "words", "paragraph": A, "content": [text("Other.")]}])
    moved = replace(
        proposal, hunks=tuple(replace(hunk, start=hunk.start + 1, end=hunk.end + 1) for hunk in proposal.hunks)
    )
    assert refusal(hunks=moved.hunks) == "step_failed"
