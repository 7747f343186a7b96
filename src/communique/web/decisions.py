"""Putting adoption to the meeting, objecting, taking the question back, and publishing what was adopted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from communique.actions import decisions as acts
from communique.actions import register
from communique.domain.errors import Refused
from communique.queries import decisions
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id


@require_POST
def put(request: HttpRequest, text: int) -> HttpResponse:
    """The chair puts the adoption of a text to the meeting."""
    seconds = number(request, "seconds", gettext("say for how many seconds the clock shall run."))
    acts.put(actor=actor_of(request), request_id=request_id(request), text=text, seconds=seconds)
    return _answer(request, text)


@require_POST
def object_to(request: HttpRequest, question: int) -> HttpResponse:
    """A member objects, with a reason."""
    acts.object_to(
        actor=actor_of(request),
        request_id=request_id(request),
        question=question,
        reason=request.POST.get("reason", ""),
    )
    return _answer(request, decisions.text_of(audience_for(request), question))


@require_POST
def withdraw(request: HttpRequest, question: int) -> HttpResponse:
    """The chair takes the question back."""
    acts.withdraw(actor=actor_of(request), request_id=request_id(request), question=question)
    return _answer(request, decisions.text_of(audience_for(request), question))


@require_POST
def publish(request: HttpRequest, text: int) -> HttpResponse:
    """The secretariat enters an adopted text in the public register."""
    symbol = request.POST.get("symbol", "")
    register.publish(actor=actor_of(request), request_id=request_id(request), text=text, symbol=symbol)
    return _answer(request, text)


def _answer(request: HttpRequest, text: int | None) -> HttpResponse:
    place = decisions.place_of(audience_for(request), text) if text is not None else None
    if place is None:
        raise Refused("not_found", what="text")
    room, meeting = place
    targets = (f"question:{text}", f"proposals:{text}", f"agenda:{meeting}")
    return changed(request, room, *targets, back=reverse("text", args=[text]))


urlpatterns = [
    path("texts/<int:text>/question", put, name="question_put"),
    path("texts/<int:text>/publication", publish, name="publication"),
    path("questions/<int:question>/objection", object_to, name="objection"),
    path("questions/<int:question>/withdrawal", withdraw, name="question_withdrawal"),
]
