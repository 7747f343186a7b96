"""The agenda of a meeting: its items, which of them is before the meeting, and what lies at hand under each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from communique.domain import agenda, meetings
from communique.domain.actors import Audience, standing_for
from communique.domain.papers import Readers, may_read
from communique.domain.permissions import Place, reason_against
from communique.queries import items
from communique.queries.meetings import heading_for, heading_of, row_of
from communique.records.models import AgendaItem, Meeting, Paper

Facts = dict[str, Any]


def agenda_for(audience: Audience, meeting: int) -> Facts | None:
    """The agenda as an audience sees it: see ``whole`` and ``seen_by``."""
    found = whole(meeting)
    return seen_by(audience, found) if found is not None else None


def whole(meeting: int) -> Facts | None:
    """The agenda as all its readers see it, read once; shown to one audience only through ``seen_by``.

    ``{"row", "items": ``items.value`` of each, "papers": (item, readers) of each paper that lies there, "waiting":
    items of other meetings that were deferred to this one and aren't on its agenda yet}``.
    """
    row = row_of(meeting)
    if row is None:
        return None
    lying = Paper.objects.filter(meeting=row, withdrawn_at=None, of=None).exclude(item=None)
    deferred = AgendaItem.objects.filter(deferred_to=row, state=meetings.ItemState.DEFERRED.value, continued_by=None)
    return {
        "row": row,
        "items": items.of_meeting(row),
        "papers": list(lying.values_list("item_id", "readers")),
        "waiting": list(deferred.values("id", "number", "title", "meeting__name").order_by("meeting_id", "order")),
    }


def seen_by(audience: Audience, found: Facts) -> Facts:
    """A whole agenda for one audience.

    ``{"meeting", "name", "state", "conference", "body", "inside", "follows", "agenda", "current": the id of the item
    before the meeting or None, "items", "papers": how many of them it may read by item, "next": the item that is next,
    or None, "waiting", "may": {"preside", "adopt", "write", "import"}}``: what this audience can do about it now.
    """
    row: Meeting = found["row"]
    heading = heading_of(audience, row)
    shown = [items.seen(one, heading) for one in found["items"]]
    may = _may(audience, row)
    return {
        "meeting": row.pk,
        "items": shown,
        "papers": dict(
            Counter(item for item, readers in found["papers"] if may_read(audience, _body(row), Readers(readers)))
        ),
        "next": _next(shown, row.current_id) if may["preside"] else None,
        "waiting": found["waiting"] if may["write"] else [],
        "may": may,
    } | {key: heading[key] for key in ("name", "state", "conference", "body", "inside", "follows", "agenda", "current")}


def item_for(audience: Audience, item: int) -> Facts | None:
    """An agenda item with its ``meeting``, as ``heading_for`` has it, its text when the audience may read it, and its
    place in the agenda, counted from 1."""
    meeting = AgendaItem.objects.filter(pk=item).values_list("meeting_id", flat=True).first()
    row = row_of(meeting) if meeting is not None else None
    if row is None:
        return None
    heading = heading_of(audience, row)
    known = items.of_meeting(row)
    place = next(count for count, one in enumerate(known, 1) if one["id"] == item)
    return items.seen(known[place - 1], heading) | {"meeting": heading, "place": place}


def room_of(audience: Audience, item: int) -> tuple[int, int] | None:
    """Of an item its meeting, and the meeting's room."""
    return AgendaItem.objects.filter(pk=item).values_list("meeting_id", "meeting__room_id").first()


def room_of_meeting(audience: Audience, meeting: int) -> int:
    """The room of a meeting, 0 where there is none."""
    return Meeting.objects.filter(pk=meeting).values_list("room_id", flat=True).first() or 0


def others_for(audience: Audience, meeting: int) -> list[Facts]:
    """The other meetings of the conference to which an item can be deferred, ``{"id", "name", "begins_at"}``."""
    heading = heading_for(audience, meeting)
    if heading is None:
        return []
    rows = Meeting.objects.filter(conference__meetings__id=meeting).exclude(pk=meeting)
    over = (meetings.State.CLOSED.value, meetings.State.CANCELLED.value)
    rows = rows.exclude(state__in=over).order_by("begins_at")
    return [{"id": row.pk, "name": row.name, "begins_at": row.begins_at} for row in rows]


def _body(row: Meeting) -> int:
    return row.conference.body_id


def _next(shown: list[Facts], current: int | None) -> Facts | None:
    values = [agenda.Item(one["id"], one["number"], meetings.ItemState(one["state"])) for one in shown]
    found = agenda.next_item(values, current)
    return next(one for one in shown if one["id"] == found.id) if found is not None else None


def _may(audience: Audience, row: Meeting) -> dict[str, bool]:
    somebody, place = standing_for(audience), Place(_body(row))
    sits = row.state == meetings.State.OPEN.value
    over = row.state in {meetings.State.CLOSED.value, meetings.State.CANCELLED.value}
    adopted = row.agenda_state == meetings.AgendaState.ADOPTED.value

    def may(action: str, *, when: bool) -> bool:
        return when and reason_against(action, somebody, place) is None

    return {
        "preside": may("item.open", when=sits),
        "adopt": may("agenda.adopt", when=sits and not adopted),
        "write": may("agenda.add", when=not over and (sits or not adopted)),
        "import": may("text.import", when=not over),
    }
