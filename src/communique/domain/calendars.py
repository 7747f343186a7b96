"""What a calendar shows of a programme: events, each under a name that stays the same however it is moved.

The names and the counting of revisions follow RFC 5545: a UID is never given twice (section 3.8.4.7), a SEQUENCE grows
with every change of what people plan by (section 3.8.7.4), and what is cancelled stays as that (section 3.8.1.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Event:
    """One entry of a calendar. Instants are aware; ``changed_at`` is when it was last said anew."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    description: str
    url: str
    sequence: int
    changed_at: datetime
    location: str = ""
    category: str = ""
    cancelled: bool = False


def uid_of(kind: str, number: int, house: str) -> str:
    """The name of an event for all time. ``house``: the host name of the installation."""
    return f"{kind}-{number}@{house}"


def described(*parts: str) -> str:
    """The parts that say something, a blank line between two."""
    return "\n\n".join(part.strip() for part in parts if part.strip())
