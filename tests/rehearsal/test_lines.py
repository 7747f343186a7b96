"""The raw reader of a room's line, on a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from communique.rehearsal.lines import Decoder, Line, Message
from tests.live.house import House


@pytest.fixture
def house() -> Iterator[House]:
    with House() as made:
        yield made


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


def test_a_line_that_is_lost_returns_and_misses_nothing(house: House) -> None:
    heard: list[Message] = []

    async def watch() -> Line:
        line = Line(house.port, 1, "who=LA", 0, lambda message, at, since: heard.append(message), Decoder())
        holding = asyncio.create_task(line.run())
        for number in range(30):
            await line.standing.wait()
            house.say(target="agenda:1", number=number)
            if number % 10 == 5:
                line.drop()
        await until(lambda: len(heard) == 30)
        line.close()
        await holding
        return line

    line = asyncio.run(watch())
    assert [message.data["number"] for message in heard] == list(range(30))
    assert [message.id for message in heard] == list(range(1, 31))
    assert (line.drops, line.losses, line.last, line.backwards, line.refused) == (3, 3, 30, 0, "")


def test_the_instants_say_since_when_the_line_stands(house: House) -> None:
    heard: list[tuple[float, float]] = []

    async def watch() -> None:
        line = Line(house.port, 1, "", 0, lambda message, at, since: heard.append((at, since)), Decoder())
        holding = asyncio.create_task(line.run())
        await line.standing.wait()
        house.say(target="agenda:1")
        await until(lambda: len(heard) == 1)
        line.drop()
        await until(lambda: not line.standing.is_set())
        house.say(target="agenda:1")
        await until(lambda: len(heard) == 2)
        line.close()
        await holding

    asyncio.run(watch())
    (first_at, first_since), (_, second_since) = heard
    assert first_since <= first_at <= second_since


def test_whoever_is_turned_away_does_not_come_back(house: House) -> None:
    async def knock(who: str) -> Line:
        line = Line(house.port, 1, f"who={who}", 0, lambda *_: None, Decoder())
        await asyncio.wait_for(line.run(), 10)
        return line

    for who, why in (("expired", "HTTP 401"), ("stranger", "HTTP 403"), ("brief", "session_over")):
        line = asyncio.run(knock(who))
        assert line.refused == why


def test_the_same_bytes_are_decoded_once() -> None:
    decoder = Decoder()
    block = b'id: 7\nevent: status\ndata: {"text":1,"status":"adopted"}'
    message = decoder.message(block)
    assert message is not None and message is decoder.message(bytes(bytearray(block)))
    assert message.facts == {("status", "adopted")}
    assert decoder.message(b": beat") is None
    bare = decoder.message(b"id: 9")
    assert bare is not None and (bare.id, bare.kind) == (9, "")
