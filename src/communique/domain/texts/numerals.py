"""A paragraph's label taken apart and put together: "12 bis.", "(a)", "(iv bis)", "OP3bis", "Article 5", "II.".

A label has a place in a row, which is counted in digits, letters or Roman numerals; the signs before and after it are
the row's style; and what makes a label of one that is taken comes behind the count: *bis* and *ter* put a paragraph
between two, *ante* before the first, *alt* in the place of one (United Nations Editorial Manual; the usage of its
drafting groups).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

LATER = (
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "novies",
    "decies",
    "undecies",
    "duodecies",
    "terdecies",
)
"""What a paragraph that comes between two is called, the second of a number first."""

_BEHIND = rf"(?:\s?(?:{'|'.join(LATER)}|ante|alt)(?![a-z])(?:\s?\d{{1,2}})?)"
_ROMAN = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_UPPER_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_SHAPE = re.compile(
    rf"""
    (?P<before> \(? | (?:PP|OP)\s? | [A-Z][A-Za-z]+\s )
    (?P<above> (?:\d{{1,3}}{_BEHIND}*\.)* )
    (?P<count> \d{{1,3}} | {_ROMAN} | [a-z]{{1,2}} | {_UPPER_ROMAN} | [A-Z] )
    (?P<inner> \.? {_BEHIND}+ )?
    (?P<after> [.):]* )
    (?P<outer> {_BEHIND}* )
    """,
    re.VERBOSE,
)
_ONE_BEHIND = re.compile(rf"(?P<gap>\.?\s?)(?P<word>{'|'.join(LATER)}|ante|alt)\s?(?P<times>\d{{0,2}})")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that counts. Two labels of one row have the same ``before``, ``above`` and ``after``."""

    before: str
    """"(", "OP", "Article " or ""."""
    above: str
    """"3." in 3.1, "3 bis." in 3 bis.1, else ""."""
    count: str
    """"12", "b", "iv", "A", "II"."""
    behind: tuple[str, ...]
    """("bis",), ("alt2",) and so on; () for most."""
    after: str
    """".", ")", ":" or ""."""
    gap: str | None
    """What stands between count and ``behind``: "", " " or "."; None without ``behind``."""
    closed: bool = False
    """``behind`` comes after the closing signs: "(a) bis"."""

    @property
    def base(self) -> Label:
        """The label without *bis*, *alt* and the like."""
        return replace(self, behind=(), gap=None, closed=False) if self.behind else self

    @property
    def as_above(self) -> str:
        """What ``above`` is in labels below this one: "3." for 3, "3 bis." for 3 bis."""
        gap = self.gap if self.gap == "" else " "
        return f"{self.above}{self.count}{''.join(f'{gap}{word}' for word in self.behind)}."

    def heads(self, other: Label) -> bool:
        """Does the other label go on from this one, as 3.1 does from 3?"""
        return other.above.replace(" ", "") == self.as_above.replace(" ", "")

    @property
    def is_alternative(self) -> bool:
        return any(one.startswith("alt") for one in self.behind)

    @property
    def readings(self) -> tuple[tuple[str, int], ...]:
        """What the count may be, the likeliest first: (form, place). "(i)" is the first of a row, or its ninth."""
        return tuple(_readings(self.count))

    def counted(self, place: int, form: str) -> Label:
        """The label of another place in the row."""
        return replace(self, count=written(place, form))

    def with_behind(self, *words: str, gap: str | None = None) -> Label:
        """The label with these words behind its count; ``gap`` as the text has it elsewhere, otherwise the usual."""
        if gap is None:
            gap = self.gap if self.gap is not None else "" if self.before.rstrip() in ("PP", "OP") else " "
        return replace(self, behind=words, gap=gap)

    def __str__(self) -> str:
        gap = self.gap or ""
        behind = "".join(f"{gap if not at else ' '}{word}" for at, word in enumerate(self.behind))
        middle = self.after + behind if self.closed else behind + self.after
        return f"{self.before}{self.above}{self.count}{middle}"


def parse(number: str) -> Label | None:
    """A label taken apart; None for one that doesn't count: a bullet, "*", or words."""
    found = _SHAPE.fullmatch(number)
    if found is None or not found["count"]:
        return None
    behind = found["inner"] or found["outer"] or ""
    if found["inner"] and found["outer"]:
        return None
    words = [(one["gap"], one["word"] + one["times"]) for one in _ONE_BEHIND.finditer(behind)]
    return Label(
        found["before"],
        found["above"],
        found["count"],
        tuple(word for _, word in words),
        found["after"],
        words[0][0] if words else None,
        bool(found["outer"] and words),
    )


Key = tuple[str, tuple[str, ...]]


def key(number: str) -> Key | None:
    """What makes two labels the same, however they are written: "2 bis." and "2bis". None where nothing counts."""
    label = parse(number)
    if label is None:
        return None
    return f"{label.before.strip()}{label.above}{label.count}{label.after.strip('.:')}", label.behind


def following(behind: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What may stand behind the count of a paragraph that follows one with ``behind``, in order: bis, ter, ..."""
    last = behind[-1] if behind else ""
    begin = LATER.index(last) + 1 if last in LATER else 0
    stem = behind[:-1] if last in LATER else behind
    for word in LATER[begin:]:
        yield (*stem, word)
    for times in range(2, 100):
        yield (*stem, f"{LATER[-1]}{times}")


def written(place: int, form: str) -> str:
    """A place in a row, counted from 1, in "digits", "letter", "LETTER", "roman" or "ROMAN"."""
    match form.lower():
        case "letter":
            made = chr(ord("a") + (place - 1) % 26) * ((place - 1) // 26 + 1)
        case "roman":
            made = _roman(place)
        case _:
            made = str(place)
    return made.upper() if form.isupper() else made


def _readings(count: str) -> Iterator[tuple[str, int]]:
    if count.isdigit():
        yield "digits", int(count)
        return
    upper = count.isupper()
    small = count.lower()
    value = _value(small) if re.fullmatch(_ROMAN, small) else 0
    roman = ("ROMAN" if upper else "roman", value)
    if value and (value == 1 or len(small) > 1):
        yield roman
    if len(set(small)) == 1 and len(small) <= 2:
        yield "LETTER" if upper else "letter", ord(small[0]) - ord("a") + 1 + 26 * (len(small) - 1)
    if value and value != 1 and len(small) == 1:
        yield roman


def _value(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[sign] for sign in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _roman(place: int) -> str:
    made = ""
    for value, sign in _SIGNS:
        made += sign * (place // value)
        place %= value
    return made


_SIGNS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
