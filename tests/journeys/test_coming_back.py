"""Screens that agree on the time whatever their own clocks say, and that come back by themselves with nothing lost."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.people import until
from tests.journeys.site import Site
from tests.journeys.test_meeting_room import floor, press_next, speaks

MINUTES_OFF = """(() => {
    const Real = Date, off = 7 * 60 * 1000;
    window.Date = class extends Real {
        constructor(...given) { if (given.length) super(...given); else super(Real.now() + off); }
        static now() { return Real.now() + off; }
    };
})()"""
FLIPS = """() => {
    window.flips = {};
    const ring = () => document.querySelector(".speaker .ring b")?.textContent ?? "";
    let last = ring();
    new MutationObserver(() => {
        const now = ring();
        if (now !== last) window.flips[now] ??= performance.timeOrigin + performance.now();
        last = now;
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
"""Notes when each figure of the speaker's clock came, by the steady clock of the one computer that runs all windows."""


def placards(page: Page, site: Site, times: int) -> None:
    """A placard goes up and down so many times, without a browser's patience."""
    url = f"{site.url}/meetings/{site.meeting}/floor"
    cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    seat = page.locator("meta[name=seat]").get_attribute("content") or ""
    headers = {"X-CSRFToken": cookie, "X-Seat": seat, "Referer": site.url}
    for _ in range(times):
        for verb in ("placard", "lower"):
            form: dict[str, Any] = {"kind": "statement"} if verb == "placard" else {}
            answer = page.context.request.post(f"{url}/{verb}", headers=headers, form=form, max_redirects=0)
            assert answer.status in {200, 204, 302}, answer.text()[:400]


def take_place(page: Page) -> None:
    button = page.get_by_role("button", name="Take your place")
    if button.count():
        button.click()
        expect(button).to_have_count(0)


def test_clocks_agree_whatever_the_computers_own_say(site: Site, enter: Enter) -> None:
    room = f"/meetings/{site.meeting}/"
    chair, laos, malaysia = enter("chair", f"{room}desk/"), enter("la-head", room), enter("my-head", room)
    take_place(laos)
    malaysia.add_init_script(MINUTES_OFF)
    malaysia.reload()
    assert malaysia.evaluate("Date.now() - (performance.timeOrigin + performance.now())") > 400_000
    laos.keyboard.press("p")
    expect(chair.locator(".queue li")).to_have_count(1)
    press_next(chair)
    for page in (laos, malaysia):
        expect(speaks(page)).to_have_text("Lao PDR")
    malaysia.wait_for_timeout(2500)  # Both have measured by now.
    for page in (laos, malaysia):
        page.evaluate(FLIPS)
    malaysia.wait_for_timeout(8500)
    here, there = (page.evaluate("window.flips") for page in (laos, malaysia))
    both = sorted(set(here) & set(there))
    assert len(both) >= 5
    apart = sorted(abs(here[one] - there[one]) for one in both)
    # A busy machine may be late in drawing one of them; never all.
    assert apart[len(apart) // 2] < 100, apart


@pytest.mark.parametrize(("times", "how"), [(60, "one by one"), (260, "anew")])
def test_who_was_away_for_long_catches_up_without_loading_the_page_again(
    site: Site, enter: Enter, times: int, how: str
) -> None:
    """Up to five hundred events it is told one after another, and of more than that it fetches how all of it stands."""
    room = f"/meetings/{site.meeting}/"
    chair, laos, malaysia = enter("chair", f"{room}desk/"), enter("la-head", room), enter("my-head", room)
    screen = enter("pen", f"{room}screen/")
    for page in (laos, malaysia):
        take_place(page)
    for page in (malaysia, screen):
        expect(page.locator("#line")).to_have_attribute("data-state", "live")
        page.evaluate("window.same = true")
        page.context.set_offline(True)
    expect(malaysia.locator("#line")).not_to_have_attribute("data-state", "live")
    placards(laos, site, times)
    chair.keyboard.press("i")
    laos.reload()
    laos.keyboard.press("p")
    expect(chair.locator(".queue li")).to_have_count(1)
    press_next(chair)
    expect(speaks(chair)).to_have_text("Lao PDR")
    for page in (malaysia, screen):
        page.context.set_offline(False)
    expect(malaysia.locator("#line")).to_have_attribute("data-state", "live")
    expect(speaks(malaysia)).to_have_text("Lao PDR")
    expect(malaysia.locator("section.now .item .eyebrow")).to_contain_text("Item 1")
    expect(screen.locator(".wall-speaker")).to_contain_text("Lao PDR")
    assert all(page.evaluate("window.same") is True for page in (malaysia, screen))


def test_a_server_restarted_in_mid_meeting_is_back_on_every_screen_within_five_seconds(
    site: Site, enter: Enter
) -> None:
    room = f"/meetings/{site.meeting}/"
    chair, laos = enter("chair", f"{room}desk/"), enter("la-head", room)
    screen = enter("pen", f"{room}screen/")
    take_place(laos)
    laos.keyboard.press("p")
    expect(chair.locator(".queue li")).to_have_count(1)
    press_next(chair)
    expect(speaks(chair)).to_have_text("Lao PDR")
    expect(speaks(laos)).to_have_text("Lao PDR")
    chair.wait_for_timeout(500)  # The answer to the press itself is in as well.
    everybody = (chair, laos, screen)
    for page in everybody:
        expect(page.locator("#line")).to_have_attribute("data-state", "live")
        page.evaluate("window.same = true")
    site.kill()
    for page in everybody:
        expect(page.locator("#line")).not_to_have_attribute("data-state", "live")
    site.start()
    up = time.monotonic()
    for page in everybody:
        until(page, lambda page=page: page.locator("#line").get_attribute("data-state"), "live", 20)
    took = time.monotonic() - up
    assert took < 5, took
    # Nothing is lost: who had the floor has it, and what is done now is on every screen.
    expect(speaks(laos)).to_have_text("Lao PDR")
    press_next(chair)
    for page in (chair, laos):
        expect(floor(page).locator(".speaker")).to_have_count(0)
    expect(screen.locator(".wall-speaker")).to_have_count(0)
    assert all(page.evaluate("window.same") is True for page in everybody)
