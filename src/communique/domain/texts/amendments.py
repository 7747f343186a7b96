"""Amendments: what a delegation would have the text say, as an overlay on it.

The text stays the pen's. An amendment is a proposal, hunks and operations on a version of the document; every later
step of the pen carries it forward; when words under a hunk are changed, or a paragraph is gone, the amendment is lost
and says so; and accepting one turns it into steps for ``authority.receive``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from communique.domain.texts import applying, wording
from communique.domain.texts.applying import applied, steps
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text
from communique.domain.texts.drafting import SIZE, draw_up, propose
from communique.domain.texts.operations import (
    CHANGES,
    NOWHERE,
    Hunk,
    Operation,
    Proposal,
    Row,
    from_json,
    located,
    row_of,
    to_json,
    words_of,
)

__all__ = [
    "CHANGES",
    "SIZE",
    "Carried",
    "Hunk",
    "Loss",
    "Operation",
    "Proposal",
    "applied",
    "carry",
    "conflicts",
    "draw_up",
    "followed",
    "from_json",
    "gone",
    "losses",
    "propose",
    "steps",
    "summary",
    "to_json",
]


@dataclass(frozen=True)
class Carried:
    """A proposal at a later version. ``lost``: words that a hunk replaces, or both sides of an insertion or a split,
    are gone. That a paragraph is gone, only the document says: ``gone``."""

    hunks: tuple[Hunk, ...]
    lost: bool
    operations: tuple[Operation, ...] = ()
    disturbed: frozenset[int] = field(default=frozenset(), compare=False)
    """Which hunks are lost."""

    @property
    def proposal(self) -> Proposal:
        return Proposal(self.hunks, self.operations)


@dataclass(frozen=True)
class Loss:
    """One thing that was changed or deleted under an amendment.

    ``words_gone``         the words of a hunk; ``now`` stands in their place
    ``paragraph_gone``     a paragraph that an operation is about
    ``paragraph_changed``  its words: the operation can still be done
    ``place_gone``         the place where something was to go, or two paragraphs are no longer neighbours
    """

    kind: str
    paragraph: str
    was: str
    now: str

    @property
    def final(self) -> bool:
        """The amendment can't be accepted any more."""
        return self.kind != "paragraph_changed"


def carry(what: Iterable[Hunk] | Proposal | Carried, maps: Iterable[Sequence[int]], *, lost: bool = False) -> Carried:
    """A proposal after the steps with these maps (``authority.Accepted.maps``); what was ``lost`` stays lost.

    What is typed at the edge of a hunk stays outside of it, an insertion stays before the words that followed it, and a
    split behind those that came before it. Marks and attributes move nothing: a change of those alone loses no
    amendment. Step by step or in one go comes to the same.
    """
    hunks, operations, disturbed = tuple[Hunk, ...](), tuple[Operation, ...](), frozenset[int]()
    match what:
        case Carried():
            hunks, operations, disturbed = what.hunks, what.operations, what.disturbed
            lost = lost or what.lost
        case Proposal():
            hunks, operations = what.hunks, what.operations
        case _:
            hunks = tuple(what)
    for ranges in maps:
        if ranges:
            hit = [at for at, hunk in enumerate(hunks) if _disturbs(ranges, hunk.start, hunk.end)]
            if hit:
                lost, disturbed = True, disturbed.union(hit)
            if any(one.kind == "split" and _disturbs(ranges, one.at, one.at) for one in operations):
                lost = True
            hunks = tuple(hunk if ranges[0] > hunk.end else _moved(ranges, hunk) for hunk in hunks)
            operations = tuple(_moved_operation(ranges, one) for one in operations)
    return Carried(hunks, lost, operations, disturbed)


def gone(proposal: Proposal | Carried, document: Document) -> bool:
    """Can one of the operations not be done in ``document``, at whose version they are?

    That two of them contradict each other since the pen joined their paragraphs, ``steps`` says when it comes to it.
    """
    return any(loss.final for one in proposal.operations for loss in _losses_of(row_of(document), one))


def losses(tabled: Proposal, carried: Carried, document: Document) -> tuple[Loss, ...]:
    """What was changed or deleted under an amendment between the version at which it was ``tabled`` and ``document``,
    to which it was ``carried``."""
    row = row_of(document)
    found: list[Loss] = []
    for at, (was, now) in enumerate(zip(tabled.hunks, carried.hunks, strict=True)):
        words = _words_between(row, now.start, now.end)
        if at in carried.disturbed or words != was.deleted:
            block = row.holding(now.start)
            found.append(Loss("words_gone", "" if block is None else row.ids[block], was.deleted, words or ""))
    for one in carried.operations:
        found += _losses_of(row, one)
    if carried.lost and not any(loss.final for loss in found):
        found.append(Loss("words_gone", "", "", ""))
    return tuple(found)


