"""What the clock notes of lines: who is away, who is back, whose seat was withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from communique.actions import floor
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_meeting
from communique.domain import attendance, meetings
from communique.domain.actors import Actor
from communique.domain.attendance import Moves
from communique.domain.errors import Refused
from communique.records.models import Attendance, Meeting


@writes("presence.note", of_meeting)
def note(*, actor: Actor, request_id: str, meeting: int, lines: list[int], since: datetime) -> Answer:
    """Note who of a meeting is away and who is back, once for all that have changed. ``lines``: the seats that have a
    line to the process that looks; ``since``: from when on it knows of lines.

    It is judged here once more, with what others have noted meanwhile. Refused: the meeting isn't open, or nothing has
    changed (``presence_is_noted``).
    """
    room = frame()
    row = Meeting.objects.select_related("conference__body").get(pk=meeting)
    meetings.require_open(meetings.State(row.state))
    body = row.conference.body
    rows = list(Attendance.objects.filter(meeting=row, left_at=None).select_related("seat__party").order_by("pk"))
    before = [stay.value() for stay in rows]
    moves = attendance.judge(before, lines, grace=body.grace, since=since, at=room.now)
    if not moves:
        raise Refused("presence_is_noted")
    _store(rows, moves, lines, room.now)
    there = attendance.present_members(stay.value() for stay in rows)
    room.record(
        meeting=meeting,
        away=[
            {"seat": stay.seat_id, "since": stay.away_since.isoformat()}
            for stay in rows
            if stay.seat_id in moves.away and stay.away_since is not None
        ],
        back=list(moves.returned),
        withdrawn=list(moves.withdrawn),
        lost=list(moves.lost),
        returned=list(moves.back),
        present=list(there),
        quorum=body.quorum,
    )
    room.announce("fragment", target=f"attendance:{meeting}")
    if moves.lost:
        floor.line_lost(room, meeting, moves.lost)
    if moves.back:
        floor.line_back(room, meeting, moves.back)
    return {"present": list(there), "lost": list(moves.lost), "back": list(moves.back)}


def _store(rows: list[Attendance], moves: Moves, lines: Collection[int], at: datetime) -> None:
    for stay in rows:
        if stay.seat_id in moves.withdrawn:
            stay.left_at = stay.seat.ended_at
        elif stay.seat_id in moves.away:
            stay.away_since = stay.value().last_seen
        elif stay.seat_id in moves.returned:
            stay.away_since = None
            stay.seen_at = at if stay.seat_id in lines else stay.seen_at
    Attendance.objects.bulk_update(rows, ["left_at", "away_since", "seen_at"])
