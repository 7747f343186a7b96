"""Coming in by a signed link, and leaving for single sign-on."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from communique.domain.errors import Refused
from communique.queries import bodies, people
from communique.web.accounts import read_link
from communique.web.acting import SEAT
from communique.web.refusals import answer
from communique.web.seats import local


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Lets the holder of a signed link in, to act from the seat that it names.

    Whoever set up a second factor is asked for it here too: a link in a mailbox opens no more than a password does.
    """
    try:
        person, seat = _holder(token)
    except Refused as refused:
        return answer(request, 403, refused.code, refused.facts)
    onward = local(request.GET.get("next")) or "/"
    response: HttpResponse
    if request.user.is_authenticated and request.user.pk == person.pk:
        request.session.cycle_key()
        response = HttpResponseRedirect(onward)
    else:
        if request.user.is_authenticated:
            get_adapter().logout(request)
        response = perform_login(request, person, redirect_url=onward)
    if seat is not None:
        request.session[SEAT] = seat
    patch_cache_control(response, no_store=True)
    return response


def _holder(token: str) -> tuple[Any, int | None]:
    """The person whom a link lets in, and the seat that it names.

    Refused: link_is_no_good, link_has_expired, seat_has_ended, person_is_inactive, only_the_operator.
    """
    link = read_link(token)
    if link.seat is None:
        person = people.person_at(link.person or 0)
    else:
        seat = bodies.live_seat(link.seat)
        if seat is None:
            raise Refused("seat_has_ended")
        person = seat.person
    if person is None or not person.is_active:
        raise Refused("person_is_inactive")
    if link.seat is None and not person.operator:
        raise Refused("only_the_operator")
    return person, link.seat


def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leads to the provider by a page of its own: the pages' policy lets no form end at another house, and a browser
    counts a redirect as the form's end."""
    response: HttpResponse = openid_connect.login(request, provider_id)
    if request.method == "POST" and response.status_code == 302:
        response = render(request, "socialaccount/leaving.html", {"onward": response["Location"]})
        patch_cache_control(response, no_store=True)
    return response


urlpatterns = [path("in/<str:token>", enter, name="enter")]
