"""Who is in the room, whether that is enough to decide, and the roll.

A delegation is present when somebody of it has taken a place and is really there: a line of that seat stands, on
however many devices, and when the last one is lost, for as long as the body's grace. Everything here counts
delegations, never devices or people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from communique.domain.errors import Refused


class Standing(StrEnum):
    """How it stands with a delegation's place. ``away``: it took one, and no line of it stands."""

    PRESENT = "present"
    AWAY = "away"
    ABSENT = "absent"


@dataclass(frozen=True)
class Stay:
    """One stay of one seat in a meeting. ``party`` is the code on the plate, "" for the secretariat; ``member`` is
    false for who makes no quorum: observers, the secretariat, and the chair, who leaves the voice to the delegation.

    ``seen_at``: when a line of the seat was last known to stand, None for never.
    """

    seat: int
    party: str
    member: bool
    entered_at: datetime
    left_at: datetime | None = None
    seen_at: datetime | None = None
    away_since: datetime | None = None
    role: str = ""

    @property
    def is_here(self) -> bool:
        return self.left_at is None and self.away_since is None

    @property
    def last_seen(self) -> datetime:
        """Who takes a place is there at that moment."""
        return max(self.entered_at, self.seen_at or self.entered_at)


def present_members(stays: Iterable[Stay]) -> tuple[str, ...]:
    """Codes of the members present, each once, in alphabetical order: a member is present when any seat of its
    delegation is in the room and its line stands, on however many devices."""
    return tuple(sorted({stay.party for stay in stays if stay.member and stay.is_here}))


def standings(stays: Iterable[Stay]) -> dict[str, Standing]:
    """How it stands with each delegation that has a place, members and observers, by its code. Others are absent."""
    found: dict[str, Standing] = {}
    for stay in stays:
        if stay.left_at is None and stay.party and stay.role != "chair":
            better = stay.is_here or found.get(stay.party) is Standing.PRESENT
            found[stay.party] = Standing.PRESENT if better else Standing.AWAY
    return found


# Lines.


@dataclass(frozen=True)
class Moves:
    """What the clock found: seats whose lines are lost, are back, and seats that were withdrawn from who held them.

    ``lost`` and ``back`` are the codes of the delegations whose standing changed by it.
    """

    away: tuple[int, ...]
    returned: tuple[int, ...]
    withdrawn: tuple[int, ...]
    lost: tuple[str, ...]
    back: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.away or self.returned or self.withdrawn)


def judge(stays: Sequence[Stay], lines: Collection[int], *, grace: int, since: datetime, at: datetime) -> Moves:
    """Who is away, and who is back, at an instant.

    ``stays`` are those that have not been ended in the tables; one with ``left_at`` is that of a withdrawn seat.
    ``lines``: the seats that have a line to the process that looks. ``grace``: seconds for which a lost line is
    forgiven. ``since``: from when on that process knows of lines, so that nobody is away because a server was started.
    What other processes know of lines is in ``seen_at``.
    """
    forgiven = timedelta(seconds=grace)
    withdrawn, away, returned, after = [], [], [], []
    for stay in stays:
        moved = stay
        if stay.left_at is not None:
            withdrawn.append(stay.seat)
        elif stay.away_since is None:
            if stay.seat not in lines and at - max(stay.last_seen, since) > forgiven:
                away.append(stay.seat)
                moved = replace(stay, away_since=stay.last_seen)
        elif stay.seat in lines or (stay.last_seen > stay.away_since and at - stay.last_seen <= forgiven):
            returned.append(stay.seat)
            moved = replace(stay, away_since=None)
        after.append(moved)
    before, now = _here(replace(stay, left_at=None) for stay in stays), _here(after)
    return Moves(
        tuple(sorted(away)),
        tuple(sorted(returned)),
        tuple(sorted(withdrawn)),
        tuple(sorted(before - now)),
        tuple(sorted(now - before)),
    )


def _here(stays: Iterable[Stay]) -> set[str]:
    return {code for code, standing in standings(stays).items() if standing is Standing.PRESENT}


# The quorum.


