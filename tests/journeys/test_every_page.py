"""Every page, at both sizes, in light and dark, for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.draft import Draft
from tests.journeys.looking import holds, moving, walk
from tests.journeys.people import NARROW, WIDE, People, until
from tests.journeys.site import Site
from tests.journeys.suggestion import Suggestion

CONFERENCE = "/conferences/53rd-asean-foreign-ministers-meeting-and-related-conferences-2020/"
PAGES = [
    ("", "/"),
    ("", CONFERENCE),
    ("", "/meetings/{meeting}/"),
    ("", "/documents/"),
    ("", "/documents/AMM/53/2/"),
    ("", "/bodies/amm/"),
    ("", "/accounts/login/"),
    ("", "/accounts/login/code/"),
    ("", "/texts/{text}/"),
    ("la-head", "/texts/{text}/"),
    ("la-head", "/bodies/amm/"),
    ("la-head", "/accounts/2fa/"),
    ("vn-delegate", "/seats/"),
    ("eu-observer", "/texts/{text}/"),
    ("chair", "/"),
    ("chair", "/meetings/{meeting}/"),
    ("chair", "/meetings/{meeting}/desk/"),
    ("la-head", "/meetings/{meeting}/"),
    ("la-head", "/meetings/{meeting}/screen/"),
    ("chair", "/meetings/{meeting}/journal/"),
    ("chair", "/meetings/{meeting}/attendance/"),
    ("la-head", "/meetings/{meeting}/attendance/"),
    ("chair", "/texts/{text}/"),
    ("pen", "/texts/{text}/"),
    ("pen", "/items/{item}/text/"),
    ("pen", "/texts/{published}/"),
    ("clerk", "/bodies/amm/desk/"),
    ("clerk", "/bodies/amm/desk/seats/{seat}/invitation/"),
    ("clerk", "/bodies/amm/desk/conferences/new/"),
    ("clerk", CONFERENCE + "meetings/new/"),
    ("clerk", CONFERENCE + "change/"),
    ("clerk", CONFERENCE),
    ("", CONFERENCE + "calendar/"),
    ("", "/bodies/amm/2020/"),
    ("chair", "/bodies/amm/2020/"),
    ("chair", "/bodies/amm/2020/theme/"),
    ("chair", "/objectives/meeting/{meeting}/"),
    ("chair", "/meetings/{meeting}/change/"),
    ("chair", "/meetings/{meeting}/sittings/new/"),
    ("clerk", "/bodies/amm/desk/capitals/"),
    ("clerk", "/bodies/amm/desk/floor/"),
    ("clerk", "/bodies/amm/desk/capitals/LA/"),
    ("la-head", "/calendars/"),
    ("clerk", "/meetings/{meeting}/items/new/"),
    ("clerk", "/meetings/{meeting}/agenda/"),
    ("chair", "/items/{item}/change/"),
    ("pen", "/meetings/{meeting}/papers/new/"),
    ("", "/meetings/{meeting}/statements/"),
    ("la-head", "/meetings/{meeting}/statements/new/"),
    ("clerk", "/meetings/{meeting}/clerk/"),
    ("clerk", "/meetings/{meeting}/record/"),
    ("operator", "/desk/"),
    ("clerk", CONFERENCE + "registration/"),
    ("chair", CONFERENCE + "registration/"),
    ("la-head", CONFERENCE + "registration/"),
    ("", CONFERENCE + "participants/"),
    ("la-head", CONFERENCE + "participants/"),
    ("chair", CONFERENCE + "appraisal/"),
    ("clerk", CONFERENCE + "appraisal/"),
    ("la-head", CONFERENCE + "appraisal/"),
]
REFUSED = {("", "/texts/{text}/")}
"""Where somebody finds a sentence that says why there is nothing to see."""


def address(site: Site, path: str) -> str:
    facts = site.facts
    return path.format(
        text=site.text,
        meeting=site.meeting,
        item=facts["texts"]["draft"]["item"],
        published=facts["texts"]["published"]["id"],
        seat=facts["seats"]["la-head"]["id"],
    )


def settled(page: Page) -> None:
    """Waits until all that a page draws by itself is drawn."""
    page.wait_for_load_state("load")
    if page.locator("#line").count():
        expect(page.locator("#line")).to_have_attribute("data-state", "live")
    page.evaluate("document.fonts.ready.then(() => true)")


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_holds_for_everybody(standing: Site, look: Enter, who: str, path: str) -> None:
    page = look(who, address(standing, path), color_scheme="light", reduced_motion="reduce")
    settled(page)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[data-sentence]")).to_have_count(1 if (who, path) in REFUSED else 0)
    assert moving(page) == []
    holds(page)


@pytest.mark.parametrize("who", ["la-head", "pen", "chair"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_text_is_worked_with_by_keyboard_alone(standing: Site, look: Enter, who: str, size: dict[str, int]) -> None:
    page = look(who, f"/texts/{standing.text}/", size=size, reduced_motion="reduce")
    settled(page)
    wanted, stops = walk(page)
    reached = [int(stop["stop"]) for stop in stops if stop["stop"] is not None]
    assert reached == sorted(reached), "the order of the stops isn't that of the page"
    assert [wanted[at] for at in range(len(wanted)) if at not in set(reached)] == []
    assert [stop["what"] for stop in stops if not stop["ring"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


def test_the_paragraphs_are_walked_by_single_keys(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/", reduced_motion="reduce")
    settled(page)
    current = page.locator("#editor .is-current")
    page.keyboard.press("j")
    expect(current).to_have_class("block title is-current")
    page.keyboard.press("j")
    expect(current).to_contain_text("We, the Foreign Ministers")
    page.keyboard.press("k")
    expect(current).to_have_class("block title is-current")
    expect(current).to_be_focused()
    page.keyboard.press("n")
    expect(current).to_contain_text("Conscious that the pandemic")
    # They rest when somebody has switched them off.
    page.locator("header.site details.menu summary").click()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.locator("header.site details.menu summary").click()
    page.keyboard.press("j")
    expect(current).to_contain_text("Conscious that the pandemic")
    page.get_by_role("button", name="Next", exact=False).first.click()
    expect(current).to_contain_text("Grateful")


def test_what_is_opened_on_the_text_holds_for_everybody(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/", reduced_motion="reduce")
    draft = Draft(page, standing.text)
    draft.choose(draft.id_of("9"))
    page.keyboard.press("e")
    panel = Suggestion(draft)
    panel.table()
    expect(panel.panel.locator(".error")).to_be_visible()
    panel.replace("vaccines and medicines", "all that heals")
    expect(panel.words.locator("ins")).to_be_visible()
    page.locator("header.site details.menu summary").click()
    holds(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".toast")).to_contain_text("Your draft is kept in this tab.")
    pen = look("pen", f"/texts/{standing.text}/", reduced_motion="reduce")
    writing = Draft(pen, standing.text)
    # The title has no number to be given.
    expect(pen.locator("[data-do=number]")).to_have_attribute("aria-disabled", "true")
    writing.put_cursor(writing.id_of("9"), "We affirmed")
    pen.locator("[data-do=number]").click()
    expect(pen.locator("form#numbering")).to_be_visible()
    holds(pen)


def test_what_breaks_the_policy_or_throws_is_heard(standing: Site, chromium: Browser) -> None:
    """Of all other journeys: they would fail."""
    people = People(standing, chromium)
    page = people.enter("", "/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('thrown by the journey') })")
    page.evaluate("fetch('https://example.invalid/').catch(() => 0)")
    until(page, lambda: len(people.faults) >= 3, True)
    people.leave()
    assert any("style" in fault for fault in people.faults)
    assert any("thrown by the journey" in fault for fault in people.faults)
    assert any("example.invalid" in fault for fault in people.faults)
