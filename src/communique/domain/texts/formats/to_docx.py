"""Writing Word: real styles, real headings, real footnotes, so that a delegation can go on working with the file.

Numbers are typed and hang before their paragraphs: they are frozen, and Word must not count them anew. A bookmark on
each paragraph keeps its id. The same edition gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from communique.domain.texts.document import ROLES, Edition, blocks
from communique.domain.texts.formats import edition as said
from communique.domain.texts.formats.building import Inline
from communique.domain.texts.formats.docx import BOOKMARK, NUMBER
from communique.domain.texts.formats.xml import Element

FONT = "Cambria"
STEP = Mm(10)
"""How far a level is set in, and how far a number hangs."""
INK = RGBColor(0x1B, 0x1B, 0x1F)
SOFT = RGBColor(0x5A, 0x5A, 0x62)

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What the schema wants behind a paragraph's direction."""
_TOGGLES = {"strong": "w:b", "em": "w:i"}
_POSITIONS = {"sub": "subscript", "sup": "superscript"}


def write(edition: Edition) -> bytes:
    """The edition as a .docx."""
    writer = _Writer(edition)
    writer.write()
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return _dated(buffer.getvalue())


def _dated(package: bytes) -> bytes:
    """The same package with one date in all its entries: files are compared and hashed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            name = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(name, old.read(entry))
    return made.getvalue()


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.document = new_document()
        self.rtl = edition.text.direction == "rtl"
        self.notes: list[Element] = []
        self.counted = 0
        """How many of the notes are counted by Word."""
        self.marks = 0
        main = self.document.part
        self.notes_part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, b"", main.package)

    def write(self) -> None:
        self._properties()
        self._styles()
        self._page()
        rest = list(blocks(self.edition.text.doc))
        self._line(self.edition.body, "Edition Body")
        self._line(self.edition.symbol, "Edition Symbol")
        for block in rest:
            match block["type"]:
                case "title":
                    self._block(block, "Title")
                case "heading":
                    self._block(block, f"Heading {block['attrs']['level']}")
                case "paragraph":
                    self._block(block, f"{block['attrs']['role'].capitalize()} {block['attrs']['level'] + 1}")
                case "table":
                    self._table(block)
        for sentence in said.adoption(self.edition):
            self._line(sentence, "Edition Adoption")
        self._footnotes()

    def _properties(self) -> None:
        edition, properties = self.edition, self.document.core_properties
        at = edition.published_at or edition.adopted_at or datetime(2000, 1, 1, tzinfo=UTC)
        properties.title = edition.text.title[:255]
        properties.subject = edition.symbol[:255]
        properties.identifier = edition.url[:255]
        properties.author = properties.last_modified_by = edition.body[:255]
        properties.language = edition.text.language
        properties.comments = " ".join(said.adoption(edition))[:255]
        properties.keywords = ""
        properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
        properties.revision = 1

    def _styles(self) -> None:
        styles = self.document.styles
        defaults = styles.element.find(qn("w:docDefaults"))
        run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in run.findall(qn("w:lang")):
            run.remove(old)
        language = self.edition.text.language
        run.append(_made("w:lang", **{"w:val": language, **({"w:bidi": language} if self.rtl else {})}))
        normal = styles["Normal"]
        if self.rtl:
            normal.element.get_or_add_pPr().insert_element_before(_made("w:bidi"), *_AFTER_BIDI)
        _font(normal, 11, INK)
        normal.paragraph_format.space_after = Pt(7)
        normal.paragraph_format.line_spacing = 1.15
        title = styles["Title"]
        _font(title, 18, INK)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(10), Pt(18)
        for border in title.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
        for level in range(1, 7):
            style = styles[f"Heading {level}"]
            _font(style, (15, 13, 12, 11, 11, 11)[level - 1], INK)
            style.font.bold, style.font.italic = level != 4, level >= 4
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(16 - 2 * min(level, 4)), Pt(6)
            style.paragraph_format.keep_with_next = True
            self._hanging(style, 0)
        for role in ROLES:
            for level in range(5):
                style = styles.add_style(f"{role.capitalize()} {level + 1}", WD_STYLE_TYPE.PARAGRAPH)
                style.base_style = normal
                self._hanging(style, level, unnumbered=role in ("preambular", "plain") and level == 0)
                if role == "note":
                    _font(style, 10, SOFT)
        number = styles.add_style(NUMBER, WD_STYLE_TYPE.CHARACTER)
        number.font.bold = None
        for name, size, align in (
            ("Edition Body", 10, WD_ALIGN_PARAGRAPH.CENTER),
            ("Edition Symbol", 10, WD_ALIGN_PARAGRAPH.CENTER),
            ("Edition Adoption", 9.5, None),
            ("Edition Header", 9, None),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            _font(style, size, SOFT)
            style.paragraph_format.alignment = align
            style.paragraph_format.space_after = Pt(3)
        styles["Edition Body"].font.small_caps = True
        note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        note.base_style = normal
        _font(note, 9, INK)
        note.paragraph_format.space_after = Pt(2)
        sign = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        sign.font.superscript = True
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb = RGBColor(0x1F, 0x4E, 0x8C)
        link.font.underline = True

    def _hanging(self, style: Any, level: int, *, unnumbered: bool = False) -> None:
        form = style.paragraph_format
        if unnumbered:
            form.left_indent, form.first_line_indent = Mm(0), Mm(0)
            return
        form.left_indent, form.first_line_indent = STEP * (level + 1), -STEP
        if style.name.startswith("Heading"):
            form.left_indent, form.first_line_indent = Mm(0), Mm(0)
        form.tab_stops.add_tab_stop(STEP * (level + 1))

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(28)
        section.top_margin, section.bottom_margin = Mm(26), Mm(24)
        if self.rtl:
            section._sectPr.insert_element_before(_made("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")
        header = section.header.paragraphs[0]
        header.style = self.document.styles["Edition Header"]
        header.paragraph_format.tab_stops.add_tab_stop(Mm(154), WD_TAB_ALIGNMENT.RIGHT)
        _run(header._p, f"{self.edition.symbol}\t{self.edition.body}")
        footer = section.footer.paragraphs[0]
        footer.style = self.document.styles["Edition Header"]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(footer._p, "PAGE")
        _run(footer._p, " / ")
        _field(footer._p, "NUMPAGES")

    def _line(self, words: str, style: str) -> None:
        if words:
            _run(self.document.add_paragraph(style=style)._p, words)

    def _block(self, block: Mapping[str, Any], style: str) -> None:
        made = self.document.add_paragraph(style=style)
        paragraph = made._p
        self._bookmark(paragraph, block)
        number = block["attrs"].get("number", "")
        if not number and block["type"] == "paragraph":
            # Nothing hangs before these words.
            made.paragraph_format.left_indent = STEP * block["attrs"]["level"]
            made.paragraph_format.first_line_indent = Mm(0)
        if number:
            run = _run(paragraph, number, style=NUMBER)
            run.append(OxmlElement("w:tab"))
        self._fill(paragraph, block.get("content", ()))

    def _bookmark(self, parent: Element, block: Mapping[str, Any]) -> None:
        self.marks += 1
        name = f"{BOOKMARK}{block['attrs']['id']}"
        parent.append(_made("w:bookmarkStart", **{"w:id": str(self.marks), "w:name": name}))
        parent.append(_made("w:bookmarkEnd", **{"w:id": str(self.marks)}))

    def _table(self, block: Mapping[str, Any]) -> None:
        rows = block["content"]
        columns = max(len(row["content"]) for row in rows)
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        self.marks += 1
        mark = {"w:id": str(self.marks), "w:name": f"{BOOKMARK}{block['attrs']['id']}"}
        table._tbl.addprevious(_made("w:bookmarkStart", **mark))
        table._tbl.addnext(_made("w:bookmarkEnd", **{"w:id": str(self.marks)}))
        if self.rtl:
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
        for row in rows:
            made = table.add_row()
            header = all(cell["attrs"]["header"] for cell in row["content"])
            if header:
                made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for at, cell in enumerate(row["content"]):
                paragraph = made.cells[at].paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                self._fill(paragraph._p, cell.get("content", ()), bold=cell["attrs"]["header"])
            for extra in list(made._tr.tc_lst)[max(1, len(row["content"])) :]:
                if len(row["content"]) < columns:
                    made._tr.remove(extra)
        self.document.add_paragraph().paragraph_format.space_after = Pt(4)

    def _fill(self, parent: Element, content: Sequence[Inline], *, bold: bool = False) -> None:
        for node in content:
            if node["type"] == "text":
                self._words(parent, node, bold=bold)
            elif node["type"] == "break":
                _run(parent, "").append(OxmlElement("w:br"))
            else:
                self._note(parent, node)

    def _words(self, parent: Element, node: Inline, *, bold: bool, part: Part | None = None) -> None:
        marks = {mark["type"]: mark for mark in node.get("marks", ())}
        link = marks.get("link")
        if link is not None:
            parent = self._hyperlink(parent, link["attrs"]["href"], part or self.document.part)
        run = _run(parent, node["text"], style="Hyperlink" if link is not None else "")
        properties = run.get_or_add_rPr()
        for kind, tag in _TOGGLES.items():
            if kind in marks or (kind == "strong" and bold):
                properties.append(OxmlElement(tag))
                properties.append(OxmlElement(f"{tag}Cs"))
        for kind, position in _POSITIONS.items():
            if kind in marks:
                properties.append(_made("w:vertAlign", **{"w:val": position}))
        if self.rtl:
            properties.append(OxmlElement("w:rtl"))

    def _hyperlink(self, parent: Element, href: str, part: Part) -> Element:
        made = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            made.set(qn("w:anchor"), href[1:])
        else:
            target = urljoin(self.edition.url or "https://invalid.invalid/", href)
            relation = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            made.set(qn("r:id"), relation)
        parent.append(made)
        return made

    def _note(self, parent: Element, node: Inline) -> None:
        """A footnote; Word counts it itself when its label is what Word would count, else the label is set by hand."""
        label = node["attrs"]["label"]
        counted = label == str(self.counted + 1)
        self.counted += counted
        note = _made("w:footnote", **{"w:id": str(len(self.notes) + 1)})
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_made("w:pStyle", **{"w:val": self.document.styles["footnote text"].style_id}))
        paragraph.append(properties)
        note.append(paragraph)
        reference = self.document.styles["footnote reference"].style_id
        if counted:
            _run(paragraph, "", style=reference).append(OxmlElement("w:footnoteRef"))
        else:
            _run(paragraph, label, style=reference)
        _run(paragraph, " ")
        for one in node.get("content", ()):
            self._words(paragraph, one, bold=False, part=self.notes_part)
        self.notes.append(note)
        run = _run(parent, "", style=reference)
        sign = _made("w:footnoteReference", **{"w:id": note.get(qn("w:id"))})
        run.append(sign)
        if not counted:
            sign.set(qn("w:customMarkFollows"), "1")
            run.append(_text(label))

    def _footnotes(self) -> None:
        if not self.notes:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind, tag in (
            ("-1", "separator", "w:separator"),
            ("0", "continuationSeparator", "w:continuationSeparator"),
        ):
            separator = _made("w:footnote", **{"w:type": kind, "w:id": number})
            paragraph = OxmlElement("w:p")
            _run(paragraph, "").append(OxmlElement(tag))
            separator.append(paragraph)
            root.append(separator)
        for note in self.notes:
            root.append(note)
        self.notes_part._blob = serialize_part_xml(root)
        self.document.part.relate_to(self.notes_part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = OxmlElement("w:footnotePr")
        for number in ("-1", "0"):
            settings.append(_made("w:footnote", **{"w:id": number}))
        element = self.document.settings.element
        after = element.find(qn("w:compat"))
        if after is not None:
            after.addprevious(settings)
        else:
            element.append(settings)


def _font(style: Any, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), FONT)


def _made(tag: str, **attributes: str) -> Element:
    element: Any = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _text(words: str) -> Element:
    element = OxmlElement("w:t")
    element.text = words.replace("\n", " ")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def _run(parent: Element, words: str, *, style: str = "") -> Element:
    run = OxmlElement("w:r")
    if style:
        properties = OxmlElement("w:rPr")
        properties.append(_made("w:rStyle", **{"w:val": style}))
        run.append(properties)
    for at, piece in enumerate(words.split("\t")):
        if at:
            run.append(OxmlElement("w:tab"))
        if piece:
            run.append(_text(piece))
    parent.append(run)
    return run


def _field(parent: Element, code: str) -> None:
    field = _made("w:fldSimple", **{"w:instr": f" {code} "})
    _run(field, "1")
    parent.append(field)
