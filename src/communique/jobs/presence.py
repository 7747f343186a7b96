"""Who is really there: the clock compares the lines of this process with the places that were taken.

Each process notes on the stays whose seats have a line to it that they were seen. Whoever has been seen by none of them
for as long as the body's grace is away, and is back when the next look sees a line. So it makes no difference which
process holds a line, or which of them notices first.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from communique.actions import attendance as acts
from communique.actions import presence
from communique.domain.actors import CLOCK
from communique.domain.attendance import judge
from communique.domain.errors import Refused
from communique.queries import attendance
from communique.queries.attendance import Watched

log = structlog.get_logger()
LOOK = 1.0
"""Seconds between two looks: the longest after which somebody who comes back is back on every screen."""
STAMP = 10.0
"""Seconds after which a line that stands is noted again; less where a body's grace is short."""
BREAK = 10.0
"""Seconds without a look after which this process knows nothing of the lines that stood meanwhile."""


class Presence:
    """One process's eye. ``lines`` says which seats have a line to it, each as ``(room, seat)``."""

    def __init__(self, lines: Callable[[], Collection[tuple[int, int]]]) -> None:
        self._lines = lines
        self._since: datetime | None = None
        self._looked: datetime | None = None

    def strike(self, now: datetime) -> int:
        """Looks once; in how many meetings somebody went away or came back."""
        since = self._known_since(now)
        lines = self._lines()
        watched = attendance.watched()
        acts.seen([one.id for one in watched if (one.room, one.stay.seat) in lines and _is_due(one, now)], at=now)
        noted = 0
        for meeting, found in groupby(watched, key=lambda one: one.meeting):
            own = list(found)
            if own[0].sits and self._note(meeting, own, lines, since, now):
                noted += 1
        return noted

    def due(self) -> None:
        """There is no instant to meet: it looks again and again."""
        return None

    def _known_since(self, now: datetime) -> datetime:
        """From when on this process knows of lines: since its start, or since it last woke up from a long sleep."""
        if self._since is None or self._looked is None or now - self._looked > timedelta(seconds=BREAK):
            self._since = now
        self._looked = now
        return self._since

    def _note(
        self, meeting: int, own: list[Watched], lines: Collection[tuple[int, int]], since: datetime, now: datetime
    ) -> bool:
        here = [one.stay.seat for one in own if (one.room, one.stay.seat) in lines]
        if not judge([one.stay for one in own], here, grace=own[0].grace, since=since, at=now):
            return False
        try:
            presence.note(actor=CLOCK, request_id=uuid.uuid4().hex, meeting=meeting, lines=here, since=since)
        except Refused as refused:
            # Another process was quicker, or the meeting has risen.
            log.info("presence_not_noted", meeting=meeting, code=refused.code)
            return False
        return True


def _is_due(one: Watched, now: datetime) -> bool:
    """Is it time to note again that this seat has a line? Three times within the grace at least."""
    seen = one.stay.seen_at
    return seen is None or (now - seen).total_seconds() >= min(STAMP, one.grace / 3)
