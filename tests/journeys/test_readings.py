"""The chair reads the text paragraph by paragraph, and a delegation follows on its own screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenDraft
from tests.journeys.draft import Draft
from tests.journeys.looking import holds
from tests.journeys.suggestion import Suggestion

CLEAN, NEXT = "2", "3"
"""Two paragraphs of the demonstration without brackets and proposals."""


def strip(draft: Draft) -> Locator:
    return draft.page.locator("section.reading")


def standings(draft: Draft) -> Locator:
    return draft.page.locator("section.standings")


def press(draft: Draft, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
    (within or draft.page).get_by_role("button", name=name).click()


def at(draft: Draft, paragraph: str, label: str) -> None:
    """Waits until the strip says that the chair is there."""
    expect(strip(draft)).to_have_attribute("data-at", paragraph)
    expect(strip(draft)).to_contain_text(f"The chair is at paragraph {label}")


def test_a_paragraph_is_read_agreed_confirmed_and_reopened(open_draft: OpenDraft) -> None:
    chair, laos = open_draft("chair"), open_draft("la-head")
    first, second = chair.id_of(CLEAN), chair.id_of(NEXT)
    for draft in (chair, laos):
        expect(strip(draft)).to_contain_text("No reading has been opened yet.")
        expect(strip(draft).locator(".headline")).to_contain_text("0 of ")

    press(chair, "Open the first reading")
    for draft in (chair, laos):
        expect(strip(draft).get_by_role("heading", name="First reading")).to_be_visible()

    # Who doesn't follow stays, who follows comes.
    chair.choose(first)
    at(laos, first, CLEAN)
    expect(laos.block(first)).not_to_have_class(re.compile("is-current"))
    press(laos, "Follow the chair")
    expect(laos.page.get_by_role("button", name="Follow the chair")).to_have_attribute("aria-pressed", "true")
    expect(laos.block(first)).to_have_class(re.compile("is-current"))
    expect(laos.block(first)).to_be_in_viewport()

    # Agreed, with a date: closed to the pen, and every capital is asked.
    day = datetime.now(UTC) + timedelta(days=20)
    strip(chair).get_by_label("Capitals confirm by").fill(f"{day:%Y-%m-%d}")
    press(chair, f"Agree {CLEAN} ad referendum")
    for draft in (chair, laos):
        expect(draft.block(first)).to_have_attribute("data-stands", "agreed")
        expect(strip(draft)).to_contain_text("Agreed ad referendum")
        expect(strip(draft).locator(".headline")).to_contain_text("1 of ")
    expect(laos.block(first)).to_have_accessible_description("Agreed ad referendum")

    pen = open_draft("pen")
    expect(pen.block(first)).to_have_attribute("data-stands", "agreed")
    words = pen.words(first)
    pen.put_cursor(first, (words or "")[:10])
    pen.type("x")
    expect(pen.page.locator(".toast")).to_contain_text(f"Paragraph {CLEAN} is agreed ad referendum")
    for draft in (pen, laos, chair):
        draft.shows(first, words)

    # The chair's own way leads on; the date stays for the next paragraph.
    chair.press("j")
    at(laos, second, NEXT)
    expect(laos.block(second)).to_have_class(re.compile("is-current"))
    expect(strip(chair).get_by_label("Capitals confirm by")).to_have_value(f"{day:%Y-%m-%d}")

    # Nothing moves under somebody who writes.
    laos.press("e")
    writing = Suggestion(laos)
    laos.type(" and more")
    chair.press("k")
    at(laos, first, CLEAN)
    laos.page.wait_for_timeout(900)
    expect(laos.block(second)).to_have_class(re.compile("is-current"))
    writing.panel.get_by_role("button", name="Cancel").click()
    expect(laos.block(first)).to_have_class(re.compile("is-current"))

    # The capital confirms; another one can't, and the paragraph is open again.
    press(laos, f"Confirm {CLEAN} for our capital", within=strip(laos))
    expect(strip(laos).get_by_role("button", name=re.compile("Confirm"))).to_have_count(0)
    singapore = open_draft("sg-head")
    expect(standings(singapore)).to_contain_text("1 paragraph waits for your capital")
    own = standings(singapore).locator(".own")
    own.get_by_text(f"Our capital can’t confirm {CLEAN}").click()
    own.get_by_label("Why, for the record").fill("Our parliament has to see it.")
    press(singapore, "Open it again", within=own)
    for draft in (chair, laos, singapore):
        expect(draft.block(first)).not_to_have_attribute("data-stands", "agreed")
        expect(strip(draft)).to_contain_text("Our parliament has to see it.")
    standings(laos).locator("summary").click()
    expect(standings(laos)).to_contain_text("Singapore: its capital can’t confirm")

    # Agreed anew, then reopened by the chair with a word in the record.
    press(chair, f"Agree {CLEAN} ad referendum")
    expect(laos.block(first)).to_have_attribute("data-stands", "agreed")
    strip(chair).get_by_text(f"Reopen {CLEAN}").click()
    strip(chair).get_by_label("Why, for the record").fill("Two delegations ask for it.")
    press(chair, "Reopen it")
    expect(laos.block(first)).not_to_have_attribute("data-stands", "agreed")
    expect(strip(laos)).to_contain_text("Two delegations ask for it.")

    press(chair, f"Agree {CLEAN} ad referendum")
    expect(laos.block(first)).to_have_attribute("data-stands", "agreed")
    for draft in (chair, laos):
        holds(draft.page)
    press(chair, "Close this reading")
    expect(strip(laos)).to_contain_text("Closed")
