from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.domain.texts.attributing import written
from communique.domain.texts.attributions import Choice, read
from communique.domain.texts.document import plain_text
from communique.domain.texts.naming import STANCES, Attribution
from communique.domain.texts.parties import KNOWN
from tests.domain.texts import drafts


def choices(text: str) -> tuple[Choice, ...]:
    return read([("0", text)]).choices


names = st.sampled_from(KNOWN.names)
attributions = st.lists(st.builds(Attribution, names, st.sampled_from(STANCES)), max_size=4)
pieces = st.sampled_from(
    (
        *drafts.WORDS,
        *(" ", "  ", " / ", "/", " and/or ", " - ", "-", "–", "—", ":", ": ", ";", ",", ".", "EU", "G77", "Japan"),
        *(" - EU", "US: ", "[", "]", "[[", "]]", "[a]", "[x / y]", "[[a / b]]", "[b - US]", "delete", "retain", "\n"),
    )
)
wordings = st.one_of(st.lists(pieces, max_size=8).map("".join), st.text(st.characters(exclude_categories=["Cs", "Cc"])))


def inline(words: str) -> list[dict[str, Any]]:
    return [drafts.text(words)] if words else []


def balanced(words: str) -> str:
    """A partner at the beginning for what closes alone, one at the end for what opens alone."""
    opened = missing = 0
    for sign in words:
        if sign == "[":
            opened += 1
        elif sign == "]" and opened:
            opened -= 1
        elif sign == "]":
            missing += 1
    return "[" * missing + words + "]" * opened


@given(st.lists(st.tuples(wordings, attributions), min_size=1, max_size=4))
@example([("and / or", [Attribution("EU", "propose")])])
@example([("x - G77", []), ("US: y", [Attribution("EU", "delete")])])
@example([("[[a / b]]", []), ("[a]", [])])
@example([("a ] b", []), ("[ c", [Attribution("EU", "retain")])])
@example([("", []), ("", [])])
def test_what_is_written_is_read_again_as_the_same_alternatives_and_names(
    alternatives: list[tuple[str, Sequence[Attribution]]],
):
    content = written([(inline(words), about) for words, about in alternatives])
    first, *_ = choices("".join(map(plain_text, content)))
    assert [(one.words, list(one.attributions)) for one in first.alternatives] == [
        (balanced(words).strip(), about) for words, about in alternatives
    ]
    assert first.unknown == ()
    assert content == drafts.normal(content)


@given(st.lists(st.tuples(drafts.contents, attributions), min_size=1, max_size=3))
def test_marks_line_breaks_and_footnotes_stay_in_what_is_written(
    alternatives: list[tuple[list[dict[str, Any]], list[Attribution]]],
):
    content = written(alternatives)
    first, *_ = choices("".join(map(plain_text, content)))
    assert [list(one.attributions) for one in first.alternatives] == [about for _, about in alternatives]
    for given_content, _ in alternatives:
        kept = [node for node in given_content if node["type"] != "text" or "marks" in node]
        assert all(node in content for node in kept)


@pytest.mark.parametrize(
    ("alternatives", "text"),
    [
        (
            [("old", [Attribution("G77", "retain")]), ("new", [*map(Attribution, ("EU", "Japan"), ("propose",) * 2)])],
            "[old - G77 retain / new - EU, Japan]",
        ),
        ([("new", [Attribution("EU", "propose"), Attribution("US", "delete")])], "[new - EU; US delete]"),
        ([("shall", []), ("should", [])], "[shall / should]"),
        ([("and / or", [Attribution("EU", "propose")])], "[[[and / or]] - EU]"),
        ([("one two three four five six seven eight nine", []), ("ten", [])], None),
    ],
)
def test_it_is_written_as_negotiators_do(alternatives: list[tuple[str, list[Attribution]]], text: str | None):
    content = written([(inline(words), about) for words, about in alternatives])
    assert plain_text({"content": content}) == (text or "[one two three four five six seven eight nine]/[ten]")
