"""The live places of what is said in a meeting and kept of it: statements, the clerk's notes, the summary record.

Each is read once for all audiences, and drawn once for all who see the same of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.queries import clerk_notes, summary
from communique.queries import statements as handed_in

if TYPE_CHECKING:
    from communique.web.fragments import Spot


def statements(spot: Spot, audience: Audience) -> str | None:
    """The statements of a meeting that the audience may know of."""
    whole = spot.once(("statements", spot.target, spot.version), lambda: handed_in.whole(spot.number))
    if whole is None:
        return None
    seen = handed_in.seen_by(audience, whole)
    known = tuple((one["id"], one["by"]["code"], one["state"]) for one in seen["rows"])
    key = (
        "statements drawn",
        spot.target,
        spot.version,
        known,
        tuple(seen["may"].values()),
        seen["record"],
        get_language(),
    )
    html: str = spot.once(key, lambda: _drawn(spot, seen))
    return html


def clerk(spot: Spot, audience: Audience) -> str | None:
    """Who has the floor, and what the clerk has written down."""
    facts = clerk_notes.clerk_for(audience, spot.number)
    return _drawn(spot, facts) if facts is not None else None


def record(spot: Spot, audience: Audience) -> str | None:
    """The summary record as it stands: alike for all who may do the same with it and are asked for the same."""
    whole = spot.once(("record", spot.target, spot.version), lambda: summary.whole(spot.number))
    seen = summary.seen_by(audience, whole) if whole is not None else None
    if seen is None:
        return None
    own = audience.code if seen["may"]["correct"] else ""
    asked = tuple(one["id"] for one in seen["corrections"])
    key = ("record drawn", spot.target, spot.version, own, asked, tuple(seen["may"].values()), get_language())
    html: str = spot.once(key, lambda: _drawn(spot, seen))
    return html


def _drawn(spot: Spot, facts: dict[str, Any]) -> str:
    conference = facts["conference"]
    host = {"zone": conference["time_zone"], "place": conference["place"]}
    own = {"target": spot.target, "version": spot.version, "host": host}
    return render_to_string(f"fragments/{spot.kind}.html", facts | own)
