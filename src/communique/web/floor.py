"""What is pressed on the card of the floor: by delegations their placards, by the chair all that moves the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from communique.actions import floor as acts
from communique.domain.errors import Refused
from communique.domain.floor_rules import Kind
from communique.domain.speakers import State
from communique.queries import floor
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id

PLAIN: dict[str, Callable[..., dict[str, Any]]] = {
    "open": acts.open_list,
    "close": acts.close_list,
    "suspend": acts.suspend,
    "resume": acts.resume,
}
"""Buttons about the list as a whole."""
OF_ONE: dict[str, Callable[..., dict[str, Any]]] = {
    "withdraw": acts.withdraw,
    "remove": acts.remove,
    "yield": acts.give_up,
    "take-back": acts.take_back,
}
"""Buttons about one name on it."""


@require_POST
def placard(request: HttpRequest, meeting: int) -> HttpResponse:
    """A delegation asks for the floor, on the paragraph at which it is."""
    _require(request, meeting)
    kind = request.POST.get("kind") or Kind.STATEMENT.value
    text, paragraph = _text(request), request.POST.get("floor_paragraph", "")
    about = text is not None and bool(paragraph)
    acts.request(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        kind=kind,
        on_behalf_of=_group(request, kind),
        on_text=text if about else None,
        paragraph=paragraph if about else "",
    )
    return _answer(request, meeting)


@require_POST
def lower(request: HttpRequest, meeting: int) -> HttpResponse:
    """A delegation lowers its placard: what it asked for last comes off the list."""
    _require(request, meeting)
    own = _own(request, meeting, State.WAITING)
    acts.withdraw(actor=actor_of(request), request_id=request_id(request), intervention=own)
    return _answer(request, meeting)


@require_POST
def done(request: HttpRequest, meeting: int) -> HttpResponse:
    """A delegation that speaks yields the floor."""
    _require(request, meeting)
    own = _own(request, meeting, State.SPEAKING, State.INTERRUPTED)
    acts.give_up(actor=actor_of(request), request_id=request_id(request), intervention=own)
    return _answer(request, meeting)


@require_POST
def call_next(request: HttpRequest, meeting: int) -> HttpResponse:
    """The chair calls whose turn it is, after whom it sees speaking."""
    _require(request, meeting)
    acts.call_next(actor=actor_of(request), request_id=request_id(request), meeting=meeting, after=_after(request))
    return _answer(request, meeting)


@require_POST
def plain(request: HttpRequest, meeting: int, verb: str) -> HttpResponse:
    """The chair opens or closes the list, lets the debate rest or go on."""
    _require(request, meeting)
    PLAIN[verb](actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    return _answer(request, meeting)


@require_POST
def announce(request: HttpRequest, meeting: int) -> HttpResponse:
    """The chair announces in how many minutes the list is closed."""
    _require(request, meeting)
    minutes = number(request, "floor_closing", gettext("say in how many minutes."))
    if not 1 <= minutes <= 24 * 60:
        raise Refused("closing_is_over")
    closes_at = timezone.now() + timedelta(minutes=minutes)
    acts.announce_closing(actor=actor_of(request), request_id=request_id(request), meeting=meeting, closes_at=closes_at)
    return _answer(request, meeting)


@require_POST
def limit(request: HttpRequest, meeting: int) -> HttpResponse:
    """The chair limits what is said, by kind and in minutes; with none, it is without limit."""
    _require(request, meeting)
    said = request.POST.get("floor_limit", "")
    acts.set_limit(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        kind=request.POST.get("floor_limited", ""),
        seconds=60 * number(request, "floor_limit", gettext("say for how many minutes.")) if said else None,
    )
    return _answer(request, meeting)


@require_POST
def enlist(request: HttpRequest, meeting: int) -> HttpResponse:
    """The chair puts a delegation on the list that it sees or invites."""
    _require(request, meeting)
    kind = request.POST.get("floor_kind") or Kind.STATEMENT.value
    acts.enlist(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        party=request.POST.get("floor_party", ""),
        kind=kind,
        on_behalf_of=_group(request, kind),
    )
    return _answer(request, meeting)


@require_POST
def of_one(request: HttpRequest, intervention: int, verb: str) -> HttpResponse:
    """A name comes off the list, or an intervention ends."""
    meeting = _meeting(request, intervention)
    OF_ONE[verb](actor=actor_of(request), request_id=request_id(request), intervention=intervention)
    return _answer(request, meeting)


@require_POST
def give(request: HttpRequest, intervention: int) -> HttpResponse:
    """The chair gives the floor to somebody, whoever's turn it is."""
    meeting = _meeting(request, intervention)
    acts.give(actor=actor_of(request), request_id=request_id(request), intervention=intervention, after=_after(request))
    return _answer(request, meeting)


