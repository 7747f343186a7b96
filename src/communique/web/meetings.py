"""Meetings: opening and closing them, and the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import meetings as acts
from communique.domain.errors import Denied, Refused
from communique.queries import journal as record
from communique.queries import meetings
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id
from communique.web.attendance import own_place
from communique.web.fragments import host_of

LONGEST = 24 * 60
"""Minutes for which a sitting can be suspended; for longer, the meeting is adjourned."""
ACTS: dict[str, Callable[..., Any]] = {
    "open": acts.open_meeting,
    "go-on": acts.open_sitting,
    "suspend": acts.suspend,
    "resume": acts.resume,
    "adjourn": acts.close_sitting,
    "close": acts.close_meeting,
}
"""What a button on a meeting's page does."""
PLACES = ("meeting", "agenda", "now", "floor")
"""The places that change by it."""


@require_POST
def act(request: HttpRequest, meeting: int, verb: str) -> HttpResponse:
    """Opens, suspends, resumes, adjourns or closes a meeting."""
    more = {"resumes_at": _resumption(request)} if verb == "suspend" else {}
    ACTS[verb](actor=actor_of(request), request_id=request_id(request), meeting=meeting, **more)
    found = _found(request, meeting)
    own = own_place(request, meeting, found["room_version"])
    back = reverse("meeting", args=[meeting])
    return changed(request, found["room"], *(f"{kind}:{meeting}" for kind in PLACES), back=back, more=own)


def _resumption(request: HttpRequest) -> datetime | None:
    """When a suspended sitting is to go on: so many minutes from now, or when the chair says so."""
    if not request.POST.get("minutes", "").strip():
        return None
    minutes = number(request, "minutes", gettext("say for how many minutes the sitting is suspended."))
    if not 1 <= minutes <= LONGEST:
        why = gettext("a sitting is suspended for 1 to %(longest)s minutes.") % {"longest": LONGEST}
        raise Refused("bad_input", why=why)
    return timezone.now() + timedelta(minutes=minutes)


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
    path("meetings/<int:meeting>/journal/", journal, name="journal"),
    *(path(f"meetings/<int:meeting>/{verb}", act, {"verb": verb}, name=f"meeting_{verb}") for verb in ACTS),
]
