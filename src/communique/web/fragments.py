"""The live places of a page, each made once for an audience and the same for everybody in it.

A page puts them in when it is made; the live channel sends them anew when something changed. What an audience may not
read isn't in the bytes, and neither is anything of a person: buttons act through the page's own form ``act``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.texts.positions import Stance
from communique.queries import decisions, margin, meetings

Facts = dict[str, Any]


def render(target: str, audience: Audience, *, version: int, item: int = 0) -> str | None:
    """The HTML of one live place, such as ``proposals:12``; None when there is none for this audience.

    ``version`` is the room's, so that a page can tell which of two is older. ``item`` is the agenda item that a page is
    about, when it is first made; what comes later by the line, the page marks itself.
    """
    kind, _, number = target.partition(":")
    find = PLACES.get(kind)
    facts = find(audience, int(number)) if find is not None and number.isdecimal() else None
    if facts is None:
        return None
    return render_to_string(f"fragments/{kind}.html", facts | {"target": target, "version": version, "current": item})


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


def _proposals(audience: Audience, text: int) -> Facts | None:
    facts = margin.margin_for(audience, text)
    return facts and facts | {"host": host_of(facts["conference"]), "stances": [one.value for one in Stance]}


def _question(audience: Audience, text: int) -> Facts | None:
    facts = decisions.decision_for(audience, text)
    if facts is None:
        return None
    question = facts["question"]
    seconds = int((question["closes_at"] - question["put_at"]).total_seconds()) if question else 0
    return facts | {"host": host_of(facts["conference"]), "audience": audience, "seconds": seconds}


PLACES: Mapping[str, Callable[[Audience, int], Facts | None]] = {
    "meeting": _meeting,
    "agenda": _agenda,
    "attendance": meetings.attendance_for,
    "question": _question,
    "proposals": _proposals,
}
"""The kinds of live places, with how each finds what it shows."""


def host_of(conference: Mapping[str, Any]) -> dict[str, str]:
    """Where the host of a conference is, for every instant that is shown."""
    return {"zone": conference["time_zone"], "place": conference["place"]}


def _may(action: str, audience: Audience, body: int) -> bool:
    return reason_against(action, standing_for(audience), Place(body)) is None