@require_POST
def order(request: HttpRequest, intervention: int) -> HttpResponse:
    """The chair moves a name; without a position it leaves it to the rules again."""
    meeting = _meeting(request, intervention)
    said = request.POST.get("position", "")
    position = number(request, "position", gettext("say where on the list.")) if said else None
    acts.order(actor=actor_of(request), request_id=request_id(request), intervention=intervention, position=position)
    return _answer(request, meeting)


@require_POST
def extend(request: HttpRequest, intervention: int) -> HttpResponse:
    """The chair gives who speaks a minute more, or as many seconds as it says."""
    meeting = _meeting(request, intervention)
    seconds = number(request, "extra", gettext("say how many seconds.")) if request.POST.get("extra") else 60
    acts.extend(actor=actor_of(request), request_id=request_id(request), intervention=intervention, seconds=seconds)
    return _answer(request, meeting)


@require_POST
def rule(request: HttpRequest, intervention: int) -> HttpResponse:
    """The chair rules on a point of order."""
    meeting = _meeting(request, intervention)
    acts.rule_on(
        actor=actor_of(request),
        request_id=request_id(request),
        intervention=intervention,
        ruling=request.POST.get("ruling", ""),
    )
    return _answer(request, meeting)


def _require(request: HttpRequest, meeting: int) -> None:
    """Asked before anything else: who doesn't see a floor isn't told how it stands."""
    _room(request, meeting)


def _room(request: HttpRequest, meeting: int) -> int:
    room = floor.room_of(audience_for(request), meeting)
    if room is None:
        raise Refused("not_found", what="meeting")
    return room


def _meeting(request: HttpRequest, intervention: int) -> int:
    meeting = floor.meeting_of(audience_for(request), intervention)
    if meeting is None:
        raise Refused("not_found", what="intervention")
    return meeting


def _own(request: HttpRequest, meeting: int, *states: State) -> int:
    """The newest name of the own delegation that stands so."""
    wanted = {one.value for one in states}
    found = [one["id"] for one in floor.own_on_the_list(audience_for(request), meeting) if one["state"] in wanted]
    if not found:
        raise Refused("not_waiting") if State.WAITING in states else Refused("has_not_the_floor", name="")
    own: int = found[0]
    return own


def _group(request: HttpRequest, kind: str) -> str:
    """The field stands in the form for every kind, and counts for one."""
    words = request.POST.get("floor_group", "") if kind == Kind.ON_BEHALF.value else ""
    return " ".join(words.split())


def _after(request: HttpRequest) -> int:
    return number(request, "after", gettext("load the page again; it doesn’t say who speaks."))


def _text(request: HttpRequest) -> int | None:
    """The text on whose page the card stands, where it stands on one."""
    said = request.POST.get("floor_text", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _answer(request: HttpRequest, meeting: int) -> HttpResponse:
    return changed(
        request, _room(request, meeting), f"floor:{meeting}", back=f"{_back(request, meeting)}#floor-{meeting}"
    )


def _back(request: HttpRequest, meeting: int) -> str:
    """The page on which the card stands: a text's, where the form says so; otherwise the meeting's."""
    text = _text(request)
    return reverse("meeting", args=[meeting]) if text is None else reverse("text", args=[text])


urlpatterns = [
    path("meetings/<int:meeting>/floor/placard", placard, name="floor_placard"),
    path("meetings/<int:meeting>/floor/lower", lower, name="floor_lower"),
    path("meetings/<int:meeting>/floor/done", done, name="floor_done"),
    path("meetings/<int:meeting>/floor/next", call_next, name="floor_next"),
    path("meetings/<int:meeting>/floor/announce", announce, name="floor_announce"),
    path("meetings/<int:meeting>/floor/limit", limit, name="floor_limit"),
    path("meetings/<int:meeting>/floor/enlist", enlist, name="floor_enlist"),
    *(path(f"meetings/<int:meeting>/floor/{verb}", plain, {"verb": verb}, name=f"floor_{verb}") for verb in PLAIN),
    path("interventions/<int:intervention>/give", give, name="floor_give"),
    path("interventions/<int:intervention>/order", order, name="floor_order"),
    path("interventions/<int:intervention>/extend", extend, name="floor_extend"),
    path("interventions/<int:intervention>/ruling", rule, name="floor_rule"),
    *(
        path(
            f"interventions/<int:intervention>/{verb}",
            of_one,
            {"verb": verb},
            name=f"floor_{verb.replace('-', '_')}",
        )
        for verb in OF_ONE
    ),
]
