"""The plot, from the import to the published files: everybody at once, as in a meeting, and all of it over HTTP."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from communique.domain.texts.document import blocks
from communique.rehearsal.convening import Hall as Convened
from communique.rehearsal.delegations import Chair, Delegation, has_words
from communique.rehearsal.installation import Installation
from communique.rehearsal.lines import Decoder
from communique.rehearsal.pages import Page
from communique.rehearsal.pens import RUB, Pen
from communique.rehearsal.people import Failed, Person, SeatAt, Turned, some_at_once
from communique.rehearsal.record import Log
from communique.rehearsal.screens import Copies, Screen
from communique.rehearsal.watchers import Hall, Heard, Place, Plan

SYMBOL = "REHEARSAL/1"
FORMATS = ("html", "docx", "xml", "pdf")
LONG, SHORT = 60, 5
"""Seconds of the two clocks: the first one is stopped by an objection, the second one ends."""
SPEED = 0.07
"""Seconds between two letters: a good typist's."""
PAUSE = 1.1
"""Seconds between two acts of a delegation."""
EVERY = 15.0
"""Seconds after which a delegation loses its line, on average."""
WORDS = (
    "we welcomed the progress made since our last meeting",
    "we looked forward to an early conclusion of the consultations",
    "the ministers took note with appreciation of the report",
    "we réaffirmed our commitment to the well-being of every member",
    "further work was entrusted to the senior officials",
    "we encouraged partners to contribute on a voluntary basis",
    "chúng tôi hoan nghênh the offer to host the next session",
    "the text remains open until everything is agreed",
)


@dataclass(frozen=True)
class Size:
    """How much happens: passages that each pen types, of at most so many letters, and acts of each delegation."""

    passages: int
    letters: int
    acts: int

    @classmethod
    def of(cls, delegations: int) -> Size:
        large = delegations > 5
        return cls(6, 60, 8) if large else cls(3, 20, 5)


