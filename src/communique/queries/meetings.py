"""Conferences, meetings, agendas, attendance and the question before a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from communique.domain.actors import Audience
from communique.domain.meetings import present_members
from communique.domain.permissions import may_read_draft
from communique.records.models import AgendaItem, Attendance, Conference, Meeting, Party, Question, Text

HEAVY = ("text__doc", "text__report")
"""A text's document is long, and no page about meetings shows it."""


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


def heading_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """A meeting without what happens in it: ``id``, ``name``, ``state``, ``begins_at``, ``room``, ``room_version``, its
    ``conference`` and ``body``, and ``inside``: may the audience read drafts here?"""
    row = _meeting(meeting)
    return _heading(audience, row) if row else None


def meeting_for(audience: Audience, meeting: int) -> MeetingView | None:
    """A meeting: its agenda is public, its drafts, attendance and questions are for those who may read drafts."""
    row = _meeting(meeting)
    if row is None:
        return None
    heading = _heading(audience, row)
    inside: bool = heading["inside"]
    stays = (
        list(row.attendances.filter(left_at=None, seat__ended_at=None).select_related("seat__party")) if inside else []
    )
    codes = present_members(stay.value() for stay in stays)
    parties = Party.objects.filter(body_id=heading["body"]["id"], code__in=codes) if codes else []
    return MeetingView(
        **heading,
        items=_items(row, inside=inside),
        present=[party.value().plate() for party in parties],
        entered=[stay.seat_id for stay in stays],
        question=open_question(row) if inside else None,
    )


def agenda_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """``{"meeting", "state", "body", "inside", "items"}``: the agenda with the texts that the audience may read."""
    row = _meeting(meeting)
    if row is None:
        return None
    heading = _heading(audience, row)
    items = _items(row, inside=heading["inside"])
    return {"meeting": meeting, "items": items} | {key: heading[key] for key in ("state", "body", "inside")}


def attendance_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """Who is in the room, for those who may read drafts.

    ``{"meeting", "members": every member's plate in protocol order with "present", "count", "quorum", "observers":
    plates, "offices": roles of the chair and the secretariat that are there}``.
    """
    row = _meeting(meeting)
    if row is None:
        return None
    heading = _heading(audience, row)
    if not heading["inside"]:
        return None
    stays = list(row.attendances.filter(left_at=None, seat__ended_at=None).select_related("seat__party"))
    there = set(present_members(stay.value() for stay in stays))
    guests = {stay.seat.party.code for stay in stays if stay.seat.party and not stay.seat.party.member}
    offices = {stay.seat.role for stay in stays}
    body = row.conference.body
    parties = list(body.parties.all())
    return {
        "meeting": meeting,
        "members": [party.value().plate() | {"present": party.code in there} for party in parties if party.member],
        "count": len(there),
        "quorum": body.quorum,
        "observers": [party.value().plate() for party in parties if party.code in guests],
        "offices": [role for role in ("chair", "pen", "clerk") if role in offices],
    }


def has_entered(audience: Audience, meeting: int, seat: int) -> bool:
    """Has this seat, one of the audience's own, taken its place?"""
    stays = Attendance.objects.filter(meeting__id=meeting, seat__id=seat, seat__body_id=audience.body, left_at=None)
    return stays.exists()


def item_for(audience: Audience, item: int) -> dict[str, Any] | None:
    """An agenda item with its meeting, as ``heading_for`` has it, and its text when the audience may read it."""
    row = AgendaItem.objects.select_related("meeting__conference__body", "meeting__room").filter(pk=item).first()
    if row is None:
        return None
    heading = _heading(audience, row.meeting)
    (shown,) = [one for one in _items(row.meeting, inside=heading["inside"]) if one["id"] == item]
    return shown | {"meeting": heading}


def sitting_for(audience: Audience) -> list[dict[str, Any]]:
    """The meetings of the audience's own body that are open now, each with its agenda and the question before it."""
    if not audience.body:
        return []
    rows = Meeting.objects.select_related("conference__body", "room").prefetch_related(_with_texts())
    rows = rows.filter(state="open", conference__body_id=audience.body)
    asked = {question["meeting"]: question for question in _open_questions(audience)}
    return [
        _heading(audience, row)
        | {
            "items": [_item(item, inside=_inside(audience, row)) for item in row.items.all()],
            "question": asked.get(row.pk),
        }
        for row in rows
    ]


def open_question(meeting: Meeting) -> dict[str, Any] | None:
    """The question before a meeting now, or None."""
    rows = Question.objects.filter(text__meeting=meeting, outcome="open").select_related("text", "put_by")
    row = rows.defer(*HEAVY).first()
    return _question(row) if row else None


def question_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The last question put on a text, open or answered."""
    row = (
        Question.objects.filter(text__id=text)
        .select_related("text__meeting__conference__body", "put_by")
        .defer(*HEAVY)
        .order_by("-id")
        .first()
    )
    if row is None:
        return None
    body = row.text.meeting.conference.body
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
    parties = Party.objects.filter(body_id=row.put_by.body_id, member=True)
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
        "present": [party.value().plate() for party in parties if party.code in row.present],
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


def _meeting(meeting: int) -> Meeting | None:
    return Meeting.objects.select_related("conference__body", "room").filter(pk=meeting).first()


def _inside(audience: Audience, row: Meeting) -> bool:
    body = row.conference.body
    return may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts)


def _heading(audience: Audience, row: Meeting) -> dict[str, Any]:
    conference, body = row.conference, row.conference.body
    return {
        "id": row.pk,
        "name": row.name,
        "state": row.state,
        "begins_at": row.begins_at,
        "room": row.room_id,
        "room_version": row.room.version,
        "conference": {
            "name": conference.name,
            "slug": conference.slug,
            "time_zone": conference.time_zone,
            "place": conference.place,
            "year": conference.year,
        },
        "body": {"id": body.pk, "slug": body.slug, "name": body.name, "short_name": body.short_name},
        "inside": _inside(audience, row),
    }


def _open_questions(audience: Audience) -> list[dict[str, Any]]:
    """The questions before the meetings of the audience's own body, without those who were present."""
    rows = Question.objects.filter(outcome="open", text__meeting__conference__body_id=audience.body)
    rows = rows.select_related("text__meeting__conference__body").defer(*HEAVY)
    return [
        {
            "meeting": row.text.meeting_id,
            "text": row.text_id,
            "title": row.text.title,
            "closes_at": row.closes_at,
        }
        for row in rows
        if _inside(audience, row.text.meeting)
    ]


def _with_texts() -> Prefetch[Any]:
    return Prefetch(
        "items",
        AgendaItem.objects.select_related("text__document").defer("text__doc", "text__report", "text__document__doc"),
    )


def _items(row: Meeting, *, inside: bool) -> list[dict[str, Any]]:
    rows = row.items.select_related("text__document")
    return [_item(item, inside=inside) for item in rows.defer("text__doc", "text__report", "text__document__doc")]


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
        "title_of_text": text.title if text and shown else "",
        "status": text.status if text and (shown or document) else "",
        "document": document.symbol if document else "",
    }
