"""From a refusal to an answer: a status, and a sentence that a person understands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from communique.domain.errors import Denied, Refused, Stale
from communique.web.sentences import sentence_of

STATUS = {
    "too_large": 413,
    "not_a_text": 422,
    "unsafe_file": 422,
    "malformed_text": 422,
    "malformed_content": 422,
    "malformed_steps": 422,
    "malformed_version": 422,
    "bad_request_id": 422,
    "not_found": 404,
    "signed_out": 401,
}
"""HTTP statuses of refusals that aren't a conflict with the state of things (409)."""


class RefusalMiddleware:
    """Turns Refused, Denied and Stale into their answers: JSON for programs and live pages, a page for the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Denied):
            signed_out = not request.user.is_authenticated
            return answer(request, 401 if signed_out else 403, error.reason, {})
        if isinstance(error, Stale):
            return answer(request, 409, "stale", {"version": error.version})
        if isinstance(error, Refused):
            return answer(request, STATUS.get(error.code, 409), error.code, error.facts)
        return None


def answer(request: HttpRequest, status: int, code: str, facts: dict[str, object]) -> HttpResponse:
    """One refusal in the form that the asker reads."""
    sentence = sentence_of(code, facts)
    if request.path.startswith("/api/") or request.headers.get("HX-Request"):
        return JsonResponse({"code": code, "sentence": sentence, "facts": facts}, status=status)
    back = request.headers.get("Referer", "/")
    return render(request, "refusal.html", {"sentence": sentence, "code": code, "back": back}, status=status)
