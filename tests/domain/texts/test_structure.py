"""What stands under what, and which label a new paragraph takes while numbers are frozen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import formats, numerals, structure
from communique.domain.texts.document import blocks
from communique.domain.texts.structure import number_between, number_of_alternative, outline
from tests.domain.texts.drafts import block_id, document, paragraph


def heading(number: str, words: str, level: int = 2) -> dict[str, Any]:
    return {
        "type": "heading",
        "attrs": {"id": "", "number": number, "level": level},
        "content": [{"type": "text", "text": words}],
    }


def numbered(number: str, level: int = 0, words: str = "Words") -> dict[str, Any]:
    return paragraph("", words, number=number, level=level, role="operative")


def draft(*rows: Any) -> dict[str, Any]:
    """A document: strings are numbers of paragraphs, each blank before one a level; ids count from p000000000."""
    made = [numbered(row.strip(), len(row) - len(row.lstrip())) if isinstance(row, str) else row for row in rows]
    for at, block in enumerate(made):
        block["attrs"]["id"] = block_id(at)
    return document(*made)


def tree(doc: dict[str, Any]) -> list[tuple[str, str]]:
    """Each number (or kind, where there is none) with that of its parent."""
    whole = outline(doc)

    def name(block: str) -> str:
        part = whole.part(block)
        return "" if part is None else part.number or (part.option.label if part.option else part.kind)

    return [(name(part.block), name(part.parent)) for part in whole.parts]


def test_paragraphs_stand_under_the_nearest_of_a_lesser_level_and_sections_under_higher_ones() -> None:
    doc = draft(
        heading("I.", "General", 2),
        heading("A.", "Aims", 3),
        "1.",
        " (a)",
        "  (i)",
        "   a.",
        " (b)",
        heading("II.", "B"),
    )
    assert tree(doc) == [
        ("I.", ""),
        ("A.", "I."),
        ("1.", "A."),
        ("(a)", "1."),
        ("(i)", "(a)"),
        ("a.", "(i)"),
        ("(b)", "1."),
        ("II.", ""),
    ]


def test_three_point_one_stands_under_three_whatever_its_level() -> None:
    assert tree(draft("3.", "3.1", "3.2", "4."))[1:3] == [("3.1", "3."), ("3.2", "3.")]


def test_what_follows_an_annex_is_in_it_until_the_next_one() -> None:
    doc = draft(
        heading("", "Aims"), "1.", heading("", "ANNEX I"), heading("A.", "Lists"), "1.", heading("", "Annex II")
    )
    whole = outline(doc)
    assert [part.kind for part in whole.parts] == ["heading", "operative", "annex", "heading", "operative", "annex"]
    assert [part.parent for part in whole.parts] == ["", block_id(0), "", block_id(2), block_id(3), ""]


def test_options_stand_under_their_paragraph_and_hold_what_follows() -> None:
    doc = draft(
        numbered("5.", words="[Option 1: The Parties"),
        " (a)",
        paragraph("", "Option 2: All Parties"),
        paragraph("", "[Option (a): in full"),
        paragraph("", "Option (b): in part]]"),
        "6.",
    )
    whole = outline(doc)
    assert [part.parent for part in whole.parts] == ["", block_id(0), block_id(0), block_id(2), block_id(2), ""]
    assert [part.within for part in whole.parts] == [*map(block_id, (0, 0, 2, 3, 4)), ""]
    assert [option.label for option in whole.options] == ["1", "2", "(a)", "(b)"]


def test_a_row_of_options_ends_where_its_bracket_closes() -> None:
    options = (paragraph("", "[Option (a): Recalling this,"), paragraph("", "Option (b): Recalling that,]"))
    doc = draft(*options, paragraph("", "Recalling both,", role="preambular"))
    assert [part.within for part in outline(doc).parts] == [block_id(0), block_id(1), ""]


def test_a_row_of_options_without_a_bracket_ends_where_the_numbers_go_on() -> None:
    doc = draft("7.", paragraph("", "Option 1: yes"), "1.", "2.", paragraph("", "Option 2: no"), "8.", " (a)")
    assert tree(doc)[-2:] == [("8.", ""), ("(a)", "8.")]
    assert tree(doc)[2:4] == [("1.", "1"), ("2.", "1")]


def test_an_alternative_knows_in_whose_place_it_could_stand() -> None:
    whole = outline(draft("PP4", "PP5", "PP5alt", "PP5alt2", "5.", "5 alt.", "5 bis.", "5 bis alt."))
    assert [part.alternative_to for part in whole.parts] == [
        *("", "", block_id(1), block_id(1)),
        *("", block_id(4), "", block_id(6)),
    ]


def test_notes_footnotes_and_tables_are_told() -> None:
    note: dict[str, Any] = {"type": "footnote", "attrs": {"label": "3"}}
    table = {"type": "table", "attrs": {"id": ""}, "content": [{"type": "row", "content": [{"type": "cell"}]}]}
    doc = draft(paragraph("", "[{Placeholder}]"), paragraph("", "We {to come} agree", note, " {later}"), table)
    parts = outline(doc).parts
    assert [part.kind for part in parts] == ["note", "plain", "table"]
    assert parts[1].notes == ("{to come}", "{later}")
    assert parts[1].footnotes == ("3",)


def test_a_heading_may_say_nothing_but_its_number() -> None:
    parts = outline(draft(heading("", "Article 5"), heading("", "Vitamin C"), heading("II.", "Article 5"))).parts
    assert [(part.number, part.in_words) for part in parts] == [("Article 5", True), ("", False), ("II.", False)]


def test_the_last_block_of_a_paragraph_is_the_last_that_stands_under_it() -> None:
    whole = outline(draft("1.", " (a)", "  (i)", " (b)", "2."))
    assert whole.last_of(block_id(0)) == block_id(3)
    assert whole.last_of(block_id(1)) == block_id(2)
    assert whole.last_of(block_id(4)) == block_id(4)


BETWEEN = [
    (("1.", "2.", "3."), 1, "2 bis."),
    (("1.", "2.", "2 bis.", "3."), 2, "2 ter."),
    (("1.", "2bis.", "3.", "4."), 2, "3bis."),
    (("1)", "2)", "3)"), 0, "1 bis)"),
    (("1.", " (a)", " (b)", "2."), 1, "(a bis)"),
    (("1.", " (a)", " (a) bis", " (b)", "2."), 3, "(c)"),
    (("1.", " (a)", " (a) bis", " (b)", " (c)"), 3, "(b) bis"),
    (("1.", " (i)", " (ii)"), 1, "(i bis)"),
    (("1.", " (i)", " (ii)"), 2, "(iii)"),
    (("1.", " a.", " b."), 1, "a bis."),
    (("(h)", "(i)", "(j)"), 2, "(k)"),
    (("OP2", "OP3", "OP4"), 1, "OP3bis"),
    (("PP 2", "PP 3", "PP 4"), 0, "PP 2bis"),
    (("PP4", "PP5", "PP5alt", "PP6"), 2, "PP5bis"),
    (("3.", "3.1", "3.2"), 1, "3.1 bis"),
    (("1.", "2."), 1, "3."),
    (("1.", "2.", "2 bis.", "3."), 1, "2 bis ante."),
    (("1.", "2.", "2 bis.", "3."), 2, "2 ter."),
    (("1.", "2.", "2 bis.", "2 ter.", "3."), 2, "2 ter ante."),
    (("1.", "2.", "2 bis ante.", "2 bis.", "3."), 2, "2 bis ante bis."),
    (("1.", " (a)", " (a) bis", " (b)", "2."), 1, "(a) bis ante"),
    (("OP1", "OP2", "OP2alt", "OP2bis", "OP3"), 1, "OP2bis ante"),
]


@pytest.mark.parametrize(("rows", "after", "expected"), BETWEEN)
def test_a_new_paragraph_takes_a_label_that_its_neighbours_leave_free(
    rows: tuple[str, ...], after: int, expected: str
) -> None:
    assert number_between(draft(*rows), block_id(after)) == expected


def test_before_the_first_of_a_row_comes_ante() -> None:
    doc = draft(heading("A.", "Aims"), "1.", "2.")
    assert number_between(doc, block_id(0)) == "1 ante."
    assert number_between(draft("1.", "2."), "") == "1 ante."


def test_numbers_that_run_on_through_sections_have_no_room_at_a_sections_end() -> None:
    runs_on = draft(heading("A.", "One"), "1.", "2.", heading("B.", "Two"), "3.")
    assert number_between(runs_on, block_id(2)) == "2 bis."
    begins_anew = draft(heading("A.", "One"), "1.", "2.", heading("B.", "Two"), "1.")
    assert number_between(begins_anew, block_id(2)) == "3."


def test_a_level_may_be_asked_for() -> None:
    doc = draft("1.", " (a)", " (b)", "2.")
    assert number_between(doc, block_id(2), level=0) == "1 bis."
    assert number_between(doc, block_id(3), level=1) == "(a)"
    assert number_between(doc, block_id(0), level=1) == "(a ante)"
    assert number_between(draft("1."), block_id(0), level=2) == "(i)"


def test_where_neighbours_have_no_numbers_a_new_paragraph_has_none() -> None:
    assert number_between(draft(paragraph("", "Recalling,"), paragraph("", "Noting,")), block_id(0)) == ""


def test_labels_of_proposals_are_left_to_them() -> None:
    doc = draft("1.", "2.", "3.")
    assert number_between(doc, block_id(1), taken=["2 bis", "2ter."]) == "2 quater."
    assert number_of_alternative(doc, block_id(1), taken=["2 alt."]) == "2 alt2."


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("5.", "5 alt."),
        ("5", "5 alt"),
        ("PP5", "PP5alt"),
        ("(a)", "(a alt)"),
        ("2 bis.", "2 bis alt."),
        ("5 alt.", "5 alt2."),
    ],
)
def test_an_alternative_is_called_after_its_paragraph(number: str, expected: str) -> None:
    assert number_of_alternative(draft(number), block_id(0)) == expected


def test_a_preambular_paragraph_without_a_number_is_called_by_its_place() -> None:
    doc = draft(*(paragraph("", f"Recalling {word},", role="preambular") for word in "abc"), paragraph("", "Words"))
    assert number_of_alternative(doc, block_id(2)) == "PP3alt"
    assert number_of_alternative(doc, block_id(3)) == ""


def test_a_paragraph_that_is_gone_is_said() -> None:
    for ask in (number_between, number_of_alternative):
        with pytest.raises(Refused) as refused:
            ask(draft("1."), "nowhere")
        assert refused.value.code == "no_such_paragraph"


rows = st.lists(
    st.sampled_from(
        ("1.", "2.", "2 bis.", "3.", " (a)", " (b)", " (b ter)", "  (i)", "  (ii)", "OP1", "OP2bis", "", "•", "7alt")
    ),
    min_size=1,
    max_size=12,
)


@given(rows, st.data())
def test_whatever_the_text_a_label_that_stands_beside_it_is_never_given_again(
    some: list[str], data: st.DataObject
) -> None:
    doc = draft(*some)
    after = block_id(data.draw(st.integers(0, len(some) - 1)))
    whole = outline(doc)
    part = whole.part(after)
    assert part is not None
    for made in (number_between(doc, after), number_of_alternative(doc, after)):
        beside = {numerals.key(one.number) for one in whole.parts if one.parent == part.parent and one.number}
        assert not made or numerals.key(made) not in beside


@given(rows)
def test_every_block_has_its_place_and_stands_behind_its_parent(some: list[str]) -> None:
    doc = draft(*some)
    whole = outline(doc)
    assert [part.block for part in whole.parts] == [block["attrs"]["id"] for block in blocks(doc)]
    for at, part in enumerate(whole.parts):
        assert part.parent == "" or whole.places[part.parent] < at


@pytest.mark.parametrize("name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"])
def test_real_drafts_are_taken_apart_without_a_block_lost(corpus: Path, name: str) -> None:
    doc = formats.read(name, (corpus / "paris" / name).read_bytes()).doc
    whole = outline(doc)
    assert [part.block for part in whole.parts] == [block["attrs"]["id"] for block in blocks(doc)]
    assert all(whole.places[part.parent] < at for at, part in enumerate(whole.parts) if part.parent)
    assert len(whole.options) == len(structure.options(doc))
    dotted = [part for part in whole.parts if part.label and part.label.above and part.kind == "operative"]
    astray = 0
    for part in dotted:
        label, held = part.label, whole.part(part.parent)
        if label and held and held.kind == "operative" and held.label:
            astray += not held.label.heads(label)
    assert astray <= len(dotted) // 100
