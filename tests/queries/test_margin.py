"""The margin and the overlay with proposals of every kind."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import amendments, merging, sponsors
from communique.queries import margin, texts
from tests.actions.deeds.amendments import amending
from tests.house import House, saying


def every_kind(house: House) -> None:
    """Proposals of every kind in the names of several, contradicting each other, amended and taken in."""
    one, two = house.paragraph("outbreaks")[0], house.paragraph("medical")[0]
    for who in ("la-head", "sg-head"):
        for asked in (
            [{"kind": "new", "after": one, "content": saying("We met.")}],
            [{"kind": "delete", "paragraph": one}],
            [{"kind": "move", "paragraph": two, "after": ""}],
            [{"kind": "merge", "paragraph": one}],
            [{"kind": "split", "paragraph": one, "at": 10}],
        ):
            given = {"text": house.text, "version": house.row().version}
            made = house.act(amendments.table, who, changes=asked, **given)
            house.act(sponsors.join, "vn-head", amendment=made["amendment"])
    parent = house.table("la-head", "next", "54th")
    for words in ("fifty-fourth", "LIVth"):
        house.act(amendments.table, "sg-head", **amending(house, parent, words))


def asked_of(read: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_a_margin_and_an_overlay_ask_as_often_for_many_of_every_kind_as_for_one(house: House) -> None:
    house.table("la-head", "next", "54th")
    reads = {
        "margin": lambda: margin.margin_for(house.audience("la-head"), house.text),
        "card": lambda: margin.whole_of(1),
        "overlay": lambda: texts.overlay_for(house.audience("la-head"), house.text),
    }
    few = {name: asked_of(read) for name, read in reads.items()}
    every_kind(house)
    assert {name: asked_of(read) for name, read in reads.items()} == few


def cards(house: House, who: str = "chair") -> dict[int, dict[str, Any]]:
    found = margin.margin_for(house.audience(who), house.text)
    assert found is not None
    return {one["number"]: one for group in found["groups"] for one in group["amendments"]}


def test_a_card_alone_is_the_card_in_the_margin(house: House) -> None:
    every_kind(house)
    for number, one in cards(house).items():
        alone = margin.whole_of(one["id"])
        assert alone is not None
        seen = margin.seen_by(house.audience("chair"), alone)
        assert seen is not None
        assert seen["groups"][0]["amendments"] == [one], number


def test_which_contradict_each_other_is_told_until_one_of_them_is_over(house: House) -> None:
    one, _ = house.table("la-head", "next", "54th"), house.table("sg-head", "next", "last")
    assert [cards(house)[number]["clashes"] for number in (1, 2)] == [(2,), (1,)]
    house.act(amendments.withdraw, "la-head", amendment=one)
    assert [cards(house)[number]["clashes"] for number in (1, 2)] == [(), ()]


def test_an_amendment_to_an_amendment_contradicts_nothing_and_stands_behind_it(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    house.table("my-head", "looked", "look")
    house.act(amendments.table, "sg-head", **amending(house, parent, "fifty-fourth"))
    assert list(cards(house)) == [1, 3, 2]
    assert [one["clashes"] for one in cards(house).values()] == [(), (), ()]


def test_after_an_amendment_is_taken_in_its_new_words_count(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    house.table("my-head", "looked forward", "look")
    paragraph, words = house.paragraph("next")
    content = saying(words.replace("next", "54th").replace("looked forward", "went"))
    asked = [{"kind": "words", "paragraph": paragraph, "content": content}]
    to_it = house.act(amendments.table, "sg-head", text=house.text, version=0, changes=asked, amends=parent)[
        "amendment"
    ]
    assert cards(house)[1]["clashes"] == ()
    house.act(merging.take_in, "la-head", amendment=to_it)
    assert cards(house)[1]["clashes"] == (2,)


def test_what_a_sponsor_may_do_is_not_what_others_may(house: House) -> None:
    amendment = house.table("la-head", "next", "54th")
    house.act(sponsors.join, "sg-head", amendment=amendment)
    may = {
        who: {name for name, yes in cards(house, who)[1]["may"].items() if yes}
        for who in ("la-head", "sg-head", "my-head")
    }
    assert may == {
        "la-head": {"withdraw", "leave", "amend"},
        "sg-head": {"leave", "amend"},
        "my-head": {"position", "cosponsor", "amend"},
    }


def test_the_overlay_carries_who_stands_behind_it_and_what_it_would_amend(house: House) -> None:
    every_kind(house)
    overlay = texts.overlay_for(house.audience("la-head"), house.text)
    assert overlay is not None
    found = {one["number"]: one for one in overlay["amendments"]}
    assert [plate["code"] for plate in found[1]["with"]] == ["VN"]
    assert [one["kind"] for one in found[5]["operations"]] == ["split"] and found[5]["operations"][0]["at"] > 0
    assert found[12]["amends"] == found[11]["id"] and found[11]["amends"] is None


def test_an_adviser_is_offered_to_amend_since_it_may_be_kept_as_a_draft(house: House) -> None:
    house.table("la-head", "next", "54th")
    assert [
        who for who in ("my-head", "la-adviser", "nz-observer", "chair", "pen") if cards(house, who)[1]["may"]["amend"]
    ] == [
        "my-head",
        "la-adviser",
    ]


def test_one_that_was_written_to_other_words_says_so(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    taken, left = (
        house.act(amendments.table, "sg-head", **amending(house, parent, words))["amendment"]
        for words in ("fifty-fourth", "LIVth")
    )
    assert [cards(house)[number]["reworded"] for number in (1, 2, 3)] == [False, False, False]
    house.act(merging.take_in, "la-head", amendment=taken)
    house.act(amendments.table, "sg-head", **amending(house, parent, "coming"))
    assert [cards(house)[number]["reworded"] for number in (1, 3, 4)] == [False, True, False]
    assert left == cards(house)[3]["id"]
