"""Comments: words about words of the text.

A comment stands on some words of one paragraph, or on the whole of it. Its words are carried through every step as an
amendment's are, but it is not so easily lost: who writes between them doesn't take them away. Once they are gone, the
comment is kept with the words that it was made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import amendments
from communique.domain.texts.authority import Document

LIMIT = 4000
"""Characters of a comment."""
QUOTE = 500
"""Characters that are kept of the words it stands on."""


@dataclass(frozen=True)
class Anchor:
    """The words from ``start`` to ``end``, in positions of a document; equal for a comment on a whole paragraph, which
    its id holds. ``lost``: the words are no longer in the text."""

    start: int
    end: int
    lost: bool = False


def carry(anchor: Anchor, maps: Iterable[Sequence[int]]) -> Anchor:
    """The anchor after the steps with these maps (``authority.Accepted.maps``); what was lost stays lost.

    What is typed at the edge of the words stays outside of them, and what is typed between them belongs to them. They
    are lost when one step replaces all that is left of them.
    """
    for ranges in maps:
        if anchor.lost or anchor.start == anchor.end:
            break
        if not ranges:
            continue
        lost = _covers(ranges, anchor)
        (moved,) = amendments.carry([amendments.Hunk(anchor.start, anchor.end, "", ())], [ranges]).hunks
        anchor = Anchor(moved.start, moved.end, lost or moved.start == moved.end)
    return anchor


def stand(document: Document, paragraph: str, start: int, end: int) -> tuple[str, str]:
    """The paragraph in which a new comment stands, and the words that it is on, taken from the document itself.

    Refused: a paragraph that isn't there (no_such_paragraph), a range that holds no words of one paragraph
    (no_words_there).
    """
    if (paragraph or start == end) and document.block(paragraph) is None:
        raise Refused("no_such_paragraph", paragraph=paragraph[:40])
    if start == end:
        return paragraph, ""
    found = document.block_at(start) if start >= 0 else None
    if found is None:
        raise Refused("no_words_there")
    position, block = found
    inside = position + 1
    quote = " ".join("".join(_words(block.get("content") or (), start - inside, end - inside)).split())
    if not position < start < end < position + 2 + _content(block) or not quote:
        raise Refused("no_words_there")
    return str(block["attrs"]["id"]), quote if len(quote) <= QUOTE else quote[: QUOTE - 1] + "…"


def check_words(words: str) -> str:
    """A comment's words without the spaces around them. Refused: none (comment_missing), or too many
    (comment_too_long)."""
    words = words.strip()
    if not words:
        raise Refused("comment_missing")
    if len(words) > LIMIT:
        raise Refused("comment_too_long", limit=LIMIT)
    return words


def may_read(*, inside: bool, owner: str | None, party: str | None) -> bool:
    """A comment inside a delegation is read by that delegation alone. ``owner`` and ``party`` are codes of members: of
    whose comment it is, and of who would read it; None for who sits for none."""
    return not inside or (owner is not None and owner == party)


def _covers(ranges: Sequence[int], anchor: Anchor) -> bool:
    """Does a step put something else, or nothing, in the place of all the words?"""
    return any(
        ranges[at + 1] and ranges[at] <= anchor.start and anchor.end <= ranges[at] + ranges[at + 1]
        for at in range(0, len(ranges), 3)
    )


def _words(content: Iterable[Mapping[str, Any]], start: int, end: int) -> Iterator[str]:
    """The words between two positions within content; where a cell or a footnote begins or ends there is a space."""
    place = 0
    for node in content:
        size = _size(node)
        if place < end and start < place + size:
            if node["type"] == "text":
                units = node["text"].encode("utf-16-le")[2 * max(0, start - place) : 2 * (end - place)]
                yield units.decode("utf-16-le", "ignore")
            else:
                yield " "
                yield from _words(node.get("content") or (), start - place - 1, end - place - 1)
                yield " "
        place += size


def _size(node: Mapping[str, Any]) -> int:
    if node["type"] == "text":
        return len(node["text"].encode("utf-16-le")) // 2
    return 1 if node["type"] == "break" else 2 + _content(node)


def _content(node: Mapping[str, Any]) -> int:
    return sum(map(_size, node.get("content") or ()))
