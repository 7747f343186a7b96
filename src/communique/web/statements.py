"""Statements: the list of a meeting, a page for each, handing in, and the files as they were handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import statements as acts
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.queries import meetings, statements
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.asking import Asking, require, signed_in
from communique.web.sentences import name_of
from communique.web.templatetags.languages import choices, language

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
PRIVATE = cache_control(private=True, no_cache=True)


class Words(Asking):
    """The words of a statement in one language, typed or as a file."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=choices, initial="en")
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("Type or paste them, or choose a file."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("Word, PDF or plain text. The words of a Word or text file are read and shown."),
    )
    places: ClassVar[Mapping[str, str]] = {
        "statement_empty": "words",
        "statement_too_long": "words",
        "title_missing": "title",
        "no_such_item": "under",
        "statement_waits": "under",
        **dict.fromkeys(("bad_language", "statement_has_language", "too_many_languages"), "language"),
        **dict.fromkeys(("too_large", "not_a_statement", "not_a_text", "unsafe_file", "malformed_text"), "file"),
    }

    def given(self) -> dict[str, Any]:
        """Refused: too_large, before a byte of it is read."""
        given = super().given()
        file = given.pop("file")
        if file is None:
            return given
        if file.size > settings.UPLOAD_LIMIT:
            raise Refused("too_large", limit=settings.UPLOAD_LIMIT)
        return given | {"filename": file.name, "content": file.read()}


