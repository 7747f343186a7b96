"""In which room a write happens, and whose matter it is, from the keyword arguments of an action."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from communique.actions.frame import Inside, Where
from communique.domain.errors import Refused
from communique.domain.huddles import State
from communique.domain.permissions import Place
from communique.records.models import (
    AgendaItem,
    Amendment,
    Body,
    Comment,
    Conference,
    Draft,
    Huddle,
    Instruction,
    Meeting,
    Question,
    Room,
    Seat,
    Text,
)
from communique.records.models.huddles import delegations_in


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
    rows = Text.objects.filter(pk=text).values_list("meeting__room_id", "meeting__conference__body_id", "huddle_id")
    room, body, huddle = _row("text", rows)
    return Where(room, Place(body, huddle=delegations_in(huddle)), _inside(huddle, "text"))


def of_amendment(*, amendment: int, **_: Any) -> Where:
    return _of_party("amendment", Amendment.objects.filter(pk=amendment))


def of_amended(*, amendment: int, **_: Any) -> Where:
    """An amendment to an amendment, in the matter of who moves the one that it would amend."""
    where = of_amendment(amendment=amendment)
    owner = Amendment.objects.filter(pk=amendment).values_list("amends__party__code", flat=True).first()
    return replace(where, place=replace(where.place, owner=owner))


def of_draft(*, draft: int, **_: Any) -> Where:
    return _of_party("draft", Draft.objects.filter(pk=draft))


def of_instruction(*, instruction: int, **_: Any) -> Where:
    return _of_party("instruction", Instruction.objects.filter(pk=instruction))


def of_comment(*, comment: int, **_: Any) -> Where:
    return _of_party("comment", Comment.objects.filter(pk=comment))


def of_huddle(*, huddle: int, **_: Any) -> Where:
    """What a huddle has to do with everybody; the room is that of the text before everybody."""
    rows = Huddle.objects.filter(pk=huddle).values_list("text__meeting__room_id", "text__meeting__conference__body_id")
    room, body = _row("huddle", rows)
    return Where(room, Place(body, huddle=delegations_in(huddle)))


def in_huddle(*, huddle: int, **_: Any) -> Where:
    """What its delegations do among themselves."""
    return replace(of_huddle(huddle=huddle), inside=_inside(huddle, ""))


def _inside(huddle: int | None, what: str) -> Inside | None:
    if huddle is None:
        return None
    seal, state = Huddle.objects.values_list("seal", "state").get(pk=huddle)
    return Inside(seal, what, State(state) is State.OPEN)


def _of_party(what: str, rows: Any) -> Where:
    """What a party has laid on a text, before everybody or in a huddle."""
    room, body, huddle, owner = _row(
        what,
        rows.values_list(
            "text__meeting__room_id", "text__meeting__conference__body_id", "text__huddle_id", "party__code"
        ),
    )
    return Where(room, Place(body, owner, delegations_in(huddle)), _inside(huddle, what))


def of_question(*, question: int, **_: Any) -> Where:
    rows = Question.objects.filter(pk=question).values_list(
        "text__meeting__room_id", "text__meeting__conference__body_id"
    )
    room, body = _row("question", rows)
    return Where(room, Place(body))
