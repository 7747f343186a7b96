"""Who acts, and who reads the same bytes."""

from __future__ import annotations

import pytest

from communique.domain.actors import (
    BINDING,
    CLOCK,
    DELEGATION,
    PUBLIC,
    SECRETARIAT,
    Actor,
    Audience,
    Party,
    Role,
    Seat,
    audience_of,
    standing_for,
)

LAO = Party("LA", "LA", "Lao PDR")
ZEALAND = Party("NZ", "NZ", "New Zealand", member=False)
CENTRE = Party("CENTRE", "", "Health Centre", member=False)


def actor(role: Role, party: Party | None = None, *, body: int = 1) -> Actor:
    return Actor(12, "Bounmy", Seat(7, body, role, party))


@pytest.mark.parametrize("role", [Role.HEAD, Role.ALTERNATE, Role.DELEGATE])
def test_a_head_an_alternate_and_a_delegate_bind_their_member(role: Role) -> None:
    assert Seat(7, 1, role, LAO).binds


@pytest.mark.parametrize("role", [Role.ADVISER, Role.OBSERVER, Role.CHAIR, Role.PEN, Role.CLERK])
def test_nobody_else_binds_a_member(role: Role) -> None:
    assert not Seat(7, 1, role, LAO).binds


def test_who_sits_for_no_member_binds_none() -> None:
    assert not Seat(7, 1, Role.HEAD, None).binds
    assert not Seat(7, 1, Role.HEAD, ZEALAND).binds


def test_every_role_belongs_to_the_chair_the_secretariat_a_delegation_or_an_observer() -> None:
    assert set(Role) == {Role.CHAIR, Role.OBSERVER} | SECRETARIAT | DELEGATION
    assert not SECRETARIAT & DELEGATION
    assert BINDING < DELEGATION


def test_a_name_plate_names_the_flag_in_small_letters() -> None:
    assert LAO.plate() == {"code": "LA", "iso": "la", "name": "Lao PDR"}
    assert CENTRE.plate() == {"code": "CENTRE", "iso": "", "name": "Health Centre"}


def test_a_plate_shows_the_party_else_the_office_else_the_person() -> None:
    assert actor(Role.HEAD, LAO).plate() == "Lao PDR"
    assert actor(Role.PEN).plate() == "pen"
    assert Actor(12, "Bounmy").plate() == "Bounmy"


def test_a_signature_says_who_it_was_from_which_seat_and_for_whom() -> None:
    assert actor(Role.HEAD, LAO).signature() == {
        "person": 12,
        "name": "Bounmy",
        "seat": 7,
        "role": "head",
        "party": "LA",
    }


def test_the_clock_signs_as_itself_and_who_has_no_seat_as_the_operator() -> None:
    assert CLOCK.signature() == {"person": None, "name": "The clock", "seat": None, "role": "clock", "party": None}
    assert Actor(3, "Ann", operator=True).signature()["role"] == "operator"


@pytest.mark.parametrize(
    ("who", "key"),
    [
        (Actor(), "public"),
        (Actor(12, "Bounmy"), "public"),
        (Actor(12, "Bounmy", operator=True), "public"),
        (CLOCK, "public"),
        (actor(Role.CHAIR, LAO), "1:chair"),
        (actor(Role.PEN), "1:secretariat:pen"),
        (actor(Role.CLERK), "1:secretariat:clerk"),
        (actor(Role.HEAD, LAO), "1:delegation:LA:binds"),
        (actor(Role.DELEGATE, LAO, body=2), "2:delegation:LA:binds"),
        (actor(Role.ADVISER, LAO), "1:delegation:LA:advises"),
        (actor(Role.OBSERVER, ZEALAND), "1:observer:NZ"),
    ],
)
def test_an_audience_follows_from_the_seat_alone(who: Actor, key: str) -> None:
    assert audience_of(who).key == key


def test_head_and_delegate_of_one_member_read_the_same_bytes() -> None:
    assert audience_of(actor(Role.HEAD, LAO)) == audience_of(actor(Role.DELEGATE, LAO))


def test_those_who_negotiate_are_inside() -> None:
    inside = {role for role in Role if audience_of(actor(role, LAO)).inside}
    assert inside == set(Role) - {Role.OBSERVER}
    assert not PUBLIC.inside


def test_only_a_delegation_that_binds_its_member_is_an_audience_that_binds() -> None:
    assert audience_of(actor(Role.HEAD, LAO)).binds
    assert not audience_of(actor(Role.ADVISER, LAO)).binds
    assert not audience_of(actor(Role.CHAIR, LAO)).binds
    assert not Audience("observer", 1, "NZ", "binds").binds


@pytest.mark.parametrize("role", list(Role))
def test_somebody_of_an_audience_belongs_to_it_and_has_neither_name_nor_seat(role: Role) -> None:
    audience = audience_of(actor(role, ZEALAND if role is Role.OBSERVER else LAO))
    somebody = standing_for(audience)
    assert audience_of(somebody) == audience
    assert (somebody.person, somebody.name, somebody.seat and somebody.seat.id) == (None, "", 0)


def test_nobody_stands_for_the_public_at_a_table() -> None:
    assert standing_for(PUBLIC) == Actor()
