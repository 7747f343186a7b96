"""Signing in by a passkey and by single sign-on, in a real browser with an authenticator of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.house import House
from tests.web.provider import Provider

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A page with a virtual authenticator that checks its user; ``page.forbidden``: what the policy forbade."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = browser.new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        opened.forbidden = []
        opened.on("console", lambda said: "Content Security" in said.text and opened.forbidden.append(said.text))
        session = opened.context.new_cdp_session(opened)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        opened.authenticator = made["authenticatorId"]
        opened.webauthn = session
        yield opened
        browser.close()


def enter(page: Any, house: House, client: Client, who: str) -> None:
    """Signs the page in, as an invitation would."""
    house.sign_in(client, who)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])


def add_passkey(page: Any, name: str) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    assert page.get_by_label("Sign in with this key alone").is_checked()
    page.get_by_label("Name of the key").fill(name)
    page.get_by_role("button", name="Add").click()
    # Who had no password proves the new key at once, before the recovery codes are shown.
    page.wait_for_url("**/accounts/2fa/webauthn/reauthenticate/**")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert page.get_by_label("Unused codes").is_visible()


def test_a_passkey_is_added_and_then_lets_its_owner_in(page: Any, house: House, client: Client) -> None:
    enter(page, house, client, "la-head")
    add_passkey(page, "Laptop")
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_role("cell", name="Laptop").count() == 1

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/bodies/amm/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator("header.site .plate", has_text="Lao PDR").first.wait_for()
    assert page.url.endswith("/bodies/amm/")
    assert "next" not in page.url
    assert page.locator("meta[name=seat]").get_attribute("content") == str(house.seats["la-head"])
    assert page.forbidden == []


def test_a_passkey_is_enough_and_a_password_then_is_not(page: Any, house: House, client: Client) -> None:
    person = house.person("la-head")
    enter(page, house, client, "la-head")
    add_passkey(page, "Laptop")
    person.set_password("the minutes of the ninth of September")
    person.save()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Email", exact=True).fill("la-head@example.org")
    page.get_by_label("Password", exact=True).fill("the minutes of the ninth of September")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Use a security key").click()
    page.locator("header.site .plate", has_text="Lao PDR").first.wait_for()
    assert page.forbidden == []


def test_who_has_no_passkey_here_is_told_so_in_words(page: Any, house: House) -> None:
    page.webauthn.send("WebAuthn.setUserVerified", {"authenticatorId": page.authenticator, "isUserVerified": False})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    told = page.get_by_text("No passkey was used. Try again, or choose another way.")
    told.wait_for()
    assert page.url.endswith("/accounts/login/")


def test_a_number_in_the_address_bar_is_told_to_be_no_name(page: Any, house: House, live_server: Any) -> None:
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Passkeys need the installation’s name in the address bar").wait_for()


def test_single_sign_on_leads_out_and_back(page: Any, house: House, settings: Any) -> None:
    with Provider("la-head@example.org") as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        page.goto("/accounts/login/?next=/bodies/amm/")
        page.get_by_role("button", name="Continue with Ministry").click()
        page.locator("header.site .plate", has_text="Lao PDR").first.wait_for()
    assert page.url.endswith("/bodies/amm/")
    assert page.forbidden == []
