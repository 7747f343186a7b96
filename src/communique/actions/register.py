"""Publishing an adopted text under a symbol."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from communique.actions.before import text_changed
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.register import Status, check_symbol, require_status
from communique.domain.texts import formats
from communique.domain.texts.document import Edition
from communique.domain.texts.document import Text as DraftText
from communique.records import documents
from communique.records.models import Document, DocumentFile, Question, Text

FORMATS = ("html", "pdf", "docx", "xml")


@dataclass(frozen=True)
class _Files:
    """An edition's files, made at ``at`` of what was adopted by ``question``."""

    at: datetime
    question: int
    doc: dict[str, Any]
    content: dict[str, bytes]


def _files(*, text: int, symbol: str) -> _Files:
    """The files of an adopted text; setting a long one as PDF takes a second, for which nobody has to wait."""
    row, question, adopted_at, symbol = _publishable(text, symbol)
    at = timezone.now()
    body = row.meeting.conference.body
    doc = documents.newest(row).json()
    present = body.parties.filter(code__in=question.present, member=True).order_by("order", "name")
    host = ZoneInfo(row.meeting.conference.time_zone)
    edition = Edition(
        text=DraftText(doc, row.language),
        symbol=symbol,
        body=body.name,
        meeting=f"{row.meeting.conference.name}, {row.meeting.name}",
        adopted_at=adopted_at.astimezone(host),
        published_at=at.astimezone(host),
        country=body.jurisdiction,
        url=f"{settings.URL}/documents/{symbol}/",
        present=tuple(present.values_list("name", flat=True)),
    )
    return _Files(at, question.pk, doc, {kind: formats.write(kind, edition) for kind in FORMATS})


@writes("document.publish", of_text, prepare=_files)
def publish(*, actor: Actor, request_id: str, text: int, symbol: str) -> Answer:
    """Enter an adopted text in the public register: its page and its files, for good.

    Refused: a text that isn't adopted, a symbol that is malformed or taken, a script for which no font is installed.
    """
    room = frame()
    files: _Files = room.prepared
    row, question, adopted_at, symbol = _publishable(text, symbol)
    if question.pk != files.question:
        raise Refused("text_is_draft")
    try:
        document = Document.objects.create(
            text=row,
            symbol=symbol,
            title=row.title,
            language=row.language,
            version=row.version,
            doc=files.doc,
            adopted_at=adopted_at,
            present=question.present,
            published_at=files.at,
            journal_digest=room.room.digest,
        )
    except IntegrityError:
        # Another meeting gave the symbol away while these files were made.
        raise Refused("symbol_taken", symbol=symbol) from None
    digests = {kind: hashlib.sha256(content).hexdigest() for kind, content in files.content.items()}
    DocumentFile.objects.bulk_create(
        DocumentFile(document=document, format=kind, digest=digests[kind], content=content)
        for kind, content in files.content.items()
    )
    row.status, row.symbol = Status.PUBLISHED.value, symbol
    row.save(update_fields=["status", "symbol"])
    room.record(text=text, symbol=symbol, version=row.version, files=digests)
    room.announce("status", text=text, status=row.status)
    for target in (f"question:{text}", f"agenda:{row.meeting_id}"):
        room.announce("fragment", target=target)
    text_changed(room, text)
    return {"symbol": symbol, "url": f"/documents/{symbol}/"}


def _publishable(text: int, symbol: str) -> tuple[Text, Question, datetime, str]:
    """An adopted text, the question by which it was adopted, and when, and the symbol as it will stand."""
    row = Text.objects.select_related("meeting__conference__body").defer("report").get(pk=text)
    require_status(Status(row.status), Status.ADOPTED)
    symbol = check_symbol(symbol, set(Document.objects.values_list("symbol", flat=True)))
    question = Question.objects.filter(text=row, outcome="adopted").latest("id")
    if question.ended_at is None or question.version != row.version:
        raise Refused("text_is_draft")
    return row, question, question.ended_at, symbol
