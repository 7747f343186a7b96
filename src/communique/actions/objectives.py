"""What a chairmanship, a conference or a meeting is to reach, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from communique.actions.frame import Answer, Frame, Where, frame, writes
from communique.actions.where import of_conference, of_meeting, of_objective
from communique.actions.words import fit
from communique.domain import objectives
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.objectives import Holder
from communique.domain.permissions import Place
from communique.records.models import AppraisalQuestion, Chairmanship, Conference, Meeting, Objective, Room


def _of_holder(*, holder: str, number: int, **_: Any) -> Where:
    if holder == Holder.CONFERENCE:
        return of_conference(conference=number)
    if holder == Holder.MEETING:
        return of_meeting(meeting=number)
    if holder != Holder.CHAIRMANSHIP:
        raise Refused("not_found", what="objective")
    row = Chairmanship.objects.filter(pk=number).first()
    if row is None:
        raise Refused("not_found", what="chairmanship")
    return Where(Room.HOUSE, Place(row.body_id))


@writes("objective.set", _of_holder)
def set_objective(*, actor: Actor, request_id: str, holder: str, number: int, words: str) -> Answer:
    """Set one more objective. ``holder``: chairmanship, conference or meeting, ``number`` the id of it.

    Refused: no words, too many of them, a closed or cancelled meeting.
    """
    room = frame()
    (aim,) = aims_of([words]) or [""]
    if not aim:
        raise Refused("objective_missing")
    if holder == Holder.MEETING and Meeting.objects.get(pk=number).state in {"closed", "cancelled"}:
        raise Refused("meeting_is_closed")
    own = Objective.objects.filter(**{holder: number})
    if own.count() >= objectives.MOST:
        raise Refused("too_many_objectives", limit=objectives.MOST)
    last = own.order_by("-order").values_list("order", flat=True).first() or 0
    row = Objective.objects.create(**{f"{holder}_id": number}, order=last + 1, words=aim)
    room.record(**{holder: number}, objective=row.pk, words=aim)
    _tell(room, row)
    return {"objective": row.pk}


@writes("objective.drop", _of_holder)
def drop_objective(*, actor: Actor, request_id: str, holder: str, number: int, objective: int) -> Answer:
    """Take an objective back. Refused: assessed already, or delegations are asked about it."""
    room = frame()
    row = Objective.objects.filter(pk=objective, **{holder: number}).first()
    if row is None:
        raise Refused("not_found", what="objective")
    if row.outcome:
        raise Refused("objective_is_assessed")
    if AppraisalQuestion.objects.filter(objective=row).exists():
        raise Refused("objective_is_appraised")
    room.record(**_holder(row), objective=objective, words=row.words)
    _tell(room, row)
    row.delete()
    return {"objective": objective}


@writes("objective.assess", of_objective)
def assess_objective(*, actor: Actor, request_id: str, objective: int, outcome: str, remark: str = "") -> Answer:
    """Say what became of an objective: met, partly or missed. A later word replaces the earlier one; both stand in the
    journal. Refused: before its holder has begun."""
    room = frame()
    row = Objective.objects.select_related("chairmanship__body", "conference", "meeting").get(pk=objective)
    remark = remark.strip()
    found = objectives.assess(outcome, remark, begins=_begins(row), now=room.now)
    row.outcome, row.remark = found.value, remark
    row.assessed_at, row.assessed_by_id = room.now, room.seat()
    row.save(update_fields=["outcome", "remark", "assessed_at", "assessed_by"])
    room.record(**_holder(row), objective=objective, outcome=row.outcome, remark=remark)
    _tell(room, row)
    return {"objective": objective, "outcome": row.outcome}


def aims_of(lines: Iterable[str] | None) -> list[str]:
    """Objectives as they were written, without empty ones. Refused: one that is too long, too many."""
    aims = [fit(Objective, "words", one) for one in lines or () if one.strip()]
    if len(aims) > objectives.MOST:
        raise Refused("too_many_objectives", limit=objectives.MOST)
    return aims


def _begins(row: Objective) -> datetime:
    """When what it is an objective of begins."""
    if row.chairmanship is not None:
        return datetime(row.chairmanship.year, 1, 1, tzinfo=ZoneInfo(row.chairmanship.body.time_zone))
    if row.meeting is not None:
        return row.meeting.begins_at
    conference: Conference = row.conference  # type: ignore[assignment]
    if conference.starts_on is not None:
        day = conference.starts_on
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(conference.time_zone))
    first = conference.meetings.order_by("begins_at").values_list("begins_at", flat=True).first()
    return first or datetime(conference.year, 1, 1, tzinfo=UTC)


def _holder(row: Objective) -> dict[str, int | None]:
    named = {"chairmanship": row.chairmanship_id, "conference": row.conference_id, "meeting": row.meeting_id}
    return {name: number for name, number in named.items() if number is not None}


def _tell(room: Frame, row: Objective) -> None:
    if row.conference_id is not None:
        room.announce("fragment", target=f"objectives:{row.conference_id}")
    elif row.meeting_id is not None:
        room.announce("fragment", target=f"aims:{row.meeting_id}")
