"""The labels that Word counts by itself: "1.", "(a)", "iv)", from a file's numbering definitions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from communique.domain.texts.formats.xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Level:
    """How one level of a list is counted and written."""

    form: str = "decimal"
    pattern: str = ""
    """As in the file, with %1 for the first level's count and so on."""
    start: int = 1


class Numbering:
    """All lists of a file, and how far each was counted."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        """By the list's id."""
        self._abstract: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        """Lists that share a definition are counted together, until one starts anew."""
        self._restarted: set[tuple[str, int]] = set()
        self._starts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {one.get(f"{W}abstractNumId", ""): _levels(one) for one in root.iter(f"{W}abstractNum")}
        for one in root.iter(f"{W}num"):
            list_id = one.get(f"{W}numId", "")
            reference = one.find(f"{W}abstractNumId")
            of = reference.get(f"{W}val", "") if reference is not None else ""
            self._abstract[list_id] = of
            self._levels[list_id] = dict(abstract.get(of, {}))
            for override in one.iter(f"{W}lvlOverride"):
                depth = _number(override.get(f"{W}ilvl"))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts[list_id, depth] = _number(start.get(f"{W}val"), 1)
                self._levels[list_id].update(_levels(override))

    def label(self, list_id: str, depth: int) -> str:
        """The next label of a list at a depth, "" when the list is unknown or counts nothing."""
        levels = self._levels.get(list_id)
        if not levels or depth not in levels:
            return ""
        level = levels[depth]
        if level.form == "bullet":
            return (
                "•"
                if level.pattern in ("", "o", "§", "Ø", "ü", "v", "q") or ord(level.pattern[0]) >= 0xE000
                else level.pattern
            )
        counts = self._counts[self._abstract[list_id]]
        start = level.start
        if (list_id, depth) in self._starts and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            start = self._starts[list_id, depth]
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.form == "none":
            return re.sub(r"%\d", "", level.pattern).strip()

        def count(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, Level())
            return written(counts.setdefault(at, of.start), of.form)

        return re.sub(r"%(\d)", count, level.pattern).strip()


def written(number: int, form: str) -> str:
    """A count in one of Word's forms; an unknown form is written in digits."""
    match form:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 260 else str(number)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman.upper() if form == "upperRoman" else roman
        case "decimalZero":
            return f"{number:02}"
        case "ordinal":
            return f"{number}."
        case _:
            return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    made = ""
    for value, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        made += sign * (number // value)
        number %= value
    return made


def _levels(element: Element) -> dict[int, Level]:
    found = {}
    for one in element.iter(f"{W}lvl"):
        values = {name: one.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start")}
        of = {name: value.get(f"{W}val", "") if value is not None else "" for name, value in values.items()}
        depth = _number(one.get(f"{W}ilvl"))
        found[depth] = Level(of["numFmt"] or "decimal", of["lvlText"], _number(of["start"] or "1", 1))
    return found


def _number(raw: str | None, otherwise: int = 0) -> int:
    return int(raw) if raw and raw.isdigit() and len(raw) < 6 else otherwise
