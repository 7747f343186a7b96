"""What a list of parties beside words says of them: "EU, JP; G77 delete", read and written.

A bare name says whose words they are; a stance after names is that of all names since the last stance or semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from communique.domain.texts.parties import LONGEST, Parties

STANCES = ("propose", "retain", "delete", "reserve", "bracket", "support", "oppose")
"""What a party says of words: that they are its own (a bare name), or what should become of them."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A party of the list, by its short name, and what it says of the words: one of ``STANCES``."""

    party: str
    stance: str


_BEHALF = r"(?:also\s+)?on\s+behalf\s+of\s+"
_PARTS = re.compile(rf"[,&/]\s*(?:and\s+)?(?:{_BEHALF})?|and(?<=\sand)\s+|\+(?<=\s\+)\s+|{_BEHALF}")
_MOST_PARTS = 5
"""Into how many a name may fall: "Saint Vincent and the Grenadines", "Brazil, South Africa, India and China"."""
_STEMS = {
    "propos": "propose",
    "retain": "retain",
    "keep": "retain",
    "delet": "delete",
    "reserv": "reserve",
    "bracket": "bracket",
    "support": "support",
    "oppos": "oppose",
    "object": "oppose",
    "alt": "propose",
}
_SAID = (
    r"\s+\(?(?:(?:would(?:\s+(?:like|prefer|wish))?|wants?|wish(?:es)?|prefers?|proposes?|asks?|requests?)\s+)?(?:to\s+)?"
    rf"(?P<stem>{'|'.join(_STEMS)})"
    r"(?:e|es|ed|s|al|ing|ion|ation|ernative|es its position|s its position)?\)?\.?"
)
_STANCE = re.compile(rf"{_SAID}\Z", re.IGNORECASE)
_LONGEST_STANCE = 40
_NAME = r"[^\W\d_a-z][\w.’'-]*+(?:\s+(?:(?:of|the|for)\s+)*[^\W\d_a-z][\w.’'-]*+){0,3}"
_SHAPED = re.compile(_NAME)
_BEGINS_WITH_ONE = re.compile(rf"{_NAME}(?i:{_SAID})?\s*(?:[,;&/]|and\s|\Z)")
"""The first name in a list, when it is none that the list of parties may know."""


@dataclass(frozen=True, slots=True)
class Named:
    said: tuple[Attribution, ...]
    unknown: tuple[str, ...]
    stances: bool
    """Does a stance stand there in words?"""


def named(words: str, parties: Parties) -> Named | None:
    """What a list such as "EU, JP; G77 delete" says, and the names in it that nobody knows. None: no such list."""
    said: list[Attribution] = []
    unknown: list[str] = []
    stances = False
    for group in words.split(";"):
        waiting: list[str] = []
        if not begins_as_a_name(group):
            return None
        for name, known, stance in _items(group.strip(), parties):
            if known is None and waiting and (alone := stance_alone(name)):
                stances = True
                said += [Attribution(party, alone) for party in waiting]
                waiting = []
                continue
            if known is None and not _SHAPED.fullmatch(name):
                return None
            if known is None:
                unknown.append(name)
            else:
                waiting.append(known)
            if stance:
                stances = True
                said += [Attribution(party, stance) for party in waiting]
                waiting = []
        said += [Attribution(party, "propose") for party in waiting]
    return Named(tuple(said), tuple(unknown), stances)


_START = re.compile(r"\s*(?:the\s+)?(?=[^\W_a-z])")


def begins_as_a_name(words: str) -> bool:
    """Not with a small letter, nor with a sign. An article may stand before it."""
    found = _START.match(words)
    return found is not None and not words[found.end()].islower()


def may_begin(words: str, start: int, end: int, parties: Parties, *, listed: bool = False) -> bool:
    """Could a list begin there? A quick no for nearly all words. ``listed``: with a party of the list."""
    found = _START.match(words, start, end)
    if found is None:
        return False
    at = found.end()
    if parties.may_begin(words, at, end):
        return True
    return not listed and _BEGINS_WITH_ONE.match(words, at, end) is not None


def _items(group: str, parties: Parties) -> Iterator[tuple[str, str | None, str]]:
    """Each name in a list, as it stands there; whom it names; and the stance that ends there, or "".

    The longest name goes first, because names hold commas and "and" themselves.
    """
    parts = _parts(group)
    waiting = list(islice(parts, _MOST_PARTS))
    while waiting:
        for upto in range(len(waiting), 0, -1):
            words = group[waiting[0][0] : waiting[upto - 1][1]]
            known = parties.find(words)
            stance = None if known else _stance_of(words)
            name = words[: stance.start()] if stance else words
            known = known or (parties.find(name) if stance else None)
            if known or upto == 1:
                yield name, known, _STEMS[stance["stem"].lower()] if stance else ""
                waiting = [*waiting[upto:], *islice(parts, upto)]
                break


def _parts(group: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _PARTS.finditer(group):
        yield start, start + len(group[start : found.start()].rstrip())
        start = found.end()
    yield start, len(group)


def stance_alone(words: str) -> str:
    """The stance that words are and nothing else, as in "[US: delete]"; "" for other words."""
    found = _STANCE.fullmatch(f" {words}") if len(words) <= _LONGEST_STANCE else None
    return _STEMS[found["stem"].lower()] if found else ""


def _stance_of(words: str) -> re.Match[str] | None:
    return _STANCE.search(words) if len(words) <= LONGEST + _LONGEST_STANCE else None


def said(attributions: Sequence[Attribution]) -> str:
    """Attributions in words: "EU, JP; US delete"."""
    groups = [(stance, [one.party for one in some]) for stance, some in groupby(attributions, lambda one: one.stance)]
    return "; ".join(", ".join(names) + ("" if stance == "propose" else f" {stance}") for stance, names in groups)
