"""The margin of a text: what is proposed on it, paragraph by paragraph, and what every member says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts.amendments import Carried
from communique.domain.texts.authority import Document
from communique.domain.texts.labels import names_of
from communique.queries.texts import Readers, readable, readers_of
from communique.records import documents, proposed
from communique.records.models import Amendment, Party, Position, Text

_POSITIONS = Prefetch("positions", Position.objects.select_related("party"))
_TAKEN_IN = Amendment.objects.filter(
    amends=OuterRef("amends"), merged_into=OuterRef("amends"), ended_at__gt=OuterRef("tabled_at")
)
"""What the amendment that a row would amend has taken in since the row was tabled."""


def margin_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """What is proposed on a text, as an audience sees it: see ``whole`` and ``seen_by``."""
    margin = whole(text)
    return seen_by(audience, margin) if margin is not None else None


def whole(text: int) -> dict[str, Any] | None:
    """Amendments in groups by paragraph, in the order of the text; those on words that are gone stand last, and one
    that amends another one stands behind that.

    ``{"text", "status", "conference", "open", "over", "groups": [{"paragraph", "label", "numbered", "amendments":
    [...], "wordings": [...]}]}``. Each amendment has the position of every member in protocol order. ``wordings`` are
    how the paragraph reads, and as each of those would have it that can't be taken together: ``{"words", "numbers",
    "by": plates}``. It is made once for all audiences, and shown to one only through ``seen_by``.
    """
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    if row is None:
        return None
    conference = row.meeting.conference
    found = list(_rows().filter(text=row).order_by("number"))
    tabled = [one for one in found if one.state == "tabled"]
    known: proposed.Tabled = [(one.pk, one.base_version, one.amends_id) for one in tabled]
    clashes = proposed.clashing(row, known, tabled)
    table = _Table(row, documents.carried(row, tabled), clashes, _members(row), known)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in _in_order(found):
        parent = one.amends or one
        groups.setdefault(parent.paragraph, []).append(table.shown(one))
    placed: list[dict[str, Any]] = []
    for block in table.document.json()["content"]:
        paragraph = block["attrs"]["id"]
        if paragraph in groups:
            shown = groups.pop(paragraph)
            wordings = table.wordings(paragraph, tabled, shown)
            placed.append(names_of(table.document)[paragraph] | {"amendments": shown, "wordings": wordings})
    gone = [one for rest in groups.values() for one in rest]
    if gone:
        placed.append({"paragraph": "", "label": "", "numbered": False, "amendments": gone, "wordings": []})
    return {
        "text": text,
        "status": row.status,
        "readers": readers_of(row),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "open": len(tabled),
        "over": len(found) - len(tabled),
        "groups": placed,
    }


def whole_of(amendment: int) -> dict[str, Any] | None:
    """A margin with one amendment alone, to be shown through ``seen_by`` as well."""
    rows = _rows().select_related(
        "text__meeting__conference__body", "party", "landed_by", "amends__party", "merged_into"
    )
    row = rows.defer("text__doc", "text__report", "landed_by__base").filter(pk=amendment).first()
    if row is None:
        return None
    conference = row.text.meeting.conference
    about = [row, *([row.amends] if row.amends is not None else [])]
    places = documents.carried(row.text, [one for one in about if one.state == "tabled"])
    known = proposed.tabled_on(row.text)
    shown = _Table(row.text, places, proposed.clashing(row.text, known), _members(row.text), known).shown(row)
    return {
        "text": row.text_id,
        "status": row.text.status,
        "readers": readers_of(row.text),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "open": len(known),
        "groups": [{"paragraph": row.paragraph, "amendments": [shown]}],
    }


def _rows() -> Any:
    rows = Amendment.objects.select_related("party", "landed_by", "amends__party", "merged_into")
    rows = rows.annotate(reworded=Exists(_TAKEN_IN))
    return rows.defer("landed_by__base").prefetch_related(_POSITIONS, proposed.SPONSORS)


def _members(row: Text) -> list[Party]:
    return list(Party.objects.filter(body=row.meeting.conference.body, member=True))


def _in_order(rows: Sequence[Amendment]) -> list[Amendment]:
    """By number, each with the amendments to it behind it."""
    to_it: dict[int | None, list[Amendment]] = {}
    for one in rows:
        to_it.setdefault(one.amends_id, []).append(one)
    return [each for one in to_it.get(None, ()) for each in (one, *to_it.get(one.pk, ()))]


@dataclass(frozen=True)
class _Table:
    """What all the cards of a margin are made with."""

    row: Text
    places: Mapping[int, Carried]
    """Where those stand that are tabled."""
    clashes: Mapping[int, tuple[int, ...]]
    members: Sequence[Party]
    tabled: proposed.Tabled

    @cached_property
    def amended(self) -> frozenset[int | None]:
        """Those with a tabled amendment to them."""
        return frozenset(amends for _, _, amends in self.tabled)

    @cached_property
    def document(self) -> Document:
        return documents.newest(self.row)

    def shown(self, row: Any) -> dict[str, Any]:
        """A row of ``_rows`` for the page."""
        place = self.places.get(row.pk)
        said = {one.party.code: one.stance for one in row.positions.all()}
        joined = list(row.cosponsors.all())
        shown = {
            "id": row.pk,
            "number": row.number,
            "by": row.party.value().plate(),
            "with": [one.party.value().plate() for one in joined],
            "from_huddle": row.landed_by.number if row.landed_by is not None else 0,
            "amends": row.amends.number if row.amends is not None else 0,
            "merged_into": row.merged_into.number if row.merged_into is not None else 0,
            "state": row.state,
            "paragraph": row.paragraph,
            "reason": row.reason,
            "changes": self._changes(row, place),
            "lost": place is not None and place.lost,
            "losses": proposed.losses_of(self.document, row, place) if place is not None else [],
            "clashes": self.clashes.get(row.number, ()) if place is not None else (),
            "waits": row.pk in self.amended,
            "reworded": row.reworded,
            "mover_of_amended": row.amends.party.code if row.amends is not None else "",
            "positions": [
                {"code": one.code, "name": one.name, "stance": said.get(one.code, "")} for one in self.members
            ],
            "tabled_at": row.tabled_at,
            "ended_at": row.ended_at,
        }
        times = [row.tabled_at, row.ended_at or row.tabled_at, *(one.at for one in row.positions.all())]
        shown["changed"] = int(max(times + [one.joined_at for one in joined]).timestamp() * 1000)
        return shown | {"mark": hashlib.sha256(repr(shown).encode()).hexdigest()}

    def _changes(self, row: Amendment, place: Carried | None) -> list[dict[str, Any]]:
        parent = self.places.get(row.amends_id) if row.amends_id is not None else None
        if place is None or parent is None or place.lost or parent.lost:
            return proposed.changes_of(self.document, row, place)
        return proposed.differences(self.document, parent, place)

    def wordings(
        self, paragraph: str, tabled: Sequence[Amendment], shown: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """How those of a group read that can't be taken together, side by side."""
        numbers = {one["number"] for one in shown if set(one["clashes"]) & {other["number"] for other in shown}}
        if not numbers:
            return []
        meant = {row.number: self.places[row.pk].proposal for row in tabled if row.number in numbers}
        plates = {one["number"]: [one["by"], *one["with"]] for one in shown}
        return [
            one | {"by": [plate for number in one["numbers"] for plate in plates[number]]}
            for one in proposed.side_by_side(self.document, meant, paragraph)
        ]


