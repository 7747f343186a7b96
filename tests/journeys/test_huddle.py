"""The chair sends two delegations out with a paragraph; they write together, and bring back what all then see."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft, agree
from tests.journeys.looking import breaks, holds
from tests.journeys.people import until
from tests.journeys.site import Site

SECRET = "Hintersinn"
TASK = "Find words on the borders that both can live with."


def form(chair: Draft) -> Locator:
    return chair.page.locator("form[data-sending]")


def broken_in(page: Page, place: str) -> list[object]:
    """What axe finds in one place. Of the rest of a scrolled margin it takes what lies over it for its ground."""
    inside = f"one => one.closest('{place}') !== null"
    return [
        (rule, where)
        for rule, places in breaks(page)
        for where, *_ in places
        if page.locator(where).first.evaluate(inside)
    ]


def send(chair: Draft, paragraph: str, *delegations: str) -> None:
    chair.choose(paragraph)
    chair.page.get_by_text("Send paragraphs to a huddle").click()
    for name in delegations:
        form(chair).get_by_label(name, exact=True).check()
    form(chair).get_by_label("What they are to find").fill(TASK)
    form(chair).scroll_into_view_if_needed()
    for scheme in ("light", "dark"):
        chair.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert broken_in(chair.page, "#huddles") == []
    form(chair).get_by_role("button", name="Send them out").click()


def go_in(draft: Draft) -> Draft:
    """Follows the link that only those inside have."""
    draft.page.locator(f"[data-live='huddles:{draft.text}']").get_by_role("link", name="Into huddle 1").click()
    draft.page.wait_for_url(lambda url: f"/texts/{draft.text}/" not in url)
    found = re.search(r"/texts/(\d+)/", draft.page.url)
    assert found
    return Draft(draft.page, int(found[1]))


def room(branch: Draft) -> Locator:
    return branch.page.locator(f"[data-live='huddles:{branch.text}']")


def press(branch: Draft, name: str) -> None:
    room(branch).get_by_role("button", name=name).click()


def everything_on(page: Page) -> str:
    """All that the page has got, on the screen or not."""
    content: str = page.content()
    return content


def test_two_delegations_write_together_and_bring_back_a_landing_text(
    site: Site, open_draft: OpenDraft, enter: Enter
) -> None:
    chair, pen, third = open_draft("chair"), open_draft("pen"), open_draft("th-head")
    one, other = open_draft("la-adviser"), open_draft("sg-head")
    laos = open_draft("la-head")
    heard: list[str] = []
    paragraph = chair.id_of("12")
    before = chair.words(paragraph) or ""
    assert before
    send(chair, paragraph, "Lao PDR", "Singapore")
    for draft in (chair, pen, third, one, other):
        place = draft.page.locator(f"[data-live='huddles:{draft.text}']")
        expect(place).to_contain_text("Huddle 1")
        expect(place).to_contain_text("paragraph 12")
        expect(place).to_contain_text(TASK)
    for draft in (chair, pen, third):
        expect(draft.page.get_by_role("link", name="Into huddle 1")).to_have_count(0)
        draft.page.on("response", lambda answer: heard.append(answer.url))

    one, other, head = go_in(one), go_in(other), go_in(laos)
    expect(room(one)).to_contain_text("Unseen by all others")
    expect(one.editor).to_have_attribute("contenteditable", "true")
    # An adviser of one and the head of the other, letter by letter, in the same paragraph.
    one.put_cursor(paragraph, before[:12])
    other.put_cursor(paragraph, before[-20:])
    for mine, yours in zip(f" {SECRET}", " and, there", strict=False):
        one.type(mine)
        other.type(yours)
    one.is_in()
    other.is_in()
    agree(one, other, head)
    became = head.words(paragraph) or ""
    assert SECRET in became
    assert became.endswith(" and, there"[: len(f" {SECRET}")])
    expect(room(head).get_by_role("button", name="Bring it back")).to_be_disabled()

    press(head, "We agree to this landing text")
    expect(room(other).locator("[data-party='LA']")).to_have_attribute("data-ready", "yes")
    one.put_cursor(paragraph, before[:12])
    one.type(",")
    one.is_in()
    expect(room(other).locator("[data-party='LA']")).to_have_attribute("data-ready", "no")

    # Meanwhile the pen changes the paragraph before everybody.
    pen.put_cursor(paragraph, before[20:40])
    pen.type(" meanwhile")
    pen.is_in()
    expect(room(head)).to_contain_text("The text before everybody has changed")
    expect(room(head).locator(".three > div")).to_have_count(3)
    holds(head.page)
    press(head, "Bring up to date")
    expect(room(head).locator(".three")).to_have_count(0)
    until(other.page, lambda: "meanwhile" in (other.words(paragraph) or ""), True)
    agree(one, other, head)

    # Nobody else has got a byte of it, by any way.
    for draft in (chair, pen, third):
        assert SECRET not in everything_on(draft.page)
        for path in (f"/texts/{one.text}/", f"/api/texts/{one.text}", f"/api/texts/{one.text}/steps?since=0"):
            answer = draft.page.request.get(f"{site.url}{path}")
            assert answer.status == 404
            assert SECRET not in answer.text()
        assert SECRET not in draft.page.request.get(f"{site.url}/meetings/{site.meeting}/journal/").text()
    public = enter("", "/")
    assert public.request.get(f"{site.url}/texts/{one.text}/").status == 404
    assert not [url for url in heard if f"/texts/{one.text}" in url]

    press(head, "We agree to this landing text")
    expect(room(other).locator("[data-party='LA']")).to_have_attribute("data-ready", "yes")
    press(other, "We agree to this landing text")
    press(other, "Bring it back")
    for draft in (chair, pen, third):
        landing = draft.margin.locator("article.prop", has_text="from huddle 1")
        expect(landing).to_contain_text(SECRET)
        expect(landing).to_contain_text("Singapore")
        expect(landing).to_contain_text("Lao PDR")
        assert any(SECRET in words for words, _ in draft.inserted(paragraph))
    # The branch is read from now on, and written no more.
    expect(room(one)).to_contain_text("The landing text is proposal")
    expect(one.editor).to_have_attribute("contenteditable", "false")
    expect(one.page.locator(f"[data-status-of='{one.text}']").first).to_have_text("The huddle has ended")

    landing = chair.margin.locator("article.prop", has_text="from huddle 1")
    landing.get_by_role("button", name=re.compile("^Accept")).click()
    until(third.page, lambda: SECRET in (third.words(paragraph) or ""), True)
    assert "meanwhile" in (third.words(paragraph) or "")
