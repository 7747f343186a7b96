"""HTML: the blocks as every page of the house draws them, a file that stands alone, and reading pages from elsewhere.

What is written is made of known elements and escaped words, so it is safe whatever a text holds. What is read keeps
only what the schema has; scripts, styles and forms are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from communique.domain.errors import Refused
from communique.domain.texts import brackets
from communique.domain.texts.document import ROLES, Edition, Text, blocks, plain_text
from communique.domain.texts.formats import edition as said
from communique.domain.texts.formats import labels, word_html
from communique.domain.texts.formats.building import EM, LENGTH, STRONG, SUB, SUP, Document, Inline, Line, Mark, link
from communique.domain.texts.formats.numbering import written
from communique.domain.texts.formats.xml import Element
from communique.domain.texts.soundness import safe_href

_MARKS = {"strong": "strong", "em": "em", "sub": "sub", "sup": "sup"}


def blocks_to_html(doc: Mapping[str, Any], *, with_brackets: bool = False) -> str:
    """The blocks of a document as HTML, with exactly the elements that the editor draws.

    ``with_brackets`` colours square brackets by their depth and marks those that stand alone, as the editor does.
    """
    signs = _bracket_classes(doc) if with_brackets else None
    return "".join(_block(block, signs=signs) for block in blocks(doc))


def _bracket_classes(doc: Mapping[str, Any]) -> Iterator[str]:
    """The class of each bracket in reading order."""
    text = "\n".join(map(plain_text, blocks(doc)))
    pairs, alone = brackets.spans(text)
    classes = dict.fromkeys(alone, "bracket alone")
    for pair in pairs:
        classes[pair.start] = classes[pair.end] = f"bracket d{min(pair.depth, _DEEPEST_COLOUR)}"
    return iter([classes[at] for at in sorted(classes)])


_DEEPEST_COLOUR = 5


def write(edition: Edition) -> bytes:
    """A page that stands alone, in UTF-8: with its style inside, and easy to read without it."""
    text = edition.text
    title = escape(text.title or edition.symbol)
    about = [("Symbol", escape(edition.symbol)), ("Body", escape(edition.body)), ("Meeting", escape(edition.meeting))]
    if edition.adopted_at:
        about.append(("Adopted", _time(edition.adopted_at.isoformat(), said.moment(edition.adopted_at))))
    if edition.present:
        about.append(("Present", escape(", ".join(edition.present))))
    if edition.published_at:
        about.append(("Published", _time(edition.published_at.isoformat(), said.day(edition.published_at))))
    if edition.url:
        about.append(("Address", f'<a href="{escape(edition.url)}">{escape(edition.url)}</a>'))
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in about if value)
    statement = "".join(f"<p>{escape(sentence)}</p>" for sentence in said.adoption(edition)[:1])
    notes: list[str] = []
    body = "".join(_block(block, notes) for block in blocks(text.doc))
    below = f'<section class="notes" role="doc-endnotes"><ul>\n{"".join(notes)}</ul></section>\n' if notes else ""
    page = f"""<!DOCTYPE html>
