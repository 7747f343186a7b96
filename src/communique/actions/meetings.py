"""Opening and closing a meeting, and its sittings: opened, suspended, resumed, adjourned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from communique.actions import attendance, floor
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_meeting
from communique.domain import agenda, meetings
from communique.domain.actors import Actor
from communique.domain.meetings import SittingState, State
from communique.records.models import AgendaItem, Intervention, Meeting, Question, Sitting, Text

PLACES = ("meeting", "agenda", "now", "screen", "floor", "roll")
"""What shows whether a meeting sits, and what is before it."""
HAS_THE_FLOOR = ("speaking", "interrupted")


@writes("meeting.open", of_meeting)
def open_meeting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Open a meeting that was convened, with its first planned sitting, or with one that begins now."""
    room, row = frame(), _row(meeting)
    return _sit(room, row, meetings.open_meeting(State(row.state)))


@writes("sitting.open", of_meeting)
def open_sitting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Open the next sitting of a meeting that stands adjourned. Refused: one is open, the meeting was never opened, or
    is over."""
    room, row = frame(), _row(meeting)
    return _sit(room, row, meetings.go_on(State(row.state)))


@writes("sitting.suspend", of_meeting)
def suspend(*, actor: Actor, request_id: str, meeting: int, resumes_at: datetime | None = None) -> Answer:
    """Suspend the sitting, until an instant that all screens show, or until the chair resumes it. Whoever has the floor
    keeps it, with the clock standing. Refused: no open sitting, a question before it, an instant that is over."""
    room, row = frame(), _row(meeting)
    state = meetings.suspend(State(row.state), question_open=question_is_open(row), at=room.now, resumes_at=resumes_at)
    sitting = _store(row, meetings.rested(_open(row), room.now, resumes_at))
    _clock_of_item(row, room.now, runs=False)
    said = {"resumes_at": resumes_at.isoformat()} if resumes_at else {}
    return _move(room, row, state, sitting=sitting, **said)


@writes("sitting.resume", of_meeting)
def resume(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Go on with a suspended sitting, with the item that was before it. Refused: it isn't suspended."""
    room, row = frame(), _row(meeting)
    state = meetings.resume(State(row.state))
    sitting = _store(row, meetings.begun(_open(row), room.now))
    _clock_of_item(row, room.now, runs=True)
    return _move(room, row, state, sitting=sitting)


@writes("sitting.close", of_meeting)
def close_sitting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Adjourn the meeting: its sitting ends, and the item before it waits for the next one. Names that wait for the
    floor lapse. Refused: no sitting, a question before it, somebody who has the floor."""
    room, row = frame(), _row(meeting)
    state = meetings.adjourn(State(row.state), question_open=question_is_open(row), speaker=speaker_of(row))
    sitting = _store(row, meetings.ended(_open(row), room.now))
    _clock_of_item(row, room.now, runs=False)
    return _move(room, row, state, sitting=sitting, **floor.lapse(room, meeting))


@writes("meeting.close", of_meeting)
def close_meeting(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Close a meeting for good: its sitting, the item before it, its floor; sittings still planned are cancelled.

    Refused: a meeting that is suspended or was never opened, a question before it, somebody who has the floor.
    """
    room, row = frame(), _row(meeting)
    state = meetings.close_meeting(State(row.state), question_open=question_is_open(row), speaker=speaker_of(row))
    facts: dict[str, Any] = {}
    if row.state == State.OPEN.value:
        facts["sitting"] = _store(row, meetings.ended(_open(row), room.now))
    if row.current is not None:
        facts["item"] = row.current.number
        keep_item(row.current, agenda.close(value_of(row.current), room.now))
        row.current = None
    facts["not_held"] = _call_off(room, row)
    tell(room, meeting, "papers", "notes")
    return _move(room, row, state, **facts, **floor.lapse(room, meeting))


# what the agenda's actions ask as well


def question_is_open(row: Meeting) -> bool:
    return Question.objects.filter(text__meeting=row, outcome="open").exists()


def speaker_of(row: Meeting) -> str:
    """The words on the plate of who has the floor, "" for nobody."""
    rows = Intervention.objects.filter(meeting=row, state__in=HAS_THE_FLOOR).select_related("party", "seat")
    found = rows.order_by("-began_at").first()
    if found is None:
        return ""
    return found.party.name if found.party else found.seat.role


