"""What the floor needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import bodies, floor
from tests.actions.deeds.deed import Deed, Given
from tests.house import House

LIST = ("floor",)
SPEAKS = ("floor", "now", "screen")
"""What everybody hears when somebody else has the floor, or its clock goes otherwise."""


def waits(house: House, who: str = "la-head", **more: Any) -> int:
    """Somebody's placard is up; the id of the name on the list."""
    made: int = house.act(floor.request, who, meeting=house.meeting, **more)["intervention"]
    return made


def speaks(house: House, who: str = "la-head", **more: Any) -> int:
    """Somebody has the floor."""
    number = waits(house, who, **more)
    house.act(floor.give, "chair", intervention=number, after=0)
    return number


def _here(house: House) -> Given:
    return {"meeting": house.meeting}


def _closed(house: House) -> Given:
    house.act(floor.close_list, "chair", meeting=house.meeting)
    return _here(house)


def _suspended(house: House) -> Given:
    house.act(floor.suspend, "chair", meeting=house.meeting)
    return _here(house)


def _two(house: House) -> Given:
    waits(house, "sg-head")
    return {"intervention": waits(house), "position": 1}


def _next(house: House) -> Given:
    first = speaks(house, "sg-head")
    waits(house)
    return {"meeting": house.meeting, "after": first}


def _point(house: House) -> Given:
    first = speaks(house, "sg-head")
    point = waits(house, kind="point_of_order")
    house.act(floor.give, "chair", intervention=point, after=first)
    return {"intervention": point, "ruling": "The point is well taken."}


def _withdrawn(house: House) -> Given:
    number = speaks(house)
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    return {"intervention": number}


def delivered(house: House) -> int:
    number = speaks(house)
    house.act(floor.give_up, "la-head", intervention=number)
    return number


DEEDS: dict[str, Deed] = {
    "floor.open": Deed(_closed, "chair", LIST),
    "floor.announce": Deed(
        lambda house: _here(house) | {"closes_at": timezone.now() + timedelta(minutes=5)}, "clerk", LIST
    ),
    "floor.close": Deed(_here, "chair", LIST),
    "floor.limit": Deed(lambda house: _here(house) | {"kind": "statement", "seconds": 120}, "chair", LIST),
    "floor.suspend": Deed(_here, "chair", SPEAKS),
    "floor.resume": Deed(_suspended, "clerk", SPEAKS),
    "floor.request": Deed(lambda house: _here(house) | {"kind": "on_behalf", "on_behalf_of": "ASEAN"}, "la-head", LIST),
    "floor.enlist": Deed(lambda house: _here(house) | {"party": "LA"}, "clerk", LIST),
    "floor.withdraw": Deed(lambda house: {"intervention": waits(house)}, "la-adviser", LIST),
    "floor.remove": Deed(lambda house: {"intervention": waits(house)}, "chair", LIST),
    "floor.order": Deed(_two, "chair", LIST),
    "floor.next": Deed(_next, "chair", SPEAKS),
    "floor.give": Deed(lambda house: {"intervention": waits(house), "after": 0}, "clerk", SPEAKS),
    "floor.yield": Deed(lambda house: {"intervention": speaks(house)}, "la-delegate", SPEAKS),
    "floor.take_back": Deed(lambda house: {"intervention": speaks(house)}, "chair", SPEAKS),
    "floor.vacate": Deed(_withdrawn, "clock", SPEAKS),
    "floor.extend": Deed(lambda house: {"intervention": speaks(house), "seconds": 60}, "clerk", SPEAKS),
    "floor.rule": Deed(_point, "chair", SPEAKS),
    "intervention.correct": Deed(
        lambda house: {"intervention": delivered(house), "on_item": house.item, "number": "2"}, "clerk", LIST
    ),
    "body.regulate": Deed(
        lambda house: {"body": house.body, "floor_rules": {"order": "alphabetical"}, "grace": 30},
        "clerk",
        in_room=False,
    ),
}
