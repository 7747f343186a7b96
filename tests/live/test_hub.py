"""The hub: order, what was missed, who may not read what, who lags, and how streams end."""

from __future__ import annotations

import random
import socket
import threading
import time

import pytest

from tests.live.house import House, Source, Watcher


def test_readers_get_events_in_order_with_the_rooms_version(house: House) -> None:
    watchers = [Watcher(house.port) for _ in range(20)]
    for number in range(1, 101):
        house.say(number=number)
    for watcher in watchers:
        got = watcher.take(100)
        assert [one.id for one in got] == list(range(1, 101))
        assert [one.data["number"] for one in got] == list(range(1, 101))


def test_rooms_do_not_hear_each_other(house: House) -> None:
    here, there = Watcher(house.port, room=1), Watcher(house.port, room=2)
    house.say(1, words="here")
    house.say(2, words="there")
    assert [one.data for one in here.take(1)] == [{"words": "here"}]
    assert [one.data for one in there.take(1)] == [{"words": "there"}]
    assert here.silent() and there.silent()


def test_a_new_reader_gets_what_happens_from_now_on(house: House) -> None:
    for _ in range(5):
        house.say()
    watcher = Watcher(house.port)
    house.say()
    assert watcher.versions(1) == [6]


def test_a_page_that_was_just_made_says_its_version_in_the_address(house: House) -> None:
    for _ in range(5):
        house.say()
    assert Watcher(house.port, query="?after=3").versions(2) == [4, 5]


def test_a_reader_that_returns_gets_exactly_what_it_missed(house: House) -> None:
    for _ in range(10):
        house.say()
    watcher = Watcher(house.port, last=4, query="?after=1")
    assert watcher.versions(6) == [5, 6, 7, 8, 9, 10]
    house.say()
    assert watcher.versions(1) == [11]
    assert watcher.silent()


