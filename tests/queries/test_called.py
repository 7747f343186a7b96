"""Whatever names a paragraph beside a text names it with the numbers above it: "(a)" alone is many."""

from __future__ import annotations

import pytest

from communique.actions import comments, readings
from communique.queries import comments as said
from communique.queries import delegations, margin
from communique.queries import readings as stands
from tests.house import House

DRAFT = """# Statement

1. We agreed:

   (a) to meet soon;

2. We thanked:

   (a) all of them.
"""


@pytest.fixture
def house(db: None) -> House:
    return House.founded(draft=DRAFT)


def test_proposals_and_what_awaits_a_position(house: House) -> None:
    house.table("sg-head", "all", "some")
    found = margin.margin_for(house.audience("la-head"), house.text)
    assert found is not None
    assert [(one["label"], one["numbered"]) for one in found["groups"]] == [("2 (a)", True)]
    room = delegations.room_for(house.audience("la-head"), house.text)
    assert room is not None
    assert [one["label"] for one in room["awaiting"]] == ["2 (a)"]


def test_comments(house: House) -> None:
    start = house.place("all of")
    place = {"text": house.text, "version": house.row().version, "start": start, "end": start + 6}
    house.act(comments.make, "sg-head", words="Who?", **place)
    found = said.comments_for(house.audience("la-head"), house.text)
    assert found is not None
    assert [one["label"] for one in found["groups"]] == ["2 (a)"]


def test_where_a_paragraph_stands_and_where_the_chair_is(house: House) -> None:
    paragraph = house.paragraph("all of")[0]
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=paragraph)
    for agreed in (False, True):
        if agreed:
            house.act(readings.agree, "chair", text=house.text, paragraph=paragraph)
        found = stands.reading_for(house.audience("la-head"), house.text)
        assert found is not None
        assert (found["here"]["label"], found["here"]["numbered"]) == ("2 (a)", True)
        assert [one["label"] for one in found["rows"]] == ["2 (a)"] * agreed


def test_one_finds_a_paragraph_by_what_it_is_called_or_by_its_own_number(house: House) -> None:
    head, one, two = house.audience("la-head"), house.paragraph("meet soon")[0], house.paragraph("all of")[0]
    for asked, found in (("1 (a)", one), ("2 (a)", two), ("2(A)", two), ("(a)", one), ("3 (a)", None)):
        assert delegations.paragraph_called(head, house.text, asked) == found
