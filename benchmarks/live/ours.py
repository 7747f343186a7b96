"""Ours: the product's own door, hub and protocol under uvicorn; only the source of events is light.

``python -m benchmarks.live.ours PORT``: readers come to ``/live/rooms/1``, in three audiences; a POST commits an event.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import uvicorn

from benchmarks.live.marks import event
from communique.domain.actors import PUBLIC, Audience
from communique.live.hub import Event, Hub, TooFar
from communique.live.stream import Admission, LiveStreams

AUDIENCES = itertools.cycle([PUBLIC, Audience("delegation", 1, "LA", "binds"), Audience("chair", 1)])
events: list[Event] = []


def load(room: int, after: int) -> Sequence[Event] | TooFar:
    return events[after:]


def encode(news: Sequence[Event], audience: Audience) -> bytes:
    return b"".join(event(one.version, one.data["words"]) for one in news)


async def admit(headers: Mapping[str, str], room: int) -> Admission:
    return Admission(next(AUDIENCES), len(events))


hub = Hub(load, encode)
live = LiveStreams(hub, admit, per_address=0)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["method"] != "POST":
        await live(scope, receive, send)
        return
    words = (await receive())["body"].decode()
    events.append(Event(1, len(events) + 1, "steps", {"words": words}))
    hub.wake(1, len(events))
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def main(port: int) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            port=port,
            http="communique.live.protocol:LiveProtocol",
            lifespan="off",
            log_level="error",
            backlog=4096,
            timeout_keep_alive=600,
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    print(port, flush=True)
    await serving


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1])))
