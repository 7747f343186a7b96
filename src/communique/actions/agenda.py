"""The agenda of a meeting: written, adopted, amended; and its items as the meeting takes them up."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from communique.actions import floor
from communique.actions.attendance import delegations, present
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.meetings import keep_item, question_is_open, speaker_of, tell, value_of
from communique.actions.where import of_item, of_meeting
from communique.actions.words import fit
from communique.domain import agenda, meetings
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.meetings import AgendaState, State
from communique.records.models import AgendaItem, ClerkNote, Meeting, Text

MOVED = ("agenda", "now", "screen", "floor")
"""What shows which item is before the meeting."""

# the agenda as a whole


@writes("agenda.add", of_meeting)
def add_item(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    number: str,
    title: str,
    adopts: bool = False,
    minutes: int | None = None,
    place: int | None = None,
    continues: int | None = None,
) -> Answer:
    """Add an item, after the last one or at a ``place`` counted from 1. ``adopts``: a document is to be adopted under
    it; ``minutes``: how long it is planned to take; ``continues``: the item of another meeting of the conference that
    was deferred to this one.

    Refused: a number taken, no number or title, a closed meeting, an adopted agenda while the meeting doesn't sit, a
    time that no item takes, an item that wasn't deferred to here.
    """
    room = frame()
    number, title = fit(AgendaItem, "number", number), fit(AgendaItem, "title", title)
    if not number or not title:
        raise Refused("item_needs_number_and_title")
    row = Meeting.objects.get(pk=meeting)
    amended = _amending(room, row)
    items = list(row.items.all())
    if agenda.is_taken(number, [one.number for one in items]):
        raise Refused("item_number_taken", number=number)
    made = AgendaItem.objects.create(
        meeting=row,
        number=number,
        title=title,
        order=len(items) + 1,
        adopts=adopts,
        minutes=agenda.check_minutes(minutes),
        continues=_deferred_here(row, continues),
    )
    if place is not None and place <= len(items):
        _put_in_order([*items[: max(0, place - 1)], made, *items[max(0, place - 1) :]])
    room.record(
        meeting=meeting,
        item=made.pk,
        number=number,
        title=title,
        adopts=adopts,
        order=made.order,
        **_given(minutes=minutes, continues=continues),
        **amended,
    )
    tell(room, meeting, "agenda")
    return {"item": made.pk}


@writes("agenda.change", of_item)
def change_item(
    *,
    actor: Actor,
    request_id: str,
    item: int,
    number: str,
    title: str,
    adopts: bool = False,
    minutes: int | None = None,
) -> Answer:
    """Change what an item is called, and how long it is planned to take. The numbers of an adopted agenda stand.

    Refused: as for a new item; another number on an adopted agenda; no document where a text is under the item already.
    """
    room, row = frame(), _item(item)
    number, title = fit(AgendaItem, "number", number), fit(AgendaItem, "title", title)
    if not number or not title:
        raise Refused("item_needs_number_and_title")
    amended = _amending(room, row.meeting)
    if number != row.number:
        if amended:
            raise Refused("item_number_stands", number=row.number)
        others = row.meeting.items.exclude(pk=item).values_list("number", flat=True)
        if agenda.is_taken(number, list(others)):
            raise Refused("item_number_taken", number=number)
    if not adopts and row.adopts and Text.objects.filter(item=row).exists():
        raise Refused("item_has_a_text", number=row.number)
    row.number, row.title, row.adopts, row.minutes = number, title, adopts, agenda.check_minutes(minutes)
    row.save(update_fields=["number", "title", "adopts", "minutes"])
    facts = _given(minutes=minutes) | amended
    room.record(meeting=row.meeting_id, item=item, number=number, title=title, adopts=adopts, **facts)
    tell(room, row.meeting_id, "agenda", "now", "screen", "papers")
    return {"item": item}


@writes("agenda.move", of_item)
def move_item(*, actor: Actor, request_id: str, item: int, place: int) -> Answer:
    """Put an item at another place of the agenda, counted from 1. A provisional agenda whose numbers are plain is
    numbered anew. Refused: it stands there, a closed meeting, an adopted agenda while the meeting doesn't sit."""
    room, row = frame(), _item(item)
    amended = _amending(room, row.meeting)
    items = {one.pk: one for one in row.meeting.items.all()}
    order = [items[one] for one in agenda.moved(list(items), item, place)]
    _put_in_order(order)
    if not amended:
        _number_anew(order)
    room.record(meeting=row.meeting_id, item=item, order=[f"{one.number} {one.title}" for one in order], **amended)
    tell(room, row.meeting_id, "agenda", "now", "papers")
    return {"item": item, "place": order.index(items[item]) + 1}


