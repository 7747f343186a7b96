"""Who is reminded is settled before a mail leaves."""

from __future__ import annotations

import pytest

from communique.actions import reminders
from communique.records.models import Person, Reminder
from tests.guards import beside_the_frame
from tests.house import House, together

ABOUT = "sitting:1:3600:0"


def send(house: House, *who: str, about: str = ABOUT) -> list[int]:
    people = [house.people[one] for one in who]
    answer = house.act(reminders.send, "clock", conference=house.conference, about=about, people=people)
    chosen: list[int] = answer["people"]
    return chosen


def test_nobody_is_reminded_of_one_thing_twice(house: House) -> None:
    la, sg = house.people["la-head"], house.people["sg-head"]
    assert send(house, "la-head") == [la]
    assert send(house, "la-head", "sg-head") == [sg]
    assert send(house, "la-head", "sg-head") == []
    assert send(house, "la-head", about="sitting:2:3600:0") == [la]


def test_what_the_post_did_not_take_is_sent_again(house: House) -> None:
    send(house, "la-head", "sg-head")
    house.act(reminders.take_back, "clock", conference=house.conference, about=ABOUT, people=[house.people["sg-head"]])
    assert send(house, "la-head", "sg-head") == [house.people["sg-head"]]


def test_who_does_not_want_it_is_not_reminded(house: House) -> None:
    house.act(reminders.choose, "la-head", body=house.body, wanted=False)
    assert send(house, "la-head", "sg-head") == [house.people["sg-head"]]
    house.act(reminders.choose, "la-head", body=house.body, wanted=True)
    assert send(house, "la-head", "sg-head") == [house.people["la-head"]]


def test_whose_account_is_closed_is_not_reminded(house: House) -> None:
    with beside_the_frame():
        Person.objects.filter(pk=house.people["la-head"]).update(is_active=False)
    assert send(house, "la-head") == []


@pytest.mark.django_db(transaction=True)
def test_two_clocks_that_strike_at_once_remind_once(house: House) -> None:
    done = together(lambda: send(house, "la-head", "sg-head"), lambda: send(house, "la-head", "sg-head"))
    assert sorted(map(len, done)) == [0, 2], done
    assert Reminder.objects.count() == 2
