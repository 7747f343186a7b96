"""Where the words of a text name its own paragraphs and sections: "paragraph 3 bis", "paragraphs 4 and 5 (a)", "OP3".

Only what is surely meant of this text is found: not "Article 4, paragraph 1, of the Convention", nor a number that no
paragraph here has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.domain.texts import numerals, wording
from communique.domain.texts.document import blocks
from communique.domain.texts.numerals import Key, Label
from communique.domain.texts.structure import Outline, Part

_LATER = rf"(?:\s?(?:{'|'.join(numerals.LATER)}|ante|alt)(?![a-z])(?:\d{{1,2}})?)*"
_SUB = rf"(?:\s?\([a-z]{{1,5}}{_LATER}\))"
_COUNT = rf"(?:\d{{1,3}}(?:\.\d{{1,3}})*{_LATER}{_SUB}*|[IVXLC]{{1,6}}(?!\w){_LATER}|[A-Z](?!\w){_LATER})"
_LIST = rf"{_COUNT}(?:(?:\s?[–-]\s?|,?\s+(?:and|or|to)\s+|,\s+){_COUNT})*"
_NAMED = re.compile(
    rf"""
    (?P<article>\bArticle\s(?P<of>{_COUNT}),?\s+)?
    (?P<word>\b[Pp]aragraphs?|\b[Pp]aras?\.?|\b(?:Article|Chapter|Part|Section|Annex|[Ss]ection|[Aa]nnex|[Cc]hapter)(?:s|es)?)
    \s (?P<list>{_LIST})
    | (?P<series>\b(?:PP|OP)\s?\d{{1,3}}{_LATER})
    | \b(?:[Ss]ub)?paragraphs?\s(?P<sub>{_SUB.replace(chr(92) + "s?", "", 1)})
    """,
    re.VERBOSE,
)
_ONE = re.compile(
    rf"(?P<count>\d{{1,3}}(?:\.\d{{1,3}})*{_LATER}|[IVXLC]+(?!\w){_LATER}|[A-Z](?!\w){_LATER})(?P<subs>{_SUB}*)"
)
_ONE_SUB = re.compile(rf"\([a-z]{{1,5}}{_LATER}\)")
_OF = re.compile(r"\s*,?\s+of\s+(?P<own>this\b|the\s+present\b)?(?:Article\s(?P<article>\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a block where a number is named that changes."""

    block: str
    words: str
    """As they stand, such as "paragraphs 3 bis and 4"."""
    old: str
    """The part of them that names the number: "3 bis"."""
    new: str
    start: int
    """Where ``old`` begins, in positions inside the block: 0 is before its first sign."""
    target: str
    """The id of the block that is named."""


def find(doc: Mapping[str, Any], whole: Outline, changed: Mapping[str, Label]) -> list[Reference]:
    """The places that name a block of ``changed``, which are its new labels by id. In reading order."""
    if not changed:
        return []
    named = _Named(whole)
    found: list[Reference] = []
    for block in blocks(doc):
        part = whole.part(block["attrs"]["id"])
        if part is None or part.kind == "table":
            continue
        if part.in_words:
            found += _heading(part, changed)
            continue
        for start, text in _runs(block.get("content") or (), 0):
            found += _in_text(text, start, part, named, changed)
    return found


def steps(doc: Mapping[str, Any], starts: Mapping[str, int], found: Sequence[Reference]) -> Iterator[dict[str, Any]]:
    """Steps that write the new numbers, the last first, so that each is at its place when its turn comes.

    ``starts`` are the positions before the blocks. The words keep their marks; a number set in several ways at once is
    left out.
    """
    content = {block["attrs"]["id"]: block.get("content") or () for block in blocks(doc)}
    for one in reversed(found):
        marks = _marks_at(content[one.block], one.start, len(one.old))
        if marks is not None:
            start = starts[one.block] + 1 + one.start
            text = {"type": "text", **({"marks": marks} if marks else {}), "text": one.new}
            yield {"stepType": "replace", "from": start, "to": start + len(one.old), "slice": {"content": [text]}}


def _heading(part: Part, changed: Mapping[str, Label]) -> Iterator[Reference]:
    """The number of a heading whose words are nothing else."""
    label, new = part.label, changed.get(part.block)
    if label and new:
        yield Reference(part.block, part.number, _bare(label), _bare(new), _units(label.before), part.block)


def _in_text(text: str, start: int, part: Part, named: _Named, changed: Mapping[str, Label]) -> Iterator[Reference]:
    for found in _NAMED.finditer(text):
        for at, old, target in _targets(text, found, part, named):
            new = changed.get(target.block)
            if new is None:
                continue
            written = str(new) if old.startswith("(") else f"{_lead(old)}{_bare(new)}"
            if written != old:
                yield Reference(part.block, found.group(), old, written, start + _units(text[:at]), target.block)


