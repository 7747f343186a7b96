"""What a text of 2,000 paragraphs of 80 words takes of the server's memory while it is open.

A fresh process reads such a text as the house does: from its row into ``records.documents``, its JSON given out, then
typed in until as many recent versions are kept as ever are. Its own memory, without what is mapped from files, is read
before and after from /proc; ``tracemalloc`` counts the objects of another such process beside it. `python -m
benchmarks.holding` prints the row as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import tracemalloc
from typing import Any

from benchmarks.accepting import PARAGRAPHS, WORDS
from benchmarks.live.processes import ROOT, read

MOST = 60.0
"""Megabytes."""


def rows() -> list[dict[str, Any]]:
    """One row: megabytes by /proc or by ``tracemalloc``, whichever found more."""
    most = max(_measured(way) for way in ("process", "objects"))
    return [
        {
            "name": f"holding an open text of {PARAGRAPHS} paragraphs of {WORDS} words",
            "ours": round(most, 1),
            "peer": None,
            "unit": "MB",
            "ratio": None,
            "target": f"<= {MOST:g} MB",
            "met": most <= MOST,
        }
    ]


def _measured(way: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        given = os.environ | {"COMMUNIQUE_VAR": folder, "DJANGO_SETTINGS_MODULE": "communique.settings"}
        given["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        command = [sys.executable, "-m", "benchmarks.holding", way]
        done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    return float(done.stdout)


def hold(way: str) -> float:
    """Megabytes that the text takes of this process."""
    import django

    django.setup()
    from communique.domain.texts import authority
    from communique.records import documents
    from communique.records.models import Text

    def typed(text: Text, chance: random.Random) -> None:
        """As many letters as there are versions that are kept, each in some paragraph."""
        for _ in range(documents.RECENT + 1):
            document = documents.newest(text)
            found = document.block(f"p{chance.randrange(PARAGRAPHS):09d}")
            assert found is not None
            at = found[0] + 2
            letter = {
                "stepType": "replace",
                "from": at,
                "to": at,
                "slice": {"content": [{"type": "text", "text": "x"}]},
            }
            outcome = authority.receive(document, document.version, [letter])
            assert isinstance(outcome, authority.Accepted)
            documents.keep_after_commit(text.pk, outcome.document, outcome.maps)
            text.version = outcome.document.version
            outcome.document.json()

    # Another text, small, has everything loaded that a server has loaded long before.
    small = {"type": "doc", "content": _content(random.Random(1))[:1]}
    documents.newest(Text(pk=1, version=0, doc_version=0, doc=small)).json()
    gc.collect()
    if way == "objects":
        tracemalloc.start()
    before = _megabytes(way)
    text = Text(
        pk=2,
        version=0,
        doc_version=0,
        doc=json.loads(json.dumps({"type": "doc", "content": _content(random.Random(2))})),
    )
    documents.newest(text).json()
    text.doc = None
    typed(text, random.Random(3))
    gc.collect()
    return _megabytes(way) - before


def _megabytes(way: str) -> float:
    return tracemalloc.get_traced_memory()[0] / 2**20 if way == "objects" else read(os.getpid()).kilobytes / 1024


def _content(chance: random.Random) -> list[dict[str, Any]]:
    """Words of nine letters and a blank: 80 of them are some 800 characters, as in a text."""
    return [
        {
            "type": "paragraph",
            "attrs": {"id": f"p{at:09d}", "number": f"{at + 1}.", "role": "operative", "level": 0},
            "content": [
                {"type": "text", "text": " ".join(f"{chance.randrange(10**9):09d}" for _ in range(WORDS))},
            ],
        }
        for at in range(PARAGRAPHS)
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(hold(sys.argv[1]))
    else:
        print(json.dumps(rows(), indent=2))
