"""What a compilation is made of: amendments with who stands behind them, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.domain.texts.operations import Proposal


@dataclass(frozen=True)
class Tabled:
    """An amendment on the table."""

    key: int
    """Unique among those that are compiled together."""
    number: int
    """By which the room calls it."""
    parties: tuple[str, ...]
    """In whose names it stands, by their short names: the sponsor first, then the cosponsors."""
    proposal: Proposal
    """At the version of the document that is compiled."""
    stances: Mapping[str, str] = field(default_factory=dict)
    """What each party said, as values of ``positions.Stance``. A sponsor's own word is not asked."""


@dataclass(frozen=True)
class Note:
    """Something that was left out, or written otherwise than asked, and why."""

    code: str
    facts: Mapping[str, Any]
