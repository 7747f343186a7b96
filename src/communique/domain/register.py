"""Symbols of documents, and the life of a text from draft to register."""

from __future__ import annotations

import re
from enum import StrEnum

from communique.domain.errors import Refused

_SYMBOL = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?:/[A-Za-z0-9]+(?:\.?[A-Za-z0-9-]+)*\.?[0-9]*)+")


class Status(StrEnum):
    """Where a text stands. ``question``: it is before the meeting for adoption, and nobody may change it."""

    DRAFT = "draft"
    QUESTION = "question"
    ADOPTED = "adopted"
    PUBLISHED = "published"


def check_symbol(symbol: str, taken: set[str]) -> str:
    """A symbol such as ``AMM/53/2`` or ``AMM/53/L.1/Rev.3``; unique in the register whatever the case.

    Parts stand between slashes, hold letters, digits, full stops and hyphens (the United Nations' own form). Returns
    it without surrounding spaces.
    """
    symbol = symbol.strip()
    if len(symbol) > 60 or not _SYMBOL.fullmatch(symbol) or ".." in symbol:
        raise Refused("bad_symbol", symbol=symbol)
    if symbol.casefold() in {other.casefold() for other in taken}:
        raise Refused("symbol_taken", symbol=symbol)
    return symbol


def require_status(status: Status, *wanted: Status) -> None:
    """Refuses with the code that says in which state the text is."""
    if status not in wanted:
        raise Refused(f"text_is_{status.value}")
