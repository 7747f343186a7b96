"""The house's clock: what the time brings about, at the instant that it is due, whoever is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

from communique.jobs import appraisal, floor, gavels, records, reminders

log = structlog.get_logger()
TICK = 0.25
"""Seconds between two looks at the clock; the next instant inside a tick is met exactly."""


@dataclass(frozen=True)
class Hand:
    """``strike(now)`` does what is due and returns how much; ``due()`` says when the next is, None for nothing known.

    ``every``: seconds between two looks of this hand, where it has no instant to meet.
    """

    name: str
    strike: Callable[[datetime], int]
    due: Callable[[], datetime | None]
    every: float = TICK


HANDS: tuple[Hand, ...] = (
    Hand("gavels", gavels.strike, gavels.due),
    Hand("floor", floor.strike, floor.due, every=0.5),
    Hand("records", records.strike, records.due, every=records.EVERY),
    Hand("reminders", reminders.strike, reminders.due, every=reminders.EVERY),
    Hand("appraisal", appraisal.strike, appraisal.due),
)


class Clock:
    """Looks at every hand when it is time for it. A fault of one hand doesn't keep the others from striking."""

    def __init__(self, hands: tuple[Hand, ...] = HANDS) -> None:
        self._hands = hands
        self._next: dict[str, float] = {}

    def look(self) -> float:
        """Strikes what is due; the seconds after which to look again."""
        waits = [self._look_at(hand) for hand in self._hands]
        return max(0.005, min([TICK, *waits]))

    def _look_at(self, hand: Hand) -> float:
        now = timezone.now()
        if now.timestamp() >= self._next.get(hand.name, 0.0):
            self._next[hand.name] = now.timestamp() + hand.every
            try:
                hand.strike(now)
                due = hand.due()
            except Exception:
                log.exception("clock_fault", hand=hand.name)
                self._next[hand.name] = now.timestamp() + 1.0
                return 1.0
            finally:
                close_old_connections()
            if due is not None:
                self._next[hand.name] = min(self._next[hand.name], due.timestamp())
        return self._next[hand.name] - timezone.now().timestamp()


def strike() -> int:
    """Everything that is due now, once; how much it was."""
    now = timezone.now()
    return sum(hand.strike(now) for hand in HANDS)


async def run(hands: tuple[Hand, ...] = HANDS) -> None:
    """Strikes until it is cancelled."""
    clock = Clock(hands)
    while True:
        wait = await sync_to_async(clock.look, thread_sensitive=False)()
        await asyncio.sleep(wait)
