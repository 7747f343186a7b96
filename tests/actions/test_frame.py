"""The one frame of every write: what it lets out, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from communique.actions import attendance, bodies, texts
from communique.actions.frame import ACTIONS, CHANNEL, frame, in_frame, listeners, writes
from communique.actions.where import of_meeting
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import DoneRequest, Meeting
from tests.guards import OutsideTheFrame, beside_the_frame
from tests.house import House, everything, insertion, request_id


@contextmanager
def declared(act: Any) -> Iterator[Any]:
    """An action of its own for a test, under the permission to open a meeting."""
    kept = ACTIONS.pop("meeting.open")
    try:
        yield writes("meeting.open", of_meeting)(act)
    finally:
        ACTIONS["meeting.open"] = kept


@contextmanager
def told() -> Iterator[list[str]]:
    """What is announced to the readers' hubs, in this process or through the database."""
    heard: list[str] = []
    if connection.vendor != "postgresql":
        listeners.append(heard.append)
        try:
            yield heard
        finally:
            listeners.remove(heard.append)
        return
    database = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(autocommit=True, **{name: database[name] for name in names if database.get(name)}) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        yield _Heard(ear, heard)


class _Heard(list[str]):
    def __init__(self, ear: Any, heard: list[str]) -> None:
        super().__init__(heard)
        self.ear = ear

    def __eq__(self, other: object) -> bool:
        self.extend(notice.payload for notice in self.ear.notifies(timeout=0.2))
        return super().__eq__(other)

    __hash__ = None


def test_a_write_outside_the_frame_is_a_mistake_of_ours(house: House) -> None:
    assert not in_frame()
    with pytest.raises(RuntimeError, match="outside the frame"):
        frame()


def test_the_tests_see_whatever_is_stored_outside_the_frame(house: House) -> None:
    row = house.meeting_row()
    for write in (
        lambda: Meeting.objects.filter(pk=house.meeting).update(state="closed"),
        row.save,
        DoneRequest.objects.all().delete,
        lambda: DoneRequest.objects.bulk_create([DoneRequest(who="x", request_id="x", result={}, at=row.begins_at)]),
    ):
        with pytest.raises(OutsideTheFrame), transaction.atomic():
            write()
    assert house.meeting_row().state == "open"


def test_one_act_at_a_time(house: House) -> None:
    def act(*, actor: Actor, request_id: str, meeting: int) -> dict[str, Any]:
        frame().record(meeting=meeting)
        return attendance.enter(actor=actor, request_id="another-request", meeting=meeting)

    before = everything()
    with declared(act) as nested, pytest.raises(RuntimeError, match="a frame inside a frame"):
        house.act(nested, "chair", meeting=house.meeting)
    assert everything() == before
    assert not in_frame()


def test_an_act_that_leaves_nothing_for_the_journal_is_not_done(house: House) -> None:
    def act(*, actor: Actor, request_id: str, meeting: int) -> dict[str, Any]:
        Meeting.objects.filter(pk=meeting).update(state="closed")
        return {}

    before = everything()
    with declared(act) as silent, pytest.raises(RuntimeError, match="left nothing for the journal"):
        house.act(silent, "chair", meeting=house.meeting)
    assert everything() == before


@pytest.mark.parametrize("kept", [1.5, float("nan"), {"deep": [0.1]}])
def test_what_the_journal_cannot_keep_is_not_done(house: House, kept: Any) -> None:
    def act(*, actor: Actor, request_id: str, meeting: int) -> dict[str, Any]:
        Meeting.objects.filter(pk=meeting).update(state="closed")
        frame().record(meeting=meeting, kept=kept)
        return {}

    before = everything()
    with declared(act) as unkept, pytest.raises(TypeError, match="float"):
        house.act(unkept, "chair", meeting=house.meeting)
    assert everything() == before


def test_an_action_has_one_function() -> None:
    with pytest.raises(RuntimeError, match=r"two functions for the action text\.draft"):
        writes("text.draft", of_meeting)(lambda **given: {})


def test_an_action_is_called_by_the_names_of_its_arguments(house: House) -> None:
    with pytest.raises(KeyError):
        attendance.enter(house.actor("my-head"), request_id(), house.meeting)  # type: ignore[call-arg]


def test_the_answer_to_a_repeated_request_is_what_was_kept(house: House) -> None:
    request = request_id()
    first = house.act(attendance.enter, "my-head", meeting=house.meeting, request_id=request)
    house.act(attendance.leave, "sg-head", meeting=house.meeting)
    again = house.act(attendance.enter, "my-head", meeting=house.meeting, request_id=request)
    assert again == first == {"present": ["LA", "MY", "SG", "VN"]}


def test_an_answer_is_json(house: House) -> None:
    for done in DoneRequest.objects.all():
        assert json.loads(json.dumps(done.result)) == done.result


def test_a_repeated_request_from_a_seat_that_was_ended_meanwhile_is_answered(house: House) -> None:
    actor, request = house.actor("my-head"), request_id()
    first = attendance.enter(actor=actor, request_id=request, meeting=house.meeting)
    house.act(bodies.end_seat, "clerk", seat=house.seats["my-head"])
    assert attendance.enter(actor=actor, request_id=request, meeting=house.meeting) == first


@pytest.mark.django_db(transaction=True)
def test_readers_are_woken_once_it_is_committed(house: House) -> None:
    with told() as heard:
        house.type("Dear ", after="We, the ")
        room = house.room()
        assert heard == [f"{room.pk}:{room.version}"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody(house: House) -> None:
    with told() as heard:
        with pytest.raises(Refused):
            house.act(texts.draft, "pen", text=house.text, version=0, steps=[insertion(10**6, "x")], client="browser")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            house.type("Dear ", after="We, the ")
            raise ZeroDivisionError
        assert heard == []
    assert house.row().version == 0
    assert "Dear" not in house.words()


@pytest.mark.django_db(transaction=True)
def test_a_repeated_request_wakes_nobody_again(house: House) -> None:
    request = request_id()
    house.act(attendance.enter, "my-head", meeting=house.meeting, request_id=request)
    with told() as heard:
        house.act(attendance.enter, "my-head", meeting=house.meeting, request_id=request)
        assert heard == []


@pytest.mark.django_db(transaction=True)
def test_the_streams_of_a_seat_that_was_ended_are_named(house: House) -> None:
    with told() as heard:
        house.act(bodies.end_seat, "clerk", seat=house.seats["la-head"])
        assert heard == [f"seat:{house.seats['la-head']}"]


def test_an_id_that_was_used_at_the_same_moment_in_another_room_is_refused(house: House) -> None:
    """The unique row of the database decides, when both looked before either was written."""
    actor = house.actor("my-head")

    def act(*, actor: Actor, request_id: str, meeting: int) -> dict[str, Any]:
        frame().record(meeting=meeting)
        DoneRequest.objects.create(
            who=f"seat:{house.seats['chair']}", request_id=request_id, action="x", result={}, at=frame().now
        )
        return {}

    before = everything()
    with declared(act) as slow, pytest.raises(Refused, match="request_id_reused"):
        house.act(slow, "chair", meeting=house.meeting)
    with beside_the_frame():
        assert everything() == before
    assert actor.person
