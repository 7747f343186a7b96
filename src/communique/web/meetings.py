"""Conferences and meetings: who meets when, on what, who is there, and the record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import meetings as acts
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.queries import journal as record
from communique.queries import meetings
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.fragments import host_of

ACTS = {
    "open": (acts.open_meeting, ("meeting", "agenda")),
    "close": (acts.close_meeting, ("meeting", "agenda")),
    "enter": (acts.enter, ("attendance",)),
    "leave": (acts.leave, ("attendance",)),
}
"""What a button on a meeting's page does, and the places that change by it."""


@require_safe
@cache_control(private=True, no_cache=True)
def conference(request: HttpRequest, slug: str) -> HttpResponse:
    """A conference: its objectives and its meetings."""
    found = meetings.conference_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    place = Place(found["body"]["id"])
    may_convene = reason_against("meeting.convene", actor_of(request), place) is None
    return render(request, "conference.html", {"conference": found, "host": host_of(found), "may_convene": may_convene})


@require_safe
@cache_control(private=True, no_cache=True)
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """A meeting: its state, its agenda, who is there."""
    audience = audience_for(request)
    found = _found(request, meeting)
    version = found["room_version"]
    places = fragments.placed(
        audience, f"meeting:{meeting}", f"agenda:{meeting}", f"attendance:{meeting}", version=version
    )
    may_add = reason_against("agenda.add", actor_of(request), Place(found["body"]["id"])) is None
    return render(
        request,
        "meeting.html",
        {
            "meeting": found,
            "places": places,
            "own_place": own_place(request, meeting, version),
            "host": host_of(found["conference"]),
            "room": {"number": found["room"], "version": version},
            "may_add": may_add,
        },
    )


@require_POST
def act(request: HttpRequest, meeting: int, verb: str) -> HttpResponse:
    """Opens or closes a meeting, takes a place in it or gives it up."""
    action, targets = ACTS[verb]
    action(actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    found = _found(request, meeting)
    own = own_place(request, meeting, found["room_version"])
    back = reverse("meeting", args=[meeting])
    return changed(request, found["room"], *(f"{one}:{meeting}" for one in targets), back=back, more=own)


def own_place(request: HttpRequest, meeting: int, version: int) -> str:
    """The place of the seat that one acts from: taken or not. It is the reader's own, so no fragment holds it."""
    actor = actor_of(request)
    found = _found(request, meeting)
    if reason_against("meeting.enter", actor, Place(found["body"]["id"])) is not None or actor.seat is None:
        return ""
    there = meetings.has_entered(audience_for(request), meeting, actor.seat.id)
    return render_to_string("place.html", {"meeting": found, "there": there, "version": version})


@require_safe
@cache_control(private=True, no_cache=True)
def journal(request: HttpRequest, meeting: int) -> HttpResponse:
    """The newest entries of a meeting's journal, for the chair and the secretariat."""
    found = _found(request, meeting)
    audience = audience_for(request)
    entries = record.entries_for(audience, meeting)
    if entries is None or audience.body != found["body"]["id"]:
        raise Denied("only_chair_and_secretariat")
    return render(
        request,
        "journal.html",
        {"meeting": found, "entries": entries, "host": host_of(found["conference"])},
    )


def _found(request: HttpRequest, meeting: int) -> dict[str, Any]:
    found = meetings.heading_for(audience_for(request), meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    return found


urlpatterns = [
    path("conferences/<slug:slug>/", conference, name="conference"),
    path("meetings/<int:meeting>/", meeting, name="meeting"),
    path("meetings/<int:meeting>/journal/", journal, name="journal"),
    *(path(f"meetings/<int:meeting>/{verb}", act, {"verb": verb}, name=f"meeting_{verb}") for verb in ACTS),
]
