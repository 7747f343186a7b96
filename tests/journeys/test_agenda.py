"""The chair takes a meeting through its agenda, and a second window follows without being loaded again."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def head(page: Page) -> Locator:
    return page.locator("[data-live^='meeting:']")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def before(page: Page) -> Locator:
    """The item that is marked as being before the meeting."""
    return page.locator(".agenda li[data-before]")


def test_a_meeting_goes_through_its_agenda_on_every_screen(site: Site, enter: Enter) -> None:
    where = f"/meetings/{site.meeting}/"
    chair, laos = enter("chair", where), enter("la-head", where)
    opened_at = laos.evaluate("performance.timeOrigin")

    # The agenda is adopted, and all see it.
    press(chair, "Adopt the agenda")
    for page in (chair, laos):
        expect(page.locator(".agenda-state")).to_contain_text("Agenda adopted")

    # With one key to the first item, and to the next one.
    chair.locator("body").press("i")
    expect(before(laos)).to_contain_text("Before the meeting")
    first = before(laos).locator("[data-item]").get_attribute("data-item")
    expect(before(laos).get_by_role("timer")).to_have_text(re.compile(r"0:0[1-9]"))
    chair.locator("body").press("i")
    expect(laos.locator(f".agenda li:has([data-item='{first}'])")).to_have_attribute("data-state", "closed")
    expect(before(laos).locator("[data-item]")).not_to_have_attribute("data-item", first or "")

    # Amended in the room: the new item stands between two, the numbers of the others stand.
    chair.get_by_role("link", name="Order the agenda").click()
    chair.get_by_role("link", name="Add after 1", exact=True).click()
    number = chair.get_by_label("Number")
    expect(number).to_have_value("1 bis")
    holds(chair)
    chair.get_by_label("Title").fill("Tourism after the pandemic")
    chair.get_by_label("Minutes planned").fill("15")
    press(chair, "Add the item")
    expect(laos.locator(".agenda li", has_text="1 bis Tourism after the pandemic")).to_contain_text("15 min")
    expect(laos.locator(".agenda-state")).to_contain_text("amended")

    # Suspended with a clock that all see, and resumed.
    chair.locator("summary", has_text="Suspend…").click()
    chair.get_by_label("For how many minutes").fill("5")
    press(chair, "Suspend the sitting")
    for page in (chair, laos):
        expect(head(page)).to_have_attribute("data-state", "suspended")
        expect(page.locator("header .countdown")).to_have_text(re.compile(r"4:\d\d"))
    press(chair, "Resume the sitting")
    expect(head(laos)).to_have_attribute("data-state", "open")
    expect(laos.locator("header .countdown")).to_have_count(0)

    # Adjourned, opened again with the item that waited, and closed for good.
    chair.locator("summary", has_text="Adjourn or close…").click()
    press(chair, "Adjourn the meeting")
    expect(head(laos)).to_have_attribute("data-state", "adjourned")
    press(chair, "Open the next sitting")
    expect(head(laos)).to_have_attribute("data-state", "open")
    chair.locator("summary", has_text="Adjourn or close…").click()
    press(chair, "Close the meeting")
    expect(head(laos)).to_have_attribute("data-state", "closed")
    assert laos.evaluate("performance.timeOrigin") == opened_at, "nothing was loaded again"


def test_a_paper_is_laid_and_read_by_those_for_whom_it_is(site: Site, enter: Enter) -> None:
    where = f"/meetings/{site.meeting}/"
    laos, pen = enter("la-head", where), enter("pen", where)
    pen.get_by_role("link", name="Lay a paper").click()
    pdf: Any = {"name": "notes.exe", "mimeType": "application/octet-stream", "buffer": PDF}
    broken: Any = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}
    for file in (broken, pdf):
        pen.get_by_label("File").set_input_files(file)
        pen.get_by_label("Title").fill("Notes for speakers")
        pen.get_by_label("For whom").select_option("members")
        press(pen, "Lay it before the meeting")
        if file is broken:
            expect(pen.locator(".error")).to_contain_text("What is in the file can't be laid here.")
    expect(laos.locator(".papers")).to_contain_text("Notes for speakers")
    href = laos.get_by_role("link", name="Notes for speakers").first.get_attribute("href")
    answer = laos.request.get(f"{site.url}{href}")
    assert answer.headers["content-type"] == "application/pdf"
    public = enter("", where)
    expect(public.locator("body")).not_to_contain_text("Notes for speakers")
    assert public.request.get(f"{site.url}{href}").status == 404
