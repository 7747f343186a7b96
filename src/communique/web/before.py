"""What is before a meeting now, as it is drawn in its pages: once for all who see the same of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.queries import screens

if TYPE_CHECKING:
    from communique.web.fragments import Spot

Facts = dict[str, Any]


def seen(spot: Spot, audience: Audience) -> Facts | None:
    """What an audience sees of what is before the meeting, read once for all of them."""
    whole = spot.once(("before", spot.number, spot.version), lambda: screens.whole(spot.number))
    return screens.seen_by(audience, whole) if whole is not None else None


def now(asked: Callable[[Spot, Audience], str | None]) -> Callable[[Spot, Audience], str | None]:
    """Draws the middle of the room; ``asked`` draws the question on the text that stands in it."""

    def draw(spot: Spot, audience: Audience) -> str | None:
        facts = seen(spot, audience)
        if facts is None:
            return None
        question = ""
        if facts["reads"]:
            text = facts["text"]["id"]
            question = asked(replace(spot, target=f"question:{text}", kind="question", number=text), audience) or ""
        key = ("now", spot.target, spot.version, question, _sight(facts), get_language())
        html: str = spot.once(key, lambda: _drawn("fragments/now.html", spot, facts | {"asked": question}))
        return html

    return draw


def paragraph(spot: Spot, audience: Audience) -> str | None:
    """The paragraph under discussion, alone: it goes to every screen while the pen types in it."""
    facts = seen(spot, audience)
    if facts is None:
        return None
    key = ("paragraph", spot.target, spot.version, facts["reads"], get_language())
    html: str = spot.once(key, lambda: _drawn("fragments/paragraph.html", spot, facts))
    return html


def _sight(facts: Facts) -> tuple[Any, ...]:
    """All in which what one audience sees may differ from what another does."""
    papers = tuple(one["id"] for one in facts["papers"])
    said = tuple(one["id"] for one in facts["statements"])
    return facts["own"], facts["reads"], facts["text"] is not None, papers, said


def _drawn(template: str, spot: Spot, facts: Facts) -> str:
    conference = facts["conference"]
    host = {"zone": conference["time_zone"], "place": conference["place"]}
    own = {"target": spot.target, "version": spot.version, "meeting": spot.number, "host": host}
    return render_to_string(template, facts | own)
