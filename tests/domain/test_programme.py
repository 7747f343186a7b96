"""The programme by the clock of whoever reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import programme
from communique.domain.errors import Refused
from communique.domain.programme import Capital, Slot

HA_NOI, PARIS, AUCKLAND = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Auckland")
NINE = datetime(2020, 9, 9, 2, 0, tzinfo=UTC)
"""Nine in the morning in Ha Noi."""
HOUR = timedelta(hours=1)
NIGHT = (time(22), time(7))


def slot(number: int, begins: float = 0, hours: float = 3, *, hall: str = "", level: str = "") -> Slot:
    return Slot(number, number, hall, NINE + begins * HOUR, NINE + (begins + hours) * HOUR, level)


def grid(day: programme.Day, zone: ZoneInfo) -> list[tuple[str, list[int | None]]]:
    """Each row as its time and what begins in it."""
    return [
        (
            f"{row.begins.astimezone(zone):%H:%M}",
            [cell.piece.slot.sitting if cell.piece else None for cell in row.cells],
        )
        for row in day.rows
    ]


# Halls and people


def test_a_hall_holds_one_meeting() -> None:
    plenary = slot(1, hall="Room 1")
    assert programme.in_same_hall(slot(2, 2, hall="room  1"), [plenary]) == plenary
    assert programme.in_same_hall(slot(2, 3, hall="Room 1"), [plenary]) is None, "one begins when the other ends"
    assert programme.in_same_hall(slot(2, 2, hall="Room 2"), [plenary]) is None
    assert programme.in_same_hall(slot(2, 2), [slot(1)]) is None, "without halls nothing is taken"
    assert programme.in_same_hall(slot(1, 2, hall="Room 1"), [plenary]) is None, (
        "a meeting doesn't stand in its own way"
    )


def test_a_meeting_sits_once_at_a_time() -> None:
    first = Slot(1, 7, "", NINE, NINE + HOUR)
    assert programme.of_same_meeting(Slot(0, 7, "", NINE + HOUR / 2, NINE + 2 * HOUR), [first]) == first
    assert programme.of_same_meeting(Slot(1, 7, "", NINE + HOUR / 2, NINE + 2 * HOUR), [first]) is None, "it is moved"


def test_two_meetings_of_one_level_need_the_same_people() -> None:
    ministers = slot(1, level="ministers")
    assert programme.needing_the_same(slot(2, 1, level="ministers"), [ministers]) == [1]
    assert programme.needing_the_same(slot(2, 1, level="experts"), [ministers]) == []
    assert programme.needing_the_same(slot(2, 1), [slot(1)]) == [], "nothing is known of who meets"


def test_a_delegation_with_fewer_people_than_meetings_sit_at_once_is_stretched() -> None:
    others = [slot(1, 0, 2), slot(2, 1, 2), slot(3, 4, 1)]
    assert programme.at_once(slot(4, 0, 5), others) == 3
    assert programme.at_once(slot(4, 2, 1), [slot(1, 0, 2)]) == 1
    assert programme.stretched(slot(4, 0, 5), others, {"LA": 2, "VN": 3, "SG": 0}) == ["LA"]


@pytest.mark.parametrize(
    ("hours", "code"),
    [(0, "sitting_ends_before_it_begins"), (-1, "sitting_ends_before_it_begins"), (25, "sitting_too_long")],
)
def test_hours_at_which_nobody_can_sit_are_refused(hours: int, code: str) -> None:
    with pytest.raises(Refused, match=code):
        programme.check_hours(NINE, NINE + hours * HOUR)


# Clocks


def test_an_hour_that_clocks_are_put_forward_over_is_no_instant() -> None:
    assert programme.instants_of(datetime.fromisoformat("2021-03-28T02:30"), PARIS) == ()
    assert programme.instants_of(datetime.fromisoformat("2021-03-28T03:30"), PARIS) == (
        datetime(2021, 3, 28, 1, 30, tzinfo=UTC),
    )


def test_an_hour_that_comes_twice_is_two_instants() -> None:
    first, second = programme.instants_of(datetime.fromisoformat("2021-10-31T02:30"), PARIS)
    assert (first, second) == (
        datetime(2021, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2021, 10, 31, 1, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("zone", "hour", "lasts", "quiet"),
    [
        ("Asia/Ho_Chi_Minh", 2, 3, False),  # 09:00 to 12:00
        ("Europe/Paris", 2, 3, True),  # 04:00 to 07:00
        ("Europe/Paris", 5, 3, False),  # from 07:00
        ("Europe/Paris", 4.5, 1, True),  # from 06:30
        ("Europe/Paris", 19, 1, False),  # until 22:00
        ("Europe/Paris", 19, 1.25, True),
        ("Pacific/Auckland", 2, 3, False),  # 14:00
        ("Pacific/Auckland", 9, 2, True),  # 21:00 to 23:00
        ("Europe/Paris", 4.9, 24, True),  # all round the clock
    ],
)
def test_the_night_of_a_capital(zone: str, hour: float, lasts: float, quiet: bool) -> None:
    begins = datetime(2020, 9, 9, tzinfo=UTC) + hour * HOUR
    assert programme.quiet(zone, begins, begins + lasts * HOUR, *NIGHT) is quiet


def test_a_night_within_one_day_and_a_body_without_a_night() -> None:
    begins = datetime(2020, 9, 9, 12, 30, tzinfo=UTC)
    assert programme.quiet("UTC", begins, begins + HOUR, time(12), time(14))
    assert not programme.quiet("UTC", begins + 2 * HOUR, begins + 3 * HOUR, time(12), time(14))
    assert not programme.quiet("UTC", begins, begins + 24 * HOUR, time(22), time(22))


def test_the_night_ends_by_the_clock_also_when_that_is_changed() -> None:
    """On 28 March 2021 seven o'clock in Paris is 05:00 UTC, an hour sooner than the day before."""
    begins = datetime(2021, 3, 28, 5, 0, tzinfo=UTC)
    assert not programme.quiet("Europe/Paris", begins, begins + HOUR, *NIGHT)
    assert programme.quiet("Europe/Paris", begins - timedelta(days=1), begins - timedelta(days=1) + HOUR, *NIGHT)


