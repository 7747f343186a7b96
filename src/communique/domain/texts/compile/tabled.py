"""A text with its tabled amendments written into it, as negotiators write them into a draft.

    replacement     [shall - G77 retain / should - EU, JP]
    deletion        [shall - US delete; G77 retain]
    insertion       [not - EU; G77 delete]
    new paragraph   3 bis.  [Words - EU]
    deleted         4.  [Words - US delete]
    moved           5.  Words {EU: move after paragraph 7}

Who proposes words stands behind them, sponsors first, then who supports them. Who opposes a change would retain the old
words, or delete the new ones. Amendments whose words overlap become alternatives in one bracket (``clusters``). What
has no words for a bracket, a change of blanks or of a whole table, is a note in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.domain.texts.applying import between, joined
from communique.domain.texts.attributing import is_guarded, written
from communique.domain.texts.compile.asked import Note, Tabled
from communique.domain.texts.compile.clusters import Cluster, Edit, clusters_of, wordings_of
from communique.domain.texts.compile.further import further_alternatives
from communique.domain.texts.compile.pieces import balanced, plain, trimmed, units
from communique.domain.texts.naming import Attribution
from communique.domain.texts.operations import Hunk, Operation, Row
from communique.domain.texts.wording import Inline

Block = dict[str, Any]

_SILENT = ("can_live_with", "awaiting")
"""Stances for which the convention has no sign."""


def with_brackets(row: Row, tabled: Sequence[Tabled], new_id: Callable[[], str]) -> tuple[list[Block], list[Note]]:
    """The blocks of a text with its amendments written in, and what couldn't be written. ``tabled`` in their order."""
    return _Sheet(row, new_id).blocks(tabled)


@dataclass(slots=True)
class _Touched:
    """All that is asked of one block."""

    edits: list[Edit]
    splits: list[tuple[Tabled, int]]
    """With the position in the content."""
    deleted_by: list[Tabled]
    notes: list[tuple[Tabled, str]]
    """Moves and merges, in words."""


