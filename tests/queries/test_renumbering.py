"""What would become of each number, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import renumbering as acts
from communique.queries import renumbering
from tests.actions.deeds.numbers import numbered
from tests.house import House


def found(house: House, who: str = "pen") -> dict[str, Any]:
    made = renumbering.numbers_for(house.audience(who), house.text)
    assert made is not None
    return made


def test_it_shows_each_number_that_would_change_and_the_words_that_name_it(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    house.type(" See paragraph 2 bis.", after="next meeting.")
    made = found(house)
    welcomed, looked = house.paragraph("We welcomed")[0], house.paragraph("We looked")[0]
    assert made["changes"] == [{"block": welcomed, "old": "2 bis.", "new": "3."}]
    assert (made["kept"], made["refused"], made["done"]) == (3, None, [])
    (reference,) = made["references"]
    assert (reference["block"], reference["label"], reference["old"], reference["new"]) == (looked, "4", "2 bis", "3")


def test_what_was_done_is_kept(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    house.act(acts.renumber, "pen", text=house.text, version=1)
    made = found(house, "la-head")
    assert made["changes"] == []
    (done,) = made["done"]
    assert done["version"] == 2
    assert done["table"] == [{"block": house.paragraph("We welcomed")[0], "old": "2 bis.", "new": "3."}]


def test_it_says_why_it_cant_be_done_yet(house: House) -> None:
    numbered(house, "We welcomed", "2 alt.")
    refused = found(house)["refused"]
    assert (refused.code, refused.facts) == ("alternatives_stand", {"numbers": "2 alt."})


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_nobody_else_sees_the_numbers(house: House, who: str) -> None:
    assert renumbering.numbers_for(house.audience(who), house.text) is None
