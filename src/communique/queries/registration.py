"""Who is invited to a conference and who comes: the secretariat's overview, a delegation's own page, and the list."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from communique.domain import registration as rules
from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.records.models import Conference, Credentials, Participant, Party, Registration, Seat

LETTERS = Prefetch("credentials", Credentials.objects.defer("content"))
"""A letter's bytes are read by who opens it, and by no page."""


def heading_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    """A conference, as the pages about its delegations name it. That it is held is public."""
    row = Conference.objects.select_related("body", "room").filter(slug=slug).first()
    return heading(row) if row else None


def heading(row: Conference) -> dict[str, Any]:
    """``{"id", "slug", "name", "year", "place", "time_zone", "starts_on", "ends_on", "closes_at": of registration,
    "is_closed", "is_over", "room", "room_version", "body": {"id", "slug", "name", "short_name"}}``."""
    term, now = _term(row), timezone.now()
    names = ("slug", "name", "year", "place", "time_zone", "starts_on", "ends_on")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "closes_at": row.registration_closes_at,
        "is_closed": term.is_closed(now),
        "is_over": term.is_over(now),
        "room": row.room_id,
        "room_version": row.room.version,
        "body": {
            "id": row.body_id,
            "slug": row.body.slug,
            "name": row.body.name,
            "short_name": row.body.short_name,
        },
    }


def state_for(audience: Audience, conference: int) -> dict[str, Any] | None:
    """Where the registration stands, as the live place of the conference shows it.

    ``{"conference", "overview": for the secretariat and the chair, "own": for a party at the table}``, one of the two;
    None for everybody else. The overview: ``{"rows": [{"party", "member", "state", "answered_at", "late", "remark",
    "people", "head", "letter"}], "counts", "may": {"invite", "open"}}``, where ``state`` is "" (not invited), invited,
    accepted or declined. Own: ``{"party", "state", "late", "people", "head", "letter", "may"}``. ``letter`` is None or
    ``{"state", "at", "reason"}``. Neither holds a name or an address.
    """
    row = Conference.objects.select_related("body", "room").filter(pk=conference).first()
    if row is None or audience.body != row.body_id:
        return None
    facts: dict[str, Any] = {"conference": heading(row), "overview": None, "own": None}
    if rules.may_read_overview(audience, row.body_id):
        return facts | {"overview": _overview(audience, row)}
    party = Party.objects.filter(body_id=row.body_id, code=audience.code).first()
    if party is None:
        return None
    found = _registrations(row).filter(party=party).first()
    return facts | {"own": _standing(row, party, found)}


def invitable_for(audience: Audience, conference: int, *, operator: bool = False) -> list[dict[str, Any]]:
    """The parties that aren't invited yet, ``{"party", "member", "email"}``, for who may invite them: with the address
    of who heads each one's delegation in the body, where there is one."""
    row = Conference.objects.filter(pk=conference).first()
    if row is None or not (operator or (audience.body == row.body_id and audience.kind == "secretariat")):
        return []
    parties = Party.objects.filter(body_id=row.body_id).exclude(registrations__conference=row)
    seats = Seat.objects.filter(body_id=row.body_id, ended_at=None, role__in=("head", "observer"))
    known = dict(reversed(seats.order_by("id").values_list("party_id", "person__email")))
    return [{"party": one.value().plate(), "member": one.member, "email": known.get(one.pk, "")} for one in parties]


def delegation_for(audience: Audience, slug: str, code: str) -> dict[str, Any] | None:
    """All that a delegation has registered, for itself and the secretariat.

    ``{"conference", "registration", "party", "member", "state", "message", "invited_at", "sent_at", "email", "remark",
    "answered_at", "late", "people": [{"id", "name", "title", "email", "role", "listed", "late", "seat": is one held}],
    "withdrawn": the same for who was, with "seat_to_end", "head": its name or "", "letters": newest first [{"id",
    "state", "at", "reason", "kind", "filename", "size", "newest", "may_check"}], "roles", "may"}``.
    """
    row = Conference.objects.select_related("body", "room").filter(slug=slug).first()
    if row is None or not rules.may_read_delegation(audience, row.body_id, code):
        return None
    found = _registrations(row).select_related("party").filter(party__code=code).first()
    if found is None:
        return None
    term, now = _term(row), timezone.now()
    people = [_participant(term, one) for one in found.participants.all()]
    there = _in_order([one for one in people if not one["withdrawn"]])
    gone = [one for one in people if one["withdrawn"]]
    if found.answer == rules.Answer.DECLINED:
        there, gone = [], people
    may = _may(audience, row.body_id, code)
    over, accepted = term.is_over(now), found.answer == rules.Answer.ACCEPTED
    by_secretariat = audience.kind == "secretariat"
    return {
        "conference": heading(row),
        "registration": found.pk,
        "party": found.party.value().plate(),
        "member": found.party.member,
        "state": found.answer or "invited",
        "message": found.message,
        "invited_at": found.invited_at,
        "sent_at": found.sent_at,
        "email": found.email,
        "remark": found.remark,
        "answered_at": found.answered_at,
        "late": accepted and term.is_late(found.answered_at),
        "people": there,
        "withdrawn": gone,
        "head": next((one["name"] for one in there if one["role"] == "head"), ""),
        "letters": _letters(found),
        "roles": [role.value for role in rules.roles_of(member=found.party.member)],
        "may": {
            "answer": may("delegation.answer") and not over,
            "accept": may("delegation.answer") and not over and (by_secretariat or not term.is_closed(now)),
            "add": may("participant.add") and accepted and not over and (by_secretariat or not term.is_closed(now)),
            "change": may("participant.change") and accepted and not over,
            "hand_in": may("credentials.hand_in") and accepted and not over,
            "check": may("credentials.check"),
            "seat": may("participant.seat"),
            "end": may("seat.end"),
        },
    }


