"""What happened in a meeting, as a summary record is drawn up from it: its journal, who spoke, what the clerk noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from communique.domain import reporting
from communique.domain.reporting import Act, Known, Remark, Speech
from communique.domain.texts.document import blocks, label_of
from communique.records import documents
from communique.records.models import (
    Amendment,
    Attendance,
    ClerkNote,
    Intervention,
    JournalEntry,
    Meeting,
    Party,
    Seat,
    Text,
)


@dataclass(frozen=True)
class Happenings:
    """``length``: how many entries the journal had when it was read."""

    acts: tuple[Act, ...]
    speeches: tuple[Speech, ...]
    remarks: tuple[Remark, ...]
    known: Known
    length: int


def of_meeting(meeting: int, *, now: datetime) -> Happenings:
    """Everything from which the record of a meeting is drawn up, as it stands now."""
    row = Meeting.objects.select_related("conference__body", "room").get(pk=meeting)
    entries = list(
        JournalEntry.objects.filter(room=row.room, number__lte=row.room.length, action__in=reporting.KNOWN).order_by(
            "number"
        )
    )
    acts = tuple(Act(one.number, one.at, one.action, one.facts) for one in entries)
    notes = list(ClerkNote.objects.filter(meeting=row))
    return Happenings(acts, _speeches(row, notes), _remarks(notes), _known(row, entries, acts, now), row.room.length)


def _speeches(row: Meeting, notes: Sequence[ClerkNote]) -> tuple[Speech, ...]:
    of: dict[int | None, list[str]] = {}
    for note in notes:
        of.setdefault(note.intervention_id, []).append(note.words)
    found = Intervention.objects.filter(meeting=row, began_at__isnull=False, state__in=("delivered", "heard"))
    return tuple(
        Speech(
            id=one.pk,
            at=one.began_at,
            speaker=one.seat.person.name,
            party=one.party.code if one.party is not None else "",
            kind=one.kind,
            item=one.item_id,
            label=one.label,
            on_behalf_of=one.on_behalf_of,
            ruling=one.ruling,
            notes=tuple(of.get(one.pk, ())),
            statement=hasattr(one, "statement"),
        )
        for one in found.select_related("seat__person", "party", "statement").order_by("began_at", "id")
        if one.began_at is not None
    )


def _remarks(notes: Sequence[ClerkNote]) -> tuple[Remark, ...]:
    return tuple(Remark(one.pk, one.at, one.words, one.item_id) for one in notes if one.intervention_id is None)


def _known(row: Meeting, entries: Sequence[JournalEntry], acts: Sequence[Act], now: datetime) -> Known:
    conference = row.conference
    texts = list(Text.objects.filter(meeting=row, huddle=None).defer("doc", "report"))
    sent = {act.facts.get("text") for act in acts if act.action == "huddle.send"}
    return Known(
        zone=conference.time_zone,
        chair=_chair(row, entries),
        parties=dict(Party.objects.filter(body_id=conference.body_id).values_list("code", "name")),
        items={pk: (number, title) for pk, number, title in row.items.values_list("id", "number", "title")},
        texts={text.pk: (text.title, text.item_id) for text in texts},
        labels={
            block["attrs"]["id"]: label_of(block)
            for text in texts
            if text.pk in sent
            for block in blocks(documents.newest(text).json())
        },
        movers=dict(Amendment.objects.filter(text__in=texts).values_list("id", "party__code")),
        present=_present(row, acts, now),
        meetings=dict(Meeting.objects.filter(conference=conference).values_list("id", "name")),
    )


def _chair(row: Meeting, entries: Sequence[JournalEntry]) -> str:
    """Who took the chair: who opened the meeting from it, else who holds the seat."""
    opened = next((one.actor for one in entries if one.action == reporting.OPENING), None)
    if opened is not None and opened.get("role") == "chair":
        seat = Seat.objects.filter(pk=opened["seat"]).select_related("person", "party").first()
    else:
        seats = Seat.objects.filter(body_id=row.conference.body_id, role="chair", ended_at=None)
        seat = seats.select_related("person", "party").first()
    if seat is None:
        return ""
    return f"{seat.person.name} ({seat.party.name})" if seat.party is not None else seat.person.name


def _present(row: Meeting, acts: Sequence[Act], now: datetime) -> dict[int, tuple[str, ...]]:
    """The names of the parties that were in the room in each sitting, members first, in the body's order."""
    openings = [act.at for act in acts if act.action in {reporting.OPENING, "sitting.open"}]
    closing = next((act.at for act in acts if act.action == reporting.CLOSING), now)
    stays = [
        (stay.entered_at, stay.left_at, stay.seat.party)
        for stay in Attendance.objects.filter(meeting=row).select_related("seat__party")
        if stay.seat.party is not None and stay.seat.role != "chair"
    ]
    found: dict[int, tuple[str, ...]] = {}
    for number, (begins, ends) in enumerate(pairwise([*openings, closing]), 1):
        there = {party for came, left, party in stays if came <= ends and (left is None or left > begins)}
        order = sorted(there, key=lambda party: (not party.member, party.order, party.name))
        found[number] = tuple(party.name for party in order)
    return found
