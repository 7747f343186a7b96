"""A paragraph goes its whole way: read out, sent to a huddle, brought back as a landing text, taken, agreed ad
referendum and confirmed by a capital; and the figures of the text fall. Then the demonstration, in the middle of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.conftest import OpenDraft, _people, _served
from tests.journeys.draft import Draft, agree
from tests.journeys.looking import holds
from tests.journeys.people import People, until
from tests.journeys.site import Site, loaded

PARAGRAPH, OPEN = "43", "[equal pay,]"
"""A paragraph of the demonstration that one bracket keeps open."""
FOUND = "equal pay for equal work,"
FIGURES = re.compile(r"(\d+) bracketed, (\d+) clean")


def strip(draft: Draft) -> Locator:
    return draft.page.locator("section.reading")


def figures(draft: Draft) -> tuple[int, int, int]:
    """Paragraphs agreed, bracketed, and clean but not agreed, as the strip of the reading says."""
    head = re.match(r"\d+", strip(draft).locator(".headline").inner_text())
    rest = FIGURES.search(strip(draft).inner_text())
    assert head
    assert rest
    return int(head[0]), int(rest[1]), int(rest[2])


def huddle(draft: Draft) -> Locator:
    return draft.page.locator(f"[data-live='huddles:{draft.text}']")


def go_in(draft: Draft) -> Draft:
    huddle(draft).get_by_role("link", name="Into huddle 1").click()
    draft.page.wait_for_url(lambda url: f"/texts/{draft.text}/" not in url)
    found = re.search(r"/texts/(\d+)/", draft.page.url)
    assert found
    return Draft(draft.page, int(found[1]))


def test_a_paragraph_is_read_huddled_over_landed_agreed_and_confirmed(open_draft: OpenDraft, site: Site) -> None:
    chair, laos, singapore = (open_draft(who) for who in ("chair", "la-head", "sg-head"))
    paragraph = chair.id_of(PARAGRAPH)
    agreed, bracketed, clean = figures(laos)
    assert agreed == 0

    # The chair opens the reading, and who follows sees what the chair sees.
    chair.page.get_by_role("button", name="Open the first reading").click()
    laos.page.get_by_role("button", name="Follow the chair").click()
    chair.choose(paragraph)
    expect(laos.block(paragraph)).to_have_class(re.compile("is-current"))
    expect(laos.block(paragraph)).to_be_in_viewport()
    # It isn't ripe: a bracket says so.
    strip(chair).get_by_role("button", name=f"Agree {PARAGRAPH} ad referendum").click()
    expect(chair.page.locator(".toast").last).to_contain_text("bracket")

    # Two delegations are sent out with it.
    chair.page.get_by_text("Send paragraphs to a huddle").click()
    form = chair.page.locator("form[data-sending]")
    for name in ("Lao PDR", "Singapore"):
        form.get_by_label(name, exact=True).check()
    form.get_by_label("What they are to find").fill("What is equal about pay?")
    form.get_by_role("button", name="Send them out").click()
    expect(chair.block(paragraph)).to_have_attribute("data-stands", "huddle")
    expect(strip(laos)).to_contain_text("1 in a huddle")

    # Both write at once in the branch; one lifts the bracket, the other says more.
    one, other = go_in(laos), go_in(singapore)
    one.mark(paragraph, OPEN)
    one.type("equal pay,")
    until(other.page, lambda: "that equal pay, the" in (other.words(paragraph) or ""), True)
    other.put_cursor(paragraph, "equal pay")
    other.type(" for equal work")
    other.is_in()
    agree(one, other)
    assert FOUND in (one.words(paragraph) or "")
    assert OPEN in (chair.words(paragraph) or ""), "the text before everybody waits"
    for branch in (one, other):
        huddle(branch).get_by_role("button", name="We agree to this landing text").click()
    expect(huddle(other).locator("[data-ready='yes']")).to_have_count(2)
    huddle(other).get_by_role("button", name="Bring it back").click()

    # It lies before everybody in the names of both, and the chair takes it.
    landing = chair.margin.locator("article.prop", has_text="from huddle 1")
    expect(landing.locator(".meta .plate")).to_have_text(["Singapore", "Lao PDR"])
    landing.get_by_role("button", name=re.compile("^Accept")).click()
    until(chair.page, lambda: FOUND in (chair.words(paragraph) or ""), True)
    until(chair.page, lambda: figures(chair), (0, bracketed - 1, clean + 1))
    chair.choose(paragraph)
    strip(chair).get_by_role("button", name=f"Agree {PARAGRAPH} ad referendum").click()
    expect(chair.block(paragraph)).to_have_attribute("data-stands", "agreed")
    until(chair.page, lambda: figures(chair), (1, bracketed - 1, clean))

    # Back in the room, a capital confirms; and the course of it all is drawn.
    laos = open_draft("la-head")
    strip(laos).get_by_role("button", name=f"Confirm {PARAGRAPH} for our capital").click()
    expect(strip(laos).get_by_role("button", name=re.compile("^Confirm"))).to_have_count(0)
    laos.page.goto(f"{site.url}/texts/{site.text}/course/")
    main = laos.page.locator("main")
    expect(main).to_contain_text(
        re.compile(rf"1\s+of\s+\d+ paragraphs agreed ad referendum,\s+{bracketed - 1}\s+brack")
    )
    expect(main.locator("svg").first).to_be_visible()
    holds(laos.page)
    proof = site.command("journal", "verify")
    assert proof.returncode == 0, proof.stderr


@pytest.fixture(scope="module")
def midway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration in the middle of its second reading, as ``make demo`` shows it, for all who only look."""
    with _served(loaded(tmp_path_factory.mktemp("midway") / "var", unread=False)) as site:
        yield site


