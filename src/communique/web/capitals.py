"""The capitals of a body's parties and the clocks that they live by, and the observers' right to the floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from babel.core import get_global
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communique.actions import capitals as actions
from communique.domain.errors import Refused
from communique.queries import bodies
from communique.queries import programme as queries
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require, signed_in, time_zones
from communique.web.sentences import name_of
from communique.web.zones import known_zones

SEVERAL = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""The clock of the capital where a country has several zones."""


def zone_of(iso: str) -> str:
    """The zone of a country's capital by its ISO 3166 code; "" where that isn't known."""
    zones: list[str] = get_global("territory_zones").get(iso.upper(), [])
    found = SEVERAL.get(iso.upper()) or (zones[0] if len(zones) == 1 else "")
    return found if found in known_zones() else ""


class Locate(Asking):
    """Says where one capital is."""

    capital = forms.CharField(label=gettext_lazy("Capital"), max_length=100, required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    floor = forms.ChoiceField(label=gettext_lazy("Right to the floor"), required=False)
    places: ClassVar[Mapping[str, str]] = {
        "unknown_time_zone": "time_zone",
        "too_long": "capital",
        "bad_floor_right": "floor",
    }

    def __init__(self, *args: Any, member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["time_zone"].choices = [("", _("Not known")), *time_zones()]
        if member:
            del fields["floor"]
        else:
            fields["floor"].choices = [(one, name_of("floor_right", one)) for one in actions.FLOORS]


@signed_in
@require_http_methods(["GET", "HEAD"])
def capitals(request: HttpRequest, slug: str) -> HttpResponse:
    """Every party with its capital and its clock."""
    body = _body(request, slug)
    rows = [
        one | {"proposed": zone_of(one["iso"]) if not one["time_zone"] else ""}
        for one in queries.located_for(audience_for(request), body.id)
    ]
    return render(request, "desk/capitals.html", {"body": body, "rows": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def capital(request: HttpRequest, slug: str, party: str) -> HttpResponse:
    """One capital. The clock of a country that has one is filled in; the clerk sees whether it is right."""
    body = _body(request, slug)
    rows = queries.located_for(audience_for(request), body.id)
    one = next((row for row in rows if row["code"] == party), None)
    if one is None:
        raise Refused("not_found")
    zone = one["time_zone"] or zone_of(one["iso"])
    initial = {"capital": one["capital"], "time_zone": zone, "floor": one["floor"]}
    form = Locate(request.POST or None, member=one["member"], initial=initial)
    if request.method == "POST" and form.ask(actions.locate, actor_of(request), body=body.id, party=party) is not None:
        messages.success(request, _("The capital of %(name)s is noted.") % one)
        return HttpResponseRedirect(reverse("capitals", args=[slug]))
    context = {"body": body, "party": one, "form": form}
    return render(request, "desk/capital.html", context, status=form.status)


def _body(request: HttpRequest, slug: str) -> bodies.BodyView:
    view = bodies.body_for(audience_for(request), slug, operator=actor_of(request).operator)
    if view is None:
        raise Refused("not_found")
    require(request, "party.locate", view.id)
    return view


urlpatterns = [
    path("bodies/<slug:slug>/desk/capitals/", capitals, name="capitals"),
    path("bodies/<slug:slug>/desk/capitals/<slug:party>/", capital, name="capital"),
]
