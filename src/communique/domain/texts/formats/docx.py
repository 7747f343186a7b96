"""Reading Word: the text as it stands once every tracked change is accepted.

Labels that Word counts are worked out and become numbers; labels that were typed are told by their form. Headers,
footers, comments and hidden text aren't the text and go to ``dropped``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from communique.domain.errors import Refused
from communique.domain.texts.document import ROLES, Text
from communique.domain.texts.formats import labels
from communique.domain.texts.formats.building import EM, STRONG, SUB, SUP, Document, Inline, Line, Mark, link
from communique.domain.texts.formats.edition import MARK
from communique.domain.texts.formats.language import guess
from communique.domain.texts.formats.numbering import Numbering, W
from communique.domain.texts.formats.package import Package
from communique.domain.texts.formats.xml import Element, local, parse

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

NUMBER = "Number"
"""The character style of a number in files of ours."""
BOOKMARK = "p_"
"""What the name of a block's bookmark begins with in files of ours; its id follows."""

_MAIN = re.compile(rb"wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macro")
_GONE = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "Fallback", "pict", "object")
)
"""What isn't in the accepted text, or is drawn a second time beside it."""
_KEPT = frozenset(
    (
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "AlternateContent",
        "Choice",
    )
)
_SIGNS = {"tab": " ", "noBreakHyphen": "\u2011", "softHyphen": "", "ptab": " ", "cr": "\n", "br": "\n"}


@dataclass(frozen=True)
class _Style:
    """What a paragraph's style says."""

    name: str = ""
    outline: int = -1
    """0 for Heading 1 and so on; -1 for text."""
    list_id: str = ""
    depth: int = 0
    role: str = ""


@dataclass
class _Parts:
    """The parts of a file that hold text, and what they need."""

    body: Element
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    """Addresses by the kind of the part that leads there, "" for the body, and the relation's id."""
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    language: str = ""
    numbering: Numbering = field(default_factory=lambda: Numbering(None))


def read(content: bytes) -> Text:
    """A text from a .docx. Refused: not Word's, unsafe or broken."""
    parts = _opened(Package(content))
    reader = _Reader(parts)
    reader.read()
    text = reader.document.text(parts.language)
    guessed = guess(text.doc)
    # Word writes down the language of its own setting, whatever is typed.
    return text if guessed in ("en", text.language.split("-")[0]) else replace(text, language=guessed)


