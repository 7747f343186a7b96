"""What a text says when a proposal is taken: as steps for ``authority.receive``, and as plain JSON.

Both come from one laying out of the blocks, in which each change has its place in the positions of the document as it
is. The steps go from the last place to the first, so that each is where it has to be when its turn comes, and a merge
is a join, under which the positions in both halves go on.

Refused: ``step_failed`` when the document isn't the one for which the proposal was drawn up (other words stand under a
hunk, a paragraph is gone); ``changes_cross`` (paragraph=) when two of its changes contradict each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import soundness
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text
from communique.domain.texts.operations import Hunk, Operation, Proposal, Row, row_of
from communique.domain.texts.wording import Inline, size_of

Block = dict[str, Any]


def steps(document: Document, changes: Proposal | Iterable[Hunk]) -> list[dict[str, Any]]:
    """A proposal, which has to be at the document's version, as steps for ``authority.receive``."""
    return _Layout(row_of(document), _proposal(changes)).steps()


def applied(doc: Mapping[str, Any] | Document, changes: Proposal | Iterable[Hunk]) -> dict[str, Any]:
    """The document, as JSON in normal form, after the proposal; it shares all blocks that stay as they are."""
    row = row_of(doc) if isinstance(doc, Document) else Row(doc["content"])
    return {"type": "doc", "content": _Layout(row, _proposal(changes)).blocks()}


def wordings(content: Sequence[Inline], start: int, hunks: Iterable[Hunk]) -> list[Inline]:
    """Inline content that begins at the position ``start``, after the hunks in it."""
    (only,) = _cut(content, start, sorted(hunks, key=lambda hunk: (hunk.start, hunk.end)), [])
    return only


def between(content: Sequence[Inline], start: int, end: int) -> list[Inline] | None:
    """What stands between two positions of inline content that begins at 0; None when they cut a sign in half."""
    reader = _Reader(content, 0)
    try:
        reader.upto(start)
        return joined(reader.upto(end))
    except Refused:
        return None


