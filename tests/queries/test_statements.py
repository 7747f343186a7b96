"""Statements, the clerk's notes and the record ask the database as often for many as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import clerk_notes, summary
from communique.queries import clerk_notes as clerk_reads
from communique.queries import statements as reads
from communique.queries import summary as record_reads
from tests.actions.deeds.statements import asked, handed_in, spoken
from tests.house import House


def more_statements(house: House) -> None:
    for who in ("sg-head", "vn-head", "nz-observer"):
        handed_in(house, who)
        handed_in(house, who, under=None)


def more_spoken(house: House) -> None:
    for who in ("sg-head", "vn-head", "la-head"):
        house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="supported", spoken=spoken(house, who))


def more_entries(house: House) -> None:
    for entry in ("One more.", "And another."):
        house.act(summary.edit, "clerk", meeting=house.meeting, change="add", words=entry, seen=1)


COUNTS: dict[str, tuple[Callable[[House], Any], Callable[[House], Any], Callable[[House, Any], Any], str, int]] = {
    "statements": (
        handed_in,
        more_statements,
        lambda house, who: reads.statements_for(who, house.meeting),
        "clerk",
        4,
    ),
    "a clerk's page": (
        lambda house: house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="x", spoken=spoken(house)),
        more_spoken,
        lambda house, who: clerk_reads.clerk_for(who, house.meeting),
        "clerk",
        3,
    ),
    "a record": (
        asked,
        more_entries,
        lambda house, who: record_reads.record_for(who, house.meeting),
        "clerk",
        4,
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_for_many_as_often_as_for_one(house: House, name: str) -> None:
    before, more, read, who, bound = COUNTS[name]
    audience = house.audience(who)
    before(house)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            assert read(house, audience)
        return len(asked_for)

    one = count()
    more(house)
    assert count() <= one <= bound


def test_drawing_up_reads_as_often_for_many_interventions_as_for_one(house: House) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            house.act(summary.draw_up, "clerk", meeting=house.meeting)
        return len(asked_for)

    more_spoken(house)
    count()
    few = count()
    more_spoken(house)
    more_spoken(house)
    assert count() == few


def test_what_there_is_not(house: House) -> None:
    chair = house.audience("chair")
    assert reads.statements_for(chair, 0) is None
    assert reads.statement_for(chair, 0) is None
    assert reads.statement_in(chair, 0) is None
    assert clerk_reads.clerk_for(chair, 0) is None
    assert clerk_reads.clerk_note_for(chair, 0) is None
    assert record_reads.record_for(chair, house.meeting) is None
    assert record_reads.record_for(house.audience("clerk"), house.meeting) is not None
    assert record_reads.correction_for(chair, 0) is None