def _opened(package: Package) -> _Parts:
    if _MAIN.search(package.part("[Content_Types].xml")) is None:
        raise Refused("not_a_text", why="a package that isn't Word's")
    main = next((path for kind, path, _ in _relations(package, "") if kind == "officeDocument"), "word/document.xml")
    root = _xml(package, main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Refused("malformed_text", why="no body")
    parts = _Parts(body)
    for kind, path, relation in _relations(package, main):
        if kind == "hyperlink":
            parts.links["", relation] = path
            continue
        if kind not in ("footnotes", "endnotes", "styles", "numbering", "header", "footer", "comments"):
            continue
        part = _xml(package, path)
        if part is None:
            continue
        match kind:
            case "footnotes" | "endnotes":
                parts.notes |= {(kind, note.get(f"{W}id", "")): note for note in part if local(note)}
                of_notes = _relations(package, path)
                parts.links |= {(kind, one): target for what, target, one in of_notes if what == "hyperlink"}
            case "styles":
                parts.styles = _styles(part)
                default = part.find(f"{W}docDefaults//{W}lang")
                parts.language = default.get(f"{W}val", "") if default is not None else ""
            case "numbering":
                parts.numbering = Numbering(part)
            case _:
                words = " ".join(" ".join(one.text or "" for one in part.iter(f"{W}t")).split())
                parts.aside += [words] if words else []
    return parts


def _relations(package: Package, of: str) -> Iterator[tuple[str, str, str]]:
    """Kind, target and id of each relation of a part."""
    folder, name = posixpath.split(of)
    root = _xml(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    for one in root if root is not None else ():
        target = one.get("Target", "")
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield one.get("Type", "").rpartition("/")[2], target, one.get("Id", "")


def _xml(package: Package, name: str) -> Element | None:
    content = package.part(name)
    return parse(content, name) if content else None


def _styles(root: Element) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    raw = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style") if one.get(f"{W}type") == "paragraph"}

    def style(style_id: str, left: int) -> _Style:
        if style_id in found:
            return found[style_id]
        element = raw.get(style_id)
        if element is None or left < 0:
            return _Style()
        based = element.find(f"{W}basedOn")
        parent = style(based.get(f"{W}val", ""), left - 1) if based is not None else _Style()
        name = _value(element, "name")
        made = replace(parent, name=name)
        outline = _value(element, f"pPr/{W}outlineLvl")
        heading = re.fullmatch(r"heading (\d)", name, re.IGNORECASE)
        if heading:
            made = replace(made, outline=int(heading[1]) - 1)
        elif outline.isdigit() and int(outline) < 9:
            made = replace(made, outline=int(outline))
        properties = element.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            list_id, depth = _value(properties, "numId"), _value(properties, "ilvl")
            made = replace(made, list_id=list_id or made.list_id, depth=int(depth) if depth.isdigit() else made.depth)
        role = next((one for one in ROLES if name.lower() == one or name.lower().startswith(f"{one} ")), "")
        found[style_id] = replace(made, role=role or made.role)
        return found[style_id]

    for style_id in raw:
        style(style_id, 20)
    return found


def _value(element: Element, path: str) -> str:
    found = element.find(f"{W}{path}")
    return str(found.get(f"{W}val", "")) if found is not None else ""


class _Reader:
    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.document = Document()
        self.document.dropped += parts.aside
        self.ladder = labels.Ladder()
        self.opening = True
        self.waiting: Line | None = None
        """A paragraph whose mark was deleted, so that the next one goes on with it."""
        self.notes = 0
        self.part = ""
        """The kind of notes that are being read, "" in the body."""
        self.typed = ""
        """The number of the paragraph that is being read, from a run that says it is one: in files of ours."""
        self.hidden: list[str] = []

    def read(self) -> None:
        self._blocks(self.parts.body)
        if self.waiting is not None:
            self._text(self.waiting.content(), _Style(), "", 0, "")
        if self.hidden:
            self.document.dropped.append("".join(self.hidden))

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            match local(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self._table(element)
                case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                    self._blocks(element)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        line, self.waiting = self.waiting or self.document.line(), None
        boxes: list[Element] = []
        self._runs(element, line, (), boxes)
        if properties is not None and (properties.find(f"{W}rPr/{W}del") is not None):
            self.waiting = line
            return
        style = self.parts.styles.get(_value(properties, "pStyle") if properties is not None else "", _Style())
        content = line.content()
        named, self.typed = self.typed, ""
        block_id = _block_id(element)
        if style.name.lower().startswith(MARK):
            self.document.dropped.append(" ".join(node.get("text", "") for node in content))
        elif content or named or style.outline >= 0:
            number, depth = self._counted(properties, style)
            if content or named:
                self._text(content, style, named or number, depth, block_id)
        for box in boxes:
            self._blocks(box)

    def _counted(self, properties: Element | None, style: _Style) -> tuple[str, int]:
        """The label that Word counts for a paragraph, and how deep its list lies."""
        list_id, depth = style.list_id, style.depth
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            list_id = _value(own, "numId") or list_id
            raw = _value(own, "ilvl")
            depth = int(raw) if raw.isdigit() and len(raw) < 3 else depth
        if not list_id or list_id == "0":
            return "", 0
        return self.parts.numbering.label(list_id, depth), depth

    def _text(self, content: list[Inline], style: _Style, number: str, depth: int, block_id: str) -> None:
        """A paragraph or heading. One with an id is from a file of ours, where a number stands apart from the words."""
        title = style.name.lower() == "title"
        if title or style.outline >= 0 or style.name.lower() == "subtitle":
            if not number and not title and not block_id:
                number, content = labels.split(content, heading=True)
            self.ladder.restart()
            self.opening = True
            if title:
                self.document.title(content, block_id)
            else:
                self.document.heading(content, style.outline + 1 if style.outline >= 0 else 2, number, block_id)
            return
        level = depth
        if number:
            self.ladder.at(number, depth)
        elif not block_id:
            number, content = labels.split(content)
            level = self.ladder.level(number) if number else 0
        role = style.role or labels.role_of(number, content, opening=self.opening)
        if role == "operative":
            self.opening = False
        of_style = re.search(r" (\d)$", style.name)
        if style.role and of_style:
            level = int(of_style[1]) - 1
        self.document.paragraph(content, number, role, level, block_id)

    def _table(self, element: Element) -> None:
        rows: list[list[tuple[bool, list[Inline]]]] = []
        for row in element.iter(f"{W}tr"):
            if _nearest_table(row) is not element or row.find(f"{W}trPr/{W}del") is not None:
                continue
            header = row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = [cell for cell in row.iter(f"{W}tc") if _nearest_table(cell) is element]
            rows.append([(header, self._cell(cell)) for cell in cells])
        before = element.getprevious()
        self.document.table(rows, _block_id(before) if before is not None and local(before) == "bookmarkStart" else "")

    def _cell(self, cell: Element) -> list[Inline]:
        line = self.document.line()
        for paragraph in cell.iter(f"{W}p"):
            if not line.empty:
                line.line_break()
            self._runs(paragraph, line, (), [])
        return line.content()

    def _runs(self, parent: Element, line: Line, marks: tuple[Mark, ...], boxes: list[Element]) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, line, marks, boxes)
            elif name == "hyperlink":
                target = self.parts.links.get((self.part, element.get(f"{R}id", "")), "")
                anchor = element.get(f"{W}anchor", "")
                found = link(target or f"#{anchor}") if target or anchor else None
                self._runs(element, line, (*marks, found) if found else marks, boxes)
            elif name in _KEPT:
                self._runs(element, line, marks, boxes)
            elif name == "txbxContent":
                boxes.append(element)
            elif name == "oMath" or name == "oMathPara":
                line.text("".join(one.text or "" for one in element.iter() if local(one) == "t"), marks)

    def _run(self, run: Element, line: Line, marks: tuple[Mark, ...], boxes: list[Element]) -> None:
        properties = run.find(f"{W}rPr")
        marks = (*marks, *_marks(properties))
        if _on(properties, "vanish"):
            self.hidden += [one.text or "" for one in run.iter(f"{W}t")]
            return
        if _value(run, "rPr/" + f"{W}rStyle") == NUMBER and line.empty:
            self.typed += "".join(one.text or "" for one in run.iter(f"{W}t"))
            return
        for element in run:
            name = local(element)
            if name == "t":
                line.text(element.text or "", marks)
            elif name in _SIGNS:
                if _SIGNS[name] == "\n" and element.get(f"{W}type", "textWrapping") == "textWrapping":
                    line.line_break()
                else:
                    line.text(_SIGNS[name].replace("\n", " "), marks)
            elif name == "sym":
                line.text(_symbol(element.get(f"{W}char", "")), marks)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(element, line, name.removesuffix("Reference") + "s")
            elif name in _KEPT:
                self._run(element, line, marks, boxes)
            elif name not in _GONE:
                boxes += [box for box in element.iter(f"{W}txbxContent") if not _in_fallback(box, element)]

    def _note(self, element: Element, line: Line, kind: str) -> None:
        if self.part:
            return
        note = self.parts.notes.get((kind, element.get(f"{W}id", "")))
        inside = self.document.line()
        self.part = kind
        for paragraph in note.iter(f"{W}p") if note is not None else ():
            self._runs(paragraph, inside, (), [])
            inside.text(" ")
        self.part = ""
        content = inside.content()
        if element.get(f"{W}customMarkFollows") not in ("1", "true", "on"):
            self.notes += 1
            line.footnote(str(self.notes), content)
            return
        signs = list(element.getparent().iter(f"{W}t"))
        label = "".join(sign.text or "" for sign in signs).strip()
        for sign in signs:
            sign.text = ""
        line.footnote(label, _without_label(content, label))


def _without_label(content: list[Inline], label: str) -> list[Inline]:
    """A note without the mark of the author's own that is typed in it as well."""
    if not label or not content or content[0]["type"] != "text":
        return content
    words = content[0]["text"]
    if words != label and not words.startswith(f"{label} "):
        return content
    rest = words[len(label) :].lstrip()
    return [{**content[0], "text": rest}, *content[1:]] if rest else content[1:]


def _block_id(element: Element) -> str:
    """The id in the bookmark at the beginning of a paragraph, or in the bookmark itself."""
    marks = [element] if local(element) == "bookmarkStart" else element.iterfind(f"{W}bookmarkStart")
    found = (re.fullmatch(rf"{BOOKMARK}([a-z][a-z0-9]{{9}})", one.get(f"{W}name", "")) for one in marks)
    return next((one[1] for one in found if one), "")


def _marks(properties: Element | None) -> list[Mark]:
    if properties is None:
        return []
    found = [mark for name, mark in (("b", STRONG), ("i", EM)) if _on(properties, name)]
    position = _value(properties, "vertAlign")
    return found + {"superscript": [SUP], "subscript": [SUB]}.get(position, [])


def _on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _symbol(code: str) -> str:
    """A sign of a symbol font; bullets are the only ones that texts hold."""
    return "•" if code.upper() in ("F0B7", "00B7", "F0A7") else ""


def _nearest_table(element: Element) -> Element | None:
    return next(element.iterancestors(f"{W}tbl"), None)


def _in_fallback(box: Element, top: Element) -> bool:
    for one in box.iterancestors():
        if local(one) in ("Fallback", "txbxContent"):
            return True
        if one is top:
            return False
    return False
