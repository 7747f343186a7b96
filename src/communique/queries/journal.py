"""Reading and proving the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.domain import journal
from communique.domain.actors import Audience
from communique.records.models import JournalEntry, Meeting, Room, Step


@dataclass(frozen=True)
class Finding:
    """What is wrong first in one room's record: ``number`` is the entry's, ``why`` a code."""

    room: int
    number: int
    why: str


def verify() -> tuple[list[Finding], int, int]:
    """Walks every chain: findings, and how many chains and entries were read.

    Beyond the chain itself it compares the stored steps of each text with what the journal says was accepted, so
    that a text can't be altered beside the record.
    """
    findings: list[Finding] = []
    entries = 0
    rooms = list(Room.objects.order_by("pk"))
    for room in rooms:
        read = _Counter(JournalEntry.objects.filter(room=room).order_by("number").iterator(500))
        fault = journal.verify(read.values(), room.head())
        entries += read.count
        if fault is not None:
            findings.append(Finding(room.pk, fault.number, fault.why))
            continue
        altered = _steps_beside_the_record(room.pk)
        if altered is not None:
            findings.append(Finding(room.pk, altered, "steps_differ"))
    findings.extend(_unnamed_rooms(rooms))
    return findings, len(rooms), entries


def entries_for(audience: Audience, meeting: int, *, last: int = 200) -> list[dict[str, Any]] | None:
    """The newest entries of a meeting's journal, for the secretariat and the chair."""
    if audience.kind not in {"secretariat", "chair"}:
        return None
    rows = JournalEntry.objects.filter(room__meeting=meeting, room__meeting__conference__body_id=audience.body)
    return [
        {
            "number": row.number,
            "at": row.at,
            "actor": row.actor,
            "action": row.action,
            "digest": row.digest,
            "facts": {key: value for key, value in row.facts.items() if key not in {"doc", "steps", "hunks"}},
        }
        for row in rows.order_by("-number")[:last]
    ]


class _Counter:
    def __init__(self, rows: Iterator[JournalEntry]) -> None:
        self.rows, self.count = rows, 0

    def values(self) -> Iterator[journal.Entry]:
        for row in self.rows:
            self.count += 1
            yield row.value()


def _steps_beside_the_record(room: int) -> int | None:
    """The number of the first entry whose steps aren't those stored, or None."""
    said: dict[int, list[tuple[int, Any]]] = {}
    rows = JournalEntry.objects.filter(room_id=room, facts__has_key="steps").order_by("number")
    for number, facts in rows.values_list("number", "facts").iterator(500):
        said.setdefault(facts["text"], []).extend((number, step) for step in facts["steps"])
    for text, pairs in said.items():
        stored = Step.objects.filter(text_id=text).order_by("version").values_list("step", flat=True)
        count = 0
        for (number, step), kept in zip(pairs, stored.iterator(500), strict=False):
            count += 1
            if step != kept:
                return number
        if count != len(pairs):
            return pairs[count][0]
        if stored.count() != len(pairs):
            return pairs[-1][0]
    return None


def _unnamed_rooms(rooms: list[Room]) -> list[Finding]:
    """A meeting's chain must be named in the house's, so that a whole chain can't be slipped in or taken out."""
    named = JournalEntry.objects.filter(room_id=Room.HOUSE, action="meeting.convene").values_list("number", "facts")
    there = {room.pk for room in rooms}
    said = {facts["room"]: number for number, facts in named}
    missing = [Finding(room, 1, "chain_is_missing") for room in said if room not in there]
    meetings = set(Meeting.objects.values_list("room_id", flat=True))
    return missing + [Finding(room, 1, "chain_is_not_named") for room in sorted(meetings - set(said))]
