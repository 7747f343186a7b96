"""Labels of paragraphs and headings as printed: "12 bis.", "(a)", "(iv)", "OP3bis", "Article 5", "II.".

A label is told from the words that follow it, and a row of labels tells how deep each paragraph lies: the United
Nations' Editorial Manual goes from 1. to (a) to (i) to a. to i., and drafts go in other ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communique.domain.texts.document import plain_text
from communique.domain.texts.formats.building import Inline

BULLETS = "•·▪◦‣–—-\uf0b7\uf0a7"
_SYMBOL_FONT = "\uf0b7\uf0a7"
"""Bullets of a symbol font, which no other font draws."""
DEEPEST = 4

_LATER = (
    r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies|duodecies|terdecies|ante|alt)"
    r"\.?(?![a-z])\s?\d{0,2})"
)
"""What makes a label of one that is taken: 2 bis, 3ter, PP5alt, 1 ante."""
_ROMAN = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_LABEL = re.compile(
    rf"""
      (?P<series>(?:PP|OP)\s?\d{{1,3}}(?:\.\d+)*{_LATER}*[.:)]?)(?=\s|\[|$)
    | (?P<later>\(?\d{{1,3}}(?:\.\d{{1,3}})*\.?{_LATER}+[.)]?)(?=\s|\[|$)
    | (?P<number>\(?\d{{1,3}}(?:\.\d{{1,3}})*[.)])(?=\s|\[|$)
    | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+)(?=\s+[\[("“A-Z]|\s*$)
    | (?P<letter>\((?:[a-z]{{1,2}}|{_ROMAN}){_LATER}*\)(?:{_LATER}\.?)*)(?=\s|\[|$)
    | (?P<bare>(?:[a-z]|(?:x{{0,3}}(?:ix|iv|v?i{{2,3}}|vi))){_LATER}*[.)])(?=\s|$)
    | (?P<bullet>[{re.escape(BULLETS)}])(?=\s)
    """,
    re.VERBOSE,
)
_HEADING = re.compile(
    rf"""
      (?P<part>(?:Article|Annex|Chapter|Part|Section|Title|Appendix|Rule|Principle|Goal|Item|Article)
        \s(?:\d{{1,3}}(?:\.\d{{1,3}})*|[IVXLC]+|[A-Z])(?:{_LATER}|[A-Z](?!\w))?[.:]?)(?=\s|$)
    | (?P<later>\d{{1,3}}(?:\.\d{{1,3}})*\.?{_LATER}+[.)]?)(?=\s|$)
    | (?P<number>\d{{1,3}}(?:\.\d{{1,3}})*[.)])(?=\s|$)
    | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+)(?=\s)
    | (?P<capital>(?:[IVXLC]+|[A-Z])(?:{_LATER})?[.)])(?=\s|$)
    | (?P<letter>\((?:[a-zA-Z]|{_ROMAN}){_LATER}*\))(?=\s|$)
    """,
    re.VERBOSE,
)
_OPENING = re.compile(r"[\s\[]*")
LABEL_END = 80
"""Characters in which a label with the brackets before it has to end."""


def split(content: Sequence[Inline], *, heading: bool = False) -> tuple[str, list[Inline]]:
    """The label at the beginning of words, "" without one, and the words without it.

    Brackets that open before a label stay with the words. A label that a bracket closes at once is no label: what is
    open there is whether it should stand at all.
    """
    text = ""
    for node in content:
        if node["type"] != "text" or len(text) > LABEL_END:
            break
        text += node["text"]
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    found = (_HEADING if heading else _LABEL).match(text, start)
    if found is None or found.end() > LABEL_END:
        return "", list(content)
    if heading and not text[found.end() :].strip() and len(content) == 1 and found.lastgroup == "part":
        return "", list(content)
    number = "•" if found.lastgroup == "bullet" and found.group() in _SYMBOL_FONT else " ".join(found.group().split())
    return number, _without(content, start, found.end())


def _without(content: Sequence[Inline], start: int, end: int) -> list[Inline]:
    """Content without its characters from ``start`` to ``end``, and without the blanks after them."""
    kept: list[Inline] = []
    at = 0
    trimming = True
    for node in content:
        if node["type"] != "text" or (at >= end and not trimming):
            kept.append(node)
            trimming = False
            continue
        words = node["text"]
        before, after = words[: max(0, start - at)], words[max(0, end - at) :]
        if trimming and at + len(words) >= end:
            after = after.lstrip()
            trimming = not after
        at += len(words)
        if before + after:
            kept.append({**node, "text": before + after})
    return kept


def role_of(number: str, content: Sequence[Inline], *, opening: bool) -> str:
    """The role of a paragraph by its label and its words.

    ``opening`` says that nothing operative came yet in this part of the text: there a paragraph that begins with a word
    set off by emphasis, or with an English participle, and ends with a comma, is preambular.
    """
    words = "".join(plain_text(node) for node in content if node["type"] == "text").strip()
    if words.startswith("{") and words.endswith("}"):
        return "note"
    if number in BULLETS and number:
        return "plain" if opening else "operative"
    if number:
        return "preambular" if number.startswith("PP") else "operative"
    if not opening:
        return "plain"
    first = next((node for node in content if node["type"] == "text" and node["text"].strip("[ ")), None)
    emphasised = first is not None and any(mark["type"] == "em" for mark in first.get("marks", ()))
    participle = _PARTICIPLE.match(words) is not None
    goes_on = re.search(r",[\s\]\[.]*$", words) is not None
    return "preambular" if emphasised + participle + goes_on >= 2 else "plain"


_PARTICIPLE = re.compile(r"[\[\s]*(?:[A-Z][a-z]+ing|(?:Deeply|Gravely|Also|Further|Fully|Strongly)\s[a-z]+ing)\b")


@dataclass(frozen=True, slots=True)
class _Rung:
    style: str
    value: int
    level: int


class Ladder:
    """How deep each labelled paragraph lies, told by the labels before it.

    A label that follows on one which still stands lies as deep; one that begins a new row lies one deeper than the
    paragraph before; anything else lies where its style was seen last, or where the manual puts it.
    """

    def __init__(self) -> None:
        self._rungs: list[_Rung] = []

    def restart(self) -> None:
        """A heading: what stood before it counts no more."""
        self._rungs = []

    def level(self, number: str) -> int:
        """The level of the next paragraph, whose label is ``number``."""
        readings = list(_readings(number))
        chosen = self._continued(readings) or self._begun(readings) or self._resumed(readings)
        self._rungs = [rung for rung in self._rungs if rung.level < chosen.level]
        self._rungs.append(chosen)
        return chosen.level

    def follows(self, number: str) -> bool:
        """Would this label continue a row that stands, or begin one?"""
        readings = list(_readings(number))
        return bool(readings) and (self._continued(readings) or any(value == 1 for _, value in readings)) is not None

    def at(self, number: str, level: int) -> None:
        """A paragraph whose level is known from the file's own nesting."""
        style, value = next(iter(_readings(number)), ("other", 0))
        self._rungs = [rung for rung in self._rungs if rung.level < level]
        self._rungs.append(_Rung(style, value, min(level, DEEPEST)))

    def _continued(self, readings: Sequence[tuple[str, int]]) -> _Rung | None:
        for rung in reversed(self._rungs):
            for style, value in readings:
                if style == rung.style and value in (rung.value, rung.value + 1) and style != "other":
                    return _Rung(style, value, rung.level)
        return None

    def _begun(self, readings: Sequence[tuple[str, int]]) -> _Rung | None:
        styles = {rung.style for rung in self._rungs}
        for style, value in readings:
            if value == 1 and style not in styles and style != "other":
                level = self._rungs[-1].level + 1 if self._rungs else _USUAL.get(style, 0)
                return _Rung(style, value, min(level, DEEPEST))
        return None

    def _resumed(self, readings: Sequence[tuple[str, int]]) -> _Rung:
        for rung in reversed(self._rungs):
            for style, value in readings:
                if style == rung.style:
                    return _Rung(style, value, rung.level)
        style, value = readings[0] if readings else ("other", 0)
        usual = _USUAL.get(style, 0)
        return _Rung(style, value, min(usual, self._rungs[-1].level + 1 if self._rungs else usual))


_USUAL = {"number": 0, "series": 0, "letter": 1, "roman": 1, "bare letter": 1, "bare roman": 1, "bullet": 0}
"""Where a row begins that has no paragraph above it."""


def _readings(number: str) -> list[tuple[str, int]]:
    """What a label may be: its style and its place in a row, the likeliest first. "(i)" is a 1 or a letter."""
    if number in BULLETS:
        return [("bullet", 1)]
    series = re.match(r"(PP|OP)\s?(\d+)", number)
    if series:
        return [("series", int(series[2]))]
    dotted = re.match(r"\(?(\d+(?:\.\d+)*)", number)
    if dotted:
        parts = dotted[1].split(".")
        return [("number" + "." * (len(parts) - 1) + ("(" if number[0] == "(" else ""), int(parts[-1]))]
    plain = re.match(r"(\()?([a-z]+)", number)
    if plain is None:
        return [("other", 0)]
    bare = "" if plain[1] else "bare "
    word = plain[2]
    found = []
    if len(word) == 1:
        found.append((f"{bare}letter", ord(word) - ord("a") + 1))
    elif len(set(word)) == 1 and len(word) == 2 and word != "ii" and word != "xx":
        found.append((f"{bare}letter", 26 + ord(word[0]) - ord("a") + 1))
    roman = _roman(word)
    if roman:
        found.insert(0 if roman == 1 or len(word) > 1 else len(found), (f"{bare}roman", roman))
    return found or [("other", 0)]


def _roman(word: str) -> int:
    """The value of a small Roman numeral, 0 when it is none."""
    if re.fullmatch(_ROMAN, word) is None:
        return 0
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[sign] for sign in word]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def text_nodes(words: str) -> list[dict[str, Any]]:
    """Plain words as content."""
    return [{"type": "text", "text": words}] if words else []
