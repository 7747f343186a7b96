"""What a reader's page shows, made from nothing but what came over its line; and the texts that such pages hold.

A page that reloads gets the text whole; from then on it takes steps. Hundreds of pages take the same steps, and equal
sequences make equal texts: so each page keeps the digest of its own sequence, and a text is made once for each
distinct sequence, by the house's own ``authority``. A page that missed, doubled or changed a step has another digest,
and with it another text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.domain.journal import canonical
from communique.domain.texts import authority
from communique.domain.texts.authority import Document
from communique.rehearsal.lines import Key, Message, question_in

NEAR = 64
"""Texts that stay made."""


class Copies:
    """Texts by the sequence of steps that made them."""

    def __init__(self) -> None:
        self._begun: dict[bytes, tuple[int, dict[str, Any]]] = {}
        self._grown: dict[bytes, tuple[bytes, dict[str, Any]]] = {}
        self._made: dict[bytes, Document] = {}
        self._next: dict[tuple[bytes, int], tuple[dict[str, Any], bytes]] = {}

    def begin(self, version: int, doc: dict[str, Any]) -> bytes:
        """The key of a text that came whole."""
        key = hashlib.sha256(canonical([version, doc])).digest()
        self._begun.setdefault(key, (version, doc))
        return key

    def grow(self, key: bytes, step: dict[str, Any]) -> bytes:
        """The key of the text after one more step."""
        known = self._next.get((key, id(step)))
        if known is not None and known[0] is step:
            return known[1]
        grown = hashlib.sha256(key + canonical(step)).digest()
        self._grown.setdefault(grown, (key, step))
        self._next[key, id(step)] = step, grown
        return grown

    def document(self, key: bytes) -> Document:
        """The text itself. Raises ValueError when the steps don't fit, which no page survives."""
        steps: list[dict[str, Any]] = []
        at = key
        while at not in self._made and at in self._grown:
            at, step = self._grown[at]
            steps.append(step)
        document = self._made.get(at)
        if document is None:
            version, doc = self._begun[at]
            document = authority.load(doc, version)
        if steps:
            outcome = authority.receive(document, document.version, steps[::-1], limit=len(steps))
            if not isinstance(outcome, authority.Accepted):
                raise ValueError(f"the steps don't fit: {outcome!r}")
            document = outcome.document
        self._made[key] = document
        while len(self._made) > NEAR:
            del self._made[next(iter(self._made))]
        return document

    def digest(self, key: bytes) -> str:
        """SHA-256 of the text in canonical JSON, by which it is compared with others."""
        try:
            return digest_of(self.document(key).json())
        except ValueError as error:
            return str(error)


def digest_of(doc: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(doc)).hexdigest()


Follow = Callable[[int, dict[str, Any], str], None]
"""``follow(version, step, client)``: told of each step in order, before the next one is taken."""


@dataclass
class Screen:
    """One page on a text. ``behind`` says why it has to ask the server: it missed steps, or has to load anew."""

    copies: Copies
    name: str
    audience: str
    text: int = 0
    version: int = -1
    key: bytes = b""
    status: str = ""
    statuses: list[str] = field(default_factory=list)
    overlay: list[dict[str, Any]] = field(default_factory=list)
    facts: frozenset[Key] = frozenset()
    question: tuple[str | int, ...] = ()
    behind: str = ""
    gaps: int = 0
    resyncs: int = 0
    loads: int = 0
    secrets: int = 0
    followers: list[Follow] = field(default_factory=list)
    _held: list[Message] = field(default_factory=list)

    def load(self, state: dict[str, Any]) -> None:
        """Takes the state whole, as ``GET /api/texts/{text}`` gives it."""
        self.loads += 1
        self.text, self.version, self.status = state["id"], state["version"], state["status"]
        self.key = self.copies.begin(state["version"], state["doc"])
        self.overlay = state["amendments"]
        if not self.statuses or self.statuses[-1] != self.status:
            self.statuses.append(self.status)
        self.behind = ""
        held, self._held = self._held, []
        for message in held:
            if message.id is not None and message.id > state["room_version"]:
                self.hear(message)

    def hear(self, message: Message) -> frozenset[Key]:
        """Takes a message; what it says that this page didn't know."""
        kind, data = message.kind, message.data
        if kind == "resync":
            self.resyncs += 1
            self.behind = "resync"
            return frozenset()
        if kind == "fragment":
            return self._fragment(data)
        if kind in {"steps", "overlay", "position", "status"} and self.audience == "public":
            self.secrets += 1  # what is under negotiation isn't for the public
        if self.behind == "resync":  # it is loading anew: what is said meanwhile waits
            self._held.append(message)
            return frozenset()
        if data.get("text") != self.text:
            return frozenset()
        if kind == "steps":
            return self._steps(message)
        if kind == "overlay":
            self.overlay = data["amendments"]
            news, self.facts = message.facts - self.facts, message.facts
            return news
        if kind == "position":
            return self._position(message)
        if kind == "status":
            self.status = data["status"]
            self.statuses.append(self.status)
            return message.facts
        return frozenset()

    def _fragment(self, data: dict[str, Any]) -> frozenset[Key]:
        found = question_in(data["html"]) if data["target"] == f"question:{self.text}" else []
        if not found or found[0] == self.question:
            return frozenset()
        self.question = found[0]
        return frozenset(found)

    def _position(self, message: Message) -> frozenset[Key]:
        amendment, code, stance = (message.data[name] for name in ("amendment", "code", "stance"))
        self.overlay = [
            one
            | {
                "positions": [
                    *(said for said in one["positions"] if said["code"] != code),
                    {"code": code, "stance": stance},
                ]
            }
            if one["id"] == amendment
            else one
            for one in self.overlay
        ]
        before = {fact for fact in self.facts if fact[:3] == ("position", amendment, code)}
        news = message.facts - self.facts
        self.facts = (self.facts - before) | message.facts
        return news

    def _steps(self, message: Message) -> frozenset[Key]:
        version, steps = message.data["version"], message.data["steps"]
        start = version - len(steps)
        if version <= self.version:
            return frozenset()
        if start > self.version:
            self.gaps += 1
            self.behind = "gap"
            return frozenset()
        skip = self.version - start
        self.take(self.version, steps[skip:], message.data["clients"][skip:])
        return message.facts

    def take(self, version: int, steps: Sequence[dict[str, Any]], clients: Sequence[str]) -> None:
        """Takes steps that were made on ``version``; those that it has already are passed over."""
        for at, (step, client) in enumerate(zip(steps, clients, strict=True), version + 1):
            if at != self.version + 1:
                continue
            self.key = self.copies.grow(self.key, step)
            self.version = at
            for follow in self.followers:
                follow(at, step, client)

    @property
    def document(self) -> Document:
        return self.copies.document(self.key)

    def end(self) -> dict[str, Any]:
        """How the page looks in the end, for the checks."""
        whole = bool(self.key)  # the public never loads it
        return {
            "name": self.name,
            "audience": self.audience,
            "version": self.version,
            "text": self.copies.digest(self.key) if whole else "",
            "status": self.status,
            "statuses": self.statuses,
            "amendments": {str(one["id"]): one["state"] for one in self.overlay},
            "positions": {
                f"{one['id']}:{said['code']}": said["stance"] for one in self.overlay for said in one["positions"]
            },
            "question": list(self.question),
            "gaps": self.gaps,
            "resyncs": self.resyncs,
            "loads": self.loads,
            "secrets": self.secrets,
        }
