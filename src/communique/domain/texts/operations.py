"""What a proposal is made of: changes of words (hunks), and operations on whole paragraphs.

A hunk is anchored by positions, which every later step maps. An operation is anchored by the ids of its paragraphs,
which stay while a text is negotiated; it carries positions as well, so that two operations, or an operation and a
hunk, can be seen to touch each other without the document.

Both come from outside once, through ``amendments.draw_up``, and from then on from the house's own rows, through
``from_json``, which takes nothing else than what ``to_json`` makes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

from communique.domain.errors import Refused
from communique.domain.texts import soundness, wording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text

KINDS = ("new", "alternative", "delete", "move", "merge", "split")
NOWHERE = -1
"""A place that isn't known by a position: the ids alone say where it is."""
CHANGES = 200
"""Hunks and operations that one proposal may have. All of them become steps of one batch (``authority.LIMIT``)."""

_LARGEST = 2**53


@dataclass(frozen=True)
class Hunk:
    """One change: the content from ``start`` to ``end``, in positions of the document, gives way to ``insert``."""

    start: int
    end: int
    deleted: str
    """The plain words from start to end, for people."""
    insert: tuple[dict[str, Any], ...]
    """Inline nodes as JSON, in normal form."""


@dataclass(frozen=True)
class Operation:
    """One change of the row of paragraphs.

    ``new``          ``block`` comes to stand behind the block ``after``, or at the beginning ("")
    ``alternative``  ``block`` comes to stand behind ``paragraph`` and its other alternatives, to be chosen from
    ``delete``       ``paragraph`` goes
    ``move``         ``paragraph`` goes to stand behind the block ``after``, or at the beginning ("")
    ``merge``        ``other``, the block directly behind it, is joined to ``paragraph``, whose number and kind stay
    ``split``        what of ``paragraph`` stands behind the position ``at`` becomes a block of its own, with the id
                     ``new_id`` and the number ``number``
    """

    kind: str
    paragraph: str = ""
    after: str = ""
    block: dict[str, Any] | None = None
    """The block that comes in, as JSON in normal form, its id and number among its attributes."""
    other: str = ""
    at: int = NOWHERE
    """A position: where a new or moved block goes, or where a paragraph is split. ``NOWHERE`` asks ``after``."""
    new_id: str = ""
    number: str = ""
    words: str = ""
    """The plain words of ``paragraph``, and of ``other`` on a new line, when this was drawn up."""
    start: int = 0
    end: int = 0
    """The range of ``paragraph`` and ``other`` with their outer edges, in positions; both 0 where it isn't known."""


@dataclass(frozen=True)
class Proposal:
    """Hunks and operations that stand or fall together. All positions are those of one version."""

    hunks: tuple[Hunk, ...] = ()
    operations: tuple[Operation, ...] = ()

    def paragraphs(self, document: Document) -> tuple[str, ...]:
        """Ids of the blocks of ``document`` that this changes, or behind which it puts something, in reading order."""
        row = row_of(document)
        found = {row.holding(hunk.start) for hunk in self.hunks}
        for one in self.operations:
            names = (one.after,) if one.kind == "new" else (one.paragraph, one.other)
            found |= {row.index.get(name) for name in names}
        return tuple(row.ids[at] for at in sorted(at for at in found if at is not None))

    def __len__(self) -> int:
        return len(self.hunks) + len(self.operations)


@dataclass(frozen=True)
class Row:
    """The blocks of a document with their places: block ``n`` reaches from ``starts[n]`` to ``starts[n + 1]``."""

    blocks: Sequence[dict[str, Any]]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(accumulate(map(wording.size_of, self.blocks), initial=0))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(block["attrs"]["id"] for block in self.blocks)

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.ids)}

    def holding(self, position: int) -> int | None:
        """The block in whose inside a position lies; None between two blocks and outside of the document."""
        at = bisect_right(self.starts, position) - 1
        inside = 0 <= at < len(self.blocks) and self.starts[at] < position
        return at if inside else None

    def edge(self, position: int) -> int | None:
        """Before which block a position stands, ``len(blocks)`` at the end; None inside a block."""
        at = bisect_left(self.starts, position)
        return at if at < len(self.starts) and self.starts[at] == position else None

    def place(self, operation: Operation) -> int | None:
        """Before which block a new or moved block comes to stand: by its position, otherwise behind its ``after``."""
        edge = self.edge(operation.at) if operation.at != NOWHERE else None
        if edge is not None:
            return edge
        if not operation.after:
            return 0
        behind = self.index.get(operation.after)
        return None if behind is None else behind + 1


_rows: WeakKeyDictionary[Document, Row] = WeakKeyDictionary()


def row_of(document: Document) -> Row:
    """The row of a document, made once for each."""
    known = _rows.get(document)
    if known is None:
        known = _rows[document] = Row(document.json()["content"])
    return known


