"""The desk of the programme: convening meetings, and when and where they sit.

Hours are typed as the host's clock shows them. Where its clocks are put forward an hour doesn't exist, where they are
put back one comes twice, and the form asks which of the two is meant. Before hours are taken it shows them in every
capital; what falls into a capital's night, or asks more of a delegation than it can be, has to be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from communique.actions import programme as actions
from communique.domain import programme
from communique.domain.errors import Refused
from communique.domain.meetings import Kind
from communique.domain.programme import Level, Slot
from communique.queries import programme as queries
from communique.queries import rooms
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require, signed_in
from communique.web.sentences import name_of
from communique.web.zones import place_of

Action = Callable[..., dict[str, Any]]
FIRST, SECOND = "first", "second"
HOURS: Mapping[str, str] = {"sitting_ends_before_it_begins": "ends_at", "sitting_too_long": "ends_at"}
NAMES: Mapping[str, str] = {"name_missing": "name", "bad_level": "level", "bad_kind_of_meeting": "kind"}


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Clock(forms.DateTimeField):
    """What a clock on a wall shows, without an offset."""

    widget = Moment

    def to_python(self, value: Any) -> Any:
        with timezone.override(UTC):
            read = super().to_python(value)
        return read.replace(tzinfo=None) if read else read


class _Hours(Asking):
    """Hours by the host's clock."""

    def __init__(self, *args: Any, conference: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.zone, self.place = ZoneInfo(conference["time_zone"]), place_of(conference)
        self.hours: list[tuple[programme.Hours, ...]] = []
        self.warnings: list[str] = []
        where = {"place": self.place, "zone": self.zone.key}
        for name in ("begins_at", "ends_at"):
            if name in self.fields:
                self.fields[name].help_text = _("In the time of %(place)s (%(zone)s).") % where

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("begins_at", "ends_at"):
            local = given.get(name)
            if local is not None:
                given[name] = self._instant(name, local)
        return given

    def _instant(self, name: str, local: datetime) -> datetime | None:
        """The one instant that is meant, or None with the error beside its field."""
        found: tuple[datetime, ...] = programme.instants_of(local, self.zone)
        shown = {"time": f"{local:%H:%M}", "place": self.place}
        if not found:
            words = _("There is no %(time)s that night in %(place)s: the clocks are put forward over it.")
            self.add_error(name, words % shown)
            return None
        if len(found) == 1:
            return found[0]
        which = f"{name}_which"
        field: Any = self.fields[which]
        field.widget = forms.RadioSelect(choices=field.choices)
        said = self.cleaned_data.get(which)
        if said not in {FIRST, SECOND}:
            words = _("In %(place)s the clocks show %(time)s twice that night. Say which of the two is meant.")
            self.add_error(name, words % shown)
            return None
        return found[1] if said == SECOND else found[0]

    def given(self) -> dict[str, Any]:
        asked = {"knowingly", "begins_at_which", "ends_at_which"}
        return {name: value for name, value in super().given().items() if name not in asked}

    def said(self) -> dict[str, Any]:
        given = self.given()
        begins = timezone.localtime(given["begins_at"], self.zone)
        return given | {"begins": formats.date_format(begins, "l j F Y, H:i", use_l10n=False)}

    def looked_at(self, request: HttpRequest, action: Action, *, own: int = 0, level: str = "", **more: Any) -> bool:
        """Are the hours such that nobody has to say that they are meant, or has that been said? Fills ``hours`` and
        ``warnings``. What the action refuses anyway, or has done already, needs no warning. ``own`` and ``level``: the
        meeting's whose hours they are."""
        if not self.is_valid():
            self.status = 422
            return False
        given = self.cleaned_data
        begins = given["begins_at"]
        ends = given.get("ends_at") or begins + programme.USUAL
        if not begins < ends <= begins + programme.LONGEST:
            return True
        slot = Slot(0, own, given.get("hall", ""), begins, ends, given.get("level", level))
        self.hours, self.warnings = look_at(request, self.conference, slot)
        if not self.warnings or given.get("knowingly"):
            return True
        if rooms.was_done(audience_for(request), self._request(action, {**self.given(), **more})):
            return True
        self.fields["knowingly"].widget = forms.CheckboxInput()
        self.status = 422
        return False


def _which() -> forms.ChoiceField:
    choices = [(FIRST, gettext_lazy("The first, before the change")), (SECOND, gettext_lazy("The second, after it"))]
    return forms.ChoiceField(
        label=gettext_lazy("Which of the two"), choices=choices, required=False, widget=forms.HiddenInput
    )


def _knowingly() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("We know, and mean these hours"), required=False, widget=forms.HiddenInput
    )


