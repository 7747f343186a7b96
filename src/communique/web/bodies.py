"""A body's public page, and the desk at which a clerk or the operator sets it up."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, ClassVar

import pycountry
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import bodies as actions
from communique.domain.actors import Role
from communique.domain.bodies import plate_name
from communique.domain.errors import Refused
from communique.queries import bodies as queries
from communique.queries import meetings
from communique.queries.bodies import BodyView
from communique.web.accounts import invitation
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, may, require, signed_in, time_zones
from communique.web.sentences import name_of

AGAIN = 60
"""Seconds in which an invitation sent twice by one press is shown again; its link is shown no later than that."""
COUNTRIES = {country.alpha_2: country for country in pycountry.countries}


class Found(Asking):
    """Founds a body."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    short_name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=60,
        help_text=gettext_lazy("As on a door, such as AMM. It becomes the body’s address."),
    )
    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum"),
        min_value=1,
        max_value=300,
        initial=1,
        help_text=gettext_lazy("Members that have to be present when something is decided."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones, initial="UTC")
    jurisdiction = forms.SlugField(
        label=gettext_lazy("Jurisdiction in identifiers"),
        max_length=40,
        initial="aa-body",
        help_text=gettext_lazy("How the body is called in Akoma Ntoso, such as aa-asean."),
    )
    observers_read_drafts = forms.BooleanField(
        label=gettext_lazy("Observers read drafts under negotiation"), required=False
    )
    places: ClassVar[Mapping[str, str]] = {
        "name_missing": "short_name",
        "name_taken": "short_name",
        "bad_quorum": "quorum",
        "unknown_time_zone": "time_zone",
    }


