"""A delegation's own room on a text: its drafts, its instructions, what it says inside, and what awaits its position.

The delegation is the audience's own, never one that is asked for: there is no way to name another.
"""

from __future__ import annotations

from typing import Any

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts import amendments, applying
from communique.domain.texts.authority import Document
from communique.domain.texts.document import label_of
from communique.domain.texts.labels import names_of
from communique.domain.texts.positions import AmendmentState, DraftState
from communique.queries.texts import Readers, readers_of
from communique.records import documents
from communique.records.models import Amendment, Draft, Instruction, Party, Position, Text

OVER = {DraftState.TABLED.value, DraftState.DROPPED.value}


def room_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """What a delegation has to itself on a text; None for everybody who sits in none that may read it.

    ``{"text", "title", "status", "version", "party", "conference", "huddle", "groups", "over", "lifted", "awaiting",
    "may"}``. ``groups`` hold the open drafts and the instructions by paragraph, in the order of the text: what is about
    all of it first, what is about paragraphs that are gone last. ``over`` are drafts that were tabled or dropped.
    ``awaiting`` are proposals of others on which the delegation has said nothing yet.
    """
    row = Text.objects.select_related("meeting__conference__body").defer("doc", "report").filter(pk=text).first()
    if row is None:
        return None
    readers = readers_of(row)
    if audience.kind != "delegation" or not readers.have(audience):
        return None
    party = Party.objects.get(body_id=readers.body, code=audience.code)
    document = documents.newest(row)
    places = _Places(document)
    conference = row.meeting.conference
    drafts = _drafts(audience, row, party, readers, places)
    told = Instruction.objects.filter(text=row, party=party).select_related("seat__person").order_by("at", "id")
    instructions = [_instruction(one, places) for one in told]
    return {
        "text": text,
        "title": row.title,
        "status": row.status,
        "version": row.version,
        "party": party.value().plate(),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "huddle": row.huddle_id is not None,
        "groups": _groups(
            [one for one in instructions if one["lifted_at"] is None],
            [one for one in drafts if one["state"] not in OVER],
        ),
        "over": [one for one in drafts if one["state"] in OVER],
        "lifted": [one for one in instructions if one["lifted_at"] is not None],
        "awaiting": _awaiting(row, party, places),
        "may": {"bind": audience.binds, "write": row.status == Status.DRAFT},
    }


def paragraph_called(audience: Audience, text: int, number: str) -> str | None:
    """The id of the paragraph that people call so, for a delegation that may read the text; None when there is none.

    One may call it "16 (d)", as lists do, or by its own number alone, which is the first one's of that number.
    """
    if place_on(audience, text) is None:
        return None
    wanted = _spoken(number.strip().removesuffix("."))
    document = documents.newest(Text.objects.defer("doc", "report").get(pk=text))
    whole = ((key, called["label"]) for key, called in names_of(document).items())
    alone = ((block["attrs"]["id"], label_of(block)) for block in document.json()["content"])
    return next((key for key, label in (*whole, *alone) if wanted and _spoken(label) == wanted), None)


def _spoken(label: str) -> str:
    """A label as it is compared: "16(D)" is "16 (d)"."""
    return "".join(label.split()).casefold()


def draft_place(audience: Audience, draft: int) -> tuple[int, int] | None:
    """The room and the text of a draft, for its own delegation."""
    return _own_place(audience, Draft.objects.filter(pk=draft))


def draft_for(audience: Audience, draft: int) -> dict[str, Any] | None:
    """A draft as it is written on, for its own delegation: ``{"id", "paragraph", "content", "reason"}``, the content
    being what the paragraph shall say. None for who isn't of it, when the draft is over or its words are gone, and when
    it does more than change the words of one paragraph."""
    if draft_place(audience, draft) is None:
        return None
    row = Draft.objects.select_related("text").defer("text__doc", "text__report").get(pk=draft)
    document = documents.newest(row.text)
    place = documents.carried(row.text, [row])[row.pk]
    if row.state in OVER or place.lost or place.operations or place.proposal.paragraphs(document) != (row.paragraph,):
        return None
    found = document.block(row.paragraph)
    if found is None:
        return None
    position, block = found
    content = applying.wordings(block.get("content", ()), position + 1, place.hunks)
    return {"id": row.pk, "paragraph": row.paragraph, "content": content, "reason": row.reason}


def instruction_place(audience: Audience, instruction: int) -> tuple[int, int] | None:
    """The same of an instruction."""
    return _own_place(audience, Instruction.objects.filter(pk=instruction))


