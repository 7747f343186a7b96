"""The desk's page on which a body settles its rules: those of the floor, and the figures that other rules go by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communique.actions import bodies as actions
from communique.domain.errors import Refused
from communique.domain.floor_rules import LIMITED, LONGEST, MOST_NAMES, SHORTEST, Observers, Order, Standing, WhenOver
from communique.queries import bodies
from communique.queries import floor as queries
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require, signed_in
from communique.web.sentences import name_of

SPEAK = (Standing.MEMBER, Standing.OBSERVER)
"""Who is limited. An office speaks for as long as it has to."""


class Regulate(Asking):
    """Settles the rules of a body."""

    order = forms.ChoiceField(label=gettext_lazy("Speakers are called"))
    heads_first = forms.BooleanField(
        label=gettext_lazy("In an order by protocol, heads of delegation before officials"), required=False
    )
    observers = forms.ChoiceField(label=gettext_lazy("Observers speak"))
    when_over = forms.ChoiceField(label=gettext_lazy("When a speaker’s time is over"))
    opens = forms.BooleanField(label=gettext_lazy("The list is open from the beginning of a meeting"), required=False)
    reopens = forms.BooleanField(label=gettext_lazy("A list that was closed may be opened again"), required=False)
    names = forms.IntegerField(
        label=gettext_lazy("Names that a delegation may have on the list at once"), min_value=1, max_value=MOST_NAMES
    )
    replies = forms.CharField(
        label=gettext_lazy("Seconds of the first, second … right of reply on an item"),
        required=False,
        help_text=gettext_lazy("Such as 600, 300. Left empty, no reply is granted."),
    )
    quorum = forms.IntegerField(label=gettext_lazy("Quorum"), min_value=1, max_value=1000)
    grace = forms.IntegerField(
        label=gettext_lazy("Seconds after which a delegation whose lines are lost is absent"),
        min_value=5,
        max_value=actions.LONGEST_GRACE,
        help_text=gettext_lazy("14400, which are four hours, for a body whose delegations sit in one hall."),
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet hours of a capital, from"), widget=forms.TimeInput(format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet hours of a capital, until"), widget=forms.TimeInput(format="%H:%M")
    )
    correction_days = forms.IntegerField(
        label=gettext_lazy("Days in which delegations may correct a summary record"), min_value=1, max_value=60
    )
    statements_at_once = forms.BooleanField(
        label=gettext_lazy("Statements delivered to a meeting open to the public are published at once"), required=False
    )
    places: ClassVar[Mapping[str, str]] = {
        "bad_quorum": "quorum",
        "bad_grace": "grace",
        "bad_correction_days": "correction_days",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for field, values, kind in (
            ("order", Order, "floor_order"),
            ("observers", Observers, "floor_right"),
            ("when_over", WhenOver, "when_over"),
        ):
            fields[field].choices = [(one.value, name_of(kind, one.value)) for one in values]
        for kind in LIMITED:
            for who in SPEAK:
                fields[f"{kind.value}-{who.value}"] = forms.IntegerField(
                    label=_("%(kind)s by %(who)s, in seconds")
                    % {"kind": name_of("asked", kind.value), "who": name_of("speaks", who.value)},
                    help_text=_("Left empty: no limit."),
                    min_value=SHORTEST,
                    max_value=LONGEST,
                    required=False,
                )

    def clean_replies(self) -> list[int]:
        said = re.split(r"[\s,;]+", self.cleaned_data["replies"].strip(" ,;"))
        if said == [""]:
            return []
        if not all(one.isdecimal() and len(one) < 6 for one in said):
            raise forms.ValidationError(_("Write seconds, such as 600, 300."))
        return [int(one) for one in said]

    def given(self) -> dict[str, Any]:
        given = super().given()
        limits = {kind.value: {who.value: given.pop(f"{kind.value}-{who.value}") for who in SPEAK} for kind in LIMITED}
        names = ("order", "heads_first", "observers", "names", "opens", "reopens", "when_over", "replies")
        return given | {"floor_rules": {name: given.pop(name) for name in names} | {"limits": limits}}


def _initial(settled: dict[str, Any]) -> dict[str, Any]:
    """What the form shows before anything is changed."""
    floor = dict(settled["floor"])
    limits = {
        f"{kind}-{who}": most
        for kind, row in floor.pop("limits").items()
        for who, most in row.items()
        if who != "office"
    }
    replies = ", ".join(str(one) for one in floor.pop("replies"))
    return {name: value for name, value in settled.items() if name != "floor"} | floor | limits | {"replies": replies}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules of a body, as they are, to be changed."""
    body = bodies.body_for(audience_for(request), slug, operator=actor_of(request).operator)
    if body is None:
        raise Refused("not_found")
    require(request, "body.regulate", body.id)
    settled = queries.rules_for(audience_for(request), body.id)
    if settled is None:
        raise Refused("not_found")
    form = Regulate(request.POST or None, initial=_initial(settled))
    if request.method == "POST" and form.ask(actions.regulate, actor_of(request), body=body.id) is not None:
        messages.success(request, _("The rules are settled. They hold from now on, also in meetings that sit."))
        return HttpResponseRedirect(reverse("floor-rules", args=[slug]))
    return render(request, "desk/floor.html", {"body": body, "form": form}, status=form.status)


urlpatterns = [path("bodies/<slug:slug>/desk/floor/", rules, name="floor-rules")]
