"""Founding a body, admitting its members and observers, granting and ending seats."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, time
from typing import Any

import pycountry
from django.utils.text import slugify

from communique.actions.frame import Answer, frame, writes
from communique.actions.people import enter_person
from communique.actions.where import of_body, of_house, of_seat
from communique.actions.words import fit
from communique.domain import floor_rules as rules_of_the_floor
from communique.domain.actors import Actor, Role
from communique.domain.bodies import check_party, check_seat
from communique.domain.errors import Refused
from communique.records.models import Body, Chairmanship, Party, Seat

COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)
LONGEST_GRACE = 4 * 3600
"""Seconds: as long as a sitting, for a body whose delegations sit in one hall and take their places once."""


@writes("body.found", of_house)
def found(
    *,
    actor: Actor,
    request_id: str,
    name: str,
    short_name: str,
    jurisdiction: str = "aa-body",
    time_zone: str = "UTC",
    quorum: int = 1,
    observers_read_drafts: bool = False,
) -> Answer:
    """Found a body. Refused: no name, a name taken, an unknown time zone, a quorum out of bounds."""
    room = frame()
    name, short_name = fit(Body, "name", name), fit(Body, "short_name", short_name)
    slug = slugify(short_name)
    if not name or not slug:
        raise Refused("name_missing")
    if Body.objects.filter(slug=slug).exists():
        raise Refused("name_taken", name=short_name)
    check_time_zone(time_zone)
    if not 1 <= quorum <= 1000:
        raise Refused("bad_quorum", quorum=quorum)
    body = Body.objects.create(
        slug=slug,
        name=name,
        short_name=short_name,
        jurisdiction=fit(Body, "jurisdiction", slugify(jurisdiction)) or "aa-body",
        time_zone=time_zone,
        quorum=quorum,
        observers_read_drafts=observers_read_drafts,
    )
    room.record(body=body.pk, name=body.name, short_name=body.short_name, quorum=quorum)
    return {"body": body.pk, "slug": slug}


@writes("body.regulate", of_body)
def regulate(
    *,
    actor: Actor,
    request_id: str,
    body: int,
    floor_rules: dict[str, Any] | None = None,
    quorum: int | None = None,
    grace: int | None = None,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    correction_days: int | None = None,
    statements_at_once: bool | None = None,
) -> Answer:
    """Settle the rules of a body; what isn't given stays. ``floor_rules`` are those of ``domain.floor_rules``, whole.

    Refused: rules of the floor that can't be, a quorum out of bounds, a grace that isn't 5 seconds to 4 hours, a time
    for corrections that isn't 1 to 60 days.
    """
    room = frame()
    row = Body.objects.select_for_update().get(pk=body)
    if quorum is not None and not 1 <= quorum <= 1000:
        raise Refused("bad_quorum", quorum=quorum)
    if grace is not None and not 5 <= grace <= LONGEST_GRACE:
        raise Refused("bad_grace")
    if correction_days is not None and not 1 <= correction_days <= 60:
        raise Refused("bad_correction_days")
    settled = {
        "floor_rules": None if floor_rules is None else rules_of_the_floor.read(floor_rules).json(),
        "quorum": quorum,
        "grace": grace,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "correction_days": correction_days,
        "statements_at_once": statements_at_once,
    }
    changed = {name: value for name, value in settled.items() if value is not None and value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed])
    said = {name: value.isoformat() if isinstance(value, time) else value for name, value in changed.items()}
    room.record(body=body, **said)
    return {"body": body, "changed": sorted(changed)}


@writes("member.admit", of_body)
def admit_member(
    *,
    actor: Actor,
    request_id: str,
    body: int,
    code: str,
    iso: str,
    name: str,
    official_name: str = "",
    order: int | None = None,
) -> Answer:
    """Admit a member; without ``order`` it takes the last place in the protocol order."""
    return _admit(body, code, iso, name, official_name, order, member=True)


@writes("observer.admit", of_body)
def admit_observer(
    *, actor: Actor, request_id: str, body: int, code: str, iso: str = "", name: str, official_name: str = ""
) -> Answer:
    """Admit an observer: a partner, a guest, an organisation."""
    return _admit(body, code, iso, name, official_name, None, member=False)


def _admit(body: int, code: str, iso: str, name: str, official_name: str, order: int | None, *, member: bool) -> Answer:
    room = frame()
    parties = Party.objects.filter(body_id=body)
    code, iso = code.strip().upper(), iso.strip().upper()
    check_party(code, iso, name, parties.values_list("code", flat=True), COUNTRIES)
    if order is None:
        order = parties.filter(member=member).count() + 1
    elif not 0 <= order <= 10_000:
        raise Refused("bad_order", order=order)
    party = Party.objects.create(
        body_id=body,
        code=code,
        iso=iso,
        name=fit(Party, "name", name),
        official_name=fit(Party, "official_name", official_name),
        member=member,
        order=order,
        since=room.now.date(),
    )
    room.record(body=body, party=code, iso=iso, name=party.name, member=member, order=order)
    return {"party": party.pk, "code": code}


@writes("chairmanship.set", of_body)
def set_chairmanship(*, actor: Actor, request_id: str, body: int, year: int, party: str) -> Answer:
    """Say which member holds the chair in a year. A later word replaces the earlier one."""
    room = frame()
    member = party_of(body, party)
    if not member.member:
        raise Refused("no_such_member", party=party)
    if not 1900 <= year <= 2200:
        raise Refused("bad_year", year=year)
    Chairmanship.objects.update_or_create(body_id=body, year=year, defaults={"party": member})
    room.record(body=body, year=year, party=party)
    return {"year": year, "party": party}


@writes("seat.grant", of_body)
def grant_seat(
    *, actor: Actor, request_id: str, body: int, email: str, name: str, role: str, party: str = ""
) -> Answer:
    """Give a person a seat. A person who isn't known yet is entered, and signs in by a code or an invitation."""
    room = frame()
    try:
        kind = Role(role)
    except ValueError:
        raise Refused("bad_role", role=role[:40]) from None
    seat, made = seat_of(room.now, body, kind, party_of(body, party) if party else None, email, name)
    person = seat.person
    if not made:
        raise Refused("seat_held_already", name=person.name)
    room.record(body=body, seat=seat.pk, person=person.pk, name=person.name, role=kind.value, party=party)
    return {"seat": seat.pk, "person": person.pk}


