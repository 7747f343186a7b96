"""Before the server starts: a body, its members and their seats, a conference with an open meeting; all by actions."""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pycountry
from django.utils import timezone

from communique.actions import agenda, bodies, conferences, meetings, people, programme
from communique.domain.actors import Actor
from communique.domain.bodies import plate_name
from communique.queries import bodies as body_queries
from communique.records.models import Seat
from communique.rehearsal.people import SeatAt
from communique.web.accounts import invitation

LINES = 8
"""Pages that one person in the hall has open: a browser with some tabs, below the bound on streams."""
HOURS = 12
DRAFTING = ("Adoption of the text",)


@dataclass
class Hall:
    """Who is there, and where; ``items`` of the agenda. ``watchers``: seats for those who only watch, with how many
    pages each opens."""

    meeting: int
    room: int
    items: list[int]
    chair: SeatAt
    clerk: SeatAt
    pens: list[SeatAt]
    heads: list[SeatAt]
    watchers: list[tuple[SeatAt | None, int]] = field(default_factory=list)


def convene(
    delegations: int,
    watchers: int,
    chance: random.Random,
    *,
    items: Sequence[str] = DRAFTING,
    opened: bool = True,
    public: bool = False,
) -> Hall:
    """Founds and convenes everything. One in ten watchers is of the public, two in ten are observers. Under the first
    of the ``items`` a text is adopted. ``opened``: the meeting is open already; ``public``: everybody may follow it."""
    hall = _Convening(delegations, chance)
    return hall.run(watchers, items, opened=opened, public=public)


class _Convening:
    def __init__(self, delegations: int, chance: random.Random) -> None:
        self.year = timezone.now().year
        known = [country for country in pycountry.countries if len(_name(country)) <= 40]
        self.members = sorted(chance.sample(known, delegations), key=_name)
        self.observers = [country for country in known if country not in self.members][:2]
        self.count = 0
        self.body = 0

    def run(self, watchers: int, titles: Sequence[str], *, opened: bool, public: bool) -> Hall:
        body = _do(bodies.found, name="The Rehearsal", short_name="Rehearsal", quorum=1, observers_read_drafts=True)
        self.body = body["body"]
        for country in self.members:
            _do(bodies.admit_member, body=self.body, code=country.alpha_3, iso=country.alpha_2, name=_name(country))
        for country in self.observers:
            _do(bodies.admit_observer, body=self.body, code=country.alpha_3, iso=country.alpha_2, name=_name(country))
        first = self.members[0].alpha_3
        _do(bodies.set_chairmanship, body=self.body, year=self.year, party=first)
        chair, clerk = self._seat("chair", first), self._seat("clerk")
        convened = _do(
            conferences.convene_conference, self._actor(clerk), body=self.body, name="Rehearsal", year=self.year
        )
        begins: datetime = timezone.now() + timedelta(hours=1)
        meeting = _do(
            programme.convene_meeting,
            self._actor(clerk),
            conference=convened["conference"],
            name="First meeting",
            begins_at=begins,
            open_to_public=public,
        )
        items = [
            _do(
                agenda.add_item,
                self._actor(clerk),
                meeting=meeting["meeting"],
                number=str(number),
                title=title,
                adopts=number == 1,
            )["item"]
            for number, title in enumerate(titles, 1)
        ]
        if opened:
            _do(meetings.open_meeting, self._actor(chair), meeting=meeting["meeting"])
        return Hall(
            meeting["meeting"],
            meeting["room"],
            items,
            chair,
            clerk,
            [self._seat("pen"), self._seat("pen")],
            [self._seat("head", country.alpha_3) for country in self.members],
            list(self._watchers(watchers)),
        )

    def _watchers(self, number: int) -> Iterator[tuple[SeatAt | None, int]]:
        """Spreads the watchers over the audiences, and over people who have a few pages open each."""
        public, observing = number // 10, number // 5
        if public:
            yield None, public
        places = [("observer", country.alpha_3) for country in self.observers]
        yield from self._people(places, observing)
        places = [("adviser", country.alpha_3) for country in self.members] + [("delegate", self.members[-1].alpha_3)]
        yield from self._people(places, number - public - observing)

    def _people(self, places: list[tuple[str, str]], pages: int) -> Iterator[tuple[SeatAt | None, int]]:
        for at, (role, party) in enumerate(places):
            here = pages // len(places) + (at < pages % len(places))
            persons = math.ceil(here / LINES)
            for person in range(persons):
                yield self._seat(role, party), here // persons + (person < here % persons)

    def _seat(self, role: str, party: str = "") -> SeatAt:
        self.count += 1
        name = f"{role} {party} {self.count}".replace("  ", " ")
        granted = _do(
            bodies.grant_seat,
            body=self.body,
            email=f"person{self.count}@rehearsal.example",
            name=name,
            role=role,
            party=party,
        )
        _do(bodies.invite, seat=granted["seat"], hours=HOURS)
        return SeatAt(granted["seat"], role, party, f"/in/{invitation(granted['seat'], HOURS)}", name)

    def _actor(self, seat: SeatAt) -> Actor:
        return body_queries.actor_from(Seat.objects.select_related("person", "party").get(pk=seat.id))


def _do(action: Any, actor: Actor = people.CONSOLE, **given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = action(actor=actor, request_id=uuid.uuid4().hex, **given)
    return answer


def _name(country: Any) -> str:
    return plate_name(country.name)
