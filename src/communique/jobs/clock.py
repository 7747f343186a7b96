"""The house's clock: when the time of a question has ended, the gavel falls."""

from __future__ import annotations

import asyncio
import uuid

import structlog
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

from communique.actions import decisions
from communique.domain.actors import CLOCK
from communique.domain.errors import Refused
from communique.queries import meetings

log = structlog.get_logger()
TICK = 0.25
"""Seconds between two looks at the clock; the next closing instant inside a tick is met exactly."""


def strike() -> int:
    """Lets every gavel fall that is due now; returns how many fell. Several processes may strike at once: the room's
    lock lets one through, and the others find the question answered."""
    fallen = 0
    for question in meetings.due_questions(timezone.now()):
        try:
            decisions.let_gavel_fall(actor=CLOCK, request_id=uuid.uuid4().hex, question=question)
            fallen += 1
        except Refused as refused:
            log.info("gavel_did_not_fall", question=question, code=refused.code)
    return fallen


def _look() -> float:
    try:
        strike()
        closes = meetings.next_question_closes()
    finally:
        close_old_connections()
    if closes is None:
        return TICK
    left: float = (closes - timezone.now()).total_seconds()
    return min(TICK, max(0.005, left))


async def run() -> None:
    """Strikes until it is cancelled. A fault of one look (a database that restarts, say) doesn't stop the clock."""
    while True:
        try:
            wait = await sync_to_async(_look, thread_sensitive=False)()
        except Exception:
            log.exception("clock_fault")
            wait = 1.0
        await asyncio.sleep(wait)
