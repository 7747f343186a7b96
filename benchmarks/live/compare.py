"""Ours, the floor and the peers, one after the other with the same readers; and what the comparison must show."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.live.processes import (
    PEERS,
    Absent,
    Client,
    Reading,
    free_port,
    install_channels,
    install_node_peers,
    node,
    open_files,
    read,
    server,
)

Row = dict[str, Any]
SECONDS = 10
RATE = 5
"""Broadcasts a second, of 400 bytes each."""


@dataclass(frozen=True)
class Design:
    """A server under measurement; fewer ``broadcasts``, and more seconds of ``grace``, where it is known to be slow."""

    name: str
    wire: str
    command: Callable[[int], list[str]]
    broadcasts: int = SECONDS * RATE
    grace: float = 10.0
    interval: float = 1 / RATE


def _python(module: str) -> Callable[[int], list[str]]:
    return lambda port: [sys.executable, "-m", f"benchmarks.live.{module}", str(port)]


def _node(script: str) -> Callable[[int], list[str]]:
    def command(port: int) -> list[str]:
        install_node_peers()
        return [*node(), script, str(port)]

    return command


def _channels(port: int) -> list[str]:
    options = ["--port", str(port), "--log-level", "error", "--lifespan", "off", "--backlog", "4096"]
    return [install_channels(), "-m", "uvicorn", "--app-dir", str(PEERS), "channels_app:application", *options]


FLOOR = Design("bare asyncio", "stream", _python("floor"))
OURS = Design("Communiqué", "stream", _python("ours"))
HOCUSPOCUS = Design("Hocuspocus", "hocuspocus", _node("hocuspocus.mjs"))
Y_WEBSOCKET = Design("y-websocket", "y-websocket", _node("node_modules/@y/websocket-server/src/server.js"))
CHANNELS = Design("Django Channels", "channels", _channels, broadcasts=5, grace=25.0)
PLAN = {2000: (FLOOR, OURS, HOCUSPOCUS, Y_WEBSOCKET, CHANNELS), 5000: (FLOOR, OURS, HOCUSPOCUS, Y_WEBSOCKET)}


@dataclass(frozen=True)
class Measured:
    """One design with so many readers. CPU in microseconds a delivery, delays in milliseconds, memory in KB a reader.

    ``client_share`` and ``server_share`` are parts of one core, used while the broadcasts ran.
    """

    design: str
    clients: int
    cpu: float
    p50: float
    p99: float
    kilobytes: float
    received: int
    lost: int
    disordered: int
    server_share: float
    client_share: float


def measure(design: Design, clients: int) -> Measured:
    """Runs one design. Raises ``Absent`` when it can't be had, or didn't come through."""
    port = free_port()
    given = {
        "wire": design.wire,
        "port": port,
        "clients": clients,
        "broadcasts": design.broadcasts,
        "interval": design.interval,
        "grace": design.grace,
    }
    with server(design.command(port), port, PEERS) as pid:
        time.sleep(0.5)
        empty = read(pid)
        with Client(given) as client:
            client.joined(90)
            time.sleep(1.0)
            full, before = read(pid), read(client.process.pid)
            outcome = client.measure(design.broadcasts * design.interval + design.grace + 30)
            after, spent = read(pid), _last(client, before)
    seconds, received = outcome["seconds"], int(outcome["received"])
    return Measured(
        design=design.name,
        clients=clients,
        cpu=(after.cpu - full.cpu) * 1e6 / max(received, 1),
        p50=outcome["p50"],
        p99=outcome["p99"],
        kilobytes=(full.kilobytes - empty.kilobytes) / clients,
        received=received,
        lost=int(outcome["lost"]),
        disordered=int(outcome["disordered"]),
        server_share=(after.cpu - full.cpu) / seconds,
        client_share=spent / seconds,
    )


def _last(client: Client, before: Reading) -> float:
    """Seconds of CPU the readers' process used, up to its outcome: it waits to be ended, and can still be read."""
    return read(client.process.pid).cpu - before.cpu


HEADS = " ".join(
    (" " * 16, "readers", " µs each", " p50 ms", "  p99 ms", "KB each", "   lost", "disorder", "server", "client")
)


def run(say: Callable[[str], None] = print) -> list[Measured]:
    """Everything in one run; what is absent is said and left out."""
    allowed = open_files()
    done: list[Measured] = []
    say(HEADS)
    for clients, designs in PLAN.items():
        if clients * 2 + 200 > allowed and clients + 200 > allowed:
            say(f"{clients} readers need more open files than the {allowed} allowed; left out.")
            continue
        for design in designs:
            try:
                one = measure(design, clients)
            except Absent as why:
                say(f"{design.name}, {clients}: left out, because {why}.")
                continue
            done.append(one)
            say(
                f"{one.design:16} {one.clients:7d} {one.cpu:8.1f} {one.p50:7.1f} {one.p99:8.1f} {one.kilobytes:7.1f} "
                f"{one.lost:7d} {one.disordered:8d} {one.server_share:6.0%} {one.client_share:6.0%}"
            )
    return done


def rows(say: Callable[[str], None] = print) -> list[Row]:
    """The live channel's rows for ``var/bench.json``."""
    measured = {(one.design, one.clients): one for one in run(say)}
    made: list[Row] = []
    for clients in PLAN:
        ours = measured.get((OURS.name, clients))
        if ours is None:
            continue
        for peer in PLAN[clients]:
            other = measured.get((peer.name, clients))
            if other is None or peer is OURS:
                continue
            most = 1.25 if peer is FLOOR else 1.0
            what = f"live {clients}: CPU against {peer.name}"
            made.append(_row(what, ours.cpu, other.cpu, "µs/delivery", most))
            what = f"live {clients}: p99 of delivery against {peer.name}"
            made.append(_row(what, ours.p99, other.p99, "ms", None if peer is FLOOR else 1.0))
        made.append(_bound(f"live {clients}: memory", ours.kilobytes, "KB/client", 12.0))
        made.append(_bound(f"live {clients}: lost or out of order", ours.lost + ours.disordered, "deliveries", 0))
        made.append(_bound(f"live {clients}: the measuring client's own CPU", ours.client_share, "of a core", 0.9))
    return made


def _row(name: str, ours: float, peer: float, unit: str, most: float | None) -> Row:
    """A comparison. ``most`` is the largest ratio that meets the target, None where there is none to meet."""
    ratio = round(ours / peer, 3) if peer else None
    return {
        "name": name,
        "ours": round(ours, 2),
        "peer": round(peer, 2),
        "unit": unit,
        "ratio": ratio,
        "target": None if most is None else f"<= {most}" if most > 1 else f"< {most:.0f}",
        "met": None if most is None or ratio is None else ratio <= most if most > 1 else ratio < most,
    }


def _bound(name: str, ours: float, unit: str, most: float) -> Row:
    """A figure of ours alone, with a bound."""
    value = round(ours, 2)
    return {
        "name": name,
        "ours": value,
        "peer": None,
        "unit": unit,
        "ratio": None,
        "target": f"<= {most:g}",
        "met": value <= most,
    }
