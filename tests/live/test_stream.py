"""The door: who is let in, who isn't, and how each is answered."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.live.house import House, Watcher


def test_a_reader_gets_an_event_stream_that_no_proxy_keeps(house: House) -> None:
    watcher = Watcher(house.port)
    assert watcher.status == 200
    assert watcher.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert watcher.headers["cache-control"] == "no-store"
    assert watcher.headers["x-accel-buffering"] == "no"
    assert watcher.headers["transfer-encoding"] == "chunked"
    assert next(watcher.blocks()).startswith("retry: ")


@pytest.mark.parametrize(
    ("who", "room", "status", "code", "sentence"),
    [
        ("expired", 1, 401, "signed_out", "Your session is over. Sign in again."),
        ("stranger", 1, 403, "not_yours_to_read", "This meeting is closed."),
        ("public", 10, 404, "no_such_room", "There is no such room."),
    ],
)
def test_whoever_is_not_let_in_is_told_why(
    house: House, who: str, room: int, status: int, code: str, sentence: str
) -> None:
    watcher = Watcher(house.port, who=who, room=room)
    assert watcher.status == status
    assert watcher.body() == {"code": code, "sentence": sentence, "facts": {}}
    assert house.hub.metrics()["clients"] == 0


def test_the_channel_is_only_read(house: House) -> None:
    watcher = Watcher(house.port, method="POST")
    assert watcher.status == 405
    assert watcher.headers["allow"] == "GET, HEAD"
    assert watcher.body()["sentence"]


def test_an_address_that_names_no_room_is_not_found(house: House) -> None:
    watcher = Watcher(house.port, query="x")
    assert watcher.status == 404
    assert watcher.body()["code"] == "no_such_room"


def asked(house: House, path: str = "/live/now", method: str = "GET", who: str = "public") -> tuple[HTTPResponse, str]:
    line = HTTPConnection("127.0.0.1", house.port, timeout=5)
    line.request(method, path, headers={"Cookie": f"who={who}"})
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    return answer, said


@pytest.mark.parametrize("who", ["public", "LA", "expired", "stranger"])
def test_the_time_is_told_in_milliseconds_to_everybody_without_a_look_at_who_asks(house: House, who: str) -> None:
    house.delay = 9.0  # So long would the door take to look.
    before = time.time() * 1000
    answer, said = asked(house, who=who)
    assert before - 1 <= float(said) <= time.time() * 1000 + 1
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert house.source.loads == 0
    assert house.hub.metrics()["clients"] == 0


def test_the_time_is_only_read(house: House) -> None:
    assert asked(house, method="POST")[0].status == 405
    answer, said = asked(house, method="HEAD")
    assert (answer.status, said) == (200, "")
    assert asked(house, "/live/now/x")[0].status == 404


def test_head_answers_as_get_would_without_opening_a_stream(house: House) -> None:
    watcher = Watcher(house.port, method="HEAD")
    assert watcher.status == 200
    assert watcher.headers["content-type"].startswith("text/event-stream")
    assert house.hub.metrics()["clients"] == 0
    assert Watcher(house.port, method="HEAD", who="expired").status == 401


def test_an_old_client_without_chunks_reads_the_same_events(house: House) -> None:
    watcher = Watcher(house.port, http="1.0")
    assert "transfer-encoding" not in watcher.headers
    house.until(lambda: house.hub.metrics()["clients"] == 1)
    house.say(words="Excellencies")
    house.say(words="the floor is open")
    assert [one.data["words"] for one in watcher.take(2)] == ["Excellencies", "the floor is open"]


def test_a_failing_look_up_at_the_door_is_said_and_leaves_nothing() -> None:
    with House() as house:
        house.source.version = None  # type: ignore[assignment,method-assign]
        watcher = Watcher(house.port)
        assert watcher.status == 503
        assert watcher.body()["code"] == "unavailable"
        assert house.hub.metrics()["clients"] == 0


def test_one_person_can_not_take_every_stream() -> None:
    with House(per_person=2, per_address=3) as house:
        own = [Watcher(house.port, who="LA") for _ in range(2)]
        refused = Watcher(house.port, who="LA")
        assert refused.status == 429
        assert refused.body()["sentence"].startswith("Too many pages are open")
        assert "retry-after" in refused.headers
        assert Watcher(house.port, who="chair").status == 200, "another person is not concerned"

        own[0].leave()
        assert house.until(lambda: Watcher(house.port, who="LA").status == 200), "a page that closed makes room"


def test_an_address_without_a_sign_in_has_its_own_bound() -> None:
    with House(per_person=2, per_address=3) as house:
        watchers = [Watcher(house.port) for _ in range(4)]
        assert [one.status for one in watchers] == [200, 200, 200, 429]


def test_no_bound_is_no_bound() -> None:
    with House(per_person=0, per_address=0) as house:
        assert {one.status for one in [Watcher(house.port, who="LA") for _ in range(30)]} == {200}


def test_a_client_that_leaves_while_the_door_looks_costs_nothing(house: House) -> None:
    house.delay = 0.2
    with socket.create_connection(("127.0.0.1", house.port)) as hasty:
        hasty.sendall(b"GET /live/rooms/1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.4)
    assert house.hub.metrics()["clients"] == 0
    assert house.hub.metrics()["rooms"] == 0


def test_requests_on_one_connection_are_each_answered_before_a_stream_takes_it(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port), timeout=5) as line:
        line.sendall(
            b"GET /live/rooms/10 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            b"GET /live/rooms/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            b"GET /live/rooms/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        answer = b""
        while b"retry: " not in answer:
            answer += line.recv(65536)
        house.say(words="once")
        while b"once" not in answer:
            answer += line.recv(65536)
        assert answer.count(b"HTTP/1.1 404") == 1
        assert answer.count(b"HTTP/1.1 200") == 1
        assert answer.count(b"HTTP/1.1 ") == 2


def test_a_server_that_stops_ends_its_streams_properly_and_at_once() -> None:
    with House() as house:
        watcher = Watcher(house.port)
        started = time.monotonic()
    assert time.monotonic() - started < 3
    list(watcher.blocks())
    assert watcher.raw.endswith(b"0\r\n\r\n")
