"""The live places of a conference: how its sittings stand, and its objectives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.programme import Slot
from communique.queries import programme as queries

SHOWN = ("name", "hall", "kind", "level", "theme")
"""What of a meeting stands in the grid."""

if TYPE_CHECKING:
    from communique.web.fragments import Spot


def draw_programme(spot: Spot, audience: Audience) -> str | None:
    """What sits now, what follows, and how every sitting stands: alike for all, so it is made once."""

    def make() -> str | None:
        found = queries.states_for(audience, spot.number)
        if found is None:
            return None
        sittings = sittings_of(found)
        on = [one for one in sittings.values() if one["state"] in {"open", "suspended"}]
        now = timezone.now()
        to_come = (one for one in sittings.values() if one["state"] == "planned" and one["ends_at"] > now)
        facts = {
            "target": spot.target,
            "version": spot.version,
            "conference": found,
            "host": _host(found),
            "on": on,
            "next": None if on else next(to_come, None),
            "sittings": list(sittings.values()),
            "laid": laid_out(sittings),
        }
        return render_to_string("fragments/programme.html", facts)

    html: str | None = spot.once(("programme", spot.target, spot.version, get_language()), make)
    return html


def draw_objectives(spot: Spot, audience: Audience) -> str | None:
    """The objectives of a conference, with what became of them."""
    return _objectives(spot, audience, queries.objectives_for(audience, spot.number))


def draw_aims(spot: Spot, audience: Audience) -> str | None:
    """The objectives of a meeting."""
    return _objectives(spot, audience, queries.aims_for(audience, spot.number))


def _objectives(spot: Spot, audience: Audience, facts: dict[str, Any] | None) -> str | None:
    if facts is None:
        return None
    own = {"target": spot.target, "version": spot.version, "host": _host(facts["conference"])}
    return render_to_string(
        "fragments/objectives.html", facts | own | may_with_objectives(audience, facts["body"]["id"])
    )


def may_with_objectives(audience: Audience, body: int) -> dict[str, bool]:
    """What an audience may do with the objectives of a body's matters."""
    actor, place = standing_for(audience), Place(body)
    return {
        "may_set": reason_against("objective.set", actor, place) is None,
        "may_assess": reason_against("objective.assess", actor, place) is None,
    }


def sittings_of(found: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Every sitting of a programme by its id, in order of time, with its ``meeting``, ``slot`` and how it stands."""
    rows = [
        one | {"meeting": meeting, "several": len(meeting["sittings"]) > 1, "state": _state(meeting, one)}
        for meeting in found["meetings"]
        for one in meeting["sittings"]
    ]
    rows.sort(key=lambda one: (one["begins_at"], one["meeting"]["hall"], one["id"]))
    return {
        one["id"]: one
        | {"slot": Slot(one["id"], one["meeting"]["id"], one["meeting"]["hall"], one["begins_at"], one["ends_at"])}
        for one in rows
    }


def _state(meeting: Mapping[str, Any], sitting: Mapping[str, Any]) -> str:
    """A sitting that was planned for a meeting which is over isn't held."""
    state: str = sitting["state"]
    return "cancelled" if state == "planned" and meeting["state"] in {"closed", "cancelled"} else state


def laid_out(sittings: Mapping[int, Mapping[str, Any]]) -> str:
    """A mark of everything in a programme but how its sittings stand: when it differs, the grid is another one."""
    said = [
        [one["id"], one["begins_at"], one["ends_at"], one["several"], *map(one["meeting"].get, SHOWN)]
        for one in sittings.values()
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _host(conference: Mapping[str, Any]) -> dict[str, str]:
    return {"zone": conference["time_zone"], "place": conference["place"]}
