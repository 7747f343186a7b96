"""The floor of a meeting, as its audiences see it; and what the clock has to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from communique.domain import floor, floor_rules, speakers
from communique.domain.actors import Audience, standing_for
from communique.domain.floor_rules import FloorRules, Kind, Observers, WhenOver
from communique.domain.permissions import Place, may_read_draft, reason_against
from communique.domain.speakers import Speaker, SpeakersList, State, runs_out_at
from communique.records import floors
from communique.records.models import Attendance, Body, Floor, Intervention, Meeting, Party

RUNNING = (State.SPEAKING.value, State.INTERRUPTED.value)
OVER = ("closed", "cancelled")
"""States of a meeting of whose floor nothing is to be done."""


@dataclass(frozen=True)
class Whole:
    """Everything about the floor of a meeting, read once for all audiences."""

    meeting: int
    state: str
    body: int
    public: bool
    observers_read_drafts: bool
    conference: Mapping[str, str]
    queue: SpeakersList
    rules: FloorRules
    speaking: Mapping[str, Any] | None
    interrupted: Mapping[str, Any] | None
    ruling: Mapping[str, Any] | None
    waiting: tuple[Mapping[str, Any], ...]
    parties: tuple[Mapping[str, Any], ...]
    current: Mapping[str, Any] | None
    rights: Mapping[str, Observers]
    """Of observers, by code."""


def whole(meeting: int) -> Whole | None:
    """The floor of a meeting; None when there is no such meeting."""
    rows = Meeting.objects.select_related("conference__body", "current")
    row = rows.filter(pk=meeting).first()
    if row is None:
        return None
    stands = floors.floor_of(row)
    conference, body = row.conference, row.conference.body
    queue, rules = stands.queue, stands.rules
    parties = list(Party.objects.filter(body=body))

    def shown(one: Speaker | None) -> dict[str, Any] | None:
        return None if one is None else _shown(one, stands.rows[one.id])

    return Whole(
        meeting=row.pk,
        state=row.state,
        body=body.pk,
        public=row.open_to_public,
        observers_read_drafts=body.observers_read_drafts,
        conference={"time_zone": conference.time_zone, "place": conference.place},
        queue=queue,
        rules=rules,
        speaking=shown(floor.speaking(queue)),
        interrupted=shown(floor.interrupted(queue)),
        ruling=shown(floor.to_be_ruled_on(queue)),
        waiting=tuple(_shown(one, stands.rows[one.id]) for one in floor.waiting(queue, rules)),
        parties=tuple(
            one.value().plate() | {"away": stands.presence.of(one.code) != (True, None), "member": one.member}
            for one in parties
        ),
        current={"id": row.current.pk, "number": row.current.number} if row.current else None,
        rights={one.code: Observers(one.floor) for one in parties if not one.member},
    )


@dataclass(frozen=True)
class Sight:
    """What an audience sees of the floor and may do there: the same for all who see it alike. ``drafts``: paragraphs
    are named. ``role``: presiding, member, observer, or "" for who only looks on."""

    role: str
    drafts: bool
    rules: bool = False
    """May rule on points of order."""


def sight_of(audience: Audience, whole: Whole) -> Sight | None:
    """How an audience sees the floor; None for one that doesn't. Everybody at the table does, and the public of an open
    meeting."""
    here = audience.body == whole.body
    if not here and not whole.public:
        return None
    drafts = may_read_draft(audience, whole.body, open_to_observers=whole.observers_read_drafts)
    if not here:
        return Sight("", drafts=False)
    somebody, place = standing_for(audience), Place(whole.body)

    def may(action: str) -> bool:
        return reason_against(action, somebody, place) is None

    if may("floor.next"):
        return Sight("presiding", drafts, rules=may("floor.rule"))
    if not may("floor.request"):
        return Sight("", drafts)
    rights = {whole.rules.observers, whole.rights.get(audience.code, Observers.AFTER_MEMBERS)}
    if audience.kind == "observer" and rights != {Observers.AFTER_MEMBERS}:
        return Sight("", drafts)
    return Sight("member" if audience.kind == "delegation" else "observer", drafts)


def seen_with(sight: Sight, whole: Whole, *, now: datetime) -> dict[str, Any]:
    """The floor for all who see it alike.

    ``{"meeting", "conference", "state", "sits", "speaking", "interrupted", "ruling": the point of order that waits for
    it, "waiting", "is_open", "closes_at", "closed_at", "suspended_at", "when_over", "role", "rules", "kinds", "limits",
    "parties", "next": the id of whom the chair would call, "after": of who speaks or 0, "may_open"}``. A speaker is
    ``{"id", "party": plate or None, "office", "code", "kind", "on_behalf_of", "item", "text", "paragraph", "label",
    "state", "began", "ends", "paused_at", "limit", "spent" and "left": seconds at ``now``, "lost", "away", "placed"}``.
    """
    queue, rules = whole.queue, whole.rules
    coming = floor.next_speaker(queue, rules)
    kinds = [kind.value for kind in Kind if sight.role != "observer" or kind is not Kind.POINT_OF_ORDER]
    presiding = sight.role == "presiding"
    return {
        "meeting": whole.meeting,
        "conference": whole.conference,
        "state": whole.state,
        "sits": queue.sits,
        "speaking": _for(sight, whole.speaking, now),
        "interrupted": _for(sight, whole.interrupted, now),
        "ruling": _for(sight, whole.ruling, now),
        "waiting": [_for(sight, one, now) for one in whole.waiting],
        "is_open": floor.takes_names(queue, now),
        "closes_at": queue.closes_at,
        "closed_at": queue.closed_at,
        "suspended_at": queue.suspended_at,
        "when_over": rules.when_over.value,
        "role": sight.role,
        "rules": sight.rules,
        "kinds": kinds if sight.role else [],
        "limits": _limits(queue, rules) if presiding else [],
        "parties": whole.parties if presiding else (),
        "next": coming.id if coming else None,
        "after": whole.speaking["id"] if whole.speaking else 0,
        "may_open": queue.closed_at is None or rules.reopens,
    }


def floor_for(audience: Audience, meeting: int, *, now: datetime) -> dict[str, Any] | None:
    """The floor for one audience, as ``seen_with`` has it; None for one that doesn't see it."""
    found = whole(meeting)
    sight = sight_of(audience, found) if found is not None else None
    return seen_with(sight, found, now=now) if found is not None and sight is not None else None