def value_of(row: AgendaItem) -> agenda.Item:
    """An item as the rules see it."""
    return agenda.Item(
        row.pk,
        row.number,
        meetings.ItemState(row.state),
        row.opened_at,
        row.closed_at,
        row.seconds,
        row.running_since,
    )


def keep_item(row: AgendaItem, value: agenda.Item) -> None:
    row.state, row.opened_at, row.closed_at = value.state.value, value.opened_at, value.closed_at
    row.seconds, row.running_since = value.seconds, value.running_since
    row.save()


def tell(room: Frame, meeting: int, *kinds: str) -> None:
    """The readers of the meeting's places of these kinds."""
    for kind in kinds:
        room.announce("fragment", target=f"{kind}:{meeting}")


# within


def _row(meeting: int) -> Meeting:
    return Meeting.objects.select_related("conference", "current").get(pk=meeting)


def _sit(room: Frame, row: Meeting, state: State) -> Answer:
    """The meeting sits: with the sitting that is next, and the item that it had before it."""
    known = [_value(one) for one in row.sittings.all()]
    sitting = _store(row, meetings.begun(meetings.next_sitting(known, at=room.now), room.now))
    _clock_of_item(row, room.now, runs=True)
    return _move(room, row, state, sitting=sitting)


def _call_off(room: Frame, row: Meeting) -> list[int]:
    """Cancels the sittings that a meeting which is closed won't hold, so that calendars say so; their numbers."""
    planned = row.sittings.filter(state=SittingState.PLANNED.value)
    numbers = list(planned.order_by("number").values_list("number", flat=True))
    if numbers:
        planned.update(state=SittingState.CANCELLED.value)
        row.ends_at = row.sittings.exclude(state=SittingState.CANCELLED.value).aggregate(at=Max("ends_at"))["at"]
        row.revision, row.changed_at = row.revision + 1, room.now
        row.save(update_fields=["ends_at", "revision", "changed_at"])
    return numbers


def _open(row: Meeting) -> meetings.Sitting:
    """The sitting of a meeting that sits or is suspended; for one that was opened before sittings were kept, one that
    begins with its meeting."""
    found = row.sittings.filter(state__in=(SittingState.OPEN.value, SittingState.SUSPENDED.value)).first()
    if found is not None:
        return _value(found)
    return meetings.Sitting(
        row.sittings.count() + 1, row.begins_at, row.ends_at or row.begins_at + meetings.USUAL, SittingState.OPEN
    )


def _value(row: Sitting) -> meetings.Sitting:
    return meetings.Sitting(
        row.number,
        row.begins_at,
        row.ends_at,
        SittingState(row.state),
        row.opened_at,
        row.closed_at,
        row.resumes_at,
        row.seconds,
        row.running_since,
    )


def _store(row: Meeting, value: meetings.Sitting) -> int:
    """Keeps a sitting, by its number."""
    Sitting.objects.update_or_create(
        meeting=row,
        number=value.number,
        defaults={
            "begins_at": value.begins_at,
            "ends_at": value.ends_at,
            "state": value.state.value,
            "opened_at": value.opened_at,
            "closed_at": value.closed_at,
            "resumes_at": value.resumes_at,
            "seconds": value.seconds,
            "running_since": value.running_since,
        },
    )
    return value.number


def _clock_of_item(row: Meeting, at: datetime, *, runs: bool) -> None:
    """The clock of the item before the meeting runs while the meeting sits."""
    if row.current is not None and row.current.state == meetings.ItemState.OPEN.value:
        value = value_of(row.current)
        keep_item(row.current, agenda.started(value, at) if runs else agenda.stopped(value, at))


def _move(room: Frame, row: Meeting, state: State, **facts: Any) -> Answer:
    row.state = state.value
    row.save(update_fields=["state", "current"])
    floor.settle(room, row.pk)
    if state in {State.ADJOURNED, State.CLOSED}:
        attendance.rise(room, row.pk)
    said: Mapping[str, Any] = {name: value for name, value in facts.items() if value not in ([], {}, None)}
    room.record(meeting=row.pk, state=row.state, **said)
    tell(room, row.pk, *PLACES)
    for text in Text.objects.filter(meeting=row).values_list("pk", flat=True):
        room.announce("fragment", target=f"question:{text}")
    conference = row.conference
    room.announce_to(conference.room_id, "fragment", target=f"programme:{conference.pk}")
    return {"meeting": row.pk, "state": row.state}