<html lang="{escape(text.language)}" dir="{text.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="dcterms.identifier" content="{escape(edition.symbol)}">
<meta name="dcterms.publisher" content="{escape(edition.body)}">
<link rel="canonical" href="{escape(edition.url)}">
<style>{_STYLE}</style>
</head>
<body>
<header class="{said.MARK}" lang="en" dir="ltr"><p>{escape(edition.body)}</p><p>{escape(edition.symbol)}</p></header>
<main>
{body}{below}</main>
<footer class="{said.MARK}" lang="en" dir="ltr">{statement}<dl>{facts}</dl></footer>
</body>
</html>
"""
    return page.encode("utf-8")


def _time(instant: str, words: str) -> str:
    return f'<time datetime="{escape(instant)}">{escape(words)}</time>'


def _block(block: Mapping[str, Any], notes: list[str] | None = None, signs: Iterator[str] | None = None) -> str:
    """One block. With ``notes`` it is for a file of its own: footnotes are gathered there, and words stand apart.

    ``signs``: the classes of the brackets that are still to come, when brackets are elements.
    """
    attrs = block["attrs"]
    kind = block["type"]
    if kind == "table":
        rows = "".join(
            f"<tr>{''.join(_cell(cell, notes, signs) for cell in row['content'])}</tr>" for row in block["content"]
        )
        return f"<div{_named(attrs, 'table')}><table><tbody>{rows}</tbody></table></div>\n"
    words = f'<span class="words">{_inline(block.get("content", ()), notes, signs)}</span>'
    if kind == "title":
        return f"<h1{_named(attrs, 'title')}>{words}</h1>\n"
    number = escape(attrs["number"])
    label = f'<span class="number">{number}</span>'
    if number and notes is not None:
        label += " "
    data = f' data-level="{attrs["level"]}"'
    if kind == "heading":
        tag = f"h{max(2, min(6, attrs['level']))}"
        classes = "heading"
    else:
        tag = "p"
        classes = f"paragraph {attrs['role']}"
        data += f' data-role="{attrs["role"]}"'
    return f'<{tag}{_named(attrs, classes)}{data} data-number="{number}">{label}{words}</{tag}>\n'


def _named(attrs: Mapping[str, Any], classes: str) -> str:
    block_id = escape(attrs["id"])
    identity = f' id="p-{block_id}" data-id="{block_id}"' if block_id else ""
    return f' class="block {classes}"{identity}'


def _cell(cell: Mapping[str, Any], notes: list[str] | None, signs: Iterator[str] | None) -> str:
    tag = "th" if cell["attrs"]["header"] else "td"
    return f"<{tag}>{_inline(cell.get('content', ()), notes, signs)}</{tag}>"


def _inline(content: Iterable[Inline], notes: list[str] | None = None, signs: Iterator[str] | None = None) -> str:
    made = []
    for node in content:
        if node["type"] == "text":
            made.append(_marked(_written(node["text"], signs), node.get("marks", ())))
        elif node["type"] == "break":
            made.append("<br>")
        else:
            label = escape(node["attrs"]["label"])
            note = _inline(node.get("content", ()), signs=signs)
            made.append(_sign(label, note) if notes is None else _call(label, note, notes))
    return "".join(made)


def _written(words: str, signs: Iterator[str] | None) -> str:
    if signs is None:
        return escape(words)
    return _BRACKET.sub(lambda found: f'<span class="{next(signs)}">{found[0]}</span>', escape(words))


_BRACKET = re.compile(r"[\[\]]")


def _sign(label: str, note: str) -> str:
    """A footnote as the editor draws it."""
    return (
        f'<span class="footnote" data-label="{label}">'
        f'<span class="label">{label}</span><span class="note">{note}</span></span>'
    )


def _call(label: str, note: str, notes: list[str]) -> str:
    """A footnote's sign in a file of its own; the note goes to the others, with a way back."""
    at = len(notes) + 1
    notes.append(
        f'<li id="note-{at}" role="doc-footnote"><span class="label">{label}</span> <span class="note">{note}</span> '
        f'<a href="#call-{at}" role="doc-backlink" aria-label="Back to the text">↩</a></li>\n'
    )
    return (
        f'<sup class="footnote" id="call-{at}" data-label="{label}" data-note="note-{at}">'
        f'<a href="#note-{at}" role="doc-noteref">{label or "*"}</a></sup>'
    )


def _marked(words: str, marks: Sequence[Mapping[str, Any]]) -> str:
    for mark in reversed(marks):
        if mark["type"] == "link":
            href, title = mark["attrs"]["href"], mark["attrs"]["title"]
            href = href if safe_href(href) else "#"
            named = f' title="{escape(title)}"' if title else ""
            words = f'<a href="{escape(href)}" rel="noopener"{named}>{words}</a>'
        else:
            tag = _MARKS[mark["type"]]
            words = f"<{tag}>{words}</{tag}>"
    return words