def test_readers_that_return_while_others_write_lose_and_repeat_nothing(house: House) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(300):
            house.say(number=number)
            time.sleep(0.003)
        done.set()

    seen: list[list[int | None]] = [[] for _ in range(6)]

    def read(own: list[int | None]) -> None:
        random_pauses = random.Random(len(own))
        last = 0
        while last < 300:
            watcher = Watcher(house.port, last=last)
            own += watcher.versions(min(random_pauses.randint(1, 40), 300 - last))
            last = watcher.last or 0
            watcher.leave()

    threads = [threading.Thread(target=write), *(threading.Thread(target=read, args=(own,)) for own in seen)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done.is_set()
    assert seen == [list(range(1, 301))] * 6


def test_a_reader_too_far_behind_is_told_to_load_the_state_anew() -> None:
    with House(Source(backlog=10)) as house:
        for _ in range(50):
            house.say()
        watcher = Watcher(house.port, last=3)
        (told,) = watcher.take(1)
        assert (told.kind, told.id, told.data) == ("resync", 50, {"version": 50})
        house.say()
        assert watcher.versions(1) == [51]
        assert house.hub.metrics()["resyncs"] == 1


def test_a_version_that_never_was_is_answered_by_the_state(house: House) -> None:
    house.say()
    (told,) = Watcher(house.port, last=999).take(1)
    assert (told.kind, told.data) == ("resync", {"version": 1})


def test_a_page_newer_than_the_hubs_last_round_gets_nothing_twice(house: House) -> None:
    first = Watcher(house.port)
    house.source.add(1)
    house.source.add(1)  # committed, and not announced yet
    second = Watcher(house.port, last=1)
    third = Watcher(house.port, last=2)
    house.say()
    assert first.versions(3) == [1, 2, 3]
    assert second.versions(2) == [2, 3]
    assert third.versions(1) == [3]


def test_what_was_committed_while_a_room_had_no_readers_is_found_by_the_first(house: House) -> None:
    house.delay = 0.3
    opened: list[Watcher] = []
    thread = threading.Thread(target=lambda: opened.append(Watcher(house.port)))
    thread.start()
    time.sleep(0.15)
    house.say()  # after the door read the version, before the room is known to the hub
    thread.join()
    assert opened[0].versions(1) == [1]


def test_an_audience_gets_only_its_own_bytes(house: House) -> None:
    public, lao, chair = (Watcher(house.port, who=who) for who in ("public", "LA", "chair"))
    secrets = {"1:delegation:LA:binds": "our instructions", "1:chair": "the landing text", "public": "hello"}
    for _ in range(20):
        for audience, words in secrets.items():
            house.say(only=audience, words=words)
    house.say(words="for all")
    for watcher, own in ((public, "hello"), (lao, "our instructions"), (chair, "the landing text")):
        assert [one.data["words"] for one in watcher.take(21)] == [own] * 20 + ["for all"]
        for words in set(secrets.values()) - {own}:
            assert words.encode() not in watcher.raw


def test_an_audience_that_may_read_nothing_still_learns_the_version(house: House) -> None:
    watcher = Watcher(house.port)
    for _ in range(3):
        house.say(only="1:chair")
    assert watcher.silent()
    assert watcher.last == 3


def test_bytes_are_made_once_for_an_audience_whatever_the_number_of_readers(house: House) -> None:
    watchers = [Watcher(house.port, who=who) for who in ("public", "LA", "chair") for _ in range(10)]
    house.say()
    for watcher in watchers:
        assert watcher.versions(1) == [1]
    assert set(house.source.encoded.values()) == {1}
    assert len(house.source.encoded) == 3


def test_an_audience_that_comes_while_a_round_runs_is_not_forgotten(house: House) -> None:
    encode, gate = house.source.encode, threading.Event()

    def slowly(events: object, audience: object) -> bytes:
        gate.wait(5)
        return encode(events, audience)  # type: ignore[arg-type]

    house.hub._encode = slowly  # type: ignore[assignment]
    public = Watcher(house.port)
    house.until(lambda: house.hub.metrics()["rounds"] == 1)
    house.say()
    house.until(lambda: house.hub.metrics()["rounds"] == 2)
    chair = Watcher(house.port, who="chair", last=0)
    house.until(lambda: house.hub.metrics()["clients"] == 2)
    gate.set()
    assert public.versions(1) == chair.versions(1) == [1]


def test_thousands_of_wakes_are_one_round_or_two(house: House) -> None:
    watcher = Watcher(house.port)
    house.until(lambda: house.hub.metrics()["rounds"] == 1)
    gate, load = threading.Event(), house.source.load

    def held(room: int, after: int) -> object:
        gate.wait(5)
        return load(room, after)

    house.hub._load = held  # type: ignore[assignment]
    threads = [threading.Thread(target=lambda: [house.say() for _ in range(1250)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    house.source.backlog = 10_000
    gate.set()
    assert watcher.versions(5000) == list(range(1, 5001))
    assert house.hub.metrics()["rounds"] <= 3


def test_a_database_that_fails_for_a_moment_delays_and_loses_nothing(house: House) -> None:
    watcher = Watcher(house.port)
    house.source.broken = True
    house.say()
    time.sleep(0.2)
    house.source.broken = False
    assert watcher.versions(1) == [1]


def test_a_reader_that_lags_is_cut_and_returns_losing_nothing() -> None:
    with House(hub={"bound": 64 * 1024}) as house:
        slow = Watcher(house.port, receive_buffer=4096)
        swift = Watcher(house.port)
        words = "x" * 40_000
        for _ in range(60):
            house.say(words=words)
            assert len(swift.take(1)) == 1
        assert house.until(lambda: house.hub.metrics()["cuts"] == 1)
        assert house.until(lambda: house.hub.metrics()["clients"] == 1)
        try:
            got = slow.versions(60)
        except ConnectionResetError:
            got = list(range(1, (slow.last or 0) + 1))
        assert 0 <= len(got) < 60
        back = Watcher(house.port, last=slow.last or 0, receive_buffer=4096)
        assert got + back.versions(60 - len(got)) == list(range(1, 61))
        house.say()
        assert back.versions(1) == [61], (
            "what was missed may be larger than the bound: a returning reader is waited for"
        )


def test_a_client_that_leaves_in_the_midst_of_what_it_missed_leaves_nothing_behind() -> None:
    with House(hub={"bound": 64 * 1024}) as house:
        for _ in range(100):
            house.source.add(1, words="x" * 100_000)
        watcher = Watcher(house.port, last=0, receive_buffer=65536)
        assert watcher.versions(1) == [1]
        assert house.hub.metrics()["clients"] == 1
        watcher.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        watcher.leave()
        assert house.until(lambda: house.hub.metrics() | {"clients": 0, "rooms": 0} == house.hub.metrics())
        assert not house.hub.held


def test_a_client_that_takes_nothing_of_what_it_missed_is_not_waited_for_forever() -> None:
    with House(hub={"bound": 64 * 1024, "patience": 0.3}) as house:
        for _ in range(100):
            house.source.add(1, words="x" * 100_000)
        watcher = Watcher(house.port, last=0, receive_buffer=4096)
        assert watcher.status == 200
        assert house.until(lambda: house.hub.metrics()["cuts"] == 1)
        assert house.until(lambda: house.hub.metrics()["clients"] == 0)


def test_a_lost_seat_closes_its_streams_and_no_other(house: House) -> None:
    lost = [Watcher(house.port, who="LA") for _ in range(3)]
    kept = Watcher(house.port, who="chair")
    house.until(lambda: house.hub.metrics()["clients"] == 4)
    house.hub.close(7)
    for watcher in lost:
        assert [(one.id, one.kind, one.data) for one in watcher.messages()] == [(None, "closed", {"why": "seat_lost"})]
        assert watcher.raw.endswith(b"0\r\n\r\n")
    house.say()
    assert kept.versions(1) == [1]


def test_a_seat_lost_while_its_reader_passes_the_door_closes_too(house: House) -> None:
    Watcher(house.port)
    house.delay = 0.3
    threading.Timer(0.1, house.hub.close, (7,)).start()
    watcher = Watcher(house.port, who="LA")
    assert [one.kind for one in watcher.messages()] == ["closed"]


def test_a_session_that_is_over_closes_its_stream(house: House) -> None:
    watcher, other = Watcher(house.port, who="brief"), Watcher(house.port, who="LA")
    assert [(one.kind, one.data) for one in watcher.messages()] == [("closed", {"why": "session_over"})]
    house.say()
    assert other.versions(1) == [1]


def test_a_silent_room_gets_a_beat_and_a_talking_one_does_not() -> None:
    with House(hub={"beat": 0.4}) as house:
        watcher = Watcher(house.port)
        blocks = watcher.blocks()
        assert next(blocks).startswith("retry")
        started = time.monotonic()
        assert next(blocks) == ": beat"
        assert 0.2 < time.monotonic() - started < 1.5
        for _ in range(10):
            house.say()
            assert next(blocks).startswith("id: ")
            time.sleep(0.1)


@pytest.mark.parametrize("readers", [50])
def test_readers_that_left_are_not_written_to(house: House, readers: int) -> None:
    watchers = [Watcher(house.port) for _ in range(readers)]
    for watcher in watchers[1:]:
        watcher.leave()
    assert house.until(lambda: house.hub.metrics()["clients"] == 1)
    house.say()
    assert watchers[0].versions(1) == [1]
    assert house.hub.metrics()["deliveries"] == 1
