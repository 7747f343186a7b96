"""Reading who is in the room, how the roll stands and who was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.actions import attendance as acts
from communique.actions import bodies, meetings, presence, rolls
from communique.domain.attendance import Span
from communique.queries import attendance
from communique.records.models import Attendance
from tests.house import House, later

GRACE = 45
INSIDE = ("chair", "pen", "clerk", "la-head", "la-adviser", "my-head")


def note(house: House, *lines: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    house.act(presence.note, "clock", meeting=house.meeting, lines=[house.seats[one] for one in lines], since=since)


def called(house: House) -> int:
    roll: int = house.act(rolls.call, "chair", meeting=house.meeting)["roll"]
    return roll


def test_members_stand_in_protocol_order_as_present_away_or_absent(house: House) -> None:
    house.act(acts.enter, "nz-observer", meeting=house.meeting)
    with later(seconds=GRACE + 2):
        note(house, "chair", "la-head", "sg-head", "nz-observer")
    said = attendance.attendance_for(house.audience("la-head"), house.meeting)
    assert said is not None
    standing = [(one["code"], one["standing"], one["present"]) for one in said["members"]]
    assert standing == [
        ("LA", "present", True),
        ("MY", "absent", False),
        ("SG", "present", True),
        ("VN", "away", False),
    ]
    assert (said["count"], said["quorum"], said["missing"], said["reached"]) == (2, 2, 0, True)
    assert [(one["code"], one["standing"]) for one in said["observers"]] == [("NZ", "present")]
    assert said["offices"] == ["chair"]


def test_a_lost_quorum_is_told_with_how_many_are_missing(house: House) -> None:
    with later(seconds=GRACE + 2):
        note(house, "la-head")
    said = attendance.attendance_for(house.audience("chair"), house.meeting)
    assert said is not None
    assert (said["count"], said["missing"], said["reached"], said["may_debate"]) == (1, 1, False, False)
    assert said["may"] == {"preside": True}


@pytest.mark.parametrize("read", [attendance.attendance_for, attendance.roll_for])
def test_who_is_in_the_room_is_for_those_inside_alone(house: House, read: Callable[..., Any]) -> None:
    called(house)
    for who in INSIDE:
        assert read(house.audience(who), house.meeting) is not None, who
    for who in ("public", "nobody", "operator", "som-my-head"):
        assert read(house.audience(who), house.meeting) is None, who
    assert read(house.audience("chair"), 0) is None


@pytest.mark.parametrize("admitted", [True, False])
def test_observers_read_it_where_the_body_lets_them_in(db: None, admitted: bool) -> None:
    house = House.founded(observers_read_drafts=admitted)
    seen = attendance.attendance_for(house.audience("nz-observer"), house.meeting)
    assert (seen is not None) == admitted


def test_a_roll_asks_an_answer_of_the_delegations_that_have_not_given_one(house: House) -> None:
    roll = called(house)
    house.act(rolls.answer, "la-head", roll=roll)
    house.act(rolls.answer, "chair", roll=roll, party="SG")
    asks = {
        who: attendance.roll_for(house.audience(who), house.meeting)["may"]["answer"]  # type: ignore[index]
        for who in ("la-adviser", "my-head", "vn-head", "sg-head", "chair", "nz-observer")
    }
    assert asks == {
        "la-adviser": False,
        "my-head": True,
        "vn-head": True,
        "sg-head": False,
        "chair": False,
        "nz-observer": False,
    }
    found = attendance.roll_for(house.audience("la-head"), house.meeting)
    assert found is not None
    assert [(one["code"], one["answered"], one["given_for"]) for one in found["roll"]["asked"]] == [
        ("LA", True, False),
        ("MY", False, False),
        ("SG", True, True),
        ("VN", False, False),
    ]
    assert (found["roll"]["next"], found["roll"]["present"]) == ("MY", 2)


def test_the_sheet_tells_the_chair_and_the_secretariat_who_was_there_from_when_to_when(house: House) -> None:
    entered = Attendance.objects.get(seat=house.seats["vn-head"]).entered_at
    with later(seconds=GRACE + 2):
        note(house, "chair", "la-head", "sg-head")
    with later(seconds=100):
        note(house, "chair", "la-head", "sg-head", "vn-head")
        back = Attendance.objects.get(seat=house.seats["vn-head"]).seen_at
    with later(seconds=200):
        house.act(acts.leave, "vn-head", meeting=house.meeting)
        left = Attendance.objects.get(seat=house.seats["vn-head"]).left_at
    sheet = attendance.sheet_for(house.audience("clerk"), house.meeting)
    assert sheet is not None and back is not None
    told = {one["code"]: one for one in sheet["delegations"]}
    assert list(told) == ["LA", "MY", "SG", "VN"]
    assert told["VN"]["spans"] == (Span(back, left),), f"what began at {entered} had no line at all"
    assert [(one["name"], one["role"]) for one in told["VN"]["people"]] == [("Head Lan", "head")]
    assert told["LA"]["spans"][0].ends is None
    assert (told["MY"]["spans"], told["MY"]["people"]) == ((), [])
    assert [one["name"] for one in sheet["offices"]] == ["Chair Minh"]


def test_when_the_meeting_is_closed_the_sheet_ends_with_it(house: House) -> None:
    house.act(acts.enter, "la-adviser", meeting=house.meeting)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    sheet = attendance.sheet_for(house.audience("chair"), house.meeting)
    assert sheet is not None
    assert all(span.ends is not None for one in sheet["delegations"] for span in one["spans"])
    (laos,) = [one for one in sheet["delegations"] if one["code"] == "LA"]
    assert len(laos["spans"]) == 1, "two of a delegation are one span"
    assert [one["name"] for one in laos["people"]] == ["Head Bounmy", "Adviser Noy"]


def test_the_sheet_is_for_the_chair_and_the_secretariat_of_the_body_alone(house: House) -> None:
    for who in ("chair", "pen", "clerk"):
        assert attendance.sheet_for(house.audience(who), house.meeting) is not None
    for who in ("la-head", "nz-observer", "public", "som-my-head", "operator"):
        assert attendance.sheet_for(house.audience(who), house.meeting) is None, who


def test_one_knows_of_ones_own_place_whether_it_is_taken_and_whether_one_is_away(house: House) -> None:
    def place(who: str) -> Any:
        return attendance.place_of(house.audience(who), house.meeting, house.seats[who])

    assert place("my-head") == {"meeting": house.meeting, "state": "open", "taken": False, "away": False}
    with later(seconds=GRACE + 2):
        note(house, "chair", "la-head", "sg-head")
    assert (place("vn-head")["taken"], place("vn-head")["away"]) == (True, True)
    assert (place("la-head")["taken"], place("la-head")["away"]) == (True, False)
    assert place("som-my-head") is None


def test_the_clock_watches_what_is_not_over_and_knows_whether_it_sits(house: House) -> None:
    assert {one.stay.seat for one in attendance.watched()} == {
        house.seats[who] for who in ("chair", "la-head", "sg-head", "vn-head")
    }
    assert all(one.sits and one.grace == GRACE and one.room == house.room().pk for one in attendance.watched())
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    assert [one.sits for one in attendance.watched()] == [False] * 4
    house.act(meetings.resume, "chair", meeting=house.meeting)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert attendance.watched() == []


READS: dict[str, Callable[[House], Any]] = {
    "attendance": lambda house: attendance.attendance_for(house.audience("la-head"), house.meeting),
    "roll": lambda house: attendance.roll_for(house.audience("la-head"), house.meeting),
    "sheet": lambda house: attendance.sheet_for(house.audience("chair"), house.meeting),
    "watched": lambda house: attendance.watched(),
}
ASKED = {"attendance": 4, "roll": 5, "sheet": 8, "watched": 1}


@pytest.mark.parametrize("what", READS)
def test_it_asks_as_often_for_many_as_for_one(house: House, what: str) -> None:
    roll = called(house)
    house.act(rolls.answer, "la-head", roll=roll)

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            READS[what](house)
        return len(made)

    few = asked()
    for code, name in (("BN", "Brunei Darussalam"), ("KH", "Cambodia"), ("TH", "Thailand")):
        house.act(bodies.admit_member, "clerk", body=house.body, code=code, iso=code, name=name)
        house.grant(f"{code}-head", "head", code)
        house.act(acts.enter, f"{code}-head", meeting=house.meeting)
    house.act(rolls.close, "chair", roll=roll)
    for _ in range(3):
        roll = called(house)
        for who in ("la-head", "sg-head", "vn-head", "BN-head"):
            house.act(rolls.answer, who, roll=roll)
        house.act(rolls.close, "chair", roll=roll)
    assert asked() == few == ASKED[what]
