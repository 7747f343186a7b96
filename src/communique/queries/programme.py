"""The programme of a conference, its objectives, and its chairmanship's year. All of it is public, save what happens in
the meetings themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q

from communique.domain.actors import Audience
from communique.domain.programme import Capital, Slot
from communique.records.models import Body, Chairmanship, Conference, Document, Meeting, Objective, Party, Sitting

OVER = ("closed", "cancelled")


def programme_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    """A conference with its objectives and its meetings, each with its sittings."""
    return _programme(Conference.objects.filter(slug=slug))


def states_for(audience: Audience, conference: int) -> dict[str, Any] | None:
    """The same by the conference's number."""
    return _programme(Conference.objects.filter(pk=conference))


def objectives_for(audience: Audience, conference: int) -> dict[str, Any] | None:
    """The objectives of a conference, as ``holder_for`` has them."""
    return holder_for(audience, "conference", conference)


def aims_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """The objectives of a meeting."""
    return holder_for(audience, "meeting", meeting)


def holder_for(audience: Audience, holder: str, number: int) -> dict[str, Any] | None:
    """What has objectives: ``{"holder", "number", "name", "objectives", "body", "conference", "year"}``; a
    chairmanship has no conference but where the body is."""
    if holder == "chairmanship":
        row: Any = Chairmanship.objects.select_related("body", "party").filter(pk=number).first()
    elif holder == "conference":
        row = Conference.objects.select_related("body").filter(pk=number).first()
    elif holder == "meeting":
        row = Meeting.objects.select_related("conference__body").filter(pk=number).first()
    else:
        row = None
    return None if row is None else _holder(row) | {"objectives": _objectives(row.objectives.all())}


def objective_for(audience: Audience, objective: int) -> dict[str, Any] | None:
    """One objective with what has it."""
    rows = Objective.objects.select_related(
        "chairmanship__body", "chairmanship__party", "conference__body", "meeting__conference__body"
    )
    row = rows.filter(pk=objective).first()
    if row is None:
        return None
    return _holder(row.chairmanship or row.conference or row.meeting) | _objectives([row])[0]


def _holder(row: Any) -> dict[str, Any]:
    conference = row if isinstance(row, Conference) else getattr(row, "conference", None)
    body = conference.body if conference else row.body
    return {
        "holder": type(row).__name__.lower(),
        "number": row.pk,
        "name": row.party.name if isinstance(row, Chairmanship) else row.name,
        "year": row.year if isinstance(row, Chairmanship) else None,
        "body": {"id": body.pk, "slug": body.slug, "name": body.name},
        "conference": _host(conference) if conference else {"time_zone": body.time_zone, "place": ""},
    }


def meeting_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """A meeting as the programme has it, with its ``conference`` and ``body``."""
    row = (
        Meeting.objects.select_related("conference__body")
        .prefetch_related("sittings", "objectives")
        .filter(pk=meeting)
        .first()
    )
    if row is None:
        return None
    body = row.conference.body
    return _meeting(row) | {
        "conference": _host(row.conference),
        "body": {"id": body.pk, "slug": body.slug, "name": body.name},
        "objectives": _objectives(row.objectives.all()),
    }


def sitting_for(audience: Audience, sitting: int) -> dict[str, Any] | None:
    """A sitting with its meeting, as ``meeting_for`` has it."""
    row = Sitting.objects.filter(pk=sitting).first()
    meeting = meeting_for(audience, row.meeting_id) if row else None
    return None if row is None or meeting is None else _sitting(row) | {"meeting": meeting}


def slots_for(audience: Audience, conference: int, begins: datetime, ends: datetime) -> list[Slot]:
    """The sittings of a conference that touch a stretch of time, without those that are over."""
    rows = Sitting.objects.filter(meeting__conference__id=conference, begins_at__lt=ends, ends_at__gt=begins)
    return [
        Slot(one.pk, one.meeting_id, one.meeting.hall, one.begins_at, one.ends_at, one.meeting.level)
        for one in rows.exclude(state__in=OVER).exclude(meeting__state__in=OVER).select_related("meeting")
    ]