def words_of(row: Row, operation: Operation) -> str:
    """What ``Operation.words`` would be now."""
    names = [name for name in (operation.paragraph, operation.other) if name in row.index]
    return "\n".join(plain_text(row.blocks[row.index[name]]) for name in names)


def located(document: Document, proposal: Proposal) -> Proposal:
    """The proposal with the positions and words of its operations filled in, as far as the document has their
    paragraphs; the positions of hunks, and of splits, stay as they are."""
    row = row_of(document)
    return replace(proposal, operations=tuple(_located(row, one) for one in proposal.operations))


def _located(row: Row, one: Operation) -> Operation:
    known = [row.index[name] for name in (one.paragraph, one.other) if name in row.index]
    if known:
        one = replace(one, start=row.starts[min(known)], end=row.starts[max(known) + 1], words=words_of(row, one))
    if one.kind in ("new", "move") and (place := row.place(one)) is not None:
        one = replace(one, at=row.starts[place])
    return one


# As JSON


def hunk_to_json(hunk: Hunk) -> dict[str, Any]:
    return {"from": hunk.start, "to": hunk.end, "deleted": hunk.deleted, "insert": list(hunk.insert)}


def to_json(proposal: Proposal) -> dict[str, Any]:
    """``{"hunks": [{"from", "to", "deleted", "insert"}...], "operations": [...]}``; an operation has its kind, and of
    the other fields those that say something."""
    return {
        "hunks": [hunk_to_json(hunk) for hunk in proposal.hunks],
        "operations": [_operation_to_json(one) for one in proposal.operations],
    }


def from_json(raw: Any) -> Proposal:
    """The proposal of which this is the JSON. Raises Refused("malformed_proposal", why=...), and what ``soundness``
    says of content."""
    if not isinstance(raw, Mapping) or not raw.keys() <= {"hunks", "operations"}:
        raise _malformed("not hunks and operations")
    hunks, operations = raw.get("hunks", []), raw.get("operations", [])
    if not isinstance(hunks, list) or not isinstance(operations, list):
        raise _malformed("no lists")
    return Proposal(tuple(map(_hunk, hunks)), tuple(map(_operation, operations)))


def hunks_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Hunk, ...]:
    """Hunks from rows that ``to_json`` made, unchecked."""
    return tuple(Hunk(row["from"], row["to"], row["deleted"], tuple(row["insert"])) for row in rows)


_DEFAULTS = {field.name: field.default for field in fields(Operation) if field.name != "kind"}
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "new": ("block",),
    "alternative": ("paragraph", "block"),
    "delete": ("paragraph",),
    "move": ("paragraph",),
    "merge": ("paragraph", "other"),
    "split": ("paragraph", "new_id"),
}


def _operation_to_json(one: Operation) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _DEFAULTS}
    return {"kind": one.kind} | {name: value for name, value in said.items() if value != _DEFAULTS[name]}


def _malformed(why: str) -> Refused:
    return Refused("malformed_proposal", why=why)


def _position(value: Any, least: int = 0) -> bool:
    return type(value) is int and least <= value <= _LARGEST


def _hunk(raw: Any) -> Hunk:
    if not isinstance(raw, Mapping) or raw.keys() != {"from", "to", "deleted", "insert"}:
        raise _malformed("a hunk of another shape")
    start, end = raw["from"], raw["to"]
    if not _position(start) or not _position(end) or end < start or not isinstance(raw["deleted"], str):
        raise _malformed("a hunk out of its range")
    return Hunk(start, end, raw["deleted"], tuple(soundness.inline(raw["insert"], "malformed_proposal", None)))


def _operation(raw: Any) -> Operation:
    if not isinstance(raw, Mapping) or not raw.keys() <= {"kind", *_DEFAULTS}:
        raise _malformed("an operation of another shape")
    kind, said = raw.get("kind"), {name: raw.get(name, default) for name, default in _DEFAULTS.items()}
    if not isinstance(kind, str) or kind not in KINDS:
        raise _malformed("no such operation")
    for name, value in said.items():
        match name:
            case "block":
                said[name] = None if value is None else soundness.block(value, "malformed_proposal")
            case "at" | "start" | "end":
                if not _position(value, NOWHERE if name == "at" else 0):
                    raise _malformed(name)
            case _:
                if not isinstance(value, str) or (name != "words" and len(value) > soundness.LABEL_LIMIT):
                    raise _malformed(name)
    if any(not said[name] for name in _NEEDS[kind]) or (kind == "split" and said["at"] == NOWHERE):
        raise _malformed(f"{kind} lacks something")
    block = said["block"]
    if block is not None and (block["type"] == "table" or not block["attrs"]["id"]):
        raise _malformed("a block of another kind")
    return Operation(kind, **said)
