"""Sending delegations out with some paragraphs, and what they do about coming back. They write in the text that is
their branch, on its own page."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from communique.actions import huddles as acts
from communique.domain.errors import Refused
from communique.queries import huddles
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id

CHOICE = "choice-"
"""Before the id of a paragraph: the field that says which of two wordings shall stand."""


@require_POST
def send(request: HttpRequest, text: int) -> HttpResponse:
    """The chair sends delegations out with a paragraph, and with so many before and after it."""
    audience = audience_for(request)
    found = huddles.huddles_for(audience, text)
    why = gettext("say how many paragraphs go along before and after it.")
    before, behind = (number(request, name, why) for name in ("before", "behind"))
    away = huddles.neighbours(audience, text, request.POST.get("paragraph", ""), before, behind)
    if found is None or away is None:
        raise Refused("not_found", what="text")
    made = acts.send(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        paragraphs=away,
        parties=request.POST.getlist("parties"),
        task=request.POST.get("task", ""),
        due_at=_moment(request.POST.get("due_at", ""), found["conference"]["time_zone"]),
    )
    return _answer(request, made["huddle"])


@require_POST
def dissolve(request: HttpRequest, huddle: int) -> HttpResponse:
    """The chair calls a huddle back without a landing text."""
    _require(request, huddle)
    acts.dissolve(actor=actor_of(request), request_id=request_id(request), huddle=huddle)
    return _answer(request, huddle)


@require_POST
def agree(request: HttpRequest, huddle: int) -> HttpResponse:
    """A delegation agrees to the words that it sees."""
    _require(request, huddle)
    version = number(request, "version", gettext("say to which version you agree."))
    acts.agree(actor=actor_of(request), request_id=request_id(request), huddle=huddle, version=version)
    return _answer(request, huddle, inside=True)


@require_POST
def report(request: HttpRequest, huddle: int) -> HttpResponse:
    """The huddle brings back its landing text."""
    _require(request, huddle)
    acts.report(actor=actor_of(request), request_id=request_id(request), huddle=huddle)
    return _answer(request, huddle, inside=True)


@require_POST
def refresh(request: HttpRequest, huddle: int) -> HttpResponse:
    """The huddle brings its words up to date with the text before everybody."""
    _require(request, huddle)
    choices = {name.removeprefix(CHOICE): str(value) for name, value in request.POST.items() if name.startswith(CHOICE)}
    acts.refresh(actor=actor_of(request), request_id=request_id(request), huddle=huddle, choices=choices)
    return _answer(request, huddle, inside=True)


def _require(request: HttpRequest, huddle: int) -> None:
    """Asked before anything else: whoever may not read the text isn't told that there is a huddle on it."""
    if huddles.place_of(audience_for(request), huddle) is None:
        raise Refused("not_found", what="huddle")


def _answer(request: HttpRequest, huddle: int, *, inside: bool = False) -> HttpResponse:
    place = huddles.place_of(audience_for(request), huddle)
    if place is None:
        raise Refused("not_found", what="huddle")
    text = place["branch"] if inside and place["branch"] else place["text"]
    back = f"{reverse('text', args=[text])}#huddle-{huddle}"
    return changed(request, place["room"], f"huddles:{text}", f"proposals:{text}", back=back)


def _moment(said: str, zone: str) -> datetime | None:
    """An instant from the host's own time, as a form writes it; None when it was left empty. Refused: bad_time."""
    if not said.strip():
        return None
    try:
        return datetime.fromisoformat(said.strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Refused("bad_time", said=said[:40]) from None


urlpatterns = [
    path("texts/<int:text>/huddles", send, name="huddle_send"),
    path("huddles/<int:huddle>/call-back", dissolve, name="huddle_dissolve"),
    path("huddles/<int:huddle>/agreement", agree, name="huddle_agree"),
    path("huddles/<int:huddle>/landing", report, name="huddle_report"),
    path("huddles/<int:huddle>/refreshment", refresh, name="huddle_refresh"),
]
