"""What a deed is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from communique.records.models import Room
from tests.house import House

Given = dict[str, Any]
AGENDA, PROPOSALS, STATUS = "agenda", "proposals", "status"
QUESTION = (STATUS, "overlay", "question", PROPOSALS, AGENDA)


@dataclass(frozen=True)
class Deed:
    """``events``: what readers of the room hear, in order."""

    prepare: Callable[[House], Given]
    who: str
    events: tuple[str, ...] = ()
    in_room: bool = True
    """Is it written in the meeting's own journal, or in the house's?"""
    in_conference: bool = False
    """Is it written in the conference's own journal?"""
    elsewhere: tuple[str, ...] = ()
    """What readers of the conference hear of something done in a meeting, in order."""
    after: float = 0
    """Seconds after its preparation."""
    huddle: tuple[str, ...] = ()
    """The codes of the delegations in whose huddle it is done."""

    def room(self, house: House) -> Room:
        if self.in_conference:
            return house.conference_room()
        return house.room() if self.in_room else house.house_room()
