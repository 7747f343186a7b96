"""Proposals are drawn up from what browsers send, whatever they send."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import drafting
from communique.domain.texts.amendments import Operation, Proposal, applied, draw_up, steps
from communique.domain.texts.authority import Document, load
from communique.domain.texts.document import plain_text
from communique.domain.texts.operations import CHANGES
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, paragraph, text
from tests.domain.texts.proposals import heading, names, table, taken

A, B, C, D = map(block_id, range(4))


def numbered() -> Document:
    return load(
        drafts.document(
            paragraph(A, "One. First.", number="1.", role="operative"),
            paragraph(B, "Two.", number="2.", role="operative", level=0),
            paragraph(C, "Three.", number="3.", role="operative"),
            table(D, "cell"),
        ),
        0,
    )


def drawn(*asked: Any, **more: Any) -> Proposal:
    return draw_up(numbered(), list(asked), new_id=names("n"), **more)


def refusal(asked: Any, document: Document | None = None) -> str:
    with pytest.raises(Refused) as refused:
        draw_up(document or numbered(), asked)
    assert json.dumps(refused.value.facts)
    return refused.value.code


def words(paragraph_id: str, said: str) -> dict[str, Any]:
    return {"kind": "words", "paragraph": paragraph_id, "content": [text(said)]}


def new(after: str, said: str = "New.", **more: Any) -> dict[str, Any]:
    return {"kind": "new", "after": after, "content": [text(said)], **more}


def test_several_changes_make_one_proposal():
    proposal = drawn(words(B, "2."), {"kind": "delete", "paragraph": C}, words(A, "One. Last."))
    assert [hunk.deleted for hunk in proposal.hunks] == ["First", "Two"], "in the order of the text"
    assert [one.kind for one in proposal.operations] == ["delete"]


def test_an_operation_knows_its_place_and_the_words_that_it_is_about():
    (one,) = drawn({"kind": "merge", "paragraph": A}).operations
    assert one == Operation("merge", A, other=B, words="One. First.\nTwo.", start=0, end=19)
    (one,) = drawn({"kind": "move", "paragraph": C, "after": A}).operations
    assert one == Operation("move", C, after=A, at=13, words="Three.", start=19, end=27)


def test_a_new_paragraph_is_like_the_one_before_it_unless_it_says_otherwise():
    (one,) = drawn(new(B)).operations
    assert one.block is not None
    assert one.block["attrs"] == {"id": "n000000000", "number": "2 bis.", "role": "operative", "level": 0}
    (one,) = drawn(new(B, role="note", number="2a", level=2)).operations
    assert one.block is not None
    assert one.block["attrs"] == {"id": "n000000000", "number": "2a", "role": "note", "level": 2}
    (one,) = drawn(new(D)).operations
    assert one.block is not None
    assert one.block["attrs"]["role"] == "plain"


def test_no_two_new_paragraphs_get_one_number():
    numbers = [one.block["attrs"]["number"] for one in drawn(new(B), new(B)).operations if one.block]
    assert numbers == ["2 bis.", "2 ter."]
    (one,) = drawn(new(B), taken=["2 bis."]).operations
    assert one.block is not None
    assert one.block["attrs"]["number"] == "2 ter."


def test_an_alternative_is_called_after_its_paragraph():
    (one,) = drawn({"kind": "alternative", "paragraph": B, "content": [text("Or.")]}).operations
    assert one.block is not None
    assert (one.block["attrs"]["role"], one.block["attrs"]["number"]) == ("operative", "2 alt.")


def test_a_paragraph_is_split_behind_the_blanks_that_follow():
    (one,) = drawn({"kind": "split", "paragraph": A, "at": 4}).operations
    assert (one.at, one.new_id, one.number) == (6, "n000000000", "1 bis.")


def test_an_id_that_is_taken_is_not_given_again():
    ids = iter([A, "n000000000", "n000000000", "n000000001"])
    made = draw_up(numbered(), [new(A), new(B)], new_id=lambda: next(ids))
    assert [one.block and one.block["attrs"]["id"] for one in made.operations] == ["n000000000", "n000000001"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (None, "malformed_changes"),
        ("delete", "malformed_changes"),
        ({"kind": "delete", "paragraph": A}, "malformed_changes"),
        ([], "no_change"),
        (["delete"], "malformed_changes"),
        ([{"kind": "explode"}], "malformed_changes"),
        ([{"kind": ["delete"], "paragraph": A}], "malformed_changes"),
        ([{"kind": "take", "paragraph": A}], "malformed_changes"),
        ([{"kind": "delete"}], "malformed_changes"),
        ([{"kind": "delete", "paragraph": A, "after": B}], "malformed_changes"),
        ([{"kind": "delete", "paragraph": "nowhere000"}], "no_such_paragraph"),
        ([{"kind": "delete", "paragraph": None}], "no_such_paragraph"),
        ([{"kind": "move", "paragraph": A, "after": ["x"]}], "no_such_paragraph"),
        ([{"kind": "move", "paragraph": B, "after": A}], "moves_nowhere"),
        ([{"kind": "move", "paragraph": B, "after": B}], "moves_nowhere"),
        ([{"kind": "move", "paragraph": A, "after": ""}], "moves_nowhere"),
        ([{"kind": "merge", "paragraph": C}], "not_neighbours"),
        ([{"kind": "merge", "paragraph": D}], "malformed_content"),
        ([{"kind": "split", "paragraph": A, "at": 0}], "splits_nothing"),
        ([{"kind": "split", "paragraph": A, "at": 11}], "splits_nothing"),
        ([{"kind": "split", "paragraph": A, "at": 10**9}], "splits_nothing"),
        ([{"kind": "split", "paragraph": A, "at": 4.0}], "splits_nothing"),
        ([{"kind": "split", "paragraph": A, "at": True}], "splits_nothing"),
        ([{"kind": "split", "paragraph": D, "at": 4}], "malformed_content"),
        ([new(A, " ")], "malformed_content"),
        ([new(A, role="king")], "bad_attribute"),
        ([new(A, role=["note"])], "bad_attribute"),
        ([new(A, level=9)], "bad_attribute"),
        ([new(A, number="[2]")], "bad_attribute"),
        ([new(A, number=2)], "bad_attribute"),
        ([new(A, number="x" * 50)], "bad_attribute"),
        ([new(A, "x\u202e")], "unsafe_character"),
        ([new(A) | {"content": [text("x", {"type": "link", "attrs": {"href": "javascript:x"}})]}], "unsafe_link"),
        ([new(A) | {"content": "x"}], "malformed_content"),
        ([words(A, "One. First.")], "no_change"),
        ([words(D, "x")], "malformed_content"),
        ([words(A, "x"), words(A, "y")], "changes_cross"),
        ([words(A, "x"), {"kind": "delete", "paragraph": A}], "changes_cross"),
        ([{"kind": "delete", "paragraph": A}] * 2, "changes_cross"),
        ([{"kind": "delete", "paragraph": one} for one in (A, B, C, D)], "changes_cross"),
        ([{"kind": "merge", "paragraph": A}, new(A)], "changes_cross"),
        ([{"kind": "move", "paragraph": A, "after": B}, new(A)], "changes_cross"),
        ([{"kind": "move", "paragraph": A, "after": C}, {"kind": "move", "paragraph": D, "after": A}], "changes_cross"),
        ([new(A)] * (CHANGES + 1), "too_many_changes"),
        ([new(A, "x" * drafting.SIZE)], "too_many_steps"),
        ([new(A, "x" * (drafting.SIZE // 2))] * 2, "too_many_steps"),
    ],
)
def test_what_can_not_be_done_is_refused_with_its_reason(asked: Any, code: str):
    assert refusal(asked) == code


def test_a_proposal_has_no_more_changes_than_one_batch_takes():
    document = load(drafts.document(" ".join(f"w{at}" for at in range(1200))), 0)
    other = " ".join(f"w{at}" if at % 4 else f"x{at}" for at in range(1200))
    assert refusal([words(A, other)], document) == "too_many_changes"


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("😀😀", 1),  # half of the first
        ("ປະຊາຊົນ", 5),  # before a vowel sign that stands above its consonant
        ("ကျွန်ုပ်", 1),  # before a medial sign
        ("👨\u200d👩\u200d👧", 2),  # before a joiner
        ("👨\u200d👩\u200d👧", 3),  # behind it
        ("e\u0301e", 1),  # before an accent
    ],
)
def test_a_paragraph_is_never_split_in_the_midst_of_a_sign(said: str, at: int):
    document = load(drafts.document(said), 0)
    assert refusal([{"kind": "split", "paragraph": A, "at": at}], document) == "splits_nothing"


@pytest.mark.parametrize(
    "said",
    [
        "ປະຊາຊົນລາວ ທຸກຄົນ",
        "ประชาชนไทย ทุกคน",
        "ប្រជាជន ខ្មែរ",
        "မြန်မာ ပြည်သူ",
        "تعمل الدول الأعضاء معا",
        "לכל אדם זכות",
        "各缔约方 应当合作",
        "e\u0301te\u0301 😀 end",
    ],
)
def test_every_script_is_reworded_split_and_merged(said: str):
    document = load(drafts.document(said, "next"), 0)
    first, _, rest = said.partition(" ")
    other = draw_up(document, [words(A, f"{first} 😀 {rest}")])
    assert plain_text(applied(document.json(), other)["content"][0]) == f"{first} 😀 {rest}"
    place = len(first.encode("utf-16-le")) // 2
    split = draw_up(document, [{"kind": "split", "paragraph": A, "at": place}])
    halves = taken(document, steps(document, split)).document
    assert [plain_text(block) for block in halves.json()["content"]] == [f"{first} ", rest, "next"]
    merged = draw_up(halves, [{"kind": "merge", "paragraph": A}])
    assert applied(halves.json(), merged) == document.json()


def test_titles_and_headings_are_split_and_merged_as_well():
    title = {"type": "title", "attrs": {"id": A}, "content": [text("A B")]}
    document = load(drafts.document(title, heading(B, "C D", number="I.")), 0)
    asked = [{"kind": "split", "paragraph": A, "at": 1}, {"kind": "split", "paragraph": B, "at": 1, "number": "II."}]
    made = applied(document.json(), draw_up(document, asked, new_id=names("n")))
    assert [block["type"] for block in made["content"]] == ["title", "title", "heading", "heading"]
    assert made["content"][3] == heading("n000000001", "D", number="II.")


keys = st.sampled_from(["kind", "paragraph", "after", "content", "at", "number", "role", "level", "type", "text"])
things = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from([A, B, D, "", "new"])
)
anything = st.recursive(
    things,
    lambda some: st.one_of(st.lists(some, max_size=3), st.dictionaries(st.one_of(keys, st.text()), some, max_size=5)),
    max_leaves=15,
)
nearly = st.sampled_from(sorted(drafting._SHAPES)).flatmap(
    lambda kind: st.fixed_dictionaries(
        {
            "kind": st.just(kind),
            **{
                name: st.one_of(anything, things, st.just([text("Said.")]))
                for name in sorted(drafting._SHAPES[kind][0])
            },
        },
        optional=dict.fromkeys(sorted(drafting._SHAPES[kind][1]), anything),
    )
)


@settings(deadline=None, max_examples=200)
@given(st.one_of(anything, st.lists(st.one_of(nearly, nearly, anything), max_size=4)))
def test_whatever_is_sent_it_is_a_proposal_that_can_be_taken_or_refused(asked: Any):
    document = numbered()
    try:
        proposal = draw_up(document, asked)
    except Refused as refused:
        assert json.dumps(refused.facts)
        return
    assert taken(document, steps(document, proposal)).document.json() == applied(document.json(), proposal)


def test_a_paragraph_of_a_hundred_thousand_characters_is_soon_amended():
    document = load(drafts.document("Ab 😀 " * 16_000), 0)
    said = plain_text(document.json()["content"][0])
    began = perf_counter()
    for change in (f"New {said[:-6]}", said.replace("Ab", "Cd", 60), said[:40_000]):
        proposal = draw_up(document, [words(A, change)])
        assert plain_text(applied(document.json(), proposal)["content"][0]) == change
        steps(document, proposal)
    assert perf_counter() - began < 3
