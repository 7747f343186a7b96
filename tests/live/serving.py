"""One process of several, with its events in PostgreSQL: ``python -m tests.live.serving CONNINFO``; prints its port."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence

import psycopg
import uvicorn

from communique.domain.actors import PUBLIC, Audience
from communique.live.hub import Event, Hub, TooFar, message
from communique.live.stream import Admission, LiveStreams
from communique.live.wake import PostgresWake
from tests.live.house import LAO

TABLE = "CREATE TABLE events (room int, version int, data jsonb, PRIMARY KEY (room, version))"


def write(connection: psycopg.Connection, version: int) -> None:
    """Commits an event of room 1 and announces it in the same transaction, as the frame does."""
    with connection.transaction():
        connection.execute("INSERT INTO events VALUES (1, %s, '{}')", [version])
        connection.execute("SELECT pg_notify('communique_room', %s)", [f"1:{version}"])


def main(conninfo: str) -> None:
    def load(room: int, after: int) -> Sequence[Event] | TooFar:
        with psycopg.connect(conninfo) as connection:
            rows = connection.execute(
                "SELECT version, data FROM events WHERE room = %s AND version > %s ORDER BY version", [room, after]
            )
            return [Event(room, version, "fragment", data) for version, data in rows]

    def encode(events: Sequence[Event], audience: Audience) -> bytes:
        return b"".join(message(event.version, event.kind, event.data) for event in events)

    async def admit(headers: Mapping[str, str], room: int) -> Admission:
        if "who=LA" in headers.get("cookie", ""):
            return Admission(LAO, 0, seat_id=7)
        return Admission(PUBLIC, 0)

    hub = Hub(load, encode)
    wake = PostgresWake(hub, conninfo)
    live = LiveStreams(hub, admit)
    config = uvicorn.Config(
        live,
        port=0,
        http="communique.live.protocol:LiveProtocol",
        loop="uvloop",
        lifespan="off",
        log_level="error",
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        wake.start()
        await wake.listening.wait()
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        await serving
        await wake.stop()

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main(sys.argv[1])