@dataclass(frozen=True)
class Quorum:
    """How many members are present, and how many the body's rules ask for before anything is decided.

    United Nations General Assembly, rule 67: the presence of a majority of the members is required for any decision to
    be taken; the debate may proceed when at least one third of them are present. Bodies set their own number for
    decisions, and ``needed`` is that of this one.
    """

    present: int
    needed: int
    members: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)

    @property
    def may_debate(self) -> bool:
        """Rule 67: one third is enough to go on talking, where the body asks for more than that to decide."""
        return self.reached or self.present * 3 >= self.members > 0


def require_quorum(present: int, needed: int) -> None:
    """Refuses a decision for which too few members are present (rule 67)."""
    if present < needed:
        raise Refused("no_quorum", present=present, quorum=needed)


# The roll.


@dataclass(frozen=True)
class Roll:
    """A roll that was called: the codes of the members asked, in protocol order, and of those that have answered."""

    asked: tuple[str, ...]
    answered: tuple[str, ...] = ()
    closed: bool = False

    @property
    def silent(self) -> tuple[str, ...]:
        """Who has not answered."""
        return tuple(code for code in self.asked if code not in self.answered)

    @property
    def next(self) -> str:
        """Whom the chair calls now: "" when all have answered, or the roll is closed."""
        return "" if self.closed or not self.silent else self.silent[0]


def call_roll(members: Sequence[str], *, is_open: bool) -> Roll:
    """The chair calls the roll: every member is asked, whether it is present or not, in protocol order (as in rule 87
    of the General Assembly, where each is called by name). Refused: another roll is open, nobody to be called."""
    if is_open:
        raise Refused("roll_is_open")
    if not members:
        raise Refused("no_members_to_call")
    return Roll(tuple(members))


def answer_roll(roll: Roll, party: str) -> Roll:
    """A member answers that it is present, once. Refused: the roll is closed, who isn't asked, who has answered."""
    if roll.closed:
        raise Refused("roll_is_closed")
    if party not in roll.asked:
        raise Refused("not_on_the_roll", party=party[:20])
    if party in roll.answered:
        raise Refused("answered_the_roll", party=party)
    return replace(roll, answered=(*roll.answered, party))


def close_roll(roll: Roll) -> Roll:
    """The chair ends the roll; who has not answered is noted as not having answered. Refused: it is closed."""
    if roll.closed:
        raise Refused("roll_is_closed")
    return replace(roll, closed=True)


# The attendance sheet.


@dataclass(frozen=True)
class Span:
    """From one instant to another; ``ends`` is None while it lasts."""

    begins: datetime
    ends: datetime | None = None


def spans_of(stay: Stay, gaps: Iterable[Span] = ()) -> tuple[Span, ...]:
    """When somebody was really there: a stay without the ``gaps`` in which no line stood. A gap that lasts is the one
    since which the seat is away."""
    found: list[Span] = []
    begins = stay.entered_at
    own = [*gaps, *([Span(stay.away_since)] if stay.away_since is not None else [])]
    for gap in sorted(own, key=lambda one: one.begins):
        ends = gap.begins if stay.left_at is None else min(gap.begins, stay.left_at)
        if ends > begins:
            found.append(Span(begins, ends))
        if gap.ends is None:
            return tuple(found)
        begins = max(begins, gap.ends)
    if stay.left_at is None or stay.left_at > begins:
        found.append(Span(begins, stay.left_at))
    return tuple(found)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The times at which at least one of several was there, in order, without overlaps."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.begins):
        last = found[-1] if found else None
        if last is None or (last.ends is not None and last.ends < span.begins):
            found.append(span)
        elif last.ends is not None and (span.ends is None or span.ends > last.ends):
            found[-1] = replace(last, ends=span.ends)
    return tuple(found)


def by_party(stays: Iterable[Stay], order: Sequence[str]) -> Mapping[str, tuple[Stay, ...]]:
    """The stays of each delegation, in an order of codes; those of nobody there are empty."""
    held: dict[str, list[Stay]] = {code: [] for code in order}
    for stay in stays:
        if stay.party in held and stay.role != "chair":
            held[stay.party].append(stay)
    return {code: tuple(found) for code, found in held.items()}
