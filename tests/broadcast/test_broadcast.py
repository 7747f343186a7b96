"""What each audience is sent of a room's events, and who may stand at its door."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.actions import amendments, bodies
from communique.broadcast import Broadcast, Door, _admit
from communique.domain.actors import PUBLIC, Audience
from communique.live.hub import TooFar
from communique.live.stream import Admission, Denial
from communique.queries import rooms
from communique.records.models import Person
from tests.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House.founded()


def messages(body: bytes) -> list[tuple[int, str, Any]]:
    """Version, kind and data of each message; a version without a message has the kind ""."""
    found = []
    for block in body.decode().split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((int(fields["id"]), fields.get("event", ""), json.loads(fields.get("data", "null"))))
    return found


def heard(house: House, audience: Audience, since: int) -> list[tuple[int, str, Any]]:
    """What an audience is sent of everything since a version of the meeting's room."""
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, since)
    assert not isinstance(events, TooFar)
    return messages(broadcast.encode(events, audience))


def test_what_the_pen_types_reaches_those_who_negotiate(house: House) -> None:
    before = house.room().version
    version = house.type(" early", after="share [all]")
    for who in ("chair", "la-head", "la-adviser", "pen", "nz-observer"):
        ((at, kind, data),) = heard(house, house.audience(who), before)
        assert (at, kind) == (house.room().version, "steps")
        assert (data["text"], data["version"], data["clients"], data["by"]) == (house.text, version, ["pen"], "pen")
        assert data["steps"][0]["slice"]["content"] == [{"type": "text", "text": " early"}]


def test_of_a_draft_the_public_gets_nothing(house: House) -> None:
    before = house.room().version
    house.type(" early", after="share [all]")
    house.table("la-head", "open the regional reserve", "keep the regional reserve")
    assert heard(house, PUBLIC, before) == []


def test_observers_of_a_body_that_doesnt_admit_them_to_drafts_get_no_word_of_them() -> None:
    house = House.founded(observers_read_drafts=False)
    before = house.room().version
    house.type(" secretly", after="share [all]")
    house.table("la-head", "open the regional reserve", "keep the regional reserve")
    said = json.dumps(heard(house, house.audience("nz-observer"), before))
    assert "secretly" not in said
    assert "keep the regional" not in said


def test_an_amendment_is_mine_for_its_delegation_alone_and_my_stance_is_mine(house: House) -> None:
    before = house.room().version
    made = house.table("la-head", "open the regional reserve", "keep the regional reserve")
    house.act(amendments.take_position, "sg-head", amendment=made, stance="oppose")
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, before)
    assert not isinstance(events, TooFar)
    seen = {}
    for who in ("la-head", "sg-head", "chair"):
        said = messages(broadcast.encode(events, house.audience(who)))
        overlays = [data for _, kind, data in said if kind == "overlay"]
        assert len(overlays) == 1, "of two overlays the newer one is sent"
        seen[who] = [(one["mine"], one["stance"]) for one in overlays[0]["amendments"]]
    assert seen == {"la-head": [(True, "support")], "sg-head": [(False, "oppose")], "chair": [(False, "")]}


def test_of_several_changes_of_one_place_the_last_is_rendered(house: House) -> None:
    before = house.room().version
    made = house.table("la-head", "open the regional reserve", "keep the regional reserve")
    for stance in ("support", "reserve", "can_live_with"):
        house.act(amendments.take_position, "sg-head", amendment=made, stance=stance)
    said = heard(house, house.audience("la-head"), before)
    places = [data["target"] for _, kind, data in said if kind == "fragment"]
    assert places == [f"proposals:{house.text}", f"amendment:{made}"]
    assert said[-1][0] == house.room().version
    taken = [(data["code"], data["stance"]) for _, kind, data in said if kind == "position"]
    assert taken == [("SG", "support"), ("SG", "reserve"), ("SG", "can_live_with")], "each is a word of its own"


def test_a_message_ends_at_the_rooms_newest_version_even_when_its_last_event_is_not_for_this_audience(
    house: House,
) -> None:
    before = house.room().version
    other = house.add_item("2", "Recovery", adopts=False)
    assert other
    house.type(" early", after="share [all]")
    said = heard(house, PUBLIC, before)
    assert [kind for _, kind, _ in said] == ["fragment", ""]
    assert said[-1][0] == house.room().version


def test_steps_are_read_once_for_all_audiences(house: House) -> None:
    before = house.room().version
    house.type(" early", after="share [all]")
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, before)
    assert not isinstance(events, TooFar)
    audiences = [house.audience(who) for who in ("chair", "la-head", "sg-head", "vn-head", "pen")]
    broadcast.encode(events, audiences[0])
    with CaptureQueriesContext(connection) as asked:
        for audience in audiences[1:]:
            broadcast.encode(events, audience)
    assert not [one for one in asked.captured_queries if "records_step" in one["sql"]]


