"""The summary record: its page, editing it, correcting it, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import summary as acts
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.domain.texts import formats as files
from communique.domain.texts.document import Edition, Text
from communique.queries import meetings, summary
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import request_id
from communique.web.asking import Asking, signed_in

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PRIVATE = cache_control(private=True, no_cache=True)


class Rewording(Asking):
    """An entry in other words; ``seen`` says which version of the record the editor had before it."""

    words = forms.CharField(label=gettext_lazy("Words"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    places: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("entry_missing", "entry_too_long", "entry_moved_on", "nothing_corrected"), "words"
    )


class Adding(Rewording):
    """A new entry, behind another one."""

    after = forms.ChoiceField(label=gettext_lazy("Behind"), required=False)

    def __init__(self, *args: Any, entries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["after"], entries)


class Moving(Asking):
    """Another place for an entry."""

    after = forms.ChoiceField(label=gettext_lazy("Behind"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    places: ClassVar[Mapping[str, str]] = dict.fromkeys(("entry_moved_on", "entry_stays"), "after")

    def __init__(self, *args: Any, entries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["after"], entries)


class Circulating(Asking):
    """Until when corrections are taken, in the host's own time."""

    until = forms.DateTimeField(
        label=gettext_lazy("Corrections until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    places: ClassVar[Mapping[str, str]] = dict.fromkeys(("until_is_over", "until_too_far"), "until")

    def __init__(self, *args: Any, zone: ZoneInfo, place: str, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        facts = {"place": place or str(zone), "days": days}
        self.fields["until"].help_text = (
            _("In the time of %(place)s. Left empty: %(days)s days from now, as the body’s rules have it.") % facts
        )

    def full_clean(self) -> None:
        """An hour that doesn't exist there, or comes twice, is an error of the field."""
        with timezone.override(self.zone):
            super().full_clean()


class Correcting(Asking):
    """What a delegation asks its own intervention to read."""

    words = forms.CharField(
        label=gettext_lazy("How it should read"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    places: ClassVar[Mapping[str, str]] = {
        "reason_too_long": "reason",
        **dict.fromkeys(("entry_missing", "entry_too_long", "nothing_corrected"), "words"),
    }


class Settling(Asking):
    """The secretariat's answer to a correction."""

    words = forms.CharField(
        label=gettext_lazy("As it will read"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Where the correction is taken: as asked for, or as you change it here."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    places: ClassVar[Mapping[str, str]] = {"answer_missing": "answer", "reason_too_long": "answer"}


def _choose(field: forms.Field, entries: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Nothing: it comes first")), *entries]


@require_safe
@PRIVATE
def record(request: HttpRequest, meeting: int) -> HttpResponse:
    """The record of a meeting, for those who may read it as it stands."""
    heading, seen = _found(request, meeting)
    version = heading["room_version"]
    places = fragments.placed(audience_for(request), f"record:{meeting}", version=version)
    return render(
        request,
        "record/record.html",
        {
            "meeting": heading,
            "record": seen,
            "places": places,
            "host": fragments.host_of(heading["conference"]),
            "room": {"number": heading["room"], "version": version},
        },
    )


@require_POST
def draw_up(request: HttpRequest, meeting: int) -> HttpResponse:
    """Draws it up, or draws up what has happened since."""
    _require(request, meeting, "record.draw_up")
    acts.draw_up(actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    messages.success(request, _("The record is drawn up. What you had edited stays as you left it."))
    return HttpResponseRedirect(reverse("record", args=[meeting]))


@require_POST
def finish(request: HttpRequest, meeting: int) -> HttpResponse:
    """Makes it final."""
    _require(request, meeting, "record.finish")
    acts.finish(actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    messages.success(request, _("The record is final."))
    return HttpResponseRedirect(reverse("record", args=[meeting]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def circulate(request: HttpRequest, meeting: int) -> HttpResponse:
    """Sends it to the delegations."""
    heading, seen = _require(request, meeting, "record.circulate")
    conference = heading["conference"]
    form = Circulating(
        request.POST or None, zone=ZoneInfo(conference["time_zone"]), place=conference["place"], days=seen["days"]
    )
    if request.method == "POST" and form.ask(acts.circulate, actor_of(request), meeting=meeting) is not None:
        messages.success(request, _("The record is with the delegations."))
        return HttpResponseRedirect(reverse("record", args=[meeting]))
    return _asked(request, "record/circulate.html", heading, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def add(request: HttpRequest, meeting: int) -> HttpResponse:
    """The secretariat adds an entry."""
    heading, seen = _require(request, meeting, "record.edit")
    choices = _entries(seen)
    after = request.GET.get("after", choices[-1][0] if choices else "")
    initial = {"after": after, "seen": seen["record"]["version"] if seen["record"] else 0}
    form = Adding(request.POST or None, entries=choices, initial=initial)
    if request.method == "POST":
        made = form.ask(acts.edit, actor_of(request), meeting=meeting, change="add")
        if made is not None:
            return HttpResponseRedirect(f"{reverse('record', args=[meeting])}#entry-{made['entry']}")
    return _asked(request, "record/add.html", heading, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def edit(request: HttpRequest, meeting: int, entry: str) -> HttpResponse:
    """The secretariat edits an entry: its words, its place, or whether it stands at all."""
    heading, _seen = _require(request, meeting, "record.edit")
    found = _entry(request, meeting, entry)
    change = request.POST.get("change", "words")
    choices = [(one["id"], _line(one["number"], one["words"])) for one in found["entries"] if one["id"] != entry]
    before = _before(found["entries"], entry)
    words = Rewording(
        request.POST if request.method == "POST" and change == "words" else None,
        initial={"words": found["words"], "seen": found["version"]},
    )
    place = Moving(
        request.POST if request.method == "POST" and change == "move" else None,
        entries=choices,
        initial={"after": before, "seen": found["version"]},
        auto_id="place_%s",
    )
    form: Asking = place if change == "move" else words
    if request.method == "POST":
        if change in {"remove", "restore"}:
            _put_aside(request, meeting, entry, change)
            return HttpResponseRedirect(reverse("record", args=[meeting]))
        if change not in {"words", "move"}:
            raise Refused("bad_change")
        if form.ask(acts.edit, actor_of(request), meeting=meeting, entry=entry, change=change) is not None:
            return HttpResponseRedirect(f"{reverse('record', args=[meeting])}#entry-{entry}")
    return _asked(request, "record/edit.html", heading, form, entry=found, words=words, place=place)


def _put_aside(request: HttpRequest, meeting: int, entry: str, change: str) -> None:
    seen = request.POST.get("seen", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise Refused("unknown_record_version")
    acts.edit(
        actor=actor_of(request),
        request_id=request_id(request),
        meeting=meeting,
        entry=entry,
        change=change,
        seen=int(seen),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def correct(request: HttpRequest, meeting: int, entry: str) -> HttpResponse:
    """A delegation asks for its own intervention to be corrected."""
    heading, _seen = _require(request, meeting, "record.correct")
    found = _entry(request, meeting, entry)
    form = Correcting(request.POST or None, initial={"words": found["words"]})
    if request.method == "POST":
        if form.ask(acts.correct, actor_of(request), meeting=meeting, entry=entry) is not None:
            messages.success(request, _("Your correction is with the secretariat."))
            return HttpResponseRedirect(f"{reverse('record', args=[meeting])}#entry-{entry}")
    elif not found["own"]:
        raise Refused("not_your_intervention")
    return _asked(request, "record/correct.html", heading, form, entry=found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def settle(request: HttpRequest, correction: int) -> HttpResponse:
    """The secretariat takes a correction or declines it."""
    found = summary.correction_for(audience_for(request), correction)
    if found is None:
        raise Refused("not_found", what="correction")
    heading, _seen = _require(request, found["meeting"], "record.settle")
    form = Settling(request.POST or None, initial={"words": found["words"]})
    if request.method == "POST":
        taken = request.POST.get("taken") == "1"
        if form.ask(acts.settle, actor_of(request), correction=correction, taken=taken) is not None:
            return HttpResponseRedirect(f"{reverse('record', args=[found['meeting']])}#entry-{found['entry']}")
    return _asked(request, "record/settle.html", heading, form, correction=found)


@require_safe
@PRIVATE
def file(request: HttpRequest, meeting: int, format: str) -> HttpResponse:
    """The record as a file, as it stands now."""
    heading, seen = _found(request, meeting)
    if seen["record"] is None or format not in TYPES:
        raise Refused("not_found", what="record")
    url = request.build_absolute_uri(reverse("record", args=[meeting]))
    content = files.write(format, _edition(heading, seen, url))
    response = HttpResponse(content, content_type=TYPES[format])
    name = slugify(f"{heading['name']} {heading['conference']['name']}")[:60] or str(meeting)
    response["Content-Disposition"] = f'attachment; filename="record-{name}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _edition(heading: dict[str, Any], seen: dict[str, Any], url: str) -> Edition:
    conference = heading["conference"]
    words: list[tuple[str, str, str]] = [
        ("title", "", _("Summary record: %(meeting)s") % {"meeting": heading["name"]}),
    ]
    for sitting in seen["sittings"]:
        if len(seen["sittings"]) > 1:
            words.append(("heading", "2", _("Sitting %(number)s") % {"number": sitting["number"]}))
        for part in sitting["parts"]:
            if part["item"] is not None:
                said = _("Item %(number)s: %(title)s") % part["item"]
                words.append(("heading", "3" if len(seen["sittings"]) > 1 else "2", said))
            words += [("paragraph", f"{one['number']}.", one["words"]) for one in part["entries"]]
    blocks = [_block(at, *one) for at, one in enumerate(words)]
    return Edition(
        text=Text({"type": "doc", "content": blocks}, language=get_language() or "en"),
        symbol="",
        body=heading["body"]["name"],
        meeting=f"{heading['name']}, {conference['name']}",
        adopted_at=None,
        published_at=seen["record"]["final_at"],
        country="",
        url=url,
        present=(),
        standing=_standing(seen["record"], ZoneInfo(conference["time_zone"])),
    )


def _block(at: int, kind: str, mark: str, words: str) -> dict[str, Any]:
    attrs: dict[str, Any] = {"id": f"r{at:09d}"}
    if kind == "heading":
        attrs |= {"level": int(mark), "number": ""}
    if kind == "paragraph":
        attrs |= {"number": mark, "role": "plain", "level": 0}
    return {"type": kind, "attrs": attrs, "content": [{"type": "text", "text": words}]}


def _standing(facts: dict[str, Any], zone: ZoneInfo) -> str:
    """What a record says of itself."""

    def day(at: datetime) -> str:
        return formats.date_format(timezone.localtime(at, zone), "j F Y, H:i T", use_l10n=False)

    if facts["state"] == "final":
        return _("Final record, of %(when)s.") % {"when": day(facts["final_at"])}
    if facts["state"] == "circulated":
        return _("Provisional record. Corrections, to their own interventions, by %(when)s.") % {
            "when": day(facts["until"])
        }
    return _("Draft record, not circulated.")


def _asked(request: HttpRequest, template: str, heading: dict[str, Any], form: Asking, **facts: Any) -> HttpResponse:
    own = {"meeting": heading, "form": form, "host": fragments.host_of(heading["conference"])}
    return render(request, template, own | facts, status=form.status)


def _found(request: HttpRequest, meeting: int) -> tuple[dict[str, Any], dict[str, Any]]:
    audience = audience_for(request)
    heading, seen = meetings.heading_for(audience, meeting), summary.record_for(audience, meeting)
    if heading is None or seen is None:
        raise Refused("not_found", what="record")
    return heading, seen


def _require(request: HttpRequest, meeting: int, action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """To who may not read the record it isn't there; who may read it is told why it can't do more."""
    heading, seen = _found(request, meeting)
    reason = reason_against(action, actor_of(request), Place(heading["body"]["id"]))
    if reason is not None:
        raise Denied(reason)
    return heading, seen


def _entry(request: HttpRequest, meeting: int, entry: str) -> dict[str, Any]:
    found = summary.entry_for(audience_for(request), meeting, entry)
    if found is None:
        raise Refused("no_such_entry")
    return found


def _entries(seen: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one["id"], _line(one["number"], one["words"]))
        for sitting in seen["sittings"]
        for part in sitting["parts"]
        for one in part["entries"]
    ]


def _before(entries: list[dict[str, Any]], entry: str) -> str:
    """The entry in front of one; "" for the first."""
    ids = [one["id"] for one in entries]
    at = ids.index(entry) if entry in ids else 0
    return ids[at - 1] if at else ""


def _line(number: int, words: str) -> str:
    return f"{number}. {words if len(words) <= 70 else words[:69] + '…'}"


urlpatterns = [
    path("meetings/<int:meeting>/record/", record, name="record"),
    path("meetings/<int:meeting>/record.<slug:format>", file, name="record_file"),
    path("meetings/<int:meeting>/record/draw-up", draw_up, name="record_draw_up"),
    path("meetings/<int:meeting>/record/finish", finish, name="record_finish"),
    path("meetings/<int:meeting>/record/circulation/", circulate, name="record_circulate"),
    path("meetings/<int:meeting>/record/entries/new/", add, name="record_add"),
    path("meetings/<int:meeting>/record/entries/<slug:entry>/", edit, name="record_edit"),
    path("meetings/<int:meeting>/record/entries/<slug:entry>/correction/", correct, name="record_correct"),
    path("corrections/<int:correction>/", settle, name="record_settle"),
]
