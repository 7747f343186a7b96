"""Live places: the same bytes for everybody in an audience, and in them nothing that it may not read."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from lxml import html

from communique.actions import amendments, decisions, summary, texts
from communique.domain.actors import PUBLIC, audience_of, standing_for
from communique.domain.permissions import TABLE, Place, reason_against
from communique.records.models import Amendment
from communique.web import fragments
from tests.house import SEATS, House, insertion
from tests.web.looking import queries, words

TEXTS = {"question", "proposals", "reading", "standings", "comments", "delegation"}
"""The kinds of places that are about a text."""
CONFERENCES = {"programme", "objectives", "registrations", "appraisal"}
"""Those about a conference."""
OFFICES = {"clerk": {"chair", "pen", "second-pen", "clerk"}, "record": {"chair", "pen", "second-pen", "clerk"}}
"""Places that only some have, by their seats: a record that was drawn up and not circulated yet, and clerk's notes."""


def drawn(house: House, who: str, kind: str, number: int = 0) -> str:
    if kind == "amendment":
        number = number or Amendment.objects.latest("id").pk
    about = house.text if kind in TEXTS else house.conference if kind in CONFERENCES else house.meeting
    number = number or about
    return fragments.render(f"{kind}:{number}", house.audience(who), version=7) or ""


def part(house: House, who: str, kind: str) -> Any:
    return html.fragment_fromstring(drawn(house, who, kind))


def buttons(element: Any) -> list[str]:
    return [words(one) for one in element.xpath(".//button")]


def test_what_an_audience_may_do_is_what_each_of_it_may_do(house: House) -> None:
    places = (Place(), Place(house.body), Place(house.body, "LA"), Place(house.other_body, "LA"))
    for actor in map(house.actor, SEATS):
        somebody = standing_for(audience_of(actor))
        for action, place in itertools.product(TABLE, places):
            assert reason_against(action, somebody, place) == reason_against(action, actor, place), (actor, action)


def test_nobody_stands_for_the_public() -> None:
    somebody = standing_for(PUBLIC)
    assert somebody.seat is None
    assert all(reason_against(action, somebody, Place(1)) for action in TABLE)


@pytest.mark.parametrize("kind", fragments.PLACES)
def test_everybody_in_an_audience_gets_the_same_bytes(house: House, kind: str) -> None:
    house.table("la-head", "open the", "open and keep the")
    house.put()
    house.act(summary.draw_up, "pen", meeting=house.meeting)
    delegation = drawn(house, "la-head", kind)
    assert delegation == drawn(house, "la-alternate", kind)
    assert (delegation != "") == (kind not in OFFICES)
    assert drawn(house, "pen", kind) == drawn(house, "second-pen", kind)


@pytest.mark.parametrize("kind", fragments.PLACES)
def test_nothing_of_a_person_is_in_a_live_place(house: House, kind: str) -> None:
    house.table("la-head", "open the", "open and keep the")
    house.act(summary.draw_up, "pen", meeting=house.meeting)
    for who in SEATS:
        said = drawn(house, who, kind)
        if kind in OFFICES and who not in OFFICES[kind]:
            assert said == "", who
            continue
        if kind == "delegation" and house.audience(who).kind != "delegation":
            assert said == "", "a delegation's room is nobody else's"
            continue
        element = html.fragment_fromstring(said)
        assert str(element.get("data-live")).startswith(f"{kind}:")
        assert element.get("data-version") == "7" or kind == "amendment"
        names = () if kind == "record" else (name for _role, _party, name in SEATS.values())
        for secret in ("csrf", "acting_seat", "@example", *names):
            assert secret not in said, who


def test_what_an_audience_may_not_read_it_has_no_place_for(house: House) -> None:
    house.table("la-head", "open the", "open and keep the")
    for who in ("public", "nobody", "operator", "som-my-head"):
        for kind in ("attendance", "question", "proposals", "amendment"):
            assert drawn(house, who, kind) == ""
        for kind in ("meeting", "agenda"):
            assert drawn(house, who, kind) != ""
    assert f"/texts/{house.text}/" not in drawn(house, "public", "agenda")


@pytest.mark.parametrize(
    "target", ["", "meeting", "meeting:", "meeting:x", "meeting:-1", "nonsense:1", "text:1", "meeting:999"]
)
def test_a_place_that_is_none_is_not_drawn(house: House, target: str) -> None:
    assert fragments.render(target, house.audience("chair"), version=1) is None


def test_the_margin_offers_each_audience_what_it_may_do(house: House) -> None:
    house.table("la-head", "open the", "open and keep the")
    stances = ["Support", "Oppose", "Can live with", "Reserve position", "Awaiting instructions"]
    offered = {who: buttons(part(house, who, "proposals")) for who in SEATS}
    assert offered["my-head"] == offered["sg-head"] == [*stances, "Cosponsor 1", "Amend 1"]
    assert offered["la-head"] == offered["la-delegate"] == ["Withdraw 1", "Amend 1"]
    assert offered["chair"] == ["Accept 1", "Don’t take 1"]
    assert offered["la-adviser"] == ["Amend 1"], "as a draft inside the delegation"
    for who in ("pen", "clerk", "nz-observer"):
        assert offered[who] == []


