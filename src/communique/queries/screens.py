"""What is before a meeting now: its item, the text under it around the paragraph where the chair is, the papers, what
was said, the question. Read once for all audiences, and shown to one as far as it may read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from communique.domain.actors import Audience
from communique.domain.papers import Readers, may_read
from communique.domain.texts.document import direction_of, plain_text
from communique.domain.texts.formats.html import blocks_to_html
from communique.queries import readings
from communique.queries.texts import Readers as TextReaders
from communique.records import documents
from communique.records.models import (
    AgendaItem,
    Meeting,
    Paper,
    Party,
    Question,
    Sitting,
    Statement,
    Text,
)

_HEADING = re.compile(r"<(/?)h[1-6]\b")
BEFORE, AFTER = 2, 3
"""Paragraphs of the text that are shown around the one where the chair is."""
SAID = 3
"""Statements that are shown, the newest first."""


def whole(meeting: int) -> dict[str, Any] | None:
    """What is before a meeting, for nobody in particular; shown only through ``seen_by``.

    ``{"id", "name", "state", "room", "room_version", "conference", "body", "open_to_public", "begins_at", "ends_at",
    "agenda_state", "sitting": the one that is open or suspended, "next_sitting", "items", "current", "text",
    "question", "papers", "statements"}``. ``items`` are ``{"id", "number", "title", "state", "minutes", "seconds",
    "opened_at"}``, and ``current`` is one of them or None; ``text`` is what stands under it, see ``_text``. None for a
    meeting that isn't there.
    """
    row = Meeting.objects.select_related("conference__body", "room").filter(pk=meeting).first()
    if row is None:
        return None
    conference, body = row.conference, row.conference.body
    items = list(row.items.all())
    current = next((one for one in items if one.pk == row.current_id), None)
    sittings = list(Sitting.objects.filter(meeting=row))
    return {
        "id": row.pk,
        "name": row.name,
        "state": row.state,
        "room": row.room_id,
        "room_version": row.room.version,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "agenda_state": row.agenda_state,
        "open_to_public": row.open_to_public,
        "conference": {
            "id": conference.pk,
            "name": conference.name,
            "slug": conference.slug,
            "time_zone": conference.time_zone,
            "place": conference.place,
        },
        "body": {"id": body.pk, "slug": body.slug, "short_name": body.short_name, "name": body.name},
        "open_to_observers": body.observers_read_drafts,
        "sitting": _sitting(sittings, "open", "suspended"),
        "next_sitting": _sitting(sittings, "planned"),
        "items": [_item(one) for one in items],
        "current": _item(current) if current else None,
        "text": _text(current) if current else None,
        "question": _question(current) if current else None,
        "papers": _papers(current) if current else [],
        "statements": _statements(current) if current else [],
    }


def seen_by(audience: Audience, found: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is before a meeting as an audience sees it; None where only the agenda and the state are for it.

    Every seat of the body sees on what the meeting is; the public does where the meeting is open to it. The words of a
    text under negotiation and the question on it are for those who may read the text, papers for those for whom they
    were laid.
    """
    own = audience.body == found["body"]["id"]
    if not own and not found["open_to_public"]:
        return None
    text = found["text"]
    reads = text is not None and text["readers"].have(audience)
    return dict(found) | {
        "own": own,
        "reads": reads,
        "text": text if text is not None and (reads or text["document"]) else None,
        "question": found["question"] if reads else None,
        "papers": [one for one in found["papers"] if may_read(audience, found["body"]["id"], Readers(one["readers"]))],
        "statements": [one for one in found["statements"] if own or one["state"] == "published"],
    }


def _sitting(sittings: list[Sitting], *states: str) -> dict[str, Any] | None:
    row = next((one for one in sittings if one.state in states), None)
    if row is None:
        return None
    return {
        "number": row.number,
        "state": row.state,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "opened_at": row.opened_at,
        "resumes_at": row.resumes_at,
    }


def _item(row: AgendaItem) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "adopts": row.adopts,
        "state": row.state,
        "minutes": row.minutes,
        "seconds": row.seconds,
        "opened_at": row.running_since,
    }


def _text(item: AgendaItem) -> dict[str, Any] | None:
    """The text under an item: ``excerpt`` holds the paragraphs around the one where the chair is, or the first ones:
    ``{"id", "html", "characters", "here", "standing"}``, with ``before`` and ``after``: does the text go on there?"""
    rows = Text.objects.select_related("document").defer("doc", "report", "document__doc")
    row = rows.filter(item=item).first()
    found = readings.whole(row.pk) if row is not None else None
    if row is None or found is None:
        return None
    document = getattr(row, "document", None)
    content = documents.newest(row).json()["content"]
    at = next((n for n, one in enumerate(content) if one["attrs"]["id"] == found["paragraph"]), None)
    first, last = (0, BEFORE + AFTER + 1) if at is None else (max(0, at - BEFORE), at + AFTER + 1)
    readers: TextReaders = found["readers"]
    return {
        "id": row.pk,
        "title": row.title,
        "symbol": row.symbol,
        "status": row.status,
        "version": row.version,
        "language": row.language,
        "direction": direction_of(row.language),
        "document": document.symbol if document else "",
        "reading": found["reading"] if found["open"] else 0,
        "figures": found["figures"],
        "here": found["here"],
        "excerpt": [
            {
                "id": one["attrs"]["id"],
                "html": _without_headings(blocks_to_html({"type": "doc", "content": [one]}, with_brackets=True)),
                "characters": len(plain_text(one)),
                "here": number == at,
                "standing": found["statuses"].get(one["attrs"]["id"], {}).get("status", ""),
            }
            for number, one in enumerate(content[first:last], first)
        ],
        "before": first > 0,
        "after": last < len(content),
        "readers": readers,
    }


def _without_headings(html: str) -> str:
    """A passage stands under the headings of a page about something else, and can't begin anew with its own."""
    return _HEADING.sub(r"<\1p", html)


def _question(item: AgendaItem) -> dict[str, Any] | None:
    """The last question put on the text under an item, open or answered."""
    rows = Question.objects.filter(text__item=item).select_related("text", "put_by")
    row = rows.defer("text__doc", "text__report").order_by("-id").first()
    if row is None:
        return None
    members = list(Party.objects.filter(body_id=row.put_by.body_id, member=True))
    objection = row.objections.select_related("party").first()
    return {
        "id": row.pk,
        "text": row.text_id,
        "title": row.text.title,
        "symbol": row.text.symbol,
        "version": row.version,
        "put_at": row.put_at,
        "closes_at": row.closes_at,
        "ended_at": row.ended_at,
        "state": row.outcome,
        "present": [one.value().plate() for one in members if one.code in row.present],
        "objection": {"by": objection.party.value().plate(), "reason": objection.reason} if objection else None,
    }


def _papers(item: AgendaItem) -> list[dict[str, Any]]:
    fields = ("id", "symbol", "title", "language", "kind", "size", "readers")
    return list(Paper.objects.filter(item=item, of=None, withdrawn_at=None).values(*fields))


def _statements(item: AgendaItem) -> list[dict[str, Any]]:
    """What was said on an item, where the words were handed in: until delivered they are nobody's to read here."""
    rows = Statement.objects.filter(item=item, state__in=("delivered", "published")).select_related("party")
    return [
        {
            "id": row.pk,
            "title": row.title,
            "speaker": row.speaker,
            "party": row.party.value().plate(),
            "state": row.state,
            "delivered_at": row.delivered_at,
        }
        for row in rows.order_by("-delivered_at", "-id")[:SAID]
    ]
