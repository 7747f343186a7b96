"""Putting right what was noted of an intervention."""

from __future__ import annotations

from datetime import datetime

from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_intervention
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.speakers import State
from communique.domain.texts.labels import names_of
from communique.records import documents
from communique.records.models import AgendaItem, Intervention, SummaryRecord, Text


@writes("intervention.correct", of_intervention)
def correct(
    *,
    actor: Actor,
    request_id: str,
    intervention: int,
    on_item: int | None = None,
    number: str | None = None,
    began_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> Answer:
    """Put right on which item and paragraph somebody spoke, from when to when; what isn't given stays. ``number``: as
    people call a paragraph of the item's text, "" for none.

    Refused: an intervention that isn't over, an item or a paragraph that isn't there, times that cross or are to come,
    a record that is final.
    """
    room = frame()
    row = Intervention.objects.select_related("party", "item").get(pk=intervention)
    if row.state != State.DELIVERED.value:
        raise Refused("intervention_is_not_over")
    if SummaryRecord.objects.filter(meeting=row.meeting_id, state="final").exists():
        raise Refused("record_is_final")
    before = _facts(row)
    if on_item is not None and on_item != row.item_id:
        row.item = AgendaItem.objects.filter(pk=on_item, meeting_id=row.meeting_id).first()
        if row.item is None:
            raise Refused("not_found", what="item")
        row.text, row.paragraph, row.label = None, "", ""
    if number is not None:
        row.text, row.paragraph, row.label = _paragraph(row, number.strip())
    row.began_at, row.ended_at = began_at or row.began_at, ended_at or row.ended_at
    if row.began_at is None or row.ended_at is None or not row.began_at <= row.ended_at <= room.now:
        raise Refused("times_cross")
    row.save()
    after = _facts(row)
    changed = {name: {"from": before[name], "to": after[name]} for name in after if after[name] != before[name]}
    room.record(meeting=row.meeting_id, intervention=row.pk, party=row.party.code if row.party else "", **changed)
    room.announce("fragment", target=f"floor:{row.meeting_id}")
    return {"intervention": row.pk}


def _facts(row: Intervention) -> dict[str, object]:
    return {
        "item": row.item_id,
        "paragraph": row.paragraph,
        "label": row.label,
        "began_at": row.began_at.isoformat() if row.began_at else None,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def _paragraph(row: Intervention, number: str) -> tuple[Text | None, str, str]:
    if not number:
        return None, "", ""
    text = Text.objects.defer("doc", "report").filter(item=row.item_id, huddle=None).first() if row.item_id else None
    for one in names_of(documents.newest(text)).values() if text is not None else ():
        if one["label"] == number:
            return text, one["paragraph"], number[:60]
    raise Refused("no_such_paragraph")
