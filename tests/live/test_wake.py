"""How a commit reaches the hub, from this process and from others."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from communique.live.wake import LocalWake
from tests import postgres
from tests.live import serving
from tests.live.house import House, Watcher

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def conninfo() -> Iterator[str]:
    try:
        made, folder = postgres.start()
    except postgres.Missing as why:
        pytest.skip(str(why))
    try:
        yield made
    finally:
        postgres.stop(folder)


@pytest.fixture
def database(conninfo: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS events")
        connection.execute(serving.TABLE)
        yield connection


@pytest.fixture
def ports(conninfo: str, database: psycopg.Connection) -> Iterator[list[int]]:
    """Two processes that serve the same rooms."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.live.serving", conninfo]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) for _ in range(2)]
    try:
        yield [int(process.stdout.readline()) for process in processes if process.stdout]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)
            if process.stdout:
                process.stdout.close()


def listeners(database: psycopg.Connection) -> list[int]:
    rows = database.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'communique live'")
    return [pid for (pid,) in rows]


def test_a_commit_in_any_thread_of_this_process_is_heard(house: House) -> None:
    heard, watcher = LocalWake(house.hub), Watcher(house.port)
    thread = threading.Thread(target=lambda: heard(f"1:{house.source.add(1)}"))
    thread.start()
    thread.join()
    assert watcher.versions(1) == [1]


def test_the_loss_of_a_seat_is_heard(house: House) -> None:
    heard, watcher = LocalWake(house.hub), Watcher(house.port, who="LA")
    heard("seat:7")
    assert [one.kind for one in watcher.messages()] == ["closed"]


def test_readers_of_a_seat_are_sent_back_to_the_door_without_a_word(house: House) -> None:
    heard, recalled, other = LocalWake(house.hub), Watcher(house.port, who="LA"), Watcher(house.port, who="chair")
    heard("door:7")
    assert list(recalled.messages()) == []
    assert recalled.raw.endswith(b"0\r\n\r\n")
    house.say()
    assert other.versions(1) == [1]


@pytest.mark.parametrize("words", ["", "1", "one:2", "seat:", "seat:x", "door:", "1:2:3", "::"])
def test_words_that_can_not_be_read_stop_nothing(house: House, words: str) -> None:
    heard, watcher = LocalWake(house.hub), Watcher(house.port)
    heard(words)
    heard(f"1:{house.source.add(1)}")
    assert watcher.versions(1) == [1]


@pytest.mark.postgres
def test_a_commit_reaches_the_readers_of_every_process(ports: list[int], database: psycopg.Connection) -> None:
    watchers = [Watcher(port, last=0) for port in ports for _ in range(3)]
    for version in range(1, 31):
        serving.write(database, version)
    for watcher in watchers:
        assert watcher.versions(30) == list(range(1, 31))


@pytest.mark.postgres
def test_a_commit_that_was_rolled_back_is_never_heard(ports: list[int], database: psycopg.Connection) -> None:
    watcher = Watcher(ports[0], last=0)
    with pytest.raises(RuntimeError), database.transaction():
        serving.write(database, 1)
        raise RuntimeError
    assert watcher.silent()


@pytest.mark.postgres
def test_a_listener_that_lost_its_connection_makes_good_what_it_missed(
    ports: list[int], database: psycopg.Connection
) -> None:
    here, there = (Watcher(port, last=0) for port in ports)
    seated = Watcher(ports[0], who="LA", last=0)
    serving.write(database, 1)
    assert here.versions(1) == there.versions(1) == seated.versions(1) == [1]

    (first, second) = listeners(database)
    with database.transaction():
        # Killed, and written to before anyone can listen again.
        database.execute("SELECT pg_terminate_backend(%s), pg_terminate_backend(%s)", [first, second])
        while listeners(database):
            time.sleep(0.001)
            database.execute("SELECT pg_stat_clear_snapshot()")
        serving.write(database, 2)
    assert here.versions(1) == there.versions(1) == [2]
    assert list(seated.messages()) == [] or seated.last == 2, "a reader with a seat goes back to the door"
    assert Watcher(ports[0], who="LA", last=1).versions(1) == [2]

    serving.write(database, 3)
    assert here.versions(1) == there.versions(1) == [3]


@pytest.mark.postgres
def test_the_loss_of_a_seat_is_heard_in_every_process(ports: list[int], database: psycopg.Connection) -> None:
    watchers = [Watcher(port, who="LA", last=0) for port in ports]
    database.execute("SELECT pg_notify('communique_room', 'seat:7')")
    for watcher in watchers:
        assert [(one.kind, one.data) for one in watcher.messages()] == [("closed", {"why": "seat_lost"})]
