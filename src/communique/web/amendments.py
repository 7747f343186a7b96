"""Positions on an amendment, and its end. It is tabled by the editor, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from communique.actions import amendments as acts
from communique.domain.errors import Refused
from communique.queries import margin
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id

ENDS = {"accept": acts.accept, "reject": acts.reject, "withdraw": acts.withdraw}


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
def end(request: HttpRequest, amendment: int, verb: str) -> HttpResponse:
    """The chair accepts or rejects an amendment, or its delegation withdraws it."""
    ENDS[verb](actor=actor_of(request), request_id=request_id(request), amendment=amendment)
    return _answer(request, amendment)


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
    path("amendments/<int:amendment>/position", position, name="position"),
    *(path(f"amendments/<int:amendment>/{verb}", end, {"verb": verb}, name=f"amendment_{verb}") for verb in ENDS),
]
