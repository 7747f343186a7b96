"""Importing the draft of 4 December 2015, beside what the Markdown parser alone needs and a plain scan for words.

Each reads the same characters, turn by turn in one run. Where the draft isn't beside the checkout, the demonstration's,
repeated to the same size, takes its place, and the rows say so. `python -m benchmarks.importing` prints them as JSON.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from communique.domain.texts import authority, formats
from communique.domain.texts.document import split_words

DRAFT = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "paris" / "2015-12-04-draft-agreement.md"
SIZE = 107_242
"""Bytes of that draft."""
ROUNDS = 15
LONGEST = 200
"""Milliseconds that reading may take: nobody should notice it."""
OVER_PARSER = 2.5
"""Times the parser's own run that reading may take, with numbers, roles, footnotes and all checks."""


def rows() -> list[dict[str, Any]]:
    """Rows for reading beside the parser and beside a scan for words, and for taking what was read into the house."""
    name, content = _draft()
    text = content.decode("utf-8")
    parser = MarkdownIt("commonmark").enable("table")
    read = formats.read("draft.md", content)
    ours, parsing, scanning, loading = _times(
        lambda: formats.read("draft.md", content),
        lambda: parser.parse(text),
        lambda: split_words(text),
        lambda: authority.load(read.doc, 0),
    )
    return [
        {
            "name": f"reading {name}, beside markdown-it's parse alone",
            **_pair(ours, parsing),
            "target": f"<= {LONGEST} ms and <= {OVER_PARSER:g} x peer",
            "met": ours <= LONGEST and ours <= OVER_PARSER * parsing,
        },
        {
            "name": f"reading {name}, beside a plain scan for its words",
            **_pair(ours, scanning),
            "target": None,
            "met": None,
        },
        {
            "name": f"taking {name} into the authority, beside reading it",
            **_pair(loading, ours),
            "target": f"<= {LONGEST} ms",
            "met": loading <= LONGEST,
        },
    ]


def _draft() -> tuple[str, bytes]:
    if DRAFT.is_file():
        return "the draft of 4 December 2015", DRAFT.read_bytes()
    one = files("communique.demonstration").joinpath("communique.md").read_bytes()
    return "the demonstration's draft repeated to the size of 4 December's", one * (SIZE // len(one) + 1)


def _times(*tasks: Callable[[], Any]) -> list[float]:
    """The quickest run of each task in milliseconds, turn by turn: what else a machine does is not theirs."""
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for task, times in zip(tasks, taken, strict=True):
            began = time.perf_counter()
            task()
            times.append(1000 * (time.perf_counter() - began))
    return [min(times) for times in taken]


def _pair(ours: float, peer: float) -> dict[str, Any]:
    return {"ours": round(ours, 2), "peer": round(peer, 2), "unit": "ms", "ratio": round(ours / peer, 2)}


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
