"""When delegations have had their time and every correction has its answer, a summary record is final."""

from __future__ import annotations

import uuid
from datetime import datetime

import structlog

from communique.actions import summary as acts
from communique.domain.actors import CLOCK
from communique.domain.errors import Refused
from communique.queries import summary

log = structlog.get_logger()
EVERY = 5.0
"""Seconds between two looks; an instant that is known before is met."""


def strike(now: datetime) -> int:
    """Makes every record final that is due, however long ago; returns how many there were."""
    made = 0
    for meeting in summary.due(now):
        try:
            acts.finish(actor=CLOCK, request_id=uuid.uuid4().hex, meeting=meeting)
            made += 1
        except Refused as refused:
            log.info("record_not_final", meeting=meeting, code=refused.code)
    return made


def due() -> datetime | None:
    """When the next one is final, if nothing comes between."""
    return summary.next_due()
