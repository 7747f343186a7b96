"""A query asks the database as often for many objects as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import amendments, attendance, bodies, conferences, decisions, programme, register
from communique.queries import attendance as attendance_reads
from communique.queries import bodies as body_reads
from communique.queries import decisions as decision_reads
from communique.queries import journal, margin, texts
from communique.queries import meetings as meeting_reads
from communique.queries import programme as programme_reads
from communique.queries import register as register_reads
from communique.records import documents
from tests.house import House

AT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
Read = Callable[[House], Any]


def more_conferences(house: House) -> None:
    for number in range(3):
        conference = house.act(
            conferences.convene_conference, "clerk", body=house.body, name=f"Retreat {number}", year=2020
        )["conference"]
        for name in ("First", "Second"):
            house.act(programme.convene_meeting, "clerk", conference=conference, name=name, begins_at=AT)


def more_meetings(house: House) -> None:
    for name in ("First", "Second", "Third"):
        house.convene(name)


def more_items(house: House) -> None:
    for number in range(2, 6):
        house.bring("# Statement\n\nWe state.\n", item=house.add_item(str(number), "Statement"))


def more_amendments(house: House) -> None:
    for old in ("reserve", "outbreaks", "next", "welcomed"):
        amendment = house.table("la-head", old, "X")
        for who in ("my-head", "sg-head", "vn-head"):
            house.act(amendments.take_position, who, amendment=amendment, stance="reserve")


def more_people(house: House) -> None:
    for number in range(5):
        house.grant(f"new-{number}", "delegate", "SG")
        house.act(attendance.enter, f"new-{number}", meeting=house.meeting)


def more_questions(house: House) -> None:
    for who in ("la-head", "my-head", "sg-head"):
        question = house.put()
        house.act(decisions.object_to, who, question=question, reason="No.")


def more_documents(house: House) -> None:
    for number in range(2, 5):
        text = house.bring("# Statement\n\nWe state.\n", item=house.add_item(str(number), "Statement"))
        house.adopt(text=text)
        house.act(register.publish, "clerk", text=text, symbol=f"AMM/53/{number}")


def more_parties(house: House) -> None:
    for code, name in (("BN", "Brunei Darussalam"), ("KH", "Cambodia"), ("TH", "Thailand")):
        house.act(bodies.admit_member, "clerk", body=house.body, code=code, iso=code, name=name)
        house.act(bodies.set_chairmanship, "clerk", body=house.body, year=2020 + len(name), party=code)


def one_amendment(house: House) -> None:
    house.table("la-head", "all", "any")


def one_published(house: House) -> None:
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")


def nothing(house: House) -> None:
    pass


CASES: dict[str, tuple[Callable[[House], None], Callable[[House], None], Read, int]] = {
    "conferences": (
        nothing,
        more_conferences,
        lambda house: meeting_reads.conferences_for(house.audience("public")),
        3,
    ),
    "a conference": (
        nothing,
        more_meetings,
        lambda house: programme_reads.programme_for(house.audience("public"), "53rd-meeting-2020"),
        4,
    ),
    "a meeting with items": (
        nothing,
        more_items,
        lambda house: meeting_reads.meeting_for(house.audience("la-head"), house.meeting),
        7,
    ),
    "a meeting with people": (
        nothing,
        more_people,
        lambda house: meeting_reads.meeting_for(house.audience("la-head"), house.meeting),
        7,
    ),
    "attendance": (
        nothing,
        more_people,
        lambda house: attendance_reads.attendance_for(house.audience("la-head"), house.meeting),
        4,
    ),
    "open meetings": (
        nothing,
        more_items,
        lambda house: meeting_reads.sitting_for(house.audience("la-head")),
        6,
    ),
    "an overlay": (
        one_amendment,
        more_amendments,
        lambda house: texts.overlay_for(house.audience("la-head"), house.text),
        5,
    ),
    "a margin": (
        one_amendment,
        more_amendments,
        lambda house: margin.margin_for(house.audience("la-head"), house.text),
        6,
    ),
    "a text": (nothing, more_amendments, lambda house: texts.text_for(house.audience("la-head"), house.text), 2),
    "a decision": (
        lambda house: more_questions(house),
        more_questions,
        lambda house: decision_reads.decision_for(house.audience("la-head"), house.text),
        6,
    ),
    "the register": (
        one_published,
        more_documents,
        lambda house: register_reads.documents_for(house.audience("public")),
        2,
    ),
    "a document": (
        one_published,
        more_documents,
        lambda house: register_reads.document_for(house.audience("public"), "AMM/53/1"),
        4,
    ),
    "a body with people": (
        nothing,
        more_people,
        lambda house: body_reads.body_for(house.audience("clerk"), "amm"),
        6,
    ),
    "a body with parties": (
        nothing,
        more_parties,
        lambda house: body_reads.body_for(house.audience("public"), "amm"),
        5,
    ),
    "a journal": (
        nothing,
        more_amendments,
        lambda house: journal.entries_for(house.audience("chair"), house.meeting),
        2,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_for_many_as_often_as_for_one(house: House, name: str) -> None:
    before, more, read, bound = CASES[name]
    before(house)
    one = count(house, read)
    more(house)
    many = count(house, read)
    assert many <= one, "for many, no more than for one"
    assert one <= bound


def count(house: House, read: Read) -> int:
    documents.newest(house.row())
    assert read(house)
    known = {who: house.audience(who) for who in ("public", "la-head", "clerk", "chair")}
    # The audience is known before a query begins.
    with (
        mock.patch.object(house, "audience", known.__getitem__),
        CaptureQueriesContext(connection) as asked,
    ):
        read(house)
    return len(asked)
