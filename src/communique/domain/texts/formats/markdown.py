"""Markdown, read for negotiators: a square bracket is a word of theirs, and only a real address makes it a link.

A number is kept as it was typed. What isn't text goes to ``dropped``: front matter, comments, the addresses of links,
the marks of a site's machinery such as ``{:toc}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from communique.domain.errors import Refused
from communique.domain.texts.document import Text
from communique.domain.texts.formats import labels
from communique.domain.texts.formats.building import EM, LENGTH, STRONG, SUB, SUP, Document, Inline, Line, Mark, link
from communique.domain.texts.formats.markdown_parser import PARSER

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<body>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"^lang(?:uage)?:\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[\"']?\s*$", re.MULTILINE)
_YAML = re.compile(r"\s*(?:#.*)?|\s+.*|-\s.*|[\w-]+\s*:(?:\s.*)?")
_CONTENTS = re.compile(r"^[*+-] [^\n]*\n\{:toc\}[ \t]*$", re.MULTILINE)
"""A list that a site's machinery replaces by the table of contents."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^>]*)>")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_MARK_TAGS: dict[str, Mark] = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "sub": SUB, "sup": SUP}
_LAYOUT_TAGS = frozenset(
    ("span", "div", "p", "u", "small", "big", "font", "center", "section", "ins", "mark", "img", "hr", "a")
)


def read(text: str) -> Text:
    """A text from Markdown."""
    if len(text) > LENGTH:
        raise Refused("text_too_long", limit=LENGTH)
    document = Document()
    language = ""
    front = _FRONT.match(text)
    if front and all(map(_YAML.fullmatch, (front["body"] or "").splitlines())):
        document.dropped.append(front.group())
        text = text[front.end() :]
        named = _LANGUAGE.search(front["body"] or "")
        language = named[1] if named else ""
    text = _without_comments(text.replace("\0", ""), document.dropped)
    text = _CONTENTS.sub(lambda found: _left_out(found.group(), document.dropped), text)
    env: dict[str, Any] = {"notes": {}, "addresses": {}}
    tokens = PARSER.parse(text, env)
    _Walk(document, env, text.split("\n"), tokens).blocks(tokens)
    return document.text(language)


def _left_out(raw: str, dropped: list[str]) -> str:
    """What stands for a piece that isn't text: its line ends."""
    dropped.append(raw)
    return "\n" * raw.count("\n")


def _without_comments(text: str, dropped: list[str]) -> str:
    """Comments give way to their line ends, so that lines keep their places."""
    kept: list[str] = []
    at = 0
    looked = 0
    while (start := text.find("<!--", looked)) >= 0 and (end := text.find("-->", start)) >= 0:
        if text[start - 1 : start] == "\\":
            looked = start + 4
            continue
        comment = text[start : end + 3]
        kept += text[at:start], _left_out(comment, dropped)
        at = looked = end + 3
    return "".join((*kept, text[at:]))


