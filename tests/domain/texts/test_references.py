"""Where words name a paragraph of this text whose number changes; and never where they name another text's."""

from __future__ import annotations

from typing import Any

import pytest

from communique.domain.texts import authority
from communique.domain.texts.authority import Accepted, load
from communique.domain.texts.document import plain_text
from communique.domain.texts.renumbering import Renumbering, renumber
from tests.domain.texts.drafts import block_id, document, paragraph, text
from tests.domain.texts.test_structure import draft, heading, numbered


def found(words: str) -> list[tuple[str, str]]:
    """The numbers that these words name, with the new ones, in a text whose every number changes."""
    doc = draft(
        heading("Article 2", "Aims"),
        numbered("2.", words=words),
        "3.",
        " (b)",
        " (b bis)",
        "3 bis.",
        heading("Article 3", "Means"),
        "1 bis.",
        "4.",
        "OP7",
    )
    return [(one.old, one.new) for one in renumber(load(doc, 0)).references]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("As in paragraph 3 bis,", [("3 bis", "3")]),
        ("Paragraphs 2, 3 and 3 bis above", [("2", "1"), ("3", "2"), ("3 bis", "3")]),
        ("paras. 2–4", [("2", "1"), ("4", "2")]),
        ("paragraph 3 (b bis)", [("3", "2"), ("(b bis)", "(b)")]),
        ("paragraph 3(b)", [("3", "2"), ("(b)", "(a)")]),
        ("OP7 of this resolution", [("OP7", "OP1")]),
        ("under Article 3", [("3", "2")]),
        ("Article 3, paragraph 4,", [("3", "2"), ("4", "2")]),
        ("paragraph 4 of Article 3", [("4", "2"), ("3", "2")]),
        ("paragraph 3 of this Article", [("3", "2")]),
        ("Article 3, paragraph 4, of the Convention", []),
        ("paragraph 3 of resolution 12", []),
        ("the Convention, in particular its Article 3", []),
        ("paragraph 99", []),
        ("33 paragraphs", []),
    ],
)
def test_only_what_is_surely_meant_of_this_text_is_found(words: str, expected: list[tuple[str, str]]) -> None:
    assert found(words) == expected


def test_where_sections_begin_anew_a_number_is_one_of_the_own_section() -> None:
    doc = draft(
        heading("A.", "Aims"), numbered("1.", words="paragraphs 3 and 4"), "3.", heading("B.", "Means"), "1.", "4."
    )
    assert [(one.old, one.new, one.target) for one in renumber(load(doc, 0)).references] == [("3", "2", block_id(2))]


def renumbered(*blocks: Any) -> tuple[Renumbering, dict[str, Any]]:
    at = load(document(*blocks), 0)
    result = renumber(at)
    answer = authority.receive(at, 0, [*result.steps, *result.reference_steps])
    assert isinstance(answer, Accepted)
    return result, answer.document.json()


def test_a_subparagraph_without_its_paragraphs_number_is_that_of_the_same_paragraph() -> None:
    rows = (
        paragraph("p000000000", "Words", number="1."),
        paragraph("p000000001", "Words", number="(b)", level=1),
        paragraph("p000000002", "as in subparagraph (b)", number="(c)", level=1),
    )
    result, doc = renumbered(*rows)
    assert [(one.old, one.new) for one in result.references] == [("(b)", "(a)")]
    assert plain_text(doc["content"][2]) == "as in subparagraph (a)"


def test_new_numbers_keep_the_marks_of_the_old_ones_in_footnotes_too() -> None:
    strong = {"type": "strong"}
    note = {"type": "footnote", "attrs": {"label": "1"}, "content": [text("See 😀 paragraph 2.")]}
    rows = (
        paragraph("p000000000", "😀", note, " and ", text("paragraph 2", strong), " end"),
        paragraph("p000000001", "Words", number="2."),
    )
    _, doc = renumbered(*rows)
    content = doc["content"][0]["content"]
    assert content[1]["content"] == [text("See 😀 paragraph 1.")]
    assert content[3] == text("paragraph 1", strong)
    assert plain_text(doc["content"][0]) == "😀 See 😀 paragraph 1.  and paragraph 1 end"


def test_a_number_set_in_two_ways_is_listed_and_left() -> None:
    rows = (
        paragraph("p000000000", "as in paragraph 2 ", text("bis", {"type": "em"})),
        paragraph("p000000001", "Words", number="2."),
        paragraph("p000000002", "Words", number="2 bis."),
        paragraph("p000000003", "Words", number="2 ter."),
    )
    result, doc = renumbered(*rows)
    assert [(one.old, one.new) for one in result.references] == [("2 bis", "2")]
    assert result.reference_steps == ()
    assert plain_text(doc["content"][0]) == "as in paragraph 2 bis"
