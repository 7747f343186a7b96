"""Where delegations stand on what is tabled, and what could land."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Refused
from communique.domain.texts.landing import SPONSOR
from communique.domain.texts.positions import Stance
from communique.queries import landing
from communique.web.acting import audience_for
from communique.web.viewing import heading_of, show


@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """The matrix of paragraphs and delegations, who is alone, what holds things up, what could land."""
    audience = audience_for(request)
    heading = heading_of(audience, text)
    found = landing.landing_for(audience, text)
    if found is None:
        raise Refused("not_found", what="text")

    def previewed(one: dict[str, Any]) -> dict[str, Any]:
        keys = [proposal["key"] for proposal in one["proposals"]]
        return one | {
            "preview": f"{reverse('as', args=[text])}?{urlencode({'view': 'preview', 'take': keys}, doseq=True)}"
        }

    paragraphs = [one | {"sets": [previewed(landed) for landed in one["sets"]]} for one in found["paragraphs"]]
    return show(
        request,
        "landing",
        heading,
        found
        | {
            "paragraphs": paragraphs,
            "sets": [previewed(one) for one in found["sets"]],
            "away": [one | {"landing": previewed(one["landing"])} for one in found["away"]],
            "stances": (SPONSOR, *(one.value for one in Stance), ""),
            "columns": len(found["parties"]) + 1,
            "incomplete": any(not one["complete"] for one in found["sets"]),
        },
    )


urlpatterns = [path("texts/<int:text>/landing/", page, name="landing")]
