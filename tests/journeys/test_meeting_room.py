"""A sitting in four windows: the chair's desk, two delegations in the room, and the screen on the wall."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.people import NARROW
from tests.journeys.site import Site

SCREEN = {"width": 1920, "height": 1080}
CLOCK = re.compile(r"^\d+:\d\d$")
TITLE = "Draft joint communiqué of the 53rd ASEAN Foreign Ministers’ Meeting"


def floor(page: Page) -> Locator:
    return page.locator("[data-floor]")


def speaks(page: Page) -> Locator:
    return floor(page).locator(".speaker .plate").first


def wall(screen: Page) -> Locator:
    return screen.locator(".wall")


def before(page: Page) -> Locator:
    return page.locator("section.now")


def press_next(chair: Page) -> None:
    """The chair's one key, not so soon after the last that it would be taken for the same press."""
    chair.wait_for_timeout(1000)
    chair.keyboard.press("s")


def scrolls(page: Page) -> bool:
    answer: bool = page.evaluate(
        "() => { const one = document.scrollingElement;"
        " return one.scrollHeight > innerHeight || one.scrollWidth > innerWidth; }"
    )
    return answer


def test_the_chair_opens_a_meeting_and_every_screen_shows_it(site: Site, enter: Enter) -> None:
    conference = "/conferences/53rd-asean-foreign-ministers-meeting-and-related-conferences-2020/"
    chair = enter("chair", conference)
    path = chair.get_by_role("link", name="Retreat").first.get_attribute("href") or ""
    laos, screen = enter("la-head", path), enter("pen", f"{path}screen/", size=SCREEN)
    expect(before(laos)).to_contain_text("The meeting has not begun")
    expect(wall(screen)).to_have_attribute("data-scene", "convened")
    chair.goto(f"{site.url}{path}")
    chair.get_by_role("button", name="Open the meeting").click()
    expect(before(laos)).to_contain_text("No item is before the meeting")
    expect(wall(screen)).to_have_attribute("data-scene", "agenda")


def test_a_sitting_is_on_all_four_screens_as_it_goes(site: Site, enter: Enter) -> None:
    room = f"/meetings/{site.meeting}/"
    chair, laos = enter("chair", f"{room}desk/"), enter("la-head", room)
    malaysia, screen = enter("my-head", room, size=NARROW), enter("pen", f"{room}screen/", size=SCREEN)
    for page in (laos, malaysia):
        taken = page.get_by_role("button", name="Take your place")
        if taken.count():
            taken.click()
    expect(wall(screen)).to_have_attribute("data-scene", "agenda")

    # The chair takes up the item with the communiqué, from the agenda in its drawer.
    for number in ("1", "2", "3", "4"):
        chair.keyboard.press("i")
        expect(chair.locator(".desk-item .item-is")).to_contain_text(f"Item {number}")
        expect(before(laos).locator(".item .eyebrow")).to_contain_text(f"Item {number}")
    for page in (laos, malaysia):
        expect(before(page)).to_contain_text(TITLE)
    expect(wall(screen)).to_have_attribute("data-scene", "text")
    expect(chair.locator(".desk-item")).to_contain_text("Item 5")

    # Placards go up, by key; the chair's next key gives the floor.
    laos.keyboard.press("p")
    expect(chair.locator(".queue li").first).to_contain_text("Lao PDR")
    malaysia.keyboard.press("p")
    expect(chair.locator(".queue li")).to_have_count(2)
    expect(screen.locator(".wall-next")).to_contain_text("Malaysia")
    press_next(chair)
    for page in (chair, laos, malaysia):
        expect(speaks(page)).to_have_text("Lao PDR")
        expect(floor(page).locator(".speaker .ring b")).to_have_text(CLOCK)
    expect(wall(screen)).to_have_attribute("data-scene", "speech")
    expect(screen.locator(".wall-speaker")).to_contain_text("Lao PDR")
    expect(screen.locator(".wall-speaker .ring b")).to_have_text(CLOCK)
    at = screen.locator(".wall-speaker .ring b").text_content()
    expect(screen.locator(".wall-speaker .ring b")).not_to_have_text(at or "")
    assert not scrolls(screen)

    # What was said is over; the next one has the floor, on every screen.
    press_next(chair)
    for page in (chair, laos, malaysia):
        expect(speaks(page)).to_have_text("Malaysia")
    expect(screen.locator(".wall-speaker")).to_contain_text("Malaysia")
    press_next(chair)
    expect(wall(screen)).to_have_attribute("data-scene", "text")
    for page in (laos, malaysia):
        expect(floor(page).locator(".speaker")).to_have_count(0)

    # The chair puts the question from the desk; nobody objects; the gavel falls on the wall.
    chair.get_by_label("Seconds to object").fill("6")
    chair.get_by_role("button", name="Put adoption to the meeting").click()
    for page in (laos, malaysia):
        expect(page.locator("dialog.put")).to_be_visible()
    expect(wall(screen)).to_have_attribute("data-scene", "question")
    expect(screen.locator(".wall-question .ring b")).to_have_text(CLOCK)
    assert not scrolls(screen)
    expect(wall(screen)).to_have_attribute("data-scene", "decision")
    expect(screen.locator(".wall-decision h2")).to_have_text("Adopted by consensus")
    assert not scrolls(screen)
    for page in (laos, malaysia):
        expect(page.locator(".result")).to_contain_text("Adopted")

    # The item is closed, and between items the wall shows the agenda.
    chair.get_by_role("button", name="Close the item").click()
    for page in (laos, malaysia):
        expect(before(page)).to_contain_text("No item is before the meeting")
    expect(wall(screen)).to_have_attribute("data-scene", "agenda")


def test_the_wall_holds_at_every_size_and_a_strip_has_nothing_behind_it(site: Site, enter: Enter) -> None:
    room = f"/meetings/{site.meeting}/"
    chair, screen = enter("chair", f"{room}desk/"), enter("pen", f"{room}screen/", size=SCREEN)
    for number in ("1", "2", "3", "4"):
        chair.keyboard.press("i")
        expect(chair.locator(".desk-item .item-is")).to_contain_text(f"Item {number}")
    expect(wall(screen)).to_have_attribute("data-scene", "text")
    for width, height in ((1280, 720), (3840, 2160), (1024, 768), (1080, 1920)):
        screen.set_viewport_size({"width": width, "height": height})
        assert not scrolls(screen), (width, height)
    strip = enter("pen", f"{room}screen/?as=strip", size=SCREEN)
    expect(strip.locator(".strip-band")).to_contain_text("Joint communiqué")
    assert strip.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