@writes("agenda.remove", of_meeting)
def remove_item(*, actor: Actor, request_id: str, meeting: int, which: int) -> Answer:
    """Strike an item of a meeting. What was in it stays in the journal. Refused: the current one, one that was taken
    up, one with a text, papers, statements, interventions or notes; one of another meeting."""
    room, item = frame(), which
    if not AgendaItem.objects.filter(pk=item, meeting=meeting).exists():
        raise Refused("not_found", what="item")
    row = _item(item)
    amended = _amending(room, row.meeting)
    current = row.meeting.current_id == item
    agenda.require_removable(value_of(row), current=current, holds=_what_it_holds(row))
    number, title = row.number, row.title
    row.delete()
    rest = list(row.meeting.items.all())
    _put_in_order(rest)
    if not amended:
        _number_anew(rest)
    room.record(meeting=row.meeting_id, item=item, number=number, title=title, **amended)
    tell(room, row.meeting_id, "agenda", "now", "papers")
    return {"meeting": row.meeting_id}


@writes("agenda.adopt", of_meeting)
def adopt(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """The chair finds the agenda adopted: from now on its numbers stand, and only the meeting changes it.

    Refused: adopted before, no items, a meeting that doesn't sit, too few members present.
    """
    room = frame()
    row = Meeting.objects.select_related("conference__body").get(pk=meeting)
    items = list(row.items.values_list("number", "title"))
    there = present(meeting)
    state = agenda.adopt(
        State(row.state),
        AgendaState(row.agenda_state),
        items=len(items),
        present=there,
        quorum=row.conference.body.quorum,
    )
    row.agenda_state, row.agenda_adopted_at = state.value, room.now
    row.save(update_fields=["agenda_state", "agenda_adopted_at"])
    room.record(meeting=meeting, items=[f"{number} {title}" for number, title in items], **_attended(meeting))
    tell(room, meeting, "agenda", "now", "screen")
    return {"meeting": meeting, "agenda": row.agenda_state, "present": there}


# its items


@writes("item.open", of_item)
def open_item(*, actor: Actor, request_id: str, item: int, leaving: str = agenda.Leaving.SUSPEND.value) -> Answer:
    """Take up an item. The one that was open is suspended, or closed, as ``leaving`` says: one is open at a time.

    Refused: it is open already, a meeting that doesn't sit, a question before it, somebody who has the floor, an item
    that another meeting has taken over.
    """
    room, row = frame(), _item(item)
    _require_free(row.meeting)
    how = _leaving(leaving)
    if row.state == meetings.ItemState.DEFERRED.value and hasattr(row, "continued_by"):
        raise Refused("item_goes_on_elsewhere", number=row.number, meeting=row.continued_by.meeting.name)
    value = agenda.take_up(value_of(row), room.now)
    facts: dict[str, Any] = {}
    before = row.meeting.current
    if before is not None and before.pk != item:
        keep_item(before, agenda.leave(value_of(before), how, room.now))
        facts = {"left": before.number, "leaving": how.value} | floor.lapse(room, row.meeting_id, item=before.pk)
    if row.closed_at is not None:
        facts["reopened"] = True
    row.deferred_to = None
    keep_item(row, value)
    return _turn(room, row, current=row, **facts)


@writes("item.suspend", of_item)
def suspend_item(*, actor: Actor, request_id: str, item: int) -> Answer:
    """Leave the open item, to come back to it. Refused: it isn't open; and what ``open_item`` refuses."""
    room, row = frame(), _item(item)
    _require_free(row.meeting)
    keep_item(row, agenda.suspend(value_of(row), room.now))
    return _turn(room, row, current=None, **floor.lapse(room, row.meeting_id, item=item))


@writes("item.close", of_item)
def close_item(*, actor: Actor, request_id: str, item: int) -> Answer:
    """Finish with an item. Refused: it was never taken up, or is over; and what ``open_item`` refuses."""
    room, row = frame(), _item(item)
    _require_free(row.meeting)
    keep_item(row, agenda.close(value_of(row), room.now))
    return _turn(room, row, current=_still(row), **floor.lapse(room, row.meeting_id, item=item))


@writes("item.defer", of_item)
def defer_item(*, actor: Actor, request_id: str, item: int, to_meeting: int | None = None) -> Answer:
    """Put an item off, to another meeting of the conference or to no date.

    Refused: it is over or put off already; a meeting of another conference, this one, or one that is over; and what
    ``open_item`` refuses.
    """
    room, row = frame(), _item(item)
    _require_free(row.meeting)
    target = _another_meeting(row.meeting, to_meeting)
    value = agenda.defer(value_of(row), room.now)
    row.deferred_to = target
    keep_item(row, value)
    facts = floor.lapse(room, row.meeting_id, item=item)
    return _turn(room, row, current=_still(row), **_given(to=target.pk if target else None), **facts)


# within


def _item(item: int) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting__conference", "meeting__current").get(pk=item)


def _given(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _amending(room: Frame, row: Meeting) -> dict[str, Any]:
    """What the journal says of a change to an adopted agenda, with who was present; nothing of a provisional one. In
    either case calendars, which tell the agenda, have something new to read."""
    if not agenda.amends(State(row.state), AgendaState(row.agenda_state)):
        _said_anew(room, row)
        return {}
    _said_anew(room, row)
    Meeting.objects.filter(pk=row.pk).update(agenda_amended_at=room.now)
    return {"amended": True} | _attended(row.pk)


def _attended(meeting: int) -> dict[str, Any]:
    """Who was present at a decision, and with what delegation."""
    return {"present": present(meeting), "delegations": delegations(meeting)}


def _said_anew(room: Frame, row: Meeting) -> None:
    Meeting.objects.filter(pk=row.pk).update(revision=F("revision") + 1, changed_at=room.now)


def _put_in_order(rows: list[AgendaItem]) -> None:
    for order, row in enumerate(rows, 1):
        row.order = order
    AgendaItem.objects.bulk_update(rows, ["order"])


def _number_anew(rows: list[AgendaItem]) -> None:
    """On a way round: two items never have one number, not even on the way."""
    numbers = agenda.renumbered([row.number for row in rows])
    changed = [(row, number) for row, number in zip(rows, numbers, strict=True) if row.number != number]
    for row, _ in changed:
        row.number = f"~{row.pk}"
    AgendaItem.objects.bulk_update([row for row, _ in changed], ["number"])
    for row, number in changed:
        row.number = number
    AgendaItem.objects.bulk_update([row for row, _ in changed], ["number"])


def _what_it_holds(row: AgendaItem) -> list[str]:
    """What lies or was said under an item, by codes."""
    there = {
        "text": Text.objects.filter(item=row).exists(),
        "papers": row.papers.exists(),
        "statements": row.statements.exists(),
        "interventions": row.interventions.exists(),
        "notes": ClerkNote.objects.filter(item=row).exists(),
        "elsewhere": hasattr(row, "continued_by"),
    }
    return [what for what, is_there in there.items() if is_there]


def _deferred_here(row: Meeting, item: int | None) -> AgendaItem | None:
    if item is None:
        return None
    found = AgendaItem.objects.filter(pk=item, deferred_to=row, state=meetings.ItemState.DEFERRED.value).first()
    if found is None or hasattr(found, "continued_by"):
        raise Refused("item_not_deferred_here")
    return found


def _another_meeting(row: Meeting, meeting: int | None) -> Meeting | None:
    """A meeting of the same conference that is still to sit, or goes on."""
    if meeting is None:
        return None
    found = Meeting.objects.filter(pk=meeting, conference=row.conference_id).exclude(pk=row.pk).first()
    if found is None:
        raise Refused("meeting_of_another_conference")
    meetings.require_not_closed(State(found.state))
    return found


def _leaving(said: str) -> agenda.Leaving:
    try:
        return agenda.Leaving(said)
    except ValueError:
        raise Refused("bad_leaving", said=said[:40]) from None


def _require_free(row: Meeting) -> None:
    """Items are taken up and left while the meeting sits, with nothing else under way."""
    meetings.require_open(State(row.state))
    meetings.require_nothing_under_way(question_open=question_is_open(row), speaker=speaker_of(row))


def _still(row: AgendaItem) -> AgendaItem | None:
    """The current item, unless it is this one that is left."""
    return row.meeting.current if row.meeting.current_id != row.pk else None


def _turn(room: Frame, row: AgendaItem, *, current: AgendaItem | None, **facts: Any) -> Answer:
    meeting = row.meeting
    meeting.current = current
    meeting.save(update_fields=["current"])
    facts |= _attended(meeting.pk)
    room.record(meeting=meeting.pk, item=row.pk, number=row.number, state=row.state, seconds=row.seconds, **facts)
    tell(room, meeting.pk, *MOVED)
    return {"meeting": meeting.pk, "item": row.pk, "state": row.state, "current": current.pk if current else 0}
