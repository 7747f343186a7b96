"""The items of an agenda, as they are read for everybody and shown to one audience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from communique.records.models import AgendaItem, Meeting

_HEAVY = ("text__doc", "text__report", "text__document__doc")


def with_texts() -> Prefetch[Any]:
    """For a query of meetings whose items are shown too."""
    return Prefetch("items", _rows(AgendaItem.objects.all()))


def of_meeting(row: Meeting) -> list[dict[str, Any]]:
    """All items of a meeting in their order, for nobody in particular: ``value``."""
    return [value(item) for item in _rows(row.items.all())]


def value(item: AgendaItem) -> dict[str, Any]:
    """One item with everything that somebody may see of it; shown only through ``seen``. ``seconds`` is for how long it
    has been before the meeting, without the time since ``running_since``; ``deferred_to`` and ``continues`` are
    ``{"meeting", "name", "number"}`` or None."""
    text = getattr(item, "text", None)
    document = getattr(text, "document", None) if text else None
    before = item.continues
    return {
        "id": item.pk,
        "number": item.number,
        "title": item.title,
        "adopts": item.adopts,
        "minutes": item.minutes,
        "state": item.state,
        "seconds": item.seconds,
        "running_since": item.running_since,
        "opened_at": item.opened_at,
        "closed_at": item.closed_at,
        "deferred_to": _there(item.deferred_to) if item.deferred_to else None,
        "continues": _there(before.meeting) | {"number": before.number} if before else None,
        "text": text.pk if text else None,
        "title_of_text": text.title if text else "",
        "status": text.status if text else "",
        "document": document.symbol if document else "",
    }


def seen(one: Mapping[str, Any], heading: Mapping[str, Any]) -> dict[str, Any]:
    """An item as an audience sees it, whose ``heading`` of the meeting says whether it is inside and whether it follows
    the meeting. The agenda is public; how far the meeting has come in it is for who follows."""
    inside, follows = heading["inside"], heading["follows"]
    shown = dict(one)
    if not inside:
        shown |= {"text": None, "title_of_text": "", "status": one["status"] if one["document"] else ""}
    if not follows:
        shown |= {"state": "", "seconds": 0, "running_since": None, "opened_at": None, "closed_at": None}
        shown |= {"deferred_to": None, "continues": None}
    return shown


def _there(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting.pk, "name": meeting.name, "number": ""}


def _rows(rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return rows.select_related("text__document", "deferred_to", "continues__meeting").defer(*_HEAVY)