def _targets(text: str, found: re.Match[str], part: Part, named: _Named) -> Iterator[tuple[int, str, Part]]:
    """Each number that is named: where it begins in the text, its words, and what it names."""
    if text[max(0, found.start() - 4) : found.start()].lower() == "its ":
        return  # "the Convention, in particular its Article 3"
    of = _OF.match(text, found.end())
    section = part.section
    if of and not of["own"]:
        if not of["article"]:
            return
        home = named.heading("Article", of["article"])
        if home is None:
            return
        section = home.block
    if found["series"]:
        target = named.paragraph(numerals.key(found["series"]), section)
        if target:
            yield found.start(), found["series"], target
        return
    if found["sub"]:
        target = named.below(part.block, found["sub"]) or named.below(part.parent, found["sub"])
        if target:
            yield found.start("sub"), found["sub"], target
        return
    word = found["word"].rstrip("s.").capitalize()
    if found["article"]:
        home = named.heading("Article", found["of"])
        if home is None:
            return
        section = home.block
        yield found.start("of"), found["of"], home
    for one in _ONE.finditer(found["list"]):
        if word in ("Paragraph", "Para"):
            target = named.paragraph(numerals.key(one["count"]), section)
        else:
            target = named.heading(word, one["count"])
        if target is None:
            continue
        at = found.start("list") + one.start()
        yield at, one["count"], target
        for sub in _ONE_SUB.finditer(one["subs"]):
            target = named.below(target.block, sub.group())
            if target is None:
                break
            yield found.start("list") + one.start("subs") + sub.start(), sub.group(), target


class _Named:
    """What a text's numbers name."""

    def __init__(self, whole: Outline) -> None:
        self.paragraphs: dict[Key, list[Part]] = {}
        self.headings: dict[tuple[str, Key], list[Part]] = {}
        self.subs: dict[tuple[str, Key], Part] = {}
        for part in whole.parts:
            label = part.label
            key = numerals.key(part.number) if label else None
            if label is None or key is None:
                continue
            if part.kind in ("heading", "annex"):
                word = label.before.strip()
                bare = numerals.key(str(label).removeprefix(label.before))
                if bare:
                    self.headings.setdefault((word or "Section", bare), []).append(part)
            elif label.before == "(":
                self.subs.setdefault((part.parent, key), part)
            else:
                self.paragraphs.setdefault(key, []).append(part)
        first = (part for parts in self.paragraphs.values() for part in parts if part.label and part.label.count == "1")
        self.begin_anew = len({part.section for part in first}) > 1
        """Whether sections count their paragraphs for themselves, so that a number means one of its own section."""

    def paragraph(self, key: Key | None, section: str) -> Part | None:
        """The paragraph of this number in the section, or else in a text whose numbers run on. None when unclear."""
        every = self.paragraphs.get(key, []) if key else []
        known = [part for part in every if part.section == section] or ([] if self.begin_anew else every)
        return known[0] if len(known) == 1 else None

    def heading(self, word: str, count: str) -> Part | None:
        key = numerals.key(count)
        known = self.headings.get((word, key), []) if key else []
        return known[0] if len(known) == 1 else None

    def below(self, parent: str, sub: str) -> Part | None:
        key = numerals.key(sub)
        return self.subs.get((parent, key)) if key else None


def _runs(content: Sequence[dict[str, Any]], start: int) -> Iterator[tuple[int, str]]:
    """The words of inline content and, apart, of each footnote in it, with the position at which they begin."""
    text, at = "", start
    for node in content:
        if node["type"] == "text":
            text += node["text"]
        elif node["type"] == "break":
            text += "\n"
        else:
            yield from _runs(node.get("content") or (), at + 1)
            text += "\ufffc" * wording.size_of(node)
        at += wording.size_of(node)
    yield start, text


def _marks_at(content: Sequence[dict[str, Any]], start: int, size: int) -> list[Any] | None:
    """The marks of the text from ``start``, in positions; None when it isn't of one piece."""
    at = 0
    for node in content:
        end = at + wording.size_of(node)
        if at <= start and start + size <= end:
            if node["type"] == "footnote":
                return _marks_at(node.get("content") or (), start - at - 1, size)
            return list(node.get("marks") or ())
        at = end
    return None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _lead(old: str) -> str:
    """ "OP" or "PP " before a number, as it is written there."""
    found = re.match(r"(?:OP|PP)\s?", old)
    return found.group() if found else ""


def _bare(label: Label) -> str:
    """A label without the signs that set it off from a paragraph's words: "3 bis" of "3 bis."."""
    return str(label).removeprefix(label.before).rstrip(".:)")
