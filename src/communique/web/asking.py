"""A plain form that asks for one act: it works without scripts, acts once however often it is sent, and says on itself
why something was refused."""

from __future__ import annotations

import functools
import hashlib
import json
import uuid
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, reason_against
from communique.web.acting import actor_of
from communique.web.refusals import STATUS
from communique.web.sentences import sentence_of

REGIONS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
View = Callable[..., HttpResponse]


class Asking(forms.Form):
    """A form for one action.

    The id in its hidden field goes to the frame: the same page sent twice acts once. ``places`` says beside which
    field the sentence of a refusal stands, by its code; the others stand above the form.
    """

    request_id = forms.CharField(required=False, widget=forms.HiddenInput)
    places: ClassVar[Mapping[str, str]] = {}
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_id": uuid.uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.status = 200

    def given(self) -> dict[str, Any]:
        """What was filled in, as keyword arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_id"}

    def ask(self, action: Callable[..., dict[str, Any]], actor: Actor, **more: Any) -> dict[str, Any] | None:
        """The action's answer; None when the form has to be shown again, with ``status``."""
        if not self.is_valid():
            self.status = 422
            return None
        given = {**self.given(), **more}
        try:
            return action(actor=actor, request_id=self._request(action, given), **given)
        except Refused as refused:
            self.refuse(refused)
            return None

    def said(self) -> dict[str, Any]:
        """The facts for the sentence that tells what was done."""
        return self.given()

    def _request(self, action: Callable[..., Any], given: Mapping[str, Any]) -> str:
        """The hidden id together with what was filled in: whoever goes back to the page and fills in something else
        asks for something else."""
        page: str = self.cleaned_data["request_id"]
        if not 8 <= len(page) <= 64:
            return page
        words = json.dumps([page, action.__name__, given], default=str, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()

    def refuse(self, refused: Refused) -> None:
        """Puts the sentence beside its field, and keeps what was typed."""
        self.status = STATUS.get(refused.code, 409)
        place = self.places.get(refused.code)
        self.add_error(place if place in self.fields else None, sentence_of(refused.code, refused.facts))
        if refused.code in {"bad_request_id", "request_id_reused"}:
            self.data = {**self.data, self.add_prefix("request_id"): uuid.uuid4().hex}


def signed_in(view: View) -> View:
    """Leads who isn't signed in to the door, and from there back to the page."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path())
        raise Refused("signed_out")

    return run


def may(request: HttpRequest, action: str, body: int | None = None) -> bool:
    """Is this to be offered to who looks at the page?"""
    return reason_against(action, actor_of(request), Place(body)) is None


def require(request: HttpRequest, action: str, body: int | None = None) -> None:
    """Denies the page to whoever couldn't do what it offers."""
    reason = reason_against(action, actor_of(request), Place(body))
    if reason is not None:
        raise Denied(reason)


def time_zones() -> list[Any]:
    """Choices of a select: the IANA names of places, by region."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in REGIONS:
            regions.setdefault(region, []).append((name, f"{place.replace('_', ' ')} ({region})"))
    return [("UTC", _("Coordinated Universal Time")), *regions.items()]
