"""What the roll and the clock's note of lines need."""

from __future__ import annotations

from django.utils import timezone

from communique.actions import rolls
from tests.actions.deeds.deed import Deed, Given
from tests.house import House


def _long_ago(house: House) -> Given:
    """Nobody has a line to a process that has been looking since the places were taken."""
    return {"meeting": house.meeting, "lines": [], "since": timezone.now()}


def _called(house: House) -> Given:
    return {"roll": house.act(rolls.call, "chair", meeting=house.meeting)["roll"]}


DEEDS: dict[str, Deed] = {
    "presence.note": Deed(_long_ago, "clock", ("attendance",), after=60),
    "roll.call": Deed(lambda house: {"meeting": house.meeting}, "chair", ("roll",)),
    "roll.answer": Deed(_called, "my-head", ("roll", "attendance")),
    "roll.close": Deed(_called, "clerk", ("roll",)),
}
