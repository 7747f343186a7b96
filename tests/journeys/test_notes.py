"""Two delegations and the chair pass notes during a sitting, and nobody else learns of it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site

ASKED, ANSWERED, TO_CHAIR = "Could you live with “by the end of May”?", "With May, yes.", "May we have five minutes?"


def card(page: Page) -> Locator:
    return page.locator("[data-notes]")


def write(page: Page, words: str, *to: str) -> None:
    card(page).get_by_text("Pass a note", exact=True).click()
    for name in to:
        card(page).get_by_role("checkbox", name=name, exact=True).check()
    card(page).get_by_label("Your note").fill(words)
    card(page).locator("form").first.get_by_role("button", name="Pass it").click()


def test_notes_reach_those_they_are_for_and_nobody_else(enter: Enter, site: Site) -> None:
    way = f"/meetings/{site.meeting}/"
    lao, cambodia, adviser, chair = (enter(who, way) for who in ("la-head", "kh-head", "kh-adviser", "chair"))
    others = [enter(who, way) for who in ("pen", "my-head", "")]
    pages = [lao, cambodia, adviser, chair, *others]

    # From Laos to Cambodia: announced on both screens of that delegation, by whom, and not what.
    write(lao, ASKED, "Cambodia")
    expect(card(lao).locator("details[data-with='KH']")).to_be_visible()
    expect(lao.locator("[data-live^='passed:']")).to_contain_text("The note is passed.")
    for page in (cambodia, adviser):
        expect(page.locator(".toast").filter(has_text="A note from Lao PDR has arrived.")).to_be_visible()
        expect(page.locator(".toast").filter(has_text="May")).to_have_count(0)
        expect(card(page).get_by_role("heading", name="Notes")).to_contain_text("1 unread")

    # Opened by one of the delegation it is read for all of it, and the sender sees that.
    card(adviser).locator("details[data-with='LA'] > summary").click()
    expect(card(adviser).locator(".slip .words")).to_have_text(ASKED)
    expect(card(cambodia).get_by_role("heading", name="Notes")).not_to_contain_text("unread")
    card(lao).locator("details[data-with='KH'] > summary").click()
    expect(card(lao).locator(".slip .meta")).to_contain_text("opened")

    # The answer comes back; it counts as read at once, for the conversation is open there.
    talk = card(cambodia).locator("details[data-with='LA']")
    talk.locator("summary").click()
    talk.get_by_label("Your answer").fill(ANSWERED)
    talk.get_by_role("button", name="Pass it").click()
    expect(card(lao).locator(".slip .words").last).to_have_text(ANSWERED)
    expect(talk.locator(".slip[data-own] .meta")).to_contain_text("opened")

    # To the chair.
    write(cambodia, TO_CHAIR, "Chair")
    expect(chair.locator(".toast").filter(has_text="A note from Cambodia has arrived.")).to_be_visible()
    card(chair).locator("details[data-with='KH'] > summary").click()
    expect(card(chair).locator(".slip .words")).to_have_text(TO_CHAIR)
    assert TO_CHAIR not in lao.content()

    for page in (chair, *others):
        assert ASKED not in page.content() and ANSWERED not in page.content()
    for page in others:
        assert TO_CHAIR not in page.content()
        expect(page.locator(".toast")).to_have_count(0)
    journal = enter("clerk", f"{way}journal/")
    expect(journal.get_by_text("Sealed", exact=True).first).to_be_visible()
    assert "Cambodia" not in journal.locator("tbody tr").first.inner_text()

    # All of them on a page, which holds at any width.
    lao.get_by_role("link", name="All of them on a page").click()
    expect(lao.locator(".slip .words")).to_have_text([ASKED, ANSWERED])
    for page in pages[:4]:
        holds(page)
