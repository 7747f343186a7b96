"""The summary record of a meeting, for those who may read it as it stands, and the interventions that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communique.domain import meetings as rules
from communique.domain import summary
from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.reporting import Entry
from communique.domain.summary import CorrectionState, State
from communique.records.models import AgendaItem, Correction, Intervention, Meeting, SummaryRecord


def record_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """The record as an audience reads it: see ``whole`` and ``seen_by``."""
    found = whole(meeting)
    return seen_by(audience, found) if found is not None else None


def whole(meeting: int) -> dict[str, Any] | None:
    """The record of a meeting with everything about it; made once for all audiences, and shown to one only through
    ``seen_by``."""
    row = Meeting.objects.select_related("conference__body", "room", "summary").filter(pk=meeting).first()
    if row is None:
        return None
    conference = row.conference
    record = getattr(row, "summary", None)
    found: dict[str, Any] = {
        "meeting": meeting,
        "name": row.name,
        "body": conference.body_id,
        "meeting_state": row.state,
        "open_to_public": row.open_to_public,
        "days": conference.body.correction_days,
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "record": None,
        "over": False,
        "behind": row.room.length,
        "entries": (),
        "items": {},
        "corrections": [],
        "spoken": [],
    }
    if record is None:
        return found
    return found | {
        "record": {
            "state": record.state,
            "version": record.version,
            "drawn_up_at": record.drawn_up_at,
            "circulated_at": record.circulated_at,
            "until": record.corrections_until,
            "final_at": record.final_at,
        },
        "over": record.corrections_until is not None and record.corrections_until <= timezone.now(),
        "behind": row.room.length - record.journal_length,
        "entries": summary.from_json(record.entries),
        "items": {one.pk: {"number": one.number, "title": one.title} for one in AgendaItem.objects.filter(meeting=row)},
        "corrections": [_correction(one) for one in record.corrections.select_related("party")],
        "spoken": _spoken(row),
    }


def seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any] | None:
    """The record as one audience reads it. None for those who may not read it as it stands; to the secretariat there is
    a page even before it is drawn up.

    ``{"meeting", "name", "conference", "record": None or {"state", "version", "drawn_up_at", "circulated_at", "until",
    "final_at"}, "behind": entries of the journal since it was drawn up, "sittings": [{"number", "parts": [{"item",
    "entries": [{"id", "number", "words", "kind", "at", "edited", "may_correct", "correction"}]}]}], "removed": entries
    left out, for who edits, "corrections": those that the audience may see, "open": how many wait, "spoken", "may"}``.
    """
    somebody, place = standing_for(audience), Place(found["body"])
    record = found["record"]
    draws = reason_against("record.draw_up", somebody, place) is None
    if record is None:
        if not draws:
            return None
        state, reads = None, True
    else:
        state = State(record["state"])
        reads = summary.may_read(audience, body=found["body"], state=state, open_to_public=found["open_to_public"])
    if not reads:
        return None
    keeps = audience.kind in {"secretariat", "chair"} and audience.body == found["body"]
    corrections = [one for one in found["corrections"] if keeps or _is_own(audience, found, one["by"]["code"])]
    still_open = sum(one["state"] == CorrectionState.OPEN for one in corrections)
    may_correct = state is State.CIRCULATED and reason_against("record.correct", somebody, place) is None
    edits = draws and state is not None and state is not State.FINAL
    return {
        "meeting": found["meeting"],
        "name": found["name"],
        "conference": found["conference"],
        "days": found["days"],
        "record": record,
        "behind": found["behind"] if keeps else 0,
        "sittings": _sittings(audience, found, corrections, may_correct=may_correct),
        "removed": [{"id": one.id, "words": one.words} for one in found["entries"] if one.removed] if edits else [],
        "corrections": corrections,
        "open": still_open,
        "spoken": found["spoken"],
        "may": {
            "draw_up": draws and state in {None, State.DRAFT},
            "edit": edits,
            "circulate": draws and state is State.DRAFT and found["meeting_state"] == rules.State.CLOSED,
            "settle": draws and state is State.CIRCULATED,
            "finish": draws and state is State.CIRCULATED and found["over"] and not still_open,
            "correct": may_correct,
            "put_right": reason_against("intervention.correct", somebody, place) is None,
        },
    }


def entry_for(audience: Audience, meeting: int, entry: str) -> dict[str, Any] | None:
    """One entry of a record that the audience reads: ``{"id", "words", "may_correct", "edited", "removed", "version":
    the record's, "entries": all that stand, for choosing a place, "may"}``."""
    found = whole(meeting)
    seen = seen_by(audience, found) if found is not None else None
    if found is None or seen is None:
        return None
    one = next((one for one in found["entries"] if one.id == entry), None)
    if one is None or (one.removed and not seen["may"]["edit"]):
        return None
    return {
        "id": one.id,
        "words": one.words,
        "kind": one.kind,
        "removed": one.removed,
        "own": seen["may"]["correct"] and _is_own(audience, found, one.party),
        "version": seen["record"]["version"],
        "until": seen["record"]["until"],
        "entries": [
            {"id": other.id, "number": number, "words": other.words}
            for number, other in summary.numbered(found["entries"])
        ],
        "may": seen["may"],
    }


def correction_for(audience: Audience, correction: int) -> dict[str, Any] | None:
    """A correction with the entry that it is about, for those who may see it: as in ``record_for``, with "meeting",
    "entry" and "reads": how the entry reads now."""
    row = Correction.objects.select_related("record").filter(pk=correction).first()
    found = whole(row.record.meeting_id) if row is not None else None
    seen = seen_by(audience, found) if found is not None else None
    if row is None or found is None or seen is None:
        return None
    one: dict[str, Any] | None = next((one for one in seen["corrections"] if one["id"] == correction), None)
    if one is None:
        return None
    entry = next((other for other in found["entries"] if other.id == row.entry), None)
    return one | {
        "meeting": found["meeting"],
        "name": found["name"],
        "reads": entry.words if entry is not None else "",
        "may": seen["may"],
    }


def due(at: datetime) -> list[int]:
    """The meetings whose records become final now: the time is over, and nothing is open. For the house's clock."""
    rows = SummaryRecord.objects.filter(state=State.CIRCULATED.value, corrections_until__lte=at)
    return list(_settled(rows).values_list("meeting_id", flat=True))


def next_due() -> datetime | None:
    """When the next record becomes final by the clock, or None."""
    rows = _settled(SummaryRecord.objects.filter(state=State.CIRCULATED.value))
    return rows.order_by("corrections_until").values_list("corrections_until", flat=True).first()


def _settled(rows: QuerySet[SummaryRecord]) -> QuerySet[SummaryRecord]:
    waiting = Correction.objects.filter(state=CorrectionState.OPEN.value).values("record_id")
    return rows.exclude(pk__in=waiting)


def _sittings(
    audience: Audience, found: dict[str, Any], corrections: list[dict[str, Any]], *, may_correct: bool
) -> list[dict[str, Any]]:
    asked: dict[str, dict[str, Any]] = {one["entry"]: one for one in corrections}

    def shown(number: int, one: Entry) -> dict[str, Any]:
        return {
            "id": one.id,
            "number": number,
            "words": one.words,
            "kind": one.kind,
            "at": one.at,
            "edited": one.edited,
            "may_correct": may_correct and _is_own(audience, found, one.party),
            "correction": asked.get(one.id),
        }

    def parts(entries: Iterable[tuple[int, Entry]]) -> list[dict[str, Any]]:
        return [
            {"item": found["items"].get(item), "entries": [shown(number, one) for number, one in group]}
            for item, group in groupby(entries, lambda each: each[1].item)
        ]

    numbered = summary.numbered(found["entries"])
    return [
        {"number": number, "parts": parts(group)} for number, group in groupby(numbered, lambda each: each[1].sitting)
    ]


def _is_own(audience: Audience, found: dict[str, Any], party: str) -> bool:
    here = audience.body == found["body"] and audience.kind in {"delegation", "observer"}
    return here and bool(party) and audience.code == party


def _correction(row: Correction) -> dict[str, Any]:
    return {
        "id": row.pk,
        "entry": row.entry,
        "by": row.party.value().plate(),
        "words": row.words,
        "reason": row.reason,
        "state": row.state,
        "answer": row.answer,
        "at": row.at,
    }


def _spoken(row: Meeting) -> list[dict[str, Any]]:
    """Who spoke, when, for how many seconds, on what."""
    found = Intervention.objects.filter(meeting=row, began_at__isnull=False, ended_at__isnull=False)
    return [
        {
            "id": one.pk,
            "by": one.party.value().plate() if one.party is not None else None,
            "role": one.seat.role,
            "kind": one.kind,
            "item": one.item.number if one.item is not None else "",
            "label": one.label,
            "at": one.began_at,
            "seconds": max(0, int((one.ended_at - one.began_at).total_seconds()) - one.paused // 1000),
        }
        for one in found.select_related("party", "seat", "item").order_by("began_at", "id")
        if one.began_at is not None and one.ended_at is not None
    ]
