"""The floor of a meeting out of the rows: its list as a value, with who is there, and the body's rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from communique.domain import floor_rules, meetings
from communique.domain.floor_rules import FloorRules, Kind, Observers, Standing
from communique.domain.speakers import Ending, Speaker, SpeakersList, State
from communique.records.models import Attendance, Floor, Intervention, Meeting, Party, Seat

ON_THE_LIST = (State.WAITING.value, State.SPEAKING.value, State.INTERRUPTED.value, State.HEARD.value)
OFFICES = ("chair", "pen", "clerk")


@dataclass(frozen=True)
class Presence:
    """Who is in the room, by code. ``lost``: since when no line of a delegation stands that took a place."""

    here: frozenset[str]
    lost: Mapping[str, datetime]

    def of(self, party: str) -> tuple[bool, datetime | None]:
        """As ``Speaker.here`` and ``Speaker.lost`` say it; an office is always there."""
        return (party in self.here or not party), self.lost.get(party)


@dataclass(frozen=True)
class FloorOf:
    """How the floor of a meeting stands. ``rows``: the interventions of ``queue``, by id."""

    meeting: Meeting
    floor: Floor
    rows: Mapping[int, Intervention]
    queue: SpeakersList
    rules: FloorRules
    presence: Presence


def floor_of(meeting: Meeting) -> FloorOf:
    """``meeting`` comes with its conference and body. A meeting of whose floor nothing was said yet has an unsaved
    row."""
    rules = floor_rules.read(meeting.conference.body.floor_rules)
    row = Floor.objects.filter(meeting=meeting).first() or Floor(meeting=meeting, is_open=rules.opens)
    replies = Q(kind=Kind.RIGHT_OF_REPLY.value, state=State.DELIVERED.value)
    found = Intervention.objects.filter(Q(state__in=ON_THE_LIST) | replies, meeting=meeting)
    rows = {one.pk: one for one in found.select_related("party", "seat", "item", "text")}
    presence = presence_of(meeting.pk)
    queue = SpeakersList(
        speakers=tuple(value_of(one, presence) for one in rows.values()),
        is_open=row.is_open,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        suspended_at=row.suspended_at,
        limits={Kind(kind): most for kind, most in row.limits.items()},
        sits=meeting.state == meetings.State.OPEN,
    )
    return FloorOf(meeting, row, rows, queue, rules, presence)


def presence_of(meeting: int) -> Presence:
    """Of delegations and observers. The chair's own seat says nothing of the member that holds the chair."""
    stays = Attendance.objects.filter(meeting_id=meeting, left_at=None, seat__ended_at=None, seat__party__isnull=False)
    rows = stays.exclude(seat__role__in=OFFICES).values_list("seat__party__code", "away_since")
    return presence_in(rows)


def presence_in(stays: Iterable[tuple[str, datetime | None]]) -> Presence:
    """A delegation's line is lost when all of its lines are, since the last one was."""
    seen: dict[str, list[datetime | None]] = {}
    for code, away in stays:
        seen.setdefault(code, []).append(away)
    lost = {code: max(one for one in all_ if one is not None) for code, all_ in seen.items() if None not in all_}
    return Presence(frozenset(seen), lost)


def standing_of(party: Party | None) -> Standing:
    if party is None:
        return Standing.OFFICE
    return Standing.MEMBER if party.member else Standing.OBSERVER


def speaker(
    *, kind: Kind, requested: datetime, party: Party | None, seat: Seat, presence: Presence, **more: Any
) -> Speaker:
    """Who asks, or would."""
    here, lost = presence.of(party.code if party else "")
    return Speaker(
        party=party.code if party else "",
        kind=kind,
        requested=requested,
        name=party.name if party else seat.role,
        standing=standing_of(party),
        right=Observers(party.floor) if party and not party.member else Observers.AFTER_MEMBERS,
        protocol=party.order if party else 0,
        head=seat.role == "head",
        here=here,
        lost=lost,
        **{"id": 0} | more,
    )


def value_of(row: Intervention, presence: Presence) -> Speaker:
    return speaker(
        id=row.pk,
        kind=Kind(row.kind),
        requested=row.requested_at,
        party=row.party,
        seat=row.seat,
        presence=presence,
        item=row.item_id,
        on_behalf_of=row.on_behalf_of,
        place=row.place,
        state=State(row.state),
        began=row.began_at,
        ended=row.ended_at,
        ended_by=Ending(row.ended_by) if row.ended_by else None,
        limit=row.limit,
        paused=timedelta(milliseconds=row.paused),
        paused_at=row.paused_at,
        rests=tuple((datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in row.rests),
        ruling=row.ruling,
        ruled_at=row.ruled_at,
    )


def write_to(row: Intervention, value: Speaker) -> None:
    """The value into its row, which isn't saved by this."""
    row.place, row.state = value.place, value.state.value
    row.began_at, row.ended_at = value.began, value.ended
    row.ended_by = value.ended_by.value if value.ended_by else ""
    row.limit, row.paused, row.paused_at = value.limit, value.paused // timedelta(milliseconds=1), value.paused_at
    row.rests = [[begin.isoformat(), end.isoformat()] for begin, end in value.rests]
    row.ruling, row.ruled_at = value.ruling, value.ruled_at
