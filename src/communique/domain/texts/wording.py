"""How two wordings of one paragraph differ, in few changes that people can read.

Wordings are compared by tokens: a word, a run of blanks, any other single sign (each bracket is one), an ideograph, a
line break, a footnote. A change never splits a token, and a token whose marks changed has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from communique.domain.texts.document import combining_marks, plain_text

Inline = dict[str, Any]
"""An inline node as JSON."""

_TINY = 3
"""Letters of a word that is too small to part two changes: "be", "the", "of"."""
_NEAR = 3
"""Tokens between two changes that can hold no more than one word."""
_EFFORT = 300_000
"""Comparisons after which what is left is one replacement. They grow with the product of length and difference: two
wordings that need more have little in common, and none may hold up the meeting. About a tenth of a second."""
_BITS = 20_000_000
"""Size of the table, in bits, up to which all of it is made: 4,000 tokens on each side, in some milliseconds."""


@dataclass(frozen=True, slots=True)
class Token:
    """The least that changes. ``size`` is in positions; two tokens are the same when their keys are."""

    key: Hashable
    nodes: tuple[Inline, ...]
    text: str
    size: int

    @property
    def blank(self) -> bool:
        return self.text.isspace() and self.nodes[0]["type"] == "text"

    @property
    def word(self) -> bool:
        return self.text[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Change:
    """Old tokens ``[old_start, old_end)`` give way to new tokens ``[new_start, new_end)``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def replaces(self) -> bool:
        return self.old_start < self.old_end and self.new_start < self.new_end

    def moved(self, by: int) -> Change:
        return Change(self.old_start + by, self.old_end + by, self.new_start + by, self.new_end + by)


def tokens(content: Sequence[Inline]) -> list[Token]:
    """The tokens of inline content in normal form. A word may lie in several texts with different marks."""
    found: list[Token] = []
    run: list[Inline] = []
    for node in content:
        if node["type"] == "text":
            run.append(node)
            continue
        found += _tokens_of_run(run)
        run = []
        key = json.dumps(node, ensure_ascii=False, sort_keys=True)
        found.append(Token(key, (node,), plain_text(node), size_of(node)))
    return [*found, *_tokens_of_run(run)]