def followed(before: Document, after: Document, paragraph: str, proposal: Proposal) -> Proposal | None:
    """A proposal at ``before`` in ``after``, in which ``paragraph`` was moved as a whole: positions can't follow it,
    but its id can. None when words under a hunk are gone, there or elsewhere."""
    old, new = row_of(before), row_of(after)
    if paragraph not in new.index:
        return None
    hunks: list[Hunk] = []
    for hunk in proposal.hunks:
        found = _refound(old, new, hunk.start, hunk.end)
        if found is None:
            return None
        hunks.append(replace(hunk, start=found[0], end=found[1]))
    operations: list[Operation] = []
    for one in proposal.operations:
        if one.kind == "split":
            found = _refound(old, new, one.at, one.at)
            if found is None:
                return None
            one = replace(one, at=found[0])
        elif one.at != NOWHERE:
            one = replace(one, at=_edge_after(old, new, one))
        operations.append(one)
    moved = located(after, Proposal(tuple(hunks), tuple(operations)))
    kept = tuple(replace(one, words=was.words) for one, was in zip(moved.operations, proposal.operations, strict=True))
    result = replace(moved, operations=kept)
    return None if gone(result, after) else result


def conflicts(a: Iterable[Hunk], b: Iterable[Hunk]) -> bool:
    """Can't both be accepted: accepting either would lose the other. Both are hunks on the same version.

    Two insertions in the same place don't conflict; they come to stand one after the other. Whole proposals are held
    against each other by ``clashes.between``.
    """
    others = list(b)
    return any(one.start < other.end and other.start < one.end for one in a for other in others)


def summary(document: Document, proposal: Proposal) -> list[dict[str, Any]]:
    """What a proposal changes, for margins and lists, in reading order: ``{"kind", "paragraph", "deleted", "inserted",
    "after", "number"}``, all strings.

    ``kind`` is "words" or an operation's. ``number`` is the label of the paragraph, or the one that a new paragraph or
    a second half gets. ``deleted`` and ``inserted`` are plain words; of a merge, ``inserted`` are those of the
    paragraph that is joined. ``after`` is the block behind which something comes to stand.
    """
    row = row_of(document)
    found: list[tuple[int, dict[str, Any]]] = []
    for hunk in proposal.hunks:
        at = row.holding(hunk.start)
        said = {"deleted": hunk.deleted, "inserted": _words(hunk.insert), "number": _number(row, at)}
        found.append((hunk.start, _said("words", "" if at is None else row.ids[at], said)))
    for one in proposal.operations:
        at = row.index.get(one.paragraph)
        said = {"number": _number(row, at), "after": one.after}
        match one.kind:
            case "new" | "alternative":
                block = one.block or {}
                said |= {"inserted": plain_text(block), "number": block.get("attrs", {}).get("number", "")}
                said |= {} if one.kind == "new" else {"after": one.paragraph}
            case "delete":
                said |= {"deleted": one.words}
            case "split":
                said |= {"number": one.number, "after": one.paragraph}
            case "merge":
                said |= {"inserted": one.words.partition("\n")[2], "after": one.paragraph}
        place = one.at if one.kind == "new" and one.at != NOWHERE else one.start
        found.append((place, _said(one.kind, one.paragraph, said)))
    return [said for _, said in sorted(found, key=lambda pair: pair[0])]


def _said(kind: str, paragraph: str, said: Mapping[str, Any]) -> dict[str, Any]:
    rest = {"deleted": "", "inserted": "", "after": "", "number": ""}
    return {"kind": kind, "paragraph": paragraph, **rest, **said}


def _words(nodes: Iterable[Mapping[str, Any]]) -> str:
    return "".join(map(plain_text, nodes))


def _number(row: Row, at: int | None) -> str:
    return "" if at is None else str(row.blocks[at]["attrs"].get("number", ""))


def _losses_of(row: Row, one: Operation) -> list[Loss]:
    """What was changed under an operation; the first one when several are final."""
    missing = next((name for name in (one.paragraph, one.other) if name and name not in row.index), None)
    if missing is not None:
        return [Loss("paragraph_gone", missing, one.words, "")]
    gone = one.kind in ("new", "move") and row.place(one) is None
    if one.kind == "merge":
        gone = row.index[one.other] != row.index[one.paragraph] + 1
    elif one.kind == "split":
        gone = row.holding(one.at) != row.index[one.paragraph]
    if gone:
        return [Loss("place_gone", one.paragraph or one.after, "", "")]
    now = words_of(row, one)
    return [Loss("paragraph_changed", one.paragraph, one.words, now)] if one.paragraph and now != one.words else []


