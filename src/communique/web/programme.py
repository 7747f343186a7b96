"""A conference's page: what it is to reach, and its programme by the reader's clock with the host's beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import formats
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain import programme
from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.programme import Day, Row
from communique.queries import programme as queries
from communique.web import fragments
from communique.web.acting import audience_for
from communique.web.asking import may
from communique.web.fragments import host_of
from communique.web.programme_places import laid_out, sittings_of
from communique.web.zones import Reader, city_of, place_of, reader_of

HALF_HOURS = 8
"""The tallest row of the grid; what lasts longer is as tall."""
DAYS_SHOWN = 3
"""Days of a conference's programme that the first page shows."""


@require_safe
@cache_control(private=True, no_cache=True)
def conference(request: HttpRequest, slug: str) -> HttpResponse:
    """A conference: what it is about, what it is to reach, who meets when and where."""
    audience, found = audience_for(request), _found(request, slug)
    body, version = found["body"]["id"], found["room_version"]
    targets = (f"objectives:{found['id']}", f"programme:{found['id']}")
    return render(
        request,
        "conference.html",
        {
            "conference": found,
            "host": host_of(found),
            "room": {"number": found["room"], "version": version},
            "places": fragments.placed(audience, *targets, version=version),
            "grid": grid_of(found, reader_of(request, found["time_zone"])),
            "zones": _zones(audience, found, reader_of(request, found["time_zone"])),
            "documents": queries.documents_for(audience, found["id"]),
            "at_home": audience.body == body,
            "may_convene": may(request, "meeting.convene", body),
            "may_change": may(request, "conference.change", body),
        },
    )


@require_safe
@cache_control(private=True, no_cache=True)
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme alone, by the clock that is asked for: what the browser puts in when the programme was changed."""
    found = _found(request, slug)
    return HttpResponse(grid_of(found, reader_of(request, found["time_zone"])))


def grid_of(found: Mapping[str, Any], reader: Reader) -> str:
    """The days of a programme as tables: a column for each hall, a row from each change to the next."""
    sittings = sittings_of(found)
    host = ZoneInfo(found["time_zone"])
    laid = [
        _day(day, sittings, reader.zone, host, place_of(found))
        for day in programme.days((one["slot"] for one in sittings.values()), reader.zone)
    ]
    facts = {
        "conference": found,
        "days": laid,
        "reader": reader,
        "city": city_of(reader.zone.key),
        "place": place_of(found),
        "foreign": any(row["host"] for day in laid for row in day["rows"]),
        "laid": laid_out(sittings),
    }
    return render_to_string("programme/grid.html", facts)


def by_day(
    meetings: Sequence[Mapping[str, Any]], zone: ZoneInfo, now: datetime, most: int = DAYS_SHOWN
) -> list[dict[str, Any]]:
    """Meetings by the day of a zone on which they begin, ``{"date", "meetings"}``: the days that come, today first; the
    last one when all are over."""
    days: dict[date, list[Mapping[str, Any]]] = {}
    for one in meetings:
        days.setdefault(one["begins_at"].astimezone(zone).date(), []).append(one)
    today = now.astimezone(zone).date()
    coming = [day for day in sorted(days) if day >= today]
    chosen = coming[:most] if coming else sorted(days)[-1:]
    return [{"date": day, "meetings": days[day]} for day in chosen]


def _day(
    day: Day, sittings: Mapping[int, Mapping[str, Any]], zone: ZoneInfo, host: ZoneInfo, place: str
) -> dict[str, Any]:
    return {
        "date": day.date,
        "halls": day.halls,
        "named": any(hall.name for hall in day.halls),
        "rows": [_row(row, sittings, zone, host, place) for row in day.rows],
    }


def _row(
    row: Row, sittings: Mapping[int, Mapping[str, Any]], zone: ZoneInfo, host: ZoneInfo, place: str
) -> dict[str, Any]:
    return {
        "begins": row.begins,
        "ends": row.ends,
        "time": _time(row.begins, zone),
        "host": _beside(row.begins, zone, host, place),
        "long": min(HALF_HOURS, max(1, round(row.minutes / 30))),
        "busy": row.busy,
        "cells": [
            {
                "hall": cell.hall,
                "rows": cell.rows,
                "piece": cell.piece,
                "sitting": sittings[cell.piece.slot.sitting] if cell.piece else None,
                "begins": _time(cell.piece.slot.begins, zone) if cell.piece else "",
                "ends": _time(cell.piece.slot.ends, zone) if cell.piece else "",
            }
            for cell in row.cells
        ],
    }


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _beside(at: datetime, zone: ZoneInfo, host: ZoneInfo, place: str) -> str:
    """The host's clock, where it shows something else; with the day, where that differs too."""
    here, there = at.astimezone(zone).replace(tzinfo=None), at.astimezone(host).replace(tzinfo=None)
    if here == there:
        return ""
    shape = "H:i" if here.date() == there.date() else "D j M, H:i"
    return f"{formats.date_format(there, shape, use_l10n=False)} {place}"


def _zones(audience: Audience, found: Mapping[str, Any], reader: Reader) -> list[dict[str, Any]]:
    """By whose clock the programme can be read: the host's, one's own, the capitals'."""
    named = {found["time_zone"]: place_of(found), reader.zone.key: city_of(reader.zone.key)}
    for capital in queries.capitals_for(audience, found["body"]["id"])["capitals"]:
        named.setdefault(capital.zone, capital.city or city_of(capital.zone))
    named[found["time_zone"]] = place_of(found)
    return [{"zone": zone, "name": name, "chosen": zone == reader.zone.key} for zone, name in named.items()]


def _found(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = queries.programme_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    return found


urlpatterns = [
    path("conferences/<slug:slug>/", conference, name="conference"),
    path("conferences/<slug:slug>/programme/", grid, name="programme"),
]
