"""A page's line to its room, as light as a line can be: a raw reader of server-sent events.

It keeps itself open as browsers do: lost, it returns with the version it has. Hundreds of lines hear the same bytes,
so a message is decoded once, whoever heard it first.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

KEPT = 2048
"""Decoded messages that stay at hand."""
BACK_OFF = (0.1, 1.0)
"""Seconds before the first and at most before every later attempt to return: shorter than a browser's, to be harder."""
FINAL = frozenset({401, 403, 404})
"""With these the server says that it is no use to come back."""

Key = tuple[str | int, ...]
"""What a write is known by on the screens: ``("step", 17)``, ``("amendment", 3, "accepted")`` and the like."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event. ``facts`` are what it says, as keys by which the writes behind it are known."""

    id: int | None
    kind: str
    data: dict[str, Any]
    facts: frozenset[Key] = frozenset()


@dataclass
class Decoder:
    """From bytes to messages, each distinct piece once."""

    _kept: OrderedDict[bytes, Message | None] = field(default_factory=OrderedDict)

    def message(self, block: bytes) -> Message | None:
        """The message of one block; None for a comment or a word to the browser alone."""
        if block in self._kept:
            self._kept.move_to_end(block)
            return self._kept[block]
        made = self._kept[block] = _decoded(block)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made


def _decoded(block: bytes) -> Message | None:
    fields = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line and line[0] != ":")
    number = int(fields["id"]) if "id" in fields else None
    if "data" not in fields:
        return None if number is None else Message(number, "", {})
    data = json.loads(fields["data"])
    return Message(number, fields["event"], data, facts_of(fields["event"], data))


def facts_of(kind: str, data: dict[str, Any]) -> frozenset[Key]:
    """What a message says, in the keys that the writers use."""
    if kind == "steps":
        first = data["version"] - len(data["steps"]) + 1
        return frozenset(("step", version) for version in range(first, data["version"] + 1))
    if kind == "overlay":
        found: set[Key] = set()
        for one in data["amendments"]:
            found.add(("amendment", one["id"], one["state"]))
            found.update(("position", one["id"], said["code"], said["stance"]) for said in one["positions"])
        return frozenset(found)
    if kind == "position":
        return frozenset({("position", data["amendment"], data["code"], data["stance"])})
    if kind == "status":
        return frozenset({("status", data["status"])})
    if kind == "fragment" and data["target"].startswith("question:"):
        return frozenset(question_in(data["html"]))
    return frozenset()


def question_in(html: str) -> list[Key]:
    """The question that a fragment shows, and what became of it."""
    number = re.search(r'\bdata-question="(\d+)"', html)
    state = re.search(r'\bdata-state="(\w+)"', html)
    return [("question", int(number[1]), state[1])] if number and state else []


Hear = Callable[[Message, float, float], None]
"""``hear(message, at, since)``: by ``time.monotonic()``, when it came and since when the line stands."""


class Line:
    """One line that returns by itself until it is closed. ``last`` is the newest version of the room that it has."""

    def __init__(self, port: int, room: int, cookie: str, last: int, hear: Hear, decoder: Decoder) -> None:
        self.port, self.room, self.cookie, self.last = port, room, cookie, last
        self._hear, self._decoder = hear, decoder
        self._over = False
        self._now: _Connection | None = None
        self.standing = asyncio.Event()
        self.drops = self.losses = self.returns = self.messages = 0
        self.refused = ""
        self.backwards = 0

    async def run(self, away: Callable[[], Awaitable[None]] | None = None) -> None:
        """Holds the line until ``close``. ``away`` is waited for before each return."""
        attempt = 0
        while not self._over and not self.refused:
            if await self._hold():
                attempt = 0
            if self._over or self.refused:
                return
            self.losses += 1
            if away is not None:
                await away()
            await asyncio.sleep(min(BACK_OFF[1], BACK_OFF[0] * 2**attempt) * random.uniform(0.5, 1))  # noqa: S311
            attempt = min(attempt + 1, 10)

    def drop(self) -> None:
        """Cuts the line from our side, without a word, as a lost network does."""
        if self._now is not None and self.standing.is_set():
            self.drops += 1
            self.standing.clear()
            self._now.cut()

    def close(self) -> None:
        """Ends it for good."""
        self._over = True
        if self._now is not None:
            self._now.cut()

    def heard(self, block: bytes, at: float, since: float) -> None:
        """Called by the connection with each block."""
        message = self._decoder.message(block)
        if message is None:
            return
        self.messages += 1
        if message.kind == "closed":
            self.refused = str(message.data.get("why", "closed"))
        if message.id is not None:
            if message.id < self.last and message.kind != "resync":
                self.backwards += 1
            self.last = message.id
        if message.kind:
            self._hear(message, at, since)

    async def _hold(self) -> bool:
        """One connection until it ends; whether it had been let in."""
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(lambda: _Connection(self), "127.0.0.1", self.port)
        except OSError:
            return False
        self._now = made
        try:
            await made.ended
        finally:
            self._now = None
            self.standing.clear()
            made.cut()
        if made.status in FINAL:
            self.refused = f"HTTP {made.status}"
        if made.ready:
            self.returns += 1
        return made.ready

    def request(self) -> bytes:
        """The request by which the line is opened."""
        lines = [
            f"GET /live/rooms/{self.room} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept: text/event-stream",
            f"Last-Event-ID: {self.last}",
        ]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        return "\r\n".join([*lines, "", ""]).encode()


class _Connection(asyncio.Protocol):
    """The bytes of one connection: an HTTP head, then chunks, which are cut into blocks at empty lines."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._raw = b""
        self._text = b""
        self.status = 0
        self.ready = False
        self._since = 0.0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._line.request())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def cut(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        at = time.monotonic()
        self._raw += data
        if not self.status and not self._head():
            return
        if self.status != 200:
            self.cut()
            return
        while (piece := self._chunk()) is not None:
            if not piece:
                self.cut()
                return
            *blocks, self._text = (self._text + piece).split(b"\n\n")
            for block in blocks:
                self._line.heard(block, at, self._since)

    def _head(self) -> bool:
        head, found, rest = self._raw.partition(b"\r\n\r\n")
        if not found:
            return False
        self.status, self._raw = int(head.split(b" ", 2)[1]), rest
        if self.status == 200:
            self.ready, self._since = True, time.monotonic()
            self._line.standing.set()
        return True

    def _chunk(self) -> bytes | None:
        """The next whole chunk; None when it isn't all here."""
        end = self._raw.find(b"\r\n")
        if end < 0:
            return None
        size = int(self._raw[:end], 16)
        if len(self._raw) < end + size + 4:
            return None
        piece = self._raw[end + 2 : end + 2 + size]
        self._raw = self._raw[end + size + 4 :]
        return piece