class _Walk:
    """From the parser's tokens to blocks."""

    def __init__(
        self, document: Document, env: MutableMapping[str, Any], lines: list[str], tokens: list[Token]
    ) -> None:
        self.document = document
        self.env = env
        self.ladder = labels.Ladder()
        self.items: list[str] = []
        """Of each open list item the number that no block has taken yet; "" when it is taken."""
        self.opening = True
        self.calls: Counter[str] = Counter()
        self.beyond = _beyond(tokens, lines, env)
        spread = (*tokens, *(cell for cells in self.beyond.values() for cell in cells))
        self.called = Counter(
            child.meta["label"] for token in spread for child in token.children or () if child.type == "call"
        )

    def blocks(self, tokens: list[Token]) -> None:
        lists: list[_List] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            match token.type:
                case "ordered_list_open" | "bullet_list_open":
                    self._empty_item()
                    lists.append(_List(_numbers(tokens, at)))
                case "ordered_list_close" | "bullet_list_close":
                    lists.pop()
                case "list_item_open":
                    self.items.append(lists[-1].next())
                case "list_item_close":
                    self._empty_item()
                    self.items.pop()
                case "heading_open":
                    self._heading(int(token.tag[1]), tokens[at + 1])
                case "paragraph_open":
                    self._paragraph(tokens[at + 1])
                case "table_open":
                    at = self._table(tokens, at)
                case "note":
                    self._uncalled(token.meta["label"], token.meta["at"])
                case "dropped":
                    self.document.dropped.append(token.content)
            at += 1

    def _empty_item(self) -> None:
        """The item's number has to stand somewhere, also when another list follows on it at once."""
        if self.items and self.items[-1]:
            self._add([], "")

    def _heading(self, level: int, inline: Token) -> None:
        content = self._content(inline.children or ())
        number = self.items[-1] if self.items else ""
        if number:
            self.items[-1] = ""
        else:
            number, content = labels.split(content, heading=True)
        self.ladder.restart()
        self.opening = True
        if level == 1 and not number and not self.document.has_blocks:
            self.document.title(content)
        else:
            self.document.heading(content, level, number)

    def _paragraph(self, inline: Token) -> None:
        """A paragraph; a line in it that begins with the next label of a row begins a new one."""
        for part in self._parted(inline.children or []):
            content = self._content(part)
            if content:
                self._add(content, self.items[-1] if self.items else "")

    def _add(self, content: list[Inline], number: str) -> None:
        depth = len(self.items)
        level = max(0, depth - 1)
        if self.items and self.items[-1]:
            number = self.items[-1]
            self.items[-1] = ""
            self.ladder.at(number, level)
        else:
            number, content = labels.split(content)
            if number:
                level = self.ladder.level(number)
        role = labels.role_of(number, content, opening=self.opening)
        if number.strip(labels.BULLETS) and role == "operative":
            self.opening = False
        self.document.paragraph(content, number, role, level)

    def _parted(self, children: list[Token]) -> Iterator[list[Token]]:
        part: list[Token] = []
        for at, token in enumerate(children):
            if token.type == "softbreak" and token.level == 0 and self._row_goes_on(part, children[at + 1 :]):
                yield part
                part = []
            else:
                part.append(token)
        yield part

    def _row_goes_on(self, before: list[Token], after: list[Token]) -> bool:
        if not before or not after or after[0].type != "text":
            return False
        ended = "".join(token.content for token in before if token.type == "text").rstrip()
        if re.search(r"(?:[;:.,\]]|\b(?:and|or))$", ended) is None:
            return False
        number, _ = labels.split(labels.text_nodes(after[0].content))
        return bool(number) and number not in labels.BULLETS and self.ladder.follows(number)

    def _table(self, tokens: list[Token], at: int) -> int:
        rows: list[list[tuple[bool, list[Inline]]]] = []
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append((token.type == "th_open", self._content(tokens[at + 1].children or ())))
            elif token.type == "tr_close":
                rows[-1] += [(False, self._content(cell.children or ())) for cell in self.beyond.get(at, ())]
            at += 1
        self.document.table(rows)
        return at

    def _uncalled(self, label: str, at: int) -> None:
        """A footnote that no sign in the text calls stays where it stands, as a note."""
        if at >= self.called[label]:
            self.document.paragraph(self._note(self.env["notes"][label][at]), label, "note")

    def _content(self, tokens: Iterable[Token]) -> list[Inline]:
        line = self.document.line()
        self._inline(tokens, line)
        return line.content()

    def _inline(self, tokens: Iterable[Token], line: Line, *, in_note: bool = False) -> None:
        marks: list[Mark] = []
        for token in tokens:
            match token.type:
                case "text" | "code_inline" | "text_special":
                    line.text(token.content, marks)
                case "softbreak":
                    line.text(" ", marks)
                case "hardbreak":
                    line.line_break()
                case "strong_open":
                    marks.append(STRONG)
                case "em_open":
                    marks.append(EM)
                case "link_open":
                    found = link(str(token.attrGet("href") or ""), str(token.attrGet("title") or ""))
                    marks.append(found or {"type": ""})
                case "strong_close" | "em_close" | "link_close":
                    _close(marks, token.type[:-6])
                case "html_inline":
                    self._tag(token.content, line, marks)
                case "call" if in_note:
                    line.text(token.content, marks)
                case "call":
                    self._call(token.meta["label"], line)

    def _call(self, label: str, line: Line) -> None:
        """A footnote's sign: the first takes the first note of its label, and so on; further ones are signs alone."""
        at = self.calls[label]
        self.calls[label] += 1
        notes = self.env["notes"].get(label, ())
        line.footnote(label, self._note(notes[at]) if at < len(notes) else ())

    def _note(self, words: str) -> list[Inline]:
        line = self.document.line()
        for paragraph in _PARAGRAPHS.split(words):
            parsed = PARSER.parseInline(paragraph, self.env)[0]
            self._inline(parsed.children or (), line, in_note=True)
            line.text(" ")
        return line.content()

    def _tag(self, raw: str, line: Line, marks: list[Mark]) -> None:
        if raw.startswith("<!--"):
            self.document.dropped.append(raw)
            return
        tag = _TAG.fullmatch(raw)
        name = tag[2].lower() if tag else ""
        if tag and name == "br":
            line.line_break()
        elif tag and name in _MARK_TAGS:
            if tag[1]:
                _close(marks, _MARK_TAGS[name]["type"])
            else:
                marks.append(_MARK_TAGS[name])
        elif tag and name == "a":
            href = _HREF.search(tag[3])
            if tag[1]:
                _close(marks, "link")
            else:
                marks.append((link("".join(filter(None, href.groups()))) if href else None) or {"type": ""})
        elif name not in _LAYOUT_TAGS:
            line.text(raw, marks)