class _Meeting(Asking):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        help_text=gettext_lazy("Who meets: two meetings of one level at the same time need the same people."),
    )
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    hall = forms.CharField(
        label=gettext_lazy("Hall"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Such as Room 2. A hall holds one meeting at a time."),
    )
    open_to_public = forms.BooleanField(
        label=gettext_lazy("Open to the public: everybody may follow it without an account"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(one.value, name_of("kind_of_meeting", one.value)) for one in Kind]
        fields["level"].choices = [("", _("None"))] + [(one.value, name_of("level", one.value)) for one in Level]

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given | {"kind": given["kind"] or Kind.MAIN.value}


class Convene(_Meeting, _Hours):
    """Convenes a meeting with its first sitting."""

    begins_at = Clock(label=gettext_lazy("Begins"))
    begins_at_which = _which()
    ends_at = Clock(label=gettext_lazy("Ends"), required=False)
    ends_at_which = _which()
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line."),
    )
    knowingly = _knowingly()
    places: ClassVar[Mapping[str, str]] = {
        **NAMES,
        **HOURS,
        "hall_is_taken": "hall",
        "too_many_objectives": "objectives",
    }

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given | {"objectives": given["objectives"].splitlines()}


class Change(_Meeting):
    """Says anew what a meeting is."""

    places: ClassVar[Mapping[str, str]] = {**NAMES, "hall_is_taken": "hall"}


class Sit(_Hours):
    """Hours of a sitting."""

    begins_at = Clock(label=gettext_lazy("Begins"))
    begins_at_which = _which()
    ends_at = Clock(label=gettext_lazy("Ends"))
    ends_at_which = _which()
    knowingly = _knowingly()
    places: ClassVar[Mapping[str, str]] = {**HOURS, "sitting_overlaps": "begins_at", "hall_is_taken": "begins_at"}


class Cancel(Asking):
    """Cancels something, and says why."""

    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    places: ClassVar[Mapping[str, str]] = {"words_missing": "reason", "too_long": "reason"}


def look_at(
    request: HttpRequest, conference: Mapping[str, Any], slot: Slot
) -> tuple[list[tuple[programme.Hours, ...]], list[str]]:
    """Hours in every capital whose clock is known, and what is to be thought of before they are taken. Of a hall that
    is taken nothing more has to be said."""
    audience = audience_for(request)
    known = queries.capitals_for(audience, conference["body"]["id"])
    others = queries.slots_for(audience, conference["id"], slot.begins, slot.ends)
    hours = programme.in_capitals(known["capitals"], slot.begins, slot.ends, *known["night"]) if known["night"] else []
    warnings: list[str] = []
    clocks = programme.by_clock(hours)
    if programme.in_same_hall(slot, others):
        return clocks, warnings
    asleep = [one.capital.name for one in hours if one.quiet]
    if asleep:
        warnings.append(_("It is night for: %(names)s.") % {"names": ", ".join(asleep)})
    if programme.needing_the_same(slot, others):
        words = _("At the same time another meeting of this level sits, and needs the same people.")
        warnings.append(words)
    few = programme.stretched(slot, others, known["seats"])
    if few:
        words = _("More meetings would sit at once than people have a seat for: %(names)s.")
        warnings.append(words % {"names": ", ".join(few)})
    return clocks, warnings


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting of a conference."""
    conference = _conference(request, slug)
    form = Convene(request.POST or None, conference=conference)
    if request.method == "POST" and form.looked_at(request, actions.convene_meeting, conference=conference["id"]):
        made = form.ask(actions.convene_meeting, actor_of(request), conference=conference["id"])
        if made is not None:
            said = _("%(name)s begins on %(begins)s in %(place)s. Now write its agenda.")
            messages.success(request, said % (form.said() | {"place": form.place}))
            return HttpResponseRedirect(reverse("meeting", args=[made["meeting"]]))
    return render(request, "desk/meeting.html", {"conference": conference, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, meeting: int) -> HttpResponse:
    """What a meeting is called, what it is, where it sits; below that its sittings."""
    found = _meeting(request, meeting)
    kept = ("name", "kind", "level", "theme", "hall", "open_to_public")
    form = Change(request.POST or None, initial={name: found[name] for name in kept})
    if request.method == "POST" and form.ask(actions.change_meeting, actor_of(request), meeting=meeting) is not None:
        messages.success(request, _("%(name)s has been changed.") % form.said())
        return HttpResponseRedirect(reverse("change-meeting", args=[meeting]))
    host = {"zone": found["conference"]["time_zone"], "place": found["conference"]["place"]}
    context = {"meeting": found, "form": form, "host": host}
    return render(request, "desk/planned.html", context, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_sitting(request: HttpRequest, meeting: int) -> HttpResponse:
    """One more sitting."""
    found = _meeting(request, meeting)
    form = Sit(request.POST or None, conference=found["whole"], initial=_following(found))
    if (
        request.method == "POST"
        and form.looked_at(request, actions.plan_sitting, own=meeting, level=found["level"], meeting=meeting)
        and form.ask(actions.plan_sitting, actor_of(request), meeting=meeting) is not None
    ):
        messages.success(request, _("The sitting begins on %(begins)s.") % form.said())
        return HttpResponseRedirect(reverse("change-meeting", args=[meeting]))
    return render(request, "desk/sitting.html", {"meeting": found, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move_sitting(request: HttpRequest, sitting: int) -> HttpResponse:
    """Other hours for a sitting."""
    one, found = _sitting(request, sitting)
    zone = ZoneInfo(found["conference"]["time_zone"])
    local = {name: one[name].astimezone(zone).replace(tzinfo=None) for name in ("begins_at", "ends_at")}
    form = Sit(request.POST or None, conference=found["whole"], initial=local)
    if (
        request.method == "POST"
        and form.looked_at(request, actions.move_sitting, own=found["id"], level=found["level"], sitting=sitting)
        and form.ask(actions.move_sitting, actor_of(request), sitting=sitting) is not None
    ):
        messages.success(request, _("The sitting begins on %(begins)s.") % form.said())
        return HttpResponseRedirect(reverse("change-meeting", args=[found["id"]]))
    context = {"meeting": found, "form": form, "sitting": one}
    return render(request, "desk/sitting.html", context, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_sitting(request: HttpRequest, sitting: int) -> HttpResponse:
    one, found = _sitting(request, sitting)
    form = Cancel(request.POST or None)
    if request.method == "POST" and form.ask(actions.cancel_sitting, actor_of(request), sitting=sitting) is not None:
        messages.success(request, _("The sitting is cancelled."))
        return HttpResponseRedirect(reverse("change-meeting", args=[found["id"]]))
    return render(request, "desk/cancel.html", {"meeting": found, "sitting": one, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, meeting: int) -> HttpResponse:
    found = _meeting(request, meeting)
    form = Cancel(request.POST or None)
    if request.method == "POST" and form.ask(actions.cancel_meeting, actor_of(request), meeting=meeting) is not None:
        messages.success(request, _("%(name)s is cancelled.") % found)
        return HttpResponseRedirect(reverse("conference", args=[found["conference"]["slug"]]))
    return render(request, "desk/cancel.html", {"meeting": found, "form": form}, status=form.status)


@signed_in
@require_safe
@cache_control(private=True, no_store=True)
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """The hours that somebody is choosing, in every capital; empty while they aren't hours yet."""
    conference = _conference(request, slug)
    zone, read = ZoneInfo(conference["time_zone"]), Clock(required=False)
    try:
        begins, ends = (read.clean(request.GET.get(name, "")) for name in ("begins_at", "ends_at"))
    except forms.ValidationError:
        return HttpResponse("")
    starts = programme.instants_of(begins, zone) if begins else ()
    stops = programme.instants_of(ends, zone) if ends else ()
    if not starts:
        return HttpResponse("")
    last = stops[-1] if stops and stops[-1] > starts[0] else starts[0] + programme.USUAL
    given = request.GET.get("meeting", "")
    meeting = int(given) if given.isdecimal() and len(given) < 10 else 0
    slot = Slot(0, meeting, "", starts[0], min(last, starts[0] + programme.LONGEST), request.GET.get("level", ""))
    shown, warnings = look_at(request, conference, slot)
    return HttpResponse(render_to_string("programme/hours.html", {"hours": shown, "warnings": warnings}))


def _following(found: Mapping[str, Any]) -> dict[str, datetime]:
    """A day after the last sitting, at the same hours of the host's clock."""
    sittings: Sequence[Mapping[str, Any]] = found["sittings"]
    if not sittings:
        return {}
    zone, last = ZoneInfo(found["conference"]["time_zone"]), max(sittings, key=lambda one: one["begins_at"])
    day = timedelta(days=1)
    return {name: last[name].astimezone(zone).replace(tzinfo=None) + day for name in ("begins_at", "ends_at")}


def _conference(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = queries.programme_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    require(request, "meeting.convene", found["body"]["id"])
    return found


def _meeting(request: HttpRequest, meeting: int) -> dict[str, Any]:
    found = queries.meeting_for(audience_for(request), meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    require(request, "meeting.change", found["body"]["id"])
    return found | {"whole": found["conference"] | {"body": found["body"]}}


def _sitting(request: HttpRequest, sitting: int) -> tuple[dict[str, Any], dict[str, Any]]:
    one = queries.sitting_for(audience_for(request), sitting)
    if one is None:
        raise Refused("not_found", what="sitting")
    return one, _meeting(request, one["meeting"]["id"])


urlpatterns = [
    path("conferences/<slug:slug>/meetings/new/", new_meeting, name="convene-meeting"),
    path("conferences/<slug:slug>/hours/", hours, name="hours"),
    path("meetings/<int:meeting>/change/", change, name="change-meeting"),
    path("meetings/<int:meeting>/cancel/", cancel, name="cancel-meeting"),
    path("meetings/<int:meeting>/sittings/new/", new_sitting, name="plan-sitting"),
    path("sittings/<int:sitting>/move/", move_sitting, name="move-sitting"),
    path("sittings/<int:sitting>/cancel/", cancel_sitting, name="cancel-sitting"),
]
