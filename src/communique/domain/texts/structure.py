"""What stands where in a text: sections, annexes, paragraphs below paragraphs, options, alternatives, notes.

Nothing of it is stored. A document is a flat row of blocks; what lies under what is read off labels and levels, off the
words by which an option begins, and off the bracket that holds a row of options together. A label that is given to a
new paragraph is made here as well: numbers are frozen while a text is negotiated, so that everybody speaks of the same
paragraph (United Nations Editorial Manual), and a new one takes *bis*, *ter* or *alt*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import brackets, numerals
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.numerals import Label
from communique.domain.texts.options import Option, id_of, option_at, options, options_in

__all__ = [
    "KINDS",
    "Option",
    "Outline",
    "Part",
    "form_of",
    "number_between",
    "number_of_alternative",
    "options",
    "options_in",
    "outline",
    "same_row",
    "style_of",
]

KINDS = ("title", "heading", "annex", "preambular", "operative", "plain", "note", "table")

_NOTE = re.compile(r"\{[^{}]*\}")
_WHOLE_NOTE = re.compile(r"[\s\[]*\{[^{}]*\}[\s\]]*")
_HEADED = re.compile(r"(?:Article|Annex|Appendix|Chapter|Part|Section|Title|Rule|Principle|Goal|Item)\s\S+(?:\s\S+)?")
_ANNEX = re.compile(r"[\s\[]*(?:annex|appendix)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A block in its place."""

    block: str
    kind: str
    """One of ``KINDS``; "note" also for words that stand in braces as a whole."""
    number: str
    level: int
    """A paragraph's is 0 to 4, the four numbering levels below the first; a heading's 1 to 6, 1 the highest."""
    parent: str
    """The id of the block under which it stands: a paragraph, an option, a heading; "" at the top."""
    section: str
    """The id of the heading under which it stands; "" before the first."""
    option: Option | None
    """The option that begins here."""
    within: str
    """The id of the block where the option began in which it stands; "" outside of options."""
    alternative_to: str
    """The id of the paragraph in whose place it could stand, by its label ("5 alt"); "" for most."""
    notes: tuple[str, ...]
    """Editorial words in braces, which are no text."""
    footnotes: tuple[str, ...]
    """Their labels."""
    in_words: bool = False
    """The number is all that the words of a heading say ("Article 5"), and not an attribute of the block."""

    @property
    def label(self) -> Label | None:
        """The number taken apart; None without one that counts."""
        return numerals.parse(self.number) if self.number and self.kind != "note" else None