def test_who_missed_too_much_is_told_the_newest_version(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "BACKLOG", 1)
    assert Broadcast().load(house.room().pk, 0) == TooFar(house.room().version)


def knock(house: House, client: Client, **headers: str) -> Admission | Denial:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    [answer] = _admit([({"cookie": cookies} | headers, house.room().pk)])
    return answer


def test_the_door_knows_a_seat_by_its_session(house: House, client: Client) -> None:
    answer = knock(house, house.sign_in(client, "la-head"))
    assert isinstance(answer, Admission)
    assert answer.audience == house.audience("la-head")
    assert (answer.seat_id, answer.person) == (house.seats["la-head"], str(house.people["la-head"]))
    assert answer.version == house.room().version
    assert answer.expires_at is not None and answer.expires_at > timezone.now()


def test_the_door_is_open_to_the_public(house: House, client: Client) -> None:
    answer = knock(house, client)
    assert isinstance(answer, Admission)
    assert (answer.audience, answer.seat_id, answer.person) == (PUBLIC, None, "")


def test_a_session_that_is_over_is_told_so(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    answer = knock(house, client)
    assert isinstance(answer, Denial)
    assert (answer.status, answer.code) == (401, "signed_out")
    assert answer.sentence


def test_a_page_whose_reader_has_signed_out_is_told_so(house: House, client: Client) -> None:
    answer = knock(house, client, **{"x-seat": str(house.seats["la-head"])})
    assert isinstance(answer, Denial)
    assert (answer.status, answer.code) == (401, "signed_out")


def test_a_page_of_another_seat_is_not_let_in(house: House, client: Client) -> None:
    house.sign_in(client, "my-head")
    assert isinstance(knock(house, client, **{"x-seat": str(house.seats["my-head"])}), Admission)
    answer = knock(house, client, **{"x-seat": str(house.seats["som-my-head"])})
    assert isinstance(answer, Denial)
    assert (answer.status, answer.code) == (403, "other_seat")


def test_a_page_of_the_public_is_not_let_in_once_its_reader_has_signed_in(house: House, client: Client) -> None:
    answer = knock(house, house.sign_in(client, "la-head"), **{"x-seat": ""})
    assert isinstance(answer, Denial)


def test_a_seat_that_was_ended_opens_no_door(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
    answer = knock(house, client)
    assert isinstance(answer, Admission)
    assert answer.audience == PUBLIC


@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=nonsense", "=;=", "sessionid=\x00"])
def test_cookies_that_cant_be_read_open_nothing(house: House, cookie: str) -> None:
    [answer] = _admit([({"cookie": cookie}, house.room().pk)])
    assert isinstance(answer, Denial) or answer.audience == PUBLIC


@pytest.mark.django_db(transaction=True)
def test_there_is_no_door_to_a_room_that_isnt_there() -> None:
    answer = asyncio.run(Door().admit({}, 10**17))
    assert isinstance(answer, Denial)
    assert (answer.status, answer.code) == (404, "no_such_room")


def cookie_of(house: House, who: str) -> dict[str, str]:
    return {"cookie": f"sessionid={house.sign_in(Client(), who).cookies['sessionid'].value}"}


def test_who_knocks_together_is_looked_up_together_and_each_is_told_its_own(house: House) -> None:
    people = ["la-head", "my-head", "chair", "clerk"]
    cookies = [cookie_of(house, who) for who in people]
    room = house.room().pk
    with CaptureQueriesContext(connection) as one:
        _admit([(cookies[0], room)])
    knocks = [*((cookie, room) for cookie in cookies), ({}, room), ({"cookie": "sessionid=gone"}, room)]
    with CaptureQueriesContext(connection) as many:
        answers = _admit(knocks)
    assert len(many) == len(one)
    let_in = [answer.audience for answer in answers[:5] if isinstance(answer, Admission)]
    assert let_in == [*(house.audience(who) for who in people), PUBLIC]
    assert isinstance(answers[5], Denial) and answers[5].code == "signed_out"


def test_a_session_from_before_a_new_password_opens_no_door(house: House) -> None:
    cookie = cookie_of(house, "la-head")
    person = Person.objects.get(pk=house.people["la-head"])
    person.set_password("another-and-a-long-one")
    person.save()
    [answer] = _admit([(cookie, house.room().pk)])
    assert isinstance(answer, Denial) and answer.code == "signed_out"


@pytest.mark.django_db(transaction=True)
def test_a_look_that_fails_is_told_to_all_who_waited_for_it_and_to_nobody_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hall() -> None:
        door = Door()
        with monkeypatch.context() as broken:
            broken.setattr(rooms, "room_for", lambda *_: 1 / 0)
            failed = await asyncio.gather(*(door.admit({}, 1) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(one, ZeroDivisionError) for one in failed)
        answers = await asyncio.gather(*(door.admit({}, 10**17) for _ in range(200)))
        assert {answer.code for answer in answers if isinstance(answer, Denial)} == {"no_such_room"}
        assert len(answers) == 200

    asyncio.run(hall())
