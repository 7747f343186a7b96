"""The chair puts the question, every screen asks, and what was adopted is published for everybody."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from communique.domain.texts import formats
from communique.domain.texts.document import split_words, words
from tests.journeys.conftest import Enter, OpenDraft
from tests.journeys.draft import Draft, letters, words_in
from tests.journeys.looking import holds
from tests.journeys.people import until
from tests.journeys.site import Site
from tests.journeys.suggestion import Suggestion

TITLE = "Draft joint communiqué of the 53rd ASEAN Foreign Ministers’ Meeting"
REASON = "Paragraph 57 doesn’t name the convention."


def question(draft: Draft) -> Locator:
    return draft.page.locator("dialog.put")


def result(draft: Draft) -> Locator:
    return draft.page.locator("#question .result")


def put(chair: Draft, seconds: int) -> None:
    chair.page.get_by_label("Seconds to object").fill(str(seconds))
    chair.page.get_by_role("button", name="Put adoption to the meeting").click()


def test_every_screen_asks_and_an_objection_stops_it(open_draft: OpenDraft) -> None:
    chair, pen = open_draft("chair"), open_draft("pen")
    laos, singapore, philippines = open_draft("la-head"), open_draft("sg-head"), open_draft("ph-alternate")
    adviser, observer = open_draft("kh-adviser"), open_draft("eu-observer")
    everybody = (chair, pen, laos, singapore, philippines, adviser, observer)
    version = laos.state()["version"]
    # One delegation is in the midst of writing.
    paragraph = philippines.id_of("12")
    philippines.choose(paragraph)
    philippines.page.keyboard.press("e")
    writing = Suggestion(philippines)
    philippines.type(" and more")

    put(chair, 240)
    for draft in everybody:
        expect(question(draft)).to_be_visible()
        expect(question(draft).get_by_role("heading")).to_have_text(f"Shall “{TITLE}” be adopted?")
        expect(question(draft)).to_contain_text(f"version {version}")
        expect(question(draft).locator(".ring b")).to_have_text(re.compile(r"^(4:00|3:\d\d)$"))
        expect(draft.page.locator("article.sheet .status").first).to_have_text("Before the meeting")
    for draft in (laos, singapore, philippines):
        expect(question(draft).get_by_role("button", name="Object", exact=True)).to_be_visible()
    for draft in (chair, pen, adviser, observer):
        expect(question(draft).get_by_role("button", name="Object", exact=True)).to_have_count(0)
    expect(question(chair).get_by_role("button", name="Withdraw the question")).to_be_visible()
    expect(question(adviser)).to_contain_text("Your head of delegation, an alternate or a delegate may object")
    expect(question(observer)).to_contain_text("Nothing is asked of you.")
    # The text rests: nobody writes in it, and nobody proposes.
    expect(pen.editor).to_have_attribute("contenteditable", "false")
    expect(laos.page.locator("[data-act=suggest]")).to_be_disabled()
    # Who was writing has kept the cursor, and every word; who was not was taken to the question.
    expect(writing.words).to_be_focused()
    expect(writing.words).to_contain_text("and more")
    expect(question(laos).get_by_role("heading")).to_be_focused()

    holds(laos.page)

    # Silence is consent: "No objection" folds the question away on this screen, and G brings it back.
    question(laos).get_by_role("button", name="No objection").click()
    expect(question(laos)).to_be_hidden()
    expect(laos.page.locator(".toast")).to_contain_text("silence is consent")
    laos.page.keyboard.press("g")
    expect(question(laos)).to_be_visible()
    expect(question(laos).get_by_role("heading")).to_be_focused()
    laos.page.keyboard.press("Escape")
    expect(question(laos)).to_be_hidden()

    # An objection without a reason is refused, and the question stands.
    question(singapore).get_by_label("Reason for an objection").fill("   ")
    question(singapore).get_by_role("button", name="Object", exact=True).click()
    expect(singapore.page.locator(".toast")).to_contain_text("An objection needs a reason, for the record.")
    expect(question(singapore)).to_be_visible()
    question(singapore).get_by_label("Reason for an objection").fill(REASON)
    question(singapore).get_by_role("button", name="Object", exact=True).click()
    for draft in everybody:
        expect(result(draft).get_by_role("heading")).to_have_text("Not adopted")
        expect(result(draft).locator(".plate")).to_have_text("Singapore")
        expect(result(draft).locator("blockquote")).to_have_text(REASON)
        expect(result(draft)).to_contain_text(f"Version {version} is not adopted. The text is a draft again.")
        expect(draft.page.locator("article.sheet .status").first).to_have_text("Draft")
    holds(laos.page)
    # The pen goes on at once, and so does who was writing.
    expect(pen.editor).to_have_attribute("contenteditable", "true")
    pen.put_cursor(pen.id_of("4"), "consensus")
    pen.type(" as ever")
    until(laos.page, lambda: "consensus as ever" in (laos.words(laos.id_of("4")) or ""), True)
    writing.table()
    expect(laos.block(paragraph).locator("ins")).to_contain_text("and more")

    # The chair takes a question back, and nothing is decided.
    put(chair, 120)
    expect(question(laos)).to_be_visible()
    question(chair).get_by_role("button", name="Withdraw the question").click()
    for draft in everybody:
        expect(result(draft).get_by_role("heading")).to_have_text("Question withdrawn")


def test_the_gavel_falls_and_the_document_is_published(site: Site, open_draft: OpenDraft, enter: Enter) -> None:
    chair, pen, laos, observer = (open_draft(who) for who in ("chair", "pen", "la-head", "eu-observer"))
    away = open_draft("my-head")
    public = enter("", f"/meetings/{site.meeting}/")
    agenda = public.locator(f"[data-item='{site.facts['texts']['draft']['item']}']").locator("..")
    held = pen.state()
    put(chair, 5)
    for draft in (laos, observer, away):
        expect(question(draft)).to_be_visible()
    away.page.context.set_offline(True)
    for draft in (chair, pen, laos, observer):
        expect(result(draft).get_by_role("heading")).to_have_text("Adopted")
        expect(result(draft)).to_contain_text(f"“{TITLE}” is adopted by consensus, in version {held['version']}.")
        expect(result(draft).locator(".plates li")).to_have_count(10)
        expect(result(draft).locator("time").first).to_have_attribute("datetime", re.compile(r"^20\d\d-"))
        expect(draft.editor).to_have_attribute("contenteditable", "false")
    expect(agenda.locator(".status")).to_have_count(0)
    # Who was away when it fell is told on coming back.
    away.page.context.set_offline(False)
    expect(result(away).get_by_role("heading")).to_have_text("Adopted")

    expect(laos.page.locator("#publishing")).to_have_count(0)
    pen.page.locator("#publishing").get_by_label("Symbol").fill("AMM/53/1")
    pen.page.locator("#publishing").get_by_role("button", name="Publish").click()
    for draft in (pen, chair, laos, observer, away):
        expect(result(draft).get_by_role("link", name="Published as AMM/53/1")).to_be_visible()

    # A reader without an account was told nothing so far; now it stands where the meeting is, and in the register.
    expect(agenda.locator(".status")).to_have_text("Published")
    agenda.get_by_role("link").first.click()
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    public.get_by_role("link", name="Documents").first.click()
    public.get_by_role("link", name=TITLE).click()
    expect(public).to_have_url(re.compile(r"/documents/AMM/53/1/$"))
    facts = public.get_by_role("region", name="Adoption")
    expect(facts.locator(".plates li")).to_have_count(10)
    expect(facts).to_contain_text("By consensus: no member objected when the question was put.")
    assert words_in(public.locator("article.sheet")) == [letters(block) for block in held["doc"]["content"]]
    # Who asks for the text itself is led to the document.
    public.goto(f"{site.url}/texts/{site.text}/")
    expect(public).to_have_url(re.compile(r"/documents/AMM/53/1/$"))
    opened(public, words(held["doc"]))

    # The chair reads in the journal what was done, and the record proves it.
    chair.page.goto(f"{site.url}/meetings/{site.meeting}/journal/")
    done = chair.page.locator("tbody tr")
    expect(done.nth(0)).to_contain_text("published the document")
    expect(done.nth(1)).to_contain_text("let the gavel fall")
    expect(done.nth(2)).to_contain_text("put adoption to the meeting")
    expect(done.nth(0)).to_contain_text(site.facts["seats"]["pen"]["name"])
    verified = site.command("journal", "verify")
    assert verified.returncode == 0, verified.stderr
    assert "The journal holds" in verified.stdout


def opened(public: Page, said: list[str]) -> None:
    """Opens every file of the document, and finds its words in each."""
    files = {}
    for link in public.get_by_role("region", name="Files").get_by_role("link").all():
        path = link.get_attribute("href") or ""
        answer = public.request.get(f"{public.url.split('/documents/')[0]}{path}")
        assert answer.ok
        files[path.rpartition(".")[2]] = answer.body()
    assert set(files) >= {"html", "pdf", "docx", "xml"}
    for kind in ("html", "docx", "xml"):
        assert words(formats.read(f"file.{kind}", files[kind]).doc) == said, kind
    pages = pypdfium2.PdfDocument(BytesIO(files["pdf"]))
    printed = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    missing = set(said) - set(split_words(printed.replace("\ufffe", "").replace("\r\n", " ")))
    assert not missing
