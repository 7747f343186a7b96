"""Who stands behind which words: alternatives in brackets, and the names of parties beside them (``attributing``
writes them).

The conventions are those of rolling texts: ``[extreme - US; G77 delete]``, ``[changing - EU, G77 retain / promoting -
US]``, ``[EU: shall]``; alternatives stand beside each other as ``[shall][should]``, ``[shall]/[should]``, ``[shall]
and/or [should]``, or in one bracket on both sides of a slash with blanks around it.

What is ambiguous is read so that words are never taken for a name: an attribution names parties of the list and nothing
else; what has the shape of one and names nobody on the list stays words, and is reported. A slash that no attribution
stands beside parts alternatives only where all of them are phrases of ``PHRASE`` words at most: "commitments /
contributions" inside a long sentence is the sentence's own. Brackets beside each other are alternatives when nothing is
between them, not even a blank, and the later ones begin with a word: ``[forests][, and land use]`` only goes on. A
bracket such as ``[US: delete]`` has no words: it is a remark on what stands before, and no alternative to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal

from communique.domain.texts.brackets import Mark, Row, Span, spans
from communique.domain.texts.naming import (
    STANCES,
    Attribution,
    begins_as_a_name,
    may_begin,
    named,
    said,
    stance_alone,
)
from communique.domain.texts.parties import KNOWN, Parties

PHRASE = 6
"""Words up to which what stands on one side of a bare slash is an alternative."""

__all__ = ["PHRASE", "STANCES", "Alternative", "Attribution", "Choice", "Reading", "read", "said"]

Form = Literal["single", "slash", "adjacent", "and/or"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording, without the blanks around it and without its attributions.

    ``start`` and ``end`` are where the words begin and end.
    """

    start: Mark
    end: Mark
    attributions: tuple[Attribution, ...]
    _text: str = field(repr=False, compare=False)
    _range: tuple[int, int] = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        """Those of several paragraphs are parted by "\\n". Not kept: each bracket holds all those inside it again."""
        return self._text[slice(*self._range)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where something is open: one bracketed wording, or several of which one will stand.

    ``open`` and ``close`` are its first and last bracket. ``unknown``: what has an attribution's shape there and names
    nobody on the list. A bracket beside others gives no choice of its own, unless there are alternatives inside it.
    """

    form: Form
    alternatives: tuple[Alternative, ...]
    depth: int
    unknown: tuple[str, ...]
    open: Mark
    close: Mark


@dataclass(frozen=True)
class Reading:
    """All choices of a text in the order in which they open."""

    choices: tuple[Choice, ...]
    by_party: dict[str, int]
    """How many attributions each party has, most first."""
    unknown: tuple[str, ...]
    """What looks like a party and isn't on the list, each once, in reading order."""


def read(blocks_text: Sequence[tuple[str, str]], parties: Parties = KNOWN) -> Reading:
    """The alternatives and attributions of a whole text, given as (block id, plain text) in reading order.

    Linear in the text; brackets without a partner are passed over.
    """
    row = Row.of(blocks_text)
    choices = sorted(found_in(row.text, spans(row.text)[0], parties), key=lambda choice: (choice.open, -choice.close))
    by_party = Counter(one.party for choice in choices for _, _, about in choice.pieces for one in about)
    return Reading(
        tuple(
            Choice(
                choice.form,
                tuple(Alternative(row.mark(a), row.mark(b), about, row.text, (a, b)) for a, b, about in choice.pieces),
                choice.depth,
                choice.unknown,
                row.mark(choice.open),
                row.mark(choice.close),
            )
            for choice in choices
        ),
        dict(sorted(by_party.items(), key=lambda item: (-item[1], item[0]))),
        tuple(dict.fromkeys(one for choice in choices for one in choice.unknown)),
    )


@dataclass(slots=True)
class Found:
    """A choice by its places in one text; ``pieces`` are start and end of each wording, and what is said of it."""

    form: Form
    depth: int
    open: int
    close: int
    pieces: list[tuple[int, int, tuple[Attribution, ...]]]
    unknown: tuple[str, ...]


def found_in(text: str, all_spans: Sequence[Span], parties: Parties, *, plain: bool = True) -> Iterable[Found]:
    """The choices of a text whose pairs are known (``brackets.spans``), in no order: ``read`` without marks.

    Without the ``plain`` ones, which hold words alone and stand alone, for who only counts.
    """
    inside = insides(text, all_spans, parties)
    found: list[Found] = []
    taken = set(inside.passed)
    for run, form in rows_of(text, all_spans, inside):
        choice = Found(form, run[0].depth, run[0].start, run[-1].end, [], ())
        for span in run:
            one = inside.of(span)
            choice.unknown += one.unknown
            if len(one.pieces) == 1:
                choice.pieces += one.pieces
                taken.add(span.start)
            else:
                choice.pieces.append((*trimmed(text, span.start + 1, span.end), ()))
        found.append(choice)
    for span in all_spans:
        if span.start not in taken and (plain or span.start in inside.choices):
            found.append(inside.of(span))
    return found


# Brackets beside each other

_GAP = re.compile(r"\s*(?:/|(and/or))\s*")
_LONGEST_GAP = 12
_LINK = re.compile(r"\[\s*(?:and|or|and/or)\s*\]", re.IGNORECASE)


def rows_of(text: str, all_spans: Sequence[Span], inside: Insides) -> Iterator[tuple[list[Span], Form]]:
    """Rows of brackets that are alternatives to each other, each in the form in which it begins."""
    yield from _rows(text, [span for span in all_spans if span.depth == 1], inside)
    for span in all_spans:
        if len(span.children) > 1:
            yield from _rows(text, span.children, inside)


def _rows(text: str, siblings: Sequence[Span], inside: Insides) -> Iterator[tuple[list[Span], Form]]:
    run: list[Span] = []
    form: Form = "single"
    for before, after in pairwise(siblings):
        near = after.start - before.end <= _LONGEST_GAP
        between = _between(text, before, after, inside) if near else None
        if between is None:
            if run:
                yield run, form
            run = []
            continue
        if not run:
            run, form = [before], between
        run.append(after)
    if run:
        yield run, form


def _between(text: str, before: Span, after: Span, inside: Insides) -> Form | None:
    """In which form two brackets are alternatives to each other; None when they aren't."""
    gap = after.start - before.end - 1
    if inside.passed and (before.start in inside.passed or after.start in inside.passed):
        return None
    if inside.is_remark(before) or inside.is_remark(after):
        return None
    if gap == 0:
        first = text[after.start + 1]
        if first.isalnum() or first == "[":
            return None if _LINK.match(text, before.start) or _LINK.match(text, after.start) else "adjacent"
        return None
    found = _GAP.fullmatch(text, before.end + 1, after.start)
    if found is None or any(at in inside.parting for at in range(before.end + 1, after.start)):
        return None
    return "and/or" if found.group(1) else "slash"


# Inside one bracket

_HIDDEN = "\x00"
"""Stands for a bracket inside another while the outer one is read: no text holds it."""
# Each begins with the sign itself and looks back then, which is several times as quick as looking back everywhere.
_SLASH = re.compile(r"/(?<=\s/)(?=\s)")
_SIGNS = re.compile(r"[-–—:/](?:(?<!\w[-–/])|(?<=/)(?!\w))")
"""Without any of these a bracket holds words alone, whatever stands around them."""
_LONGEST_LIST = 5000
"""Characters of an attribution: the names of all states fit."""
_MOST_SIGNS = 8
"""Dashes and colons, from either end of the words, after which an attribution is looked for: it may hold some itself,
as in "EU: retain; US: delete"."""


@dataclass(slots=True)
class Insides:
    """What stands in each bracket of a text."""

    text: str
    choices: dict[int, Found]
    """By the opening bracket, of those that hold more than words."""
    passed: set[int]
    """Where brackets open that only hold words together."""
    parting: set[int]
    """Places of the slashes that part alternatives."""

    def of(self, span: Span) -> Found:
        return self.choices.get(span.start) or Found(
            "single", span.depth, span.start, span.end, [(*trimmed(self.text, span.start + 1, span.end), ())], ()
        )

    def is_remark(self, span: Span) -> bool:
        """Does it hold no words of the text, but what parties say of what stands before: "[US: delete]"?"""
        found = self.choices.get(span.start)
        return found is not None and all(about and start == end for start, end, about in found.pieces)


def insides(text: str, all_spans: Sequence[Span], parties: Parties) -> Insides:
    """Reads each bracket of a text for itself, whatever stands beside it."""
    escapes = escapes_in(text, all_spans)
    found = Insides(text, {}, set(), set())
    for span in reversed(all_spans):
        if span.start in found.passed:
            continue
        choice = None
        if _has_signs(text, span):
            choice = Found("single", span.depth, span.start, span.end, [], ())
            _take_apart(text, span, choice, found.parting, parties)
        elif escapes:
            choice = found.of(span)
        if choice is None:
            continue
        if escapes:
            for at, (start, end, about) in enumerate(choice.pieces):
                inner = escapes.get((start, end))
                if inner is not None:
                    found.passed |= {start, inner.start}
                    choice.pieces[at] = (*trimmed(text, inner.start + 1, inner.end), about)
        found.choices[span.start] = choice
    return found


def escapes_in(text: str, all_spans: Sequence[Span]) -> dict[tuple[int, int], Span]:
    """Brackets with nothing but a bracket in them, by where they begin and end, and the inner one: those of which the
    inside could be read as more than words, were it not for two brackets around it."""
    escapes: dict[tuple[int, int], Span] = {}
    for span in all_spans:
        if len(span.children) != 1 or span.children[0].start != span.start + 1 or span.children[0].end != span.end - 1:
            continue
        inner = span.children[0]
        if trimmed(text, inner.start + 1, inner.end) in escapes or (
            _has_signs(text, inner) and _readable(_shallow(text, inner).strip())
        ):
            escapes[span.start, span.end + 1] = inner
    return escapes


def _has_signs(text: str, span: Span) -> bool:
    at = span.start + 1
    for child in span.children:
        if _SIGNS.search(text, at, child.start):
            return True
        at = child.end + 1
    return _SIGNS.search(text, at, span.end) is not None


def _shallow(text: str, span: Span) -> str:
    """The inside of a bracket with each inner one hidden behind one sign."""
    parts, at = [], span.start + 1
    for child in span.children:
        parts.append(text[at : child.start])
        at = child.end + 1
    return _HIDDEN.join((*parts, text[at : span.end]))


def _readable(shallow: str) -> bool:
    """Could words be taken for alternatives, or part of them for an attribution, whoever is on the list?"""
    if _SLASH.search(f" {shallow} "):
        return True
    before = begins_as_a_name(shallow)
    return any(before or begins_as_a_name(shallow[at + 1 :]) for at in _separators(shallow))


def _separators(words: str) -> list[int]:
    """Places of the dashes and colons behind or before which names may stand: hyphens in words are none."""
    found: list[int] = []
    for sign in "-–—:":
        # Several times as quick as a pattern with all four of them.
        at = words.find(sign)
        while at >= 0:
            if sign in "—:" or not at or not (words[at - 1].isalnum() or words[at - 1] == "_"):
                found.append(at)
            at = words.find(sign, at + 1)
    found.sort()
    return found


def _take_apart(text: str, span: Span, choice: Found, parting: set[int], parties: Parties) -> None:
    """Fills in the alternatives of one bracket with what is said of each."""
    shallow = _shallow(text, span)
    slashes = [found.start() for found in _SLASH.finditer(shallow)]
    edges = [-1, *slashes, len(shallow)]
    separators = _separators(shallow)
    # Only those that hold a dash or a colon have to be read, and most slashes of long texts part nothing.
    pieces = {
        at: _Piece.of(shallow, edges[at] + 1, edges[at + 1], separators, parties)
        for at in sorted({bisect_left(edges, place) - 1 for place in separators})
    }
    choice.unknown = tuple(one for piece in pieces.values() for one in piece.unknown)
    back = _Back(span)
    if slashes and not any(piece.said for piece in pieces.values()) and not _phrases(text, shallow, edges, back):
        choice.pieces.append((*trimmed(text, span.start + 1, span.end), ()))
        return
    if slashes:
        choice.form = "slash"
        parting.update(back(at) for at in slashes)
    for at, (start, end) in enumerate(pairwise(edges)):
        piece = pieces.get(at) or _Piece(*trimmed(shallow, start + 1, end))
        choice.pieces.append((*trimmed(text, back(piece.start), back(piece.end)), piece.said))


def _phrases(text: str, shallow: str, edges: Sequence[int], back: _Back) -> bool:
    """Do slashes that nobody's name stands beside part alternatives? ``edges`` are they and both ends.

    Not when each stands between two inner brackets: then those are the alternatives; nor when one begins or ends what
    is in the bracket, which then goes on from words outside it.
    """
    for start, end in pairwise(edges):
        if not 0 < len(shallow[start + 1 : end].split(None, PHRASE)) <= PHRASE:
            return False
    if shallow.strip()[0] == "/" or shallow.strip()[-1] == "/":
        return False
    parts = [shallow[start + 1 : end].strip() for start, end in pairwise(edges)]
    if all(one.endswith(_HIDDEN) and other.startswith(_HIDDEN) for one, other in pairwise(parts)):
        return False
    return all(len(text[back(start + 1) : back(end)].split(None, PHRASE)) <= PHRASE for start, end in pairwise(edges))


class _Back:
    """The way from an offset in a shallow text to the place in the text."""

    def __init__(self, span: Span) -> None:
        lengths = [child.end - child.start for child in span.children]
        self.start = span.start + 1
        self.skipped = [0, *accumulate(lengths)]
        self.hidden = [
            child.start - self.start - skipped for child, skipped in zip(span.children, self.skipped, strict=False)
        ]

    def __call__(self, offset: int) -> int:
        return self.start + offset + self.skipped[bisect_left(self.hidden, offset)]


@dataclass(slots=True)
class _Piece:
    """What stands on one side of a slash, in offsets of the shallow text: its words, and what is said of them."""

    start: int
    end: int
    said: tuple[Attribution, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, shallow: str, start: int, end: int, separators: Sequence[int], parties: Parties) -> _Piece:
        """Reads the attribution after the words first, then one before them. ``separators`` are all of the bracket."""
        low, high = bisect_left(separators, start), bisect_left(separators, end)
        start, end = trimmed(shallow, start, end)
        piece = cls(start, end)
        if low == high:
            return piece
        # No name holds a bracket, so that only what is after the last one, or before the first, can be a list.
        last = max(shallow.rfind(_HIDDEN, start, end), end - _LONGEST_LIST)
        for words_end in separators[max(low, high - _MOST_SIGNS) : high]:
            at = words_end + 1
            if at <= last or not may_begin(shallow, at, end, parties):
                continue
            found = named(shallow[at:end], parties)
            if found is None:
                continue
            # Titles and annexes follow a colon, and a dash may belong to what stands after it: "1-Y".
            shaped = shallow[words_end] != ":" and shallow[at].isspace()
            piece.unknown = found.unknown if found.said or found.stances or shaped else ()
            if found.said:
                piece.said = found.said
                while words_end > start and shallow[words_end - 1] in "-–—":
                    words_end -= 1  # typed as "--"
                piece.end = trimmed(shallow, start, words_end)[1]
                break
        if not may_begin(shallow, start, end, parties, listed=True):
            return piece
        first = shallow.find(_HIDDEN, start, end)
        for at in separators[low : min(high, low + _MOST_SIGNS)]:
            if at + 1 >= piece.end or at - start > _LONGEST_LIST or 0 <= first < at:
                break
            found = named(shallow[start:at], parties)
            if found is not None and found.said and not found.unknown:
                piece.start = trimmed(shallow, at + 1, piece.end)[0]
                stance = stance_alone(shallow[piece.start : piece.end])
                if stance:
                    # No words of the text: what these parties say of what stands before.
                    found_said = tuple(Attribution(one.party, stance) for one in found.said)
                    piece.said, piece.start = found_said + piece.said, piece.end
                else:
                    piece.said = found.said + piece.said
                break
        return piece


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same range without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
