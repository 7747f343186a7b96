"""Statements, the clerk's notes and the record: what is not for an audience is in no answer, on no page and on no line
of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from communique.actions import clerk_notes, floor, statements, summary
from communique.broadcast import Broadcast
from communique.live.hub import Event
from communique.queries import clerk_notes as clerk_reads
from communique.queries import statements as reads
from communique.queries import summary as record_reads
from communique.records.models import Meeting, RoomEvent
from communique.web import fragments
from tests.actions.deeds.statements import asked, circulated, delivered, drawn, entry_of, final, handed_in, spoken
from tests.guards import beside_the_frame
from tests.house import SEATS, House

SECRET, TITLE = "Sesquipedalian", "Verisimilitude"
OWN = {"la-head", "la-alternate", "la-delegate", "la-adviser"}
SECRETARIAT = {"pen", "second-pen", "clerk"}
EVERYBODY = (*SEATS, "som-my-head", "nobody", "operator", "public")


def secret(house: House, **more: Any) -> dict[str, Any]:
    """A statement with words and a file, in two languages, that nobody may read but two."""
    given = handed_in(
        house, title=TITLE, words=SECRET, speaker=TITLE, filename=f"{TITLE}.txt", content=SECRET.encode(), **more
    )
    house.act(statements.translate, "la-adviser", language="lo", words=SECRET, **given)
    return given


def everything_for(house: House, client: Client, who: str, statement: int, intervention: int) -> str:
    """All that queries, live places, the line and pages tell this reader, in one string."""
    audience = house.audience(who)
    found: list[Any] = [
        reads.statements_for(audience, house.meeting),
        reads.statement_for(audience, statement),
        reads.statement_in(audience, intervention),
        *(one and asdict(one) for one in (reads.file_for(audience, statement, tag) for tag in ("en", "lo"))),
    ]
    for place in sorted(fragments.PLACES):
        for number in (house.meeting, house.text, house.conference, statement):
            found.append(fragments.render(f"{place}:{number}", audience, version=1))
    events = [
        Event(house.room().pk, one.version, one.kind, one.data) for one in RoomEvent.objects.filter(room=house.room())
    ]
    found.append(Broadcast().encode(events, audience).decode())
    _knock(house, client, who)
    for page in ("", "statements/", "record/", "clerk/", "journal/", "record.pdf"):
        found.append(client.get(f"/meetings/{house.meeting}/{page}").content)
    for page in ("", "files/en", "files/lo", "languages/en/", "languages/new/"):
        found.append(client.get(f"/statements/{statement}/{page}").content)
    found.append(client.get("/").content)
    return str(found)


def _knock(house: House, client: Client, who: str) -> None:
    if who == "public":
        client.logout()
    else:
        house.sign_in(client, who)


def speaking(house: House) -> int:
    number: int = house.act(floor.request, "la-head", meeting=house.meeting, on_item=house.item)["intervention"]
    house.act(floor.give, "chair", intervention=number, after=0)
    return number


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_word_of_an_embargoed_statement_reaches_who_may_not_read_it(house: House, client: Client, who: str) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    made = secret(house)["statement"]
    number = speaking(house)
    house.act(summary.draw_up, "clerk", meeting=house.meeting)
    told = everything_for(house, client, who, made, number)
    reads_it = who in OWN | SECRETARIAT
    assert (SECRET in told) == reads_it
    assert (TITLE in told) == reads_it


@pytest.mark.parametrize("who", EVERYBODY)
def test_of_a_withdrawn_one_nothing_is_left_but_to_its_delegation(house: House, client: Client, who: str) -> None:
    given = secret(house)
    house.act(statements.withdraw, "la-head", **given)
    told = everything_for(house, client, who, given["statement"], speaking(house))
    assert (SECRET in told) == (who in OWN)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_delivered_one_is_read_at_the_table_and_a_published_one_by_everybody(house: House, who: str) -> None:
    given = delivered(house)
    audience = house.audience(who)
    assert (reads.statement_for(audience, given["statement"]) is not None) == (who in SEATS)
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    assert (reads.statement_for(audience, given["statement"]) is not None) == (who in SEATS)
    house.act(statements.publish, "clerk", **given)
    assert reads.statement_for(audience, given["statement"]) is not None


def test_the_chair_sees_that_there_is_one_when_its_delegation_has_the_floor(house: House) -> None:
    secret(house)
    number = speaking(house)
    seen = reads.statement_in(house.audience("chair"), number)
    assert seen is not None
    assert (seen["id"], seen["title"], seen["by"]["code"], seen["speaking"]) == (None, "", "LA", True)
    assert reads.statement_in(house.audience("sg-head"), number) is None
    html = fragments.render(f"statements:{house.meeting}", house.audience("chair"), version=1)
    assert html is not None
    assert "Has the floor now" in html
    assert "has handed one in" in html


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_clerks_notes_are_for_the_chair_and_the_secretariat(house: House, client: Client, who: str) -> None:
    note = house.act(clerk_notes.write, "clerk", meeting=house.meeting, words=SECRET)["clerk_note"]
    _knock(house, client, who)
    told = str(
        [
            clerk_reads.clerk_for(house.audience(who), house.meeting),
            *(fragments.render(f"{one}:{house.meeting}", house.audience(who), version=1) for one in fragments.PLACES),
            client.get(f"/meetings/{house.meeting}/clerk/").content,
            client.get(f"/clerk-notes/{note}/").content,
            client.get(f"/meetings/{house.meeting}/").content,
        ]
    )
    assert (SECRET in told) == (who in SECRETARIAT | {"chair"})


RECORDS: dict[str, tuple[Callable[[House], Any], bool, set[str]]] = {
    "draft": (drawn, True, SECRETARIAT | {"chair"}),
    "circulated": (circulated, True, set(SEATS)),
    "final": (final, False, set(SEATS)),
    "final and public": (final, True, set(EVERYBODY)),
}


@pytest.mark.parametrize("name", RECORDS)
def test_who_reads_the_record_as_it_stands(house: House, client: Client, name: str) -> None:
    prepare, open_to_public, readers = RECORDS[name]
    prepare(house)
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=open_to_public)
    for who in EVERYBODY:
        audience = house.audience(who)
        seen = record_reads.record_for(audience, house.meeting)
        html = fragments.render(f"record:{house.meeting}", audience, version=1)
        assert ("Head Bounmy" in str(seen)) == ("Head Bounmy" in str(html)) == (who in readers), who
        _knock(house, client, who)
        for page in ("record/", "record.docx"):
            answer = client.get(f"/meetings/{house.meeting}/{page}")
            assert answer.status_code == (200 if who in readers else 404), (who, page)


def test_a_correction_is_between_its_delegation_and_those_who_keep_the_record(house: House) -> None:
    asked(house)
    told = {
        who for who in EVERYBODY if "will open it" in str(record_reads.record_for(house.audience(who), house.meeting))
    }
    assert told == OWN | SECRETARIAT | {"chair"}


def test_a_delegation_is_asked_about_its_own_interventions_alone(house: House) -> None:
    spoken(house, "sg-head")
    circulated(house)
    for who, wanted in (("la-head", 1), ("sg-head", 1), ("my-head", 0), ("chair", 0)):
        seen = record_reads.record_for(house.audience(who), house.meeting)
        assert str(seen).count("'may_correct': True") == wanted
    entry = record_reads.entry_for(house.audience("sg-head"), house.meeting, entry_of(house))
    assert entry is not None
    assert not entry["own"]
