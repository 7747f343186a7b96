"""The pages of a meeting that sits: the room, the chair's desk and the big screen. All of them are put together from
live places; what is a person's own stands beside these."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.queries import floor, meetings, screens
from communique.web import bigscreen, chairs_desk, kept
from communique.web.acting import actor_of, audience_for
from communique.web.attendance import own_place
from communique.web.fragments import host_of

ROOM = ("meeting", "floor", "now", "agenda", "papers", "attendance", "roll", "statements", "notes", "aims")
"""The live places of the room's page. One that an audience doesn't have isn't in its page."""
DESK = ("meeting", "floor", "agenda", "attendance", "roll", "statements", "notes", "clerk")


@require_safe
@cache_control(private=True, no_cache=True)
def room(request: HttpRequest, meeting: int) -> HttpResponse:
    """A meeting as one sits in it; for those outside, what of it is theirs to follow."""
    found = _found(request, meeting)
    own = audience_for(request).body == found["body"]["id"]
    page = _page(request, found, *ROOM)
    return render(
        request,
        "meeting.html",
        page
        | {
            "own": own,
            "own_place": own_place(request, meeting, found["room_version"]),
            "may_ask": _may(request, found, "floor.request"),
            "may_change": _may(request, found, "meeting.change"),
            "presides": _presides(request, found),
        },
    )


@require_safe
@cache_control(private=True, no_cache=True)
def desk(request: HttpRequest, meeting: int) -> HttpResponse:
    """What the chair needs now, and nothing else; for the chair, and for the clerk who sits beside."""
    found = _found(request, meeting)
    if not _presides(request, found):
        raise Denied("only_the_chair")
    drawn = chairs_desk.draw(audience_for(request), meeting, version=found["room_version"], once=kept.once)
    return render(request, "screens/desk.html", _page(request, found, *DESK) | {"desk": drawn})


@require_safe
@cache_control(private=True, no_cache=True)
def screen(request: HttpRequest, meeting: int) -> HttpResponse:
    """The screen on the wall, or the strip that is laid over a video stream."""
    found = _found(request, meeting)
    audience = audience_for(request)
    whole = screens.whole(meeting)
    seen = screens.seen_by(audience, whole) if whole is not None else None
    speakers = floor.floor_for(audience, meeting, now=timezone.now())
    if seen is None or speakers is None:
        raise Denied("screen_is_not_public")
    shown = bigscreen.choose(request.GET.get("as", ""), request.GET.get("without", ""))
    return render(
        request,
        "screens/screen.html",
        {
            "meeting": found,
            "screen": bigscreen.draw(seen, speakers, shown),
            "shown": shown,
            "host": host_of(found["conference"]),
            "room": {"number": found["room"], "version": found["room_version"]},
        },
    )


def _page(request: HttpRequest, found: dict[str, Any], *kinds: str) -> dict[str, Any]:
    """The live places of a page about a meeting, read together."""
    version = found["room_version"]
    targets = (f"{kind}:{found['id']}" for kind in kinds)
    return {
        "meeting": found,
        "places": kept.placed(audience_for(request), *targets, version=version),
        "host": host_of(found["conference"]),
        "room": {"number": found["room"], "version": version},
    }


def _presides(request: HttpRequest, found: dict[str, Any]) -> bool:
    return _may(request, found, "floor.next")


def _may(request: HttpRequest, found: dict[str, Any], action: str) -> bool:
    return reason_against(action, actor_of(request), Place(found["body"]["id"])) is None


def _found(request: HttpRequest, meeting: int) -> dict[str, Any]:
    audience, version = audience_for(request), meetings.version_of(meeting)
    if version is None:
        raise Refused("not_found", what="meeting")
    key = ("heading", audience.key, meeting, version)
    found: dict[str, Any] = kept.once(key, lambda: meetings.heading_for(audience, meeting))
    return found


urlpatterns = [
    path("meetings/<int:meeting>/", room, name="meeting"),
    path("meetings/<int:meeting>/desk/", desk, name="meeting-desk"),
    path("meetings/<int:meeting>/screen/", screen, name="meeting-screen"),
]
