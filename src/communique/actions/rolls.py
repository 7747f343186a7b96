"""Calling the roll, answering it, and ending it."""

from __future__ import annotations

from communique.actions.attendance import present, take_place
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_meeting, of_roll
from communique.domain import attendance, meetings
from communique.domain.actors import Actor
from communique.domain.bodies import in_protocol_order
from communique.domain.errors import Refused
from communique.domain.permissions import Place, reason_against
from communique.records.models import Meeting, RollAnswer, RollCall


@writes("roll.call", of_meeting)
def call(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Call the roll: every member is asked in protocol order. Refused: the meeting isn't open, another roll is open,
    the body has no members."""
    room = frame()
    row = Meeting.objects.select_related("conference__body").get(pk=meeting)
    meetings.require_open(meetings.State(row.state))
    members = in_protocol_order(party.as_member() for party in row.conference.body.parties.filter(member=True))
    value = attendance.call_roll(
        [member.party.code for member in members],
        is_open=RollCall.objects.filter(meeting=row, closed_at=None).exists(),
    )
    made = RollCall.objects.create(meeting=row, called_at=room.now, called_by_id=room.seat(), asked=list(value.asked))
    room.record(meeting=meeting, roll=made.pk, asked=list(value.asked), present=present(meeting))
    room.announce("fragment", target=f"roll:{meeting}")
    return {"roll": made.pk, "asked": list(value.asked)}


@writes("roll.answer", of_roll)
def answer(*, actor: Actor, request_id: str, roll: int, party: str = "") -> Answer:
    """Answer that one's delegation is present, which takes its place as well. The chair or the clerk names the
    ``party`` whose answer was heard.

    Refused: the roll is closed, the meeting isn't open, for another delegation, who isn't asked, who has answered.
    """
    room = frame()
    row = RollCall.objects.select_related("meeting__conference__body").get(pk=roll)
    meetings.require_open(meetings.State(row.meeting.state))
    own = _own(room)
    code = party.strip() or own
    if code != own and reason_against("roll.call", actor, Place(row.meeting.conference.body_id)) is not None:
        raise Refused("only_own_delegation", party=code[:20])
    value = attendance.answer_roll(_value(row), code)
    given_for = code != own
    RollAnswer.objects.create(
        roll=row,
        party=party_of(row.meeting.conference.body_id, code),
        seat_id=room.seat(),
        given_for=given_for,
        at=room.now,
    )
    room.announce("fragment", target=f"roll:{row.meeting_id}")
    _, back = (False, False) if given_for else take_place(room, row.meeting_id)
    room.record(
        meeting=row.meeting_id,
        roll=roll,
        party=code,
        given_for=given_for,
        **({"back": [room.seat()]} if back else {}),
    )
    return {"roll": roll, "answered": list(value.answered), "next": value.next}


@writes("roll.close", of_roll)
def close(*, actor: Actor, request_id: str, roll: int) -> Answer:
    """End the roll: its result stands in the record. Refused: it is closed."""
    room = frame()
    row = RollCall.objects.get(pk=roll)
    value = attendance.close_roll(_value(row))
    row.closed_at = room.now
    row.save(update_fields=["closed_at"])
    room.record(
        meeting=row.meeting_id,
        roll=roll,
        asked=list(value.asked),
        answered=list(value.answered),
        silent=list(value.silent),
    )
    room.announce("fragment", target=f"roll:{row.meeting_id}")
    return {"roll": roll, "answered": list(value.answered), "silent": list(value.silent)}


def _value(row: RollCall) -> attendance.Roll:
    return row.value(row.answers.order_by("at", "id").values_list("party__code", flat=True))


def _own(room: Frame) -> str:
    """The code of the delegation that answers: "" for the chair, who leaves that to its member's delegation."""
    seat = room.actor.seat
    return seat.party.code if seat is not None and seat.party is not None and seat.role.value != "chair" else ""
