"""Comparing the texts of 12 February and 4 December 2015, beside LibreOffice and python-redlines, in one run.

Ours compares two documents as the house holds them, and gives every row with its words as JSON. The peers compare the
same two written as Word files, and give a Word file with the changes marked: what opening, comparing and saving take
them is their comparison. What ours takes from the same two Word files stands in rows of its own, and so does
LibreOffice's command alone. Where the texts aren't beside the checkout, the demonstration's, repeated and worked over,
takes their place, and the rows say so. `python -m benchmarks.comparing` prints the rows as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.live.processes import PEERS, ROOT, Absent, install_python
from communique.domain.texts import formats
from communique.domain.texts.compare import compare
from communique.domain.texts.document import Edition, Text

PARIS = ROOT.parent / "shared" / "corpus" / "paris"
TIMES = 10
"""How many times quicker ours has to be."""
ROUNDS = 15
PEER_ROUNDS = 3
CAP = 120
"""Seconds after which a peer is stopped: its figure is then what it took at least."""


@dataclass(frozen=True)
class Peer:
    """Seconds of the quickest of a peer's rounds; ``least`` when it was stopped before its end."""

    whole: float
    command: float | None
    changes: int | None
    least: bool = False


def rows(say: Callable[[str], None] = print) -> list[dict[str, Any]]:
    """For each peer a row with the target and one from file to result; ours alone where a peer is absent."""
    name, old, new = _texts()
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for text, file in ((old, "old.docx"), (new, "new.docx")):
            path = Path(folder) / file
            path.write_bytes(formats.write("docx", _edition(text)))
            paths.append(path)
        bytes_of = [path.read_bytes() for path in paths]
        ours = _quickest(lambda: _result(old.doc, new.doc))
        from_files = _quickest(lambda: _result(*(formats.read("text.docx", content).doc for content in bytes_of)))
        found = compare(old.doc, new.doc)
        say(f"{name}: {len(old.doc['content'])} and {len(new.doc['content'])} blocks, {dict(found.counts)}")
        made: list[dict[str, Any]] = []
        for peer, run in (("LibreOffice", _libreoffice), ("python-redlines", _redlines)):
            try:
                theirs = run(*paths, Path(folder))
            except Absent as why:
                say(f"{peer}: left out, because {why}.")
                made.append(_row(f"comparing {name}; {peer} could not be had", ours, None))
                continue
            say(f"{peer}: {theirs}")
            bound = ", which was stopped" if theirs.least else ""
            made.append(_row(f"comparing {name}, against {peer}{bound}", ours, theirs.whole, 1 / TIMES))
            made.append(_row(f"the same from two Word files, against {peer}{bound}", from_files, theirs.whole))
            if theirs.command is not None:
                what = f"the same, against {peer}'s command alone, without opening the new file and saving"
                made.append(_row(what, ours, theirs.command))
    return made


def _result(old: dict[str, Any], new: dict[str, Any]) -> str:
    return json.dumps(compare(old, new).to_json())


def _quickest(task: Callable[[], object]) -> float:
    """Seconds of the quickest round: what else a machine does is not the task's."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        task()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _row(name: str, ours: float, peer: float | None, most: float | None = None) -> dict[str, Any]:
    """``most`` is the largest ratio that meets the target, None where there is none."""
    ratio = None if peer is None else ours / peer
    return {
        "name": name,
        "ours": round(1000 * ours, 1),
        "peer": None if peer is None else round(1000 * peer, 1),
        "unit": "ms",
        "ratio": None if ratio is None else round(ratio, 3),
        "target": None if most is None else f"<= {most:g} x peer",
        "met": None if most is None or ratio is None else ratio <= most,
    }


def _libreoffice(old: Path, new: Path, folder: Path) -> Peer:
    python = _python_with_uno()
    script = str(PEERS / "libreoffice_compare.py")
    found: list[dict[str, Any]] = []
    for at in range(PEER_ROUNDS):
        lines, stopped = _run([python, script, str(old), str(new), str(folder / f"profile{at}")], {})
        if stopped:
            return Peer(float(CAP), None, None, least=True)
        found += lines
    wholes = [one["opening"] + one["comparing"] + one["saving"] for one in found]
    return Peer(min(wholes), min(one["comparing"] for one in found), found[0]["changes"])


def _python_with_uno() -> str:
    if shutil.which("soffice") is None:
        raise Absent("there is no LibreOffice (on Debian: libreoffice-writer-nogui and python3-uno)")
    for python in filter(None, ("/usr/bin/python3", shutil.which("python3"))):
        if Path(python).exists() and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
            return python
    raise Absent("no Python here has LibreOffice's uno module (on Debian: python3-uno)")


def _redlines(old: Path, new: Path, folder: Path) -> Peer:
    python = install_python("redlines.txt", "bench-redlines-venv")
    engine = ROOT / "var" / "bench-redlines-engine"
    # The engine is a .NET program, which asks for the ICU library unless it is told that it needn't.
    given = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [python, str(PEERS / "redlines_compare.py"), str(old), str(new), str(PEER_ROUNDS), str(engine)]
    lines, stopped = _run(command, given)
    if stopped and not lines:
        return Peer(float(CAP), None, None, least=True)
    return Peer(min(one["whole"] for one in lines), None, lines[0]["changes"])


def _run(command: list[str], given: dict[str, str]) -> tuple[list[dict[str, Any]], bool]:
    """The JSON lines that a peer printed, and whether it had to be stopped. Raises ``Absent`` when it went wrong."""
    try:
        done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, timeout=CAP)
    except subprocess.TimeoutExpired as late:
        said = late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        return [json.loads(line) for line in said.splitlines()], True
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise Absent(f"it did not come through: {done.stderr.strip()[-300:]}")
    return lines, False


def _texts() -> tuple[str, Text, Text]:
    names = ("2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md")
    if all((PARIS / name).is_file() for name in names):
        old, new = (formats.read(name, (PARIS / name).read_bytes()) for name in names)
        return "February with December 2015", old, new
    one = files("communique.demonstration").joinpath("communique.md").read_bytes()
    text = formats.read("communique.md", one)
    many = [_copied(block, at) for at in range(20) for block in text.doc["content"]]
    kept = [block for at, block in enumerate(many) if at % 5]
    third = len(kept) // 3
    moved = [*kept[:third], *kept[2 * third :], *kept[third : 2 * third]]
    return (
        "the demonstration's draft, repeated, with itself worked over",
        Text({"type": "doc", "content": many}),
        Text({"type": "doc", "content": moved}),
    )


def _copied(block: dict[str, Any], at: int) -> dict[str, Any]:
    """A block that says in which repetition it stands, so that no two are the same."""
    content = block.get("content") or []
    if block["type"] != "table":
        content = [*content, {"type": "text", "text": f" {at}"}]
    return {**block, "attrs": {**block["attrs"], "id": f"{block['attrs']['id'][:8]}{at:02d}"}, "content": content}


def _edition(text: Text) -> Edition:
    return Edition(
        text=text,
        symbol="",
        body="Body",
        meeting="Meeting",
        adopted_at=None,
        published_at=None,
        country="aa-body",
        url="https://example.org/text",
        present=(),
    )


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
