"""How a commit reaches the hub: in this process by a call, from any other through PostgreSQL.

The words are the same on both ways: ``room:version`` when a room has news, ``seat:id`` when a seat was lost,
``door:id`` when those who read from a seat are to be looked at anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import psycopg
from psycopg import sql

from communique.live.hub import Hub

log = logging.getLogger(__name__)

CHANNEL = "communique_room"
QUIET = 20.0
"""Seconds without a notice after which the connection is asked whether it is still there."""
BACK_OFF = (0.1, 10.0)
"""Seconds before the first and at most before every later attempt to connect again."""


def tell(hub: Hub, words: str) -> None:
    """Passes one announcement on. Words that can't be read are logged and dropped: they may not stop the next."""
    what, _, number = words.partition(":")
    try:
        if what == "seat":
            hub.close(int(number))
        elif what == "door":
            hub.recall(int(number))
        else:
            hub.wake(int(what), int(number))
    except ValueError:
        log.warning("An announcement that can't be read: %r", words[:100])


class LocalWake:
    """For one process, as with SQLite: the listener that hears what was committed here. Callable from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def __call__(self, words: str) -> None:
        tell(self._hub, words)


class PostgresWake:
    """For several processes: listens on PostgreSQL, and comes back when the connection is lost.

    What was announced while it was away is made good: every room looks for news, and readers with a seat go back to
    the door, since the loss of a seat may have gone unheard.
    """

    def __init__(self, hub: Hub, conninfo: str, *, channel: str = CHANNEL) -> None:
        self._hub, self._conninfo, self._channel = hub, conninfo, channel
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()
        self.losses = 0

    def start(self) -> None:
        """Begins to listen, on the running event loop. ``listening`` is set while notices are heard."""
        if self._task is None:
            self._hub.start()
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        pause, most = BACK_OFF
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("PostgreSQL's notices are not heard: %s", str(error).strip() or type(error).__name__)
            if self.listening.is_set():
                self.listening.clear()
                self.losses += 1
                pause = BACK_OFF[0]
            await asyncio.sleep(pause)
            pause = min(most, pause * 2)

    async def _listen(self) -> None:
        alive: dict[str, Any] = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, connect_timeout=10, application_name="communique live", **alive
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
            # Only now: a commit before this was not announced to us, a commit after it will be.
            self._hub.wake_all()
            self._hub.recall()
            self.listening.set()
            while True:
                async for notice in connection.notifies(timeout=QUIET):
                    tell(self._hub, notice.payload)
                await connection.execute("SELECT 1")
