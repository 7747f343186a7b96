"""An installation of its own with the demonstration conference, served by a real server.

The conference is loaded once; every journey that writes gets a copy of that folder and a server on a free port.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds that a server may take to come up on a machine that is busy with other things."""
FACTS = """
import json
from communique.cli import _django
_django()
from communique.records.models import Seat, Text
from communique.web.accounts import invitation
seats = {}
for seat in Seat.objects.filter(ended_at=None).select_related("party", "person").order_by("id"):
    name = (seat.party.code.lower() + "-" if seat.party and seat.role != "chair" else "") + seat.role
    number = 1 + sum(key == name or key.startswith(name + "-") for key in seats)
    link = "/in/" + invitation(seat.pk, 72)
    seats[name if number == 1 else f"{name}-{number}"] = {"id": seat.pk, "name": seat.person.name, "link": link}
texts = {
    text.status: {"id": text.pk, "meeting": text.meeting_id, "item": text.item_id}
    for text in Text.objects.filter(huddle=None).select_related("item")
}
print(json.dumps({"seats": seats, "texts": texts}))
"""


def _environment(folder: Path, port: int = 0) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMUNIQUE_")}
    url = {"COMMUNIQUE_URL": f"http://127.0.0.1:{port}"} if port else {}
    return kept | url | {"COMMUNIQUE_VAR": str(folder), "PYTHONPATH": str(ROOT / "src")}


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Site:
    """A served folder. Links lead in as ``chair``, ``pen``, ``pen-2``, ``la-head``, ``eu-observer`` and so on."""

    folder: Path
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def facts(self) -> dict[str, Any]:
        """Seats by their names, each with its link, and texts by their status."""
        if not self.known:
            command = [sys.executable, "-c", FACTS]
            self.known = json.loads(subprocess.check_output(command, env=self._environment, cwd=ROOT))
        return self.known

    @property
    def text(self) -> int:
        """The draft under negotiation."""
        number: int = self.facts["texts"]["draft"]["id"]
        return number

    @property
    def meeting(self) -> int:
        number: int = self.facts["texts"]["draft"]["meeting"]
        return number

    def link(self, who: str, then: str = "") -> str:
        """An address that signs somebody in, and leads on to a path. ``operator`` runs the installation."""
        if who == "operator" and who not in self.facts["seats"]:
            made = self.command("operator", "operator@example.org", "Operator").stdout
            self.facts["seats"][who] = {"link": made.strip().removeprefix(self.url)}
        link: str = self.facts["seats"][who]["link"]
        return f"{self.url}{link}?next={then}" if then else f"{self.url}{link}"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs ``communique`` on this folder."""
        command = [sys.executable, "-m", "communique.cli", *arguments]
        return subprocess.run(command, env=self._environment, cwd=ROOT, capture_output=True, text=True, timeout=120)

    def start(self) -> Site:
        """Serves, always on the same port."""
        command = [sys.executable, "-m", "communique.cli", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self._environment, cwd=ROOT, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > end or self.process.poll() is not None:
                self.kill()
                raise RuntimeError(f"The server doesn't come up.\n{self.said()}")
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def said(self) -> str:
        """What the server complained of."""
        log = self.folder / "server.log"
        return log.read_text(errors="replace") if log.exists() else ""

    @property
    def _environment(self) -> dict[str, str]:
        return _environment(self.folder, self.port)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/", timeout=10):
                return True
        except urllib.error.HTTPError as error:
            self.kill()
            raise RuntimeError(f"The first page answers {error.code}.\n{self.said()}") from None
        except OSError:
            return False


def loaded(folder: Path, *, unread: bool = True) -> Site:
    """The demonstration conference in a folder, not served yet; ``unread``: as it was before its first reading."""
    command = [sys.executable, "-m", "communique.cli", "demo", "--load-only", *(["--unread"] if unread else [])]
    done = subprocess.run(command, env=_environment(folder), cwd=ROOT, capture_output=True, text=True, timeout=180)
    if done.returncode:
        raise RuntimeError(f"The demonstration can't be loaded.\n{done.stdout}\n{done.stderr}")
    return Site(folder)


def copied(original: Site, folder: Path) -> Site:
    """A site of its own on a copy of what was loaded. What is known of the one is true of the other."""
    shutil.copytree(original.folder, folder)
    return Site(folder, known=deepcopy(original.facts))


def empty(folder: Path) -> Site:
    """A site on which nothing has been set up."""
    folder.mkdir(parents=True)
    return Site(folder)
