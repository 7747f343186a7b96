"""The authority over a text: takes an editor's steps in order, or says why not.

This is the only module that touches the ``prosemirror`` package. The package raises bare KeyError, UnicodeDecodeError
and the like on hostile steps, lets any attribute and any link pass, and checks only where it joins; so every step is
checked before it sees it (``soundness``), and every block that a batch changed is checked after it.

Positions are the JavaScript library's: they count UTF-16 units, so an emoji counts two. A step that would cut one in
half fails: the original takes it and keeps two halves, which no file or database could.

What ``receive`` refuses with:

    malformed_version    not a whole number, or one that the text hasn't reached
    malformed_steps      not a list of steps, none at all, or a step of another shape or kind; ``step`` counts from 0
    too_many_steps       more steps than ``limit``, or one with more content than ``size``
    step_failed          sound in itself, but it doesn't fit the document
    bad_attribute        an id, number, role, level, label or header of the wrong type or out of its range
    unsafe_link          a link elsewhere than to http, https, mailto, "#..." or "/..."
    unsafe_character     a control character, a bidirectional override, half a surrogate pair
    duplicate_paragraph  two blocks would have the same id, or one would have none

``load`` says malformed_text for all of these, with the code as ``why``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count
from operator import is_not
from typing import Any, cast
from weakref import WeakKeyDictionary

from prosemirror.model import Node, Schema
from prosemirror.transform import ReplaceAroundStep, ReplaceStep, Step

from communique.domain.errors import Refused, Stale
from communique.domain.texts import soundness

__all__ = ["LIMIT", "SIZE", "Accepted", "Document", "Refused", "Stale", "inverse", "load", "maps_of", "receive"]

LIMIT = 500
"""Steps in one batch. Typing sends a few; replacing a word throughout a long text, hundreds."""
SIZE = 2_000_000
"""Characters and nodes in the content of one step: the longest conference texts, pasted whole, are half of that."""

_SCHEMA: Schema[Any, Any] = Schema(cast(Any, soundness.SCHEMA))
_json: WeakKeyDictionary[Node, dict[str, Any]] = WeakKeyDictionary()
"""Nodes never change, and a new version shares all but a few with the one before: so does its JSON."""


@dataclass(frozen=True, eq=False)
class Document:
    """A text at a version. Immutable: a new version shares all blocks that weren't touched.

    The JSON that it gives out is shared as well, and has to be left as it is.
    """

    version: int
    """How many steps were taken since the import."""
    _node: Node
    _ids: frozenset[str]

    @property
    def size(self) -> int:
        """The last position of all, behind the last block."""
        return int(self._node.content.size)

    def json(self) -> dict[str, Any]:
        """The document as ProseMirror JSON."""
        return self._as_json

    def block(self, block_id: str) -> tuple[int, dict[str, Any]] | None:
        """The position before a block, and its JSON. None when the text has no such block."""
        if block_id not in self._ids:
            return None
        position = 0
        for node in self._node.children:
            if node.attrs["id"] == block_id:
                return position, _json_of(node)
            position += node.node_size
        return None

    def block_at(self, position: int) -> tuple[int, dict[str, Any]] | None:
        """The block in which a position lies, or before which it stands: as ``block``. None beyond the end."""
        start = 0
        for node in self._node.children:
            end = start + node.node_size
            if start <= position < end:
                return start, _json_of(node)
            start = end
        return None

    @cached_property
    def _as_json(self) -> dict[str, Any]:
        return {"type": "doc", "content": [_json_of(node) for node in self._node.children]}


@dataclass(frozen=True)
class Accepted:
    """A batch that was taken as a whole."""

    document: Document
    """At the new version: one more for each step."""
    steps: tuple[dict[str, Any], ...]
    """The steps in canonical JSON, to be stored and sent; never what came in."""
    maps: tuple[tuple[int, ...], ...]
    """For each step the ranges that it replaced, flat: start, old size, new size, and so on, in positions before it."""
    touched: tuple[str, ...]
    """Ids of the blocks that were changed, added or removed, in reading order, removed ones last."""


def load(doc_json: Any, version: int) -> Document:
    """A document from its JSON, all of it checked. Raises Refused("malformed_text", why=...)."""
    try:
        sound = soundness.document(doc_json, "malformed_text")
    except Refused as refusal:
        if refusal.code == "malformed_text":
            raise
        raise Refused("malformed_text", **{**refusal.facts, "why": refusal.code}) from None
    node = Node.from_json(_SCHEMA, sound)
    return Document(version, node, frozenset(block["attrs"]["id"] for block in sound["content"]))


def receive(
    document: Document, version: Any, steps: Any, *, limit: int = LIMIT, size: int = SIZE
) -> Accepted | Stale | Refused:
    """Takes ``steps``, made against ``version``, or answers why not. Never raises, whatever it is given.

    All steps of a batch are taken, or none. ``limit`` bounds the steps, ``size`` the characters and nodes that each of
    them may bring. Stale carries the newest version, on which the editor has to make its steps again.
    """
    try:
        if type(version) is not int or not 0 <= version <= document.version:
            raise Refused("malformed_version")
        if version < document.version:
            raise Stale(document.version)
        if not isinstance(steps, list | tuple) or not steps:
            raise Refused("malformed_steps", why="no list of steps")
        if len(steps) > limit:
            raise Refused("too_many_steps", limit=limit)
        return _take(document, steps, size)
    except (Refused, Stale) as answer:
        # As a value it outlives this call, and must not hold on to what the call knew.
        answer.__context__ = None
        return answer.with_traceback(None)


def inverse(document: Document, steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that undo these canonical ones, last first, where ``document`` is what they were made on."""
    node, undoing = document._node, []
    for raw in steps:
        step = Step.from_json(_SCHEMA, raw)
        undoing.append(cast(dict[str, Any], step.invert(node).to_json()))
        node = cast(Node, step.apply(node).doc)
    return undoing[::-1]