def letter_for(audience: Audience, credentials: int) -> tuple[bytes, str, str] | None:
    """The bytes of a letter, its kind, and the code of whose it is; for its own delegation and the secretariat."""
    row = (
        Credentials.objects.select_related("registration__party", "registration__conference")
        .filter(pk=credentials)
        .first()
    )
    if row is None:
        return None
    registration = row.registration
    if not rules.may_read_delegation(audience, registration.conference.body_id, registration.party.code):
        return None
    return bytes(row.content), row.kind, registration.party.code


def participants_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    """The list of participants.

    ``{"conference", "final", "named": may the audience read names, "groups": [{"member", "delegations": [{"party",
    "official_name", "people": [{"name", "title", "role"}], "unlisted": how many}]}], "delegations": how many,
    "count": how many persons}``. Members come first, each group in the body's order, and of each delegation its head
    first. Whoever isn't a participant gets the delegations that come, and of persons neither a name nor a number.
    """
    row = Conference.objects.select_related("body", "room").filter(slug=slug).first()
    if row is None:
        return None
    found = list(_registrations(row).select_related("party").order_by("-party__member", "party__order", "party__name"))
    named = rules.may_read_list(audience, row.body_id, {one.party.code for one in found})
    taking_part = [_delegation(one, named=named) for one in found if one.answer == rules.Answer.ACCEPTED]
    groups = [
        {"member": member, "delegations": [one for one in taking_part if one["member"] == member]}
        for member in (True, False)
    ]
    return {
        "conference": heading(row),
        "final": _term(row).is_over(timezone.now()),
        "named": named,
        "groups": [group for group in groups if group["delegations"]],
        "delegations": len(taking_part),
        "count": sum(len(one["people"]) + one["unlisted"] for one in taking_part),
    }


def _term(row: Conference) -> rules.Term:
    return rules.Term(row.registration_closes_at, rules.end_of(row.ends_on, row.time_zone))


def _registrations(row: Conference) -> Any:
    people = Prefetch("participants", Participant.objects.select_related("seat"))
    return Registration.objects.filter(conference=row).prefetch_related(people, LETTERS)


def _may(audience: Audience, body: int, code: str) -> Any:
    somebody, place = standing_for(audience), Place(body, code)
    return lambda action: reason_against(action, somebody, place) is None


def _overview(audience: Audience, row: Conference) -> dict[str, Any]:
    registered = {one.party_id: one for one in _registrations(row)}
    parties = [one for one in row.body.parties.all() if one.member or one.pk in registered]
    rows = [_standing(row, one, registered.get(one.pk)) for one in parties]
    often = {state: sum(one["state"] == state for one in rows) for state in ("", "invited", "accepted", "declined")}
    may = _may(audience, row.body_id, "")
    return {
        "rows": rows,
        "counts": {
            "parties": len(rows),
            "not_invited": often[""],
            "waiting": often["invited"],
            "accepted": often["accepted"],
            "declined": often["declined"],
            "people": sum(one["people"] for one in rows),
            "letters": sum(bool(one["letter"] and one["letter"]["state"] == "handed_in") for one in rows),
        },
        "may": {"invite": may("delegation.invite"), "open": may("credentials.check") or audience.kind == "secretariat"},
    }


def _standing(row: Conference, party: Party, found: Registration | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"party": party.value().plate(), "member": party.member, "state": ""}
    if found is None:
        return facts | {"people": 0, "head": False, "letter": None, "late": False, "remark": "", "answered_at": None}
    accepted = found.answer == rules.Answer.ACCEPTED
    people = [one for one in found.participants.all() if one.withdrawn_at is None] if accepted else []
    letter = next(reversed(list(found.credentials.all())), None) if accepted else None
    return facts | {
        "state": found.answer or "invited",
        "sent_at": found.sent_at,
        "email": found.email,
        "invited_at": found.invited_at,
        "answered_at": found.answered_at,
        "late": accepted and _term(row).is_late(found.answered_at),
        "remark": found.remark,
        "people": len(people),
        "head": any(one.role == "head" for one in people),
        "letter": {"state": letter.state, "at": letter.handed_in_at, "reason": letter.reason} if letter else None,
    }


def _participant(term: rules.Term, one: Participant) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "title": one.title,
        "email": one.email,
        "role": one.role,
        "listed": one.listed,
        "late": term.is_late(one.registered_at),
        "seat": one.seat_id if one.seat is not None and one.seat.ended_at is None else None,
        "withdrawn": one.withdrawn_at is not None,
    }


def _in_order(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {one["id"]: one for one in people}
    persons = [rules.Person(one["id"], one["name"], one["role"]) for one in people]
    return [known[one.id] for one in rules.in_precedence(persons)]


def _letters(found: Registration) -> list[dict[str, Any]]:
    letters = list(reversed(list(found.credentials.all())))
    return [
        {
            "id": one.pk,
            "state": one.state,
            "at": one.handed_in_at,
            "checked_at": one.checked_at,
            "reason": one.reason,
            "kind": one.kind,
            "filename": one.filename,
            "digest": one.digest,
            "newest": one is letters[0],
        }
        for one in letters
    ]


def _delegation(found: Registration, *, named: bool) -> dict[str, Any]:
    party = found.party
    there = [one for one in found.participants.all() if one.withdrawn_at is None] if named else []
    listed = [{"id": one.pk, "name": one.name, "title": one.title, "role": one.role} for one in there if one.listed]
    return {
        "party": party.value().plate(),
        "official_name": party.official_name,
        "member": party.member,
        "people": _in_order(listed),
        "unlisted": len(there) - len(listed),
    }
