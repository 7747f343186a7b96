"""What calendars show: sittings, and the dates of a delegation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from communique.domain.actors import Audience
from communique.records.models import (
    AgendaItem,
    CalendarFeed,
    Meeting,
    Objective,
    Registration,
    Seat,
    Sitting,
    SummaryRecord,
)


@dataclass(frozen=True)
class Feed:
    """A calendar that a secret address leads to: whose, and of which seats."""

    scope: str
    name: str
    seats: tuple[Seat, ...]


def own_for(audience: Audience, seat: int) -> list[dict[str, Any]]:
    """The addresses that a seat, one of the audience's own, has for its calendars: ``{"scope", "key", "made_at"}``."""
    rows = CalendarFeed.objects.filter(seat__id=seat, seat__body__id=audience.body, seat__ended_at=None)
    return [{"scope": row.scope, "key": row.key, "made_at": row.made_at} for row in rows.order_by("-scope")]


def feed_for(audience: Audience, key: str) -> Feed | None:
    """The calendar under a key, for whoever has it: nobody else knows the address. None when the key is worthless, or
    when the seat for which it was made has ended."""
    rows = CalendarFeed.objects.filter(key=key, seat__ended_at=None, seat__person__is_active=True)
    row = rows.select_related("seat__person", "seat__party", "seat__body").first()
    if row is None:
        return None
    if row.scope == "delegation":
        party = row.seat.party
        return Feed(row.scope, f"{party.name}, {row.seat.body.short_name}" if party else "", (row.seat,))
    seats = row.seat.person.seats.filter(ended_at=None).select_related("party", "body", "person")
    return Feed(row.scope, row.seat.person.name, tuple(seats))


def sittings_for(audience: Audience, slug: str) -> list[dict[str, Any]]:
    """Every sitting of a conference, as anybody may know it, with its meeting's public agenda and objectives."""
    return _sittings(Q(meeting__conference__slug=slug))


def sittings_of(audience: Audience, feed: Feed) -> list[dict[str, Any]]:
    """The sittings of the bodies in which a feed's seats are, save those of conferences that their party declined."""
    wanted = Q(pk__in=[])
    for seat in feed.seats:
        ours = Q(meeting__conference__body_id=seat.body_id)
        if seat.party_id and seat.role != "chair":
            declined = Registration.objects.filter(party_id=seat.party_id, answer="declined")
            ours &= ~Q(meeting__conference__in=declined.values("conference"))
        wanted |= ours
    return _sittings(wanted)


def dates_of(audience: Audience, feed: Feed) -> list[dict[str, Any]]:
    """By when a feed's delegations have to do something: ``{"kind", "number", "at", "what", "conference", "path"}``."""
    parties = {seat.party_id for seat in feed.seats if seat.party_id and seat.role != "chair"}
    bodies = {seat.body_id for seat in feed.seats if seat.party_id and seat.role != "chair"}
    open_ones = Registration.objects.filter(party__in=parties, answer="").exclude(
        conference__registration_closes_at=None
    )
    records = SummaryRecord.objects.filter(state="circulated", meeting__conference__body__in=bodies)
    return [
        *(
            _date("registration", row.conference_id, row.conference.registration_closes_at, row.conference)
            for row in open_ones.select_related("conference")
        ),
        *(
            _date("corrections", row.meeting_id, row.corrections_until, row.meeting.conference, row.meeting)
            for row in records.exclude(corrections_until=None).select_related("meeting__conference").defer("entries")
        ),
    ]


def _date(kind: str, number: int, at: datetime | None, conference: Any, meeting: Any = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "number": number,
        "at": at,
        "conference": {"name": conference.name, "slug": conference.slug},
        "meeting": {"id": meeting.pk, "name": meeting.name} if meeting else None,
    }


def _sittings(wanted: Q) -> list[dict[str, Any]]:
    aims = Prefetch("meeting__objectives", Objective.objects.only("words", "meeting"))
    items = Prefetch("meeting__items", AgendaItem.objects.only("number", "title", "meeting"))
    rows = Sitting.objects.filter(wanted).select_related("meeting__conference__body").prefetch_related(aims, items)
    counts: dict[int, int] = {}
    found = list(rows.order_by("begins_at", "pk"))
    for row in found:
        counts[row.meeting_id] = counts.get(row.meeting_id, 0) + 1
    return [_entry(row, several=counts[row.meeting_id] > 1) for row in found]


def _entry(row: Any, *, several: bool) -> dict[str, Any]:
    meeting: Meeting = row.meeting
    conference = meeting.conference
    changed = [at for at in (meeting.changed_at, row.closed_at) if at is not None]
    return {
        "id": row.pk,
        "number": row.number,
        "several": several,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "cancelled": row.state == "cancelled",
        "closed_before": row.state == "cancelled" and meeting.state == "closed",
        "reason": row.reason or meeting.reason,
        "revision": meeting.revision,
        "changed_at": max(changed, default=row.begins_at),
        "meeting": {
            "id": meeting.pk,
            "name": meeting.name,
            "kind": meeting.kind,
            "theme": meeting.theme,
            "hall": meeting.hall,
            "objectives": [one.words for one in meeting.objectives.all()],
            "items": [f"{one.number} {one.title}" for one in meeting.items.all()],
        },
        "conference": {"name": conference.name, "slug": conference.slug, "place": conference.place},
    }
