"""A meeting: when it is open, who is present."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from communique.domain.errors import Refused
from communique.domain.meetings import (
    Attendance,
    State,
    close_meeting,
    open_meeting,
    present_members,
    require_not_closed,
    require_open,
)

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)


def stay(seat: int, party: str, *, member: bool = True, left: bool = False) -> Attendance:
    return Attendance(seat, party, member, NOON, NOON + timedelta(minutes=5) if left else None)


def test_a_convened_meeting_is_opened_once() -> None:
    assert open_meeting(State.CONVENED) is State.OPEN
    for state in (State.OPEN, State.CLOSED):
        with pytest.raises(Refused) as refused:
            open_meeting(state)
        assert (refused.value.code, refused.value.facts) == ("meeting_not_convened", {"state": state.value})


def test_an_open_meeting_is_closed_when_no_question_is_before_it() -> None:
    assert close_meeting(State.OPEN, question_open=False) is State.CLOSED
    with pytest.raises(Refused, match="question_is_open"):
        close_meeting(State.OPEN, question_open=True)


@pytest.mark.parametrize("state", [State.CONVENED, State.CLOSED])
def test_what_is_not_open_is_neither_closed_nor_does_it_decide(state: State) -> None:
    with pytest.raises(Refused, match="meeting_not_open"):
        close_meeting(state, question_open=False)
    with pytest.raises(Refused, match="meeting_not_open"):
        require_open(state)


def test_an_open_meeting_decides() -> None:
    require_open(State.OPEN)


def test_a_closed_meeting_takes_nobody_and_nothing_more() -> None:
    require_not_closed(State.CONVENED)
    require_not_closed(State.OPEN)
    with pytest.raises(Refused, match="meeting_is_closed"):
        require_not_closed(State.CLOSED)


def test_a_member_is_present_while_any_seat_of_its_delegation_is_in_the_room() -> None:
    stays = [stay(1, "VN"), stay(2, "LA", left=True), stay(3, "LA"), stay(4, "LA")]
    assert present_members(stays) == ("LA", "VN")


def test_who_has_left_is_no_longer_present() -> None:
    assert present_members([stay(1, "LA", left=True), stay(2, "SG")]) == ("SG",)


def test_observers_the_chair_and_the_secretariat_make_no_quorum() -> None:
    assert present_members([stay(1, "NZ", member=False), stay(2, "", member=False)]) == ()
