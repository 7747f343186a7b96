"""In whose names an amendment stands: delegations join its mover, and leave again."""

from __future__ import annotations

from communique.actions.amendments import changed, own_party, sponsors_of, tabled
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_amendment
from communique.domain.actors import Actor
from communique.domain.texts import positions
from communique.domain.texts.positions import Stance
from communique.records.models import Amendment, Cosponsor, Party, Position


@writes("amendment.cosponsor", of_amendment)
def join(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """Cosponsor an amendment: it stands in the delegation's name too, which supports it from now on.

    Refused: it is over; the delegation sponsors it already.
    """
    room = frame()
    row = tabled(amendment)
    party = own_party(room)
    sponsors = positions.join(sponsors_of(row), party=party.code)
    Cosponsor.objects.create(amendment=row, party=party, seat_id=room.seat(), joined_at=room.now)
    Position.objects.update_or_create(
        amendment=row, party=party, defaults={"seat_id": room.seat(), "stance": Stance.SUPPORT.value, "at": room.now}
    )
    return _done(room, row, sponsors)


@writes("amendment.leave", of_amendment)
def leave(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """Leave the sponsors of an amendment. When its mover does, the next in order moves it.

    Refused: it is over; the delegation is no sponsor of it, or its only one, which withdraws it instead.
    """
    room = frame()
    row = tabled(amendment)
    party = own_party(room)
    sponsors = positions.leave(sponsors_of(row), party=party.code)
    if party == row.party:
        _move_on(room, row, sponsors[0])
    else:
        row.cosponsors.filter(party=party, left_at=None).update(left_at=room.now)
    return _done(room, row, sponsors)


def _move_on(room: Frame, row: Amendment, code: str) -> None:
    """The next sponsor moves the amendment. Who moved it before stays on record as one that left."""
    Cosponsor.objects.create(
        amendment=row, party=row.party, seat_id=row.seat_id, joined_at=row.tabled_at, left_at=room.now
    )
    row.cosponsors.filter(party__code=code, left_at=None).update(left_at=room.now)
    row.party = Party.objects.get(body_id=row.party.body_id, code=code)
    row.save(update_fields=["party"])


def _done(room: Frame, row: Amendment, sponsors: tuple[str, ...]) -> Answer:
    said = {"amendment": row.pk, "number": row.number, "sponsors": list(sponsors)}
    room.record(text=row.text_id, **said)
    changed(room, row.text_id)
    return said
