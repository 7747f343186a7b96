"""Reading Akoma Ntoso 1.0, whoever wrote it: what has words becomes a block, in the order of the file.

A heading becomes a heading, a table a table, and every other run of words a paragraph; ``num`` becomes the number of
the block that follows on it. Metadata is no text. Files of our own give back their ids, roles and levels too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from communique.domain.errors import Refused
from communique.domain.texts.document import ROLES, Text
from communique.domain.texts.formats import labels
from communique.domain.texts.formats.building import EM, STRONG, SUB, SUP, Document, Inline, Line, Mark, link
from communique.domain.texts.formats.edition import MARK
from communique.domain.texts.formats.xml import Element, local, parse

LEVELS = ("paragraph", "subparagraph", "point", "indent", "alinea")
"""The element of a paragraph at each level, in our own files."""

LANGUAGES = dict(
    pair.split("-")
    for pair in (
        *("ara-ar", "zho-zh", "chi-zh", "eng-en", "fra-fr", "fre-fr", "rus-ru", "spa-es", "msa-ms", "may-ms", "khm-km"),
        *("ind-id", "lao-lo", "mya-my", "bur-my", "tgl-tl", "tha-th", "vie-vi", "por-pt", "deu-de", "ger-de", "ita-it"),
        *("jpn-ja", "kor-ko", "hin-hi", "tam-ta", "nld-nl", "fas-fa", "heb-he", "tur-tr", "ukr-uk", "pol-pl", "swa-sw"),
        *("urd-ur", "fil-fil", "tet-tet"),
    )
)
"""ISO 639-2 to BCP 47."""

_NOT_TEXT = frozenset(("meta", "img"))
_FLOWS = frozenset(
    (
        *("p", "block", "heading", "subheading", "crossHeading", "num", "li", "listIntroduction", "listConclusion"),
        *("tocItem", "caption", "docTitle", "docNumber", "docDate", "wrap", "date", "span", "inline"),
    )
)
"""Elements whose words run on in one block."""
_HIERARCHY = frozenset(
    (
        *("clause", "section", "part", "paragraph", "chapter", "title", "article", "book", "tome", "division", "list"),
        *("point", "indent", "alinea", "rule", "subrule", "proviso", "subsection", "subpart", "subparagraph", "level"),
        *("subchapter", "subtitle", "subdivision", "subclause", "sublist", "transitional", "hcontainer", "item"),
        *("blockList",),
    )
)
_BLOCKS = frozenset(("p", "block", "ul", "ol", "table", "blockList", "li", "item"))
_MARKS: dict[str, Mark] = {"b": STRONG, "strong": STRONG, "i": EM, "em": EM, "sub": SUB, "sup": SUP}
_CLASSES = {"bold": STRONG, "italic": EM}


@dataclass(frozen=True)
class _Place:
    """Where in the file a block stands."""

    part: str = "mainBody"
    """coverPage, preface, preamble, mainBody, conclusions."""
    role: str = ""
    depth: int = -1
    """Elements of the hierarchy without a heading around it, less one."""
    headed: int = 0
    """Elements of the hierarchy with a heading around it."""
    attached: bool = False
    """Inside an attachment, whose title is a heading of the whole."""


def read(content: bytes) -> Text:
    """A text from Akoma Ntoso."""
    root = parse(content)
    if local(root) != "akomaNtoso":
        raise Refused("not_a_text", why="XML, but not Akoma Ntoso")
    titled = any(
        True for part in ("preface", "mainBody") for one in root.iter(f"{{*}}{part}") for _ in one.iter("{*}docTitle")
    )
    reader = _Reader("" if not titled else "coverPage")
    for child in root:
        reader.element(child, _Place())
    language = next((one.get("language", "") for one in root.iter("{*}FRBRlanguage")), "").lower()
    return reader.document.text(LANGUAGES.get(language, language if 2 <= len(language) <= 3 else ""))


class _Reader:
    def __init__(self, untitled: str) -> None:
        self.document = Document()
        self.untitled = untitled
        """The part of the file whose titles are none: a cover repeats what stands below it."""
        self.number = ""
        """A number that waits for the block that it belongs to."""
        self.block_id = ""

    def element(self, element: Element, place: _Place) -> None:
        """One element with all that is in it."""
        name = local(element)
        if not name or name in _NOT_TEXT:
            return
        classes = (element.get("class") or "").split()
        if MARK in classes:
            self.document.dropped.append(" ".join("".join(element.itertext()).split()))
            return
        place = _moved(place, name, classes)
        if name == "table":
            self._table(element)
        elif name == "authorialNote":
            self._flow([element], place)
        elif name in _HIERARCHY:
            self._hierarchy(element, name, classes, place)
        elif name in _FLOWS or (element.text or "").strip() or _has_words_between(element):
            self._mixed(element, place)
        else:
            if element.get("wId"):
                self.block_id = element.get("wId")
            for child in element:
                self.element(child, place)

    def _hierarchy(self, element: Element, name: str, classes: list[str], place: _Place) -> None:
        children = list(element)
        headings = [child for child in children if local(child) in ("heading", "subheading")]
        numbers = [child for child in children if local(child) == "num"]
        own = element.get("wId") is not None
        number = " ".join(" ".join("".join(child.itertext()) for child in numbers).split())
        self._settle(place)
        if any(local(node) == "authorialNote" for child in numbers for node in child.iter()):
            number = ""
            for child in numbers:
                self._flow([child], place)
        if headings:
            level = next(
                (int(one[6:]) for one in classes if one[:6] == "level-" and one[6:].isdigit()), place.headed + 2
            )
            for at, heading in enumerate(headings):
                content = self._content(heading)
                self.document.heading(content, level, number if at == 0 else "", element.get("wId") or "")
            place = replace(place, headed=place.headed + 1, depth=-1)
        else:
            depth = LEVELS.index(name) if own and name in LEVELS else place.depth + 1
            place = replace(place, depth=depth)
            self.number, self.block_id = number, element.get("wId") or ""
        for child in children:
            if child not in headings and child not in numbers:
                if local(child) in _HIERARCHY:
                    self._settle(place)
                self.element(child, place)
        self._settle(place)

    def _settle(self, place: _Place) -> None:
        """A number that no block took stands alone."""
        if self.number:
            self._paragraph([], place)

    def _mixed(self, element: Element, place: _Place) -> None:
        """Words with, perhaps, blocks between them."""
        run: list[Element | str] = [element.text or ""]
        for child in element:
            if local(child) in _BLOCKS:
                self._flow(run, place)
                run = []
                self.element(child, place)
            else:
                run.append(child)
            run.append(child.tail or "")
        if element.get("wId"):
            self.block_id = element.get("wId")
        self._flow(run, place, title=_is_title(element))

    def _flow(self, run: Iterable[Element | str], place: _Place, *, title: bool = False) -> None:
        line = self.document.line()
        for piece in run:
            if isinstance(piece, str):
                line.text(piece)
            else:
                self._inline(piece, line, [])
        content = line.content()
        if not content:
            return
        if title and not self.number and place.part != self.untitled:
            if place.attached or place.part == "attachments":
                self.document.heading(content, 1, "", self._take_id())
            else:
                self.document.title(content, self._take_id())
            return
        self._paragraph(content, place)

    def _paragraph(self, content: list[Inline], place: _Place) -> None:
        number, self.number = self.number, ""
        block_id = self._take_id()
        if not number and not block_id and place.depth >= 0:
            number, content = labels.split(content)
        role = place.role
        if not role:
            role = labels.role_of(number, content, opening=False)
            if place.part == "preamble" and role == "plain":
                role = "preambular"
        self.document.paragraph(content, number, role, place.depth, block_id)

    def _take_id(self) -> str:
        taken, self.block_id = self.block_id, ""
        return taken

    def _table(self, element: Element) -> None:
        block_id = element.get("wId") or ""
        rows = []
        for row in element.iter("{*}tr"):
            cells = [cell for cell in row if local(cell) in ("td", "th")]
            rows.append([(local(cell) == "th", self._content(cell)) for cell in cells])
        for caption in element.iter("{*}caption"):
            self._flow([caption], _Place())
        self.document.table(rows, block_id)

    def _content(self, element: Element) -> list[Inline]:
        line = self.document.line()
        self._inside(element, line, [])
        return line.content()

    def _inside(self, element: Element, line: Line, marks: list[Mark]) -> None:
        line.text(element.text or "", marks)
        for child in element:
            self._inline(child, line, marks)
            line.text(child.tail or "", marks)

    def _inline(self, element: Element, line: Line, marks: list[Mark]) -> None:
        name = local(element)
        if not name or name in _NOT_TEXT:
            return
        if name == "eol":
            line.line_break()
            return
        if name == "authorialNote":
            note = self.document.line()
            for child in element:
                self._inline(child, note, [])
                note.text(child.tail or "")
                note.text(" ")
            line.footnote(element.get("marker") or "", note.content())
            return
        further = list(marks)
        if name in _MARKS:
            further.append(_MARKS[name])
        further += [_CLASSES[one] for one in (element.get("class") or "").split() if one in _CLASSES and name == "span"]
        if name in ("a", "ref", "rref", "mref"):
            found = link(element.get("href") or "", element.get("title") or "")
            further += [found] if found else []
        apart = name in _BLOCKS or name in ("tr", "td", "th", "num", "heading", "content", "intro")
        if apart:
            line.text(" ", marks)
        self._inside(element, line, further)
        if apart:
            line.text(" ", marks)


def _moved(place: _Place, name: str, classes: list[str]) -> _Place:
    role = next((one for one in classes if one in ROLES), "")
    if role:
        place = replace(place, role=role)
    match name:
        case "coverPage":
            return replace(place, part=name, role="note")
        case "preface" | "preamble" | "mainBody" | "conclusions":
            return replace(place, part=name, role=role, depth=-1)
        case "formula":
            return replace(place, role="plain")
        case "attachment":
            return replace(place, attached=True)
    return place


def _is_title(element: Element) -> bool:
    return any(local(node) == "docTitle" for node in element.iter())


def _has_words_between(element: Element) -> bool:
    return any((child.tail or "").strip() for child in element)
