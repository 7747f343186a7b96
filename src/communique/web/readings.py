"""The chair's reading of a text, what it finds of each paragraph, and what the capitals say of it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from communique.actions import readings as acts
from communique.domain.errors import Refused
from communique.queries import readings
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id


@require_POST
def open_reading(request: HttpRequest, text: int) -> HttpResponse:
    """The chair opens the next reading."""
    acts.open_reading(actor=actor_of(request), request_id=request_id(request), text=text)
    return _answer(request, text)


@require_POST
def close(request: HttpRequest, text: int) -> HttpResponse:
    """The chair closes the reading."""
    acts.close(actor=actor_of(request), request_id=request_id(request), text=text)
    return _answer(request, text)


@require_POST
def move(request: HttpRequest, text: int) -> HttpResponse:
    """The chair goes on to a paragraph."""
    paragraph = request.POST.get("paragraph", "")
    acts.move(actor=actor_of(request), request_id=request_id(request), text=text, paragraph=paragraph)
    return _answer(request, text, paragraph)


@require_POST
def agree(request: HttpRequest, text: int, paragraph: str) -> HttpResponse:
    """The chair finds a paragraph agreed ad referendum."""
    acts.agree(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        paragraph=paragraph,
        confirm_by=_day(request.POST.get("confirm_by", "")),
        words=request.POST.get("words", ""),
        overtake=bool(request.POST.get("overtake")),
        version=number(request, "version", gettext("it doesn't say which version of the text was read.")),
    )
    return _answer(request, text, paragraph, "proposals")


@require_POST
def hold(request: HttpRequest, text: int, paragraph: str) -> HttpResponse:
    """The chair leaves a paragraph for later."""
    words = request.POST.get("words", "")
    acts.hold(actor=actor_of(request), request_id=request_id(request), text=text, paragraph=paragraph, words=words)
    return _answer(request, text, paragraph)


@require_POST
def reopen(request: HttpRequest, text: int, paragraph: str) -> HttpResponse:
    """The chair opens a paragraph again."""
    words = request.POST.get("words", "")
    acts.reopen(actor=actor_of(request), request_id=request_id(request), text=text, paragraph=paragraph, words=words)
    return _answer(request, text, paragraph)


@require_POST
def confirm(request: HttpRequest, text: int, paragraph: str, *, confirmed: bool) -> HttpResponse:
    """A delegation says what its capital says."""
    acts.confirm(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        paragraph=paragraph,
        confirmed=confirmed,
        words=request.POST.get("words", ""),
    )
    return _answer(request, text, paragraph)


def _day(said: str) -> date | None:
    """A day as a date field sends it. Refused: bad_date."""
    said = said.strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused("bad_date", said=said[:40]) from None


def _answer(request: HttpRequest, text: int, paragraph: str = "", *more: str) -> HttpResponse:
    room = readings.place_of(audience_for(request), text)
    if room is None:
        raise Refused("not_found", what="text")
    targets = [f"{kind}:{text}" for kind in ("reading", "standings", *more)]
    place = f"#p-{paragraph}" if paragraph else ""
    return changed(request, room, *targets, back=f"{reverse('text', args=[text])}{place}")


_OF = "texts/<int:text>/paragraphs/<str:paragraph>/"
urlpatterns = [
    path("texts/<int:text>/reading", open_reading, name="reading_open"),
    path("texts/<int:text>/reading/end", close, name="reading_close"),
    path("texts/<int:text>/reading/place", move, name="reading_move"),
    path(f"{_OF}agreed", agree, name="paragraph_agree"),
    path(f"{_OF}held", hold, name="paragraph_hold"),
    path(f"{_OF}open", reopen, name="paragraph_reopen"),
    path(f"{_OF}confirmed", confirm, {"confirmed": True}, name="paragraph_confirm"),
    path(f"{_OF}not-confirmed", confirm, {"confirmed": False}, name="paragraph_not_confirmed"),
]
