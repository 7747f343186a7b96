"""Writing Akoma Ntoso 1.0: a ``statement`` that holds by the schema of OASIS.

Headings open sections, and paragraphs nest in one another by their levels. Each element has an ``eId`` that says where
it stands, after the naming convention, and as ``wId`` the id that the paragraph had while it was negotiated. Brackets
stay characters: the standard has no element for what isn't agreed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from communique.domain.texts.document import Edition, blocks
from communique.domain.texts.formats import edition as said
from communique.domain.texts.formats.akoma_ntoso import LANGUAGES, LEVELS
from communique.domain.texts.formats.building import Inline
from communique.domain.texts.formats.xml import Element, safe_name

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_ABBREVIATIONS = {
    "section": "sec",
    "paragraph": "para",
    "subparagraph": "subpara",
    "point": "point",
    "indent": "indent",
    "alinea": "al",
    "hcontainer": "hcontainer",
}
_THREE = {two: three for three, two in reversed(LANGUAGES.items())}
_MARKS = {"strong": "b", "em": "i", "sub": "sub", "sup": "sup"}
_UNKNOWN_DAY = "0001-01-01"
"""A draft has no day of adoption, and the schema wants one."""


def write(edition: Edition) -> bytes:
    """The edition as a file, in UTF-8."""
    namespaces: Any = {None: NAMESPACE}
    root = etree.Element(_name("akomaNtoso"), nsmap=namespaces)
    statement = _add(root, "statement", name="statement", contains="singleVersion")
    _metadata(statement, edition)
    _Body(statement, edition).write()
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


class _Names:
    """Paths of the work, its expression and its manifestation, after the naming convention."""

    def __init__(self, edition: Edition) -> None:
        language = edition.text.language.split("-")[0].lower()
        self.language = _THREE.get(language, language if len(language) == 3 else "und")
        self.adopted = _day(edition.adopted_at)
        self.published = _day(edition.published_at or edition.adopted_at)
        self.body = safe_name(edition.body).lower() or "body"
        parts = ("akn", safe_name(edition.country).lower() or "un", "statement", self.body, self.adopted)
        self.work = "/" + "/".join((*parts, safe_name(edition.symbol).lower() or "nn"))
        self.expression = f"{self.work}/{self.language}@{self.published}"


def _metadata(statement: Element, edition: Edition) -> None:
    names = _Names(edition)
    meta = _add(statement, "meta")
    identification = _add(meta, "identification", source="#communique")
    work = _add(identification, "FRBRWork")
    _add(work, "FRBRthis", value=f"{names.work}/!main")
    _add(work, "FRBRuri", value=names.work)
    if edition.url:
        _add(work, "FRBRalias", value=edition.url, name="permanent")
    _add(work, "FRBRdate", date=names.adopted, name="adoption")
    _add(work, "FRBRauthor", href="#body", **{"as": "#author"})
    _add(work, "FRBRcountry", value=safe_name(edition.country).lower() or "un")
    if edition.symbol:
        _add(work, "FRBRnumber", value=edition.symbol)
    expression = _add(identification, "FRBRExpression")
    _add(expression, "FRBRthis", value=f"{names.expression}/!main")
    _add(expression, "FRBRuri", value=names.expression)
    _add(expression, "FRBRdate", date=names.published, name="publication")
    _add(expression, "FRBRauthor", href="#body", **{"as": "#author"})
    _add(expression, "FRBRlanguage", language=names.language)
    manifestation = _add(identification, "FRBRManifestation")
    _add(manifestation, "FRBRthis", value=f"{names.expression}/!main.xml")
    _add(manifestation, "FRBRuri", value=f"{names.expression}.akn")
    _add(manifestation, "FRBRdate", date=names.published, name="markup")
    _add(manifestation, "FRBRauthor", href="#communique", **{"as": "#editor"})
    _add(manifestation, "FRBRformat", value="application/akn+xml")
    if edition.published_at:
        _add(
            meta,
            "publication",
            date=names.published,
            name="register",
            showAs="Register of documents",
            number=edition.symbol,
        )
    lifecycle = _add(meta, "lifecycle", source="#body")
    _add(lifecycle, "eventRef", eId="adoption", date=names.adopted, source="#work", type="generation")
    if edition.adopted_at:
        workflow = _add(meta, "workflow", source="#body")
        _add(workflow, "step", date=_instant(edition.adopted_at), by="#body", outcome="#adopted", refersTo="#meeting")
        if edition.published_at:
            _add(workflow, "step", date=_instant(edition.published_at), by="#body", outcome="#published")
    references = _add(meta, "references", source="#communique")
    _add(references, "original", eId="work", href=names.work, showAs=edition.symbol or "Work")
    country = safe_name(edition.country).lower() or "un"
    ontology = f"/akn/ontology/{{}}/{country}"
    organisation = f"{ontology.format('organization')}/{names.body}"
    _add(references, "TLCOrganization", eId="body", href=organisation, showAs=edition.body or "Body")
    software = f"{ontology.format('organization')}/communique"
    _add(references, "TLCOrganization", eId="communique", href=software, showAs="Communiqué")
    meeting = f"{ontology.format('event')}/{safe_name(edition.meeting).lower() or 'meeting'}"
    _add(references, "TLCEvent", eId="meeting", href=meeting, showAs=edition.meeting or "Meeting")
    for role in ("author", "editor"):
        _add(references, "TLCRole", eId=role, href=f"{ontology.format('role')}/{role}", showAs=role.capitalize())
    for concept in ("adopted", "published"):
        _add(
            references,
            "TLCConcept",
            eId=concept,
            href=f"{ontology.format('concept')}/{concept}",
            showAs=concept.capitalize(),
        )
    for at, party in enumerate(edition.present, 1):
        party_path = f"{ontology.format('organization')}/{safe_name(party).lower() or at}"
        _add(references, "TLCOrganization", eId=f"present_{at}", href=party_path, showAs=party)


class _Body:
    """From the flat row of blocks to preface, preamble and a nested main body."""

    def __init__(self, statement: Element, edition: Edition) -> None:
        self.statement = statement
        self.edition = edition
        self.ids: set[str] = set()
        self.sections: list[tuple[int, Element]] = []
        self.paragraphs: list[tuple[int, Element]] = []
        self.notes = 0

    def write(self) -> None:
        rest = list(blocks(self.edition.text.doc))
        self._preface([rest.pop(0)] if rest and rest[0]["type"] == "title" else [])
        opening = self._opening(rest)
        if opening:
            preamble = _add(self.statement, "preamble")
            for block in rest[:opening]:
                container = _add(preamble, "container", name=block["attrs"]["role"])
                self._name(container, "", "container", block)
                container.set("class", block["attrs"]["role"])
                self._fill(_add(container, "p"), block.get("content", ()))
        self.body = _add(self.statement, "mainBody")
        for block in rest[opening:]:
            match block["type"]:
                case "heading":
                    self._heading(block)
                case "paragraph":
                    self._paragraph(block)
                case "table":
                    self._table(block)
                case "title":
                    self._title(block)
        if not len(self.body):
            _add(_add(_add(self.body, "paragraph"), "content"), "p")
        conclusions = _add(self.statement, "conclusions")
        for sentence in said.adoption(self.edition):
            _add(conclusions, "p", **{"class": said.MARK}).text = sentence

    def _opening(self, rest: Sequence[Mapping[str, Any]]) -> int:
        """How many blocks make the preamble: unnumbered paragraphs at the start, when some of them are preambular."""
        length = 0
        for block in rest:
            attrs = block["attrs"]
            if block["type"] != "paragraph" or attrs["number"] or attrs["level"] or attrs["role"] == "operative":
                break
            if not block.get("content"):
                break
            length += 1
        preambular = [at for at, block in enumerate(rest[:length]) if block["attrs"]["role"] == "preambular"]
        return length if preambular else 0

    def _preface(self, titles: Sequence[Mapping[str, Any]]) -> None:
        edition = self.edition
        preface = _add(self.statement, "preface")
        about = _add(preface, "p", **{"class": said.MARK})
        _add(about, "docAuthority", refersTo="#body").text = edition.body
        _add(about, "docNumber").text = edition.symbol
        if edition.adopted_at:
            _add(about, "docDate", date=_day(edition.adopted_at)).text = said.day(edition.adopted_at)
        for title in titles:
            long_title = _add(preface, "longTitle")
            self._name(long_title, "", "longTitle", title)
            self._fill(_add(_add(long_title, "p"), "docTitle"), title.get("content", ()))

    def _heading(self, block: Mapping[str, Any]) -> None:
        level, number = block["attrs"]["level"], block["attrs"]["number"]
        while self.sections and self.sections[-1][0] >= level:
            self.sections.pop()
        self.paragraphs = []
        parent = self.sections[-1][1] if self.sections else self.body
        section = _add(parent, "section", **{"class": f"level-{level}"})
        self._name(section, number, "section", block, parent)
        if number:
            _add(section, "num").text = number
        self._fill(_add(section, "heading"), block.get("content", ()))
        self.sections.append((level, section))

    def _paragraph(self, block: Mapping[str, Any]) -> None:
        level, number = block["attrs"]["level"], block["attrs"]["number"]
        while self.paragraphs and self.paragraphs[-1][0] >= level:
            self.paragraphs.pop()
        parent = self.paragraphs[-1][1] if self.paragraphs else self._section()
        if self.paragraphs:
            _make_intro(parent)
        element = _add(parent, LEVELS[level], **{"class": block["attrs"]["role"]})
        self._name(element, number, LEVELS[level], block, parent)
        if number:
            _add(element, "num").text = number
        self._fill(_add(_add(element, "content"), "p"), block.get("content", ()))
        self.paragraphs.append((level, element))

    def _table(self, block: Mapping[str, Any]) -> None:
        self.paragraphs = []
        holder = _add(self._section(), "hcontainer", name="table")
        holder.set("eId", self._unique("hcontainer", holder.getparent()))
        table = _add(_add(holder, "content"), "table")
        self._name(table, "", "table", block, holder)
        for row in block["content"]:
            line = _add(table, "tr")
            for cell in row["content"]:
                made = _add(line, "th" if cell["attrs"]["header"] else "td")
                if cell.get("content"):
                    self._fill(_add(made, "p"), cell["content"])

    def _title(self, block: Mapping[str, Any]) -> None:
        self.paragraphs, self.sections = [], []
        holder = _add(self.body, "hcontainer", name="title")
        self._name(holder, "", "hcontainer", block)
        self._fill(_add(_add(_add(holder, "content"), "p"), "docTitle"), block.get("content", ()))

    def _section(self) -> Element:
        return self.sections[-1][1] if self.sections else self.body

    def _name(self, element: Element, number: str, kind: str, block: Mapping[str, Any], parent: Element = None) -> None:
        label = safe_name(number).lower()
        short = _ABBREVIATIONS.get(kind, kind)
        element.set("eId", self._unique(f"{short}_{label}" if label else short, parent))
        element.set("wId", block["attrs"]["id"])

    def _unique(self, wanted: str, parent: Element = None) -> str:
        around = parent.get("eId") if parent is not None else None
        base = f"{around}__{wanted}" if around else wanted
        name, count = base, 1
        if base.rpartition("__")[2] in (*_ABBREVIATIONS.values(), "container", "table"):
            name = f"{base}_nn{count}"
        while name in self.ids:
            count += 1
            name = f"{base}_nn{count}" if "_nn" in name[len(base) :] else f"{base}_{count}nd"
        self.ids.add(name)
        return name

    def _fill(self, element: Element, content: Sequence[Inline]) -> None:
        """Inline content into an element."""
        for node in content:
            if node["type"] == "text":
                _text(element, node["text"], node.get("marks", ()))
            elif node["type"] == "break":
                _add(element, "eol")
            else:
                self.notes += 1
                note = _add(element, "authorialNote", placement="bottom", eId=f"authorialNote_{self.notes}")
                if node["attrs"]["label"]:
                    note.set("marker", node["attrs"]["label"])
                self._fill(_add(note, "p"), node.get("content", ()))


def _make_intro(parent: Element) -> None:
    """A paragraph that others lie below says its own words in an introduction."""
    content = parent.find(_name("content"))
    if content is not None:
        content.tag = _name("intro")


def _text(element: Element, words: str, marks: Sequence[Mapping[str, Any]]) -> None:
    for mark in marks:
        if mark["type"] == "link":
            element = _add(element, "a", href=_uri(mark["attrs"]["href"]))
            if mark["attrs"]["title"]:
                element.set("title", mark["attrs"]["title"])
        else:
            element = _add(element, _MARKS[mark["type"]])
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _uri(href: str) -> str:
    """An address as the schema wants it: what may not stand in one as it is, is written as browsers do."""
    before, sharp, anchor = href.partition("#")
    made = f"{before}{sharp}{anchor.replace('#', '%23')}"
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(made, safe="%/:=&?~#+!$,;'@()*"))


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, _name(tag), {key: value for key, value in attributes.items() if value})


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _day(instant: datetime | None) -> str:
    return instant.date().isoformat() if instant else _UNKNOWN_DAY


def _instant(instant: datetime) -> str:
    return instant.replace(microsecond=0).isoformat()