def test_the_margin_shows_the_change_its_reason_and_every_members_position(house: House) -> None:
    made = house.table("la-head", "open the", "keep the", reason="It has to last.")
    house.act(amendments.take_position, "sg-head", amendment=made, stance="oppose")
    shown = part(house, "vn-head", "proposals")
    (one,) = shown.xpath(".//article")
    assert words(one.find(".//del")) == "open" and words(one.find(".//ins")) == "keep"
    assert "It has to last." in words(one)
    positions = [(words(tag), tag.get("class")) for tag in one.xpath(".//ul[@class='pos']/li/span")]
    assert positions == [
        ("LA supports", "support"),
        ("MY has taken no position", "none"),
        ("SG opposes", "oppose"),
        ("VN has taken no position", "none"),
    ]
    own = part(house, "sg-head", "proposals").xpath(".//button[@aria-pressed='true']")
    assert [words(button) for button in own] == ["Oppose"]
    assert shown.xpath(".//button[@aria-pressed='true']") == []


def test_proposals_stand_in_the_order_of_the_text(house: House) -> None:
    house.table("la-head", "next meeting", "next session")
    house.table("sg-head", "open the", "keep the")
    house.table("my-head", "met online", "met by video")
    groups = part(house, "chair", "proposals").xpath(".//section[@data-paragraph]/h3")
    assert [words(one) for one in groups] == ["“We, the Foreign Ministers, met”", "Paragraph 2", "Paragraph 4"]


def test_a_proposal_whose_words_are_gone_says_so(house: House) -> None:
    house.table("la-head", "open the", "keep the")
    _paragraph, said = house.paragraph("open the regional")
    start = house.place(said)
    gone = [insertion(start, "", to=start + len(said))]
    house.act(texts.draft, "pen", text=house.text, version=0, steps=gone, client="pen")
    shown = part(house, "chair", "proposals")
    assert "no longer in the text" in words(shown)
    assert buttons(shown) == ["Don’t take 1"]


def test_a_settled_proposal_stays_readable_without_buttons(house: House) -> None:
    made = house.table("la-head", "open the", "keep the")
    house.act(amendments.accept, "chair", amendment=made)
    for who in ("chair", "la-head", "my-head"):
        shown = part(house, who, "proposals")
        assert "Accepted" in words(shown) and buttons(shown) == []


def test_words_of_a_delegation_are_words_and_never_markup(house: House) -> None:
    house.table("la-head", "open the", "<b onclick=x>open</b> the", reason="<script>alert(1)</script>")
    shown = part(house, "my-head", "proposals")
    assert shown.xpath(".//script") == [] and shown.xpath(".//*[@onclick]") == []
    assert "<script>alert(1)</script>" in words(shown)


def test_the_question_asks_each_audience_what_it_can_answer(house: House) -> None:
    question = house.put(seconds=90)
    head = part(house, "la-head", "question")
    assert (head.get("data-question"), head.get("data-state")) == (str(question), "open")
    assert words(head.find(".//h2")) == "Shall “Joint Communiqué of the Foreign Ministers” be adopted?"
    assert "version 0" in words(head)
    assert buttons(head)[:2] == ["Object", "No objection"]
    assert head.xpath(".//textarea[@required]")
    (ring,) = head.xpath(".//*[@data-closes-at]")
    assert words(ring) == "1:30"
    assert "Withdraw the question" in buttons(part(house, "chair", "question"))
    for who in ("la-adviser", "pen", "clerk", "nz-observer"):
        shown = part(house, who, "question")
        assert shown.xpath(".//dialog[@open]") and not shown.xpath(".//form")
        assert "Object" not in buttons(shown)


def test_the_question_says_what_is_still_open_in_the_text(house: House) -> None:
    brackets = house.words().count("[")
    house.table("la-head", "open the", "keep the")
    house.put()
    for who in ("la-head", "chair", "nz-observer"):
        said = words(part(house, who, "question"))
        assert f"{brackets} brackets are still open in it. 1 proposal on it would be overtaken." in said


def test_an_objection_stands_with_its_reason_before_all(house: House) -> None:
    question = house.put()
    house.act(decisions.object_to, "sg-head", question=question, reason="Our capital has not answered.")
    for who in ("la-head", "nz-observer", "pen"):
        shown = part(house, who, "question")
        assert shown.get("data-state") == "stopped"
        assert "Singapore" in words(shown) and "Our capital has not answered." in words(shown)
    assert "Put adoption to the meeting" in buttons(part(house, "chair", "question"))


def test_an_adoption_says_by_whom_present_when_and_which_version(house: House) -> None:
    house.type(" now", after="We agreed")
    house.adopt()
    shown = part(house, "my-head", "question")
    assert shown.get("data-state") == "adopted"
    assert "adopted by consensus, in version 1." in words(shown)
    assert [words(one) for one in shown.xpath(".//ul[@class='plates']/li")] == ["Lao PDR", "Singapore", "Viet Nam"]
    assert shown.xpath(".//time[@datetime]")
    for who in ("pen", "clerk"):
        (symbol,) = part(house, who, "question").xpath(".//input[@name='symbol']")
        assert symbol.get("value") == "AMM/2020/1"
    assert part(house, "chair", "question").xpath(".//form") == []


@pytest.mark.parametrize("kind", fragments.PLACES)
def test_a_live_place_needs_as_many_queries_for_many_things_as_for_one(house: House, kind: str) -> None:
    house.table("la-head", "open the", "keep the")
    few = {who: queries(lambda who=who: drawn(house, who, kind)) for who in ("public", "la-head", "chair")}
    for count in range(8):
        made = house.table("my-head", "share", f"share {count}")
        house.act(amendments.take_position, "sg-head", amendment=made, stance="support")
        house.add_item(f"{count + 10}", f"Item {count}")
    many = {who: queries(lambda who=who: drawn(house, who, kind)) for who in ("public", "la-head", "chair")}
    assert many == few
    assert max(few.values()) <= 7
