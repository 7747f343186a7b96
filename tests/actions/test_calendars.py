"""Secret addresses of calendars."""

from __future__ import annotations

from communique.actions import calendars
from communique.records.models import CalendarFeed, JournalEntry
from tests.actions.refusals import denied, refused
from tests.house import House


def renewed(house: House, who: str, scope: str = "person") -> str:
    house.act(calendars.renew, who, body=house.body, scope=scope)
    return CalendarFeed.objects.get(seat=house.seats[who], scope=scope).key


def test_a_new_address_makes_the_old_one_worthless(house: House) -> None:
    first = renewed(house, "la-head")
    second = renewed(house, "la-head")
    assert first != second
    assert not CalendarFeed.objects.filter(key=first).exists()


def test_each_seat_and_each_scope_has_an_address_of_its_own(house: House) -> None:
    keys = {renewed(house, who, scope) for who in ("la-head", "la-adviser") for scope in ("person", "delegation")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {64}


def test_no_address_stands_in_the_journal(house: House) -> None:
    key = renewed(house, "la-head")
    assert key not in str(list(JournalEntry.objects.values_list("facts", flat=True)))


def test_there_is_no_calendar_of_a_delegation_for_who_sits_for_none(house: House) -> None:
    with refused("seat_of_no_delegation"):
        renewed(house, "clerk", "delegation")
    with refused("no_such_calendar"):
        renewed(house, "la-head", "everybody")
    with denied("only_seats_of_the_body"):
        house.act(calendars.renew, "nobody", body=house.body, scope="person")
