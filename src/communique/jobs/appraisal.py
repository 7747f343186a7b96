"""When the date by which to answer has come, the appraisal closes."""

from __future__ import annotations

import uuid
from datetime import datetime

import structlog

from communique.actions import appraisal as acts
from communique.domain.actors import CLOCK
from communique.domain.errors import Refused
from communique.queries import appraisal

log = structlog.get_logger()


def strike(now: datetime) -> int:
    """Closes every appraisal that is due, also one whose date came while nothing ran; returns how many. Of several
    processes one closes it, and the others find it closed."""
    closed = 0
    for number in appraisal.due_appraisals(now):
        try:
            acts.close(actor=CLOCK, request_id=uuid.uuid4().hex, appraisal=number)
            closed += 1
        except Refused as refused:
            log.info("appraisal_did_not_close", appraisal=number, code=refused.code)
    return closed


def due() -> datetime | None:
    """When the next one closes."""
    return appraisal.next_appraisal_closes()
