"""The programme of a conference: when which meeting sits in which hall, seen by the clock of whoever reads it.

A sitting is two instants; nothing here asks what time it is. The reader's day is that of the reader's own time zone, so
a sitting over midnight stands on both days, and a day of 23 or 25 hours has as many. Time zones are those of the IANA
database; what local times mean at a change of summer time follows PEP 495.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from communique.domain.errors import Refused

USUAL = timedelta(hours=3)
"""How long a sitting is taken to last of which nobody has said it: half a working day."""
LONGEST = timedelta(hours=24)


class Level(StrEnum):
    """Who meets. Meetings of one level need the same people of each delegation."""

    LEADERS = "leaders"
    MINISTERS = "ministers"
    OFFICIALS = "senior_officials"
    EXPERTS = "experts"


@dataclass(frozen=True)
class Slot:
    """A sitting in the programme. ``hall`` is "" while none is given; instants are aware."""

    sitting: int
    meeting: int
    hall: str
    begins: datetime
    ends: datetime
    level: str = ""

    def overlaps(self, other: Slot) -> bool:
        """One that begins when the other ends doesn't."""
        return self.begins < other.ends and other.begins < self.ends


def check_hours(begins: datetime, ends: datetime) -> None:
    """Refuses hours at which nobody can sit."""
    if ends <= begins:
        raise Refused("sitting_ends_before_it_begins")
    if ends - begins > LONGEST:
        raise Refused("sitting_too_long", hours=int(LONGEST.total_seconds() // 3600))


def in_same_hall(slot: Slot, others: Iterable[Slot]) -> Slot | None:
    """Another meeting's sitting that has the hall at that time, or None: a hall holds one meeting."""
    hall = _called(slot.hall)
    taken = (one for one in others if one.meeting != slot.meeting and _called(one.hall) == hall and slot.overlaps(one))
    return min(taken, key=lambda one: (one.begins, one.sitting), default=None) if hall else None


def of_same_meeting(slot: Slot, others: Iterable[Slot]) -> Slot | None:
    """Another sitting of the same meeting at that time, or None: a meeting sits once at a time."""
    same = (one for one in others if one.meeting == slot.meeting and one.sitting != slot.sitting and slot.overlaps(one))
    return min(same, key=lambda one: (one.begins, one.sitting), default=None)


def needing_the_same(slot: Slot, others: Iterable[Slot]) -> list[int]:
    """Meetings at the same time and of the same level: a delegation's minister can't sit in both."""
    same = {
        one.meeting for one in others if one.meeting != slot.meeting and one.level == slot.level and slot.overlaps(one)
    }
    return sorted(same) if slot.level else []


def at_once(slot: Slot, others: Iterable[Slot]) -> int:
    """At most how many meetings sit at one moment of ``slot``, itself among them."""
    beside = [one for one in others if one.meeting != slot.meeting and slot.overlaps(one)]
    moments = [max(one.begins, slot.begins) for one in beside] or [slot.begins]
    return 1 + max(len({one.meeting for one in beside if one.begins <= at < one.ends}) for at in moments)


def stretched(slot: Slot, others: Iterable[Slot], seats: Mapping[str, int]) -> list[str]:
    """Delegations (by their names) with fewer people in seats than meetings sit at once. Who has nobody at all is not
    counted: it hasn't said yet who comes."""
    most = at_once(slot, others)
    return sorted(name for name, count in seats.items() if 0 < count < most)


# Clocks


def instants_of(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants (UTC, in order) at which the clocks of a zone show a naive local time: none where they were put
    forward over it, two where they were put back."""
    found: list[datetime] = []
    for fold in (0, 1):
        at = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None, fold=0) == local and at not in found:
            found.append(at)
    return tuple(sorted(found))


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day; where midnight is skipped, the instant at which clocks were put forward."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Capital:
    """Where a delegation's own people look at the clock."""

    code: str
    name: str
    city: str
    zone: str


@dataclass(frozen=True)
class Hours:
    """A sitting by the clock of a capital. ``begins`` and ``ends`` are aware, in its zone."""

    capital: Capital
    begins: datetime
    ends: datetime
    quiet: bool


def quiet(zone: str, begins: datetime, ends: datetime, quiet_from: time, quiet_until: time) -> bool:
    """Does any of it fall into the night of a place? The night begins at ``quiet_from`` by the clock there and lasts
    until ``quiet_until``, usually of the next day; the same hour twice is no night at all."""
    if quiet_from == quiet_until:
        return False
    there = ZoneInfo(zone)
    day, last = begins.astimezone(there).date() - timedelta(days=1), ends.astimezone(there).date()
    over_midnight = timedelta(days=1) if quiet_until < quiet_from else timedelta(0)
    while day <= last:
        night = datetime.combine(day, quiet_from, tzinfo=there).astimezone(UTC)
        morning = datetime.combine(day + over_midnight, quiet_until, tzinfo=there).astimezone(UTC)
        if begins < morning and night < ends:
            return True
        day += timedelta(days=1)
    return False


def in_capitals(
    capitals: Iterable[Capital], begins: datetime, ends: datetime, quiet_from: time, quiet_until: time
) -> list[Hours]:
    """The same hours in every capital, in the order given."""
    return [
        Hours(
            one,
            begins.astimezone(ZoneInfo(one.zone)),
            ends.astimezone(ZoneInfo(one.zone)),
            quiet(one.zone, begins, ends, quiet_from, quiet_until),
        )
        for one in capitals
    ]


def by_clock(hours: Iterable[Hours]) -> list[tuple[Hours, ...]]:
    """The capitals whose clocks show the same together, from west to east; within each in the order given."""
    found: dict[tuple[datetime, datetime], list[Hours]] = {}
    for one in hours:
        found.setdefault((one.begins.replace(tzinfo=None), one.ends.replace(tzinfo=None)), []).append(one)
    return [tuple(found[key]) for key in sorted(found)]


# The days of a reader


@dataclass(frozen=True)
class Piece:
    """What of a sitting falls on one day."""

    slot: Slot
    begins: datetime
    ends: datetime
    from_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Cell:
    """A place of the grid: ``rows`` is its height; one without a piece is empty."""

    hall: str
    piece: Piece | None = None
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """From one instant at which something begins or ends to the next. ``cells`` are those that begin here."""

    begins: datetime
    ends: datetime
    cells: tuple[Cell, ...]
    busy: bool
    """Does anything sit?"""

    @property
    def minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds() // 60)


@dataclass(frozen=True)
class Hall:
    """A column of the grid, or several side by side where sittings without a hall overlap."""

    name: str
    lanes: int


@dataclass(frozen=True)
class Day:
    """A day of the reader's: the halls in use as columns, and the hours as rows."""

    date: date
    halls: tuple[Hall, ...]
    rows: tuple[Row, ...]


def days(slots: Iterable[Slot], zone: ZoneInfo) -> list[Day]:
    """The programme day by day, by the clock of a zone; days on which nothing sits are left out."""
    pieces: dict[date, list[Piece]] = {}
    for slot in slots:
        for day, piece in _pieces(slot, zone):
            pieces.setdefault(day, []).append(piece)
    return [_day(day, pieces[day]) for day in sorted(pieces)]


def days_of(slot: Slot, zone: ZoneInfo) -> list[date]:
    """The days of a zone on which a sitting stands."""
    return [day for day, _ in _pieces(slot, zone)]


def _pieces(slot: Slot, zone: ZoneInfo) -> list[tuple[date, Piece]]:
    day, found = slot.begins.astimezone(zone).date(), []
    while start_of(day, zone) < slot.ends:
        begins, ends = max(slot.begins, start_of(day, zone)), min(slot.ends, start_of(day + timedelta(days=1), zone))
        # A day that a place has skipped, crossing the date line, has no hours.
        if begins < ends:
            found.append((day, Piece(slot, begins, ends, begins > slot.begins, ends < slot.ends)))
        day += timedelta(days=1)
    return found


def _day(day: date, pieces: Sequence[Piece]) -> Day:
    edges = sorted({one.begins for one in pieces} | {one.ends for one in pieces})
    at = {edge: number for number, edge in enumerate(edges)}
    lanes: list[tuple[str, list[Piece]]] = []
    halls: list[Hall] = []
    for name, inside in _by_hall(pieces):
        own = _lanes(inside)
        halls.append(Hall(name, len(own)))
        lanes += [(name, lane) for lane in own]
    columns = [_column(name, lane, at) for name, lane in lanes]
    rows = [
        Row(
            edges[number],
            edges[number + 1],
            tuple(cell for column in columns if (cell := column[number]) is not None),
            any(one.begins <= edges[number] < one.ends for one in pieces),
        )
        for number in range(len(edges) - 1)
    ]
    return Day(day, tuple(halls), tuple(rows))


def _column(hall: str, lane: Sequence[Piece], at: Mapping[datetime, int]) -> list[Cell | None]:
    """One place for each row: the cell that begins there, or None where one from above reaches."""
    column: list[Cell | None] = [Cell(hall)] * (len(at) - 1)
    for piece in lane:
        first, after = at[piece.begins], at[piece.ends]
        column[first:after] = [Cell(hall, piece, after - first), *[None] * (after - first - 1)]
    return column


def _by_hall(pieces: Iterable[Piece]) -> list[tuple[str, list[Piece]]]:
    """The halls as people count them, "Room 2" before "Room 10"; what has none comes last."""
    found: dict[str, tuple[str, list[Piece]]] = {}
    for piece in pieces:
        found.setdefault(_called(piece.slot.hall), (piece.slot.hall, []))[1].append(piece)
    return [found[key] for key in sorted(found, key=lambda key: (not key, _counted(key)))]


def _lanes(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces side by side where they overlap, in as few lanes as can be."""
    lanes: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.begins, one.ends, one.slot.sitting)):
        free = next((lane for lane in lanes if lane[-1].ends <= piece.begins), None)
        if free is None:
            lanes.append([piece])
        else:
            free.append(piece)
    return lanes


def _called(hall: str) -> str:
    """ "Room 1" and "room  1" are one hall."""
    return " ".join(hall.casefold().split())


def _counted(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", name)]
