"""What became of each paragraph between two texts, and of its words.

Any two documents: two versions of one text, or two texts that have no id and no number in common. Paragraphs are
aligned first (``alignment``), moves, splits and merges among them; then words, where an aligned paragraph changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from communique.domain.texts import wording
from communique.domain.texts.compare.alignment import Group, Side, Vocabulary, align
from communique.domain.texts.document import blocks, plain_text

KINDS = ("same", "changed", "moved", "split", "merged", "added", "deleted")
"""``moved`` with or without changes; ``split`` one into several, ``merged`` several into one, in place or moved."""
END = "\u2029"
"""Stands between two paragraphs among a row's words, where one was split or several became one."""

Piece = tuple[str, str]
"""A sign and words: "=" in both texts, "-" in the old one alone, "+" in the new one alone."""


@dataclass(frozen=True)
class Row:
    """One thing that happened. ``old`` and ``new`` are the places of its blocks in both texts, neighbours in order.

    ``words`` joined without "-" are the new blocks' plain text, with ``END`` between blocks; without "+" they are the
    old ones', kinds of blanks aside: a blank that may not break is the same blank to who reads.
    """

    kind: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_numbers: tuple[str, ...]
    """The blocks' labels, "" where there is none."""
    new_numbers: tuple[str, ...]
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    moved: bool
    rewritten: bool
    """Words or signs changed, beyond where paragraphs end."""
    restyled: bool
    """Words that stayed got other marks: italics, a link."""
    reshaped: bool
    """A heading became a paragraph, or its role or level changed."""
    ratio: float
    """The part of their words, without signs, that both sides share: 1.0 for the same words, 0.0 for nothing."""
    words: tuple[Piece, ...]
    noted: tuple[tuple[str, str, bool], ...] = ()
    """The same where footnotes stand among the words: (sign, words, are they a footnote's). Else empty."""

    @property
    def renumbered(self) -> bool:
        """The same paragraph under another label."""
        return len(self.old) == len(self.new) == 1 and self.old_numbers != self.new_numbers

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """Old words that gave way to new words; either may be ""."""
        found: list[tuple[str, str]] = []
        open_ended = False
        for sign, words in self.words:
            if sign == "=":
                open_ended = False
            elif sign == "+" and open_ended:
                found[-1] = (found[-1][0], words)
                open_ended = False
            else:
                found.append((words, "") if sign == "-" else ("", words))
                open_ended = sign == "-"
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """For pages and files: ``words`` as ``[sign, words]`` pairs, ready to be shown as deletions and insertions."""
        return {
            "kind": self.kind,
            "old": list(self.old),
            "new": list(self.new),
            "old_ids": list(self.old_ids),
            "new_ids": list(self.new_ids),
            "old_numbers": list(self.old_numbers),
            "new_numbers": list(self.new_numbers),
            "moved": self.moved,
            "rewritten": self.rewritten,
            "restyled": self.restyled,
            "renumbered": self.renumbered,
            "reshaped": self.reshaped,
            "ratio": round(self.ratio, 3),
            "words": [list(piece) for piece in self.words],
        }


