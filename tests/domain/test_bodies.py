"""A body, its members in protocol order, and which seats there can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.actors import DELEGATION, Party, Role
from communique.domain.bodies import Member, check_party, check_seat, in_protocol_order, next_chair, plate_name
from communique.domain.errors import Refused

NAMES = {"BN": "Brunei Darussalam", "LA": "Lao PDR", "MY": "Malaysia", "SG": "Singapore", "VN": "Viet Nam"}
LAO = Party("LA", "LA", "Lao PDR")
ZEALAND = Party("NZ", "NZ", "New Zealand", member=False)
COUNTRIES = frozenset({"LA", "VN", "NZ"})


def members(*order: int) -> list[Member]:
    return [
        Member(Party(code, code, name), place)
        for (code, name), place in zip(NAMES.items(), order or range(1, 6), strict=True)
    ]


def test_members_stand_as_the_body_ranked_them() -> None:
    assert [one.party.code for one in in_protocol_order(members(3, 1, 5, 2, 4))] == ["LA", "SG", "BN", "VN", "MY"]


def test_equals_stand_alphabetically_in_english() -> None:
    assert [one.party.code for one in in_protocol_order(reversed(members(1, 1, 1, 1, 1)))] == list(NAMES)


def test_the_chair_goes_round_in_the_alphabetical_order_of_english_names() -> None:
    assert next_chair(members(5, 4, 3, 2, 1), "BN").party.code == "LA"
    assert next_chair(members(), "SG").party.code == "VN"


def test_after_the_last_member_the_first_one_chairs_again() -> None:
    assert next_chair(members(), "VN").party.code == "BN"


@given(st.sampled_from(sorted(NAMES)))
def test_everybody_chairs_once_before_anybody_chairs_twice(first: str) -> None:
    turn, chaired = first, []
    for _ in NAMES:
        chaired.append(turn)
        turn = next_chair(members(), turn).party.code
    assert turn == first
    assert set(chaired) == set(NAMES)


def test_who_is_not_a_member_has_no_successor_in_the_chair() -> None:
    with pytest.raises(Refused) as refused:
        next_chair(members(), "NZ")
    assert (refused.value.code, refused.value.facts) == ("no_such_member", {"party": "NZ"})


@pytest.mark.parametrize("code", ["LA", "ROK", "G77", "ASEAN", "EU27", "ABCDEFGH"])
def test_a_code_is_2_to_8_capitals_or_digits(code: str) -> None:
    check_party(code, "", "Some party", (), COUNTRIES)


@pytest.mark.parametrize("code", ["", "L", "la", "7G", "L A", "ABCDEFGHI", "L-A", "ÖS", "LA\n", "LA\x00", "ЛА", "L²"])
def test_other_codes_cannot_stand_on_a_name_plate(code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_party(code, "", "Some party", (), COUNTRIES)
    assert refused.value.code == "bad_party_code"


@pytest.mark.parametrize(
    ("code", "iso", "name", "refusal"),
    [
        ("LA", "LA", "  ", "name_missing"),
        ("VN", "VN", "Viet Nam", "party_code_taken"),
        ("XX", "XX", "Nowhere", "unknown_country"),
        ("LA", "la", "Lao PDR", "unknown_country"),
    ],
)
def test_a_party_needs_a_name_a_free_code_and_a_real_country(code: str, iso: str, name: str, refusal: str) -> None:
    with pytest.raises(Refused) as refused:
        check_party(code, iso, name, ("VN",), COUNTRIES)
    assert refused.value.code == refusal


def test_an_organisation_has_no_country() -> None:
    check_party("CENTRE", "", "Health Centre", ("VN",), COUNTRIES)


@pytest.mark.parametrize("role", sorted(DELEGATION))
def test_a_delegations_seat_belongs_to_a_member(role: Role) -> None:
    check_seat(role, LAO)
    for party in (None, ZEALAND):
        with pytest.raises(Refused) as refused:
            check_seat(role, party)
        assert (refused.value.code, refused.value.facts) == ("seat_needs_member", {"role": role.value})


def test_an_observers_seat_belongs_to_an_observer() -> None:
    check_seat(Role.OBSERVER, ZEALAND)
    for party in (None, LAO):
        with pytest.raises(Refused, match="seat_needs_observer"):
            check_seat(Role.OBSERVER, party)


@pytest.mark.parametrize("role", [Role.PEN, Role.CLERK])
def test_the_secretariat_serves_the_whole_body(role: Role) -> None:
    check_seat(role, None)
    for party in (LAO, ZEALAND):
        with pytest.raises(Refused, match="secretariat_has_no_party"):
            check_seat(role, party)


def test_the_chair_may_come_from_a_member_or_from_nowhere() -> None:
    check_seat(Role.CHAIR, LAO)
    check_seat(Role.CHAIR, None)


@pytest.mark.parametrize(
    ("registered", "plate"),
    [
        ("Korea, Republic of", "Republic of Korea"),
        ("Congo, The Democratic Republic of the", "The Democratic Republic of the Congo"),
        ("Viet Nam", "Viet Nam"),
        ("Bonaire, Sint Eustatius and Saba", "Bonaire, Sint Eustatius and Saba"),
        ("Virgin Islands, British", "Virgin Islands, British"),
    ],
)
def test_a_registered_name_is_turned_round_for_the_plate(registered: str, plate: str) -> None:
    assert plate_name(registered) == plate
