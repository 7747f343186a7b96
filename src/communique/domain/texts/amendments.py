"""Amendments: what a delegation would have a paragraph say, as an overlay on the text.

The text stays the pen's. An amendment is a row of hunks on a version of the document; every later step of the pen
carries them forward; when words under a hunk are changed, the amendment is lost and says so; and accepting one turns
its hunks into steps for ``authority.receive``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import soundness, wording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text

SIZE = 100_000
"""Characters and nodes that a proposal may have: far more than any paragraph, and soon compared."""


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
class Carried:
    """Hunks at a later version. ``lost``: words that a hunk replaces, or both sides of an insertion, are gone."""

    hunks: tuple[Hunk, ...]
    lost: bool


def propose(document: Document, paragraph_id: Any, content: Any) -> tuple[Hunk, ...]:
    """The hunks by which a title, heading or paragraph comes to say ``content``, its whole inline content as JSON.

    In order, few and readable; none splits a word. Raises Refused: ``no_change``; ``no_such_paragraph`` (paragraph=);
    ``malformed_content`` (why=), also for a table; and ``unsafe_link``, ``unsafe_character``, ``bad_attribute``,
    ``too_many_steps`` (for too much content) as for steps.
    """
    found = document.block(paragraph_id) if isinstance(paragraph_id, str) else None
    if found is None:
        raise Refused("no_such_paragraph", paragraph=soundness.quoted(paragraph_id))
    position, block = found
    if block["type"] == "table":
        raise Refused("malformed_content", why="a table")
    old = wording.tokens(soundness.inline(block.get("content", []), "malformed_content", None))
    new = wording.tokens(soundness.inline(content, "malformed_content", SIZE))
    places = [position + 1]
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
        raise Refused("no_change", paragraph=paragraph_id)
    return hunks


def carry(hunks: Iterable[Hunk], maps: Iterable[Sequence[int]], *, lost: bool = False) -> Carried:
    """The hunks after the steps with these maps (``authority.Accepted.maps``); what was ``lost`` stays lost.

    What is typed at the edge of a hunk stays outside of it, and an insertion stays before the words that followed it.
    Marks and attributes move nothing: a change of those alone loses no amendment.
    """
    result = tuple(hunks)
    for ranges in maps:
        if ranges:
            lost = lost or any(_disturbs(ranges, hunk) for hunk in result)
            result = tuple(_moved(ranges, hunk) for hunk in result)
    return Carried(result, lost)


def steps(document: Document, hunks: Iterable[Hunk]) -> list[dict[str, Any]]:
    """The hunks, which have to be at the document's version, as steps for ``authority.receive``.

    The last comes first, so that each is at its place when its turn comes. Raises Refused("step_failed") when the
    document doesn't say what a hunk deletes.
    """
    ordered = sorted(hunks, key=lambda hunk: (hunk.start, hunk.end), reverse=True)
    made = []
    for hunk in ordered:
        if _words_between(document, hunk.start, hunk.end) != hunk.deleted:
            raise Refused("step_failed", why="other words stand there")
        step: dict[str, Any] = {"stepType": "replace", "from": hunk.start, "to": hunk.end}
        if hunk.insert:
            step["slice"] = {"content": [dict(node) for node in hunk.insert]}
        made.append(step)
    return made


def conflicts(a: Iterable[Hunk], b: Iterable[Hunk]) -> bool:
    """Can't both be accepted: accepting either would lose the other. Both are hunks on the same version.

    Two insertions in the same place don't conflict; they come to stand one after the other.
    """
    others = list(b)
    return any(one.start < other.end and other.start < one.end for one in a for other in others)


def _disturbs(ranges: Sequence[int], hunk: Hunk) -> bool:
    """Does a step replace words between a hunk's start and end, or what lies on both sides of an insertion?"""
    return any(
        ranges[at] < hunk.end and hunk.start < ranges[at] + ranges[at + 1] and any(ranges[at + 1 : at + 3])
        for at in range(0, len(ranges), 3)
    )


def _moved(ranges: Sequence[int], hunk: Hunk) -> Hunk:
    start = _mapped(ranges, hunk.start, 1)
    end = start if hunk.start == hunk.end else max(start, _mapped(ranges, hunk.end, -1))
    return hunk if (start, end) == (hunk.start, hunk.end) else replace(hunk, start=start, end=end)


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


def _words_between(document: Document, start: int, end: int) -> str | None:
    """The plain words between two positions in one block; None when they lie elsewhere or cut a sign in half."""
    found = document.block_at(start)
    if found is None or found[1]["type"] == "table":
        return None
    place = found[0] + 1
    words = ""
    for node in found[1].get("content", ()):
        size = wording.size_of(node)
        if place < end and start < place + size:
            if node["type"] == "text":
                units = node["text"].encode("utf-16-le")[2 * max(0, start - place) : 2 * (end - place)]
                words += units.decode("utf-16-le", "replace")
            elif start <= place and place + size <= end:
                words += plain_text(node)
            else:
                return None
        place += size
    return words if found[0] < start and end <= place else None
