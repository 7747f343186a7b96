"""Where delegations stand, and what could land."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments
from communique.queries import landing
from tests.house import House


def found(house: House, who: str = "chair") -> dict[str, Any]:
    made = landing.landing_for(house.audience(who), house.text)
    assert made is not None
    return made


@pytest.fixture
def busy(house: House) -> House:
    """1 by LA, which MY alone opposes while SG supports it; 2 by SG in its way; 3 by MY, far off."""
    first = house.table("la-head", "meeting", "summit")
    house.table("sg-head", "next meeting", "fifth retreat")
    house.table("my-head", "health workers", "nurses")
    house.act(amendments.take_position, "my-head", amendment=first, stance="oppose")
    house.act(amendments.take_position, "sg-head", amendment=first, stance="support")
    house.act(amendments.take_position, "vn-head", amendment=first, stance="support")
    return house


def numbers(some: list[dict[str, Any]]) -> list[int]:
    return [one["number"] for one in some]


def test_the_matrix_has_members_across_and_proposals_down_paragraph_by_paragraph(busy: House) -> None:
    made = found(busy)
    assert [party["code"] for party in made["parties"]] == ["LA", "MY", "SG", "VN"]
    assert [(group["label"], numbers(group["rows"])) for group in made["paragraphs"]] == [("3", [3]), ("4", [1, 2])]
    cells = {cell["party"]["code"]: cell["stance"] for cell in made["paragraphs"][1]["rows"][0]["cells"]}
    assert cells == {"LA": "sponsor", "MY": "oppose", "SG": "support", "VN": "support"}


def test_it_says_what_clashes_who_is_alone_and_what_holds_things_up(busy: House) -> None:
    made = found(busy)
    assert [numbers(pair) for pair in made["clashes"]] == [[1, 2]]
    (blocker,) = made["blockers"]
    assert (blocker["party"]["code"], numbers(blocker["opposes"]), numbers(blocker["only"])) == ("MY", [1], [1])
    alone = {one["party"]["code"]: numbers(one["against"]) for one in made["alone"]}
    assert alone["MY"] == [1]


def test_what_could_land_is_what_nobody_opposes_and_one_step_away_what_one_delegation_holds_up(busy: House) -> None:
    made = found(busy)
    (best,) = made["sets"]
    assert numbers(best["proposals"]) == [2, 3]
    (step,) = made["away"]
    assert (step["party"]["code"], step["proposal"]["number"]) == ("MY", 1)
    assert numbers(step["landing"]["proposals"]) == [1, 3]
    assert numbers(step["instead_of"]) == [2]


def test_all_who_may_read_the_text_see_the_same(busy: House) -> None:
    for who in ("pen", "la-adviser", "nz-observer"):
        assert found(busy, who) == found(busy)


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_nobody_else_sees_anything(busy: House, who: str) -> None:
    assert landing.landing_for(busy.audience(who), busy.text) is None


def test_without_amendments_there_is_nothing_to_land(house: House) -> None:
    made = found(house)
    assert (made["paragraphs"], made["sets"], made["away"]) == ([], [], [])
