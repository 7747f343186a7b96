"""Two who preside press at the same moment: one item is before the meeting, one sitting is open, all is recorded."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from communique.actions import agenda, attendance, floor, meetings
from communique.domain.errors import Refused
from communique.queries import journal
from communique.records.models import AgendaItem, Intervention, Sitting
from tests.house import House, together

pytestmark = pytest.mark.django_db(transaction=True)


def codes(results: list[Any]) -> list[str]:
    return sorted(one.code if isinstance(one, Refused) else "done" for one in results)


def test_both_go_to_the_same_item_and_it_is_taken_up_once(house: House) -> None:
    acts = [partial(house.act, agenda.open_item, who, item=house.item) for who in ("chair", "clerk")]
    assert codes(together(*acts)) == ["done", "item_is_open"]
    assert journal.verify()[0] == []


def test_they_go_to_different_items_and_one_is_open(house: House) -> None:
    second = house.add_item("2", "Recovery", adopts=False)
    acts = [
        partial(house.act, agenda.open_item, "chair", item=house.item),
        partial(house.act, agenda.open_item, "clerk", item=second),
    ]
    assert codes(together(*acts)) == ["done", "done"]
    states = sorted(AgendaItem.objects.values_list("state", flat=True))
    assert states == ["open", "suspended"]
    assert house.meeting_row().current_id == AgendaItem.objects.get(state="open").pk


def test_one_suspends_while_the_other_adjourns(house: House) -> None:
    acts = [
        partial(house.act, meetings.suspend, "chair", meeting=house.meeting),
        partial(house.act, meetings.close_sitting, "clerk", meeting=house.meeting),
    ]
    results = codes(together(*acts))
    state = house.meeting_row().state
    assert (results, state) in [
        (["done", "done"], "adjourned"),
        (["done", "meeting_not_open"], "adjourned"),
    ], "a suspended sitting can still be adjourned, an adjourned one isn't suspended any more"
    assert [one.state for one in Sitting.objects.filter(meeting=house.meeting)] == ["closed"]


def test_both_press_next_and_one_speaker_is_called(house: House) -> None:
    for who in ("la-head", "sg-head"):
        house.act(floor.request, who, meeting=house.meeting)
    acts = [partial(house.act, floor.call_next, who, meeting=house.meeting, after=0) for who in ("chair", "clerk")]
    assert codes(together(*acts)) == ["done", "floor_moved_on"]
    states = Intervention.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["speaking", "waiting"]
    assert journal.verify()[0] == []


def test_one_placard_raised_on_two_devices_at_once_is_one_name(house: House) -> None:
    acts = [partial(house.act, floor.request, who, meeting=house.meeting) for who in ("la-head", "la-delegate")]
    house.act(attendance.enter, "la-delegate", meeting=house.meeting)
    assert codes(together(*acts)) == ["done", "on_the_list_already"]
    assert Intervention.objects.count() == 1


def test_one_press_that_arrives_twice_at_once_is_answered_twice_alike(house: House) -> None:
    act = partial(house.act, floor.request, "la-head", meeting=house.meeting, request_id="pressed-once")
    first, second = together(act, act)
    assert first == second and Intervention.objects.count() == 1
