"""A delegation drafts, is told by its capital, clears and tables, and nobody else learns of it before."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft
from tests.journeys.looking import holds
from tests.journeys.suggestion import Suggestion

DRAFTED, REASON, TOLD = "all that shields", "The capital wants it wider.", "Not one baht more."


def card(draft: Draft) -> Locator:
    return draft.page.locator(f"[data-live='delegation:{draft.text}']")


def test_from_an_advisers_draft_to_the_table(open_draft: OpenDraft, enter: Enter) -> None:
    adviser = open_draft("kh-adviser")
    head, chair, pen, laos = open_draft("kh-head"), open_draft("chair"), open_draft("pen"), open_draft("la-head")
    paragraph = adviser.id_of("12")

    # The adviser may not table: the panel offers to keep a draft, and nothing else.
    adviser.choose(paragraph)
    adviser.page.keyboard.press("e")
    panel = Suggestion(adviser)
    expect(panel.panel.get_by_role("button", name="Table the amendment")).to_be_hidden()
    panel.replace("protective equipment", DRAFTED)
    panel.reason.fill(REASON)
    panel.panel.get_by_role("button", name="Keep as a draft").click()
    expect(panel.panel).to_be_hidden()

    # It stands in the margin of its delegation, and of no one else.
    for draft in (adviser, head):
        expect(card(draft).locator("article.draft ins")).to_have_text(DRAFTED)
        expect(card(draft).locator("article.draft .status")).to_have_text("Draft")
    for draft in (chair, pen, laos):
        assert DRAFTED not in draft.page.content()
    for draft in (chair, pen):
        expect(card(draft)).to_have_count(0)

    # The room: what the capital says, by the paragraph's number.
    room = enter("kh-adviser", f"/texts/{adviser.text}/delegation/")
    room.get_by_text("Write down an instruction").click()
    room.get_by_label("Paragraph").fill("12")
    room.get_by_label("What the capital says").fill(TOLD)
    room.get_by_role("button", name="Keep it").click()
    expect(room.locator(".instruction .words")).to_have_text(TOLD)
    expect(card(head).locator(".instruction .words")).to_have_text(TOLD)
    expect(room.get_by_role("button", name="Clear")).to_have_count(0)
    holds(room)

    # The adviser writes on; there is nothing to table for it here.
    card(adviser).get_by_role("button", name="Change").click()
    panel = Suggestion(adviser)
    expect(panel.words.locator("ins")).to_have_text(DRAFTED)
    expect(panel.reason).to_have_value(REASON)
    panel.replace("shields", "protects")
    panel.panel.get_by_role("button", name="Keep as a draft").click()
    for draft in (adviser, head):
        expect(card(draft).locator("article.draft ins")).to_have_text("all that protects")

    # The head clears it and tables it; from then on it is before everybody.
    card(head).get_by_role("button", name="Clear").click()
    expect(room.locator("article.draft .status")).to_have_text("Cleared")
    for draft in (chair, pen, laos):
        assert "all that protects" not in draft.page.content()
    card(head).get_by_role("button", name="Table").click()
    for draft in (adviser, head, chair, pen, laos):
        expect(draft.margin.locator("ins").filter(has_text="all that protects")).to_be_visible()
        expect(draft.margin.locator(".reason").filter(has_text=REASON)).to_be_visible()
        assert (TOLD in draft.page.content()) == (draft in (adviser, head))
    expect(room.locator("details.done > summary")).to_have_text("1 draft tabled or dropped")
    room.locator("details.done > summary").click()
    room.get_by_role("link", name="Tabled as proposal").click()
    expect(room.locator(":target")).to_contain_text("all that protects")


def test_the_door_is_closed_to_the_chair(enter: Enter, open_draft: OpenDraft) -> None:
    text = open_draft("chair").text
    page = enter("chair", f"/texts/{text}/delegation/")
    expect(page.locator("main")).to_contain_text("Only a member's delegation may do this.")
