"""From the invitation to the list of participants: the clerk, two delegations, somebody new, and a stranger."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.actions.deeds.registration import LETTER
from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site
from tests.journeys.test_every_page import CONFERENCE
from tests.journeys.test_setting_up import fill, form, said, send

REGISTRATION = CONFERENCE + "registration/"
LAO = "H.E. Bounmy Keopaseuth"


def ends_in(clerk: Page, days: int) -> None:
    """The clerk moves the last day of the conference, as everything here is done before it is over."""
    clerk.goto(clerk.url.split("/conferences/")[0] + CONFERENCE + "change/")
    day = datetime.now(UTC).date() + timedelta(days=days)
    first = day - timedelta(days=3)
    clerk.get_by_label(re.compile("^First day")).fill(first.isoformat())
    clerk.get_by_label(re.compile("^Last day")).fill(day.isoformat())
    clerk.locator("main form button.main").click()
    expect(clerk.locator("main h1")).to_be_visible()


def letters(site: Site) -> list[str]:
    """The mails that left, the oldest first."""
    return [path.read_text() for path in sorted((site.folder / "mail").glob("*"))]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Letter of credentials.pdf"
    path.write_bytes(LETTER)
    return path


def name(page: Page, who: str, role: str, **more: str) -> None:
    naming = page.locator("details.naming")
    if naming.get_attribute("open") is None:
        naming.locator("summary").click()
    send(page, "Name this person", Name=who, In_the_delegation=role, **more)
    expect(said(page)).to_have_text(f"{who} is named.")


def test_delegations_are_invited_register_and_are_listed(site: Site, enter: Enter, letter: Path) -> None:
    clerk = enter("clerk", CONFERENCE)
    ends_in(clerk, 7)
    clerk.get_by_role("link", name="Registration", exact=True).first.click()
    for code in ("LA", "SG"):
        expect(clerk.locator(f"#invite-{code}")).to_be_checked()
    clerk.locator("[name=email-LA]").fill("mofa@la.example.org")
    clerk.locator("#invite-EU").check()
    clerk.get_by_label(re.compile("^What the letter adds")).fill("The Chair looks forward to your delegation.")
    holds(clerk)
    clerk.get_by_role("button", name="Invite those that are ticked").click()
    expect(said(clerk)).to_contain_text("11 delegations are invited.")
    (lao,) = [one for one in letters(site) if "mofa@la.example.org" in one]
    assert "The Chair looks forward" in lao and REGISTRATION in lao

    # The overview of the clerk lives while delegations answer.
    la = enter("la-head", REGISTRATION)
    expect(la.locator(".registrations")).to_contain_text("Your delegation is invited.")
    la.get_by_role("button", name="Accept", exact=True).click()
    expect(clerk.locator("#registered-LA")).to_contain_text("Takes part")
    name(la, "Ms Phonevanh", "alternate")
    name(la, LAO, "head", Title="Minister for Foreign Affairs", **{"E-mail": "minister@la.example.org"})
    expect(la.locator(".delegates > li").first).to_contain_text(LAO)
    holds(la)
    la.locator("[name=file]").set_input_files(letter)
    la.get_by_role("button", name="Hand in the letter").click()
    expect(clerk.locator("#registered-LA")).to_contain_text("Credentials to be checked")
    expect(clerk.locator(".counts .waits")).to_contain_text("1")
    holds(clerk)

    sg = enter("sg-head", REGISTRATION)
    sg.get_by_label(re.compile("^A remark")).fill("Another summit.")
    sg.get_by_role("button", name="Decline").click()
    expect(clerk.locator("#registered-SG")).to_contain_text("Another summit.")

    # Returned with a reason, which the delegation reads without loading its page again; then a new letter.
    desk = enter("clerk", REGISTRATION + "LA/")
    with desk.expect_download() as loading:
        desk.get_by_role("link", name=letter.name).click()
    assert Path(loading.value.path()).read_bytes() == LETTER
    send(desk, "Return the letter", Reason="It is not signed.")
    expect(la.locator(".registrations")).to_contain_text("It is not signed.")
    la.reload()
    la.locator("[name=file]").set_input_files(letter)
    la.get_by_role("button", name="Hand in a new letter in its place").click()
    desk.reload()
    holds(desk)
    desk.get_by_role("button", name="Accept the credentials").click()
    expect(said(desk)).to_contain_text("1 seat is granted. Their links are mailed.")
    expect(la.locator(".registrations")).to_contain_text("Credentials accepted")

    # The link lets the minister in, who finds the list; a stranger finds the delegations alone.
    (own,) = [one for one in letters(site) if "minister@la.example.org" in one]
    link = re.search(r"/in/\S+", own.replace("=\n", ""))
    assert link is not None
    minister = enter("", link[0])
    minister.goto(site.url + CONFERENCE + "participants/")
    expect(minister.locator(".delegation-listed").first).to_contain_text(LAO)
    expect(minister.locator(".status[data-is=provisional]")).to_be_visible()
    expect(minister.locator("main")).not_to_contain_text("minister@la.example.org")
    holds(minister)
    answer = minister.request.get(site.url + CONFERENCE + "participants.pdf")
    assert answer.ok and answer.body().startswith(b"%PDF")
    public = enter("", CONFERENCE + "participants/")
    expect(public.locator("main")).to_contain_text("Lao PDR")
    expect(public.locator("main")).not_to_contain_text("Singapore")
    expect(public.locator("main")).not_to_contain_text(LAO)
    holds(public)


def test_without_scripts_and_with_two_presses_a_delegation_registers_once(site: Site, enter: Enter) -> None:
    clerk = enter("clerk", CONFERENCE)
    ends_in(clerk, 7)
    clerk.goto(site.url + REGISTRATION)
    clerk.get_by_role("button", name="Invite those that are ticked").click()
    page = enter("la-adviser", REGISTRATION) if "la-adviser" in site.facts["seats"] else enter("la-head", REGISTRATION)
    page.get_by_role("button", name="Accept", exact=True).click()
    naming = form(page, "Name this person")
    fill(naming, Name="Ms Double", In_the_delegation="delegate")
    naming.get_by_role("button", name="Name this person").dblclick()
    expect(page.locator(".delegates > li")).to_have_count(1)
    page.reload()
    expect(page.locator(".delegates > li")).to_have_count(1)
    bare = enter("my-head", REGISTRATION, java_script_enabled=False)
    bare.get_by_role("button", name="Accept", exact=True).click()
    expect(said(bare)).to_have_text("The delegation takes part.")
