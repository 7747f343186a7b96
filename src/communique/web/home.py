"""The first page: what sits now, what is held here, what was adopted last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.permissions import Place, reason_against
from communique.queries import bodies, meetings, register
from communique.web.acting import actor_of, audience_for
from communique.web.programme import by_day
from communique.web.zones import reader_of

NEWEST = 6
"""Documents of the register that the first page shows."""


@require_safe
@cache_control(private=True, no_cache=True)
def home(request: HttpRequest) -> HttpResponse:
    """What an open meeting has before it, for those at its table; then, for everyone, what is held here."""
    audience, actor = audience_for(request), actor_of(request)
    place = Place(audience.body or None)
    return render(
        request,
        "home.html",
        {
            "sitting": meetings.sitting_for(audience),
            "bodies": bodies.bodies_for(audience),
            "conferences": [one | {"days": _days(request, one)} for one in meetings.conferences_for(audience)],
            "documents": register.documents_for(audience, newest=NEWEST),
            "may_found": reason_against("body.found", actor, place) is None,
            "may_convene": bool(audience.body) and reason_against("conference.convene", actor, place) is None,
        },
    )


def _days(request: HttpRequest, conference: dict[str, Any]) -> list[dict[str, Any]]:
    """The days of a conference that come now, by the reader's clock."""
    zone = reader_of(request, conference["time_zone"]).zone
    return by_day(conference["meetings"], zone, timezone.now())


urlpatterns = [path("", home, name="home")]
