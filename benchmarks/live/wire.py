"""How each server is spoken to: just enough of WebSocket, of Yjs and of Hocuspocus to join a document and write."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.live.marks import SIZE, words

UPGRADE = (
    b"GET /%b HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
DOCUMENT = b"room"
SYNC, AUTH = 0, 2
STEP_1, UPDATE = 0, 2
SYNCED = b"\0\1\2\0\0"
"""A sync message with step 2 of an empty document: sync, step 2, two bytes, no structures, no deletions."""
WRITER = 4242
"""The client id under which the text is written."""


def number(value: int) -> bytes:
    """lib0's unsigned integer of variable length."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def sized(value: bytes) -> bytes:
    """lib0's string or byte array."""
    return number(len(value)) + value


def frame(payload: bytes, opcode: int = 2) -> bytes:
    """A client's WebSocket frame, masked with zeros (RFC 6455, section 5.3, asks for a mask, and any will do here)."""
    length = len(payload)
    head = bytes([128 | opcode, 128 | length]) if length < 126 else bytes([128 | opcode, 254]) + length.to_bytes(2)
    return head + b"\0\0\0\0" + payload


def update(count: int, text: bytes) -> bytes:
    """A Yjs update (version 1) that appends the ``count``-th piece of ``SIZE`` ASCII letters, from 0, to a text."""
    clock = count * SIZE
    if count == 0:
        place = bytes([4]) + number(1) + sized(b"text")
    else:
        place = bytes([4 | 128]) + number(WRITER) + number(clock - 1)
    return number(1) + number(1) + number(WRITER) + number(clock) + place + sized(text) + number(0)


def joining(address: bytes) -> bytes:
    """Asks for what the document holds; an empty state vector."""
    return frame(address + number(SYNC) + number(STEP_1) + sized(b"\0"))


def authenticating() -> bytes:
    return frame(sized(DOCUMENT) + number(AUTH) + number(0) + sized(b"a token"))


def writing(address: bytes, count: int, text: bytes) -> bytes:
    return frame(address + number(SYNC) + number(UPDATE) + sized(update(count, text)))


@dataclass(frozen=True)
class Wire:
    """How one kind of server is spoken to: the request, what is sent once it is answered, and what says: joined."""

    request: bytes
    joining: bytes
    joined: bytes
    address: bytes = b""
    socket: bool = True

    def speech(self, count: int) -> bytes:
        """Broadcast ``count``, from 0, as this wire carries it from the writer."""
        text = words(count)
        if not self.socket:
            return b"POST /say HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%b" % (len(text), text)
        return frame(text, 1) if not self.joining else writing(self.address, count, text)


WIRES = {
    "stream": Wire(b"GET /live/rooms/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"", b"\r\n\r\n", socket=False),
    "channels": Wire(UPGRADE % b"room", b"", b"\r\n\r\n"),
    "y-websocket": Wire(UPGRADE % DOCUMENT, joining(b""), SYNCED),
    "hocuspocus": Wire(
        UPGRADE % DOCUMENT,
        authenticating() + joining(sized(DOCUMENT)),
        sized(DOCUMENT) + SYNCED,
        sized(DOCUMENT),
    ),
}
