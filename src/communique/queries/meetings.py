"""Conferences, meetings, agendas, attendance and the question before a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from communique.domain.actors import Audience
from communique.domain.meetings import present_members
from communique.domain.permissions import may_read_draft
from communique.records.models import Conference, Meeting, Party, Question, Text


@dataclass(frozen=True)
class MeetingView:
    """A meeting for one audience."""

    id: int
    name: str
    state: str
    begins_at: Any
    room: int
    room_version: int
    conference: dict[str, Any]
    body: dict[str, Any]
    items: list[dict[str, Any]]
    present: list[dict[str, Any]]
    entered: list[int]
    """Seats that are in the room now."""
    question: dict[str, Any] | None
    inside: bool


def conferences_for(audience: Audience) -> list[dict[str, Any]]:
    """Conferences with their meetings, newest first. That they are held is public."""
    rows = Conference.objects.select_related("body").prefetch_related(
        Prefetch("meetings", Meeting.objects.order_by("begins_at"))
    )
    return [_conference(row) for row in rows]


def conference_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    row = Conference.objects.select_related("body").prefetch_related("meetings").filter(slug=slug).first()
    return _conference(row) if row else None


def meeting_for(audience: Audience, meeting: int) -> MeetingView | None:
    """A meeting: its agenda is public, its drafts, attendance and questions are for those who may read drafts."""
    row = Meeting.objects.select_related("conference__body", "room").filter(pk=meeting).first()
    if row is None:
        return None
    conference, body = row.conference, row.conference.body
    inside = may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts)
    stays = list(row.attendances.filter(left_at=None).select_related("seat__party")) if inside else []
    codes = present_members(stay.value() for stay in stays)
    parties = {party.code: party for party in Party.objects.filter(body=body, code__in=codes)} if codes else {}
    items = [
        _item(item, inside=inside)
        for item in row.items.prefetch_related(Prefetch("text", Text.objects.select_related("document")))
    ]
    return MeetingView(
        row.pk,
        row.name,
        row.state,
        row.begins_at,
        row.room_id,
        row.room.version,
        {"name": conference.name, "slug": conference.slug, "time_zone": conference.time_zone, "year": conference.year},
        {"id": body.pk, "slug": body.slug, "name": body.name, "short_name": body.short_name},
        items,
        [parties[code].value().plate() for code in codes],
        [stay.seat_id for stay in stays],
        open_question(row) if inside else None,
        inside,
    )


def open_question(meeting: Meeting) -> dict[str, Any] | None:
    """The question before a meeting now, or None."""
    row = Question.objects.filter(text__item__meeting=meeting, outcome="open").select_related("text").first()
    return _question(row) if row else None


def question_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The last question put on a text, open or answered."""
    row = (
        Question.objects.filter(text_id=text)
        .select_related("text__item__meeting__conference__body", "text__document")
        .order_by("-id")
        .first()
    )
    if row is None:
        return None
    body = row.text.item.meeting.conference.body
    if not may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts):
        return None
    return _question(row)


def due_questions(at: Any) -> list[int]:
    """Ids of the open questions whose clock has ended. For the house's clock."""
    return list(Question.objects.filter(outcome="open", closes_at__lte=at).values_list("id", flat=True))


def next_question_closes() -> Any:
    """The instant at which the next clock ends, or None."""
    return Question.objects.filter(outcome="open").order_by("closes_at").values_list("closes_at", flat=True).first()


def _question(row: Question) -> dict[str, Any]:
    parties = {party.code: party for party in Party.objects.filter(body_id=row.put_by.body_id, member=True)}
    return {
        "id": row.pk,
        "text": row.text_id,
        "title": row.text.title,
        "symbol": row.text.symbol,
        "version": row.version,
        "put_at": row.put_at,
        "closes_at": row.closes_at,
        "state": row.outcome,
        "ended_at": row.ended_at,
        "present": [parties[code].value().plate() for code in row.present if code in parties],
        "objections": [
            {"by": objection.party.value().plate(), "reason": objection.reason, "at": objection.at}
            for objection in row.objections.select_related("party")
        ],
    }


def _conference(row: Conference) -> dict[str, Any]:
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.name,
        "year": row.year,
        "place": row.place,
        "time_zone": row.time_zone,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "objectives": row.objectives,
        "body": {"id": row.body_id, "slug": row.body.slug, "name": row.body.name},
        "meetings": [
            {"id": one.pk, "name": one.name, "state": one.state, "begins_at": one.begins_at}
            for one in row.meetings.all()
        ],
    }


def _item(item: Any, *, inside: bool) -> dict[str, Any]:
    text: Text | None = getattr(item, "text", None)
    document = getattr(text, "document", None) if text else None
    shown = text is not None and inside
    return {
        "id": item.pk,
        "number": item.number,
        "title": item.title,
        "adopts": item.adopts,
        "text": text.pk if text and shown else None,
        "status": text.status if text and (shown or document) else "",
        "document": document.symbol if document else "",
    }
