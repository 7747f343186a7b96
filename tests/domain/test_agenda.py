"""The agenda: its numbers, its adoption, and the items as the meeting takes them up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import agenda
from communique.domain.agenda import Item, Leaving, number_offered
from communique.domain.errors import Refused
from communique.domain.meetings import AgendaState, ItemState, State

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def item(number: str = "3", state: ItemState = ItemState.PLANNED, id: int = 3) -> Item:
    running = NOON if state is ItemState.OPEN else None
    return Item(id, number, state, NOON if state is not ItemState.PLANNED else None, running_since=running)


# numbers


@pytest.mark.parametrize(
    ("numbers", "place", "offered"),
    [
        ([], 0, "1"),
        (["1", "2"], 2, "3"),
        (["1", "2", "2 bis"], 3, "3"),
        (["1", "3"], 2, "4"),
        (["1", "2", "3", "4"], 3, "3 bis"),
        (["3", "3 bis", "4"], 2, "3 ter"),
        (["3", "3 bis", "4"], 1, "3 ter"),
        (["3", "3bis", "4"], 1, "3 ter"),
        (["1", "2"], 0, "1 ante"),
        (["1 ante", "1"], 0, "1 ante2"),
        (["A", "B"], 2, "C"),
        (["I", "II"], 2, "III"),
        (["Opening"], 1, "2"),
        (["Opening", "Closing"], 1, "3"),
        (["1", "12 duodecies", "13"], 2, "12 terdecies"),
        (["1", "100 duodecies", "101"], 2, "102"),
    ],
)
def test_the_number_that_is_offered(numbers: list[str], place: int, offered: str) -> None:
    assert number_offered(numbers, place) == offered


@given(st.lists(st.integers(0, 30), max_size=25))
def test_however_often_items_are_put_between_each_is_offered_a_number_of_its_own(places: list[int]) -> None:
    numbers = ["1", "2", "3"]
    for place in places:
        at = min(place, len(numbers))
        offered = number_offered(numbers, at)
        assert offered and len(offered) <= agenda.NUMBER
        assert not agenda.is_taken(offered, numbers)
        numbers.insert(at, offered)


def test_a_number_is_taken_however_it_is_written() -> None:
    assert agenda.is_taken("2bis", ["1", "2 bis"])
    assert agenda.is_taken("opening", ["Opening"])
    assert not agenda.is_taken("2", ["2 bis"])


def test_plain_numbers_of_a_provisional_agenda_are_made_consecutive_and_others_stay() -> None:
    assert agenda.renumbered(["2", "1", "4"]) == ("1", "2", "3")
    assert agenda.renumbered(["2", "1 bis", "1"]) == ("2", "1 bis", "1")
    assert agenda.renumbered([]) == ()


# order


def test_an_item_goes_to_its_place_and_the_others_keep_their_order() -> None:
    assert agenda.moved([1, 2, 3, 4], 4, 1) == [4, 1, 2, 3]
    assert agenda.moved([1, 2, 3, 4], 1, 3) == [2, 3, 1, 4]
    assert agenda.moved([1, 2, 3], 1, 99) == [2, 3, 1]
    with pytest.raises(Refused, match="item_stands_there"):
        agenda.moved([1, 2, 3], 2, 2)
    with pytest.raises(Refused, match="item_stands_there"):
        agenda.moved([1, 2, 3], 1, -5)


# adoption and amendment


def test_the_meeting_adopts_its_agenda_once_while_it_sits() -> None:
    def adopt(meeting: State = State.OPEN, state: AgendaState = AgendaState.DRAFT, items: int = 3) -> AgendaState:
        return agenda.adopt(meeting, state, items=items, present=["LA", "VN"], quorum=2)

    assert adopt() is AgendaState.ADOPTED
    for given_, code in (
        ({"state": AgendaState.ADOPTED}, "agenda_is_adopted"),
        ({"meeting": State.CONVENED}, "meeting_not_open"),
        ({"meeting": State.SUSPENDED}, "meeting_not_open"),
        ({"items": 0}, "agenda_is_empty"),
    ):
        with pytest.raises(Refused, match=code):
            adopt(**given_)  # type: ignore[arg-type]


def test_an_agenda_is_adopted_by_enough_members() -> None:
    with pytest.raises(Refused) as refused:
        agenda.adopt(State.OPEN, AgendaState.DRAFT, items=1, present=["LA"], quorum=2)
    assert (refused.value.code, refused.value.facts) == ("no_quorum", {"present": 1, "quorum": 2})


def test_a_provisional_agenda_is_written_until_the_end_and_an_adopted_one_amended_in_the_room() -> None:
    for state in (State.CONVENED, State.OPEN, State.SUSPENDED, State.ADJOURNED):
        assert agenda.amends(state, AgendaState.DRAFT) is False
    assert agenda.amends(State.OPEN, AgendaState.ADOPTED) is True
    for state in (State.SUSPENDED, State.ADJOURNED):
        with pytest.raises(Refused, match="meeting_not_open"):
            agenda.amends(state, AgendaState.ADOPTED)
    for over in AgendaState:
        with pytest.raises(Refused, match="meeting_is_closed"):
            agenda.amends(State.CLOSED, over)


# removing


def test_what_has_happened_under_an_item_keeps_it_on_the_agenda() -> None:
    agenda.require_removable(item(), current=False, holds=())
    for one, current, holds, code in (
        (item(), True, (), "item_is_current"),
        (item(), False, ("text",), "item_holds_something"),
        (item(state=ItemState.CLOSED), False, (), "item_was_taken_up"),
        (item(state=ItemState.DEFERRED), False, (), "item_was_taken_up"),
    ):
        with pytest.raises(Refused, match=code):
            agenda.require_removable(one, current=current, holds=holds)


# taking up and leaving


@pytest.mark.parametrize("state", [ItemState.PLANNED, ItemState.SUSPENDED, ItemState.CLOSED, ItemState.DEFERRED])
def test_any_item_but_the_open_one_is_taken_up(state: ItemState) -> None:
    taken = agenda.take_up(replace(item(state=state), closed_at=NOON), NOON + MINUTE)
    assert (taken.state, taken.running_since, taken.closed_at) == (ItemState.OPEN, NOON + MINUTE, None)
    assert taken.opened_at == (NOON + MINUTE if state is ItemState.PLANNED else NOON)
    with pytest.raises(Refused, match="item_is_open"):
        agenda.take_up(taken, NOON)


def test_the_open_item_is_left_as_the_chair_says() -> None:
    opened = item(state=ItemState.OPEN)
    kept, done = (agenda.leave(opened, how, NOON + 5 * MINUTE) for how in (Leaving.SUSPEND, Leaving.CLOSE))
    assert (kept.state, kept.seconds, kept.running_since, kept.closed_at) == (ItemState.SUSPENDED, 300, None, None)
    assert (done.state, done.seconds, done.running_since) == (ItemState.CLOSED, 300, None)
    assert done.closed_at == NOON + 5 * MINUTE


def test_what_is_not_open_is_not_left() -> None:
    for state in set(ItemState) - {ItemState.OPEN}:
        with pytest.raises(Refused, match="item_not_open"):
            agenda.suspend(item(state=state), NOON)
    for state in (ItemState.PLANNED, ItemState.CLOSED, ItemState.DEFERRED):
        with pytest.raises(Refused, match="item_not_open"):
            agenda.close(item(state=state), NOON)


def test_a_suspended_item_can_be_closed_without_being_opened_again() -> None:
    assert agenda.close(item(state=ItemState.SUSPENDED), NOON).state is ItemState.CLOSED


def test_an_item_is_put_off_until_it_is_over() -> None:
    for state in (ItemState.PLANNED, ItemState.OPEN, ItemState.SUSPENDED):
        assert agenda.defer(item(state=state), NOON).state is ItemState.DEFERRED
    for state in (ItemState.CLOSED, ItemState.DEFERRED):
        with pytest.raises(Refused, match="item_is_over"):
            agenda.defer(item(state=state), NOON)


def test_while_the_meeting_rests_the_clock_of_its_item_stands() -> None:
    at = agenda.stopped(item(state=ItemState.OPEN), NOON + 5 * MINUTE)
    assert (at.state, at.seconds, at.running_since) == (ItemState.OPEN, 300, None)
    at = agenda.started(at, NOON + 60 * MINUTE)
    assert agenda.close(at, NOON + 61 * MINUTE).seconds == 360


def test_the_next_item_is_the_first_behind_the_current_one_that_waits() -> None:
    states = (ItemState.CLOSED, ItemState.SUSPENDED, ItemState.OPEN, ItemState.DEFERRED, ItemState.PLANNED)
    items = [item(str(id), state, id) for id, state in enumerate(states, 1)]

    def following(current: int | None) -> str:
        found = agenda.next_item(items, current)
        return found.number if found else ""

    assert following(3) == "5"
    assert following(5) == "2", "behind the last one, what is left"
    assert following(None) == "2"
    items = [item("1", ItemState.CLOSED, 1), item("2", ItemState.OPEN, 2)]
    assert following(2) == ""


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_a_time_that_no_item_takes(minutes: int) -> None:
    with pytest.raises(Refused, match="bad_minutes"):
        agenda.check_minutes(minutes)
    assert (agenda.check_minutes(None), agenda.check_minutes(90)) == (None, 90)


ACTS = {
    "take up": agenda.take_up,
    "suspend": agenda.suspend,
    "close": agenda.close,
    "defer": agenda.defer,
    "rest": agenda.stopped,
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 4000)), max_size=25))
def test_whatever_happens_to_an_item_its_time_is_that_for_which_it_was_before_the_meeting(
    acts: list[tuple[str, int]],
) -> None:
    one, now, spent = item(), NOON, 0
    for act, passed in acts:
        now += timedelta(seconds=passed)
        spent += passed if one.running_since is not None else 0
        try:
            one = ACTS[act](one, now)
        except Refused:
            continue
        assert agenda.time_spent(one.seconds, one.running_since, now) == spent
        assert one.running_since is None or one.state is ItemState.OPEN
        assert (one.closed_at is not None) == (one.state is ItemState.CLOSED) or one.state is ItemState.DEFERRED
