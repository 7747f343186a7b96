"""A meeting: when it sits.

A meeting is opened once and closed once, by declaration of who presides (Rules of Procedure of the General Assembly,
rule 35). In between it sits: a sitting is **suspended** for a while and resumed, or **adjourned** until the next one
(rules 76 and 118 keep the two apart). All times are instants: a sitting over midnight, or over the change of summer
time, is as long as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from communique.domain.errors import Refused


class State(StrEnum):
    """A meeting's. It is suspended within a sitting, and adjourned between two."""

    CONVENED = "convened"
    OPEN = "open"
    SUSPENDED = "suspended"
    ADJOURNED = "adjourned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SittingState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a meeting is in its conference."""

    MAIN = "main"
    RELATED = "related"
    THEMATIC = "thematic"


class AgendaState(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"


class ItemState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Sitting:
    """One stretch of time for which a meeting is planned to sit, and when it really did. ``seconds``: for how long it
    has sat, without the time since ``running_since`` of one that sits now."""

    number: int
    begins_at: datetime
    ends_at: datetime
    state: SittingState = SittingState.PLANNED
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    resumes_at: datetime | None = None
    seconds: int = 0
    running_since: datetime | None = None


USUAL = timedelta(hours=3)
"""For how long a sitting is taken to be meant that nobody has planned: the usual length of a meeting of the United
Nations, from ten to one and from three to six."""


def open_meeting(state: State) -> State:
    """A convened meeting is opened once. A closed one stays closed: its record is complete."""
    if state is State.CANCELLED:
        raise Refused("meeting_is_cancelled")
    if state is not State.CONVENED:
        raise Refused("meeting_not_convened", state=state.value)
    return State.OPEN


def close_meeting(state: State, *, question_open: bool, speaker: str = "") -> State:
    """A meeting is closed for good while it sits, or between two sittings.

    Not while a question is before it, for it has to be answered (rule 88: what is put is not interrupted); and not
    while somebody has the floor, for whoever has it is let finish or is called to order (rules 68 and 71). A suspended
    one is resumed or adjourned first: those who wait outside have been told that it goes on.
    """
    if state not in {State.OPEN, State.ADJOURNED}:
        raise Refused("meeting_not_open", state=state.value)
    require_nothing_under_way(question_open=question_open, speaker=speaker)
    return State.CLOSED


def suspend(state: State, *, question_open: bool, at: datetime, resumes_at: datetime | None) -> State:
    """The sitting rests for a while (rule 76), until an instant that the chair may say.

    Refused while a question is before it, and for an instant that is over. Who has the floor keeps it, with the clock
    standing: a suspension is also for a line that failed in the middle of a sentence.
    """
    require_open(state)
    require_nothing_under_way(question_open=question_open)
    if resumes_at is not None and resumes_at <= at:
        raise Refused("resumption_is_over")
    return State.SUSPENDED


def resume(state: State) -> State:
    """A suspended sitting goes on, whether or not the instant that was said has come."""
    if state is not State.SUSPENDED:
        raise Refused("meeting_not_suspended", state=state.value)
    return State.OPEN


def adjourn(state: State, *, question_open: bool, speaker: str) -> State:
    """The sitting ends; the meeting goes on with the next one. From a suspended one too: where those who went out don't
    come back, the chair adjourns."""
    if state not in {State.OPEN, State.SUSPENDED}:
        raise Refused("meeting_not_open", state=state.value)
    require_nothing_under_way(question_open=question_open, speaker=speaker)
    return State.ADJOURNED


def go_on(state: State) -> State:
    """The next sitting of a meeting that stands adjourned. One sitting is open at a time, and the first is opened with
    the meeting itself."""
    require_not_closed(state)
    if state in {State.OPEN, State.SUSPENDED}:
        raise Refused("sitting_is_open")
    if state is not State.ADJOURNED:
        raise Refused("meeting_not_adjourned", state=state.value)
    return State.OPEN


def next_sitting(sittings: Iterable[Sitting], *, at: datetime) -> Sitting:
    """The one to be opened now: of those planned the first, otherwise one of the usual length that begins now."""
    known = list(sittings)
    planned = [one for one in known if one.state is SittingState.PLANNED]
    if planned:
        return min(planned, key=lambda one: (one.begins_at, one.number))
    return Sitting(max((one.number for one in known), default=0) + 1, at, at + USUAL)


def begun(sitting: Sitting, at: datetime) -> Sitting:
    """It sits, for the first time or again."""
    opened = sitting.opened_at or at
    return replace(sitting, state=SittingState.OPEN, opened_at=opened, resumes_at=None, running_since=at)


def rested(sitting: Sitting, at: datetime, resumes_at: datetime | None) -> Sitting:
    """It is suspended, and its clock stands."""
    spent = time_spent(sitting.seconds, sitting.running_since, at)
    return replace(sitting, state=SittingState.SUSPENDED, resumes_at=resumes_at, seconds=spent, running_since=None)


def ended(sitting: Sitting, at: datetime) -> Sitting:
    """It is over, whether the meeting goes on with another or not."""
    spent = time_spent(sitting.seconds, sitting.running_since, at)
    return replace(sitting, state=SittingState.CLOSED, closed_at=at, resumes_at=None, seconds=spent, running_since=None)


def time_spent(seconds: int, running_since: datetime | None, at: datetime) -> int:
    """Whole seconds on a clock that had counted ``seconds`` when it was last set going, and has run since then.

    Instants are compared, never readings of a clock on the wall, which summer time puts back by an hour.
    """
    if running_since is None:
        return seconds
    return seconds + max(0, int(at.timestamp() - running_since.timestamp()))


def due(sitting: Sitting) -> datetime:
    """When a sitting ought to end: as it was planned; one that was opened only after that may take as long as was
    planned, from its opening."""
    if sitting.opened_at is None or sitting.opened_at < sitting.ends_at:
        return sitting.ends_at
    planned = sitting.ends_at.timestamp() - sitting.begins_at.timestamp()
    return sitting.opened_at + timedelta(seconds=planned)


def overrun(sitting: Sitting, at: datetime) -> int:
    """Seconds by which a sitting that was opened has gone beyond its time; 0 for one that has not."""
    if sitting.opened_at is None:
        return 0
    return max(0, int((sitting.closed_at or at).timestamp() - due(sitting).timestamp()))


def require_open(state: State) -> None:
    """What a meeting decides, it decides while it sits."""
    if state is not State.OPEN:
        raise Refused("meeting_not_open", state=state.value)


def require_not_closed(state: State) -> None:
    """A closed meeting's record is complete: nobody enters it, and its agenda stands. A cancelled one is never held."""
    if state is State.CLOSED:
        raise Refused("meeting_is_closed")
    if state is State.CANCELLED:
        raise Refused("meeting_is_cancelled")


def require_nothing_under_way(*, question_open: bool, speaker: str = "") -> None:
    """Refused while a question is before the meeting, and while somebody has the floor."""
    if question_open:
        raise Refused("question_is_open")
    if speaker:
        raise Refused("floor_is_held", speaker=speaker)
