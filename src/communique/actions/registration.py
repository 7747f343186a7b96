"""Inviting parties to a conference; answering, naming a delegation, and handing in and checking its credentials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import Max

from communique.actions.bodies import seat_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.people import check_address
from communique.actions.where import of_conference, of_credentials, of_participant, of_registration
from communique.actions.words import clean, fit
from communique.domain import registration as rules
from communique.domain.actors import SECRETARIAT, Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.domain.registration import LetterState
from communique.records.models import Conference, Credentials, Participant, Party, Registration


@writes("delegation.invite", of_conference)
def invite(
    *,
    actor: Actor,
    request_id: str,
    conference: int,
    parties: list[str],
    emails: dict[str, str] | None = None,
    message: str = "",
    again: bool = False,
) -> Answer:
    """Invite parties (their codes) to a conference. To whom ``emails`` names an address a letter goes, by who asked for
    it; for the others the invitation stands on the page. ``again``: to parties that were invited before and haven't
    answered.

    Refused: nobody, a party that isn't at the table, is invited already (with ``again``: isn't yet, has answered), a
    bad address, a conference that is over.
    """
    room = frame()
    if actor.person is None:
        raise Denied("no_seat")
    row = Conference.objects.get(pk=conference)
    term_of(row).require(room.now)
    there = {one.code: one for one in Party.objects.filter(body_id=row.body_id)}
    before = {one.party.code: one for one in row.registrations.select_related("party")}
    codes = rules.check_invitations(
        parties,
        {code: one.name for code, one in there.items()},
        {code: rules.Answer(one.answer) for code, one in before.items()},
        again=again,
    )
    message = rules.check_words(message, rules.MESSAGE)
    addresses = {code: _address(str(clean((emails or {}).get(code, "")))) for code in codes}
    made = {code: before.get(code) or Registration(conference=row, party=there[code]) for code in codes}
    for code, one in made.items():
        one.email, one.message = addresses[code], message
        one.sent_at = room.now if addresses[code] else None
        one.invited_at = one.invited_at or room.now
        one.invited_by_id = one.invited_by_id or actor.person
        one.save()
    room.record(
        conference=conference,
        parties=list(codes),
        by_mail=[code for code in codes if addresses[code]],
        message=message,
        again=again,
    )
    _announce(room, conference, codes)
    return {"registrations": {code: one.pk for code, one in made.items()}}


@writes("delegation.answer", of_registration)
def answer(*, actor: Actor, request_id: str, registration: int, accept: bool, remark: str = "") -> Answer:
    """Accept or decline an invitation; until the conference is over the answer may change.

    Refused: the conference is over, registration is closed (to whom the secretariat doesn't register).
    """
    room = frame()
    row = _row(registration)
    before = rules.Answer(row.answer)
    said = rules.answer(
        before,
        rules.Answer.ACCEPTED if accept else rules.Answer.DECLINED,
        term_of(row.conference),
        room.now,
        by_secretariat=_by_secretariat(actor),
    )
    if said is not before:
        row.answer, row.answered_at = said.value, room.now
    row.remark = rules.check_words(remark)
    row.save(update_fields=["answer", "answered_at", "remark"])
    room.record(registration=registration, party=row.party.code, answer=row.answer, remark=row.remark)
    _announce(room, row.conference_id, [row.party.code])
    return {"registration": registration, "answer": row.answer}


@writes("participant.add", of_registration)
def add_participant(
    *,
    actor: Actor,
    request_id: str,
    registration: int,
    name: str,
    role: str,
    title: str = "",
    email: str = "",
    listed: bool = True,
) -> Answer:
    """Name somebody of a delegation, in the last place of its order.

    Refused: it hasn't accepted, a second head, an address that stands there already, no name, a bad role, too many;
    the conference is over, registration is closed (to whom the secretariat doesn't register).
    """
    room = frame()
    row = _row(registration)
    term_of(row.conference).require_open(room.now, by_secretariat=_by_secretariat(actor))
    rules.require_accepted(rules.Answer(row.answer))
    last = row.participants.aggregate(last=Max("order"))["last"] or 0
    made = Participant(registration=row, order=last + 1, registered_at=room.now)
    _fill(made, row, name=name, role=role, title=title, email=email, listed=listed)
    made.save()
    _record(room, made, row)
    return {"participant": made.pk}


@writes("participant.change", of_participant)
def change_participant(
    *,
    actor: Actor,
    request_id: str,
    participant: int,
    name: str,
    role: str,
    title: str = "",
    email: str = "",
    listed: bool = True,
    place: int | None = None,
) -> Answer:
    """Change what is said of somebody of a delegation, or put them at another ``place`` of its order, from 1.

    Refused: as for a new one; somebody who was withdrawn.
    """
    room = frame()
    made = Participant.objects.get(pk=participant)
    row = _row(made.registration_id)
    term_of(row.conference).require(room.now)
    rules.require_there(_person(made))
    _fill(made, row, name=name, role=role, title=title, email=email, listed=listed)
    made.save()
    if place is not None:
        _put_at(made, row, place)
    _record(room, made, row)
    return {"participant": participant}


@writes("participant.remove", of_participant)
def remove_participant(*, actor: Actor, request_id: str, participant: int) -> Answer:
    """Withdraw somebody from a delegation. A seat that was granted stays until the secretariat ends it.

    Refused: withdrawn before, the conference is over.
    """
    room = frame()
    made = Participant.objects.get(pk=participant)
    row = _row(made.registration_id)
    term_of(row.conference).require(room.now)
    rules.require_there(_person(made))
    made.withdrawn_at = room.now
    made.save(update_fields=["withdrawn_at"])
    _record(room, made, row)
    return {"participant": participant, "seat": made.seat_id}


@writes("delegation.unsent", of_conference)
def note_unsent(*, actor: Actor, request_id: str, conference: int, parties: list[str]) -> Answer:
    """Note that the letters to these parties could not leave; the invitation stands. Refused: one not invited."""
    room = frame()
    rows = Registration.objects.filter(conference_id=conference, party__code__in=parties)
    codes = sorted(rows.values_list("party__code", flat=True))
    if not codes or set(codes) != set(parties):
        raise Refused("not_invited_yet", name=", ".join(sorted(set(parties) - set(codes)))[:100])
    rows.update(sent_at=None)
    room.record(conference=conference, parties=codes)
    _announce(room, conference, codes)
    return {"conference": conference, "parties": codes}


@writes("credentials.hand_in", of_registration)
def hand_in(*, actor: Actor, request_id: str, registration: int, filename: str, content: bytes) -> Answer:
    """Hand in a delegation's letter of credentials; a later one stands in place of the one before.

    Refused: it hasn't accepted, nobody heads it yet, a file that is no letter or too large, the conference is over.
    """
    room = frame()
    row = _row(registration)
    term_of(row.conference).require(room.now)
    rules.require_accepted(rules.Answer(row.answer))
    rules.head_of(_people(row))
    kind = rules.letter_kind(content)
    made = Credentials.objects.create(
        registration=row,
        seat_id=room.seat(),
        filename=fit(Credentials, "filename", rules.file_name(filename)) or f"letter.{kind}",
        kind=kind,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        handed_in_at=room.now,
    )
    room.record(
        registration=registration,
        party=row.party.code,
        credentials=made.pk,
        filename=made.filename,
        kind=kind,
        digest=made.digest,
    )
    _announce(room, row.conference_id, [row.party.code])
    return {"credentials": made.pk}


@writes("credentials.check", of_credentials)
def check(
    *, actor: Actor, request_id: str, credentials: int, accept: bool, reason: str = "", seats: bool = False
) -> Answer:
    """Accept a letter of credentials, or return it with a reason, which the delegation reads. ``seats``: with the
    letter's acceptance, seats are granted to those of the delegation who have an address and no seat yet.

    The answer names in ``seats`` those that were granted. Refused: another letter stands in its place, it was checked
    before, no reason, nobody heads the delegation.
    """
    room = frame()
    letter = Credentials.objects.defer("content").get(pk=credentials)
    row = _row(letter.registration_id)
    state = rules.check_letter(
        LetterState(letter.state),
        newest=not Credentials.objects.filter(registration=row, pk__gt=credentials).exists(),
        accept=accept,
        reason=reason,
        people=_people(row),
    )
    letter.state, letter.reason = state.value, "" if accept else rules.check_words(reason)
    letter.checked_at, letter.checked_by_id = room.now, room.seat()
    letter.save(update_fields=["state", "reason", "checked_at", "checked_by"])
    granted = _seat(room, row, row.participants.filter(withdrawn_at=None)) if accept and seats else []
    room.record(
        registration=row.pk,
        party=row.party.code,
        credentials=credentials,
        digest=letter.digest,
        state=state.value,
        reason=letter.reason,
        seats=granted,
    )
    _announce(room, row.conference_id, [row.party.code])
    return {"credentials": credentials, "state": state.value, "seats": granted}


@writes("participant.seat", of_participant)
def seat_participant(*, actor: Actor, request_id: str, participant: int) -> Answer:
    """Grant somebody of a delegation the seat that goes with their role, when its credentials are accepted.

    Refused: they aren't, somebody without an address or with a seat, who was withdrawn.
    """
    room = frame()
    made = Participant.objects.get(pk=participant)
    row = _row(made.registration_id)
    rules.require_there(_person(made))
    letter = row.credentials.defer("content").last()
    if letter is None or letter.state != LetterState.ACCEPTED:
        raise Refused("credentials_not_accepted")
    if not made.email:
        raise Refused("participant_without_address", name=made.name)
    granted = _seat(room, row, row.participants.filter(pk=participant))
    if not granted:
        raise Refused("seat_held_already", name=made.name)
    room.record(registration=row.pk, party=row.party.code, participant=participant, seats=granted)
    _announce(room, row.conference_id, [row.party.code])
    return {"participant": participant, "seats": granted}


def term_of(row: Conference) -> rules.Term:
    """Until when a conference's delegations are registered."""
    return rules.Term(row.registration_closes_at, rules.end_of(row.ends_on, row.time_zone))


def _row(registration: int) -> Registration:
    return Registration.objects.select_related("conference", "party").get(pk=registration)


def _by_secretariat(actor: Actor) -> bool:
    return actor.seat is not None and actor.seat.role in SECRETARIAT


def _address(said: str) -> str:
    return check_address(said) if said.strip() else ""


def _person(row: Participant) -> rules.Person:
    return rules.Person(row.pk or 0, row.name, row.role, row.email, row.withdrawn_at is not None)


def _people(row: Registration) -> list[rules.Person]:
    return [_person(one) for one in row.participants.all()]


def _fill(made: Participant, row: Registration, *, name: str, role: str, title: str, email: str, listed: bool) -> None:
    made.name, made.title = fit(Participant, "name", name), fit(Participant, "title", title)
    made.role, made.listed, made.email = role, listed, _address(email)
    rules.check_person(_person(made), _people(row), member=row.party.member)


def _put_at(made: Participant, row: Registration, place: int) -> None:
    there = {one.pk: one for one in row.participants.filter(withdrawn_at=None)}
    for order, key in enumerate(rules.put_at(list(there), made.pk, place), 1):
        there[key].order = order
    Participant.objects.bulk_update(there.values(), ["order"])


def _seat(room: Frame, row: Registration, people: Iterable[Participant]) -> list[int]:
    """Seats for those who have an address and no seat now; the ids of those that were granted by this."""
    granted = []
    for one in people:
        if not one.email or (one.seat is not None and one.seat.ended_at is None):
            continue
        role = rules.seat_role(one.role, member=row.party.member)
        one.seat, made = seat_of(room.now, row.conference.body_id, role, row.party, one.email, one.name)
        one.save(update_fields=["seat"])
        granted += [one.seat.pk] if made else []
    return granted


def _record(room: Frame, made: Participant, row: Registration) -> None:
    room.record(
        registration=row.pk,
        party=row.party.code,
        participant=made.pk,
        name=made.name,
        title=made.title,
        role=made.role,
        listed=made.listed,
    )
    _announce(room, row.conference_id, [row.party.code])


def _announce(room: Frame, conference: int, codes: Iterable[str]) -> None:
    """Who registers concerns the secretariat, the chair and the delegation itself; nobody else even learns of it."""
    room.announce_inside((CHAIR, SECRETARIAT_OFFICE, *codes), "fragment", target=f"registrations:{conference}")
