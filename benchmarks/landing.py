"""Agreed language beside a plain scan of all passages, and what could land of 300 proposals with many clashes.

Asked of 10,000 adopted passages of 60 words: the nearest five to one of them with some words changed, turn by turn with
``rapidfuzz.process.extract`` over the same passages. Words come as they do in texts, few often and many seldom.
`python -m benchmarks.landing` prints the rows as JSON.
"""

from __future__ import annotations

import json
import random
import time
from datetime import date
from itertools import accumulate, combinations
from statistics import median
from typing import Any

from rapidfuzz import fuzz, process

from communique.domain.texts.agreed import Library, Passage
from communique.domain.texts.landing import Stake, could_land

PASSAGES = 10_000
WORDS = 60
VOCABULARY = 6000
DRAFTS = 40
CHANGED = 5
WHILE_ONE_TYPES = 30
"""Milliseconds within which the nearest passages are found."""
PROPOSALS = 300
AT_ONCE = 100
"""Milliseconds within which it is said what could land."""


def rows() -> list[dict[str, Any]]:
    """One row for agreed language, the median of all drafts, and one for what could land, the median of its runs."""
    chance = random.Random(300)
    return [_agreed(chance), _landing(chance)]


def _agreed(chance: random.Random) -> dict[str, Any]:
    words = ["".join(chance.choices("aeiourstlnmdpgcbk", k=chance.randint(2, 11))) for _ in range(VOCABULARY)]
    often = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    texts = [" ".join(chance.choices(words, cum_weights=often, k=WORDS)) for _ in range(PASSAGES)]
    shelf = Library.of(Passage(f"D/{at}", "", date(2020, 1, 1), "p", "", text) for at, text in enumerate(texts))
    times: list[tuple[float, float]] = []
    for text in chance.sample(texts, DRAFTS):
        draft = text.split()
        for at in chance.sample(range(WORDS), CHANGED):
            draft[at] = chance.choice(words)
        asked = " ".join(draft)
        began = time.perf_counter()
        found = shelf.nearest(asked)
        ours = time.perf_counter() - began
        began = time.perf_counter()
        scanned = process.extract(asked, texts, scorer=fuzz.ratio, limit=5)
        theirs = time.perf_counter() - began
        assert found[0].passage.words == scanned[0][0] == text
        times.append((ours, theirs))
    ours, theirs = (1000 * median(side) for side in zip(*times, strict=True))
    return {
        "name": f"the nearest of {PASSAGES} adopted passages with the difference, beside rapidfuzz's scan of them",
        "ours": round(ours, 2),
        "peer": round(theirs, 2),
        "unit": "ms",
        "ratio": round(ours / theirs, 2),
        "target": f"<= {WHILE_ONE_TYPES} ms",
        "met": ours <= WHILE_ONE_TYPES,
    }


def _landing(chance: random.Random) -> dict[str, Any]:
    members = [f"M{at}" for at in range(10)]
    stances = ("support", "can_live_with", "reserve", "awaiting")
    room = [
        Stake(
            key,
            key,
            (f"p{key // 5}",),
            (chance.choice(members),),
            {name: chance.choice(stances) for name in chance.sample(members, 5)},
        )
        for key in range(PROPOSALS)
    ]
    spans = [(start := chance.uniform(0, 100), start + chance.expovariate(1.2)) for _ in room]
    pairs = combinations(range(PROPOSALS), 2)
    clashes = [(i, j) for i, j in pairs if spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1]]
    times = []
    for _ in range(15):
        began = time.perf_counter()
        found = could_land(room, members, clashes)
        times.append(1000 * (time.perf_counter() - began))
        assert found[0].complete
    return {
        "name": f"what could land of {PROPOSALS} proposals with {len(clashes)} clashes",
        "ours": round(median(times), 2),
        "peer": None,
        "unit": "ms",
        "ratio": None,
        "target": f"<= {AT_ONCE} ms",
        "met": median(times) <= AT_ONCE,
    }


if __name__ == "__main__":
    print(json.dumps(rows(), indent=2))
