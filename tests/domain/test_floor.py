"""The floor: who speaks, and who comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from communique.domain import floor
from communique.domain.floor_rules import FloorRules, Kind, Observers, Order
from communique.domain.speakers import Ending, SpeakersList, State, spent
from tests.domain.debating import RULES, Debate, at, refused

# the order


def test_speakers_are_called_in_the_order_in_which_they_asked() -> None:
    debate = Debate()
    for party in ("VN", "LA", "SG"):
        debate.enlist(party)
    assert debate.row == ["VN", "LA", "SG"]


def test_by_protocol_heads_of_delegation_go_before_officials_in_the_order_of_english_names() -> None:
    debate = Debate(FloorRules(order=Order.ALPHABETICAL))
    debate.enlist("VN", head=True)
    debate.enlist("LA")
    debate.enlist("SG", head=True)
    debate.enlist("MY", head=True)
    assert debate.row == ["MY", "SG", "VN", "LA"]
    debate.rules = FloorRules(order=Order.ALPHABETICAL, heads_first=False)
    assert debate.row == ["LA", "MY", "SG", "VN"]


def test_a_body_may_have_a_protocol_order_of_its_own() -> None:
    debate = Debate(FloorRules(order=Order.PROTOCOL, heads_first=False))
    debate.enlist("LA", protocol=3)
    debate.enlist("SG", protocol=1)
    debate.enlist("VN", protocol=2)
    assert debate.row == ["SG", "VN", "LA"]


@pytest.mark.parametrize("order", list(Order))
def test_observers_speak_after_the_members(order: Order) -> None:
    debate = Debate(FloorRules(order=order))
    debate.enlist("NZ")
    debate.enlist("VN")
    assert debate.row == ["VN", "NZ"]


def test_a_point_of_order_goes_before_the_whole_list() -> None:
    debate = Debate()
    debate.enlist("LA")
    first = debate.enlist("SG")
    debate.enlist("VN", Kind.POINT_OF_ORDER)
    debate.do(floor.place, first, 1, debate.rules)
    assert debate.row == ["VN", "SG", "LA"]


@pytest.mark.parametrize("order", list(Order))
def test_a_reply_comes_after_the_whole_list(order: Order) -> None:
    debate = Debate(FloorRules(order=order))
    debate.enlist("LA", Kind.RIGHT_OF_REPLY)
    debate.enlist("VN", Kind.RIGHT_OF_REPLY)
    debate.enlist("SG")
    debate.enlist("NZ")
    assert debate.row == ["SG", "NZ", "LA", "VN"]


def test_what_the_chair_has_arranged_is_called_first_and_nobody_comes_between() -> None:
    debate = Debate(FloorRules(order=Order.ALPHABETICAL))
    for party in ("VN", "TH", "SG"):
        debate.enlist(party)
    assert debate.row == ["SG", "TH", "VN"]
    debate.do(floor.place, 1, 1, debate.rules)
    assert debate.row == ["VN", "SG", "TH"]
    debate.enlist("LA")
    assert debate.row == ["VN", "LA", "SG", "TH"]
    debate.do(floor.place, 1, 3, debate.rules)
    assert debate.row == ["LA", "SG", "VN", "TH"]


def test_the_chair_may_even_put_a_reply_first() -> None:
    debate = Debate()
    debate.enlist("LA")
    reply = debate.enlist("SG", Kind.RIGHT_OF_REPLY)
    debate.do(floor.place, reply, 1, debate.rules)
    assert debate.row == ["SG", "LA"]


def test_a_name_that_the_chair_leaves_to_the_rules_again_stands_where_they_put_it() -> None:
    debate = Debate()
    for party in ("LA", "SG", "VN"):
        debate.enlist(party)
    debate.do(floor.place, 3, 1, debate.rules)
    debate.do(floor.place, 3, None, debate.rules)
    assert debate.row == ["LA", "SG", "VN"]


def test_a_position_before_the_first_or_behind_the_last_is_the_first_or_the_last() -> None:
    debate = Debate()
    for party in ("LA", "SG", "VN"):
        debate.enlist(party)
    debate.do(floor.place, 2, -5, debate.rules)
    assert debate.row == ["SG", "LA", "VN"]
    debate.do(floor.place, 2, 99, debate.rules)
    assert debate.row == ["LA", "VN", "SG"]


def test_a_point_of_order_is_not_moved() -> None:
    debate = Debate()
    point = debate.enlist("LA", Kind.POINT_OF_ORDER)
    assert refused(lambda: floor.place(debate.queue, point, 2, RULES)) == "point_of_order_goes_first"


def test_who_is_away_is_passed_over_and_keeps_its_place() -> None:
    debate = Debate()
    for party in ("LA", "SG", "VN"):
        debate.enlist(party)
    debate.change(1, here=False)
    debate.change(2, lost=at(50))
    one = floor.next_speaker(debate.queue, RULES)
    assert one is not None and one.party == "VN"
    debate.next()
    assert (debate.speaker, debate.row) == ("VN", ["LA", "SG"])


# asking for the floor


def test_the_same_delegation_is_on_the_list_once() -> None:
    debate = Debate()
    first = debate.enlist("LA")
    assert refused(lambda: debate.enlist("LA", Kind.QUESTION)) == "on_the_list_already"
    debate.give(first)
    debate.enlist("LA")
    assert debate.row == ["LA"], "who speaks may ask for another turn"


def test_a_body_may_let_a_delegation_have_more_names() -> None:
    debate = Debate(FloorRules(names=2))
    debate.enlist("LA")
    debate.enlist("LA", Kind.ON_BEHALF)
    assert refused(lambda: debate.enlist("LA")) == "on_the_list_already"


@pytest.mark.parametrize("kind", [Kind.POINT_OF_ORDER, Kind.RIGHT_OF_REPLY])
def test_beside_its_statement_a_delegation_may_have_one_of_these(kind: Kind) -> None:
    debate = Debate()
    debate.enlist("LA")
    debate.enlist("LA", kind)
    assert refused(lambda: debate.enlist("LA", kind)) == "on_the_list_already"


def test_the_chair_and_the_secretariat_may_be_on_the_list_as_often_as_they_are_needed() -> None:
    debate = Debate()
    debate.enlist("", by_chair=True)
    debate.enlist("", by_chair=True)
    assert debate.row == ["", ""]


def test_a_placard_after_the_list_is_closed_is_refused_but_order_and_replies_are_heard() -> None:
    debate = Debate()
    debate.do(floor.close_list, at=at(0))
    for kind in (Kind.STATEMENT, Kind.QUESTION, Kind.ON_BEHALF):
        assert refused(lambda kind=kind: debate.enlist("LA", kind)) == "list_is_closed"
    debate.enlist("LA", Kind.POINT_OF_ORDER)
    debate.enlist("LA", Kind.RIGHT_OF_REPLY)
    debate.enlist("SG", by_chair=True)
    assert debate.row == ["LA", "SG", "LA"]


def test_the_list_closes_at_the_announced_instant_whether_or_not_the_clock_has_struck() -> None:
    debate = Debate(closes_at=at(2))
    debate.enlist("LA")
    assert refused(lambda: debate.enlist("SG")) == "list_is_closed"


def test_who_is_not_in_the_room_raises_no_placard() -> None:
    assert refused(lambda: Debate().enlist("LA", here=False)) == "not_in_the_room"


def test_in_a_meeting_that_does_not_sit_nothing_is_asked_or_given() -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.queue = replace(debate.queue, sits=False)
    assert refused(lambda: debate.enlist("SG")) == "meeting_does_not_sit"
    assert refused(lambda: debate.give(number)) == "meeting_does_not_sit"
    assert refused(debate.next) == "meeting_does_not_sit"


@pytest.mark.parametrize("words", ["", "  "])
def test_on_behalf_of_whom_is_said(words: str) -> None:
    assert refused(lambda: Debate().enlist("LA", Kind.ON_BEHALF, on_behalf_of=words)) == "group_missing"


@pytest.mark.parametrize(("rules", "own"), [("none", "after_members"), ("after_members", "none")])
def test_an_observer_without_the_right_has_no_floor_even_by_the_chair(rules: str, own: str) -> None:
    debate = Debate(FloorRules(observers=Observers(rules)))
    for by_chair in (False, True):
        why = refused(lambda by_chair=by_chair: debate.enlist("NZ", right=Observers(own), by_chair=by_chair))
        assert why == "observer_has_no_floor"


@pytest.mark.parametrize(("rules", "own"), [("on_invitation", "after_members"), ("after_members", "on_invitation")])
def test_an_observer_may_have_to_be_invited(rules: str, own: str) -> None:
    debate = Debate(FloorRules(observers=Observers(rules)))
    assert refused(lambda: debate.enlist("NZ", right=Observers(own))) == "observer_on_invitation"
    debate.enlist("NZ", right=Observers(own), by_chair=True)
    assert debate.row == ["NZ"]


def test_points_of_order_are_the_members() -> None:
    assert refused(lambda: Debate().enlist("NZ", Kind.POINT_OF_ORDER)) == "only_members_rise_to_order"


def test_a_delegation_has_so_many_replies_on_an_item() -> None:
    debate = Debate()
    for limit in (600, 300):
        number = debate.enlist("LA", Kind.RIGHT_OF_REPLY, item=4)
        debate.give(number)
        assert debate.one(number).limit == limit
        debate.do(floor.give_up, number, at=at(200))
    assert refused(lambda: debate.enlist("LA", Kind.RIGHT_OF_REPLY, item=4)) == "replies_are_used"
    debate.enlist("LA", Kind.RIGHT_OF_REPLY, item=5)


def test_where_no_reply_is_granted_none_is_asked_for() -> None:
    assert refused(lambda: Debate(FloorRules(replies=())).enlist("LA", Kind.RIGHT_OF_REPLY)) == "replies_are_used"


# giving the floor


def test_the_next_speaker_follows_and_the_one_before_has_done() -> None:
    debate = Debate()
    debate.enlist("LA")
    debate.enlist("SG")
    debate.next(100)
    debate.next(130)
    assert debate.speaker == "SG"
    done = debate.one(1)
    assert (done.state, done.ended, done.ended_by) == (State.DELIVERED, at(130), Ending.CHAIR)


def test_next_with_nobody_waiting_thanks_who_speaks() -> None:
    debate = Debate()
    debate.enlist("LA")
    debate.next()
    debate.next()
    assert (debate.speaker, debate.one(1).state) == (None, State.DELIVERED)
    assert refused(debate.next) == "nobody_waits"


def test_nobody_is_called_who_has_left_or_whose_line_is_lost() -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.change(number, lost=at(50))
    assert refused(lambda: debate.give(number)) == "speaker_is_away"
    assert refused(debate.next) == "speaker_is_away"
    debate.change(number, here=False)
    assert refused(lambda: debate.give(number)) == "speaker_has_left"


def test_who_does_not_wait_is_not_given_the_floor() -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.do(floor.withdraw, number, at=at(5))
    assert refused(lambda: debate.give(number)) == "not_waiting"
    assert refused(lambda: debate.give(99)) == "not_waiting"


@pytest.mark.parametrize("act", [floor.withdraw, floor.remove])
def test_only_who_waits_is_taken_off_the_list(act: Callable[..., SpeakersList]) -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.give(number)
    assert refused(lambda: act(debate.queue, number, at=at(101))) == "not_waiting"


@pytest.mark.parametrize("act", [floor.give_up, floor.take_back])
def test_only_who_has_the_floor_loses_it(act: Callable[..., SpeakersList]) -> None:
    debate = Debate()
    number = debate.enlist("LA")
    assert refused(lambda: act(debate.queue, number, at=at(101))) == "has_not_the_floor"
    assert refused(lambda: act(debate.queue, 99, at=at(101))) == "has_not_the_floor"


def test_while_the_debate_rests_nobody_is_called() -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.do(floor.suspend, at=at(10))
    assert refused(lambda: debate.give(number)) == "debate_is_suspended"
    assert refused(lambda: floor.suspend(debate.queue, at=at(11))) == "debate_is_suspended"
    debate.do(floor.resume, at=at(12))
    assert refused(lambda: floor.resume(debate.queue, at=at(12))) == "debate_goes_on"
    debate.give(number)


@pytest.mark.parametrize("by", list(Ending))
def test_how_it_ended_is_kept(by: Ending) -> None:
    debate = Debate()
    number = debate.enlist("LA")
    debate.give(number)
    debate.do(floor.vacate, number, by, at=at(101))
    assert (debate.one(number).ended_by, debate.speaker) == (by, None)


# points of order


def test_a_point_of_order_interrupts_and_after_the_ruling_the_speaker_goes_on() -> None:
    debate = Debate()
    speaker = debate.enlist("LA")
    debate.next(100)
    point = debate.enlist("SG", Kind.POINT_OF_ORDER)
    debate.next(160)
    assert (debate.speaker, debate.one(speaker).state) == ("SG", State.INTERRUPTED)
    debate.do(floor.give_up, point, at=at(180))
    assert (debate.speaker, debate.one(point).state) == (None, State.HEARD)
    debate.do(floor.rule_on, point, "The point is well taken.", at=at(190))
    assert debate.speaker == "LA"
    ruled = debate.one(point)
    assert (ruled.state, ruled.ruling, ruled.ruled_at) == (State.DELIVERED, "The point is well taken.", at(190))
    assert spent(debate.one(speaker), at=at(200)) == timedelta(seconds=70), "its clock stood still meanwhile"


def test_until_it_is_ruled_on_nobody_else_is_called() -> None:
    debate = Debate()
    point, other = debate.enlist("SG", Kind.POINT_OF_ORDER), debate.enlist("LA")
    second = debate.enlist("VN", Kind.POINT_OF_ORDER)
    debate.give(point)
    for number in (other, second):
        assert refused(lambda number=number: debate.give(number)) == "ruling_first"
    debate.do(floor.give_up, point, at=at(110))
    assert refused(lambda: debate.give(other)) == "ruling_first"
    debate.do(floor.rule_on, point, "Not so.", at=at(120))
    debate.next()
    assert debate.speaker == "VN"


def test_a_ruling_ends_a_point_that_is_still_being_made() -> None:
    debate = Debate()
    point = debate.enlist("SG", Kind.POINT_OF_ORDER)
    debate.give(point)
    debate.do(floor.rule_on, point, "I see.", at=at(120))
    assert (debate.one(point).ended, debate.speaker) == (at(120), None)


def test_only_a_point_that_was_made_is_ruled_on_once_and_with_words() -> None:
    debate = Debate()
    point, statement = debate.enlist("SG", Kind.POINT_OF_ORDER), debate.enlist("LA")
    assert refused(lambda: floor.rule_on(debate.queue, point, "No.", at=at(9))) == "no_ruling_now"
    assert refused(lambda: floor.rule_on(debate.queue, statement, "No.", at=at(9))) == "not_a_point_of_order"
    debate.give(point)
    assert refused(lambda: floor.rule_on(debate.queue, point, " ", at=at(101))) == "ruling_missing"
    debate.do(floor.rule_on, point, "No.", at=at(102))
    assert refused(lambda: floor.rule_on(debate.queue, point, "Yes.", at=at(103))) == "no_ruling_now"


def test_an_interrupted_speaker_may_give_up_meanwhile() -> None:
    debate = Debate()
    speaker = debate.enlist("LA")
    debate.give(speaker)
    point = debate.enlist("SG", Kind.POINT_OF_ORDER)
    debate.give(point, 110)
    debate.do(floor.give_up, speaker, at=at(111))
    debate.do(floor.rule_on, point, "Yes.", at=at(112))
    assert debate.speaker is None


# the list


def test_the_list_is_opened_announced_and_closed() -> None:
    debate = Debate(is_open=False)
    debate.do(floor.open_list, RULES, at=at(0))
    assert refused(lambda: floor.open_list(debate.queue, RULES, at=at(1))) == "list_is_open"
    debate.do(floor.announce_closing, at(60), at=at(1))
    assert floor.takes_names(debate.queue, at(59)) and not floor.takes_names(debate.queue, at(60))
    debate.do(floor.close_list, at=at(60))
    assert (debate.queue.closes_at, debate.queue.closed_at) == (None, at(60))
    assert refused(lambda: floor.close_list(debate.queue, at=at(61))) == "list_is_closed"
    assert refused(lambda: floor.announce_closing(debate.queue, at(99), at=at(61))) == "list_is_closed"


def test_a_closing_that_is_over_is_not_announced() -> None:
    assert refused(lambda: floor.announce_closing(SpeakersList(), at(5), at=at(5))) == "closing_is_over"


def test_a_closed_list_is_opened_again_only_where_the_rules_let_it() -> None:
    debate = Debate()
    debate.do(floor.close_list, at=at(1))
    strict = FloorRules(reopens=False)
    assert refused(lambda: floor.open_list(debate.queue, strict, at=at(2))) == "list_stays_closed"
    debate.do(floor.open_list, RULES, at=at(2))
    debate.enlist("LA")


def test_when_an_item_is_closed_its_names_lapse_and_the_others_stay() -> None:
    debate = Debate()
    debate.enlist("LA", item=4)
    debate.enlist("SG", item=4)
    debate.enlist("VN", item=5)
    debate.give(1)
    debate.do(floor.lapse, at=at(120), item=4)
    assert [debate.one(number).state for number in (1, 2, 3)] == [State.DELIVERED, State.LAPSED, State.WAITING]


def test_when_the_sitting_is_closed_nothing_is_left_over_for_the_next() -> None:
    debate = Debate()
    debate.enlist("LA")
    debate.give(1)
    point = debate.enlist("SG", Kind.POINT_OF_ORDER)
    debate.enlist("VN")
    debate.give(point, 110)
    debate.do(floor.give_up, point, at=at(115))
    debate.do(floor.lapse, at=at(120))
    assert [one.state for one in debate.queue.speakers] == [State.DELIVERED, State.DELIVERED, State.LAPSED]
    assert floor.to_be_ruled_on(debate.queue) is None
    assert debate.one(1).ended == at(120) and debate.one(point).ended == at(115)


def test_when_the_item_of_a_point_of_order_is_closed_whom_it_interrupted_goes_on() -> None:
    debate = Debate()
    debate.enlist("LA", item=4)
    debate.give(1)
    point = debate.enlist("SG", Kind.POINT_OF_ORDER, item=5)
    debate.give(point, 110)
    debate.do(floor.lapse, at=at(120), item=5)
    assert debate.speaker == "LA"
