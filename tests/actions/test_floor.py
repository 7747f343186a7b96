"""Raising a placard, giving the floor and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import attendance, bodies, floor, meetings
from communique.actions.frame import ACTIONS, Frame
from communique.domain.actors import CLOCK
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place
from communique.jobs import floor as clock
from communique.records import floors
from communique.records.models import (
    AgendaItem,
    Attendance,
    Body,
    Floor,
    Intervention,
    JournalEntry,
    Meeting,
)
from tests.actions.deeds.floor import speaks, waits
from tests.guards import beside_the_frame
from tests.house import House, later


def refused(house: House, act: Any, who: str, **given: Any) -> str:
    with pytest.raises((Refused, Denied)) as caught:
        house.act(act, who, **given)
    error = caught.value
    return error.code if isinstance(error, Refused) else error.reason


def states(house: House) -> dict[str, str]:
    rows = Intervention.objects.filter(meeting=house.meeting).order_by("id")
    return {row.party.code if row.party else "": row.state for row in rows}


def stands(house: House) -> floors.FloorOf:
    return floors.floor_of(Meeting.objects.select_related("conference__body").get(pk=house.meeting))


def away(*codes: str, since: Any) -> None:
    with beside_the_frame():
        Attendance.objects.filter(seat__party__code__in=codes).update(away_since=since)


# asking


def test_a_placard_is_kept_with_who_raised_it_and_on_what(house: House) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    number = waits(house, "la-delegate", on_text=house.text, paragraph=paragraph)
    row = Intervention.objects.get(pk=number)
    assert row.party is not None
    assert (row.party.code, row.seat_id, row.kind) == ("LA", house.seats["la-delegate"], "statement")
    assert (row.item_id, row.text_id, row.paragraph, row.label) == (house.item, house.text, paragraph, "2")


def test_an_unnumbered_paragraph_is_called_by_its_first_words(house: House) -> None:
    paragraph, _ = house.paragraph("We, the Foreign Ministers")
    number = waits(house, on_text=house.text, paragraph=paragraph)
    assert Intervention.objects.get(pk=number).label.startswith("“We, the Foreign Ministers")


def test_without_a_word_about_it_one_speaks_on_the_current_item(house: House) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(current=house.item)
    assert Intervention.objects.get(pk=waits(house)).item_id == house.item


def test_an_item_or_paragraph_that_is_not_there_is_refused(house: House) -> None:
    ask = {"meeting": house.meeting}
    other = house.add_item("1", "Elsewhere", meeting=house.convene("Retreat"))
    assert refused(house, floor.request, "la-head", **ask, on_item=other) == "not_found"
    assert refused(house, floor.request, "la-head", **ask, on_text=house.text, paragraph="p0") == "no_such_paragraph"
    assert refused(house, floor.request, "la-head", **ask, on_text=10**6, paragraph="p0") == "not_found"
    with beside_the_frame():
        AgendaItem.objects.filter(pk=house.item).update(state="closed")
    assert refused(house, floor.request, "la-head", **ask, on_item=house.item) == "item_is_over"
    assert refused(house, floor.request, "la-head", **ask, kind="song") == "no_such_kind"


def test_an_observer_that_reads_no_drafts_names_no_paragraph(house: House) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    house.act(attendance.enter, "nz-observer", meeting=house.meeting)
    with beside_the_frame():
        Body.objects.update(observers_read_drafts=False)
    about = {"on_text": house.text, "paragraph": paragraph}
    assert refused(house, floor.request, "nz-observer", meeting=house.meeting, **about) == "not_found"


def test_a_delegation_with_two_devices_and_two_people_is_on_the_list_once(house: House) -> None:
    waits(house, "la-head")
    assert refused(house, floor.request, "la-delegate", meeting=house.meeting) == "on_the_list_already"


def test_who_has_not_taken_a_place_raises_no_placard(house: House) -> None:
    assert refused(house, floor.request, "my-head", meeting=house.meeting) == "not_in_the_room"
    house.act(attendance.enter, "my-head", meeting=house.meeting)
    waits(house, "my-head")


def test_the_chairs_own_seat_does_not_bring_its_member_into_the_room(house: House) -> None:
    house.act(attendance.leave, "vn-head", meeting=house.meeting)
    assert not floors.presence_of(house.meeting).of("VN")[0]


@pytest.mark.parametrize("state", ["convened", "suspended", "adjourned"])
def test_in_a_meeting_that_does_not_sit_no_placard_is_raised(house: House, state: str) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state=state)
    assert refused(house, floor.request, "la-head", meeting=house.meeting) == "meeting_does_not_sit"


def test_in_a_closed_meeting_nothing_of_the_floor_is_changed(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert refused(house, floor.close_list, "chair", meeting=house.meeting) == "meeting_is_closed"
    assert refused(house, floor.request, "la-head", meeting=house.meeting) == "meeting_is_closed"


def test_after_the_list_is_closed_order_and_replies_are_still_taken(house: House) -> None:
    house.act(floor.close_list, "chair", meeting=house.meeting)
    assert refused(house, floor.request, "la-head", meeting=house.meeting) == "list_is_closed"
    waits(house, "la-head", kind="point_of_order")
    waits(house, "la-head", kind="right_of_reply")
    house.act(floor.enlist, "chair", meeting=house.meeting, party="SG")
    house.act(floor.open_list, "chair", meeting=house.meeting)
    waits(house, "la-head")


def test_the_chair_puts_on_the_list_whom_it_sees_and_itself(house: House) -> None:
    house.act(floor.enlist, "chair", meeting=house.meeting, party="MY")
    house.act(floor.enlist, "clerk", meeting=house.meeting, party="")
    rows = Intervention.objects.order_by("id")
    assert [(row.party and row.party.code, row.seat_id) for row in rows] == [
        ("MY", house.seats["my-head"]),
        (None, house.seats["clerk"]),
    ]
    assert refused(house, floor.enlist, "chair", meeting=house.meeting, party="XX") == "no_such_party"
    house.act(bodies.admit_member, "operator", body=house.body, code="TH", iso="TH", name="Thailand")
    assert refused(house, floor.enlist, "chair", meeting=house.meeting, party="TH") == "nobody_sits_for"


def test_a_name_comes_off_the_list_by_its_own_delegation_or_the_chair(house: House) -> None:
    number = waits(house)
    assert refused(house, floor.withdraw, "sg-head", intervention=number) == "only_who_tabled_it"
    house.act(floor.withdraw, "la-adviser", intervention=number)
    house.act(floor.remove, "clerk", intervention=waits(house, "sg-head"))
    assert states(house) == {"LA": "withdrawn", "SG": "removed"}


def test_an_observer_is_heard_as_the_body_and_its_own_status_allow(house: House) -> None:
    house.act(attendance.enter, "nz-observer", meeting=house.meeting)
    house.act(bodies.regulate, "clerk", body=house.body, floor_rules={"observers": "on_invitation"})
    assert refused(house, floor.request, "nz-observer", meeting=house.meeting) == "observer_on_invitation"
    house.act(floor.enlist, "chair", meeting=house.meeting, party="NZ")
    house.act(bodies.regulate, "clerk", body=house.body, floor_rules={"observers": "none"})
    assert refused(house, floor.enlist, "chair", meeting=house.meeting, party="NZ") == "observer_has_no_floor"


# giving


def test_of_two_chairs_that_call_the_next_at_once_one_does_and_nobody_is_skipped(house: House) -> None:
    for who in ("la-head", "sg-head", "vn-head"):
        waits(house, who)
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)
    assert refused(house, floor.call_next, "clerk", meeting=house.meeting, after=0) == "floor_moved_on"
    assert states(house) == {"LA": "speaking", "SG": "waiting", "VN": "waiting"}


def test_who_is_given_the_floor_after_somebody_else_got_it_is_not(house: House) -> None:
    first, second, third = (waits(house, who) for who in ("la-head", "sg-head", "vn-head"))
    house.act(floor.give, "chair", intervention=second, after=0)
    assert refused(house, floor.give, "clerk", intervention=third, after=0) == "floor_moved_on"
    house.act(floor.give, "clerk", intervention=first, after=second)
    assert states(house) == {"LA": "speaking", "SG": "delivered", "VN": "waiting"}


def test_nobody_is_given_the_floor_who_has_left_or_whose_line_is_lost(house: House) -> None:
    number = waits(house)
    away("LA", since=timezone.now())
    assert refused(house, floor.give, "chair", intervention=number, after=0) == "speaker_is_away"
    house.act(attendance.leave, "la-head", meeting=house.meeting)
    assert refused(house, floor.give, "chair", intervention=number, after=0) == "speaker_has_left"


def test_a_name_whose_seat_was_ended_is_the_delegations_and_spoken_by_who_is_there(house: House) -> None:
    number = waits(house, "la-head")
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    assert refused(house, floor.give, "chair", intervention=number, after=0) == "speaker_has_left"
    house.act(attendance.enter, "la-adviser", meeting=house.meeting)
    house.act(floor.give, "chair", intervention=number, after=0)
    assert Intervention.objects.get(pk=number).seat_id == house.seats["la-adviser"]


def test_what_begins_is_kept_with_its_instant_and_limit_and_the_journal_says_who(house: House) -> None:
    number = waits(house)
    house.act(floor.set_limit, "chair", meeting=house.meeting, kind="statement", seconds=90)
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)
    row = Intervention.objects.get(pk=number)
    assert (row.state, row.limit) == ("speaking", 90) and row.began_at is not None
    entry = JournalEntry.objects.order_by("-number").filter(room=house.room()).first()
    assert entry is not None
    assert entry.facts["began"] == {"intervention": number, "party": "LA", "kind": "statement"}


def test_a_point_of_order_interrupts_is_ruled_on_and_the_speaker_goes_on(house: House) -> None:
    first = speaks(house, "sg-head")
    point = waits(house, "la-head", kind="point_of_order")
    house.act(floor.call_next, "chair", meeting=house.meeting, after=first)
    assert states(house) == {"SG": "interrupted", "LA": "speaking"}
    assert refused(house, floor.call_next, "chair", meeting=house.meeting, after=point) == "ruling_first"
    assert refused(house, floor.rule_on, "clerk", intervention=point, ruling="Yes.") == "only_the_chair"
    with later(seconds=20):
        house.act(floor.rule_on, "chair", intervention=point, ruling=" The point is taken. ")
    row = Intervention.objects.get(pk=point)
    assert states(house) == {"SG": "speaking", "LA": "delivered"}
    assert row.ruling == "The point is taken." and row.ruled_at is not None
    assert Intervention.objects.get(pk=first).paused >= 20_000


def test_a_ruling_that_is_too_long_is_refused(house: House) -> None:
    point = speaks(house, kind="point_of_order")
    assert refused(house, floor.rule_on, "chair", intervention=point, ruling="x" * 2001) == "too_long"


def test_who_speaks_may_be_given_time_thanked_or_yield(house: House) -> None:
    number = speaks(house)
    house.act(floor.extend, "chair", intervention=number, seconds=60)
    assert Intervention.objects.get(pk=number).limit == 360
    house.act(floor.take_back, "chair", intervention=number)
    again = speaks(house)
    house.act(floor.give_up, "la-head", intervention=again)
    assert list(Intervention.objects.values_list("ended_by", flat=True).order_by("id")) == ["chair", "speaker"]
    assert refused(house, floor.give_up, "la-head", intervention=again) == "has_not_the_floor"


def test_while_the_debate_rests_the_clock_stands_still(house: House) -> None:
    number = speaks(house)
    house.act(floor.suspend, "chair", meeting=house.meeting)
    with later(seconds=600):
        house.act(floor.resume, "chair", meeting=house.meeting)
    assert Intervention.objects.get(pk=number).paused >= 600_000


def test_the_chair_arranges_the_list(house: House) -> None:
    waits(house, "la-head")
    second = waits(house, "sg-head")
    house.act(floor.order, "chair", intervention=second, position=1)
    assert [one.party for one in floor.floor.waiting(stands(house).queue, stands(house).rules)] == ["SG", "LA"]


# the clock


def test_the_list_closes_at_the_announced_instant_also_when_nobody_was_there_to_do_it(house: House) -> None:
    at = timezone.now() + timedelta(minutes=5)
    house.act(floor.announce_closing, "chair", meeting=house.meeting, closes_at=at)
    assert clock.due() == at
    assert clock.strike(timezone.now()) == 0 and Floor.objects.get().is_open
    with later(seconds=3600):
        assert refused(house, floor.request, "la-head", meeting=house.meeting) == "list_is_closed"
        assert clock.strike(timezone.now()) == 1
        assert clock.strike(timezone.now()) == 0, "once"
    row = Floor.objects.get()
    assert not row.is_open and row.closes_at is None and row.closed_at is not None


def test_the_clock_closes_no_list_before_its_time(house: House) -> None:
    assert refused(house, floor.close_list, "clock", meeting=house.meeting) == "list_is_open"


def test_from_who_lost_the_seat_while_speaking_the_clock_takes_the_floor(house: House) -> None:
    number = speaks(house)
    house.act(attendance.enter, "la-delegate", meeting=house.meeting)
    assert clock.strike(timezone.now()) == 0
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    assert clock.strike(timezone.now()) == 1
    row = Intervention.objects.get(pk=number)
    assert (row.state, row.ended_by) == ("delivered", "seat")


def test_from_a_delegation_that_has_left_too_but_not_from_one_whose_line_is_lost(house: House) -> None:
    number = speaks(house)
    away("LA", since=timezone.now())
    assert clock.strike(timezone.now()) == 0
    house.act(attendance.leave, "la-head", meeting=house.meeting)
    assert clock.strike(timezone.now()) == 1
    assert Intervention.objects.get(pk=number).ended_by == "left"


@pytest.mark.parametrize(("when_over", "taken"), [("shown", 0), ("told", 0), ("taken_back", 1)])
def test_when_the_time_is_over_the_bodys_rules_say_what_the_clock_does(
    house: House, when_over: str, taken: int
) -> None:
    house.act(bodies.regulate, "clerk", body=house.body, floor_rules={"when_over": when_over})
    number = speaks(house)
    assert (clock.due() is not None) == bool(taken)
    with later(seconds=301):
        assert clock.strike(timezone.now()) == taken
    assert Intervention.objects.get(pk=number).ended_by == ("clock" if taken else "")


def test_the_clock_finds_nobody_vacant_who_is_there(house: House) -> None:
    assert refused(house, floor.vacate, "clock", intervention=speaks(house)) == "floor_is_not_vacant"


# what others do


def within(house: House, act: Any) -> list[str]:
    """Does something inside a frame, as the actions of others do; what readers hear of it."""
    room = Frame(house.room(), CLOCK, Place(house.body), "presence.note", timezone.now())
    with beside_the_frame():
        act(room)
    return [data["target"].split(":")[0] for _, data in room.events]


def test_a_lost_line_stops_the_clock_from_when_it_was_lost_and_its_return_starts_it(house: House) -> None:
    number = speaks(house)
    began = Intervention.objects.get(pk=number).began_at
    assert began is not None
    with later(seconds=60):
        away("LA", since=began + timedelta(seconds=10))
        assert within(house, lambda room: floor.line_lost(room, house.meeting, ["LA"])) == ["floor", "now", "screen"]
        assert Intervention.objects.get(pk=number).paused_at == began + timedelta(seconds=10)
    with later(seconds=90):
        away("LA", since=None)
        within(house, lambda room: floor.line_back(room, house.meeting, ["LA"]))
    row = Intervention.objects.get(pk=number)
    assert row.paused_at is None and 79_000 <= row.paused <= 82_000


def test_of_a_line_lost_by_who_only_waits_the_list_is_told_and_by_nobody_on_it_nothing(house: House) -> None:
    waits(house)
    assert within(house, lambda room: floor.line_lost(room, house.meeting, ["LA"])) == ["floor"]
    assert within(house, lambda room: floor.line_lost(room, house.meeting, ["SG"])) == []


def test_names_lapse_with_their_item_and_with_the_sitting(house: House) -> None:
    number = speaks(house, "la-head", on_item=house.item)
    waits(house, "sg-head", on_item=house.item)
    other = house.add_item("2", "Other matters")
    waits(house, "vn-head", on_item=other)
    told: dict[str, Any] = {}
    within(house, lambda room: told.update(floor.lapse(room, house.meeting, item=house.item)))
    assert states(house) == {"LA": "delivered", "SG": "lapsed", "VN": "waiting"}
    assert told["ended"] == [number] and len(told["lapsed"]) == 1
    within(house, lambda room: floor.lapse(room, house.meeting))
    assert states(house)["VN"] == "lapsed"


def test_a_meeting_that_is_suspended_stops_the_speakers_clock(house: House) -> None:
    number = speaks(house)
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state="suspended")
    within(house, lambda room: floor.settle(room, house.meeting))
    assert Intervention.objects.get(pk=number).paused_at is not None


def test_every_action_of_the_floor_is_here() -> None:
    names = {name for name, act in ACTIONS.items() if act.__module__ == floor.__name__}
    assert names == {name for name in ACTIONS if name.startswith("floor.")}
