"""What the pen's work with brackets needs."""

from __future__ import annotations

from tests.actions.deeds.deed import Deed, Given
from tests.house import House

STEPS = ("steps", "reading")


def _at(house: House, words: str) -> Given:
    return {"text": house.text, "version": 0, "position": house.place(words)}


def _putting(house: House) -> Given:
    start = house.place("next meeting")
    about = [{"party": "Lao PDR", "stance": "reserve"}]
    return {"text": house.text, "version": 0, "start": start, "end": start + len("next meeting"), "attributions": about}


DEEDS: dict[str, Deed] = {
    "bracket.put": Deed(_putting, "pen", STEPS),
    "bracket.lift": Deed(lambda house: _at(house, "without delay"), "pen", STEPS),
    "bracket.delete": Deed(lambda house: _at(house, "without delay"), "pen", STEPS),
    "bracket.choose": Deed(lambda house: _at(house, "should]") | {"alternative": 1}, "pen", STEPS),
    "bracket.merge": Deed(lambda house: _at(house, "should]"), "pen", STEPS),
}
