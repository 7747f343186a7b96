"""Sending a huddle out and coming back, by page; and that nobody else gets a byte of what is inside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from communique.actions import amendments, comments, huddles, texts
from communique.records.models import Amendment, Huddle, Text
from communique.web import fragments
from tests.actions.deeds import huddles as deeds
from tests.house import House, insertion
from tests.web.looking import words

OTHERS = (
    "chair",
    "pen",
    "second-pen",
    "clerk",
    "my-head",
    "vn-head",
    "nz-observer",
    "som-my-head",
    "operator",
    "public",
)
INSIDE = ("la-head", "la-adviser", "sg-head")
SECRET = "Hintersinn"


def drawn(house: House, who: str, text: int) -> str:
    return fragments.render(f"huddles:{text}", house.audience(who), version=7) or ""


def part(house: House, who: str, text: int) -> Any:
    return html.fragment_fromstring(drawn(house, who, text))


def branch_of(huddle: int) -> Text:
    return Text.objects.get(huddle=huddle)


def busy(house: House) -> Text:
    """A huddle in which words, an amendment, a position and a comment have been made."""
    branch = branch_of(deeds.worked(house))
    steps = [insertion(1, f"{SECRET}1 ")]
    house.act(texts.draft, "sg-head", text=branch.pk, version=1, steps=steps, client="sg")
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    content = [{"type": "text", "text": f"{SECRET}2"}]
    made = house.act(
        amendments.table,
        "sg-head",
        text=branch.pk,
        version=2,
        paragraph=paragraph,
        content=content,
        reason=f"{SECRET}3",
    )
    house.act(amendments.take_position, "la-head", amendment=made["amendment"], stance="oppose")
    house.act(comments.make, "la-adviser", text=branch.pk, version=2, paragraph=paragraph, words=f"{SECRET}4")
    return Text.objects.get(pk=branch.pk)


def addresses(house: House, branch: Text) -> list[str]:
    amendment = Amendment.objects.get(text=branch)
    return [
        f"/texts/{branch.pk}/",
        f"/texts/{house.text}/",
        f"/api/texts/{branch.pk}",
        f"/api/texts/{branch.pk}/steps?since=0",
        f"/api/texts/{branch.pk}/question",
        f"/api/texts/{house.text}",
        f"/api/meetings/{house.meeting}",
        f"/meetings/{house.meeting}/",
        f"/meetings/{house.meeting}/journal/",
        f"/items/{house.item}/text/",
        f"/api/amendments/{amendment.pk}",
        "/",
        "/documents/",
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_gets_a_byte_of_it(house: House, client: Client, who: str) -> None:
    branch = busy(house)
    if who != "public":
        house.sign_in(client, who)
    nowhere = branch.pk + 1000
    for address in addresses(house, branch):
        answer = client.get(address)
        assert SECRET not in answer.content.decode(), address
        assert f"/texts/{branch.pk}/" not in answer.content.decode().replace(address, ""), address
        if f"/texts/{branch.pk}" in address:
            missing = client.get(address.replace(f"/{branch.pk}", f"/{nowhere}"))
            assert answer.status_code == missing.status_code, "as if it weren't there"
            if address.startswith("/api/"):
                assert answer.content == missing.content
    for kind in fragments.PLACES:
        for number in (branch.pk, Amendment.objects.get(text=branch).pk, house.text, house.meeting):
            said = fragments.render(f"{kind}:{number}", house.audience(who), version=1) or ""
            assert SECRET not in said, (kind, number)
    assert drawn(house, who, branch.pk) == ""


@pytest.mark.parametrize("who", INSIDE)
def test_its_own_delegations_read_all_of_it(house: House, client: Client, who: str) -> None:
    branch = busy(house)
    answer = house.sign_in(client, who).get(f"/texts/{branch.pk}/").content.decode()
    for word in "1234":
        assert f"{SECRET}{word}" in answer
    assert "Unseen by all others" in answer
    assert 'id="tools"' in answer, "its adviser types as well"
    assert 'data-act="question"' not in answer


def test_the_form_of_comments_knows_that_all_are_those_in_the_huddle(house: House, client: Client) -> None:
    branch = busy(house)
    house.sign_in(client, "la-head")
    for text, inside in ((branch.pk, True), (house.text, False)):
        (form,) = html.fromstring(client.get(f"/texts/{text}/").content.decode()).cssselect("section#commenting")
        assert ("data-huddle" in form.attrib) is inside


@pytest.mark.parametrize("who", [one for one in OTHERS if one not in {"operator", "public"}])
def test_whoever_writes_to_it_from_outside_is_told_that_there_is_nothing(
    house: House, client: Client, who: str
) -> None:
    branch = busy(house)
    house.sign_in(client, who)
    steps = {"request_id": "outside-1", "version": 2, "steps": [insertion(1, "We ")], "client": "x"}
    there, nowhere = (
        client.post(f"/api/texts/{number}/steps", steps, content_type="application/json")
        for number in (branch.pk, branch.pk + 1000)
    )
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.status_code == 404
    amendment = Amendment.objects.get(text=branch).pk
    stand = {"request_id": "outside-2", "stance": "support"}
    answer = client.post(f"/api/amendments/{amendment}/position", stand, content_type="application/json")
    assert answer.status_code == 404


def test_everybody_who_reads_the_text_sees_who_is_out_with_what(house: House) -> None:
    huddle = deeds.out(house)
    for who in ("my-head", "chair", "pen", "nz-observer", "la-head"):
        shown = part(house, who, house.text)
        said = words(shown)
        for piece in ("Huddle 1", "Lao PDR", "Singapore", "paragraph 2", "Find one date."):
            assert piece in said, who
        assert bool(shown.xpath(f".//a[@href='/texts/{branch_of(huddle).pk}/']")) == (who == "la-head")
    assert drawn(house, "public", house.text) == ""


def test_the_chair_alone_sends_out_and_calls_back(house: House) -> None:
    deeds.out(house)
    for who in ("chair", "pen", "la-head", "my-head"):
        shown = part(house, who, house.text)
        buttons = [words(one) for one in shown.xpath(".//button")]
        assert (buttons == ["Call huddle 1 back", "Send them out"]) == (who == "chair")
        assert (shown.xpath(".//form") != []) == (who == "chair")


def test_the_chair_sends_a_paragraph_with_its_neighbours_by_the_form(house: House, client: Client) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    given = {
        "paragraph": paragraph,
        "before": "1",
        "behind": "0",
        "parties": ["SG", "MY"],
        "task": "A date.",
        "due_at": "2120-09-09T17:00",
    }
    answer = house.sign_in(client, "chair").post(f"/texts/{house.text}/huddles", given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Huddle 1" in answer.content.decode()
    row = Huddle.objects.get()
    assert [block["attrs"]["number"] for block in row.base] == ["1.", "2."]
    assert [one.party.code for one in row.parties.all()] == ["MY", "SG"]
    assert row.due_at is not None
    assert row.due_at.isoformat().startswith("2120-09-09T10:00"), "five in the afternoon at the host's"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"paragraph": ""}, "huddle_needs_paragraphs"),
        ({"paragraph": "nowhere"}, "no_such_paragraph"),
        ({"parties": ["SG"]}, "huddle_needs_two"),
        ({"parties": ["SG", "NZ"]}, "no_such_member"),
        ({"before": "many"}, "bad_input"),
        ({"due_at": "tomorrow"}, "bad_time"),
        ({"due_at": "2020-09-09T17:00"}, "due_is_over"),
    ],
)
def test_what_cant_be_sent_is_said(house: House, client: Client, given: dict[str, Any], code: str) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    form = {"paragraph": paragraph, "before": "0", "behind": "0", "parties": ["SG", "MY"]} | given
    answer = house.sign_in(client, "chair").post(f"/texts/{house.text}/huddles", form, headers={"HX-Request": "true"})
    assert answer.json()["code"] == code
    assert not Huddle.objects.exists()


def test_agreeing_and_bringing_back_by_their_buttons(house: House, client: Client) -> None:
    huddle = deeds.worked(house)
    branch = branch_of(huddle)

    def shown(who: str) -> dict[str, bool]:
        return {words(one): one.get("disabled") is None for one in part(house, who, branch.pk).xpath(".//button")}

    assert shown("la-head") == {"We agree to this landing text": True, "Bring it back": False}
    assert shown("la-adviser") == {}, "an adviser doesn't bind its member"
    for who in ("la-head", "sg-head"):
        answer = house.sign_in(client, who).post(
            f"/huddles/{huddle}/agreement", {"version": "1"}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200
        assert "agrees" in answer.content.decode()
    assert shown("sg-head") == {"We agree to this landing text": False, "Bring it back": True}
    answer = client.post(f"/huddles/{huddle}/landing")
    assert answer.headers["Location"] == f"/texts/{branch.pk}/#huddle-{huddle}"
    page = house.sign_in(client, "my-head").get(f"/texts/{house.text}/").content.decode()
    assert "Together, " in page
    assert "The landing text is proposal 1" in page


def test_a_stale_branch_shows_what_changed_side_by_side(house: House, client: Client) -> None:
    huddle = deeds.worked(house)
    branch = branch_of(huddle)
    house.type(" big", after="open the")
    shown = part(house, "sg-head", branch.pk)
    columns = [words(one) for one in shown.xpath(".//div[@class='three']/div/p")]
    assert "open the regional" in columns[0] and "open the big regional" in columns[1] and "Together," in columns[2]
    assert shown.xpath(".//input[@type='radio']") == []
    house.sign_in(client, "sg-head").post(f"/huddles/{huddle}/refreshment", headers={"HX-Request": "true"})
    assert part(house, "sg-head", branch.pk).xpath(".//div[@class='three']") == []


def test_a_clash_asks_for_a_choice(house: House, client: Client) -> None:
    huddle = deeds.worked(house)
    branch = branch_of(huddle)
    house.act(
        texts.draft,
        "pen",
        text=house.text,
        version=0,
        steps=[insertion(house.place("We [shall]"), "They", to=house.place(" [shall][should]"))],
        client="pen",
    )
    steps = [insertion(11, "All", to=13)]
    house.act(texts.draft, "la-head", text=branch.pk, version=1, steps=steps, client="la")
    shown = part(house, "la-head", branch.pk)
    (paragraph,) = shown.xpath(".//article/@data-paragraph")
    assert shown.xpath(".//input[@type='radio']/@value") == ["ours", "theirs", "both"]
    client = house.sign_in(client, "la-head")
    answer = client.post(f"/huddles/{huddle}/refreshment", headers={"HX-Request": "true"})
    assert answer.json()["code"] == "huddle_must_decide"
    answer = client.post(
        f"/huddles/{huddle}/refreshment", {f"choice-{paragraph}": "theirs"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert Text.objects.get(pk=branch.pk).version > 2


def test_when_it_is_over_the_branch_is_read_and_nothing_is_done(house: House, client: Client) -> None:
    huddle = deeds.worked(house)
    house.act(huddles.dissolve, "chair", huddle=huddle)
    branch = branch_of(huddle)
    answer = house.sign_in(client, "la-head").get(f"/texts/{branch.pk}/").content.decode()
    assert "Together, " in answer
    assert 'id="tools"' not in answer
    assert part(house, "la-head", branch.pk).xpath(".//button") == []
    for who in ("chair", "my-head"):
        assert house.sign_in(client, who).get(f"/texts/{branch.pk}/").status_code == 404, "neither afterwards"
