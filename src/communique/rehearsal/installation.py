"""An installation for one rehearsal: a folder, a database, a server in a process of its own, all gone afterwards."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from psycopg import sql

START = 60.0
"""Seconds that a server has to answer for the first time."""


class NotStarted(Exception):
    """The server didn't come up; its log says why."""


class Installation:
    """``open`` makes it, ``start``, ``kill`` and ``stop`` are for its server, ``remove`` leaves nothing behind.

    With ``database`` (a PostgreSQL URL) a database of its own is made on that server, otherwise an SQLite file.
    """

    def __init__(self, database: str, processes: int, keep: Path | None = None) -> None:
        self.processes = processes
        self._keep = keep
        self.folder = Path(tempfile.mkdtemp(prefix="rehearsal-"))
        self.port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None
        self._given = database
        self._own = ""
        self.starts = 0
        self.environment: dict[str, str] = {}

    @property
    def postgres(self) -> bool:
        return self._given.startswith("postgres")

    def open(self) -> None:
        """Makes the database and sets this process's environment, from which Django's settings are made."""
        address = "sqlite:///communique.sqlite3"
        if self.postgres:
            own = f"communique_rehearsal_{secrets.token_hex(6)}"
            with psycopg.connect(self._given, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
            self._own = own
            address = urlunsplit(urlsplit(self._given)._replace(path=f"/{self._own}"))
        self.environment = {
            "COMMUNIQUE_VAR": str(self.folder),
            "COMMUNIQUE_DATABASE": address,
            "COMMUNIQUE_URL": f"http://127.0.0.1:{self.port}",
            "COMMUNIQUE_STREAMS_PER_ADDRESS": "0",
            # The pages' files aren't rehearsed, and may not have been gathered.
            "COMMUNIQUE_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "DJANGO_SETTINGS_MODULE": "communique.settings",
        }
        os.environ.update(self.environment)

    def start(self) -> None:
        """Starts the server and waits until it answers. Raises NotStarted."""
        command = [sys.executable, "-m", "communique.cli", "serve", "--port", str(self.port)]
        if self.processes > 1:
            command += ["--processes", str(self.processes)]
        with self.log.open("ab") as out:
            # A session of its own: Ctrl-C reaches us alone, and a kill reaches all of the server's processes.
            self._server = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        self.starts += 1
        end = time.monotonic() + START
        while time.monotonic() < end and self._server.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                answer = httpx.get(f"http://127.0.0.1:{self.port}/api/documents", timeout=5, trust_env=False)
                if answer.status_code == 200:
                    return
                break
            time.sleep(0.05)
        raise NotStarted("the server does not answer")

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def last_words(self, size: int = 3000) -> str:
        """The end of the server's log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-size:] if self.log.exists() else ""

    def kill(self) -> None:
        """SIGKILL to every process of the server: it has no time for a last word."""
        self._end(signal.SIGKILL, 10)

    def stop(self) -> None:
        """Ends the server as an operator does; if that takes too long, by force."""
        self._end(signal.SIGTERM, 15)

    def _end(self, how: signal.Signals, seconds: float) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                os.killpg(server.pid, how)
            elif server.poll() is None:
                server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()

    @property
    def kept(self) -> str:
        """What stays of it after ``remove``, in words; "" when nothing does."""
        if self._keep is None:
            return ""
        database = f", and the database {self._own} on its server" if self._own else ""
        return f"{self._keep}{database}"

    def remove(self) -> None:
        """Ends the server and removes the folder and the database; with ``keep``, the folder is put there."""
        self.kill()
        if self._keep is not None and self.folder.exists():
            shutil.copytree(self.folder, self._keep)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._own and self._keep is None:
            with psycopg.connect(self._given, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._own)))
            self._own = ""


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port: int = plug.getsockname()[1]
        return port
