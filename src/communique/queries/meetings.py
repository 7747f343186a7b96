"""Conferences, meetings and the question before a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from communique.domain.actors import Audience
from communique.domain.attendance import present_members
from communique.domain.permissions import may_read_draft
from communique.queries import items
from communique.records.models import Conference, Meeting, Party, Question, Text

HEAVY = ("text__doc", "text__report")
"""A text's document is long, and no page about meetings shows it."""


@dataclass(frozen=True)
class MeetingView:
    """A meeting for one audience."""

    id: int
    name: str
    theme: str
    hall: str
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
    follows: bool
    open_to_public: bool
    agenda: dict[str, Any]
    current: int | None


def conferences_for(audience: Audience) -> list[dict[str, Any]]:
    """Conferences with their meetings, newest first. That they are held is public."""
    rows = Conference.objects.select_related("body").prefetch_related(
        Prefetch("meetings", Meeting.objects.order_by("begins_at")), "objectives"
    )
    return [_conference(row) for row in rows]


def version_of(meeting: int) -> int | None:
    """The newest version of a meeting's room."""
    return Meeting.objects.filter(pk=meeting).values_list("room__version", flat=True).first()


def heading_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """A meeting without what happens in it: ``id``, ``name``, ``state``, ``begins_at``, ``room``, ``room_version``, its
    ``conference`` and ``body``, and ``inside``: may the audience read drafts here?; ``follows``: is it for the audience
    to see how the meeting goes on? ``agenda`` is ``{"state", "adopted_at", "amended_at"}``, ``current`` the item before
    the meeting, None for who doesn't follow it."""
    row = row_of(meeting)
    return heading_of(audience, row) if row else None


def meeting_for(audience: Audience, meeting: int) -> MeetingView | None:
    """A meeting: its agenda is public, its drafts, attendance and questions are for those who may read drafts."""
    row = row_of(meeting)
    if row is None:
        return None
    heading = heading_of(audience, row)
    inside: bool = heading["inside"]
    stays = (
        list(row.attendances.filter(left_at=None, seat__ended_at=None).select_related("seat__party")) if inside else []
    )
    codes = present_members(stay.value() for stay in stays)
    parties = Party.objects.filter(body_id=heading["body"]["id"], code__in=codes) if codes else []
    return MeetingView(
        **heading,
        items=[items.seen(one, heading) for one in items.of_meeting(row)],
        present=[party.value().plate() for party in parties],
        entered=[stay.seat_id for stay in stays],
        question=open_question(row) if inside else None,
    )


def sitting_for(audience: Audience) -> list[dict[str, Any]]:
    """The meetings of the audience's own body that are open now or suspended, each with its agenda and the
    question before it."""
    if not audience.body:
        return []
    rows = Meeting.objects.select_related("conference__body", "room").prefetch_related(items.with_texts())
    rows = rows.filter(state__in=("open", "suspended"), conference__body_id=audience.body)
    asked = {question["meeting"]: question for question in _open_questions(audience)}
    return [
        heading_of(audience, row)
        | {
            "items": [items.seen(items.value(item), heading_of(audience, row)) for item in row.items.all()],
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
    """The last question put on a text, open or answered, for those who may read drafts."""
    row = Text.objects.select_related("meeting__conference__body").defer("doc", "report").filter(pk=text).first()
    return last_question(text) if row is not None and is_inside(audience, row.meeting) else None


def last_question(text: int) -> dict[str, Any] | None:
    """The last question put on a text, open or answered, for nobody in particular."""
    rows = Question.objects.filter(text__id=text).select_related("text", "put_by").defer(*HEAVY)
    row = rows.order_by("-id").first()
    return _question(row) if row else None


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
        "objectives": [one.words for one in row.objectives.all()],
        "body": {"id": row.body_id, "slug": row.body.slug, "name": row.body.name},
        "meetings": [
            {"id": one.pk, "name": one.name, "state": one.state, "begins_at": one.begins_at, "hall": one.hall}
            for one in row.meetings.all()
        ],
    }


def row_of(meeting: int) -> Meeting | None:
    return Meeting.objects.select_related("conference__body", "room").filter(pk=meeting).first()


def is_inside(audience: Audience, row: Meeting) -> bool:
    body = row.conference.body
    return may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts)


def heading_of(audience: Audience, row: Meeting) -> dict[str, Any]:
    conference, body = row.conference, row.conference.body
    return {
        "id": row.pk,
        "name": row.name,
        "theme": row.theme,
        "hall": row.hall,
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
        "inside": is_inside(audience, row),
        "follows": audience.body == body.pk or row.open_to_public,
        "open_to_public": row.open_to_public,
        "agenda": {
            "state": row.agenda_state,
            "adopted_at": row.agenda_adopted_at,
            "amended_at": row.agenda_amended_at,
        },
        "current": row.current_id if audience.body == body.pk or row.open_to_public else None,
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
        if is_inside(audience, row.text.meeting)
    ]