def seen_by(audience: Audience, margin: dict[str, Any]) -> dict[str, Any] | None:
    """A whole margin as one audience sees it: ``mine``, ``stance`` and ``may`` of each amendment are its own. None for
    those who may not read the text."""
    readers: Readers = margin["readers"]
    if not readers.have(audience):
        return None
    status, several = margin["status"], margin["open"] > 1
    groups = [
        group | {"amendments": [one | _own(audience, one, readers, status, several) for one in group["amendments"]]}
        for group in margin["groups"]
    ]
    merges = (
        reason_against("amendment.merge", standing_for(audience), Place(readers.body, None, readers.huddle)) is None
    )
    return margin | {"groups": groups, "may": {"merge": merges and status == Status.DRAFT}}


def _own(audience: Audience, one: dict[str, Any], readers: Readers, status: str, several: bool) -> dict[str, Any]:
    """What of an amendment is this audience's own: whether it moves it, what it said of it, what it may do."""
    code = audience.code if audience.kind == "delegation" else ""
    owner = one["by"]["code"]
    mine = bool(code) and code == owner
    sponsor = mine or (bool(code) and any(code == each["code"] for each in one["with"]))
    stance = next((said["stance"] for said in one["positions"] if said["code"] == audience.code), "")
    if one["state"] != "tabled":
        return {"mine": mine, "stance": stance, "may": {}}
    # Who may not table what a member proposes keeps it as a draft inside the delegation.
    member = bool(code) and any(code == said["code"] for said in one["positions"])
    somebody, place = standing_for(audience), Place(readers.body, owner, readers.huddle)
    draft, sound = status == Status.DRAFT, status == Status.DRAFT and not one["lost"]

    def may(action: str, at: Place = place) -> bool:
        return reason_against(action, somebody, at) is None

    of_amended = Place(readers.body, one["mover_of_amended"], readers.huddle)
    return {
        "mine": mine,
        "stance": stance,
        "may": {
            "position": may("position.take") and not sponsor,
            "withdraw": may("amendment.withdraw"),
            "cosponsor": may("amendment.cosponsor") and not sponsor,
            "leave": sponsor and bool(one["with"]) and may("amendment.leave"),
            "amend": sound and not one["amends"] and (may("amendment.table") or (member and may("draft.write"))),
            "take_in": sound and bool(one["amends"]) and may("amendment.take_in", of_amended),
            "accept": may("amendment.accept") and sound and not one["waits"],
            "reject": may("amendment.reject"),
            "merge": several and sound and not one["amends"] and may("amendment.merge"),
            "wait": draft and one["waits"] and may("amendment.accept"),
        },
    }


def place_of(audience: Audience, amendment: int) -> tuple[int, int] | None:
    """The room in which an amendment lies, and its text, for those who may read it."""
    rows = Amendment.objects.filter(pk=amendment).select_related("text__meeting__conference__body")
    row = rows.defer("text__doc", "text__report").first()
    if row is None or not readable(audience, row.text):
        return None
    return row.text.meeting.room_id, row.text_id
