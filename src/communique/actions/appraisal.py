"""The appraisal of a conference: the chair's questions, the delegations' answers, the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_answer, of_appraisal, of_conference
from communique.actions.words import clean
from communique.domain import appraisal as rules
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.domain.registration import Answer as Reply
from communique.records import appraised
from communique.records.models import Appraisal, AppraisalAnswer, AppraisalQuestion, Conference, Party, Registration


@writes("appraisal.open", of_conference)
def open_appraisal(
    *, actor: Actor, request_id: str, conference: int, closes_at: datetime, questions: list[dict[str, Any]]
) -> Answer:
    """Ask the delegations what they think of a conference, until ``closes_at``. A question is ``{"kind", "words",
    "objective"}``: a kind of ``domain.appraisal.Kind``, and the id of an objective of the conference or None.

    Refused: opened before, too early, a date that is over, no questions, too many, one without words.
    """
    room = frame()
    row = Conference.objects.get(pk=conference)
    if Appraisal.objects.filter(conference=row).exists():
        raise Refused("appraisal_was_opened")
    if not rules.may_open(row.starts_on, row.ends_on, row.time_zone, room.now):
        raise Refused("appraisal_too_early")
    rules.check_closing(closes_at, room.now)
    asked = _questions(row, questions)
    made = Appraisal.objects.create(conference=row, opened_at=room.now, closes_at=closes_at)
    _ask(made, asked)
    _record_questions(room, made, asked)
    _announce(room, conference)
    return {"appraisal": made.pk}


@writes("appraisal.change", of_appraisal)
def change(
    *, actor: Actor, request_id: str, appraisal: int, closes_at: datetime, questions: list[dict[str, Any]] | None = None
) -> Answer:
    """Move the date by which to answer, and put other questions in place of those that were asked, in their order.

    Refused: the appraisal is closed, somebody has answered those questions already, a date that is over, no questions.
    """
    room = frame()
    made = _row(appraisal)
    rules.require_open(made.closes_at, made.closed_at, room.now)
    rules.check_closing(closes_at, room.now)
    asked = _asked(made)
    if questions is not None and (other := _questions(made.conference, questions)) != asked:
        if AppraisalAnswer.objects.filter(question__appraisal=made).exists():
            raise Refused("appraisal_has_answers")
        made.questions.all().delete()
        _ask(made, asked := other)
    made.closes_at = closes_at
    made.save(update_fields=["closes_at"])
    _record_questions(room, made, asked)
    _announce(room, made.conference_id)
    return {"appraisal": appraisal}


@writes("appraisal.answer", of_appraisal)
def answer(*, actor: Actor, request_id: str, appraisal: int, answers: list[dict[str, Any]]) -> Answer:
    """Answer for a delegation; what it answered before is replaced as a whole. An answer is ``{"question", "mark",
    "outcome", "words", "quotable"}``, of which all but the question's id may be left out. The journal keeps it sealed.

    Refused: the appraisal is closed, a delegation that took no part, a question that isn't one of it, a mark out of
    range, an outcome that there isn't, too many words, nothing said at all.
    """
    room = frame()
    made = _row(appraisal)
    rules.require_open(made.closes_at, made.closed_at, room.now)
    party = _own_party(room)
    replied = Registration.objects.filter(conference=made.conference, party=party).values_list("answer", flat=True)
    reply = replied.first()
    if not rules.takes_part(member=party.member, answer=None if reply is None else Reply(reply)):
        raise Refused("did_not_take_part")
    kinds = {one.pk: rules.Kind(one.kind) for one in made.questions.all()}
    said = rules.check_answers(kinds, [_said(one) for one in answers])
    own = AppraisalAnswer.objects.filter(question__appraisal=made, party=party)
    own.delete()
    rows = [
        AppraisalAnswer(
            question_id=one.question,
            party=party,
            seat_id=room.seat(),
            mark=one.mark,
            outcome=one.outcome,
            words=one.words,
            quotable=one.quotable.value,
            at=room.now,
        )
        for one in said
    ]
    AppraisalAnswer.objects.bulk_create(rows)
    room.record(appraisal=appraisal, party=party.code, sealed=appraised.seal_of(party, rows))
    target = f"appraisal:{made.conference_id}"
    room.announce_inside((CHAIR, SECRETARIAT_OFFICE, party.code), "fragment", target=target)
    return {"appraisal": appraisal}


@writes("appraisal.close", of_appraisal)
def close(*, actor: Actor, request_id: str, appraisal: int) -> Answer:
    """Close the appraisal: the chair at any time, the clock at its date. Refused: closed before, the clock before its
    date."""
    room = frame()
    made = _row(appraisal)
    rules.close(made.closes_at, made.closed_at, room.now, by_clock=actor.clock)
    made.closed_at = room.now
    made.save(update_fields=["closed_at"])
    answered = AppraisalAnswer.objects.filter(question__appraisal=made).values("party").distinct().count()
    room.record(appraisal=appraisal, answered=answered)
    _announce(room, made.conference_id)
    return {"appraisal": appraisal}


@writes("appraisal.quote", of_answer)
def quote(*, actor: Actor, request_id: str, answer: int, quoted: bool = True) -> Answer:
    """Quote a delegation's words in the report, or leave them out again. The journal doesn't say whose they are.

    Refused: the delegation doesn't allow it, the appraisal is open still, the report is out.
    """
    room = frame()
    row = AppraisalAnswer.objects.select_related("question__appraisal").get(pk=answer)
    made = row.question.appraisal
    rules.quote(rules.Quotable(row.quotable), closed=made.closed_at is not None, reported=made.reported_at is not None)
    row.quoted = quoted
    row.save(update_fields=["quoted"])
    room.record(appraisal=made.pk, question=row.question_id, quoted=quoted)
    room.announce_inside((CHAIR,), "fragment", target=f"appraisal:{made.conference_id}")
    return {"answer": answer, "quoted": quoted}


@writes("appraisal.report", of_appraisal)
def report(*, actor: Actor, request_id: str, appraisal: int) -> Answer:
    """Give the report to the participants. Refused: the appraisal is open still, the report is out already."""
    room = frame()
    made = _row(appraisal)
    rules.report(closed=made.closed_at is not None, reported=made.reported_at is not None)
    made.reported_at = room.now
    made.save(update_fields=["reported_at"])
    quoted = AppraisalAnswer.objects.filter(question__appraisal=made, quoted=True).count()
    room.record(appraisal=appraisal, quotations=quoted)
    _announce(room, made.conference_id)
    return {"appraisal": appraisal}


def _row(appraisal: int) -> Appraisal:
    return Appraisal.objects.select_related("conference").get(pk=appraisal)


def _asked(made: Appraisal) -> tuple[rules.Question, ...]:
    return tuple(rules.Question(rules.Kind(one.kind), one.words, one.objective_id) for one in made.questions.all())


def _questions(row: Conference, said: Iterable[Mapping[str, Any]]) -> tuple[rules.Question, ...]:
    """Refused: bad_question_kind, and what ``check_questions`` refuses."""
    asked = []
    for one in said:
        try:
            kind = rules.Kind(one.get("kind", ""))
        except ValueError:
            raise Refused("bad_question_kind") from None
        asked.append(rules.Question(kind, str(clean(one.get("words", ""))), one.get("objective")))
    return rules.check_questions(asked, row.objectives.values_list("pk", flat=True))


def _ask(made: Appraisal, asked: Iterable[rules.Question]) -> None:
    AppraisalQuestion.objects.bulk_create(
        AppraisalQuestion(appraisal=made, order=order, kind=one.kind.value, words=one.words, objective_id=one.objective)
        for order, one in enumerate(asked, 1)
    )


def _said(one: Mapping[str, Any]) -> rules.Said:
    try:
        quotable = rules.Quotable(one.get("quotable", ""))
    except ValueError:
        raise Refused("bad_quotable") from None
    mark = one.get("mark")
    return rules.Said(
        int(one.get("question", 0)),
        None if mark is None else int(mark),
        str(clean(one.get("outcome", ""))),
        str(clean(one.get("words", ""))),
        quotable,
    )


def _own_party(room: Frame) -> Party:
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    return party_of(seat.body, seat.party.code)


def _record_questions(room: Frame, made: Appraisal, asked: Iterable[rules.Question]) -> None:
    room.record(
        conference=made.conference_id,
        appraisal=made.pk,
        closes_at=made.closes_at.isoformat(),
        questions=[{"kind": one.kind.value, "words": one.words, "objective": one.objective} for one in asked],
    )


def _announce(room: Frame, conference: int) -> None:
    room.announce("fragment", target=f"appraisal:{conference}")
