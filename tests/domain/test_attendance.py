"""Who is in the room, whether that is enough to decide, and the roll."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.attendance import (
    Quorum,
    Roll,
    Span,
    Standing,
    Stay,
    answer_roll,
    by_party,
    call_roll,
    close_roll,
    joined,
    judge,
    present_members,
    require_quorum,
    spans_of,
    standings,
)
from communique.domain.errors import Refused

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)
GRACE = 45
CODES = ("LA", "MY", "SG", "VN")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def stay(seat: int, party: str, *, member: bool = True, left: float | None = None, **more: object) -> Stay:
    ends = None if left is None else after(left)
    return replace(Stay(seat, party, member, NOON, ends, role="head"), **more)  # type: ignore[arg-type]


def moves(stays: list[Stay], lines: Iterable[int] = (), *, at: float, since: float = -3600) -> tuple[object, ...]:
    found = judge(stays, set(lines), grace=GRACE, since=after(since), at=after(at))
    return found.away, found.returned, found.withdrawn, found.lost, found.back


# present


def test_a_member_is_present_while_any_seat_of_its_delegation_is_in_the_room() -> None:
    stays = [stay(1, "VN"), stay(2, "LA", left=300), stay(3, "LA"), stay(4, "LA")]
    assert present_members(stays) == ("LA", "VN")


def test_who_has_left_or_is_away_is_not_present() -> None:
    assert present_members([stay(1, "LA", left=300), stay(2, "SG"), stay(3, "VN", away_since=NOON)]) == ("SG",)


def test_observers_the_chair_and_the_secretariat_make_no_quorum() -> None:
    assert present_members([stay(1, "NZ", member=False), stay(2, "", member=False)]) == ()


def test_a_delegation_stands_as_the_best_of_its_seats_does() -> None:
    stays = [
        stay(1, "LA", away_since=NOON),
        stay(2, "LA"),
        stay(3, "SG", away_since=NOON),
        stay(4, "NZ", member=False),
        stay(5, "MY", left=60),
        stay(6, "VN", member=False, role="chair"),
    ]
    assert standings(stays) == {"LA": Standing.PRESENT, "SG": Standing.AWAY, "NZ": Standing.PRESENT}


# lines


def test_a_lost_line_is_forgiven_for_the_grace_and_not_a_moment_longer() -> None:
    stays = [stay(1, "LA", seen_at=after(100))]
    assert moves(stays, at=100 + GRACE) == ((), (), (), (), ())
    assert moves(stays, at=100 + GRACE + 0.001) == ((1,), (), (), ("LA",), ())


def test_who_has_a_line_here_is_not_away_however_long_ago_that_was_noted() -> None:
    assert not judge([stay(1, "LA")], {1}, grace=GRACE, since=NOON, at=after(9999))


def test_whoever_takes_a_place_is_there_at_that_moment() -> None:
    stays = [stay(1, "LA", entered_at=after(100), seen_at=after(10))]
    assert moves(stays, at=100 + GRACE) == ((), (), (), (), ())


def test_nobody_is_away_because_a_server_was_started() -> None:
    stays = [stay(1, "LA"), stay(2, "SG")]
    assert moves(stays, at=1000, since=1000 - GRACE) == ((), (), (), (), ())
    assert moves(stays, [2], at=1001, since=1000 - GRACE) == ((1,), (), (), ("LA",), ())


def test_who_is_seen_again_is_back_here_or_in_another_process() -> None:
    gone = stay(1, "LA", seen_at=after(10), away_since=after(10))
    assert moves([gone], at=200) == ((), (), (), (), ())
    assert moves([gone], [1], at=200) == ((), (1,), (), (), ("LA",))
    assert moves([replace(gone, seen_at=after(199))], at=200) == ((), (1,), (), (), ("LA",))


def test_what_was_noted_long_ago_brings_nobody_back() -> None:
    assert moves([stay(1, "LA", seen_at=after(60), away_since=after(10))], at=200) == ((), (), (), (), ())


def test_a_delegation_is_lost_with_its_last_line_and_back_with_the_first() -> None:
    two = [stay(1, "LA"), stay(2, "LA")]
    assert moves(two, [2], at=100) == ((1,), (), (), (), ())
    one_away = [replace(two[0], away_since=NOON), two[1]]
    assert moves(one_away, at=100) == ((2,), (), (), ("LA",), ())
    assert moves(one_away, [1, 2], at=100) == ((), (1,), (), (), ())


def test_a_withdrawn_seat_is_gone_at_once_whatever_line_it_has() -> None:
    assert moves([stay(1, "LA", left=5), stay(2, "SG")], [1, 2], at=6) == ((), (), (1,), ("LA",), ())


def test_offices_come_and_go_without_a_delegation() -> None:
    assert moves([stay(1, "", member=False, role="clerk")], at=100) == ((1,), (), (), (), ())
    assert moves([stay(1, "VN", member=False, role="chair")], at=100) == ((1,), (), (), (), ())


@st.composite
def rooms(draw: st.DrawFn) -> list[Stay]:
    number = draw(st.integers(0, 8))
    instants = st.none() | st.integers(0, 400).map(after)
    return [
        stay(
            seat,
            draw(st.sampled_from((*CODES, "NZ"))),
            entered_at=after(draw(st.integers(0, 200))),
            seen_at=draw(instants),
            away_since=draw(instants),
        )
        for seat in range(1, number + 1)
    ]


@given(rooms(), st.sets(st.integers(1, 8)), st.integers(0, 600), st.integers(0, 600))
def test_a_second_look_at_the_same_moment_finds_nothing_new(
    stays: list[Stay], lines: set[int], at: int, since: int
) -> None:
    first = judge(stays, lines, grace=GRACE, since=after(since), at=after(at))
    noted = [
        replace(one, away_since=one.last_seen)
        if one.seat in first.away
        else replace(one, away_since=None, seen_at=after(at) if one.seat in lines else one.seen_at)
        if one.seat in first.returned
        else one
        for one in stays
    ]
    assert not judge(noted, lines, grace=GRACE, since=after(since), at=after(at))


@given(rooms(), st.sets(st.integers(1, 8)), st.integers(0, 600), st.integers(0, 600))
def test_nobody_with_a_line_goes_away_and_everybody_with_one_comes_back(
    stays: list[Stay], lines: set[int], at: int, since: int
) -> None:
    found = judge(stays, lines, grace=GRACE, since=after(since), at=after(at))
    assert not set(found.away) & lines
    assert {one.seat for one in stays if one.away_since is not None and one.seat in lines} <= set(found.returned)
    assert not set(found.lost) & set(found.back)


# the quorum


def test_a_decision_asks_for_as_many_members_as_the_body_says() -> None:
    require_quorum(6, 6)
    with pytest.raises(Refused, match="no_quorum") as refused:
        require_quorum(5, 6)
    assert refused.value.facts == {"present": 5, "quorum": 6}


def test_the_debate_goes_on_while_a_third_is_present() -> None:
    assert [Quorum(count, 6, 10).may_debate for count in (3, 4)] == [False, True]
    assert [(one.reached, one.missing) for one in (Quorum(5, 6, 10), Quorum(6, 6, 10), Quorum(9, 6, 10))] == [
        (False, 1),
        (True, 0),
        (True, 0),
    ]


def test_a_body_that_decides_with_fewer_than_a_third_debates_with_as_few() -> None:
    assert Quorum(2, 2, 10).may_debate
    assert not Quorum(0, 1, 0).may_debate


# the roll


def test_the_roll_asks_every_member_in_order_and_says_who_is_next() -> None:
    roll = call_roll(CODES, is_open=False)
    assert (roll.asked, roll.next) == (CODES, "LA")
    roll = answer_roll(answer_roll(roll, "SG"), "LA")
    assert (roll.next, roll.silent) == ("MY", ("MY", "VN"))
    assert close_roll(roll).next == ""


@pytest.mark.parametrize(
    ("roll", "party", "code"),
    [
        (Roll(CODES, ("LA",)), "LA", "answered_the_roll"),
        (Roll(CODES), "NZ", "not_on_the_roll"),
        (Roll(CODES), "", "not_on_the_roll"),
        (Roll(CODES, closed=True), "LA", "roll_is_closed"),
    ],
)
def test_nobody_answers_twice_or_late_or_unasked(roll: Roll, party: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        answer_roll(roll, party)


def test_there_is_one_roll_at_a_time_and_somebody_to_be_called() -> None:
    with pytest.raises(Refused, match="roll_is_open"):
        call_roll(CODES, is_open=True)
    with pytest.raises(Refused, match="no_members_to_call"):
        call_roll((), is_open=False)
    with pytest.raises(Refused, match="roll_is_closed"):
        close_roll(Roll(CODES, closed=True))


@given(st.permutations(CODES), st.integers(0, len(CODES)))
def test_in_whatever_order_members_answer_who_has_not_is_told_in_protocol_order(order: list[str], count: int) -> None:
    roll = call_roll(CODES, is_open=False)
    for code in order[:count]:
        roll = answer_roll(roll, code)
    assert roll.silent == tuple(code for code in CODES if code in order[count:])
    assert roll.next == (roll.silent[0] if roll.silent else "")


# the sheet


def span(begins: float, ends: float | None = None) -> Span:
    return Span(after(begins), None if ends is None else after(ends))


def test_a_stay_is_told_without_the_times_at_which_no_line_stood() -> None:
    assert spans_of(stay(1, "LA", left=100), [span(20, 30), span(60, 70)]) == (span(0, 20), span(30, 60), span(70, 100))
    assert spans_of(stay(1, "LA"), [span(20, 30)]) == (span(0, 20), span(30))
    assert spans_of(stay(1, "LA", away_since=after(50)), [span(20, 30)]) == (span(0, 20), span(30, 50))
    assert spans_of(stay(1, "LA", left=80, away_since=after(50))) == (span(0, 50),)
    assert spans_of(stay(1, "LA", away_since=NOON)) == ()


def test_several_of_a_delegation_were_there_while_one_of_them_was() -> None:
    assert joined([span(50, 60), span(0, 10), span(5, 20), span(20, 30)]) == (span(0, 30), span(50, 60))
    assert joined([span(0, 10), span(5), span(20, 30)]) == (span(0),)
    assert joined([]) == ()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), max_size=8))
def test_at_any_moment_a_delegation_was_there_when_one_of_it_was(lengths: list[tuple[int, int]]) -> None:
    spans = [span(begins, begins + lasts) for begins, lasts in lengths]
    found = joined(spans)
    for moment in range(131):
        inside = any(one.begins <= after(moment) < (one.ends or NOON) for one in spans)
        assert inside == any(one.begins <= after(moment) < (one.ends or NOON) for one in found)
    assert all(first.ends is not None and first.ends < second.begins for first, second in pairwise(found))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=6), st.integers(1, 120))
def test_at_any_moment_of_a_stay_somebody_was_there_or_no_line_stood(lengths: list[tuple[int, int]], left: int) -> None:
    gaps = [span(begins, begins + lasts) for begins, lasts in lengths]
    found = spans_of(stay(1, "LA", left=left), gaps)
    for moment in range(left):
        gone = any(one.begins <= after(moment) < (one.ends or NOON) for one in gaps)
        assert gone != any(one.begins <= after(moment) < (one.ends or NOON) for one in found)
    assert all(one.ends is not None and one.ends <= after(left) for one in found)


def test_stays_are_told_by_delegation_in_the_order_asked_for() -> None:
    first, second = stay(1, "VN"), stay(2, "LA")
    chair = stay(3, "VN", member=False, role="chair")
    assert by_party([first, second, chair], ["LA", "MY", "VN"]) == {"LA": (second,), "MY": (), "VN": (first,)}
