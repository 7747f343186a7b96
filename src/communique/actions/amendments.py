"""Tabling an amendment, taking a position on it, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from communique.actions import following, readings
from communique.actions.attendance import present
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.texts import apply
from communique.actions.where import of_amendment, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.register import Status, require_status
from communique.domain.texts import amendments, authority, positions, rewording
from communique.domain.texts.amendments import Proposal
from communique.domain.texts.positions import AmendmentState, Stance
from communique.records import documents
from communique.records.models import Amendment, Cosponsor, Party, Position, Text
from communique.records.proposed import numbers_proposed

REASON_LIMIT = 2000
"""Characters that a reason may have."""


@writes("amendment.table", of_text)
def table(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    version: int,
    paragraph: str = "",
    content: list[Any] | None = None,
    changes: list[Any] | None = None,
    reason: str = "",
    amends: int | None = None,
) -> Answer:
    """Table a proposal, seen at ``version``: ``changes`` as ``amendments.draw_up`` takes them, or, for one paragraph,
    ``content``, which is what it shall say as inline JSON. With ``amends`` it is an amendment to that amendment, whose
    words it would have read otherwise.

    What the pen did elsewhere since then doesn't matter. Refused: no change, no such paragraph, a paragraph that the
    pen changed meanwhile (``paragraph_moved_on``), content that doesn't hold, an amendment that can't be amended.
    """
    room = frame()
    row = Text.objects.defer("doc", "report").get(pk=text)
    if changes is None:
        changes = [{"kind": "words", "paragraph": paragraph, "content": content}]
    parent = amendable(row, amends) if amends is not None else None
    proposal = draw_up(row, version, changes, reason, parent)
    return lay(room, row, [own_party(room)], proposal, reason=reason, amends=parent)


def draw_up(row: Text, version: int, changes: Any, reason: str, parent: Amendment | None = None) -> Proposal:
    """A proposal on the newest text out of what a delegation asked for as it read ``version``, for the table or for a
    draft; with ``parent``, that amendment with other words.

    Refused: a text that isn't a draft, a paragraph that the pen changed meanwhile (``paragraph_moved_on``), changes
    that don't hold, a reason too long.
    """
    require_draft(row)
    if len(reason) > REASON_LIMIT:
        raise Refused("reason_too_long", limit=REASON_LIMIT)
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version <= row.version:
        raise Refused("unknown_version", version=str(version)[:20])
    for change in changes if isinstance(changes, list) else ():
        paragraph = change.get("paragraph") if isinstance(change, dict) else None
        if isinstance(paragraph, str) and documents.touched_since(row.pk, version, paragraph):
            raise Refused("paragraph_moved_on", paragraph=paragraph[:40], version=row.version)
    document = documents.newest(row)
    if parent is None:
        return amendments.draw_up(document, changes, taken=numbers_proposed(row))
    return rewording.reworded(document, standing(row, parent).proposal, changes)


def amendable(row: Text, amends: int) -> Amendment:
    """The amendment that another one would amend. Refused: there is none such, it is over, it amends one itself."""
    known = dict(Amendment.objects.filter(text=row).values_list("pk", "amends"))
    found = Amendment.objects.filter(text=row, pk=amends).select_related("party").first()
    if found is None:
        raise Refused("no_such_amendment")
    positions.require_amendable(AmendmentState(found.state), amends, known)
    return found


def require_draft(row: Text) -> None:
    """Nothing is tabled on a text that is before the meeting, or adopted."""
    require_status(Status(row.status), Status.DRAFT)


def standing(row: Text, amendment: Amendment) -> amendments.Carried:
    """What an amendment proposes at the text's newest version. Refused: its words are gone (``amendment_is_lost``)."""
    place = documents.carried(row, [amendment])[amendment.pk]
    if place.lost:
        raise Refused("amendment_is_lost", number=amendment.number)
    return place


def lay(
    room: Frame,
    row: Text,
    sponsors: Sequence[Party],
    proposal: Proposal,
    *,
    reason: str,
    amends: Amendment | None = None,
) -> Answer:
    """Tables a proposal, which is at the text's newest version, in the names of delegations, the first of which moves
    it. Refused: a paragraph that is agreed ad referendum."""
    document = documents.newest(row)
    paragraphs = proposal.paragraphs(document)
    readings.require_open(row, readings.touched_by(proposal, document))
    number = (Amendment.objects.filter(text=row).aggregate(last=Max("number"))["last"] or 0) + 1
    said = amendments.to_json(proposal)
    made = Amendment.objects.create(
        text=row,
        number=number,
        party=sponsors[0],
        seat_id=room.seat(),
        paragraph=paragraphs[0] if paragraphs else "",
        base_version=row.version,
        hunks=said["hunks"],
        operations=said["operations"],
        reason=reason.strip(),
        amends=amends,
        tabled_at=room.now,
    )
    Cosponsor.objects.bulk_create(
        Cosponsor(amendment=made, party=party, seat_id=room.seat(), joined_at=room.now) for party in sponsors[1:]
    )
    Position.objects.bulk_create(
        Position(amendment=made, party=party, seat_id=room.seat(), stance=Stance.SUPPORT.value, at=room.now)
        for party in sponsors
    )
    room.record(
        text=row.pk, amendment=made.pk, number=number, party=sponsors[0].code, paragraph=made.paragraph,
        version=row.version, hunks=made.hunks, operations=made.operations, reason=made.reason, amends=made.amends_id,
        **({"cosponsors": [party.code for party in sponsors[1:]]} if len(sponsors) > 1 else {}),
    )  # fmt: skip
    changed(room, row.pk)
    return {"amendment": made.pk, "number": number}


