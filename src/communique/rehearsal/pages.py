"""An open page on the text: a person, a screen and the line between them."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable

from communique.rehearsal.lines import Decoder, Line, Message
from communique.rehearsal.people import Person
from communique.rehearsal.screens import Copies, Screen


class Page:
    """Loaded once; follows its room, fills gaps and loads anew when the server says so."""

    def __init__(self, person: Person, text: int, room: int, port: int, copies: Copies, decoder: Decoder) -> None:
        self.person, self.text = person, text
        self.screen = Screen(copies, person.seat.name, person.seat.audience)
        self._room, self._port, self._decoder = room, port, decoder
        self.line: Line | None = None
        self._catching: asyncio.Task[None] | None = None
        self._moved = asyncio.Event()

    async def load(self) -> None:
        """Fetches the state whole, and from there on keeps the line."""
        state = await self.person.get(f"/api/texts/{self.text}")
        self.screen.load(state)
        self.line = Line(self._port, self._room, self.person.cookie, state["room_version"], self._heard, self._decoder)

    def _heard(self, message: Message, at: float, since: float) -> None:
        self.screen.hear(message)
        self._stir()
        if self.screen.behind:
            self.ask()

    def _stir(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    def ask(self) -> None:
        """Catches up beside whatever else goes on; asked meanwhile, it does so once."""
        if self._catching is None or self._catching.done():
            self._catching = asyncio.get_running_loop().create_task(self.catch_up())

    async def catch_up(self) -> None:
        """Fetches what was missed: steps, or after a resync everything."""
        if self.screen.behind == "resync":
            self.screen.load(await self.person.get(f"/api/texts/{self.text}"))
        else:
            said = await self.person.get(f"/api/texts/{self.text}/steps?since={self.screen.version}")
            steps = [one for one in said["steps"] if one["version"] > self.screen.version]
            if steps:
                self.screen.take(
                    steps[0]["version"] - 1, [one["step"] for one in steps], [one["client"] for one in steps]
                )
            self.screen.behind = ""
        self._stir()

    async def until(self, holds: Callable[[Screen], bool], seconds: float = 90.0) -> bool:
        """Waits until the screen shows something; False when it doesn't in time."""
        try:
            async with asyncio.timeout(seconds):
                while not holds(self.screen):
                    await self._moved.wait()
        except TimeoutError:
            return False
        return True

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
