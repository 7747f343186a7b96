"""The pages beside a text: they hold at every size, lead to each other by keyboard, and agreed language comes into what
is being drafted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from communique.domain.texts import formats
from communique.domain.texts.document import plain_text
from tests.journeys.conftest import Enter
from tests.journeys.looking import holds, walk
from tests.journeys.site import Site

PAGES = (
    "as/",
    "as/?view=delegation",
    "as/?view=preview",
    "comparison/?old=0",
    "comparison/?old=document-AMM/53/2",
    "landing/",
    "course/",
    "course/?by=reading",
    "numbers/",
    "agreed/",
)
WORDS = (
    "The fund may promptly pay for test kits, protective equipment, medicines and vaccines; for research that several"
    " members do together; and for bringing supplies to the place where they are needed."
)
"""Nearly the second paragraph of the document that the demonstration has published."""


@pytest.mark.parametrize("path", PAGES)
def test_a_view_holds_for_everybody_at_every_size(standing: Site, look: Enter, path: str) -> None:
    page = look("la-head", f"/texts/{standing.text}/{path}", reduced_motion="reduce")
    holds(page)


def test_a_view_is_walked_through_by_keyboard(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/landing/", reduced_motion="reduce")
    wanted, stops = walk(page)
    assert {stop["stop"] for stop in stops if stop["stop"] is not None} == {str(at) for at in range(len(wanted))}
    assert [stop["what"] for stop in stops if not stop["ring"]] == []


def test_the_views_are_opened_from_the_text_by_key(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/")
    page.locator("#editor[contenteditable]").wait_for()
    page.keyboard.press("v")
    menu = page.get_by_role("navigation", name="Views of the text")
    expect(menu).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".view-name")).to_have_text("As tabled")


def test_a_chosen_set_is_previewed_and_taken_along_as_a_file(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/landing/")
    page.get_by_role("link", name="Preview", exact=True).first.click()
    expect(page.locator(".view-name")).to_have_text("With amendments accepted")
    chosen = page.locator("input[name=take]:checked")
    expect(chosen).not_to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    content = download.value.path().read_bytes()
    said = plain_text(formats.read("text.docx", content).doc)
    shown = page.locator("article .words").first.inner_text()
    assert " ".join(shown.split()) in " ".join(said.split())


def test_agreed_language_is_found_for_a_proposal_and_comes_into_it(standing: Site, look: Enter) -> None:
    page = look("la-head", f"/texts/{standing.text}/", reduced_motion="reduce")
    page.locator("#editor .paragraph").nth(7).click()
    page.keyboard.press("e")
    panel = page.locator("#suggestion")
    panel.get_by_role("textbox", name="The paragraph as you propose it").fill(WORDS)
    panel.get_by_role("button", name="Agreed language").click()
    beside = page.get_by_role("region", name="Agreed language")
    expect(beside.get_by_role("link", name="AMM/53/2")).to_be_visible()
    expect(beside.locator(".difference del").first).to_contain_text("promptly")
    beside.get_by_role("button", name="Use these words").click()
    expect(beside).to_be_hidden()
    expect(panel.locator(".suggestion-words")).to_contain_text("The fund may pay for test kits")


def test_agreed_language_is_put_away_by_escape_and_the_focus_goes_back(standing: Site, look: Enter) -> None:
    page = look("pen", f"/texts/{standing.text}/")
    page.locator("#editor .paragraph").nth(7).click()
    button = page.get_by_role("button", name="Agreed language")
    button.focus()
    page.keyboard.press("Enter")
    beside = page.get_by_role("region", name="Agreed language")
    expect(beside.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(button).to_be_focused()