_STYLE = """
:root{color-scheme:light dark}
body{max-width:42rem;margin:2rem auto;padding:0 1.25rem;
font:1.08rem/1.6 "Libertinus Serif","Source Serif 4",Georgia,serif}
h1{font-size:1.7rem;line-height:1.25;text-align:center;text-wrap:balance;margin:1.5rem 0 2rem}
h2,h3,h4,h5,h6{line-height:1.3;margin:2rem 0 .6rem}
h2{font-size:1.3rem}h3{font-size:1.1rem}h4,h5,h6{font-size:1rem;font-style:italic}
.number:empty{display:none}
.number{margin-inline-end:.35em;font-variant-numeric:tabular-nums}
p.operative{padding-inline-start:2.6em}
p.operative>.number{display:inline-block;min-width:2em;margin-inline:-2.6em .35em}
p[data-level="1"]{margin-inline-start:2.6em}p[data-level="2"]{margin-inline-start:5.2em}
p[data-level="3"]{margin-inline-start:7.8em}p[data-level="4"]{margin-inline-start:10.4em}
p.note{font-size:.92em;opacity:.8}
sup{font-size:.72em;line-height:0}sup a{text-decoration:none}
.notes{margin-top:2.5rem;border-top:1px solid;font-size:.9em}.notes ul{list-style:none;padding:0}
.notes .label{font-size:.8em;vertical-align:super;line-height:0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid;padding:.35em .6em;text-align:start;vertical-align:top}
.edition{font:.88rem/1.5 system-ui,sans-serif;opacity:.85}
header.edition{display:flex;justify-content:space-between;border-bottom:1px solid}
footer.edition{margin-top:3rem;border-top:1px solid;padding-top:1rem;clear:both}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2em 1em}dd{margin:0;overflow-wrap:anywhere}
@media (max-width:36rem){p[data-level]{margin-inline-start:0}}
@media print{body{max-width:none;font-size:11pt}}
"""

_LEFT_OUT = frozenset(
    (
        *(
            "script",
            "style",
            "template",
            "noscript",
            "iframe",
            "object",
            "embed",
            "input",
            "button",
            "select",
            "option",
        ),
        *("textarea", "svg", "math", "canvas", "audio", "video", "head", "title", "meta", "link", "nav", "img"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul"),
    )
)
_TO_MARKS: dict[str, Mark] = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "cite": EM, "sub": SUB, "sup": SUP}


def read(text: str) -> Text:
    """A text from the characters of an HTML page."""
    if len(text) > 4 * LENGTH:
        raise Refused("text_too_long", limit=LENGTH)
    # An encoding declared in the text would be believed, though the text is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("not_a_text", why=str(error)[:80]) from None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > 250:
            raise Refused("unsafe_file", why="nested too deeply")
    reader = _Reader()
    reader.read(root)
    return reader.document.text(_language(root.get("lang", "")))


def _language(raw: str) -> str:
    return raw if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", raw) else ""


