"""Writing Markdown that reads well as it stands and comes back with the same words and brackets.

Numbered paragraphs become lists where Markdown has such numbers, and keep their label as words where it has none. What
could be taken for markup is escaped, brackets only where a link or a footnote could be read into them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from communique.domain.texts.document import Edition, blocks
from communique.domain.texts.formats.building import Inline

_ALWAYS = re.compile(r"[\\`*_<^~|]|&(?=[#\w])|(?<=\])[(:]")
"""Signs that are escaped wherever they stand; round brackets and colons behind a square one could make a link."""
_IN_A_LINK = re.compile(r"[\\`*_<^~|\[\]]|&(?=[#\w])")
_AT_START = re.compile(r"[#>+=\-]|\{(?=:)")
_NUMBER_AT_START = re.compile(r"\A(\d{1,9})([.)])(?=\s|$)")
_COUNTED = re.compile(r"\d{1,9}[.)]")
_LABEL = re.compile(r"[^\]\[\s]{1,40}")
_DIRECT = re.compile(r"(?:https?:|mailto:|#)[^\s<>()]*")
_HTML = {"strong": "strong", "em": "em", "sub": "sub", "sup": "sup"}
_PLAIN = {"strong": "**", "em": "*"}


def write(edition: Edition) -> bytes:
    """The edition as Markdown in UTF-8, with what it says about itself as front matter."""
    text = edition.text
    about = {
        "title": text.title,
        "language": text.language,
        "symbol": edition.symbol,
        "body": edition.body,
        "adopted": edition.adopted_at.isoformat() if edition.adopted_at else "",
        "status": "" if edition.adopted_at else edition.standing,
        "present": ", ".join(edition.present),
        "url": edition.url,
    }
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items() if value)
    return f"---\n{front}---\n\n{_Writer().write(text.doc)}".encode()


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.notes: list[str] = []
        self.items: list[int] = []
        """For each level the column in which the words of the list item begin that is open there."""
        self.numbers: list[str] = []
        """And the number of that item."""

    def write(self, doc: Mapping[str, Any]) -> str:
        for block in blocks(doc):
            match block["type"]:
                case "title":
                    self._close(0)
                    self.parts.append(f"# {self._line(block.get('content', ()), heading=True)}".rstrip())
                case "heading":
                    self._heading(block)
                case "paragraph":
                    self._paragraph(block)
                case "table":
                    self._close(0)
                    self.parts.append(self._table(block))
        return "\n\n".join([*self.parts, *self.notes]) + "\n"

    def _close(self, level: int) -> None:
        del self.items[level:]

    def _repeats(self, number: str, level: int) -> bool:
        """A list whose items all have one number would be counted by whoever reads it."""
        return number != "•" and len(self.items) > level and self.numbers[level] == number

    def _heading(self, block: Mapping[str, Any]) -> None:
        self._close(0)
        number = block["attrs"]["number"]
        words = self._line(block.get("content", ()), heading=True, after=number)
        label = escape(number, at_start=True) if number else ""
        self.parts.append(f"{'#' * block['attrs']['level']} {f'{label} {words}'.strip()}".rstrip())

    def _paragraph(self, block: Mapping[str, Any]) -> None:
        number, level = block["attrs"]["number"], block["attrs"]["level"]
        counted = _COUNTED.fullmatch(number) is not None or number == "•"
        if counted and len(self.items) >= level and not self._repeats(number, level):
            self._close(level)
            indent = self.items[-1] if self.items else 0
            mark = "-" if number == "•" else number
            words = self._line(block.get("content", ()))
            self.parts.append(f"{' ' * indent}{mark} {words}".rstrip())
            self.items.append(indent + len(mark) + 1)
            del self.numbers[level:]
            self.numbers.append(number)
            return
        if not number and level < len(self.items) and block["attrs"]["role"] == "plain":
            self._close(level + 1)
            self.parts.append(" " * self.items[level] + self._line(block.get("content", ())))
            return
        self._close(0)
        words = self._line(block.get("content", ()), after=number)
        label = escape(number, at_start=True) if number else ""
        self.parts.append(f"{label} {words}".strip())

    def _table(self, block: Mapping[str, Any]) -> str:
        rows = [[self._line(cell.get("content", ())) for cell in row["content"]] for row in block["content"]]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"|{' --- |' * len(rows[0])}")
        return "\n".join(lines)

    def _line(self, content: Sequence[Inline], *, heading: bool = False, after: str = "") -> str:
        """Inline content in one line. ``after`` is a number that stands before it, so that it begins no line."""
        made = ""
        for at, node in enumerate(content):
            if node["type"] == "break":
                made += "<br>"
            elif node["type"] == "footnote":
                made += self._call(node)
            else:
                following = content[at + 1] if at + 1 < len(content) else None
                made += self._words(node, made, following, at_start=not made and not after)
        made = made.strip()
        # A heading's closing signs are dropped by every reader.
        return re.sub(r"#(?=#*$)", r"\\#", made) if heading else made

    def _words(self, node: Inline, before: str, following: Inline | None, *, at_start: bool) -> str:
        words: str = node["text"].replace("\n", " ").replace("\t", " ")
        inner = words.strip(" ")
        marks = {mark["type"]: mark for mark in node.get("marks", ())}
        if not inner:
            return words
        lead, tail = words[: len(words) - len(words.lstrip(" "))], words[len(words.rstrip(" ")) :]
        made = escape(
            inner, at_start=at_start and not marks, behind=before[-1:] if not lead else "", linked="link" in marks
        )
        if "link" in marks:
            made = _linked(made, marks["link"]["attrs"])
        stands_alone = (not before or before[-1] in " ([" or bool(lead)) and (
            following is None or bool(tail) or (following["type"] == "text" and following["text"][:1] in " .,;:)]")
        )
        for kind in ("sup", "sub", "em", "strong"):
            if kind not in marks:
                continue
            simple = len(marks) == 1 and kind in _PLAIN and stands_alone and inner[0].isalnum() and inner[-1].isalnum()
            if simple and not (following and following.get("marks") and not tail):
                made = f"{_PLAIN[kind]}{made}{_PLAIN[kind]}"
            else:
                made = f"<{_HTML[kind]}>{made}</{_HTML[kind]}>"
        return f"{lead}{made}{tail}"

    def _call(self, node: Inline) -> str:
        """A footnote's sign; its words go to the end. A label that Markdown can't have gets signs that are no words."""
        label = re.sub(r"[\s\[\]]", "_", node["attrs"]["label"]) or "†"
        self.notes.append(f"[^{label}]: {self._line(node.get('content', ()))}".rstrip())
        return f"[^{label}]"


def _linked(words: str, attrs: Mapping[str, str]) -> str:
    href = re.sub(r"[<>()\"'\\`|\[\]{}]", lambda sign: f"%{ord(sign.group()):02X}", attrs["href"])
    if _DIRECT.fullmatch(href):
        return f"[{words}]({href})"
    return f'<a href="{href}">{words}</a>'


def escape(words: str, *, at_start: bool, behind: str = "", linked: bool = False) -> str:
    """Words in which nothing can be taken for markup. ``behind`` is the sign that stands before them."""
    made = (_IN_A_LINK if linked else _ALWAYS).sub(r"\\\g<0>", words)
    if behind == "]" and made[:1] in ("(", ":"):
        made = f"\\{made}"
    if behind == "&" and made[:1].isalnum():
        made = f"&#{ord(made[0])};{made[1:]}"
    if at_start:
        made = _NUMBER_AT_START.sub(r"\1\\\2", made, count=1)
        if _AT_START.match(made):
            made = f"\\{made}"
    return made
