"""Chairmanships and the conferences of their years: convening a conference, and what is said of it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.text import slugify

from communique.actions.bodies import check_time_zone
from communique.actions.frame import Answer, frame, writes
from communique.actions.objectives import aims_of
from communique.actions.where import of_body, of_conference
from communique.actions.words import fit
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import Chairmanship, Conference, Objective, Room


@writes("chairmanship.describe", of_body)
def describe_chairmanship(*, actor: Actor, request_id: str, body: int, year: int, theme: str) -> Answer:
    """Say under which theme a member chairs in a year. Refused: nobody chairs in that year yet."""
    room = frame()
    row = Chairmanship.objects.filter(body_id=body, year=year).first() if 1900 <= year <= 2200 else None
    if row is None:
        raise Refused("no_chairmanship", year=year)
    row.theme = fit(Chairmanship, "theme", theme)
    row.save(update_fields=["theme"])
    room.record(body=body, year=year, theme=row.theme)
    return {"chairmanship": row.pk}


@writes("conference.convene", of_body)
def convene_conference(
    *,
    actor: Actor,
    request_id: str,
    body: int,
    name: str,
    year: int,
    theme: str = "",
    place: str = "",
    time_zone: str = "UTC",
    starts_on: date | None = None,
    ends_on: date | None = None,
    objectives: list[str] | None = None,
) -> Answer:
    """Convene a conference of a body. Refused: no name, a name taken in that year, an end before the start."""
    room = frame()
    name = _named(name)
    if not 1900 <= year <= 2200:
        raise Refused("bad_year", year=year)
    slug = f"{slugify(name)[:75]}-{year}"
    if Conference.objects.filter(slug=slug).exists():
        raise Refused("name_taken", name=name)
    check_time_zone(time_zone)
    _check_days(starts_on, ends_on)
    own = Room.objects.create()
    conference = Conference.objects.create(
        body_id=body,
        room=own,
        slug=slug,
        name=name,
        theme=fit(Conference, "theme", theme),
        year=year,
        place=fit(Conference, "place", place),
        time_zone=time_zone,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    aims = aims_of(objectives)
    Objective.objects.bulk_create(
        Objective(conference=conference, order=order, words=words) for order, words in enumerate(aims, 1)
    )
    room.record(
        body=body,
        conference=conference.pk,
        room=own.pk,
        genesis=own.digest,
        name=conference.name,
        theme=conference.theme,
        year=year,
        objectives=aims,
    )
    return {"conference": conference.pk, "slug": slug}


@writes("conference.change", of_conference)
def change_conference(
    *,
    actor: Actor,
    request_id: str,
    conference: int,
    name: str,
    theme: str = "",
    place: str = "",
    time_zone: str = "UTC",
    starts_on: date | None = None,
    ends_on: date | None = None,
    registration_closes_at: datetime | None = None,
) -> Answer:
    """Say anew how a conference is called, what it is about, where and when it is held. Its address stays, and so do
    the hours of its meetings. Refused: no name, an unknown time zone, an end before the start."""
    room = frame()
    row = Conference.objects.get(pk=conference)
    row.name = _named(name)
    row.theme, row.place = fit(Conference, "theme", theme), fit(Conference, "place", place)
    check_time_zone(time_zone)
    _check_days(starts_on, ends_on)
    row.time_zone, row.starts_on, row.ends_on = time_zone, starts_on, ends_on
    row.registration_closes_at = registration_closes_at
    row.save()
    room.record(
        conference=conference,
        name=row.name,
        theme=row.theme,
        place=row.place,
        time_zone=time_zone,
        starts_on=starts_on.isoformat() if starts_on else None,
        ends_on=ends_on.isoformat() if ends_on else None,
        registration_closes_at=registration_closes_at.isoformat() if registration_closes_at else None,
    )
    room.announce("fragment", target=f"programme:{conference}")
    return {"conference": conference, "slug": row.slug}


def _named(name: str) -> str:
    name = fit(Conference, "name", name)
    if not slugify(name):
        raise Refused("name_missing")
    return name


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("ends_before_it_starts")