class Admit(Asking):
    """Admits a country or an organisation. What is left empty is taken from ISO 3166."""

    iso = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("2 to 8 capital letters or digits. Left empty: the country’s code."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name on the plate"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("The English short name. Left empty: the country’s."),
    )
    official_name = forms.CharField(label=gettext_lazy("Official name"), max_length=200, required=False)
    places: ClassVar[Mapping[str, str]] = {
        "bad_party_code": "code",
        "party_code_taken": "code",
        "name_missing": "name",
        "unknown_country": "iso",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((country.name, code) for code, country in COUNTRIES.items())
        field: Any = self.fields["iso"]
        field.choices = [("", _("None: an organisation")), *((code, name) for name, code in names)]

    def given(self) -> dict[str, Any]:
        given = super().given()
        country = COUNTRIES.get(given["iso"])
        if country is not None:
            given["code"] = given["code"] or country.alpha_2
            given["name"] = given["name"] or plate_name(country.name)
            given["official_name"] = given["official_name"] or getattr(country, "official_name", "")
        return given


class AdmitMember(Admit):
    """Admits a member at a place in the protocol order."""

    order = forms.IntegerField(
        label=gettext_lazy("Place in the protocol order"),
        min_value=1,
        max_value=300,
        required=False,
        help_text=gettext_lazy("Left empty: the last one."),
    )


class Chairmanship(Asking):
    """Says who holds the chair in a year."""

    year = forms.IntegerField(label=gettext_lazy("Year"))
    party = forms.ChoiceField(label=gettext_lazy("Member"))
    places: ClassVar[Mapping[str, str]] = {"bad_year": "year", "no_such_member": "party", "no_such_party": "party"}

    def __init__(self, *args: Any, body: BodyView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [(member["code"], member["name"]) for member in body.members]

    def said(self) -> dict[str, Any]:
        names: Any = self.fields["party"]
        given = self.given()
        return given | {"party": dict(names.choices)[given["party"]]}


class Grant(Asking):
    """Gives a person a seat."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Seat"))
    party = forms.ChoiceField(
        label=gettext_lazy("For"),
        required=False,
        help_text=gettext_lazy("The secretariat serves the whole body: leave it empty."),
    )
    places: ClassVar[Mapping[str, str]] = {
        "seat_needs_member": "party",
        "seat_needs_observer": "party",
        "secretariat_has_no_party": "party",
        "no_such_party": "party",
        "bad_role": "role",
        "bad_email": "email",
        "seat_held_already": "email",
    }

    def __init__(self, *args: Any, body: BodyView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(one.value, name_of("role", one.value)) for one in Role]
        party: Any = self.fields["party"]
        party.choices = [
            ("", _("Nobody: the body itself")),
            (_("Members"), [(one["code"], one["name"]) for one in body.members]),
            (_("Observers"), [(one["code"], one["name"]) for one in body.observers]),
        ]


class Invite(Asking):
    """Makes a link for the holder of a seat."""

    hours = forms.TypedChoiceField(
        label=gettext_lazy("The link lasts"),
        coerce=int,
        initial=72,
        choices=[
            (24, gettext_lazy("one day")),
            (72, gettext_lazy("three days")),
            (168, gettext_lazy("a week")),
            (336, gettext_lazy("two weeks")),
        ],
    )


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Members, observers and the chairmanship are public; who sits for them is for the body's own table."""
    view = _body(request, slug)
    held = [one for one in meetings.conferences_for(audience_for(request)) if one["body"]["id"] == view.id]
    return render(
        request,
        "desk/body.html",
        {
            "body": view,
            "conferences": held,
            "this_year": timezone.now().year,
            "may_set_up": may(request, "seat.grant", view.id),
            "may_convene": may(request, "conference.convene", view.id),
        },
    )


@signed_in
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that a clerk sets up in a body, on one page."""
    view = _body(request, slug)
    require(request, "seat.grant", view.id)
    return _desk(request, view, _forms(view))


FORMS: Mapping[str, tuple[str, Callable[..., dict[str, Any]], Any]] = {
    "members": ("member.admit", actions.admit_member, gettext_lazy("%(name)s is a member now.")),
    "observers": ("observer.admit", actions.admit_observer, gettext_lazy("%(name)s is an observer now.")),
    "chairmanship": ("chairmanship.set", actions.set_chairmanship, gettext_lazy("%(party)s chairs in %(year)s.")),
    "seats": ("seat.grant", actions.grant_seat, gettext_lazy("%(name)s has a seat now. An invitation lets them in.")),
}
"""The forms of the desk by their addresses: what each needs, what it does, what it says when that is done."""


@signed_in
@require_POST
def set_up(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """Takes one of the desk's forms; shows the desk again when it was refused."""
    if what not in FORMS:
        raise Http404
    permission, action, said = FORMS[what]
    view = _body(request, slug)
    require(request, permission, view.id)
    shown = _forms(view, what, request.POST)
    form = shown[what]
    if form.ask(action, actor_of(request), body=view.id) is None:
        return _desk(request, view, shown, status=form.status)
    messages.success(request, said % form.said())
    return HttpResponseRedirect(f"{reverse('body-desk', args=[slug])}#{what}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Asks how long, then shows the signed link once and mails it to the seat's holder.

    The link is in this answer and in the mail alone: no table keeps it.
    """
    view = _body(request, slug)
    require(request, "seat.invite", view.id)
    held = _seat(view, seat)
    form = Invite(request.POST or None)
    found = form.ask(actions.invite, actor_of(request), seat=seat) if request.method == "POST" else None
    context = {"body": view, "seat": held, "form": form}
    if found is None:
        return render(request, "desk/invite.html", context, status=form.status)
    key = f"invited:{actor_of(request).person}:{form.cleaned_data['request_id']}"
    first = cache.add(key, time.time(), 7200)
    if not first and time.time() - cache.get(key, 0) > AGAIN:
        messages.warning(request, _("That link was shown before. Make a new one if it is lost."))
        return HttpResponseRedirect(reverse("body-desk", args=[slug]))
    link = settings.URL + reverse("enter", args=[invitation(seat, found["hours"])])
    until = timezone.now() + timedelta(hours=found["hours"])
    context |= {"link": link, "until": until, "mailed": not first or _mail(held, view, link, until)}
    response = render(request, "desk/invitation.html", context)
    patch_cache_control(response, no_store=True)
    return response


@signed_in
@require_POST
def end_seat(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Ends a seat; the desk says why when that is refused."""
    view = _body(request, slug)
    require(request, "seat.end", view.id)
    held = _seat(view, seat)
    form = Asking(request.POST)
    if form.ask(actions.end_seat, actor_of(request), seat=seat) is None:
        return _desk(request, view, _forms(view) | {"ending": form}, status=form.status)
    messages.success(request, _("The seat of %(name)s has ended.") % {"name": held["name"]})
    return HttpResponseRedirect(f"{reverse('body-desk', args=[slug])}#seats")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def house(request: HttpRequest) -> HttpResponse:
    """The operator's desk: every body, and a new one."""
    require(request, "body.found")
    form = Found(request.POST or None)
    if request.method == "POST":
        made = form.ask(actions.found, actor_of(request))
        if made is not None:
            messages.success(request, _("%(name)s has been founded. Now admit its members.") % form.said())
            return HttpResponseRedirect(reverse("body-desk", args=[made["slug"]]))
    bodies = queries.bodies_for(audience_for(request))
    return render(request, "desk/house.html", {"bodies": bodies, "form": form}, status=form.status)


def _body(request: HttpRequest, slug: str) -> BodyView:
    view = queries.body_for(audience_for(request), slug, operator=actor_of(request).operator)
    if view is None:
        raise Refused("not_found")
    return view


def _forms(view: BodyView, filled: str = "", data: Any = None) -> dict[str, Asking]:
    """The desk's forms, empty, save one that was filled in."""

    def given(what: str) -> dict[str, Any]:
        return {"data": data if what == filled else None, "auto_id": f"{what}-%s"}

    following = max((one["year"] for one in view.chairmanships), default=timezone.now().year - 1) + 1
    return {
        "members": AdmitMember(**given("members")),
        "observers": Admit(**given("observers")),
        "chairmanship": Chairmanship(body=view, initial={"year": following}, **given("chairmanship")),
        "seats": Grant(body=view, **given("seats")),
        "ending": Asking(auto_id="ending-%s"),
    }


def _desk(request: HttpRequest, view: BodyView, shown: dict[str, Asking], status: int = 200) -> HttpResponse:
    seats = _seats(view)
    acting = actor_of(request).seat
    return render(
        request,
        "desk/desk.html",
        {
            "body": view,
            "forms": shown,
            "seats": [one for one in seats if not one["ended"]],
            "ended": [one for one in seats if one["ended"]],
            "own": acting.id if acting else None,
            "may_convene": may(request, "conference.convene", view.id),
        },
        status=status,
    )


def _seats(view: BodyView) -> list[dict[str, Any]]:
    """Every seat of the body with its party's plate: those who serve the body, then as at the table."""
    rows = [{**seat, "plate": None} for seat in view.staff]
    return rows + [{**seat, "plate": party} for party in (*view.members, *view.observers) for seat in party["seats"]]


def _seat(view: BodyView, seat: int) -> dict[str, Any]:
    found = next((one for one in _seats(view) if one["id"] == seat), None)
    if found is None:
        raise Refused("not_found")
    return found


def _mail(seat: Mapping[str, Any], view: BodyView, link: str, until: Any) -> bool:
    """Sends the invitation; False when the mail couldn't leave, and the link has to be handed over."""
    words = render_to_string("desk/invitation.txt", {"seat": seat, "body": view, "link": link, "until": until})
    subject = _("Your seat in %(body)s") % {"body": view.name}
    try:
        return bool(send_mail(subject, words, None, [seat["email"]]))
    except OSError:
        return False


urlpatterns = [
    path("desk/", house, name="desk"),
    path("bodies/<slug:slug>/", body, name="body"),
    path("bodies/<slug:slug>/desk/", desk, name="body-desk"),
    path("bodies/<slug:slug>/desk/<slug:what>/", set_up, name="set-up"),
    path("bodies/<slug:slug>/desk/seats/<int:seat>/invitation/", invite, name="invite"),
    path("bodies/<slug:slug>/desk/seats/<int:seat>/end/", end_seat, name="end-seat"),
]
