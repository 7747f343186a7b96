"""The whole house as one ASGI application: Django's pages, the live channel beside them, the clock.

Serve it by ``communique serve``: the live channel needs ``communique.live.protocol`` below it.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communique.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

READING, WRITING = 4, 8
"""Threads that make pages, and those that do what is asked: a hall that loads its pages keeps no placard waiting, and
no slow upload keeps a page. They stay, and with them their connections to the database: Django's own handler for ASGI
takes a new thread for each request, which costs half as much again as the whole of a small answer. More that read at
once get in each other's way: twelve serve two thousand pages a third slower than four do."""
house = cast(Any, get_wsgi_application())
pages = WSGIMiddleware(house, workers=READING)
deeds = WSGIMiddleware(house, workers=WRITING)

from django.conf import settings
from psycopg.conninfo import make_conninfo

from communique.actions.frame import listeners
from communique.broadcast import Broadcast, Door, in_thread
from communique.jobs import clock, presence
from communique.live.arrival import whole
from communique.live.hub import Hub
from communique.live.stream import PREFIX, LiveStreams
from communique.live.wake import LocalWake, PostgresWake

READS = frozenset({"GET", "HEAD"})
broadcast = Broadcast()
hub = Hub(in_thread(broadcast.load), in_thread(broadcast.encode))
watch = presence.Presence(hub.lines)
hands = (*clock.HANDS, clock.Hand("presence", watch.strike, watch.due, every=presence.LOOK))
streams = LiveStreams(
    hub, Door().admit, per_person=settings.STREAMS_PER_READER, per_address=settings.STREAMS_PER_ADDRESS
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Live streams go to the hub, everything else to Django, once it has arrived."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await streams(scope, receive, send)
    elif (arrived := await whole(receive)) is not None:
        await (pages if scope["method"] in READS else deeds)(scope, arrived, send)


async def _live(receive: Any, send: Any) -> None:
    """From the server's start to its end: the hub hears of commits, and the clock strikes."""
    await receive()
    hub.start()
    wake = PostgresWake(hub, _conninfo()) if settings.POSTGRES else None
    heard = LocalWake(hub)
    if wake is None:
        listeners.append(heard)
    else:
        wake.start()
    striking = asyncio.create_task(clock.run(hands))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    striking.cancel()
    if wake is None:
        listeners.remove(heard)
    else:
        await wake.stop()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _conninfo() -> str:
    """The database's address for a connection of its own: notices can't be heard on one that comes from a pool."""
    database = settings.DATABASES["default"]
    given = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    options = {key: value for key, value in database["OPTIONS"].items() if key != "pool"}
    return make_conninfo(**{key: value for key, value in {**given, **options}.items() if value})
