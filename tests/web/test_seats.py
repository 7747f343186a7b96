from __future__ import annotations

import pytest
from django.test import Client

from tests.house import House

pytestmark = pytest.mark.django_db


def test_who_is_signed_out_is_led_to_the_door_and_back(client: Client) -> None:
    answer = client.get("/seats/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/seats/"


def test_a_person_sees_the_seats_it_holds_and_no_others(client: Client, house: House) -> None:
    house.sign_in(client, "my-head")
    page = client.get("/seats/").content.decode()
    assert f'value="{house.seats["som-my-head"]}"' in page
    assert "You act from here" in page
    assert f'value="{house.seats["la-head"]}"' not in page


def test_a_person_acts_from_the_seat_that_it_chose(client: Client, house: House) -> None:
    house.sign_in(client, "my-head")
    answer = client.post("/seats/", {"seat": house.seats["som-my-head"], "next": "/bodies/som/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/bodies/som/"
    assert "Senior Officials" in client.get("/seats/").content.decode()
    assert client.session["seat"] == house.seats["som-my-head"]
    assert client.get("/bodies/som/").context["actor"].seat.body == house.other_body


def test_nobody_acts_from_anothers_seat(client: Client, house: House) -> None:
    house.sign_in(client, "my-head")
    for seat in (house.seats["la-head"], 10**9, "", "x", "9" * 40):
        answer = client.post("/seats/", {"seat": seat})
        assert answer.status_code == 409
        assert "That seat is not one of yours." in answer.content.decode()
    assert client.session["seat"] == house.seats["my-head"]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_choosing_a_seat_leads_nobody_elsewhere(client: Client, house: House, elsewhere: str) -> None:
    house.sign_in(client, "my-head")
    answer = client.post("/seats/", {"seat": house.seats["som-my-head"], "next": elsewhere})
    assert answer["Location"] == "/"


def test_who_holds_no_seat_is_told_what_to_do(client: Client, house: House) -> None:
    house.sign_in(client, "nobody")
    page = client.get("/seats/").content.decode()
    assert "hold no seat" in page


def test_a_session_that_is_over_is_answered_401_when_something_is_sent(client: Client, house: House) -> None:
    answer = client.post("/seats/", {"seat": house.seats["my-head"]})
    assert answer.status_code == 401
