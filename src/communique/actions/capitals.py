"""Where a delegation's capital is, whose clock its own people look at, and what right to the floor an observer has."""

from __future__ import annotations

from communique.actions.bodies import check_time_zone, party_of
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_body
from communique.actions.words import fit
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import Party

FLOORS = ("after_members", "on_invitation", "none")


@writes("party.locate", of_body)
def locate(
    *,
    actor: Actor,
    request_id: str,
    body: int,
    party: str,
    capital: str = "",
    time_zone: str = "",
    floor: str = "after_members",
) -> Answer:
    """Say where a party's capital is, and by which clock it lives; "" where the body's own time is taken. ``floor``: an
    observer's right to the floor. Refused: an unknown time zone, a right that there is not."""
    room = frame()
    row = party_of(body, party)
    if time_zone:
        check_time_zone(time_zone)
    if floor not in FLOORS:
        raise Refused("bad_floor_right")
    row.capital, row.time_zone = fit(Party, "capital", capital), time_zone
    row.floor = FLOORS[0] if row.member else floor
    row.save(update_fields=["capital", "time_zone", "floor"])
    room.record(body=body, party=party, capital=row.capital, time_zone=time_zone, floor=row.floor)
    return {"party": row.pk, "code": party}
