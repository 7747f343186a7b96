"""The course of a negotiation: its figures over versions or readings, and where delegations are at work in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Refused
from communique.queries import course
from communique.web import chart
from communique.web.acting import audience_for
from communique.web.viewing import reading_name, show

Point = dict[str, Any]
PARAGRAPHS = ("agreed", "clean", "bracketed")


@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """Brackets and agreed paragraphs over time, drawn and in figures, and the heat map."""
    found = course.course_for(audience_for(request), text)
    if found is None:
        raise Refused("not_found", what="text")
    heading, points = found["heading"], [_named(point) for point in found["points"]]
    by = "reading" if request.GET.get("by") == "reading" else "version"
    by_reading = _last_of_each(points)
    shown = by_reading if by == "reading" else points
    return show(
        request,
        "course",
        heading,
        {
            "by": by,
            "points": shown,
            "paragraphs": _chart(shown, by, heading, PARAGRAPHS),
            "brackets": _chart(shown, by, heading, ("open",)),
            "latest": points[-1] if points else None,
            "first": points[0] if points else None,
            "columns": by_reading,
            "parties": _by_party(by_reading, found["plates"]),
            "heat": found["heat"],
            "steps": range(course.STEPS + 1),
            "series": [(name, series_name(name)) for name in PARAGRAPHS],
        },
    )


def series_name(name: str) -> str:
    """How what is counted is called."""
    return {
        "agreed": gettext("Agreed ad referendum"),
        "clean": gettext("Clean"),
        "bracketed": gettext("Bracketed"),
        "open": gettext("Open brackets"),
    }[name]


def _named(point: Point) -> Point:
    name = reading_name(point["reading"]) if point["reading"] else gettext("Before the first reading")
    return point | {"reading_name": name, "open": point["figures"]["brackets"]["open"]}


def _last_of_each(points: Sequence[Point]) -> list[Point]:
    """How each reading ended, or stands: and how the text stood before the first."""
    return list({point["reading"]: point for point in points}.values())


def _chart(points: Sequence[Point], by: str, heading: dict[str, Any], names: Sequence[str]) -> chart.Chart | None:
    if not points:
        return None
    series = [(name, [point["figures"].get(name, point["open"]) for point in points]) for name in names]
    if by == "reading":
        return chart.over_readings([_short(point) for point in points], series)
    marks = [(one["opened"], str(one["number"])) for one in heading["readings"]]
    return chart.over_versions([point["version"] for point in points], series, marks)


def _short(point: Point) -> str:
    return str(point["reading_name"])


def _by_party(points: Sequence[Point], plates: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each party that was ever named in brackets: how often at each point, most first as it stands now. Groups and
    others that aren't at the table have no plate."""
    parties = {party for point in points for party in point["figures"]["by_party"]}
    rows = [
        {
            "party": party,
            "plate": plates.get(party),
            "counts": [(point["reading_name"], point["figures"]["by_party"].get(party, 0)) for point in points],
        }
        for party in parties
    ]
    return sorted(rows, key=lambda row: (-row["counts"][-1][1], row["party"]))


urlpatterns = [path("texts/<int:text>/course/", page, name="course")]
