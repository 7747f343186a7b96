"""The agenda: its numbers, its adoption, and the items as the meeting takes them up.

A provisional agenda is adopted by the meeting at its beginning, and amended afterwards by the meeting alone (Rules of
Procedure of the General Assembly, rules 21 and 22). While it is provisional its numbers may change; once adopted they
stand, so that everybody speaks of the same item: one that is put between two takes *bis*, *ter* and so on behind the
number before it (United Nations Editorial Manual).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from communique.domain.errors import Refused
from communique.domain.meetings import AgendaState, ItemState, State, require_not_closed, require_open, time_spent
from communique.domain.texts.numerals import following, key, parse

NUMBER = 12
"""Characters that the number of an item may have."""
LONGEST = 24 * 60
"""Minutes that an item can be planned to take."""


class Leaving(StrEnum):
    """What becomes of the open item when another is taken up: the meeting comes back to it, or it is finished."""

    SUSPEND = "suspend"
    CLOSE = "close"


@dataclass(frozen=True)
class Item:
    """An item as the rules see it. ``seconds``: for how long it has been before the meeting, without the time since
    ``running_since`` of one whose clock runs."""

    id: int
    number: str
    state: ItemState = ItemState.PLANNED
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    seconds: int = 0
    running_since: datetime | None = None


def amends(meeting: State, agenda: AgendaState) -> bool:
    """Would a change of the agenda amend an adopted one? A provisional agenda is the chair's and the secretariat's to
    write until the meeting is closed; an adopted one is amended in the room, while the meeting sits (rule 22)."""
    require_not_closed(meeting)
    if agenda is AgendaState.DRAFT:
        return False
    require_open(meeting)
    return True


def adopt(meeting: State, agenda: AgendaState, *, items: int, present: Collection[str], quorum: int) -> AgendaState:
    """The meeting adopts its agenda, once, while it sits. It is a decision, so enough members are present (rule 67)."""
    if agenda is AgendaState.ADOPTED:
        raise Refused("agenda_is_adopted")
    require_open(meeting)
    if not items:
        raise Refused("agenda_is_empty")
    if len(present) < quorum:
        raise Refused("no_quorum", present=len(present), quorum=quorum)
    return AgendaState.ADOPTED


def number_offered(numbers: Sequence[str], place: int) -> str:
    """A free number for an item that shall stand behind the first ``place`` of ``numbers``, which are in their order.

    At the end it is the next in the row; between two, the number before it with *bis*, *ter* and so on; before the
    first, the first one's with *ante*. It is only offered: who writes the agenda may choose another.
    """

    def free(number: str) -> bool:
        return len(number) <= NUMBER and not is_taken(number, numbers)

    if numbers and place < len(numbers):
        beside = parse(numbers[max(0, place - 1)])
        if beside is not None:
            before = [("ante",), *((f"ante{count}",) for count in range(2, 100))]
            behind = before if place <= 0 else following(beside.behind)
            label = beside.base if place <= 0 else beside
            found = next(filter(free, (str(label.with_behind(*words)) for words in behind)), "")
            if found:
                return found
    last = parse(numbers[-1]) if numbers else None
    if last is not None and last.readings:
        form, count = last.readings[0]
        found = next(filter(free, (str(last.base.counted(count + more, form)) for more in range(1, 99))), "")
        if found:
            return found
    return next(filter(free, (str(count) for count in range(len(numbers) + 1, 2 * len(numbers) + 2))))


def _same(number: str) -> object:
    """Two numbers are the same however they are written: "2 bis" and "2bis"."""
    return key(number) or number.casefold()


def is_taken(number: str, numbers: Collection[str]) -> bool:
    return _same(number) in {_same(other) for other in numbers}


def renumbered(numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers of a provisional agenda in their order, after something was moved in it or taken out: plain numbers
    are made consecutive again; where there are others they stay as they are."""
    if all(number.isdecimal() and number.isascii() for number in numbers):
        return tuple(str(count) for count in range(1, len(numbers) + 1))
    return tuple(numbers)


def moved(ids: Sequence[int], item: int, place: int) -> list[int]:
    """The items in their new order, with one at ``place``, counted from 1. Refused: it stands there already."""
    rest = [one for one in ids if one != item]
    at = min(max(place, 1), len(ids)) - 1
    order = [*rest[:at], item, *rest[at:]]
    if order == list(ids):
        raise Refused("item_stands_there")
    return order


def require_removable(item: Item, *, current: bool, holds: Collection[str]) -> None:
    """An item is struck from an agenda while nothing has happened under it; afterwards it is part of the record.

    ``holds``: what lies or was said under it, as codes for the sentence.
    """
    if current:
        raise Refused("item_is_current", number=item.number)
    if holds:
        raise Refused("item_holds_something", number=item.number, what=sorted(holds))
    if item.state is not ItemState.PLANNED or item.opened_at is not None:
        raise Refused("item_was_taken_up", number=item.number)


def take_up(item: Item, at: datetime) -> Item:
    """The meeting goes to an item that waits, or comes back to one. A closed one may be reopened, which the
    record shows: the chair asks the meeting (rule 81 does the same of what was decided)."""
    if item.state is ItemState.OPEN:
        raise Refused("item_is_open", number=item.number)
    return replace(item, state=ItemState.OPEN, opened_at=item.opened_at or at, closed_at=None, running_since=at)


def leave(item: Item, leaving: Leaving, at: datetime) -> Item:
    """The open item makes room for another."""
    return suspend(item, at) if leaving is Leaving.SUSPEND else close(item, at)


def suspend(item: Item, at: datetime) -> Item:
    """The meeting leaves the open item, to come back to it."""
    if item.state is not ItemState.OPEN:
        raise Refused("item_not_open", number=item.number)
    return replace(stopped(item, at), state=ItemState.SUSPENDED)


def close(item: Item, at: datetime) -> Item:
    """The meeting has finished with an item that it had taken up."""
    if item.state not in {ItemState.OPEN, ItemState.SUSPENDED}:
        raise Refused("item_not_open", number=item.number)
    return replace(stopped(item, at), state=ItemState.CLOSED, closed_at=at)


def defer(item: Item, at: datetime) -> Item:
    """An item is put off, to another meeting or to no date (rule 74 on the adjournment of debate). What is finished is
    not put off: it would have to be reopened."""
    if item.state in {ItemState.CLOSED, ItemState.DEFERRED}:
        raise Refused("item_is_over", number=item.number)
    return replace(stopped(item, at), state=ItemState.DEFERRED)


def stopped(item: Item, at: datetime) -> Item:
    """The clock of an item stands: it is left, or the meeting itself rests."""
    return replace(item, seconds=time_spent(item.seconds, item.running_since, at), running_since=None)


def started(item: Item, at: datetime) -> Item:
    """The meeting sits again, with this item still before it."""
    return replace(item, running_since=item.running_since or at)


def next_item(items: Sequence[Item], current: int | None) -> Item | None:
    """Where the chair goes with one key: the first item behind the current one that waits or was suspended; behind the
    last one, the first that is left. None when all are done."""
    ids = [one.id for one in items]
    at = ids.index(current) + 1 if current in ids else 0
    waiting = {ItemState.PLANNED, ItemState.SUSPENDED}
    return next((one for one in [*items[at:], *items[:at]] if one.state in waiting and one.id != current), None)


def check_minutes(minutes: int | None) -> int | None:
    """How long an item is planned to take; None for as long as it needs."""
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Refused("bad_minutes", longest=LONGEST)
    return minutes