def test_hours_in_the_capitals_are_by_their_own_clocks() -> None:
    capitals = [
        Capital("VN", "Viet Nam", "Ha Noi", "Asia/Ho_Chi_Minh"),
        Capital("FR", "France", "Paris", "Europe/Paris"),
    ]
    here, there = programme.in_capitals(capitals, NINE, NINE + HOUR, *NIGHT)
    assert (f"{here.begins:%H:%M}", here.quiet) == ("09:00", False)
    assert (f"{there.begins:%d %H:%M}", there.quiet) == ("09 04:00", True)


def test_capitals_whose_clocks_show_the_same_stand_together_from_west_to_east() -> None:
    zones = {"A": "Asia/Bangkok", "B": "Europe/Paris", "C": "Asia/Ho_Chi_Minh", "D": "Pacific/Auckland"}
    capitals = [Capital(code, code, "", zone) for code, zone in zones.items()]
    found = programme.by_clock(programme.in_capitals(capitals, NINE, NINE + HOUR, *NIGHT))
    assert [[one.capital.code for one in row] for row in found] == [["B"], ["A", "C"], ["D"]]
    assert {len({one.quiet for one in row}) for row in found} == {1}, "whose clock shows the same has the same night"


# The days of a reader


def test_halls_are_columns_as_people_count_them_and_rows_go_from_change_to_change() -> None:
    slots = [slot(1, hall="Room 10"), slot(2, hall="Room 2"), slot(3, 1, 1), slot(4, 3, 1, hall="Room 2")]
    (day,) = programme.days(slots, HA_NOI)
    assert day.date == date(2020, 9, 9)
    assert [(hall.name, hall.lanes) for hall in day.halls] == [("Room 2", 1), ("Room 10", 1), ("", 1)]
    assert grid(day, HA_NOI) == [("09:00", [2, 1, None]), ("10:00", [3]), ("11:00", [None]), ("12:00", [4, None, None])]
    assert [cell.rows for cell in day.rows[0].cells] == [3, 3, 1]


def test_what_overlaps_without_a_hall_stands_side_by_side() -> None:
    (day,) = programme.days([slot(1), slot(2, 1), slot(3, 3)], HA_NOI)
    assert [(hall.name, hall.lanes) for hall in day.halls] == [("", 2)]
    assert grid(day, HA_NOI) == [("09:00", [1, None]), ("10:00", [2]), ("12:00", [3]), ("13:00", [None])]


def test_a_pause_is_a_row_in_which_nothing_sits() -> None:
    (day,) = programme.days([slot(1, 0, 1, hall="A"), slot(2, 3, 1, hall="A")], HA_NOI)
    assert [(row.busy, row.minutes) for row in day.rows] == [(True, 60), (False, 120), (True, 60)]


