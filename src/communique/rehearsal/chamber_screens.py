"""What a page of the room shows, made of the page as it was loaded and of what came over its line since.

Nothing of it is asked of the database: a place is the HTML that was last sent for it, and who has the floor is what
that HTML says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import html as markup

from communique.rehearsal.lines import Key, Message

WORD = re.compile(r"\bpassed-\d+-\w+\b")
"""How every note of a rehearsal begins: a word that stands nowhere else."""
_RULING = re.compile(r"/interventions/(\d+)/ruling")
_VERSION = re.compile(r' data-version="\d+"')


@dataclass(frozen=True)
class Floor:
    """Who has the floor, as a screen shows it: ids of interventions, 0 for nobody; ``waiting`` in their order, with the
    ``codes`` of their parties. ``ruling``: the point of order on which this screen's reader may rule."""

    speaking: int = 0
    speaker: str = ""
    waiting: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    interrupted: bool = False
    ruling: int = 0

    def names_of(self, code: str) -> list[int]:
        """Where a party waits."""
        return [one for one, party in zip(self.waiting, self.codes, strict=True) if party == code]

    def keys(self) -> frozenset[Key]:
        """By what the writes behind it are known."""
        found: set[Key] = {("placard", one) for one in self.waiting}
        if self.speaking:
            found |= {("placard", self.speaking), ("speaking", self.speaking)}
        return frozenset(found)


NOBODY = Floor()


@lru_cache(maxsize=4096)
def floor_in(html: str) -> Floor:
    """What a drawn floor says. Raises an error when it isn't one."""
    place = _element(html)
    names = [one for one in place.iter() if one.get("data-name")]
    ruling = _RULING.search(html)
    return Floor(
        speaking=int(place.get("data-speaker") or 0),
        speaker=place.get("data-speaks") or "",
        waiting=tuple(int(one.get("data-name") or 0) for one in names),
        codes=tuple(one.get("data-code") or "" for one in names),
        interrupted=bool(place.cssselect(".interrupted")),
        ruling=int(ruling[1]) if ruling else 0,
    )


@lru_cache(maxsize=4096)
def plain(html: str) -> str:
    """A place without the version that it was drawn at, and however its attributes and spaces are written."""
    place = _element(_VERSION.sub("", html))
    place.tail = None
    return " ".join(markup.tostring(place, encoding="unicode").split())


@lru_cache(maxsize=256)
def places_in(page: str) -> dict[str, str]:
    """The live places of a whole page, by their targets, and under "" the version of the room."""
    found = {"": "0"}
    for one in markup.document_fromstring(page).iter():
        if one.get("data-live"):
            found[one.get("data-live") or ""] = str(markup.tostring(one, encoding="unicode", with_tail=False))
        elif one.tag == "meta" and one.get("name") == "room-version":
            found[""] = one.get("content") or "0"
    return found


def _element(html: str) -> Any:
    (element,) = markup.fragments_fromstring(html)
    return element


def version_of(html: str) -> int:
    """At which version of the room a place was drawn."""
    found = _VERSION.search(html)
    return int(found[0].split('"')[1]) if found else 0


@dataclass
class ChamberScreen:
    """One page on a meeting. ``floors``: each floor that it has shown, in order, with the version it came with;
    ``loads``: at which of them the page was loaded anew."""

    name: str
    audience: str
    meeting: int
    places: dict[str, str] = field(default_factory=dict)
    floors: list[tuple[int, Floor]] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    known: set[Key] = field(default_factory=set)
    resyncs: int = 0
    behind: bool = False

    def load(self, page: str) -> int:
        """Takes a page as it was loaded; returns the version of the room."""
        found = places_in(page)
        self.behind = False
        self.loads.append(len(self.floors))
        for target, html in found.items():
            if target:
                self._take(target, html)
        return int(found[""])

    def hear(self, message: Message) -> set[Key]:
        """Takes a message; what of it this page didn't know yet."""
        if message.kind == "resync":
            self.resyncs += 1
            self.behind = True
        elif message.kind == "fragment" and message.data["target"] in self.places:
            return self._take(message.data["target"], message.data["html"])
        return set()

    def _take(self, target: str, html: str) -> set[Key]:
        """As ``browser/live/fragments.ts`` does: an older place never replaces a newer one."""
        shown = self.places.get(target)
        if shown is not None and version_of(html) < version_of(shown):
            return set()
        self.places[target] = html
        self.words.update(WORD.findall(html))
        if target != f"floor:{self.meeting}":
            return set()
        floor = floor_in(html)
        self.floors.append((version_of(html), floor))
        news = set(floor.keys() - self.known)
        self.known |= news
        return news

    @property
    def floor(self) -> Floor:
        return self.floors[-1][1] if self.floors else NOBODY

    def end(self) -> dict[str, Any]:
        """How the page looks in the end, and what it has shown on the way, for the checks."""
        return {
            "name": self.name,
            "audience": self.audience,
            "places": {target: plain(html) for target, html in self.places.items()},
            "floors": [[version, one.speaking, list(one.waiting)] for version, one in self.floors],
            "loads": self.loads,
            "words": sorted(self.words),
            "resyncs": self.resyncs,
        }
