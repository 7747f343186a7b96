"""Of what is coming somebody has to be reminded now. For the house's clock, which asks for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from communique.domain import reminders
from communique.domain.reminders import Moment
from communique.records.models import (
    Conference,
    Confirmation,
    Meeting,
    ParagraphStatus,
    Party,
    Registration,
    Reminder,
    Seat,
    Sitting,
    Statement,
    SummaryRecord,
)


@dataclass(frozen=True)
class Recipient:
    """Who is reminded, and by which clock they live."""

    person: int
    name: str
    email: str
    party: str
    zone: str
    city: str


@dataclass(frozen=True)
class Due:
    """A reminder that is due: ``facts`` are what the mail tells, ``without_statement`` the codes of delegations that
    haven't handed in what they will say."""

    moment: Moment
    conference: int
    facts: dict[str, Any]
    recipients: tuple[Recipient, ...]
    without_statement: frozenset[str] = field(default_factory=frozenset)


def due_reminders(now: datetime) -> list[Due]:
    """Everything of which somebody has to be reminded, without those who have been or don't want to be."""
    last = now + reminders.FARTHEST
    found = (*_sittings(now, last), *_registrations(now, last), *_corrections(now, last), *_confirmations(now, last))
    return [due for due in found if due.recipients]


def _sittings(now: datetime, last: datetime) -> Iterator[Due]:
    rows = Sitting.objects.filter(state="planned", begins_at__gt=now, begins_at__lte=last)
    rows = rows.exclude(meeting__state__in=("closed", "cancelled"))
    for row in rows.select_related("meeting__conference__body").order_by("begins_at"):
        moment = reminders.due("sitting", row.pk, row.begins_at, now)
        if moment is None:
            continue
        meeting, conference = row.meeting, row.meeting.conference
        declined = Registration.objects.filter(conference=conference, answer="declined").values("party")
        seats = Seat.objects.filter(body_id=conference.body_id).exclude(party__in=declined)
        facts = {"number": row.number, "ends_at": row.ends_at, "hall": meeting.hall} | _about(meeting)
        yield Due(
            moment,
            conference.pk,
            facts,
            _recipients(seats, moment),
            _silent(meeting) if moment.lead == reminders.LEADS["sitting"][0] else frozenset(),
        )


def _silent(meeting: Meeting) -> frozenset[str]:
    """The members that have handed in no statement."""
    given = Statement.objects.filter(meeting=meeting).exclude(state="withdrawn").values("party")
    parties = Party.objects.filter(body_id=meeting.conference.body_id, member=True).exclude(pk__in=given)
    return frozenset(parties.values_list("code", flat=True))


def _registrations(now: datetime, last: datetime) -> Iterator[Due]:
    rows = Registration.objects.filter(answer="", conference__registration_closes_at__gt=now)
    rows = rows.filter(conference__registration_closes_at__lte=last).select_related("conference__body")
    for row in rows.order_by("pk"):
        at = row.conference.registration_closes_at
        moment = reminders.due("registration", row.pk, at, now) if at else None
        if moment is not None:
            seats = Seat.objects.filter(party_id=row.party_id).exclude(role="chair")
            yield Due(moment, row.conference_id, _of(row.conference), _recipients(seats, moment))


def _corrections(now: datetime, last: datetime) -> Iterator[Due]:
    rows = SummaryRecord.objects.filter(state="circulated", corrections_until__gt=now, corrections_until__lte=last)
    for row in rows.select_related("meeting__conference__body").defer("entries").order_by("pk"):
        moment = reminders.due("corrections", row.pk, row.corrections_until, now) if row.corrections_until else None
        if moment is not None:
            conference = row.meeting.conference
            seats = Seat.objects.filter(body_id=conference.body_id).exclude(party=None).exclude(role="chair")
            yield Due(moment, conference.pk, _about(row.meeting), _recipients(seats, moment))


def _confirmations(now: datetime, last: datetime) -> Iterator[Due]:
    """A capital confirms until the end of a day, by the host's clock."""
    rows = ParagraphStatus.objects.filter(status="agreed", text__huddle=None, confirm_by__gte=now.date() - timedelta(1))
    rows = rows.filter(confirm_by__lte=last.date()).select_related("text__meeting__conference__body")
    for row in rows.defer("text__doc", "text__report").order_by("pk"):
        conference = row.text.meeting.conference
        zone = ZoneInfo(conference.time_zone)
        last_day: date = row.confirm_by  # type: ignore[assignment]
        end = datetime.combine(last_day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
        moment = reminders.due("confirmation", row.pk, end, now)
        if moment is None:
            continue
        said = Confirmation.objects.filter(status=row).values("party")
        seats = Seat.objects.filter(body_id=conference.body_id, party__member=True).exclude(party__in=said)
        facts = {"text": row.text_id, "title": row.text.title} | _about(row.text.meeting)
        yield Due(moment, conference.pk, facts, _recipients(seats.exclude(role="chair"), moment))


def _recipients(seats: Any, moment: Moment) -> tuple[Recipient, ...]:
    """Each person once, by the first of these seats, unless reminded already or not wanting it."""
    done = Reminder.objects.filter(about=moment.about).values("person")
    rows = seats.filter(ended_at=None, person__is_active=True, person__reminders=True).exclude(person__in=done)
    found: dict[int, Recipient] = {}
    for seat in rows.select_related("person", "party", "body").order_by("pk"):
        party = seat.party
        zone = (party.time_zone if party else "") or seat.body.time_zone
        city = party.capital if party and party.time_zone else ""
        code = party.code if party and seat.role != "chair" else ""
        found.setdefault(
            seat.person_id, Recipient(seat.person_id, seat.person.name, seat.person.email, code, zone, city)
        )
    return tuple(found.values())


def _about(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": {"id": meeting.pk, "name": meeting.name}} | _of(meeting.conference)


def _of(conference: Conference) -> dict[str, Any]:
    return {
        "conference": {
            "name": conference.name,
            "slug": conference.slug,
            "zone": conference.time_zone,
            "place": conference.place,
            "body": conference.body.short_name,
        }
    }
