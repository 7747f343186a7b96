"""The sittings of a meeting: when they are planned, and when they really were."""

from __future__ import annotations

from typing import Any

from communique.domain import meetings
from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.queries.meetings import heading_of, row_of
from communique.records.models import Meeting, Sitting

Facts = dict[str, Any]
PLANNED = ("number", "begins_at", "ends_at")
REAL = ("state", "opened_at", "closed_at", "resumes_at", "seconds", "running_since")


def sittings_for(audience: Audience, meeting: int) -> Facts | None:
    """A meeting with its sittings as an audience sees them: see ``whole`` and ``seen_by``."""
    found = whole(meeting)
    return seen_by(audience, found) if found is not None else None


def whole(meeting: int) -> Facts | None:
    """``{"row", "sittings"}`` of a meeting, read once; shown to one audience only through ``seen_by``."""
    row = row_of(meeting)
    if row is None:
        return None
    return {"row": row, "sittings": list(row.sittings.order_by("begins_at", "number"))}


def seen_by(audience: Audience, found: Facts) -> Facts:
    """``{"meeting": as ``heading_for`` has it, "sittings", "now": the one that sits or is suspended, or None, "next":
    the first that is planned, or None, "may": {verb: can this audience do it now?}}``.

    When a meeting is planned to sit is public; when it really did, and for how long, is for who follows it. ``seconds``
    are without the time since ``running_since`` of the one that sits; ``due_at`` is when one ought to end, and ``over``
    by how many seconds one that has ended went beyond that.
    """
    row: Meeting = found["row"]
    heading = heading_of(audience, row)
    shown = [
        _shown(one, follows=heading["follows"])
        for one in found["sittings"]
        if one.state != meetings.SittingState.CANCELLED.value
    ]
    under_way = {meetings.SittingState.OPEN.value, meetings.SittingState.SUSPENDED.value}
    return {
        "meeting": heading,
        "sittings": shown,
        "now": next((one for one in shown if one["state"] in under_way), None),
        "next": next((one for one in shown if one["state"] == meetings.SittingState.PLANNED.value), None),
        "may": _may(audience, row) | {"read_journal": _is_office(audience, row)},
    }


def _shown(row: Sitting, *, follows: bool) -> Facts:
    shown = {name: getattr(row, name) for name in PLANNED + REAL} | {"due_at": None, "over": 0}
    if row.opened_at is not None:
        value = meetings.Sitting(
            row.number, row.begins_at, row.ends_at, opened_at=row.opened_at, closed_at=row.closed_at
        )
        shown["due_at"] = meetings.due(value)
        shown["over"] = meetings.overrun(value, row.closed_at) if row.closed_at else 0
    if not follows and row.state != meetings.SittingState.PLANNED.value:
        shown |= dict.fromkeys((*REAL, "due_at")) | {"state": "", "seconds": 0, "over": 0}
    return shown


def _may(audience: Audience, row: Meeting) -> dict[str, bool]:
    somebody, place = standing_for(audience), Place(row.conference.body_id)
    state = meetings.State(row.state)
    possible = {
        "meeting.open": {meetings.State.CONVENED},
        "sitting.suspend": {meetings.State.OPEN},
        "sitting.resume": {meetings.State.SUSPENDED},
        "sitting.close": {meetings.State.OPEN, meetings.State.SUSPENDED},
        "sitting.open": {meetings.State.ADJOURNED},
        "meeting.close": {meetings.State.OPEN, meetings.State.ADJOURNED},
    }
    return {
        action.replace(".", "_"): state in states and reason_against(action, somebody, place) is None
        for action, states in possible.items()
    }


def _is_office(audience: Audience, row: Meeting) -> bool:
    return audience.kind in {"chair", "secretariat"} and audience.body == row.conference.body_id
