"""Figures of a negotiation as they are quoted: "21 of 420 paragraphs agreed ad referendum", "70 agreed, 259 bracketed".

One count for one version; a course over versions and readings is a row of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from communique.domain.texts import brackets
from communique.domain.texts.attributions import Reading
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.options import count_in, id_of
from communique.domain.texts.stats import word_count

AGREED, HELD, HUDDLE = "agreed", "held", "huddle"
"""What a paragraph's status may be beside "", open: agreed ad referendum, held over, or with a huddle."""


@dataclass(frozen=True)
class Figures:
    """``agreed``, ``bracketed`` and ``clean`` together are ``paragraphs``: one that is agreed ad referendum counts as
    that alone, whatever brackets it still has."""

    paragraphs: int
    """Without ``notes``, which nobody negotiates."""
    agreed: int
    """Ad referendum."""
    clean: int
    """Not agreed, and no bracket in it or around it."""
    bracketed: int
    """Not agreed, with a bracket in it, or within a pair that spans several paragraphs."""
    held: int
    huddle: int
    notes: int
    """The secretariat's words about the text."""
    brackets: Mapping[str, int]
    """``open``, ``closed``, ``pairs``, ``unbalanced``, ``depth``, as ``document.describe`` counts them."""
    by_party: Mapping[str, int]
    """Attributions, most first."""
    alternatives: int
    """Places where one of several wordings has to be chosen."""
    options: int
    words: int

    def json(self) -> dict[str, Any]:
        return asdict(self)


def count(doc: Mapping[str, Any], statuses: Mapping[str, str], reading: Reading) -> Figures:
    """The figures of a text. ``statuses`` by block id ("" and what isn't there is open), ``reading`` of the same text.

    Passes once through the text, and pairs its brackets once.
    """
    rows = [(id_of(block), plain_text(block)) for block in blocks(doc)]
    row = brackets.Row.of(rows)
    pairs, alone = brackets.spans(row.text)
    covered = _covered(row.starts, pairs, alone)
    counts = dict.fromkeys(("agreed", "bracketed", "clean", "held", "huddle", "notes"), 0)
    for at, block in enumerate(blocks(doc)):
        if block["type"] != "paragraph":
            continue
        if (block.get("attrs") or {}).get("role") == "note":
            counts["notes"] += 1
            continue
        status = statuses.get(rows[at][0], "")
        counts[AGREED if status == AGREED else "bracketed" if covered[at] else "clean"] += 1
        if status in (HELD, HUDDLE):
            counts[status] += 1
    return Figures(
        paragraphs=counts["agreed"] + counts["bracketed"] + counts["clean"],
        brackets=brackets.counts(row.text, pairs, alone),
        by_party=dict(reading.by_party),
        alternatives=sum(len(choice.alternatives) > 1 for choice in reading.choices),
        options=count_in(row.text),
        words=word_count(row.text) + word_count("\n".join(_labels(doc))),
        **counts,
    )


def negotiated(doc: Mapping[str, Any]) -> int:
    """How many paragraphs a text has, as ``Figures`` counts them: without notes."""
    return sum(block["type"] == "paragraph" and block["attrs"].get("role") != "note" for block in blocks(doc))


def _labels(node: Mapping[str, Any]) -> Iterator[str]:
    """Numbers and the labels of footnotes, which plain text hasn't."""
    attrs = node.get("attrs") or {}
    label = attrs.get("number") or attrs.get("label")
    if label:
        yield str(label)
    for one in node.get("content") or ():
        if one["type"] != "text":
            yield from _labels(one)


def _covered(starts: Sequence[int], pairs: Sequence[brackets.Span], alone: Sequence[int]) -> list[bool]:
    """For each block, whether a bracket stands in it, or a pair around it."""
    changes = [0] * (len(starts) + 1)
    for pair in pairs:
        if pair.depth == 1:
            changes[_block(starts, pair.start)] += 1
            changes[_block(starts, pair.end) + 1] -= 1
    for at in alone:
        changes[_block(starts, at)] += 1
        changes[_block(starts, at) + 1] -= 1
    covered, deep = [], 0
    for change in changes[:-1]:
        deep += change
        covered.append(deep > 0)
    return covered


def _block(starts: Sequence[int], at: int) -> int:
    return bisect_left(starts, at + 1) - 1
