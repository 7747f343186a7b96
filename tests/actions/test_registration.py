"""Invitations, answers, delegations and their credentials."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import bodies
from communique.actions import registration as acts
from communique.domain.registration import LARGEST
from communique.records.models import Credentials, JournalEntry, Participant, Registration, RoomEvent, Seat
from tests.actions.deeds.registration import LETTER, accepted, coming, handed_in, headed, invited, named
from tests.actions.refusals import denied, refused
from tests.house import House, together


def add(house: House, registration: int, who: str = "la-head", **more: Any) -> int:
    given = {"registration": registration, "name": "Ms Noy", "role": "adviser", **more}
    participant: int = house.act(acts.add_participant, who, **given)["participant"]
    return participant


def last_event(house: House) -> dict[str, Any]:
    data: dict[str, Any] = RoomEvent.objects.filter(room=house.conference_room()).latest("version").data
    return data


def test_all_members_are_invited_at_once_and_a_chosen_observer(house: House) -> None:
    coming(house)
    emails = {"LA": " MOFA@example.org ", "NZ": "mfat@example.org"}
    given = {"conference": house.conference, "parties": ["LA", "MY", "SG", "VN", "NZ"], "emails": emails}
    house.act(acts.invite, "clerk", **given, message="Welcome.")
    rows = {row.party.code: row for row in Registration.objects.select_related("party")}
    assert set(rows) == {"LA", "MY", "SG", "VN", "NZ"}
    assert (rows["LA"].email, rows["LA"].sent_at is not None, rows["LA"].message) == (
        "mofa@example.org",
        True,
        "Welcome.",
    )
    assert (rows["SG"].email, rows["SG"].sent_at, rows["SG"].answer) == ("", None, "")
    entry = JournalEntry.objects.filter(action="delegation.invite").get()
    assert entry.facts["by_mail"] == ["LA", "NZ"]
    assert "@" not in str(entry.facts), "addresses aren't for the record"
    assert last_event(house)["for"] == ["@chair", "@secretariat", "LA", "MY", "NZ", "SG", "VN"]


def test_of_a_letter_that_could_not_leave_it_is_noted_and_the_invitation_stands(house: House) -> None:
    coming(house)
    emails = {"LA": "mofa@example.org", "SG": "mfa@example.org"}
    house.act(acts.invite, "clerk", conference=house.conference, parties=["LA", "SG"], emails=emails)
    house.act(acts.note_unsent, "clerk", conference=house.conference, parties=["LA"])
    rows = {row.party.code: row for row in Registration.objects.select_related("party")}
    assert (rows["LA"].email, rows["LA"].sent_at) == ("mofa@example.org", None)
    assert rows["LA"].invited_at is not None and rows["SG"].sent_at is not None
    assert last_event(house)["for"] == ["@chair", "@secretariat", "LA"], "nobody else learns of it"
    with refused("not_invited_yet", name="MY"):
        house.act(acts.note_unsent, "clerk", conference=house.conference, parties=["LA", "MY"])
    assert Registration.objects.get(party__code="SG").sent_at is not None


def test_two_clerks_do_not_invite_the_same_delegation_twice(house: House) -> None:
    invited(house, "LA")
    with refused("invited_already", name="Lao PDR"):
        house.act(acts.invite, "operator", conference=house.conference, parties=["SG", "LA"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"parties": []}, "nobody_invited"),
        ({"parties": ["XX"]}, "no_such_party"),
        ({"parties": ["LA"], "emails": {"LA": "not an address"}}, "bad_email"),
        ({"parties": ["LA"], "emails": {"LA": "a@" + "b" * 300 + ".org"}}, "bad_email"),
        ({"parties": ["LA"], "emails": {"LA": "a\u202e@example.org"}}, "unsafe_character"),
        ({"parties": ["LA"], "message": "x" * 5000}, "too_long"),
    ],
)
def test_an_invitation_that_cannot_be_sent(house: House, given: dict[str, Any], code: str) -> None:
    coming(house)
    with refused(code):
        house.act(acts.invite, "clerk", conference=house.conference, **given)


def test_the_letter_is_sent_again_until_there_is_an_answer(house: House) -> None:
    registration = invited(house, "LA")["LA"]
    first = Registration.objects.get(pk=registration)
    again = {"conference": house.conference, "parties": ["LA"], "emails": {"LA": "a@example.org"}, "again": True}
    house.act(acts.invite, "clerk", **again)
    row = Registration.objects.get(pk=registration)
    assert (row.invited_at, row.email, first.sent_at, row.sent_at is not None) == (
        first.invited_at,
        "a@example.org",
        None,
        True,
    )
    house.act(acts.answer, "la-head", registration=registration, accept=False)
    with refused("has_answered", name="Lao PDR"):
        house.act(acts.invite, "clerk", **again)


def test_to_a_conference_that_is_over_nobody_is_invited(house: House) -> None:
    with refused("conference_is_over"):
        house.act(acts.invite, "clerk", conference=house.conference, parties=["LA"])


def test_a_delegation_answers_and_changes_its_mind(house: House) -> None:
    registration = invited(house)["LA"]
    house.act(acts.answer, "la-adviser", registration=registration, accept=True, remark=" With pleasure. ")
    first = Registration.objects.get(pk=registration)
    assert (first.answer, first.remark) == ("accepted", "With pleasure.")
    assert last_event(house)["for"] == ["@chair", "@secretariat", "LA"]
    house.act(acts.answer, "la-head", registration=registration, accept=True, remark="We shall be five.")
    row = Registration.objects.get(pk=registration)
    assert (row.answered_at, row.remark) == (first.answered_at, "We shall be five."), "the same answer since then"
    house.act(acts.answer, "la-head", registration=registration, accept=False)
    assert Registration.objects.get(pk=registration).answer == "declined"


def test_nobody_answers_for_another_delegation_but_the_clerk_for_each(house: House) -> None:
    registration = invited(house)["LA"]
    for who, reason in (("sg-head", "only_who_tabled_it"), ("chair", "only_at_the_table")):
        with denied(reason):
            house.act(acts.answer, who, registration=registration, accept=True)
    house.act(acts.answer, "clerk", registration=registration, accept=True)
    assert Registration.objects.get(pk=registration).answer == "accepted"


def test_after_the_close_the_clerk_alone_registers(house: House) -> None:
    registrations = invited(house, "LA", "SG")
    house.act(acts.answer, "sg-head", registration=registrations["SG"], accept=True)
    own = add(house, registrations["SG"], "sg-head")
    coming(house, closes_in=-1)
    with refused("registration_is_closed"):
        house.act(acts.answer, "la-head", registration=registrations["LA"], accept=True)
    with refused("registration_is_closed"):
        add(house, registrations["SG"], "sg-head")
    house.act(acts.answer, "clerk", registration=registrations["LA"], accept=True)
    add(house, registrations["LA"], "clerk")
    changed = {"participant": own, "name": "Ms Noy", "role": "delegate"}
    house.act(acts.change_participant, "sg-head", **changed)
    house.act(acts.remove_participant, "sg-head", participant=own)
    house.act(acts.answer, "sg-head", registration=registrations["SG"], accept=False)


def test_when_the_conference_is_over_nothing_changes_any_more(house: House) -> None:
    registration = headed(house)
    participant = Participant.objects.get().pk
    coming(house, ends_in=-2)
    for act in (
        lambda who: house.act(acts.answer, who, registration=registration, accept=False),
        lambda who: add(house, registration, who),
        lambda who: house.act(acts.change_participant, who, participant=participant, name="X", role="head"),
        lambda who: house.act(acts.remove_participant, who, participant=participant),
        lambda who: house.act(acts.hand_in, who, registration=registration, filename="a.pdf", content=LETTER),
    ):
        for who in ("la-head", "clerk"):
            with refused("conference_is_over"):
                act(who)


def test_persons_stand_in_the_order_in_which_they_are_put(house: House) -> None:
    registration = headed(house)
    for name in ("Ms Noy", "Mr Souk"):
        last = add(house, registration, name=name)
    given = {"participant": last, "name": "Mr Souk", "role": "adviser"}
    house.act(acts.change_participant, "la-head", **given, place=2)
    names = list(Participant.objects.order_by("order").values_list("name", flat=True))
    assert names == ["H.E. Bounmy", "Mr Souk", "Ms Noy"]
    house.act(acts.change_participant, "la-head", **given, place=99)
    assert Participant.objects.order_by("order").last().pk == last  # type: ignore[union-attr]


def test_before_a_delegation_comes_nobody_is_named(house: House) -> None:
    registration = invited(house)["LA"]
    with refused("not_accepted"):
        add(house, registration)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 201}, "too_long"),
        ({"title": "x" * 1_000_000}, "too_long"),
        ({"role": "head"}, "delegation_has_a_head"),
        ({"role": "observer"}, "bad_participant_role"),
        ({"role": "x" * 5000}, "bad_participant_role"),
        ({"email": "nobody"}, "bad_email"),
        ({"email": "H@example.org"}, "address_in_delegation"),
    ],
)
def test_a_person_that_cannot_be_named(house: House, more: dict[str, Any], code: str) -> None:
    registration = headed(house, email="h@example.org")
    with refused(code):
        add(house, registration, **more)


def test_who_was_withdrawn_is_not_changed_or_withdrawn_again(house: House) -> None:
    participant = named(house)
    house.act(acts.remove_participant, "la-head", participant=participant)
    with refused("participant_is_withdrawn", name="Ms Souk"):
        house.act(acts.remove_participant, "la-adviser", participant=participant)
    with refused("participant_is_withdrawn"):
        house.act(acts.change_participant, "la-head", participant=participant, name="X", role="head")


def test_a_new_letter_stands_in_place_of_the_one_before(house: House) -> None:
    first = handed_in(house)
    registration = Registration.objects.get().pk
    again = {"registration": registration, "filename": "..\\new.pdf", "content": LETTER + b"\n"}
    second = house.act(acts.hand_in, "la-adviser", **again)["credentials"]
    with refused("letter_is_replaced"):
        house.act(acts.check, "clerk", credentials=first, accept=True)
    house.act(acts.check, "clerk", credentials=second, accept=True)
    row = Credentials.objects.get(pk=second)
    assert (row.filename, row.state, row.kind, bytes(row.content)) == ("new.pdf", "accepted", "pdf", LETTER + b"\n")


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("letter.pdf", b"", "not_a_letter"),
        ("letter.pdf", b"<html>%%EOF", "not_a_letter"),
        ("letter.pdf", LETTER + b"\0" * LARGEST, "letter_too_large"),
        ("\u202efdp.exe", LETTER, "unsafe_character"),
        ("x" * 400, LETTER, "too_long"),
    ],
)
def test_a_file_that_is_no_letter(house: House, filename: str, content: bytes, code: str) -> None:
    registration = headed(house)
    with refused(code):
        house.act(acts.hand_in, "la-head", registration=registration, filename=filename, content=content)


def test_without_a_head_there_are_no_credentials(house: House) -> None:
    registration = accepted(house)
    with refused("head_missing"):
        house.act(acts.hand_in, "la-head", registration=registration, filename="a.pdf", content=LETTER)
    credentials = handed_in_by_sg(house)
    head = Participant.objects.get(registration__party__code="SG")
    house.act(acts.remove_participant, "sg-head", participant=head.pk)
    with refused("head_missing"):
        house.act(acts.check, "clerk", credentials=credentials, accept=True)


def handed_in_by_sg(house: House) -> int:
    given = {"registration": headed(house, "SG", "sg-head"), "filename": "a.pdf", "content": LETTER}
    credentials: int = house.act(acts.hand_in, "sg-head", **given)["credentials"]
    return credentials


def test_a_letter_is_returned_with_a_reason(house: House) -> None:
    credentials = handed_in(house)
    with refused("return_needs_reason"):
        house.act(acts.check, "clerk", credentials=credentials, accept=False, reason=" ")
    house.act(acts.check, "clerk", credentials=credentials, accept=False, reason="Not signed.")
    row = Credentials.objects.get()
    assert (row.state, row.reason, row.checked_by_id) == ("returned", "Not signed.", house.seats["clerk"])
    with refused("letter_is_checked"):
        house.act(acts.check, "clerk", credentials=credentials, accept=True)


def test_with_the_letter_seats_are_granted_to_who_has_an_address_and_none_yet(house: House) -> None:
    credentials = handed_in(house, email="minister@example.org")
    registration = Registration.objects.get().pk
    add(house, registration, name="Adviser Noy", email="la-adviser@example.org")
    add(house, registration, name="Ms Unknown")
    gone = add(house, registration, name="Mr Gone", email="gone@example.org")
    house.act(acts.remove_participant, "la-head", participant=gone)
    before = set(Seat.objects.values_list("pk", flat=True))
    done = house.act(acts.check, "clerk", credentials=credentials, accept=True, seats=True)
    granted = Seat.objects.exclude(pk__in=before).select_related("person", "party").get()
    assert done["seats"] == [granted.pk]
    assert (granted.role, granted.person.email, granted.person.name) == (
        "head",
        "minister@example.org",
        "H.E. Bounmy",
    )
    assert granted.party is not None and granted.party.code == "LA"
    adviser = Participant.objects.get(name="Adviser Noy")
    assert adviser.seat_id == house.seats["la-adviser"], "a seat that is held already is the one"
    assert JournalEntry.objects.get(action="credentials.check").facts["seats"] == [granted.pk]


def test_an_observers_delegation_gets_observers_seats(house: House) -> None:
    registration = headed(house, "NZ", "nz-observer", email="winston@example.org")
    letter = {"registration": registration, "filename": "a.pdf", "content": LETTER}
    credentials = house.act(acts.hand_in, "nz-observer", **letter)["credentials"]
    done = house.act(acts.check, "clerk", credentials=credentials, accept=True, seats=True)
    assert Seat.objects.get(pk=done["seats"][0]).role == "observer"


def test_who_is_named_later_gets_a_seat_by_itself(house: House) -> None:
    credentials = handed_in(house)
    registration = Registration.objects.get().pk
    late = add(house, registration, name="Mr Late", email="late@example.org")
    without = add(house, registration, name="Ms Without")
    with refused("credentials_not_accepted"):
        house.act(acts.seat_participant, "clerk", participant=late)
    house.act(acts.check, "clerk", credentials=credentials, accept=True)
    with refused("participant_without_address", name="Ms Without"):
        house.act(acts.seat_participant, "clerk", participant=without)
    (seat,) = house.act(acts.seat_participant, "clerk", participant=late)["seats"]
    with refused("seat_held_already"):
        house.act(acts.seat_participant, "clerk", participant=late)
    house.act(acts.remove_participant, "la-head", participant=late)
    assert Seat.objects.get(pk=seat).ended_at is None, "the secretariat ends it"
    house.act(bodies.end_seat, "clerk", seat=seat)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_checks_the_letter(house: House) -> None:
    house.grant("clerk-2", "clerk")
    credentials = handed_in(house, email="minister@example.org")
    given = {"credentials": credentials, "seats": True}
    results = together(
        lambda: house.act(acts.check, "clerk", accept=True, **given),
        lambda: house.act(acts.check, "clerk-2", accept=True, **given),
    )
    assert sorted(type(one).__name__ for one in results) == ["Refused", "dict"]
    assert Seat.objects.filter(person__email="minister@example.org").count() == 1