def capitals_for(audience: Audience, body: int) -> dict[str, Any]:
    """What is looked at when hours are chosen: ``{"capitals", "unknown", "night": (from, until), "seats"}``: the
    capitals whose clock is known, and of how many it isn't; ``seats`` counts the
    people in seats of each member, by its name. The chair serves the body. Empty when there is no such body."""
    rows = Party.objects.filter(body__id=body).select_related("body")
    people = Count("seats__person", filter=Q(seats__ended_at=None) & ~Q(seats__role="chair"), distinct=True)
    found = list(rows.annotate(people=people))
    if not found and not Body.objects.filter(pk=body).exists():
        return {}
    night = (found[0].body.quiet_from, found[0].body.quiet_until) if found else None
    return {
        "capitals": [Capital(one.code, one.name, one.capital, one.time_zone) for one in found if one.time_zone],
        "unknown": sum(not one.time_zone for one in found),
        "night": night,
        "seats": {one.name: one.people for one in found if one.member},
    }


def located_for(audience: Audience, body: int) -> list[dict[str, Any]]:
    """Every party of a body with its ``capital``, ``time_zone`` and right to the ``floor``."""
    return [
        row.value().plate()
        | {"capital": row.capital, "time_zone": row.time_zone, "floor": row.floor, "member": row.member}
        for row in Party.objects.filter(body__id=body)
    ]


def documents_for(audience: Audience, conference: int) -> list[dict[str, Any]]:
    """What the conference has adopted and published, by meeting and agenda item."""
    rows = Document.objects.filter(text__meeting__conference__id=conference).defer("doc", "text__doc", "text__report")
    rows = rows.select_related("text__meeting", "text__item").order_by("text__meeting__begins_at", "text__item__order")
    return [
        {
            "symbol": row.symbol,
            "title": row.title,
            "meeting": row.text.meeting.name,
            "item": f"{row.text.item.number} {row.text.item.title}" if row.text.item else "",
        }
        for row in rows
    ]


def year_for(audience: Audience, slug: str, year: int) -> dict[str, Any] | None:
    """A year of a body: who chairs (``party``, None while nobody does), under which theme, with what objectives, and
    the conferences that are held."""
    body = Body.objects.filter(slug=slug).first()
    if body is None or not 1900 <= year <= 2200:
        return None
    rows = Chairmanship.objects.filter(body=body, year=year).select_related("party").prefetch_related("objectives")
    row = rows.first()
    conferences = Conference.objects.filter(body=body, year=year).prefetch_related("objectives")
    return {
        "id": row.pk if row else 0,
        "holder": "chairmanship",
        "year": year,
        "theme": row.theme if row else "",
        "party": row.party.value().plate() if row else None,
        "body": {"id": body.pk, "slug": body.slug, "name": body.name, "short_name": body.short_name},
        "time_zone": body.time_zone,
        "objectives": _objectives(row.objectives.all()) if row else [],
        "conferences": [
            _host(one) | {"meetings": one.count, "objectives": _objectives(one.objectives.all())}
            for one in conferences.annotate(count=Count("meetings")).order_by("starts_on", "name")
        ],
    }


def _programme(rows: Any) -> dict[str, Any] | None:
    row = (
        rows.select_related("body", "room")
        .prefetch_related(
            "objectives",
            Prefetch("meetings", Meeting.objects.prefetch_related("sittings").order_by("begins_at", "id")),
        )
        .first()
    )
    if row is None:
        return None
    return _host(row) | {
        "body": {
            "id": row.body_id,
            "slug": row.body.slug,
            "name": row.body.name,
            "short_name": row.body.short_name,
        },
        "room": row.room_id,
        "room_version": row.room.version,
        "registration_closes_at": row.registration_closes_at,
        "objectives": _objectives(row.objectives.all()),
        "meetings": [_meeting(one) for one in row.meetings.all()],
    }


def _host(row: Conference) -> dict[str, Any]:
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.name,
        "theme": row.theme,
        "year": row.year,
        "place": row.place,
        "time_zone": row.time_zone,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }


def _meeting(row: Meeting) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "kind": row.kind,
        "level": row.level,
        "theme": row.theme,
        "hall": row.hall,
        "state": row.state,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "open_to_public": row.open_to_public,
        "reason": row.reason,
        "revision": row.revision,
        "changed_at": row.changed_at,
        "sittings": [_sitting(one) for one in row.sittings.all()],
    }


def _sitting(row: Sitting) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "state": row.state,
        "reason": row.reason,
        "resumes_at": row.resumes_at,
    }


def _objectives(rows: Iterable[Objective]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "words": one.words,
            "outcome": one.outcome,
            "remark": one.remark,
            "assessed_at": one.assessed_at,
        }
        for one in rows
    ]
