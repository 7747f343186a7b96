"""When somebody is reminded of what is coming.

A reminder has a moment, some hours before what it is about, and is worth sending until half of those hours have passed.
Whoever wasn't reminded by then, because the house stood still, isn't any more: a reminder after the fact is worse than
none, and before it the next one follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
LEADS: dict[str, tuple[timedelta, ...]] = {
    "sitting": (24 * HOUR, HOUR),
    "registration": (72 * HOUR, 24 * HOUR),
    "corrections": (48 * HOUR, 12 * HOUR),
    "confirmation": (72 * HOUR, 24 * HOUR),
}
"""What people are reminded of, and how long before."""
FARTHEST = max(lead for leads in LEADS.values() for lead in leads)


@dataclass(frozen=True)
class Moment:
    """One reminder that is due: of the object ``number`` of a ``kind``, which comes at ``at``."""

    kind: str
    number: int
    at: datetime
    lead: timedelta

    @property
    def about(self) -> str:
        """The name under which it is kept that it was sent. What is put off has another, and is told of again."""
        return f"{self.kind}:{self.number}:{int(self.lead.total_seconds())}:{int(self.at.timestamp())}"


def due(kind: str, number: int, at: datetime, now: datetime) -> Moment | None:
    """The reminder to be sent now of something that comes at ``at``; None when there is none."""
    for lead in LEADS[kind]:
        if at - lead <= now < at - lead / 2:
            return Moment(kind, number, at, lead)
    return None
