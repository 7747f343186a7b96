"""A request whose sender hangs up midway is not taken for the part that came."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from communique.live.arrival import AT_ONCE, HungUp, whole

PART: dict[str, Any] = {"type": "http.request", "body": b"words=Hel", "more_body": True}
LAST: dict[str, Any] = {"type": "http.request", "body": b"lo", "more_body": False}
GONE: dict[str, Any] = {"type": "http.disconnect"}


def read(*messages: dict[str, Any]) -> bytes | None:
    """What a page reads of these messages; None when it isn't asked at all."""

    async def run() -> bytes | None:
        left = list(messages)

        async def receive() -> Any:
            return left.pop(0)

        arrived = await whole(receive)
        if arrived is None:
            return None
        body, more = b"", True
        while more:
            message = await arrived()
            body, more = body + message["body"], message["more_body"]
        return body

    return asyncio.run(run())


def test_one_that_comes_whole_is_read_whole() -> None:
    assert read(LAST) == b"lo"
    assert read(PART, LAST) == b"words=Hello"
    large = PART | {"body": b"x" * (AT_ONCE + 1)}
    assert read(large, large, LAST) == b"x" * 2 * (AT_ONCE + 1) + b"lo"


def test_of_one_that_breaks_off_nothing_is_read() -> None:
    assert read(GONE) is None
    assert read(PART, GONE) is None


def test_a_large_one_that_breaks_off_is_never_taken_for_whole() -> None:
    with pytest.raises(HungUp):
        read(PART | {"body": b"x" * (AT_ONCE + 1)}, PART, GONE)
