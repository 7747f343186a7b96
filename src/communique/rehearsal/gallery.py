"""The gallery: hundreds of pages of the room that only watch, in a process of their own.

They stand for advisers, observers and the public. Some lose their lines now and then, some come late, as in the hall of
a drafting rehearsal (``watchers``), whose places and lines they share.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from multiprocessing.connection import Connection
from typing import Any

import httpx
import uvloop

from communique.rehearsal.chamber_screens import ChamberScreen
from communique.rehearsal.lines import Decoder, Key, Line, Message
from communique.rehearsal.watchers import AWAY, HOLDS, LATE, RESTLESS, WITHIN, Heard, Place, Plan

AT_ONCE = 6
"""Pages that are being loaded at the same time."""


def watch(plan: Plan, pipe: Connection) -> None:
    """The work of the gallery's process; ``plan.text`` is the meeting's number."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_Gallery(plan, pipe).run())


class _Watcher:
    def __init__(self, gallery: _Gallery, place: Place, name: str) -> None:
        self.gallery, self.place = gallery, place
        self.screen = ChamberScreen(name, place.audience, gallery.plan.text)
        self.line: Line | None = None
        self.receipts: list[tuple[Key, float, float]] = []
        self._loading: asyncio.Task[int] | None = None

    async def watch(self, delay: float) -> None:
        plan = self.gallery.plan
        await asyncio.sleep(delay)
        version = await self._load()
        self.line = Line(plan.port, plan.room, self.place.cookie, version, self._heard, self.gallery.decoder)
        await self.line.run(self._away)

    async def _away(self) -> None:
        if not self.gallery.ending:
            await asyncio.sleep(random.uniform(*AWAY))  # noqa: S311

    async def _load(self) -> int:
        return self.screen.load(await self.gallery.page(self.place))

    def _heard(self, message: Message, at: float, since: float) -> None:
        for key in self.screen.hear(message):
            self.receipts.append((key, at, since))
        if self.screen.behind and (self._loading is None or self._loading.done()):
            self._loading = asyncio.get_running_loop().create_task(self._load())

    def reached(self, version: int) -> bool:
        idle = self._loading is None or self._loading.done()
        return idle and self.line is not None and (self.line.last >= version or bool(self.line.refused))

    def end(self, version: int) -> dict[str, Any]:
        line = self.line
        return self.screen.end() | {
            "reached": self.reached(version),
            "refused": line.refused if line else "never came",
            "backwards": line.backwards if line else 0,
            "steady": line is not None and not line.losses and not self.screen.resyncs,
        }


class _Gallery:
    def __init__(self, plan: Plan, pipe: Connection) -> None:
        self.plan, self._pipe = plan, pipe
        self.decoder = Decoder()
        self.ending = False
        self._chance = random.Random(plan.seed)  # noqa: S311
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{plan.port}", timeout=30.0, trust_env=False)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._shared: dict[str, tuple[float, str]] = {}

    async def run(self) -> None:
        watchers = [
            _Watcher(self, place, f"{place.name} #{page}") for place in self.plan.places for page in range(place.pages)
        ]
        late = {one for one in watchers if self._chance.random() < LATE}
        tasks = [
            asyncio.create_task(one.watch(self._chance.uniform(0.2, 1.0) * WITHIN if one in late else 0.0))
            for one in watchers
        ]
        tasks += [asyncio.create_task(self._stumble(one)) for one in watchers if self._chance.random() < RESTLESS]
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
        self._pipe.send(_heard(watchers, len(late), version))

    async def _stumble(self, one: _Watcher) -> None:
        while not self.ending:
            await asyncio.sleep(self._chance.expovariate(1 / HOLDS))
            if one.line is not None and not self.ending:
                one.line.drop()

    async def page(self, place: Place) -> str:
        """The page of the room. Pages that one person opens in the same second load it once."""
        async with self._gate:
            at, known = self._shared.get(place.name, (0.0, ""))
            if time.monotonic() - at < 1.0:
                return known
            headers = {"Cookie": place.cookie} if place.cookie else {}
            while True:
                try:
                    answer = await self._client.get(f"/meetings/{self.plan.text}/", headers=headers)
                    if answer.status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.3)
            self._shared[place.name] = time.monotonic(), answer.text
            return answer.text


def _heard(watchers: list[_Watcher], late: int, version: int) -> Heard:
    lines = [one.line for one in watchers if one.line is not None]
    return Heard(
        [one.end(version) for one in watchers],
        [receipt for one in watchers for receipt in one.receipts],
        {
            "messages": sum(line.messages for line in lines),
            "dropped_lines": sum(line.drops for line in lines),
            "lost_lines": sum(line.losses for line in lines),
            "returned_lines": sum(max(0, line.returns - 1) for line in lines),
            "resyncs": sum(one.screen.resyncs for one in watchers),
            "late_watchers": late,
        },
    )
