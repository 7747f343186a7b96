"""Papers of a meeting: laying one, taking it back, and handing it out to those for whom it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import papers as acts
from communique.domain.errors import Refused
from communique.domain.papers import Readers
from communique.queries import agenda, papers
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.asking import Asking, require, signed_in
from communique.web.fragments import host_of
from communique.web.sentences import name_of, sentence_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
}
SHOWN = frozenset({"pdf", "png", "jpg", "gif"})
"""What a browser opens by itself and can do no harm there; the others are saved."""


class Laying(Asking):
    """The file, and for whom it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, OpenDocument, Excel, PowerPoint, plain text or a picture. It is handed out as it is."),
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    language = forms.CharField(
        label=_("Language"), max_length=35, initial="en", help_text=_("Its tag, such as en, vi or pt-BR.")
    )
    symbol = forms.CharField(
        label=_("Symbol"), max_length=60, required=False, help_text=_("As printed on it, such as AMM/53/INF.2.")
    )
    under = forms.TypedChoiceField(label=_("Under"), coerce=int, required=False, empty_value=None)
    readers = forms.ChoiceField(label=_("For whom"), choices=())
    places: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            ("too_large", "unsafe_file", "paper_is_empty", "paper_is_broken", "paper_of_unknown_kind"), "file"
        ),
        "paper_title_missing": "title",
        "bad_language": "language",
        "paper_language_taken": "language",
        "bad_symbol": "symbol",
        "symbol_taken": "symbol",
        "item_of_another_meeting": "under",
    }

    def __init__(self, *args: Any, items: list[dict[str, Any]], of: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        assert isinstance(file, forms.FileField)
        # An empty file is the action's to refuse, with its own sentence.
        file.allow_empty_file = True
        if of is not None:
            for name in ("symbol", "under", "readers"):
                del self.fields[name]
            return
        under, readers = self.fields["under"], self.fields["readers"]
        assert isinstance(under, forms.ChoiceField) and isinstance(readers, forms.ChoiceField)
        under.choices = [
            ("", gettext("The whole meeting")),
            *((one["id"], f"{one['number']} {one['title']}") for one in items),
        ]
        readers.choices = [(one.value, name_of("readers", one.value)) for one in Readers]
        readers.initial = Readers.PARTICIPANTS.value

    def clean_file(self) -> Any:
        """One that is too large is refused before a byte of it is read, and the rest of the form is kept."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(sentence_of("too_large", {"limit": settings.UPLOAD_LIMIT}))
        return file

    def given(self) -> dict[str, Any]:
        given = super().given()
        file = given.pop("file")
        return given | {"filename": file.name, "content": file.read()}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lay(request: HttpRequest, meeting: int) -> HttpResponse:
    """A file is laid before the meeting, or another language of one that lies there."""
    audience = audience_for(request)
    found = agenda.agenda_for(audience, meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    require(request, "paper.lay", found["body"]["id"])
    first = _first(request, meeting)
    of = first["id"] if first is not None else None
    initial = {"under": request.GET.get("under", ""), "title": first["title"] if first else ""}
    form = Laying(request.POST or None, request.FILES or None, items=found["items"], of=of, initial=initial)
    if request.method == "POST" and form.ask(acts.lay, actor_of(request), meeting=meeting, of=of) is not None:
        messages.success(request, gettext("“%(title)s” lies before the meeting.") % form.cleaned_data)
        return HttpResponseRedirect(f"{reverse('meeting', args=[meeting])}#papers-{meeting}")
    facts = {
        "meeting": found | {"id": meeting},
        "form": form,
        "first": first,
        "limit_mb": settings.UPLOAD_LIMIT // (1024 * 1024),
        "host": host_of(found["conference"]),
    }
    return render(request, "agenda/paper.html", facts, status=form.status)


@require_POST
def withdraw(request: HttpRequest, paper: int) -> HttpResponse:
    """A paper is taken back. To who may not read it there is no such paper."""
    place = papers.place_of(audience_for(request), paper)
    if place is None:
        raise Refused("not_found", what="paper")
    acts.withdraw(actor=actor_of(request), request_id=request_id(request), paper=paper)
    meeting, room = place
    back = f"{reverse('meeting', args=[meeting])}#papers-{meeting}"
    return changed(request, room, f"papers:{meeting}", f"agenda:{meeting}", back=back)


@require_safe
def file(request: HttpRequest, paper: int) -> HttpResponse:
    """The bytes of a paper, for those who may read it; to everybody else it isn't there."""
    found = papers.file_for(audience_for(request), paper)
    if found is None:
        raise Refused("not_found", what="paper")
    etag = quote_etag(found.digest)
    answer = get_conditional_response(request, etag=etag) or HttpResponse(found.content, content_type=TYPES[found.kind])
    shown = "inline" if found.kind in SHOWN and "save" not in request.GET else "attachment"
    answer["ETag"] = etag
    answer["Content-Disposition"] = f"{shown}; filename=\"paper.{found.kind}\"; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    # A file that is opened on its own is a document of nobody's session: it runs nothing and fetches nothing.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    # It may be withdrawn at any time: whoever has it asks again, and is told in a line that it is the same.
    patch_cache_control(answer, no_cache=True, **({"public": True} if found.public else {"private": True}))
    return answer


def _first(request: HttpRequest, meeting: int) -> dict[str, Any] | None:
    """The paper whose other language is laid, as the address says."""
    said = request.GET.get("of", "")
    if not said.isdecimal() or len(said) > 9:
        return None
    found = papers.paper_for(audience_for(request), int(said))
    if found is None or found["meeting"] != meeting:
        raise Refused("not_found", what="paper")
    return found


urlpatterns = [
    path("meetings/<int:meeting>/papers/new/", lay, name="lay-paper"),
    path("papers/<int:paper>/", file, name="paper"),
    path("papers/<int:paper>/withdrawal", withdraw, name="paper_withdraw"),
]
