"""What is sent: 400 bytes, or as many as a measurement asks for, that carry their number and the instant they were
sent, readable inside any framing."""

from __future__ import annotations

import os
import time

from communique.live.hub import message

SIZE = int(os.environ.get("COMMUNIQUE_BENCH_SIZE", "400"))
OPENING = b"~~"
MARK = 28
"""Bytes of a mark: ``~~``, six digits of the number, ``,``, nineteen digits of nanoseconds."""


def words(number: int) -> bytes:
    """Bytes that say: this is broadcast ``number``, sent now by the clock that all processes share."""
    return b"~~%06d,%019d" % (number, time.monotonic_ns()) + b"x" * (SIZE - MARK)


def event(version: int, text: str) -> bytes:
    """The event that the floor and the hub both write."""
    return message(version, "steps", {"words": text})
