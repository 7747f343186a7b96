"""Founding a body, admitting its parties, granting and ending seats."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from communique.actions import bodies
from communique.domain.errors import Refused
from communique.records.models import Body, Chairmanship, Party, Person, RoomEvent, Seat
from tests.actions.refusals import refused
from tests.house import House, everything


def test_a_body_is_founded_with_its_rules(house: House) -> None:
    made = house.act(
        bodies.found,
        "operator",
        name=" Health Ministers ",
        short_name="AHMM",
        jurisdiction="AA ASEAN",
        time_zone="Asia/Jakarta",
        quorum=6,
        observers_read_drafts=True,
    )
    body = Body.objects.get(pk=made["body"])
    assert made["slug"] == body.slug == "ahmm"
    assert (body.name, body.short_name, body.jurisdiction) == ("Health Ministers", "AHMM", "aa-asean")
    assert (body.time_zone, body.quorum, body.observers_read_drafts) == ("Asia/Jakarta", 6, True)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"short_name": "!!!"}, "name_missing"),
        ({"short_name": "amm"}, "name_taken"),
        ({"time_zone": "Asia/Hanoi"}, "unknown_time_zone"),
        ({"time_zone": "../etc/passwd"}, "unknown_time_zone"),
        ({"quorum": 0}, "bad_quorum"),
        ({"quorum": -3}, "bad_quorum"),
        ({"quorum": 10**9}, "bad_quorum"),
        ({"name": "x" * 201}, "too_long"),
        ({"short_name": "x" * 61}, "too_long"),
    ],
)
def test_a_body_that_cannot_be_founded(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(bodies.found, "operator", **{"name": "Health Ministers", "short_name": "AHMM", **given})


def test_members_are_admitted_behind_the_last_one_or_in_their_place(house: House) -> None:
    admit = {"body": house.body, "iso": ""}
    house.act(bodies.admit_member, "clerk", **admit, code="tl ", name="Timor-Leste")
    house.act(bodies.admit_member, "clerk", **admit, code="BN", name="Brunei Darussalam", order=1)
    rows = Party.objects.filter(body=house.body, member=True).values_list("code", "order")
    assert dict(rows) == {"LA": 1, "MY": 2, "SG": 3, "VN": 4, "TL": 5, "BN": 1}


def test_an_observer_is_no_member(house: House) -> None:
    house.act(bodies.admit_observer, "clerk", body=house.body, code="CENTRE", name="Health Centre")
    party = Party.objects.get(body=house.body, code="CENTRE")
    assert (party.member, party.iso) == (False, "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"code": "LA"}, "party_code_taken"),
        ({"code": "NZ"}, "party_code_taken"),
        ({"code": "T"}, "bad_party_code"),
        ({"iso": "ZZ"}, "unknown_country"),
        ({"name": ""}, "name_missing"),
        ({"name": "x" * 101}, "too_long"),
        ({"official_name": "x" * 201}, "too_long"),
        ({"order": -1}, "bad_order"),
        ({"order": 10**6}, "bad_order"),
    ],
)
def test_a_member_that_cannot_be_admitted(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(
            bodies.admit_member,
            "clerk",
            **{"body": house.body, "code": "TL", "iso": "TL", "name": "Timor-Leste", **given},
        )


def test_two_bodies_may_have_a_party_of_the_same_code(house: House) -> None:
    house.act(bodies.admit_observer, "operator", body=house.other_body, code="NZ", iso="NZ", name="New Zealand")
    assert Party.objects.filter(code="NZ").count() == 2


def test_a_later_word_on_the_chairmanship_replaces_the_earlier_one(house: House) -> None:
    house.act(bodies.set_chairmanship, "clerk", body=house.body, year=2020, party="SG")
    assert [row.party.code for row in Chairmanship.objects.filter(body=house.body)] == ["SG"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"party": "NZ"}, "no_such_member"),
        ({"party": "XX"}, "no_such_party"),
        ({"year": 1899}, "bad_year"),
        ({"year": 2201}, "bad_year"),
    ],
)
def test_a_chairmanship_that_cannot_be(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(bodies.set_chairmanship, "clerk", **{"body": house.body, "year": 2021, "party": "LA", **given})


def test_a_seat_enters_a_person_who_has_no_password(house: House) -> None:
    made = house.act(
        bodies.grant_seat,
        "clerk",
        body=house.body,
        email=" New@Example.ORG ",
        name="Delegate New",
        role="delegate",
        party="LA",
    )
    person, seat = Person.objects.get(pk=made["person"]), Seat.objects.get(pk=made["seat"])
    assert (person.email, person.name) == ("new@example.org", "Delegate New")
    assert not person.has_usable_password()
    assert (seat.role, seat.party and seat.party.code, seat.ended_at) == ("delegate", "LA", None)


def test_a_person_may_hold_several_seats(house: House) -> None:
    before = Person.objects.count()
    house.act(
        bodies.grant_seat, "clerk", body=house.body, email="LA-head@example.org", name="?", role="adviser", party="LA"
    )
    assert Person.objects.count() == before
    person = house.person("la-head")
    assert person.name == "Head Bounmy"
    assert [seat.role for seat in person.seats.all()] == ["head", "adviser"]


def test_a_seat_without_a_name_is_called_by_its_address(house: House) -> None:
    email = "a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".org"
    made = house.act(bodies.grant_seat, "clerk", body=house.body, email=email, name="", role="clerk")
    assert Person.objects.get(pk=made["person"]).name == email[:200]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"role": "minister"}, "bad_role"),
        ({"party": "XX"}, "no_such_party"),
        ({"party": ""}, "seat_needs_member"),
        ({"party": "NZ"}, "seat_needs_member"),
        ({"role": "observer"}, "seat_needs_observer"),
        ({"role": "pen"}, "secretariat_has_no_party"),
        ({"email": "nobody"}, "bad_email"),
        ({"email": "two words@example.org"}, "bad_email"),
        ({"email": "a@b"}, "bad_email"),
        ({"email": "x" * 250 + "@example.org"}, "bad_email"),
        ({"email": "la-head@example.org", "role": "head"}, "seat_held_already"),
        ({"name": "x" * 201}, "too_long"),
    ],
)
def test_a_seat_that_cannot_be_granted(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(
            bodies.grant_seat,
            "clerk",
            **{
                "body": house.body,
                "email": "new@example.org",
                "name": "New",
                "role": "delegate",
                "party": "LA",
                **given,
            },
        )


def test_a_seat_that_was_ended_may_be_granted_again(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    again = house.grant("la-head", "head", "LA")
    assert Seat.objects.get(pk=again).ended_at is None
    assert house.person("la-head").seats.count() == 2


def test_an_ended_seat_stays_because_the_record_names_it(house: House) -> None:
    answer = house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    assert answer == {"seat": house.seats["la-head"]}
    assert Seat.objects.get(pk=house.seats["la-head"]).ended_at is not None


def test_a_seat_is_ended_once(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    with refused("seat_has_ended_before"):
        house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])


def test_nobody_ends_the_seat_acted_from(house: House) -> None:
    with refused("not_your_own_seat"):
        house.act(bodies.end_seat, "clerk", seat=house.seats["clerk"])


def test_a_clerk_ends_no_seat_of_another_body(house: House) -> None:
    before = everything()
    with pytest.raises(Exception, match="only_the_clerk"):
        house.act(bodies.end_seat, "clerk", seat=house.seats["som-my-head"])
    assert everything() == before


def test_an_invitation_is_recorded_without_the_link(house: House) -> None:
    answer = house.act(bodies.invite, "clerk", seat=house.seats["la-head"], hours=24)
    assert answer == {"seat": house.seats["la-head"], "hours": 24}
    assert RoomEvent.objects.filter(room=house.house_room()).count() == 0


@pytest.mark.parametrize("hours", [0, -1, 24 * 14 + 1])
def test_an_invitation_lasts_from_an_hour_to_two_weeks(house: House, hours: int) -> None:
    with refused("bad_hours", hours=hours):
        house.act(bodies.invite, "clerk", seat=house.seats["la-head"], hours=hours)


def test_nobody_is_invited_to_a_seat_that_has_ended(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    with refused("seat_has_ended_before"):
        house.act(bodies.invite, "clerk", seat=house.seats["la-head"])


def test_a_body_settles_its_rules_and_what_is_not_said_stays(house: House) -> None:
    house.act(bodies.regulate, "clerk", body=house.body, floor_rules={"order": "protocol"}, grace=30)
    house.act(bodies.regulate, "clerk", body=house.body, correction_days=7, quorum=3, quiet_from=time(23, 30))
    house.act(bodies.regulate, "clerk", body=house.body, statements_at_once=True)
    row = Body.objects.get(pk=house.body)
    assert row.floor_rules["order"] == "protocol" and row.floor_rules["names"] == 1, "kept whole"
    assert (row.grace, row.correction_days, row.quorum, row.quiet_from) == (30, 7, 3, time(23, 30))
    assert row.statements_at_once


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"floor_rules": {"order": "by weight"}}, "bad_floor_rules"),
        ({"grace": 4}, "bad_grace"),
        ({"grace": 14_401}, "bad_grace"),
        ({"quorum": 0}, "bad_quorum"),
        ({"correction_days": 0}, "bad_correction_days"),
        ({"correction_days": 61}, "bad_correction_days"),
    ],
)
def test_rules_that_cannot_be_are_refused(house: House, given: dict[str, Any], code: str) -> None:
    before = Body.objects.filter(pk=house.body).values().get()
    with pytest.raises(Refused, match=code):
        house.act(bodies.regulate, "clerk", body=house.body, **given)
    assert Body.objects.filter(pk=house.body).values().get() == before
