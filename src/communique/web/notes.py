"""Notes in the room: the card on the meeting's page, all of one's notes on a page, passing and opening them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import notes as acts
from communique.domain.errors import Denied, Refused
from communique.queries import meetings, notes
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.fragments import host_of
from communique.web.sentences import name_of


@require_safe
@cache_control(private=True, no_store=True)
def everything(request: HttpRequest, meeting: int) -> HttpResponse:
    """All notes of one's own end in a meeting, to be read and printed."""
    found = notes.notes_for(audience_for(request), meeting, last=None)
    if found is None:
        if meetings.heading_for(audience_for(request), meeting) is None:
            raise Refused("not_found", what="meeting")
        raise Denied("only_seats_of_the_body")
    return render(request, "notes/page.html", found | {"host": host_of(found["conference"])})


@require_POST
def send(request: HttpRequest, meeting: int) -> HttpResponse:
    """Passes a note, and says who isn't there to take it now."""
    heading = meetings.heading_for(audience_for(request), meeting)
    if heading is None:
        raise Refused("not_found", what="meeting")
    answered = request.POST.get("answers", "")
    done = acts.send(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        to=request.POST.getlist("to"),
        words=request.POST.get("words", ""),
        answers=int(answered) if answered.isdecimal() and len(answered) < 10 else None,
    )
    said = _said(notes.names_of(audience_for(request), done["absent"]))
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
    passed = render_to_string("notes/passed.html", {"meeting": meeting, "said": said})
    back = f"{reverse('meeting', args=[meeting])}#notes-{meeting}"
    return changed(request, heading["room"], f"notes:{meeting}", back=back, more=passed)


@require_POST
def read(request: HttpRequest, note: int) -> HttpResponse:
    """Opens a note and those before it. To all but its two ends there is no such note."""
    place = notes.place_of(audience_for(request), note)
    if place is None:
        raise Refused("not_found", what="note")
    room, meeting = place
    acts.read(actor=actor_of(request), request_id=request_id(request), note=note)
    back = f"{reverse('meeting', args=[meeting])}#notes-{meeting}"
    return changed(request, room, f"notes:{meeting}", back=back)


def _said(absent: list[dict[str, Any]]) -> str:
    if not absent:
        return gettext("The note is passed.")
    names = ", ".join(name_of("office", one["office"]) if one["office"] else one["name"] for one in absent)
    return gettext("The note is passed. Not in the room now, so it waits for them: %(names)s.") % {"names": names}


urlpatterns = [
    path("meetings/<int:meeting>/notes/", everything, name="notes"),
    path("meetings/<int:meeting>/notes/send", send, name="note_send"),
    path("notes/<int:note>/read", read, name="note_read"),
]
