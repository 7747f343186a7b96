"""What the pen does with brackets: sets them around words, lifts them, takes out what they hold, chooses, merges.

Each operation answers with the steps for ``authority.receive``, at the document's version, all of them one batch that
``authority.inverse`` undoes. A bracket is named by the place of its opening sign: the block's id, and the offset in the
block's plain text in characters (code points, not JavaScript's units). Brackets may stand in different paragraphs;
what is taken out from one paragraph into another leaves both apart, and no paragraph that only lost its words.

What they refuse with:

    bracket_not_found        no bracket with a partner opens there
    out_of_range             not a place between two signs of the text's words; no such ``alternative``
    nothing_selected         only blanks are
    brackets_cross           a bracket among the words has its partner elsewhere, or none
    unknown_party            nobody of that name is on the list; ``party``
    no_alternatives_beside   no brackets stand beside this one as alternatives to it
    crosses_table            one end is in a table's cell, the other outside of it
    crosses_footnote         one end is in a footnote, the other outside of it
    crosses_paragraphs       alternatives in different paragraphs can't be merged into one bracket
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts.attributing import written
from communique.domain.texts.attributions import Form, Found, Insides, insides, read, rows_of, trimmed
from communique.domain.texts.authority import Document
from communique.domain.texts.brackets import Mark, Row, Span, spans
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.measured import EDGE, Block
from communique.domain.texts.naming import Attribution, said
from communique.domain.texts.parties import KNOWN, Parties
from communique.domain.texts.wording import Inline, size_of

Step = dict[str, Any]
Range = tuple[int, int]
"""From one place to another in the text of all blocks, a line each (``brackets.Row``)."""


def bracket(
    document: Document, start: int, end: int, attributions: Sequence[Attribution] = (), parties: Parties = KNOWN
) -> list[Step]:
    """Sets a bracket around the words between two positions, without the blanks at their ends.

    Where the words could be read as more than words beside the attributions, they get two brackets of their own, as
    ``attributions.written`` does. Refused: out_of_range, nothing_selected, brackets_cross, unknown_party,
    crosses_table, crosses_footnote.
    """
    for one in attributions:
        if parties.find(one.party) != one.party:
            raise Refused("unknown_party", party=one.party)
    text = _Text(document)
    first, last = text.trimmed(text.place(start), text.place(end))
    if first >= last:
        raise Refused("nothing_selected")
    text.check_together(first, last)
    words = text.row.text[first:last]
    if spans(words)[1]:
        raise Refused("brackets_cross")
    opening, closing = "[", (f" - {said(attributions)}" if attributions else "") + "]"
    if _misread(words, opening, closing, attributions, parties):
        opening, closing = f"{opening}[[", f"]]{closing}"
    return [_insertion(text.position(last), closing), _insertion(text.position(first), opening)]


def lift(document: Document, pair: Mark, parties: Parties = KNOWN) -> list[Step]:
    """Removes both signs of a bracket, and who stands behind it; the words stay, also those of every alternative.

    Refused: bracket_not_found.
    """
    text = _Text(document, parties)
    span = text.span(pair)
    ranges = [(span.start, span.start + 1), (span.end, span.end + 1)]
    if span.start not in text.inside.passed:
        ranges += _beside_words(text, text.inside.of(span))
    return text.without(ranges, tidy=False)


def delete(document: Document, pair: Mark, parties: Parties = KNOWN) -> list[Step]:
    """Removes a bracket with all that it holds, and the slash or "and/or" between it and another alternative.

    Refused: bracket_not_found, crosses_table, crosses_footnote.
    """
    text = _Text(document, parties)
    span = text.span(pair)
    run, form = text.run(span)
    start, end = span.start, span.end + 1
    if form != "adjacent" and len(run) > 1:
        at = run.index(span)
        start, end = (run[at - 1].end + 1, end) if at else (start, run[1].start)
    return text.without([(start, end)])


@dataclass(frozen=True)
class Around:
    """The innermost bracket around a place, and the row of alternatives in which it stands."""

    pair: Mark
    """Where it opens."""
    words: str
    """All that stands in it."""
    choice: Mark
    """Where the first bracket of the row opens: what ``choose`` and ``merge`` ask for."""
    alternatives: tuple[str, ...]
    """The wordings as ``choose`` counts them; one alone where nothing is to be chosen."""
    beside: bool
    """Do other brackets stand beside it as alternatives?"""
    within: tuple[str, ...] = ()
    """Its own wordings, as ``choose_within`` counts them, where it stands beside others and holds several itself."""


def around(document: Document, position: int, parties: Parties = KNOWN) -> Around:
    """The bracket that a position is in, or right beside. Refused: out_of_range, bracket_not_found."""
    text = _Text(document, parties)
    place = text.place(position)
    inner = [span for span in text.spans if span.start < place <= span.end]
    beside = [span for span in text.spans if place in (span.start, span.end + 1)]
    span = max(inner or beside, key=lambda span: span.start, default=None)
    if span is None:
        raise Refused("bracket_not_found")
    run, _ = text.run(span)
    words = tuple(text.row.text[start:end] for start, end in text.pieces(run))
    mark = text.row.mark
    own = text.inside.of(span).pieces
    within = tuple(text.row.text[start:end] for start, end, _ in own) if len(run) > 1 and len(own) > 1 else ()
    inside = text.row.text[span.start + 1 : span.end]
    return Around(mark(span.start), inside, mark(run[0].start), words, len(run) > 1, within)


def choose(document: Document, choice: Mark, index: int, parties: Parties = KNOWN) -> list[Step]:
    """Puts one alternative, counted from 0, in the place of the whole choice that opens there.

    Of brackets beside each other all go but the words of one; when that holds alternatives itself, it stays a bracket.
    Refused: bracket_not_found, out_of_range, crosses_table, crosses_footnote.
    """
    text = _Text(document, parties)
    run, _ = text.run(text.span(choice))
    if text.row.mark(run[0].start) != choice:
        raise Refused("bracket_not_found")
    pieces = text.pieces(run)
    if type(index) is not int or not 0 <= index < len(pieces):
        raise Refused("out_of_range", alternative=index)
    start, end = pieces[index]
    return text.without([(run[0].start, start), (end, run[-1].end + 1)])


def choose_within(document: Document, pair: Mark, index: int, parties: Parties = KNOWN) -> list[Step]:
    """Leaves one of a bracket's own wordings in it, counted from 0, with its names: before the row is chosen from.

    The bracket stays, since it is one of the row still: ``[a - EU / b][c]`` becomes ``[a - EU][c]``. Where it stands
    alone ``choose`` is what settles it. Refused: bracket_not_found, out_of_range, crosses_table, crosses_footnote.
    """
    text = _Text(document, parties)
    span = text.span(pair)
    if len(text.run(span)[0]) < 2:
        raise Refused("bracket_not_found")
    inside = text.inside.of(span)
    if type(index) is not int or not 0 <= index < len(inside.pieces) or len(inside.pieces) < 2:
        raise Refused("out_of_range", alternative=index)
    start, end = trimmed(text.row.text, *list(_cells(text, inside))[index])
    return text.without([(span.start + 1, start), (end, span.end)], tidy=False)


def merge(document: Document, choice: Mark, parties: Parties = KNOWN) -> list[Step]:
    """Makes brackets that are alternatives to each other one bracket with slashes, each wording with its names.

    Wordings that a slash alone wouldn't part, because nobody stands behind any and they are long, become ``[a]/[b]``.
    Refused: bracket_not_found, no_alternatives_beside, crosses_paragraphs, crosses_table, crosses_footnote.
    """
    text = _Text(document, parties)
    run, _ = text.run(text.span(choice))
    if len(run) < 2:
        raise Refused("no_alternatives_beside")
    start, end = run[0].start, run[-1].end + 1
    text.check_together(start, end)
    block = text.block_of(start)
    if block is not text.block_of(end):
        raise Refused("crosses_paragraphs")
    alternatives = [
        (block.content(*text.settled(first, last, span)), about)
        for span in run
        for first, last, about in text.inside.of(span).pieces
    ]
    content = written(alternatives)
    if "".join(map(plain_text, content)) == text.row.text[start:end]:
        raise Refused("no_alternatives_beside")
    return [_step(text.position(start), text.position(end), content)]


def mark_at(document: Document, position: int) -> Mark:
    """The place in a block's plain text of a position between two signs of words. Refused: out_of_range."""
    text = _Text(document)
    return text.row.mark(text.place(position))


