"""What a chairmanship, a conference or a meeting is to reach, and afterwards what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from communique.domain.errors import Refused

MOST = 40
"""Objectives that one holder may have: who wants to reach more than that hasn't chosen."""
REMARK = 2000
"""Characters of a remark."""


class Holder(StrEnum):
    """Whose objective it is."""

    CHAIRMANSHIP = "chairmanship"
    CONFERENCE = "conference"
    MEETING = "meeting"


class Outcome(StrEnum):
    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"


def assess(outcome: str, remark: str, *, begins: datetime, now: datetime) -> Outcome:
    """What became of an objective. Refused: before its holder has begun, an outcome there is not, a long remark."""
    try:
        found = Outcome(outcome)
    except ValueError:
        raise Refused("bad_outcome") from None
    if len(remark) > REMARK:
        raise Refused("too_long", words=remark[:40], limit=REMARK)
    if now < begins:
        raise Refused("nothing_to_assess_yet")
    return found
