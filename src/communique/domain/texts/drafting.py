"""Drawing up a proposal from what a delegation would have the text say.

What comes in is hostile until it has passed here: its shape is checked, its contents are read by ``soundness``, its
size is bounded, and all changes of one proposal are tried together before it is given back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import applying, soundness, structure, wording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import new_id, plain_text
from communique.domain.texts.operations import CHANGES, Hunk, Operation, Proposal, Row, located, row_of

SIZE = 100_000
"""Characters and nodes that a proposal may have: far more than any paragraph, and soon compared."""


def propose(document: Document, paragraph_id: Any, content: Any) -> tuple[Hunk, ...]:
    """The hunks by which a title, heading or paragraph comes to say ``content``, its whole inline content as JSON.

    In order, few and readable; none splits a word. Raises Refused: ``no_change``; ``no_such_paragraph`` (paragraph=);
    ``malformed_content`` (why=), also for a table; and ``unsafe_link``, ``unsafe_character``, ``bad_attribute``,
    ``too_many_steps`` (for too much content) as for steps.
    """
    row = row_of(document)
    at = _find(row, paragraph_id)
    _require_words(row, at)
    return _hunks(row, at, soundness.inline(content, "malformed_content", SIZE))


def draw_up(
    document: Document, asked: Any, *, new_id: Callable[[], str] = new_id, taken: Iterable[str] = ()
) -> Proposal:
    """The proposal that makes all the changes ``asked`` for, a list of objects of these kinds:

    ``{"kind": "words", "paragraph", "content"}``: the block shall say this inline content
    ``{"kind": "new", "after", "content", "role"?, "number"?, "level"?}``: a paragraph behind a block, "" at the start
    ``{"kind": "alternative", "paragraph", "content", "number"?}``: a paragraph to be chosen in the place of another
    ``{"kind": "delete", "paragraph"}``
    ``{"kind": "move", "paragraph", "after"}``
    ``{"kind": "merge", "paragraph"}``: with the block behind it
    ``{"kind": "split", "paragraph", "at", "number"?}``: ``at`` counts positions inside the block, which begin at 0

    A number that isn't given is made as the neighbours' are; ``taken`` are those of other proposals, which stay free.
    ``new_id`` names the blocks that come in.

    Raises Refused: as ``propose``; ``malformed_changes`` (why=) for another shape; ``too_many_changes`` (limit=);
    ``not_neighbours`` when there is no block of words behind one that is to be merged; ``moves_nowhere``;
    ``splits_nothing`` when one half would have no words or a sign would be cut; ``changes_cross`` (paragraph=) when two
    changes contradict each other.
    """
    if not isinstance(asked, list | tuple):
        raise Refused("malformed_changes", why="no list")
    if not asked:
        raise Refused("no_change", paragraph="")
    if len(asked) > CHANGES:
        raise Refused("too_many_changes", limit=CHANGES)
    desk = _Desk(row_of(document), document, new_id, set(taken))
    for change in asked:
        desk.take(change)
    if len(desk.hunks) + len(desk.operations) > CHANGES:
        raise Refused("too_many_changes", limit=CHANGES)
    hunks = sorted(desk.hunks, key=lambda hunk: (hunk.start, hunk.end))
    proposal = located(document, Proposal(tuple(hunks), tuple(desk.operations)))
    desk.require_in_one(proposal)
    return proposal


_SHAPES: Mapping[str, tuple[set[str], set[str]]] = {
    "words": ({"paragraph", "content"}, set()),
    "new": ({"after", "content"}, {"role", "number", "level"}),
    "alternative": ({"paragraph", "content"}, {"number"}),
    "delete": ({"paragraph"}, set()),
    "move": ({"paragraph", "after"}, set()),
    "merge": ({"paragraph"}, set()),
    "split": ({"paragraph", "at"}, {"number"}),
}
"""What each kind of change has to say besides its kind, and what it may say."""


@dataclass
class _Desk:
    """One proposal while it is drawn up."""

    row: Row
    document: Document
    new_id: Callable[[], str]
    numbers: set[str]
    """Labels that no new paragraph may get."""
    left: int = SIZE
    hunks: list[Hunk] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    reworded: set[int] = field(default_factory=set)
    made: set[str] = field(default_factory=set)

    def take(self, change: Any) -> None:
        kind = change.get("kind") if isinstance(change, Mapping) else None
        if not isinstance(kind, str) or kind not in _SHAPES:
            raise Refused("malformed_changes", why="no such change")
        needed, allowed = _SHAPES[kind]
        if not needed <= change.keys() - {"kind"} <= needed | allowed:
            raise Refused("malformed_changes", why=kind)
        getattr(self, f"_{kind}")(change)

    def require_in_one(self, proposal: Proposal) -> None:
        """All changes can be made together, each paragraph by one of them."""
        try:
            applying.applied(self.document, proposal)
        except Refused as refused:
            if refused.code == "step_failed":
                raise Refused("changes_cross", paragraph=refused.facts.get("paragraph", "")) from None
            raise
        moving = {one.paragraph for one in proposal.operations if one.kind == "move"}
        lost = next((one.after for one in proposal.operations if one.after in moving), None)
        if lost is not None:
            raise Refused("changes_cross", paragraph=lost)

    def _words(self, change: Mapping[str, Any]) -> None:
        at = self._block_with_words(change["paragraph"])
        if at in self.reworded:
            raise Refused("changes_cross", paragraph=self.row.ids[at])
        self.reworded.add(at)
        self.hunks += _hunks(self.row, at, self._content(change["content"]))

    def _new(self, change: Mapping[str, Any]) -> None:
        after, place = self._place(change["after"])
        beside = self.row.blocks[place - 1] if place else None
        like = beside["attrs"] if beside is not None and beside["type"] == "paragraph" else {}
        attrs = {"role": like.get("role", "plain"), "level": like.get("level", 0)}
        attrs |= {name: change[name] for name in ("role", "level") if name in change}
        block = self._block(change["content"], attrs)
        level = block["attrs"]["level"] if "level" in change else None

        def number() -> str:
            return structure.number_between(self.document.json(), after, level=level, taken=self.numbers)

        self._number(block, change, number)
        self.operations.append(Operation("new", after=after, block=block))

    def _alternative(self, change: Mapping[str, Any]) -> None:
        at = _find(self.row, change["paragraph"])
        beside, name = self.row.blocks[at], self.row.ids[at]
        like = beside["attrs"] if beside["type"] == "paragraph" else {}
        block = self._block(change["content"], {"role": like.get("role", "plain"), "level": like.get("level", 0)})

        def number() -> str:
            return structure.number_of_alternative(self.document.json(), name, taken=self.numbers)

        self._number(block, change, number)
        self.operations.append(Operation("alternative", name, block=block))

    def _delete(self, change: Mapping[str, Any]) -> None:
        self.operations.append(Operation("delete", self.row.ids[_find(self.row, change["paragraph"])]))

    def _move(self, change: Mapping[str, Any]) -> None:
        at = _find(self.row, change["paragraph"])
        after, place = self._place(change["after"])
        if place - at in (0, 1):
            raise Refused("moves_nowhere", paragraph=self.row.ids[at])
        self.operations.append(Operation("move", self.row.ids[at], after=after))

    def _merge(self, change: Mapping[str, Any]) -> None:
        at = self._block_with_words(change["paragraph"])
        if at + 1 == len(self.row.blocks) or self.row.blocks[at + 1]["type"] == "table":
            raise Refused("not_neighbours", paragraph=self.row.ids[at])
        self.operations.append(Operation("merge", self.row.ids[at], other=self.row.ids[at + 1]))

    def _split(self, change: Mapping[str, Any]) -> None:
        at = self._block_with_words(change["paragraph"])
        block, name = self.row.blocks[at], self.row.ids[at]
        offset = _split_place(block.get("content", []), change["at"])
        if offset is None:
            raise Refused("splits_nothing", paragraph=name)
        half: dict[str, Any] = {"type": block["type"], "attrs": {"id": self._fresh_id()}}
        if "number" in block["attrs"]:
            half["attrs"]["number"] = ""

            def number() -> str:
                return structure.number_between(self.document.json(), name, taken=self.numbers)

            self._number(half, change, number)
        self.operations.append(
            Operation(
                "split",
                name,
                at=self.row.starts[at] + 1 + offset,
                new_id=half["attrs"]["id"],
                number=half["attrs"].get("number", ""),
            )
        )

    def _block_with_words(self, paragraph: Any) -> int:
        at = _find(self.row, paragraph)
        _require_words(self.row, at)
        return at

    def _place(self, after: Any) -> tuple[str, int]:
        """Behind which block, and before which one of the row."""
        if after == "":
            return "", 0
        at = _find(self.row, after)
        return self.row.ids[at], at + 1

    def _content(self, raw: Any) -> list[wording.Inline]:
        content = soundness.inline(raw, "malformed_content", self.left)
        self.left -= sum(1 + wording.size_of(node) for node in content)
        return content

    def _block(self, raw: Any, attrs: Mapping[str, Any]) -> dict[str, Any]:
        content = self._content(raw)
        if not "".join(map(plain_text, content)).strip():
            raise Refused("malformed_content", why="a paragraph without words")
        named = {"id": self._fresh_id(), "number": "", **attrs}
        return soundness.block({"type": "paragraph", "attrs": named, "content": content}, "malformed_content")

    def _fresh_id(self) -> str:
        while (made := self.new_id()) in self.row.index or made in self.made:
            pass
        self.made.add(made)
        return made

    def _number(self, block: dict[str, Any], change: Mapping[str, Any], number: Callable[[], str]) -> None:
        """Gives a block the number that was asked for, checked, or the one that its neighbours ask for."""
        asked = {**block, "attrs": block["attrs"] | {"number": change["number"] if "number" in change else number()}}
        block["attrs"] = soundness.block(asked, "malformed_content")["attrs"]
        if block["attrs"]["number"]:
            self.numbers.add(block["attrs"]["number"])


def _find(row: Row, paragraph: Any) -> int:
    at = row.index.get(paragraph) if isinstance(paragraph, str) else None
    if at is None:
        raise Refused("no_such_paragraph", paragraph=soundness.quoted(paragraph))
    return at


def _require_words(row: Row, at: int) -> None:
    if row.blocks[at]["type"] == "table":
        raise Refused("malformed_content", why="a table")


def _hunks(row: Row, at: int, content: list[wording.Inline]) -> tuple[Hunk, ...]:
    old, new = wording.tokens(row.blocks[at].get("content", [])), wording.tokens(content)
    places = [row.starts[at] + 1]
    for token in old:
        places.append(places[-1] + token.size)
    hunks = tuple(
        Hunk(
            places[change.old_start],
            places[change.old_end],
            "".join(token.text for token in old[change.old_start : change.old_end]),
            tuple(wording.content_of(new[change.new_start : change.new_end])),
        )
        for change in wording.changes(old, new)
    )
    if not hunks:
        raise Refused("no_change", paragraph=row.ids[at])
    return hunks


def _split_place(content: list[wording.Inline], asked: Any) -> int | None:
    """Where content is split: behind the blanks that follow the place asked for. None where that can't be."""
    size = sum(map(wording.size_of, content))
    if type(asked) is not int or not 0 < asked < size:
        return None
    left, right = applying.between(content, 0, asked), applying.between(content, asked, size)
    if left is None or right is None:
        return None
    words = ["".join(map(plain_text, half)) for half in (left, right)]
    if not all(half.strip() for half in words):
        return None
    sign = words[1][0]
    if unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d" or words[0][-1] == "\u200d":
        return None
    # Only blanks that are text: a line break and a footnote are nodes of their own.
    first = right[0]["text"] if right[0]["type"] == "text" else ""
    return asked + len(first) - len(first.lstrip())
