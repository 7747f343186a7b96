"""What the clock does on the floors of the meetings: it closes lists at the instant that was announced, and finds the
floor vacant whose speaker's seat was withdrawn, whose delegation has left, or whose time is over where the rules take
the floor back. A lost line is none of that: the clock of who speaks stands still until it is back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from communique.actions import floor as acts
from communique.domain.actors import CLOCK
from communique.domain.errors import Refused
from communique.queries import floor

log = structlog.get_logger()


def strike(now: datetime) -> int:
    """Does all that is due, and says how much it was. Several processes may strike at once: the room's lock lets one
    through, and the others find that it is done."""
    done = sum(_do(acts.close_list, meeting=meeting) for meeting in floor.due_closings(now))
    return done + sum(_do(acts.vacate, intervention=one) for one in floor.vacant(now))


def due() -> datetime | None:
    """When the next list closes or the next speaker's time runs out."""
    return floor.next_due()


def _do(act: Callable[..., Any], **what: int) -> int:
    try:
        act(actor=CLOCK, request_id=uuid.uuid4().hex, **what)
    except Refused as refused:
        log.info("floor_stays", code=refused.code, **what)
        return 0
    return 1
