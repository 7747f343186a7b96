"""What stands in a text's own brackets: left without the names in them, or chosen as one party would choose.

Both read the whole text's alternatives (``attributions``), of those paragraphs only in which somebody could be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from communique.domain.texts.attributions import Attribution, Found, found_in
from communique.domain.texts.brackets import Row as Texts
from communique.domain.texts.brackets import spans
from communique.domain.texts.compile.asked import Note
from communique.domain.texts.compile.pieces import plain, without
from communique.domain.texts.document import plain_text
from communique.domain.texts.parties import Parties
from communique.domain.texts.wording import Inline

Block = dict[str, Any]
Range = tuple[int, int]

WANTED = ("propose", "support", "retain")
UNWANTED = ("delete", "oppose")

_SIGNS = re.compile(r"[\[\]]")
_NAMING = re.compile(r"(?<!\w)[-–]|—|:")
"""What stands between words and names: without it nobody is named."""
_NOTE = re.compile(r"\[\s*\{[^{}]*\}\s*\]|\{[^{}]*\}")
"""An editorial note, with the brackets around it when they hold nothing else."""
_SLASH = re.compile(r"(?<=\s)/(?=\s)")


def without_names(blocks: Sequence[Block], parties: Parties) -> list[Block]:
    """Blocks without attributions and without editorial notes; a block that was nothing else is left out."""
    texts = [plain_text(block) for block in blocks]
    gone: dict[int, list[Range]] = {}
    for at, text in enumerate(texts):
        if "{" in text:
            gone[at] = [found.span() for found in _NOTE.finditer(text)]
    row, places = _named(texts)
    for choice, cells in _choices(row.text, parties):
        if all(said and start == end for start, end, said in choice.pieces):
            # A remark such as "[US: delete]" holds no words of the text.
            _spread(row, places, [(choice.open, choice.close + 1)], gone)
            continue
        for cell, (start, end, said) in zip(cells, choice.pieces, strict=True):
            if said:
                _spread(row, places, cell.names(row.text, start, end), gone)
    return _left(blocks, texts, gone)


def as_chosen_by(blocks: Sequence[Block], party: str, parties: Parties) -> tuple[list[Block], list[Note]]:
    """Blocks with the alternatives of one party chosen, and what it would delete gone.

    Where a party says nothing its groups speak for it: its own word on a wording goes before theirs, and its own
    wording before any of theirs. Of a choice in which it, or its groups, stand behind several alternatives, or in
    which the groups disagree about one, none is chosen, and a note says so.
    """
    texts = [plain_text(block) for block in blocks]
    name = parties.find(party) or party
    groups = parties.groups_of(name)
    gone: dict[int, list[Range]] = {}
    notes: list[Note] = []
    row, places = _named(texts)
    for choice, cells in _choices(row.text, parties):
        if all(start == end for start, end, _ in choice.pieces):
            continue  # a remark: nothing to choose from
        said = [_Said.of(about, name, groups) for _, _, about in choice.pieces]
        wanted = [at for at, one in enumerate(said) if one.own and one.wanted]
        wanted = wanted or [at for at, one in enumerate(said) if one.wanted]
        kept = [at for at, one in enumerate(said) if not one.unwanted]
        divided: set[str] = set()
        if not any(said[at].own for at in wanted):
            divided = {who for one in said if one.wanted and one.unwanted for who in one.who}
            if len(wanted) > 1:
                divided |= {who for at in wanted for who in said[at].who}
        if divided or len(wanted) > 1:
            paragraph = blocks[places[int(row.mark(choice.open).block)]]["attrs"]["id"]
            at_issue = wanted or [at for at, one in enumerate(said) if one.wanted and one.unwanted]
            facts = {"party": name, "paragraph": paragraph}
            facts["words"] = [row.text[choice.pieces[at][0] : choice.pieces[at][1]] for at in at_issue]
            if len(divided) > 1:
                notes.append(Note("groups_disagree", {**facts, "groups": [who for who in groups if who in divided]}))
            else:
                notes.append(Note("several_alternatives", {**facts, "party": next(iter(divided), name)}))
        elif wanted:
            start, end, _ = choice.pieces[wanted[0]]
            _spread(row, places, [(choice.open, start), (end, choice.close + 1)], gone)
        elif not kept:
            _spread(row, places, [(choice.open, choice.close + 1)], gone)
        else:
            for at in set(range(len(cells))).difference(kept):
                behind = at > kept[0]
                start = cells[at - 1].end if behind else cells[at].start
                end = cells[at].end if behind else cells[at + 1].start
                _spread(row, places, [(start, end)], gone)
    return _left(blocks, texts, gone), notes


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one wording for a party: by itself, or else by its groups."""

    who: tuple[str, ...]
    own: bool
    wanted: bool
    unwanted: bool

    @classmethod
    def of(cls, about: Iterable[Attribution], name: str, groups: Sequence[str]) -> _Said:
        telling = [one for one in about if one.stance in (*WANTED, *UNWANTED)]
        own = [one for one in telling if one.party == name]
        here = own or [one for one in telling if one.party in groups]
        wanted = any(one.stance in WANTED for one in here)
        unwanted = any(one.stance in UNWANTED for one in here)
        # A party that says both of one wording would rather have it.
        return cls(tuple(one.party for one in here), bool(own), wanted, unwanted and not (own and wanted))


