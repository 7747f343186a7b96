"""The live places of a page, each made once for an audience and the same for everybody in it.

A page puts them in when it is made; the live channel sends them anew when something changed. What an audience may not
read isn't in the bytes, and neither is anything of a person: buttons act through the page's own form ``act``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.texts.positions import Stance
from communique.queries import decisions, margin, meetings

Facts = dict[str, Any]
Once = Callable[[tuple[Any, ...], Callable[[], Any]], Any]
"""``once(key, make)``: what ``make`` gives, or what it gave before under this key."""


def each_time(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """Keeps nothing."""
    return make()


@dataclass(frozen=True)
class Spot:
    """Where a live place stands: ``target`` is its name, such as ``proposals:12``, ``version`` the room's."""

    target: str
    kind: str
    number: int
    version: int
    item: int
    once: Once


def render(target: str, audience: Audience, *, version: int, item: int = 0, once: Once = each_time) -> str | None:
    """The HTML of one live place, such as ``proposals:12``; None when there is none for this audience.

    ``version`` is the room's, so that a page can tell which of two is older. ``item`` is the agenda item that a page is
    about, when it is first made; what comes later by the line, the page marks itself. ``once`` keeps what several
    audiences have in common, when a place is made for one after another.
    """
    kind, _, number = target.partition(":")
    draw = PLACES.get(kind)
    if draw is None or not number.isdecimal():
        return None
    return draw(Spot(target, kind, int(number), version, item, once), audience)


def placed(audience: Audience, *targets: str, version: int, item: int = 0) -> dict[str, str]:
    """Live places of a page by their kind; "" for those that this audience doesn't have."""
    made = {target.partition(":")[0]: render(target, audience, version=version, item=item) for target in targets}
    return {kind: html or "" for kind, html in made.items()}


def _meeting(audience: Audience, meeting: int) -> Facts | None:
    facts = meetings.heading_for(audience, meeting)
    if facts is None:
        return None
    state = facts["state"]
    return {
        "meeting": facts,
        "host": host_of(facts["conference"]),
        "may_open": state == "convened" and _may("meeting.open", audience, facts["body"]["id"]),
        "may_close": state == "open" and _may("meeting.close", audience, facts["body"]["id"]),
        "may_read_journal": audience.kind in {"chair", "secretariat"} and audience.body == facts["body"]["id"],
    }


def _agenda(audience: Audience, meeting: int) -> Facts | None:
    facts = meetings.agenda_for(audience, meeting)
    if facts is None:
        return None
    return facts | {"may_import": _may("text.import", audience, facts["body"]["id"])}


def _proposals(spot: Spot, audience: Audience) -> str | None:
    """The margin. With many proposals it is by far the longest place, and each change of one brings it to everybody:
    so it is read once for all audiences, a proposal is drawn once for all who see it alike, and the margin for all
    who see every proposal alike."""
    whole = spot.once(("margin", spot.target, spot.version), lambda: margin.whole(spot.number))
    seen = margin.seen_by(audience, whole) if whole is not None else None
    if seen is None:
        return None
    host = host_of(seen["conference"])
    groups = [
        group | {"amendments": [_proposal(_Proposal(one, host)) for one in group["amendments"]]}
        for group in seen["groups"]
    ]
    alike = tuple(one for group in groups for one in group["amendments"])
    html: str = spot.once(
        ("proposals", spot.target, spot.version, alike), lambda: _filled(spot, seen | {"groups": groups})
    )
    return html


def _amendment(spot: Spot, audience: Audience) -> str | None:
    """One proposal of the margin, alone: its ``data-version`` is the millisecond of its last change."""
    whole = spot.once(("proposal", spot.target, spot.version), lambda: margin.whole_of(spot.number))
    seen = margin.seen_by(audience, whole) if whole is not None else None
    if seen is None:
        return None
    return _proposal(_Proposal(seen["groups"][0]["amendments"][0], host_of(seen["conference"])))


class _Proposal:
    """A proposal, known by everything that its drawing shows."""

    def __init__(self, one: Facts, host: Facts) -> None:
        self.one, self.host = one, host
        may = tuple(one["may"].items())
        stance = one["stance"] if one["may"].get("position") else ""
        self.key = (one["mark"], host["zone"], host["place"], may, stance, get_language())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Proposal) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=4096)
def _proposal(known: _Proposal) -> str:
    stances = [one.value for one in Stance]
    return render_to_string("fragments/amendment.html", {"one": known.one, "host": known.host, "stances": stances})


def _question(audience: Audience, text: int) -> Facts | None:
    facts = decisions.decision_for(audience, text)
    if facts is None:
        return None
    question = facts["question"]
    seconds = int((question["closes_at"] - question["put_at"]).total_seconds()) if question else 0
    return facts | {"host": host_of(facts["conference"]), "audience": audience, "seconds": seconds}


def _filled(spot: Spot, facts: Facts) -> str:
    own = {"target": spot.target, "version": spot.version, "current": spot.item}
    return render_to_string(f"fragments/{spot.kind}.html", facts | own)


def _showing(find: Callable[[Audience, int], Facts | None]) -> Draw:
    """Draws a place by its template, with what ``find`` finds for an audience."""

    def draw(spot: Spot, audience: Audience) -> str | None:
        facts = find(audience, spot.number)
        return None if facts is None else _filled(spot, facts)

    return draw


Draw = Callable[[Spot, Audience], str | None]
PLACES: Mapping[str, Draw] = {
    "meeting": _showing(_meeting),
    "agenda": _showing(_agenda),
    "attendance": _showing(meetings.attendance_for),
    "question": _showing(_question),
    "proposals": _proposals,
    "amendment": _amendment,
}
"""The kinds of live places, with how each is drawn for an audience."""


def host_of(conference: Mapping[str, Any]) -> dict[str, str]:
    """Where the host of a conference is, for every instant that is shown."""
    return {"zone": conference["time_zone"], "place": conference["place"]}


def _may(action: str, audience: Audience, body: int) -> bool:
    return reason_against(action, standing_for(audience), Place(body)) is None
