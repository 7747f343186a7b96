"""The course of a negotiation in figures, and who is at work where."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, readings
from communique.queries import course
from tests.house import House


def found(house: House, who: str = "chair") -> dict[str, Any]:
    made = course.course_for(house.audience(who), house.text)
    assert made is not None
    return made


def cells(made: dict[str, Any], label: str) -> dict[str, tuple[int, int, int]]:
    (row,) = [row for row in made["heat"]["rows"] if row["label"] == label]
    return {
        cell["code"]: (cell["amendments"], cell["positions"], cell["brackets"]) for cell in row["cells"] if cell["all"]
    }


def test_it_begins_with_the_import_and_ends_with_the_text_as_it_stands(house: House) -> None:
    made = found(house)
    (point,) = made["points"]
    assert (point["version"], point["reading"], point["cause"]) == (0, 0, "text.import")
    assert (point["figures"]["paragraphs"], point["figures"]["brackets"]["open"]) == (5, 6)
    house.type(" [soon]", after="next meeting")
    last = found(house)["points"][-1]
    assert (last["version"], last["cause"], last["figures"]["brackets"]["open"]) == (1, "", 7)


def test_readings_and_what_is_agreed_make_points(house: House) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We looked")[0])
    made = found(house)
    assert [(point["reading"], point["figures"]["agreed"]) for point in made["points"]] == [(0, 0), (1, 1)]
    assert [one["number"] for one in made["heading"]["readings"]] == [1]


def test_the_heat_map_counts_amendments_positions_and_brackets(house: House) -> None:
    amendment = house.table("la-head", "medical supplies", "all supplies")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="reserve")
    house.table("my-head", "meeting", "summit")
    made = found(house)
    assert cells(made, "2") == {"LA": (1, 0, 1), "SG": (0, 1, 1)}
    assert cells(made, "4") == {"MY": (1, 0, 0)}
    assert [row["label"] for row in made["heat"]["rows"]] == ["2", "4"], "in the order of the text"


def test_its_strengths_are_five_equal_parts_of_the_greatest_number(house: House) -> None:
    for old in ("share", "information", "outbreaks", "without", "delay"):
        house.table("la-head", old, "X")
    house.table("la-head", "meeting", "summit")
    made = found(house)
    strengths = {row["label"]: row["cells"][0]["strength"] for row in made["heat"]["rows"]}
    assert strengths == {"1": 5, "2": 1, "4": 1}
    assert {cell["strength"] for row in made["heat"]["rows"] for cell in row["cells"] if not cell["all"]} == {0}


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_nobody_else_learns_how_it_goes(house: House, who: str) -> None:
    assert course.course_for(house.audience(who), house.text) is None
