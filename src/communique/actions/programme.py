"""The programme: the meetings of a conference, the halls and the hours in which they sit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from communique.actions import attendance
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.objectives import aims_of
from communique.actions.where import of_conference, of_meeting, of_sitting
from communique.actions.words import fit
from communique.domain import programme
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.meetings import Kind, SittingState, State
from communique.domain.programme import Level, Slot
from communique.records.models import Meeting, Objective, Room, Sitting

REASON = 1000
"""Characters of the reason why something is cancelled."""


@writes("meeting.convene", of_conference)
def convene_meeting(
    *,
    actor: Actor,
    request_id: str,
    conference: int,
    name: str,
    begins_at: datetime,
    ends_at: datetime | None = None,
    kind: str = Kind.MAIN.value,
    level: str = "",
    theme: str = "",
    hall: str = "",
    open_to_public: bool = False,
    objectives: list[str] | None = None,
) -> Answer:
    """Convene a meeting with its first sitting: a room of its own, whose chain is named in the conference's journal.

    Refused: no name, hours at which nobody can sit, a hall in which another meeting sits then.
    """
    room = frame()
    row = Meeting(conference_id=conference, begins_at=begins_at, changed_at=room.now)
    _describe(row, name, kind, level, theme, hall, open_to_public=open_to_public)
    aims = aims_of(objectives)
    slot = _slot(row, begins_at, ends_at or begins_at + programme.USUAL)
    _require_free(conference, slot)
    own = Room.objects.create()
    row.room, row.ends_at = own, slot.ends
    row.save()
    sitting = Sitting.objects.create(meeting=row, number=1, begins_at=slot.begins, ends_at=slot.ends)
    Objective.objects.bulk_create(
        Objective(meeting=row, order=order, words=words) for order, words in enumerate(aims, 1)
    )
    room.record(
        conference=conference,
        meeting=row.pk,
        room=own.pk,
        genesis=own.digest,
        name=row.name,
        hall=row.hall,
        begins_at=slot.begins.isoformat(),
        ends_at=slot.ends.isoformat(),
        objectives=aims,
    )
    room.announce("fragment", target=f"programme:{conference}")
    return {"meeting": row.pk, "room": own.pk, "sitting": sitting.pk}


@writes("meeting.change", of_meeting)
def change_meeting(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    name: str,
    kind: str = Kind.MAIN.value,
    level: str = "",
    theme: str = "",
    hall: str = "",
    open_to_public: bool = False,
) -> Answer:
    """Say anew how a meeting is called, what it is, and in which hall it sits. Refused: a hall in which another meeting
    sits at any of its hours, a meeting that is over."""
    room, row = frame(), _standing(meeting)
    _describe(row, name, kind, level, theme, hall, open_to_public=open_to_public)
    for sitting in _to_come(row):
        _require_free(row.conference_id, _slot(row, sitting.begins_at, sitting.ends_at, sitting.pk))
    room.record(
        meeting=meeting,
        name=row.name,
        kind=row.kind,
        level=row.level,
        theme=row.theme,
        hall=row.hall,
        open_to_public=row.open_to_public,
    )
    _changed(room, row)
    return {"meeting": meeting}


@writes("meeting.cancel", of_meeting)
def cancel_meeting(*, actor: Actor, request_id: str, meeting: int, reason: str) -> Answer:
    """Cancel a meeting that hasn't sat. It stays in the programme, with the reason, and takes up no hall any more."""
    room, row = frame(), _standing(meeting)
    if row.state != State.CONVENED.value:
        raise Refused("meeting_has_sat")
    row.state, row.reason = State.CANCELLED.value, _reason(reason)
    row.sittings.filter(state=SittingState.PLANNED.value).update(state=SittingState.CANCELLED.value)
    attendance.rise(room, meeting)
    room.record(meeting=meeting, state=row.state, reason=row.reason)
    _changed(room, row)
    return {"meeting": meeting, "state": row.state}


