"""The list of participants, as a page and as a PDF; to strangers, which delegations take part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import formats, timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Denied, Refused
from communique.domain.texts.document import Edition
from communique.domain.texts.formats import write
from communique.domain.texts.formats.building import EM, STRONG, Document
from communique.queries import registration as queries
from communique.web.acting import audience_for
from communique.web.fragments import host_of
from communique.web.sentences import name_of


@require_safe
@cache_control(private=True, no_cache=True)
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part: to participants with the names, in the order of protocol."""
    found = _found(request, slug)
    return render(request, "registration/participants.html", found | {"host": host_of(found["conference"])})


@require_safe
def as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same list to be printed and handed round, for participants alone. Refused: a name for whose script no font
    is installed."""
    found = _found(request, slug)
    if not found["named"]:
        raise Denied("only_participants")
    return pdf(listed(found, timezone.now()), f"participants-{slug}")


def listed(found: Mapping[str, Any], at: datetime) -> Edition:
    """The list as a document that prints. ``at``: aware, the instant for which it is true."""
    conference = found["conference"]
    document = Document()
    document.title(_line(document, _("List of participants")))
    document.paragraph(_line(document, conference["name"]), role="note")
    for group in found["groups"]:
        document.heading(_line(document, _("Members") if group["member"] else _("Observers")), 1)
        for one in group["delegations"]:
            document.heading(_line(document, one["party"]["name"]), 2)
            for person in one["people"]:
                document.paragraph(_person(document, person))
            if not one["people"]:
                document.paragraph(_line(document, _("No names are listed.")), role="note")
            if one["unlisted"]:
                more = ngettext(
                    "%(count)s more, who is not listed", "%(count)s more, who are not listed", one["unlisted"]
                )
                document.paragraph(_line(document, more % {"count": one["unlisted"]}), role="note")
    if not found["groups"]:
        document.paragraph(_line(document, _("No delegation has accepted yet.")), role="note")
    return edition(document, conference, standing_of(found, at), at)


def edition(document: Document, conference: Mapping[str, Any], standing: str, at: datetime) -> Edition:
    """A document about a conference that isn't a negotiated text, as it is printed: ``standing`` says what it is."""
    return Edition(
        text=document.text(get_language() or "en"),
        symbol="",
        body=conference["body"]["name"],
        meeting=conference["name"],
        adopted_at=None,
        published_at=at.astimezone(ZoneInfo(conference["time_zone"])),
        country="",
        url="",
        present=(),
        standing=standing,
    )


def pdf(printed: Edition, name: str) -> HttpResponse:
    """A document's PDF, for its reader alone. Refused: no_font."""
    response = HttpResponse(write("pdf", printed), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_cache_control(response, private=True, no_store=True)
    return response


def standing_of(found: Mapping[str, Any], at: datetime) -> str:
    """Is the list final, of how many, and when was it so?"""
    conference = found["conference"]
    final = _("Final list.") if found["final"] else _("Provisional list: delegations may still change it.")
    delegations = ngettext("%(count)s delegation", "%(count)s delegations", found["delegations"])
    persons = ngettext("%(count)s person", "%(count)s persons", found["count"])
    moment = timezone.localtime(at, ZoneInfo(conference["time_zone"]))
    return _("%(final)s %(delegations)s, %(persons)s. As of %(at)s (%(zone)s).") % {
        "final": final,
        "delegations": delegations % {"count": found["delegations"]},
        "persons": persons % {"count": found["count"]},
        "at": formats.date_format(moment, "j F Y, H:i", use_l10n=False),
        "zone": conference["time_zone"],
    }


def _found(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = queries.participants_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="conference")
    return found


def _line(document: Document, words: str) -> list[dict[str, Any]]:
    line = document.line()
    line.text(words)
    return line.content()


def _person(document: Document, person: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The name; below it the title, and as what somebody comes."""
    line = document.line()
    line.text(person["name"], [STRONG])
    line.line_break()
    if person["title"]:
        line.text(person["title"])
        line.line_break()
    line.text(name_of("participant", person["role"]), [EM])
    return line.content()


urlpatterns = [
    path("conferences/<slug:slug>/participants/", participants, name="participants"),
    path("conferences/<slug:slug>/participants.pdf", as_pdf, name="participants-pdf"),
]
