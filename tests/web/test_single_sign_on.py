from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client
from lxml import html

from communique.records.models import Person
from tests.house import House
from tests.web.door import check_page, said, signed_in
from tests.web.provider import Provider

pytestmark = pytest.mark.django_db
LA = "la-head@example.org"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with Provider(LA) as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        yield provider


def sign_on(client: Client, **more: str) -> Any:
    """From our page to the provider's and back, as a browser goes."""
    page = html.fromstring(said(client.get("/accounts/login/", more)))
    (action,) = [form.get("action") for form in page.iter("form") if "/oidc/" in form.get("action", "")]
    leaving = client.post(action)
    assert leaving.status_code == 200
    check_page(leaving)
    refresh = html.fromstring(said(leaving)).cssselect("meta[http-equiv=refresh]")[0].get("content")
    back = httpx.get(refresh.partition("url=")[2]).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def test_single_sign_on_lets_in_whose_address_holds_a_seat(client: Client, house: House, provider: Provider) -> None:
    answer = sign_on(client, next="/bodies/amm/")
    assert answer.redirect_chain == [("/bodies/amm/", 302)]
    assert signed_in(client) == house.people["la-head"]
    # From now on the account is known by the provider's own name for it.
    provider.vouches = False
    again = Client()
    sign_on(again)
    assert signed_in(again) == house.people["la-head"]


def test_single_sign_on_makes_no_account(client: Client, house: House, provider: Provider) -> None:
    before = Person.objects.count()
    provider.email = "stranger@example.org"
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "You were recognised as stranger@example.org, but no seat was granted to that address" in said(answer)
    assert (Person.objects.count(), signed_in(client)) == (before, None)


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    client: Client, house: House, provider: Provider
) -> None:
    provider.vouches = False
    assert sign_on(client).status_code == 403
    assert signed_in(client) is None


def test_single_sign_on_opens_no_closed_account(client: Client, house: House, provider: Provider) -> None:
    Person.objects.filter(email=LA).update(is_active=False)
    assert "Account closed" in said(sign_on(client))
    assert signed_in(client) is None


def test_a_refusal_at_the_provider_leads_back_with_a_word(client: Client, house: House, provider: Provider) -> None:
    provider.refuses = True
    answer = sign_on(client)
    assert "Single sign-on was cancelled" in said(answer)


def test_an_answer_that_nobody_asked_for_is_not_believed(client: Client, house: House, provider: Provider) -> None:
    code = provider.authorise({"state": "x", "code_challenge": "x"})["code"]
    for state in ("", "&state=x"):
        answer = client.get(f"/accounts/oidc/oidc/login/callback/?code={code}{state}")
        assert "Single sign-on didn’t work" in said(answer)
    assert signed_in(client) is None


def test_single_sign_on_is_offered_when_it_is_set_up(client: Client) -> None:
    assert "Continue with" not in said(client.get("/accounts/login/"))
    script = "import json; from communique import settings; print(json.dumps(settings.SOCIALACCOUNT_PROVIDERS))"
    given = {f"COMMUNIQUE_OIDC_{name}": name.lower() for name in ("ISSUER", "CLIENT", "SECRET", "NAME")}
    out = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **given}, capture_output=True, text=True, check=True
    )
    (app,) = json.loads(out.stdout)["openid_connect"]["APPS"]
    assert (app["settings"]["server_url"], app["client_id"], app["secret"], app["name"]) == (
        "issuer",
        "client",
        "secret",
        "name",
    )