@writes("seat.invite", of_seat)
def invite(*, actor: Actor, request_id: str, seat: int, hours: int = 72) -> Answer:
    """Let the holder of a seat in by a signed link for some hours. The link itself is made by who asked for it, so
    that no journal and no table keeps it."""
    room = frame()
    row = Seat.objects.get(pk=seat)
    if row.ended_at is not None:
        raise Refused("seat_has_ended_before")
    if not 1 <= hours <= 24 * 14:
        raise Refused("bad_hours", hours=hours)
    room.record(body=row.body_id, seat=seat, person=row.person_id, hours=hours)
    return {"seat": seat, "hours": hours}


@writes("seat.end", of_seat)
def end_seat(*, actor: Actor, request_id: str, seat: int) -> Answer:
    """End a seat: its holder acts from it no more, and its live streams close at once."""
    room = frame()
    row = Seat.objects.select_for_update().get(pk=seat)
    if row.ended_at is not None:
        raise Refused("seat_has_ended_before")
    if actor.seat is not None and actor.seat.id == seat:
        raise Refused("not_your_own_seat")
    row.ended_at = room.now
    row.save(update_fields=["ended_at"])
    room.record(body=row.body_id, seat=seat, person=row.person_id, role=row.role)
    room.lose_seat(seat)
    return {"seat": seat}


def seat_of(now: datetime, body: int, role: Role, party: Party | None, email: str, name: str) -> tuple[Seat, bool]:
    """The seat that who has this address holds now, and whether it was granted by this: for a write that grants it
    among other things. Refused: a seat of that kind for such a party, a bad address."""
    check_seat(role, party.value() if party else None)
    person = enter_person(email, name)
    held = Seat.objects.filter(body_id=body, person=person, role=role.value, party=party, ended_at=None).first()
    if held is not None:
        return held, False
    return Seat.objects.create(body_id=body, person=person, role=role.value, party=party, granted_at=now), True


def party_of(body: int, code: str) -> Party:
    """The row of a party by its code. Refused: no_such_party."""
    row = Party.objects.filter(body_id=body, code=code).first()
    if row is None:
        raise Refused("no_such_party", party=code[:20])
    return row


def check_time_zone(name: str) -> None:
    """Refuses a name that the IANA database doesn't have."""
    if name not in zoneinfo.available_timezones():
        raise Refused("unknown_time_zone", name=name[:60])
