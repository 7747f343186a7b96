"""Convening, the agenda, opening and closing, entering and leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.actions import bodies, meetings
from communique.domain.journal import GENESIS
from communique.records.models import AgendaItem, Attendance, Conference, JournalEntry, Meeting, Room, RoomEvent
from tests.actions.refusals import denied, refused
from tests.house import House


def test_a_conference_is_convened_with_its_objectives(house: House) -> None:
    made = house.act(
        meetings.convene_conference,
        "clerk",
        body=house.body,
        name="54th Meeting",
        year=2021,
        place=" Bandar Seri Begawan ",
        time_zone="Asia/Brunei",
        starts_on=date(2021, 8, 2),
        ends_on=date(2021, 8, 6),
        objectives=["Adopt the communiqué", "  ", " Review the fund "],
    )
    row = Conference.objects.get(pk=made["conference"])
    assert (row.slug, made["slug"]) == ("54th-meeting-2021", "54th-meeting-2021")
    assert (row.place, row.objectives) == ("Bandar Seri Begawan", ["Adopt the communiqué", "Review the fund"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "!!!"}, "name_missing"),
        ({"name": "x" * 201}, "too_long"),
        ({"name": "53rd meeting", "year": 2020}, "name_taken"),
        ({"time_zone": "Nowhere"}, "unknown_time_zone"),
        ({"starts_on": date(2021, 8, 6), "ends_on": date(2021, 8, 5)}, "ends_before_it_starts"),
        ({"year": 0}, "bad_year"),
        ({"year": 10**6}, "bad_year"),
        ({"place": "x" * 101}, "too_long"),
    ],
)
def test_a_conference_that_cannot_be_convened(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(meetings.convene_conference, "clerk", **{"body": house.body, "name": "54th", "year": 2021, **given})


def test_two_long_names_of_different_years_are_two_conferences(house: House) -> None:
    slugs = {
        house.act(meetings.convene_conference, "clerk", body=house.body, name="Meeting " * 20, year=year)["slug"]
        for year in (2021, 2022)
    }
    assert len(slugs) == 2
    assert all(len(slug) <= 80 for slug in slugs)


def test_a_meeting_has_a_room_of_its_own_whose_chain_the_house_names(house: House) -> None:
    meeting = Meeting.objects.get(pk=house.convene("Retreat"))
    assert (meeting.state, meeting.room.length, meeting.room.digest) == ("convened", 0, GENESIS)
    entry = JournalEntry.objects.filter(room=Room.HOUSE).latest("number")
    assert entry.facts["room"] == meeting.room_id


@pytest.mark.parametrize(("name", "code"), [("", "name_missing"), ("x" * 201, "too_long")])
def test_a_meeting_needs_a_name(house: House, name: str, code: str) -> None:
    with refused(code):
        house.convene(name)


def test_items_stand_in_the_order_they_were_added(house: House) -> None:
    house.add_item("2", "Recovery", adopts=False)
    house.add_item("1 bis", "Statement")
    rows = AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "order", "adopts")
    assert list(rows) == [("1", 1, True), ("2", 2, False), ("1 bis", 3, True)]


@pytest.mark.parametrize(
    ("number", "title", "code"),
    [
        (" ", "Statement", "item_needs_number_and_title"),
        ("2", " ", "item_needs_number_and_title"),
        ("1", "Statement", "item_number_taken"),
        ("1 ", "Statement", "item_number_taken"),
        ("x" * 13, "Statement", "too_long"),
        ("2", "x" * 301, "too_long"),
    ],
)
def test_an_item_that_cannot_be_added(house: House, number: str, title: str, code: str) -> None:
    with refused(code):
        house.add_item(number, title)


def test_a_meeting_is_opened_once(house: House) -> None:
    with refused("meeting_not_convened", state="open"):
        house.act(meetings.open_meeting, "chair", meeting=house.meeting)


def test_a_meeting_is_closed_for_good(house: House) -> None:
    assert house.act(meetings.close_meeting, "clerk", meeting=house.meeting)["state"] == "closed"
    with refused("meeting_not_convened", state="closed"):
        house.act(meetings.open_meeting, "chair", meeting=house.meeting)
    with refused("meeting_not_open", state="closed"):
        house.act(meetings.close_meeting, "chair", meeting=house.meeting)


def test_a_meeting_with_a_question_before_it_is_not_closed(house: House) -> None:
    house.put()
    with refused("question_is_open"):
        house.act(meetings.close_meeting, "chair", meeting=house.meeting)


def test_a_delegation_opens_no_meeting(house: House) -> None:
    meeting = house.convene("Retreat")
    with denied("only_the_chair"):
        house.act(meetings.open_meeting, "vn-head", meeting=meeting)


def test_who_enters_is_present_and_entering_twice_changes_nothing(house: House) -> None:
    assert house.act(meetings.enter, "my-head", meeting=house.meeting) == {"present": ["LA", "MY", "SG", "VN"]}
    told = RoomEvent.objects.count()
    assert house.act(meetings.enter, "my-head", meeting=house.meeting) == {"present": ["LA", "MY", "SG", "VN"]}
    assert Attendance.objects.filter(seat=house.seats["my-head"]).count() == 1
    assert RoomEvent.objects.count() == told


def test_observers_and_the_secretariat_enter_without_being_counted(house: House) -> None:
    for who in ("nz-observer", "pen"):
        assert house.act(meetings.enter, who, meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}


def test_who_leaves_is_present_no_more_and_may_come_again(house: House) -> None:
    assert house.act(meetings.leave, "sg-head", meeting=house.meeting) == {"present": ["LA", "VN"]}
    told = RoomEvent.objects.count()
    assert house.act(meetings.leave, "sg-head", meeting=house.meeting) == {"present": ["LA", "VN"]}
    assert RoomEvent.objects.count() == told, "who was not there leaves nothing behind"
    assert house.act(meetings.enter, "sg-head", meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}
    assert Attendance.objects.filter(seat=house.seats["sg-head"]).count() == 2


def test_a_member_stays_while_one_of_its_delegation_does(house: House) -> None:
    house.act(meetings.enter, "la-adviser", meeting=house.meeting)
    assert house.act(meetings.leave, "la-head", meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}


def test_whose_seat_was_ended_is_present_no_more(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    assert house.act(meetings.enter, "la-delegate", meeting=house.meeting) == {"present": ["LA", "VN"]}


def test_nobody_enters_a_meeting_that_is_closed_and_its_agenda_stands(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.act(meetings.enter, "my-head", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.add_item("2", "Recovery")


def test_opening_a_meeting_tells_the_screens_that_show_its_texts(house: House) -> None:
    other = house.convene("Retreat")
    text = house.bring("# A statement\n\n1. We met.\n", item=house.add_item("1", "Statement", meeting=other))
    house.act(meetings.open_meeting, "chair", meeting=other)
    told = RoomEvent.objects.filter(room__meeting=other).values_list("data", flat=True)
    assert {"target": f"question:{text}"} in told


def test_nobody_from_another_body_enters(house: House) -> None:
    with denied("only_seats_of_the_body"):
        house.act(meetings.enter, "som-my-head", meeting=house.meeting)
