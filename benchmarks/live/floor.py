"""The floor: bare uvloop protocols that write the same bytes as the hub does, and do nothing else.

``python -m benchmarks.live.floor PORT``: a GET becomes a reader, a POST's body is written to all of them.
"""

from __future__ import annotations

import asyncio
import sys

import uvloop

from benchmarks.live.marks import event
from communique.live.protocol import chunk

HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-store\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
readers: set[Bare] = set()
version = 0


class Bare(asyncio.Protocol):
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET"):
            readers.add(self)
            self.transport.write(HEAD)
        else:
            speak(data.partition(b"\r\n\r\n")[2])
            self.transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        readers.discard(self)


def speak(words: bytes) -> None:
    global version
    version += 1
    piece = chunk(event(version, words.decode()))
    for reader in readers:
        reader.transport.write(piece)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=4096)
    print(port, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1])))
