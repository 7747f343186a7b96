"""Requests that didn't come whole. Whoever hangs up while a form is on its way has asked for nothing: half a form, read
as a whole one, would do something that nobody wanted, under an id that nobody knows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Receive = Callable[[], Awaitable[Any]]
AT_ONCE = 256 * 1024
"""Bytes of a request that are waited for before anything of it is looked at. What is larger brings a file."""


class HungUp(OSError):
    """The request ended before its end. Whoever reads on gets this, and never what there was of it."""


async def whole(receive: Receive) -> Receive | None:
    """From where a request is read once it has arrived; None when its sender hung up before.

    Of a large one the beginning has arrived; reading it raises ``HungUp`` where it breaks off.
    """
    pieces: list[Any] = []
    length, more = 0, True
    while more and length <= AT_ONCE:
        message = await receive()
        if message["type"] != "http.request":
            return None
        pieces.append(message)
        length += len(message.get("body", b""))
        more = bool(message.get("more_body", False))

    async def read() -> Any:
        nonlocal more
        if pieces:
            return pieces.pop(0)
        message = await receive()
        if more and message["type"] != "http.request":
            raise HungUp("the request broke off")
        more = more and bool(message.get("more_body", False))
        return message

    return read