@dataclass(frozen=True, slots=True)
class _Cell:
    """One wording of a choice with its names, in places of the text.

    Where each wording has a bracket of its own, ``start`` and ``end`` are around that bracket, the inner ones inside.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int

    def names(self, text: str, start: int, end: int) -> Iterator[Range]:
        """Where the names stand, beside the words from ``start`` to ``end``. Brackets that guard words stay."""
        if text[start - 2 : start] == "[[" and text[end : end + 2] == "]]":
            outer = (start - 2, end + 2)
            start, end = outer if self.inner_start <= outer[0] and outer[1] <= self.inner_end else (start, end)
        if text[self.inner_start : start].strip():
            yield self.inner_start, start
        if text[end : self.inner_end].strip():
            yield end, self.inner_end


def _choices(text: str, parties: Parties) -> Iterator[tuple[Found, list[_Cell]]]:
    """The choices in which somebody is named, each with the cells of its wordings."""
    pairs = spans(text)[0]
    ends = {span.start: span.end for span in pairs}
    for choice in found_in(text, pairs, parties):
        if not any(said for _, _, said in choice.pieces):
            continue
        cells: list[_Cell] = []
        if ends[choice.open] == choice.close:
            start = choice.open + 1
            for (_, end, _), (after, _, _) in pairwise(choice.pieces):
                slash = _SLASH.search(text, end, after)
                assert slash is not None, "alternatives in one bracket are parted by a slash"
                cells.append(_Cell(start, start, slash.start() - 1, slash.start() - 1))
                start = slash.end() + 1
            cells.append(_Cell(start, start, choice.close, choice.close))
        else:
            start = choice.open
            for _ in choice.pieces:
                end = ends[start]
                cells.append(_Cell(start, start + 1, end, end + 1))
                start = text.find("[", end)
        yield choice, cells


def _named(texts: Sequence[str]) -> tuple[Texts, list[int]]:
    """The paragraphs in whose brackets somebody could be named, with all those that brackets join to them.

    As one row in reading order, whose ids are places in ``places``, which says where each was in ``texts``.
    """
    waiting: list[int] = []
    reach = list(range(len(texts)))
    """For each paragraph the last one that one of its brackets reaches."""
    bracketed: set[int] = set()
    for at, text in enumerate(texts):
        if "[" not in text and "]" not in text:
            continue
        bracketed.add(at)
        first, *rest = text.split("[")
        if "]" not in first and all(one.count("]") == 1 for one in rest):
            continue  # each of its brackets closes before the next one opens, as most do
        for sign in _SIGNS.findall(text):
            if sign == "[":
                waiting.append(at)
            elif waiting:
                opening = waiting.pop()
                reach[opening] = max(reach[opening], at)
    places: list[int] = []
    at = 0
    while at < len(texts):
        end = reach[at]
        last = at
        while last < end:
            last += 1
            end = max(end, reach[last])
        joint = range(at, end + 1)
        if any(one in bracketed for one in joint) and any(map(_could_name, (texts[one] for one in joint))):
            places += joint
        at = end + 1
    return Texts.of([(str(n), texts[at]) for n, at in enumerate(places)]), places


def _could_name(text: str) -> bool:
    return ":" in text or "—" in text or (("-" in text or "–" in text) and _NAMING.search(text) is not None)


def _spread(row: Texts, places: Sequence[int], ranges: Iterable[Range], gone: dict[int, list[Range]]) -> None:
    """Enters ranges of a row's text as ranges of the paragraphs that they go over."""
    for start, end in ranges:
        first, last = row.mark(start), row.mark(end)
        for n in range(int(first.block), int(last.block) + 1):
            begin = first.offset if n == int(first.block) else 0
            stop = last.offset if n == int(last.block) else len(row.text)
            gone.setdefault(places[n], []).append((begin, stop))


def _left(blocks: Sequence[Block], texts: Sequence[str], gone: dict[int, list[Range]]) -> list[Block]:
    found = list(blocks)
    for at in sorted(gone, reverse=True):
        ranges = [(start, min(end, len(texts[at]))) for start, end in gone[at] if start < end]
        if not ranges:
            continue
        block = _cut(found[at], ranges)
        if plain_text(block).strip() or not texts[at].strip() or len(found) == 1:
            found[at] = block
        else:
            del found[at]
    return found


def _cut(block: Block, ranges: Sequence[Range]) -> Block:
    """A block without ranges of its plain text; in a table each cell without those that lie in it."""
    if block["type"] != "table":
        return _with(block, without(block.get("content", []), ranges))
    place = 0
    rows = []
    for row in block["content"]:
        cells = []
        for cell in row["content"]:
            content: list[Inline] = cell.get("content", [])
            size = len(plain(content))
            within = [(max(0, a - place), min(size, b - place)) for a, b in ranges if a < place + size and place < b]
            cells.append(_with(cell, without(content, within)) if within else cell)
            place += size + 1
        rows.append({**row, "content": cells})
    return {**block, "content": rows}


def _with(node: Block, content: Sequence[Inline]) -> Block:
    bare = {key: value for key, value in node.items() if key != "content"}
    return {**bare, "content": list(content)} if content else bare
