"""What the chair is told without asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from communique.domain.presiding import Concern, Course, Warning, warnings

AT = datetime(2020, 9, 9, 2, 0, tzinfo=UTC)
BEFORE, LATER = AT - timedelta(minutes=5), AT + timedelta(minutes=5)


def said(course: Course) -> list[Concern]:
    return [one.concern for one in warnings(course, at=AT)]


def test_a_meeting_in_order_says_nothing() -> None:
    assert warnings(Course(), at=AT) == ()
    assert warnings(Course(speaker="Lao PDR", planned=timedelta(hours=1)), at=AT) == ()


def test_the_gravest_comes_first() -> None:
    course = Course(
        missing=2,
        speaker="Lao PDR",
        lost=BEFORE,
        ruling="Malaysia",
        away="Singapore",
        list_closes=LATER,
        question_closes=LATER,
        unread=3,
        reading="13",
        opened=BEFORE,
        planned=timedelta(minutes=1),
        sitting_ends=BEFORE,
    )
    assert said(course) == [one for one in Concern if one is not Concern.TIME_OVER]
    assert warnings(course, at=AT)[0] == Warning(Concern.QUORUM_LOST, count=2)
    assert warnings(course, at=AT)[1] == Warning(Concern.SPEAKER_LOST, who="Lao PDR", at=BEFORE)


def test_while_the_meeting_does_not_sit_only_notes_wait() -> None:
    course = Course(sits=False, missing=4, unread=1, list_closes=LATER, sitting_ends=BEFORE, reading="2")
    assert warnings(course, at=AT) == (Warning(Concern.NOTES_UNREAD, count=1),)


def test_what_time_brings_is_said_beforehand_with_its_instant() -> None:
    speaks = Course(speaker="Lao PDR", ends=LATER, opened=AT, planned=timedelta(minutes=20), sitting_ends=LATER)
    assert [(one.concern, one.begins) for one in warnings(speaks, at=AT)] == [
        (Concern.TIME_OVER, LATER),
        (Concern.ITEM_OVER, AT + timedelta(minutes=20)),
        (Concern.SITTING_OVER, LATER),
    ]


def test_a_time_that_is_over_is_over_also_while_the_clock_stands_still() -> None:
    assert warnings(Course(speaker="Lao PDR", over=True), at=AT) == (Warning(Concern.TIME_OVER, who="Lao PDR"),)
    assert [one.begins for one in warnings(Course(sitting_ends=BEFORE), at=AT)] == [None]


def test_the_time_that_an_item_was_before_the_meeting_earlier_counts() -> None:
    course = Course(opened=AT, spent=timedelta(minutes=15), planned=timedelta(minutes=20))
    assert [one.begins for one in warnings(course, at=AT)] == [LATER]
    resting = Course(spent=timedelta(minutes=25), planned=timedelta(minutes=20))
    assert warnings(resting, at=AT) == (), "nothing runs"


def test_a_list_that_has_closed_is_not_announced_any_more() -> None:
    assert said(Course(list_closes=AT)) == []
    assert said(Course(list_closes=LATER)) == [Concern.LIST_CLOSES]
