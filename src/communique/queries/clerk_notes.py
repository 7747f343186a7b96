"""What the clerk has written down, and about whom to write now. For the chair and the secretariat alone."""

from __future__ import annotations

from typing import Any

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.records.models import ClerkNote, Intervention, Meeting

LAST = 60
"""Notes that the clerk's page shows; all of them go into the record."""


def clerk_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """``{"meeting", "conference", "groups": [{"about": {"id", "by", "person", "role", "kind", "item", "label",
    "on_behalf_of", "at"} of an intervention or None, "item", "notes": [{"id", "words", "at", "changed"}]}], the newest
    first, "delivered": interventions that are over, the newest first, each as "about" with "seconds", "may": {"write",
    "put_right"}}``; None for everybody else."""
    row = Meeting.objects.select_related("conference__body").filter(pk=meeting).first()
    if row is None or not _reads(audience, row):
        return None
    found = ClerkNote.objects.filter(meeting=row).select_related(
        "item", "intervention__party", "intervention__seat__person", "intervention__item"
    )
    groups: list[dict[str, Any]] = []
    for note in found.order_by("-at", "-id")[:LAST]:
        key = ("intervention", note.intervention_id) if note.intervention_id else ("item", note.item_id)
        group = next((one for one in groups if one["key"] == key), None)
        if group is None:
            about = _spoken(note.intervention) if note.intervention is not None else None
            group = {"key": key, "about": about, "item": _item(note.item), "notes": []}
            groups.append(group)
        shown = {"id": note.pk, "words": note.words, "at": note.at, "changed": note.changed_at is not None}
        group["notes"].insert(0, shown)
    conference = row.conference
    somebody, place = standing_for(audience), Place(conference.body_id)
    over = Intervention.objects.filter(meeting=row, began_at__isnull=False, ended_at__isnull=False)
    over = over.select_related("party", "seat__person", "item").order_by("-began_at", "-id")[:LAST]
    return {
        "meeting": meeting,
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "groups": groups,
        "delivered": [_spoken(one) | {"seconds": _seconds(one)} for one in over],
        "may": {
            "write": reason_against("clerk_note.write", somebody, place) is None,
            "put_right": reason_against("intervention.correct", somebody, place) is None,
        },
    }


def clerk_note_for(audience: Audience, clerk_note: int) -> dict[str, Any] | None:
    """One note, for whom may change it: ``{"id", "words", "about", "item", "meeting": {"id", "name"},
    "conference"}``."""
    rows = ClerkNote.objects.select_related(
        "meeting__conference__body", "item", "intervention__party", "intervention__seat__person", "intervention__item"
    )
    row = rows.filter(pk=clerk_note).first()
    if row is None or not _reads(audience, row.meeting):
        return None
    conference = row.meeting.conference
    if reason_against("clerk_note.change", standing_for(audience), Place(conference.body_id)) is not None:
        return None
    return {
        "id": row.pk,
        "words": row.words,
        "about": _spoken(row.intervention) if row.intervention is not None else None,
        "item": _item(row.item),
        "meeting": {"id": row.meeting_id, "name": row.meeting.name},
        "conference": {
            "name": conference.name,
            "slug": conference.slug,
            "time_zone": conference.time_zone,
            "place": conference.place,
        },
    }


def _reads(audience: Audience, row: Meeting) -> bool:
    return audience.kind in {"chair", "secretariat"} and audience.body == row.conference.body_id


def _spoken(one: Intervention) -> dict[str, Any]:
    return {
        "id": one.pk,
        "by": one.party.value().plate() if one.party is not None else None,
        "person": one.seat.person.name,
        "role": one.seat.role,
        "kind": one.kind,
        "item": _item(one.item),
        "label": one.label,
        "on_behalf_of": one.on_behalf_of,
        "at": one.began_at,
    }


def _seconds(one: Intervention) -> int:
    """For how long it was spoken, without the time for which the clock stood still."""
    if one.began_at is None or one.ended_at is None:
        return 0
    return max(0, int((one.ended_at - one.began_at).total_seconds()) - one.paused // 1000)


def _item(item: Any) -> dict[str, Any] | None:
    return {"id": item.pk, "number": item.number, "title": item.title} if item is not None else None
