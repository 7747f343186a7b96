"""A document in the making: what every reader of a format hands its blocks to.

Here blanks are brought in order, characters that no text holds are taken out, marks are put in the schema's order, ids
are given, and a text too long to be negotiated is stopped before it fills the memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import soundness
from communique.domain.texts.document import Text, new_id
from communique.domain.texts.formats.characters import readable
from communique.domain.texts.formats.language import guess

Inline = dict[str, Any]
Mark = dict[str, Any]

PIECES = 200_000
"""Blocks, cells, texts and footnotes in one document. The longest conference texts have about a tenth of that."""
LENGTH = 5_000_000
"""Characters in one document: some 1,500 pages."""

STRONG: Mark = {"type": "strong"}
EM: Mark = {"type": "em"}
SUB: Mark = {"type": "sub"}
SUP: Mark = {"type": "sup"}

_RUN_OF_BLANKS = re.compile(r"[ \t\n]+")
_ID = re.compile(r"[a-z][a-z0-9]{9}")
_ORDER = tuple(soundness.SCHEMA["marks"])


def link(href: str, title: str = "") -> Mark | None:
    """A link's mark, or None when a link may not lead there."""
    href = href.strip()
    if not soundness.safe_href(href):
        return None
    title = " ".join(soundness.UNSAFE.sub("", title).split())[:500]
    return {"type": "link", "attrs": {"href": href, "title": title}}