class _Sheet:
    def __init__(self, row: Row, new_id: Callable[[], str]) -> None:
        self.row = row
        self.new_id = new_id
        self.touched: dict[int, _Touched] = {}
        self.behind: dict[str, list[tuple[Tabled, Operation]]] = {}
        """New blocks by the id of the block after which they come, which may be new itself."""
        self.names = set(row.ids)
        self.notes: list[Note] = []

    def blocks(self, tabled: Sequence[Tabled]) -> tuple[list[Block], list[Note]]:
        for one in tabled:
            self._lay(one)
            self._unwritten(one)
        found = list(self._placed(""))
        done = 0
        places = {self.row.index[name] for name in self.behind if name in self.row.index}
        for at in sorted(self.touched.keys() | places):
            found += self.row.blocks[done:at]
            done = at + 1
            found += self._written(at) if at in self.touched else [self.row.blocks[at]]
            found += self._placed(self.row.ids[at])
        return [*found, *self.row.blocks[done:]], self.notes

    # Laying out

    def _lay(self, one: Tabled) -> None:
        """Notes an amendment at its blocks. What has no place in this version is left out, and said."""
        new = {operation.block["attrs"]["id"] for operation in one.proposal.operations if operation.block}
        for hunk in one.proposal.hunks:
            at = self.row.holding(hunk.start)
            edit = self._edit(one, hunk, at) if at is not None else None
            if at is None or edit is None:
                self._note("words_gone", one, words=hunk.deleted)
            else:
                self._of(at).edits.append(edit)
        for operation in one.proposal.operations:
            if operation.kind in ("new", "alternative"):
                anchor = self._anchor(operation)
                if anchor and anchor not in self.row.index and anchor not in new:
                    self._note("paragraph_gone", one, paragraph=anchor)
                else:
                    self.behind.setdefault(anchor, []).append((one, operation))
            elif operation.paragraph not in self.row.index:
                self._note("paragraph_gone", one, paragraph=operation.paragraph)
            else:
                self._lay_operation(one, operation)

    def _lay_operation(self, one: Tabled, operation: Operation) -> None:
        at = self.row.index[operation.paragraph]
        match operation.kind:
            case "delete":
                self._of(at).deleted_by.append(one)
            case "move":
                place = self.row.place(operation)
                where = "move to the beginning" if place == 0 else "move"
                if place:
                    where = f"move after {self._called(place - 1)}"
                self._of(at).notes.append((one, where))
            case "merge":
                other = self.row.index.get(operation.other)
                called = self._called(other) if other is not None else "the next paragraph"
                self._of(at).notes.append((one, f"merge with {called}"))
            case "split":
                place = operation.at - self.row.starts[at] - 1
                if self.row.holding(operation.at) == at and between(self._content(at), 0, place) is not None:
                    self._of(at).splits.append((one, place))
                else:
                    self._note("words_gone", one, words=operation.words)

    def _anchor(self, operation: Operation) -> str:
        if operation.kind == "alternative":
            return self._last_alternative(operation.paragraph)
        place = self.row.place(operation)
        return operation.after if place is None else self.row.ids[place - 1] if place else ""

    def _last_alternative(self, paragraph: str) -> str:
        """The last of the alternatives that stand behind a paragraph already ("5 alt"), or itself."""
        at = self.row.index.get(paragraph)
        number = _bare(self.row.blocks[at]) if at is not None else ""
        if at is None or not number:
            return paragraph
        while at + 1 < len(self.row.blocks) and _bare(self.row.blocks[at + 1]).startswith(f"{number}alt"):
            at += 1
        return self.row.ids[at]

    def _edit(self, one: Tabled, hunk: Hunk, at: int) -> Edit | None:
        base = self.row.starts[at] + 1
        if self.row.blocks[at]["type"] == "table":
            return None
        old = between(self._content(at), hunk.start - base, hunk.end - base)
        if old is None or plain(old) != hunk.deleted:
            return None
        return Edit(one, hunk.start - base, hunk.end - base, hunk.insert)

    def _of(self, at: int) -> _Touched:
        return self.touched.setdefault(at, _Touched([], [], [], []))

    def _content(self, at: int) -> list[Inline]:
        content: list[Inline] = self.row.blocks[at].get("content", [])
        return content

    def _called(self, at: int) -> str:
        """How a note calls a block: by its number, or else by its first words."""
        block = self.row.blocks[at]
        number = block["attrs"].get("number", "").strip().rstrip(".:")
        if number:
            return number if block["type"] == "heading" else f"paragraph {number}"
        words = " ".join(plain([block]).split()[:6])
        return f"“{_unbraced(words)}”" if words else f"the {block['type']}"

    def _note(self, code: str, one: Tabled, **facts: Any) -> None:
        self.notes.append(Note(code, {"amendment": one.number, **facts}))

    def _unwritten(self, one: Tabled) -> None:
        for party, stance in one.stances.items():
            if stance in _SILENT and party not in one.parties:
                self._note("stance_not_written", one, party=party, stance=stance)

    # Writing

    def _placed(self, anchor: str) -> Iterator[Block]:
        """New blocks after the block ``anchor``, alternatives to it first, each with those that come after itself."""
        for one, operation in sorted(self.behind.get(anchor, ()), key=lambda each: each[1].kind != "alternative"):
            block = operation.block
            if block is None:
                continue
            old = block["attrs"]["id"]
            name = old if old and old not in self.names else self.new_id()
            self.names.add(name)
            yield from self._bracketed(
                {**block, "attrs": block["attrs"] | {"id": name}},
                _unique([*_each(_sides(one), "propose"), *_each(_who(one, "oppose"), "delete"), *_reserved(one)]),
                [(one, "new paragraph")],
            )
            if old != anchor and old not in self.row.index:
                yield from self._placed(old)

    def _written(self, at: int) -> Iterator[Block]:
        block, asked = self.row.blocks[at], self.touched[at]
        content = self._content(at)
        if asked.edits or asked.splits:
            content = self._with_alternatives(at, content, asked)
        changed = block if content is self._content(at) else _with(block, content)
        if asked.deleted_by:
            said: list[Attribution] = []
            for one in asked.deleted_by:
                said += [*_each(_sides(one), "delete"), *_each(_who(one, "oppose"), "retain"), *_reserved(one)]
            made = list(self._bracketed(changed, _unique(said), [(one, "delete") for one in asked.deleted_by]))
        else:
            made = [changed]
        if asked.notes:
            made = self._annotated(made, asked.notes)
        yield from made

    def _bracketed(
        self, block: Block, said: Sequence[Attribution], noted: Sequence[tuple[Tabled, str]]
    ) -> Iterator[Block]:
        """A block as one bracket with who says what of it; with a note where no bracket can stand around it."""
        content = block.get("content", [])
        words = plain(content)
        if block["type"] == "table" or not words.strip():
            for one, _ in noted:
                self._note("written_as_note", one, paragraph=block["attrs"]["id"])
            yield from self._annotated([block], noted)
            return
        self._complete(self.row.index.get(block["attrs"]["id"]), content, [one for one, _ in noted])
        before, (inner,), after = trimmed([content])
        yield _with(block, joined([*before, *written([(inner, said)]), *after]))

    def _annotated(self, some: list[Block], noted: Sequence[tuple[Tabled, str]]) -> list[Block]:
        """Blocks with notes at the end of the last one; behind a table they are a paragraph of their own."""
        last = some[-1]
        words = " ".join(_editorial(one, what) for one, what in noted)
        if last["type"] == "table":
            name = self.new_id()
            attrs = {"id": name, "number": "", "role": "note", "level": 0}
            return [*some, {"type": "paragraph", "attrs": attrs, "content": _text(words)}]
        content = last.get("content", [])
        return [*some[:-1], _with(last, joined([*content, *_text(f" {words}" if content else words)]))]

    def _with_alternatives(self, at: int, content: list[Inline], asked: _Touched) -> list[Inline]:
        """The content of a block with the alternatives of its words, and notes where it would be split."""
        clusters = clusters_of(content, asked.edits)
        pieces: list[tuple[int, int, list[Inline]]] = []
        for cluster in clusters:
            made = self._alternatives(at, content, cluster) or self._as_notes(at, content, cluster)
            pieces.append((cluster.start, cluster.end, made))
        for one, place in asked.splits:
            within = next((cluster.end for cluster in clusters if cluster.start < place < cluster.end), place)
            pieces.append((within, within, _text(_editorial(one, "split here") + " ")))
        found: list[Inline] = []
        done = 0
        for start, end, made in sorted(pieces, key=lambda piece: piece[:2]):
            found += between(content, done, start) or []
            found += made
            done = end
        rest = _rest(content, done)
        return joined([*found, *rest])

    def _alternatives(self, at: int, content: list[Inline], cluster: Cluster) -> list[Inline]:
        """A cluster as one bracket; nothing when nothing in it has words."""
        old = between(content, cluster.start, cluster.end) or []
        wordings = list(wordings_of(content, cluster))
        if not any(plain(words).strip() for words in (old, *(words for words, _ in wordings))):
            return []
        for words, by in [(old, [edit.by for edit in cluster.edits]), *wordings]:
            self._complete(at, words, by)
        retained, said = self._said(bool(old), wordings)
        rows = [(old, retained)] if old else []
        rows += [(words, said[n]) for n, (words, _) in enumerate(wordings) if words]
        further = further_alternatives(content, cluster, [] if old else rows)
        if further is not None:
            return further
        before, within, after = trimmed([words for words, _ in rows])
        if len(within) == 1:
            within = [_out_of_bracket(within[0])]
        bracket = written(list(zip(within, [who for _, who in rows], strict=True)))
        return [*before, *bracket, *after]

    def _said(
        self, old: bool, wordings: Sequence[tuple[list[Inline], list[Tabled]]]
    ) -> tuple[list[Attribution], list[list[Attribution]]]:
        """What is said of the old words, and of each wording."""
        with_words = {party for words, by in wordings for one in by for party in _sides(one) if words or old}
        retained: list[Attribution] = []
        said: list[list[Attribution]] = []
        for words, by in wordings:
            if not words:
                for one in by:
                    retained += [*_each(_sides(one), "delete"), *_reserved(one)]
        for words, by in wordings:
            here: list[Attribution] = []
            if words:
                here += [who for one in by for who in _each(one.parties, "propose")]
                here += [who for one in by for who in _each(_sides(one), "propose")]
            for one in by:
                for party in _who(one, "oppose"):
                    if not old:
                        here.append(Attribution(party, "delete"))
                    elif party not in with_words:
                        retained.append(Attribution(party, "retain"))
                    elif words and Attribution(party, "propose") not in here:
                        here.append(Attribution(party, "delete"))
                    else:
                        self._note("stance_not_written", one, party=party, stance="oppose")
                here += _reserved(one) if words else []
            said.append(_unique(here))
        return _unique(retained), said

    def _complete(self, at: int | None, words: list[Inline], by: Sequence[Tabled]) -> None:
        """Says so when words lack a bracket's partner, which ``written`` gives them: no bracket could close else."""
        if not balanced(plain(words)):
            paragraph = "" if at is None else self.row.ids[at]
            self.notes += [Note("bracket_completed", {"amendment": one.number, "paragraph": paragraph}) for one in by]

    def _as_notes(self, at: int, content: list[Inline], cluster: Cluster) -> list[Inline]:
        """The old words, with a note for each change of blanks, which no bracket shows."""
        made = between(content, cluster.start, cluster.end) or []
        for edit in cluster.edits:
            old, new = plain(between(content, edit.start, edit.end) or []), plain(edit.insert)
            what = f"replace “{_unbraced(old)}” by “{_unbraced(new)}”"
            if not new:
                what = f"delete “{_unbraced(old)}”"
            elif not old:
                what = f"insert “{_unbraced(new)}”"
            made = [*made, *_text(" " + _editorial(edit.by, what))]
            self._note("written_as_note", edit.by, paragraph=self.row.ids[at])
        return made