@dataclass(frozen=True)
class Comparison:
    """``rows`` in the new text's reading order, what was deleted where it stood."""

    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows of each of ``KINDS``."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in KINDS}

    @property
    def renumbered(self) -> int:
        return sum(row.renumbered for row in self.rows)

    @property
    def identical(self) -> bool:
        """Not a word, a sign, a mark, a paragraph's label or a place differs."""
        return all(
            row.kind == "same" and not row.renumbered and not row.reshaped and not row.restyled for row in self.rows
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "renumbered": self.renumbered,
            "identical": self.identical,
            "rows": [row.to_json() for row in self.rows],
        }


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Two documents as JSON. Every block of both stands in exactly one row.

    The other way round it says the same with added and deleted, split and merged in each other's place.
    """
    before, after = _Blocks(old), _Blocks(new)
    known = Vocabulary()
    groups = align(Side(before.texts, before.ids, known), Side(after.texts, after.ids, known))
    return Comparison(tuple(_in_order([_row(group, before, after) for group in groups], before, after)))


class _Blocks:
    def __init__(self, doc: Mapping[str, Any]) -> None:
        self.blocks = list(blocks(doc))
        self.texts = [*map(plain_text, self.blocks)]
        attrs = [block.get("attrs") or {} for block in self.blocks]
        self.ids = [str(one.get("id", "")) for one in attrs]
        self.numbers = [str(one.get("number", "")) for one in attrs]

    def labels(self, places: Sequence[int]) -> tuple[str, ...]:
        return tuple([self.numbers[at] for at in places])

    def names(self, places: Sequence[int]) -> tuple[str, ...]:
        return tuple([self.ids[at] for at in places])

    def content(self, at: int) -> Any:
        return self.blocks[at].get("content") or []

    def shape(self, at: int) -> tuple[Any, ...]:
        attrs = self.blocks[at].get("attrs") or {}
        return self.blocks[at]["type"], attrs.get("role"), attrs.get("level")

    def noted(self, sign: str, places: Sequence[int]) -> tuple[tuple[str, str, bool], ...]:
        """All words of some blocks, footnotes apart; empty where there are none."""
        if not any(map(_has_note, (self.blocks[at] for at in places))):
            return ()
        line = self.tokens(places)
        return tuple(_parted(sign, line, 0, len(line.tokens)))

    def text(self, places: Sequence[int]) -> str:
        return END.join(self.texts[at] for at in places)

    def tokens(self, places: Sequence[int]) -> _Line:
        line = _Line([], [], [])
        for at in places:
            if at != places[0]:
                line.add(_END)
            line.extend(wording.tokens(_inline(self.blocks[at])))
        return line


@dataclass(frozen=True, slots=True)
class _Line:
    """Words to compare, and what each was with its marks: tokens are the same when people read the same."""

    tokens: list[wording.Token]
    marked: list[Hashable]
    notes: list[range]
    """Which tokens are footnotes, with the blanks around them."""

    def add(self, token: wording.Token) -> None:
        self.tokens.append(token)
        self.marked.append(None if token.text.isspace() else token.key)

    def extend(self, some: Iterable[wording.Token]) -> None:
        for token in some:
            node = token.nodes[0]
            if node["type"] == "footnote":
                # Its words are compared, not its label, which counts itself.
                start = len(self.tokens)
                self.add(_NOTE)
                self.extend(wording.tokens(node.get("content", ())))
                self.add(_NOTE)
                self.notes.append(range(start, len(self.tokens)))
            else:
                self.marked.append(None if token.blank else token.key)
                plain = token.key == (token.text, "") and (token.text == " " or not token.blank)
                self.tokens.append(token if plain or node["type"] == "break" else _plain(token.text))


@lru_cache(maxsize=4096)
def _plain(text: str) -> wording.Token:
    """A token that is the same with any marks; one of blanks the same as a blank."""
    key = " " if text.isspace() and "\n" not in text and "\t" not in text else text
    return wording.Token((key, ""), ({"type": "text", "text": text},), text, len(text))


_NOTE = wording.Token("footnote", ({"type": "footnote"},), " ", 1)
_END = wording.Token(END, ({"type": "text", "text": END},), END, 1)


def _has_note(node: Mapping[str, Any]) -> bool:
    return node["type"] == "footnote" or any(map(_has_note, node.get("content") or ()))


def _inline(block: Mapping[str, Any]) -> list[wording.Inline]:
    """A block's words; of a table the cells' words, parted as in its plain text."""
    content: list[wording.Inline] = list(block.get("content") or ())
    if block["type"] != "table":
        return content
    found: list[wording.Inline] = []
    for at, row in enumerate(content):
        for column, cell in enumerate(row.get("content") or ()):
            if at or column:
                found.append({"type": "text", "text": "\t" if column else "\n"})
            found += cell.get("content") or ()
    return found


def _row(group: Group, before: _Blocks, after: _Blocks) -> Row:
    one_to_one = len(group.old) == len(group.new) == 1
    rewritten = restyled = False
    noted: tuple[tuple[str, str, bool], ...] = ()
    if one_to_one and before.content(group.old[0]) == after.content(group.new[0]):
        words: tuple[Piece, ...] = _whole("=", after.text(group.new))
        noted = after.noted("=", group.new)
    else:
        words, noted, rewritten, restyled = _marked(before.tokens(group.old), after.tokens(group.new))
    kind = "moved" if group.moved else "changed" if rewritten else "same"
    if not one_to_one:
        kind = "split" if len(group.new) > 1 else "merged"
    return Row(
        kind=kind,
        old=group.old,
        new=group.new,
        old_numbers=before.labels(group.old),
        new_numbers=after.labels(group.new),
        old_ids=before.names(group.old),
        new_ids=after.names(group.new),
        moved=group.moved,
        rewritten=rewritten,
        restyled=restyled,
        reshaped=one_to_one and before.shape(group.old[0]) != after.shape(group.new[0]),
        ratio=group.ratio,
        words=words,
        noted=noted,
    )


def _marked(old: _Line, new: _Line) -> tuple[tuple[Piece, ...], tuple[tuple[str, str, bool], ...], bool, bool]:
    """The pieces; the same with footnotes told apart, where there are any; whether anything changed but where
    paragraphs end; and whether words that stayed have other marks."""
    pieces: list[Piece] = []
    noted: list[tuple[str, str, bool]] = []
    apart = bool(old.notes or new.notes)
    rewritten = restyled = False
    at = to = 0
    end = wording.Change(len(old.tokens), len(old.tokens), len(new.tokens), len(new.tokens))
    for change in (*wording.changes(old.tokens, new.tokens), end):
        restyled = restyled or old.marked[at : change.old_start] != new.marked[to : change.new_start]
        gone, come = old.tokens[change.old_start : change.old_end], new.tokens[change.new_start : change.new_end]
        rewritten = rewritten or (bool(gone or come) and not _parts(gone, come))
        for sign, some in (("=", new.tokens[to : change.new_start]), ("-", gone), ("+", come)):
            pieces += _whole(sign, "".join([token.text for token in some]))
        if apart:
            noted += _parted("=", new, to, change.new_start)
            noted += _parted("-", old, change.old_start, change.old_end)
            noted += _parted("+", new, change.new_start, change.new_end)
        at, to = change.old_end, change.new_end
    return tuple(pieces), tuple(noted), rewritten, restyled


def _parted(sign: str, line: _Line, start: int, end: int) -> Iterator[tuple[str, str, bool]]:
    """Some of a line's words, with those of footnotes apart."""
    at = start
    for note in line.notes:
        for stop, is_note in ((note.start, False), (note.stop, True)):
            stop = min(max(stop, at), end)
            if at < stop:
                yield sign, "".join([token.text for token in line.tokens[at:stop]]), is_note
            at = stop
    if at < end:
        yield sign, "".join([token.text for token in line.tokens[at:end]]), False