class Line:
    """Inline content in the making, of a block, a cell or a footnote."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes: list[Inline] = []

    def text(self, words: str, marks: Iterable[Mark] = ()) -> None:
        """Adds text. Its line ends and tabs are blanks, and runs of blanks are one."""
        words = _RUN_OF_BLANKS.sub(" ", readable(words, self._document.strays))
        if not words:
            return
        kept = _in_order(marks)
        last = self._nodes[-1] if self._nodes else None
        if words[0] == " " and _ends_blank(last):
            words = words[1:]
            if not words:
                return
        if last and last["type"] == "text" and last.get("marks", []) == kept:
            last["text"] += words
            return
        self._document.spend(1)
        self._nodes.append({"type": "text", **({"marks": kept} if kept else {}), "text": words})

    def line_break(self) -> None:
        self._trim_end()
        if self._nodes:
            self._document.spend(1)
            self._nodes.append({"type": "break"})

    def footnote(self, label: str, content: Iterable[Inline] = ()) -> None:
        """Adds a footnote; of its content only text is kept, and a line break in it becomes a blank."""
        note = Line(self._document)
        for node in content:
            if node["type"] == "text":
                note.text(node["text"], node.get("marks", ()))
            else:
                note.text(" ")
        label = " ".join(readable(label, self._document.strays).split())[: soundness.LABEL_LIMIT]
        self._document.spend(1)
        inside = note.content()
        made: Inline = {"type": "footnote", "attrs": {"label": label}}
        self._nodes.append({**made, "content": inside} if inside else made)

    def extend(self, nodes: Iterable[Inline]) -> None:
        """Adds content that was made before."""
        for node in nodes:
            if node["type"] == "text":
                self.text(node["text"], node.get("marks", ()))
            elif node["type"] == "break":
                self.line_break()
            else:
                self.footnote(node["attrs"]["label"], node.get("content", ()))

    @property
    def empty(self) -> bool:
        return not any(node["type"] != "text" or node["text"].strip(" ") for node in self._nodes)

    def content(self) -> list[Inline]:
        """What was gathered, without blanks and breaks at its end."""
        while self._nodes and self._nodes[-1]["type"] == "break":
            self._nodes.pop()
            self._trim_end()
        self._trim_end()
        while self._nodes and self._nodes[-1]["type"] == "break":
            self._nodes.pop()
        return self._nodes

    def _trim_end(self) -> None:
        while self._nodes and self._nodes[-1]["type"] == "text":
            words = self._nodes[-1]["text"].rstrip(" ")
            if words:
                self._nodes[-1]["text"] = words
                return
            self._nodes.pop()


class Document:
    """A document in the making."""

    def __init__(self) -> None:
        self.dropped: list[str] = []
        self.strays: Counter[str] = Counter()
        self._blocks: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        self._left = PIECES

    def spend(self, pieces: int) -> None:
        self._left -= pieces
        if self._left < 0:
            raise Refused("text_too_long", limit=PIECES)

    def line(self) -> Line:
        return Line(self)

    @property
    def has_blocks(self) -> bool:
        return bool(self._blocks)

    def title(self, content: Sequence[Inline], block_id: str = "") -> None:
        if content:
            self._add("title", {"id": self._id(block_id)}, content)

    def heading(self, content: Sequence[Inline], level: int, number: str = "", block_id: str = "") -> None:
        number, content = self._numbered(number, content)
        if content or number:
            attrs = {"id": self._id(block_id), "level": max(1, min(6, level)), "number": number}
            self._add("heading", attrs, content)

    def paragraph(
        self, content: Sequence[Inline], number: str = "", role: str = "plain", level: int = 0, block_id: str = ""
    ) -> None:
        number, content = self._numbered(number, content)
        if content or number:
            attrs = {"id": self._id(block_id), "number": number, "role": role, "level": max(0, min(4, level))}
            self._add("paragraph", attrs, content)

    def table(self, rows: Iterable[Sequence[tuple[bool, Sequence[Inline]]]], block_id: str = "") -> None:
        """Adds a table of rows of cells; a cell is whether it is a header, and its content."""
        made = []
        for row in rows:
            self.spend(len(row) + 1)
            cells = [
                {"type": "cell", "attrs": {"header": header}, **({"content": list(content)} if content else {})}
                for header, content in row
            ]
            if cells:
                made.append({"type": "row", "content": cells})
        if made:
            self._add("table", {"id": self._id(block_id)}, made)

    def text(self, language: str = "") -> Text:
        """The finished text, sound. Without a language it is guessed. Refused("not_a_text") without a word."""
        if not self._blocks:
            raise Refused("not_a_text", why="no words")
        raw = {"type": "doc", "content": self._blocks}
        try:
            doc = soundness.document(raw, "malformed_text")
        except Refused as refusal:
            if refusal.code == "malformed_text":
                raise
            raise Refused("malformed_text", **{**refusal.facts, "why": refusal.code}) from None
        strays = tuple(f"{times} × {name}" for name, times in sorted(self.strays.items()))
        return Text(doc, language or guess(doc), (*self.dropped, *strays))

    def _add(self, kind: str, attrs: dict[str, Any], content: Sequence[dict[str, Any]]) -> None:
        self.spend(1)
        self._blocks.append({"type": kind, "attrs": attrs, **({"content": list(content)} if content else {})})

    def _id(self, wanted: str) -> str:
        chosen = wanted if _ID.fullmatch(wanted) and wanted not in self._ids else new_id()
        self._ids.add(chosen)
        return chosen

    def _numbered(self, number: str, content: Sequence[Inline]) -> tuple[str, Sequence[Inline]]:
        """A number that can't be one, by its length or for a bracket in it, goes to the words."""
        number = " ".join(readable(number, self.strays).split())
        if len(number) <= soundness.LABEL_LIMIT and not {"[", "]"} & set(number):
            return number, content
        line = self.line()
        line.text(f"{number} ")
        line.extend(content)
        return "", line.content()


def _ends_blank(node: Inline | None) -> bool:
    return node is None or node["type"] == "break" or (node["type"] == "text" and node["text"].endswith(" "))


def _in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Each kind of mark once, the last of a kind, in the schema's order. Of sub and sup the last one stays."""
    kept: dict[str, Mark] = {}
    for mark in marks:
        kind = mark["type"]
        if kind not in _ORDER:
            continue
        kept.pop({"sub": "sup", "sup": "sub"}.get(kind, ""), None)
        kept[kind] = mark
    return sorted(kept.values(), key=lambda mark: _ORDER.index(mark["type"]))
