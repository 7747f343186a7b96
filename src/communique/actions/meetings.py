"""Convening a conference and its meetings, the agenda, opening and closing, entering and leaving."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from communique.actions.bodies import check_time_zone
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_body, of_conference, of_meeting
from communique.actions.words import fit
from communique.domain import meetings
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import AgendaItem, Attendance, Conference, Meeting, Question, Room, Text


@writes("conference.convene", of_body)
def convene_conference(
    *,
    actor: Actor,
    request_id: str,
    body: int,
    name: str,
    year: int,
    place: str = "",
    time_zone: str = "UTC",
    starts_on: date | None = None,
    ends_on: date | None = None,
    objectives: list[str] | None = None,
) -> Answer:
    """Convene a conference of a body. Refused: no name, a name taken in that year, an end before the start."""
    room = frame()
    name = fit(Conference, "name", name)
    if not slugify(name):
        raise Refused("name_missing")
    if not 1900 <= year <= 2200:
        raise Refused("bad_year", year=year)
    slug = f"{slugify(name)[:75]}-{year}"
    if Conference.objects.filter(slug=slug).exists():
        raise Refused("name_taken", name=name)
    check_time_zone(time_zone)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("ends_before_it_starts")
    conference = Conference.objects.create(
        body_id=body,
        slug=slug,
        name=name,
        year=year,
        place=fit(Conference, "place", place),
        time_zone=time_zone,
        starts_on=starts_on,
        ends_on=ends_on,
        objectives=[one.strip() for one in objectives or [] if one.strip()],
    )
    room.record(body=body, conference=conference.pk, name=conference.name, year=year)
    return {"conference": conference.pk, "slug": slug}


@writes("meeting.convene", of_conference)
def convene_meeting(*, actor: Actor, request_id: str, conference: int, name: str, begins_at: datetime) -> Answer:
    """Convene a meeting: a room of its own, whose chain is named in the house's journal."""
    room = frame()
    name = fit(Meeting, "name", name)
    if not name:
        raise Refused("name_missing")
    own = Room.objects.create()
    meeting = Meeting.objects.create(conference_id=conference, room=own, name=name, begins_at=begins_at)
    room.record(
        conference=conference,
        meeting=meeting.pk,
        room=own.pk,
        genesis=own.digest,
        name=meeting.name,
        begins_at=begins_at.isoformat(),
    )
    return {"meeting": meeting.pk, "room": own.pk}


@writes("agenda.add", of_meeting)
def add_item(*, actor: Actor, request_id: str, meeting: int, number: str, title: str, adopts: bool = False) -> Answer:
    """Add an item to the agenda, after the last one. ``adopts``: a document is to be adopted under it.

    Refused: a number taken, no number or title, a closed meeting.
    """
    room = frame()
    number, title = fit(AgendaItem, "number", number), fit(AgendaItem, "title", title)
    if not number or not title:
        raise Refused("item_needs_number_and_title")
    meetings.require_not_closed(meetings.State(Meeting.objects.get(pk=meeting).state))
    items = AgendaItem.objects.filter(meeting_id=meeting)
    if items.filter(number=number).exists():
        raise Refused("item_number_taken", number=number)
    item = AgendaItem.objects.create(
        meeting_id=meeting, number=number, title=title, order=items.count() + 1, adopts=adopts
    )
    room.record(meeting=meeting, item=item.pk, number=number, title=title, adopts=adopts)
    room.announce("fragment", target=f"agenda:{meeting}")
    return {"item": item.pk}


@writes("meeting.open", of_meeting)
def open_meeting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Open a meeting that was convened."""
    row = Meeting.objects.get(pk=meeting)
    return _move(frame(), row, meetings.open_meeting(meetings.State(row.state)))


@writes("meeting.close", of_meeting)
def close_meeting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Close an open meeting. Refused while a question is before it."""
    row = Meeting.objects.get(pk=meeting)
    open_question = Question.objects.filter(text__meeting=row, outcome="open").exists()
    return _move(frame(), row, meetings.close_meeting(meetings.State(row.state), question_open=open_question))


def _move(room: Frame, row: Meeting, state: meetings.State) -> Answer:
    row.state = state.value
    row.save(update_fields=["state"])
    room.record(meeting=row.pk, state=row.state)
    room.announce("fragment", target=f"meeting:{row.pk}")
    for text in Text.objects.filter(meeting=row).values_list("pk", flat=True):
        room.announce("fragment", target=f"question:{text}")
    return {"meeting": row.pk, "state": row.state}


@writes("meeting.enter", of_meeting)
def enter(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Take one's place. Entering twice changes nothing."""
    room = frame()
    row = Meeting.objects.get(pk=meeting)
    meetings.require_not_closed(meetings.State(row.state))
    _, new = Attendance.objects.get_or_create(
        meeting_id=meeting, seat_id=room.seat(), left_at=None, defaults={"entered_at": room.now}
    )
    room.record(meeting=meeting, seat=room.seat(), new=new)
    if new:
        room.announce("fragment", target=f"attendance:{meeting}")
    return {"present": present(meeting)}


@writes("meeting.leave", of_meeting)
def leave(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Give up one's place, until entering again."""
    room = frame()
    gone = Attendance.objects.filter(meeting_id=meeting, seat_id=room.seat(), left_at=None).update(left_at=room.now)
    room.record(meeting=meeting, seat=room.seat(), left=gone)
    if gone:
        room.announce("fragment", target=f"attendance:{meeting}")
    return {"present": present(meeting)}


def present(meeting: int) -> list[Any]:
    """Codes of the members present now."""
    stays = Attendance.objects.filter(meeting_id=meeting, left_at=None).select_related("seat__party")
    return list(meetings.present_members(stay.value() for stay in stays))
