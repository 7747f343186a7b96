"""A delegation proposes, the others say what they think, the pen writes on, and the chair finds."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import OpenDraft
from tests.journeys.draft import Draft, agree
from tests.journeys.people import until
from tests.journeys.suggestion import Suggestion, propose


def stands(proposal: Locator, code: str) -> Locator:
    """The small label that says where a member stands on a proposal."""
    return proposal.locator(".pos li > span").filter(has_text=re.compile(f"^{code}"))


def test_from_a_proposal_to_words_in_the_text(open_draft: OpenDraft) -> None:
    laos, singapore, adviser = open_draft("la-head"), open_draft("sg-head"), open_draft("kh-adviser")
    pen, chair, observer = open_draft("pen"), open_draft("chair"), open_draft("eu-observer")
    everybody = (laos, singapore, adviser, pen, chair, observer)
    paragraph = laos.id_of("12")
    before = laos.words(paragraph) or ""

    laos.choose(paragraph)
    expect(laos.block(paragraph)).to_have_class(re.compile(r"\bis-current\b"))
    laos.page.keyboard.press("e")
    panel = Suggestion(laos)
    expect(panel.panel.get_by_role("heading")).to_have_text(re.compile("^Your proposal for .*12$"))
    panel.table()
    expect(panel.panel.locator(".error")).to_have_text("Nothing is changed in this paragraph yet.")
    panel.replace("protective equipment", "all that protects")
    expect(panel.words.locator("ins")).to_have_text("all that protects")
    expect(panel.words.locator("del")).to_have_text("protective equipment")
    panel.reason.fill("Masks are not the only thing that protects.")
    panel.table()
    expect(panel.panel).to_be_hidden()

    for draft in everybody:
        until(draft.page, lambda draft=draft: draft.inserted(paragraph), [("all that protects", "LA")])
        assert draft.deleted(paragraph) == "protective equipment"
        # The words of the text itself are untouched.
        assert draft.words(paragraph) == before
        proposal = draft.margin.locator(f"section[data-paragraph='{paragraph}'] article.prop")
        expect(proposal.locator(".plate").first).to_have_text("Lao PDR")
        expect(proposal.locator("img.flag").first).to_have_attribute("src", re.compile(r"/la\b.*\.svg$"))
        expect(proposal.locator("ins")).to_have_text("all that protects")
        expect(proposal.locator("del")).to_have_text("protective equipment")
        expect(proposal.locator(".reason")).to_have_text("Masks are not the only thing that protects.")
        expect(stands(proposal, "LA")).to_have_class("support")
    number = int(laos.margin.locator(f"section[data-paragraph='{paragraph}'] .meta > b").inner_text())

    # The others say what they think of it, and all see it. Who can't bind a member isn't asked.
    singapore.proposal(number).get_by_role("button", name="Oppose").click()
    for draft in everybody:
        expect(stands(draft.proposal(number), "SG")).to_have_class("oppose")
    singapore.proposal(number).get_by_role("button", name="Support").click()
    for draft in everybody:
        expect(stands(draft.proposal(number), "SG")).to_have_class("support")
    expect(adviser.proposal(number).get_by_role("button")).to_have_text([f"Amend {number}"])
    for draft in (observer, pen):
        expect(draft.proposal(number).get_by_role("button")).to_have_count(0)

    # The pen moves on, before the paragraph and within it; the amendment stays at its words.
    pen.put_cursor(pen.id_of("4"), "reaffirmed")
    pen.type(" once more")
    pen.put_cursor(paragraph, "We undertook")
    pen.type(" without delay")
    pen.put_cursor(paragraph, "moving among us")
    pen.type(" and our neighbours")
    moved = before.replace("We undertook", "We undertook without delay").replace(
        "among us", "among us and our neighbours"
    )
    for draft in everybody:
        draft.shows(paragraph, moved)
        assert draft.deleted(paragraph) == "protective equipment"
        assert draft.inserted(paragraph) == [("all that protects", "LA")]

    # The chair finds it accepted: its words are the text's, on every screen and on the server.
    chair.proposal(number).get_by_role("button", name=f"Accept {number}").click()
    became = moved.replace("protective equipment", "all that protects")
    for draft in everybody:
        draft.shows(paragraph, became)
        until(draft.page, lambda draft=draft: (draft.inserted(paragraph), draft.deleted(paragraph)), ([], ""))
        expect(draft.proposal(number).locator(".status")).to_have_text("Accepted")
    agree(*everybody)


def test_one_is_withdrawn_and_one_is_lost(open_draft: OpenDraft) -> None:
    laos, thailand, chair, pen = (open_draft(who) for who in ("la-head", "th-head", "chair", "pen"))
    paragraph = laos.id_of("18")
    first = propose(laos, paragraph, "takes money", "costs money", "Plainer.")
    second = propose(thailand, paragraph, "align their support", "join their support")
    for draft in (laos, thailand, chair, pen):
        expect(draft.proposal(second)).to_be_attached()
        until(draft.page, lambda draft=draft: [by for _, by in draft.inserted(paragraph)], ["LA", "TH"])

    # Only its own delegation is offered to withdraw it.
    expect(thailand.proposal(first).get_by_role("button", name="Withdraw")).to_have_count(0)
    laos.proposal(first).get_by_role("button", name=f"Withdraw {first}").click()
    for draft in (laos, thailand, chair, pen):
        expect(draft.proposal(first).locator(".status")).to_have_text("Withdrawn")
        until(draft.page, lambda draft=draft: [by for _, by in draft.inserted(paragraph)], ["TH"])

    # The pen takes out the words that the other one would change.
    pen.mark(paragraph, "our partners to align their support with")
    pen.page.keyboard.press("Delete")
    for draft in (laos, thailand, chair, pen):
        expect(draft.proposal(second)).to_contain_text("Its words are gone")
    expect(chair.proposal(second).get_by_role("button", name="Accept")).to_have_count(0)
    expect(chair.proposal(second).get_by_role("button", name=f"Don’t take {second}")).to_be_visible()
    thailand.proposal(second).get_by_role("button", name=f"Withdraw {second}").click()
    expect(chair.proposal(second).locator(".status")).to_have_text("Withdrawn")
    agree(laos, thailand, chair, pen)


def test_what_a_delegation_writes_survives_a_reload_and_the_pen(open_draft: OpenDraft) -> None:
    laos, pen = open_draft("la-delegate"), open_draft("pen")
    paragraph = laos.id_of("22")
    before = laos.words(paragraph) or ""
    laos.choose(paragraph)
    laos.page.keyboard.press("e")
    panel = Suggestion(laos)
    last = before.split()[-2]
    panel.replace(last, "whatever")
    panel.reason.fill("Because of the")
    laos.page.reload()
    laos = Draft(laos.page, laos.text)
    laos.choose(paragraph)
    laos.page.keyboard.press("e")
    panel = Suggestion(laos)
    expect(panel.words.locator("ins")).to_have_text("whatever")
    expect(panel.reason).to_have_value("Because of the")

    # Meanwhile the pen writes in the same paragraph: nothing moves under the hands, and the panel says so.
    pen.put_cursor(paragraph, before[:3])
    pen.type("hereby ")
    moved = before[:3] + "hereby " + before[3:]
    expect(panel.moved).to_contain_text("The pen has changed this paragraph since you opened it. It now reads:")
    expect(panel.moved.locator("blockquote")).to_have_text(moved)
    panel.reason.fill("Because of the rain.")
    panel.table()
    expect(panel.panel).to_be_visible()
    expect(panel.panel.get_by_role("button", name="Compare my words with the new ones")).to_be_focused()
    laos.page.keyboard.press("Enter")
    expect(panel.moved).to_be_hidden()
    expect(panel.words).to_contain_text("hereby")
    expect(panel.words.locator("ins")).to_have_text("whatever")
    panel.table()
    expect(panel.panel).to_be_hidden()
    until(pen.page, lambda: pen.inserted(paragraph), [("whatever", "LA")])
    assert pen.deleted(paragraph) == last

    # And when the pen takes the whole paragraph away, the words stay with who wrote them.
    other = laos.id_of("24")
    laos.choose(other)
    laos.page.keyboard.press("e")
    panel = Suggestion(laos)
    laos.page.keyboard.type(" Words of ours.")
    whole = pen.words(other) or ""
    pen.mark(other, whole)
    pen.page.keyboard.press("Backspace")
    pen.page.keyboard.press("Backspace")
    pen.page.keyboard.press("Backspace")
    expect(pen.block(other)).to_have_count(0)
    expect(panel.moved).to_contain_text("Your words are kept here")
    expect(panel.words).to_contain_text("Words of ours.")
    laos.page.keyboard.press("Escape")
    expect(panel.panel).to_be_hidden()
