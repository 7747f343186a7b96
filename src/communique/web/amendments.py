"""Positions on an amendment, its sponsors, and its end. It is tabled by the editor, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from communique.actions import amendments as acts
from communique.actions import merging, sponsors
from communique.domain.errors import Refused
from communique.queries import margin
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id

DEEDS = {
    "accept": acts.accept,
    "reject": acts.reject,
    "withdraw": acts.withdraw,
    "cosponsor": sponsors.join,
    "leave": sponsors.leave,
    "take_in": merging.take_in,
}
"""What is done with an amendment as a whole."""
MOST = 100
"""Amendments that are merged at once."""


@require_POST
def position(request: HttpRequest, amendment: int) -> HttpResponse:
    """A member says what it thinks of an amendment."""
    acts.take_position(
        actor=actor_of(request),
        request_id=request_id(request),
        amendment=amendment,
        stance=request.POST.get("stance", ""),
    )
    return _answer(request, amendment, f"amendment:{amendment}")


@require_POST
def deed(request: HttpRequest, amendment: int, verb: str) -> HttpResponse:
    """The chair accepts or rejects an amendment, its mover withdraws it or takes in what would amend it, a delegation
    joins or leaves its sponsors."""
    DEEDS[verb](actor=actor_of(request), request_id=request_id(request), amendment=amendment)
    return _answer(request, amendment)


@require_POST
def merge(request: HttpRequest, text: int) -> HttpResponse:
    """The chair merges several amendments into one."""
    chosen = [one for one in request.POST.getlist("amendment") if one.isdecimal() and len(one) < 10]
    if len(chosen) > MOST:
        raise Refused("too_many_changes", limit=MOST)
    made = merging.merge(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        amendments=[int(one) for one in chosen],
        reason=request.POST.get("reason", ""),
    )
    return _answer(request, made["amendment"])


def _answer(request: HttpRequest, amendment: int, target: str = "") -> HttpResponse:
    """The place that changed: the whole margin unless ``target`` says less."""
    place = margin.place_of(audience_for(request), amendment)
    if place is None:
        raise Refused("not_found", what="amendment")
    room, text = place
    return changed(
        request, room, target or f"proposals:{text}", back=f"{reverse('text', args=[text])}#amendment-{amendment}"
    )


urlpatterns = [
    path("texts/<int:text>/amendments/merge", merge, name="amendment_merge"),
    path("amendments/<int:amendment>/position", position, name="position"),
    *(path(f"amendments/<int:amendment>/{verb}", deed, {"verb": verb}, name=f"amendment_{verb}") for verb in DEEDS),
]
