"""Plain text, as people type it and as it comes out of a PDF.

Lines that were broken to fit a page are joined again; what stands at the head or foot of page after page is left out
and reported; footnotes under a rule go to where their sign stands, when that can be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.domain.errors import Refused
from communique.domain.texts.document import Text
from communique.domain.texts.formats import labels
from communique.domain.texts.formats.building import LENGTH, Document, Inline

EDGE = 5
"""Lines at the head and at the foot of a page among which headers, footers and page numbers are looked for."""
WIDE = 200
"""A line longer than this was never broken to fit a page."""
NARROW = 50
"""A text whose lines are all shorter wasn't broken either."""

_FROM, _TO = "\ufdd0", "\ufdd1"
"""Around the place of a footnote among its page's notes; no text may hold these."""
_ENDED = re.compile(r"[.;:,?!\]\})”\"»]\s*$|\b(?:and|or)\s*$")
_RULE = re.compile(r"\s{20,}|\s*[_‾—–-]{8,}\s*")
_NOTE = re.compile(r"\s*(\d{1,3})\s+(?=\S)")
_OPTION = re.compile(
    r"[\[\s]*(?:Option|Alternative)\s*\(?\w{1,3}\)?(?:\s?(?:bis|ter|quater|quinquies)\b\.?)?\s*(?:\([^()]{1,80}\)\s*)?:"
)
_OPENS = re.compile(r"\[[\[\s]*[A-Z{]")
_HEADING = re.compile(
    r"(?:[A-Z]|[IVXLC]+)\.\s|(?:Article|Annex|Chapter|Part|Section|Appendix|ANNEX|ARTICLE|CHAPTER|PART|SECTION)\b(?!.*[.;,]$)"
)
_CUT = re.compile(r"\w+-\s*\n\s*\w+")
"""A word in two halves."""
_MARKED = re.compile(f"{_FROM}(\\d+){_TO}")
_FORMULA = re.compile(r"(?:CO|CH|N|SF|NF|m|km)$")


