"""The pen types, and every reader's page follows; nothing that was typed is lost."""

from __future__ import annotations

import re
import urllib.request

from playwright.sync_api import Frame, Page, expect

from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft, agree
from tests.journeys.people import until
from tests.journeys.site import Site

READERS = ("la-head", "chair", "eu-observer")


def test_every_reader_follows_letter_by_letter(open_draft: OpenDraft) -> None:
    pen = open_draft("pen")
    readers = [open_draft(who) for who in READERS]
    paragraph = pen.id_of("12")
    before = pen.words(paragraph)
    assert before
    for reader in readers:
        reader.page.evaluate("window.neverLoadedAgain = true")
    pen.put_cursor(paragraph, "lift measures that hinder them")
    typed = ""
    for letter in ", however":
        pen.type(letter)
        typed += letter
        for reader in readers:
            reader.shows(paragraph, before.replace("hinder them", f"hinder them{typed}"))
    pen.is_in()
    agree(pen, *readers)
    for reader in readers:
        assert reader.page.evaluate("window.neverLoadedAgain")
        expect(reader.editor).to_have_attribute("contenteditable", "false")


def test_the_public_gets_no_word_of_a_draft(site: Site, open_draft: OpenDraft, enter: Enter) -> None:
    pen = open_draft("pen")
    room = pen.page.locator("meta[name=room]").get_attribute("content")
    since = pen.page.locator("meta[name=room-version]").get_attribute("content")
    stream = urllib.request.Request(f"{site.url}/live/rooms/{room}", headers={"Last-Event-ID": since or ""})
    with urllib.request.urlopen(stream, timeout=20) as line:
        paragraph = pen.id_of("8")
        pen.put_cursor(paragraph, "emerging diseases")
        pen.type(" of the hinterland")
        pen.is_in()
        moved = version_of_room(pen.page)
        said = b""
        while f"id: {moved}".encode() not in said:
            part = line.readline()
            assert part, "the line ended"
            said += part
    public = enter("", f"/meetings/{site.meeting}/")
    conference = public.locator(".eyebrow a").first.get_attribute("href")
    pages = {"the live line": said.decode()}
    for path in (
        "/",
        f"/texts/{site.text}/",
        f"/meetings/{site.meeting}/",
        f"/meetings/{site.meeting}/journal/",
        f"/items/{site.facts['texts']['draft']['item']}/text/",
        f"/api/texts/{site.text}",
        f"/api/texts/{site.text}/steps?since=0",
        f"/api/texts/{site.text}/question",
        f"/api/meetings/{site.meeting}",
        "/documents/",
        conference or "",
    ):
        pages[path] = public.request.get(f"{site.url}{path}").text()
    phrases = {phrase for _, words in pen.held() for phrase in phrases_of(words)}
    assert any("of the hinterland" in phrase for phrase in phrases)
    for path, page in pages.items():
        assert not [phrase for phrase in phrases if phrase in page], path
        assert "hinterland" not in page, path
    # The one who may read it has it in the same places.
    assert "of the hinterland" in pen.page.request.get(f"{site.url}/texts/{site.text}/").text()


def phrases_of(words: str) -> set[str]:
    """Every seven words in a row; fewer stand in the names of conferences and documents, which are public."""
    row = words.split()
    return {" ".join(row[at : at + 7]) for at in range(len(row) - 6)}


def version_of_room(page: Page) -> str:
    """The version of the page's room now."""
    answer = page.request.get(page.url).text()
    found = re.search(r'<meta name="room-version" content="(\d+)">', answer)
    assert found
    return found[1]


def test_two_pens_at_different_places_and_at_the_same_place(open_draft: OpenDraft) -> None:
    one, other, reader = open_draft("pen"), open_draft("pen-2"), open_draft("th-head")
    here, there = one.id_of("4"), one.id_of("18")
    one.put_cursor(here, "consultation")
    other.put_cursor(there, "takes money")
    for mine, yours in zip(" and patience", ", time, trust", strict=True):
        one.type(mine)
        other.type(yours)
    one.is_in()
    other.is_in()
    agree(one, other, reader)
    assert "consultation and patience and consensus" in (reader.words(here) or "")
    assert "takes money, time, trust as well" in (reader.words(there) or "")

    same = one.id_of("20")
    whole = one.words(same) or ""
    one.put_cursor(same, whole[:20])
    other.put_cursor(same, whole[:20])
    for mine, yours in zip("abcdefgh", "12345678", strict=True):
        one.type(mine)
        other.type(yours)
    one.is_in()
    other.is_in()
    agree(one, other, reader)
    became = reader.words(same) or ""
    put_in = became[20 : 20 + 16]
    assert became == whole[:20] + put_in + whole[20:]
    assert re.sub(r"\d", "", put_in) == "abcdefgh"
    assert re.sub(r"\D", "", put_in) == "12345678"


def test_a_pen_that_reloads_in_the_middle_of_typing_loses_nothing(open_draft: OpenDraft) -> None:
    pen, reader = open_draft("pen"), open_draft("kh-head")
    paragraph = pen.id_of("12")
    before = pen.words(paragraph) or ""
    pen.put_cursor(paragraph, "food, medicines")
    pen.type(" and seed")
    pen.page.reload()
    wanted = before.replace("food, medicines", "food, medicines and seed")
    reader.shows(paragraph, wanted)
    pen = Draft(pen.page, pen.text)
    pen.shows(paragraph, wanted)

    # And when not one letter had gone out by the time that the page was left.
    left: list[Frame] = []
    steps = re.compile(r"/api/texts/\d+/steps$")
    pen.page.route(steps, lambda route: route.continue_() if left else route.abort())
    pen.put_cursor(paragraph, "moving among us")
    pen.type(", whatever the weather")
    expect(pen.saving).to_contain_text("Kept on this computer")
    pen.page.once("framenavigated", lambda frame: left.append(frame))
    pen.page.reload()
    expect(pen.page.locator(".toast")).to_contain_text("Brought back what had not been sent")
    wanted = wanted.replace("moving among us", "moving among us, whatever the weather")
    pen.shows(paragraph, wanted)
    pen.is_in()
    agree(pen, reader)


