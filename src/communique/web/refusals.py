"""From a refusal to an answer: a status, and a sentence that a person understands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

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
    "too_many_steps": 422,
    "bad_attribute": 422,
    "unsafe_link": 422,
    "unsafe_character": 422,
    "duplicate_paragraph": 422,
    "too_long": 422,
    "reason_too_long": 422,
    "note_too_long": 422,
    "letter_too_large": 413,
    "not_a_letter": 422,
    "mark_out_of_range": 422,
    "answer_too_long": 422,
    **dict.fromkeys(("not_a_statement", "statement_too_long", "clerk_note_too_long", "entry_too_long"), 422),
    "bad_request_id": 422,
    "bad_input": 422,
    "malformed_request": 422,
    "unproven_request": 403,
    "not_found": 404,
    "signed_out": 401,
    "address_without_seat": 403,
    "mail_not_sent": 503,
}
"""HTTP statuses of refusals that aren't a conflict with the state of things (409)."""

_ON_THE_WAY = {403: "unproven_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
"""What statuses mean that didn't come from a refusal."""


class RefusalMiddleware:
    """Turns Refused, Denied and Stale into their answers: JSON for programs and live pages, a page for the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith("/api/") or _is_json(response):
            return response
        return _in_json(request, response)

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
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    page = {"sentence": sentence, "code": code, "back": back, "status": status}
    return render(request, "refusal.html", page, status=status)


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _in_json(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What no action refused, but the way to it, in the form of every refusal: no such address, no such method, a fault
    of the house itself."""
    status = response.status_code
    code = _ON_THE_WAY.get(status, "malformed_request" if status < 500 else "fault_of_the_house")
    given = answer(request, status, code, {})
    if "Allow" in response.headers:
        given.headers["Allow"] = response.headers["Allow"]
    return given


def unproven(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A write without the proof that a page of ours asked for it: forged, or from a page that was open too long."""
    return answer(request, 403, "unproven_request", {})
