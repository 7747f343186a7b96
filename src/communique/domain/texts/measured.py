"""A block's plain text sign by sign, with the document's position of each: for who works on what people read.

A plain text counts characters and has blanks for the edges of footnotes and cells (``document.plain_text``); positions
count UTF-16 units and the edges themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from communique.domain.texts.wording import Inline

LETTER, BREAK, EDGE = range(3)
"""What a sign of a plain text is: one of a text; a line break; the edge of a footnote or of a cell."""

_CLOSING = frozenset(",.;:!?)]}»”’%")
_OPENING = frozenset("([{«“‘")


@dataclass(frozen=True, eq=False)
class Block:
    """A block that stands from ``start`` to ``end`` in the text of all blocks, and at ``position`` in the document."""

    node: dict[str, Any]
    start: int
    end: int
    position: int

    @property
    def places(self) -> list[int]:
        """For each offset, the end included, the position there."""
        return self._walk.places

    @property
    def holders(self) -> list[int]:
        """For each offset what holds it: 0 the block itself, else a number for each cell and each footnote."""
        return self._walk.holders

    @property
    def kinds(self) -> list[int]:
        """For each sign what it is."""
        return self._walk.kinds

    def content(self, start: int, end: int) -> list[Inline]:
        """The inline nodes between two places of the text of all, which the same block, cell or footnote holds."""
        start, end = start - self.start, end - self.start
        found: list[Inline] = []
        for first, last, node, holder in self._walk.leaves:
            if holder != self.holders[start] or last <= start or end <= first:
                continue
            if node["type"] == "text":
                node = {**node, "text": node["text"][max(0, start - first) : end - first]}
            found.append(node)
        return found

    def only(self, ranges: Sequence[tuple[int, int]]) -> bool:
        """Is there nothing but blanks in the block beside these ranges of offsets? Never so in a table."""
        if self.node["type"] == "table":
            return False
        at = 0
        for start, end in (*ranges, (self.end - self.start, self.end - self.start)):
            if any(not self._is_blank(place) for place in range(at, start)):
                return False
            at = end
        return True

    def tidied(self, start: int, end: int) -> tuple[int, int]:
        """A range that is to be taken out, with the blank that would be too much without it."""
        before, after = start, end
        while before and self._is_blank(before - 1):
            before -= 1
        while after < len(self.kinds) and self._is_blank(after):
            after += 1
        if self._begins(before) or self._sign(before - 1) in _OPENING:
            return (before if self._begins(before) else start), after
        if self._ends(after) or self._sign(after) in _CLOSING:
            return before, end
        return start, after if before < start else end

    def _begins(self, at: int) -> bool:
        return at == 0 or self.kinds[at - 1] == BREAK or self.holders.index(self.holders[at]) == at

    def _ends(self, at: int) -> bool:
        last = len(self.kinds)
        return at == last or self.kinds[at] == BREAK or self.holders[at] not in self.holders[at + 1 :]

    def _sign(self, at: int) -> str:
        return self._walk.signs[at] if self.kinds[at] == LETTER else ""

    def _is_blank(self, at: int) -> bool:
        return self.kinds[at] == LETTER and self._walk.signs[at].isspace()

    @cached_property
    def _walk(self) -> _Walk:
        walk = _Walk()
        if self.node["type"] == "table":
            walk.table(self.node, self.position)
        else:
            walk.begin(self.position + 1, 0)
            walk.inline(self.node, 0)
        return walk


class _Walk:
    def __init__(self) -> None:
        self.signs: list[str] = []
        self.kinds: list[int] = []
        self.places: list[int] = []
        self.holders: list[int] = []
        self.leaves: list[tuple[int, int, Inline, int]] = []
        """From offset to offset an inline node, and what holds it."""
        self.known = 0

    def begin(self, position: int, holder: int) -> None:
        self.places.append(position)
        self.holders.append(holder)

    def sign(self, sign: str, kind: int, size: int, holder: int) -> None:
        """One sign, ``size`` positions long, and what holds the place after it."""
        self.signs.append(sign)
        self.kinds.append(kind)
        self.begin(self.places[-1] + size, holder)

    def new_holder(self) -> int:
        self.known += 1
        return self.known

    def table(self, node: dict[str, Any], position: int) -> None:
        for at, row in enumerate(node["content"]):
            for column, cell in enumerate(row["content"]):
                holder = self.new_holder()
                if column:
                    self.sign("\t", EDGE, 2, holder)
                elif at:
                    self.sign("\n", EDGE, 4, holder)
                else:
                    self.begin(position + 3, holder)
                self.inline(cell, holder)

    def inline(self, node: dict[str, Any], holder: int) -> None:
        for one in node.get("content", ()):
            start = len(self.signs)
            if one["type"] == "text":
                for sign in one["text"]:
                    self.sign(sign, LETTER, 2 if sign > "\uffff" else 1, holder)
            elif one["type"] == "break":
                self.sign("\n", BREAK, 1, holder)
            else:
                inner = self.new_holder()
                self.sign(" ", EDGE, 1, inner)
                self.inline(one, inner)
                self.sign(" ", EDGE, 1, holder)
            self.leaves.append((start, len(self.signs), one, holder))