@dataclass(frozen=True)
class Outline:
    """A text's parts in reading order."""

    parts: tuple[Part, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each block stands in ``parts``."""
        return {part.block: at for at, part in enumerate(self.parts)}

    def part(self, block: str) -> Part | None:
        at = self.places.get(block)
        return None if at is None else self.parts[at]

    def children(self, block: str) -> tuple[Part, ...]:
        """The parts directly under a block; under "" those at the top."""
        return tuple(part for part in self.parts if part.parent == block)

    def last_of(self, block: str) -> str:
        """The id of the last block that stands under this one, itself when nothing does: a new paragraph of the same
        level goes behind it."""
        at = self.places[block]
        inside = {block}
        while at + 1 < len(self.parts) and self.parts[at + 1].parent in inside:
            at += 1
            inside.add(self.parts[at].block)
        return self.parts[at].block

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(part.option for part in self.parts if part.option)


def outline(doc: Mapping[str, Any]) -> Outline:
    """The parts of a document, each under the one to which it belongs. Total: whatever the text, every block has one.

    A paragraph stands under the nearest one before it whose level is less, within the same option or section; "3.1"
    under "3." whatever its level. An option holds what follows until the next one of its row; the row ends where the
    bracket closes that opened before its first option, or else where the row of numbers goes on in which it began, or
    a section ends.
    """
    texts = [(id_of(block), plain_text(block)) for block in blocks(doc)]
    reader = _Reader(texts)
    for block, (_, text) in zip(blocks(doc), texts, strict=True):
        reader.read(block, text)
    return Outline(tuple(_with_alternatives(reader.parts)))


def number_between(
    doc: Mapping[str, Any], after_id: str, *, level: int | None = None, taken: Iterable[str] = ()
) -> str:
    """The label of a new paragraph that comes right after a block; "" is before all. Nothing else is renumbered.

    It is as deep as the block before it, or has the ``level`` that is given, and is written as its neighbours are:
    "2 bis.", "(a bis)", "OP3bis"; before the first of a row "1 ante."; behind the last of all the next number. A label
    that stands already, or is among ``taken`` (such as those of proposals), is never given: behind 2 comes 2 ter when
    2 bis is taken by a proposal, but "2 bis ante" when 2 bis stands there, since 2 ter would belong behind it: the
    Editorial Manual counts *bis* and *ter* in sequence. "" where neighbours have no numbers. Raises
    Refused("no_such_paragraph").
    """
    whole = outline(doc)
    part = _part(whole, after_id) if after_id else None
    if part and part.label and level is not None and level > part.level:
        below = [one.label for one in whole.children(after_id) if one.label]
        return str(below[0].with_behind("ante")) if below else _first(whole, level)
    row, before = _row_around(whole, part, level)
    if not row:
        return ""
    known = {key for key in map(numerals.key, (*(part.number for part in row), *taken)) if key}
    if before is None:
        first = row[0].label
        assert first is not None
        return _free((_styled(whole, first.base, ("ante", *more)) for more in _ante()), known)
    label = before.label
    assert label is not None
    behind = tuple(one for one in label.behind if not one.startswith(("alt", "ante")))
    if not behind and _is_last(whole, row, before):
        for form, place in label.readings:
            if _form(row) == form:
                made = str(label.base.counted(place + 1, form))
                if numerals.key(made) not in known:
                    return made
    later = _same_number_behind(row, before)
    if later is not None:
        return _free((_styled(whole, label.base, (*later.behind, "ante", *more)) for more in _ante()), known)
    return _free((_styled(whole, label.base, more) for more in numerals.following(behind)), known)


def number_of_alternative(doc: Mapping[str, Any], block_id: str, *, taken: Iterable[str] = ()) -> str:
    """The label of a paragraph that could stand in the place of another: "5 alt", "PP5alt", after these "PP5alt2".

    A preambular paragraph without a number is called by its place, as negotiators do ("PP5alt"); "" for others without.
    Raises Refused("no_such_paragraph").
    """
    whole = outline(doc)
    part = _part(whole, block_id)
    label = part.label
    if label is None:
        if part.kind != "preambular":
            return ""
        place = sum(one.kind == "preambular" for one in whole.parts[: whole.places[block_id] + 1])
        label = Label("PP", "", str(place), (), "", None)
    behind = tuple(one for one in label.behind if not one.startswith("alt"))
    near = (one.number for one in whole.parts if one.section == part.section)
    known = {key for key in map(numerals.key, (*near, *taken)) if key}
    names = ("alt", *(f"alt{times}" for times in range(2, 1000)))
    return _free((_styled(whole, label.base, (*behind, name)) for name in names), known)


@dataclass
class _Frame:
    """What holds paragraphs: a section, or an option."""

    block: str
    option: Option | None = None
    until: str = ""
    """The block in which the row's own bracket closes."""
    owned: bool = False
    """The row began in a paragraph with a number, so that what has the next number isn't in it."""
    rungs: tuple[tuple[int, str, Label], ...] = ()
    """The paragraphs under which the next may stand: level, id, label."""


class _Reader:
    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        forest = brackets.find(texts)
        self.closings = {pair.open: pair.close for pair in _pairs(forest.pairs)}
        self.parts: list[Part] = []
        self.headings: list[tuple[int, str, bool]] = []
        """Level, id, and whether it is an annex."""
        self.frames = [_Frame("")]

    def read(self, block: Mapping[str, Any], text: str) -> None:
        attrs = block.get("attrs") or {}
        block_id, number, level = str(attrs.get("id", "")), str(attrs.get("number", "")), attrs.get("level", 0)
        kind, option = str(block["type"]), option_at(str(attrs.get("id", "")), text)
        in_words = kind == "heading" and not number and _HEADED.fullmatch(text) and numerals.parse(text) is not None
        number = text if in_words else number
        if kind in ("title", "heading"):
            kind, parent = self._heading(kind, block_id, level, number or text)
        else:
            kind = kind if kind == "table" else self._kind(attrs, text)
            parent = self._paragraph(block_id, "" if kind == "note" else number, level, option, text)
        self.parts.append(
            Part(
                block_id,
                kind,
                number,
                level,
                parent,
                self.headings[-1][1] if self.headings and kind not in ("heading", "annex") else parent,
                option,
                next((frame.block for frame in reversed(self.frames) if frame.option), ""),
                "",
                tuple(_NOTE.findall(text)) if "{" in text else (),
                tuple(
                    str((node.get("attrs") or {}).get("label", ""))
                    for node in block.get("content") or ()
                    if node["type"] == "footnote"
                ),
                bool(in_words),
            )
        )
        while any(frame.until == block_id and block_id for frame in self.frames):
            self.frames.pop()

    def _kind(self, attrs: Mapping[str, Any], text: str) -> str:
        role = str(attrs.get("role", "plain"))
        return "note" if "{" in text and _WHOLE_NOTE.fullmatch(text) else role

    def _heading(self, kind: str, block_id: str, level: int, words: str) -> tuple[str, str]:
        """The kind, and the heading above it. What follows an annex is part of it, until the next one."""
        annex = kind == "heading" and _ANNEX.match(words) is not None
        if kind == "title":
            self.headings, level = [], 0
        while self.headings:
            above, _, is_annex = self.headings[-1]
            if above < level or (above == level and is_annex and not annex):
                break
            self.headings.pop()
        parent = self.headings[-1][1] if self.headings else ""
        if kind == "heading":
            self.headings.append((level, block_id, annex))
        self.frames = [_Frame(block_id if kind == "heading" else "")]
        return "annex" if annex else kind, parent

    def _paragraph(self, block_id: str, number: str, level: int, option: Option | None, text: str) -> str:
        """The block under which a paragraph stands."""
        label = numerals.parse(number) if number else None
        if label is not None and not (option and self._row_of(option)):
            self._close_rows(level, label)
        parent = ""
        if label is not None:
            frame = self.frames[-1]
            if option and self._row_of(option):
                frame = self._leave(option)
            frame.rungs = _above(frame.rungs, level, label)
            parent = frame.rungs[-1][1] if frame.rungs else frame.block
            frame.rungs = (*frame.rungs, (level, block_id, label))
        if option:
            parent = self._enter(block_id, label, option, text, parent)
        elif label is None:
            frame = self.frames[-1]
            parent = next((held for deep, held, _ in reversed(frame.rungs) if deep < level), frame.block)
        return parent

    def _row_of(self, option: Option) -> bool:
        """Is there an option of this depth before it, of whose row it may be a further one?"""
        return any(frame.option and frame.option.depth == option.depth for frame in self.frames)

    def _leave(self, option: Option) -> _Frame:
        """Closes the option before this one; returns what holds their row."""
        while self.frames[-1].option and self.frames[-1].option.depth >= option.depth:
            self.frames.pop()
        return self.frames[-1]

    def _enter(self, block_id: str, label: Label | None, option: Option, text: str, parent: str) -> str:
        """Opens an option's frame; returns the block under which it stands."""
        before = next((one for one in self.frames if one.option and one.option.depth == option.depth), None)
        if before:
            self._leave(option)
        begins = option.label.strip("()") in ("1", "a", "i", "A", "I") and label is not None
        further = before if before and not begins else None
        until = further.until if further else self._closing(block_id, option, text)
        owned = further.owned if further else label is not None
        if label is None:
            frame = self.frames[-1]
            parent = frame.rungs[-1][1] if frame.rungs else frame.block
        self.frames.append(_Frame(block_id, option, until, owned))
        return parent

    def _closing(self, block_id: str, option: Option, text: str) -> str:
        """The later block in which a bracket closes that opened right before a row's first option, "" without one."""
        for at in range(option.offset - 1, -1, -1):
            closing = self.closings.get(brackets.Mark(block_id, at)) if text[at] == "[" else None
            if closing and closing.block != block_id:
                return closing.block
        return ""

    def _close_rows(self, level: int, label: Label) -> None:
        """Ends the options behind which this label goes on in the numbers that were before them."""
        for fits in (_continues, _comes_after):
            for at in range(len(self.frames) - 1, -1, -1):
                if any(deep == level and fits(held, label) for deep, _, held in self.frames[at].rungs):
                    del self.frames[at + 1 :]
                    return
                if self.frames[at].until and not self.frames[at].owned:
                    break


def _pairs(pairs: Iterable[brackets.Pair]) -> Iterator[brackets.Pair]:
    waiting = list(pairs)
    while waiting:
        pair = waiting.pop()
        yield pair
        waiting += pair.children


def _above(rungs: tuple[tuple[int, str, Label], ...], level: int, label: Label) -> tuple[tuple[int, str, Label], ...]:
    """The paragraphs that still stand above one with this level and label."""
    if label.above:
        for at in range(len(rungs) - 1, -1, -1):
            held = rungs[at][2]
            if held.heads(label) and held.before == label.before:
                return rungs[: at + 1]
    return tuple(rung for rung in rungs if rung[0] < level)


def same_row(one: Label, other: Label) -> bool:
    """Are both written as labels of one row are? A full stop more or less doesn't matter."""
    return style_of(one) == style_of(other) and any(
        form == form_of_other for form, _ in one.readings for form_of_other, _ in other.readings
    )


def style_of(label: Label) -> tuple[str, str, str]:
    """What labels of one row have in common."""
    return label.before.strip(), label.above.replace(" ", ""), label.after.rstrip(".:")


def _alike(one: Label, other: Label) -> bool:
    """Are both of one kind, so that one shows how the other is written?"""
    return (
        one.before.strip() == other.before.strip()
        and one.after == other.after
        and bool({form for form, _ in one.readings} & {form for form, _ in other.readings})
    )


def _continues(one: Label, other: Label) -> bool:
    """Could the other label be the next after this one in a row?"""
    return style_of(one) == style_of(other) and any(
        form == after_form and after in (place, place + 1)
        for form, place in one.readings
        for after_form, after in other.readings
    )


def _comes_after(one: Label, other: Label) -> bool:
    """Could the other label stand somewhere behind this one in a row?"""
    return style_of(one) == style_of(other) and any(
        form == after_form and after > place for form, place in one.readings for after_form, after in other.readings
    )


def _with_alternatives(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, each alternative with the paragraph in whose place it could stand."""
    known: dict[tuple[str, tuple[str, ...]], str] = {}
    for part in parts:
        key = numerals.key(part.number) if part.number and part.kind != "note" else None
        if key is None:
            yield part
            continue
        behind = tuple(one for one in key[1] if not one.startswith("alt"))
        if behind == key[1]:
            known[key] = part.block
            yield part
        else:
            yield replace(part, alternative_to=known.get((key[0], behind), ""))


def _part(whole: Outline, block: str) -> Part:
    part = whole.part(block)
    if part is None:
        raise Refused("no_such_paragraph", paragraph=block[:40])
    return part


def _first(whole: Outline, level: int) -> str:
    """The first label of a new row: as rows of this level begin in the text, otherwise as in the Editorial Manual."""
    for part in whole.parts:
        label = part.label if part.level == level and part.kind not in ("heading", "annex") else None
        if label and not label.above and label.readings:
            return str(label.base.counted(1, label.readings[0][0]))
    return ("1.", "(a)", "(i)", "a.", "i.")[min(level, 4)]


def _row_around(whole: Outline, part: Part | None, level: int | None) -> tuple[list[Part], Part | None]:
    """The numbered parts of the row into which a new paragraph comes, and which of them stands before it."""
    while part and level is not None and part.level > level and part.parent and part.kind not in ("heading", "annex"):
        part = whole.part(part.parent)
    inside = part.block if part and (part.kind in ("heading", "annex") or (part.option and not part.number)) else None
    parent = inside if inside is not None else part.parent if part else ""
    siblings = [
        one
        for one in whole.parts
        if one.parent == parent and one.label is not None and one.kind not in ("heading", "annex")
    ]
    if not siblings:
        return [], None
    at = whole.places[part.block] if part else -1
    before = [one for one in siblings if whole.places[one.block] <= at]
    chosen = before[-1] if before else siblings[0]
    label = chosen.label
    row = [one for one in siblings if one.label and label and same_row(one.label.base, label.base)]
    return row, chosen if before else None


def _is_last(whole: Outline, row: Sequence[Part], before: Part) -> bool:
    """Does the row end here, and not go on in the next section?"""
    if row[-1].block != before.block:
        return False
    label = before.label
    for part in whole.parts[whole.places[before.block] + 1 :]:
        later = part.label if part.level == before.level and part.kind not in ("heading", "annex") else None
        if label and later and part.parent != before.parent and same_row(label.base, later.base):
            places = dict(label.readings)
            return not any(form in places and place > places[form] for form, place in later.readings)
    return True


def _same_number_behind(row: Sequence[Part], before: Part) -> Label | None:
    """The *bis* or *ter* of the same number that stands next in the row, alternatives aside."""
    at = next(at for at, part in enumerate(row) if part.block == before.block)
    later = next((part.label for part in row[at + 1 :] if part.label and not part.label.is_alternative), None)
    return later if later and later.behind and before.label and later.base == before.label.base else None


def _form(row: Sequence[Part]) -> str:
    """The form in which a row is counted."""
    return form_of([part.label for part in row if part.label])


def form_of(labels: Sequence[Label]) -> str:
    """The form in which labels of one row are counted: that in which most have a place, and as its first says."""
    forms = [form for label in labels for form, _ in label.readings]
    likely = [form for form, _ in labels[0].readings]
    return max(dict.fromkeys((*likely, *forms)), key=forms.count, default="digits")


def _styled(whole: Outline, label: Label, behind: tuple[str, ...]) -> str:
    """A label with *bis* and the like, written as such labels are in this text."""
    for part in whole.parts:
        known = part.label
        if known and known.behind and _alike(known, label):
            return str(replace(label.with_behind(*behind, gap=known.gap), closed=known.closed))
    return str(label.with_behind(*behind))


def _ante() -> Iterator[tuple[str, ...]]:
    yield ()
    for word in numerals.LATER:
        yield (word,)


def _free(labels: Iterable[str], known: set[tuple[str, tuple[str, ...]]]) -> str:
    """The first label that isn't taken."""
    return next((label for label in labels if numerals.key(label) not in known), "")