class Play:
    """One run of the whole plot. ``kill``: the server is killed twice in the midst of it."""

    def __init__(
        self, convened: Convened, installation: Installation, file: Path, log: Log, *, seed: int, kill: bool
    ) -> None:
        self.convened, self.installation, self.file, self.log = convened, installation, file, log
        self.seed, self.kill = seed, kill
        self.size = Size.of(len(convened.heads))
        self.copies, self.decoder = Copies(), Decoder()
        self._negotiating = True
        self.hall: Hall | None = None
        self.people: list[Person] = []
        self.pages: list[Page] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> Heard:
        """Everything in order; what the hall heard."""
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
            ("The pen imports the text", self._import),
            ("The hall fills", self._take_places),
            ("The pens type, delegations negotiate, the chair decides", self._draft_and_negotiate),
            ("A first question is stopped by an objection", self._objection),
            ("A second one is adopted when the clock ends", self._adoption),
            ("The text is published, and its files are taken", self._publication),
        ]
        for words, scene in scenes:
            self.log.tell(words)
            await scene()
        self.log.tell("Everybody reads to the end")
        return await self._end()

    def _chance(self, who: str) -> random.Random:
        """Each has choices of its own, the same ones for the same seed."""
        return random.Random(f"{self.seed}:{who}")  # noqa: S311

    async def _enter(self) -> None:
        """Everybody signs in by the link that was sent."""
        convened = self.convened
        seats = [convened.chair, convened.clerk, *convened.pens, *convened.heads]
        seats += [seat for seat, _ in convened.watchers if seat is not None]
        self.people = [Person(self.installation.port, seat, self.log, self._chance(seat.name)) for seat in seats]
        await some_at_once(person.enter for person in self.people)
        self.log.counts["sign_ins"] = len(self.people)

    def _person(self, seat: SeatAt) -> Person:
        return next(one for one in self.people if one.seat.id == seat.id)

    async def _import(self) -> None:
        pen = self._person(self.convened.pens[0])
        content = await asyncio.to_thread(self.file.read_bytes)
        made = await pen.upload("text.import", f"/api/items/{self.convened.items[0]}/text", self.file.name, content)
        record = self.log.record
        record.text, record.meeting, record.room = made["text"], self.convened.meeting, self.convened.room
        state = await pen.get(f"/api/texts/{record.text}")
        if not any(has_words(block) for block in blocks(state["doc"])):
            raise Failed("the text has no paragraph of some words that could be negotiated")
        self.log.counts["paragraphs"] = made["report"]["paragraphs"]

    async def _take_places(self) -> None:
        """Pages are opened; who negotiates takes a place in the meeting; the hall fills."""
        convened, port, record = self.convened, self.installation.port, self.log.record

        def page(seat: SeatAt) -> Page:
            return Page(self._person(seat), record.text, record.room, port, self.copies, self.decoder)

        self.chair = Chair(page(convened.chair), self._chance("chair"))
        self.clerk = page(convened.clerk)
        self.pens = [Pen(page(seat), self._chance(seat.name), SPEED) for seat in convened.pens]
        self.heads = [Delegation(page(seat), self._chance(seat.name)) for seat in convened.heads]
        heads = [head.page for head in self.heads]
        self.pages = [self.chair.page, self.clerk, *(pen.page for pen in self.pens), *heads]
        await some_at_once(one.load for one in self.pages)
        for one in self.pages:
            self._beside(one.hold())
        await some_at_once(
            partial(one.person.write, "meeting.enter", f"/api/meetings/{record.meeting}/enter")
            for one in (self.chair.page, *heads)
        )
        for one in heads:
            self._beside(one.stumble(self._chance(f"line of {one.person.seat.name}"), EVERY, self._is_negotiating))
        places = tuple(
            Place("public", "public", "", pages)
            if seat is None
            else Place(seat.name, seat.audience, self._person(seat).cookie, pages)
            for seat, pages in convened.watchers
        )
        version = (await self.clerk.person.get(f"/api/meetings/{record.meeting}"))["room_version"]
        self.hall = Hall(Plan(port, record.text, record.room, version, self.seed, places))
        await self.hall.fill()

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    def _is_negotiating(self) -> bool:
        return self._negotiating

    async def _draft_and_negotiate(self) -> None:
        """Two pens type, every delegation negotiates, the chair decides; with ``kill`` the server dies meanwhile."""
        working = True

        async def work() -> None:
            nonlocal working
            async with asyncio.TaskGroup() as all_at_once:
                for pen, other in zip(self.pens, (0, 1), strict=True):
                    all_at_once.create_task(self._type(pen, self.size.passages, other))
                for head in self.heads:
                    all_at_once.create_task(head.negotiate(self.size.acts, PAUSE))
            working = False

        async with asyncio.TaskGroup() as everybody:
            everybody.create_task(work())
            everybody.create_task(self.chair.decide(PAUSE * 1.5, lambda: working))
            if self.kill:
                everybody.create_task(self._kill_soon())

    async def _type(self, pen: Pen, passages: int, who: int) -> None:
        """Every second passage both pens go to the same paragraph, otherwise each to its own."""
        for passage in range(passages):
            shared = passage % 2 == 1
            chance = self._chance(f"passage {passage}{'' if shared else f' of {who}'}")
            there = [block["attrs"]["id"] for block in blocks(pen.page.screen.document.json()) if has_words(block)]
            # From the nearest end of the list, which doesn't move when the other pen opens a paragraph.
            block = there[chance.randrange(max(1, len(there) // 2))]
            words = chance.choice(WORDS[who::2])[: self.size.letters]
            slip = chance.randrange(1, len(words))
            await pen.type(
                block,
                f" {words[:slip]}x{RUB}{words[slip:]}",
                at_end=bool(who) or not shared,
                new_paragraph=passage % 3 == 2 and not shared,
            )

    async def _kill_soon(self) -> None:
        """When about a third of the letters are typed."""
        wanted = self.size.passages * min(40, self.size.letters) * len(self.pens) // 3
        while sum(pen.letters for pen in self.pens) < wanted:
            await asyncio.sleep(0.02)
        await self._kill()

    async def _kill(self) -> None:
        """SIGKILL, and the server starts again on the same folder and port. Nobody else is told."""
        self.log.counts["kills"] += 1
        await asyncio.to_thread(self.installation.kill)
        await asyncio.to_thread(self.installation.start)

    async def _objection(self) -> None:
        """The first question is stopped; meanwhile the pen may not type, and the second objection comes too late."""
        put = await self.chair.put(LONG)
        screens = await asyncio.gather(*(one.until(lambda screen: screen.status == "question") for one in self.pages))
        if not all(screens):
            raise Failed("the question didn't come to every screen")
        pen = self.pens[0]
        await _turned_away(
            pen.page.person.write(
                "text.draft",
                f"/api/texts/{pen.page.text}/steps",
                expected=("text_is_question",),
                version=pen.page.screen.version,
                steps=[{"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [_A]}}],
                client="pen-too-late",
            )
        )
        objectors = [self.heads[0], self.heads[-1]]
        await asyncio.gather(*(self._object(head, put["question"]) for head in objectors))
        await self._all_show("draft")

    async def _object(self, head: Delegation, question: int, expected: tuple[str, ...] = ("question_is_over",)) -> None:
        await _turned_away(
            head.page.person.write(
                "question.object",
                f"/api/questions/{question}/objection",
                expected=expected,
                reason="Our capital asks for one more day.",
            )
        )

    async def _adoption(self) -> None:
        """The pens mend the text, the question is put again, and nobody objects until the clock ends."""
        async with asyncio.TaskGroup() as both:
            for who, pen in enumerate(self.pens):
                both.create_task(self._type(pen, 1, who))
        put = await self.chair.put(SHORT)
        if self.kill:
            await self._kill()
        await self._all_show("adopted")
        await self._object(self.heads[0], put["question"], ("question_is_over", "clock_has_ended"))
        left = [one for one in self.chair.page.screen.overlay if one["state"] == "overtaken"]
        for one in left[:1]:
            await _turned_away(
                self.chair.page.person.write(
                    "amendment.accept", f"/api/amendments/{one['id']}/accept", expected=("amendment_is_over",)
                )
            )

    async def _all_show(self, status: str) -> None:
        shown = await asyncio.gather(*(one.until(_shows(status)) for one in self.pages))
        for one, good in zip(self.pages, shown, strict=True):
            if not good:
                raise Failed(f"{one.person.seat.name} still sees {one.screen.status}, not {status}")

    async def _publication(self) -> None:
        """The clerk publishes; whoever passes by reads the page and takes the files."""
        record, person = self.log.record, self.clerk.person
        await person.write("document.publish", f"/api/texts/{record.text}/publication", symbol=SYMBOL)
        record.symbol = SYMBOL
        self._negotiating = False
        folder = self.installation.folder / "files"
        folder.mkdir()
        base = f"http://127.0.0.1:{self.installation.port}"
        async with httpx.AsyncClient(base_url=base, timeout=30.0, trust_env=False) as passer_by:
            for kind in FORMATS:
                answer = await passer_by.get(f"/files/{SYMBOL}.{kind}")
                if answer.status_code != 200:
                    raise Failed(f"the published {kind} can't be had: HTTP {answer.status_code}")
                (folder / f"text.{kind}").write_bytes(answer.content)
                record.files[kind] = f"files/text.{kind}"
            page = await passer_by.get(f"/documents/{SYMBOL}/")
            if page.status_code != 200:
                raise Failed(f"the public page can't be read: HTTP {page.status_code}")
            record.public = (await passer_by.get(f"/api/meetings/{record.meeting}")).json()

    async def _end(self) -> Heard:
        """Everybody reads to the end; the pages say what they show."""
        record = self.log.record
        version = (await self.clerk.person.get(f"/api/meetings/{record.meeting}"))["room_version"]
        await asyncio.gather(*(one.read_on(version) for one in self.pages))
        assert self.hall is not None
        heard = await self.hall.empty(version)
        for one in self.pages:
            line = one.line
            reached = {"reached": one.reached(version), "refused": line.refused if line else ""}
            record.screens.append(one.screen.end() | reached | {"backwards": line.backwards if line else 0})
            if line is not None:
                self.log.counts["dropped_lines"] += line.drops
                line.close()
        record.screens += heard.screens
        self.log.counts["rebased"] = sum(pen.rebased for pen in self.pens)
        self.log.counts["letters"] = sum(pen.letters for pen in self.pens)
        return heard


_A = {"type": "text", "text": "a"}


def _shows(status: str) -> Any:
    def shows(screen: Screen) -> bool:
        return screen.status == status or screen.status == "published"

    return shows


async def _turned_away(write: Awaitable[Any]) -> None:
    """Does what is expected to be refused, or to come just in time."""
    try:
        await write
    except Turned:
        return
