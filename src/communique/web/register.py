"""The public register: documents as adopted, for everyone and for good."""

from __future__ import annotations

import base64
import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from communique.domain.errors import Refused
from communique.domain.texts.document import blocks, direction_of
from communique.domain.texts.formats.html import blocks_to_html
from communique.queries import register
from communique.web.acting import actor_of, audience_for
from communique.web.fragments import host_of

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/akn+xml",
    "md": "text/markdown; charset=utf-8",
}
SHOWN = frozenset({"pdf"})
"""Formats that a browser opens by itself; the others are saved."""
YEAR = 31_536_000
FRESH = 300
"""Seconds for which a page of the register may be shown without asking again: its frame may change, it doesn't."""


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All documents, newest first."""
    found = register.documents_for(audience_for(request))
    return _public(request, render(request, "documents.html", {"documents": found}))


@require_safe
def document(request: HttpRequest, symbol: str) -> HttpResponse:
    """One document: its text, what is known of its adoption, and its files."""
    found = register.document_for(audience_for(request), symbol)
    if found is None:
        raise Refused("not_found", what="document")
    page = render(
        request,
        "document.html",
        {
            "document": found,
            "html": blocks_to_html(found["doc"]),
            "has_title": any(block["type"] == "title" for block in blocks(found["doc"])),
            "direction": direction_of(found["language"]),
            "host": host_of(found),
        },
    )
    return _public(request, page)


@require_safe
def file(request: HttpRequest, symbol: str, format: str) -> HttpResponse:
    """The bytes of one file. They never change, so whoever has them needn't ask again."""
    content = register.file_for(audience_for(request), symbol, format) if format in TYPES else None
    if content is None:
        raise Refused("not_found", what="file")
    digest = hashlib.sha256(content)
    etag = quote_etag(digest.hexdigest())
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=TYPES[format])
    name = f"{symbol.replace('/', '-')}.{format}"
    response["ETag"] = etag
    response["Content-Disposition"] = f'{"inline" if format in SHOWN else "attachment"}; filename="{name}"'
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    response["X-Content-Type-Options"] = "nosniff"
    # A file that is opened on its own is a document of nobody's session: it runs nothing and fetches nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def _public(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """A page that all strangers see alike may be kept by anybody; who is signed in sees a name plate of their own."""
    if actor_of(request).person is not None:
        patch_cache_control(page, private=True, no_cache=True)
        return page
    etag = quote_etag(hashlib.sha256(page.content).hexdigest())
    page["ETag"] = etag
    patch_cache_control(page, public=True, max_age=FRESH)
    return get_conditional_response(request, etag=etag, response=page) or page


urlpatterns = [
    path("documents/", documents, name="documents"),
    path("documents/<path:symbol>/", document, name="document"),
    path("files/<path:symbol>.<slug:format>", file, name="file"),
]
