"""Two versions of a text, or a text and another document, held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.permissions import may_read_draft
from communique.domain.register import Status
from communique.domain.texts.compare import Comparison, compare
from communique.domain.texts.document import describe
from communique.domain.texts.figures import negotiated
from communique.queries.tabled import found
from communique.queries.texts import figures_of
from communique.records import documents, versions
from communique.records.models import Document, Text

LISTED = 200
"""Documents and texts that are offered, the newest ones."""


@dataclass(frozen=True)
class Side:
    """One of the two: a version of the text itself, another text at its newest version, or an adopted document."""

    kind: Literal["version", "text", "document"]
    number: int = 0
    """The version, or the other text's id."""
    symbol: str = ""


@dataclass(frozen=True)
class Compared:
    """``old`` and ``new`` are ``{"kind", "title", "symbol", "version", "text", "language", "figures"}``; ``figures``
    as ``document.describe`` counts them, but paragraphs without notes, as the course counts them; ``text`` is the id of
    a text under negotiation, or 0."""

    old: dict[str, Any]
    new: dict[str, Any]
    comparison: Comparison


def compared_for(audience: Audience, text: int, old: Side, new: Side) -> Compared | None:
    """None for who may not read the text. Refused: ``unknown_version``; ``not_found`` (what=) for another document that
    isn't there for this audience."""
    row = found(audience, text)
    if row is None:
        return None
    before, old_doc = _side(audience, row, old)
    after, new_doc = _side(audience, row, new)
    return Compared(before, after, compare(old_doc, new_doc))


def others_for(audience: Audience, text: int) -> dict[str, list[dict[str, Any]]] | None:
    """With what a text can be compared beside itself: ``{"documents": [{"symbol", "title"}], "texts": [{"id",
    "title"}]}``, the newest first."""
    row = found(audience, text)
    if row is None:
        return None
    body = row.meeting.conference.body
    adopted = [
        {"symbol": symbol, "title": title} for symbol, title in Document.objects.values_list("symbol", "title")[:LISTED]
    ]
    texts: list[dict[str, Any]] = []
    if may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts):
        rows = Text.objects.filter(meeting__conference__body=body, huddle=None).exclude(status=Status.PUBLISHED)
        texts = [
            {"id": pk, "title": title}
            for pk, title in rows.exclude(pk=text).order_by("-pk").values_list("pk", "title")[:LISTED]
        ]
    return {"documents": adopted, "texts": texts}


def _side(audience: Audience, row: Text, side: Side) -> tuple[dict[str, Any], dict[str, Any]]:
    if side.kind == "document":
        return _adopted(side.symbol)
    version = side.number
    if side.kind == "text":
        other = found(audience, side.number)
        if other is None:
            raise Refused("not_found", what="text")
        row, version = other, other.version
    document = documents.newest(row) if version == row.version else versions.at(row, version)
    said = {
        "kind": side.kind,
        "title": row.title,
        "symbol": row.symbol,
        "version": version,
        "text": row.pk,
        "language": row.language,
        "figures": figures_of(document) | {"paragraphs": negotiated(document.json())},
    }
    return said, document.json()


def _adopted(symbol: str) -> tuple[dict[str, Any], dict[str, Any]]:
    document = Document.objects.filter(symbol=symbol).first()
    if document is None:
        raise Refused("not_found", what="document")
    said = {
        "kind": "document",
        "title": document.title,
        "symbol": document.symbol,
        "version": document.version,
        "text": 0,
        "language": document.language,
        "figures": describe(document.doc) | {"paragraphs": negotiated(document.doc)},
    }
    return said, document.doc
