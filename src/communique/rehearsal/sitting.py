"""The plot of a rehearsed sitting, from the doors to the closing: everybody at once, and all of it over HTTP."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from communique.rehearsal import gallery
from communique.rehearsal.chamber_pages import ChamberPage
from communique.rehearsal.chamber_screens import ChamberScreen
from communique.rehearsal.convening import Hall as Convened
from communique.rehearsal.installation import Installation
from communique.rehearsal.lines import Decoder
from communique.rehearsal.people import Failed, Person, SeatAt, Turned, some_at_once
from communique.rehearsal.record import Log
from communique.rehearsal.speakers import Delegation, Desk
from communique.rehearsal.watchers import Hall, Heard, Place, Plan

ITEMS = ("Draft joint statement", "General debate", "Other matters")
TEXT = """\
# Joint statement of the rehearsal

1. We met under the chairmanship of the first of us, and heard one another out.

2. We thanked the secretariat for a room in which nobody had to ask who has the floor.
"""
CLOCK = 5
"""Seconds of the question before the meeting."""
PAUSE = 1.0
"""Seconds between two acts of a delegation, and of the desk."""
EVERY = 12.0
"""Seconds after which a delegation loses its line, on average."""


class Sitting:
    """One run of the plot. ``kill``: the server is killed in the midst of the debate."""

    def __init__(self, convened: Convened, installation: Installation, log: Log, *, seed: int, kill: bool) -> None:
        self.convened, self.installation, self.log = convened, installation, log
        self.seed, self.kill = seed, kill
        self.acts = 20 if len(convened.heads) > 5 else 8
        self.decoder = Decoder()
        self.hall: Hall | None = None
        self.people: list[Person] = []
        self.pages: list[ChamberPage] = []
        self._debating = True
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> Heard:
        """Everything in order; what the gallery heard."""
        try:
            return await self._run()
        finally:
            for task in self._tasks:
                task.cancel()
            if self.hall is not None:
                self.hall.kill()
            for person in self.people:
                await person.leave()

    async def _run(self) -> Heard:
        scenes: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            ("Everybody signs in", self._enter),
            ("The room and its gallery fill", self._take_places),
            ("The chair opens the meeting and calls the roll", self._open),
            ("The agenda is adopted, and the first item taken up", self._adopt_agenda),
            ("A question is put, and the gavel falls", self._decide),
            ("Everybody asks for the floor", self._debate),
            ("The list is closed, and the meeting with it", self._close),
        ]
        for words, scene in scenes:
            self.log.tell(words)
            await scene()
        self.log.tell("Everybody reads to the end")
        return await self._end()

    def _chance(self, who: str) -> random.Random:
        """Each has choices of its own, the same ones for the same seed."""
        return random.Random(f"{self.seed}:{who}")  # noqa: S311

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _enter(self) -> None:
        convened = self.convened
        seats = [convened.chair, convened.clerk, *convened.pens, *convened.heads]
        seats += [seat for seat, _ in convened.watchers if seat is not None]
        self.people = [Person(self.installation.port, seat, self.log, self._chance(seat.name)) for seat in seats]
        await some_at_once(person.enter for person in self.people)
        self.log.counts["sign_ins"] = len(self.people)
        record = self.log.record
        record.meeting, record.room = convened.meeting, convened.room
        pen = self._person(convened.pens[0])
        way = f"/api/items/{convened.items[0]}/text"
        record.text = (await pen.upload("text.import", way, "statement.md", TEXT.encode()))["text"]

    def _person(self, seat: SeatAt) -> Person:
        return next(one for one in self.people if one.seat.id == seat.id)

    async def _take_places(self) -> None:
        """Pages are opened before the meeting is; the gallery fills."""
        convened, port = self.convened, self.installation.port

        def page(seat: SeatAt) -> ChamberPage:
            return ChamberPage(self._person(seat), convened.meeting, convened.room, port, self.decoder)

        codes = [seat.party for seat in convened.heads]
        chair, clerk = page(convened.chair), page(convened.clerk)
        self.desk = Desk(chair, clerk, self._chance("desk"))
        self.heads = [
            Delegation(page(seat), self._chance(seat.name), [*codes, "@chair", "@secretariat"])
            for seat in convened.heads
        ]
        self.pages = [chair, clerk, *(one.page for one in self.heads)]
        await some_at_once(one.open for one in self.pages)
        for one in self.pages:
            self._beside(one.hold())
        places = tuple(
            Place("public", "public", "", pages)
            if seat is None
            else Place(seat.name, seat.audience, self._person(seat).cookie, pages)
            for seat, pages in convened.watchers
        )
        self.hall = Hall(Plan(port, convened.meeting, convened.room, 0, self.seed, places), gallery.watch)
        await self.hall.fill()

    async def _open(self) -> None:
        meeting, chair = self.convened.meeting, self.desk.chair.person
        await chair.press("meeting.open", f"/meetings/{meeting}/open")
        await some_at_once(
            partial(one.person.press, "meeting.enter", f"/meetings/{meeting}/enter") for one in self.pages
        )
        await chair.press("roll.call", f"/meetings/{meeting}/roll")
        roll = await self._roll()
        *answering, silent = self.heads
        await some_at_once(
            partial(one.page.person.press, "roll.answer", f"/meetings/{meeting}/rolls/{roll}/answer")
            for one in answering
        )
        # The last one's answer was heard, and is noted by the chair.
        await chair.press("roll.answer", f"/meetings/{meeting}/rolls/{roll}/answer", party=silent.code)
        await chair.press("roll.close", f"/meetings/{meeting}/rolls/{roll}/close")

    async def _roll(self) -> int:
        """The roll that the chair's screen shows."""
        found: list[str] = []

        def called(screen: ChamberScreen) -> bool:
            html = screen.places.get(f"roll:{screen.meeting}", "")
            found[:] = [one.partition("/")[0] for one in html.split("/rolls/")[1:]]
            return bool(found)

        if not await self.desk.chair.until(called):
            raise Failed("the roll that was called didn't come to the chair's screen")
        return int(found[0])

    async def _adopt_agenda(self) -> None:
        chair, meeting = self.desk.chair.person, self.convened.meeting
        await chair.press("agenda.adopt", f"/meetings/{meeting}/agenda/adoption")
        await chair.press("item.open", f"/items/{self.convened.items[0]}/open")

    async def _decide(self) -> None:
        """The text of the first item is adopted when its clock ends."""
        chair, text = self.desk.chair.person, self.log.record.text
        await chair.press("question.put", f"/texts/{text}/question", seconds=CLOCK)
        target = f"now:{self.convened.meeting}"
        await asyncio.sleep(CLOCK)
        for one in self.pages:
            if not await one.until(lambda screen: 'data-is="adopted"' in screen.places.get(target, ""), 20.0):
                raise Failed(f"{one.person.seat.name} doesn't see that the text is adopted")

    async def _debate(self) -> None:
        """The list is open; all delegations take part, two hands preside, lines are lost; the server may die."""
        chair = self.desk.chair.person
        await chair.press("item.open", f"/items/{self.convened.items[1]}/open", leaving="close")
        await self._open_list()
        for one in self.heads:
            person = one.page.person
            self._beside(one.page.stumble(self._chance(f"line of {person.seat.name}"), EVERY, lambda: self._debating))
        async with asyncio.TaskGroup() as everybody:
            everybody.create_task(self._speak())
            everybody.create_task(self.desk.preside(PAUSE * 0.7, lambda: self._debating))
            if self.kill:
                everybody.create_task(self._kill())
        self.log.counts.update(self.desk.counts)
        self.log.record.unequal += self.desk.both
        await self.desk.clear()
        await chair.press("item.open", f"/items/{self.convened.items[2]}/open", leaving="close")

    async def _open_list(self) -> None:
        try:
            way = f"/meetings/{self.convened.meeting}/floor/open"
            await self.desk.chair.person.press("floor.open", way, expected=("list_is_open",))
        except Turned:
            return

    async def _speak(self) -> None:
        async with asyncio.TaskGroup() as all_at_once:
            for one in self.heads:
                all_at_once.create_task(one.take_part(self.acts, PAUSE))
        self._debating = False

    async def _kill(self) -> None:
        """SIGKILL, and the server starts again on the same folder and port. Nobody else is told."""
        await asyncio.sleep(self.acts * PAUSE * 0.4)
        self.log.counts["kills"] += 1
        await asyncio.to_thread(self.installation.kill)
        await asyncio.to_thread(self.installation.start)

    async def _close(self) -> None:
        """After the list is closed a placard is refused; then the sitting's names lapse, and the meeting ends."""
        chair, meeting = self.desk.chair.person, self.convened.meeting
        await self.heads[0].raise_placard()
        await chair.press("floor.close", f"/meetings/{meeting}/floor/close")
        try:
            way = f"/meetings/{meeting}/floor/placard"
            await self.heads[-1].page.person.press(
                "floor.request", way, expected=("list_is_closed",), kind="statement", party=self.heads[-1].code
            )
        except Turned:
            pass
        else:
            raise Failed("a placard was taken after the list was closed")
        await chair.press("meeting.close", f"/meetings/{meeting}/close")

    async def _end(self) -> Heard:
        record = self.log.record
        shown = await self.desk.clerk.person.get(f"/api/meetings/{record.meeting}")
        version = shown["room_version"]
        await asyncio.gather(*(one.read_on(version) for one in self.pages))
        assert self.hall is not None
        heard = await self.hall.empty(version)
        for one in self.pages:
            self.log.counts["dropped_lines"] += one.line.drops if one.line else 0
            record.screens.append(one.end(version))
        record.screens += heard.screens
        record.keep_places()
        return heard
