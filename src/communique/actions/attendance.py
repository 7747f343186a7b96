"""Taking a place in a meeting and giving it up; who is present, and with what delegation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from communique.actions import floor
from communique.actions.frame import Answer, Frame, frame, heartbeat, writes
from communique.actions.where import of_meeting
from communique.domain import attendance, meetings
from communique.domain.actors import Actor, Role
from communique.records.models import Attendance, Meeting, RollCall


@writes("meeting.enter", of_meeting)
def enter(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Take one's place: before a sitting, during it, or while it is suspended. Doing it twice changes nothing; whoever
    was away is back by it. Refused: the meeting is closed or cancelled."""
    room = frame()
    meetings.require_not_closed(meetings.State(Meeting.objects.values_list("state", flat=True).get(pk=meeting)))
    new, back = take_place(room, meeting)
    room.record(meeting=meeting, seat=room.seat(), new=new, **({"back": [room.seat()]} if back else {}))
    return {"present": present(meeting)}


@writes("meeting.leave", of_meeting)
def leave(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Give up one's place, until entering again."""
    room = frame()
    gone = Attendance.objects.filter(meeting_id=meeting, seat_id=room.seat(), left_at=None).update(left_at=room.now)
    room.record(meeting=meeting, seat=room.seat(), left=gone)
    if gone:
        room.announce("fragment", target=f"attendance:{meeting}")
        floor.line_lost(room, meeting, _own(room))
    return {"present": present(meeting)}


def take_place(room: Frame, meeting: int) -> tuple[bool, bool]:
    """The seat that acts is in the room from now on, if it wasn't, and everybody is told: whether it has come, and
    whether it is back."""
    stay, new = Attendance.objects.get_or_create(
        meeting_id=meeting, seat_id=room.seat(), left_at=None, defaults={"entered_at": room.now}
    )
    back = stay.away_since is not None
    if back:
        stay.away_since, stay.seen_at = None, room.now
        stay.save(update_fields=["away_since", "seen_at"])
    if new or back:
        room.announce("fragment", target=f"attendance:{meeting}")
        floor.line_back(room, meeting, _own(room))
    return new, back


def rise(room: Frame, meeting: int) -> None:
    """A sitting has ended, or the meeting has: all places are given up, and a roll that was still open ends with it.

    Places are taken for a sitting. Through a suspension they are kept.
    """
    if Attendance.objects.filter(meeting_id=meeting, left_at=None).update(left_at=room.now):
        room.announce("fragment", target=f"attendance:{meeting}")
    if RollCall.objects.filter(meeting_id=meeting, closed_at=None).update(closed_at=room.now):
        room.announce("fragment", target=f"roll:{meeting}")


def seen(stays: Collection[int], *, at: datetime) -> int:
    """Notes on these stays that a line of their seats stood at an instant. It is no act: see ``frame.heartbeat``."""
    return heartbeat(Attendance.objects.filter(pk__in=stays, left_at=None), "seen_at", at) if stays else 0


def present(meeting: int) -> list[str]:
    """Codes of the members present now: that have taken a place, and are really there."""
    return list(attendance.present_members(stay.value() for stay in _stays(meeting)))


def delegations(meeting: int) -> list[dict[str, Any]]:
    """With what delegation each member is present now, in alphabetical order of codes: ``[{"party", "seats": [{"seat",
    "role", "name"}]}]``, as a decision records it and a record prints it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for stay in _stays(meeting).select_related("seat__person").order_by("entered_at", "id"):
        value = stay.value()
        if value.member and value.is_here:
            one = {"seat": stay.seat_id, "role": stay.seat.role, "name": stay.seat.person.name}
            found.setdefault(value.party, []).append(one)
    return [{"party": code, "seats": found[code]} for code in sorted(found)]


def _own(room: Frame) -> list[str]:
    """The code of the delegation that acts, if it is one."""
    seat = room.actor.seat
    return [seat.party.code] if seat is not None and seat.party is not None and seat.role is not Role.CHAIR else []


def _stays(meeting: int) -> Any:
    return Attendance.objects.filter(meeting_id=meeting, left_at=None).select_related("seat__party")
