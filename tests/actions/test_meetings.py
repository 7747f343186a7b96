"""Opening and closing a meeting, and its sittings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from communique.actions import agenda, attendance, floor, meetings, programme
from communique.records.models import AgendaItem, Intervention, JournalEntry, RoomEvent, Sitting
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House, later


def sitting(house: House) -> Sitting:
    return Sitting.objects.filter(meeting=house.meeting).latest("number")


def speaks(house: House) -> None:
    house.act(floor.request, "la-head", meeting=house.meeting)
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)


def test_a_meeting_is_opened_once(house: House) -> None:
    with refused("meeting_not_convened", state="open"):
        house.act(meetings.open_meeting, "chair", meeting=house.meeting)


def test_a_meeting_is_closed_for_good(house: House) -> None:
    assert house.act(meetings.close_meeting, "clerk", meeting=house.meeting)["state"] == "closed"
    with refused("meeting_not_convened", state="closed"):
        house.act(meetings.open_meeting, "chair", meeting=house.meeting)
    with refused("meeting_not_open", state="closed"):
        house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.act(meetings.open_sitting, "chair", meeting=house.meeting)


def test_a_meeting_with_a_question_before_it_is_neither_closed_nor_suspended_nor_adjourned(house: House) -> None:
    house.put()
    for act in (meetings.close_meeting, meetings.suspend, meetings.close_sitting):
        with refused("question_is_open"):
            house.act(act, "chair", meeting=house.meeting)


def test_nothing_is_closed_over_the_head_of_a_speaker(house: House) -> None:
    speaks(house)
    for act in (meetings.close_meeting, meetings.close_sitting):
        with refused("floor_is_held", speaker="Lao PDR"):
            house.act(act, "chair", meeting=house.meeting)


def test_while_a_sitting_is_suspended_who_speaks_keeps_the_floor_and_the_clock_stands(house: House) -> None:
    speaks(house)
    with later(seconds=10):
        house.act(meetings.suspend, "chair", meeting=house.meeting)
    row = Intervention.objects.get(meeting=house.meeting)
    assert (row.state, row.paused_at is not None) == ("speaking", True)
    with later(seconds=70):
        house.act(meetings.resume, "chair", meeting=house.meeting)
    row.refresh_from_db()
    assert row.paused_at is None
    assert row.paused == pytest.approx(60_000, abs=2_000)


def test_a_delegation_opens_no_meeting(house: House) -> None:
    meeting = house.convene("Retreat")
    with denied("only_the_chair"):
        house.act(meetings.open_meeting, "vn-head", meeting=meeting)


def test_opening_a_meeting_tells_the_screens_that_show_its_texts_and_the_programme(house: House) -> None:
    other = house.convene("Retreat")
    text = house.bring("# A statement\n\n1. We met.\n", item=house.add_item("1", "Statement", meeting=other))
    house.act(meetings.open_meeting, "chair", meeting=other)
    told = RoomEvent.objects.filter(room__meeting=other).values_list("data", flat=True)
    assert {"target": f"question:{text}"} in told
    told = RoomEvent.objects.filter(room__conference=house.conference).values_list("data", flat=True)
    assert {"target": f"programme:{house.conference}"} in told


def test_a_meeting_is_opened_with_its_first_planned_sitting(house: House) -> None:
    meeting = house.convene("Retreat")
    house.act(meetings.open_meeting, "chair", meeting=meeting)
    (row,) = Sitting.objects.filter(meeting=meeting)
    assert (row.number, row.state, row.begins_at) == (1, "open", datetime(2020, 9, 9, 1, 0, tzinfo=UTC))
    assert row.opened_at == row.running_since is not None


def test_where_no_sitting_is_planned_one_is_made(house: House) -> None:
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    rows = list(Sitting.objects.filter(meeting=house.meeting))
    assert [(row.number, row.state) for row in rows] == [(1, "closed"), (2, "open")]
    assert rows[1].ends_at - rows[1].begins_at == timedelta(hours=3)


def test_the_next_sitting_is_the_next_planned_one(house: House) -> None:
    for day in (11, 10):
        begins = datetime(2020, 9, day, 1, 0, tzinfo=UTC)
        house.act(programme.plan_sitting, "clerk", meeting=house.meeting, begins_at=begins)
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    assert Sitting.objects.get(meeting=house.meeting, state="open").begins_at.day == 10


def test_one_sitting_is_open_at_a_time(house: House) -> None:
    with refused("sitting_is_open"):
        house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    with refused("sitting_is_open"):
        house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    other = house.convene("Retreat")
    with refused("meeting_not_adjourned", state="convened"):
        house.act(meetings.open_sitting, "chair", meeting=other)


def test_a_suspension_says_until_when_and_ends_with_the_resumption(house: House) -> None:
    until = timezone.now() + timedelta(minutes=10)
    assert house.act(meetings.suspend, "chair", meeting=house.meeting, resumes_at=until)["state"] == "suspended"
    assert (sitting(house).state, sitting(house).resumes_at) == ("suspended", until)
    with refused("meeting_not_open", state="suspended"):
        house.act(meetings.suspend, "chair", meeting=house.meeting)
    house.act(meetings.resume, "chair", meeting=house.meeting)
    assert (sitting(house).state, sitting(house).resumes_at) == ("open", None)
    with refused("meeting_not_suspended"):
        house.act(meetings.resume, "chair", meeting=house.meeting)


def test_a_sitting_is_not_suspended_until_yesterday(house: House) -> None:
    with refused("resumption_is_over"):
        house.act(meetings.suspend, "chair", meeting=house.meeting, resumes_at=timezone.now() - timedelta(days=1))


def test_what_needs_an_open_meeting_waits_until_it_is_resumed(house: House) -> None:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    with refused("meeting_not_open", state="suspended"):
        house.put()
    with refused("meeting_not_open", state="suspended"):
        house.act(agenda.open_item, "chair", item=house.item)
    with refused("meeting_not_open", state="suspended"):
        house.act(meetings.close_meeting, "chair", meeting=house.meeting)


def test_the_clocks_of_sitting_and_item_stand_while_the_meeting_rests(house: House) -> None:
    began = sitting(house).running_since
    assert began is not None
    before = (timezone.now() - began).total_seconds()
    house.act(agenda.open_item, "chair", item=house.item)
    with later(seconds=60):
        house.act(meetings.suspend, "chair", meeting=house.meeting)
    with later(seconds=600):
        house.act(meetings.resume, "chair", meeting=house.meeting)
    with later(seconds=630):
        house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    item = AgendaItem.objects.get(pk=house.item)
    assert (item.state, item.running_since) == ("open", None), "it waits for the next sitting"
    assert item.seconds == pytest.approx(90, abs=2)
    assert sitting(house).seconds == pytest.approx(before + 90, abs=3)
    assert house.meeting_row().current_id == house.item
    with later(seconds=9000):
        house.act(meetings.open_sitting, "chair", meeting=house.meeting)
    item.refresh_from_db()
    assert item.running_since is not None
    with later(seconds=9010):
        house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    item.refresh_from_db()
    assert (item.state, house.meeting_row().current_id) == ("closed", None)
    assert item.seconds == pytest.approx(100, abs=3)


def test_names_that_wait_for_the_floor_lapse_with_the_sitting(house: House) -> None:
    house.act(floor.request, "la-head", meeting=house.meeting)
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    row = Intervention.objects.get(meeting=house.meeting)
    assert row.state == "lapsed"
    entry = JournalEntry.objects.filter(room=house.room(), action="sitting.close").latest("number")
    assert entry.facts["lapsed"] == [row.pk]


def test_the_journal_says_which_sitting_and_until_when(house: House) -> None:
    until = timezone.now() + timedelta(minutes=10)
    house.act(meetings.suspend, "chair", meeting=house.meeting, resumes_at=until)
    entry = JournalEntry.objects.filter(room=house.room()).latest("number")
    assert entry.facts == {
        "meeting": house.meeting,
        "state": "suspended",
        "sitting": 1,
        "resumes_at": until.isoformat(),
    }


def test_a_meeting_opened_before_sittings_were_kept_gets_one_when_it_ends(house: House) -> None:
    with beside_the_frame():
        Sitting.objects.all().delete()
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert Sitting.objects.get(meeting=house.meeting).state == "closed"


def test_while_the_meeting_stands_adjourned_places_can_be_taken(house: House) -> None:
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    assert "MY" in house.act(attendance.enter, "my-head", meeting=house.meeting)["present"]