def content_of(some: Sequence[Token]) -> list[Inline]:
    """Tokens back as inline content in normal form."""
    content: list[Inline] = []
    for node in (node for token in some for node in token.nodes):
        last = content[-1] if content else None
        if last and node["type"] == last["type"] == "text" and node.get("marks") == last.get("marks"):
            content[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            content.append(node)
    return content


def size_of(node: Inline) -> int:
    """The size of an inline node in positions: a text counts UTF-16 units, as JavaScript does."""
    if node["type"] == "text":
        text: str = node["text"]
        return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if node["type"] == "break":
        return 1
    return 2 + sum(map(size_of, node.get("content", ())))


def changes(old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    """The changes that lead from one wording to the other, in order.

    An insertion or deletion that could stand in several places stands where it begins with a word and ends with a
    blank, as far as there is such a place. Changes with too little between them to be read apart are one.
    """
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(token.key, len(numbers)) for token in old]
    b = [numbers.setdefault(token.key, len(numbers)) for token in new]
    found = _abutted(list(_least(a, b)), a, b)
    return _read_together(_well_placed(found, old, new, a, b), old, new)


def _tokens_of_run(run: Sequence[Inline]) -> list[Token]:
    text = "".join(node["text"] for node in run)
    pattern = _token_pattern(combining_marks(text), _IDEOGRAPHS.search(text) is not None)
    if len(run) == 1 and "marks" not in run[0]:
        return [*map(_plain, pattern.findall(text))]
    found: list[Token] = []
    marks = [json.dumps(node["marks"], sort_keys=True) if "marks" in node else "" for node in run]
    at, start_of_node = 0, 0
    for match in pattern.finditer(text):
        pieces: list[Inline] = []
        key: list[str] = []
        start, end = match.span()
        end_of_node = start_of_node + len(run[at]["text"])
        if end < end_of_node and not marks[at]:
            found.append(_plain(match.group()))
            continue
        while start < end:
            node = run[at]
            end_of_node = start_of_node + len(node["text"])
            upto = min(end, end_of_node)
            pieces.append({**node, "text": text[start:upto]})
            key += text[start:upto], marks[at]
            start = upto
            if upto == end_of_node:
                at, start_of_node = at + 1, end_of_node
        found.append(Token(tuple(key), tuple(pieces), match.group(), sum(map(size_of, pieces))))
    return found


@lru_cache(maxsize=8192)
def _plain(text: str) -> Token:
    """A token without marks: most are words that come again and again."""
    node = {"type": "text", "text": text}
    return Token((text, ""), (node,), text, size_of(node))


@lru_cache(maxsize=64)
def _token_pattern(marks: str, ideographs: bool = True) -> re.Pattern[str]:
    letter = rf"(?!{_IDEOGRAPH})[\w{marks}]" if ideographs else rf"[\w{marks}]"
    letters = rf"(?:{letter})+" if ideographs else rf"{letter}+"
    word = rf"{letters}(?:['’ʼ\u200c\u200d]+{letters})*"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    # Skin tones, variation selectors and what a joiner joins belong to the sign before them.
    sign = rf".(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff{marks}]|\u200d.)*"
    return re.compile(rf"{word}|\s+|{flag}|{sign}", re.DOTALL)


_IDEOGRAPH = "[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_IDEOGRAPHS = re.compile(_IDEOGRAPH)


def _least(a: Sequence[int], b: Sequence[int]) -> Iterator[Change]:
    """The shortest script from ``a`` to ``b``, or one replacement beyond the effort."""
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = min(len(a), len(b)) - start
    end = next((at for at in range(rest) if a[-1 - at] != b[-1 - at]), rest)
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    if not a and not b:
        return
    pairs = (_paired(a, b) if len(a) * len(b) <= _BITS else _walked(a, b)) if a and b else None
    if pairs is None:
        yield Change(start, start + len(a), start, start + len(b))
        return
    i = j = 0
    for at, to in [*pairs, (len(a), len(b))]:
        if at > i or to > j:
            yield Change(start + i, start + at, start + j, start + to)
        i, j = at + 1, to + 1


def _paired(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]]:
    """What both have in common, as pairs of places: one integer for each row of the table, after Hyyrö (2004).

    A bit of a row is unset where the longest common part grows by that token of ``a``.
    """
    where: dict[int, int] = {}
    for at, token in enumerate(a):
        where[token] = where.get(token, 0) | 1 << at
    full = (1 << len(a)) - 1
    rows = [full]
    for token in b:
        row = rows[-1]
        both = row & where.get(token, 0)
        rows.append((row + both | row - both) & full if both else row)
    pairs: list[tuple[int, int]] = []
    x, y = len(a), len(b)
    while x and y:
        if rows[y] >> x - 1 & 1:
            x -= 1
        elif not rows[y - 1] >> x - 1 & 1:
            y -= 1
        else:
            x, y = x - 1, y - 1
            pairs.append((x, y))
    return pairs[::-1]


def _walked(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]] | None:
    """The same after Myers (1986): its work grows with the difference, so that two long wordings that hardly differ
    are soon done. None beyond the effort."""
    trace = _furthest(a, b)
    if trace is None:
        return None
    pairs: list[tuple[int, int]] = []
    x, y = len(a), len(b)
    for d in range(len(trace) - 1, 0, -1):
        before, k = trace[d - 1], x - y
        down = k == -d or (k != d and before[k - 1] < before[k + 1])
        from_k = k + 1 if down else k - 1
        x_before = before[from_k]
        while x > (x_before if down else x_before + 1):
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = x_before, x_before - from_k
    return [*((same, same) for same in range(x)), *reversed(pairs)]


def _furthest(a: Sequence[int], b: Sequence[int]) -> list[dict[int, int]] | None:
    """For 0, 1, 2 ... differences how far each diagonal reaches, up to the end. None when it takes too long."""
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    effort = _EFFORT
    for d in range(len(a) + len(b) + 1):
        now: dict[int, int] = {}
        for k in range(-d, d + 1, 2):
            x = reach[k + 1] if k == -d or (k != d and reach[k - 1] < reach[k + 1]) else reach[k - 1] + 1
            began = x
            while x < len(a) and 0 <= x - k < len(b) and a[x] == b[x - k]:
                x += 1
            effort -= 1 + x - began
            now[k] = x
            if x >= len(a) and x - k >= len(b):
                return [*trace, now]
        if effort < 0:
            return None
        trace.append(now)
        reach = now
    return None


