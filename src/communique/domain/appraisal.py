"""The appraisal: what delegations think of a conference, told to its chair.

After a conference the chair asks its delegations how it was held and whether its objectives were met; each answers
once, and may change its answer until the appraisal closes. What is answered is for the chair alone: neither the
secretariat nor another delegation reads it. Of it a report is made, with figures that name nobody, and with those
words that their delegation has allowed to be quoted. No rule of procedure orders any of this: what stands here is the
house's own. Marks go from 1 (poor) to 5 (excellent).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.registration import Answer

MARKS = (1, 2, 3, 4, 5)
OUTCOMES = ("met", "partly", "missed")
QUESTIONS = 60
"""Questions of one appraisal."""
ASKED = 500
"""Characters of a question."""
WORDS = 4000
"""Characters of one answer."""


class Kind(StrEnum):
    """What a question asks for. Words may be added to a mark or an outcome too."""

    SCALE = "scale"
    OBJECTIVE = "objective"
    WORDS = "words"


class Quotable(StrEnum):
    """What a delegation allows of its words."""

    NO = ""
    UNNAMED = "unnamed"
    NAMED = "named"


@dataclass(frozen=True)
class Question:
    """``objective`` is the id of the conference's objective that it is about, None for none."""

    kind: Kind
    words: str
    objective: int | None = None


@dataclass(frozen=True)
class Said:
    """A delegation's answer to the question with this id."""

    question: int
    mark: int | None = None
    outcome: str = ""
    words: str = ""
    quotable: Quotable = Quotable.NO

    @property
    def empty(self) -> bool:
        return self.mark is None and not self.outcome and not self.words


@dataclass(frozen=True)
class Figures:
    """What was answered to one question: by how many, how often each mark or outcome, and the median of the marks."""

    count: int
    spread: tuple[tuple[str, int], ...] = ()
    median: Fraction | None = None


def may_open(starts_on: date | None, ends_on: date | None, zone: str, now: datetime) -> bool:
    """An appraisal is opened when there is something to be appraised: from the conference's last day on, as it begins
    where the host is; without a last day from the first; without either at any time."""
    day = ends_on or starts_on
    return day is None or now >= datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def check_closing(closes_at: datetime, now: datetime) -> None:
    """Raises Refused("appraisal_needs_time")."""
    if closes_at <= now:
        raise Refused("appraisal_needs_time")


def check_questions(questions: Sequence[Question], objectives: Iterable[int]) -> tuple[Question, ...]:
    """The questions as they are asked. Raises Refused: no_questions, too_many_questions, question_says_nothing,
    too_long, no_such_objective."""
    if not questions:
        raise Refused("no_questions")
    if len(questions) > QUESTIONS:
        raise Refused("too_many_questions", limit=QUESTIONS)
    known = set(objectives)
    for one in questions:
        if not one.words.strip():
            raise Refused("question_says_nothing")
        if len(one.words.strip()) > ASKED:
            raise Refused("too_long", words=one.words[:40], limit=ASKED)
        if one.objective is not None and (one.objective not in known or one.kind is not Kind.OBJECTIVE):
            raise Refused("no_such_objective")
    return tuple(Question(one.kind, one.words.strip(), one.objective) for one in questions)


def require_open(closes_at: datetime, closed_at: datetime | None, now: datetime) -> None:
    """It closes at its date, whether or not the clock has struck yet. Raises Refused("appraisal_is_closed")."""
    if closed_at is not None or now >= closes_at:
        raise Refused("appraisal_is_closed")


def close(closes_at: datetime, closed_at: datetime | None, now: datetime, *, by_clock: bool) -> None:
    """The chair closes it when it likes, the clock at its date. Raises Refused: appraisal_is_closed,
    appraisal_not_due."""
    if closed_at is not None:
        raise Refused("appraisal_is_closed")
    if by_clock and now < closes_at:
        raise Refused("appraisal_not_due")


def takes_part(*, member: bool, answer: Answer | None) -> bool:
    """Whom the chair asks: every member that hasn't declined to come, and the observers that came. ``answer`` to the
    invitation, None where there was none."""
    if member:
        return answer is not Answer.DECLINED
    return answer is Answer.ACCEPTED


def check_answers(kinds: Mapping[int, Kind], said: Iterable[Said]) -> tuple[Said, ...]:
    """The answers that say something, each to a question of the appraisal (``kinds`` by ids).

    Raises Refused: no_such_question, answered_twice, mark_out_of_range, bad_outcome, answer_too_long,
    appraisal_says_nothing.
    """
    kept: dict[int, Said] = {}
    for one in said:
        kind = kinds.get(one.question)
        if kind is None:
            raise Refused("no_such_question")
        if one.question in kept:
            raise Refused("answered_twice")
        if one.mark is not None and (kind is not Kind.SCALE or one.mark not in MARKS):
            raise Refused("mark_out_of_range", mark=one.mark)
        if one.outcome and (kind is not Kind.OBJECTIVE or one.outcome not in OUTCOMES):
            raise Refused("bad_outcome")
        words = one.words.strip()
        if len(words) > WORDS:
            raise Refused("answer_too_long", limit=WORDS)
        allowed = one.quotable if words else Quotable.NO
        kept[one.question] = Said(one.question, one.mark, one.outcome, words, allowed)
    made = tuple(one for one in kept.values() if not one.empty)
    if not made:
        raise Refused("appraisal_says_nothing")
    return made


def quote(quotable: Quotable, *, closed: bool, reported: bool) -> None:
    """Words go into the report when their delegation has allowed it, and they can't change any more; what delegations
    have read in the report stands. Raises Refused: appraisal_is_open, appraisal_is_reported, answer_not_quotable."""
    if not closed:
        raise Refused("appraisal_is_open")
    if reported:
        raise Refused("appraisal_is_reported")
    if quotable is Quotable.NO:
        raise Refused("answer_not_quotable")


def report(*, closed: bool, reported: bool) -> None:
    """The report goes to the participants once. Raises Refused: appraisal_is_open, appraisal_is_reported."""
    if not closed:
        raise Refused("appraisal_is_open")
    if reported:
        raise Refused("appraisal_is_reported")


def figures(kind: Kind, said: Iterable[Said]) -> Figures:
    """The figures of one question. The median of an even number of marks lies between the two in the middle."""
    answers = list(said)
    if kind is Kind.SCALE:
        marks = [one.mark for one in answers if one.mark is not None]
        often = Counter(marks)
        middle = median(map(Fraction, marks)) if marks else None
        return Figures(len(marks), tuple((str(mark), often[mark]) for mark in MARKS), middle)
    if kind is Kind.OBJECTIVE:
        outcomes = Counter(one.outcome for one in answers if one.outcome)
        return Figures(outcomes.total(), tuple((outcome, outcomes[outcome]) for outcome in OUTCOMES))
    return Figures(sum(bool(one.words) for one in answers))


def may_read_answers(audience: Audience, body: int) -> bool:
    """All of them: the chair alone."""
    return audience.kind == "chair" and audience.body == body


def may_read_report(audience: Audience, body: int, *, closed: bool, reported: bool) -> bool:
    """The chair prepares it when the appraisal is closed; the participants read it when the chair has given it to
    them."""
    if audience.body != body:
        return False
    return reported or (closed and audience.kind == "chair")
