"""What a page's write is answered with, whether scripts sent it or a plain form."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from communique.domain.errors import Refused
from communique.queries import rooms
from communique.web import fragments
from communique.web.acting import audience_for


def request_id(request: HttpRequest) -> str:
    """The id that the page gave the request. A plain button has none: what it asks for is done each time."""
    return request.POST.get("request_id") or uuid.uuid4().hex


def number(request: HttpRequest, name: str, why: str) -> int:
    """A whole number out of a form. Refused: bad_input, with ``why`` as the sentence's second half."""
    said = request.POST.get(name, "").strip()
    if not said.isdecimal() or len(said) > 9:
        raise Refused("bad_input", why=why)
    return int(said)


def changed(request: HttpRequest, room: int, *targets: str, back: str, more: str = "") -> HttpResponse:
    """To scripts the changed places as HTML, ``more`` behind them; to a plain form the way back to its page."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(back)
    version = rooms.version_of(room)
    audience = audience_for(request)
    pieces = [fragments.render(target, audience, version=version) or "" for target in targets]
    return HttpResponse("".join([*pieces, more]))
