"""The hub: one wake-up of a room becomes one trip to the database, one encoding for each audience, and plain writes.

A room's life here::

    wake(room) -> a round: load what is new, encode it for each audience present, write the same bytes to every reader
    a reader   -> ``catching up`` on what it missed, for itself; then ``joined`` at exactly the version last written

A reader joins in the same step of the event loop in which its version is found equal to the room's, so nothing falls
between and nothing comes twice. A reader that lags is cut, and catches up when it comes back with Last-Event-ID.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from communique.domain.actors import Audience
from communique.live.protocol import BOUND, Line, chunk

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

BEAT = b": beat\n\n"
SEAT_LOST = "seat_lost"
SESSION_OVER = "session_over"
BREATH = 0.005
"""Seconds of writing after which a room's next round waits as long again, so that pages are still served."""
SHARED = 1.0
"""Seconds for which what an audience missed after a version is given to others of it who missed the same."""
REMEMBERED = 300.0
"""Seconds for which the closing of a seat is remembered, for a reader of it that was just passing the door."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a room. ``version`` is the room's after it; ``data`` is JSON."""

    room: int
    version: int
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TooFar:
    """What ``load`` answers when too much was missed, or some of it is no longer kept: ``version`` is the newest."""

    version: int


Load = Callable[[int, int], Sequence[Event] | TooFar]
"""``load(room, after)``: every event after that version, in order. Runs in a thread of the hub's."""
Encode = Callable[[Sequence[Event], Audience], bytes]
"""``encode(events, audience)``: ``message``s one after another, without what the audience may not read. Runs in the
same trip to the thread. Empty when there is nothing for the audience, which then gets the version alone."""


Found = tuple[int, Sequence[Event] | TooFar, dict[str, bytes]]
"""What a trip to the thread brings: the version reached, the events, and the bytes for each audience's key."""


