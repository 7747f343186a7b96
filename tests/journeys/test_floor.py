"""Placards go up in several browsers, the chair calls, and every screen says the same about who has the floor."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site


def card(page: Page) -> Locator:
    return page.locator("[data-floor]")


def speaker(page: Page) -> Locator:
    return card(page).locator(".speaker")


def names(page: Page) -> Locator:
    return card(page).locator(".queue > li .plate")


def aside(page: Page) -> None:
    """Longer than a second press is taken for the same one."""
    page.wait_for_timeout(1100)


def test_placards_are_seen_by_all_called_by_the_chair_and_interrupted_by_a_point_of_order(
    site: Site, enter: Enter
) -> None:
    room, text = f"/meetings/{site.meeting}/", f"/texts/{site.text}/"
    chair, singapore, laos = enter("chair", room), enter("sg-head", room), enter("la-head", text)
    everybody = (chair, singapore, laos)
    for page in everybody:
        expect(page.locator("#line")).to_have_text("Live")

    # One from a text, on the paragraph where it reads, with one key; one from the room.
    for _ in range(3):
        laos.keyboard.press("j")
    laos.keyboard.press("p")
    for page in everybody:
        expect(names(page)).to_have_text(["Lao PDR"])
    singapore.keyboard.press("p")
    for page in everybody:
        expect(names(page)).to_have_text(["Lao PDR", "Singapore"])
    expect(card(laos).locator(".queue [data-yours]:visible")).to_have_text("you, next")
    expect(card(singapore).locator(".queue [data-yours]:visible")).to_have_text("you, next but one")
    expect(card(chair).locator(".queue [data-yours]:visible")).to_have_count(0)
    expect(laos.locator(".bar [data-lower]")).to_be_visible()
    expect(laos.locator(".bar [data-raise]")).to_be_hidden()

    # The chair's one key, held down or pressed twice, calls one.
    chair.keyboard.press("s")
    chair.keyboard.press("s")
    for page in everybody:
        expect(speaker(page).locator(".plate")).to_have_text("Lao PDR")
        expect(names(page)).to_have_text(["Singapore"])
        expect(speaker(page).locator(".ring b")).to_contain_text("4:5")
    expect(laos.locator(".toast")).to_contain_text("You have the floor.")
    expect(singapore.locator("#spoken")).to_have_text("Lao PDR has the floor.")
    expect(speaker(singapore).locator(".meta")).to_contain_text("Statement · on ")
    holds(laos)

    # A point of order interrupts; the speaker goes on after the ruling.
    card(singapore).get_by_text("Ask for something else").click()
    card(singapore).get_by_role("button", name="A point of order").click()
    expect(names(chair)).to_have_text(["Singapore", "Singapore"])
    aside(chair)
    chair.keyboard.press("s")
    for page in everybody:
        expect(speaker(page).locator(".plate")).to_have_text("Singapore")
        expect(card(page).locator(".interrupted")).to_contain_text("Lao PDR")
    card(chair).get_by_label("Your ruling on the point of order of Singapore").fill("The point is well taken.")
    card(chair).get_by_role("button", name="Rule").click()
    for page in everybody:
        expect(speaker(page).locator(".plate")).to_have_text("Lao PDR")
        expect(card(page).locator(".interrupted")).to_have_count(0)

    # The list is closed: nobody raises a placard any more. Singapore thinks better of it.
    card(chair).get_by_text("The list and its limits").click()
    card(chair).get_by_role("button", name="Close it now").click()
    expect(laos.locator(".bar [data-raise]")).to_be_disabled()
    aside(singapore)
    singapore.keyboard.press("p")
    for page in everybody:
        expect(names(page)).to_have_count(0)
    card(laos).get_by_role("button", name="I have done").click()
    for page in everybody:
        expect(card(page)).to_contain_text("The chair has the floor.")
    expect(singapore.locator("#spoken")).to_have_text("The chair has the floor.")


def test_without_scripts_the_same_buttons_do_the_same(site: Site, enter: Enter) -> None:
    room = f"/meetings/{site.meeting}/"
    laos, chair = enter("la-head", room, java_script_enabled=False), enter("chair", room, java_script_enabled=False)
    card(laos).get_by_role("button", name="Raise placard").click()
    expect(names(laos)).to_have_text(["Lao PDR"])
    chair.reload()
    card(chair).get_by_role("button", name="Next speaker").click()
    expect(speaker(chair).locator(".plate")).to_have_text("Lao PDR")
    card(chair).get_by_text("The list and its limits").click()
    card(chair).get_by_role("button", name="Close it now").click()
    expect(card(chair)).to_contain_text("List closed")