def position_of(document: Document, mark: Mark) -> int:
    """The position of a place in a block's plain text. Refused: out_of_range."""
    text = _Text(document)
    place = text.row.at(mark)
    if place is None:
        raise Refused("out_of_range", paragraph=mark.block)
    return text.position(place)


def _misread(words: str, opening: str, closing: str, about: Sequence[Attribution], parties: Parties) -> bool:
    """Would a bracket around these words say something else than the words, and who stands behind them?"""
    bare = read([("", opening + words + closing)], parties).choices[0]
    if about:
        return [(one.words, one.attributions) for one in bare.alternatives] != [(words.strip(), tuple(about))]
    first = bare.alternatives[0]
    return any(one.attributions for one in bare.alternatives) or words.strip()[:2] == "[[" != first.words[:2]


def _cells(text: _Text, inside: Found) -> Iterator[Range]:
    """Each wording of a bracket with its names, as far as the slashes beside it, blanks included."""
    slashes = [
        next(place for place in range(end, start) if place in text.inside.parting)
        for (_, end, _), (start, _, _) in pairwise(inside.pieces)
    ]
    starts = [inside.open + 1, *(slash + 2 for slash in slashes)]
    ends = [*(slash - 1 for slash in slashes), inside.close]
    yield from zip(starts, ends, strict=True)