def _refound(old: Row, new: Row, start: int, end: int) -> tuple[int, int] | None:
    """Where the content between two positions of one block is in the block with the same id; None if it is gone."""
    at = old.holding(start)
    to = new.index.get(old.ids[at]) if at is not None else None
    if at is None or to is None:
        return None
    ranges = _map_between(old.blocks[at], new.blocks[to], old.starts[at] + 1)
    if _disturbs(ranges, start, end):
        return None
    hunk = _moved(ranges, Hunk(start, end, "", ()))
    by = new.starts[to] - old.starts[at]
    return hunk.start + by, hunk.end + by


def _map_between(old: dict[str, Any], new: dict[str, Any], start: int) -> tuple[int, ...]:
    """The map of a step that would make the content of one block, which begins at ``start``, that of another."""
    if old.get("content") == new.get("content"):
        return ()
    a, b = wording.tokens(old.get("content", [])), wording.tokens(new.get("content", []))
    found: list[int] = []
    at, before = start, 0
    for change in wording.changes(a, b):
        at += sum(token.size for token in a[before : change.old_start])
        sizes = [sum(token.size for token in a[change.old_start : change.old_end])]
        sizes.append(sum(token.size for token in b[change.new_start : change.new_end]))
        found += [at, *sizes]
        at, before = at + sizes[0], change.old_end
    return tuple(found)


def _edge_after(old: Row, new: Row, one: Operation) -> int:
    """The place of a new or moved block: behind its ``after``, otherwise between the neighbours that it had."""
    if one.after in new.index:
        return new.starts[new.index[one.after] + 1]
    edge = old.edge(one.at)
    if edge is None:
        return NOWHERE
    if edge and (behind := new.index.get(old.ids[edge - 1])) is not None:
        return new.starts[behind + 1]
    if edge < len(old.ids) and (before := new.index.get(old.ids[edge])) is not None:
        return new.starts[before]
    return NOWHERE if edge else 0


def _disturbs(ranges: Sequence[int], start: int, end: int) -> bool:
    """Does a step replace words between the two positions, or what lies on both sides of one position?"""
    for at in range(0, len(ranges), 3):
        if ranges[at] >= end:
            return False
        if start < ranges[at] + ranges[at + 1] and (ranges[at + 1] or ranges[at + 2]):
            return True
    return False


def _moved(ranges: Sequence[int], hunk: Hunk) -> Hunk:
    start, end = _range(ranges, hunk.start, hunk.end)
    return Hunk(start, end, hunk.deleted, hunk.insert)


def _moved_operation(ranges: Sequence[int], one: Operation) -> Operation:
    at = one.at
    if one.kind in ("new", "move") and at != NOWHERE:
        at = NOWHERE if _disturbs(ranges, at, at) else _mapped(ranges, at, 1)
    elif one.kind == "split":
        at = _mapped(ranges, at, -1)
    start, end = _range(ranges, one.start, one.end)
    return one if (at, start, end) == (one.at, one.start, one.end) else replace(one, at=at, start=start, end=end)


def _range(ranges: Sequence[int], start: int, end: int) -> tuple[int, int]:
    if start == end:
        start = _mapped(ranges, start, 1)
        return start, start
    start = _mapped(ranges, start, 1)
    return start, max(start, _mapped(ranges, end, -1))


def _mapped(ranges: Sequence[int], position: int, side: int) -> int:
    """Where a position is after a step: ProseMirror's ``StepMap.map``.

    At an insertion ``side`` 1 is after what came in, -1 before it; the same for a position inside a replaced range.
    """
    shift = 0
    for at in range(0, len(ranges), 3):
        start, old, new = ranges[at : at + 3]
        if start > position:
            break
        if position <= start + old:
            toward = side if not old else -1 if position == start else 1 if position == start + old else side
            return start + shift + (0 if toward < 0 else new)
        shift += new - old
    return position + shift


def _words_between(row: Row, start: int, end: int) -> str | None:
    """The plain words between two positions in one block; None when they lie elsewhere or cut a sign in half."""
    at = row.holding(start)
    if at is None or row.blocks[at]["type"] == "table":
        return None
    inside = row.starts[at] + 1
    content = applying.between(row.blocks[at].get("content", []), start - inside, end - inside)
    return None if content is None else _words(content)
