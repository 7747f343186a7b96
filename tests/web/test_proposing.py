"""How a proposal is written beside the text."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from communique.actions import amendments, sponsors
from communique.records.models import Amendment
from communique.web import fragments
from communique.web.proposing import listed, spoken
from tests.actions.deeds.amendments import amending
from tests.house import House, saying
from tests.web.looking import words
from tests.web.test_writes import places, refused, send


def margin(house: House, who: str) -> Any:
    drawn = fragments.render(f"proposals:{house.text}", house.audience(who), version=1)
    assert drawn is not None
    return html.fragment_fromstring(drawn)


def buttons(card: Any) -> list[str]:
    return [words(one) for one in card.xpath(".//button[not(@name)]")]


def card(house: House, who: str, number: int) -> Any:
    (one,) = margin(house, who).xpath(f".//article[.//p[@class='meta']/b[text()='{number}']]")
    return one


@pytest.mark.parametrize(("numbers", "said"), [((7,), "7"), ((7, 9), "7 and 9"), ((7, 9, 11), "7, 9 and 11"), ((), "")])
def test_numbers_are_listed_as_one_says_them(numbers: tuple[int, ...], said: str) -> None:
    assert listed(numbers) == said


def test_every_kind_of_change_is_said_in_words(house: House) -> None:
    one, two, three, four = (house.paragraph(said)[0] for said in ("outbreaks", "medical", "welcomed", "next"))
    asked = [
        {"kind": "words", "paragraph": one, "content": saying("We agreed.")},
        {"kind": "new", "after": one, "content": saying("We met.")},
        {"kind": "new", "after": "", "content": saying("We begin."), "number": ""},
        {"kind": "alternative", "paragraph": one, "content": saying("Or not.")},
        {"kind": "merge", "paragraph": two},
        {"kind": "move", "paragraph": four, "after": one},
    ]
    given = {"text": house.text, "version": 0}
    house.act(amendments.table, "la-head", changes=asked, **given)
    house.act(amendments.table, "sg-head", changes=[{"kind": "split", "paragraph": one, "at": 10}], **given)
    house.act(amendments.table, "sg-head", changes=[{"kind": "delete", "paragraph": three}], **given)
    first = card(house, "chair", 1).xpath(".//p[@class='change']")
    assert sorted(words(line.find("b")) for line in first if line.find("b") is not None) == [
        "Alternative 1 alt to 1:",
        "Merge 2 with 3",
        "Move 4 after 1",
        "New paragraph 1 bis after 1:",
        "New paragraph at the beginning:",
    ]
    assert "Split 1: its second half becomes 1 ter" in words(card(house, "chair", 2))
    assert "Delete 3: We welcomed" in words(card(house, "chair", 3))


def test_words_of_another_paragraph_than_the_cards_own_are_said_to_be() -> None:
    change = {"kind": "words", "deleted": "a", "inserted": "b", "number": "", "after": "", "other": "", "first": False}
    read = spoken([change | {"paragraph": "p1", "label": "1"}, change | {"paragraph": "p2", "label": "2"}], "p1")
    assert [one["says"] for one in read] == ["", "In 2:"]


def test_what_contradicts_another_one_says_so_and_stands_beside_it(house: House) -> None:
    house.table("la-head", "next", "54th")
    house.table("sg-head", "next", "last")
    house.table("my-head", "all", "any")
    assert "can’t be accepted together with 2." in words(card(house, "pen", 1))
    assert "together with" not in words(card(house, "pen", 3))
    (wordings,) = margin(house, "pen").xpath(".//details[@class='wordings']")
    assert [words(one.xpath("p")[1]) for one in wordings.xpath(".//li")] == [
        "We looked forward to our next meeting.",
        "We looked forward to our 54th meeting.",
        "We looked forward to our last meeting.",
    ]


def test_what_was_deleted_under_a_proposal_is_said(house: House) -> None:
    house.table("la-head", "next meeting", "54th meeting")
    paragraph = house.paragraph("medical")[0]
    asked = [{"kind": "delete", "paragraph": paragraph}]
    house.act(amendments.table, "sg-head", text=house.text, version=0, changes=asked)
    house.type("!", after="nex")
    house.type(" new", after="regional")
    assert "Deleted or changed under it: next" in words(card(house, "la-head", 1))
    assert "2 has been changed since this was tabled, when it read: We [shall][should]" in words(
        card(house, "la-head", 2)
    )


def test_each_is_offered_what_it_may_do_with_sponsors_and_amendments(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    house.act(sponsors.join, "sg-head", amendment=parent)
    house.act(amendments.table, "my-head", **amending(house, parent, "fifty-fourth"))
    assert buttons(card(house, "la-head", 1)) == ["Leave the sponsors of 1", "Withdraw 1", "Amend 1"]
    assert buttons(card(house, "sg-head", 1)) == ["Leave the sponsors of 1", "Amend 1"]
    assert buttons(card(house, "vn-head", 1)) == ["Cosponsor 1", "Amend 1"]
    assert buttons(card(house, "chair", 1)) == ["Don’t take 1"]
    assert "Amendments to 1 are decided before it." in words(card(house, "chair", 1))
    assert buttons(card(house, "la-head", 2)) == ["Take 2 in", "Cosponsor 2"]
    assert buttons(card(house, "chair", 2)) == ["Accept 2", "Don’t take 2"]
    assert buttons(card(house, "my-head", 2)) == ["Withdraw 2"]
    assert "would amend 1" in words(card(house, "pen", 2))
    assert [words(one) for one in card(house, "pen", 2).xpath(".//del | .//ins")] == ["54th", "fifty-fourth"]


def test_only_the_chair_is_asked_to_merge(house: House) -> None:
    house.table("la-head", "next", "54th")
    assert not margin(house, "chair").xpath(".//form | .//input"), "there is nothing to merge it with"
    house.table("sg-head", "all", "any")
    assert len(margin(house, "chair").xpath(".//input[@form='merge']")) == 2
    for who in ("la-head", "pen", "nz-observer"):
        assert not margin(house, who).xpath(".//form | .//input")


def test_the_chosen_ones_are_merged_and_the_margin_comes_back(house: House) -> None:
    one, two = house.table("la-head", "next", "54th"), house.table("sg-head", "all", "any")
    address = f"/texts/{house.text}/amendments/merge"
    answer = send(house, "chair", address, amendment=[one, two], reason="Both.")
    assert (answer.status_code, places(answer)) == (200, [f"proposals:{house.text}"])
    assert "into 3" in words(card(house, "pen", 1))
    made = Amendment.objects.get(text=house.text, number=3)
    assert "Choose at least two" in refused(send(house, "chair", address, amendment=[made.pk]), 409, "nothing_to_merge")
    assert refused(send(house, "la-head", address, amendment=[one, two]), 403, "only_the_chair")


@pytest.mark.parametrize("verb", ["cosponsor", "leave", "take_in"])
def test_a_button_under_a_proposal_does_what_it_says(house: House, verb: str) -> None:
    amendment = house.table("la-head", "next", "54th")
    if verb == "leave":
        house.act(sponsors.join, "sg-head", amendment=amendment)
    if verb == "take_in":
        amendment = house.act(amendments.table, "my-head", **amending(house, amendment, "fifty-fourth"))["amendment"]
    who = "la-head" if verb == "take_in" else "sg-head"
    answer = send(house, who, f"/amendments/{amendment}/{verb}")
    assert (answer.status_code, places(answer)) == (200, [f"proposals:{house.text}"])
