"""What the clerk writes down while somebody speaks, for the record. The chair and the secretariat read it."""

from __future__ import annotations

import hashlib

from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_clerk_note, of_meeting
from communique.domain import clerk_notes
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.records.models import AgendaItem, ClerkNote, Intervention, Meeting, SummaryRecord


@writes("clerk_note.write", of_meeting)
def write(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    words: str,
    spoken: int | None = None,
    under: int | None = None,
) -> Answer:
    """Write something down about an intervention; about an item of the agenda where nobody speaks; or, with neither,
    about who has the floor now, else the item before the meeting.

    Refused: no words, too many, an intervention or an item of another meeting, a meeting whose record is final.
    """
    room = frame()
    row = Meeting.objects.get(pk=meeting)
    _require_no_final_record(meeting)
    words = clerk_notes.check_words(words)
    intervention, item = _about(row, spoken, under)
    made = ClerkNote.objects.create(
        meeting=row, item=item, intervention=intervention, seat_id=room.seat(), words=words, at=room.now
    )
    _record(room, made)
    return {"clerk_note": made.pk, "intervention": made.intervention_id}


@writes("clerk_note.change", of_clerk_note)
def change(*, actor: Actor, request_id: str, clerk_note: int, words: str) -> Answer:
    """Write a note anew. Refused: no words, too many, a meeting whose record is final."""
    room = frame()
    row = ClerkNote.objects.get(pk=clerk_note)
    _require_no_final_record(row.meeting_id)
    row.words, row.changed_at = clerk_notes.check_words(words), room.now
    row.save(update_fields=["words", "changed_at"])
    _record(room, row)
    return {"clerk_note": row.pk, "intervention": row.intervention_id}


def _about(row: Meeting, spoken: int | None, under: int | None) -> tuple[Intervention | None, AgendaItem | None]:
    interventions = Intervention.objects.select_related("item").filter(meeting=row, began_at__isnull=False)
    if spoken is not None:
        found = interventions.filter(pk=spoken).first()
        if found is None:
            raise Refused("no_such_intervention")
        return found, found.item
    if under is not None:
        item = AgendaItem.objects.filter(pk=under, meeting=row).first()
        if item is None:
            raise Refused("no_such_item")
        return None, item
    now = interventions.filter(state="speaking").first()
    return (now, now.item) if now is not None else (None, row.current)


def _require_no_final_record(meeting: int) -> None:
    if SummaryRecord.objects.filter(meeting_id=meeting, state="final").exists():
        raise Refused("record_is_final")


def _record(room: Frame, row: ClerkNote) -> None:
    """The journal proves what was written; the words themselves are working papers of the secretariat."""
    digest = hashlib.sha256(row.words.encode()).hexdigest()
    room.record(
        meeting=row.meeting_id,
        clerk_note=row.pk,
        intervention=row.intervention_id,
        item=row.item_id,
        digest=digest,
    )
    room.announce_inside({CHAIR, SECRETARIAT_OFFICE}, "fragment", target=f"clerk:{row.meeting_id}")
