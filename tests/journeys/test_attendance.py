"""Who is here by whose line stands, taking a place, the roll, and the sheet that is left in the end."""

from __future__ import annotations

import csv
import re
import sqlite3
from io import StringIO

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site

GRACE = 8
"""Seconds for which the body forgives a lost line here."""


def forgiving(site: Site, seconds: int) -> None:
    """As if the secretariat had settled it: the body forgives a lost line for so long."""
    with sqlite3.connect(site.folder / "communique.sqlite3") as database:
        database.execute("UPDATE records_body SET grace = ?", [seconds])


def plate(page: Page, code: str) -> Locator:
    return page.locator(f"#here-{code}")


def stands(page: Page, code: str, standing: str, *, within: float = 20) -> None:
    expect(plate(page, code)).to_have_attribute("data-standing", standing, timeout=within * 1000)


def test_the_roll_is_answered_in_one_key_and_by_the_chair_for_who_is_heard(site: Site, enter: Enter) -> None:
    page = f"/meetings/{site.meeting}/attendance/"
    chair, laos, observer = enter("chair", page), enter("la-head", page), enter("eu-observer", page)
    chair.get_by_role("button", name="Call the roll").click()
    for one in (chair, laos, observer):
        expect(one.locator(".roll")).to_contain_text("0 of 10 have answered")
    answer = laos.get_by_role("button", name="We are present")
    expect(answer).to_be_visible()
    expect(observer.get_by_role("button", name="We are present")).to_have_count(0)
    expect(laos.locator(".roll [data-mine]")).to_contain_text("Lao PDR")
    expect(chair.locator(".roll [aria-current]")).to_contain_text("Brunei Darussalam")
    holds(laos)

    laos.keyboard.press("h")
    expect(chair.locator(".roll")).to_contain_text("1 of 10 have answered")
    expect(answer).to_have_count(0)
    chair.get_by_role("button", name="Heard Brunei Darussalam").click()
    expect(laos.locator(".roll [data-party=BN]")).to_contain_text("heard by the chair")
    expect(chair.locator(".roll [aria-current]")).to_contain_text("Cambodia")
    holds(chair)

    chair.get_by_role("button", name="Close the roll").click()
    for one in (chair, laos, observer):
        expect(one.locator(".roll")).to_contain_text("2 of 10 answered.")
        expect(one.locator(".roll .plates")).not_to_contain_text("Lao PDR")
    chair.reload()
    expect(chair.get_by_role("heading", name="Attendance sheet")).to_be_visible()
    expect(chair.locator(".sheet-of-attendance .rows")).to_contain_text("2 of 10 answered")
    holds(chair)


def test_a_delegation_is_here_while_one_of_its_windows_is_and_back_as_soon_as_one_returns(
    site: Site, enter: Enter
) -> None:
    forgiving(site, GRACE)
    page = f"/meetings/{site.meeting}/attendance/"
    chair, first, second = enter("chair", page), enter("la-head", page), enter("la-head", page)
    # Who has taken a place without a line is away once the grace has passed since the server was started.
    stands(chair, "KH", "away", within=GRACE + 20)
    stands(chair, "LA", "present")
    expect(chair.locator(".attendance")).to_contain_text("1 of 10 members present")
    expect(chair.locator(".attendance [role=alert]")).to_contain_text("The rules ask for 6 members")
    first.close()
    chair.wait_for_timeout((GRACE + 3) * 1000)
    stands(chair, "LA", "present", within=0.1)
    second.close()
    stands(chair, "LA", "away", within=GRACE + 10)
    expect(chair.locator(".attendance")).to_contain_text("0 of 10 members present")
    enter("la-head", f"/texts/{site.text}/")
    stands(chair, "LA", "present", within=8)
    # The server is started anew: the lines come back within the grace, and nobody was away.
    told = chair.locator(".attendance").get_attribute("data-version")
    site.kill()
    site.start()
    expect(chair.locator("#line")).to_have_attribute("data-state", "live", timeout=30_000)
    chair.wait_for_timeout((GRACE + 3) * 1000)
    stands(chair, "LA", "present", within=0.1)
    assert chair.locator(".attendance").get_attribute("data-version") == told, "nobody went, and nobody came"


def test_whoever_is_connected_without_a_place_is_asked_to_take_it_and_the_sheet_tells_it(
    site: Site, enter: Enter
) -> None:
    chair = enter("chair", f"/meetings/{site.meeting}/attendance/")
    delegate = enter("vn-delegate", f"/meetings/{site.meeting}/")
    expect(delegate.locator(".own-place")).to_contain_text("You are connected, and not in the room yet.")
    holds(delegate)
    delegate.keyboard.press("t")
    expect(delegate.locator(".own-place")).to_contain_text("You are in the room")
    chair.reload()
    row = chair.locator(".sheet-of-attendance tr", has_text="Viet Nam")
    expect(row).to_contain_text("Delegate")
    answer = chair.request.get(f"{site.url}/meetings/{site.meeting}/attendance.csv")
    assert answer.ok
    lines = list(csv.DictReader(StringIO(answer.text().lstrip("\ufeff"))))
    names = {line["Role"] for line in lines if line["Code"] == "VN"}
    assert names == {"Head of delegation", "Delegate"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", line["From"]) for line in lines if line["From"])
    refused = delegate.request.get(f"{site.url}/meetings/{site.meeting}/attendance.csv")
    assert refused.status == 403
