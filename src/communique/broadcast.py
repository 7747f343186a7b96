"""What each audience is sent of a room's events, and who may stand at the room's door.

Here the live channel, which knows bytes and lines, meets the queries and the pages, which know what an audience may
read. Everything that asks the database runs in threads, never on the event loop.
"""

from __future__ import annotations

import asyncio
import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

from communique.domain.actors import PUBLIC, Actor, Audience, audience_of
from communique.domain.permissions import is_addressed
from communique.live.hub import Event, TooFar, message
from communique.live.stream import Admission, Denial
from communique.queries import readings, rooms, texts
from communique.web import acting, fragments
from communique.web.acting import Held
from communique.web.sentences import sentence_of

P = ParamSpec("P")
T = TypeVar("T")
KEPT = 256
"""Pieces made for all audiences alike that stay at hand while a round is encoded for each of them."""
WHOLE = frozenset({"steps", "position"})
"""Events that each say something of their own; of the others on one subject the last says it all."""
TRUSTED = 1.0
"""Seconds for which it is taken as known whether an audience may read a text."""
LOOKS, TOGETHER = 2, 64
"""Looks of the door at once, and those at most who are looked up in one."""
Knock = tuple[Mapping[str, str], int]
"""The headers of who knocks, and at which room."""
Answer = Admission | Denial
_door = ThreadPoolExecutor(LOOKS, thread_name_prefix="door")


class Broadcast:
    """``load`` and ``encode`` of a hub. What is alike for all audiences is read once and kept for the next one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._may: dict[tuple[str, int], tuple[float, bool]] = {}
        self._lock = threading.Lock()

    def load(self, room: int, after: int) -> Sequence[Event] | TooFar:
        """The events of a room after a version."""
        found = rooms.events_after(room, after)
        if found is None:
            return TooFar(rooms.version_of(room))
        return [Event(room, one["version"], one["kind"], one["data"]) for one in found]

    def encode(self, events: Sequence[Event], audience: Audience) -> bytes:
        """The events as messages for one audience. Of several changes of one fragment the last is sent.

        An event whose data name codes under ``for`` is for those delegations alone: others don't even learn of it.
        """
        last = {_subject(event): event.version for event in events}
        pieces = [
            self._piece(event, audience)
            for event in events
            if event.kind in WHOLE or last[_subject(event)] == event.version
        ]
        body = b"".join(pieces)
        if body and not pieces[-1]:
            body += b"id: %d\n\n" % events[-1].version
        return body

    def _piece(self, event: Event, audience: Audience) -> bytes:
        if "for" in event.data and not is_addressed(audience, event.data["for"]):
            return b""
        if event.kind == "fragment":
            html = fragments.render(event.data["target"], audience, version=event.version, once=self._once)
            return b"" if html is None else _said(event, {"target": event.data["target"], "html": html})
        if not self._may_read(audience, event.data["text"]):
            return b""
        if event.kind == "steps":
            made: bytes = self._once(("steps", event.room, event.version), lambda: _said(event, _steps(event.data)))
            return made
        if event.kind == "overlay":
            text = event.data["text"]
            overlay = self._once(("overlay", event.room, event.version), lambda: texts.overlay_for(audience, text))
            return b"" if overlay is None else _said(event, texts.seen_by(audience, overlay))
        if event.kind == "reading":
            told: bytes = self._once(("reading told", event.room, event.version), lambda: _reading(event))
            return told
        return _said(event, event.data)

    def _may_read(self, audience: Audience, text: int) -> bool:
        now = time.monotonic()
        at, known = self._may.get((audience.key, text), (-TRUSTED, False))
        if now - at >= TRUSTED:
            known = texts.may_read(audience, text)
            self._may[audience.key, text] = now, known
        return known

    def _once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


class Door:
    """Who knocks, by the session's cookie, and as which audience it may stand in the room.

    Who knocks while the one before is looked up is looked up together with all who do: one knock alone waits for
    nobody, and a hall that comes back in one second costs a few dozen looks. Belongs to one event loop.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Knock, asyncio.Future[Answer]]] = []
        self._looks: set[asyncio.Task[None]] = set()

    async def admit(self, headers: Mapping[str, str], room: int) -> Answer:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append(((headers, room), answer))
        if len(self._looks) < LOOKS:
            look = loop.create_task(self._look())
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)
        return await answer

    async def _look(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            knocks = [knock for knock, _ in together]
            try:
                found = await asyncio.get_running_loop().run_in_executor(_door, in_thread(_admit), knocks)
            except Exception as error:  # each of them is told by its own stream
                for _, answer in together:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, answer), one in zip(together, found, strict=True):
                if not answer.done():
                    answer.set_result(one)


def in_thread(ask: Callable[P, T]) -> Callable[P, T]:
    """For a function that asks the database in a thread of a pool, which no request begins or ends: a connection that
    the database has closed meanwhile isn't used again, and none is kept that others may need."""

    @functools.wraps(ask)
    def asked(*args: P.args, **given: P.kwargs) -> T:
        close_old_connections()
        try:
            return ask(*args, **given)
        finally:
            close_old_connections()

    return asked


def _admit(knocks: Sequence[Knock]) -> list[Answer]:
    keys = [_session_key(headers.get("cookie", "")) for headers, _ in knocks]
    held = acting.who_hold(keys)
    views = {room: rooms.room_for(PUBLIC, room) for room in {room for _, room in knocks}}
    return [_answer(headers, key, held, views[room]) for (headers, room), key in zip(knocks, keys, strict=True)]


def _answer(headers: Mapping[str, str], key: str, held: Mapping[str, Held], view: rooms.RoomView | None) -> Answer:
    actor, expires_at = held.get(key, (Actor(), None))
    if key and actor.person is None:
        return _denial(401, "signed_out")
    seat = headers.get("x-seat")
    if seat and actor.person is None:
        return _denial(401, "signed_out")
    if seat is not None and seat != (str(actor.seat.id) if actor.seat else ""):
        return _denial(403, "other_seat")
    if view is None:
        return _denial(404, "no_such_room")
    return Admission(
        audience_of(actor),
        view.version,
        seat_id=actor.seat.id if actor.seat else None,
        expires_at=expires_at,
        person=str(actor.person or ""),
    )


def _session_key(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _denial(status: int, code: str) -> Denial:
    return Denial(status, sentence_of(code, {}), code)


def _subject(event: Event) -> tuple[str, Any, tuple[str, ...]]:
    return event.kind, event.data.get("target") or event.data.get("text"), tuple(event.data.get("for", ()))


def _steps(data: Mapping[str, Any]) -> dict[str, Any]:
    rows = rooms.steps_between(data["text"], data["first"], data["last"])
    return {
        "text": data["text"],
        "version": data["last"],
        "steps": [row["step"] for row in rows],
        "clients": [row["client"] for row in rows],
        "by": rows[-1]["by"] if rows else "",
    }


def _reading(event: Event) -> bytes:
    whole = readings.whole(event.data["text"])
    return b"" if whole is None else _said(event, readings.said(whole))


def _said(event: Event, data: Mapping[str, Any]) -> bytes:
    return message(event.version, event.kind, data)