@dataclass
class _Page:
    lines: list[str]
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Label and words of the footnotes that were found under a rule."""


def read(text: str) -> Text:
    """A text from plain characters."""
    if len(text) > LENGTH:
        raise Refused("text_too_long", limit=LENGTH)
    text = text.replace(_FROM, "").replace(_TO, "")
    pages = [_Page(page.split("\n")) for page in text.split("\f")]
    document = Document()
    furniture = _furniture(pages)
    document.dropped += [
        f"{len(raw)} × {raw[0]}" if len(set(raw)) == 1 else f"{len(raw)} × {raw[0]} … {raw[-1]}" for raw in furniture
    ]
    notes: list[tuple[str, str]] = []
    for page in pages:
        _footnotes(page, notes)
    _Writer(document, notes).write(list(_paragraphs(pages, text)))
    return replace(document.text(), dropped_lines=sum(map(len, furniture)))


def _furniture(pages: Sequence[_Page]) -> list[list[str]]:
    """Takes out what stands at the edge of most pages, numbers in it aside; returns the lines, like with like."""
    if len(pages) < 3:
        return []
    found: Counter[str] = Counter()
    for page in pages:
        found.update({_key(page.lines[at]) for at in _edges(page.lines)})
    repeated = {key for key, times in found.items() if times >= max(3, 0.4 * len(pages))}
    taken: dict[str, list[str]] = {}
    for page in pages:
        gone = []
        seen: set[str] = set()
        for at in _edges(page.lines):
            key = _key(page.lines[at])
            if key in repeated and key not in seen:
                seen.add(key)
                gone.append(at)
                taken.setdefault(key, []).append(page.lines[at].strip())
        page.lines = [line for at, line in enumerate(page.lines) if at not in gone]
    return list(taken.values())


def _edges(lines: Sequence[str]) -> list[int]:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return list(dict.fromkeys(filled[:EDGE] + filled[-EDGE:]))


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _footnotes(page: _Page, notes: list[tuple[str, str]]) -> None:
    """Moves the notes below a rule from the page's lines to ``notes``, and marks their signs, or the page's end."""
    rule = next(
        (
            at
            for at in range(len(page.lines) - 1)
            if _RULE.fullmatch(page.lines[at]) and _NOTE.match(page.lines[at + 1])
        ),
        None,
    )
    if rule is None:
        return
    below, page.lines = page.lines[rule + 1 :], page.lines[:rule]
    first = len(notes)
    for line in below:
        begins = _NOTE.match(line)
        if begins and (len(notes) == first or int(begins[1]) == int(notes[-1][0]) + 1):
            notes.append((begins[1], line[begins.end() :]))
        elif line.strip():
            notes[-1] = (notes[-1][0], f"{notes[-1][1].rstrip()} {line.strip()}")
    for at in range(first, len(notes)):
        sign = re.compile(rf"(?:(?<=[^\s\d.,/–-])|(?<=[^\W\d_][.,;:])){notes[at][0]}(?=[\s,.;:)\]]|$)")
        places = [
            (number, found)
            for number, line in enumerate(page.lines)
            for found in sign.finditer(line)
            if not _FORMULA.search(line[: found.start()])
        ]
        mark = f"{_FROM}{at}{_TO}"
        if len(places) == 1:
            number, found = places[0]
            line = page.lines[number]
            page.lines[number] = line[: found.start()] + mark + line[found.end() :]
        else:
            page.lines += ["", mark, ""]


def _paragraphs(pages: Sequence[_Page], text: str) -> Iterator[str]:
    """The paragraphs of all pages, each in one line."""
    lengths = sorted(len(line.rstrip()) for page in pages for line in page.lines if line.strip())
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    broken = width >= NARROW and lengths[-1] <= WIDE
    known = set(re.findall(r"[\w-]+", _CUT.sub(" ", text))) if broken else set()
    current = ""
    last = ""
    """The line before, "" after a blank one."""
    counter = labels.Ladder()
    for page in pages:
        for at, line in enumerate(_trimmed(page.lines)):
            words = line.strip()
            if not words:
                last = ""
                continue
            new = not current or (not last and at > 0) or not _goes_on(current, last, words, width, broken, counter)
            if new and not _is_label(current):
                if current:
                    yield current
                number, _ = labels.split(labels.text_nodes(words))
                if number:
                    counter.level(number)
                current = words
            else:
                current = _joined(current, words, known)
            last = line.rstrip()
        last = last or " "
    if current:
        yield current


def _trimmed(lines: Sequence[str]) -> list[str]:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _is_label(paragraph: str) -> bool:
    """Only a label yet, whose words come on the next line."""
    if not paragraph or len(paragraph) > labels.LABEL_END:
        return False
    for heading in (False, True):
        number, rest = labels.split(labels.text_nodes(paragraph), heading=heading)
        if number and not rest:
            return True
    return False


def _goes_on(current: str, last: str, words: str, width: int, broken: bool, counter: labels.Ladder) -> bool:
    """Is this line a further one of the paragraph before it?"""
    ended = _ENDED.search(current) is not None
    if not broken:
        return not ended and words[0].islower() and len(last) <= WIDE and len(current) > NARROW / 2
    number, _ = labels.split(labels.text_nodes(words))
    if number and ended and (counter.follows(number) or number in labels.BULLETS):
        return False
    if _OPTION.match(words) or (ended and _OPENS.match(words) and current.count("[") <= current.count("]")):
        return False
    early = len(last) + 1 + len(words.split()[0]) <= 0.88 * width
    return not early or (not ended and words[0].islower())


def _joined(current: str, words: str, known: set[str]) -> str:
    """Two lines as one. A hyphen at the end stays, unless only the word without it stands elsewhere in the text."""
    if not re.search(r"\w-$", current):
        return f"{current} {words}"
    before = re.findall(r"\w+(?=-$)", current)[-1]
    after = re.match(r"\w+", words)
    whole = before + after[0] if after else ""
    if after and after[0].islower() and whole in known and f"{before}-{after[0]}" not in known:
        return current[:-1] + words
    return current + words


class _Writer:
    """From paragraphs in a line each to blocks."""

    def __init__(self, document: Document, notes: Sequence[tuple[str, str]]) -> None:
        self.document = document
        self.notes = notes
        self.ladder = labels.Ladder()
        self.opening = True

    def write(self, paragraphs: Sequence[str]) -> None:
        for at, words in enumerate(paragraphs):
            alone = _MARKED.fullmatch(words)
            if alone:
                label, note = self.notes[int(alone[1])]
                self.document.paragraph(self._content(note), label, "note")
            elif self._is_heading(words) or (at == 0 and len(paragraphs) > 1 and self._is_title(words)):
                self._heading(self._content(words))
            else:
                self._paragraph(self._content(re.sub(r"^\*\s+", "• ", words)))

    def _heading(self, content: list[Inline]) -> None:
        number, rest = labels.split(content, heading=True)
        self.ladder.restart()
        self.opening = True
        if not number and not self.document.has_blocks:
            self.document.title(content)
        else:
            self.document.heading(rest, 2, number)

    def _paragraph(self, content: list[Inline]) -> None:
        number, content = labels.split(content)
        role = labels.role_of(number, content, opening=self.opening)
        if role == "operative":
            self.opening = False
        self.document.paragraph(content, number, role, self.ladder.level(number) if number else 0)

    def _is_heading(self, words: str) -> bool:
        if len(words) > 200 or re.search(r"[.;,:]\s*$", words):
            return False
        letters = re.sub(r"[\W\d_]+", "", words)
        return bool(_HEADING.match(words)) or (len(letters) > 3 and letters.isupper() and len(words) < 120)

    def _is_title(self, words: str) -> bool:
        number, _ = labels.split(labels.text_nodes(words))
        return not number and len(words) < 150 and re.search(r"[.;,:]\s*$", words) is None

    def _content(self, words: str) -> list[Inline]:
        line = self.document.line()
        for at, piece in enumerate(_MARKED.split(words)):
            if at % 2:
                label, note = self.notes[int(piece)]
                line.footnote(label, labels.text_nodes(note))
            else:
                line.text(piece)
        return line.content()
