"""A speakers' list as a value, and the clock of one who speaks. What may be done with it, ``floor`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from communique.domain.floor_rules import Kind, Observers, Standing

NONE = timedelta()


class State(StrEnum):
    """Of a name on the list. ``interrupted``: has the floor, and waits while a point of order is heard; ``heard``: a
    point of order that was made, and waits for the ruling. Those below are over: ``withdrawn`` by its own delegation,
    ``removed`` by the chair, ``lapsed`` when its item or sitting was closed before its turn."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    INTERRUPTED = "interrupted"
    HEARD = "heard"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    LAPSED = "lapsed"


class Ending(StrEnum):
    """Who ended an intervention: the speaker, the chair, the clock, or nobody: its place was given up or its seat was
    withdrawn."""

    SPEAKER = "speaker"
    CHAIR = "chair"
    CLOCK = "clock"
    LEFT = "left"
    SEAT = "seat"


@dataclass(frozen=True)
class Speaker:
    """A name on the list, and then an intervention.

    ``party`` is the code on the plate, "" for the chair and the secretariat; ``protocol`` its place in the body's
    order, ``head``: its head of delegation speaks, ``right``: an observer's own right to the floor. ``place``: where
    the chair has put it, if it has. ``limit``: seconds that it may take, None without limit; ``paused``: for how long
    its clock stood still, and ``paused_at`` since when it does. ``here``: somebody of it is in the room; ``lost``:
    since when no line of it stands.
    """

    id: int
    party: str
    kind: Kind
    requested: datetime
    name: str = ""
    standing: Standing = Standing.MEMBER
    right: Observers = Observers.AFTER_MEMBERS
    protocol: int = 0
    head: bool = False
    item: int | None = None
    on_behalf_of: str = ""
    place: int | None = None
    state: State = State.WAITING
    began: datetime | None = None
    ended: datetime | None = None
    ended_by: Ending | None = None
    limit: int | None = None
    paused: timedelta = NONE
    paused_at: datetime | None = None
    rests: tuple[tuple[datetime, datetime], ...] = ()
    ruling: str = ""
    ruled_at: datetime | None = None
    here: bool = True
    lost: datetime | None = None

    @property
    def is_away(self) -> bool:
        return not self.here or self.lost is not None


@dataclass(frozen=True)
class SpeakersList:
    """Everybody who waits, who has the floor, and the replies that were made, in any order. ``limits``: seconds by kind
    that the chair has set for this meeting. ``sits``: the meeting is in session."""

    speakers: tuple[Speaker, ...] = ()
    is_open: bool = True
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    suspended_at: datetime | None = None
    limits: Mapping[Kind, int | None] = field(default_factory=dict)
    sits: bool = True


def spent(speaker: Speaker, *, at: datetime) -> timedelta:
    """How long an intervention has taken, without the time for which its clock stood still."""
    if speaker.began is None:
        return NONE
    return max(NONE, (speaker.ended or speaker.paused_at or at) - speaker.began - speaker.paused)


def remaining(speaker: Speaker, *, at: datetime) -> timedelta | None:
    """What is left of its time: less than nothing when it is over, None without limit."""
    return None if speaker.limit is None else timedelta(seconds=speaker.limit) - spent(speaker, at=at)


def runs_out_at(speaker: Speaker) -> datetime | None:
    """When its time is over, if nothing holds its clock; None while something does, or without limit."""
    if speaker.began is None or speaker.limit is None or speaker.paused_at is not None or speaker.ended is not None:
        return None
    return speaker.began + speaker.paused + timedelta(seconds=speaker.limit)


def ended(one: Speaker, at: datetime, by: Ending) -> Speaker:
    """Has done."""
    return replace(running(one, at), ended=at, ended_by=by)


def running(one: Speaker, at: datetime) -> Speaker:
    """Its clock goes again, without the time for which it stood still."""
    if one.paused_at is None or at <= one.paused_at:
        return replace(one, paused_at=None)
    rests = (*one.rests, (one.paused_at, at))
    return replace(one, paused=one.paused + (at - one.paused_at), paused_at=None, rests=rests)


def still_since(one: Speaker, at: datetime) -> Speaker:
    """Its clock stands still since an instant, which may lie back: what was forgiven of the time after it isn't
    forgiven once more."""
    counted = sum((end - max(begin, at) for begin, end in one.rests if end > at), NONE)
    rests = tuple((begin, min(end, at)) for begin, end in one.rests if begin < at)
    return replace(one, paused=one.paused - counted, paused_at=at, rests=rests)
