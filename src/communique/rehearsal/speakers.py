"""What everybody does in a rehearsed sitting: delegations raise their placards, speak and pass notes; the chair and the
clerk, two hands on one desk, give the floor, take it back, and arrange the list."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from communique.rehearsal.chamber_pages import ChamberPage
from communique.rehearsal.chamber_screens import Floor
from communique.rehearsal.people import Turned

KINDS = {"statement": 50, "question": 12, "on_behalf": 14, "right_of_reply": 10, "point_of_order": 14}
"""How often each kind of placard is raised."""
RAISING = ("on_the_list_already", "list_is_closed", "replies_are_used", "meeting_does_not_sit", "not_in_the_room")
LOWERING = ("not_waiting", "meeting_does_not_sit")
SPEAKING = ("has_not_the_floor", "meeting_does_not_sit")
PRESIDING = (
    "floor_moved_on",
    "nobody_waits",
    "ruling_first",
    "debate_is_suspended",
    "debate_goes_on",
    "speaker_is_away",
    "speaker_has_left",
    "not_waiting",
    "has_not_the_floor",
    "point_of_order_goes_first",
    "speaks_without_limit",
    "limit_out_of_bounds",
    "no_ruling_now",
    "list_is_open",
    "list_is_closed",
)
"""What may be refused because somebody else was quicker, or because it is how things stand."""


class Delegation:
    """A head of delegation at its page."""

    def __init__(self, page: ChamberPage, chance: random.Random, others: list[str]) -> None:
        self.page, self._chance, self._others = page, chance, others
        self._passed = 0

    @property
    def code(self) -> str:
        return self.page.person.seat.party

    async def take_part(self, acts: int, pause: float) -> None:
        """Does so many things, each after a while."""
        for _ in range(acts):
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * pause)
            floor = self.page.screen.floor
            luck = self._chance.random()
            if floor.speaker == self.code and luck < 0.7:
                await self._press("floor.yield", f"/interventions/{floor.speaking}/yield", SPEAKING)
            elif luck < 0.2:
                await self.pass_note()
            elif luck < 0.3 and (mine := floor.names_of(self.code)):
                await self._press("floor.withdraw", f"/interventions/{mine[0]}/withdraw", LOWERING)
            else:
                await self.raise_placard()

    async def raise_placard(self) -> None:
        """Of some kind; sometimes by two clicks, each of which is a request of its own."""
        kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
        fields = {"kind": kind} | ({"floor_group": "The group of friends"} if kind == "on_behalf" else {})
        clicks = 2 if self._chance.random() < 0.15 else 1
        path = f"/meetings/{self.page.meeting}/floor/placard"
        await asyncio.gather(
            *(self._press("floor.request", path, RAISING, party=self.code, **fields) for _ in range(clicks))
        )

    async def pass_note(self) -> None:
        """To one or two others, with a word by which it is known."""
        self._passed += 1
        to = self._chance.sample([one for one in self._others if one != self.code], self._chance.choice((1, 1, 2)))
        words = f"passed-{self._passed}-{self.code} Shall we step out for five minutes?"
        path = f"/meetings/{self.page.meeting}/notes/send"
        await self._press("note.send", path, (), to=to, words=words)

    async def _press(self, action: str, path: str, expected: tuple[str, ...], **fields: object) -> None:
        try:
            await self.page.person.press(action, path, expected=expected, **fields)
        except Turned:
            return


class Desk:
    """The chair and the clerk, who see the same desk and both act on it."""

    def __init__(self, chair: ChamberPage, clerk: ChamberPage, chance: random.Random) -> None:
        self.chair, self.clerk, self._chance = chair, clerk, chance
        self.both: list[str] = []
        """What both hands did on the same view of the floor, and both were let do: there should be nothing."""
        self.counts: Counter[str] = Counter()

    @property
    def meeting(self) -> int:
        return self.chair.meeting

    async def preside(self, pause: float, more: Callable[[], bool]) -> None:
        """Does one thing after the other, as the floor asks for it, as long as there is ``more``."""
        while more():
            await asyncio.sleep(self._chance.uniform(0.4, 1.2) * pause)
            floor = self.chair.screen.floor
            if floor.ruling and self._chance.random() < 0.9:
                await self.rule(floor)
            elif self._chance.random() < 0.25:
                await self.call_together(floor)
            else:
                await self._something(floor)

    async def _something(self, floor: Floor) -> None:
        hand = self._chance.choice((self.chair, self.clerk))
        ways: list[tuple[int, str, str, dict[str, object]]] = []
        meeting = self.meeting
        if floor.speaking or floor.waiting:
            ways.append((8, "floor.next", f"/meetings/{meeting}/floor/next", {"after": floor.speaking}))
        if floor.speaking:
            speaker = f"/interventions/{floor.speaking}"
            ways.append((2, "floor.take_back", f"{speaker}/take-back", {}))
            ways.append((1, "floor.extend", f"{speaker}/extend", {"extra": 30}))
        for one in floor.waiting[1:3]:
            ways.append((1, "floor.give", f"/interventions/{one}/give", {"after": floor.speaking}))
            ways.append((1, "floor.order", f"/interventions/{one}/order", {"position": 1}))
        if len(floor.waiting) > 3:
            ways.append((1, "floor.remove", f"/interventions/{floor.waiting[-1]}/remove", {}))
        ways.append(
            (1, "floor.limit", f"/meetings/{meeting}/floor/limit", {"floor_limited": "statement", "floor_limit": 2})
        )
        if self._chance.random() < 0.06:
            await self._rest(hand)
            return
        _, action, path, fields = self._chance.choices(ways, [one[0] for one in ways])[0]
        await self._press(hand, action, path, **fields)

    async def _rest(self, hand: ChamberPage) -> None:
        """The debate is suspended for a moment."""
        await self._press(hand, "floor.suspend", f"/meetings/{self.meeting}/floor/suspend")
        await asyncio.sleep(self._chance.uniform(0.1, 0.5))
        await self._press(self.chair, "floor.resume", f"/meetings/{self.meeting}/floor/resume")

    async def rule(self, floor: Floor) -> None:
        path = f"/interventions/{floor.ruling}/ruling"
        await self._press(self.chair, "floor.rule", path, ruling="The point is well taken.")

    async def call_together(self, floor: Floor) -> None:
        """Both hands press "next" on the same view. One of them moves the floor, and the other is told."""
        path = f"/meetings/{self.meeting}/floor/next"
        hands = (self.chair, self.clerk)
        done = await asyncio.gather(*(self._press(one, "floor.next", path, after=floor.speaking) for one in hands))
        self.counts["two_hands"] += 1
        if all(done):
            self.both.append(f"both hands called the next speaker after {floor.speaking}")

    async def clear(self) -> None:
        """Nobody keeps the floor, and no point of order is left without its ruling."""
        for _ in range(20):
            await asyncio.sleep(0.3)
            floor = self.chair.screen.floor
            if floor.ruling:
                await self.rule(floor)
            elif floor.speaking:
                await self._press(self.chair, "floor.take_back", f"/interventions/{floor.speaking}/take-back")
            elif not floor.interrupted:
                return

    async def _press(self, hand: ChamberPage, action: str, path: str, **fields: object) -> bool:
        try:
            await hand.person.press(action, path, expected=PRESIDING, **fields)
        except Turned:
            return False
        return True
