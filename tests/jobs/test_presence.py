"""The clock's look at who is really there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import thread_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.actions import attendance, bodies, meetings
from communique.jobs.presence import BREAK, LOOK, STAMP, Presence
from communique.records.models import Attendance, JournalEntry, Meeting
from tests.guards import every_write_in_the_frame
from tests.house import House, later

GRACE = 45
pytestmark = pytest.mark.usefixtures("framed")


@pytest.fixture
def framed(house: House) -> Iterator[House]:
    with every_write_in_the_frame():
        yield house


class Lines:
    """Lines to one process, as a hub tells them: who reads live in the meeting's room, and on how many devices."""

    def __init__(self, house: House, *who: str) -> None:
        self.house = house
        self.open = list(who)

    def __call__(self) -> set[tuple[int, int]]:
        return {(self.house.room().pk, self.house.seats[one]) for one in self.open}


def watching(lines: Callable[[], set[tuple[int, int]]], until: float, *, begins: float = 0) -> list[tuple[float, int]]:
    """Looks every second from one moment to another; at which of them something was noted, and in how many meetings."""
    watch, noted = Presence(lines), []
    moment = begins
    while moment <= until:
        with later(seconds=moment):
            found = watch.strike(timezone.now())
        if found:
            noted.append((moment, found))
        moment += LOOK
    return noted


def notes() -> list[dict[str, object]]:
    return list(JournalEntry.objects.filter(action="presence.note").order_by("number").values_list("facts", flat=True))


def test_who_has_a_line_stays_and_who_has_none_is_away_after_the_grace(house: House) -> None:
    ((moment, meetings_noted),) = watching(Lines(house, "la-head", "sg-head", "chair"), GRACE + 20)
    assert meetings_noted == 1
    assert GRACE <= moment <= GRACE + LOOK + 1
    assert [facts["lost"] for facts in notes()] == [["VN"]]
    assert attendance.present(house.meeting) == ["LA", "SG"]


def test_a_delegation_in_the_room_twice_stays_when_one_of_its_lines_goes(house: House) -> None:
    house.act(attendance.enter, "la-adviser", meeting=house.meeting)
    lines = Lines(house, "chair", "la-head", "la-adviser", "sg-head", "vn-head")
    watch = Presence(lines)
    watch.strike(timezone.now())
    lines.open.remove("la-head")
    for seconds in range(1, GRACE + 5):
        with later(seconds=seconds):
            watch.strike(timezone.now())
    assert [(facts["lost"], facts["present"]) for facts in notes()] == [([], ["LA", "SG", "VN"])]


def test_who_comes_back_is_back_at_the_next_look(house: House) -> None:
    lines = Lines(house, "chair", "la-head", "sg-head")
    watch = Presence(lines)
    for seconds in range(GRACE + 3):
        with later(seconds=seconds):
            watch.strike(timezone.now())
    lines.open.append("vn-head")
    with later(seconds=GRACE + 3):
        assert watch.strike(timezone.now()) == 1
    assert attendance.present(house.meeting) == ["LA", "SG", "VN"]


def test_nobody_is_away_because_the_server_was_started_again(house: House) -> None:
    begins = 3600.0
    assert watching(Lines(house), begins + GRACE - 1, begins=begins) == []
    assert attendance.present(house.meeting) == ["LA", "SG", "VN"]


def test_who_has_not_come_back_once_the_grace_has_passed_since_the_start_is_away(house: House) -> None:
    begins = 3600.0
    ((moment, _),) = watching(Lines(house, "chair", "la-head", "sg-head"), begins + GRACE + 5, begins=begins)
    assert moment >= begins + GRACE
    assert [facts["lost"] for facts in notes()] == [["VN"]]


def test_a_process_that_slept_knows_nothing_of_the_lines_meanwhile(house: House) -> None:
    watch = Presence(Lines(house))
    watch.strike(timezone.now())
    with later(seconds=GRACE + BREAK + 30):
        assert watch.strike(timezone.now()) == 0


