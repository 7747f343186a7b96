"""The margin of a text: what is proposed on it, paragraph by paragraph, and what every member says of it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Prefetch

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts.document import label_of
from communique.queries.texts import Readers, readable, readers_of
from communique.records import documents
from communique.records.models import Amendment, Cosponsor, Party, Position, Text

_SPONSORS = Prefetch("cosponsors", Cosponsor.objects.filter(left_at=None).select_related("party"))
"""In whose names, too, an amendment stands now."""


def margin_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """What is proposed on a text, as an audience sees it: see ``whole`` and ``seen_by``."""
    margin = whole(text)
    return seen_by(audience, margin) if margin is not None else None


def whole(text: int) -> dict[str, Any] | None:
    """Amendments in groups by paragraph, in the order of the text; those on words that are gone stand last.

    ``{"text", "status", "conference", "open", "over", "groups": [{"paragraph", "label", "numbered", "amendments":
    [...]}]}``. Each amendment has the position of every member in protocol order. It is made once for all audiences,
    and shown to one only through ``seen_by``.
    """
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    if row is None:
        return None
    conference = row.meeting.conference
    body = conference.body
    tabled = list(
        Amendment.objects.filter(text=row)
        .select_related("party", "landed_by")
        .defer("landed_by__base")
        .prefetch_related(Prefetch("positions", Position.objects.select_related("party")), _SPONSORS)
        .order_by("number")
    )
    members = list(Party.objects.filter(body=body, member=True))
    places = documents.carried(row, [one for one in tabled if one.state == "tabled"])
    found: dict[str, list[dict[str, Any]]] = {}
    for one in tabled:
        place = places.get(one.pk)
        shown = _amendment(one, members, lost=place is not None and place.lost)
        found.setdefault(one.paragraph, []).append(shown)
    groups: list[dict[str, Any]] = []
    for block in documents.newest(row).json()["content"]:
        paragraph = block["attrs"]["id"]
        if paragraph in found:
            called = {"label": label_of(block), "numbered": bool(block["attrs"].get("number"))}
            groups.append({"paragraph": paragraph, "amendments": found.pop(paragraph)} | called)
    gone = [one for rest in found.values() for one in rest]
    if gone:
        groups.append({"paragraph": "", "label": "", "numbered": False, "amendments": gone})
    still = sum(one.state == "tabled" for one in tabled)
    return {
        "text": text,
        "status": row.status,
        "readers": readers_of(row),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "open": still,
        "over": len(tabled) - still,
        "groups": groups,
    }


def whole_of(amendment: int) -> dict[str, Any] | None:
    """A margin with one amendment alone, to be shown through ``seen_by`` as well."""
    rows = Amendment.objects.select_related("party", "landed_by", "text__meeting__conference__body")
    rows = rows.prefetch_related(Prefetch("positions", Position.objects.select_related("party")), _SPONSORS)
    row = rows.defer("text__doc", "text__report").filter(pk=amendment).first()
    if row is None:
        return None
    conference = row.text.meeting.conference
    body = conference.body
    members = list(Party.objects.filter(body=body, member=True))
    places = documents.carried(row.text, [row] if row.state == "tabled" else [])
    shown = _amendment(row, members, lost=amendment in places and places[amendment].lost)
    return {
        "text": row.text_id,
        "status": row.text.status,
        "readers": readers_of(row.text),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "groups": [{"paragraph": row.paragraph, "amendments": [shown]}],
    }


def seen_by(audience: Audience, margin: dict[str, Any]) -> dict[str, Any] | None:
    """A whole margin as one audience sees it: ``mine``, ``stance`` and ``may`` of each amendment are its own. None for
    those who may not read the text."""
    readers: Readers = margin["readers"]
    if not readers.have(audience):
        return None
    groups = [
        group | {"amendments": [one | _own(audience, one, readers, margin["status"]) for one in group["amendments"]]}
        for group in margin["groups"]
    ]
    return margin | {"groups": groups}


def _amendment(row: Amendment, members: list[Party], *, lost: bool) -> dict[str, Any]:
    said = {one.party.code: one.stance for one in row.positions.all()}
    shown = {
        "id": row.pk,
        "number": row.number,
        "by": row.party.value().plate(),
        "with": [one.party.value().plate() for one in row.cosponsors.all()],
        "from_huddle": row.landed_by.number if row.landed_by is not None else 0,
        "state": row.state,
        "reason": row.reason,
        "changes": [
            {"deleted": hunk.deleted, "inserted": "".join(documents.words_of(hunk.insert))}
            for hunk in documents.hunks_of(row.hunks)
        ],
        "lost": lost,
        "positions": [{"code": one.code, "name": one.name, "stance": said.get(one.code, "")} for one in members],
        "tabled_at": row.tabled_at,
        "ended_at": row.ended_at,
    }
    newest = max([row.tabled_at, row.ended_at or row.tabled_at, *(one.at for one in row.positions.all())])
    shown["changed"] = int(newest.timestamp() * 1000)
    return shown | {"mark": hashlib.sha256(repr(shown).encode()).hexdigest()}


def _own(audience: Audience, one: dict[str, Any], readers: Readers, status: str) -> dict[str, Any]:
    """What of an amendment is this audience's own: whether it tabled it, what it said of it, what it may do."""
    owner = one["by"]["code"]
    mine = audience.kind == "delegation" and audience.code == owner
    stance = next((said["stance"] for said in one["positions"] if said["code"] == audience.code), "")
    if one["state"] != "tabled":
        return {"mine": mine, "stance": stance, "may": {}}
    somebody, place = standing_for(audience), Place(readers.body, owner, readers.huddle)

    def may(action: str) -> bool:
        return reason_against(action, somebody, place) is None

    return {
        "mine": mine,
        "stance": stance,
        "may": {
            "position": may("position.take") and not mine,
            "withdraw": may("amendment.withdraw"),
            "accept": may("amendment.accept") and status == Status.DRAFT,
            "reject": may("amendment.reject"),
        },
    }


def place_of(audience: Audience, amendment: int) -> tuple[int, int] | None:
    """The room in which an amendment lies, and its text, for those who may read it."""
    rows = Amendment.objects.filter(pk=amendment).select_related("text__meeting__conference__body")
    row = rows.defer("text__doc", "text__report").first()
    if row is None or not readable(audience, row.text):
        return None
    return row.text.meeting.room_id, row.text_id
