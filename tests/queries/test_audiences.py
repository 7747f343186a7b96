"""What each audience may read: what it may not read is not in the answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from communique.actions import amendments, attendance, bodies, register
from communique.queries import agenda as agenda_reads
from communique.queries import attendance as attendance_reads
from communique.queries import bodies as body_reads
from communique.queries import decisions, margin, readings, rooms, texts
from communique.queries import meetings as meeting_reads
from communique.queries import programme as programme_reads
from communique.queries import register as register_reads
from tests.house import House, later

INSIDE = ("chair", "pen", "clerk", "la-head", "la-adviser", "my-head")
OUTSIDE = ("som-my-head", "nobody", "operator", "public")


@pytest.fixture
def worked(house: House) -> House:
    """Something is tabled, somebody took a position on it, and a question is before the meeting."""
    amendment = house.table("la-head", "all", "any", reason="It is wider.")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="oppose")
    house.put()
    return house


def of_drafts(house: House, who: str) -> dict[str, Any]:
    """Everything that a query tells this reader of a text under negotiation."""
    audience = house.audience(who)
    return {
        "text": texts.text_for(audience, house.text),
        "steps": texts.steps_since(audience, house.text, 0),
        "overlay": texts.overlay_for(audience, house.text),
        "margin": margin.margin_for(audience, house.text),
        "reading": readings.reading_for(audience, house.text),
        "decision": decisions.decision_for(audience, house.text),
        "question": meeting_reads.question_for(audience, house.text),
        "attendance": attendance_reads.attendance_for(audience, house.meeting),
    }


@pytest.mark.parametrize("who", INSIDE)
def test_who_negotiates_reads_the_draft_and_what_is_said_of_it(worked: House, who: str) -> None:
    for what, said in of_drafts(worked, who).items():
        assert said is not None, what
    assert texts.may_read(worked.audience(who), worked.text)


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_reads_anything_of_it(worked: House, who: str) -> None:
    for what, said in of_drafts(worked, who).items():
        assert said is None, what
    assert not texts.may_read(worked.audience(who), worked.text)


@pytest.mark.parametrize("admitted", [True, False])
@pytest.mark.django_db
def test_an_observer_reads_drafts_where_the_body_admits_it(admitted: bool) -> None:
    house = House.founded(observers_read_drafts=admitted)
    house.put()
    for what, said in of_drafts(house, "nz-observer").items():
        assert (said is not None) == admitted, what
    view = meeting_reads.meeting_for(house.audience("nz-observer"), house.meeting)
    assert view is not None
    assert (view.inside, view.question is not None, view.present != []) == (admitted, admitted, admitted)


@pytest.mark.parametrize("who", OUTSIDE)
def test_the_public_sees_the_agenda_but_neither_drafts_nor_who_is_there(worked: House, who: str) -> None:
    view = meeting_reads.meeting_for(worked.audience(who), worked.meeting)
    assert view is not None
    assert (view.inside, view.present, view.entered, view.question) == (False, [], [], None)
    (item,) = view.items
    assert (item["number"], item["text"], item["status"]) == ("1", None, "")
    agenda = agenda_reads.agenda_for(worked.audience(who), worked.meeting)
    assert agenda is not None
    assert agenda["items"] == view.items
    words = str(asdict(view)) + str(agenda)
    assert "outbreaks" not in words
    assert "It is wider" not in words


def test_of_a_published_text_the_public_sees_the_document(house: House) -> None:
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    view = meeting_reads.meeting_for(house.audience("public"), house.meeting)
    assert view is not None
    assert (view.items[0]["document"], view.items[0]["status"], view.items[0]["text"]) == (
        "AMM/53/1",
        "published",
        None,
    )
    assert texts.text_for(house.audience("public"), house.text) is None, "how it came to be stays inside"
    document = register_reads.document_for(house.audience("public"), "AMM/53/1")
    assert document is not None
    assert [party["code"] for party in document["present"]] == ["LA", "SG", "VN"]
    assert "outbreaks" in str(document["doc"])


def test_a_document_that_there_is_not(house: House) -> None:
    assert register_reads.document_for(house.audience("public"), "AMM/53/1") is None
    assert register_reads.file_for(house.audience("public"), "AMM/53/1", "pdf") is None


@pytest.mark.parametrize("format", ["html", "pdf", "docx", "xml"])
def test_the_published_files_are_public(house: House, format: str) -> None:
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    assert register_reads.file_for(house.audience("public"), "AMM/53/1", format)
    assert register_reads.file_for(house.audience("public"), "AMM/53/1", "exe") is None


PEOPLE = ("Head Bounmy", "la-head@example.org", "Operator Ann")


@pytest.mark.parametrize("who", OUTSIDE[:2] + OUTSIDE[3:])
def test_people_are_shown_to_nobody_outside(house: House, who: str) -> None:
    view = body_reads.body_for(house.audience(who), "amm")
    assert view is not None
    assert not view.shows_people
    assert [party["code"] for party in view.members] == ["LA", "MY", "SG", "VN"]
    assert not any(person in str(asdict(view)) for person in PEOPLE)
    assert "@" not in str(asdict(view))


def test_people_are_shown_at_their_own_table_and_to_the_operator(house: House) -> None:
    for view in (
        body_reads.body_for(house.audience("la-adviser"), "amm"),
        body_reads.body_for(house.audience("operator"), "amm", operator=True),
    ):
        assert view is not None
        assert view.shows_people
        (lao,) = [party for party in view.members if party["code"] == "LA"]
        assert "Head Bounmy" in [seat["name"] for seat in lao["seats"]]


@pytest.mark.parametrize("who", [*INSIDE, "nz-observer"])
def test_what_is_negotiated_names_delegations_and_no_persons(worked: House, who: str) -> None:
    for what, said in of_drafts(worked, who).items():
        assert "Head Bounmy" not in str(said), what
        assert "@example.org" not in str(said), what


def test_that_a_body_and_its_conferences_exist_is_public(house: House) -> None:
    public = house.audience("public")
    assert [one["slug"] for one in body_reads.bodies_for(public)] == ["amm", "som"]
    assert [one["slug"] for one in meeting_reads.conferences_for(public)] == ["53rd-meeting-2020"]
    conference = programme_reads.programme_for(public, "53rd-meeting-2020")
    assert conference is not None
    assert [one["name"] for one in conference["meetings"]] == ["Plenary"]
    assert body_reads.body_for(public, "nowhere") is None
    assert programme_reads.programme_for(public, "nowhere") is None


def test_the_chairmanships_and_who_follows_are_public(house: House) -> None:
    view = body_reads.body_for(house.audience("public"), "amm")
    assert view is not None
    assert [(one["year"], one["party"]["code"]) for one in view.chairmanships] == [(2020, "VN")]
    assert view.next_chair == "Lao PDR"


def test_each_delegation_sees_its_own_position_in_the_same_overlay(worked: House) -> None:
    said = {}
    for who in ("la-head", "la-adviser", "sg-head", "my-head", "chair", "nz-observer"):
        overlay = texts.overlay_for(worked.audience(who), worked.text)
        assert overlay is not None
        (one,) = overlay["amendments"]
        said[who] = (one["mine"], one["stance"])
    assert said == {
        "la-head": (True, "support"),
        "la-adviser": (True, "support"),
        "sg-head": (False, "oppose"),
        "my-head": (False, ""),
        "chair": (False, ""),
        "nz-observer": (False, ""),
    }


def test_an_overlay_made_for_one_audience_is_what_another_one_would_get(worked: House) -> None:
    made = texts.overlay_for(worked.audience("chair"), worked.text)
    assert made is not None
    for who in ("la-head", "sg-head", "nz-observer"):
        assert texts.seen_by(worked.audience(who), made) == texts.overlay_for(worked.audience(who), worked.text)


def test_what_a_page_offers_is_what_the_frame_will_let_pass(house: House) -> None:
    offered = {}
    for who in ("pen", "chair", "clerk", "la-head", "la-adviser", "nz-observer"):
        view = texts.text_for(house.audience(who), house.text)
        assert view is not None
        offered[who] = {name for name, may in texts.may_of(house.actor(who), view).items() if may}
    assert offered == {
        "pen": {"draft", "bracket"},
        "chair": {"accept", "put"},
        "clerk": set(),
        "la-head": {"amend", "inside", "position"},
        "la-adviser": {"inside"},
        "nz-observer": set(),
    }
    house.put()
    view = texts.text_for(house.audience("la-head"), house.text)
    assert view is not None
    assert texts.may_of(house.actor("la-head"), view)["object"]


def test_the_seats_that_a_person_holds_now(house: House) -> None:
    person = house.people["my-head"]
    both = [house.seats["my-head"], house.seats["som-my-head"]]
    assert [seat.pk for seat in body_reads.seats_of(person)] == both
    chosen = body_reads.acting_from(body_reads.seats_of(person), both[1])
    assert chosen is not None
    assert chosen.pk == both[1]
    house.act(bodies.end_seat, "operator", seat=both[1])
    first = body_reads.acting_from(body_reads.seats_of(person), both[1])
    assert first is not None
    assert first.pk == both[0], "an ended seat is nobody's: the first one that is held"
    assert body_reads.acting_from(body_reads.seats_of(house.people["nobody"]), None) is None


def test_a_person_acts_from_no_seat_of_somebody_elses(house: House) -> None:
    seat = body_reads.acting_from(body_reads.seats_of(house.people["la-head"]), house.seats["chair"])
    assert seat is not None
    assert seat.pk == house.seats["la-head"]


def test_whose_seat_was_ended_is_not_shown_in_the_room(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    view = meeting_reads.meeting_for(house.audience("la-head"), house.meeting)
    assert view is not None
    assert [party["code"] for party in view.present] == ["LA", "VN"]
    assert house.seats["sg-head"] not in view.entered


def test_attendance_names_members_in_protocol_order_with_who_is_there(house: House) -> None:
    house.act(attendance.enter, "nz-observer", meeting=house.meeting)
    said = attendance_reads.attendance_for(house.audience("la-head"), house.meeting)
    assert said is not None
    assert [(one["code"], one["present"]) for one in said["members"]] == [
        ("LA", True),
        ("MY", False),
        ("SG", True),
        ("VN", True),
    ]
    assert (said["count"], said["quorum"]) == (3, 2)
    assert [one["code"] for one in said["observers"]] == ["NZ"]
    assert said["offices"] == ["chair"]


def test_a_room_has_a_door_for_everybody_and_the_house_has_none(house: House) -> None:
    room = house.room()
    for who in ("public", "la-head"):
        view = rooms.room_for(house.audience(who), room.pk)
        assert view == rooms.RoomView(room.pk, house.body, room.version)
    assert rooms.room_for(house.audience("operator"), house.house_room().pk) is None
    assert rooms.version_of(room.pk) == room.version


def test_who_was_away_gets_what_was_missed_or_is_told_that_it_was_too_much(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = house.room()
    house.type("Dear ", after="We, the ")
    assert rooms.events_after(room.pk, room.version) == [
        {"version": room.version + 1, "kind": "steps", "data": {"text": house.text, "first": 1, "last": 1}}
    ]
    assert rooms.events_after(room.pk, room.version + 1) == []
    monkeypatch.setattr(rooms, "BACKLOG", 3)
    assert rooms.events_after(room.pk, 0) is None


def test_steps_carry_the_plate_of_who_typed_and_no_name(house: House) -> None:
    house.type("Dear ", after="We, the ")
    house.act(amendments.accept, "chair", amendment=house.table("la-head", "all", "any"))
    assert [one["by"] for one in rooms.steps_between(house.text, 1, 2)] == ["pen", "Viet Nam"]


def test_questions_that_are_due(house: House) -> None:
    from django.utils import timezone

    question = house.put(seconds=60)
    assert meeting_reads.due_questions(timezone.now()) == []
    closes = meeting_reads.next_question_closes()
    assert closes is not None
    assert meeting_reads.due_questions(closes) == [question]
    with later(seconds=61):
        assert meeting_reads.due_questions(timezone.now()) == [question]
