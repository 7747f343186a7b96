"""Convening a conference and its meetings, and the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communique.actions import meetings as actions
from communique.domain.errors import Refused
from communique.queries import bodies, meetings
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require, signed_in, time_zones


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Conference(Asking):
    """Convenes a conference."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200)
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
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line. After the conference they are assessed."),
    )
    places: ClassVar[Mapping[str, str]] = {
        "name_missing": "name",
        "name_taken": "name",
        "bad_year": "year",
        "unknown_time_zone": "time_zone",
        "ends_before_it_starts": "ends_on",
    }

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given | {"objectives": given["objectives"].splitlines()}


class Meeting(Asking):
    """Convenes a meeting, at an instant that is read in the host's own time."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    begins_at = forms.DateTimeField(label=gettext_lazy("Begins"), widget=Moment)
    places: ClassVar[Mapping[str, str]] = {"name_missing": "name"}

    def __init__(self, *args: Any, zone: ZoneInfo, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["begins_at"].help_text = _("In the time of %(place)s (%(zone)s).") % {"place": place, "zone": zone}

    def full_clean(self) -> None:
        """An hour that doesn't exist there, or comes twice, is an error of the field."""
        with timezone.override(self.zone):
            super().full_clean()

    def said(self) -> dict[str, Any]:
        given = self.given()
        begins = timezone.localtime(given["begins_at"], self.zone)
        return given | {"begins": formats.date_format(begins, "l j F Y, H:i", use_l10n=False)}


class Item(Asking):
    """Adds an item to an agenda."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=12)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    adopts = forms.BooleanField(label=gettext_lazy("A document is to be adopted under it"), required=False)
    places: ClassVar[Mapping[str, str]] = {"item_number_taken": "number", "item_needs_number_and_title": "title"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_conference(request: HttpRequest, slug: str) -> HttpResponse:
    """A conference of a body."""
    body = bodies.body_for(audience_for(request), slug)
    if body is None:
        raise Refused("not_found")
    require(request, "conference.convene", body.id)
    form = Conference(request.POST or None, initial={"year": timezone.now().year, "time_zone": body.time_zone})
    if request.method == "POST":
        made = form.ask(actions.convene_conference, actor_of(request), body=body.id)
        if made is not None:
            messages.success(request, _("%(name)s is convened. Now convene its meetings.") % form.said())
            return HttpResponseRedirect(reverse("conference", args=[made["slug"]]))
    return render(request, "desk/conference.html", {"body": body, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting of a conference."""
    conference = meetings.conference_for(audience_for(request), slug)
    if conference is None:
        raise Refused("not_found")
    require(request, "meeting.convene", conference["body"]["id"])
    zone = ZoneInfo(conference["time_zone"])
    place = conference["place"] or conference["time_zone"].rpartition("/")[2].replace("_", " ")
    form = Meeting(request.POST or None, zone=zone, place=place)
    if request.method == "POST":
        made = form.ask(actions.convene_meeting, actor_of(request), conference=conference["id"])
        if made is not None:
            said = _("%(name)s begins on %(begins)s in %(place)s. Now write its agenda.")
            messages.success(request, said % (form.said() | {"place": place}))
            return HttpResponseRedirect(reverse("meeting", args=[made["meeting"]]))
    return render(request, "desk/meeting.html", {"conference": conference, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, meeting: int) -> HttpResponse:
    """An item of an agenda; afterwards the form is there again for the next one."""
    view = meetings.meeting_for(audience_for(request), meeting)
    if view is None:
        raise Refused("not_found")
    require(request, "agenda.add", view.body["id"])
    following = sum(1 for item in view.items if item["number"].isdigit()) + 1
    form = Item(request.POST or None, initial={"number": str(following)})
    if request.method == "POST" and form.ask(actions.add_item, actor_of(request), meeting=meeting) is not None:
        messages.success(request, _("Item %(number)s is on the agenda.") % form.said())
        again = "add-item" if "another" in request.POST else "meeting"
        return HttpResponseRedirect(reverse(again, args=[meeting]))
    return render(request, "desk/item.html", {"meeting": view, "form": form}, status=form.status)


urlpatterns = [
    path("bodies/<slug:slug>/desk/conferences/new/", new_conference, name="convene-conference"),
    path("conferences/<slug:slug>/meetings/new/", new_meeting, name="convene-meeting"),
    path("meetings/<int:meeting>/items/new/", new_item, name="add-item"),
]
