"""From an empty installation to a text on the table, through the pages alone."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.draft import Draft
from tests.journeys.site import Site

MEMBERS = {"LA": "Lao PDR", "VN": "Viet Nam", "SG": "Singapore"}
TEXT = """# Draft statement on rivers

We, the three, meeting on the bank of a river,

1. Agreed that the river [shall]/[should] be kept clean [by all.

2. Asked the keepers of the locks:

(a) to publish the levels of the water daily;

(b) [to warn those below in time].
"""


def fill(form: Locator, **fields: str) -> None:
    """Fills a form by its labels; underscores stand for spaces."""
    for label, words in fields.items():
        field = form.get_by_label(re.compile(f"^{label.replace('_', ' ')}"))
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)


def form(page: Page, button: str) -> Locator:
    return page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))


def send(page: Page, button: str, **fields: str) -> None:
    fill(form(page, button), **fields)
    form(page, button).get_by_role("button", name=button, exact=True).click()


def said(page: Page) -> Locator:
    return page.locator(".notes .note").last


def test_from_an_empty_house_to_a_text_on_the_table(bare: Site, come: Enter, tmp_path: Path) -> None:
    made = bare.command("operator", "operator@example.org", "Olu Operator")
    assert made.returncode == 0, made.stderr
    link = urlsplit(made.stdout.strip())
    operator = come("", f"{link.path}?{link.query}")
    operator.get_by_role("link", name="Found a body").click()
    send(operator, "Found the body", Name="Commission of the River", Short_name="River", Quorum="2")
    expect(said(operator)).to_contain_text("Commission of the River has been founded.")

    for code, name in MEMBERS.items():
        send(operator, "Admit the member", Country=code, Name_on_the_plate="" if code == "SG" else name)
        expect(said(operator)).to_have_text(f"{name} is a member now.")
        expect(operator.locator("#members .plates")).to_contain_text(code)
    send(operator, "Admit the member", Country="LA")
    expect(operator.locator("#members .error")).to_have_text("The code “LA” is taken in this body.")
    send(operator, "Set the chairmanship", Member="VN")
    expect(said(operator)).to_contain_text("chairs in")

    people = {
        "clerk": ("Cem Clerk", "clerk", ""),
        "pen": ("Pia Pen", "pen", ""),
        "chair": ("Chi Chair", "chair", "VN"),
        "la": ("Lon Lao", "head", "LA"),
    }
    for key, (name, role, party) in people.items():
        send(operator, "Grant the seat", **{"E-mail": f"{key}@example.org", "Name": name, "Seat": role, "For": party})
        expect(said(operator)).to_contain_text(f"{name} has a seat now.")
    send(operator, "Grant the seat", **{"E-mail": "x@example.org", "Name": "X", "Seat": "head", "For": ""})
    expect(operator.locator("#seats .error")).to_contain_text("A seat of this kind belongs to a member's delegation")
    links = {key: invited(operator, name) for key, (name, _, _) in people.items()}

    clerk = come("", links["clerk"])
    expect(clerk.locator("header.site details.menu summary")).to_contain_text("Secretariat, clerk")
    clerk.get_by_role("link", name="Convene a conference").first.click()
    send(clerk, "Convene the conference", Name="Conference of the River", Place="Vientiane", Time_zone="Asia/Vientiane")
    expect(said(clerk)).to_contain_text("Conference of the River is convened.")
    clerk.get_by_role("link", name="Convene a meeting").click()
    send(clerk, "Convene the meeting", Name="First meeting", Begins="2030-05-06T09:30")
    expect(said(clerk)).to_contain_text("First meeting begins on Monday 6 May 2030, 09:30 in Vientiane.")
    meeting = urlsplit(clerk.url).path
    clerk.get_by_role("link", name="Add an item").click()
    send(clerk, "Add, then another", Title="Opening")
    expect(said(clerk)).to_have_text("Item 1 is on the agenda.")
    form(clerk, "Add the item").get_by_label("A document is to be adopted under it").check()
    send(clerk, "Add the item", Title="Statement on rivers")
    expect(said(clerk)).to_have_text("Item 2 is on the agenda.")

    pen = come("", links["pen"])
    pen.goto(f"{bare.url}{meeting}")
    pen.get_by_role("link", name="Bring in the text").click()
    address = pen.url
    send_file(pen, "minutes.pdf", b"%PDF-1.7\nnot a text at all")
    expect(pen.locator(".error, .note[data-tone=bad]").first).to_contain_text("No text was found in this file.")
    send_file(pen, "empty.md", b" \n")
    expect(pen.locator(".error, .note[data-tone=bad]").first).to_contain_text("No text was found in this file.")
    send_file(pen, "statement.md", TEXT.encode())
    pen.goto(address)
    report = pen.get_by_role("region", name="What was read")
    expect(report).to_contain_text("statement.md")
    expect(report).to_contain_text("Draft statement on rivers")
    expect(pen.get_by_role("region", name="Figures").get_by_role("link")).to_contain_text("1")
    pen.get_by_role("link", name="To the text").click()
    draft = Draft(pen, int(urlsplit(pen.url).path.strip("/").split("/")[1]))
    assert [words for _, words in draft.everything()][-1] == "[to warn those below in time]."

    # The chair opens the meeting; Laos takes its place, proposes, and everybody sees it.
    chair = come("", links["chair"])
    chair.goto(f"{bare.url}{meeting}")
    laos = come("", links["la"])
    laos.goto(f"{bare.url}{meeting}")
    expect(laos.locator("h1")).to_have_text("First meeting")
    chair.get_by_role("button", name="Open the meeting").click()
    expect(laos.locator("header.head .status")).to_have_text("Open")
    laos.get_by_role("button", name="Take your place").click()
    expect(laos.get_by_text("You are in the room")).to_be_visible()
    expect(chair.locator(".attendance")).to_contain_text("1 of 3 members present")
    laos.get_by_role("link", name="Draft statement on rivers").click()
    pen.keyboard.press("Escape")
    draft.put_cursor(draft.id_of("1"), "kept clean")
    draft.type(" and cool")
    Draft(laos, draft.text).shows(
        draft.id_of("1"), "Agreed that the river [shall]/[should] be kept clean and cool [by all."
    )
    # One member isn't enough to decide.
    chair.get_by_role("link", name="Draft statement on rivers").click()
    chair.get_by_role("button", name="Put adoption to the meeting").click()
    expect(chair.locator(".toast")).to_contain_text("Members present: 1. The rules ask for 2.")


def invited(operator: Page, name: str) -> str:
    """Makes an invitation, and hands over the link that is shown once."""
    operator.get_by_role("link", name=f"Invite {name}").click()
    operator.get_by_role("button", name="Make the link and mail it").click()
    link = urlsplit(operator.get_by_label("Sign-in link").input_value())
    operator.get_by_role("link", name="Back to the desk").click()
    return link.path


def send_file(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Bring in the text").click()
