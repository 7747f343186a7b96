"""The pen's work with brackets, by buttons and by keys, seen by everybody."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import OpenDraft
from tests.journeys.draft import FRAMES, agree
from tests.journeys.people import until


def test_brackets_are_put_lifted_chosen_and_taken_back(open_draft: OpenDraft) -> None:
    pen, chair = open_draft("pen"), open_draft("chair")
    tools = pen.page.get_by_role("toolbar", name="The pen")
    paragraph = pen.id_of("12")
    before = pen.words(paragraph) or ""

    # Who stands behind the selected words is asked for, by the body's own names.
    pen.mark(paragraph, "food, medicines")
    tools.get_by_role("button", name="Put the selected words in brackets").click()
    form = pen.page.get_by_role("dialog", name="Who stands behind these words")
    form.get_by_label("Party or group").fill("Lao PDR")
    form.get_by_label("What it says of them").select_option(label="reserves its position")
    form.get_by_role("button", name="One more party").click()
    form.get_by_label("Party or group").nth(1).fill("Atlantis")
    form.get_by_role("button", name="Put in brackets").click()
    expect(pen.page.locator(".toast p").last).to_have_text("“Atlantis” is not on this body's list of parties.")
    form.get_by_label("Party or group").nth(1).fill("Singapore")
    form.get_by_role("button", name="Put in brackets").click()
    bracketed = before.replace("food, medicines", "[food, medicines - LA reserve; SG]")
    for draft in (pen, chair):
        draft.shows(paragraph, bracketed)
    expect(form).to_have_count(0)

    # What was done by mistake is taken back at once, also after somebody wrote elsewhere in between.
    pen.put_cursor(paragraph, "We undertook")
    pen.type(" now")
    pen.page.get_by_role("button", name="Undo this").click()
    undone = before.replace("We undertook", "We undertook now")
    for draft in (pen, chair):
        draft.shows(paragraph, undone)

    # By the keys, on the bracket around the cursor.
    pen.put_cursor(paragraph, "as soon as")
    pen.page.evaluate(FRAMES)
    pen.page.keyboard.press("Alt+Shift+L")
    lifted = undone.replace("[as soon as the situation allows]", "as soon as the situation allows")
    for draft in (pen, chair):
        draft.shows(paragraph, lifted)
    pen.put_cursor(paragraph, "giving notice")
    pen.page.evaluate(FRAMES)
    pen.page.keyboard.press("Alt+Shift+D")
    deleted = lifted.replace("[, giving notice of any new one within seven days]", "")
    for draft in (pen, chair):
        draft.shows(paragraph, deleted)

    # Between alternatives one chooses by their words.
    conscious = next(id for id, words in pen.everything() if words.startswith("Conscious"))
    pen.put_cursor(conscious, "must")
    pen.page.evaluate(FRAMES)
    tools.get_by_role("button", name="Choose… between alternatives").click()
    choice = pen.page.get_by_role("dialog", name="Which words shall stand?")
    expect(choice.get_by_role("button")).to_have_text(["must", "should", "Cancel"])
    choice.get_by_role("button", name="should").click()
    for draft in (pen, chair):
        until(draft.page, lambda draft=draft: "ill together should also" in (draft.words(conscious) or ""), True)
    expect(choice).to_have_count(0)
    pen.put_cursor(conscious, "Conscious")
    pen.page.evaluate(FRAMES)
    tools.get_by_role("button", name="Lift the bracket around the cursor").click()
    expect(pen.page.locator(".toast p").last).to_have_text(
        "No bracket that is also closed opens there: it was never closed, or it is gone by now. Nothing was changed."
    )
    agree(pen, chair)
