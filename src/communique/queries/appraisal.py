"""The appraisal of a conference: who answered, for who may know it; what they answered, for the chair; the report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from communique.domain import appraisal as rules
from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.registration import Answer
from communique.queries.registration import heading
from communique.records.models import Appraisal, AppraisalAnswer, AppraisalQuestion, Conference, Party, Registration


def state_for(audience: Audience, conference: int) -> dict[str, Any] | None:
    """Where the appraisal stands, as the live place of the conference shows it to the body's own table.

    ``{"conference", "appraisal": None or {"id", "opened_at", "closes_at", "closed_at", "reported_at"}, "asked": how
    many, "answered": how many, "parties": for the chair and the secretariat, plates with "answered", "own": {"asked",
    "answered"} for a party at the table, "may": {"open", "change", "answer", "close", "quote", "report",
    "read_report"}}``. What was answered is not in it.
    """
    row = _conference(pk=conference)
    return _state(audience, row) if row is not None else None


def page_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    """As ``state_for``, with ``questions``: for the chair as they are asked, with every answer as soon as there is one;
    for a delegation that is asked with its own answers.

    A question is ``{"id", "kind", "words", "objective", "answers": [{"id", "party", "mark", "outcome", "words",
    "quotable", "quoted"}]}`` for the chair, and ``{"id", "kind", "words", "own": one such answer or None}`` for a
    delegation. For the chair there are the conference's ``objectives`` too, ``{"id", "words"}``.
    """
    row = _conference(slug=slug)
    facts = _state(audience, row) if row is not None else None
    if row is None or facts is None:
        return None
    facts |= {"questions": [], "objectives": []}
    if rules.may_read_answers(audience, row.body_id):
        facts["objectives"] = [{"id": one.pk, "words": one.words} for one in row.objectives.all()]
        facts["questions"] = [
            _question(one) | {"answers": [_answer(each) for each in one.answers.all()]} for one in _questions(row)
        ]
    elif facts["own"] is not None and facts["own"]["asked"]:
        own = AppraisalAnswer.objects.filter(party__body_id=row.body_id, party__code=audience.code)
        said = {one.question_id: one for one in own.filter(question__appraisal__conference=row).select_related("party")}
        questions = AppraisalQuestion.objects.filter(appraisal__conference=row)
        facts["questions"] = [
            _question(one) | {"own": _answer(said[one.pk]) if one.pk in said else None} for one in questions
        ]
    return facts


def report_for(audience: Audience, slug: str) -> dict[str, Any] | None:
    """The report: for the chair as soon as the appraisal is closed, for the participants when the chair has given it.

    ``{"conference", "appraisal", "asked", "answered", "questions": [{"id", "kind", "words", "count", "spread": [{"is",
    "count"}], "most": the highest of these, "median": a decimal in words or "", "assessed": {"outcome", "remark"} of
    the chair's own on an objective, "quotations": [{"words", "by": a plate or None}]}]}``. Quotations without a name
    come last and in the order of their letters, which says nothing of whose they are.
    """
    row = _conference(slug=slug)
    made: Appraisal | None = getattr(row, "appraisal", None)
    if row is None or made is None:
        return None
    closed, reported = made.closed_at is not None, made.reported_at is not None
    if not rules.may_read_report(audience, row.body_id, closed=closed, reported=reported):
        return None
    asked = _asked(row)
    questions = _questions(row)
    answered = {each.party_id for one in questions for each in one.answers.all()}
    return {
        "conference": heading(row),
        "appraisal": _appraisal(made),
        "asked": len(asked),
        "answered": len(answered),
        "questions": [_reported(one) for one in questions],
        "may": {"report": audience.kind == "chair" and not reported},
    }


def appraisal_of(audience: Audience, answer: int) -> dict[str, Any] | None:
    """The conference of an answer, ``{"id", "slug", "room"}``, for who may read it."""
    rows = AppraisalAnswer.objects.filter(pk=answer).select_related("question__appraisal__conference")
    row = rows.first()
    conference = row.question.appraisal.conference if row is not None else None
    if conference is None or not rules.may_read_answers(audience, conference.body_id):
        return None
    return {"id": conference.pk, "slug": conference.slug, "room": conference.room_id}


def due_appraisals(at: datetime) -> list[int]:
    """Ids of the appraisals whose date has come. For the house's clock."""
    return list(Appraisal.objects.filter(closed_at=None, closes_at__lte=at).values_list("id", flat=True))


def next_appraisal_closes() -> datetime | None:
    """When the next one closes, or None."""
    rows = Appraisal.objects.filter(closed_at=None).order_by("closes_at")
    closes: datetime | None = rows.values_list("closes_at", flat=True).first()
    return closes


def _conference(**known: Any) -> Conference | None:
    return Conference.objects.select_related("body", "room", "appraisal").filter(**known).first()


def _state(audience: Audience, row: Conference) -> dict[str, Any] | None:
    if audience.body != row.body_id:
        return None
    made: Appraisal | None = getattr(row, "appraisal", None)
    asked = _asked(row)
    answered = _answered(made) if made is not None else set()
    somebody, place = standing_for(audience), Place(row.body_id)
    is_open = made is not None and made.closed_at is None
    closed = made is not None and made.closed_at is not None

    def may(action: str) -> bool:
        return reason_against(action, somebody, place) is None

    knows = audience.kind in {"chair", "secretariat"}
    own = next((one for one in asked if one.code == audience.code), None) if audience.code else None
    return {
        "conference": heading(row),
        "appraisal": _appraisal(made) if made is not None else None,
        "asked": len(asked),
        "answered": len(answered),
        "parties": [one.value().plate() | {"answered": one.pk in answered} for one in asked] if knows else [],
        "own": None if knows else {"asked": own is not None, "answered": own is not None and own.pk in answered},
        "may": {
            "open": made is None and may("appraisal.open"),
            "change": is_open and may("appraisal.change"),
            "answer": is_open and own is not None and may("appraisal.answer"),
            "close": is_open and may("appraisal.close"),
            "quote": closed and made is not None and made.reported_at is None and may("appraisal.quote"),
            "report": closed and made is not None and made.reported_at is None and may("appraisal.report"),
            "read_report": made is not None
            and rules.may_read_report(audience, row.body_id, closed=closed, reported=made.reported_at is not None),
        },
    }


def _asked(row: Conference) -> list[Party]:
    """Whom the chair asks, in the body's order."""
    replies = dict(Registration.objects.filter(conference=row).values_list("party_id", "answer"))

    def takes_part(party: Party) -> bool:
        reply = Answer(replies[party.pk]) if party.pk in replies else None
        return rules.takes_part(member=party.member, answer=reply)

    return [one for one in Party.objects.filter(body_id=row.body_id) if takes_part(one)]


def _answered(made: Appraisal) -> set[int]:
    return set(AppraisalAnswer.objects.filter(question__appraisal=made).values_list("party_id", flat=True))


def _questions(row: Conference) -> list[AppraisalQuestion]:
    answers = AppraisalAnswer.objects.select_related("party").order_by("-party__member", "party__order", "party__name")
    rows = AppraisalQuestion.objects.filter(appraisal__conference=row).select_related("objective")
    return list(rows.prefetch_related(Prefetch("answers", answers)))


def _appraisal(made: Appraisal) -> dict[str, Any]:
    return {"id": made.pk} | {
        name: getattr(made, name) for name in ("opened_at", "closes_at", "closed_at", "reported_at")
    }


def _question(row: AppraisalQuestion) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "words": row.words, "objective": row.objective_id}


def _answer(row: AppraisalAnswer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "party": row.party.value().plate(),
        "mark": row.mark,
        "outcome": row.outcome,
        "words": row.words,
        "quotable": row.quotable,
        "quoted": row.quoted,
    }


def _reported(row: AppraisalQuestion) -> dict[str, Any]:
    answers = list(row.answers.all())
    made = rules.figures(
        rules.Kind(row.kind), (rules.Said(row.pk, one.mark, one.outcome, one.words) for one in answers)
    )
    quoted = [one for one in answers if one.quoted and one.quotable]
    named = [{"words": one.words, "by": one.party.value().plate()} for one in quoted if one.quotable == "named"]
    unnamed = sorted(one.words for one in quoted if one.quotable == "unnamed")
    objective = row.objective
    return _question(row) | {
        "count": made.count,
        "spread": [{"is": what, "count": count} for what, count in made.spread],
        "most": max((count for _, count in made.spread), default=0),
        "median": "" if made.median is None else f"{float(made.median):g}",
        "assessed": {"outcome": objective.outcome, "remark": objective.remark} if objective is not None else None,
        "quotations": [*named, *({"words": words, "by": None} for words in unnamed)],
    }