def test_the_day_is_the_readers() -> None:
    assert [day.date for day in programme.days([slot(1, 0, 3)], HA_NOI)] == [date(2020, 9, 9)]
    evening = slot(1, 12, 2)  # 21:00 to 23:00 in Ha Noi, 02:00 to 04:00 of the next day in Auckland
    assert [day.date for day in programme.days([evening], AUCKLAND)] == [date(2020, 9, 10)]


def test_a_meeting_over_midnight_stands_on_both_days() -> None:
    first, second = programme.days([slot(1, 13, 4)], HA_NOI)
    (before,), (after,) = ([cell.piece for cell in day.rows[0].cells] for day in (first, second))
    assert before is not None and after is not None
    assert (before.from_before, before.goes_on, after.from_before, after.goes_on) == (False, True, True, False)
    assert before.ends == after.begins == datetime(2020, 9, 9, 17, 0, tzinfo=UTC)


def test_over_midnight_and_over_the_change_of_summer_time_each_day_has_its_own_hours() -> None:
    """In Paris the clocks go from 02:00 to 03:00 on 28 March 2021: from 23:00 to 05:00 are five hours."""
    night = Slot(1, 1, "", datetime(2021, 3, 27, 22, tzinfo=UTC), datetime(2021, 3, 28, 3, tzinfo=UTC))
    first, second = programme.days([night], PARIS)
    assert [sum(row.minutes for row in day.rows) for day in (first, second)] == [60, 240]
    assert f"{second.rows[-1].ends.astimezone(PARIS):%H:%M}" == "05:00"


def test_where_midnight_itself_is_skipped_the_day_begins_when_clocks_are_put_forward() -> None:
    zone = ZoneInfo("America/Santiago")
    assert programme.start_of(date(2020, 9, 6), zone) == datetime(2020, 9, 6, 4, 0, tzinfo=UTC)
    over = Slot(1, 1, "", datetime(2020, 9, 6, 3, tzinfo=UTC), datetime(2020, 9, 6, 5, tzinfo=UTC))
    assert [day.date for day in programme.days([over], zone)] == [date(2020, 9, 5), date(2020, 9, 6)]


def test_a_day_that_a_place_skipped_at_the_date_line_is_left_out() -> None:
    over = Slot(1, 1, "", datetime(2011, 12, 30, 9, tzinfo=UTC), datetime(2011, 12, 30, 11, tzinfo=UTC))
    assert programme.days_of(over, ZoneInfo("Pacific/Apia")) == [date(2011, 12, 29), date(2011, 12, 31)]


ZONES = st.sampled_from(
    ["UTC", "Asia/Ho_Chi_Minh", "Europe/Paris", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu"]
)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    begins = datetime(2020, 3, 1, tzinfo=UTC) + timedelta(minutes=15 * draw(st.integers(0, 4 * 24 * 250)))
    number = draw(st.integers(1, 9999))
    hall = draw(st.sampled_from(["", "Room 1", "Room 2", "Hall B"]))
    return Slot(number, number, hall, begins, begins + timedelta(minutes=15 * draw(st.integers(1, 96))))


@given(st.lists(slots(), max_size=12, unique_by=lambda one: one.sitting), ZONES)
def test_every_minute_of_every_sitting_stands_once_in_the_grid(given_slots: list[Slot], zone: str) -> None:
    minutes = {one.sitting: 0.0 for one in given_slots}
    for day in programme.days(given_slots, ZoneInfo(zone)):
        columns = sum(hall.lanes for hall in day.halls)
        filled = [0] * len(day.rows)
        for number, row in enumerate(day.rows):
            assert row.begins < row.ends
            assert row.begins.astimezone(ZoneInfo(zone)).date() == day.date
            for cell in row.cells:
                for below in range(number, number + cell.rows):
                    filled[below] += 1
                if cell.piece is not None:
                    assert cell.piece.begins == row.begins
                    assert cell.piece.ends == day.rows[number + cell.rows - 1].ends
                    minutes[cell.piece.slot.sitting] += (cell.piece.ends - cell.piece.begins).total_seconds()
        assert filled == [columns] * len(day.rows), "each row of the table is full, and none is too long"
    assert minutes == {one.sitting: (one.ends - one.begins).total_seconds() for one in given_slots}


@given(st.datetimes(datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2030-01-01")), ZONES)
def test_every_local_time_is_read_back_as_it_was_written(local: datetime, zone: str) -> None:
    found = programme.instants_of(local, ZoneInfo(zone))
    assert len(found) <= 2
    assert all(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == local for at in found)