def maps_of(steps: Iterable[dict[str, Any]]) -> tuple[tuple[int, ...], ...]:
    """The map of each canonical step, as in ``Accepted.maps``."""
    return tuple(tuple(Step.from_json(_SCHEMA, step).get_map().ranges) for step in steps)


def _take(document: Document, raws: Sequence[Any], size: int) -> Accepted:
    node = document._node
    taken: list[Step] = []
    for at, raw in enumerate(raws):
        try:
            step, node = _applied(soundness.step(raw, "malformed_steps", size), node)
        except Refused as refusal:
            refusal.facts["step"] = at
            raise
        taken.append(step)
    ids, touched = _checked(document, node)
    return Accepted(
        Document(document.version + len(taken), node, ids),
        tuple(cast(dict[str, Any], step.to_json()) for step in taken),
        tuple(tuple(step.get_map().ranges) for step in taken),
        touched,
    )


def _applied(sound: dict[str, Any], node: Node) -> tuple[Step, Node]:
    try:
        step = Step.from_json(_SCHEMA, sound)
        result = step.apply(node)
    except Exception as error:  # whatever the package raises: the step doesn't fit
        raise Refused("step_failed", why=type(error).__name__) from None
    if result.doc is None:
        raise Refused("step_failed", why=str(result.failed)[:100])
    if isinstance(step, ReplaceStep | ReplaceAroundStep) and "slice" in sound and step.slice.size <= 0:
        # Its JSON would leave the content out: what is stored and sent wouldn't be what was applied here.
        raise Refused("malformed_steps", why="a slice of size 0")
    return step, result.doc


def _checked(document: Document, node: Node) -> tuple[frozenset[str], tuple[str, ...]]:
    """Checks the blocks in which two versions differ; returns all ids and the touched ones.

    The package keeps the very nodes that a step doesn't touch. So whatever is no longer the same node was touched, and
    nothing else can have changed: surer than asking step maps, which know nothing of marks and attributes.
    """
    old, new = document._node.children, node.children
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    kept = {id(one) for one in before} & {id(one) for one in after}
    removed = [one.attrs["id"] for one in before if id(one) not in kept]
    changed = [_json_of(one) for one in after if id(one) not in kept]
    for block in changed:
        soundness.block(block, "step_failed")
    added = [block["attrs"]["id"] for block in changed]
    ids = document._ids
    if added != removed or "" in added:
        taken = set(ids.difference(removed))
        for block in changed:
            soundness.claim(block, taken)
        ids = frozenset(taken)
    return ids, tuple(dict.fromkeys((*added, *removed)))


def _alike(one: Sequence[Node], other: Sequence[Node]) -> int:
    """How many nodes at the beginning of both are the same objects."""
    return next(compress(count(), map(is_not, one, other)), min(len(one), len(other)))


def _json_of(node: Node) -> dict[str, Any]:
    known = _json.get(node)
    if known is None:
        known = _json[node] = cast(dict[str, Any], node.to_json())
    return known
