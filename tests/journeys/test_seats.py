"""A person acts from one seat at a time, and a seat that has ended acts no more."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft
from tests.journeys.looking import holds
from tests.journeys.site import Site
from tests.journeys.suggestion import Suggestion

OTHER_SEAT = (
    "You now act from another seat than the one this page was opened from. Nothing was done: load the page again."
)


def menu(page: Page) -> None:
    page.locator("header.site details.menu summary").click()


def plate(page: Page) -> str:
    """The plate of the seat that the page was made for."""
    return page.locator("header.site details.menu summary").inner_text()


def test_a_person_with_two_seats_chooses_the_other(site: Site, open_draft: OpenDraft) -> None:
    delegate = open_draft("vn-delegate")
    assert "Viet Nam" in plate(delegate.page)
    paragraph = delegate.id_of("12")
    delegate.choose(paragraph)
    delegate.page.keyboard.press("e")
    panel = Suggestion(delegate)
    delegate.type(" Ours.")

    clerk = delegate.page.context.new_page()
    clerk.goto(delegate.page.url)
    menu(clerk)
    clerk.get_by_role("button", name=re.compile("^Secretariat, clerk")).click()
    expect(clerk).to_have_url(delegate.page.url)
    assert "Secretariat, clerk" in plate(clerk)
    expect(clerk.locator("[data-act=suggest]")).to_have_count(0)
    expect(clerk.locator("article.prop").first).to_be_visible()
    expect(clerk.locator("article.prop").get_by_role("button", name="Support")).to_have_count(0)

    # The page that is still open under the first seat does nothing any more, and says why; its words are kept.
    delegate.page.locator("article.prop").get_by_role("button", name="Support").first.click()
    expect(delegate.page.locator(".toast")).to_contain_text(OTHER_SEAT)
    panel.table()
    expect(panel.panel.locator(".error")).to_have_text(OTHER_SEAT)
    expect(panel.words).to_contain_text("Ours.")
    assert " Ours." not in str(Draft(clerk, site.text).state())

    # Back in the first seat, the panel is as it was left.
    menu(clerk)
    clerk.get_by_role("button", name=re.compile("^Viet Nam · Delegate")).click()
    expect(clerk.locator("[data-act=suggest]")).to_be_enabled()
    panel.table()
    expect(panel.panel).to_be_hidden()
    expect(clerk.locator(f"#p-{paragraph} ins")).to_contain_text("Ours.")


def test_a_seat_that_ends_closes_its_pages(site: Site, open_draft: OpenDraft, enter: Enter) -> None:
    singapore, laos = open_draft("sg-alternate"), open_draft("la-head")
    clerk = enter("clerk", "/bodies/amm/")
    clerk.get_by_role("link", name="Set this body up").click()
    name = site.facts["seats"]["sg-alternate"]["name"]
    row = clerk.get_by_role("row").filter(has_text=name)
    row.get_by_text("End the seat…").click()
    expect(row).to_contain_text("its open pages close at once")
    row.get_by_role("button", name="End this seat").click()
    expect(clerk.locator(".note")).to_have_text(f"The seat of {name} has ended.")

    expect(singapore.line).to_have_attribute("data-state", "closed")
    expect(singapore.line).to_have_text("Closed: this seat has ended")
    expect(singapore.page.locator("[data-act=suggest]")).to_be_disabled()
    singapore.page.locator("article.prop").get_by_role("button", name="Support").first.click()
    expect(singapore.page.locator(".toast")).to_contain_text("Your seat has been ended, so nothing was done.")
    # Nothing that is written from now on reaches it, by the line or by asking again; the others go on.
    pen = open_draft("pen")
    pen.put_cursor(pen.id_of("4"), "consensus")
    pen.type(" of all")
    laos.shows(laos.id_of("4"), pen.words(pen.id_of("4")))
    assert "consensus of all" not in (singapore.words(laos.id_of("4")) or "")
    singapore.page.reload()
    expect(singapore.page.locator("[data-sentence]")).to_have_text("There is nothing here that you may see.")


def test_who_signs_out_reads_what_the_public_reads(site: Site, open_draft: OpenDraft) -> None:
    laos, colleague = open_draft("la-head"), open_draft("la-delegate")
    second = laos.page.context.new_page()
    second.goto(laos.page.url)
    menu(second)
    second.get_by_role("button", name="Sign out").click()
    expect(second.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(second.locator("header.site details.menu summary")).to_have_text("Display")
    # The page that is still open hears nothing any more, while a colleague in the same delegation goes on.
    expect(laos.line).to_have_attribute("data-state", "closed")
    expect(laos.line).to_contain_text("You are not signed in, or your session has ended.")
    expect(laos.page.locator("[data-act=suggest]")).to_be_disabled()
    holds(laos.page)
    pen = open_draft("pen")
    paragraph = pen.id_of("4")
    pen.put_cursor(paragraph, "consensus")
    pen.type(" of all")
    colleague.shows(paragraph, pen.words(paragraph))
    assert "consensus of all" not in (laos.words(paragraph) or "")
    laos.page.locator("article.prop").get_by_role("button", name="Oppose").first.click()
    expect(laos.page.locator(".toast")).to_contain_text("You are not signed in, or your session has ended.")
    laos.page.reload()
    expect(laos.page.locator("[data-sentence]")).to_have_text("There is nothing here that you may see.")
