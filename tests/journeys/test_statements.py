"""A statement is handed in, stays with its delegation until it is delivered, and is then read by the whole room."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site

WORDS = "We thank the chair.\n\nOur reserve is open to every member."
LAO = "ພວກເຮົາຂໍຂອບໃຈທ່ານປະທານ."


def statements(page: Page) -> Locator:
    return page.locator("[data-live^='statements:']")


def enter_room(page: Page) -> None:
    taken = page.get_by_role("button", name="Take your place")
    if taken.count():
        taken.click()


def test_a_statement_from_the_capital_to_the_room(site: Site, enter: Enter, tmp_path: Path) -> None:
    room = f"/meetings/{site.meeting}/"
    laos, malaysia, chair = enter("la-head", room), enter("my-head", room), enter("chair", f"{room}desk/")
    clerk = enter("clerk", f"{room}clerk/")
    for page in (laos, malaysia):
        enter_room(page)
    chair.keyboard.press("i")

    # Handed in for the first item: with a file, and in a second language.
    statements(laos).get_by_role("link", name="Hand in a statement").click()
    laos.get_by_label("Under").select_option(index=1)
    laos.get_by_label("Title").fill("The reserve is open")
    laos.get_by_label("Language").select_option("en")
    laos.get_by_label("Words").fill(WORDS)
    file = tmp_path / "statement.txt"
    file.write_text(WORDS, encoding="utf-8")
    laos.get_by_label("File").set_input_files(file)
    laos.get_by_role("button", name="Hand it in").click()
    expect(laos.locator("main")).to_contain_text("Embargoed until delivered. Check against delivery.")
    address = laos.url
    laos.get_by_role("link", name="Add a language").click()
    laos.get_by_label("Language").select_option("lo")
    laos.get_by_label("Words").fill(LAO)
    laos.get_by_role("button", name="Add it").click()
    expect(laos.locator(".speech[lang=lo]")).to_have_text(LAO)
    holds(laos)

    # To everybody else it isn't there; the chair's side knows that there is one.
    expect(statements(malaysia)).not_to_contain_text("Lao PDR")
    malaysia.goto(address)
    expect(malaysia.locator("main")).to_contain_text("There is nothing here that you may see.")
    malaysia.goto(f"{site.url}{room}")
    presiding = enter("chair", room)
    expect(statements(presiding)).to_contain_text("has handed one in")
    expect(statements(presiding)).not_to_contain_text("The reserve is open")

    # The delegation speaks; the clerk writes it down while it does.
    laos.goto(f"{site.url}{room}")
    expect(laos.locator("#line")).to_have_attribute("data-state", "live")
    laos.keyboard.press("p")
    expect(chair.locator(".queue li").first).to_contain_text("Lao PDR")
    chair.keyboard.press("s")
    expect(clerk.locator("[data-floor] .speaker")).to_contain_text("Lao PDR")
    expect(statements(presiding)).to_contain_text("Has the floor now")
    clerk.get_by_label("What was said").fill("thanked the chair, and opened its reserve to every member")
    expect(clerk.get_by_label("About").locator("option").first).to_contain_text("Lao PDR")
    clerk.keyboard.press("Control+Enter")
    expect(clerk.locator(".note-written")).to_contain_text("opened its reserve")
    expect(clerk.get_by_label("What was said")).to_have_value("")
    holds(clerk)

    # It has spoken: the room reads the statement, without anybody's loading a page.
    laos.get_by_role("button", name="I have done").click()
    link = statements(malaysia).get_by_role("link", name="The reserve is open")
    expect(link).to_be_visible()
    link.click()
    expect(malaysia.locator(".speech[lang=en]")).to_contain_text("Our reserve is open to every member.")
    with malaysia.expect_download() as saved:
        malaysia.get_by_role("link", name="statement.txt").click()
    assert saved.value.path().read_text(encoding="utf-8") == WORDS
    assert saved.value.suggested_filename == "statement.txt"
