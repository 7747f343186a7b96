"""All screens of a room, as light as screens can be, in a process of their own.

``python -m benchmarks.room.readers '{"port", "path", "room", "page", "cookies", "version"}'`` obeys a line of JSON at a
time on its input, and answers each with one on its output:

``{"do": "join", "screens", "within", "pages"}`` opens so many lines spread over so many seconds, each from its own
audience; with ``pages``, the page is loaded first. ``{"do": "wait", "version", "seconds"}`` waits until every screen
has come to a version. ``{"do": "told"}`` gives for each version the instants at which screens had it, in nanoseconds
of the clock that all processes share. A line that is lost comes back as a browser's does: after what the server had
told it to wait, with the version that it has.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections import defaultdict
from typing import Any, cast

import uvloop

RETRY = re.compile(rb"retry: (\d+)")
VERSION = re.compile(rb'name="room-version" content="(\d+)"')
PATIENCE = 120.0
"""Seconds that the last of those who join may take."""
HOPEFUL, LONGEST_WAIT = 3, 15.0
"""As a browser waits while nobody answers: so many attempts before its waits double, and at most so many seconds."""


class Screens:
    """What all of them saw."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.all: list[Screen] = []
        self.seen: dict[int, list[int]] = defaultdict(list)
        self.joins: list[float] = []
        self.loads: list[float] = []
        self.errors = self.resyncs = self.bytes = 0
        self.why = ""
        self.returned: list[int] = []
        self.pages: dict[str, asyncio.Semaphore] = {}

    async def obey(self, asked: dict[str, Any]) -> dict[str, Any]:
        match asked["do"]:
            case "join":
                return await self.join(asked["screens"], asked["within"], pages=asked["pages"])
            case "wait":
                return await self.wait(asked["version"], asked["seconds"])
            case "told":
                return {"seen": self.seen, "bytes": self.bytes, "resyncs": self.resyncs, "returned": self.returned}
            case "forget":
                self.seen.clear()
                self.returned.clear()
                self.bytes = 0
                return {}
        raise ValueError(asked)

    async def join(self, screens: int, within: float, *, pages: bool) -> dict[str, Any]:
        cookies = self.given["cookies"]
        version = self.given["version"]
        tasks = []
        began = time.monotonic()
        for at in range(screens):
            await asyncio.sleep(max(0.0, began + at * within / screens - time.monotonic()))
            one = Screen(self, cookies[at % len(cookies)], version)
            self.all.append(one)
            tasks.append(asyncio.create_task(one.enter(load=pages)))
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE)
        return {
            "seconds": time.monotonic() - began,
            "joins": self.joins,
            "loads": self.loads,
            "errors": self.errors,
            "why": self.why,
            "standing": sum(one.standing for one in self.all),
        }

    async def wait(self, version: int, seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(one.version < version or not one.standing for one in self.all):
            await asyncio.sleep(0.01)
        return {"behind": sum(one.version < version or not one.standing for one in self.all)}


class Screen(asyncio.Protocol):
    """One line; between two messages it knows nothing but the version that it has."""

    def __init__(self, screens: Screens, cookie: str, version: int) -> None:
        self.screens, self.cookie, self.version = screens, cookie, version
        self.standing = False
        self.retry = 2.0
        self.coming = 0
        self.within = False
        """Is a message coming in, of which the end isn't here?"""
        self.tail = b""
        self.knocked = 0.0
        self.lost = False
        self.attempt = 0
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    async def enter(self, *, load: bool) -> None:
        """Loads its page, if asked, and opens its line."""
        if load:
            began = time.monotonic()
            self.version = await self._load()
            self.screens.loads.append(time.monotonic() - began)
        await self._connect()
        await self.joined
        self.screens.joins.append(time.monotonic() - self.knocked)

    async def _load(self) -> int:
        given = self.screens.given
        reader, writer = await asyncio.open_connection("127.0.0.1", given["port"], limit=2**22)
        writer.write(self._request(given["page"], "text/html"))
        answer = await reader.read()
        writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            self.screens.errors += 1
            return self.version
        found = VERSION.search(answer)
        return int(found[1]) if found else self.version

    def _request(self, path: str, accept: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", "Accept-Encoding: identity"]
        lines += [f"Last-Event-ID: {self.version}"] if accept == "text/event-stream" else ["Connection: close"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        return "\r\n".join([*lines, "", ""]).encode()

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self.knocked = time.monotonic()
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.screens.given["port"])
            except OSError:
                await self._pause()
                continue
            return

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.tail = b""
        self.transport.write(self._request(self.screens.given["path"], "text/event-stream"))

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        self.screens.bytes += len(data)
        data, self.tail = self.tail + data, b""
        if not self.standing and not self._head(data):
            self.tail = data
            return
        at = 0
        while True:
            if self.within:
                over = data.find(b"\n\n", at)
                if over < 0:
                    self.tail = data[-1:]
                    return
                self.within, at = False, over + 2
                self._have(now)
                continue
            at = data.find(b"id: ", at)
            end = data.find(b"\n", at) if at >= 0 else -1
            if end < 0:
                self.tail = data[at:] if at >= 0 else data[-3:]
                return
            self.coming, self.within = int(data[at + 4 : end]), True
            self.screens.resyncs += data.startswith(b"event: resync", end + 1)
            at = end

    def _have(self, now: int) -> None:
        if self.coming > self.version:
            self.version = self.coming
            self.screens.seen[self.coming].append(now)

    def _head(self, data: bytes) -> bool:
        found = RETRY.search(data)
        if found is None or b"\n\n" not in data:
            return False
        if not data.startswith(b"HTTP/1.1 200"):
            self.screens.errors += 1
        self.standing, self.attempt = True, 0
        self.retry = int(found[1]) / 1000
        if not self.joined.done():
            self.joined.set_result(None)
        if self.lost:
            self.screens.returned.append(time.monotonic_ns())
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.standing and not self.lost:
            self.screens.errors += 1
            self.screens.why = self.tail[:300].decode("utf-8", "replace") or repr(exc)
        self.standing, self.lost = False, True
        self.within, self.tail = False, b""
        asyncio.get_running_loop().create_task(self._return())

    async def _return(self) -> None:
        await self._pause()
        await self._connect()

    async def _pause(self) -> None:
        """As long as a browser waits before its next attempt."""
        self.attempt += 1
        wait = min(LONGEST_WAIT, self.retry * 2 ** max(0, self.attempt - HOPEFUL))
        await asyncio.sleep(wait * random.uniform(0.5, 1))


async def main(given: dict[str, Any]) -> None:
    screens = Screens(given)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await screens.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(json.loads(sys.argv[1])))