def _room(change: Change, around: tuple[Change | None, Change | None], a: Sequence[int], b: Sequence[int]) -> range:
    """By how many tokens a pure insertion or deletion may move without changing what results: zero is among them."""
    inserted = change.old_start == change.old_end
    if not inserted and change.new_start != change.new_end:
        return range(1)
    line, start, end = (b, change.new_start, change.new_end) if inserted else (a, change.old_start, change.old_end)
    before, after = around
    least = start - (before.new_end if inserted else before.old_end) if before else start
    most = (after.new_start if inserted else after.old_start) - end if after else len(line) - end
    left = next((by for by in range(least) if line[start - 1 - by] != line[end - 1 - by]), least)
    right = next((by for by in range(most) if line[end + by] != line[start + by]), most)
    return range(-left, right + 1)


def _abutted(found: list[Change], a: Sequence[int], b: Sequence[int]) -> list[Change]:
    """Moves insertions and deletions to a neighbour that they can reach, so that they become one change with it."""
    result: list[Change] = []
    for at, change in enumerate(found):
        last = result[-1] if result else None
        if last is not None:
            gap = change.old_start - last.old_end
            after = found[at + 1] if at + 1 < len(found) else None
            if -gap in _room(change, (last, after), a, b):
                result[-1] = _joined(last, change.moved(-gap))
                continue
            before = result[-2] if len(result) > 1 else None
            if gap in _room(last, (before, change), a, b):
                result[-1] = _joined(last.moved(gap), change)
                continue
        result.append(change)
    return result


def _well_placed(
    found: list[Change], old: Sequence[Token], new: Sequence[Token], a: Sequence[int], b: Sequence[int]
) -> list[Change]:
    result: list[Change] = []
    for at, change in enumerate(found):
        around = (result[-1] if result else None, found[at + 1] if at + 1 < len(found) else None)
        line = new if change.old_start == change.old_end else old

        def worth(by: int, change: Change = change, line: Sequence[Token] = line) -> tuple[int, int]:
            start, end = (change.new_start, change.new_end) if line is new else (change.old_start, change.old_end)
            first, last = line[start + by].blank, line[end - 1 + by].blank
            return (3 if last and not first else 2 if first and not last else 0 if first else 1, by)

        room = _room(change, around, a, b)
        result.append(change.moved(max(room, key=worth)) if len(room) > 1 else change)
    return result


def _joined(one: Change, other: Change) -> Change:
    return Change(one.old_start, other.old_end, one.new_start, other.new_end)


def _read_together(found: list[Change], old: Sequence[Token], new: Sequence[Token]) -> list[Change]:
    result: list[Change] = []
    for change in found:
        while result and _belongs(result[-1], change, old, new):
            change = _joined(result.pop(), change)
        result.append(change)
    return result


def _belongs(one: Change, other: Change, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Would people read the two changes as one?

    Yes with nothing but blanks between them; with one tiny word between them, when words are replaced on a side; and
    when little is left standing between large replacements. Brackets that are set around words stay apart.
    """
    gap = old[one.old_end : other.old_start]
    replace = one.replaces and other.replaces
    if len(gap) > _NEAR and not replace:
        return False
    standing = [token for token in gap if not token.blank]
    if not standing:
        return True
    tiny = len(standing) == 1 and standing[0].word and len(standing[0].text) <= _TINY
    if not tiny:
        least = _replaced(one, old, new) + _replaced(other, old, new)
        # A token is a letter at least: most gaps are too long without being measured.
        if not replace or 3 * len(gap) > least or 3 * _length(gap) > least:
            return False
    elif not (one.replaces or other.replaces):
        return False
    return _words_in(one, old, new) and _words_in(other, old, new)


def _words_in(change: Change, old: Sequence[Token], new: Sequence[Token]) -> bool:
    gone, come = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
    return any(token.word for token in chain(gone, come))


def _replaced(change: Change, old: Sequence[Token], new: Sequence[Token]) -> int:
    """How many letters give way to others."""
    gone, come = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
    return min(_length(gone), _length(come))


def _length(some: Sequence[Token]) -> int:
    return sum([len(token.text) for token in some])