def own_on_the_list(audience: Audience, meeting: int) -> list[dict[str, Any]]:
    """The names of the audience's own delegation on the list: ``{"id", "kind", "state"}``, the newest first."""
    if audience.kind not in {"delegation", "observer"}:
        return []
    rows = Intervention.objects.filter(
        meeting_id=meeting, party__code=audience.code, party__body_id=audience.body, state__in=floors.ON_THE_LIST
    )
    return [{"id": one.pk, "kind": one.kind, "state": one.state} for one in rows.order_by("-requested_at", "-id")]


def room_of(audience: Audience, meeting: int) -> int | None:
    """The room of a meeting, for those who see its floor: everybody at the body's table, and of an open meeting the
    public."""
    row = Meeting.objects.filter(pk=meeting).values_list("room_id", "conference__body_id", "open_to_public").first()
    if row is None:
        return None
    room, body, public = row
    return room if public or audience.body == body else None


def meeting_of(audience: Audience, intervention: int) -> int | None:
    """The meeting of a name on the list, for those who see its floor."""
    meeting = Intervention.objects.filter(pk=intervention).values_list("meeting_id", flat=True).first()
    return meeting if meeting is not None and room_of(audience, meeting) is not None else None


def intervention_for(audience: Audience, intervention: int) -> dict[str, Any] | None:
    """An intervention that is over, for those at the body's own table who read drafts.

    ``{"id", "meeting", "name" of the meeting, "body", "conference", "party": plate or None, "office", "kind",
    "on_behalf_of", "item": its id, "label", "began_at", "ended_at", "items": those of the meeting}``, each of these
    ``{"id", "number", "title"}``.
    """
    rows = Intervention.objects.select_related("meeting__conference__body", "party", "seat")
    row = rows.filter(pk=intervention, state=State.DELIVERED.value).first()
    if row is None or row.began_at is None:
        return None
    body = row.meeting.conference.body
    if not may_read_draft(audience, body.pk, open_to_observers=body.observers_read_drafts):
        return None
    conference = row.meeting.conference
    return {
        "id": row.pk,
        "meeting": row.meeting_id,
        "name": row.meeting.name,
        "body": body.pk,
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "party": row.party.value().plate() if row.party else None,
        "office": "" if row.party else row.seat.role,
        "kind": row.kind,
        "on_behalf_of": row.on_behalf_of,
        "item": row.item_id,
        "label": row.label,
        "began_at": row.began_at,
        "ended_at": row.ended_at,
        "items": list(row.meeting.items.values("id", "number", "title")),
    }


