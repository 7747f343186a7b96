"""All readers and the one writer, in a process of their own.

``python -m benchmarks.live.client '{"wire", "port", "clients", "broadcasts", "interval", "grace"}'``. It prints a line
when everyone has joined, waits for a line on its input, writes the broadcasts, and prints what came of them:
``{"received", "lost", "disordered", "dropped", "p50", "p99", "worst"}``, the delays in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from array import array
from typing import Any, cast

import uvloop

from benchmarks.live.marks import MARK, OPENING
from benchmarks.live.wire import WIRES, Wire

AT_ONCE = 200
"""Connections that are being opened at the same time."""


class Seen:
    """What all readers saw: delays in nanoseconds, and what should not be."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.delays = array("q")
        self.disordered = self.dropped = 0


class Reader(asyncio.Protocol):
    __slots__ = ("all", "head", "joined", "next", "tail", "transport")

    def __init__(self, seen: Seen) -> None:
        self.all = seen
        self.head, self.tail, self.next = b"", b"", 0
        self.joined: asyncio.Future[None] | None = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.all.wire.request)

    def data_received(self, data: bytes) -> None:
        if self.joined is not None:
            self._join(data)
            return
        now = time.monotonic_ns()
        if self.tail:
            data, self.tail = self.tail + data, b""
        at = data.find(OPENING)
        while at >= 0:
            if len(data) < at + MARK:
                self.tail = data[at:]
                return
            count = int(data[at + 2 : at + 8])
            if count != self.next:
                self.all.disordered += 1
            self.next = count + 1
            self.all.delays.append(now - int(data[at + 9 : at + MARK]))
            at = data.find(OPENING, at + MARK)
        if data.endswith(b"~"):
            self.tail = b"~"

    def _join(self, data: bytes) -> None:
        wire, before = self.all.wire, self.head
        self.head += data
        if b"\r\n\r\n" not in before and b"\r\n\r\n" in self.head:
            if self.head.split(b" ", 2)[1] not in (b"200", b"101"):
                raise RuntimeError(self.head[:200])
            if wire.joining:
                self.transport.write(wire.joining)
        if wire.joined in self.head and self.joined is not None:
            self.joined.set_result(None)
            self.joined, self.head = None, b""

    def connection_lost(self, exc: Exception | None) -> None:
        self.all.dropped += 1
        if self.joined is not None and not self.joined.done():
            self.joined.set_exception(ConnectionError("a reader was dropped before it had joined"))


async def run(given: dict[str, Any]) -> dict[str, float]:
    loop, wire = asyncio.get_running_loop(), WIRES[given["wire"]]
    seen, gate = Seen(wire), asyncio.Semaphore(AT_ONCE)

    async def enter(among: Seen) -> Reader:
        async with gate:
            _, reader = await loop.create_connection(lambda: Reader(among), "127.0.0.1", given["port"])
            if reader.joined is not None:
                await asyncio.wait_for(reader.joined, 60)
            return reader

    await asyncio.gather(*(enter(seen) for _ in range(given["clients"])))
    if wire.socket:
        writer = (await enter(Seen(wire))).transport
    else:
        writer, _ = cast(Any, await loop.create_connection(asyncio.Protocol, "127.0.0.1", given["port"]))
    print("joined", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)

    began = loop.time()
    for count in range(given["broadcasts"]):
        await asyncio.sleep(began + count * given["interval"] - loop.time())
        writer.write(wire.speech(count))
    wanted, end = given["clients"] * given["broadcasts"], loop.time() + given["grace"]
    while len(seen.delays) < wanted and loop.time() < end:
        await asyncio.sleep(0.1)
    seconds, delays = loop.time() - began, sorted(seen.delays)
    return {
        "received": len(delays),
        "lost": wanted - len(delays),
        "disordered": seen.disordered,
        "dropped": seen.dropped,
        "seconds": seconds,
        "p50": delays[len(delays) // 2] / 1e6 if delays else 0.0,
        "p99": delays[len(delays) * 99 // 100] / 1e6 if delays else 0.0,
        "worst": delays[-1] / 1e6 if delays else 0.0,
    }


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(run(json.loads(sys.argv[1])))
    print(json.dumps(outcome), flush=True)
    sys.stdin.readline()  # whoever measures still reads what this process has used
