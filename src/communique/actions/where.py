"""In which room a write happens, and whose matter it is, from the keyword arguments of an action."""

from __future__ import annotations

from typing import Any

from communique.actions.frame import Where
from communique.domain.errors import Refused
from communique.domain.permissions import Place
from communique.records.models import AgendaItem, Amendment, Body, Conference, Meeting, Question, Room, Seat, Text


def _row(what: str, rows: Any) -> Any:
    """The one row of ``values_list``, or the refusal that names what there isn't."""
    row = rows.first()
    if row is None:
        raise Refused("not_found", what=what)
    return row


def of_house(**_: Any) -> Where:
    return Where(Room.HOUSE, Place())


def of_body(*, body: int, **_: Any) -> Where:
    """What concerns a body as such is written in the house's own journal."""
    (found,) = _row("body", Body.objects.filter(pk=body).values_list("id"))
    return Where(Room.HOUSE, Place(found))


def of_seat(*, seat: int, **_: Any) -> Where:
    (body,) = _row("seat", Seat.objects.filter(pk=seat).values_list("body_id"))
    return Where(Room.HOUSE, Place(body))


def of_conference(*, conference: int, **_: Any) -> Where:
    (body,) = _row("conference", Conference.objects.filter(pk=conference).values_list("body_id"))
    return Where(Room.HOUSE, Place(body))


def of_meeting(*, meeting: int, **_: Any) -> Where:
    room, body = _row("meeting", Meeting.objects.filter(pk=meeting).values_list("room_id", "conference__body_id"))
    return Where(room, Place(body))


def of_item(*, item: int, **_: Any) -> Where:
    rows = AgendaItem.objects.filter(pk=item).values_list("meeting__room_id", "meeting__conference__body_id")
    room, body = _row("item", rows)
    return Where(room, Place(body))


def of_text(*, text: int, **_: Any) -> Where:
    rows = Text.objects.filter(pk=text).values_list("item__meeting__room_id", "item__meeting__conference__body_id")
    room, body = _row("text", rows)
    return Where(room, Place(body))


def of_amendment(*, amendment: int, **_: Any) -> Where:
    rows = Amendment.objects.filter(pk=amendment).values_list(
        "text__item__meeting__room_id", "text__item__meeting__conference__body_id", "party__code"
    )
    room, body, owner = _row("amendment", rows)
    return Where(room, Place(body, owner))


def of_question(*, question: int, **_: Any) -> Where:
    rows = Question.objects.filter(pk=question).values_list(
        "text__item__meeting__room_id", "text__item__meeting__conference__body_id"
    )
    room, body = _row("question", rows)
    return Where(room, Place(body))
