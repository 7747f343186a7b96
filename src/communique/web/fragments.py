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
from django.utils.translation import get_language, gettext

from communique.domain.actors import Audience
from communique.queries import (
    appraisal,
    comments,
    decisions,
    delegations,
    huddles,
    margin,
    notes,
    readings,
    registration,
)
from communique.web import (
    agenda_places,
    attendance_places,
    before,
    floor_places,
    programme_places,
    proposing,
    record_places,
)
from communique.web.sentences import name_of

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


def remembering() -> Once:
    """Keeps everything, for the places of one page."""
    kept: dict[tuple[Any, ...], Any] = {}

    def once(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        if key not in kept:
            kept[key] = make()
        return kept[key]

    return once


def placed(audience: Audience, *targets: str, version: int, item: int = 0, once: Once = each_time) -> dict[str, str]:
    """Live places of a page by their kind; "" for those that this audience doesn't have."""
    made = {
        target.partition(":")[0]: render(target, audience, version=version, item=item, once=once) for target in targets
    }
    return {kind: html or "" for kind, html in made.items()}


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
    alike = (seen["may"]["merge"], *(one for group in groups for one in group["amendments"]))
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
    return proposing.card(known.one, known.host)


def _comments(spot: Spot, audience: Audience) -> str | None:
    """What is said about the words: read once, and of it each audience is shown what it may read."""
    whole = spot.once(("comments", spot.target, spot.version), lambda: comments.whole(spot.number))
    seen = comments.seen_by(audience, whole) if whole is not None else None
    if seen is None:
        return None
    return _filled(spot, seen | {"host": host_of(seen["conference"]), "text_version": seen["version"]})


def _reading(spot: Spot, audience: Audience) -> str | None:
    """The strip of the reading: drawn once for all who may do the same and of whose capital the same is asked."""
    seen = _reading_seen(spot, audience)
    if seen is None:
        return None
    here = seen["here"]
    mine = seen["mine"] if here is not None and seen["mine"] in here["codes"] else ""
    history = [one | {"name": _reading_name(one["number"])} for one in seen["history"]]
    facts = seen | {"mine": mine, "name": _reading_name(seen["reading"]), "history": history}
    key = ("reading strip", spot.target, spot.version, mine, tuple(seen["may"].items()), get_language())
    html: str = spot.once(key, lambda: _filled(spot, facts | {"host": host_of(seen["conference"])}))
    return html


def _standings(spot: Spot, audience: Audience) -> str | None:
    """What is agreed, and waits for whom: the same for all, and before it what waits for a delegation's own capital."""
    seen = _reading_seen(spot, audience)
    if seen is None:
        return None
    own = [one for one in seen["rows"] if seen["mine"] in one["codes"]]
    key = ("standings list", spot.target, spot.version, get_language())
    facts = {"rows": seen["rows"]}
    listed = spot.once(key, lambda: render_to_string("fragments/standings_list.html", facts) if seen["rows"] else "")
    return _filled(spot, seen | {"own": own, "list": listed})


def _reading_seen(spot: Spot, audience: Audience) -> Facts | None:
    whole = spot.once(("reading", spot.number, spot.version), lambda: readings.whole(spot.number))
    return readings.seen_by(audience, whole) if whole is not None else None


def _reading_name(number: int) -> str:
    """As it is spoken of: the first five by their order, later ones by their figure."""
    name = name_of("reading", str(number))
    return gettext("Reading %(number)s") % {"number": number} if name == str(number) else name


def _huddles(spot: Spot, audience: Audience) -> str | None:
    """Who is out with what; in the branch of a huddle, what it has before it."""
    facts = huddles.huddles_for(audience, spot.number)
    if facts is not None:
        return _filled(spot, facts | {"host": host_of(facts["conference"])})
    inside = huddles.branch_for(audience, spot.number)
    if inside is None:
        return None
    own = {"target": spot.target, "version": spot.version, "text_version": inside["version"]}
    return render_to_string("fragments/huddle.html", inside | own | {"host": host_of(inside["conference"])})


def _question(spot: Spot, audience: Audience) -> str | None:
    whole = spot.once(("decision", spot.number, spot.version), lambda: decisions.whole(spot.number))
    facts = decisions.seen_by(audience, whole) if whole is not None else None
    if facts is None:
        return None
    question = facts["question"]
    seconds = int((question["closes_at"] - question["put_at"]).total_seconds()) if question else 0
    own = {"host": host_of(facts["conference"]), "audience": audience, "seconds": seconds}
    return _filled(spot, facts | own)


def _filled(spot: Spot, facts: Facts) -> str:
    own = {"target": spot.target, "version": spot.version, "current": spot.item}
    return render_to_string(f"fragments/{spot.kind}.html", facts | own)


def _showing(find: Callable[[Audience, int], Facts | None]) -> Draw:
    """Draws a place by its template, with what ``find`` finds for an audience."""

    def draw(spot: Spot, audience: Audience) -> str | None:
        facts = find(audience, spot.number)
        return None if facts is None else _filled(spot, facts)

    return draw


def _hosted(find: Callable[[Audience, int], Facts | None]) -> Callable[[Audience, int], Facts | None]:
    """What ``find`` finds of a conference's matter, with where its host is."""

    def found(audience: Audience, number: int) -> Facts | None:
        facts = find(audience, number)
        return None if facts is None else facts | {"host": host_of(facts["conference"])}

    return found


Draw = Callable[[Spot, Audience], str | None]
PLACES: Mapping[str, Draw] = {
    "meeting": agenda_places.draw_meeting,
    "agenda": agenda_places.draw_agenda,
    "papers": agenda_places.draw_papers,
    "attendance": attendance_places.draw_attendance,
    "roll": attendance_places.draw_roll,
    "floor": floor_places.draw,
    "now": before.now(_question),
    "paragraph": before.paragraph,
    "question": _question,
    "proposals": _proposals,
    "amendment": _amendment,
    "reading": _reading,
    "standings": _standings,
    "huddles": _huddles,
    "comments": _comments,
    "delegation": _showing(_hosted(delegations.room_for)),
    "notes": _showing(_hosted(notes.notes_for)),
    "statements": record_places.statements,
    "clerk": record_places.clerk,
    "record": record_places.record,
    "programme": programme_places.draw_programme,
    "objectives": programme_places.draw_objectives,
    "aims": programme_places.draw_aims,
    "registrations": _showing(_hosted(registration.state_for)),
    "appraisal": _showing(_hosted(appraisal.state_for)),
}
"""The kinds of live places, with how each is drawn for an audience."""


def host_of(conference: Mapping[str, Any]) -> dict[str, str]:
    """Where the host of a conference is, for every instant that is shown."""
    return {"zone": conference["time_zone"], "place": conference["place"]}