def rules_for(audience: Audience, body: int) -> dict[str, Any] | None:
    """What a body has settled, for its desk: the rules of the floor as JSON, and its other figures."""
    row = Body.objects.filter(pk=body).first()
    if row is None:
        return None
    from_row = ("quorum", "grace", "quiet_from", "quiet_until", "correction_days", "statements_at_once")
    rules = floor_rules.read(row.floor_rules)
    return {"floor": rules.json(), **{name: getattr(row, name) for name in from_row}}


# for the house's clock


def due_closings(at: datetime) -> list[int]:
    """Meetings whose list was announced to be closed by now."""
    rows = Floor.objects.filter(is_open=True, closes_at__lte=at).exclude(meeting__state__in=OVER)
    return list(rows.values_list("meeting_id", flat=True))


def vacant(at: datetime) -> list[int]:
    """Interventions of those who have the floor and can't keep it."""
    return [row.pk for row in _running() if _is_vacant(row, at)]


def next_due() -> datetime | None:
    """The next instant at which something is to be done that is known before."""
    closing = Floor.objects.filter(is_open=True, closes_at__isnull=False).exclude(meeting__state__in=OVER)
    instants = [closing.order_by("closes_at").values_list("closes_at", flat=True).first()]
    instants += [runs_out_at(_value(row)) for row in _running() if _takes_back(row)]
    return min((one for one in instants if one is not None), default=None)


def _running() -> Any:
    stays = Attendance.objects.filter(
        meeting=OuterRef("meeting"), seat__party=OuterRef("party"), left_at=None, seat__ended_at=None
    ).exclude(seat__role__in=floors.OFFICES)
    rows = Intervention.objects.filter(state__in=RUNNING).exclude(meeting__state__in=OVER)
    return rows.select_related("seat", "party", "meeting__conference__body").annotate(here=Exists(stays))


def _is_vacant(row: Any, at: datetime) -> bool:
    if row.seat.ended_at is not None or (row.party is not None and not row.here):
        return True
    return floor.is_taken_back(_value(row), _rules_of(row), at=at)


def _takes_back(row: Any) -> bool:
    return _rules_of(row).when_over is WhenOver.TAKEN_BACK


def _rules_of(row: Any) -> FloorRules:
    return floor_rules.read(row.meeting.conference.body.floor_rules)


def _value(row: Intervention) -> Speaker:
    return floors.value_of(row, floors.Presence(frozenset(), {}))


# within


def _shown(one: Speaker, row: Intervention) -> dict[str, Any]:
    return {
        "speaker": one,
        "id": one.id,
        "party": row.party.value().plate() if row.party else None,
        "office": "" if row.party else row.seat.role,
        "code": one.party,
        "kind": one.kind.value,
        "on_behalf_of": one.on_behalf_of,
        "item": {"id": row.item.pk, "number": row.item.number, "title": row.item.title} if row.item else None,
        "text": row.text_id,
        "paragraph": row.paragraph,
        "label": row.label,
        "state": one.state.value,
        "began": one.began,
        "paused_at": one.paused_at,
        "limit": one.limit,
        "lost": one.lost,
        "away": one.is_away,
        "placed": one.place is not None,
    }


def _for(sight: Sight, one: Mapping[str, Any] | None, now: datetime) -> dict[str, Any] | None:
    if one is None:
        return None
    speaker: Speaker = one["speaker"]
    took = speakers.spent(speaker, at=now)
    seen = {name: value for name, value in one.items() if name != "speaker"}
    if not sight.drafts:
        seen |= {"text": None, "paragraph": "", "label": ""}
    return seen | {
        "ends": runs_out_at(speaker),
        "spent": int(took.total_seconds()),
        "left": None if speaker.limit is None else speaker.limit - int(took.total_seconds()),
        "over": 0 if speaker.limit is None else max(0, int(took.total_seconds()) - speaker.limit),
    }


def _limits(queue: SpeakersList, rules: FloorRules) -> list[dict[str, Any]]:
    """Seconds by kind, as they are now for a member."""
    usual = {kind: row["member"] for kind, row in rules.json()["limits"].items()}
    usual[Kind.RIGHT_OF_REPLY.value] = rules.replies[0] if rules.replies else None
    return [
        {
            "kind": kind.value,
            "seconds": queue.limits.get(kind, usual[kind.value]),
            "is_own": kind in queue.limits,
        }
        for kind in Kind
    ]
