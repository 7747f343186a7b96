"""What delegations think of a conference, told to its chair."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import appraisal as rules
from communique.domain.appraisal import Kind, Question, Quotable, Said
from communique.domain.errors import Refused
from communique.domain.registration import Answer
from tests.domain.test_registration import AUDIENCES

NOW = datetime(2020, 9, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINDS = {1: Kind.SCALE, 2: Kind.OBJECTIVE, 3: Kind.WORDS}


def test_it_is_opened_from_the_last_day_on() -> None:
    zone = "Asia/Ho_Chi_Minh"
    first, last = date(2020, 9, 9), date(2020, 9, 12)
    assert not rules.may_open(first, last, zone, datetime(2020, 9, 11, 16, 59, tzinfo=UTC))
    assert rules.may_open(first, last, zone, datetime(2020, 9, 11, 17, tzinfo=UTC))
    assert rules.may_open(first, None, zone, NOW)
    assert rules.may_open(None, None, zone, NOW)


def test_delegations_are_given_time() -> None:
    rules.check_closing(NOW + HOUR, NOW)
    with pytest.raises(Refused, match="appraisal_needs_time"):
        rules.check_closing(NOW, NOW)


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([], "no_questions"),
        ([Question(Kind.WORDS, "  ")], "question_says_nothing"),
        ([Question(Kind.WORDS, "x" * 501)], "too_long"),
        ([Question(Kind.WORDS, "Why?")] * 61, "too_many_questions"),
        ([Question(Kind.OBJECTIVE, "Adopt it", 8)], "no_such_objective"),
        ([Question(Kind.SCALE, "Adopt it", 7)], "no_such_objective"),
    ],
)
def test_what_cannot_be_asked(questions: list[Question], code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.check_questions(questions, [7])


def test_questions_stand_in_the_order_in_which_they_are_asked() -> None:
    asked = [Question(Kind.WORDS, " Why? "), Question(Kind.OBJECTIVE, "Adopt it", 7)]
    assert rules.check_questions(asked, [7]) == (Question(Kind.WORDS, "Why?"), Question(Kind.OBJECTIVE, "Adopt it", 7))


def test_at_its_date_it_is_closed_whether_or_not_the_clock_has_struck() -> None:
    rules.require_open(NOW + HOUR, None, NOW)
    for closes_at, closed_at in ((NOW, None), (NOW + HOUR, NOW)):
        with pytest.raises(Refused, match="appraisal_is_closed"):
            rules.require_open(closes_at, closed_at, NOW)


def test_the_chair_closes_it_at_any_time_and_the_clock_at_its_date() -> None:
    rules.close(NOW + HOUR, None, NOW, by_clock=False)
    rules.close(NOW, None, NOW, by_clock=True)
    with pytest.raises(Refused, match="appraisal_not_due"):
        rules.close(NOW + HOUR, None, NOW, by_clock=True)
    with pytest.raises(Refused, match="appraisal_is_closed"):
        rules.close(NOW, NOW, NOW, by_clock=False)


@pytest.mark.parametrize(
    ("member", "answer", "asked"),
    [
        (True, None, True),
        (True, Answer.NONE, True),
        (True, Answer.ACCEPTED, True),
        (True, Answer.DECLINED, False),
        (False, None, False),
        (False, Answer.NONE, False),
        (False, Answer.ACCEPTED, True),
        (False, Answer.DECLINED, False),
    ],
)
def test_those_who_took_part_are_asked(member: bool, answer: Answer | None, asked: bool) -> None:
    assert rules.takes_part(member=member, answer=answer) is asked


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([Said(4, mark=3)], "no_such_question"),
        ([Said(1, mark=3), Said(1, mark=4)], "answered_twice"),
        ([Said(1, mark=0)], "mark_out_of_range"),
        ([Said(1, mark=6)], "mark_out_of_range"),
        ([Said(1, mark=-1)], "mark_out_of_range"),
        ([Said(3, mark=3)], "mark_out_of_range"),
        ([Said(2, outcome="great")], "bad_outcome"),
        ([Said(1, outcome="met")], "bad_outcome"),
        ([Said(3, words="x" * 1_000_000)], "answer_too_long"),
        ([], "appraisal_says_nothing"),
        ([Said(1), Said(3, words="  ")], "appraisal_says_nothing"),
    ],
)
def test_what_is_no_answer(said: list[Said], code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.check_answers(KINDS, said)


def test_what_says_nothing_is_left_out_and_no_words_are_not_quoted() -> None:
    said = [
        Said(1, mark=5, quotable=Quotable.NAMED),
        Said(2),
        Said(3, words=" The huddles. ", quotable=Quotable.UNNAMED),
    ]
    assert rules.check_answers(KINDS, said) == (
        Said(1, mark=5),
        Said(3, words="The huddles.", quotable=Quotable.UNNAMED),
    )


def test_only_what_is_allowed_is_quoted_and_only_before_the_report_is_out() -> None:
    for allowed in (Quotable.UNNAMED, Quotable.NAMED):
        rules.quote(allowed, closed=True, reported=False)
    for quotable, closed, reported, code in (
        (Quotable.NO, True, False, "answer_not_quotable"),
        (Quotable.NAMED, False, False, "appraisal_is_open"),
        (Quotable.NAMED, True, True, "appraisal_is_reported"),
    ):
        with pytest.raises(Refused, match=code):
            rules.quote(quotable, closed=closed, reported=reported)


def test_the_report_is_given_once_and_when_nothing_changes_any_more() -> None:
    rules.report(closed=True, reported=False)
    for closed, reported, code in ((False, False, "appraisal_is_open"), (True, True, "appraisal_is_reported")):
        with pytest.raises(Refused, match=code):
            rules.report(closed=closed, reported=reported)


@given(st.lists(st.sampled_from(rules.MARKS), max_size=20))
def test_the_figures_of_marks_count_each_and_know_the_middle(marks: list[int]) -> None:
    found = rules.figures(Kind.SCALE, (Said(1, mark=mark) for mark in marks))
    assert found.count == len(marks) == sum(count for _, count in found.spread)
    assert dict(found.spread) == {str(mark): marks.count(mark) for mark in rules.MARKS}
    assert found.median == (Fraction(median(marks)) if marks else None)


def test_between_two_marks_lies_the_half() -> None:
    assert rules.figures(Kind.SCALE, [Said(1, mark=3), Said(1, mark=4), Said(1, words="Hm.")]).median == Fraction(7, 2)


def test_the_figures_of_an_objective_and_of_words() -> None:
    said = [Said(2, outcome="met"), Said(2, outcome="missed"), Said(2, outcome="met"), Said(2, words="Hm.")]
    found = rules.figures(Kind.OBJECTIVE, said)
    assert (found.count, found.spread) == (3, (("met", 2), ("partly", 0), ("missed", 1)))
    assert rules.figures(Kind.WORDS, said).count == 1


@given(st.sampled_from(AUDIENCES), st.booleans(), st.booleans())
def test_answers_are_for_the_chair_and_the_report_for_whom_it_is_given_to(
    audience: rules.Audience, closed: bool, reported: bool
) -> None:
    chair = audience.kind == "chair" and audience.body == 1
    assert rules.may_read_answers(audience, 1) == chair
    may = rules.may_read_report(audience, 1, closed=closed, reported=reported)
    assert may == (audience.body == 1 and (reported or (chair and closed)))
