"""Square brackets of a negotiating text, found and paired.

A bracket is the negotiators' sign for "not agreed", and is a literal character of the text. Pairs open in one
paragraph and close in another; alternatives nest; and real drafts hold brackets without a partner, which are reported
and never refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BRACKET = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One bracket: the id of its block, and its offset in the block's text, in characters (code points)."""

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


def find(blocks_text: Sequence[tuple[str, str]]) -> Forest:
    """Pairs the brackets of a whole text, given as (block id, text) in reading order. Linear in the text.

    A closing bracket pairs with the nearest opening one that still waits. An opening bracket which never closes
    doesn't deepen what stands after it: depth counts pairs only.
    """
    marks: list[tuple[Mark, bool]] = []
    """Every bracket in reading order, and whether it opens."""
    for block, text in blocks_text:
        marks += [(Mark(block, found.start()), found.group() == "[") for found in _BRACKET.finditer(text)]
    paired = _partnered([opens for _, opens in marks])
    outermost: list[Pair] = []
    within: list[tuple[Mark, list[Pair]]] = []
    deepest = 0
    for (mark, opens), has_partner in zip(marks, paired, strict=True):
        if not has_partner:
            continue
        if opens:
            within.append((mark, []))
            deepest = max(deepest, len(within))
        else:
            opening, children = within.pop()
            around = within[-1][1] if within else outermost
            around.append(Pair(opening, mark, len(within) + 1, tuple(children)))
    alone = tuple(mark for (mark, _), has_partner in zip(marks, paired, strict=True) if not has_partner)
    opened = sum(opens for _, opens in marks)
    return Forest(tuple(outermost), alone, opened, len(marks) - opened, deepest)


def _partnered(signs: Sequence[bool]) -> list[bool]:
    """For each bracket, whether it has a partner."""
    paired = [False] * len(signs)
    waiting: list[int] = []
    for at, opens in enumerate(signs):
        if opens:
            waiting.append(at)
        elif waiting:
            paired[at] = paired[waiting.pop()] = True
    return paired