def _beside_words(text: _Text, inside: Found) -> Iterator[Range]:
    """What in a bracket isn't words: names, and brackets that only hold words together. The slashes stay."""
    span = text.by_start[inside.open]
    for (start, end, _), (first, last) in zip(inside.pieces, _cells(text, inside), strict=True):
        if trimmed(text.row.text, first, last) != (start, end):
            start, end = text.settled(start, end, span)
            yield first, start
            yield end, last


def _insertion(position: int, words: str) -> Step:
    return _step(position, position, [{"type": "text", "text": words}])


def _step(start: int, end: int, content: Sequence[Inline] = ()) -> Step:
    step: Step = {"stepType": "replace", "from": start, "to": end}
    return step | {"slice": {"content": list(content)}} if content else step


class _Text:
    """A document as one text with its brackets, and the way back to its positions."""

    def __init__(self, document: Document, parties: Parties = KNOWN) -> None:
        self.parties = parties
        nodes = list(blocks(document.json()))
        self.row = Row.of([(node["attrs"]["id"], plain_text(node)) for node in nodes])
        ends = [*(start - 1 for start in self.row.starts[1:]), len(self.row.text)]
        self.blocks: list[Block] = []
        position = 0
        for node, start, end in zip(nodes, self.row.starts, ends, strict=True):
            self.blocks.append(Block(node, start, end, position))
            position += size_of(node)
        self.size = position

    @cached_property
    def spans(self) -> list[Span]:
        return spans(self.row.text)[0]

    @cached_property
    def by_start(self) -> dict[int, Span]:
        return {span.start: span for span in self.spans}

    @cached_property
    def inside(self) -> Insides:
        return insides(self.row.text, self.spans, self.parties)

    def span(self, mark: Mark) -> Span:
        at = self.row.at(mark)
        if at is None or at not in self.by_start:
            raise Refused("bracket_not_found")
        return self.by_start[at]

    def run(self, span: Span) -> tuple[list[Span], Form]:
        """The row of alternatives in which a bracket stands; alone when there is none."""
        rows = rows_of(self.row.text, self.spans, self.inside)
        return next(((run, form) for run, form in rows if any(one is span for one in run)), ([span], "single"))

    def pieces(self, run: Sequence[Span]) -> list[Range]:
        """The wordings between which a row of brackets lets choose."""
        found: list[Range] = []
        for span in run:
            inside = self.inside.of(span)
            if len(run) > 1 and len(inside.pieces) > 1:
                found.append((span.start, span.end + 1))
            else:
                found += [self.settled(start, end, span) for start, end, _ in inside.pieces]
        return found

    def block_of(self, place: int) -> Block:
        return self.blocks[bisect_right(self.row.starts, place) - 1]

    def place(self, position: int) -> int:
        """The place in the text of a position that lies between two signs of words."""
        if type(position) is int and 0 <= position < self.size:
            block = self.blocks[bisect_right(self.blocks, position, key=lambda one: one.position) - 1]
            at = bisect_left(block.places, position)
            if at < len(block.places) and block.places[at] == position:
                return block.start + at
        raise Refused("out_of_range", position=position)

    def position(self, place: int) -> int:
        block = self.block_of(place)
        return block.places[place - block.start]

    def holder(self, place: int) -> tuple[int, int]:
        """What holds a place, as something to compare: the block itself, a cell of it, a footnote."""
        block = self.block_of(place)
        return block.start, block.holders[place - block.start]

    def trimmed(self, start: int, end: int) -> Range:
        """Without the blanks at both ends; the edge of a footnote is none."""
        while start < end and self._blank(start):
            start += 1
        while start < end and self._blank(end - 1):
            end -= 1
        return start, end

    def _blank(self, place: int) -> bool:
        block = self.block_of(place)
        at = place - block.start
        return self.row.text[place].isspace() and (place == block.end or block.kinds[at] != EDGE)

    def settled(self, start: int, end: int, span: Span) -> Range:
        """Words that begin or end in a footnote which stands in a bracket, with all of the footnote."""
        opening, closing = self.holder(span.start), self.holder(span.end)
        if self.block_of(start).start == opening[0]:
            while start > span.start + 1 and self.holder(start) != opening:
                start -= 1
        if self.block_of(end).start == closing[0]:
            while end < span.end and self.holder(end) != closing:
                end += 1
        return start, end

    def check_together(self, start: int, end: int) -> None:
        """Refuses a range of which one end, and not the other, is in a cell or in a footnote."""
        one, other = self.holder(start), self.holder(end)
        if one == other or (one[0] != other[0] and one[1] == other[1] == 0):
            return
        tables = [self.block_of(place).node["type"] == "table" for place in (start, end)]
        raise Refused("crosses_table" if any(tables) else "crosses_footnote")

    def without(self, ranges: Iterable[Range], *, tidy: bool = True) -> list[Step]:
        """The steps that take ranges out: a block that has nothing else goes with them, no two are joined.

        ``tidy`` leaves no two blanks beside each other, and none before a comma, where something was taken out.
        """
        gone: set[int] = set()
        inner: dict[int, list[Range]] = {}
        for start, end in _merged(ranges):
            self.check_together(start, end)
            first, last = (bisect_right(self.row.starts, place) - 1 for place in (start, end))
            gone.update(range(first + 1, last))
            for at in {first, last}:
                block = self.blocks[at]
                low, high = max(start, block.start), min(end, block.end)
                if low < high:
                    inner.setdefault(at, []).append((low - block.start, high - block.start))
        gone.update(at for at, some in inner.items() if self.blocks[at].only(some))
        whole: list[Range] = []
        if len(gone) == len(self.blocks):
            # A document isn't without blocks: the first stays, with nothing in it.
            gone.discard(0)
            inner[0] = [(0, self.blocks[0].end - self.blocks[0].start)]
        for at in sorted(gone):
            block = self.blocks[at]
            whole.append((block.position, block.position + size_of(block.node)))
        for at, some in inner.items():
            if at not in gone:
                block = self.blocks[at]
                kept = _merged(block.tidied(*one) for one in some) if tidy else some
                whole += [(block.places[start], block.places[end]) for start, end in kept]
        return [_step(start, end) for start, end in reversed(_merged(whole))]


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """In order, without empty ones, those that touch made one."""
    found: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
