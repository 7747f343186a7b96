"""A debate for tests: a list on which names are put one second after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from communique.domain import floor
from communique.domain.errors import Refused
from communique.domain.floor_rules import FloorRules, Kind, Standing
from communique.domain.speakers import Speaker, SpeakersList

NOON = datetime(2020, 9, 9, 12, tzinfo=UTC)
RULES = FloorRules()
NAMES = {"LA": "Lao PDR", "MY": "Malaysia", "SG": "Singapore", "TH": "Thailand", "VN": "Viet Nam", "NZ": "New Zealand"}


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def asks(party: str, kind: Kind = Kind.STATEMENT, **more: Any) -> Speaker:
    who = Standing.OBSERVER if party == "NZ" else Standing.MEMBER if party else Standing.OFFICE
    group = {"on_behalf_of": "ASEAN"} if kind is Kind.ON_BEHALF else {}
    order = {"name": NAMES.get(party, "chair"), "standing": who, "protocol": list(NAMES).index(party) if party else 0}
    return Speaker(**{"id": 0, "party": party, "kind": kind, "requested": NOON, **order, **group, **more})


class Debate:
    """A list to which names are put one second after the other."""

    def __init__(self, rules: FloorRules = RULES, **more: Any) -> None:
        self.rules, self.queue, self.second = rules, SpeakersList(**more), 0

    def enlist(self, party: str, kind: Kind = Kind.STATEMENT, *, by_chair: bool = False, **more: Any) -> int:
        self.second += 1
        number = self.second
        one = asks(party, kind, id=number, **more)
        self.queue = floor.enlist(self.queue, one, self.rules, at=at(self.second), by_chair=by_chair)
        return number

    def do(self, act: Callable[..., SpeakersList], *given: Any, **more: Any) -> None:
        self.queue = act(self.queue, *given, **more)

    def give(self, number: int, second: float = 100) -> None:
        self.queue = floor.give(self.queue, number, self.rules, at=at(second))

    def next(self, second: float = 100) -> None:
        self.queue = floor.call_next(self.queue, self.rules, at=at(second))

    def one(self, number: int) -> Speaker:
        return next(one for one in self.queue.speakers if one.id == number)

    def change(self, number: int, **more: Any) -> None:
        changed = tuple(replace(one, **more) if one.id == number else one for one in self.queue.speakers)
        self.queue = replace(self.queue, speakers=changed)

    @property
    def row(self) -> list[str]:
        return [one.party for one in floor.waiting(self.queue, self.rules)]

    @property
    def speaker(self) -> str | None:
        one = floor.speaking(self.queue)
        return one.party if one else None


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code