def joined(nodes: Iterable[Inline]) -> list[Inline]:
    """Inline nodes in normal form: neighbouring texts with the same marks are one."""
    found: list[Inline] = []
    for node in nodes:
        last = found[-1] if found else None
        if last and last["type"] == node["type"] == "text" and last.get("marks") == node.get("marks"):
            found[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            found.append(node)
    return found


def _proposal(changes: Proposal | Iterable[Hunk]) -> Proposal:
    return changes if isinstance(changes, Proposal) else Proposal(tuple(changes))


def _failed(why: str) -> Refused:
    return Refused("step_failed", why=why)


class _Reader:
    """Reads inline content from its beginning to its end, piece by piece."""

    def __init__(self, content: Sequence[Inline], start: int) -> None:
        self.nodes = iter(content)
        self.at = start
        self.node: Inline | None = None
        self.units = b""
        self.used = 0

    def upto(self, end: int) -> list[Inline]:
        """The nodes and pieces of text from here to a position."""
        found: list[Inline] = []
        while self.at < end:
            node = self._node()
            if node["type"] != "text":
                self.at += size_of(node)
                self.node = None
                found.append(node)
                continue
            piece = self.units[self.used : self.used + 2 * (end - self.at)]
            self.used += len(piece)
            self.at += len(piece) // 2
            if self.used == len(self.units):
                self.node = None
            try:
                whole = len(piece) == len(self.units)
                found.append(node if whole else {**node, "text": piece.decode("utf-16-le")})
            except UnicodeDecodeError:
                raise _failed("half a sign") from None
        if self.at > end:
            raise _failed("half a footnote")
        return found

    def rest(self) -> list[Inline]:
        found: list[Inline] = []
        if self.node is not None:
            found = self.upto(self.at + (len(self.units) - self.used) // 2)
        return [*found, *self.nodes]

    def _node(self) -> Inline:
        if self.node is None:
            self.node = next(self.nodes, None)
            if self.node is None:
                raise _failed("beyond the end")
            self.units = self.node["text"].encode("utf-16-le") if self.node["type"] == "text" else b""
            self.used = 0
        return self.node


def _cut(content: Sequence[Inline], start: int, hunks: Sequence[Hunk], places: Sequence[int]) -> list[list[Inline]]:
    """Content after the hunks in it, cut at the places; what is put in at such a place stands behind it."""
    reader = _Reader(content, start)
    parts: list[list[Inline]] = [[]]
    cuts = iter([*sorted(places), None])
    cut = next(cuts)
    for hunk in hunks:
        while cut is not None and cut <= hunk.start:
            parts[-1] += reader.upto(cut)
            parts.append([])
            cut = next(cuts)
        if hunk.start < reader.at or (cut is not None and cut < hunk.end):
            raise Refused("changes_cross")
        parts[-1] += reader.upto(hunk.start)
        if "".join(map(plain_text, reader.upto(hunk.end))) != hunk.deleted:
            raise _failed("other words stand there")
        parts[-1] += hunk.insert
    while cut is not None:
        parts[-1] += reader.upto(cut)
        parts.append([])
        cut = next(cuts)
    parts[-1] += reader.rest()
    return [joined(part) for part in parts]


@dataclass
class _Slot:
    """What becomes of one block."""

    block: Block
    hunks: list[Hunk] = field(default_factory=list)
    operation: Operation | None = None
    """What moves, deletes or splits it, or joins the next one to it."""
    joins: bool = False
    """It is joined to the one before it."""
    alternatives: bool = False

    @property
    def kind(self) -> str:
        return self.operation.kind if self.operation is not None else ""


@dataclass
class _Step:
    order: tuple[int, int, int, int]
    """Start and end; at one place a split stands before what is put in there, and that in its order."""
    json: dict[str, Any]


class _Layout:
    """The blocks of a document with what a proposal does to each; then ``result`` and ``made``, the blocks and the
    steps that lead to them."""

    def __init__(self, row: Row, proposal: Proposal) -> None:
        self.row = row
        self.slots = [_Slot(block) for block in row.blocks]
        self.placed: dict[int, list[Operation]] = {}
        """Before which block alternatives, new and moved ones come to stand."""
        for hunk in sorted(proposal.hunks, key=lambda hunk: (hunk.start, hunk.end)):
            self._lay_hunk(hunk)
        # Alternatives stand directly behind their paragraph, before whatever else comes there.
        for one in sorted(proposal.operations, key=lambda one: one.kind != "alternative"):
            self._lay(one)
        for at in range(len(self.slots)):
            self._check(at)
        self.result: list[Block] = []
        self.made: list[_Step] = []
        self._lay_out()

    def blocks(self) -> list[Block]:
        return self.result

    def steps(self) -> list[dict[str, Any]]:
        if all(slot.kind in ("delete", "move") for slot in self.slots):
            # Step by step the document would be empty for a while, which it can't be.
            return [{"stepType": "replace", "from": 0, "to": self.row.starts[-1], "slice": {"content": self.result}}]
        return [step.json for step in sorted(self.made, key=lambda step: step.order, reverse=True)]

    def _lay_hunk(self, hunk: Hunk) -> None:
        at = self.row.holding(hunk.start)
        if at is None or hunk.end >= self.row.starts[at + 1] or self.slots[at].block["type"] == "table":
            raise _failed("no words stand there")
        self.slots[at].hunks.append(hunk)

    def _lay(self, one: Operation) -> None:
        at = -1 if one.kind == "new" else self._of(one.paragraph)
        if one.kind in ("new", "move", "alternative"):
            place = self._behind(at) if one.kind == "alternative" else self.row.place(one)
            if place is None:
                raise _failed("the place is gone")
            if one.kind == "move" and place - at in (0, 1):
                return  # it stands there already
            self.placed.setdefault(place, []).append(one)
        if one.kind == "alternative":
            self.slots[at].alternatives = True
        elif one.kind != "new":
            self._operate(at, one)

    def _operate(self, at: int, one: Operation) -> None:
        slot = self.slots[at]
        if slot.operation is not None:
            raise Refused("changes_cross", paragraph=one.paragraph)
        slot.operation = one
        if one.kind == "merge":
            if at + 1 == len(self.slots) or self.row.ids[at + 1] != one.other:
                raise Refused("not_neighbours", paragraph=one.paragraph)
            self.slots[at + 1].joins = True
            if self.slots[at + 1].block["type"] == "table":
                raise _failed("a table")
        if one.kind in ("merge", "split") and slot.block["type"] == "table":
            raise _failed("a table")
        if one.kind == "split" and self.row.holding(one.at) != at:
            raise _failed("the place is gone")

    def _of(self, paragraph: str) -> int:
        at = self.row.index.get(paragraph)
        if at is None:
            raise _failed("the paragraph is gone")
        return at

    def _check(self, at: int) -> None:
        slot = self.slots[at]
        crossing = (
            (slot.joins and (slot.kind not in ("", "merge") or slot.alternatives or at in self.placed))
            or (slot.kind == "delete" and slot.hunks)
            or (slot.kind and slot.alternatives)
        )
        if crossing:
            raise Refused("changes_cross", paragraph=self.row.ids[at])

    def _behind(self, at: int) -> int:
        """Before which block an alternative to block ``at`` comes to stand: behind those that are there."""
        called = _alternatives_to(self.slots[at].block)
        behind = at + 1
        while behind < len(self.slots) and called.match(_bare_number(self.slots[behind].block)):
            behind += 1
        return behind

    def _lay_out(self) -> None:
        left: list[Inline] | None = None
        """The content of the blocks before this one which is to be joined to them."""
        base: Block = {}
        for at, slot in enumerate(self.slots):
            self._place(at)
            start, end = self.row.starts[at], self.row.starts[at + 1]
            if slot.kind in ("delete", "move"):
                self._step(start, end, ())
                continue
            for number, hunk in enumerate(slot.hunks):
                self._step(hunk.start, hunk.end, hunk.insert, number=number)
            parts = self._parts(at)
            if left is None:
                base = slot.block
            else:
                blank = _blank_between(left, parts[0])
                self._step(start - 1, start + 1, blank)
                parts = [joined([*left, *blank, *parts[0]])]
            left = parts[0] if slot.kind == "merge" else None
            if left is not None:
                continue
            untouched = not (slot.hunks or slot.joins or slot.kind)
            self.result.append(base if untouched else _with(base, parts[0]))
            if slot.operation is not None and slot.kind == "split":
                self._split(slot.operation, base, parts[1])
        self._place(len(self.slots))
        if not self.result:
            raise _failed("nothing would be left")
        if len({block["attrs"]["id"] for block in self.result}) < len(self.result):
            seen: set[str] = set()
            for block in self.result:
                soundness.claim(block, seen)

    def _place(self, at: int) -> None:
        """Puts in what comes to stand before block ``at``."""
        for number, one in enumerate(self.placed.get(at, ())):
            block = self._moved(self._of(one.paragraph)) if one.kind == "move" else one.block
            if block is None:
                raise _failed("no block")
            place = self.row.starts[at]
            self._step(place, place, [block], number=number)
            self.result.append(block)

    def _moved(self, at: int) -> Block:
        slot = self.slots[at]
        return _with(slot.block, self._parts(at)[0]) if slot.hunks else slot.block

    def _split(self, one: Operation, base: Block, content: Sequence[Inline]) -> None:
        attrs = base["attrs"] | {"id": one.new_id} | ({"number": one.number} if "number" in base["attrs"] else {})
        half = _with({"type": base["type"], "attrs": attrs}, content)
        self._step(one.at, one.at, [_with(base, ()), _with(half, ())], opened=True)
        self.result.append(half)

    def _parts(self, at: int) -> list[list[Inline]]:
        slot = self.slots[at]
        places = [slot.operation.at] if slot.operation is not None and slot.kind == "split" else []
        content: list[Inline] = slot.block.get("content", [])
        if not slot.hunks and not places:
            return [content]
        try:
            return _cut(content, self.row.starts[at] + 1, slot.hunks, places)
        except Refused as refused:
            refused.facts.setdefault("paragraph", self.row.ids[at])
            raise

    def _step(
        self, start: int, end: int, content: Iterable[dict[str, Any]], *, number: int = 0, opened: bool = False
    ) -> None:
        json: dict[str, Any] = {"stepType": "replace", "from": start, "to": end}
        if nodes := [dict(node) for node in content]:
            json["slice"] = {"content": nodes} | ({"openStart": 1, "openEnd": 1} if opened else {})
        self.made.append(_Step((start, end, 0 if opened else 1, number), json))


def _with(block: Block, content: Sequence[Inline]) -> Block:
    rest = {name: value for name, value in block.items() if name != "content"}
    return rest | ({"content": list(content)} if content else {})


def _blank_between(left: Sequence[Inline], right: Sequence[Inline]) -> list[Inline]:
    """The blank that comes between two joined paragraphs: none where one stands, and none beside an ideograph."""
    edges = [plain_text(left[-1])[-1:] if left else "", plain_text(right[0])[:1] if right else ""]
    if not all(edges) or any(sign.isspace() or unicodedata.east_asian_width(sign) in "WF" for sign in edges):
        return []
    return [{"type": "text", "text": " "}]


def _bare_number(block: Block) -> str:
    return re.sub(r"[\s.]", "", str(block["attrs"].get("number", ""))).casefold()


def _alternatives_to(block: Block) -> re.Pattern[str]:
    """Matches the numbers of the alternatives to a block: "5alt" and "5alt2" to "5.". A preambular paragraph has no
    number, and its alternatives are called by its place: "PP5alt"."""
    number = _bare_number(block)
    if not number:
        return re.compile(r"pp\d+alt" if block["attrs"].get("role") == "preambular" else r"(?!)")
    return re.compile(re.escape(number) + "alt")
