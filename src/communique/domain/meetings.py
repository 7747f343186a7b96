"""A meeting: when it is open, who is present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from communique.domain.errors import Refused


class State(StrEnum):
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Attendance:
    """One stay of one seat in a meeting. ``party`` is the code on the plate, "" for the chair and the secretariat."""

    seat: int
    party: str
    member: bool
    entered_at: datetime
    left_at: datetime | None = None


def open_meeting(state: State) -> State:
    """A convened meeting is opened once. A closed one stays closed: its record is complete."""
    if state is not State.CONVENED:
        raise Refused("meeting_not_convened", state=state.value)
    return State.OPEN


def close_meeting(state: State, *, question_open: bool) -> State:
    """An open meeting is closed when no question is before it."""
    if state is not State.OPEN:
        raise Refused("meeting_not_open", state=state.value)
    if question_open:
        raise Refused("question_is_open")
    return State.CLOSED


def require_open(state: State) -> None:
    """What a meeting decides, it decides while it sits."""
    if state is not State.OPEN:
        raise Refused("meeting_not_open", state=state.value)


def require_not_closed(state: State) -> None:
    """A closed meeting's record is complete: nobody enters it, and its agenda stands."""
    if state is State.CLOSED:
        raise Refused("meeting_is_closed")


def present_members(attendances: Iterable[Attendance]) -> tuple[str, ...]:
    """Codes of the members present, each once, in alphabetical order: a member is present when any seat of its
    delegation is in the room."""
    return tuple(sorted({stay.party for stay in attendances if stay.member and stay.left_at is None}))