@writes("position.take", of_amendment)
def take_position(*, actor: Actor, request_id: str, amendment: int, stance: str) -> Answer:
    """Support, oppose, live with, reserve on, or await instructions about an amendment."""
    room = frame()
    row = tabled(amendment)
    party = own_party(room)
    known = {position.party.code: Stance(position.stance) for position in row.positions.select_related("party")}
    first, *others = sponsors_of(row)
    taken = positions.take(
        known, party=party.code, stance=positions.check_stance(stance), proposer=first, cosponsors=others
    )
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
    """The delegation that moves an amendment takes it back, for all its sponsors. Amendments to it are overtaken.

    Refused: it is over; it has itself been amended.
    """
    room = frame()
    row = tabled(amendment)
    state = positions.withdraw(
        AmendmentState(row.state), sponsors_of(row), party=own_party(room).code, to_it=states_to(row)
    )
    return end(room, row, state)


@writes("amendment.reject", of_amendment)
def reject(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The chair finds that the meeting doesn't take an amendment. Amendments to it are overtaken."""
    room = frame()
    row = tabled(amendment)
    return end(room, row, positions.reject(AmendmentState(row.state)))


@writes("amendment.accept", of_amendment)
def accept(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The chair finds that the meeting takes an amendment: what it changes becomes steps of the text. An amendment to
    another one takes that one with it, which is accepted as amended.

    Refused: the words under it are gone (``amendment_is_lost``); amendments to it are still tabled.
    """
    room = frame()
    row = tabled(amendment)
    text = row.text
    require_status(Status(text.status), Status.DRAFT)
    state = positions.accept(AmendmentState(row.state), to_it=states_to(row))
    proposal = standing(text, row).proposal
    document = documents.newest(text)
    steps = amendments.steps(document, proposal)
    version, facts = text.version, {}
    if steps:
        # Of those that the steps would lose although their paragraph only moves.
        apart = following.apart(text, proposal, document, row.pk)
        limit = max(authority.LIMIT, len(steps))
        version, _ = apply(room, text, text.version, steps, f"amendment-{row.pk}", limit=limit)
        facts = room.facts or {}
        if followed := following.follow(text, apart, document, steps, limit=limit):
            facts["followed"] = followed
    if row.amends is not None:
        over(room, row.amends, text, AmendmentState.AMENDED, but=row.pk)
    answer = end(room, row, state)
    room.record(**(facts | (room.facts or {}) | {"version": version}))
    return answer | {"version": version}


FOUND = frozenset({AmendmentState.ACCEPTED, AmendmentState.AMENDED, AmendmentState.REJECTED})
"""What the chair finds for the meeting, and so records with who was present."""


def end(room: Frame, row: Amendment, state: AmendmentState) -> Answer:
    """An amendment ends so, and those to it with it."""
    over(room, row, row.text, state)
    if state is AmendmentState.REJECTED:
        readings.count(room, row.text)
    more: dict[str, Any] = {"amended": row.amends_id} if row.amends_id is not None else {}
    if state in FOUND and row.text.huddle_id is None:
        more["present"] = present(row.text.meeting_id)
    room.record(text=row.text_id, amendment=row.pk, number=row.number, state=row.state, **more)
    changed(room, row.text_id)
    return {"amendment": row.pk, "state": row.state}


def over(room: Frame, row: Amendment, text: Text, state: AmendmentState, *, but: int = 0) -> None:
    """Writes the end of an amendment, and of those to it that were still tabled, except ``but``."""
    row.state, row.ended_at, row.ended_version = state.value, room.now, text.version
    row.save(update_fields=["state", "ended_at", "ended_version", "merged_into"])
    fate = positions.fate_of_amendments_to(state)
    if fate is not None:
        row.amended_by.filter(state=AmendmentState.TABLED.value).exclude(pk=but).update(
            state=fate.value, ended_at=room.now, ended_version=text.version
        )


def changed(room: Frame, text: int) -> None:
    """What is proposed on a text reads otherwise now."""
    room.announce("overlay", text=text)
    room.announce("fragment", target=f"proposals:{text}")


def tabled(amendment: int) -> Amendment:
    """A tabled amendment. Refused: it is over."""
    rows = Amendment.objects.select_related("text", "party", "amends").defer("text__doc", "text__report")
    row = rows.get(pk=amendment)
    positions.require_tabled(AmendmentState(row.state))
    return row


def sponsors_of(row: Amendment) -> tuple[str, ...]:
    """Codes of the delegations in whose names an amendment stands, its mover first."""
    joined = row.cosponsors.filter(left_at=None).values_list("party__code", flat=True)
    return tuple(dict.fromkeys((row.party.code, *joined)))


def states_to(row: Amendment) -> list[AmendmentState]:
    """The states of the amendments to an amendment."""
    return [AmendmentState(state) for state in row.amended_by.values_list("state", flat=True)]


def own_party(room: Frame) -> Party:
    """The delegation that acts."""
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    return party_of(seat.body, seat.party.code)
