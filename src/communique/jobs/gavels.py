"""When the time of a question has ended, the gavel falls."""

from __future__ import annotations

import uuid
from datetime import datetime

import structlog

from communique.actions import decisions
from communique.domain.actors import CLOCK
from communique.domain.errors import Refused
from communique.queries import meetings

log = structlog.get_logger()


def strike(now: datetime) -> int:
    """Lets every gavel fall that is due; returns how many fell. Several processes may strike at once: the room's lock
    lets one through, and the others find the question answered."""
    fallen = 0
    for question in meetings.due_questions(now):
        try:
            decisions.let_gavel_fall(actor=CLOCK, request_id=uuid.uuid4().hex, question=question)
            fallen += 1
        except Refused as refused:
            log.info("gavel_did_not_fall", question=question, code=refused.code)
    return fallen


def due() -> datetime | None:
    """When the next one falls."""
    closes: datetime | None = meetings.next_question_closes()
    return closes
