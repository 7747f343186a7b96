"""What an audience sees of the floor, and how often the database is asked for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.actions import attendance, bodies, floor
from communique.queries import floor as reads
from communique.records.models import Meeting
from tests.actions.deeds.floor import speaks, waits
from tests.house import SEATS, House


def seen(house: House, who: str) -> dict[str, Any] | None:
    return reads.floor_for(house.audience(who), house.meeting, now=timezone.now())


def test_everybody_at_the_table_sees_who_speaks_and_who_waits(house: House) -> None:
    speaks(house, "sg-head")
    waits(house, "la-head", kind="on_behalf", on_behalf_of="ASEAN")
    for who in SEATS:
        found = seen(house, who)
        assert found is not None and found["speaking"] is not None, who
        assert found["speaking"]["party"] == {"code": "SG", "iso": "sg", "name": "Singapore"}
        assert [(one["code"], one["kind"], one["on_behalf_of"]) for one in found["waiting"]] == [
            ("LA", "on_behalf", "ASEAN")
        ]


@pytest.mark.parametrize("who", ["public", "som-my-head"])
def test_others_see_it_of_an_open_meeting_alone_and_never_a_paragraph(house: House, who: str) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    speaks(house, on_text=house.text, paragraph=paragraph)
    assert seen(house, who) is None
    Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    found = seen(house, who)
    assert found is not None and found["speaking"]["code"] == "LA"
    assert (found["speaking"]["text"], found["speaking"]["paragraph"], found["speaking"]["label"]) == (None, "", "")
    assert (found["role"], found["kinds"], found["parties"], found["limits"]) == ("", [], (), [])


def test_only_who_presides_sees_the_tools_limits_and_whom_to_add(house: House) -> None:
    for who in ("chair", "clerk"):
        found = seen(house, who)
        assert found is not None and found["role"] == "presiding"
        assert [one["seconds"] for one in found["limits"]] == [300, 420, 120, 180, 600]
    assert [seen(house, who)["rules"] for who in ("chair", "clerk")] == [True, False]  # type: ignore[index]
    for who, role in (("la-head", "member"), ("la-adviser", "member"), ("nz-observer", "observer"), ("pen", "")):
        found = seen(house, who)
        assert found is not None and (found["role"], found["limits"]) == (role, [])


def test_an_observer_without_the_right_only_looks_on(house: House) -> None:
    house.act(bodies.regulate, "clerk", body=house.body, floor_rules={"observers": "on_invitation"})
    found = seen(house, "nz-observer")
    assert found is not None and (found["role"], found["kinds"]) == ("", [])


def test_the_time_left_is_as_the_clock_has_it(house: House) -> None:
    number = speaks(house)
    found = seen(house, "la-head")
    assert found is not None and found["speaking"]["limit"] == 300
    assert found["speaking"]["ends"] is not None and 298 <= found["speaking"]["left"] <= 300
    house.act(floor.suspend, "chair", meeting=house.meeting)
    found = seen(house, "la-head")
    assert found is not None and found["speaking"]["ends"] is None and found["after"] == number


def test_the_database_is_asked_as_often_for_a_long_list_as_for_a_short_one(house: House) -> None:
    waits(house, "la-head")

    def count(read: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read()
        return len(asked)

    def looks() -> list[int]:
        return [
            count(lambda: seen(house, "la-head")),
            count(lambda: reads.vacant(timezone.now())),
            count(lambda: reads.own_on_the_list(house.audience("la-head"), house.meeting)),
        ]

    few = looks()
    assert few == [6, 1, 2]
    for who in ("my-head", "nz-observer"):
        house.act(attendance.enter, who, meeting=house.meeting)
    for who in ("my-head", "nz-observer", "sg-head", "vn-head"):
        waits(house, who)
    first = reads.floor_for(house.audience("chair"), house.meeting, now=timezone.now())
    assert first is not None
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)
    waits(house, "la-head", kind="right_of_reply")
    assert looks() == few
