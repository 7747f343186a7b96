"""Words are commented on: to all, and inside a delegation, where nobody else learns of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenDraft
from tests.journeys.draft import Draft
from tests.journeys.looking import holds
from tests.journeys.people import NARROW, until

INSIDE = "Our red line is whatever costs money."


def list_of(draft: Draft) -> Locator:
    return draft.page.locator(f"[data-live='comments:{draft.text}']")


def comment(draft: Draft, words: str, *, to_all: bool) -> None:
    """Writes into the form that is open, and sends it."""
    form = draft.page.locator("#commenting")
    field = form.get_by_label("Your comment")
    expect(field).to_be_focused()
    field.fill(words)
    if form.get_by_role("radio").count():
        form.get_by_label("To all" if to_all else "Inside our delegation").check()
    form.get_by_role("button", name="Send the comment").click()
    expect(form).to_be_hidden()


def test_words_are_commented_on_answered_and_resolved(open_draft: OpenDraft) -> None:
    laos, adviser, singapore = open_draft("la-head"), open_draft("kh-adviser"), open_draft("sg-head")
    chair, pen, observer = open_draft("chair"), open_draft("pen"), open_draft("eu-observer")
    everybody = (laos, adviser, singapore, chair, pen, observer)
    paragraph = laos.id_of("12")

    # To all: the words that the reader has drawn the mouse over.
    singapore.mark(paragraph, "protective equipment")
    singapore.press("c")
    expect(singapore.page.locator("#commenting blockquote")).to_have_text("protective equipment")
    comment(singapore, "Does this cover ventilators?", to_all=True)
    for draft in everybody:
        marked = draft.block(paragraph).locator(".commented")
        expect(marked).to_have_text("protective equipment")
        expect(marked).not_to_have_class(re.compile("ours"))
        said = list_of(draft).locator("article.comment")
        expect(said.locator(".quote")).to_have_text("protective equipment")
        expect(said.locator(".words")).to_have_text("Does this cover ventilators?")

    # The chair answers; an observer reads along, and is offered nothing.
    chair.page.locator("details.answer summary").click()
    chair.page.get_by_label("Your answer").fill("It does, by decision 4.")
    chair.page.locator("details.answer").get_by_role("button", name="Send").click()
    for draft in everybody:
        expect(list_of(draft).locator(".said .words")).to_have_text(
            ["Does this cover ventilators?", "It does, by decision 4."]
        )
    expect(list_of(observer).get_by_role("button")).to_have_count(0)
    expect(observer.page.locator("[data-act=comment]")).to_have_count(0)

    # Inside: the whole paragraph that the reader is at. Whoever sits elsewhere sees nothing of it, nor a number.
    before = {draft: list_of(draft).inner_text() for draft in (adviser, singapore, chair, pen, observer)}
    laos.choose(paragraph)
    laos.page.get_by_role("button", name="Comment", exact=False).first.click()
    comment(laos, INSIDE, to_all=False)
    expect(list_of(laos).locator("article.comment[data-inside] .words")).to_have_text(INSIDE)
    expect(laos.block(paragraph)).to_have_class(re.compile(r"\bis-commented ours\b"))

    # The pen writes on, and the marks go with the words.
    pen.put_cursor(paragraph, "protective")
    pen.type(" medical")
    for draft in everybody:
        expect(draft.block(paragraph).locator(".commented").first).to_contain_text("protective")
        until(
            draft.page,
            lambda draft=draft: "".join(draft.block(paragraph).locator(".commented").all_inner_texts()),
            "protective medical equipment",
        )
    for draft, words in before.items():
        assert INSIDE not in draft.page.content()
        assert list_of(draft).inner_text() == words

    # Resolved, it folds away with its number, and its mark goes.
    chair.page.get_by_role("button", name="Resolve").click()
    for draft in (adviser, singapore, chair, pen, observer):
        folded = list_of(draft).locator("details.done")
        expect(folded.locator("> summary")).to_have_text("1 resolved")
        expect(folded).not_to_have_attribute("open", "")
        expect(draft.block(paragraph).locator(".commented")).to_have_count(0)
    holds(laos.page)


def test_what_was_begun_is_kept_and_escape_puts_it_away(open_draft: OpenDraft) -> None:
    laos = open_draft("la-head", size=NARROW)
    paragraph = laos.id_of("12")
    laos.choose(paragraph)
    laos.press("c")
    field = laos.page.get_by_label("Your comment")
    field.fill("Half a thought")
    laos.page.keyboard.press("Escape")
    expect(laos.page.locator("#commenting")).to_be_hidden()
    laos.choose(paragraph)
    laos.press("c")
    expect(field).to_have_value("Half a thought")
    field.fill(" ")
    laos.page.get_by_role("button", name="Send the comment").click()
    expect(laos.page.locator("#commenting .error")).to_have_text("Nothing is said in this comment yet.")
