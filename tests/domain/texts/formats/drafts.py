"""Editions for the tests of formats: the demonstration's, and documents made at random of what is hard to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from hypothesis import strategies as st

from communique.domain.texts import formats
from communique.domain.texts.document import Edition, Text, blocks, plain_text, words

HARD = (
    *("shall", "should", "Parties", "l’eau", "Viet Nam", "đại biểu", "2020", "CO", "é", "a_b", "x*y", "R&D", "&amp;"),
    *("[", "]", "[shall]", "[should]", "[^1]", "][", "](", "(a)", "[x](https://example.org)", "]:", "{:toc}", "{note}"),
    *("*", "**", "_", "`", "``", "\\", "<b>", "<!--", "-->", "|", "#", "##", ">", "+", "-", "---", "===", "~~~", "^"),
    *(
        "1.",
        "2)",
        "12 bis.",
        "(iv)",
        "OP3bis",
        "PP5alt",
        "Article 5",
        "•",
        "–",
        "http://example.org",
        "&#x5b;",
        "&",
        ";",
    ),
    *("<", "'", '"', "{", "}", "$x$", "#let", "@cite", "//", "/*", "%", "=", ":", ",", ".", "…", "«", "»", "\u00a0"),
)
"""Pieces that are markup in one format or another."""

MARKS: tuple[dict[str, Any], ...] = (
    {"type": "link", "attrs": {"href": "https://example.org/a_b?x=(1)&y=[2]", "title": ""}},
    {"type": "link", "attrs": {"href": "/documents/AMM/53/1/", "title": 'The other "text"'}},
    {"type": "strong"},
    {"type": "em"},
    {"type": "sub"},
    {"type": "sup"},
)
ORDER = ("link", "strong", "em", "sub", "sup")
LABELS = (
    "",
    "1.",
    "2.",
    "12 bis.",
    "(a)",
    "(iv)",
    "OP3bis",
    "PP5alt",
    "•",
    "–",
    "Option 1:",
    "3.1",
    "a.",
    "*",
    "#1",
    "<x>",
)


def text(language: str = "en", **attrs: Any) -> Text:
    return Text({"type": "doc", "content": [paragraph("The Parties [shall] meet.", **attrs)]}, language)


def paragraph(words: str, **attrs: Any) -> dict[str, Any]:
    full = {"id": "p000000000", "number": "", "role": "plain", "level": 0} | attrs
    return {"type": "paragraph", "attrs": full, "content": [{"type": "text", "text": words}]}


def edition(of: Text, **facts: Any) -> Edition:
    known: dict[str, Any] = {
        "symbol": "AMM/53/1",
        "body": "ASEAN Foreign Ministers",
        "meeting": "53rd Meeting, Plenary",
        "adopted_at": datetime(2020, 9, 9, 10, 32, tzinfo=UTC),
        "published_at": datetime(2020, 9, 9, 11, 0, tzinfo=UTC),
        "country": "aa-asean",
        "url": "https://conference.example.org/documents/AMM/53/1/",
        "present": ("Brunei Darussalam", "Lao People’s Democratic Republic", "Viet Nam"),
    }
    return Edition(text=of, **(known | facts))


def demonstration(name: str) -> Text:
    return formats.read(name, files("communique.demonstration").joinpath(name).read_bytes())


def brackets(doc: Mapping[str, Any]) -> list[str]:
    """The brackets of each block, in reading order."""
    return [sign for block in blocks(doc) for sign in plain_text(block) if sign in "[]"]


def word_counts(doc: Mapping[str, Any]) -> Counter[str]:
    return Counter(words(doc))


def _marks(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = {mark["type"]: mark for mark in some}
    if "sub" in kinds:
        kinds.pop("sup", None)
    return sorted(kinds.values(), key=lambda mark: ORDER.index(mark["type"]))


def _text(pieces: str, marks: list[dict[str, Any]]) -> dict[str, Any]:
    kept = _marks(marks)
    return {"type": "text", **({"marks": kept} if kept else {}), "text": pieces}


def _note(label: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    node: dict[str, Any] = {"type": "footnote", "attrs": {"label": label}}
    return {**node, "content": content} if content else node


phrases = st.lists(st.sampled_from((*HARD, " ", " ", " ")), min_size=1, max_size=8).map("".join)
texts = st.builds(_text, phrases, st.lists(st.sampled_from(MARKS), max_size=2))
footnotes = st.builds(_note, st.sampled_from(("1", "2", "*", "", "note a", "a[b")), st.lists(texts, max_size=1))
contents = st.lists(st.one_of(texts, texts, texts, st.just({"type": "break"}), footnotes), max_size=5)


def _with_content(node: dict[str, Any], content: list[dict[str, Any]]) -> dict[str, Any]:
    return {**node, "content": content} if content else node


def _cell(header: bool, content: list[dict[str, Any]]) -> dict[str, Any]:
    return _with_content({"type": "cell", "attrs": {"header": header}}, content)


paragraphs = st.builds(
    lambda number, role, level, content: _with_content(
        {"type": "paragraph", "attrs": {"number": number, "role": role, "level": level}}, content
    ),
    st.sampled_from(LABELS),
    st.sampled_from(("plain", "preambular", "operative", "note")),
    st.integers(0, 4),
    contents,
)
headings = st.builds(
    lambda number, level, content: _with_content(
        {"type": "heading", "attrs": {"number": number, "level": level}}, content
    ),
    st.sampled_from(("", "I.", "Article 5", "(a)", "1.", "*")),
    st.integers(1, 6),
    contents,
)
titles = st.builds(lambda content: _with_content({"type": "title", "attrs": {}}, content), contents)
rows = st.lists(st.builds(_cell, st.booleans(), contents), min_size=1, max_size=3).map(
    lambda cells: {"type": "row", "content": cells}
)
tables = st.lists(rows, min_size=1, max_size=3).map(lambda made: {"type": "table", "attrs": {}, "content": made})


def _document(some: list[dict[str, Any]]) -> dict[str, Any]:
    named = [{**block, "attrs": {"id": f"b{at:09d}", **block["attrs"]}} for at, block in enumerate(some)]
    return {"type": "doc", "content": named}


documents = (
    st.lists(st.one_of(titles, headings, paragraphs, paragraphs, paragraphs, tables), min_size=1, max_size=6)
    .map(_document)
    .filter(lambda doc: bool(words(doc)))
)
"""Sound documents, though with texts that a reader would join."""
