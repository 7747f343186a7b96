"""The clerk's page: who has the floor, and what was said, written down while it is said."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import clerk_notes as acts
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.queries import clerk_notes, meetings, statements
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.asking import Asking, signed_in

PRIVATE = cache_control(private=True, no_cache=True)


class Note(Asking):
    """A note written anew."""

    words = forms.CharField(
        label=gettext_lazy("What was said"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    places: ClassVar[dict[str, str]] = dict.fromkeys(("clerk_note_missing", "clerk_note_too_long"), "words")


@require_safe
@PRIVATE
def clerk(request: HttpRequest, meeting: int) -> HttpResponse:
    """The clerk's page of a meeting; the chair reads along."""
    found = _meeting(request, meeting)
    version = found["room_version"]
    places = fragments.placed(audience_for(request), f"floor:{meeting}", f"clerk:{meeting}", version=version)
    if not places["clerk"]:
        raise Denied("only_chair_and_secretariat")
    place = Place(found["body"]["id"])
    return render(
        request,
        "statements/clerk.html",
        {
            "meeting": found,
            "places": places,
            "items": statements.items_for(audience_for(request), meeting),
            "writes": reason_against("clerk_note.write", actor_of(request), place) is None,
            "host": fragments.host_of(found["conference"]),
            "room": {"number": found["room"], "version": version},
        },
    )


@require_POST
def write(request: HttpRequest, meeting: int) -> HttpResponse:
    """Writes a note: about the intervention or the item that the page names, else about who has the floor now."""
    found = _meeting(request, meeting)
    kind, _colon, number = request.POST.get("about", "").partition(":")
    if kind and (kind not in {"intervention", "item"} or not number.isdecimal() or len(number) > 18):
        raise Refused("no_such_item")
    about = {"intervention": "spoken", "item": "under"}.get(kind)
    acts.write(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        words=request.POST.get("words", ""),
        **({about: int(number)} if about else {}),
    )
    return changed(request, found["room"], f"clerk:{meeting}", back=reverse("clerk", args=[meeting]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def change(request: HttpRequest, clerk_note: int) -> HttpResponse:
    """A note, to be written anew."""
    found = clerk_notes.clerk_note_for(audience_for(request), clerk_note)
    if found is None:
        raise Refused("not_found", what="clerk_note")
    form = Note(request.POST or None, initial={"words": found["words"]})
    if request.method == "POST" and form.ask(acts.change, actor_of(request), clerk_note=clerk_note) is not None:
        messages.success(request, _("The note is changed."))
        return HttpResponseRedirect(reverse("clerk", args=[found["meeting"]["id"]]))
    facts = {"note": found, "form": form, "host": fragments.host_of(found["conference"])}
    return render(request, "statements/clerk_note.html", facts, status=form.status)


def _meeting(request: HttpRequest, meeting: int) -> dict[str, Any]:
    found = meetings.heading_for(audience_for(request), meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    return found


urlpatterns = [
    path("meetings/<int:meeting>/clerk/", clerk, name="clerk"),
    path("meetings/<int:meeting>/clerk/notes", write, name="clerk_write"),
    path("clerk-notes/<int:clerk_note>/", change, name="clerk_change"),
]
