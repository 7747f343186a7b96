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
    Appraisal,
    AppraisalAnswer,
    Body,
    ClerkNote,
    Comment,
    Conference,
    Correction,
    Credentials,
    Draft,
    Huddle,
    Instruction,
    Intervention,
    Meeting,
    Note,
    Objective,
    Paper,
    Participant,
    Question,
    Registration,
    RollCall,
    Room,
    Seat,
    Sitting,
    Statement,
    Text,
)
from communique.records.models.huddles import delegations_in
from communique.records.notes import ends_of


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
    """What concerns a conference as a whole is written in its own journal."""
    room, body = _row("conference", Conference.objects.filter(pk=conference).values_list("room_id", "body_id"))
    return Where(room, Place(body))


def of_meeting(*, meeting: int, **_: Any) -> Where:
    room, body = _row("meeting", Meeting.objects.filter(pk=meeting).values_list("room_id", "conference__body_id"))
    return Where(room, Place(body))


def of_item(*, item: int, **_: Any) -> Where:
    rows = AgendaItem.objects.filter(pk=item).values_list("meeting__room_id", "meeting__conference__body_id")
    room, body = _row("item", rows)
    return Where(room, Place(body))


def of_sitting(*, sitting: int, **_: Any) -> Where:
    return _of_meeting("sitting", Sitting.objects.filter(pk=sitting))


def of_objective(*, objective: int, **_: Any) -> Where:
    """Where its holder is: the house for a chairmanship, otherwise the conference's or the meeting's own room."""
    rows = Objective.objects.select_related("chairmanship", "conference", "meeting__conference").filter(pk=objective)
    row = _row("objective", rows)
    if row.chairmanship is not None:
        return Where(Room.HOUSE, Place(row.chairmanship.body_id))
    if row.conference is not None:
        return Where(row.conference.room_id, Place(row.conference.body_id))
    return Where(row.meeting.room_id, Place(row.meeting.conference.body_id))


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


def of_statement(*, statement: int, **_: Any) -> Where:
    return _of_meeting("statement", Statement.objects.filter(pk=statement), "party__code")


def of_intervention(*, intervention: int, **_: Any) -> Where:
    return _of_meeting("intervention", Intervention.objects.filter(pk=intervention), "party__code")


def of_paper(*, paper: int, **_: Any) -> Where:
    return _of_meeting("paper", Paper.objects.filter(pk=paper))


def of_clerk_note(*, clerk_note: int, **_: Any) -> Where:
    return _of_meeting("clerk_note", ClerkNote.objects.filter(pk=clerk_note))


def of_correction(*, correction: int, **_: Any) -> Where:
    rows = Correction.objects.filter(pk=correction).values_list(
        "record__meeting__room_id", "record__meeting__conference__body_id", "party__code"
    )
    return Where((found := _row("correction", rows))[0], Place(*found[1:]))


def _of_meeting(what: str, rows: Any, *owner: str) -> Where:
    """What lies before a meeting, of a party's or of the meeting's own."""
    room, *place = _row(what, rows.values_list("meeting__room_id", "meeting__conference__body_id", *owner))
    return Where(room, Place(*place))


def of_question(*, question: int, **_: Any) -> Where:
    rows = Question.objects.filter(pk=question).values_list(
        "text__meeting__room_id", "text__meeting__conference__body_id"
    )
    room, body = _row("question", rows)
    return Where(room, Place(body))


def of_roll(*, roll: int, **_: Any) -> Where:
    return _of_meeting("roll", RollCall.objects.filter(pk=roll))


def of_note(*, note: int, **_: Any) -> Where:
    """A note, in the matter of whom it is for."""
    rows = Note.objects.select_related("meeting__conference", "from_party", "to_party")
    row = _row("note", rows.filter(pk=note))
    return Where(row.meeting.room_id, Place(row.meeting.conference.body_id, ends_of(row)[1]))


def of_registration(*, registration: int, **_: Any) -> Where:
    """A party's part in a conference, which is its own matter."""
    return _of_registered("registration", Registration.objects.filter(pk=registration))


def of_participant(*, participant: int, **_: Any) -> Where:
    return _of_registered("participant", Participant.objects.filter(pk=participant), "registration__")


def of_credentials(*, credentials: int, **_: Any) -> Where:
    return _of_registered("credentials", Credentials.objects.filter(pk=credentials), "registration__")


def _of_registered(what: str, rows: Any, to: str = "") -> Where:
    names = (f"{to}conference__room_id", f"{to}conference__body_id", f"{to}party__code")
    room, body, owner = _row(what, rows.values_list(*names))
    return Where(room, Place(body, owner))


def of_appraisal(*, appraisal: int, **_: Any) -> Where:
    rows = Appraisal.objects.filter(pk=appraisal).values_list("conference__room_id", "conference__body_id")
    room, body = _row("appraisal", rows)
    return Where(room, Place(body))


def of_answer(*, answer: int, **_: Any) -> Where:
    """What a delegation answered to a question of an appraisal."""
    rows = AppraisalAnswer.objects.filter(pk=answer).values_list(
        "question__appraisal__conference__room_id", "question__appraisal__conference__body_id", "party__code"
    )
    room, body, owner = _row("answer", rows)
    return Where(room, Place(body, owner))