def test_a_pen_whose_line_is_cut_goes_on_typing(open_draft: OpenDraft) -> None:
    pen, other, reader = open_draft("pen"), open_draft("pen-2"), open_draft("my-head")
    paragraph = pen.id_of("19")
    pen.put_cursor(paragraph, "recovery be measured")
    pen.page.context.set_offline(True)
    pen.type(" honestly and")
    expect(pen.saving).to_contain_text("Kept on this computer until the line is back")
    # Meanwhile somebody else writes in the same paragraph, and another takes a word out before it.
    other.put_cursor(paragraph, "small number of indicators")
    other.type(" that all collect")
    other.mark(paragraph, "We agreed that")
    other.type("We decided that")
    other.is_in()
    pen.page.context.set_offline(False)
    pen.is_in()
    agree(pen, other, reader)
    became = reader.words(paragraph) or ""
    assert became.startswith(
        "We decided that recovery be measured honestly and by a small number of indicators that all"
    )


def test_the_server_is_killed_while_the_pen_types(site: Site, open_draft: OpenDraft) -> None:
    pen, reader, observer = open_draft("pen"), open_draft("sg-head"), open_draft("eu-observer")
    paragraph = pen.id_of("17")
    before = pen.words(paragraph) or ""
    pen.put_cursor(paragraph, "working group on the framework")
    for at, letter in enumerate(", whose chair we thank for a draft made in the night,"):
        if at == 20:
            site.kill()
        pen.type(letter)
    expect(pen.saving).to_contain_text("Kept on this computer until the line is back")
    expect(reader.line).to_have_attribute("data-state", "lost")
    site.start()
    pen.type(" to say when")
    pen.is_in()
    wanted = before.replace(
        "the framework to", "the framework, whose chair we thank for a draft made in the night, to say when to", 1
    )
    for page in (pen, reader, observer):
        page.shows(paragraph, wanted)
        expect(page.line).to_have_attribute("data-state", "live")
    agree(pen, reader, observer)


def test_what_is_pasted_gets_names_of_its_own(open_draft: OpenDraft) -> None:
    pen, reader = open_draft("pen"), open_draft("la-head")
    pen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before = pen.held()
    place = [id for id, _ in before].index(pen.id_of("12"))
    (first, words), (_, heading) = before[place : place + 2]
    # Copied out of the text itself, with the names that its paragraphs have there.
    pen.put_cursor(first, words[:10], after=False)
    pen.press("Home")
    while heading not in pen.page.evaluate("getSelection().toString()"):
        pen.press("Shift+ArrowDown")
    pen.press("Control+c")
    last, end = before[-1]
    pen.put_cursor(last, end)
    pen.press("Enter")
    pen.press("Control+v")
    until(pen.page, lambda: [one for _, one in pen.everything()[len(before) :]][:2], [words, heading])
    pen.is_in()
    after = pen.held()
    assert after[: len(before)] == before
    ids = [id for id, _ in after]
    assert len(set(ids)) == len(ids)
    agree(pen, reader)


def test_enter_splits_undo_takes_back_and_numbers_are_given(open_draft: OpenDraft) -> None:
    pen, reader = open_draft("pen"), open_draft("chair")
    paragraph = pen.id_of("4")
    before = pen.held()
    whole = pen.words(paragraph) or ""
    head, tail = whole.split(", and that")
    pen.put_cursor(paragraph, head)
    pen.page.keyboard.press("Enter")
    pen.shows(paragraph, head)
    pen.is_in()
    held = pen.held()
    place = [id for id, _ in held].index(paragraph)
    fresh, words = held[place + 1]
    assert (held[place][1], words) == (head, f", and that{tail}")
    assert re.fullmatch("[a-z][a-z0-9]{9}", fresh)
    assert fresh not in {id for id, _ in before}
    expect(reader.block(fresh)).to_be_visible()
    # Numbers stand still while a text is negotiated: the new paragraph has none, until the pen gives it one.
    expect(reader.block(fresh).locator(".number")).to_have_text("")
    pen.page.locator("[data-do=number]").click()
    panel = pen.page.locator("form#numbering")
    expect(panel.get_by_label("Number, as printed")).to_be_focused()
    pen.page.keyboard.type("4 bis.")
    panel.get_by_role("button", name="Apply").click()
    expect(panel).to_have_count(0)
    expect(reader.block(fresh).locator(".number")).to_have_text("4 bis.")
    # The cursor is in the text again: one undo takes the number, the next one the split.
    expect(pen.editor).to_be_focused()
    pen.page.keyboard.press("Control+z")
    expect(reader.block(fresh).locator(".number")).to_have_text("")
    pen.page.locator("[data-do=undo]").click()
    expect(reader.block(fresh)).to_have_count(0)
    pen.is_in()
    assert pen.held() == before
    agree(pen, reader)
    # Bold, by key, shows as such on every page.
    pen.mark(paragraph, "consensus")
    pen.page.keyboard.press("Control+b")
    expect(reader.block(paragraph).locator("strong")).to_have_text("consensus")
    until(pen.page, lambda: pen.page.locator("[data-do=strong]").get_attribute("aria-pressed"), "true")
