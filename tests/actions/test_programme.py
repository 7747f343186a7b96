"""The programme of a conference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from communique.actions import programme
from communique.actions.conferences import convene_conference
from communique.domain.errors import Refused
from communique.domain.journal import GENESIS
from communique.records.models import JournalEntry, Meeting, Sitting
from tests.actions.refusals import refused
from tests.guards import beside_the_frame
from tests.house import House, together

AT = datetime(2020, 9, 10, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def convene(house: House, name: str = "Retreat", begins: float = 0, hours: float = 3, **more: Any) -> int:
    begins_at = AT + begins * HOUR
    given = {"name": name, "begins_at": begins_at, "ends_at": begins_at + hours * HOUR} | more
    meeting: int = house.act(programme.convene_meeting, "clerk", conference=house.conference, **given)["meeting"]
    return meeting


def only_sitting(meeting: int) -> Sitting:
    return Sitting.objects.get(meeting=meeting)


def test_a_meeting_has_a_room_of_its_own_whose_chain_the_conference_names(house: House) -> None:
    meeting = Meeting.objects.get(pk=house.convene("Retreat"))
    assert (meeting.state, meeting.room.length, meeting.room.digest) == ("convened", 0, GENESIS)
    entry = JournalEntry.objects.filter(room=house.conference_room()).latest("number")
    assert entry.facts["room"] == meeting.room_id


def test_a_meeting_is_convened_with_its_first_sitting_and_what_it_is_to_reach(house: House) -> None:
    pk = convene(
        house, kind="thematic", level="ministers", theme=" Women ", hall=" Room  2 ", objectives=["Hear all", " "]
    )
    row = Meeting.objects.get(pk=pk)
    assert (row.kind, row.level, row.theme, row.hall) == ("thematic", "ministers", "Women", "Room 2")
    assert (row.begins_at, row.ends_at) == (AT, AT + 3 * HOUR)
    sitting = only_sitting(pk)
    assert (sitting.number, sitting.state, sitting.begins_at, sitting.ends_at) == (1, "planned", AT, AT + 3 * HOUR)
    assert [one.words for one in row.objectives.all()] == ["Hear all"]


def test_of_which_nobody_says_how_long_it_lasts_is_planned_for_half_a_day(house: House) -> None:
    assert only_sitting(house.convene("Retreat")).ends_at == datetime(2020, 9, 9, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "name_missing"),
        ({"name": "x" * 201}, "too_long"),
        ({"ends_at": AT}, "sitting_ends_before_it_begins"),
        ({"ends_at": AT + 25 * HOUR}, "sitting_too_long"),
        ({"kind": "party"}, "bad_kind_of_meeting"),
        ({"level": "kings"}, "bad_level"),
        ({"hall": "x" * 81}, "too_long"),
        ({"objectives": ["x"] * 41}, "too_many_objectives"),
    ],
)
def test_a_meeting_that_cannot_be_convened(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        convene(house, **given)


# Halls


def test_a_hall_holds_one_meeting(house: House) -> None:
    convene(house, hall="Room 1")
    with refused("hall_is_taken", hall="Room 1", meeting="Retreat"):
        convene(house, "Forum", 2, hall="room 1")
    convene(house, "Forum", 3, hall="Room 1")
    convene(house, "Council", 2, hall="Room 2")


def test_the_hall_of_another_conference_is_another_one(house: House) -> None:
    convene(house, hall="Room 1")
    other = house.act(convene_conference, "clerk", body=house.body, name="Other", year=2020)["conference"]
    given = {"name": "Plenary", "begins_at": AT, "hall": "Room 1"}
    assert house.act(programme.convene_meeting, "clerk", conference=other, **given)["meeting"]


def test_what_is_cancelled_takes_up_no_hall(house: House) -> None:
    first = convene(house, hall="Room 1")
    house.act(programme.cancel_meeting, "clerk", meeting=first, reason="The storm.")
    convene(house, "Forum", hall="Room 1")


def test_a_meeting_moves_into_a_hall_that_is_free_at_all_its_hours(house: House) -> None:
    convene(house, "Forum", 24, hall="Room 1")
    moving = convene(house)
    house.act(programme.plan_sitting, "clerk", meeting=moving, begins_at=AT + 25 * HOUR, ends_at=AT + 26 * HOUR)
    with refused("hall_is_taken", meeting="Forum"):
        house.act(programme.change_meeting, "clerk", meeting=moving, name="Retreat", hall="Room 1")
    house.act(programme.change_meeting, "clerk", meeting=moving, name="Retreat of all", hall="Room 3")
    row = Meeting.objects.get(pk=moving)
    assert (row.name, row.hall, row.kind, row.revision) == ("Retreat of all", "Room 3", "main", 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_one_hall_to_two_meetings_at_the_same_moment(house: House) -> None:
    one, other = convene(house), convene(house, "Forum")

    def move(meeting: int, name: str) -> Any:
        return house.act(programme.change_meeting, "clerk", meeting=meeting, name=name, hall="Room 1")

    done = together(lambda: move(one, "Retreat"), lambda: move(other, "Forum"))
    refusals = [str(answer) for answer in done if isinstance(answer, Refused)]
    assert refusals == ["hall_is_taken"], done
    assert Meeting.objects.filter(hall="Room 1").count() == 1


# Sittings


def test_when_a_meeting_begins_and_ends_follows_from_its_sittings(house: House) -> None:
    meeting = convene(house)
    made = house.act(programme.plan_sitting, "clerk", meeting=meeting, begins_at=AT + 24 * HOUR, ends_at=AT + 26 * HOUR)
    row = Meeting.objects.get(pk=meeting)
    assert (made["number"], row.begins_at, row.ends_at) == (2, AT, AT + 26 * HOUR)
    first = row.sittings.get(number=1)
    house.act(programme.move_sitting, "clerk", sitting=first.pk, begins_at=AT + 30 * HOUR, ends_at=AT + 31 * HOUR)
    row.refresh_from_db()
    assert (row.begins_at, row.ends_at, row.revision) == (AT + 24 * HOUR, AT + 31 * HOUR, 2)
    house.act(programme.cancel_sitting, "clerk", sitting=made["sitting"], reason="All is said.")
    row.refresh_from_db()
    assert (row.begins_at, row.revision) == (AT + 30 * HOUR, 3)


def test_a_sitting_may_go_over_midnight_and_over_the_change_of_summer_time(house: House) -> None:
    """From 23:00 to 05:00 in Paris on the night of 28 March 2021, which is five hours long."""
    night = {"begins_at": datetime(2021, 3, 27, 22, tzinfo=UTC), "ends_at": datetime(2021, 3, 28, 3, tzinfo=UTC)}
    sitting = only_sitting(convene(house, **night))
    assert (sitting.begins_at, sitting.ends_at) == (night["begins_at"], night["ends_at"])


def test_a_meeting_sits_once_at_a_time(house: House) -> None:
    meeting = convene(house)
    with refused("sitting_overlaps", number=1):
        house.act(programme.plan_sitting, "clerk", meeting=meeting, begins_at=AT + 2 * HOUR, ends_at=AT + 4 * HOUR)
    sitting = only_sitting(meeting)
    house.act(programme.move_sitting, "clerk", sitting=sitting.pk, begins_at=AT + HOUR, ends_at=AT + 4 * HOUR)


def test_the_hours_of_what_has_begun_stand(house: House) -> None:
    sitting = only_sitting(convene(house)).pk
    with beside_the_frame():
        Sitting.objects.filter(pk=sitting).update(state="open")
    with refused("sitting_has_begun"):
        house.act(programme.move_sitting, "clerk", sitting=sitting, begins_at=AT, ends_at=AT + HOUR)
    with refused("sitting_has_begun"):
        house.act(programme.cancel_sitting, "clerk", sitting=sitting, reason="No.")


def test_the_only_sitting_is_cancelled_with_its_meeting_alone(house: House) -> None:
    meeting = convene(house)
    with refused("only_sitting"):
        house.act(programme.cancel_sitting, "clerk", sitting=only_sitting(meeting).pk, reason="The storm.")


# Cancelling


def test_a_cancelled_meeting_stays_with_the_reason(house: House) -> None:
    meeting = convene(house)
    house.act(programme.cancel_meeting, "chair", meeting=meeting, reason=" The storm. ")
    row = Meeting.objects.get(pk=meeting)
    assert (row.state, row.reason, row.revision) == ("cancelled", "The storm.", 1)
    assert only_sitting(meeting).state == "cancelled"
    assert (row.begins_at, row.ends_at) == (AT, AT + 3 * HOUR), "it is still known when it would have been"
    for again in (
        lambda: house.act(programme.cancel_meeting, "chair", meeting=meeting, reason="Again."),
        lambda: house.act(programme.change_meeting, "chair", meeting=meeting, name="Other"),
        lambda: house.act(programme.plan_sitting, "chair", meeting=meeting, begins_at=AT, ends_at=AT + HOUR),
    ):
        with refused("meeting_is_cancelled"):
            again()


@pytest.mark.parametrize(("reason", "code"), [(" ", "words_missing"), ("x" * 1001, "too_long")])
def test_who_cancels_says_why(house: House, reason: str, code: str) -> None:
    meeting = convene(house)
    with refused(code):
        house.act(programme.cancel_meeting, "clerk", meeting=meeting, reason=reason)


def test_what_has_sat_is_closed_and_not_cancelled(house: House) -> None:
    with refused("meeting_has_sat"):
        house.act(programme.cancel_meeting, "clerk", meeting=house.meeting, reason="The storm.")
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state="closed")
    with refused("meeting_is_closed"):
        house.act(programme.change_meeting, "clerk", meeting=house.meeting, name="Other")
