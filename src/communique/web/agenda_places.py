"""The live places of a meeting's head, its agenda and its papers: drawn once for all who see the same in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.queries import agenda, papers, sittings

if TYPE_CHECKING:
    from communique.web.fragments import Spot

Facts = dict[str, Any]


def draw_meeting(spot: Spot, audience: Audience) -> str | None:
    """What a meeting is, whether it sits, and until when it doesn't."""
    whole = _read(spot, lambda: sittings.whole(spot.number))
    if whole is None:
        return None
    seen = sittings.seen_by(audience, whole)
    follows, may = seen["meeting"]["follows"], tuple(seen["may"].values())
    return _once(spot, (follows, may), lambda: seen | {"host": _host(seen["meeting"])})


def draw_agenda(spot: Spot, audience: Audience) -> str | None:
    """The items, and which of them is before the meeting. ``spot.item`` is the one that the page is about."""
    whole = _read(spot, lambda: agenda.whole(spot.number))
    if whole is None:
        return None
    seen = agenda.seen_by(audience, whole)
    alike = (seen["inside"], seen["follows"], tuple(seen["may"].values()), tuple(seen["papers"].items()), spot.item)
    return _once(spot, alike, lambda: seen | {"host": _host(seen), "own": spot.item, "items": _with_papers(seen)})


def draw_papers(spot: Spot, audience: Audience) -> str | None:
    """What lies before the meeting, by item, as far as it is for the audience."""
    whole = _read(spot, lambda: papers.whole(spot.number))
    if whole is None:
        return None
    seen = papers.seen_by(audience, whole)
    lying = tuple(
        (one["id"], two["id"], two["opens"])
        for group in seen["groups"]
        for one in group["papers"]
        for two in one["languages"]
    )
    alike = (seen["heading"]["inside"], seen["heading"]["follows"], tuple(seen["may"].values()), lying)
    return _once(spot, alike, lambda: seen | {"host": _host(seen["heading"])})


def _read(spot: Spot, read: Callable[[], Facts | None]) -> Facts | None:
    found: Facts | None = spot.once((f"{spot.kind} whole", spot.target, spot.version), read)
    return found


def _once(spot: Spot, alike: tuple[Any, ...], facts: Callable[[], Facts]) -> str:
    key = (f"{spot.kind} drawn", spot.target, spot.version, alike, get_language())
    own = {"target": spot.target, "version": spot.version}
    html: str = spot.once(key, lambda: render_to_string(f"fragments/{spot.kind}.html", facts() | own))
    return html


def _host(heading: Facts) -> dict[str, str]:
    return {"zone": heading["conference"]["time_zone"], "place": heading["conference"]["place"]}


def _with_papers(seen: Facts) -> list[Facts]:
    return [one | {"papers": seen["papers"].get(one["id"], 0)} for one in seen["items"]]
