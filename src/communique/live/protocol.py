"""How a reader's connection leaves uvicorn's request cycle and becomes a line that the hub writes to.

A stream costs what is kept for it and what runs at each delivery. So once the door has let a reader in, the request,
its headers, its parser and its task are all forgotten: the transport gets a ``Line`` for its protocol, a few slots and
nothing else, and whoever holds the line writes ready-made bytes straight to the transport.

Serve with ``uvicorn ... --http communique.live.protocol:LiveProtocol``.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_client_addr, get_path_with_query_string

EXTENSION = "communique.live"
"""Where the request's scope holds its ``Connection``: ``scope["extensions"][EXTENSION]``."""

BOUND = 1024 * 1024
"""Bytes that may wait in this process for one reader. They are shared with every reader of the same audience."""

KERNEL_BUFFER = 256 * 1024
"""Bytes asked for as the send buffer of a line; the kernel would otherwise let it grow to several megabytes."""

VANISHED = 60_000
"""Milliseconds after which a reader that acknowledges nothing is taken for gone, where the kernel can tell."""


def chunk(body: bytes) -> bytes:
    """A chunk of an HTTP/1.1 body (RFC 9112, section 7.1). ``body`` isn't empty: an empty chunk ends a body."""
    return b"%x\r\n%b\r\n" % (len(body), body)


class Line(asyncio.Protocol):
    """A connection on which bytes only go out. Whoever subclasses it learns of its end by ``gone``.

    A line is impatient: a reader that lets more than the bound pile up is cut, at no cost for a delivery to anyone
    else, because the transport calls ``pause_writing`` only then. While ``patient`` it waits instead (``drained``).
    """

    __slots__ = ("_lines", "_waiter", "chunked", "open", "patient", "transport")

    transport: asyncio.Transport
    chunked: bool
    _lines: set[Any]

    def __init__(self) -> None:
        self.open = False
        self.patient = False
        self._waiter: asyncio.Future[None] | None = None

    def attach(self, transport: asyncio.Transport, lines: set[Any], chunked: bool, bound: int) -> None:
        """Takes the transport. ``lines`` is the server's set of connections, so that it can shut this one down."""
        self.transport, self._lines, self.chunked = transport, lines, chunked
        self.open = True
        lines.add(self)
        transport.set_protocol(self)
        transport.set_write_buffer_limits(high=bound, low=bound // 4)
        plug = transport.get_extra_info("socket")
        if plug is not None and plug.family in (socket.AF_INET, socket.AF_INET6):
            with contextlib.suppress(OSError):
                plug.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
                if hasattr(socket, "TCP_USER_TIMEOUT"):
                    plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, VANISHED)

    def gone(self) -> None:
        """Called once, when nothing more is to be written: the reader left, was cut, or the line was finished."""

    def write(self, body: bytes) -> None:
        """Writes to this reader alone. Nothing happens on a line that has ended."""
        if self.open and body:
            self.transport.write(chunk(body) if self.chunked else body)

    async def drained(self, patience: float) -> bool:
        """Waits until most of what was written has left. False when the line ended, or after ``patience`` seconds."""
        if self._waiter is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._waiter
        return self.open and self._waiter is None

    def finish(self, body: bytes = b"") -> None:
        """Says a last thing, ends the body as HTTP wants it, and closes once that has left."""
        if not self.open:
            return
        self.write(body)
        if self.chunked:
            self.transport.write(b"0\r\n\r\n")
        self._end()
        self.transport.close()

    def cut(self) -> None:
        """Drops the connection and what waits on it."""
        self._end()
        self.transport.abort()

    def _end(self) -> None:
        if self.open:
            self.open = False
            self._release()
            self.gone()

    def _release(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    # What the transport calls.

    def pause_writing(self) -> None:
        if self.patient and self.open:
            self._waiter = asyncio.get_running_loop().create_future()
        else:
            self.cut()

    def resume_writing(self) -> None:
        self._release()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lines.discard(self)
        self._end()

    # What the server calls when it stops.

    def shutdown(self) -> None:
        self.finish()


class Connection:
    """A request's way out of the request cycle: the value of the scope's extension."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: LiveProtocol) -> None:
        self._protocol: LiveProtocol | None = protocol

    def hand_over(self, line: Line, headers: Iterable[tuple[bytes, bytes]], bound: int = BOUND) -> bool:
        """Answers 200 with these headers and gives the connection to ``line``; the application then just returns.

        False, and nothing is written, when the client has gone. An HTTP/1.0 client gets a body without chunks.
        """
        protocol, self._protocol = self._protocol, None
        return protocol is not None and protocol.hand_over(line, headers, bound)

    def forget(self) -> None:
        self._protocol = None


class LiveProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which any request's application may ask to give its connection away."""

    connection: Connection | None = None
    running: RequestResponseCycle | None = None
    """The cycle whose application runs now; with pipelined requests, ``cycle`` is that of the last one read."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self.connection is None:
            self.connection = Connection(self)
        self.running = cycle
        cast("dict[str, Any]", cycle.scope)["extensions"] = {EXTENSION: self.connection}
        super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.connection is not None:
            self.connection.forget()
        super().connection_lost(exc)

    def hand_over(self, line: Line, headers: Iterable[tuple[bytes, bytes]], bound: int) -> bool:
        """See ``Connection.hand_over``."""
        transport, cycle = self.transport, self.running
        if cycle is None or cycle.disconnected or transport.is_closing():
            return False
        if self.access_log:
            self.access_logger.info(
                '%s - "%s %s HTTP/%s" %d',
                get_client_addr(cycle.scope),
                cycle.scope["method"],
                get_path_with_query_string(cycle.scope),
                cycle.scope["http_version"],
                200,
            )
        chunked = cycle.scope["http_version"] == "1.1"
        head = [b"HTTP/1.1 200 OK\r\n"]
        for name, value in (*self.server_state.default_headers, *headers):
            head += (name, b": ", value, b"\r\n")
        head.append(b"transfer-encoding: chunked\r\n" if chunked else b"")
        head.append(b"connection: close\r\n\r\n")
        # uvicorn sees a request that was answered: it writes nothing more, and its task ends with the application.
        cycle.response_started = cycle.response_complete = True
        self.server_state.total_requests += 1
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self.connections.discard(self)
        transport.write(b"".join(head))
        line.attach(transport, cast("set[Any]", self.connections), chunked, bound)
        self._forget()
        return True

    def _forget(self) -> None:
        """Breaks every circle of references, so that the request's memory is free at once."""
        self.pipeline.clear()
        nothing = cast(Any, None)
        self.transport = self.parser = self.flow = self.scope = self.headers = nothing
        self.cycle = self.running = nothing
        self.connection = None
