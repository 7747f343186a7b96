"""The live places of who is in the room: the plates with the quorum, and the roll.

Both are drawn for all who may do the same, never for each delegation: the browser marks the reader's own plate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.queries import attendance

if TYPE_CHECKING:
    from communique.web.fragments import Spot


def draw_attendance(spot: Spot, audience: Audience) -> str | None:
    """Who is here, and whether that is enough to decide."""
    whole = spot.once(("attendance", spot.target, spot.version), lambda: attendance.whole(spot.number))
    seen = attendance.seen_by(audience, whole) if whole is not None else None
    return None if seen is None else _drawn(spot, seen)


def draw_roll(spot: Spot, audience: Audience) -> str | None:
    """The roll: who has answered, and the button for a delegation that has not."""
    whole = spot.once(("roll", spot.target, spot.version), lambda: attendance.roll(spot.number))
    seen = attendance.roll_seen_by(audience, whole) if whole is not None else None
    return None if seen is None else _drawn(spot, seen)


def _drawn(spot: Spot, seen: dict[str, Any]) -> str:
    conference = seen["conference"]
    host = {"zone": conference["time_zone"], "place": conference["place"]}
    facts = seen | {"target": spot.target, "version": spot.version, "host": host}
    key = (f"{spot.kind} drawn", spot.target, spot.version, tuple(seen["may"].items()), get_language())
    html: str = spot.once(key, lambda: render_to_string(f"fragments/{spot.kind}.html", facts))
    return html