def _out_of_bracket(content: list[Inline]) -> list[Inline]:
    """The words of what is nothing but one bracket around words: who speaks of them stands in that bracket."""
    words = plain(content)
    bare = words[:1] == "[" and words[-1:] == "]" and not {"[", "]"} & set(words[1:-1]) and words[1:-1].strip()
    return (between(content, 1, units(content) - 1) or content) if bare and not is_guarded(words[1:-1]) else content


# Who says what


def _sides(one: Tabled) -> list[str]:
    """In whose name it stands: sponsors, then those who support it."""
    return list(dict.fromkeys([*one.parties, *_who(one, "support")]))


def _who(one: Tabled, stance: str) -> list[str]:
    return [party for party, said in one.stances.items() if said == stance and party not in one.parties]


def _each(parties: Iterable[str], stance: str) -> list[Attribution]:
    return [Attribution(party, stance) for party in parties]


def _reserved(one: Tabled) -> list[Attribution]:
    return _each(_who(one, "reserve"), "reserve")


def _unique(said: Iterable[Attribution]) -> list[Attribution]:
    return list(dict.fromkeys(said))


def _editorial(one: Tabled, what: str) -> str:
    """A note in braces: ``{EU, JP: move after paragraph 7; G77 oppose}``."""
    others = [f"{party} {stance}" for stance in ("oppose", "reserve") for party in _who(one, stance)]
    return f"{{{_unbraced(', '.join(_sides(one)))}: {'; '.join([what, *others])}}}"


def _bare(block: Block) -> str:
    return re.sub(r"[\s.]", "", str(block["attrs"].get("number", ""))).casefold()


def _unbraced(words: str) -> str:
    """Words in a note, which neither end it nor count as brackets of the text."""
    return words.translate(_LOOKALIKE)


_LOOKALIKE: Mapping[int, str] = str.maketrans({"{": "(", "}": ")", "[": "⟦", "]": "⟧"})


def _text(words: str) -> list[Inline]:
    return [{"type": "text", "text": words}]


def _with(block: Block, content: Sequence[Inline]) -> Block:
    plain_block = {key: value for key, value in block.items() if key != "content"}
    return {**plain_block, "content": list(content)} if content else plain_block


def _rest(content: Sequence[Inline], start: int) -> list[Inline]:
    return between(content, start, units(content)) or []
