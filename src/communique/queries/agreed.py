"""Agreed language: the paragraphs of the public register that are nearest to what is being drafted."""

from __future__ import annotations

import threading
from typing import Any
from zoneinfo import ZoneInfo

from communique.domain.actors import Audience
from communique.domain.texts.agreed import Library, Passage
from communique.domain.texts.document import blocks, plain_text
from communique.queries.tabled import found
from communique.records import documents
from communique.records.models import Document

WORDS = 20_000
"""Characters of a draft that are looked at. A paragraph longer than that is found by its beginning."""

_library: tuple[tuple[int, ...], Library] = ((), Library.of(()))
"""The library with the ids of the documents that it was made of: none of them ever changes."""
_lock = threading.Lock()


def agreed_for(audience: Audience, text: int, *, paragraph: str = "", words: str = "") -> dict[str, Any] | None:
    """The passages nearest to ``words``, or to what a paragraph of a text says now; None for who may not read the text,
    or when there is no such paragraph.

    ``{"words", "searched": how many passages there are, "found": [{"symbol", "title", "adopted_on", "paragraph",
    "number", "words", "likeness" (percent), "pieces": [[sign, words]], "also": [{"symbol", "number"}]}]}``.
    """
    row = found(audience, text)
    if row is None:
        return None
    if paragraph and not words:
        block = documents.newest(row).block(paragraph)
        if block is None:
            return None
        words = plain_text(block[1])
    words = words[:WORDS]
    library = _current()
    return {
        "words": words,
        "searched": len(library),
        "found": [
            {
                "symbol": one.passage.symbol,
                "title": one.passage.title,
                "adopted_on": one.passage.adopted_on,
                "paragraph": one.passage.paragraph,
                "number": one.passage.number.removesuffix("."),
                "words": one.passage.words,
                "likeness": int(100 * one.likeness),
                "pieces": [list(piece) for piece in one.pieces],
                "also": [{"symbol": other.symbol, "number": other.number} for other in one.also],
            }
            for one in library.nearest(words)
        ],
    }


def _current() -> Library:
    global _library
    keys = tuple(Document.objects.order_by("pk").values_list("pk", flat=True))
    if _library[0] != keys:
        with _lock:
            if _library[0] != keys:
                _library = (keys, _made(keys))
    return _library[1]


def _made(keys: tuple[int, ...]) -> Library:
    rows = Document.objects.filter(pk__in=keys).select_related("text__meeting__conference")
    return Library.of(
        Passage(
            row.symbol,
            row.title,
            row.adopted_at.astimezone(ZoneInfo(row.text.meeting.conference.time_zone)).date(),
            block["attrs"]["id"],
            str(block["attrs"].get("number") or ""),
            plain_text(block),
        )
        for row in rows.defer("text__doc", "text__report").iterator(20)
        for block in blocks(row.doc)
        if block["type"] == "paragraph" and block["attrs"].get("role") != "note"
    )
