"""Taking one's place, answering the roll, and the page that says who is here and who was."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import attendance as acts
from communique.actions import rolls
from communique.domain.actors import Audience
from communique.domain.attendance import Span
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.queries import attendance, meetings
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.fragments import host_of
from communique.web.sentences import name_of

PLACES = {"enter": acts.enter, "leave": acts.leave}
"""What is done with one's own place."""


@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, meeting: int) -> HttpResponse:
    """Who is here and how the roll stands; for the chair and the secretariat also who was there from when to when."""
    audience = audience_for(request)
    found = _inside(audience, meeting)
    version = found["room_version"]
    targets = (f"attendance:{meeting}", f"roll:{meeting}")
    return render(
        request,
        "attendance/page.html",
        {
            "meeting": found,
            "places": fragments.placed(audience, *targets, version=version, once=fragments.remembering()),
            "own_place": own_place(request, meeting, version),
            "sheet": attendance.sheet_for(audience, meeting),
            "host": host_of(found["conference"]),
            "room": {"number": found["room"], "version": version},
        },
    )


@require_safe
@cache_control(private=True, no_store=True)
def sheet(request: HttpRequest, meeting: int) -> HttpResponse:
    """The attendance sheet as a table for other programs: a line for each time at which somebody was there."""
    audience = audience_for(request)
    found = _inside(audience, meeting)
    known = attendance.sheet_for(audience, meeting)
    if known is None:
        raise Denied("only_chair_and_secretariat")
    words = StringIO()
    table = csv.writer(words)
    table.writerow(
        [gettext("Delegation"), gettext("Code"), gettext("Name"), gettext("Role"), gettext("From"), gettext("To")]
    )
    table.writerows([_plain(cell) for cell in row] for row in _rows(known, ZoneInfo(found["conference"]["time_zone"])))
    answer = HttpResponse("\ufeff" + words.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="attendance-{meeting}.csv"'
    return answer


@require_safe
@cache_control(private=True, no_store=True)
def place(request: HttpRequest, meeting: int) -> HttpResponse:
    """One's own place as it stands now, for a page whose meeting was opened or closed meanwhile."""
    found = _found(audience_for(request), meeting)
    return HttpResponse(own_place(request, meeting, found["room_version"]))


@require_POST
def take(request: HttpRequest, meeting: int, verb: str) -> HttpResponse:
    """Takes one's place or gives it up."""
    PLACES[verb](actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    return _answered(request, meeting, f"attendance:{meeting}")


@require_POST
def call(request: HttpRequest, meeting: int) -> HttpResponse:
    """Calls the roll."""
    rolls.call(actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    return _answered(request, meeting, f"roll:{meeting}")


@require_POST
def answer(request: HttpRequest, meeting: int, roll: int) -> HttpResponse:
    """Answers the roll: for one's own delegation, or for the ``party`` that the chair has heard."""
    rolls.answer(
        actor=actor_of(request), request_id=request_id(request), roll=roll, party=request.POST.get("party", "")
    )
    return _answered(request, meeting, f"roll:{meeting}", f"attendance:{meeting}")


@require_POST
def close(request: HttpRequest, meeting: int, roll: int) -> HttpResponse:
    """Ends the roll."""
    rolls.close(actor=actor_of(request), request_id=request_id(request), roll=roll)
    return _answered(request, meeting, f"roll:{meeting}")


def own_place(request: HttpRequest, meeting: int, version: int) -> str:
    """The place of the seat that one acts from: taken or not. It is the reader's own, so no fragment holds it."""
    actor, audience = actor_of(request), audience_for(request)
    if actor.seat is None or reason_against("meeting.enter", actor, Place(audience.body)) is not None:
        return ""
    found = attendance.place_of(audience, meeting, actor.seat.id)
    return "" if found is None else render_to_string("attendance/place.html", found | {"version": version})


def _answered(request: HttpRequest, meeting: int, *targets: str) -> HttpResponse:
    found = _found(audience_for(request), meeting)
    own = own_place(request, meeting, found["room_version"])
    back = reverse("attendance" if request.POST.get("from") == "attendance" else "meeting", args=[meeting])
    return changed(request, found["room"], *targets, back=back, more=own)


def _found(audience: Audience, meeting: int) -> dict[str, Any]:
    found = meetings.heading_for(audience, meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    return found


def _inside(audience: Audience, meeting: int) -> dict[str, Any]:
    """The meeting, for those who may know who is in it."""
    found = _found(audience, meeting)
    if not found["inside"]:
        raise Denied("only_who_negotiates")
    return found


def _rows(known: dict[str, Any], zone: ZoneInfo) -> Iterator[list[str]]:
    for one in known["delegations"]:
        if not one["people"]:
            yield [one["name"], one["code"], "", "", "", ""]
        for person in one["people"]:
            yield from ([one["name"], one["code"], *line] for line in _lines(person, zone))
    for person in known["offices"]:
        yield from ([name_of("role", person["role"]), "", *line] for line in _lines(person, zone))


def _lines(person: dict[str, Any], zone: ZoneInfo) -> Iterator[list[str]]:
    about = [person["name"], name_of("role", person["role"])]
    spans: tuple[Span, ...] = person["spans"]
    if not spans:
        yield [*about, "", ""]
    for span in spans:
        yield [*about, _written(span.begins, zone), _written(span.ends, zone) if span.ends else ""]


def _written(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def _plain(cell: str) -> str:
    """A name that begins like a formula would be reckoned by a spreadsheet, in the name of who opens it."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


urlpatterns = [
    path("meetings/<int:meeting>/attendance/", page, name="attendance"),
    path("meetings/<int:meeting>/attendance.csv", sheet, name="attendance_sheet"),
    path("meetings/<int:meeting>/place", place, name="meeting_place"),
    *(path(f"meetings/<int:meeting>/{verb}", take, {"verb": verb}, name=f"meeting_{verb}") for verb in PLACES),
    path("meetings/<int:meeting>/roll", call, name="roll_call"),
    path("meetings/<int:meeting>/rolls/<int:roll>/answer", answer, name="roll_answer"),
    path("meetings/<int:meeting>/rolls/<int:roll>/close", close, name="roll_close"),
]
