"""Accepting steps on a document of 2,000 paragraphs of 80 words, beside the ``prosemirror`` package's own apply alone.

Both take the same steps in the same order, each on a document of its own, turn by turn in one run; so neither finds
anything warmed up by the other. `python -m benchmarks.accepting` prints the rows as JSON.
"""

from __future__ import annotations

import json
import random
import time
from statistics import median
from typing import Any

from prosemirror.model import Node, Schema
from prosemirror.transform import Step

from communique.domain.texts import authority, soundness

PARAGRAPHS = 2000
WORDS = 80
STEPS = 600
OF_OUR_OWN = 1.0
"""Milliseconds that checking, naming and wrapping may take on top of the package's apply."""


def rows() -> list[dict[str, Any]]:
    """One row for each kind of step: medians in milliseconds; the target is on their difference."""
    chance = random.Random(2000)
    kinds = {"a letter": _letter, "a word made strong": _strong, "a new number": _number}
    times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
    doc = _document(chance)
    schema: Schema[Any, Any] = Schema(soundness.SCHEMA)  # type: ignore[arg-type]
    document, node = authority.load(doc, 0), Node.from_json(schema, doc)
    for at in range(STEPS):
        kind = list(kinds)[at % len(kinds)]
        found = document.block(f"p{chance.randrange(PARAGRAPHS):09d}")
        assert found is not None
        raw = kinds[kind](found[0], chance)
        began = time.perf_counter()
        outcome = authority.receive(document, document.version, [raw])
        ours = time.perf_counter() - began
        step = Step.from_json(schema, raw)
        began = time.perf_counter()
        result = step.apply(node)
        theirs = time.perf_counter() - began
        assert isinstance(outcome, authority.Accepted)
        assert result.doc is not None
        document, node = outcome.document, result.doc
        times[kind].append((ours, theirs))
    assert document.json() == node.to_json()
    return [_row(kind, found) for kind, found in times.items()]


def _row(kind: str, found: list[tuple[float, float]]) -> dict[str, Any]:
    ours, theirs = (1000 * median(side) for side in zip(*found, strict=True))
    own = 1000 * median(one - other for one, other in found)
    return {
        "name": f"accepting {kind}, {PARAGRAPHS} paragraphs, beside the package's apply",
        "ours": round(ours, 3),
        "peer": round(theirs, 3),
        "unit": "ms",
        "ratio": round(ours / theirs, 2),
        "target": f"<= peer + {OF_OUR_OWN:g}",
        "met": own <= OF_OUR_OWN,
    }


def _document(chance: random.Random) -> dict[str, Any]:
    vocabulary = ("the", "Parties", "shall", "of", "[should]", "adaptation", "finance", "developing", "implementation")
    return {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "attrs": {"id": f"p{at:09d}", "number": f"{at + 1}.", "role": "operative", "level": 0},
                "content": [{"type": "text", "text": " ".join(chance.choice(vocabulary) for _ in range(WORDS))}],
            }
            for at in range(PARAGRAPHS)
        ],
    }


def _letter(position: int, chance: random.Random) -> dict[str, Any]:
    at = position + chance.randrange(1, 200)
    return {"stepType": "replace", "from": at, "to": at, "slice": {"content": [{"type": "text", "text": "x"}]}}


def _strong(position: int, chance: random.Random) -> dict[str, Any]:
    at = position + chance.randrange(1, 200)
    return {"stepType": "addMark", "mark": {"type": "strong"}, "from": at, "to": at + 8}


def _number(position: int, chance: random.Random) -> dict[str, Any]:
    return {"stepType": "attr", "pos": position, "attr": "number", "value": f"{chance.randrange(900)} bis"}


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
