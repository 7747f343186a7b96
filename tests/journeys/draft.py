"""The page of a text, as somebody has it open: what stands in it, and what hands do in it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from communique.demonstration.places import paragraph_at
from communique.domain.texts.document import blocks
from tests.journeys.people import until

WORDS = """id => {
    const block = document.getElementById("p-" + id);
    if (block === null) return null;
    const words = block.querySelector(".words").cloneNode(true);
    for (const laid of words.querySelectorAll(".inserted, .label")) laid.remove();
    return words.textContent;
}"""
ALL = """sheet => [...sheet.querySelectorAll(":scope > [data-id]")].map(block => {
    const copy = block.cloneNode(true);
    for (const laid of copy.querySelectorAll(".inserted, .label")) laid.remove();
    return [block.dataset.id, (copy.querySelector(".words") ?? copy).textContent];
})"""
POINT = """([id, words, after]) => {
    const block = document.getElementById("p-" + id);
    block.scrollIntoView({ block: "center", behavior: "instant" });
    const walker = document.createTreeWalker(block.querySelector(".words"), NodeFilter.SHOW_TEXT, node =>
        node.parentElement.closest(".inserted") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const letters = [];
    while (walker.nextNode())
        for (let at = 0; at < walker.currentNode.length; at += 1) letters.push([walker.currentNode, at]);
    const whole = letters.map(([node, at]) => node.data[at]).join("");
    const found = whole.indexOf(words);
    if (found < 0) throw new Error(`"${words}" doesn't stand in "${whole}"`);
    const [node, at] = letters[after ? found + words.length - 1 : found];
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = after ? [...range.getClientRects()].at(-1) : range.getClientRects()[0];
    return [after ? box.right - 1 : box.left + 1, box.top + box.height / 2];
}"""

FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"
"""No hand does two things within a frame, and only then does an editor know where the cursor is."""


class Draft:
    """A text's page. Paragraphs are named as people name them, such as "12" or "16 (d)", or by their ids."""

    def __init__(self, page: Page, text: int) -> None:
        self.page = page
        self.text = text
        self.origin = "/".join(page.url.split("/")[:3])
        self.editor = page.locator("#editor")
        self.margin = page.locator(f"[data-live='proposals:{text}']")
        self.saving = page.locator("#saving")
        self.line = page.locator("#line")
        expect(self.line).to_have_attribute("data-state", "live")

    # What the page shows.

    def block(self, id: str) -> Locator:
        return self.page.locator(f"#p-{id}")

    def words(self, id: str) -> str | None:
        """The words of a paragraph as the text has them, without what is laid over them. None when it isn't there."""
        words: str | None = self.page.evaluate(WORDS, id)
        return words

    def everything(self) -> list[tuple[str, str]]:
        """Every block with its words, in order."""
        return [(id, words) for id, words in self.editor.evaluate(ALL)]

    def shows(self, id: str, words: str | None) -> None:
        """Waits until a paragraph reads so."""
        until(self.page, lambda: self.words(id), words)

    def inserted(self, id: str) -> list[tuple[str, str]]:
        """What is proposed to be put into a paragraph: the words and the plate behind them, in order."""
        # Of several changes of one proposal in it the last alone has a plate.
        plate = "one.querySelector('.by')?.textContent ?? ''"
        read = f"all => all.map(one => [one.querySelector('ins')?.textContent ?? '', {plate}])"
        return [(words, by) for words, by in self.block(id).locator(".inserted").evaluate_all(read)]

    def deleted(self, id: str) -> str:
        """What is proposed to be taken out of a paragraph, one behind the other."""
        read = "all => all.filter(one => !one.parentElement.closest('del')).map(one => one.textContent).join('')"
        words: str = self.block(id).locator("del").evaluate_all(read)
        return words

    def proposal(self, number: int) -> Locator:
        """A proposal in the margin, by its number."""
        return self.margin.locator(f"article.prop:has(p.meta > b:text-is('{number}'))")

    # What the server holds.

    def state(self) -> dict[str, Any]:
        """The text as the server gives it to this reader."""
        answer = self.page.request.get(f"{self.origin}/api/texts/{self.text}")
        assert answer.ok, answer.text()
        state: dict[str, Any] = answer.json()
        return state

    def held(self) -> list[tuple[str, str]]:
        """Every block with its words as the server has them, in order."""
        return [(block["attrs"]["id"], letters(block)) for block in blocks(self.state()["doc"])]

    def id_of(self, path: str) -> str:
        id: str = paragraph_at(self.state()["doc"], path)["attrs"]["id"]
        return id

    # What hands do.

    def put_cursor(self, id: str, words: str, *, after: bool = True) -> None:
        """Clicks behind (or before) words of a paragraph."""
        self.page.mouse.click(*self.page.evaluate(POINT, [id, words, after]))
        self.page.evaluate(FRAMES)

    def mark(self, id: str, words: str) -> None:
        """Marks words by drawing the mouse over them."""
        self.page.mouse.move(*self.page.evaluate(POINT, [id, words, False]))
        self.page.mouse.down()
        self.page.mouse.move(*self.page.evaluate(POINT, [id, words, True]), steps=4)
        self.page.mouse.up()
        self.page.evaluate(FRAMES)

    def choose(self, id: str) -> None:
        """Clicks on a paragraph, as a reader does."""
        self.put_cursor(id, (self.words(id) or "")[:1])

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.page.evaluate(FRAMES)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def is_in(self) -> None:
        """Waits until the server has every letter that stands here. The page itself says so, after a moment's delay."""
        until(self.page, lambda: self.everything() == self.held(), True)
        expect(self.saving).to_have_text(re.compile("^(All changes are in)?$"))


def words_in(sheet: Locator) -> list[str]:
    """The words of every block on a page where nobody writes."""
    return [words for _, words in sheet.evaluate(ALL)]


def letters(node: dict[str, Any]) -> str:
    """Every letter of a node and nothing else, as a page shows it."""
    return node.get("text", "") + "".join(letters(one) for one in node.get("content", ()))


def agree(*drafts: Draft) -> None:
    """Waits until all pages show, block by block, what the server holds, and nothing else comes."""
    drafts[0].is_in()
    held = drafts[0].held()
    for draft in drafts:
        until(draft.page, draft.everything, held)
