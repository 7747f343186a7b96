"""Where capitals are, and what right to the floor observers have."""

from __future__ import annotations

import pytest

from communique.actions import capitals
from communique.records.models import Party
from tests.actions.refusals import refused
from tests.house import House


def test_a_capital_has_a_clock(house: House) -> None:
    given = {"capital": " Vientiane ", "time_zone": "Asia/Vientiane"}
    house.act(capitals.locate, "clerk", body=house.body, party="LA", **given)
    row = Party.objects.get(body=house.body, code="LA")
    assert (row.capital, row.time_zone) == ("Vientiane", "Asia/Vientiane")
    house.act(capitals.locate, "clerk", body=house.body, party="LA")
    row.refresh_from_db()
    assert (row.capital, row.time_zone) == ("", ""), "it is not known any more"


@pytest.mark.parametrize("right", ["after_members", "on_invitation", "none"])
def test_an_observer_has_the_right_to_the_floor_that_it_is_given_and_a_member_its_own(house: House, right: str) -> None:
    for party in ("NZ", "LA"):
        house.act(capitals.locate, "clerk", body=house.body, party=party, floor=right)
    rights = dict(Party.objects.filter(body=house.body).values_list("code", "floor"))
    assert (rights["NZ"], rights["LA"]) == (right, "after_members")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"party": "XX"}, "no_such_party"),
        ({"time_zone": "Asia/Atlantis"}, "unknown_time_zone"),
        ({"capital": "x" * 101}, "too_long"),
        ({"floor": "first"}, "bad_floor_right"),
    ],
)
def test_what_cannot_be_said_of_a_capital(house: House, given: dict[str, str], code: str) -> None:
    with refused(code):
        house.act(capitals.locate, "clerk", **{"body": house.body, "party": "NZ", **given})
