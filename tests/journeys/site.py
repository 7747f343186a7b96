"""An installation of its own with the demonstration conference, served by a real server for one journey.

The conference is loaded once; every journey gets a copy of that folder and a server on a free port.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEATS = """
import json
from communique.cli import _django
_django()
from communique.domain.actors import Role
from communique.records.models import Seat, Text
from communique.web.accounts import invitation
seats = {}
for seat in Seat.objects.filter(ended_at=None).select_related("party").order_by("id"):
    party = seat.party.code.lower() + "-" if seat.party and seat.role != "chair" else ""
    seats.setdefault(party + seat.role, {"id": seat.pk, "link": "/in/" + invitation(seat.pk, 72)})
texts = {text.status: {"id": text.pk, "meeting": text.item.meeting_id} for text in Text.objects.select_related("item")}
print(json.dumps({"seats": seats, "texts": texts}))
"""


def _environment(folder: Path, port: int = 0) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMUNIQUE_")}
    url = {"COMMUNIQUE_URL": f"http://127.0.0.1:{port}"} if port else {}
    return kept | url | {"COMMUNIQUE_VAR": str(folder), "PYTHONPATH": str(ROOT / "src")}


def loaded(folder: Path) -> Path:
    """Loads the demonstration conference into a folder."""
    command = [sys.executable, "-m", "communique.cli", "demo", "--load-only"]
    subprocess.run(command, env=_environment(folder), cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=120)
    return folder


@dataclass
class Site:
    """A served copy of a loaded folder. ``links`` lead in as ``chair``, ``pen``, ``la-head``, ``eu-observer`` and so on."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
        """An address that signs somebody in, and leads on to a path."""
        link: str = self.facts["seats"][who]["link"]
        return f"{self.url}{link}?next={then}" if then else f"{self.url}{link}"

    def start(self) -> Site:
        """Serves; on the port it had before, when it had one."""
        if not self.port:
            with closing(socket.create_server(("127.0.0.1", 0))) as probe:
                self.port = probe.getsockname()[1]
        environment = _environment(self.folder, self.port)
        if not self.facts:
            command = [sys.executable, "-c", SEATS]
            self.facts = json.loads(subprocess.check_output(command, env=environment, cwd=ROOT))
        log = (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "communique.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        log.close()
        end = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/", timeout=5):
                    return self
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

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
        return (self.folder / "server.log").read_text(errors="replace")


def copied(original: Path, folder: Path) -> Site:
    """A site of its own on a copy of what was loaded."""
    shutil.copytree(original, folder)
    return Site(folder)
