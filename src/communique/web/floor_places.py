"""The live place of the floor. It is drawn for all who see it alike, never for each delegation: the browser marks what
is the reader's own by the code of its party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.domain.floor_rules import Kind
from communique.queries import floor

if TYPE_CHECKING:
    from communique.web.fragments import Spot

CLOSINGS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Minutes in which the chair may announce that the list is closed."""
LIMITS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30)
"""Minutes to which it may limit what is said."""


def draw(spot: Spot, audience: Audience) -> str | None:
    """Who has the floor, and the list."""
    whole = spot.once(("floor", spot.target, spot.version), lambda: floor.whole(spot.number))
    sight = floor.sight_of(audience, whole) if whole is not None else None
    if whole is None or sight is None:
        return None
    key = ("floor drawn", spot.target, spot.version, sight, get_language())
    html: str = spot.once(key, lambda: _drawn(spot, floor.seen_with(sight, whole, now=timezone.now())))
    return html


def _drawn(spot: Spot, seen: dict[str, Any]) -> str:
    conference = seen["conference"]
    facts = seen | {
        "target": spot.target,
        "version": spot.version,
        "now": timezone.now(),
        "host": {"zone": conference["time_zone"], "place": conference["place"]},
        "waiting": _numbered(seen["waiting"]),
        "over": seen["state"] in {"closed", "cancelled"},
        "presiding": seen["role"] == "presiding",
        "asks": seen["role"] in {"member", "observer"} and seen["sits"],
        "closings": CLOSINGS,
        "minutes": LIMITS,
        "other_kinds": [kind for kind in seen["kinds"] if kind != Kind.STATEMENT.value],
    }
    return render_to_string("fragments/floor.html", facts)


def _numbered(waiting: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its ``position`` as the chair counts it, behind the points of order, and those before and after it."""
    points = sum(one["kind"] == Kind.POINT_OF_ORDER.value for one in waiting)
    return [
        one
        | {
            "position": place - points,
            "up": place - points - 1,
            "down": place - points + 1 if place < len(waiting) else 0,
            "moves": place > points and len(waiting) - points > 1,
        }
        for place, one in enumerate(waiting, 1)
    ]
