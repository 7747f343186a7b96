"""The text: its page, where it is read, negotiated and decided on, and the page on which it is brought in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from communique.actions import texts as acts
from communique.domain.errors import Refused
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts import brackets
from communique.domain.texts.document import blocks, direction_of, label_of, plain_text
from communique.domain.texts.formats.html import blocks_to_html
from communique.queries import agenda, bodies, meetings, readings, register, texts
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require
from communique.web.attendance import own_place
from communique.web.fragments import host_of

OFFERS = {
    "draft": "text.draft",
    "amend": "amendment.table",
    "put": "question.put",
    "comment": "comment.make",
    "inside": "draft.write",
}
"""The tools of a text's page, each with its action."""
CLOSED = frozenset({"agreed", "held", "huddle"})
"""Where a paragraph may stand otherwise than open."""
LONG, MANY = 150, 60
"""Blocks, or proposals, above which a page lays out only those that are near the window."""
NAMED = 50
"""Brackets without a partner that are named one by one; of a longer list the rest is counted."""


@require_safe
@cache_control(private=True, no_cache=True)
def text(request: HttpRequest, text: int) -> HttpResponse:
    """A text under negotiation. Whoever may not read it is led to the document, once it is published."""
    audience = audience_for(request)
    found = texts.text_for(audience, text)
    if found is None:
        symbol = register.symbol_of(audience, text)
        if symbol:
            return HttpResponseRedirect(reverse("document", args=[symbol]))
        raise Refused("not_found", what="text")
    overlay = texts.overlay_for(audience, text)
    meeting = meetings.heading_for(audience, found.meeting)
    if overlay is None or meeting is None:
        raise Refused("not_found", what="text")
    may = texts.may_of(actor_of(request), found)
    targets = (
        f"agenda:{found.meeting}",
        f"floor:{found.meeting}",
        f"roll:{found.meeting}",
        *(() if found.huddle else (f"question:{text}",)),
        f"huddles:{text}",
        f"proposals:{text}",
        f"comments:{text}",
        f"delegation:{text}",
        *_reading_places(found),
    )
    once = fragments.remembering()
    reading = once(("reading", text, found.room_version), lambda: readings.whole(text))
    said = readings.said(reading) if reading is not None else {"statuses": {}}
    return render(
        request,
        "text.html",
        {
            "text": found,
            "meeting": meeting,
            "state": texts.editor_state(found, overlay, may),
            "reading": said,
            "offers": offers(request, found),
            "html": standing(blocks_to_html(found.doc), said["statuses"]),
            "long": len(found.doc["content"]) > LONG or len(overlay["amendments"]) > MANY,
            "members": bodies.members_of(audience, found.body),
            "own": audience.code if audience.kind == "delegation" else "",
            "own_place": own_place(request, found.meeting, found.room_version),
            "may_ask": reason_against("floor.request", actor_of(request), Place(found.body)) is None,
            "has_title": any(block["type"] == "title" for block in blocks(found.doc)),
            "direction": direction_of(found.language),
            "unbalanced": unbalanced(found.doc),
            "places": fragments.placed(
                audience, *targets, version=found.room_version, item=found.item["id"], once=once
            ),
            "host": host_of(meeting["conference"]),
            "room": {"number": found.room, "version": found.room_version, "item": found.item["id"]},
        },
    )


def _reading_places(text: texts.TextView) -> tuple[str, ...]:
    """A text before everybody is read paragraph by paragraph; the branch of a huddle isn't."""
    return () if text.huddle else (f"reading:{text.id}", f"standings:{text.id}")


def standing(html: str, statuses: Mapping[str, Mapping[str, Any]]) -> str:
    """The HTML of a text in which paragraphs say where they stand, before any script does."""

    def said(found: re.Match[str]) -> str:
        status = statuses.get(found[1], {}).get("status")
        return f'{found[0]} data-stands="{status}"' if status in CLOSED else found[0]

    return re.sub(r' data-id="([^"]*)"', said, html) if statuses else html


def offers(request: HttpRequest, text: texts.TextView) -> dict[str, bool]:
    """The tools that the page holds ready. A text before the meeting may be a draft again in a moment, in the same
    page: so they are there, and rest."""
    open_still = text.status in {Status.DRAFT, Status.QUESTION}
    return {
        name: open_still and reason_against(action, actor_of(request), text.place) is None
        for name, action in {
            "draft": "text.draft",
            "amend": "amendment.table",
            "put": "question.put",
            "comment": "comment.make",
            "inside": "draft.write",
        }.items()
    }


def unbalanced(doc: dict[str, Any]) -> dict[str, Any]:
    """Brackets without a partner: ``{"named": [{"id", "label", "sign"}], "more": how many others there are}``."""
    rows = {block["attrs"]["id"]: block for block in blocks(doc)}
    words = [(one, plain_text(block)) for one, block in rows.items()]
    said = dict(words)
    marks = brackets.find(words).unbalanced
    named = [
        {"id": mark.block, "label": label_of(rows[mark.block]), "sign": said[mark.block][mark.offset]}
        for mark in marks[:NAMED]
    ]
    return {"named": named, "more": max(0, len(marks) - NAMED)}


class Bringing(Asking):
    """A file to be read into the text of an agenda item."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("Markdown, plain text, Word, HTML or Akoma Ntoso. Nothing in it is rewritten."),
    )
    symbol = forms.CharField(
        label=_("Symbol of the draft"),
        required=False,
        max_length=60,
        help_text=_("As printed on it, such as AMM/53/L.1. It may be left empty."),
    )
    places: ClassVar[dict[str, str]] = dict.fromkeys(
        ("too_large", "not_a_text", "unsafe_file", "malformed_text"), "file"
    )

    def given(self) -> dict[str, Any]:
        """Refused: too_large, before a byte of it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise Refused("too_large", limit=settings.UPLOAD_LIMIT)
        return {"filename": file.name, "content": file.read(), "symbol": self.cleaned_data["symbol"]}


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
def bring(request: HttpRequest, item: int) -> HttpResponse:
    """The pen brings a text in; afterwards the page reports what was found in it."""
    audience = audience_for(request)
    found = agenda.item_for(audience, item)
    if found is None:
        raise Refused("not_found", what="item")
    require(request, "text.import", found["meeting"]["body"]["id"])
    if not found["adopts"]:
        raise Refused("item_has_no_document", number=found["number"])
    form = Bringing(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.ask(acts.import_text, actor_of(request), item=item) is not None:
        return HttpResponseRedirect(reverse("import", args=[item]))
    view = texts.text_for(audience, found["text"]) if found["text"] is not None else None
    return render(
        request,
        "import.html",
        {
            "item": found,
            "meeting": found["meeting"],
            "form": form,
            "text": view,
            "unbalanced": unbalanced(view.doc) if view else None,
            "limit_mb": settings.UPLOAD_LIMIT // (1024 * 1024),
            "host": host_of(found["meeting"]["conference"]),
        },
        status=form.status,
    )


urlpatterns = [
    path("texts/<int:text>/", text, name="text"),
    path("items/<int:item>/text/", bring, name="import"),
]
