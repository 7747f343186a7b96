"""A chairmanship's year, and the desk at which conferences are convened and objectives are set and assessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import conferences as actions
from communique.actions import objectives as aims
from communique.domain.errors import Refused
from communique.domain.objectives import Outcome
from communique.queries import bodies
from communique.queries import programme as queries
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, may, require, signed_in, time_zones
from communique.web.planning import Clock
from communique.web.programme_places import may_with_objectives
from communique.web.sentences import name_of


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Described(Asking):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Where the chair sits, such as Ha Noi."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=time_zones, help_text=gettext_lazy("The host’s: its meetings keep it.")
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=Day)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=Day)
    places: ClassVar[Mapping[str, str]] = {
        "name_missing": "name",
        "name_taken": "name",
        "bad_year": "year",
        "unknown_time_zone": "time_zone",
        "ends_before_it_starts": "ends_on",
        "too_many_objectives": "objectives",
    }


class Convene(_Described):
    """Convenes a conference."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200)
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line. After the conference they are assessed."),
    )
    field_order = ("name", "year", "theme", "place", "time_zone", "starts_on", "ends_on", "objectives")

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given | {"objectives": given["objectives"].splitlines()}


class Change(_Described):
    """Says anew what a conference is. Its registration closes at an instant of the host's clock."""

    registration_closes_at = Clock(label=gettext_lazy("Registration closes"), required=False)

    def given(self) -> dict[str, Any]:
        given = super().given()
        local = given["registration_closes_at"]
        if local is not None:
            # Of an hour that comes twice the later one; one that doesn't exist lies where the clocks are put forward.
            zone = ZoneInfo(given["time_zone"])
            given["registration_closes_at"] = local.replace(tzinfo=zone, fold=1)
        return given


class Describe(Asking):
    """Says under which theme a member chairs."""

    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    places: ClassVar[Mapping[str, str]] = {"too_long": "theme"}


class Aim(Asking):
    """Sets an objective."""

    words = forms.CharField(label=gettext_lazy("A further objective"), max_length=500)
    places: ClassVar[Mapping[str, str]] = {"objective_missing": "words", "too_many_objectives": "words"}


class Assess(Asking):
    """Says what became of an objective."""

    outcome = forms.ChoiceField(label=gettext_lazy("What became of it?"), widget=forms.RadioSelect)
    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    places: ClassVar[Mapping[str, str]] = {"bad_outcome": "outcome"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(one.value, name_of("outcome", one.value)) for one in Outcome]


