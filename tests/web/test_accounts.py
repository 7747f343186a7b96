from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import html

from communique.records.models import Person
from tests.house import House
from tests.web.door import check_page, said, signed_in
from tests.web.provider import Provider

pytestmark = pytest.mark.django_db
PASSWORD = "the minutes of the ninth of September"
LA = "la-head@example.org"


def with_password(house: House, who: str) -> Person:
    person = house.person(who)
    person.set_password(PASSWORD)
    person.save()
    return person


def log_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **more)


def code_of(secret: str, at: float | None = None) -> str:
    """The code that an authenticator app shows (RFC 6238)."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@contextmanager
def in_a_while(seconds: float) -> Iterator[None]:
    """By every clock of the process it is so much later."""
    clock, now = time.time, timezone.now
    with (
        mock.patch("time.time", lambda: clock() + seconds),
        mock.patch("django.utils.timezone.now", lambda: now() + timedelta(seconds=seconds)),
    ):
        yield


# every page


ENTRANCE = [
    "login/",
    "logout/",
    "login/code/",
    "signup/",
    "inactive/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-set-password/",
    "confirm-email/",
    "confirm-email/x/",
    "3rdparty/login/cancelled/",
    "3rdparty/login/error/",
    "3rdparty/signup/",
    "oidc/oidc/login/",
]
MANAGEMENT = [
    "logout/",
    "email/",
    "password/change/",
    "password/set/",
    "reauthenticate/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/totp/deactivate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/webauthn/reauthenticate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/reauthenticate/",
    "3rdparty/",
    "login/",
]


@pytest.mark.parametrize("path", ENTRANCE)
def test_every_page_of_the_entrance_is_ours(client: Client, settings: Any, path: str) -> None:
    with Provider("x@example.org") as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        answer = client.get(f"/accounts/{path}", follow=True)
        assert answer.status_code == (401 if path == "3rdparty/login/error/" else 200)
        check_page(answer)


@pytest.mark.parametrize("path", MANAGEMENT)
@pytest.mark.parametrize("strong", [False, True])
def test_every_page_of_the_account_is_ours(client: Client, house: House, path: str, strong: bool) -> None:
    person = with_password(house, "la-head")
    if strong:
        totp_for(person)
    log_in(client, LA)
    if strong:
        client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.post("/accounts/2fa/recovery-codes/generate/")
    missing = not strong and path in {"2fa/totp/deactivate/", "2fa/recovery-codes/"}
    answer = client.get(f"/accounts/{path}", follow=True)
    assert answer.status_code == (404 if missing else 200)
    check_page(answer)


SECRET = base64.b32encode(b"twenty bytes of test").decode()


def totp_for(person: Person) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(person, SECRET)


# passwords


def test_a_password_lets_its_owner_in_and_is_kept_by_argon2(client: Client, house: House) -> None:
    person = with_password(house, "la-head")
    assert identify_hasher(person.password).algorithm == "argon2"
    answer = log_in(client, LA.upper())
    assert answer["Location"] == "/"
    assert signed_in(client) == person.pk


def test_after_signing_in_one_comes_back_to_the_page_that_asked(client: Client, house: House) -> None:
    with_password(house, "clerk")
    where = client.get("/bodies/amm/desk/")["Location"]
    field = html.fromstring(said(client.get(where))).cssselect("input[name=next]")[0]
    assert field.get("value") == "/bodies/amm/desk/"
    data = {"login": "clerk@example.org", "password": PASSWORD}
    assert client.post(where, data | {"next": "/bodies/amm/desk/"})["Location"] == "/bodies/amm/desk/"
    stranger = Client()
    answer = stranger.post("/accounts/login/", data | {"next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client: Client, house: House) -> None:
    with_password(house, "la-head")
    told = [said(log_in(client, email, "wrong")) for email in (LA, "stranger@example.org")]
    for page in told:
        assert "The email address and/or password you specified are not correct." in page
    assert 'value="la-head@example.org"' in told[0]
    assert signed_in(client) is None


def test_a_person_without_a_password_comes_in_by_none(client: Client, house: House) -> None:
    for password in ("", "!", house.person("la-head").password):
        log_in(client, LA, password)
    assert signed_in(client) is None


def test_guessing_locks_the_account_for_a_while_and_no_other(client: Client, house: House) -> None:
    with_password(house, "la-head")
    my = with_password(house, "my-head")
    for _ in range(5):
        assert "are not correct" in said(log_in(client, LA, "wrong"))
    locked = log_in(client, LA)
    assert "Too many failed login attempts. Try again later." in said(locked)
    assert signed_in(client) is None
    # Who guesses from elsewhere meets the same lock; who is somebody else doesn't.
    assert "Too many failed" in said(log_in(Client(REMOTE_ADDR="192.0.2.9"), LA))
    other = Client()
    log_in(other, "my-head@example.org")
    assert signed_in(other) == my.pk
    with in_a_while(301):
        assert log_in(client, LA).status_code == 302
        assert signed_in(client) == house.people["la-head"]


def test_an_address_that_somebody_writes_into_a_header_is_not_believed(
    client: Client, house: House, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    for guess in range(3):
        page = said(log_in(client, f"{guess}@example.org", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{guess}"))
        assert "are not correct" in page
    page = said(log_in(client, "4@example.org", "x", HTTP_X_FORWARDED_FOR="198.51.100.4"))
    assert "Too many failed login attempts" in page
    assert "are not correct" in said(log_in(Client(REMOTE_ADDR="192.0.2.9"), "5@example.org", "x"))


def test_too_many_tries_from_one_place_get_a_page_of_ours(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        log_in(client, LA, "x")
    answer = log_in(client, LA, "x")
    assert answer.status_code == 429
    assert "Too many tries" in said(answer)
    check_page(answer)


def test_a_whole_conference_may_sit_behind_one_address(client: Client, house: House) -> None:
    with_password(house, "la-head")
    with mock.patch("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: True):
        answers = {log_in(Client(), LA).status_code for _ in range(60)}
    assert answers == {302}


def test_a_weak_password_is_refused_on_the_form_and_a_good_one_is_set(client: Client, house: House) -> None:
    house.sign_in(client, "la-head")
    where = client.get("/accounts/password/change/")["Location"]
    assert where == "/accounts/password/set/"
    for weak in ("short", "q1w2e3r4t5y6", "la-head@example.org"):
        page = said(client.post(where, {"password1": weak, "password2": weak}))
        assert 'class="error"' in page, weak
    client.post(where, {"password1": PASSWORD, "password2": PASSWORD})
    assert house.person("la-head").check_password(PASSWORD)
    assert signed_in(client) == house.people["la-head"]
    assert mail.outbox[-1].to == [LA]


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, house: House) -> None:
    with_password(house, "la-head")
    answer = client.post("/accounts/password/reset/", {"email": LA}, follow=True)
    assert "Look into your mailbox" in said(answer)
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert link is not None
    answer = client.get(link[1], follow=True)
    where = answer.redirect_chain[-1][0]
    new = PASSWORD + " 2020"
    client.post(where, {"password1": new, "password2": new})
    assert house.person("la-head").check_password(new)
    assert "already been used" in said(client.get(link[1], follow=True))


def test_nobody_makes_us_write_to_strangers(client: Client, house: House) -> None:
    for path in ("password/reset/", "login/code/"):
        known = client.post(f"/accounts/{path}", {"email": LA})
        sent = len(mail.outbox)
        stranger = Client().post(f"/accounts/{path}", {"email": "stranger@example.org"})
        assert sent == len(mail.outbox)
        assert (known.status_code, known["Location"]) == (stranger.status_code, stranger["Location"])


# codes by e-mail


def ask_for_code(client: Client, email: str = LA) -> str:
    answer = client.post("/accounts/login/code/", {"email": email}, follow=True)
    assert "Enter the code" in said(answer)
    assert mail.outbox[-1].subject == "Communiqué: your sign-in code"
    found = re.search(r"^\s*(\S{4,}-?\S*)\s*$", mail.outbox[-1].body.split("\n\n")[1], re.M)
    assert found is not None
    return found[1]


def test_a_code_by_mail_lets_the_holder_of_a_seat_in(client: Client, house: House) -> None:
    code = ask_for_code(client)
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/"
    assert signed_in(client) == house.people["la-head"]


def test_a_code_is_worth_nothing_to_others_or_later_or_after_three_guesses(client: Client, house: House) -> None:
    code = ask_for_code(client)
    Client().post("/accounts/login/code/confirm/", {"code": code})
    page = said(client.post("/accounts/login/code/confirm/", {"code": "AAAA-BBBB"}))
    assert "Incorrect code." in page
    with in_a_while(601):
        client.post("/accounts/login/code/confirm/", {"code": code})
        assert signed_in(client) is None
    second = Client()
    code = ask_for_code(second)
    for _ in range(3):
        second.post("/accounts/login/code/confirm/", {"code": "AAAA-BBBB"})
    second.post("/accounts/login/code/confirm/", {"code": code})
    assert signed_in(second) is None


def test_a_mail_that_cannot_leave_is_told(client: Client, house: House, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = client.post("/accounts/login/code/", {"email": LA})
    assert answer.status_code == 503
    assert "The mail could not be sent" in said(answer)


# a second step


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_set_up_and_asked_for_by_the_pages(client: Client, house: House) -> None:
    with_password(house, "la-head")
    log_in(client, LA)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = html.fromstring(said(client.get("/accounts/2fa/totp/activate/")))
    secret = page.get_element_by_id("authenticator_secret").get("value")
    assert page.cssselect("img.qr[src^='data:image/svg']")
    wrong = said(client.post("/accounts/2fa/totp/activate/", {"code": "000000"}))
    assert "Incorrect code." in wrong
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert mail.outbox[-1].to == [LA]

    again = Client()
    assert log_in(again, LA)["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in(again) is None
    check_page(again.get("/accounts/2fa/authenticate/"))
    assert "Incorrect code." in said(again.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    with in_a_while(60):
        answer = again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert answer["Location"] == "/"
        assert signed_in(again) == house.people["la-head"]


def test_the_second_step_is_not_guessed_for_long(client: Client, house: House) -> None:
    totp_for(with_password(house, "la-head"))
    log_in(client, LA)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = said(client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)}))
    assert "Too many failed login attempts" in page
    assert signed_in(client) is None


def test_a_code_by_mail_does_not_go_round_the_second_step(client: Client, house: House) -> None:
    totp_for(house.person("la-head"))
    code = ask_for_code(client)
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in(client) is None


def test_a_recovery_code_lets_in_once(client: Client, house: House) -> None:
    totp_for(with_password(house, "la-head"))
    log_in(client, LA)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    with in_a_while(90):
        client.post("/accounts/2fa/reauthenticate/", {"code": code_of(SECRET)})
    client.post("/accounts/2fa/recovery-codes/generate/")
    page = html.fromstring(said(client.get("/accounts/2fa/recovery-codes/")))
    code = page.get_element_by_id("recovery_codes").text.split()[0]
    for expected in (house.people["la-head"], None):
        other = Client()
        log_in(other, LA)
        other.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in(other) == expected


# who has no business here


def test_nobody_signs_up(client: Client, house: House) -> None:
    before = Person.objects.count()
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", data)):
        assert "Nobody signs up here" in said(answer)
    assert "sign up" not in said(client.get("/accounts/login/")).lower()
    assert Person.objects.count() == before


def test_a_closed_account_is_told_so(client: Client, house: House) -> None:
    person = with_password(house, "la-head")
    house.sign_in(client, "la-head")
    person.is_active = False
    person.save()
    assert signed_in(client) is None
    answer = log_in(Client(), LA, follow=True)
    assert "Account closed" in said(answer)


def test_a_session_ends_after_its_hours(client: Client, house: House, settings: Any) -> None:
    with_password(house, "la-head")
    log_in(client, LA)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE == 14 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    with in_a_while(14 * 3600 - 60):
        assert client.get("/seats/").status_code == 200
    with in_a_while(14 * 3600 + 60):
        assert client.get("/seats/").status_code == 302


def test_signing_out_ends_the_session(client: Client, house: House) -> None:
    with_password(house, "la-head")
    log_in(client, LA)
    key = client.session.session_key
    client.get("/accounts/logout/")
    assert signed_in(client) is not None
    assert client.post("/accounts/logout/")["Location"] == "/"
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert signed_in(stolen) is None


def test_nobody_adds_or_changes_an_address(client: Client, house: House) -> None:
    house.sign_in(client, "la-head")
    client.get("/accounts/email/")
    for data in ({"action_add": "", "email": "own@example.org"}, {"action_remove": "", "email": LA}):
        client.post("/accounts/email/", data)
    client.post("/accounts/email/", {"action_primary": "", "email": "own@example.org"})
    assert house.person("la-head").email == LA
    from allauth.account.models import EmailAddress

    assert set(EmailAddress.objects.values_list("email", flat=True)) <= {LA}
