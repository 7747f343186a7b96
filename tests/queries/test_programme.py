"""What is asked of the database for a programme, and who reads what of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import capitals, conferences, objectives, programme
from communique.domain.actors import PUBLIC
from communique.queries import calendars
from communique.queries import programme as reads
from tests.house import House

AT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
SLUG = "53rd-meeting-2020"


def more(house: House) -> None:
    """Three more meetings with two sittings and objectives each, a published conference beside, and capitals."""
    for number in range(3):
        begins = AT + timedelta(hours=4 * number)
        given = {"name": f"M{number}", "begins_at": begins, "hall": "Room 1", "objectives": ["A", "B"]}
        made = house.act(programme.convene_meeting, "clerk", conference=house.conference, **given)
        house.act(programme.plan_sitting, "clerk", meeting=made["meeting"], begins_at=begins + timedelta(days=1))
        house.act(objectives.set_objective, "chair", holder="conference", number=house.conference, words="More")
        house.act(conferences.convene_conference, "clerk", body=house.body, name=f"C{number}", year=2020)
    for party in ("LA", "VN", "SG"):
        house.act(capitals.locate, "clerk", body=house.body, party=party, time_zone="Asia/Bangkok")


READS: dict[str, tuple[Callable[[House], Any], int]] = {
    "a programme": (lambda house: reads.programme_for(PUBLIC, SLUG), 4),
    "its states": (lambda house: reads.states_for(PUBLIC, house.conference), 4),
    "objectives": (lambda house: reads.objectives_for(PUBLIC, house.conference), 2),
    "a meeting": (lambda house: reads.meeting_for(PUBLIC, house.meeting), 3),
    "a year": (lambda house: reads.year_for(PUBLIC, "amm", 2020), 5),
    "capitals": (lambda house: reads.capitals_for(PUBLIC, house.body), 1),
    "slots": (lambda house: reads.slots_for(PUBLIC, house.conference, AT, AT + timedelta(days=3)), 1),
    "documents": (lambda house: reads.documents_for(PUBLIC, house.conference), 1),
    "a public calendar": (lambda house: calendars.sittings_for(PUBLIC, SLUG), 3),
}


@pytest.mark.parametrize("name", READS)
def test_for_many_as_often_as_for_one(house: House, name: str) -> None:
    read, bound = READS[name]
    counts = []
    for prepare in (lambda house: None, more):
        prepare(house)
        with CaptureQueriesContext(connection) as asked:
            read(house)
        counts.append(len(asked))
    assert counts[1] <= max(counts[0], bound)
    assert counts[0] <= bound


def test_the_chair_counts_for_no_delegation(house: House) -> None:
    """Viet Nam's chair serves the body; its delegation is its head alone."""
    assert reads.capitals_for(PUBLIC, house.body)["seats"] == {
        "Lao PDR": 4,
        "Malaysia": 1,
        "Singapore": 1,
        "Viet Nam": 1,
    }


def test_what_is_over_or_cancelled_takes_up_nothing(house: House) -> None:
    given = {"name": "Retreat", "begins_at": AT}
    made = house.act(programme.convene_meeting, "clerk", conference=house.conference, **given)

    def found() -> list[int]:
        return [one.meeting for one in reads.slots_for(PUBLIC, house.conference, AT, AT + timedelta(hours=1))]

    assert found() == [made["meeting"]]
    house.act(programme.cancel_meeting, "clerk", meeting=made["meeting"], reason="The storm.")
    assert found() == []


@pytest.mark.django_db
def test_nothing_is_found_of_what_there_is_not() -> None:
    assert reads.programme_for(PUBLIC, "nowhere") is None
    assert reads.states_for(PUBLIC, 9) is None
    assert reads.objectives_for(PUBLIC, 9) is None
    assert reads.aims_for(PUBLIC, 9) is None
    assert reads.objective_for(PUBLIC, 9) is None
    assert reads.meeting_for(PUBLIC, 9) is None
    assert reads.sitting_for(PUBLIC, 9) is None
    assert reads.year_for(PUBLIC, "nowhere", 2020) is None
    assert calendars.feed_for(PUBLIC, "") is None
    assert reads.capitals_for(PUBLIC, 9) == {}
