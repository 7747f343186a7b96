"""The four measurements, and what they must show."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.live import compare
from benchmarks.live.processes import ROOT, open_files
from communique.rehearsal.installation import Installation

Row = dict[str, Any]
DELEGATIONS = 11
SCREENS = int(os.environ.get("COMMUNIQUE_BENCH_SCREENS", "2000"))
PLACARDS = int(os.environ.get("COMMUNIQUE_BENCH_PLACARDS", "40"))
INTERVAL = 0.5
"""Seconds between two placards."""
STORM = 20.0
"""Seconds within which everybody joins."""
MISSED = 400
"""Events that somebody misses who is away for ten minutes: one in a second and a half."""
VERSION = re.compile(r' data-version="(\d+)"')
PLACARD, BACK = 250.0, 5.0
"""What may be: milliseconds to the screens, seconds until all are back."""


@dataclass
class House:
    """A served room, and the people who act in it, by their seats."""

    installation: Installation
    meeting: int
    room: int
    heads: list[httpx.Client] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    chair: httpx.Client | None = None
    cookies: list[str] = field(default_factory=list)

    def version(self) -> int:
        assert self.chair is not None
        answer: int = self.chair.get(f"/api/meetings/{self.meeting}").json()["room_version"]
        return answer

    def press(self, who: httpx.Client, path: str, **fields: Any) -> str:
        """Presses a button as a page does; what came back."""
        headers = {"HX-Request": "true", "X-CSRFToken": who.cookies.get("csrftoken") or ""}
        answer = who.post(path, data=fields | {"request_id": uuid.uuid4().hex}, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")
        return answer.text


@contextlib.contextmanager
def house() -> Iterator[House]:
    """An installation with an open meeting, an open list and everybody signed in, served until the block ends."""
    os.environ["COMMUNIQUE_STREAMS_PER_READER"] = "0"
    installation = Installation("", 1, None)
    try:
        installation.open()
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from communique.rehearsal.convening import convene
        from communique.rehearsal.sitting import ITEMS

        call_command("migrate", verbosity=0, interactive=False)
        hall = convene(DELEGATIONS, 270, random.Random(1), items=ITEMS, opened=True, public=True)
        connections.close_all()
        installation.start()
        made = House(installation, hall.meeting, hall.room)
        base = f"http://127.0.0.1:{installation.port}"
        seats = [hall.chair, hall.clerk, *hall.pens, *hall.heads, *(seat for seat, _ in hall.watchers if seat)]
        for seat in seats:
            client = httpx.Client(base_url=base, timeout=60.0, trust_env=False, headers={"X-Seat": str(seat.id)})
            client.get(seat.link)
            made.cookies.append(f"sessionid={client.cookies['sessionid']}")
            if seat is hall.chair:
                made.chair = client
            elif seat in hall.heads:
                made.heads.append(client)
                made.codes.append(seat.party)
            else:
                client.close()
        made.cookies.append("")
        assert made.chair is not None
        for one in (made.chair, *made.heads):
            made.press(one, f"/meetings/{made.meeting}/enter")
        with contextlib.suppress(RuntimeError):
            made.press(made.chair, f"/meetings/{made.meeting}/floor/open")
        yield made
    finally:
        installation.remove()


class Readers:
    """The screens' process."""

    def __init__(self, made: House) -> None:
        given = {
            "port": made.installation.port,
            "path": f"/live/rooms/{made.room}",
            "page": f"/meetings/{made.meeting}/",
            "cookies": made.cookies,
            "version": made.version(),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.room.readers", json.dumps(given)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, do: str, **given: Any) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do} | given) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


def rows() -> list[Row]:
    """Everything in one run."""
    open_files()
    with house() as made:
        with Readers(made) as readers:
            storm = readers.ask("join", screens=SCREENS, within=STORM, pages=True)
            if storm["errors"]:
                print(f"{storm['errors']} screens were turned away: {storm['why']}")
            placards, size = _placards(made, readers)
            bare = _bare(size)
            back = _restart(made, readers)
        away = _away(made)
    return [
        _placard_row(placards, bare, size),
        *_storm_rows(storm),
        back,
        away,
    ]


def _placards(made: House, readers: Readers) -> tuple[list[float], int]:
    """Milliseconds from the press to each screen, of placards raised and lowered in turn; and bytes of a message."""
    sent: dict[int, int] = {}
    readers.ask("forget")
    for count in range(PLACARDS):
        who, verb = made.heads[count // 2 % len(made.heads)], ("placard", "lower")[count % 2]
        began = time.monotonic_ns()
        answer = made.press(who, f"/meetings/{made.meeting}/floor/{verb}")
        sent[int(VERSION.search(answer)[1])] = began  # type: ignore[index]
        time.sleep(max(0.0, INTERVAL - (time.monotonic_ns() - began) / 1e9))
    readers.ask("wait", version=max(sent), seconds=30)
    told = readers.ask("told")
    delays = [(at - sent[int(one)]) / 1e6 for one, seen in told["seen"].items() if int(one) in sent for at in seen]
    if len(delays) != SCREENS * PLACARDS:
        raise RuntimeError(f"{SCREENS * PLACARDS - len(delays)} screens missed a placard")
    return sorted(delays), told["bytes"] // len(delays)


def _bare(size: int) -> float:
    """Milliseconds at p99 in which bare asyncio writes as many bytes to as many readers."""
    os.environ["COMMUNIQUE_BENCH_SIZE"] = str(size)
    try:
        design = dataclasses.replace(compare.FLOOR, broadcasts=PLACARDS, interval=INTERVAL)
        return compare.measure(design, SCREENS).p99
    finally:
        del os.environ["COMMUNIQUE_BENCH_SIZE"]


def _restart(made: House, readers: Readers) -> Row:
    """The server is killed and starts again; what was written just before and just after is on every screen."""
    before = made.heads[0]
    made.press(before, f"/meetings/{made.meeting}/floor/placard")
    readers.ask("forget")
    began = time.monotonic()
    made.installation.kill()
    made.installation.start()
    made.press(before, f"/meetings/{made.meeting}/floor/lower")
    version = made.version()
    behind = readers.ask("wait", version=version, seconds=60)["behind"]
    told = readers.ask("told")
    last = max(told["seen"].get(str(version), [0])) / 1e9 - began
    met = last <= BACK and not behind and len(told["seen"][str(version)]) == SCREENS
    name = f"a killed server is back on {SCREENS} screens, with nothing lost"
    return _row(name, round(last, 2), None, "s", f"<= {BACK:g} s", met=met)


def _away(made: House) -> Row:
    """Somebody who missed several hundred events catches up over the line, without loading anything anew."""
    with Readers(made) as readers:
        for count in range(MISSED):
            made.press(made.heads[1], f"/meetings/{made.meeting}/floor/{('placard', 'lower')[count % 2]}")
        version = made.version()
        began = time.monotonic()
        joined = readers.ask("join", screens=1, within=0, pages=False)
        behind = readers.ask("wait", version=version, seconds=30)["behind"]
        took = time.monotonic() - began
        told = readers.ask("told")
    met = not behind and not told["resyncs"] and not joined["errors"]
    return _row(f"catching up on {MISSED} missed events", round(took * 1000), None, "ms", "no page loaded", met=met)


def _placard_row(delays: list[float], bare: float, size: int) -> Row:
    p99 = _share(delays, 99)
    name = f"a placard on {SCREENS} screens, p99 ({size} bytes each; p50 {_share(delays, 50):.0f} ms)"
    return _row(name, round(p99, 1), round(bare, 1), "ms", f"<= {PLACARD:g} ms", met=p99 <= PLACARD)


def _storm_rows(storm: dict[str, Any]) -> list[Row]:
    pages, lines = sorted(storm["loads"]), sorted(storm["joins"])
    served = not storm["errors"] and storm["standing"] == SCREENS
    name = f"{SCREENS} screens come within {STORM:g} s: the page, p99"
    return [
        _row(name, round(_share(pages, 99), 2), None, "s", "all served", met=served),
        _row("  and after it the first word of the line, p99", round(_share(lines, 99), 2), None, "s", None, met=None),
    ]


def _share(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _row(name: str, ours: float, peer: float | None, unit: str, target: str | None, *, met: bool | None) -> Row:
    ratio = round(ours / peer, 2) if peer else None
    return {"name": name, "ours": ours, "peer": peer, "unit": unit, "ratio": ratio, "target": target, "met": met}