class Whole(Words):
    """A statement with its heading."""

    under = forms.TypedChoiceField(label=gettext_lazy("Under"), required=False, coerce=int, empty_value=None)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    speaker = forms.CharField(
        label=gettext_lazy("Who delivers it"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Name and title, as they are to be printed."),
    )
    field_order = ("under", "title", "speaker", "language", "words", "file")

    def __init__(self, *args: Any, items: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under = self.fields["under"]
        assert isinstance(under, forms.TypedChoiceField)
        under.choices = [
            ("", _("No item: a general statement")),
            *((one["id"], f"{one['number']} {one['title']}") for one in items),
        ]


@require_safe
@PRIVATE
def of_meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """All statements of a meeting that the reader may know of."""
    found = _meeting(request, meeting)
    version = found["room_version"]
    places = fragments.placed(audience_for(request), f"statements:{meeting}", version=version)
    return render(
        request,
        "statements/list.html",
        {
            "meeting": found,
            "places": places,
            "host": fragments.host_of(found["conference"]),
            "room": {"number": found["room"], "version": version},
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def hand_in(request: HttpRequest, meeting: int) -> HttpResponse:
    """A delegation hands in what it will say."""
    found = _meeting(request, meeting)
    require(request, "statement.hand_in", found["body"]["id"])
    audience, actor = audience_for(request), actor_of(request)
    initial = {"under": request.GET.get("item", ""), "speaker": actor.name, "language": "en"}
    items = statements.items_for(audience, meeting)
    form = Whole(request.POST or None, request.FILES or None, items=items, initial=initial)
    if request.method == "POST":
        made = form.ask(acts.hand_in, actor, meeting=meeting)
        if made is not None:
            messages.success(request, _("Your statement is handed in."))
            return HttpResponseRedirect(reverse("statement", args=[made["statement"]]))
    facts = {"meeting": found, "form": form, "limit_mb": settings.UPLOAD_LIMIT // (1024 * 1024)}
    return render(request, "statements/hand_in.html", facts, status=form.status)


@require_safe
@PRIVATE
def statement(request: HttpRequest, statement: int) -> HttpResponse:
    """One statement, in all its languages."""
    found = _found(request, statement)
    links = [
        one | {"words": f"{name_of('spoken', one['kind'])} {(one['item'] or {}).get('number', '')}".strip()}
        for one in found["interventions"]
    ]
    return render(
        request,
        "statements/statement.html",
        {"statement": found | {"interventions": links}, "host": fragments.host_of(found["conference"])},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def change(request: HttpRequest, statement: int, language: str) -> HttpResponse:
    """Its delegation changes it, in one of its languages."""
    found = _found(request, statement)
    _require(request, "statement.change", found)
    version = next((one for one in found["versions"] if one["language"] == language), None)
    if version is None:
        raise Refused("not_found", what="language")
    initial = {
        "under": found["item"]["id"] if found["item"] else "",
        "title": found["title"],
        "speaker": found["speaker"],
        "language": language,
        "words": version["words"],
    }
    items = statements.items_for(audience_for(request), found["meeting"]["id"])
    form = Whole(request.POST or None, request.FILES or None, items=items, initial=initial)
    form.fields["language"].widget = forms.HiddenInput()
    if request.method == "POST" and form.ask(acts.change, actor_of(request), statement=statement) is not None:
        messages.success(request, _("Your statement is changed."))
        return HttpResponseRedirect(reverse("statement", args=[statement]))
    facts = {"statement": found, "version": version, "form": form}
    return render(request, "statements/change.html", facts, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@PRIVATE
def translate(request: HttpRequest, statement: int) -> HttpResponse:
    """A further language: its delegation's, or the secretariat's unofficial translation."""
    found = _found(request, statement)
    _require(request, "statement.translate", found)
    form = Words(request.POST or None, request.FILES or None, initial={"language": ""})
    if request.method == "POST":
        made = form.ask(acts.translate, actor_of(request), statement=statement)
        if made is not None:
            said = {"language": language(made["language"])}
            messages.success(request, _("The statement is there in %(language)s as well.") % said)
            return HttpResponseRedirect(reverse("statement", args=[statement]))
    return render(request, "statements/translate.html", {"statement": found, "form": form}, status=form.status)


DONE = {
    "withdraw": (acts.withdraw, gettext_lazy("The statement is withdrawn.")),
    "release": (acts.release, gettext_lazy("The statement is before the room.")),
    "publish": (acts.publish, gettext_lazy("The statement is published.")),
}


@require_POST
def act(request: HttpRequest, statement: int, verb: str) -> HttpResponse:
    """Withdraws a statement, gives it to the room unspoken, or publishes it."""
    found = _found(request, statement)
    action, said = DONE[verb]
    action(actor=actor_of(request), request_id=request_id(request), statement=statement)
    messages.success(request, str(said))
    back = "statements" if verb == "withdraw" else "statement"
    number = found["meeting"]["id"] if verb == "withdraw" else statement
    return HttpResponseRedirect(reverse(back, args=[number]))


@require_POST
def link(request: HttpRequest, statement: int) -> HttpResponse:
    """Who presides says in which intervention it is delivered."""
    found = _found(request, statement)
    said = request.POST.get("intervention", "")
    if said and (not said.isdecimal() or len(said) > 18):
        raise Refused("not_its_intervention")
    intervention = int(said) if said else None
    acts.link(actor=actor_of(request), request_id=request_id(request), statement=statement, spoken=intervention)
    meeting = found["meeting"]
    return changed(request, meeting["room"], f"statements:{meeting['id']}", back=reverse("statement", args=[statement]))


@require_safe
@PRIVATE
def file(request: HttpRequest, statement: int, language: str) -> HttpResponse:
    """The file as it was handed in, to be saved."""
    found = statements.file_for(audience_for(request), statement, language)
    if found is None:
        raise Refused("not_found", what="file")
    response = HttpResponse(found.content, content_type=TYPES[found.kind])
    name = slugify(found.filename.rpartition(".")[0]) or f"statement-{statement}-{language}"
    response["Content-Disposition"] = f'attachment; filename="{name[:80]}.{found.kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    # A file that is opened on its own is a document of nobody's session: it runs nothing and fetches nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _meeting(request: HttpRequest, meeting: int) -> dict[str, Any]:
    found = meetings.heading_for(audience_for(request), meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    return found


def _found(request: HttpRequest, statement: int) -> dict[str, Any]:
    """Asked before anything else: to who may not read a statement, it isn't there."""
    found = statements.statement_for(audience_for(request), statement)
    if found is None:
        raise Refused("not_found", what="statement")
    return found


def _require(request: HttpRequest, action: str, found: dict[str, Any]) -> None:
    reason = reason_against(action, actor_of(request), Place(found["body"], found["by"]["code"]))
    if reason is not None:
        raise Denied(reason)


urlpatterns = [
    path("meetings/<int:meeting>/statements/", of_meeting, name="statements"),
    path("meetings/<int:meeting>/statements/new/", hand_in, name="statement_hand_in"),
    path("statements/<int:statement>/", statement, name="statement"),
    path("statements/<int:statement>/languages/new/", translate, name="statement_translate"),
    path("statements/<int:statement>/languages/<slug:language>/", change, name="statement_change"),
    path("statements/<int:statement>/files/<slug:language>", file, name="statement_file"),
    path("statements/<int:statement>/link", link, name="statement_link"),
    *(path(f"statements/<int:statement>/{verb}", act, {"verb": verb}, name=f"statement_{verb}") for verb in DONE),
]
