"""What the chair has to know without having asked: a pure reading of how a meeting stands.

A chair who presides looks at the speaker, not at a screen. What is in order is silent; what isn't is said in a line,
the gravest first. Things that only time brings, such as the end of a sitting, are said beforehand with their instant,
so that a screen can show them when it has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Concern(StrEnum):
    """In the order of their weight."""

    QUORUM_LOST = "quorum_lost"
    SPEAKER_LOST = "speaker_lost"
    RULING_WAITS = "ruling_waits"
    QUESTION_OPEN = "question_open"
    TIME_OVER = "time_over"
    NEXT_AWAY = "next_away"
    LIST_CLOSES = "list_closes"
    NOTES_UNREAD = "notes_unread"
    READING_OPEN = "reading_open"
    ITEM_OVER = "item_over"
    SITTING_OVER = "sitting_over"


@dataclass(frozen=True)
class Warning:
    """One line. ``who`` is the name on a plate, ``count`` how many; ``at``: since or until when. ``begins``: it is true
    from then on only; None for what is true now."""

    concern: Concern
    who: str = ""
    count: int = 0
    at: datetime | None = None
    begins: datetime | None = None


@dataclass(frozen=True)
class Course:
    """How a meeting stands. ``missing``: members short of the quorum. ``speaker`` has the floor, ``lost`` is since when
    its line is, ``ends`` when its time is over (None while its clock stands still, or without a limit) and ``over``: it
    is. ``ruling``: who made the point of order that waits. ``away``: the first who waits isn't there. ``planned`` is
    for how long the item is planned, ``spent`` for how long it has been before the meeting without the time since
    ``opened``."""

    sits: bool = True
    missing: int = 0
    speaker: str = ""
    lost: datetime | None = None
    ends: datetime | None = None
    over: bool = False
    ruling: str = ""
    away: str = ""
    list_closes: datetime | None = None
    question_closes: datetime | None = None
    unread: int = 0
    reading: str = ""
    opened: datetime | None = None
    spent: timedelta = timedelta()
    planned: timedelta | None = None
    sitting_ends: datetime | None = None


def warnings(course: Course, *, at: datetime) -> tuple[Warning, ...]:
    """What to say to the chair at an instant, the gravest first. While the meeting doesn't sit only notes wait."""
    notes = (Warning(Concern.NOTES_UNREAD, count=course.unread),) if course.unread else ()
    if not course.sits:
        return notes
    found = list(notes)
    if course.missing > 0:
        found.append(Warning(Concern.QUORUM_LOST, count=course.missing))
    if course.speaker and course.lost is not None:
        found.append(Warning(Concern.SPEAKER_LOST, who=course.speaker, at=course.lost))
    elif course.speaker and course.over:
        found.append(Warning(Concern.TIME_OVER, who=course.speaker, at=course.ends))
    elif course.speaker and course.ends is not None:
        found.append(Warning(Concern.TIME_OVER, who=course.speaker, at=course.ends, begins=course.ends))
    if course.ruling:
        found.append(Warning(Concern.RULING_WAITS, who=course.ruling))
    if course.question_closes is not None:
        found.append(Warning(Concern.QUESTION_OPEN, at=course.question_closes))
    if course.away:
        found.append(Warning(Concern.NEXT_AWAY, who=course.away))
    if course.list_closes is not None and course.list_closes > at:
        found.append(Warning(Concern.LIST_CLOSES, at=course.list_closes))
    if course.reading:
        found.append(Warning(Concern.READING_OPEN, who=course.reading))
    if course.planned is not None and course.opened is not None:
        found.append(_from(Concern.ITEM_OVER, course.opened + course.planned - course.spent, at))
    if course.sitting_ends is not None:
        found.append(_from(Concern.SITTING_OVER, course.sitting_ends, at))
    order = list(Concern)
    return tuple(sorted(found, key=lambda one: order.index(one.concern)))


def _from(concern: Concern, begins: datetime, at: datetime) -> Warning:
    return Warning(concern, at=begins, begins=begins if begins > at else None)
