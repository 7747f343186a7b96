"""The parties whose names stand in brackets: states and groups, by any of the ways in which negotiators write them.

A body gives its own list; where it gives none, ``KNOWN`` holds the states and the groups of the large conferences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

LONGEST = 100
"""Characters in a name. What is longer is a sentence."""

_GROUPS = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_NOT_IN_ROUND = r"(?![^()]*\))"
_ACRONYM = 5
"""Letters and digits up to which a name in capitals is one of initials: "EU", "ASEAN", not "GRULAC"."""


@dataclass(frozen=True)
class Parties:
    """A list of parties, each with one short name and any number of other spellings."""

    names: tuple[str, ...]
    """The short names, in the list's order."""
    _found: Mapping[str, str] = field(repr=False)
    """From the key of every spelling to the short name."""
    _groups: Mapping[str, tuple[str, ...]] = field(repr=False)
    _heads: frozenset[str] = field(repr=False)
    """The first words of all spellings, and their keys. What begins with another word names nobody."""

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Sequence[str]]]) -> Parties:
        """A list from short names and their other spellings.

        The spellings that ``KNOWN`` has for a party count too, as far as no other party of the list claims them: a
        body that lists Viet Nam needs not say that some write "Vietnam"; nor that it is of ASEAN, if it lists that too.
        """
        return _made([(name, spellings, ()) for name, spellings in rows], KNOWN)

    @classmethod
    def read(cls, text: str) -> Parties:
        """A list from its text, one party a line: ``Name``, or with more: ``Name: spelling, spelling [Group, Group]``.

        Spellings that hold commas are parted by semicolons. A group that has no line of its own is a party too. Lines
        that begin with ``#`` and empty ones are nothing.
        """
        return _made(_rows(text), KNOWN)

    def find(self, words: str) -> str | None:
        """The short name of the party that these words name, or None.

        Signs but commas, blanks, accents and a leading article are no difference ("G77", "G-77"), nor is small or
        large, except that initials are written in capitals ("US" is a party, "us" is not) and a name begins with no
        small letter.
        """
        words = words.strip().removeprefix("the ").lstrip()
        if not words or len(words) > LONGEST or words[0].islower() or not self.may_begin(words):
            return None
        return self._found.get(_initials(words)) or self._found.get(_key(words))

    def may_begin(self, words: str, start: int = 0, end: int = LONGEST) -> bool:
        """Could a party's name, without the article, begin there? Quick, and true of every name."""
        head = _HEAD.match(words, start, end)
        if head is None:
            return False
        word = head.group(1)
        return (
            word in self._heads or ("." in word and word.replace(".", "") in self._heads) or _key(word) in self._heads
        )

    def groups_of(self, name: str) -> tuple[str, ...]:
        """Short names of the groups that a party belongs to, in the order of the list."""
        known = self.find(name)
        return self._groups.get(known, ()) if known else ()

    def members_of(self, group: str) -> tuple[str, ...]:
        """Short names of a group's members, in the order of the list. None are known of many groups."""
        known = self.find(group)
        return tuple(name for name in self.names if known in self._groups.get(name, ()))


def _rows(text: str) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    rows: list[tuple[str, Sequence[str], Sequence[str]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        groups = _GROUPS.search(line)
        name, _, spellings = line[: groups.start() if groups else None].partition(":")
        sign = ";" if re.search(rf";{_NOT_IN_ROUND}", spellings) else ","
        others = [one.strip() for one in re.split(rf"{sign}{_NOT_IN_ROUND}", spellings)]
        members = [one.strip() for one in groups.group(1).split(",")] if groups else []
        if name.strip():
            rows.append((name.strip(), [one for one in others if one], [one for one in members if one]))
    return rows


def _made(rows: Sequence[tuple[str, Sequence[str], Sequence[str]]], known: Parties | None) -> Parties:
    """Of two parties that claim a spelling the first has it, and a short name goes before a spelling."""
    found: dict[str, str] = {}
    heads = set(known._heads) if known is not None else set()
    for name, spellings, groups in rows:
        heads.update(head for one in (name, *spellings, *groups) for head in _heads_of(one))
    names = dict.fromkeys(name for name, _, _ in rows)
    for name in names:
        found.setdefault(_keyed(name), name)
    for name, spellings, _ in rows:
        for spelling in spellings:
            found.setdefault(_keyed(spelling), name)
    for _, _, groups in rows:
        for group in groups:
            if found.setdefault(_keyed(group), group) == group:
                names.setdefault(group)
    belongs = {name: tuple(found[_keyed(group)] for group in groups) for name, _, groups in rows if groups}
    if known is not None:
        others: dict[str, list[str]] = {}
        for key, name in known._found.items():
            others.setdefault(name, []).append(key)
        called = {name: known.find(name) for name in names}
        for name, spellings, _ in rows:
            called[name] = next(filter(None, [called[name], *map(known.find, spellings)]), None)
        for name in names:
            for key in others.get(called[name] or "", ()):
                found.setdefault(key, name)
        listed = Parties(tuple(names), found, {}, frozenset(heads))
        for name in names:
            holding = map(listed.find, known.groups_of(called[name] or ""))
            belongs.setdefault(name, tuple(dict.fromkeys(one for one in holding if one and one != name)))
    return Parties(tuple(names), found, belongs, frozenset(heads))


def _keyed(spelling: str) -> str:
    initials = _initials(spelling)
    return initials if initials and len(initials) - 1 <= _ACRONYM and initials.upper() == initials else _key(spelling)


_HEAD = re.compile(r"\W*(?:[Tt]he\s+)?((?:[^\W_]\.)+[^\W_]?|[^\W_]{1,100})")


def _heads_of(spelling: str) -> Iterator[str]:
    """The first word of a name without its article, as it is written; its key, unless the name is one of initials."""
    head = _HEAD.match(spelling)
    if head is not None:
        yield head.group(1).replace(".", "")
        if _keyed(spelling) == _key(spelling):
            yield _key(head.group(1))


def _initials(words: str) -> str:
    """The key of a name of initials: its capitals and digits, marked so that no other name has it."""
    return "=" + "".join(sign for sign in words if sign.isalnum() or sign == ",")


@lru_cache(maxsize=4096)
def _key(words: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if sign.isalnum() or sign in " ,")
    return re.sub(r"^the\s+|\s", "", plain)


_STATES, _, _OTHERS = (
    files("communique.domain.texts").joinpath("parties.txt").read_text("utf-8").partition("# Groups\n")
)
GROUPS: tuple[str, ...] = tuple(name for name, _, _ in _rows(_OTHERS))
"""Short names of the groups among them."""
KNOWN: Parties = _made([*_rows(_STATES), *_rows(_OTHERS)], None)
"""The states and the groups of the large conferences, as negotiators write them; ISO 3166's two letters stand for a
state too. Memberships are given of the groups in which they are few and seldom change."""
