"""Putting adoption to the meeting, objecting, and the fall of the gavel."""

from __future__ import annotations

from communique.actions import branches
from communique.actions.attendance import delegations, present
from communique.actions.before import text_changed
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_question, of_text
from communique.domain import decisions, meetings
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.register import Status, require_status
from communique.domain.texts.positions import AmendmentState
from communique.records import documents
from communique.records.models import Amendment, Objection, Question, Text

REASON_LIMIT = 2000
"""Characters that a reason may have."""


@writes("question.put", of_text)
def put(*, actor: Actor, request_id: str, text: int, seconds: int) -> Answer:
    """Put the adoption of a text, as it stands, to the meeting. Nobody changes it while the clock runs.

    Refused: the meeting isn't open, too few members present, a clock out of bounds, a text that isn't a draft.
    """
    room = frame()
    row = Text.objects.select_related("meeting__conference__body").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    meeting = row.meeting
    meetings.require_open(meetings.State(meeting.state))
    value = decisions.put(
        version=row.version,
        seconds=seconds,
        present=present(meeting.pk),
        rules=meeting.conference.body.decision_rules(),
        at=room.now,
    )
    question = Question.objects.create(
        text=row,
        version=value.version,
        put_by_id=room.seat(),
        put_at=value.put_at,
        closes_at=value.closes_at,
        present=list(value.present),
        delegations=delegations(meeting.pk),
    )
    _set_status(row, Status.QUESTION)
    room.record(
        text=text,
        question=question.pk,
        version=value.version,
        closes_at=value.closes_at.isoformat(),
        present=list(value.present),
        delegations=question.delegations,
    )
    _changed(room, question)
    return {"question": question.pk, "closes_at": value.closes_at.isoformat(), "version": value.version}


@writes("question.object", of_question)
def object_to(*, actor: Actor, request_id: str, question: int, reason: str) -> Answer:
    """Object formally, with a reason: the adoption stops, and the text is a draft again."""
    room = frame()
    row = _question(question)
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    if len(reason) > REASON_LIMIT:
        raise Refused("reason_too_long", limit=REASON_LIMIT)
    value = decisions.object_to(row.value(), party=seat.party.code, reason=reason, at=room.now)
    made = Objection.objects.create(
        question=row,
        party=party_of(seat.body, seat.party.code),
        seat_id=seat.id,
        reason=value.objections[-1].reason,
        at=room.now,
    )
    _store(row, value)
    _set_status(row.text, Status.DRAFT)
    room.record(text=row.text_id, question=question, party=seat.party.code, reason=made.reason)
    _changed(room, row)
    return {"question": question, "outcome": row.outcome}


@writes("question.withdraw", of_question)
def withdraw(*, actor: Actor, request_id: str, question: int) -> Answer:
    """The chair takes the question back; nothing is decided."""
    room = frame()
    row = _question(question)
    _store(row, decisions.take_back(row.value(), at=room.now))
    _set_status(row.text, Status.DRAFT)
    room.record(text=row.text_id, question=question, outcome=row.outcome)
    _changed(room, row)
    return {"question": question, "outcome": row.outcome}


@writes("gavel.fall", of_question)
def let_gavel_fall(*, actor: Actor, request_id: str, question: int) -> Answer:
    """Nobody has objected until the clock ended: the text is adopted, and what was tabled on it is overtaken. Where the
    quorum was lost meanwhile nothing is decided, and the text is a draft again."""
    room = frame()
    row = _question(question)
    text = row.text
    rules = text.meeting.conference.body.decision_rules()
    value = decisions.fall(row.value(), present=present(text.meeting_id), rules=rules, at=room.now)
    row.delegations = delegations(text.meeting_id)
    _store(row, value)
    if value.outcome is decisions.Outcome.LAPSED:
        return _lapse(room, row, rules.quorum)
    text.doc, text.doc_version = documents.newest(text).json(), text.version
    text.status = Status.ADOPTED.value
    text.save(update_fields=["doc", "doc_version", "status"])
    overtaken = Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value).update(
        state=AmendmentState.OVERTAKEN.value, ended_at=room.now, ended_version=text.version
    )
    called_back = branches.overtake(room, text)
    room.record(
        text=text.pk,
        question=question,
        outcome=row.outcome,
        version=row.version,
        present=row.present,
        delegations=row.delegations,
        overtaken=overtaken,
        **({"huddles": called_back} if called_back else {}),
        doc=text.doc,
    )
    _changed(room, row)
    return {"question": question, "outcome": row.outcome, "version": row.version, "present": row.present}


def _lapse(room: Frame, row: Question, quorum: int) -> Answer:
    """Too few were there when the clock ended: silence of who isn't there is no consent."""
    _set_status(row.text, Status.DRAFT)
    room.record(
        text=row.text_id,
        question=row.pk,
        outcome=row.outcome,
        version=row.version,
        present=row.present,
        delegations=row.delegations,
        quorum=quorum,
    )
    _changed(room, row)
    return {"question": row.pk, "outcome": row.outcome, "version": row.version, "present": row.present}


def _question(question: int) -> Question:
    return Question.objects.select_related("text__meeting__conference__body").get(pk=question)


def _store(row: Question, value: decisions.Question) -> None:
    row.outcome, row.ended_at, row.present = value.outcome.value, value.ended_at, list(value.present)
    row.save(update_fields=["outcome", "ended_at", "present", "delegations"])


def _set_status(text: Text, status: Status) -> None:
    text.status = status.value
    text.save(update_fields=["status"])


def _changed(room: Frame, question: Question) -> None:
    text = question.text_id
    meeting = question.text.meeting_id
    room.announce("status", text=text, status=question.text.status)
    room.announce("overlay", text=text)
    for target in (f"question:{text}", f"proposals:{text}", f"agenda:{meeting}"):
        room.announce("fragment", target=target)
    text_changed(room, text)
