"""The door of the live channel: ``GET /live/rooms/{room}``, an event stream; and ``GET /live/now``, the house's time.

A raw ASGI application. It asks once who the reader is, answers, and gives the connection to the hub; nothing of the
request is kept. Every refusal is JSON with a sentence, as everywhere in the house.
"""

from __future__ import annotations

import json
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from communique.domain.actors import Audience
from communique.live.hub import Hub
from communique.live.protocol import EXTENSION, Connection

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

PREFIX = "/live/"
PATH = re.compile(r"/live/rooms/(\d{1,18})")
NOW = "/live/now"
"""Where clocks are set by: milliseconds since 1970, for everybody. It knows no session, no database and no body of a
request, so it costs the same whoever asks, and less than counting who asks would."""
VERSION = re.compile(r"\d{1,18}")
RETURN = (1000, 2000)
"""Milliseconds after which a browser that lost its line comes back: drawn for each, so that they don't all at once, and
short enough that everybody is back five seconds after a server died that is up again in two."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class Admission:
    """A reader may stand in the room.

    ``version`` is the room's newest, read in the same look. ``expires_at`` (aware) ends the stream with the session.
    ``person`` names whom the bound on streams counts, ``""`` for someone not signed in, who counts by the address.
    """

    audience: Audience
    version: int
    seat_id: int | None = None
    expires_at: datetime | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """A reader may not: the HTTP status (401 signed out, 403 not for this seat, 404 no such room), and a sentence."""

    status: int
    sentence: str
    code: str = ""


Admit = Callable[[Mapping[str, str], int], Awaitable[Admission | Denial]]
"""``await admit(headers, room)``: headers by their names in small letters, so ``headers.get("cookie", "")``."""

CODES = {401: "signed_out", 403: "not_yours_to_read", 404: "no_such_room"}
NO_SUCH_PLACE = Denial(404, "There is no live channel at this address.", "no_such_room")
ONLY_READING = Denial(405, "The live channel can only be read.", "only_reading")
TOO_MANY = Denial(429, "Too many pages are open at once. Close some and load this one again.", "too_many_streams")
UNAVAILABLE = Denial(503, "The live channel can't be reached now. What you wrote is kept; try again.", "unavailable")
WRONG_SERVER = Denial(501, "This server can't hold the live channel open.", "wrong_server")


class LiveStreams:
    """The ASGI application for everything under ``/live/``.

    ``per_person`` and ``per_address`` bound the streams that one signed-in person, or one address without a sign-in,
    may hold at once in this process; 0 is no bound.
    """

    def __init__(self, hub: Hub, admit: Admit, *, per_person: int = 12, per_address: int = 200) -> None:
        self._hub, self._admit = hub, admit
        self._per_person, self._per_address = per_person, per_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = PATH.fullmatch(scope["path"])
        if place is None and scope["path"] != NOW:
            await _deny(scope, send, NO_SUCH_PLACE)
        elif scope["method"] not in {"GET", "HEAD"}:
            await _deny(scope, send, ONLY_READING)
        elif place is None:
            await _tell_time(scope, send)
        else:
            refusal = await self._enter(scope, send, int(place[1]))
            if refusal is not None:
                await _deny(scope, send, refusal)

    async def _enter(self, scope: Scope, send: Send, room: int) -> Denial | None:
        """Lets a reader in, or answers why not."""
        hub, began = self._hub, time.monotonic()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            answer = await self._admit(headers, room)
        except Exception:
            log.exception("The door could not look up who asks for room %d.", room)
            return UNAVAILABLE
        if isinstance(answer, Denial):
            return answer
        holder = f"person:{answer.person}" if answer.person else f"address:{(scope.get('client') or ['?'])[0]}"
        most = self._per_person if answer.person else self._per_address
        if most and hub.held[holder] >= most:
            return TOO_MANY
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body"})
            return None
        connection: Connection | None = scope.get("extensions", {}).get(EXTENSION)
        if connection is None:
            return WRONG_SERVER
        reader = hub.reader(
            room,
            answer.audience,
            answer.version,
            seat_id=answer.seat_id,
            expires_at=answer.expires_at.timestamp() if answer.expires_at else None,
            holder=holder,
        )
        after = _last_version(headers, scope["query_string"])
        if connection.hand_over(reader, HEADERS, hub.bound):
            reader.write(b"retry: %d\n\n" % random.randint(*RETURN))  # noqa: S311 - spreads load, hides nothing
            await hub.welcome(reader, answer.version if after is None else after, began)
        else:
            hub.leave(reader)
        return None


def _last_version(headers: Mapping[str, str], query: bytes) -> int | None:
    """The version the reader has: from Last-Event-ID when it comes back, from ``?after=`` when its page was just made.

    None when it names none, and gets what happens from now on.
    """
    asked = parse_qs(query.decode("latin-1")).get("after", [""])[0]
    for given in (headers.get("last-event-id", ""), asked):
        if VERSION.fullmatch(given):
            return int(given)
    return None


async def _tell_time(scope: Scope, send: Send) -> None:
    said = b"%.3f" % (time.time() * 1000)
    headers = [
        (b"content-type", b"text/plain; charset=us-ascii"),
        (b"content-length", str(len(said)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else said})


async def _deny(scope: Scope, send: Send, denial: Denial) -> None:
    code = denial.code or CODES.get(denial.status, "denied")
    body = json.dumps({"code": code, "sentence": denial.sentence, "facts": {}}, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if denial.status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    if denial.status in {429, 503}:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": denial.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
