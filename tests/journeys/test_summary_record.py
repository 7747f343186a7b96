"""The summary record of a sitting: drawn up, edited, corrected by a delegation, and on its way to being final."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site
from tests.journeys.test_statements import enter_room


def test_a_sitting_becomes_a_record_that_a_delegation_corrects(site: Site, enter: Enter) -> None:
    room = f"/meetings/{site.meeting}/"
    laos, chair = enter("la-head", room), enter("chair", f"{room}desk/")
    enter_room(laos)
    clerk, malaysia = enter("clerk", f"{room}record/"), enter("my-head", f"{room}record/")
    expect(malaysia.locator("main")).to_contain_text("There is nothing here that you may see.")

    # Somebody speaks under the first item, and the sitting is told.
    chair.keyboard.press("i")
    expect(laos.locator("section.now")).to_contain_text("Item 1")
    laos.keyboard.press("p")
    expect(chair.locator(".queue li").first).to_contain_text("Lao PDR")
    chair.keyboard.press("s")
    laos.get_by_role("button", name="I have done").click()
    clerk.get_by_role("button", name="Draw up the record").click()
    entries = clerk.locator(".entry")
    expect(entries.first).to_contain_text("The meeting was called to order")
    expect(clerk.locator(".entries h3", has_text="Item 1")).to_have_count(1)
    said = entries.filter(has_text="(Lao PDR) made a statement")
    expect(said).to_have_count(1)

    # The clerk puts it into better words, and adds what no journal knows.
    said.get_by_role("link", name=re.compile("^Edit")).click()
    clerk.get_by_label("Words").fill("Lao PDR offered to share what it had in store.")
    clerk.get_by_role("button", name="Keep these words").click()
    expect(clerk.locator(".entry:target")).to_contain_text("offered to share")
    clerk.get_by_role("link", name="Add an entry").click()
    clerk.get_by_label("Words").fill("The meeting observed a minute of silence.")
    clerk.get_by_role("button", name="Add it").click()
    holds(clerk)
    clerk.get_by_role("button", name="Draw up again").click()
    expect(entries.filter(has_text="offered to share")).to_have_count(1)
    expect(entries.filter(has_text="minute of silence")).to_have_count(1)

    # Sent out once the meeting is closed; the delegation corrects its own intervention alone.
    close(chair, site)
    clerk.reload()
    clerk.get_by_role("link", name="Send to the delegations").click()
    clerk.get_by_role("button", name="Send it").click()
    laos.goto(f"{site.url}{room}record/")
    expect(laos.get_by_role("link", name=re.compile("^Ask for a correction"))).to_have_count(1)
    laos.get_by_role("link", name=re.compile("^Ask for a correction")).click()
    laos.get_by_label("How it should read").fill("Lao PDR offered to share half of what it had in store.")
    laos.get_by_role("button", name="Ask for it").click()
    holds(laos)
    malaysia.goto(f"{site.url}{room}record/")
    expect(malaysia.locator(".corrections")).to_have_count(0)
    expect(malaysia.locator(".entries")).not_to_contain_text("half of what")

    # Taken by the secretariat, it is on every screen.
    expect(clerk.locator(".corrections")).to_contain_text("half of what it had in store")
    clerk.get_by_role("link", name="Settle").click()
    clerk.get_by_role("button", name="Take it").click()
    expect(malaysia.locator(".entries")).to_contain_text("half of what it had in store")
    with malaysia.expect_download() as saved:
        malaysia.get_by_role("link", name="PDF").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")


def close(chair: Page, site: Site) -> None:
    chair.goto(f"{site.url}/meetings/{site.meeting}/")
    chair.get_by_text("Adjourn or close…").click()
    chair.get_by_role("button", name="Close the meeting").click()
    expect(chair.get_by_role("button", name="Close the meeting")).to_have_count(0)
