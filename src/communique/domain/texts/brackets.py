"""Square brackets of a negotiating text, found and paired.

A bracket is the negotiators' sign for "not agreed", and is a literal character of the text. Pairs open in one
paragraph and close in another; alternatives nest; and real drafts hold brackets without a partner, which are reported
and never refused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, mostly a bracket's: the id of its block, and the offset in its text, in characters (code points)."""

    block: str
    offset: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening and a closing bracket with the pairs between them. ``depth`` is 1 for an outermost pair."""

    open: Mark
    close: Mark
    depth: int
    children: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Forest:
    """All brackets of a text.

    ``pairs`` are the outermost pairs in reading order, with the others inside them; ``unbalanced`` are the brackets
    without a partner, in reading order; ``open`` and ``closed`` count every opening and closing bracket, balanced
    or not; ``depth`` is that of the deepest pair, 0 when there is none.
    """

    pairs: tuple[Pair, ...]
    unbalanced: tuple[Mark, ...]
    open: int
    closed: int
    depth: int

    @property
    def balanced(self) -> bool:
        return not self.unbalanced


@dataclass(frozen=True, slots=True)
class Row:
    """All blocks' texts as one, each on a line of its own, so that a text is searched once and not block by block."""

    text: str
    ids: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each block begins in ``text``."""

    @classmethod
    def of(cls, blocks_text: Sequence[tuple[str, str]]) -> Row:
        starts, at = [], 0
        for _, text in blocks_text:
            starts.append(at)
            at += len(text) + 1
        return cls("\n".join(text for _, text in blocks_text), tuple(block for block, _ in blocks_text), tuple(starts))

    def mark(self, at: int) -> Mark:
        """The place in a block of a place in ``text``."""
        block = bisect_right(self.starts, at) - 1
        return Mark(self.ids[block], at - self.starts[block])

    def at(self, mark: Mark) -> int | None:
        """The place in ``text`` of a place in a block; None when there is no such block, or it is shorter."""
        if mark.block not in self.ids:
            return None
        block = self.ids.index(mark.block)
        end = self.starts[block + 1] - 1 if block + 1 < len(self.ids) else len(self.text)
        at = self.starts[block] + mark.offset
        return at if self.starts[block] <= at <= end else None


@dataclass(slots=True)
class Span:
    """A pair by its places in one text: ``text[start] == "["``, ``text[end] == "]"``."""

    start: int
    end: int
    depth: int
    children: list[Span] | tuple[()] = ()


def spans(text: str) -> tuple[list[Span], list[int]]:
    """All pairs of a text, each after those inside it, and the places of the brackets without a partner.

    A closing bracket pairs with the nearest opening one that still waits. An opening bracket which never closes
    doesn't deepen what stands after it: depth counts pairs only. Linear in the text.
    """
    places = sorted((*_places(text, "["), *_places(text, "]")))
    waiting: list[int] = []
    alone: set[int] = set()
    for at in places:
        if text[at] == "[":
            waiting.append(at)
        elif waiting:
            waiting.pop()
        else:
            alone.add(at)
    alone.update(waiting)
    within: list[Span] = []
    found: list[Span] = []
    for at in places:
        if alone and at in alone:
            continue
        if text[at] == "[":
            span = Span(at, at, len(within) + 1)
            if within:
                around = within[-1]
                if isinstance(around.children, list):
                    around.children.append(span)
                else:
                    around.children = [span]
            within.append(span)
        else:
            span = within.pop()
            span.end = at
            found.append(span)
    return found, sorted(alone)


def counts(text: str, found: Sequence[Span], alone: Sequence[int]) -> dict[str, int]:
    """``open``, ``closed``, ``pairs``, ``unbalanced`` and ``depth`` of a text of which these are the ``spans``."""
    opened = len(found) + sum(text[at] == "[" for at in alone)
    return {
        "open": opened,
        "closed": 2 * len(found) + len(alone) - opened,
        "pairs": len(found),
        "unbalanced": len(alone),
        "depth": max((span.depth for span in found), default=0),
    }


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def find(blocks_text: Sequence[tuple[str, str]]) -> Forest:
    """Pairs the brackets of a whole text, given as (block id, text) in reading order. Linear in the text."""
    row = Row.of(blocks_text)
    found, alone = spans(row.text)
    pairs: dict[int, Pair] = {}
    for span in found:
        children = tuple(pairs.pop(child.start) for child in span.children)
        pairs[span.start] = Pair(row.mark(span.start), row.mark(span.end), span.depth, children)
    figures = counts(row.text, found, alone)
    return Forest(
        tuple(pairs.values()),
        tuple(row.mark(at) for at in alone),
        figures["open"],
        figures["closed"],
        figures["depth"],
    )
