"""Answering a comment, and resolving it. It is made in the text, by the editor, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from communique.actions import comments as acts
from communique.domain.errors import Refused
from communique.queries import comments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id


@require_POST
def answer(request: HttpRequest, comment: int) -> HttpResponse:
    """Says something to what was said."""
    room, text = _place(request, comment)
    acts.make(
        actor=actor_of(request),
        request_id=request_id(request),
        text=text,
        words=request.POST.get("words", ""),
        inside=bool(request.POST.get("inside")),
        answers=comment,
    )
    return _answer(request, room, text, comment)


@require_POST
def resolve(request: HttpRequest, comment: int, resolved: bool) -> HttpResponse:
    """Puts a comment aside as dealt with, or opens it again."""
    room, text = _place(request, comment)
    acts.resolve(actor=actor_of(request), request_id=request_id(request), comment=comment, resolved=resolved)
    return _answer(request, room, text, comment)


def _place(request: HttpRequest, comment: int) -> tuple[int, int]:
    """Asked before anything else: whoever may not read a comment isn't told that there is one."""
    place = comments.place_of(audience_for(request), comment)
    if place is None:
        raise Refused("not_found", what="comment")
    return place


def _answer(request: HttpRequest, room: int, text: int, comment: int) -> HttpResponse:
    back = f"{reverse('text', args=[text])}#comment-{comment}"
    return changed(request, room, f"comments:{text}", f"delegation:{text}", back=back)


urlpatterns = [
    path("comments/<int:comment>/answer", answer, name="comment_answer"),
    path("comments/<int:comment>/resolution", resolve, {"resolved": True}, name="comment_resolve"),
    path("comments/<int:comment>/reopening", resolve, {"resolved": False}, name="comment_reopen"),
]
