"""A real server on a free port of the loopback, over a source of events kept in memory; and a reader of its streams."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn

from communique.domain.actors import PUBLIC, Audience
from communique.live.hub import Event, Hub, TooFar, message
from communique.live.stream import Admission, Denial, LiveStreams

LAO = Audience("delegation", 1, "LA", "binds")
CHAIR = Audience("chair", 1)


class Source:
    """The events of rooms, and what each audience may read of them: an event with ``only`` is for that audience."""

    def __init__(self, backlog: int = 500) -> None:
        self.backlog = backlog
        self.events: dict[int, list[Event]] = {}
        self.loads = 0
        self.encoded: Counter[tuple[str, int]] = Counter()
        self.broken = False
        self._lock = threading.Lock()

    def version(self, room: int) -> int:
        return len(self.events.get(room, []))

    def add(self, room: int, kind: str = "fragment", **data: Any) -> int:
        with self._lock:  # as a room's own lock does, one at a time
            log = self.events.setdefault(room, [])
            log.append(Event(room, len(log) + 1, kind, data))
            return len(log)

    def load(self, room: int, after: int) -> Sequence[Event] | TooFar:
        self.loads += 1
        if self.broken:
            raise RuntimeError("the database is away for a moment")
        missed = list(self.events.get(room, []))[after:]
        return TooFar(self.version(room)) if len(missed) > self.backlog else missed

    def encode(self, events: Sequence[Event], audience: Audience) -> bytes:
        for event in events:
            self.encoded[audience.key, event.version] += 1
        return b"".join(
            message(event.version, event.kind, event.data)
            for event in events
            if event.data.get("only", audience.key) == audience.key
        )


class House:
    """The server in a thread of its own. Cookies: ``public``, ``LA`` (seat 7), ``chair`` (seat 1), ``brief`` (a session
    of half a second), ``expired``, ``stranger``. Rooms 1 to 9 exist."""

    def __init__(self, source: Source | None = None, *, hub: dict[str, Any] | None = None, **limits: int) -> None:
        self.source = source or Source()
        self.hub = Hub(self.source.load, self.source.encode, **(hub or {}))
        self.live = LiveStreams(self.hub, self.admit, **limits)
        self.delay = 0.0
        config = uvicorn.Config(
            self.live,
            port=0,
            http="communique.live.protocol:LiveProtocol",
            loop="uvloop",
            lifespan="off",
            log_level="error",
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)

    async def admit(self, headers: Mapping[str, str], room: int) -> Admission | Denial:
        who = headers.get("cookie", "who=public").partition("=")[2]
        version = self.source.version(room)
        if self.delay:
            await asyncio.sleep(self.delay)
        if room > 9:
            return Denial(404, "There is no such room.")
        if who == "expired":
            return Denial(401, "Your session is over. Sign in again.")
        if who == "stranger":
            return Denial(403, "This meeting is closed.")
        if who == "LA":
            return Admission(LAO, version, seat_id=7, person="7")
        if who == "chair":
            return Admission(CHAIR, version, seat_id=1, person="1")
        if who == "brief":
            return Admission(LAO, version, seat_id=8, expires_at=datetime.now(UTC) + timedelta(seconds=0.5))
        return Admission(PUBLIC, version)

    def say(self, room: int = 1, kind: str = "fragment", **data: Any) -> int:
        """Commits an event and announces it, as the frame does."""
        version = self.source.add(room, kind, **data)
        self.hub.wake(room, version)
        return version

    def until(self, holds: Any, seconds: float = 5.0) -> bool:
        """Waits for a condition to hold."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    @property
    def port(self) -> int:
        return self.server.servers[0].sockets[0].getsockname()[1]

    def __enter__(self) -> House:
        self.thread.start()
        assert self.until(lambda: self.server.started)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()


@dataclass(frozen=True)
class Message:
    id: int | None
    kind: str
    data: Any


class Watcher:
    """A reader as a browser is one, on a plain socket. ``last`` is the newest version it has."""

    def __init__(
        self,
        port: int,
        *,
        room: int = 1,
        who: str = "public",
        last: int | None = None,
        query: str = "",
        http: str = "1.1",
        method: str = "GET",
        receive_buffer: int | None = None,
    ) -> None:
        self.last = last
        self.raw = b""
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(5)
        self.socket.connect(("127.0.0.1", port))
        lines = [f"{method} /live/rooms/{room}{query} HTTP/{http}", "Host: localhost", f"Cookie: who={who}"]
        if last is not None:
            lines.append(f"Last-Event-ID: {last}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._buffer = b""
        self._text = b""
        head = self._until(b"\r\n\r\n").decode().split("\r\n")
        self.status = int(head[0].split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}

    def _more(self) -> bytes:
        data = self.socket.recv(65536)
        self.raw += data
        return data

    def _until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            data = self._more()
            if not data:
                raise EOFError
            self._buffer += data
        piece, _, self._buffer = self._buffer.partition(end)
        return piece

    def _exactly(self, length: int) -> bytes:
        while len(self._buffer) < length:
            data = self._more()
            if not data:
                raise EOFError
            self._buffer += data
        piece, self._buffer = self._buffer[:length], self._buffer[length:]
        return piece

    def _piece(self) -> bytes:
        if self.headers.get("transfer-encoding") == "chunked":
            length = int(self._until(b"\r\n"), 16)
            piece = self._exactly(length + 2)[:-2]
        else:
            piece, self._buffer = self._buffer or self._more(), b""
        if not piece:
            raise EOFError
        return piece

    def body(self) -> Any:
        return json.loads(self._exactly(int(self.headers["content-length"])))

    def blocks(self) -> Iterator[str]:
        """Every block of the stream as it comes, comments and ``retry`` too; ends when the stream ends."""
        while True:
            while b"\n\n" not in self._text:
                try:
                    self._text += self._piece()
                except EOFError:
                    return
            block, _, self._text = self._text.partition(b"\n\n")
            yield block.decode()

    def messages(self) -> Iterator[Message]:
        for block in self.blocks():
            fields = dict(line.partition(": ")[::2] for line in block.split("\n"))
            if "id" in fields:
                self.last = int(fields["id"])
            if "data" in fields:
                yield Message(
                    int(fields["id"]) if "id" in fields else None, fields["event"], json.loads(fields["data"])
                )

    def take(self, count: int) -> list[Message]:
        """The next messages, that many; fewer only if the stream ends."""
        return [one for _, one in zip(range(count), self.messages(), strict=False)]

    def versions(self, count: int) -> list[int | None]:
        return [one.id for one in self.take(count)]

    def silent(self, seconds: float = 0.3) -> bool:
        """Does nothing come for a while?"""
        self.socket.settimeout(seconds)
        try:
            return next(self.messages(), None) is None
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(5)

    def leave(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.close()
