"""Who is present where several processes serve one installation, each with lines of its own: with real servers, real
lines, and PostgreSQL."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgres
from tests.journeys.site import FACTS, ROOT, _free_port

GRACE = 6
PRESENT = """
SELECT DISTINCT party.code FROM records_attendance stay
JOIN records_seat seat ON seat.id = stay.seat_id JOIN records_party party ON party.id = seat.party_id
WHERE stay.left_at IS NULL AND stay.away_since IS NULL AND party.member AND seat.role <> 'chair'
"""
NOTES = "SELECT facts FROM records_journalentry WHERE action = 'presence.note' ORDER BY number"
ROOM = """
SELECT meeting.room_id FROM records_attendance stay JOIN records_meeting meeting ON meeting.id = stay.meeting_id
WHERE meeting.state = 'open' LIMIT 1
"""


class Process:
    """One of several that serve the installation."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = _free_port()
        command = [sys.executable, "-m", "communique.cli", "serve", "--port", str(self.port)]
        own = environment | {"COMMUNIQUE_URL": f"http://127.0.0.1:{self.port}"}
        self.process = subprocess.Popen(
            command, env=own, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def is_up(self) -> bool:
        try:
            return self.get("/live/now").status == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """The answer's head; the connection stays open with it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def line(self, link: str, room: int) -> http.client.HTTPResponse:
        """A line to the room, of whoever the link lets in."""
        answer = self.get(link)
        answer.read()
        cookie = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
        line = self.get(f"/live/rooms/{room}", Cookie=cookie)
        assert line.status == 200
        return line

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The environment of every process, and the address of their database."""
    try:
        address, folder = postgres.start()
    except postgres.Missing as why:
        pytest.skip(str(why))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    environment = kept | {
        "COMMUNIQUE_DATABASE": address,
        "COMMUNIQUE_VAR": str(tmp_path / "var"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    try:
        command = [sys.executable, "-m", "communique.cli", "demo", "--load-only", "--unread"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, timeout=180)
        yield environment, address
    finally:
        postgres.stop(folder)


def until(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.postgres
def test_a_delegation_is_present_whichever_process_holds_its_line(installation: tuple[dict[str, str], str]) -> None:
    environment, address = installation
    command = [sys.executable, "-c", FACTS]
    seats: dict[str, Any] = json.loads(subprocess.check_output(command, env=environment, cwd=ROOT))["seats"]
    with psycopg.connect(address, autocommit=True) as database:

        def asked(sql: str) -> list[Any]:
            return [row[0] for row in database.execute(sql)]

        def present() -> set[str]:
            return set(asked(PRESENT))

        (room,) = asked(ROOM)
        database.execute("UPDATE records_body SET grace = %s", [GRACE])
        one, other = Process(environment), Process(environment)
        try:
            assert until(lambda: one.is_up() and other.is_up(), 60)
            laos = one.line(seats["la-head"]["link"], room)
            cambodia = one.line(seats["kh-head"]["link"], room)
            singapore = other.line(seats["sg-head"]["link"], room)
            assert until(lambda: present() == {"LA", "KH", "SG"}, GRACE + 20)
            time.sleep(2 * GRACE)
            assert present() == {"LA", "KH", "SG"}, "nobody goes because it is not this process that holds its line"
            lost = [code for facts in asked(NOTES) for code in facts["lost"]]
            assert len(lost) == len(set(lost)), "whoever went was noted once, by one of them"
            # A delegation goes over from one process to the other, and nobody sees it.
            again = other.line(seats["la-head"]["link"], room)
            laos.close()
            time.sleep(GRACE + 3)
            assert "LA" in present()
            # A process dies with its lines: the other notices whose they were.
            one.kill()
            assert until(lambda: present() == {"LA", "SG"}, GRACE + 10)
            back = other.line(seats["kh-head"]["link"], room)
            assert until(lambda: present() == {"LA", "KH", "SG"}, 4)
            for line in (cambodia, singapore, again, back):
                line.close()
            assert until(lambda: present() == set(), GRACE + 10)
        finally:
            one.kill()
            other.kill()
