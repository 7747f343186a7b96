"""Drafts of amendments inside a delegation: written, changed, cleared by who may bind the member, tabled or dropped.

Until one is tabled nobody else learns of it: the journal knows its seal, and its events go to its delegation alone.
"""

from __future__ import annotations

from typing import Any

from communique.actions import amendments
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_draft, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.texts import positions
from communique.domain.texts.amendments import Proposal, to_json
from communique.domain.texts.positions import DraftState
from communique.records import documents, sealed
from communique.records.models import Draft, Party, Text


@writes("draft.write", of_text)
def write(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    version: int,
    changes: list[Any],
    reason: str = "",
    amends: int | None = None,
) -> Answer:
    """Keep a change of the text as a draft inside the delegation: ``changes`` as for an amendment, seen at ``version``.

    Refused: as for an amendment.
    """
    room = frame()
    row = Text.objects.defer("doc", "report").get(pk=text)
    party = amendments.own_party(room)
    parent = amendments.amendable(row, amends) if amends is not None else None
    made = Draft(text=row, party=party, seat_id=room.seat(), made_at=room.now, amends=parent)
    _say(room, made, amendments.draw_up(row, version, changes, reason, parent), reason)
    return {"draft": made.pk}


@writes("draft.change", of_draft)
def change(*, actor: Actor, request_id: str, draft: int, version: int, changes: list[Any], reason: str = "") -> Answer:
    """Write a draft anew. It has to be cleared again. Refused: as when it was written; it is over."""
    room = frame()
    row = _draft(draft)
    row.state = positions.change_draft(DraftState(row.state)).value
    row.cleared_by, row.cleared_at = None, None
    parent = amendments.amendable(row.text, row.amends_id) if row.amends_id is not None else None
    _say(room, row, amendments.draw_up(row.text, version, changes, reason, parent), reason)
    return {"draft": draft, "state": row.state}


@writes("draft.clear", of_draft)
def clear(*, actor: Actor, request_id: str, draft: int) -> Answer:
    """Who may bind the member agrees to a draft as it reads now. Refused: it is cleared already, or over."""
    room = frame()
    row = _draft(draft)
    row.state = positions.clear(DraftState(row.state), may_bind=True).value
    row.cleared_by_id, row.cleared_at = room.seat(), room.now
    row.save(update_fields=["state", "cleared_by", "cleared_at"])
    return _done(room, row)


@writes("draft.table", of_draft)
def table(*, actor: Actor, request_id: str, draft: int) -> Answer:
    """Table a draft that was cleared: from now on it is an amendment before everybody.

    Refused: it isn't cleared, or over; its words are gone (``draft_is_lost``); what it would amend is no longer tabled;
    and as for an amendment.
    """
    room = frame()
    row = _draft(draft)
    # Who may table it may clear it too, and has to have done so: the two acts stand apart in the delegation's record.
    row.state = positions.send(DraftState(row.state), may_bind=False).value
    amendments.require_draft(row.text)
    parent = amendments.amendable(row.text, row.amends_id) if row.amends_id is not None else None
    place = documents.carried(row.text, [row])[row.pk]
    if place.lost:
        raise Refused("draft_is_lost")
    answer = amendments.lay(room, row.text, [row.party], place.proposal, reason=row.reason, amends=parent)
    row.amendment_id = answer["amendment"]
    row.save(update_fields=["state", "amendment"])
    tell_inside(room, row.text_id, row.party)
    return answer


@writes("draft.drop", of_draft)
def drop(*, actor: Actor, request_id: str, draft: int) -> Answer:
    """Give a draft up. Refused: it is over."""
    room = frame()
    row = _draft(draft)
    row.state = positions.drop(DraftState(row.state)).value
    row.save(update_fields=["state"])
    return _done(room, row)


def tell_inside(room: Frame, text: int, party: Party) -> None:
    """The delegation's own room on a text reads otherwise now."""
    room.announce_inside({party.code}, "fragment", target=f"delegation:{text}")


def _say(room: Frame, row: Draft, proposal: Proposal, reason: str) -> None:
    said = to_json(proposal)
    paragraphs = proposal.paragraphs(documents.newest(row.text))
    row.paragraph = paragraphs[0] if paragraphs else ""
    row.base_version, row.hunks, row.operations = row.text.version, said["hunks"], said["operations"]
    row.reason, row.changed_at = reason.strip(), room.now
    row.save()
    room.record(text=row.text_id, draft=row.pk, sealed=sealed.seal_of(row))
    tell_inside(room, row.text_id, row.party)


def _done(room: Frame, row: Draft) -> Answer:
    done = {"draft": row.pk, "state": row.state}
    room.record(text=row.text_id, draft=row.pk, sealed=sealed.seal_of(row, done))
    tell_inside(room, row.text_id, row.party)
    return done


def _draft(draft: int) -> Draft:
    rows = Draft.objects.select_related("text", "party", "amends").defer("text__doc", "text__report")
    return rows.get(pk=draft)
