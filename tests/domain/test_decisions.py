"""Adoption by consensus, and the gavel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.decisions import (
    DecisionRules,
    Outcome,
    Question,
    fall,
    object_to,
    put,
    take_back,
)
from communique.domain.errors import Refused

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)
RULES = DecisionRules(shortest=5, longest=600, quorum=3)
PRESENT = ["VN", "LA", "SG"]


def seconds(count: float) -> datetime:
    return NOON + timedelta(seconds=count)


@pytest.fixture
def question() -> Question:
    return put(version=7, seconds=60, present=PRESENT, rules=RULES, at=NOON)


def test_a_question_is_put_on_one_version_with_a_clock_and_the_members_present(question: Question) -> None:
    assert question == Question(7, NOON, seconds(60), Outcome.OPEN, (), ("LA", "SG", "VN"), None)


@pytest.mark.parametrize("length", [5, 6, 600])
def test_the_clock_runs_within_the_bodys_bounds(length: int) -> None:
    assert put(version=0, seconds=length, present=PRESENT, rules=RULES, at=NOON).closes_at == seconds(length)


@pytest.mark.parametrize("length", [-1, 0, 4, 601, 10**12])
def test_a_clock_out_of_bounds_is_refused(length: int) -> None:
    with pytest.raises(Refused) as refused:
        put(version=0, seconds=length, present=PRESENT, rules=RULES, at=NOON)
    assert refused.value.code == "clock_out_of_bounds"
    assert refused.value.facts == {"seconds": length, "shortest": 5, "longest": 600}


def test_without_a_quorum_nothing_is_put() -> None:
    with pytest.raises(Refused) as refused:
        put(version=0, seconds=60, present=["VN", "LA"], rules=RULES, at=NOON)
    assert (refused.value.code, refused.value.facts) == ("no_quorum", {"present": 2, "quorum": 3})


def test_one_objection_stops_the_adoption(question: Question) -> None:
    stopped = object_to(question, party="LA", reason="  Our capital has to see paragraph 2. ", at=seconds(59))
    assert stopped.outcome is Outcome.STOPPED
    assert stopped.ended_at == seconds(59)
    assert [(one.party, one.reason) for one in stopped.objections] == [("LA", "Our capital has to see paragraph 2.")]


def test_an_objection_says_why(question: Question) -> None:
    for reason in ("", "  \n"):
        with pytest.raises(Refused, match="reason_missing"):
            object_to(question, party="LA", reason=reason, at=seconds(1))


def test_at_the_instant_of_the_clocks_end_an_objection_is_too_late(question: Question) -> None:
    with pytest.raises(Refused) as refused:
        object_to(question, party="LA", reason="Wait.", at=seconds(60))
    assert refused.value.code == "clock_has_ended"
    assert refused.value.facts == {"closed_at": "2020-09-09T12:01:00+00:00"}


def test_a_moment_before_the_end_an_objection_is_in_time(question: Question) -> None:
    late = seconds(60) - timedelta(microseconds=1)
    assert object_to(question, party="LA", reason="Wait.", at=late).outcome is Outcome.STOPPED


def test_with_no_objection_the_gavel_falls_when_the_clock_ends(question: Question) -> None:
    adopted = fall(question, present=["VN", "MY", "LA"], rules=RULES, at=seconds(60))
    assert adopted.outcome is Outcome.ADOPTED
    assert adopted.ended_at == seconds(60)
    assert adopted.present == ("LA", "MY", "VN"), "those present at the gavel adopt"


def test_where_the_quorum_was_lost_before_the_clock_ended_nothing_is_decided(question: Question) -> None:
    lapsed = fall(question, present=["VN", "LA"], rules=RULES, at=seconds(60))
    assert (lapsed.outcome, lapsed.present, lapsed.ended_at) == (Outcome.LAPSED, ("LA", "VN"), seconds(60))
    with pytest.raises(Refused, match="question_is_over"):
        fall(lapsed, present=PRESENT, rules=RULES, at=seconds(61))


def test_the_gavel_does_not_fall_while_the_clock_runs(question: Question) -> None:
    with pytest.raises(Refused, match="clock_still_runs"):
        fall(question, present=PRESENT, rules=RULES, at=seconds(60) - timedelta(microseconds=1))


def test_the_chair_may_take_the_question_back_before_an_answer(question: Question) -> None:
    taken = take_back(question, at=seconds(10))
    assert (taken.outcome, taken.ended_at, taken.objections) == (Outcome.WITHDRAWN, seconds(10), ())


@pytest.mark.parametrize("outcome", [Outcome.ADOPTED, Outcome.STOPPED, Outcome.WITHDRAWN])
def test_an_answered_question_is_over(question: Question, outcome: Outcome) -> None:
    over = replace(question, outcome=outcome)
    answers: list[Callable[[], Question]] = [
        lambda: object_to(over, party="LA", reason="Wait.", at=seconds(1)),
        lambda: fall(over, present=PRESENT, rules=RULES, at=seconds(99)),
        lambda: take_back(over, at=seconds(1)),
    ]
    for answer in answers:
        with pytest.raises(Refused) as refused:
            answer()
        assert (refused.value.code, refused.value.facts) == ("question_is_over", {"outcome": outcome.value})


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=2)))
def test_at_any_instant_either_an_objection_is_in_time_or_the_gavel_may_fall(passed: timedelta) -> None:
    question, at = put(version=7, seconds=60, present=PRESENT, rules=RULES, at=NOON), NOON + passed
    done = []
    answers: list[Callable[[], Question]] = [
        lambda: object_to(question, party="LA", reason="Wait.", at=at),
        lambda: fall(question, present=PRESENT, rules=RULES, at=at),
    ]
    for answer in answers:
        try:
            done.append(answer().outcome)
        except Refused as refused:
            assert refused.code in {"clock_has_ended", "clock_still_runs"}
    assert len(done) == 1
