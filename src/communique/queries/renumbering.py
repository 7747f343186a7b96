"""The numbers of a text made consecutive: what would become of each, and the tables of what was done."""

from __future__ import annotations

from typing import Any

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.texts.labels import names_of
from communique.domain.texts.renumbering import renumber
from communique.queries.tabled import found, heading_for
from communique.records import documents
from communique.records.models import JournalEntry


def numbers_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """``{"heading", "changes", "kept", "references", "refused", "done"}``; None for who may not read the text.

    ``changes`` are the lines of the table whose number changes, ``{"block", "old", "new"}``; ``kept`` counts the rest;
    ``references`` are places that name one of them, ``{"block", "label", "words", "old", "new"}``; ``refused`` says why
    it can't be done yet. ``done`` are the tables that the journal keeps, newest first: ``{"at", "version", "table":
    [{"block", "old", "new"}]}``, with the lines that changed.
    """
    heading, row = heading_for(audience, text), found(audience, text)
    if heading is None or row is None:
        return None
    document = documents.newest(row)
    changes: list[dict[str, str]] = []
    references: list[dict[str, str]] = []
    kept, refused = 0, None
    try:
        made = renumber(document)
    except Refused as why:
        refused = why
    else:
        names = names_of(document)
        changes = [
            {"block": line.block, "old": line.old, "new": line.new} for line in made.table if line.old != line.new
        ]
        kept = len(made.table) - len(changes)
        references = [
            {"block": one.block, "label": names[one.block]["label"], "words": one.words, "old": one.old, "new": one.new}
            for one in made.references
        ]
    return {
        "heading": heading,
        "changes": changes,
        "kept": kept,
        "references": references,
        "refused": refused,
        "done": _done(row.meeting_id, text),
    }


def _done(meeting: int, text: int) -> list[dict[str, Any]]:
    rows = JournalEntry.objects.filter(room__meeting=meeting, action="text.renumber", facts__text=text)
    return [
        {
            "at": row.at,
            "version": row.facts["version"],
            "table": [
                {"block": block, "old": old, "new": new} for block, old, new in row.facts["numbers"] if old != new
            ],
        }
        for row in rows.order_by("-number")
    ]
