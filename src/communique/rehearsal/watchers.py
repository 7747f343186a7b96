"""The hall: hundreds of pages that only watch, in a process of their own.

They stand for delegations' advisers, observers and the public; lose their lines now and then and return with the
version that they have; some come late. At the end each says what it shows, and when it heard of what.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import httpx
import uvloop

from communique.rehearsal.lines import Decoder, Key, Line, Message
from communique.rehearsal.people import Failed
from communique.rehearsal.screens import Copies, Screen

LATE = 0.1
"""The share of watchers that come when the meeting is under way, within so many seconds:"""
WITHIN = 6.0
RESTLESS = 0.4
"""The share of watchers that lose their lines, each on average after so many seconds:"""
HOLDS = 20.0
AWAY = (0.05, 2.0)
"""Seconds for which a watcher that lost its line stays away."""


@dataclass(frozen=True)
class Place:
    """Where some watchers sit: pages opened by one person, or by passers-by (no cookie)."""

    name: str
    audience: str
    cookie: str
    pages: int


@dataclass(frozen=True)
class Plan:
    """``version``: the room's, from which the public, which can't load the text, follows it."""

    port: int
    text: int
    room: int
    version: int
    seed: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Heard:
    """What the hall saw. ``receipts``: each news on each page, when it came, and since when that page's line stood."""

    screens: list[dict[str, Any]]
    receipts: list[tuple[Key, float, float]]
    counts: dict[str, int]


class Hall:
    """The process, as the rehearsal holds it. ``fill`` first, then ``empty``."""

    def __init__(self, plan: Plan, watch: Callable[[Plan, Connection], None] | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=watch or _watch, args=(plan, theirs), daemon=True)
        self._process.start()
        theirs.close()

    async def fill(self, seconds: float = 120.0) -> None:
        """Returns when everybody who is on time has a line."""
        await self._ask(seconds)

    async def empty(self, version: int, seconds: float = 120.0) -> Heard:
        """Waits until every page has reached the room's ``version``, or will not, and asks what they saw."""
        self._pipe.send(version)
        heard = await self._ask(seconds)
        await asyncio.to_thread(self._process.join, 10)
        assert isinstance(heard, Heard)
        return heard

    async def _ask(self, seconds: float) -> Any:
        def wait() -> Any:
            try:
                if self._pipe.poll(seconds):
                    return self._pipe.recv()
            except (EOFError, OSError):
                raise Failed("the watchers' process has ended") from None
            raise Failed("the watchers don't answer")

        return await asyncio.to_thread(wait)

    def kill(self) -> None:
        if self._process.is_alive():
            self._process.kill()
            self._process.join(5)


def _watch(plan: Plan, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_Watching(plan, pipe).run())


class _Watcher:
    """One page that only watches."""

    def __init__(self, hall: _Watching, place: Place, name: str) -> None:
        self.hall, self.place = hall, place
        self.screen = Screen(hall.copies, name, place.audience)
        self.line: Line | None = None
        self.receipts: list[tuple[Key, float, float]] = []
        self._catching: asyncio.Task[int] | None = None

    async def watch(self, delay: float) -> None:
        hall = self.hall
        await asyncio.sleep(delay)
        version = hall.plan.version
        if self.place.cookie:
            version = await self._load()
        else:
            self.screen.text = hall.plan.text
        self.line = Line(hall.plan.port, hall.plan.room, self.place.cookie, version, self._heard, hall.decoder)
        await self.line.run(self._away)

    async def _away(self) -> None:
        if not self.hall.ending:
            await asyncio.sleep(random.uniform(*AWAY))  # noqa: S311

    async def _load(self) -> int:
        state = await self.hall.state(self.place)
        self.screen.load(state)
        version: int = state["room_version"]
        return version

    def _heard(self, message: Message, at: float, since: float) -> None:
        for key in self.screen.hear(message):
            self.receipts.append((key, at, since))
        if self.screen.behind == "resync" and (self._catching is None or self._catching.done()):
            self._catching = asyncio.get_running_loop().create_task(self._load())

    def reached(self, version: int) -> bool:
        idle = self._catching is None or self._catching.done()
        return idle and self.line is not None and (self.line.last >= version or bool(self.line.refused))


class _Watching:
    def __init__(self, plan: Plan, pipe: Connection) -> None:
        self.plan, self._pipe = plan, pipe
        self.copies, self.decoder = Copies(), Decoder()
        self.ending = False
        self._chance = random.Random(plan.seed)  # noqa: S311
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{plan.port}", timeout=20.0, trust_env=False)
        self._gate = asyncio.Semaphore(4)
        self._shared: dict[str, tuple[float, dict[str, Any]]] = {}

    async def run(self) -> None:
        watchers = [
            _Watcher(self, place, f"{place.name} #{page}") for place in self.plan.places for page in range(place.pages)
        ]
        tasks = []
        late: set[_Watcher] = set()
        for one in watchers:
            delay = 0.0
            if self._chance.random() < LATE:
                late.add(one)
                delay = self._chance.uniform(0.2, 1.0) * WITHIN
            tasks.append(asyncio.create_task(one.watch(delay)))
            if self._chance.random() < RESTLESS:
                tasks.append(asyncio.create_task(self._stumble(one)))
        for one in watchers:
            if one not in late:
                while one.line is None:
                    await asyncio.sleep(0.02)
                await one.line.standing.wait()
        self._pipe.send("full")
        version: int = await asyncio.to_thread(self._pipe.recv)  # the word that all is over
        self.ending = True
        end = time.monotonic() + 60.0
        while time.monotonic() < end and not all(one.reached(version) for one in watchers):
            await asyncio.sleep(0.05)
        for one in watchers:
            if one.line is not None:
                one.line.close()
        for task in tasks:
            task.cancel()
        self._pipe.send(self._heard(watchers, late, version))

    async def _stumble(self, one: _Watcher) -> None:
        while not self.ending:
            await asyncio.sleep(self._chance.expovariate(1 / HOLDS))
            if one.line is not None and not self.ending:
                one.line.drop()

    async def state(self, place: Place) -> dict[str, Any]:
        """The text whole. Pages that one person opens in the same second load it once."""
        async with self._gate:
            at, known = self._shared.get(place.name, (0.0, {}))
            if time.monotonic() - at < 1.0:
                return known
            while True:
                try:
                    answer = await self._client.get(f"/api/texts/{self.plan.text}", headers={"Cookie": place.cookie})
                    if answer.status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.3)
            state: dict[str, Any] = answer.json()
            self._shared[place.name] = time.monotonic(), state
            return state

    def _heard(self, watchers: list[_Watcher], late: set[_Watcher], version: int) -> Heard:
        lines = [one.line for one in watchers if one.line is not None]
        screens = []
        for one in watchers:
            line = one.line
            screens.append(
                one.screen.end()
                | {
                    "room_version": line.last if line else 0,
                    "reached": one.reached(version),
                    "refused": line.refused if line else "never came",
                    "backwards": line.backwards if line else 0,
                }
            )
        return Heard(
            screens,
            [receipt for one in watchers for receipt in one.receipts],
            {
                "messages": sum(line.messages for line in lines),
                "dropped_lines": sum(line.drops for line in lines),
                "lost_lines": sum(line.losses for line in lines),
                "returned_lines": sum(max(0, line.returns - 1) for line in lines),
                "resyncs": sum(one.screen.resyncs for one in watchers),
                "late_watchers": len(late),
            },
        )
