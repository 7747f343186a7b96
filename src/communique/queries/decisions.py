"""What is to be decided about a text: the question before the meeting, the answer, and what can follow."""

from __future__ import annotations

from typing import Any

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status, suggest_symbol
from communique.domain.texts.positions import AmendmentState
from communique.queries.meetings import last_question
from communique.queries.texts import Readers, figures_of, readable, readers_of
from communique.records import documents
from communique.records.models import Document, Question, Text


def decision_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """Where the decision on a text stands, for those who may read drafts: see ``whole`` and ``seen_by``."""
    found = whole(text)
    return seen_by(audience, found) if found is not None else None


def whole(text: int) -> dict[str, Any] | None:
    """Where the decision on a text stands, which all its readers see alike; shown to one only through ``seen_by``.

    ``{"text", "title", "status", "meeting", "meeting_state", "conference", "shortest", "longest" (seconds), "question":
    the last one or None, "brackets" and "proposals": how many are open in what the question is about, "document": the
    symbol it is published under or "", "suggestion": a free symbol or ""}``.
    """
    rows = Text.objects.select_related("meeting__conference__body", "document")
    row = rows.defer("doc", "report", "document__doc").filter(pk=text).first()
    if row is None:
        return None
    meeting = row.meeting
    body = meeting.conference.body
    question = last_question(text)
    asked = question is not None and question["state"] == "open"
    suggestion = ""
    if row.status == Status.ADOPTED:
        taken = set(Document.objects.values_list("symbol", flat=True))
        suggestion = suggest_symbol(row.symbol, body.short_name, meeting.conference.year, taken)
    return {
        "text": text,
        "title": row.title,
        "symbol": row.symbol,
        "status": row.status,
        "meeting": meeting.pk,
        "meeting_state": meeting.state,
        "conference": {"time_zone": meeting.conference.time_zone, "place": meeting.conference.place},
        "shortest": body.shortest_clock,
        "longest": body.longest_clock,
        "question": question,
        "brackets": figures_of(documents.newest(row))["brackets"]["open"] if asked else 0,
        "proposals": row.amendments.filter(state=AmendmentState.TABLED.value).count() if asked else 0,
        "document": row.document.symbol if row.status == Status.PUBLISHED else "",
        "suggestion": suggestion,
        "readers": readers_of(row),
    }


def seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any] | None:
    """A whole decision as one audience sees it, with ``may``: what it can do about it now. None for those who may not
    read the text."""
    readers: Readers = found["readers"]
    if not readers.have(audience):
        return None
    question = found["question"]
    asked = question is not None and question["state"] == "open"
    somebody, place = standing_for(audience), Place(readers.body, huddle=readers.huddle)

    def may(action: str, *, when: bool) -> bool:
        return when and reason_against(action, somebody, place) is None

    publish = may("document.publish", when=found["status"] == Status.ADOPTED)
    return found | {
        "suggestion": found["suggestion"] if publish else "",
        "may": {
            "put": may("question.put", when=found["status"] == Status.DRAFT),
            "object": may("question.object", when=asked),
            "withdraw": may("question.withdraw", when=asked),
            "publish": publish,
        },
    }


def text_of(audience: Audience, question: int) -> int | None:
    """The text on which a question was put, for those who may read it."""
    rows = Question.objects.filter(pk=question).select_related("text__meeting__conference__body")
    row = rows.defer("text__doc", "text__report").first()
    return row.text_id if row is not None and readable(audience, row.text) else None


def place_of(audience: Audience, text: int) -> tuple[int, int] | None:
    """The room in which a text is negotiated, and its meeting, for those who may read it."""
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    if row is None or not readable(audience, row):
        return None
    return row.meeting.room_id, row.meeting_id