def message(version: int | None, kind: str, data: object) -> bytes:
    """One event as the standard writes it: ``id``, ``event`` and ``data`` with compact JSON, which has no line ends."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    mark = "" if version is None else f"id: {version}\n"
    return f"{mark}event: {kind}\ndata: {body}\n\n".encode()


class Room:
    """A room with readers: the version last written to those who joined, and its audiences."""

    __slots__ = ("groups", "number", "spoken", "task", "version", "waiters", "woken")

    def __init__(self, number: int, version: int) -> None:
        self.number = number
        self.version = version
        self.groups: dict[str, Group] = {}
        self.woken = False
        self.spoken = time.monotonic()
        self.task: asyncio.Task[None] | None = None
        self.waiters: list[asyncio.Future[None]] = []

    def send(self, bodies: dict[str, bytes]) -> int:
        """Writes to every joined reader the bytes of its audience; the number of deliveries."""
        self.spoken = time.monotonic()
        return sum(group.send(bodies[key]) for key, group in list(self.groups.items()))

    def release(self, waiters: list[asyncio.Future[None]]) -> None:
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


class Group:
    """The readers of one audience in one room. ``readers`` counts those who catch up, too."""

    __slots__ = ("audience", "chunked", "key", "plain", "readers", "room")

    def __init__(self, room: Room, audience: Audience) -> None:
        self.room = room
        self.audience = audience
        self.key = audience.key
        self.readers = 0
        self.chunked: dict[Reader, Callable[[bytes], None]] = {}
        self.plain: dict[Reader, Callable[[bytes], None]] = {}

    def send(self, body: bytes) -> int:
        """Writes the same bytes to every joined reader; their number. A write may cut its reader, who then leaves."""
        number = len(self.chunked) + len(self.plain)
        for writes, piece in ((self.chunked, chunk(body)), (self.plain, body)):
            for write in tuple(writes.values()):
                try:
                    write(piece)
                except Exception:  # one broken transport must not keep the bytes from those after it
                    broken = [reader for reader, own in writes.items() if own is write]
                    for reader in broken:
                        reader.cut()
        return number


class Reader(Line):
    """One reader's line, and the little that must be known to end it.

    ``expires_at`` is a Unix time in seconds, None for never; ``holder`` is whom the bound on streams counts.
    """

    __slots__ = ("expires_at", "group", "holder", "hub", "seat_id")

    def __init__(self, hub: Hub, group: Group, seat_id: int | None, expires_at: float | None, holder: str) -> None:
        super().__init__()
        self.hub, self.group = hub, group
        self.seat_id, self.expires_at, self.holder = seat_id, expires_at, holder
        self.patient = True

    def join(self) -> None:
        """From here on the reader gets what its group gets, and is expected to keep up."""
        self.patient = False
        (self.group.chunked if self.chunked else self.group.plain)[self] = self.transport.write

    def pause_writing(self) -> None:
        if not self.patient and self.open:
            self.hub.cuts += 1
        super().pause_writing()

    def gone(self) -> None:
        self.hub.leave(self)


class Hub:
    """Every live reader of this process. Made without an event loop; the first reader, or ``start``, gives it one.

    ``bound``: bytes that may wait for a reader before it is cut. ``beat``: seconds of silence before a comment keeps
    the line open. ``patience``: seconds a reader has to take what it missed. ``threads``: those ``load`` and
    ``encode`` run in, apart from every other pool.
    """

    def __init__(
        self,
        load: Load,
        encode: Encode,
        *,
        bound: int = BOUND,
        beat: float = 15.0,
        patience: float = 60.0,
        threads: int = 4,
    ) -> None:
        self._load, self._encode = load, encode
        self.bound, self._beat, self._patience = bound, beat, patience
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="live")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._rooms: dict[int, Room] = {}
        self._readers: set[Reader] = set()
        self.held: Counter[str] = Counter()
        self._seated: Counter[tuple[int, int]] = Counter()
        self._trips: dict[tuple[int, str, int], asyncio.Task[Found]] = {}
        self._closings: dict[int, float] = {}
        self._recalled = 0.0
        self._lock = threading.Lock()
        self._woken: dict[int, int | None] = {}
        self.deliveries = self.cuts = self.rounds = self.resyncs = self.closed = 0

    def start(self) -> None:
        """Binds the hub to the running event loop. Calling it again does nothing."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._sweeper = self._loop.create_task(self._sweep())

    async def stop(self) -> None:
        """Ends every line, as a server does that goes down: readers come back by themselves."""
        for reader in list(self._readers):
            reader.finish()
        tasks = [room.task for room in self._rooms.values()] + [self._sweeper]
        self._loop = self._sweeper = None
        for task in filter(None, tasks):
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def metrics(self) -> dict[str, int]:
        """``clients`` and ``rooms`` now; the rest counted since the start."""
        return {
            "clients": len(self._readers),
            "rooms": len(self._rooms),
            "deliveries": self.deliveries,
            "rounds": self.rounds,
            "cuts": self.cuts,
            "resyncs": self.resyncs,
            "closed": self.closed,
        }

    # What may be called from any thread.

    def wake(self, room: int, version: int | None = None) -> None:
        """The room has news, up to ``version`` if that is known. Thousands of calls cost one round, or two."""
        with self._lock:
            first = not self._woken
            before = self._woken.get(room, 0)
            self._woken[room] = None if version is None or before is None else max(before, version)
            if first and not self._soon(self._take_wakes):
                self._woken.clear()

    def wake_all(self) -> None:
        """Every room with readers looks for news: what a connection that was lost may have failed to say."""
        self._soon(self._wake_all)

    def close(self, seat_id: int, why: str = SEAT_LOST) -> None:
        """Ends the streams of a seat, also one that is passing the door now. ``why`` is a code for the page."""
        self._soon(self._close, seat_id, why)

    def recall(self, seat_id: int | None = None) -> None:
        """Sends the readers of a seat, or of all seats, back to the door, without a word: they return and are looked at
        anew."""
        self._soon(self._recall, seat_id)

    def lines(self) -> frozenset[tuple[int, int]]:
        """Which seats have a line to this process, each as ``(room, seat)``, on however many devices."""
        return frozenset(tuple(self._seated))  # a tuple of the keys is made in one step, whatever the loop does

    def _soon(self, act: Callable[..., object], *args: object) -> bool:
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        loop.call_soon_threadsafe(act, *args)
        return True

    # Wakes and rounds.

    def _take_wakes(self) -> None:
        with self._lock:
            woken, self._woken = self._woken, {}
        for number, version in woken.items():
            room = self._rooms.get(number)
            if room is not None and (version is None or version > room.version):
                self._wake(room)

    def _wake(self, room: Room) -> None:
        room.woken = True
        if room.task is None and self._loop is not None:
            room.task = self._loop.create_task(self._rounds(room))

    def _wake_all(self) -> None:
        for room in self._rooms.values():
            self._wake(room)

    async def _rounds(self, room: Room) -> None:
        pause = 0.0
        while room.woken and room.groups:
            room.woken = False
            waiters, room.waiters = room.waiters, []
            try:
                await self._round(room)
            except Exception:
                log.exception("A round of room %d failed; it is tried again.", room.number)
                room.woken, room.waiters = True, waiters + room.waiters
                pause = min(15.0, pause * 2 or 0.25)
                await asyncio.sleep(pause)
                continue
            pause = 0.0
            room.release(waiters)
            began = time.monotonic()
            await asyncio.sleep(0)  # the event loop writes out what was queued
            took = time.monotonic() - began
            if took > BREATH:
                await asyncio.sleep(took)
        room.task = None
        room.release(room.waiters)

    async def _round(self, room: Room) -> None:
        self.rounds += 1
        version, news, bodies = await self._trip(self._read, room.number, room.version, _audiences(room, {}))
        while missing := _audiences(room, bodies):  # audiences that came in while the others' bytes were made
            bodies |= await self._trip(self._bodies, version, news, missing)
        if version > room.version or isinstance(news, TooFar):
            room.version = version
            self.deliveries += room.send(bodies)
            if isinstance(news, TooFar):
                self.resyncs += 1

    def _read(self, room: int, after: int, audiences: list[Audience]) -> Found:
        """In a thread: what is new after a version."""
        news = self._load(room, after)
        version = news.version if isinstance(news, TooFar) else news[-1].version if news else after
        return version, news, self._bodies(version, news, audiences)

    def _bodies(self, version: int, news: Sequence[Event] | TooFar, audiences: list[Audience]) -> dict[str, bytes]:
        if isinstance(news, TooFar):
            return dict.fromkeys((one.key for one in audiences), message(version, "resync", {"version": version}))
        bare = b"id: %d\n\n" % version
        return {one.key: (self._encode(news, one) if news else b"") or bare for one in audiences}

    async def _trip(self, act: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: act(*args, **given))

    # Readers: the door, catching up, joining, leaving.

    def reader(
        self,
        room: int,
        audience: Audience,
        version: int,
        *,
        seat_id: int | None = None,
        expires_at: float | None = None,
        holder: str = "",
    ) -> Reader:
        """A line for a reader whom the door has let in. It counts from now, until it ends or ``leave`` is called.

        ``version`` is the room's as the door saw it. What was committed since, unheard while the room had no readers
        here, is found by the round that a new room begins with.
        """
        self.start()
        place = self._rooms.get(room)
        new = place is None
        if place is None:
            place = self._rooms[room] = Room(room, version)
        group = place.groups.get(audience.key)
        if group is None:
            group = place.groups[audience.key] = Group(place, audience)
        group.readers += 1
        reader = Reader(self, group, seat_id, expires_at, holder)
        self._readers.add(reader)
        self.held[holder] += 1
        if seat_id is not None:
            self._seated[room, seat_id] += 1
        if new:
            self._wake(place)
        return reader

    def leave(self, reader: Reader) -> None:
        """Forgets a reader. Calling it again does nothing."""
        if reader not in self._readers:
            return
        self._readers.discard(reader)
        self.held[reader.holder] -= 1
        if self.held[reader.holder] <= 0:
            del self.held[reader.holder]
        group = reader.group
        if reader.seat_id is not None:
            seated = (group.room.number, reader.seat_id)
            self._seated[seated] -= 1
            if self._seated[seated] <= 0:
                del self._seated[seated]
        group.chunked.pop(reader, None)
        group.plain.pop(reader, None)
        group.readers -= 1
        room = group.room
        if group.readers == 0:
            del room.groups[group.key]
        if not room.groups and self._rooms.get(room.number) is room:
            del self._rooms[room.number]

    async def welcome(self, reader: Reader, after: int, began: float) -> None:
        """Brings an attached reader from version ``after`` to the room's, and joins it.

        ``began`` is ``time.monotonic()`` before the door looked: a seat lost since then closes the line at once.
        """
        seat = reader.seat_id
        if seat is not None and self._closings.get(seat, -1.0) >= began:
            self._end(reader, SEAT_LOST)
        elif seat is not None and self._recalled >= began:
            reader.finish()
        try:
            await self._catch_up(reader, after)
        except Exception:
            log.exception("What a reader of room %d missed could not be read.", reader.group.room.number)
            reader.finish()

    async def _catch_up(self, reader: Reader, after: int) -> None:
        room, asked = reader.group.room, False
        while reader.open and after != room.version:
            if after < room.version:
                body, reached = await self._missed(reader.group, after)
            elif not asked:  # it has read further than this hub has written, as a page may that was just loaded
                asked = True
                await self._next_round(room)
                continue
            else:  # or it names a version that never was
                body, reached = self._resync(room.version)
            reader.write(body)
            if not await reader.drained(self._patience):
                if reader.open:
                    self.cuts += 1
                    reader.cut()
                return
            asked, after = False, reached
        if reader.open:
            reader.join()

    async def _missed(self, group: Group, after: int) -> tuple[bytes, int]:
        """What an audience missed after a version, and the version it leads to: one trip for all who ask the same."""
        room = group.room
        key = (room.number, group.key, after)
        trip = self._trips.get(key)
        if trip is None:
            asked = self._trip(self._read, room.number, after, [group.audience])
            trip = self._trips[key] = asyncio.get_running_loop().create_task(asked)
            trip.add_done_callback(lambda done: self._keep(key, done))
        version, news, bodies = await asyncio.shield(trip)
        if version <= after:  # the room went on, yet nothing is kept of it
            return self._resync(room.version)
        if isinstance(news, TooFar):
            self.resyncs += 1
        return bodies[group.key], version

    def _keep(self, key: tuple[int, str, int], trip: asyncio.Task[Found]) -> None:
        """What a trip brought serves those who ask the same a moment later: a hall comes back within seconds."""
        if self._loop is None or trip.cancelled() or trip.exception() is not None:
            self._trips.pop(key, None)
        else:
            self._loop.call_later(SHARED, self._trips.pop, key, None)

    def _resync(self, version: int) -> tuple[bytes, int]:
        self.resyncs += 1
        return message(version, "resync", {"version": version}), version

    async def _next_round(self, room: Room) -> None:
        """Waits for a round that begins after this call."""
        waiter = asyncio.get_running_loop().create_future()
        room.waiters.append(waiter)
        self._wake(room)
        await waiter

    # Endings.

    def _end(self, reader: Reader, why: str) -> None:
        self.closed += 1
        reader.finish(message(None, "closed", {"why": why}))

    def _close(self, seat_id: int, why: str) -> None:
        self._closings[seat_id] = time.monotonic()
        for reader in [one for one in self._readers if one.seat_id == seat_id]:
            self._end(reader, why)

    def _recall(self, seat_id: int | None) -> None:
        # Who is passing the door just now goes back as well, whatever its seat: that costs it one more look.
        self._recalled = time.monotonic()
        for reader in [one for one in self._readers if one.seat_id is not None and seat_id in {None, one.seat_id}]:
            reader.finish()

    async def _sweep(self) -> None:
        """Once a second: sessions that are over end, rooms that were silent get a beat, old closings are forgotten."""
        while True:
            await asyncio.sleep(min(1.0, self._beat))
            now, instant = time.monotonic(), time.time()
            for reader in [one for one in self._readers if one.expires_at is not None and one.expires_at <= instant]:
                self._end(reader, SESSION_OVER)
            for room in list(self._rooms.values()):
                if now - room.spoken >= self._beat:
                    room.send(dict.fromkeys(room.groups, BEAT))
            for seat in [seat for seat, at in self._closings.items() if now - at > REMEMBERED]:
                del self._closings[seat]


def _audiences(room: Room, bodies: dict[str, bytes]) -> list[Audience]:
    """The audiences present for which there are no bytes yet."""
    return [group.audience for group in room.groups.values() if group.key not in bodies]
