"""A PostgreSQL server of the tests' own, in a folder of theirs: no port, no password, gone with the test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "postgres"
PLACES = "/usr/lib/postgresql/*/bin"


class Missing(Exception):
    """This machine can't run a private PostgreSQL; the text says why."""


def _programs() -> Path:
    """The folder of the newest server installed."""
    found = sorted(Path("/").glob(PLACES.lstrip("/")), key=lambda path: float(path.parent.name))
    on_path = shutil.which("pg_ctl")
    if found:
        return found[-1]
    if on_path:
        return Path(on_path).resolve().parent
    raise Missing("PostgreSQL's server isn't installed (on Debian: apt-get install postgresql)")


def _run(folder: Path, *command: str) -> None:
    """Runs a server's program, as the user ``postgres`` when we are root: PostgreSQL refuses to run as root."""
    given: dict[str, object] = {}
    if os.geteuid() == 0:
        given = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []}
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    log = folder / "commands.log"
    with log.open("ab") as out:
        done = subprocess.run(command, cwd=folder, env=environment, stdout=out, stderr=out, timeout=60, **given)  # type: ignore[call-overload]
    if done.returncode:
        raise Missing(f"{command[0]} failed: {log.read_text()[-500:].strip()}")


def start() -> tuple[str, Path]:
    """Starts a server; the connection string of its empty database, and its folder for ``stop``. Raises ``Missing``.

    The folder is a short one of its own, since a socket's path may have 107 bytes only. Writes aren't flushed to disk.
    """
    programs = _programs()
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam(USER)
        except KeyError:
            raise Missing("we are root, and there is no user postgres to run a server as") from None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        _run(folder, str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log")]
        _run(folder, *control, "-w", "-t", "30", "-o", options, "start")
    except BaseException:
        stop(folder)
        raise
    return f"postgresql://{USER}@/{USER}?host={folder}", folder


def stop(folder: Path) -> None:
    """Stops the server at once and removes its folder."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, str(_programs() / "pg_ctl"), "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Runs a command with ``COMMUNIQUE_DATABASE`` set to a server of its own; returns the command's exit status."""
    try:
        conninfo, folder = start()
    except Missing as why:
        print(why, file=sys.stderr)
        return 1
    try:
        return subprocess.run(command, env=os.environ | {"COMMUNIQUE_DATABASE": conninfo}).returncode
    finally:
        stop(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
