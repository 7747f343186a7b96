"""Serving the installation: one process, or several over PostgreSQL."""

from __future__ import annotations

import resource
import sys

import uvicorn

APPLICATION = "communique.asgi:application"
WAITING = 4096
"""Connections that may wait to be taken: a hall of delegates whose lines all come back in one second."""
PARTING = 10
"""Seconds that requests under way have to finish when the server is told to stop."""


def serve(host: str, port: int, processes: int) -> int:
    """Serves until it is told to stop; returns the exit status."""
    from django.conf import settings

    if processes > 1 and not settings.POSTGRES:
        print("Several processes need PostgreSQL: set COMMUNIQUE_DATABASE, or use one.", file=sys.stderr)
        return 2
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvicorn.run(
        APPLICATION,
        host=host,
        port=port,
        workers=processes,
        loop="uvloop",
        http="communique.live.protocol:LiveProtocol",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=WAITING,
        timeout_graceful_shutdown=PARTING,
    )
    return 0
