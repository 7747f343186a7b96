"""Options of whole paragraphs: "Option 1:", below it "Option (a):", "Option 2 bis:", "Alternative II:"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from communique.domain.texts import numerals
from communique.domain.texts.document import blocks, plain_text

_OPTION = re.compile(
    rf"""
    (?P<opening>[\s\[*]*) (?:\d{{1,3}}(?:\.\d{{1,3}})+\s+[\s\[]*)? (?:[o•]\s+)?
    (?P<word>Option|Alternative|Alt\.?) \s?
    (?P<label>\(?(?:\d{{1,2}}|[ivx]{{1,5}}|[IVX]{{1,5}}|[a-zA-Z])\)?)
    (?P<later>(?:\s?(?:{"|".join(numerals.LATER)})\b)?) \.?
    (?:\s*\([^()\[\]]{{1,80}}\))?
    \s* (?: : | $ | (?=\n) | \bNote\b )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """The beginning of an option: of a row of whole wordings, of which one is to stay."""

    block: str
    word: str
    """"Option" or "Alternative"."""
    label: str
    """As written, such as "1", "(a)", "1 bis", "II"."""
    depth: int
    """1 for 1, A, II; 2 for (a); 3 for (i): each a choice within an option of the depth before."""
    offset: int
    """Where the bracket or the word begins, in characters of the block's text."""


def options(doc: Mapping[str, Any]) -> tuple[Option, ...]:
    """Where options begin, in reading order. Much quicker than the whole outline."""
    return options_in((id_of(block), plain_text(block)) for block in blocks(doc))


def options_in(blocks_text: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """As ``options``, from the blocks' ids and plain texts. An option may also begin after a line break."""
    found = (option_at(block, text, start) for block, text in blocks_text for start in _lines(text))
    return tuple(option for option in found if option)


def count_in(text: str) -> int:
    """How many options begin in the plain text of a document: those of ``options``, of which nothing is asked."""
    return sum(_OPTION.match(text, start) is not None for start in _lines(text))


def _lines(text: str) -> list[int]:
    """Where lines begin that hold the beginning of an option's word."""
    starts: set[int] = set()
    for word in ("Option", "Alt"):
        done, at = 0, text.find(word)
        while at >= 0:
            starts.add(text.rfind("\n", done, at) + 1 or done)
            done = text.find("\n", at) + 1 or len(text)
            at = text.find(word, done)
    return sorted(starts)


def option_at(block: str, text: str, start: int = 0) -> Option | None:
    """The option that begins at ``start``, signs and brackets before it aside; None when none does."""
    found = _OPTION.match(text, start)
    if found is None:
        return None
    opening, word, label, later = found.group("opening", "word", "label", "later")
    depth = _depth(label)
    if later.strip():
        label = f"{label} {later.strip()}"
    return Option(block, "Option" if word == "Option" else "Alternative", label, depth, start + len(opening))


@lru_cache(maxsize=256)
def _depth(label: str) -> int:
    form = next((form for form, _ in numerals.Label("", "", label.strip("()"), (), "", None).readings), "")
    return {"roman": 3, "letter": 2}.get(form, 1)


def id_of(block: Mapping[str, Any]) -> str:
    return str((block.get("attrs") or {}).get("id", ""))
