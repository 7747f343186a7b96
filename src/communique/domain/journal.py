"""The hash chain: a record that nobody can alter unseen.

Each entry carries the digest of the one before it, so that an altered, removed or inserted entry breaks every later
link. A room has a chain; the chain of the house names the first digest of every room's. The digest is SHA-256 over a
canonical JSON form: keys sorted, no spaces, UTF-8, no floating-point numbers (in the manner of RFC 8785).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many entries it has, and the digest of the last one."""

    length: int = 0
    digest: str = GENESIS


@dataclass(frozen=True)
class Entry:
    """One act. ``number`` counts from 1 in its chain; ``actor`` and ``facts`` are JSON without floats."""

    chain: int
    number: int
    at: datetime
    actor: dict[str, Any]
    action: str
    facts: dict[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True)
class Fault:
    """The first entry of a chain that doesn't hold, and why.

    missing    another number stands where this one should
    unlinked   it doesn't carry the digest of the one before it
    altered    it says something else than its digest
    added      it stands behind the end of the chain
    replaced   it stands at the end of the chain, and is another one than the last that was written
    cut_off    the chain ended here or later, and now ends before
    """

    number: int
    why: str


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value. Raises TypeError for floats and for what JSON doesn't know."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def new_seal() -> str:
    """A key for ``sealed``: 256 random bits in hexadecimal."""
    return secrets.token_hex(32)


def sealed(key: str, content: Any) -> str:
    """What the record keeps of something that its readers may not read: HMAC-SHA-256 of its canonical form.

    Whoever holds the key can prove later what was written; without it, not even one letter can be guessed and tried.
    """
    return hmac.new(bytes.fromhex(key), canonical(content), hashlib.sha256).hexdigest()


def digest_of(*, chain: int, number: int, at: datetime, actor: Any, action: str, facts: Any, previous: str) -> str:
    """SHA-256 in hexadecimal of everything an entry says, the digest before it included."""
    said = {
        "chain": chain,
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "facts": facts,
        "previous": previous,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def append(
    head: Head, *, chain: int, at: datetime, actor: dict[str, Any], action: str, facts: dict[str, Any]
) -> tuple[Entry, Head]:
    """The next entry of a chain, and the chain's new head."""
    number = head.length + 1
    digest = digest_of(chain=chain, number=number, at=at, actor=actor, action=action, facts=facts, previous=head.digest)
    entry = Entry(chain, number, at, actor, action, facts, head.digest, digest)
    return entry, Head(number, digest)


def verify(entries: Iterable[Entry], head: Head | None = None) -> Fault | None:
    """Walks a chain in order; None when it holds. With ``head``, the end that was kept apart, what was taken from or
    put behind the end is found as well."""
    end = Head()
    for entry in entries:
        if entry.number != end.length + 1:
            return Fault(end.length + 1, "missing")
        if head is not None and entry.number > head.length:
            return Fault(entry.number, "added")
        if entry.previous != end.digest:
            return Fault(entry.number, "unlinked")
        said = digest_of(
            chain=entry.chain,
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            facts=entry.facts,
            previous=entry.previous,
        )
        if said != entry.digest:
            return Fault(entry.number, "altered")
        end = Head(entry.number, entry.digest)
    if head is not None and end.length < head.length:
        return Fault(end.length + 1, "cut_off")
    if head is not None and end.digest != head.digest:
        return Fault(end.length, "replaced")
    return None


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a journal keeps whole numbers and words: a float has no single written form")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)
