"""A delegation's own room on a text: what it drafts, what its capital says, what is cleared and tabled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import drafts as acts
from communique.actions import instructions
from communique.domain.errors import Denied, Refused
from communique.queries import delegations, meetings, texts
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.fragments import host_of

VERBS = {"clear": acts.clear, "table": acts.table, "drop": acts.drop}


@require_safe
@cache_control(private=True, no_store=True)
def room(request: HttpRequest, text: int) -> HttpResponse:
    """The room of the delegation that looks, and of no other."""
    audience = audience_for(request)
    inside = delegations.room_for(audience, text)
    if inside is None:
        if texts.may_read(audience, text):
            raise Denied("only_a_delegation")
        raise Refused("not_found", what="text")
    found = texts.text_for(audience, text)
    meeting = meetings.heading_for(audience, found.meeting) if found is not None else None
    if found is None or meeting is None:
        raise Refused("not_found", what="text")
    targets = (f"delegation:{text}", f"comments:{text}")
    return render(
        request,
        "delegation.html",
        {
            "inside": inside,
            "meeting": meeting,
            "places": fragments.placed(audience, *targets, version=found.room_version),
            "host": host_of(meeting["conference"]),
            "room": {"number": found.room, "version": found.room_version, "item": 0},
        },
    )


@require_POST
def draft(request: HttpRequest, draft: int, verb: str) -> HttpResponse:
    """Clears, tables or drops a draft. To who isn't of its delegation, there is none."""
    place = delegations.draft_place(audience_for(request), draft)
    if place is None:
        raise Refused("not_found", what="draft")
    VERBS[verb](actor=actor_of(request), request_id=request_id(request), draft=draft)
    return _answer(request, *place, more=(f"proposals:{place[1]}",) if verb == "table" else ())


@require_POST
def give(request: HttpRequest, text: int) -> HttpResponse:
    """Writes an instruction down, about a paragraph by the number that is printed."""
    audience = audience_for(request)
    place = delegations.place_on(audience, text)
    if place is None:
        raise Refused("not_found", what="text")
    number = request.POST.get("number", "").strip()
    paragraph = delegations.paragraph_called(audience, text, number) if number else ""
    if paragraph is None:
        raise Refused("bad_input", why=gettext("no paragraph is called “%(number)s”.") % {"number": number[:60]})
    instructions.give(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        paragraph=paragraph,
        words=request.POST.get("words", ""),
    )
    return _answer(request, *place)


@require_POST
def lift(request: HttpRequest, instruction: int) -> HttpResponse:
    """Lifts an instruction."""
    place = delegations.instruction_place(audience_for(request), instruction)
    if place is None:
        raise Refused("not_found", what="instruction")
    instructions.lift(actor=actor_of(request), request_id=request_id(request), instruction=instruction)
    return _answer(request, *place)


def _answer(request: HttpRequest, room: int, text: int, *, more: tuple[str, ...] = ()) -> HttpResponse:
    return changed(request, room, f"delegation:{text}", *more, back=reverse("delegation", args=[text]))


urlpatterns = [
    path("texts/<int:text>/delegation/", room, name="delegation"),
    path("texts/<int:text>/instructions", give, name="instruction_give"),
    path("instructions/<int:instruction>/lift", lift, name="instruction_lift"),
    *(path(f"drafts/<int:draft>/{verb}", draft, {"verb": verb}, name=f"draft_{verb}") for verb in VERBS),
]
