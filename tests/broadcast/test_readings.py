"""What each audience is told of a reading."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import readings
from communique.broadcast import Broadcast
from communique.domain.actors import PUBLIC
from communique.live.hub import TooFar
from tests.broadcast.test_broadcast import heard
from tests.house import House

pytestmark = pytest.mark.django_db
READERS = ("chair", "pen", "la-head", "la-adviser", "nz-observer")


@pytest.fixture
def house() -> House:
    made = House.founded()
    made.act(readings.open_reading, "chair", text=made.text)
    return made


def test_where_the_chair_is_reaches_all_who_read_the_text_and_nobody_else(house: House) -> None:
    before, paragraph = house.room().version, house.paragraph("next meeting")[0]
    house.act(readings.move, "chair", text=house.text, paragraph=paragraph)
    for who in READERS:
        moved, strip = heard(house, house.audience(who), before)
        assert moved[1:] == ("moved", {"text": house.text, "reading": 1, "paragraph": paragraph, "label": "4"})
        assert strip[2]["target"] == f"reading:{house.text}"
        assert "paragraph 4" in strip[2]["html"]
    assert heard(house, PUBLIC, before) == []


def test_of_several_moves_the_last_one_counts(house: House) -> None:
    before = house.room().version
    for words in ("outbreaks", "reserve", "next meeting"):
        house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph(words)[0])
    moved = [data["label"] for _, kind, data in heard(house, house.audience("la-head"), before) if kind == "moved"]
    assert moved == ["4"]


def test_what_is_found_of_a_paragraph_is_told_to_all_its_readers_alike(house: House) -> None:
    before, paragraph = house.room().version, house.paragraph("next meeting")[0]
    house.act(readings.agree, "chair", text=house.text, paragraph=paragraph)
    told = []
    for who in READERS:
        (reading,) = (data for _, kind, data in heard(house, house.audience(who), before) if kind == "reading")
        told.append(reading)
    assert all(one == told[0] for one in told)
    assert told[0]["statuses"][paragraph]["status"] == "agreed"
    assert set(told[0]) == {"text", "reading", "open", "paragraph", "statuses", "figures"}
    assert heard(house, PUBLIC, before) == []


def test_a_reading_is_read_once_for_all_audiences(house: House) -> None:
    before = house.room().version
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("next meeting")[0])
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, before)
    assert not isinstance(events, TooFar)
    audiences = [house.audience(who) for who in READERS]
    broadcast.encode(events, audiences[0])
    with CaptureQueriesContext(connection) as asked:
        for audience in audiences[1:]:
            broadcast.encode(events, audience)
    assert not [one for one in asked.captured_queries if "paragraphstatus" in one["sql"]]


def test_typing_says_nothing_of_the_reading(house: House) -> None:
    before = house.room().version
    house.type(" early", after="share [all]")
    assert [kind for _, kind, _ in heard(house, house.audience("la-head"), before)] == ["steps"]
