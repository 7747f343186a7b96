"""Options of whole paragraphs are told by the words with which they begin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.domain.texts import formats
from communique.domain.texts.options import option_at, options, options_in


@pytest.mark.parametrize(
    ("words", "label", "depth"),
    [
        ("Option 1: The Parties", "1", 1),
        ("[Option 2:", "2", 1),
        ("Option II:", "II", 1),
        ("Option II (as a chapter of its own): Loss", "II", 1),
        ("Option 1 bis.: All Parties", "1 bis", 1),
        ("Option 2ter: All", "2 ter", 1),
        ("Option (a): Being", "(a)", 2),
        ("[[Option (d) bis: In 2020", "(d) bis", 2),
        ("Option (i): Include", "(i)", 3),
        ("Option ii: Include", "ii", 3),
        ("Option 1 (chapeau): Pursuant", "1", 1),
        ("Option 3", "3", 1),
        ("**Option 3:** Building", "3", 1),
        ("13.1 [Option 1: All", "1", 1),
        ("o Option (b): Facilitative", "(b)", 2),
        ("Alternative 2: The Parties", "2", 1),
    ],
)
def test_an_option_is_found_with_its_label_and_depth(words: str, label: str, depth: int) -> None:
    found = option_at("p", words)
    assert found is not None
    assert (found.label, found.depth) == (label, depth)


@pytest.mark.parametrize(
    "words",
    [
        "Option 1 and Option 2 need each other",
        "Options for the future: none",
        "Alternative routes, such as by sea",
        "The first option: none",
        "Optional 1: no",
    ],
)
def test_words_that_speak_of_options_are_none(words: str) -> None:
    assert option_at("p", words) is None


def test_an_option_may_begin_behind_a_line_break() -> None:
    found = options_in([("p", "Option 1: we meet\n[Option 2: we don't"), ("q", "Option 3\nno text")])
    assert [(one.block, one.label) for one in found] == [("p", "1"), ("p", "2"), ("q", "3")]


def test_the_options_of_12_february_are_those_at_the_beginning_of_its_lines(corpus: Path) -> None:
    name = "2015-02-12-negotiating-text.txt"
    raw = (corpus / "paris" / name).read_bytes()
    begins = re.compile(
        r"(?:(?:\d+\.(?:\d+)?|[a-z]\.|o|G\.)\s*)?[\s\[]*Option\s?\(?\w{1,3}\)?\s?(?:bis|ter|quater)?\.?\s*(?:\([^)]*\)\s*)?:"
    )
    doubly = "13.1 [Option 1:"
    lines = [line for line in raw.decode().split("\n") if begins.match(line) or line.startswith(doubly)]
    found = options(formats.read(name, raw).doc)
    assert len(lines) > 500
    assert len(found) == len(lines)
