"""Calendars to subscribe to: a conference's for everybody, a person's and a delegation's at secret addresses; and the
page on which they are found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_POST, require_safe

from communique.actions import calendars as actions
from communique.actions import reminders
from communique.domain.actors import PUBLIC
from communique.domain.errors import Denied, Refused
from communique.queries import calendars as queries
from communique.queries import people, programme
from communique.web import ical
from communique.web.acting import actor_of, audience_for
from communique.web.answers import request_id
from communique.web.asking import signed_in

SCOPES = ("person", "delegation")


@require_safe
@conditional_page
@cache_control(public=True, max_age=300)
def of_conference(request: HttpRequest, slug: str) -> HttpResponse:
    """Every sitting of a conference, for everybody."""
    found = programme.programme_for(PUBLIC, slug)
    if found is None:
        raise Refused("not_found", what="conference")
    sittings = queries.sittings_for(PUBLIC, slug)
    return _sent(found["name"], [ical.of_sitting(one) for one in sittings], slug)


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def of_key(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar that a secret address leads to. An address that was renewed, and one of a seat that has ended, leads
    nowhere."""
    feed = queries.feed_for(PUBLIC, key)
    if feed is None:
        raise Refused("not_found")
    events = [ical.of_sitting(one) for one in queries.sittings_of(PUBLIC, feed)]
    events += [ical.of_date(one) for one in queries.dates_of(PUBLIC, feed)]
    response = _sent(feed.name, events, feed.scope)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@cache_control(private=True, no_cache=True)
def explained(request: HttpRequest, slug: str) -> HttpResponse:
    """How a calendar subscribes to a conference."""
    found = programme.programme_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    address = settings.URL + reverse("conference-calendar", args=[slug])
    return render(request, "calendars/conference.html", {"conference": found} | _addresses(address))


@signed_in
@require_safe
@cache_control(private=True, no_store=True)
def own(request: HttpRequest) -> HttpResponse:
    """The addresses of one's own calendars, and whether the house reminds by mail."""
    actor = actor_of(request)
    made: dict[str, dict[str, Any]] = {}
    if actor.seat is not None:
        for one in queries.own_for(audience_for(request), actor.seat.id):
            address = settings.URL + reverse("own-calendar", args=[one["key"]])
            made[one["scope"]] = one | _addresses(address)
    scopes = [] if actor.seat is None else [SCOPES[0]] if actor.seat.party is None else list(SCOPES)
    return render(
        request,
        "calendars/own.html",
        {
            "calendars": [{"scope": scope, "made": made.get(scope)} for scope in scopes],
            "reminded": people.is_reminded(audience_for(request), actor.person or 0),
            "request_id": request_id(request),
        },
    )


@signed_in
@require_POST
def renew(request: HttpRequest, scope: str) -> HttpResponse:
    """Makes an address, or a new one in place of an old one."""
    actions.renew(actor=actor_of(request), request_id=request_id(request), body=_body(request), scope=scope)
    messages.success(request, _("The address is made. Whoever has it reads this calendar: pass it on with care."))
    return HttpResponseRedirect(reverse("calendars"))


@signed_in
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Whether the house reminds by mail."""
    wanted = "wanted" in request.POST
    reminders.choose(actor=actor_of(request), request_id=request_id(request), body=_body(request), wanted=wanted)
    messages.success(request, _("You are reminded by mail.") if wanted else _("You are reminded no more."))
    return HttpResponseRedirect(reverse("calendars"))


def _body(request: HttpRequest) -> int:
    seat = actor_of(request).seat
    if seat is None:
        raise Denied("no_seat")
    return seat.body


def _sent(name: str, events: list[Any], called: str) -> HttpResponse:
    response = HttpResponse(ical.calendar(name, events), content_type=ical.TYPE)
    response["Content-Disposition"] = f'inline; filename="{called}.ics"'
    return response


def _addresses(address: str) -> dict[str, str]:
    """For calendars that take an address, and for those that open ``webcal:`` by themselves."""
    return {"address": address, "webcal": urlsplit(address)._replace(scheme="webcal").geturl()}


urlpatterns = [
    path("conferences/<slug:slug>/calendar.ics", of_conference, name="conference-calendar"),
    path("conferences/<slug:slug>/calendar/", explained, name="calendar-help"),
    path("calendars/", own, name="calendars"),
    path("calendars/reminders", remind, name="remind"),
    path("calendars/<slug:scope>/renew", renew, name="renew-calendar"),
    path("calendars/<slug:key>.ics", of_key, name="own-calendar"),
]
