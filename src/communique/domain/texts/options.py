"""Options of whole paragraphs: "Option 1:", below it "Option (a):", "Option 2 bis:", "Alternative II:"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    found = []
    for block, text in blocks_text:
        if "Option" in text or "Alt" in text:
            start = 0
            while start >= 0:
                option = option_at(block, text, start)
                if option:
                    found.append(option)
                start = text.find("\n", start) + 1 or -1
    return tuple(found)


def option_at(block: str, text: str, start: int = 0) -> Option | None:
    """The option that begins at ``start``, signs and brackets before it aside; None when none does."""
    found = _OPTION.match(text, start)
    if found is None:
        return None
    bare = found["label"].strip("()")
    forms = [form for form, _ in numerals.Label("", "", bare, (), "", None).readings]
    depth = 3 if forms[:1] == ["roman"] else 2 if forms[:1] == ["letter"] else 1
    label = " ".join(f"{found['label']} {found['later'].strip()}".split())
    word = "Option" if found["word"] == "Option" else "Alternative"
    return Option(block, word, label, depth, start + len(found["opening"]))


def id_of(block: Mapping[str, Any]) -> str:
    return str((block.get("attrs") or {}).get("id", ""))
