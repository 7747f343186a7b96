from __future__ import annotations

import time
from html import unescape
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import signing
from django.test import Client

from communique.actions import bodies
from communique.records.models import Person
from communique.web.accounts import SALT, invitation, operator_link, read_link
from tests.house import House

pytestmark = pytest.mark.django_db


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_an_invitation_lets_its_holder_in_to_the_seat_that_it_names(client: Client, house: House) -> None:
    answer = client.get(f"/in/{invitation(house.seats['som-my-head'], 1)}")
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert "no-store" in answer["Cache-Control"]
    actor = client.get("/seats/").context["actor"]
    assert actor.person == house.people["my-head"]
    assert actor.seat.id == house.seats["som-my-head"]


def test_the_session_is_another_one_after_entering(client: Client, house: House) -> None:
    session = client.session
    session["seat"] = house.seats["chair"]
    session.save()
    before = client.session.session_key
    client.get(f"/in/{invitation(house.seats['la-head'], 1)}")
    assert client.session.session_key != before
    assert client.get("/seats/").status_code == 200
    planted = Client()
    planted.cookies["sessionid"] = before
    assert planted.get("/seats/").status_code == 302


def test_a_link_brings_its_holder_to_a_page_of_ours_and_to_no_other(client: Client, house: House) -> None:
    link = f"/in/{invitation(house.seats['la-head'], 1)}"
    assert client.get(f"{link}?next=/bodies/amm/")["Location"] == "/bodies/amm/"
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert client.get(link, {"next": elsewhere})["Location"] == "/"


def test_another_persons_link_ends_the_session_before_it(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    client.get(f"/in/{invitation(house.seats['la-head'], 1)}")
    assert client.get("/seats/").context["actor"].person == house.people["la-head"]
    assert client.session["seat"] == house.seats["la-head"]


def test_a_link_to_another_seat_of_ones_own_changes_the_seat(client: Client, house: House) -> None:
    house.sign_in(client, "my-head")
    before = client.session.session_key
    client.get(f"/in/{invitation(house.seats['som-my-head'], 1)}")
    assert client.session["seat"] == house.seats["som-my-head"]
    assert client.session.session_key != before


@pytest.mark.parametrize("token", ["x", "a:b:c", "eyJzZWF0IjoxfQ:1:x", "%00", "é"])
def test_a_forged_link_is_told_so(client: Client, house: House, token: str) -> None:
    answer = client.get(f"/in/{token}")
    assert answer.status_code == 403
    assert "This link is not one of ours, or was cut short." in said(answer)
    assert "_auth_user_id" not in client.session


def test_a_link_that_was_changed_or_signed_for_something_else_is_forged(client: Client, house: House) -> None:
    token = invitation(house.seats["la-head"], 1)
    others = [
        signing.dumps({"seat": house.seats["chair"], "hours": 1}),
        signing.dumps({"seat": "chair", "hours": 1}, salt=SALT),
        signing.dumps({"hours": 1}, salt=SALT),
        signing.dumps({"seat": house.seats["chair"]}, salt=SALT),
        signing.dumps([1], salt=SALT),
        "X" + token[1:],
        token[:-1],
    ]
    for other in others:
        assert client.get(f"/in/{other}").status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_link_ends_after_its_hours(client: Client, house: House) -> None:
    token = invitation(house.seats["la-head"], 2)
    now = time.time()
    with mock.patch("django.core.signing.time.time", lambda: now + 2 * 3600 - 5):
        assert read_link(token).seat == house.seats["la-head"]
    with mock.patch("django.core.signing.time.time", lambda: now + 2 * 3600 + 5):
        answer = client.get(f"/in/{token}")
    assert answer.status_code == 403
    assert "This link has expired. Ask the secretariat for a new one." in said(answer)


def test_a_link_to_a_seat_that_has_ended_lets_nobody_in(client: Client, house: House) -> None:
    token = invitation(house.seats["la-head"], 1)
    house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    answer = client.get(f"/in/{token}")
    assert answer.status_code == 403
    assert "Your seat has been ended" in said(answer)
    assert client.get(f"/in/{invitation(10**9, 1)}").status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_closed_account_lets_nobody_in(client: Client, house: House) -> None:
    Person.objects.filter(pk__in=[house.people["la-head"], house.people["operator"]]).update(is_active=False)
    for link in (f"/in/{invitation(house.seats['la-head'], 1)}", operator_link(house.people["operator"])):
        answer = client.get(link)
        assert answer.status_code == 403
        assert "This account has been closed." in said(answer)


def test_an_operators_link_lets_an_operator_in(client: Client, house: House) -> None:
    assert client.get(operator_link(house.people["operator"])).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_an_operators_link_is_worth_nothing_to_who_is_none_any_more(client: Client, house: House) -> None:
    for person in (house.people["la-head"], 10**9):
        assert client.get(operator_link(person)).status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_link_asks_for_the_second_step_of_whoever_set_one_up(client: Client, house: House) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(house.person("my-head"), secret)
    answer = client.get(f"/in/{invitation(house.seats['som-my-head'], 1)}?next=/bodies/som/")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/seats/").status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert answer["Location"] == "/bodies/som/"
    assert client.get("/seats/").context["actor"].seat.id == house.seats["som-my-head"]


def test_a_link_is_opened_by_a_reader_and_not_by_a_mail_scanner(client: Client, house: House) -> None:
    link = f"/in/{invitation(house.seats['la-head'], 1)}"
    assert client.head(link).status_code == client.post(link).status_code == 405
    assert "_auth_user_id" not in client.session
