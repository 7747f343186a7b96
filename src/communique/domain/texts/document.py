"""The negotiating text as data: what a document is, and what can be read off it.

A document is ProseMirror JSON after ``schema.json``: a flat row of blocks (title, heading, paragraph, table), each with
a stable id. The label of a heading or paragraph, as printed, is its ``number``; it is never part of the words, and
holds no square bracket (a bracket before a label belongs to the words, where it is found and paired).

The functions here are pure, take such JSON as it is, and never change it. That a document holds together is
checked by ``authority.load``.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from communique.domain.texts import brackets

BLOCKS = ("title", "heading", "paragraph", "table")
"""The block types, each of which carries an ``id``."""

ROLES = ("plain", "preambular", "operative", "note")
"""The roles of a paragraph; ``note`` is the secretariat's word about the text: a cover note, an editor's remark."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = _LETTERS + "0123456789"
_LABEL = 42
"""Characters of a block's first words by which it is called when it has no number."""


@dataclass(frozen=True)
class Text:
    """A document as it was read from a file, or goes into one."""

    doc: dict[str, Any]
    language: str = "en"
    """BCP 47."""
    dropped: tuple[str, ...] = ()
    """Raw pieces of the input that are not text: front matter, page furniture."""
    dropped_lines: int = 0
    """How many lines of page furniture (headers, footers, page numbers) were left out, all told."""

    @property
    def direction(self) -> str:
        """``"rtl"`` or ``"ltr"``, by the language's script."""
        return direction_of(self.language)

    @property
    def title(self) -> str:
        """The words of the first title, else of the first heading, else "", on one line."""
        first: dict[str, str] = {}
        for block in blocks(self.doc):
            words_of_block = " ".join(plain_text(block).split())
            if words_of_block:
                first.setdefault(block["type"], words_of_block)
            if "title" in first:
                break
        return first.get("title") or first.get("heading") or ""


@dataclass(frozen=True)
class Edition:
    """An adopted text with all that a published document says about itself."""

    text: Text
    symbol: str
    body: str
    """The body's name, such as "ASEAN Foreign Ministers"."""
    meeting: str
    """Where it was adopted, in words."""
    adopted_at: datetime | None
    """Aware. None in a draft that is only shown."""
    published_at: datetime | None
    """Aware. None before publication."""
    country: str
    """The jurisdiction in Akoma Ntoso's naming: ISO 3166, or a code for a group of states such as ``"aa-asean"``."""
    url: str
    """Its permanent address."""
    present: tuple[str, ...]
    """Names of the members that were present at adoption, in the body's order."""
    standing: str = ""
    """What it says of itself as long as it isn't adopted, such as "Draft at version 12, as tabled: not adopted."."""


def new_id() -> str:
    """A new id for a block: ten of a-z and 0-9, a letter first. 10^15 of them: no two alike in practice."""
    drawn = secrets.randbelow(len(_LETTERS) * len(_SIGNS) ** 9)
    made = ""
    for _ in range(9):
        drawn, sign = divmod(drawn, len(_SIGNS))
        made += _SIGNS[sign]
    return _LETTERS[drawn] + made


def blocks(doc: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The blocks of a document in reading order."""
    yield from doc.get("content") or ()


def plain_text(node: Mapping[str, Any]) -> str:
    """The words of a node without numbers and labels.

    A line break is "\\n"; a footnote stands where its sign stands, with a space on both sides; blocks and a table's
    rows end lines, and its cells are parted by tabs.
    """
    kind = node.get("type")
    if kind == "text":
        return str(node["text"])
    if kind == "break":
        return "\n"
    text = _BETWEEN.get(str(kind), "").join(map(plain_text, node.get("content") or ()))
    return f" {text} " if kind == "footnote" else text


_BETWEEN = {"doc": "\n", "table": "\n", "row": "\t"}


def words(doc: Mapping[str, Any]) -> list[str]:
    """All words of a node in reading order: numbers and the labels of footnotes too.

    A word is a run of letters, digits and the marks combined with them, in any script; an apostrophe or a zero-width
    joiner inside it is part of it. Nothing is folded or normalised, so that what went into a file can be compared
    with what came out, word by word.
    """
    return split_words(_all_text(doc))


def split_words(text: str) -> list[str]:
    """The words of a plain string, by the same rule as ``words``."""
    # The underscore is a letter to \w; in a text it is a blank to be filled in.
    return _word_pattern(combining_marks(text)).findall(text.replace("_", " "))


def describe(doc: Mapping[str, Any]) -> dict[str, Any]:
    """Counts that a reader wants first.

    ``{"paragraphs": int, "brackets": {"open", "closed", "pairs", "unbalanced", "depth"}, "words": int}``, all
    integers: brackets opened and closed, pairs among them, brackets without a partner, and the deepest nesting.
    """
    text = "\n".join(map(plain_text, blocks(doc)))
    return {
        "paragraphs": sum(block["type"] == "paragraph" for block in blocks(doc)),
        "brackets": brackets.counts(text, *brackets.spans(text)),
        "words": len(words(doc)),
    }


def label_of(block: Mapping[str, Any]) -> str:
    """What people call a block: its number, otherwise its first words."""
    number = str((block.get("attrs") or {}).get("number", "")).removesuffix(".")
    if number:
        return number
    first = " ".join(plain_text(block).split()[:5])
    return first if len(first) <= _LABEL else first[: _LABEL - 2] + "…"


def direction_of(language: str) -> str:
    """``"rtl"`` when a BCP 47 language is written from right to left, else ``"ltr"``."""
    subtags = language.replace("_", "-").split("-")
    script = next((subtag.lower() for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0].lower() in _RTL_LANGUAGES else "ltr"


_RTL_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RTL_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"))


def _all_text(node: Mapping[str, Any]) -> str:
    """As ``plain_text``, with numbers and labels before the words that they belong to."""
    kind = node.get("type")
    if kind == "text":
        return str(node["text"])
    if kind == "break":
        return "\n"
    attrs = node.get("attrs") or {}
    label = attrs.get("label" if kind == "footnote" else "number", "")
    text = _BETWEEN.get(str(kind), "").join(map(_all_text, node.get("content") or ()))
    return f" {label} {text} " if label or kind == "footnote" else text


def combining_marks(text: str) -> str:
    """The combining marks in a text, each once, ready for a class of a regular expression.

    Python's ``\\w`` doesn't know them, without which words of Thai, Lao or Hindi fall apart.
    """
    if text.isascii():
        return ""
    return "".join(sorted(sign for sign in set(text) if unicodedata.category(sign)[0] == "M"))


@lru_cache(maxsize=64)
def _word_pattern(marks: str) -> re.Pattern[str]:
    return re.compile(rf"[\w{marks}]+(?:['’ʼ\u200c\u200d]+[\w{marks}]+)*")
