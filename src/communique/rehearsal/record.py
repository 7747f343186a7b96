"""What a rehearsal keeps for the checks: every write that the server acknowledged, and how each page ended."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from communique.rehearsal.lines import Key

FILE = "rehearsal.json"


@dataclass
class Write:
    """A write that was answered with success. ``times``: how often it was sent; ``said``: what it asked for."""

    seat: int
    request_id: str
    action: str
    answer: dict[str, Any]
    said: dict[str, Any]
    times: int = 1


@dataclass
class Record:
    """Everything that the checks need beside the database."""

    text: int = 0
    meeting: int = 0
    room: int = 0
    symbol: str = ""
    files: dict[str, str] = field(default_factory=dict)
    """Where the published files were put, by their format."""
    writes: list[Write] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    screens: list[dict[str, Any]] = field(default_factory=list)
    pieces: dict[str, str] = field(default_factory=dict)
    """The places that pages of a room showed in the end, by the digests that stand in ``screens``."""
    unequal: list[str] = field(default_factory=list)
    """Requests that were sent twice and got two different answers."""
    public: dict[str, Any] = field(default_factory=dict)
    """The meeting, as the public reads it in the end."""
    counts: dict[str, int] = field(default_factory=dict)

    def keep_places(self) -> None:
        """Hundreds of pages show the same places: each is kept once."""
        for screen in self.screens:
            for target, html in screen["places"].items():
                digest = hashlib.sha256(html.encode()).hexdigest()
                self.pieces[digest] = html
                screen["places"][target] = digest

    def save(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Record:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        said["writes"] = [Write(**one) for one in said["writes"]]
        return cls(**said)


@dataclass
class Log:
    """The record while it grows, with the instants at which the writes were sent."""

    record: Record = field(default_factory=Record)
    sent: dict[Key, float] = field(default_factory=dict)
    """By ``time.monotonic()``, just before the first byte of what became the acknowledged request."""
    began: dict[str, float] = field(default_factory=dict)
    """The same, by the request's id."""
    counts: Counter[str] = field(default_factory=Counter)
    tell: Callable[[str], None] = field(default=lambda _: None)
    """Called with a few words when the next scene begins."""

    def took(self, write: Write, began: float) -> None:
        """A write was acknowledged."""
        self.record.writes.append(write)
        self.began[write.request_id] = began
        self.counts["writes"] += 1
        self.counts["repeated"] += write.times > 1
        for key in keys_of(write) if write.answer else ():
            self.sent.setdefault(key, began)

    def turned_away(self, seat: int, request_id: str, action: str, code: str) -> None:
        """A write was refused, as was to be expected there."""
        self.record.refused.append({"seat": seat, "request_id": request_id, "action": action, "code": code})
        self.counts["stale" if code == "stale" else "refused"] += 1


def keys_of(write: Write) -> list[Key]:
    """By what a write is known on the screens."""
    answer, said = write.answer, write.said
    match write.action:
        case "text.draft":
            return [("step", answer["version"] - at) for at in range(len(said["steps"]))]
        case "amendment.table":
            return [("amendment", answer["amendment"], "tabled")]
        case "position.take":
            return [("position", answer["amendment"], said["party"], answer["stance"])]
        case "amendment.accept":
            return [("amendment", answer["amendment"], "accepted"), ("step", answer["version"])]
        case "amendment.reject" | "amendment.withdraw":
            return [("amendment", answer["amendment"], answer["state"])]
        case "question.put":
            return [("question", answer["question"], "open")]
        case "question.object":
            return [("question", answer["question"], answer["outcome"])]
        case "document.publish":
            return [("status", "published")]
    return []


def now() -> float:
    return time.monotonic()
