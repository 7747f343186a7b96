"""By whose clock a page is laid out: the reader's, which their browser has told us once, or the host's."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

COOKIE = "zone"
"""Set by the browser's own code: the name of its time zone, and nothing about the reader besides."""


@dataclass(frozen=True)
class Reader:
    """``chosen``: they asked for it on this page, so the browser leaves it."""

    zone: ZoneInfo
    chosen: bool


def reader_of(request: HttpRequest, host: str) -> Reader:
    """By which clock a page of a host's conference is laid out. A zone that there is not counts as none."""
    asked = request.GET.get("zone", "")
    if asked in known_zones():
        return Reader(ZoneInfo(asked), chosen=True)
    told = request.COOKIES.get(COOKIE, "").replace("%2F", "/")
    return Reader(ZoneInfo(told if told in known_zones() else host), chosen=False)


def city_of(zone: str) -> str:
    """How a time zone is spoken of: by its city."""
    return zone.rpartition("/")[2].replace("_", " ")


def place_of(conference: Mapping[str, Any]) -> str:
    """How the host's place is spoken of."""
    return conference["place"] or city_of(conference["time_zone"])


@cache
def known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
