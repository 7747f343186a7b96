"""A small rehearsal as a user starts it: the command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

DRAFT = """\
# Joint Statement of the Rehearsal

We, the members, met under the chairmanship of the first of us.

1. We agreed to share all information on the matter [without delay], and [shall][should] continue to do so.

2. We welcomed the opening of a regional reserve of medical supplies by the end of the year.

3. We took note of the report of the senior officials, and asked them to look into its costs.

4. We thanked the host for the warm hospitality and the good arrangements made for the meeting.

5. We looked forward to our next meeting.
"""


def rehearse(
    folder: Path, *more: str, watchers: int = 10, database: str = "", what: tuple[str, ...] = ()
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Runs it with three delegations; what it said, and the same as JSON. ``what``: instead of a text's course."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "draft.md"
    text.write_text(DRAFT, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    environment |= {"COMMUNIQUE_DATABASE": database, "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "communique.cli", "rehearse", "--json", *(what or ("--text", str(text)))]
    command += ["--delegations", "3", "--watchers", str(watchers), *more]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, cwd=folder)
    try:
        return done, json.loads(done.stdout)
    except ValueError:
        raise AssertionError(f"{done.stdout}\n{done.stderr}") from None


def check(*folders: Path) -> list[dict[str, list[str]]]:
    """The checks alone, on installations that were kept: for each, what differs, by the check's name."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    command = [sys.executable, "-m", "tests.rehearsal.checking", *map(str, folders)]
    environment["COMMUNIQUE_VAR"] = str(folders[0])
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, cwd=root)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, list[str]]] = json.loads(done.stdout)
    return found
