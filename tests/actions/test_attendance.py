"""Who is in the room."""

from __future__ import annotations

import pytest

from communique.actions import attendance, bodies, meetings, programme
from communique.records.models import Attendance, Meeting, RoomEvent
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House


def test_who_enters_is_present_and_entering_twice_changes_nothing(house: House) -> None:
    assert house.act(attendance.enter, "my-head", meeting=house.meeting) == {"present": ["LA", "MY", "SG", "VN"]}
    told = RoomEvent.objects.count()
    assert house.act(attendance.enter, "my-head", meeting=house.meeting) == {"present": ["LA", "MY", "SG", "VN"]}
    assert Attendance.objects.filter(seat=house.seats["my-head"]).count() == 1
    assert RoomEvent.objects.count() == told


def test_observers_and_the_secretariat_enter_without_being_counted(house: House) -> None:
    for who in ("nz-observer", "pen"):
        assert house.act(attendance.enter, who, meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}


def test_who_leaves_is_present_no_more_and_may_come_again(house: House) -> None:
    assert house.act(attendance.leave, "sg-head", meeting=house.meeting) == {"present": ["LA", "VN"]}
    told = RoomEvent.objects.count()
    assert house.act(attendance.leave, "sg-head", meeting=house.meeting) == {"present": ["LA", "VN"]}
    assert RoomEvent.objects.count() == told, "who was not there leaves nothing behind"
    assert house.act(attendance.enter, "sg-head", meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}
    assert Attendance.objects.filter(seat=house.seats["sg-head"]).count() == 2


def test_a_member_stays_while_one_of_its_delegation_does(house: House) -> None:
    house.act(attendance.enter, "la-adviser", meeting=house.meeting)
    assert house.act(attendance.leave, "la-head", meeting=house.meeting) == {"present": ["LA", "SG", "VN"]}


def test_whose_seat_was_ended_is_present_no_more(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    assert house.act(attendance.enter, "la-delegate", meeting=house.meeting) == {"present": ["LA", "VN"]}


def test_nobody_enters_a_meeting_that_is_closed_and_its_agenda_stands(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.act(attendance.enter, "my-head", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.add_item("2", "Recovery")


def test_nobody_from_another_body_enters(house: House) -> None:
    with denied("only_seats_of_the_body"):
        house.act(attendance.enter, "som-my-head", meeting=house.meeting)


@pytest.mark.parametrize("state", ["convened", "open", "suspended", "adjourned"])
def test_a_place_is_taken_before_a_sitting_while_it_lasts_and_while_it_rests(house: House, state: str) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state=state)
    assert "MY" in house.act(attendance.enter, "my-head", meeting=house.meeting)["present"]


@pytest.mark.parametrize(("state", "code"), [("closed", "meeting_is_closed"), ("cancelled", "meeting_is_cancelled")])
def test_no_place_is_taken_in_a_meeting_that_is_over_or_never_was(house: House, state: str, code: str) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state=state)
    with refused(code):
        house.act(attendance.enter, "my-head", meeting=house.meeting)


def test_places_are_kept_through_a_suspension_and_given_up_when_the_sitting_is_closed(house: House) -> None:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    house.act(meetings.resume, "chair", meeting=house.meeting)
    assert attendance.present(house.meeting) == ["LA", "SG", "VN"]
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    assert attendance.present(house.meeting) == []
    house.act(attendance.enter, "sg-head", meeting=house.meeting)
    house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    assert attendance.present(house.meeting) == ["SG"], "who has taken its place for the next one has it"


def test_the_places_of_a_cancelled_meeting_are_given_up(house: House) -> None:
    convened = house.convene("Retreat")
    house.act(attendance.enter, "la-head", meeting=convened)
    house.act(programme.cancel_meeting, "chair", meeting=convened, reason="Nobody can come.")
    assert attendance.present(convened) == []