@require_safe
@cache_control(private=True, no_cache=True)
def chairmanship(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A chairmanship's year: its theme, what it is to reach, and its conferences."""
    found = _year(request, slug, year)
    own = may_with_objectives(audience_for(request), found["body"]["id"])
    return render(
        request,
        "chairmanship.html",
        found
        | own
        | {
            "host": {"zone": found["time_zone"], "place": ""},
            "may_describe": bool(found["party"]) and may(request, "chairmanship.describe", found["body"]["id"]),
            "may_convene": may(request, "conference.convene", found["body"]["id"]),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The theme of a chairmanship."""
    found = _year(request, slug, year)
    body = found["body"]["id"]
    require(request, "chairmanship.describe", body)
    form = Describe(request.POST or None, initial={"theme": found["theme"]})
    if (
        request.method == "POST"
        and form.ask(actions.describe_chairmanship, actor_of(request), body=body, year=year) is not None
    ):
        messages.success(request, _("The theme is set."))
        return HttpResponseRedirect(reverse("chairmanship", args=[slug, year]))
    return render(request, "desk/chairmanship.html", found | {"form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_conference(request: HttpRequest, slug: str) -> HttpResponse:
    """A conference of a body."""
    body = bodies.body_for(audience_for(request), slug)
    if body is None:
        raise Refused("not_found")
    require(request, "conference.convene", body.id)
    form = Convene(request.POST or None, initial={"year": timezone.now().year, "time_zone": body.time_zone})
    if request.method == "POST":
        made = form.ask(actions.convene_conference, actor_of(request), body=body.id)
        if made is not None:
            messages.success(request, _("%(name)s is convened. Now convene its meetings.") % form.said())
            return HttpResponseRedirect(reverse("conference", args=[made["slug"]]))
    return render(request, "desk/conference.html", {"body": body, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """What a conference is called, what it is about, when and where it is held."""
    found = queries.programme_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    require(request, "conference.change", found["body"]["id"])
    initial = {name: found[name] for name in ("name", "theme", "place", "time_zone", "starts_on", "ends_on")}
    closes = found["registration_closes_at"]
    if closes is not None:
        zone = ZoneInfo(found["time_zone"])
        initial["registration_closes_at"] = closes.astimezone(zone).replace(tzinfo=None)
    form = Change(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.ask(actions.change_conference, actor_of(request), conference=found["id"]) is not None
    ):
        messages.success(request, _("%(name)s has been changed.") % form.said())
        return HttpResponseRedirect(reverse("conference", args=[slug]))
    return render(request, "desk/change_conference.html", {"conference": found, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objectives(request: HttpRequest, holder: str, number: int) -> HttpResponse:
    """The objectives of a chairmanship, a conference or a meeting; one is added, or taken back."""
    found = queries.holder_for(audience_for(request), holder, number)
    if found is None:
        raise Refused("not_found", what="objective")
    require(request, "objective.set", found["body"]["id"])
    form = Aim(request.POST or None)
    if (
        request.method == "POST"
        and form.ask(aims.set_objective, actor_of(request), holder=holder, number=number) is not None
    ):
        messages.success(request, _("The objective is set."))
        return HttpResponseRedirect(reverse("objectives", args=[holder, number]))
    context = found | {"form": form, "back": _way_back(found), "taking": Asking(auto_id="taking-%s")}
    return render(request, "desk/objectives.html", context, status=form.status)


@signed_in
@require_POST
def drop(request: HttpRequest, objective: int) -> HttpResponse:
    """Takes an objective back."""
    found = _objective(request, objective)
    form = Asking(request.POST)
    held = {"holder": found["holder"], "number": found["number"]}
    if form.ask(aims.drop_objective, actor_of(request), objective=objective, **held) is None:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    else:
        messages.success(request, _("The objective is taken back."))
    return HttpResponseRedirect(reverse("objectives", args=[found["holder"], found["number"]]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, objective: int) -> HttpResponse:
    """What became of an objective."""
    found = _objective(request, objective)
    require(request, "objective.assess", found["body"]["id"])
    form = Assess(request.POST or None, initial={"outcome": found["outcome"], "remark": found["remark"]})
    if request.method == "POST" and form.ask(aims.assess_objective, actor_of(request), objective=objective) is not None:
        messages.success(request, _("What became of it is in the record."))
        return HttpResponseRedirect(_way_back(found))
    return render(
        request, "desk/assess.html", {"one": found, "form": form, "back": _way_back(found)}, status=form.status
    )


def _way_back(found: Mapping[str, Any]) -> str:
    """The page on which the objectives stand."""
    if found["holder"] == "meeting":
        return reverse("meeting", args=[found["number"]])
    if found["holder"] == "conference":
        return reverse("conference", args=[found["conference"]["slug"]])
    return reverse("chairmanship", args=[found["body"]["slug"], found["year"]])


def _year(request: HttpRequest, slug: str, year: int) -> dict[str, Any]:
    found = queries.year_for(audience_for(request), slug, year)
    if found is None:
        raise Refused("not_found")
    return found


def _objective(request: HttpRequest, objective: int) -> dict[str, Any]:
    found = queries.objective_for(audience_for(request), objective)
    if found is None:
        raise Refused("not_found", what="objective")
    return found


urlpatterns = [
    path("bodies/<slug:slug>/<int:year>/", chairmanship, name="chairmanship"),
    path("bodies/<slug:slug>/<int:year>/theme/", describe, name="describe-chairmanship"),
    path("bodies/<slug:slug>/desk/conferences/new/", new_conference, name="convene-conference"),
    path("conferences/<slug:slug>/change/", change, name="change-conference"),
    path("objectives/<slug:holder>/<int:number>/", objectives, name="objectives"),
    path("objectives/<int:objective>/drop", drop, name="drop-objective"),
    path("objectives/<int:objective>/assessment/", assess, name="assess-objective"),
]
