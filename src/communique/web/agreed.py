"""Agreed language beside what is being drafted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from communique.domain.errors import Refused
from communique.queries import agreed
from communique.web.acting import audience_for
from communique.web.viewing import heading_of


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """The adopted passages nearest to a paragraph, or to the words sent: a page, or for scripts the list alone.

    Words are sent by POST, so that what a delegation drafts stands in no address and no log.
    """
    heading = heading_of(audience_for(request), text)
    paragraph = request.GET.get("paragraph", "")
    words = request.POST.get("words", "")
    found = agreed.agreed_for(audience_for(request), text, paragraph=paragraph, words=words)
    if found is None:
        raise Refused("no_such_paragraph", paragraph=paragraph[:40])
    facts = {"text": heading, "page": "agreed", "paragraph": paragraph, **found}
    alone = bool(request.headers.get("HX-Request"))
    return render(request, "views/passages.html" if alone else "views/agreed.html", facts)


urlpatterns = [path("texts/<int:text>/agreed/", page, name="agreed")]
