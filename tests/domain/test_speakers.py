"""For how long somebody speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import floor
from communique.domain.floor_rules import FloorRules, Kind, WhenOver
from communique.domain.speakers import SpeakersList, remaining, runs_out_at, spent
from tests.domain.debating import RULES, Debate, asks, at, refused


def test_a_speaker_has_the_bodys_time_by_kind_and_by_who_it_is() -> None:
    debate = Debate()
    assert [
        floor.limit_for(debate.queue, asks(party, kind), RULES)
        for party, kind in (
            ("LA", Kind.STATEMENT),
            ("NZ", Kind.STATEMENT),
            ("LA", Kind.ON_BEHALF),
            ("LA", Kind.QUESTION),
            ("", Kind.STATEMENT),
        )
    ] == [300, 180, 420, 120, None]


def test_the_chairs_limit_for_the_meeting_goes_before_the_bodys() -> None:
    debate = Debate()
    debate.do(floor.set_limit, Kind.STATEMENT, 60)
    debate.do(floor.set_limit, Kind.QUESTION, None)
    assert floor.limit_for(debate.queue, asks("NZ"), RULES) == 60
    assert floor.limit_for(debate.queue, asks("LA", Kind.QUESTION), RULES) is None
    assert floor.limit_for(debate.queue, asks("LA", Kind.ON_BEHALF), RULES) == 420


@pytest.mark.parametrize("seconds", [0, -60, 9, 14401, 10**12])
def test_a_limit_out_of_bounds_is_refused(seconds: int) -> None:
    assert refused(lambda: floor.set_limit(SpeakersList(), Kind.STATEMENT, seconds)) == "limit_out_of_bounds"


def speaks(seconds: int | None = 300) -> Debate:
    debate = Debate()
    debate.do(floor.set_limit, Kind.STATEMENT, seconds)
    debate.give(debate.enlist("LA"), 100)
    return debate


def test_the_time_left_counts_down_and_goes_below_nothing() -> None:
    one = speaks().one(1)
    assert remaining(one, at=at(160)) == timedelta(seconds=240)
    assert remaining(one, at=at(430)) == timedelta(seconds=-30)
    assert runs_out_at(one) == at(400)


def test_without_a_limit_nothing_runs_out() -> None:
    one = speaks(None).one(1)
    assert (remaining(one, at=at(9999)), runs_out_at(one)) == (None, None)


def test_more_time_is_given_to_who_has_a_limit() -> None:
    debate = speaks()
    debate.do(floor.extend, 1, 60)
    assert runs_out_at(debate.one(1)) == at(460)
    assert refused(lambda: floor.extend(speaks(None).queue, 1, 60)) == "speaks_without_limit"
    assert refused(lambda: floor.extend(debate.queue, 1, 10**9)) == "limit_out_of_bounds"
    waits = debate.enlist("SG")
    assert refused(lambda: floor.extend(debate.queue, waits, 60)) == "has_not_the_floor"


def test_a_lost_line_costs_no_time_from_when_it_was_lost() -> None:
    debate = speaks()
    debate.change(1, lost=at(120))
    debate.do(floor.settle, at=at(165))
    assert remaining(debate.one(1), at=at(300)) == timedelta(seconds=280)
    assert runs_out_at(debate.one(1)) is None
    debate.change(1, lost=None)
    debate.do(floor.settle, at=at(180))
    assert runs_out_at(debate.one(1)) == at(460)


def test_a_clock_stands_still_as_long_as_anything_keeps_it() -> None:
    debate = speaks()
    debate.do(floor.suspend, at=at(120))
    debate.change(1, lost=at(130))
    debate.do(floor.settle, at=at(135))
    debate.do(floor.resume, at=at(140))
    assert debate.one(1).paused_at == at(120), "the line is still lost"
    debate.change(1, lost=None)
    debate.do(floor.settle, at=at(150))
    assert spent(debate.one(1), at=at(160)) == timedelta(seconds=30)


def test_a_meeting_that_is_suspended_stops_the_clock_and_one_that_goes_on_starts_it() -> None:
    debate = speaks()
    debate.queue = replace(debate.queue, sits=False)
    debate.do(floor.settle, at=at(110))
    debate.queue = replace(debate.queue, sits=True)
    debate.do(floor.settle, at=at(1110))
    assert spent(debate.one(1), at=at(1120)) == timedelta(seconds=20)


def test_to_settle_twice_changes_nothing_more() -> None:
    debate = speaks()
    debate.do(floor.suspend, at=at(120))
    assert floor.settle(debate.queue, at=at(150)) == debate.queue


@pytest.mark.parametrize(("when_over", "is_so"), [("shown", False), ("told", False), ("taken_back", True)])
def test_when_the_time_is_over_the_rules_say_whether_the_floor_is_taken_back(when_over: str, is_so: bool) -> None:
    rules = FloorRules(when_over=WhenOver(when_over))
    one = speaks().one(1)
    assert floor.is_taken_back(one, rules, at=at(400)) == is_so
    assert not floor.is_taken_back(one, rules, at=at(399))


def test_a_moment_for_which_the_clock_stood_still_twice_over_is_forgiven_once() -> None:
    """The debate rested from 110 to 120; that the line was lost at 105 or at 115 is noted at 125, it is back at 130."""
    for lost, forgiven in ((105, 25), (115, 20), (122, 18)):
        debate = Debate()
        number = debate.enlist("LA")
        debate.give(number, 100)
        debate.do(floor.suspend, at=at(110))
        debate.do(floor.resume, at=at(120))
        debate.change(number, lost=at(lost))
        debate.do(floor.settle, at=at(125))
        debate.change(number, lost=None)
        debate.do(floor.settle, at=at(130))
        assert debate.one(number).paused == timedelta(seconds=forgiven), lost
        assert spent(debate.one(number), at=at(140)) == timedelta(seconds=40 - forgiven)


def test_a_line_lost_before_the_debate_rested_is_forgiven_from_its_loss() -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.give(number, 100)
    debate.do(floor.suspend, at=at(110))
    debate.change(number, lost=at(105))
    debate.do(floor.settle, at=at(115))
    debate.change(number, lost=None)
    debate.do(floor.resume, at=at(120))
    assert debate.one(number).paused == timedelta(seconds=15)


@given(
    rests=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4),
    ago=st.integers(0, 90),
    noted=st.integers(0, 9),
    back=st.integers(0, 9),
)
def test_whatever_overlaps_the_clock_stood_still_for_every_moment_once(
    rests: list[tuple[int, int]], ago: int, noted: int, back: int
) -> None:
    debate, second = Debate(), 100
    number = debate.enlist("LA")
    debate.give(number, second)
    still: set[int] = set()
    for speaks, pause in rests:
        debate.do(floor.suspend, at=at(second + speaks))
        debate.do(floor.resume, at=at(second + speaks + pause))
        still |= set(range(second + speaks, second + speaks + pause))
        second += speaks + pause
    lost, now = max(100, second + noted - ago), second + noted
    debate.change(number, lost=at(lost))
    debate.do(floor.settle, at=at(now))
    debate.change(number, lost=None)
    debate.do(floor.settle, at=at(now + back))
    assert debate.one(number).paused == timedelta(seconds=len(still | set(range(lost, now + back))))