class _Reader:
    def __init__(self) -> None:
        self.document = Document()
        self.ladder = labels.Ladder()
        self.line: Line = self.document.line()
        self.opening = True
        self.lists: list[list[str]] = []
        """Of each open list the numbers that its items still get."""
        self.number = ""
        """The number of the list item that no block has taken yet."""
        self.level: int | None = None
        """The level of the paragraph that is being read, where the page says it."""
        self.notes: dict[str, Element] = {}
        """In a file of ours the notes that stand below the text, by their ids."""

    def read(self, root: Element) -> None:
        for section in root.iter("section"):
            if section.get("role") == "doc-endnotes" and "notes" in (section.get("class") or "").split():
                self.notes |= {note.get("id", ""): note for note in section.iter("li")}
        self.document.dropped += word_html.settled(root)
        body = root.find("body")
        self.inside(body if body is not None else root)
        self.flush()

    def inside(self, element: Element, marks: tuple[Mark, ...] = ()) -> None:
        """The words and blocks in an element."""
        self.line.text(element.text or "", marks)
        for child in element:
            self._element(child, marks)
            self.line.text(child.tail or "", marks)

    def flush(self) -> None:
        """What was gathered becomes a paragraph."""
        content, number = self._taken()
        if not content and not number:
            return
        level = max(0, len(self.lists) - 1)
        if number:
            self.ladder.at(number, level)
        else:
            number, content = labels.split(content)
            if number and self.level is not None:
                level = self.level
                self.ladder.at(number, level)
            elif number:
                level = self.ladder.level(number)
        role = labels.role_of(number, content, opening=self.opening)
        if role == "operative":
            self.opening = False
        self.document.paragraph(content, number, role, level)

    def _taken(self) -> tuple[list[Inline], str]:
        content = self.line.content()
        self.line = self.document.line()
        number, self.number = self.number, ""
        return content, number

    def _element(self, element: Element, marks: tuple[Mark, ...]) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        classes = (element.get("class") or "").split()
        if not tag or tag in _LEFT_OUT:
            return
        if said.MARK in classes:
            self.document.dropped.append(" ".join(element.text_content().split()))
        elif tag == "section" and self.notes and "notes" in classes:
            return  # each note was read where it is called
        elif "block" in classes and "data-id" in element.attrib:
            self._own(element, tag, classes)
        elif "footnote" in classes and "data-label" in element.attrib:
            self._footnote(element, self.line)
        elif tag == "br":
            self.line.line_break()
        elif tag == "table":
            self._table(element)
        elif word_html.is_title(element) and not self.document.has_blocks and self.line.empty:
            self.inside(element)
            self.document.title(self._taken()[0])
        elif re.fullmatch("h[1-6]", tag):
            self._heading(element, int(tag[1]))
        elif tag in ("ol", "ul"):
            self._list(element, tag, marks)
        elif tag in _BLOCKS:
            if not self.line.empty or tag == "li":
                self.flush()
            if tag == "li":
                self.number = self.lists[-1].pop(0) if self.lists and self.lists[-1] else "•"
            self.level = word_html.level(element)
            self.inside(element, marks)
            self.flush()
            self.level = None
        else:
            self.inside(element, self._marks(element, tag, marks))

    def _marks(self, element: Element, tag: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        if tag in _TO_MARKS:
            return (*marks, _TO_MARKS[tag])
        if tag == "a":
            found = link(element.get("href") or "", element.get("title") or "")
            return (*marks, found) if found else marks
        return marks

    def _list(self, element: Element, tag: str, marks: tuple[Mark, ...]) -> None:
        if not self.line.empty or self.number:
            self.flush()
        count = sum(1 for child in element if child.tag == "li")
        start = element.get("start") or "1"
        first = int(start) if start.isdigit() and len(start) < 6 else 1
        kind = element.get("type") or "1"
        self.lists.append([_counted(first + at, kind) if tag == "ol" else "•" for at in range(count)])
        self.inside(element, marks)
        self.flush()
        self.lists.pop()

    def _heading(self, element: Element, level: int) -> None:
        self.flush()
        self.inside(element)
        content, number = self._taken()
        if not number:
            number, content = labels.split(content, heading=True)
        self.ladder.restart()
        self.opening = True
        if level == 1 and not number and not self.document.has_blocks:
            self.document.title(content)
        else:
            self.document.heading(content, level, number)

    def _own(self, element: Element, tag: str, classes: Sequence[str]) -> None:
        """A block that this house wrote."""
        self.flush()
        block_id, number = element.get("data-id", ""), element.get("data-number") or ""
        if "table" in classes:
            for table in element.iter("table"):
                self._table(table, block_id)
            return
        words = next((one for one in element if "words" in (one.get("class") or "").split()), element)
        content = self._own_inline(words)
        raw = element.get("data-level") or "0"
        level = int(raw) if raw.isdigit() and len(raw) < 3 else 0
        role = next((one for one in classes if one in ROLES), "plain")
        if "title" in classes:
            self.document.title(content, block_id)
        elif "heading" in classes:
            self.document.heading(content, level or int(tag[1]), number, block_id)
        else:
            self.document.paragraph(content, number, role, level, block_id)

    def _own_inline(self, element: Element) -> list[Inline]:
        line = self.document.line()
        self._into(element, line, ())
        return line.content()

    def _into(self, element: Element, line: Line, marks: tuple[Mark, ...]) -> None:
        """Everything in an element as inline content, footnotes of our own among it."""
        line.text(element.text or "", marks)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            classes = (child.get("class") or "").split()
            if "footnote" in classes and "data-label" in child.attrib:
                self._footnote(child, line)
            elif tag == "br":
                line.line_break()
            elif tag and tag not in _LEFT_OUT:
                if tag in _BLOCKS and not line.empty:
                    line.line_break()
                self._into(child, line, self._marks(child, tag, marks))
            line.text(child.tail or "", marks)

    def _footnote(self, sign: Element, line: Line) -> None:
        holder: Element = self.notes.get(sign.get("data-note", ""), sign)
        note = next((one for one in holder if "note" in (one.get("class") or "").split()), None)
        line.footnote(sign.get("data-label", ""), self._own_inline(note) if note is not None else ())

    def _table(self, element: Element, block_id: str = "") -> None:
        self.flush()
        rows = []
        for row in element.iter("tr"):
            if next(row.iterancestors("table")) is element:
                cells = [cell for cell in row if cell.tag in ("td", "th")]
                rows.append([(cell.tag == "th", self._own_inline(cell)) for cell in cells])
        for caption in element.iterchildren("caption"):
            self.document.paragraph(self._own_inline(caption))
        self.document.table(rows, block_id)


def _counted(number: int, kind: str) -> str:
    """A list item's number in HTML's forms."""
    forms = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    return f"{written(number, forms.get(kind, 'decimal'))}."
