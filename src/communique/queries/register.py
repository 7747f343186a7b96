"""The public register."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Length

from communique.domain.actors import Audience
from communique.records.models import Document, DocumentFile, Party


def documents_for(audience: Audience, *, newest: int | None = None) -> list[dict[str, Any]]:
    """Published documents, newest first; at most ``newest`` of them. All are public."""
    rows = Document.objects.select_related("text__meeting__conference__body")
    return [
        {
            "symbol": row.symbol,
            "title": row.title,
            "language": row.language,
            "adopted_at": row.adopted_at,
            "published_at": row.published_at,
            "body": row.text.meeting.conference.body.name,
        }
        for row in rows.defer("doc", "text__doc", "text__report")[:newest]
    ]


def document_for(audience: Audience, symbol: str) -> dict[str, Any] | None:
    """A published document with its text, and its files' digests and sizes in bytes."""
    rows = Document.objects.select_related("text__meeting__conference__body")
    row = rows.defer("text__doc", "text__report").filter(symbol=symbol).first()
    if row is None:
        return None
    meeting = row.text.meeting
    parties = Party.objects.filter(body=meeting.conference.body, code__in=row.present)
    return {
        "symbol": row.symbol,
        "title": row.title,
        "language": row.language,
        "version": row.version,
        "doc": row.doc,
        "adopted_at": row.adopted_at,
        "published_at": row.published_at,
        "journal_digest": row.journal_digest,
        "body": meeting.conference.body.name,
        "conference": meeting.conference.name,
        "conference_slug": meeting.conference.slug,
        "time_zone": meeting.conference.time_zone,
        "place": meeting.conference.place,
        "meeting": meeting.name,
        "meeting_id": meeting.pk,
        "present": [party.value().plate() for party in parties.order_by("order")],
        "files": list(row.files.order_by("id").values("format", "digest", size=Length("content"))),
    }


def file_for(audience: Audience, symbol: str, format: str) -> bytes | None:
    """The bytes of one published file."""
    row = DocumentFile.objects.filter(document__symbol=symbol, format=format).first()
    return bytes(row.content) if row else None


def symbol_of(audience: Audience, text: int) -> str:
    """The symbol under which a text is published, or ""."""
    return Document.objects.filter(text__id=text).values_list("symbol", flat=True).first() or ""
