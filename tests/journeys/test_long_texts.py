"""The work of a letter doesn't grow with the text: counted in changes of the page, not in time."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.draft import FRAMES, Draft
from tests.journeys.people import until
from tests.journeys.site import ROOT, Site

SAMPLE = ROOT / "src" / "communique" / "demonstration" / "communique.md"
TIMES = 10
MOST = 6
"""Changes of the page that one letter may cost: the letter itself, the figures beside it, a decoration drawn anew."""
COUNT = """() => {
    window.changes = 0;
    const aside = "#line, #saving, [data-clock], #toasts";
    const around = one => one.nodeType === Node.ELEMENT_NODE ? one : one.parentElement;
    new MutationObserver(records => {
        window.changes += records.filter(one => !around(one.target)?.closest(aside)).length;
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


LAID_OUT = """() => [...document.querySelectorAll("#editor > .block > .words")]
    .filter(words => words.checkVisibility({ contentVisibilityAuto: true })).length"""
IN_THE_MIDDLE = """id => {
    const box = document.getElementById(`p-${id}`).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
}"""


def test_a_letter_costs_as_little_in_a_long_text_as_in_a_short_one(site: Site, enter: Enter) -> None:
    clerk = enter("clerk", f"/meetings/{site.meeting}/items/new/")
    clerk.get_by_label("Title").fill("A long text")
    clerk.get_by_label("A document is to be adopted under it").check()
    clerk.get_by_role("button", name="Add the item").click()
    pen = enter("pen", f"/meetings/{site.meeting}/")
    pen.get_by_role("link", name="Bring in the text").click()
    head, _, body = SAMPLE.read_text(encoding="utf-8").partition("\n")
    body, _, notes = body.partition("\n[^1]:")
    long = "\n".join([head, *[body] * TIMES, f"\n[^1]:{notes}"])
    pen.locator("input[type=file]").set_input_files(
        {"name": "long.md", "mimeType": "text/markdown", "buffer": long.encode()}
    )
    pen.get_by_role("button", name="Bring in the text").click()
    expect(pen.locator(".notes, #read, #editor").first).to_be_attached()
    if not pen.locator("#editor").count():
        pen.get_by_role("link", name="To the text").click()
    number = int(pen.url.split("/texts/")[1].strip("/"))
    assert number != site.text

    short = costs(
        Draft(enter("pen-2", f"/texts/{site.text}/"), site.text),
        Draft(enter("la-head", f"/texts/{site.text}/"), site.text),
    )
    reader = enter("th-head", f"/texts/{number}/", reduced_motion="reduce")
    grown = costs(Draft(pen, number), Draft(reader, number))
    assert max(short) <= MOST
    assert max(grown) <= max(short) + 1
    only_what_is_near_is_laid_out(reader)


def only_what_is_near_is_laid_out(reader: Page) -> None:
    """And what is far is gone to all the same, by a key and by a link, and stands in the middle of the window then."""
    many = reader.locator("#editor > .block").count()
    assert many > 900
    assert reader.evaluate(LAID_OUT) < many / 5
    last = reader.locator("#editor > p.block").nth(-3)
    id = last.get_attribute("data-id")
    reader.evaluate("id => document.dispatchEvent(new CustomEvent('communique:come', { detail: { id } }))", id)
    until(reader, lambda: reader.evaluate(IN_THE_MIDDLE, id), True)
    reader.keyboard.press("j")
    following = reader.locator("#editor .is-current").get_attribute("data-id")
    assert following != id
    until(reader, lambda: reader.evaluate(IN_THE_MIDDLE, following), True)
    assert reader.evaluate(LAID_OUT) < many / 5


def costs(pen: Draft, reader: Draft) -> list[int]:
    """How many changes of the page a letter costs, at most: in the pen's own page, and in a reader's."""
    paragraph = pen.id_of("18")
    words = pen.words(paragraph) or ""
    pen.put_cursor(paragraph, words[:30])
    for draft in (pen, reader):
        draft.page.evaluate(COUNT)
    most = [0, 0]
    typed = ""
    for letter in "letters":
        for draft in (pen, reader):
            draft.page.evaluate("window.changes = 0")
        pen.type(letter)
        typed += letter
        for at, draft in enumerate((pen, reader)):
            draft.shows(paragraph, words[:30] + typed + words[30:])
            draft.page.evaluate(FRAMES)
            changes = draft.page.evaluate("window.changes")
            assert changes > 0
            most[at] = max(most[at], changes)
    return most
