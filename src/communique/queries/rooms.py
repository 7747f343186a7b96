"""Rooms, their newest version, and what readers missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from communique.domain.actors import Audience
from communique.records.models import DoneRequest, Room, RoomEvent, Seat, Step

BACKLOG = 500
"""Events that a returning reader is sent one by one; one that missed more loads the page's state anew."""


@dataclass(frozen=True)
class RoomView:
    """A room, as far as its door is concerned."""

    room: int
    body: int
    version: int


def room_for(audience: Audience, room: int) -> RoomView | None:
    """The room of a meeting or a conference. Everyone may stand at its door: what passes through it depends on the
    audience."""
    rows = Room.objects.filter(pk=room)
    for version, *found in rows.values_list("version", "meeting__conference__body_id", "conference__body_id"):
        body = next(filter(None, found), None)
        return RoomView(room, body, version) if body else None
    return None


def was_done(audience: Audience, request_id: str) -> bool:
    """Has a request been carried out already? Its id was made by who asks, and says nothing to anybody else."""
    return DoneRequest.objects.filter(request_id=request_id).exists()


def version_of(room: int) -> int:
    return Room.objects.values_list("version", flat=True).get(pk=room)


def events_after(room: int, version: int) -> list[dict[str, Any]] | None:
    """Events after a version in order, ``{"version", "kind", "data"}``; None when too many were missed."""
    rows = list(RoomEvent.objects.filter(room_id=room, version__gt=version).order_by("version")[: BACKLOG + 1])
    if len(rows) > BACKLOG:
        return None
    return [{"version": row.version, "kind": row.kind, "data": row.data} for row in rows]


def steps_between(text: int, first: int, last: int) -> list[dict[str, Any]]:
    """Steps ``first`` to ``last`` of a text: ``{"version", "step", "client", "by"}``."""
    rows = Step.objects.filter(text_id=text, version__gte=first, version__lte=last)
    return [
        {"version": row.version, "step": row.step, "client": row.client, "by": plate_of(row.seat)}
        for row in rows.select_related("seat__party").order_by("version")
    ]


def plate_of(seat: Seat) -> str:
    """The words on the plate of who acted: the party's short name, or the office."""
    return seat.party.name if seat.party else seat.role