@writes("sitting.plan", of_meeting)
def plan_sitting(
    *, actor: Actor, request_id: str, meeting: int, begins_at: datetime, ends_at: datetime | None = None
) -> Answer:
    """Plan one more sitting of a meeting. Refused: hours at which it sits already, or another meeting in its hall."""
    room, row = frame(), _standing(meeting)
    slot = _slot(row, begins_at, ends_at or begins_at + programme.USUAL)
    _require_free(row.conference_id, slot)
    number = (row.sittings.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    sitting = Sitting.objects.create(meeting=row, number=number, begins_at=slot.begins, ends_at=slot.ends)
    room.record(
        meeting=meeting,
        sitting=sitting.pk,
        number=number,
        begins_at=slot.begins.isoformat(),
        ends_at=slot.ends.isoformat(),
    )
    _changed(room, row)
    return {"meeting": meeting, "sitting": sitting.pk, "number": number}


@writes("sitting.move", of_sitting)
def move_sitting(*, actor: Actor, request_id: str, sitting: int, begins_at: datetime, ends_at: datetime) -> Answer:
    """Put a planned sitting at other hours. Refused: begun already, the hall is taken, the meeting sits then."""
    room, one = frame(), _planned(sitting)
    row = _standing(one.meeting_id)
    slot = _slot(row, begins_at, ends_at, sitting)
    _require_free(row.conference_id, slot)
    one.begins_at, one.ends_at = slot.begins, slot.ends
    one.save(update_fields=["begins_at", "ends_at"])
    room.record(
        meeting=row.pk,
        sitting=sitting,
        number=one.number,
        begins_at=slot.begins.isoformat(),
        ends_at=slot.ends.isoformat(),
    )
    _changed(room, row)
    return {"meeting": row.pk, "sitting": sitting}


@writes("sitting.cancel", of_sitting)
def cancel_sitting(*, actor: Actor, request_id: str, sitting: int, reason: str) -> Answer:
    """Cancel a planned sitting. Refused: the only one that a meeting has: then the meeting is cancelled."""
    room, one = frame(), _planned(sitting)
    row = _standing(one.meeting_id)
    if not row.sittings.exclude(pk=sitting).exclude(state=SittingState.CANCELLED.value).exists():
        raise Refused("only_sitting")
    one.state, one.reason = SittingState.CANCELLED.value, _reason(reason)
    one.save(update_fields=["state", "reason"])
    room.record(meeting=row.pk, sitting=sitting, number=one.number, state=one.state, reason=one.reason)
    _changed(room, row)
    return {"meeting": row.pk, "sitting": sitting}


def _describe(row: Meeting, name: str, kind: str, level: str, theme: str, hall: str, *, open_to_public: bool) -> None:
    row.name = fit(Meeting, "name", name)
    if not row.name:
        raise Refused("name_missing")
    if kind not in set(Kind):
        raise Refused("bad_kind_of_meeting")
    if level and level not in set(Level):
        raise Refused("bad_level")
    row.kind, row.level, row.open_to_public = kind, level, open_to_public
    row.theme, row.hall = fit(Meeting, "theme", theme), " ".join(fit(Meeting, "hall", hall).split())


def _standing(meeting: int) -> Meeting:
    """A meeting whose programme may still be changed, with its conference held as well: two who give one hall to two
    meetings at the same moment wait for each other here. The meeting's own room is locked before its conference's."""
    row = Meeting.objects.select_related("conference").get(pk=meeting)
    Room.objects.select_for_update().get(pk=row.conference.room_id)
    if row.state == State.CLOSED.value:
        raise Refused("meeting_is_closed")
    if row.state == State.CANCELLED.value:
        raise Refused("meeting_is_cancelled")
    return row


def _planned(sitting: int) -> Sitting:
    row = Sitting.objects.get(pk=sitting)
    if row.state != SittingState.PLANNED.value:
        raise Refused("sitting_has_begun")
    return row


def _to_come(row: Meeting) -> Iterable[Sitting]:
    over = (SittingState.CLOSED.value, SittingState.CANCELLED.value)
    return row.sittings.exclude(state__in=over)


def _slot(row: Meeting, begins: datetime, ends: datetime, sitting: int = 0) -> Slot:
    programme.check_hours(begins, ends)
    return Slot(sitting, row.pk or 0, row.hall, begins, ends, row.level)


def _require_free(conference: int, slot: Slot) -> None:
    """Refused: the hall is taken then, or the meeting itself sits."""
    over = (SittingState.CLOSED.value, SittingState.CANCELLED.value)
    rows = Sitting.objects.filter(meeting__conference_id=conference).exclude(state__in=over)
    rows = rows.exclude(meeting__state__in=over).select_related("meeting")
    near = {one.pk: one for one in rows.filter(begins_at__lt=slot.ends, ends_at__gt=slot.begins)}
    others = [Slot(one.pk, one.meeting_id, one.meeting.hall, one.begins_at, one.ends_at) for one in near.values()]
    same = programme.of_same_meeting(slot, others)
    if same is not None:
        raise Refused("sitting_overlaps", number=near[same.sitting].number)
    taken = programme.in_same_hall(slot, others)
    if taken is not None:
        raise Refused("hall_is_taken", hall=taken.hall, meeting=near[taken.sitting].meeting.name)


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise Refused("words_missing")
    if len(words) > REASON:
        raise Refused("too_long", words=words[:40], limit=REASON)
    return words


def _changed(room: Frame, row: Meeting) -> None:
    """Keeps a meeting whose programme was changed: when it begins and ends follows from its sittings."""
    hours = list(row.sittings.exclude(state=SittingState.CANCELLED.value).values_list("begins_at", "ends_at"))
    if hours:
        row.begins_at, row.ends_at = min(one for one, _ in hours), max(one for _, one in hours)
    row.revision, row.changed_at = row.revision + 1, room.now
    row.save()
    room.announce("fragment", target=f"meeting:{row.pk}")
    room.announce_to(row.conference.room_id, "fragment", target=f"programme:{row.conference_id}")
