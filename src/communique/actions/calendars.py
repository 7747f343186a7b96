"""Secret addresses of calendars."""

from __future__ import annotations

from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_body
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.journal import new_seal
from communique.records.models import CalendarFeed

SCOPES = ("person", "delegation")


@writes("calendar.renew", of_body)
def renew(*, actor: Actor, request_id: str, body: int, scope: str) -> Answer:
    """Make the address of the actor's own calendar, or of its delegation's; the one before is worthless from then on.

    The address itself stands in no journal. Refused: a calendar that there is not, a seat of no delegation.
    """
    room = frame()
    if scope not in SCOPES:
        raise Refused("no_such_calendar")
    if scope == "delegation" and (actor.seat is None or actor.seat.party is None):
        raise Refused("seat_of_no_delegation")
    row, _ = CalendarFeed.objects.update_or_create(
        seat_id=room.seat(), scope=scope, defaults={"key": new_seal(), "made_at": room.now}
    )
    room.record(body=body, seat=room.seat(), scope=scope)
    return {"feed": row.pk, "scope": scope}
