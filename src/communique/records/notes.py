"""The two ends of a note, between the columns that hold them and the codes by which the rules know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from communique.domain.notes import OFFICES
from communique.records.models import Note, Party


def columns(sender: str, addressee: str, parties: Mapping[str, Party]) -> dict[str, Any]:
    """What a new note's row holds of its ends."""
    held: dict[str, Any] = {}
    for side, end in (("from", sender), ("to", addressee)):
        held[f"{side}_party"] = parties.get(end)
        held[f"{side}_office"] = end.removeprefix("@") if end in OFFICES else ""
    return held


def ends_of(row: Note) -> tuple[str, str]:
    """The codes of who passed it, and of whom it is for. Its two parties should have been read with it."""
    return (
        row.from_party.code if row.from_party is not None else f"@{row.from_office}",
        row.to_party.code if row.to_party is not None else f"@{row.to_office}",
    )


def passed_by(end: str) -> Q:
    """Notes of this sender, within a meeting: a code is one party's in a body."""
    return Q(from_office=end.removeprefix("@")) if end in OFFICES else Q(from_party__code=end)


def meant_for(end: str) -> Q:
    """Notes for this addressee."""
    return Q(to_office=end.removeprefix("@")) if end in OFFICES else Q(to_party__code=end)
