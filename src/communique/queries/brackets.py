"""The bracket at which a pen is, and whose names may stand in it."""

from __future__ import annotations

from typing import Any

from communique.domain.actors import Audience
from communique.domain.errors import Stale
from communique.domain.texts import bracketing
from communique.queries.texts import readers_of
from communique.records import documents
from communique.records.models import Text
from communique.records.parties import parties_of


def bracket_at(audience: Audience, text: int, version: int, position: int) -> dict[str, Any] | None:
    """The innermost bracket around a position: ``{"words", "alternatives": the wordings between which one chooses,
    "beside": do other brackets stand beside it as alternatives, "within": its own wordings, where it does and holds
    several itself}``; None for who may not read the text.

    Refused: no bracket there. Stale: the position is one of an older version.
    """
    row = _find(audience, text)
    if row is None:
        return None
    if version != row.version:
        raise Stale(row.version)
    found = bracketing.around(documents.newest(row), position, parties_of(row.meeting.conference.body_id))
    return {
        "words": found.words,
        "alternatives": list(found.alternatives),
        "beside": found.beside,
        "within": list(found.within),
    }


def names_for(audience: Audience, text: int) -> list[str] | None:
    """The names by which parties stand in the brackets of a text: the body's own, then known groups."""
    row = _find(audience, text)
    return None if row is None else list(parties_of(row.meeting.conference.body_id).names)


def _find(audience: Audience, text: int) -> Text | None:
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    return row if row is not None and readers_of(row).have(audience) else None
