"""The panel in which a delegation writes what it proposes."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.draft import FRAMES, Draft

WORD = """([words]) => {
    const place = document.querySelector("#suggestion .suggestion-words");
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, node =>
        node.parentElement.closest("del") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        walker.currentNode.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
        const boxes = [...range.getClientRects()];
        const [first, last] = [boxes[0], boxes.at(-1)];
        return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
    }
    throw new Error(`"${words}" doesn't stand in one piece in "${place.textContent}"`);
}"""


class Suggestion:
    """The panel as a delegation has it open on a paragraph."""

    def __init__(self, draft: Draft) -> None:
        self.page = draft.page
        self.panel: Locator = draft.page.locator("#suggestion")
        self.words = self.panel.get_by_role("textbox", name="The paragraph as you propose it")
        self.reason = self.panel.get_by_label("Reason")
        self.moved = self.panel.locator(".suggestion-moved")
        expect(self.words).to_be_focused()

    def replace(self, words: str, by: str) -> None:
        """Marks words with the mouse and types others in their place."""
        left, top, right, bottom = self.page.evaluate(WORD, [words])
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()
        self.page.evaluate(FRAMES)
        self.page.keyboard.type(by)

    def turn_to(self, what: str) -> None:
        """Chooses what is done with the paragraph, by the keyboard's own way of choosing."""
        self.panel.get_by_label("What you propose").select_option(label=what)

    def add(self) -> None:
        self.panel.get_by_role("button", name="Add to this proposal").click()

    def table(self) -> None:
        self.panel.get_by_role("button", name="Table the amendment").click()


def propose(draft: Draft, paragraph: str, words: str, by: str, reason: str = "") -> int:
    """Does all of it: chooses the paragraph, presses E, edits, gives the reason, tables. The amendment's number."""
    draft.choose(paragraph)
    draft.page.keyboard.press("e")
    panel = Suggestion(draft)
    panel.replace(words, by)
    if reason:
        panel.reason.fill(reason)
    panel.table()
    expect(panel.panel).to_be_hidden()
    said = draft.page.locator(".toast p").filter(has_text="is tabled").last
    expect(said).to_have_text("Amendment " + said.inner_text().split()[1] + " is tabled.")
    return int(said.inner_text().split()[1])


def open_on(draft: Draft, paragraph: str) -> Suggestion:
    """Chooses a paragraph and presses E."""
    draft.choose(paragraph)
    draft.page.keyboard.press("e")
    return Suggestion(draft)


def tabled(draft: Draft) -> int:
    """The number of the amendment that was just tabled."""
    expect(draft.page.locator("#suggestion")).to_be_hidden()
    said = draft.page.locator(".toast p").filter(has_text="is tabled").last
    expect(said).to_have_text("Amendment " + said.inner_text().split()[1] + " is tabled.")
    return int(said.inner_text().split()[1])
