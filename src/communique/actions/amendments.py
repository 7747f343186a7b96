"""Tabling an amendment, taking a position on it, and its end."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.texts import apply
from communique.actions.where import of_amendment, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.register import Status, require_status
from communique.domain.texts import amendments, positions
from communique.domain.texts.positions import AmendmentState, Stance
from communique.records import documents
from communique.records.models import Amendment, Party, Position, Text

REASON_LIMIT = 2000
"""Characters that a reason may have."""


@writes("amendment.table", of_text)
def table(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    version: int,
    paragraph: str,
    content: list[Any],
    reason: str = "",
) -> Answer:
    """Table a change of one paragraph: ``content`` is what it shall say, as inline JSON, seen at ``version``.

    What the pen did elsewhere since then doesn't matter. Refused: no change, no such paragraph, a paragraph that the
    pen changed meanwhile (``paragraph_moved_on``), content that doesn't hold.
    """
    room = frame()
    row = Text.objects.defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    if len(reason) > REASON_LIMIT:
        raise Refused("reason_too_long", limit=REASON_LIMIT)
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version <= row.version:
        raise Refused("unknown_version", version=str(version)[:20])
    if documents.touched_since(row.pk, version, paragraph):
        raise Refused("paragraph_moved_on", paragraph=paragraph[:40], version=row.version)
    hunks = documents.hunks_to_json(amendments.propose(documents.newest(row), paragraph, content))
    party = _own_party(room)
    number = (Amendment.objects.filter(text=row).aggregate(last=Max("number"))["last"] or 0) + 1
    made = Amendment.objects.create(
        text=row,
        number=number,
        party=party,
        seat_id=room.seat(),
        paragraph=paragraph,
        base_version=row.version,
        hunks=hunks,
        reason=reason.strip(),
        tabled_at=room.now,
    )
    Position.objects.create(amendment=made, party=party, seat_id=room.seat(), stance=Stance.SUPPORT.value, at=room.now)
    room.record(
        text=text, amendment=made.pk, number=number, party=party.code, paragraph=paragraph, version=row.version,
        hunks=hunks, reason=made.reason,
    )  # fmt: skip
    _changed(room, text)
    return {"amendment": made.pk, "number": number}


@writes("position.take", of_amendment)
def take_position(*, actor: Actor, request_id: str, amendment: int, stance: str) -> Answer:
    """Support, oppose, live with, reserve on, or await instructions about an amendment."""
    room = frame()
    row = _tabled(amendment)
    party = _own_party(room)
    known = {position.party.code: Stance(position.stance) for position in row.positions.select_related("party")}
    taken = positions.take(known, party=party.code, stance=positions.check_stance(stance), proposer=row.party.code)
    Position.objects.update_or_create(
        amendment=row,
        party=party,
        defaults={"seat_id": room.seat(), "stance": taken[party.code].value, "at": room.now},
    )
    room.record(text=row.text_id, amendment=amendment, party=party.code, stance=stance)
    # A word on one amendment, of which there may be hundreds: neither the overlay nor the whole margin has changed.
    room.announce("position", text=row.text_id, amendment=amendment, code=party.code, stance=stance)
    room.announce("fragment", target=f"amendment:{amendment}")
    return {"amendment": amendment, "stance": stance}


@writes("amendment.withdraw", of_amendment)
def withdraw(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The delegation that tabled an amendment takes it back."""
    return _end(frame(), _tabled(amendment), AmendmentState.WITHDRAWN)


@writes("amendment.reject", of_amendment)
def reject(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The chair finds that the meeting doesn't take an amendment."""
    return _end(frame(), _tabled(amendment), AmendmentState.REJECTED)


@writes("amendment.accept", of_amendment)
def accept(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The chair finds that the meeting takes an amendment: its hunks become steps of the text.

    Refused: the words under it are gone (``amendment_is_lost``).
    """
    room = frame()
    row = _tabled(amendment)
    text = row.text
    require_status(Status(text.status), Status.DRAFT)
    state = documents.carried(text, [row])[row.pk]
    if state.lost:
        raise Refused("amendment_is_lost", number=row.number)
    steps = amendments.steps(documents.newest(text), state.hunks)
    version, _ = apply(room, text, text.version, steps, f"amendment-{row.pk}")
    facts = room.facts or {}
    answer = _end(room, row, AmendmentState.ACCEPTED)
    room.record(**(facts | (room.facts or {}) | {"version": version}))
    return answer | {"version": version}


def _end(room: Frame, row: Amendment, state: AmendmentState) -> Answer:
    row.state, row.ended_at, row.ended_version = state.value, room.now, row.text.version
    row.save(update_fields=["state", "ended_at", "ended_version"])
    room.record(text=row.text_id, amendment=row.pk, number=row.number, state=row.state)
    _changed(room, row.text_id)
    return {"amendment": row.pk, "state": row.state}


def _changed(room: Frame, text: int) -> None:
    room.announce("overlay", text=text)
    room.announce("fragment", target=f"proposals:{text}")


def _tabled(amendment: int) -> Amendment:
    row = Amendment.objects.select_related("text", "party").defer("text__doc", "text__report").get(pk=amendment)
    positions.require_tabled(AmendmentState(row.state))
    return row


def _own_party(room: Frame) -> Party:
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    return party_of(seat.body, seat.party.code)
