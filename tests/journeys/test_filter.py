"""Some paragraphs of the text alone: chosen by keys, linked to, and true while others write."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft
from tests.journeys.looking import holds
from tests.journeys.people import until
from tests.journeys.site import Site

SHOWN = """() => [...document.querySelectorAll("#editor > .block")]
    .filter(block => block.getClientRects().length > 0).map(block => block.dataset.id)"""
BRACKETED = """() => [...document.querySelectorAll("#editor > p.block, #editor > .table")]
    .filter(block => block.querySelector(".bracket")).map(block => block.dataset.id)"""
GROUPS = """() => [...document.querySelectorAll(".margin [data-live^=proposals] [data-paragraph]")]
    .filter(group => group.getClientRects().length > 0).map(group => group.dataset.paragraph)"""


def shown(page: Page) -> list[str]:
    ids: list[str] = page.evaluate(SHOWN)
    return ids


def test_paragraphs_are_chosen_by_keys_and_linked_to(site: Site, open_draft: OpenDraft) -> None:
    draft = open_draft("la-head", reduced_motion="reduce")
    page = draft.page
    everything = len(shown(page))
    page.keyboard.press("f")
    expect(page.locator("select[name=delegation]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("In br")
    expect(page.locator("#filter-said")).to_have_text(re.compile(r"^\d+ of \d+ paragraphs shown$"))
    assert page.url.endswith("?status=bracketed")
    assert set(page.evaluate(BRACKETED)) <= set(shown(page))
    assert 0 < len(shown(page)) < everything
    expect(page.locator("#editor > .between").first).to_be_visible()
    holds(page)

    # Whoever is sent the address sees the same.
    chosen = shown(page)
    page.reload()
    until(page, lambda: shown(page), chosen)
    expect(page.locator("select[name=status]")).to_have_value("bracketed")

    # The keys go through what is shown.
    page.locator("h1").first.click()
    for _ in range(6):
        page.keyboard.press("j")
        at = page.locator("#editor .is-current").get_attribute("data-id")
        assert at in chosen
    page.keyboard.press("Escape")
    until(page, lambda: len(shown(page)), everything)
    expect(page.locator("#filter-said")).to_be_empty()
    assert page.url.endswith(f"/texts/{site.text}/")


def test_the_margin_shows_the_proposals_on_what_is_shown(open_draft: OpenDraft) -> None:
    draft = open_draft("la-head", reduced_motion="reduce")
    page = draft.page
    every = page.evaluate(GROUPS)
    page.keyboard.press("f")
    page.locator("select[name=delegation]").select_option(label="Lao PDR")
    page.locator("select[name=status]").select_option("proposed")
    expect(page.locator("#filter-said")).not_to_be_empty()
    some = page.evaluate(GROUPS)
    assert 0 < len(some) < len(every)
    assert set(some) <= set(shown(page))
    theirs = page.locator(".prop[data-state=tabled][data-parties~=LA]").evaluate_all(
        "all => all.map(one => one.closest('[data-paragraph]').dataset.paragraph)"
    )
    assert theirs
    assert set(theirs) <= set(some)


def test_what_concerns_us_is_shown_to_a_delegation_alone(enter: Enter, site: Site, open_draft: OpenDraft) -> None:
    draft = open_draft("la-head", reduced_motion="reduce")
    page = draft.page
    page.keyboard.press("f")
    page.get_by_label("Only what concerns us").check()
    expect(page.locator("#filter-said")).not_to_be_empty()
    for group in page.locator(".prop[data-state=tabled][data-parties~=LA]").all():
        paragraph = group.locator("xpath=ancestor::section[@data-paragraph]").get_attribute("data-paragraph")
        assert paragraph in shown(page)
    chair = enter("chair", f"/texts/{site.text}/")
    expect(chair.locator("select[name=status]")).to_be_attached()
    expect(chair.locator("input[name=ours]")).to_have_count(0)


def test_what_others_write_brings_a_paragraph_into_sight(open_draft: OpenDraft) -> None:
    reader, pen = open_draft("la-head", reduced_motion="reduce"), open_draft("pen")
    reader.page.keyboard.press("f")
    reader.page.locator("select[name=status]").select_option("bracketed")
    expect(reader.page.locator("#filter-said")).not_to_be_empty()
    hidden = next(id for id, words in reader.everything() if id not in shown(reader.page) and len(words) > 80)
    words = pen.words(hidden) or ""
    pen.put_cursor(hidden, words[:20])
    pen.type("[perhaps] ")
    until(reader.page, lambda: hidden in shown(reader.page), True)


def test_who_follows_the_chair_is_shown_a_paragraph_that_the_filter_hides(open_draft: OpenDraft) -> None:
    reader, chair = open_draft("la-head", reduced_motion="reduce"), open_draft("chair")
    chair.page.get_by_role("button", name="Open the first reading").click()
    reader.page.get_by_role("button", name="Follow the chair").click()
    reader.page.keyboard.press("f")
    reader.page.locator("select[name=status]").select_option("bracketed")
    expect(reader.page.locator("#filter-said")).not_to_be_empty()
    chair.choose(chair.id_of("1"))
    hidden = [id for id, words in reader.everything() if id not in shown(reader.page) and len(words) > 80]
    # The choice still has the focus: nobody writes there.
    chair.choose(hidden[-1])
    expect(reader.block(hidden[-1])).to_have_class(re.compile("is-current"))
    expect(reader.block(hidden[-1])).to_be_in_viewport()


def test_the_pen_cannot_change_what_the_filter_hides(open_draft: OpenDraft) -> None:
    pen = open_draft("pen", reduced_motion="reduce")
    page = pen.page
    before = pen.everything()
    page.keyboard.press("f")
    page.locator("select[name=status]").select_option("bracketed")
    expect(page.locator("#filter-said")).not_to_be_empty()
    some = [id for id in shown(page) if dict(before)[id]]
    pen.put_cursor(some[-1], dict(before)[some[-1]][:1])
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator(".toast")).to_contain_text("The filter hides paragraphs")
    assert pen.everything() == before
    # What is shown can be written in, and Escape shows the rest.
    pen.put_cursor(some[-1], dict(before)[some[-1]][:1])
    pen.type("x")
    pen.shows(some[-1], dict(before)[some[-1]][:1] + "x" + dict(before)[some[-1]][1:])
    page.keyboard.press("Escape")
    until(page, lambda: len(shown(page)), len(before))


def test_the_keys_of_the_page_are_said_by_a_key(open_draft: OpenDraft) -> None:
    draft: Draft = open_draft("la-head", reduced_motion="reduce")
    page = draft.page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for key in page.locator("[data-key]:visible").evaluate_all("all => all.map(one => one.dataset.key)"):
        expect(dialog.locator("dt", has_text=re.compile(rf"^\s*{re.escape(key.upper())}\s*$"))).to_have_count(1)
    holds(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # From within a text that is written in, the paragraphs are walked with Alt.
    page.keyboard.press("j")
    page.keyboard.press("Alt+ArrowDown")
    second = page.locator("#editor .is-current").get_attribute("data-id")
    page.keyboard.press("Alt+ArrowUp")
    assert page.locator("#editor .is-current").get_attribute("data-id") != second
