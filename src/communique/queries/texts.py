"""Texts under negotiation, with the amendments laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from communique.domain.actors import Actor, Audience
from communique.domain.errors import Refused
from communique.domain.permissions import Place, may_read_draft, reason_against
from communique.domain.register import Status
from communique.domain.texts import structure
from communique.domain.texts.amendments import Carried, Operation
from communique.domain.texts.authority import Document
from communique.domain.texts.document import describe
from communique.domain.texts.figures import negotiated
from communique.queries.rooms import steps_between
from communique.records import documents
from communique.records.models import Amendment, Huddle, Text
from communique.records.models.huddles import delegations_in
from communique.records.proposed import SPONSORS, changes_of, numbers_proposed

OF_INTEREST = {
    "draft": "text.draft",
    "amend": "amendment.table",
    "inside": "draft.write",
    "position": "position.take",
    "accept": "amendment.accept",
    "bracket": "bracket.put",
    "put": "question.put",
    "object": "question.object",
    "publish": "document.publish",
}


@dataclass(frozen=True)
class TextView:
    """A text for one audience. ``doc`` is ProseMirror JSON at ``version``; ``figures`` counts brackets and words."""

    id: int
    title: str
    symbol: str
    status: str
    language: str
    version: int
    doc: dict[str, Any]
    figures: dict[str, Any]
    report: dict[str, Any]
    source: str
    room: int
    room_version: int
    meeting: int
    body: int
    item: dict[str, Any]
    document: str
    """The symbol under which it is published, or ""."""
    huddle: dict[str, Any] | None
    """The huddle whose branch it is: ``{"id", "number", "text" (the main one's id), "parties" (codes), "state"}``."""

    @property
    def place(self) -> Place:
        """Where an act on it takes place."""
        return Place(self.body, huddle=frozenset(self.huddle["parties"]) if self.huddle else None)


@dataclass(frozen=True)
class Readers:
    """Who may read a text under negotiation. ``huddle``: the codes of those in the huddle whose branch it is."""

    body: int
    open_to_observers: bool
    huddle: frozenset[str] | None

    def have(self, audience: Audience) -> bool:
        return may_read_draft(audience, self.body, open_to_observers=self.open_to_observers, huddle=self.huddle)


def readers_of(text: Text) -> Readers:
    """``text`` comes with its meeting, conference and body."""
    body = text.meeting.conference.body
    return Readers(body.pk, body.observers_read_drafts, delegations_in(text.huddle_id))


def readable(audience: Audience, text: Text) -> bool:
    return readers_of(text).have(audience)


def may_read(audience: Audience, text: int) -> bool:
    """May the audience read a text under negotiation, and what is said of it?"""
    body = "meeting__conference__body"
    row = Text.objects.filter(pk=text).values_list(body, f"{body}__observers_read_drafts", "huddle_id").first()
    return row is not None and Readers(row[0], row[1], delegations_in(row[2])).have(audience)


def _find(audience: Audience, text: int) -> Text | None:
    """The row without its document, which is long to decode and mostly in memory already (``documents.newest``)."""
    rows = Text.objects.select_related(
        "meeting__conference__body", "meeting__room", "item", "document", "huddle__text__item"
    )
    row = (
        rows.filter(pk=text)
        .defer("doc", "report", "document__doc", "huddle__text__doc", "huddle__text__report")
        .first()
    )
    return row if row is not None and readable(audience, row) else None


def text_for(audience: Audience, text: int) -> TextView | None:
    """A text as ``audience`` may read it; None when there is none for it."""
    row = _find(audience, text)
    if row is None:
        return None
    document = documents.newest(row)
    doc = document.json()
    meeting = row.meeting
    item = row.huddle.text.item if row.huddle else row.item
    if item is None:
        raise RuntimeError(f"text {text} belongs to no agenda item")
    return TextView(
        row.pk,
        row.title,
        row.symbol,
        row.status,
        row.language,
        row.version,
        doc,
        figures_of(document),
        row.report,
        row.source,
        meeting.room_id,
        meeting.room.version,
        meeting.pk,
        meeting.conference.body_id,
        {"id": item.pk, "number": item.number, "title": item.title},
        row.document.symbol if row.status == Status.PUBLISHED else "",
        _huddle(row.huddle),
    )


def _huddle(row: Huddle | None) -> dict[str, Any] | None:
    if row is None:
        return None
    parties = sorted(delegations_in(row.pk) or ())
    return {"id": row.pk, "number": row.number, "text": row.text_id, "parties": parties, "state": row.state}


_figures: WeakKeyDictionary[Document, dict[str, Any]] = WeakKeyDictionary()
"""A version's figures are counted once, for all who load its page."""


def figures_of(document: Document) -> dict[str, Any]:
    """What ``describe`` counts in a document that was read for an audience, its paragraphs without notes, as the
    figures of its reading count them."""
    known = _figures.get(document)
    if known is None:
        known = _figures[document] = describe(document.json()) | {"paragraphs": negotiated(document.json())}
    return known


def may_of(actor: Actor, view: TextView) -> dict[str, bool]:
    """What the page offers to this actor now. The frame asks again when it is done."""
    draft, place = view.status == Status.DRAFT, view.place
    fits = {"object": view.status == Status.QUESTION, "publish": view.status == Status.ADOPTED}
    return {
        name: reason_against(action, actor, place) is None and fits.get(name, draft)
        for name, action in OF_INTEREST.items()
    }


def steps_since(audience: Audience, text: int, version: int) -> dict[str, Any] | None:
    """``{"version", "steps"}`` after a version, for an editor that fell behind."""
    row = _find(audience, text)
    if row is None:
        return None
    return {"version": row.version, "steps": steps_between(text, version + 1, row.version)}


def overlay_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """``{"text", "version", "amendments": [...]}``: every amendment, in the order tabled, at the newest version.

    Those that are over keep their words for the margin and have no hunks.
    """
    row = _find(audience, text)
    if row is None:
        return None
    rows = list(
        Amendment.objects.filter(text=row)
        .select_related("party")
        .prefetch_related("positions__party", SPONSORS)
        .order_by("number")
    )
    places = documents.carried(row, [one for one in rows if one.state == "tabled"])
    document = documents.newest(row)
    whole = {
        "text": text,
        "version": row.version,
        "amendments": [_overlay(document, one, places.get(one.pk)) for one in rows],
    }
    return seen_by(audience, whole)


def number_for(audience: Audience, text: int, kind: str, paragraph: str) -> dict[str, Any] | None:
    """``{"number"}``: which one a paragraph would get that is "new" behind another one ("" for the beginning), an
    "alternative" to it, or its second half ("split"). Proposed ones are passed over. Refused: ``malformed_changes`` for
    another kind; ``no_such_paragraph``."""
    row = _find(audience, text)
    if row is None:
        return None
    document = documents.newest(row)
    if kind not in ("new", "alternative", "split"):
        raise Refused("malformed_changes", why="no such change")
    if document.block(paragraph) is None and (paragraph or kind != "new"):
        raise Refused("no_such_paragraph", paragraph=paragraph[:40])
    taken = numbers_proposed(row)
    if kind == "alternative":
        return {"number": structure.number_of_alternative(document.json(), paragraph, taken=taken)}
    return {"number": structure.number_between(document.json(), paragraph, taken=taken)}


def seen_by(audience: Audience, overlay: dict[str, Any]) -> dict[str, Any]:
    """An overlay that was made for one audience as another one sees it: all read the same, and ``mine`` and
    ``stance`` are their own. Both have to be audiences that may read the text."""
    party = audience.code if audience.kind == "delegation" else ""
    own = [
        one
        | {
            "mine": bool(party) and one["by"]["code"] == party,
            "stance": next((said["stance"] for said in one["positions"] if said["code"] == party), ""),
        }
        for one in overlay["amendments"]
    ]
    return overlay | {"amendments": own}


def _overlay(document: Document, row: Amendment, place: Carried | None) -> dict[str, Any]:
    positions = [{**one.party.value().plate(), "stance": one.stance} for one in row.positions.all()]
    return {
        "id": row.pk,
        "number": row.number,
        "by": row.party.value().plate(),
        "with": [one.party.value().plate() for one in row.cosponsors.all()],
        "paragraph": row.paragraph,
        "state": row.state,
        "reason": row.reason,
        "changes": changes_of(document, row, place),
        "hunks": documents.hunks_to_json(place.hunks) if place is not None else [],
        "operations": [_operation(one) for one in place.operations] if place is not None else [],
        "lost": bool(place is not None and place.lost),
        "amends": row.amends_id,
        "merged_into": row.merged_into_id,
        "positions": positions,
        "tabled_at": row.tabled_at.isoformat(),
    }


def _operation(one: Operation) -> dict[str, Any]:
    """What is drawn of an operation: the paragraphs are named, and only a split has a place of its own."""
    said = {"paragraph": one.paragraph, "after": one.after, "other": one.other, "number": one.number}
    kept: dict[str, Any] = {name: value for name, value in said.items() if value}
    if one.kind == "split":
        kept["at"] = one.at
    return {"kind": one.kind} | kept | ({"block": one.block} if one.block is not None else {})


def editor_state(view: TextView, overlay: dict[str, Any], may: dict[str, bool]) -> dict[str, Any]:
    """What an editor begins with. The pen may have typed between the two reads: the amendments say at which version
    they lie, and the editor carries them, or waits."""
    return {
        "id": view.id,
        "title": view.title,
        "symbol": view.symbol,
        "status": view.status,
        "language": view.language,
        "version": view.version,
        "doc": view.doc,
        "room": view.room,
        "room_version": view.room_version,
        "may": may,
        "amendments": overlay["amendments"],
        "amendments_version": overlay["version"],
    }
