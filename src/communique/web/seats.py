"""The seats that a person holds, and the one from which it acts."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from communique.domain.errors import Refused
from communique.web.acting import choose_seat
from communique.web.asking import signed_in
from communique.web.sentences import sentence_of


class Choice(forms.Form):
    """Which seat, and where to go from there."""

    seat = forms.IntegerField(min_value=1, max_value=2**62)
    next = forms.CharField(required=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest) -> HttpResponse:
    """The seats one holds; sent with one of them, the person acts from it."""
    onward = local(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        return render(request, "desk/seats.html", {"next": onward})
    choice = Choice(request.POST)
    try:
        if not choice.is_valid():
            raise Refused("not_your_seat")
        choose_seat(request, choice.cleaned_data["seat"])
    except Refused as refused:
        refusal = sentence_of(refused.code, refused.facts)
        return render(request, "desk/seats.html", {"next": onward, "refusal": refusal}, status=409)
    return HttpResponseRedirect(onward or "/")


def local(place: str | None) -> str:
    """A path of this installation, or nothing: no link leads people elsewhere."""
    if place and place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        return place
    return ""


urlpatterns = [path("seats/", seats, name="seats")]
