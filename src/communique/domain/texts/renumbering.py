"""All numbers made consecutive, once, when the negotiation is over.

Until then they are frozen, and what was put between has *bis* and *ter*. At the end each row is counted anew in its own
style, and the table of old and new numbers is kept, since everybody's notes speak of the old ones (United Nations
Editorial Manual). Words are not touched: where they name a paragraph that gets another number is listed, for the pen to
look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import references, wording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import blocks
from communique.domain.texts.numerals import Label
from communique.domain.texts.references import Reference
from communique.domain.texts.structure import Outline, Part, form_of, outline, style_of

_SECTIONS = ("heading", "annex")


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A line of the table."""

    block: str
    old: str
    new: str


@dataclass(frozen=True)
class Renumbering:
    steps: tuple[dict[str, Any], ...]
    """For ``authority.receive``: one for each number that changes. They may be more than its usual ``limit``."""
    table: tuple[Renumbered, ...]
    """Every block with a number that counts, in reading order, those that keep theirs too."""
    references: tuple[Reference, ...]
    """Where words name something whose number changes."""
    reference_steps: tuple[dict[str, Any], ...]
    """What would bring those words up to date. They fit before ``steps`` and after them."""


def renumber(document: Document, *, keep_alternatives: bool = False) -> Renumbering:
    """The numbers of a whole text made consecutive; the text itself stays as it is until the steps are taken.

    A heading that says nothing but its number ("Article 5") counts, but as words: it is among the references.
    Each row keeps its style, and those below a paragraph, in an option or in an annex begin anew; numbers that run
    through several sections go on running. Options, notes and blocks without a number are left alone, and a number
    that two options share stays shared. Raises Refused("alternatives_stand", numbers=...) while a paragraph stands in
    the place of another ("5 alt"), because then it isn't settled what there is to count; with ``keep_alternatives``
    each keeps its *alt* and follows the number of that in whose place it stands.
    """
    doc = document.json()
    whole = outline(doc)
    standing = [part.number for part in whole.parts if part.label and part.label.is_alternative]
    if standing and not keep_alternatives:
        raise Refused("alternatives_stand", numbers=", ".join(standing[:10]))
    counted = _Count(whole).new_labels()
    table = tuple(
        Renumbered(part.block, part.number, str(counted[part.block])) for part in whole.parts if part.block in counted
    )
    changed = {line.block: line for line in table if line.old != line.new}
    steps: list[dict[str, Any]] = []
    starts: dict[str, int] = {}
    position = 0
    for block in blocks(doc):
        block_id = block["attrs"]["id"]
        starts[block_id] = position
        part = whole.part(block_id)
        if block_id in changed and part and not part.in_words:
            steps.append({"stepType": "attr", "pos": position, "attr": "number", "value": changed[block_id].new})
        position += _size(block)
    found = references.find(doc, whole, {line.block: counted[line.block] for line in changed.values()})
    return Renumbering(tuple(steps), table, tuple(found), tuple(references.steps(doc, starts, found)))


def _size(node: Mapping[str, Any]) -> int:
    """The size of a block, row or cell in positions."""
    if node["type"] in ("table", "row"):
        return 2 + sum(map(_size, node.get("content") or ()))
    return 2 + sum(map(wording.size_of, node.get("content") or ()))


Style = tuple[str, str, str]


@dataclass
class _Row:
    """Labels that are counted together, under one parent and in one style."""

    members: list[Part] = field(default_factory=list)
    form: str = ""
    running: int = 0
    reach: int = 0
    """How far the row was counted within options that continue it."""
    goes_on: _Row | None = None
    """The row whose numbers this one continues."""
    inside: bool = False
    """It does so within an option: another option may continue it with the same numbers."""

    @property
    def labels(self) -> list[Label]:
        return [part.label for part in self.members if part.label]

    def settle(self) -> None:
        """Finds the form in which the row is counted."""
        self.form = form_of(self.labels)

    def place(self, label: Label) -> int:
        """A label's place in the row, as it was."""
        return dict(label.readings).get(self.form, 0)

    @property
    def first(self) -> int:
        return self.place(self.labels[0])

    @property
    def last(self) -> int:
        return max(map(self.place, self.labels))

    def comes_after(self, other: _Row) -> bool:
        """Does this row begin where the other one has ended, be it with a *bis* of its last?"""
        return self.first > other.last or (self.first == other.last and bool(self.labels[0].behind))

    def adjoins(self, other: _Row) -> bool:
        return self.first in (other.last, other.last + 1)