@pytest.fixture
def people(midway: Site, chromium: Browser) -> Iterator[People]:
    with _people(midway, chromium) as people:
        yield people


def printed(site: Site) -> dict[str, str]:
    """The links that the demonstration prints, by the parts."""
    said = site.command("demo", "--load-only").stdout
    return dict(re.findall(r"^  (\S.*)\n    \S+(/in/\S+)$", said, re.MULTILINE))


def test_each_link_of_the_demonstration_leads_to_what_it_says(midway: Site, people: People) -> None:
    links = printed(midway)
    text = midway.text
    shown = {
        "The chair": ("Next speaker", "Joint communiqué"),
        "The secretariat’s clerk": ("Written down", "Who spoke"),
        "The secretariat’s pen": ("Second reading", "Huddle 2"),
        "Lao PDR, head of delegation": ("Indonesia", "Statements"),
        "Lao PDR, adviser of delegation": ("Two stores, one of them inland", "Paragraph 38"),
        "Philippines, head of delegation": ("Huddle 2: Lao PDR, Philippines, Viet Nam", "Unseen by all others"),
        "Viet Nam, head of delegation": ("We agree to this landing text", "without a pause"),
        "Singapore, head of delegation": ("Second reading", "Huddle 2"),
        "European Union, observer": ("Indonesia", "Statements"),
    }
    assert set(links) == set(shown)
    secret = ("as soon as those who negotiate can travel", "Two stores, one of them inland", "Our own people will sit")
    for part, words in shown.items():
        page = people.enter("", "/")
        page.goto(f"{midway.url}{links[part]}")
        for said in words:
            expect(page.locator("main")).to_contain_text(said)
        if part in {"The secretariat’s pen", "Singapore, head of delegation"}:
            assert page.url.endswith(f"/texts/{text}/")
        if not page.url.endswith("/delegation/") and not part.startswith(("Philippines", "Viet Nam")):
            assert not [said for said in secret if said in page.content()], part
        page.context.close()


@pytest.mark.parametrize("path", ["", "as/", "comparison/", "landing/", "course/", "numbers/", "delegation/"])
def test_a_text_full_of_everything_holds_on_each_of_its_pages(midway: Site, people: People, path: str) -> None:
    page = people.enter("la-head", f"/texts/{midway.text}/{path}")
    expect(page.locator("main")).to_be_visible()
    holds(page)
