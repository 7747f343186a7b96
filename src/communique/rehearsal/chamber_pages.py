"""An open page on the room: a person, a screen and the line between them."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable

from communique.rehearsal.chamber_screens import ChamberScreen
from communique.rehearsal.lines import Decoder, Line, Message
from communique.rehearsal.people import Person


class ChamberPage:
    """Loaded once; follows its room, and is loaded anew when the server says that too much was missed."""

    def __init__(self, person: Person, meeting: int, room: int, port: int, decoder: Decoder) -> None:
        self.person, self.meeting = person, meeting
        self.screen = ChamberScreen(person.seat.name, person.seat.audience, meeting)
        self._room, self._port, self._decoder = room, port, decoder
        self.line: Line | None = None
        self._loading: asyncio.Task[int] | None = None
        self._moved = asyncio.Event()

    @property
    def path(self) -> str:
        return f"/meetings/{self.meeting}/"

    async def open(self) -> None:
        """Loads the page, and from there on keeps the line."""
        version = await self._load()
        self.line = Line(self._port, self._room, self.person.cookie, version, self._heard, self._decoder)

    async def _load(self) -> int:
        return self.screen.load(await self.person.page(self.path))

    def _heard(self, message: Message, at: float, since: float) -> None:
        self.screen.hear(message)
        self._moved.set()
        self._moved = asyncio.Event()
        if self.screen.behind and (self._loading is None or self._loading.done()):
            self._loading = asyncio.get_running_loop().create_task(self._load())

    async def until(self, holds: Callable[[ChamberScreen], bool], seconds: float = 90.0) -> bool:
        """Waits until the screen shows something; False when it doesn't in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not holds(self.screen):
                    await self._moved.wait()
                return True
        return False

    def reached(self, version: int) -> bool:
        return self.line is not None and self.line.last >= version and not self.screen.behind

    async def read_on(self, version: int, seconds: float = 30.0) -> None:
        """Waits until the page has come to a version of the room, or until it won't."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.reached(version):
                    await asyncio.sleep(0.05)

    async def hold(self) -> None:
        """Keeps the line until it is closed."""
        if self.line is not None:
            await self.line.run()

    async def stumble(self, chance: random.Random, every: float, more: Callable[[], bool]) -> None:
        """Loses the line now and then: on average each ``every`` seconds, as long as there is ``more`` to come."""
        while more():
            await asyncio.sleep(chance.expovariate(1 / every))
            if self.line is not None and more():
                self.line.drop()

    def end(self, version: int) -> dict[str, object]:
        """For the checks; the line is closed."""
        line = self.line
        said = {"reached": self.reached(version), "refused": line.refused if line else "never came"}
        if line is not None:
            line.close()
        return (
            self.screen.end()
            | said
            | {
                "steady": line is not None and not line.losses and not self.screen.resyncs,
                "backwards": line.backwards if line else 0,
            }
        )
