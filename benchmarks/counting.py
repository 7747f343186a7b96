"""Counting what is open in the Geneva text of February 2015, 86 pages, beside a plain scan for its words.

Both start from the document as it is loaded, and run turn by turn; the scan has the text in one string already. Where
the text isn't beside the checkout, the demonstration's, repeated to the same size, takes its place, and the row says
so. `python -m benchmarks.counting` prints it as JSON.
"""

from __future__ import annotations

import json
import re
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from communique.domain.texts import authority, formats
from communique.domain.texts.document import Text, blocks, plain_text
from communique.domain.texts.stats import stats

GENEVA = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "paris" / "2015-02-12-negotiating-text.txt"
SIZE = 379_072
"""Bytes of that text."""
ROUNDS = 25
LONGEST = 150
"""Milliseconds that counting may take."""
OVER_SCAN = 2.0
"""Times the scan for words that counting words, brackets, alternatives, options and parties may take."""


def rows() -> list[dict[str, Any]]:
    """One row: the quickest of many turns in milliseconds, since what else a machine does belongs to neither."""
    name, read = _text()
    text = Text(authority.load(read.doc, 0).json(), read.language, read.dropped, read.dropped_lines)
    plain = "\n".join(map(plain_text, blocks(text.doc)))
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        stats(text)
        ours.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        re.findall(r"\w+", plain)
        peer.append(1000 * (time.perf_counter() - began))
    return [
        {
            "name": f"counting {name}, beside a plain scan for its words",
            "ours": round(min(ours), 2),
            "peer": round(min(peer), 2),
            "unit": "ms",
            "ratio": round(min(ours) / min(peer), 2),
            "target": f"<= {LONGEST} ms and <= {OVER_SCAN:g} x peer",
            "met": min(ours) <= LONGEST and min(ours) <= OVER_SCAN * min(peer),
        }
    ]


def _text() -> tuple[str, Text]:
    if GENEVA.is_file():
        return "the text of 12 February 2015", formats.read(GENEVA.name, GENEVA.read_bytes())
    one = files("communique.demonstration").joinpath("communique.md").read_bytes()
    return "the demonstration's text repeated to that of Geneva", formats.read("text.md", one * (SIZE // len(one) + 1))


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