def place_on(audience: Audience, text: int) -> tuple[int, int] | None:
    """The meeting's room and the text, for a delegation that may read it."""
    row = Text.objects.select_related("meeting__conference__body").defer("doc", "report").filter(pk=text).first()
    if row is None or audience.kind != "delegation" or not readers_of(row).have(audience):
        return None
    return row.meeting.room_id, row.pk


def _own_place(audience: Audience, rows: Any) -> tuple[int, int] | None:
    if audience.kind != "delegation":
        return None
    found = rows.filter(party__code=audience.code, party__body_id=audience.body).values_list("text_id").first()
    return place_on(audience, found[0]) if found is not None else None


class _Places:
    """Where paragraphs stand in a document, and what they are called."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known = {key: (at, called) for at, (key, called) in enumerate(names_of(document).items())}

    def of(self, paragraph: str) -> dict[str, Any]:
        """``{"paragraph", "label", "numbered", "place"}``; those that are gone have no name and come last."""
        if paragraph not in self._known:
            return {"paragraph": "", "label": "", "numbered": False, "place": -1 if not paragraph else len(self._known)}
        at, called = self._known[paragraph]
        return called | {"place": at}


def _groups(instructions: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[int, dict[str, Any]] = {}
    for name, rows in (("instructions", instructions), ("drafts", drafts)):
        for one in rows:
            own = {key: one[key] for key in ("paragraph", "label", "numbered", "place")}
            group = groups.setdefault(one["place"], own | {"whole": one["place"] < 0, "instructions": [], "drafts": []})
            group[name].append(one)
    return [groups[place] for place in sorted(groups)]


def _drafts(audience: Audience, row: Text, party: Party, readers: Readers, places: _Places) -> list[dict[str, Any]]:
    rows = list(
        Draft.objects.filter(text=row, party=party)
        .select_related("seat__person", "cleared_by__person", "amendment", "amends")
        .order_by("made_at", "id")
    )
    carried = documents.carried(row, [one for one in rows if one.state not in OVER])
    return [_draft(audience, one, row, readers, places, carried.get(one.pk)) for one in rows]


def _draft(
    audience: Audience, one: Draft, row: Text, readers: Readers, places: _Places, carried: amendments.Carried | None
) -> dict[str, Any]:
    proposal = carried.proposal if carried is not None else documents.proposal_of(one)
    lost = carried is not None and carried.lost
    changes = amendments.summary(places.document, proposal)
    # What a form can take up again: the words of one paragraph. "rewrite" is said of the others.
    one_place = not proposal.operations and len(proposal.paragraphs(places.document)) == 1
    somebody, place = standing_for(audience), Place(readers.body, audience.code, readers.huddle)
    is_open, drafting = one.state not in OVER, row.status == Status.DRAFT

    def may(action: str) -> bool:
        return is_open and reason_against(action, somebody, place) is None

    return places.of(one.paragraph) | {
        "id": one.pk,
        "state": one.state,
        "by": one.seat.person.name,
        "changes": changes,
        "reason": one.reason,
        "amends": one.amends.number if one.amends is not None else None,
        "number": one.amendment.number if one.amendment is not None else None,
        "amendment": one.amendment_id,
        "lost": lost,
        "changed_at": one.changed_at,
        "cleared_by": one.cleared_by.person.name if one.cleared_by is not None else "",
        "cleared_at": one.cleared_at,
        "may": {
            "clear": may("draft.clear") and one.state == DraftState.DRAFT and not lost,
            "table": may("draft.table") and one.state == DraftState.CLEARED and drafting and not lost,
            "change": may("draft.change") and drafting and not lost and one_place,
            "drop": may("draft.drop"),
            "rewrite": may("draft.change") and drafting and not lost and not one_place,
        },
    }


def _instruction(one: Instruction, places: _Places) -> dict[str, Any]:
    return places.of(one.paragraph) | {
        "id": one.pk,
        "by": one.seat.person.name,
        "words": one.words,
        "at": one.at,
        "lifted_at": one.lifted_at,
    }


def _awaiting(row: Text, party: Party, places: _Places) -> list[dict[str, Any]]:
    said = Position.objects.filter(party=party, amendment__text=row).values("amendment_id")
    rows = (
        Amendment.objects.filter(text=row, state=AmendmentState.TABLED.value)
        .exclude(party=party)
        .exclude(pk__in=said)
        .select_related("party")
        .order_by("number")
    )
    return [
        places.of(one.paragraph) | {"id": one.pk, "number": one.number, "by": one.party.value().plate()} for one in rows
    ]
