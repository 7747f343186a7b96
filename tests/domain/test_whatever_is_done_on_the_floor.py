"""What holds on the floor of a meeting, whatever anybody does and in whichever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from communique.domain import floor
from communique.domain.errors import Refused
from communique.domain.floor_rules import FloorRules, Kind, Order
from communique.domain.speakers import SpeakersList, State, spent
from tests.domain.debating import Debate, asks, at

NAMED = st.sampled_from(["LA", "MY", "SG", "TH", "VN", "NZ", ""])


class Meeting(RuleBasedStateMachine):
    """Anything that anybody may do in any order, as far as it isn't refused."""

    def __init__(self) -> None:
        super().__init__()
        self.debate = Debate()
        self.second, self.count = 0, 0
        self.ever: set[int] = set()

    def attempt(self, act: Callable[..., SpeakersList], *given: Any, **more: Any) -> None:
        self.second += 7
        try:
            self.debate.queue = act(self.debate.queue, *given, **({"at": at(self.second)} | more))
        except Refused as why:
            assert why.code

    @rule(
        party=NAMED,
        kind=st.sampled_from(Kind),
        by_chair=st.booleans(),
        head=st.booleans(),
        item=st.sampled_from([4, 5]),
    )
    def ask(self, party: str, kind: Kind, by_chair: bool, head: bool, item: int) -> None:
        one = asks(party, kind, id=self.count + 1, head=head, item=item)
        before = len(self.debate.queue.speakers)
        self.attempt(floor.enlist, one, self.debate.rules, by_chair=by_chair)
        if len(self.debate.queue.speakers) > before:
            self.count += 1

    @rule(order=st.sampled_from(Order), names=st.integers(1, 3))
    def regulate(self, order: Order, names: int) -> None:
        self.debate.rules = replace(self.debate.rules, order=order, names=names)

    @rule()
    def next(self) -> None:
        self.attempt(floor.call_next, self.debate.rules)

    @precondition(lambda self: self.count)
    @rule(data=st.data(), act=st.sampled_from([floor.withdraw, floor.remove, floor.give_up, floor.take_back]))
    def of_one(self, data: st.DataObject, act: Callable[..., SpeakersList]) -> None:
        self.attempt(act, data.draw(st.integers(1, self.count)))

    @precondition(lambda self: self.count)
    @rule(data=st.data())
    def give(self, data: st.DataObject) -> None:
        self.attempt(floor.give, data.draw(st.integers(1, self.count)), self.debate.rules)

    @precondition(lambda self: self.count)
    @rule(data=st.data(), position=st.none() | st.integers(1, 6))
    def place(self, data: st.DataObject, position: int | None) -> None:
        number = data.draw(st.integers(1, self.count))
        try:
            self.debate.do(floor.place, number, position, self.debate.rules)
        except Refused:
            return
        row = [one.id for one in floor.waiting(self.debate.queue, self.debate.rules)]
        points = sum(one.kind is Kind.POINT_OF_ORDER for one in floor.waiting(self.debate.queue, self.debate.rules))
        if position is not None:
            assert row.index(number) == min(points + position, len(row)) - 1, "where the chair has put it"

    @precondition(lambda self: self.count)
    @rule(data=st.data())
    def rule_on(self, data: st.DataObject) -> None:
        self.attempt(floor.rule_on, data.draw(st.integers(1, self.count)), "So it is.")

    @precondition(lambda self: self.count)
    @rule(data=st.data(), lost=st.booleans(), here=st.booleans())
    def line(self, data: st.DataObject, lost: bool, here: bool) -> None:
        number = data.draw(st.integers(1, self.count))
        self.debate.change(number, lost=at(self.second) if lost else None, here=here)
        self.attempt(floor.settle)

    @rule(act=st.sampled_from([floor.suspend, floor.resume, floor.close_list]))
    def debate_or_list(self, act: Callable[..., SpeakersList]) -> None:
        self.attempt(act)

    @rule()
    def open_again(self) -> None:
        self.attempt(floor.open_list, self.debate.rules)

    @rule(item=st.sampled_from([None, 4, 5]))
    def lapse(self, item: int | None) -> None:
        self.attempt(floor.lapse, item=item)

    @invariant()
    def one_speaker_at_most_has_the_floor(self) -> None:
        states = [one.state for one in self.debate.queue.speakers]
        assert states.count(State.SPEAKING) + states.count(State.HEARD) <= 1
        assert states.count(State.INTERRUPTED) <= 1

    @invariant()
    def who_is_interrupted_waits_for_a_point_of_order(self) -> None:
        if floor.interrupted(self.debate.queue) is not None:
            assert floor.to_be_ruled_on(self.debate.queue) is not None

    @invariant()
    def nobody_is_lost(self) -> None:
        assert sorted(one.id for one in self.debate.queue.speakers) == list(range(1, self.count + 1))

    @invariant()
    def what_is_over_stays_over(self) -> None:
        over = {
            one.id
            for one in self.debate.queue.speakers
            if one.state in (State.DELIVERED, State.WITHDRAWN, State.REMOVED, State.LAPSED)
        }
        assert self.ever <= over
        self.ever = over

    @invariant()
    def points_of_order_come_first_then_the_chairs_then_the_rules_order_with_replies_last(self) -> None:
        row = floor.waiting(self.debate.queue, self.debate.rules)
        classes = [
            0
            if one.kind is Kind.POINT_OF_ORDER
            else 1
            if one.place is not None
            else 2 + (one.kind is Kind.RIGHT_OF_REPLY)
            for one in row
        ]
        assert classes == sorted(classes)

    @invariant()
    def no_clock_runs_for_longer_than_time_has_passed(self) -> None:
        for one in self.debate.queue.speakers:
            assert (one.began is None) == (one.state in (State.WAITING, State.WITHDRAWN, State.REMOVED, State.LAPSED))
            took = spent(one, at=at(self.second))
            assert timedelta() <= took <= (at(self.second) - one.began if one.began else timedelta())
            assert one.ended is None or one.paused_at is None

    @invariant()
    def a_clock_runs_exactly_while_nothing_keeps_it(self) -> None:
        for one in self.debate.queue.speakers:
            if one.state in (State.SPEAKING, State.INTERRUPTED):
                kept = one.state is State.INTERRUPTED or one.lost or self.debate.queue.suspended_at
                assert (one.paused_at is not None) == bool(kept)


TestWhateverHappens = Meeting.TestCase


@given(st.lists(st.sampled_from(["LA", "MY", "SG", "TH", "VN"]), unique=True), st.sampled_from(Order))
def test_the_order_never_depends_on_the_order_of_the_rows(parties: list[str], order: Order) -> None:
    debate = Debate(FloorRules(order=order))
    for party in parties:
        debate.enlist(party)
    mixed = replace(debate.queue, speakers=tuple(reversed(debate.queue.speakers)))
    assert floor.waiting(mixed, debate.rules) == floor.waiting(debate.queue, debate.rules)
