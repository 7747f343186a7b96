"""Places of pages that many open at once: read and drawn once a moment for all who see them alike, as the line does.

When two thousand people come to a meeting within seconds, each page shows what the last one showed to the same
audience. So what was read and drawn at a version of the room is given out again for that version, but no longer than a
few seconds: what doesn't belong to the room, such as a body's settings, changes without a version of it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language

from communique.domain.actors import Audience
from communique.web import fragments

SECONDS = 3.0
MOST = 2048
"""Pieces that stay at hand: some ten places of a meeting for each of its audiences, and what they are made of."""

_pieces: OrderedDict[tuple[Any, ...], tuple[float, Any]] = OrderedDict()
_lock = threading.Lock()


def once(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What ``make`` gives, or gave a moment ago under this key: a ``fragments.Once``, whose keys name the version."""
    with _lock:
        at, made = _pieces.get(key, (-SECONDS, None))
    now = time.monotonic()
    if now - at < SECONDS:
        return made
    made = make()
    with _lock:
        _pieces[key] = now, made
        _pieces.move_to_end(key)
        while len(_pieces) > MOST:
            _pieces.popitem(last=False)
    return made


def placed(audience: Audience, *targets: str, version: int) -> dict[str, str]:
    """As ``fragments.placed``."""
    return {target.partition(":")[0]: _place(audience, target, version) for target in targets}


def forget() -> None:
    """Everything is read and drawn anew."""
    with _lock:
        _pieces.clear()


def _place(audience: Audience, target: str, version: int) -> str:
    def draw() -> str:
        return fragments.render(target, audience, version=version, once=once) or ""

    html: str = once(("place", audience.key, target, version, get_language()), draw)
    return html