def test_lines_that_another_process_holds_count(house: House) -> None:
    here, there = Presence(Lines(house, "la-head", "chair")), Presence(Lines(house, "sg-head", "vn-head"))
    for seconds in range(3 * GRACE):
        with later(seconds=seconds):
            here.strike(timezone.now())
            there.strike(timezone.now())
    assert notes() == []
    assert attendance.present(house.meeting) == ["LA", "SG", "VN"]


def test_what_a_process_held_that_is_gone_is_noticed_by_another_one(house: House) -> None:
    here, there = Presence(Lines(house, "la-head", "chair")), Presence(Lines(house, "sg-head", "vn-head"))
    for seconds in range(10):
        with later(seconds=seconds):
            here.strike(timezone.now())
            there.strike(timezone.now())
    for seconds in range(10, GRACE + 20):
        with later(seconds=seconds):
            here.strike(timezone.now())
    assert [facts["lost"] for facts in notes()] == [["SG", "VN"]]


def test_that_a_line_stands_is_noted_seldom_and_not_in_the_journal(house: House) -> None:
    watch = Presence(Lines(house, "chair", "la-head", "sg-head", "vn-head"))
    before = (house.room().length, house.room().version)
    written = 0
    for seconds in range(60):
        with later(seconds=seconds), CaptureQueriesContext(connection) as made:
            watch.strike(timezone.now())
        written += sum(query["sql"].startswith("UPDATE") for query in made)
    assert written == pytest.approx(60 / STAMP, abs=1)
    assert (house.room().length, house.room().version) == before


def test_a_meeting_that_does_not_sit_is_not_watched_and_its_places_are_kept_fresh(house: House) -> None:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    assert watching(Lines(house, "la-head"), 3 * GRACE) == []
    with later(seconds=3 * GRACE + 1):
        house.act(meetings.resume, "chair", meeting=house.meeting)
        watch = Presence(Lines(house, "la-head"))
        watch.strike(timezone.now())
    assert Attendance.objects.get(seat=house.seats["la-head"]).seen_at is not None
    assert notes() == []


def test_places_of_a_meeting_that_is_over_are_not_looked_at(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert watching(Lines(house), 2 * GRACE) == []


def test_a_withdrawn_seat_is_gone_at_the_next_look(house: House) -> None:
    lines = Lines(house, "chair", "la-head", "sg-head", "vn-head")
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    assert watching(lines, 2) == [(0, 1)]
    assert [(facts["lost"], facts["withdrawn"]) for facts in notes()] == [(["SG"], [house.seats["sg-head"]])]


def test_a_line_in_another_room_is_not_a_line_here(house: House) -> None:
    elsewhere = house.convene("Retreat")
    room = Meeting.objects.get(pk=elsewhere).room_id

    def lines() -> set[tuple[int, int]]:
        return {(room, house.seats["la-head"])} | Lines(house, "chair", "sg-head", "vn-head")()

    watching(lines, GRACE + 3)
    assert [facts["lost"] for facts in notes()] == [["LA"]]


def test_a_look_asks_as_often_for_many_places_as_for_one(house: House) -> None:
    def asked() -> int:
        with later(seconds=1), CaptureQueriesContext(connection) as made:
            Presence(Lines(house)).strike(timezone.now())
        return len(made)

    few = asked()
    for number in range(20):
        house.grant(f"sg-{number}", "delegate", "SG")
        house.act(attendance.enter, f"sg-{number}", meeting=house.meeting)
    assert asked() == few == 1


def test_a_look_at_many_lines_and_places_costs_little(house: House) -> None:
    """2,000 lines and 60 places: at most a fiftieth of the second of work that lies between two looks."""
    for number in range(56):
        house.grant(f"sg-{number}", "delegate", "SG")
        house.act(attendance.enter, f"sg-{number}", meeting=house.meeting)
    room = house.room().pk
    lines = {(room, seat) for seat in range(1, 2001)}
    watch = Presence(lambda: lines)
    watch.strike(timezone.now())
    took = []
    for _ in range(20):
        began = thread_time()
        watch.strike(timezone.now())
        took.append(thread_time() - began)
    assert sorted(took)[10] < 0.02
