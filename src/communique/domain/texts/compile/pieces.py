"""Cutting the content of one block by places in its plain text, and setting the blanks around it right.

Contents are inline nodes as JSON in normal form, and stay so; nothing that is given is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.domain.texts.applying import between, joined
from communique.domain.texts.document import plain_text
from communique.domain.texts.wording import Inline, size_of


def plain(content: Iterable[Inline]) -> str:
    """The plain text of a content, as of its block."""
    return "".join(map(plain_text, content))


def units(content: Iterable[Inline]) -> int:
    """The size of a content in positions."""
    return sum(map(size_of, content))


def balanced(text: str) -> bool:
    """Has every square bracket its partner?"""
    depth = 0
    for sign in text:
        if sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth < 0:
                return False
    return not depth


def without(content: Sequence[Inline], ranges: Iterable[tuple[int, int]]) -> list[Inline]:
    """A content without these ranges of its plain text, in whatever order they come.

    A footnote goes when all of it lies in a range. Where a range stood between two blanks, or between a blank and the
    end, the blank before it goes as well, so that no gap is left.
    """
    text = plain(content)
    gone = _joint(text, ranges)
    found: list[Inline] = []
    place, at = 0, 0
    for node in content:
        end = place + len(plain_text(node))
        while at < len(gone) and gone[at][1] <= place:
            at += 1
        if node["type"] == "text":
            kept, here = "", place
            for start, stop in gone[at:]:
                if start >= end:
                    break
                kept += text[here : max(here, start)]
                here = max(here, stop)
            kept += text[here:end]
            if kept:
                found.append(node if len(kept) == end - place else {**node, "text": kept})
        elif at == len(gone) or not (gone[at][0] <= place and end <= gone[at][1]):
            found.append(node)
        place = end
    return joined(found)


def trimmed(contents: Sequence[Sequence[Inline]]) -> tuple[list[Inline], list[list[Inline]], list[Inline]]:
    """The blanks with which all of these begin, what lies between, and the blanks with which all of them end."""
    edges = [_edges(content) for content in contents]
    lead = edges[0][0] if len({lead for lead, _ in edges}) == 1 else ""
    tail = edges[0][1] if len({tail for _, tail in edges}) == 1 else ""
    sizes = [units(content) for content in contents]
    if (not lead and not tail) or min(sizes) <= len(lead) + len(tail):
        return [], [list(content) for content in contents], []
    within = [between(one, len(lead), size - len(tail)) or [] for one, size in zip(contents, sizes, strict=True)]
    before = between(contents[0], 0, len(lead)) or []
    after = between(contents[0], sizes[0] - len(tail), sizes[0]) or []
    return before, within, after


def _edges(content: Sequence[Inline]) -> tuple[str, str]:
    """The blanks at the beginning and at the end, as far as they are text."""
    if not content:
        return "", ""
    first, last = content[0].get("text", ""), content[-1].get("text", "")
    return first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]


def _joint(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch made one, each with the blank that it leaves over."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return [_with_blank(text, start, end) for start, end in found]


def _with_blank(text: str, start: int, end: int) -> tuple[int, int]:
    if start == 0:
        return (start, end + 1) if text[end : end + 1] == " " else (start, end)
    spare = end == len(text) or text[end].isspace() or text[end] in ",.;:)]"
    return (start - 1, end) if text[start - 1] == " " and spare else (start, end)