class _List:
    """A list's numbers, to be handed to its items one by one."""

    def __init__(self, numbers: list[str]) -> None:
        self._numbers = iter(numbers)

    def next(self) -> str:
        return next(self._numbers)


_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def _numbers(tokens: list[Token], at: int) -> list[str]:
    """The numbers of a list's items as typed. Where all are the same, the author left the counting to Markdown."""
    opened = tokens[at]
    items = []
    for token in tokens[at + 1 :]:
        if token.level <= opened.level:
            break
        if token.type == "list_item_open" and token.level == opened.level + 1:
            items.append(token)
    if opened.type == "bullet_list_open":
        return ["•" for _ in items]
    typed = [item.info for item in items]
    if len(typed) > 1 and len(set(typed)) == 1:
        typed = [str(int(typed[0]) + count) for count in range(len(typed))]
    return [f"{number}{item.markup}" for number, item in zip(typed, items, strict=True)]


def _close(marks: list[Mark], kind: str) -> None:
    """Takes the last mark of a kind off; a link that leads nowhere was put on without a kind."""
    for at in range(len(marks) - 1, -1, -1):
        if marks[at]["type"] in ((kind, "") if kind == "link" else (kind,)):
            del marks[at]
            return


def _beyond(tokens: list[Token], lines: list[str], env: MutableMapping[str, Any]) -> dict[int, list[Token]]:
    """By the place of a row's end the cells beyond the columns of the table's head, which the parser leaves out."""
    found: dict[int, list[Token]] = {}
    line, columns = "", 0
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            line, columns = lines[token.map[0]] if token.map else "", 0
        elif token.type in ("th_open", "td_open"):
            columns += 1
        elif token.type == "tr_close" and (more := _cells(line)[columns:]):
            found[at] = [PARSER.parseInline(cell.strip(), env)[0] for cell in more]
    return found


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    if cells and cells[0] == "":
        cells = cells[1:]
    if cells and cells[-1] == "":
        cells = cells[:-1]
    return cells