class _Count:
    """One counting of a text."""

    def __init__(self, whole: Outline) -> None:
        self.whole = whole
        self.rows: dict[tuple[str, bool, Style], _Row] = {}
        """By parent, whether it is a row of headings, and style; in reading order of their first members."""
        for part in whole.parts:
            label = part.label
            if label and label.readings and not label.is_alternative:
                self.rows.setdefault(self._row_of(part, label), _Row()).members.append(part)
        for row in self.rows.values():
            row.settle()
        self._connect()

    def new_labels(self) -> dict[str, Label]:
        """The new label of every block that has one."""
        made: dict[str, Label] = {}
        before: dict[int, Part] = {}
        for part in self.whole.parts:
            label = part.label
            if label is None or not label.readings:
                continue
            if label.is_alternative:
                of = made.get(part.alternative_to)
                made[part.block] = replace(of, behind=_alt(label), gap=label.gap, closed=label.closed) if of else label
                continue
            row = self.rows[self._row_of(part, label)]
            last = before.get(id(row))
            row.running = max(row.running, row.reach)
            if last is None and row.goes_on:
                on = row.goes_on
                row.running = on.running if row.inside else max(on.running, on.reach)
            if not (last and last.option and part.option and last.number == part.number):
                row.running += 1
            if row.inside and row.goes_on:
                row.goes_on.reach = max(row.goes_on.reach, row.running)
            before[id(row)] = part
            made[part.block] = self._above(part, self._plain(row, label).counted(row.running, row.form), made)
        return made

    def _row_of(self, part: Part, label: Label) -> tuple[str, bool, Style]:
        return part.parent, part.kind in _SECTIONS, style_of(label)

    def _plain(self, row: _Row, label: Label) -> Label:
        """A label without *bis*, closed as its row's others are: "7.bis" among "8." and "9." is "7."."""
        if not label.behind:
            return label
        usual = Counter((one.before, one.after) for one in row.labels if not one.behind).most_common(1)
        before, after = usual[0][0] if usual else (label.before, label.after or (label.gap or "").strip())
        return replace(label.base, before=before, after=after)

    def _above(self, part: Part, label: Label, made: Mapping[str, Label]) -> Label:
        """3.1 under what was 3 and is 4 now is 4.1."""
        if not label.above:
            return label
        for held in self._holders(part):
            old, new = held.label, made.get(held.block)
            if old and new and old.heads(label):
                return replace(label, above=new.as_above)
        return label

    def _holders(self, part: Part) -> Iterator[Part]:
        """The parts under which a part stands, the nearest first."""
        above = self.whole.part(part.parent) if part.parent else None
        while above:
            yield above
            above = self.whole.part(above.parent) if above.parent else None

    def _connect(self) -> None:
        """Finds the rows that go on through sections, and those that go on within an option."""
        rows: dict[tuple[bool, Style], list[_Row]] = {}
        for (parent, headings, style), row in self.rows.items():
            holder = self.whole.part(parent)
            if holder is None or holder.kind in _SECTIONS:
                rows.setdefault((headings, style), []).append(row)
            elif row.first > 1 and holder.option:
                outer = self._outer(holder, headings, style)
                row.goes_on = next((one for one in outer if one.form == row.form and one.first < row.first), None)
                row.inside = True
        for some in rows.values():
            follow = [(one, other, other.comes_after(one)) for one, other in pairwise(some)]
            # An annex says nothing of how the sections before it are counted.
            votes = [on for one, other, on in follow if self._annex(one) == self._annex(other)]
            for one, other, on in follow:
                if on and (
                    2 * sum(votes) > len(votes) if self._annex(one) == self._annex(other) else other.adjoins(one)
                ):
                    other.goes_on = one

    def _annex(self, row: _Row) -> str:
        return next((part.block for part in self._holders(row.members[0]) if part.kind == "annex"), "")

    def _outer(self, holder: Part, headings: bool, style: Style) -> Iterator[_Row]:
        for one in (holder, *self._holders(holder)):
            row = self.rows.get((one.parent, headings, style))
            if row:
                yield row


def _alt(label: Label) -> tuple[str, ...]:
    return tuple(one for one in label.behind if one.startswith("alt"))
