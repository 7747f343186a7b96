"""At the end all numbers are made consecutive, each row in its own style, with a table of old and new ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import authority, formats
from communique.domain.texts.authority import Accepted, load
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.renumbering import renumber
from tests.domain.texts.drafts import block_id, paragraph
from tests.domain.texts.test_structure import draft, heading, numbered


def after(doc: dict[str, Any], **options: Any) -> list[str]:
    """The numbers of a document once the steps of its renumbering were taken."""
    return [str(block["attrs"].get("number", "")) for block in blocks(taken(doc, **options))]


def taken(doc: dict[str, Any], *, with_references: bool = False, **options: Any) -> dict[str, Any]:
    document = load(doc, 0)
    found = renumber(document, **options)
    steps = [*found.steps, *(found.reference_steps if with_references else ())]
    if not steps:
        return doc
    answer = authority.receive(document, 0, steps, limit=10_000)
    assert isinstance(answer, Accepted)
    return answer.document.json()


ROWS = [
    (["1.", "2.", "2 bis.", "3."], ["1.", "2.", "3.", "4."]),
    (["2.", "4.", "7."], ["1.", "2.", "3."]),
    (["1 ante.", "1.", "2."], ["1.", "2.", "3."]),
    (["1)", "3)"], ["1)", "2)"]),
    (["1.", " (a)", " (a bis)", " (c)", "2.", " (b)"], ["1.", "(a)", "(b)", "(c)", "2.", "(a)"]),
    (["1.", " (i)", " (ii bis)", " (v)"], ["1.", "(i)", "(ii)", "(iii)"]),
    ([*(f"({sign})" for sign in "abcdefghj")], [*(f"({sign})" for sign in "abcdefghi")]),
    (["1.", " a.", " c."], ["1.", "a.", "b."]),
    (["8.", "7.bis", "9."], ["1.", "2.", "3."]),
    (["2.", "2.1", "2.3", "4.", "4.2"], ["1.", "1.1", "1.2", "2.", "2.1"]),
    (["2.", "2 bis.", "2 bis.1", "2 bis.3"], ["1.", "2.", "2.1", "2.2"]),
    (["PP1", "PP2bis", "PP4", "OP2", "OP2bis"], ["PP1", "PP2", "PP3", "OP1", "OP2"]),
    (["•", "2.", "–", "3."], ["•", "1.", "–", "2."]),
    (["1.", " (a)", "  (i)", "  (iii)", " (c)", "  (ii)"], ["1.", "(a)", "(i)", "(ii)", "(b)", "(i)"]),
]


@pytest.mark.parametrize(("old", "new"), ROWS)
def test_each_row_is_counted_anew_in_its_own_style(old: list[str], new: list[str]) -> None:
    assert after(draft(*old)) == new


def test_numbers_that_run_on_through_sections_go_on_running() -> None:
    doc = draft(
        heading("A.", "One"), "1.", "2.", "2 bis.", heading("B.", "Two"), "3.", "5.", heading("C.", "Three"), "5 bis."
    )
    assert after(doc) == ["A.", "1.", "2.", "3.", "B.", "4.", "5.", "C.", "6."]


def test_numbers_that_begin_anew_in_each_section_begin_anew() -> None:
    doc = draft(
        heading("Article 1", "One"), "1.", "3.", heading("Article 1 bis", "Two"), "1.", heading("Article 3", "x"), "2."
    )
    assert after(doc) == ["Article 1", "1.", "2.", "Article 2", "1.", "Article 3", "1."]


def test_headings_keep_their_words() -> None:
    doc = draft(heading("Article 4", "Aims"), heading("II.", "Means"), heading("Article 4bis", "Ends"))
    assert after(doc) == ["Article 1", "I.", "Article 2"]
    assert [plain_text(block) for block in blocks(taken(doc))] == ["Aims", "Means", "Ends"]


def test_a_heading_that_is_nothing_but_its_number_is_for_the_pen() -> None:
    doc = draft(heading("", "Article 2bis"), numbered("1.", words="as in Article 3"), heading("", "Article 3"), "1.")
    found = renumber(load(doc, 0))
    assert found.steps == ()
    assert [(line.old, line.new) for line in found.table if line.old.startswith("A")] == [
        ("Article 2bis", "Article 1"),
        ("Article 3", "Article 2"),
    ]
    words = [plain_text(block) for block in blocks(taken(doc, with_references=True))]
    assert words == ["Article 1", "as in Article 2", "Article 2", "Words"]


def test_options_are_left_alone_and_count_each_for_itself() -> None:
    doc = draft(
        numbered("3.", words="[Option 1: The Parties:"),
        numbered("3.2", 1),
        paragraph("", "Option 2: All Parties:"),
        numbered("3.1", 1),
        numbered("3.1 bis", 1, "Words]"),
        "4.",
    )
    assert after(doc) == ["1.", "1.1", "", "1.1", "1.2", "2."]
    assert plain_text(taken(doc)["content"][2]) == "Option 2: All Parties:"


def test_paragraphs_that_options_put_at_the_same_place_share_their_numbers() -> None:
    options = [
        paragraph("", "[Option 1: two"),
        "3.",
        "5.",
        paragraph("", "Option 2: one"),
        numbered("3.", words="one]"),
    ]
    assert after(draft("1.", "2.", *options, "6.")) == ["1.", "2.", "", "3.", "4.", "", "3.", "5."]


def test_a_number_that_two_options_have_stays_shared() -> None:
    doc = draft("1.", numbered("3.", words="[Option 1: yes"), numbered("3.", words="Option 2: no]"), "4.")
    assert after(doc) == ["1.", "2.", "2.", "3."]


def test_notes_and_blocks_without_a_number_are_left_alone() -> None:
    note = paragraph("", "See the annex.", number="7", role="note")
    assert after(draft("2.", note, paragraph("", "Words"), "3.")) == ["1.", "7", "", "2."]


def test_while_alternatives_stand_there_is_nothing_to_count() -> None:
    with pytest.raises(Refused) as refused:
        renumber(load(draft("5.", "5 alt.", "PP2alt"), 0))
    assert (refused.value.code, refused.value.facts) == ("alternatives_stand", {"numbers": "5 alt., PP2alt"})


def test_alternatives_that_are_kept_follow_the_number_of_their_paragraph() -> None:
    doc = draft("5.", "5 bis.", "5 bis alt.", "6.", "6 alt.", "6 alt2.")
    assert after(doc, keep_alternatives=True) == ["1.", "2.", "2 alt.", "3.", "3 alt.", "3 alt2."]


def test_the_table_names_every_number_and_the_steps_only_those_that_change() -> None:
    found = renumber(load(draft("1.", "1 bis.", "•", "2."), 0))
    assert [(line.block, line.old, line.new) for line in found.table] == [
        (block_id(0), "1.", "1."),
        (block_id(1), "1 bis.", "2."),
        (block_id(3), "2.", "3."),
    ]
    assert len(found.steps) == 2


def test_nothing_but_numbers_changes() -> None:
    doc = draft("4.", numbered("4 bis.", words="As in paragraph 4 bis, 😀"))
    bare = [{**block, "attrs": {**block["attrs"], "number": ""}} for block in taken(doc)["content"]]
    assert bare == [{**block, "attrs": {**block["attrs"], "number": ""}} for block in doc["content"]]


def test_words_that_name_a_number_are_changed_only_when_they_are_asked_to() -> None:
    doc = draft("1.", "1 bis.", numbered("2.", words="😀 as in paragraphs 1 bis and 2"))
    found = renumber(load(doc, 0))
    assert [(one.block, one.old, one.new, one.words) for one in found.references] == [
        (block_id(2), "1 bis", "2", "paragraphs 1 bis and 2"),
        (block_id(2), "2", "3", "paragraphs 1 bis and 2"),
    ]
    assert plain_text(taken(doc)["content"][2]) == "😀 as in paragraphs 1 bis and 2"
    assert plain_text(taken(doc, with_references=True)["content"][2]) == "😀 as in paragraphs 2 and 3"


rows = st.lists(
    st.sampled_from(
        ("1.", "2.", "2 bis.", "7.", " (a)", " (b ter)", " (f)", "  (i)", "  (iv)", "OP1", "OP2bis", "", "•")
    ),
    min_size=1,
    max_size=14,
)


@given(rows)
def test_what_was_made_consecutive_stays_as_it_is(some: list[str]) -> None:
    once = taken(draft(*some))
    assert renumber(load(once, 0)).steps == ()
    assert not any("bis" in number or "ter" in number for number in after(once))


@pytest.mark.parametrize("name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"])
def test_a_real_draft_is_made_consecutive_and_loses_no_word(corpus: Path, name: str) -> None:
    doc = formats.read(name, (corpus / "paris" / name).read_bytes()).doc
    once = taken(doc, keep_alternatives=True)
    assert [plain_text(block) for block in blocks(once)] == [plain_text(block) for block in blocks(doc)]
    assert not any("bis" in str(block["attrs"].get("number", "")) for block in blocks(once))
