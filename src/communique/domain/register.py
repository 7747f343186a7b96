"""Symbols of documents, and the life of a text from draft to register."""

from __future__ import annotations

import re
from enum import StrEnum

from communique.domain.errors import Refused

_PART = r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
_SYMBOL = re.compile(rf"{_PART}(?:/{_PART})+")


class Status(StrEnum):
    """Where a text stands. ``question``: it is before the meeting for adoption, and nobody may change it. ``over``: it
    is the branch of a huddle that has ended."""

    DRAFT = "draft"
    QUESTION = "question"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    OVER = "over"


def check_symbol(symbol: str, taken: set[str]) -> str:
    """A symbol such as ``AMM/53/2`` or ``AMM/53/L.1/Rev.3``; unique in the register whatever the case.

    Parts stand between slashes and hold letters and digits, with full stops and hyphens between them (the United
    Nations' own form). Returns it without surrounding spaces.
    """
    symbol = symbol.strip()
    if len(symbol) > 60 or not _SYMBOL.fullmatch(symbol):
        raise Refused("bad_symbol", symbol=symbol)
    if symbol.casefold() in {other.casefold() for other in taken}:
        raise Refused("symbol_taken", symbol=symbol)
    return symbol


def require_status(status: Status, *wanted: Status) -> None:
    """Refuses with the code that says in which state the text is."""
    if status not in wanted:
        raise Refused(f"text_is_{status.value}")


def suggest_symbol(draft: str, short_name: str, year: int, taken: set[str]) -> str:
    """A free symbol for an adopted text: the draft's own without its ``/L.`` and what follows, else the body's short
    name and the year, with the next number behind (``AMM/53/L.1/Rev.3`` becomes ``AMM/53/1``).

    It is only offered: the secretariat may write another.
    """
    stem = re.split(r"/L\.", draft.strip(), maxsplit=1, flags=re.IGNORECASE)[0]
    if stem == draft.strip() or len(stem) > 50 or not _SYMBOL.fullmatch(f"{stem}/1"):
        letters = re.sub(r"[^A-Za-z0-9]", "", short_name) or "DOC"
        stem = f"{letters}/{year}"
    known = {symbol.casefold() for symbol in taken}
    number = 1
    while f"{stem}/{number}".casefold() in known:
        number += 1
    return f"{stem}/{number}"
