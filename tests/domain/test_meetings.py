"""A meeting: when it sits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import meetings
from communique.domain.errors import Refused
from communique.domain.meetings import (
    Sitting,
    SittingState,
    State,
    adjourn,
    begun,
    close_meeting,
    due,
    ended,
    go_on,
    next_sitting,
    open_meeting,
    overrun,
    require_not_closed,
    require_open,
    rested,
    resume,
    suspend,
    time_spent,
)

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def sitting(number: int, begins: datetime = NOON, state: SittingState = SittingState.PLANNED) -> Sitting:
    return Sitting(number, begins, begins + 3 * HOUR, state)


def suspended(state: State, *, question: bool = False, resumes_at: datetime | None = None) -> State:
    return suspend(state, question_open=question, at=NOON, resumes_at=resumes_at)


def test_a_convened_meeting_is_opened_once() -> None:
    assert open_meeting(State.CONVENED) is State.OPEN
    for state in (State.OPEN, State.SUSPENDED, State.ADJOURNED, State.CLOSED):
        with pytest.raises(Refused) as refused:
            open_meeting(state)
        assert (refused.value.code, refused.value.facts) == ("meeting_not_convened", {"state": state.value})


def test_a_cancelled_meeting_is_never_opened() -> None:
    with pytest.raises(Refused, match="meeting_is_cancelled"):
        open_meeting(State.CANCELLED)
    with pytest.raises(Refused, match="meeting_is_cancelled"):
        require_not_closed(State.CANCELLED)


@pytest.mark.parametrize("state", [State.OPEN, State.ADJOURNED])
def test_a_meeting_is_closed_while_it_sits_or_between_two_sittings(state: State) -> None:
    assert close_meeting(state, question_open=False) is State.CLOSED


@pytest.mark.parametrize("state", [State.CONVENED, State.SUSPENDED, State.CLOSED, State.CANCELLED])
def test_what_is_not_open_is_neither_closed_nor_does_it_decide(state: State) -> None:
    with pytest.raises(Refused, match="meeting_not_open"):
        close_meeting(state, question_open=False)
    with pytest.raises(Refused, match="meeting_not_open"):
        require_open(state)


def test_nothing_ends_while_a_question_is_before_the_meeting() -> None:
    for end in (
        lambda: close_meeting(State.OPEN, question_open=True),
        lambda: adjourn(State.OPEN, question_open=True, speaker=""),
        lambda: suspended(State.OPEN, question=True),
    ):
        with pytest.raises(Refused, match="question_is_open"):
            end()


def test_nothing_is_closed_over_the_head_of_who_has_the_floor() -> None:
    for end in (
        lambda: close_meeting(State.OPEN, question_open=False, speaker="Lao PDR"),
        lambda: adjourn(State.OPEN, question_open=False, speaker="Lao PDR"),
    ):
        with pytest.raises(Refused) as refused:
            end()
        assert (refused.value.code, refused.value.facts) == ("floor_is_held", {"speaker": "Lao PDR"})


def test_an_open_meeting_decides() -> None:
    require_open(State.OPEN)


def test_a_closed_meeting_takes_nobody_and_nothing_more() -> None:
    require_not_closed(State.CONVENED)
    require_not_closed(State.OPEN)
    with pytest.raises(Refused, match="meeting_is_closed"):
        require_not_closed(State.CLOSED)


def test_a_sitting_is_suspended_until_an_instant_to_come() -> None:
    assert suspended(State.OPEN, resumes_at=NOON + HOUR) is State.SUSPENDED
    assert suspended(State.OPEN) is State.SUSPENDED
    for over in (NOON, NOON - HOUR):
        with pytest.raises(Refused, match="resumption_is_over"):
            suspended(State.OPEN, resumes_at=over)
    with pytest.raises(Refused, match="meeting_not_open"):
        suspended(State.SUSPENDED)


def test_only_a_suspended_sitting_is_resumed() -> None:
    assert resume(State.SUSPENDED) is State.OPEN
    for state in set(State) - {State.SUSPENDED}:
        with pytest.raises(Refused, match="meeting_not_suspended"):
            resume(state)


def test_a_suspended_sitting_may_be_adjourned_where_nobody_comes_back() -> None:
    assert adjourn(State.SUSPENDED, question_open=False, speaker="") is State.ADJOURNED


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.CONVENED, "meeting_not_adjourned"),
        (State.OPEN, "sitting_is_open"),
        (State.SUSPENDED, "sitting_is_open"),
        (State.CLOSED, "meeting_is_closed"),
        (State.CANCELLED, "meeting_is_cancelled"),
    ],
)
def test_the_next_sitting_is_opened_where_the_meeting_stands_adjourned(state: State, code: str) -> None:
    assert go_on(State.ADJOURNED) is State.OPEN
    with pytest.raises(Refused, match=code):
        go_on(state)


def test_of_the_planned_sittings_the_first_is_opened_however_they_are_numbered() -> None:
    known = [sitting(1, state=SittingState.CLOSED), sitting(2, NOON + 9 * HOUR), sitting(3, NOON + 5 * HOUR)]
    assert next_sitting(known, at=NOON).number == 3


def test_where_none_is_planned_one_of_the_usual_length_begins_now() -> None:
    made = next_sitting([sitting(1, state=SittingState.CLOSED), sitting(2, state=SittingState.CANCELLED)], at=NOON)
    assert (made.number, made.begins_at, made.ends_at) == (3, NOON, NOON + 3 * HOUR)
    assert next_sitting([], at=NOON).number == 1


def test_a_sitting_counts_the_time_that_it_sat_and_not_that_of_its_suspensions() -> None:
    at = begun(sitting(1), NOON)
    at = rested(at, NOON + HOUR, NOON + 2 * HOUR)
    assert (at.state, at.seconds, at.running_since, at.resumes_at) == (
        SittingState.SUSPENDED,
        3600,
        None,
        NOON + 2 * HOUR,
    )
    at = begun(at, NOON + 2 * HOUR)
    assert (at.opened_at, at.resumes_at) == (NOON, None)
    at = ended(at, NOON + 4 * HOUR)
    assert (at.state, at.seconds, at.closed_at) == (SittingState.CLOSED, 3 * 3600, NOON + 4 * HOUR)
    assert overrun(at, NOON + 9 * HOUR) == 3600


def test_a_sitting_that_never_began_has_no_overrun() -> None:
    assert overrun(sitting(1), NOON + 9 * HOUR) == 0
    assert overrun(begun(sitting(1), NOON), NOON + HOUR) == 0


def test_a_sitting_that_was_opened_after_its_planned_end_may_take_as_long_as_was_planned() -> None:
    late = begun(sitting(1), NOON + 9 * HOUR)
    assert due(late) == NOON + 12 * HOUR
    assert due(begun(sitting(1), NOON + HOUR)) == due(sitting(1)) == NOON + 3 * HOUR
    assert overrun(late, NOON + 13 * HOUR) == 3600


def test_over_midnight_a_sitting_is_as_long_as_it_is() -> None:
    late = begun(sitting(1), datetime(2020, 9, 9, 23, 30, tzinfo=UTC))
    assert ended(late, datetime(2020, 9, 10, 0, 45, tzinfo=UTC)).seconds == 75 * 60


@pytest.mark.parametrize(
    ("opened", "closed"),
    [("2020-10-25T01:30", "2020-10-25T03:30"), ("2020-03-29T01:30", "2020-03-29T03:30")],
    ids=["put back", "put forward"],
)
def test_over_the_change_of_summer_time_it_is_as_long_as_it_is(opened: str, closed: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=berlin) for one in (opened, closed))
    hours = 3 if "-10-" in opened else 1
    assert ends - begins == 2 * HOUR, "the clock on the wall says two hours"
    assert ended(begun(sitting(1), begins), ends).seconds == hours * 3600
    assert overrun(ended(Sitting(1, begins, begins), ends), ends) == 0
    assert overrun(ended(begun(Sitting(1, begins, begins), begins), ends), ends) == hours * 3600


def test_a_clock_never_runs_backwards() -> None:
    assert time_spent(10, NOON, NOON - HOUR) == 10
    assert time_spent(10, None, NOON) == 10


ACTS: dict[str, Callable[[State, Sitting | None, datetime], tuple[State, Sitting | None]]] = {
    "open": lambda state, at, now: (open_meeting(state), begun(next_sitting([], at=now), now)),
    "suspend": lambda state, at, now: (
        suspend(state, question_open=False, at=now, resumes_at=None),
        rested(_is(at), now, None),
    ),
    "resume": lambda state, at, now: (resume(state), begun(_is(at), now)),
    "adjourn": lambda state, at, now: (adjourn(state, question_open=False, speaker=""), ended(_is(at), now)),
    "go on": lambda state, at, now: (go_on(state), begun(next_sitting([_is(at)], at=now), now)),
    "close": lambda state, at, now: (
        close_meeting(state, question_open=False),
        ended(_is(at), now) if state is State.OPEN else at,
    ),
}


def _is(found: Sitting | None) -> Sitting:
    assert found is not None
    return found


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5000)), max_size=30))
def test_whatever_the_chair_presses_meeting_and_sitting_agree_and_time_is_counted_once(acts: list[Any]) -> None:
    agree = {
        State.OPEN: SittingState.OPEN,
        State.SUSPENDED: SittingState.SUSPENDED,
        State.ADJOURNED: SittingState.CLOSED,
        State.CLOSED: SittingState.CLOSED,
    }
    state, at, now, sat = State.CONVENED, None, NOON, 0
    opened: Sitting | None = None
    for act, passed in acts:
        now += timedelta(seconds=passed)
        sat += passed if state is State.OPEN else 0
        before = opened.number if opened else 0
        try:
            state, at = ACTS[act](state, at, now)
        except Refused:
            continue
        assert at is not None
        if at.number != before:
            opened, sat = at, 0
        assert at.state is agree[state]
        assert (at.running_since is not None) == (state is State.OPEN)
        assert time_spent(at.seconds, at.running_since, now) == sat
        assert state is not State.CLOSED or at.closed_at is not None
    if state is State.CLOSED:
        for act in ACTS:
            with pytest.raises(Refused):
                ACTS[act](state, at, now)


def test_the_usual_length_is_three_hours() -> None:
    assert meetings.USUAL == 3 * HOUR
