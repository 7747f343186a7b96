"""Who runs the installation."""

from __future__ import annotations

import pytest

from communique.actions.people import CONSOLE, appoint_operator
from communique.records.models import JournalEntry, Person
from tests.actions.refusals import denied, refused
from tests.house import House, request_id


def test_whoever_has_a_shell_appoints_the_first_operator(house: House) -> None:
    made = appoint_operator(actor=CONSOLE, request_id=request_id(), email="Ben@example.org", name="Operator Ben")
    person = Person.objects.get(pk=made["person"])
    assert (person.email, person.operator, person.has_usable_password()) == ("ben@example.org", True, False)
    entry = JournalEntry.objects.latest("id")
    assert entry.actor == {"person": None, "name": "console", "seat": None, "role": "operator", "party": None}


def test_somebody_with_a_seat_may_become_an_operator(house: House) -> None:
    made = house.act(appoint_operator, "operator", email="clerk@example.org", name="?")
    assert made["person"] == house.people["clerk"]
    assert house.actor("clerk").operator
    assert house.person("clerk").name == "Clerk Thuy"


@pytest.mark.parametrize("email", ["", "ben", "ben@", "@example.org", "ben@example"])
def test_an_operator_needs_an_address(house: House, email: str) -> None:
    with refused("bad_email", email=email):
        house.act(appoint_operator, "operator", email=email, name="Ben")


def test_a_clerk_appoints_no_operator(house: House) -> None:
    with denied("only_the_operator"):
        house.act(appoint_operator, "clerk", email="ben@example.org", name="Ben")
