"""Proposals about whole paragraphs, in the names of several, amended, and held against each other."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import OpenDraft
from tests.journeys.draft import FRAMES, Draft, agree
from tests.journeys.people import until
from tests.journeys.suggestion import Suggestion, open_on, propose, tabled


def after(draft: Draft, paragraph: str) -> str:
    """The paragraph that stands behind another one."""
    ids = [id for id, _ in draft.everything()]
    return ids[ids.index(paragraph) + 1]


def test_several_changes_of_paragraphs_make_one_proposal_and_come_into_the_text(open_draft: OpenDraft) -> None:
    laos, chair, pen = open_draft("la-head"), open_draft("chair"), open_draft("pen")
    twelve, fourteen = laos.id_of("12"), laos.id_of("14")
    before = [id for id, _ in laos.everything()]

    panel = open_on(laos, twelve)
    panel.turn_to("A new paragraph after this one")
    new = panel.panel.get_by_role("textbox", name="The new paragraph")
    expect(new).to_be_visible()
    expect(panel.panel.get_by_label("Number, as printed")).to_have_value("12 bis.")
    new.click()
    laos.page.keyboard.type("We thank those who nurse.")
    panel.add()
    expect(panel.panel.locator(".suggestion-list li")).to_have_count(1)
    expect(panel.panel.get_by_role("heading", name="In this proposal already")).to_be_visible()

    # From one paragraph to the next by the keys, and the list stays.
    laos.page.keyboard.press("Escape")
    panel = open_on(laos, fourteen)
    expect(panel.panel.locator(".suggestion-list li")).to_have_count(1)
    panel.turn_to("Delete this paragraph")
    expect(panel.panel.locator(".suggestion-does")).to_have_text("14 would go as a whole.")
    panel.reason.fill("It belongs together.")
    panel.table()
    number = tabled(laos)

    for draft in (laos, chair, pen):
        ghost = draft.editor.locator(".ghost.new")
        expect(ghost).to_contain_text("12 bis.")
        expect(ghost.locator("ins")).to_have_text("We thank those who nurse.")
        expect(ghost.locator(".by")).to_have_text("LA")
        expect(draft.block(fourteen)).to_have_class(re.compile("is-struck"))
        ghost.scroll_into_view_if_needed()
        proposal = draft.proposal(number)
        expect(proposal.locator(".change").nth(0)).to_contain_text("New paragraph 12 bis after 12:")
        expect(proposal.locator(".change").nth(1)).to_contain_text("Delete 14:")
        assert [id for id, _ in draft.everything()] == before, "the text itself is untouched"

    chair.proposal(number).get_by_role("button", name=f"Accept {number}").click()
    for draft in (laos, chair, pen):
        expect(draft.block(fourteen)).to_have_count(0)
        expect(draft.editor.locator(".ghost")).to_have_count(0)
        found = [words for _, words in draft.everything()]
        assert found[before.index(twelve) + 1] == "We thank those who nurse."
    agree(laos, chair, pen)


def test_a_paragraph_is_moved_and_what_others_propose_on_it_goes_with_it(open_draft: OpenDraft) -> None:
    laos, thailand, chair = open_draft("la-head"), open_draft("th-head"), open_draft("chair")
    moved, behind = laos.id_of("18"), laos.id_of("20")
    other = propose(thailand, moved, "takes money", "costs money")
    panel = open_on(laos, moved)
    panel.turn_to("Move this paragraph")
    panel.table()
    expect(panel.panel.locator(".error")).to_have_text("Choose after which paragraph it shall stand.")
    panel.panel.get_by_label("After which paragraph").select_option(label="20")
    panel.table()
    number = tabled(laos)
    for draft in (laos, thailand, chair):
        expect(draft.block(moved).locator(".sign.move")).to_contain_text("Move after 20")
        expect(draft.editor.locator(".ghost.here")).to_contain_text("18 would stand here")
        expect(draft.proposal(number).locator(".change")).to_have_text("Move 18 after 20")
    chair.proposal(number).get_by_role("button", name=f"Accept {number}").click()
    for draft in (laos, thailand, chair):
        until(draft.page, lambda draft=draft: after(draft, behind), moved)
        until(draft.page, lambda draft=draft: draft.inserted(moved), [("costs", "TH")])
    chair.proposal(other).get_by_role("button", name=f"Accept {other}").click()
    for draft in (laos, thailand, chair):
        until(draft.page, lambda draft=draft: "costs money" in (draft.words(moved) or ""), True)
    agree(laos, thailand, chair)


def test_a_paragraph_is_split_at_the_cursor_and_merged_with_the_next(open_draft: OpenDraft) -> None:
    laos, chair = open_draft("la-head"), open_draft("chair")
    paragraph = laos.id_of("12")
    whole = laos.words(paragraph) or ""
    panel = open_on(laos, paragraph)
    panel.turn_to("Split it in two")
    words = panel.panel.get_by_role("textbox", name="The paragraph, to be split at the cursor")
    words.click()
    laos.page.keyboard.press("Control+Home")
    panel.table()
    expect(panel.panel.locator(".error")).to_have_text("Put the cursor between two words of the paragraph first.")
    words.click()
    laos.page.evaluate(FRAMES)
    laos.page.keyboard.press("Control+Home")
    for _ in range(2):
        laos.page.keyboard.press("Control+ArrowRight")
        laos.page.evaluate(FRAMES)
    laos.page.keyboard.type("x")
    expect(words.locator(".cut")).to_be_visible()
    panel.table()
    number = tabled(laos)
    expect(chair.block(paragraph).locator(".sign.split")).to_contain_text("Split here: 12 bis begins")
    chair.proposal(number).get_by_role("button", name=f"Accept {number}").click()
    until(chair.page, lambda: (chair.words(paragraph) or "") != whole, True)
    first = (chair.words(paragraph) or "").strip()
    rest = chair.words(after(chair, paragraph)) or ""
    assert whole.split() == [*first.split(), *rest.split()]

    panel = open_on(laos, paragraph)
    panel.turn_to("Merge it with the next one")
    expect(panel.panel.locator(".suggestion-does")).to_have_text("12 and 12 bis would become one paragraph.")
    panel.table()
    again = tabled(laos)
    chair.proposal(again).get_by_role("button", name=f"Accept {again}").click()
    chair.shows(paragraph, whole)
    agree(laos, chair)


def test_sponsors_join_and_the_mover_takes_an_amendment_in(open_draft: OpenDraft) -> None:
    laos, singapore, thailand, chair = (open_draft(who) for who in ("la-head", "sg-head", "th-head", "chair"))
    paragraph = laos.id_of("12")
    number = propose(laos, paragraph, "protective equipment", "all that protects")
    singapore.proposal(number).get_by_role("button", name=f"Cosponsor {number}").click()
    for draft in (laos, singapore, thailand, chair):
        expect(draft.proposal(number).locator(".meta .plate")).to_have_text(["Lao PDR", "Singapore"])
        until(draft.page, lambda draft=draft: draft.inserted(paragraph), [("all that protects", "LA +1")])
        expect(draft.block(paragraph).locator(".by")).to_have_attribute("title", "Proposed by Lao PDR, Singapore")
    expect(singapore.proposal(number).get_by_role("button", name="Oppose")).to_have_count(0)

    thailand.proposal(number).get_by_role("button", name=f"Amend {number}").click()
    panel = Suggestion(thailand)
    expect(panel.panel.get_by_role("heading")).to_have_text(f"Your amendment to proposal {number}")
    expect(panel.words).to_contain_text("all that protects")
    panel.replace("all that", "whatever")
    panel.table()
    to_it = tabled(thailand)
    for draft in (laos, chair):
        card = draft.proposal(to_it)
        expect(card.locator(".meta").first).to_contain_text(f"would amend {number}")
        expect(card.locator("del")).to_have_text("all that")
        expect(card.locator("ins")).to_have_text("whatever")
    assert chair.inserted(paragraph) == [("all that protects", "LA +1")], "over the text lies what would be amended"
    expect(chair.proposal(number)).to_contain_text(f"Amendments to {number} are decided before it.")
    laos.proposal(to_it).get_by_role("button", name=f"Take {to_it} in").click()
    for draft in (laos, thailand, chair):
        expect(draft.proposal(to_it).locator(".status")).to_have_text("Merged")
        until(draft.page, lambda draft=draft: draft.inserted(paragraph), [("whatever protects", "LA +1")])
    laos.proposal(number).get_by_role("button", name=f"Leave the sponsors of {number}").click()
    for draft in (laos, chair):
        expect(draft.proposal(number).locator(".meta .plate")).to_have_text(["Singapore"])
    chair.proposal(number).get_by_role("button", name=f"Accept {number}").click()
    until(laos.page, lambda: "whatever protects" in (laos.words(paragraph) or ""), True)
    agree(laos, singapore, thailand, chair)


def test_what_contradicts_each_other_is_marked_and_what_does_not_is_merged(open_draft: OpenDraft) -> None:
    laos, singapore, chair = open_draft("la-head"), open_draft("sg-head"), open_draft("chair")
    paragraph, other = laos.id_of("12"), laos.id_of("18")
    one = propose(laos, paragraph, "protective equipment", "all that protects", "Wider.")
    two = propose(singapore, paragraph, "protective equipment", "masks")
    three = propose(singapore, other, "takes money", "costs money", "Plainer.")
    for draft in (laos, chair):
        expect(draft.proposal(one)).to_contain_text(f"It can’t be accepted together with {two}.")
        expect(draft.proposal(two)).to_contain_text(f"It can’t be accepted together with {one}.")
        expect(draft.proposal(three)).not_to_contain_text("together with")
    wordings = chair.margin.locator(f"section[data-paragraph='{paragraph}'] .wordings")
    wordings.locator("summary").click()
    expect(wordings.locator("li")).to_have_count(3)
    expect(wordings.locator("li").nth(0)).to_contain_text("As it stands")
    expect(wordings.locator("li").nth(2)).to_contain_text("masks")

    def choose(*numbers: int) -> None:
        for number in numbers:
            chair.proposal(number).get_by_label(f"Merge {number}").check()
        chair.margin.get_by_role("button", name="Merge the chosen ones").click()

    choose(one, two)
    expect(chair.page.locator(".toast p")).to_have_text(
        f"Amendments {one} and {two} can't both be taken: they change the same place."
    )
    chair.proposal(two).get_by_label(f"Merge {two}").uncheck()
    choose(three)
    merged = chair.proposal(three + 1)
    expect(merged.locator(".meta .plate")).to_have_text(["Lao PDR", "Singapore"])
    expect(merged.locator(".reason")).to_contain_text("Wider.")
    expect(merged.locator(".reason")).to_contain_text("Plainer.")
    for number in (one, three):
        expect(chair.proposal(number).locator(".status").first).to_have_text("Merged")
    agree(laos, singapore, chair)