def _parts(gone: Sequence[wording.Token], come: Sequence[wording.Token]) -> bool:
    """Does a change only part paragraphs, or join them?"""
    texts = {token.text for token in (*gone, *come)}
    return END in texts and all(map(str.isspace, texts))


def _whole(sign: str, words: str) -> tuple[Piece, ...]:
    return ((sign, words),) if words else ()


def _alone(kind: str, at: int, side: _Blocks) -> Row:
    here, nowhere = (at,), ()
    gone = kind == "deleted"
    return Row(
        kind=kind,
        old=here if gone else nowhere,
        new=nowhere if gone else here,
        old_numbers=side.labels(here if gone else nowhere),
        new_numbers=side.labels(nowhere if gone else here),
        old_ids=side.names(here if gone else nowhere),
        new_ids=side.names(nowhere if gone else here),
        moved=False,
        rewritten=True,
        restyled=False,
        reshaped=False,
        ratio=0.0,
        words=_whole("-" if gone else "+", side.texts[at]),
        noted=side.noted("-" if gone else "+", here),
    )


def _in_order(found: list[Row], before: _Blocks, after: _Blocks) -> Iterator[Row]:
    """With what was added in its place, and what was deleted after what stood before it and stayed."""
    known_old = {at for row in found for at in row.old}
    known_new = {at for row in found for at in row.new}
    added = [_alone("added", at, after) for at in range(len(after.blocks)) if at not in known_new]
    staying = {row.old[-1]: row for row in found if not row.moved}
    follows: dict[int, list[Row]] = {}
    last = -1
    for at in range(len(before.blocks)):
        if at in staying:
            last = staying[at].new[-1]
        elif at not in known_old:
            follows.setdefault(last, []).append(_alone("deleted", at, before))
    yield from follows.get(-1, ())
    for row in sorted([*found, *added], key=lambda row: row.new):
        yield row
        yield from follows.get(row.new[-1], ())
