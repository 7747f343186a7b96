"""Who comes to a conference: the secretariat's page, with the invitations, and each delegation's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import registration as acts
from communique.domain import registration as rules
from communique.domain.errors import Denied, Refused
from communique.queries import registration as queries
from communique.web import fragments, letters
from communique.web.acting import actor_of, audience_for
from communique.web.answers import request_id
from communique.web.asking import Asking, may, require, signed_in
from communique.web.fragments import host_of
from communique.web.refusals import STATUS
from communique.web.sentences import name_of, sentence_of

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


class Participant(Asking):
    """Names somebody of a delegation."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("As it stands in the list of participants.")
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as Minister for Foreign Affairs."),
    )
    role = forms.ChoiceField(label=gettext_lazy("In the delegation"))
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("For the secretariat alone. With it a seat can be granted."),
        widget=forms.EmailInput,
    )
    listed = forms.BooleanField(label=gettext_lazy("Stands in the list of participants"), required=False, initial=True)
    places: ClassVar[Mapping[str, str]] = {
        "name_missing": "name",
        "bad_participant_role": "role",
        "delegation_has_a_head": "role",
        "address_in_delegation": "email",
        "bad_email": "email",
    }

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role, name_of("participant", role)) for role in roles]


class Reply(Asking):
    """Accepts or declines."""

    accept = forms.CharField(required=False, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=gettext_lazy("A remark"),
        required=False,
        max_length=rules.WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The secretariat and the chair read it."),
    )
    places: ClassVar[Mapping[str, str]] = {"too_long": "remark"}

    def given(self) -> dict[str, Any]:
        return {"accept": self.cleaned_data["accept"] == "yes", "remark": self.cleaned_data["remark"]}


class Letter(Asking):
    """Hands in a letter of credentials."""

    file = forms.FileField(
        label=gettext_lazy("The letter"),
        allow_empty_file=True,
        help_text=gettext_lazy("As PDF, or a picture as PNG or JPEG; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )
    places: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("letter_too_large", "not_a_letter", "unsafe_character", "too_long"), "file"
    )

    def given(self) -> dict[str, Any]:
        """Refused: letter_too_large, before a byte of it is read."""
        file = self.cleaned_data["file"]
        if file.size > rules.LARGEST:
            raise Refused("letter_too_large", limit=rules.LARGEST)
        return {"filename": file.name, "content": file.read()}

    def ask(self, action: Callable[..., dict[str, Any]], actor: Any, **more: Any) -> dict[str, Any] | None:
        try:
            return super().ask(action, actor, **more)
        except Refused as refused:
            self.refuse(refused)
            return None


class Check(Asking):
    """Accepts a letter, or returns it."""

    accept = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason, when it is returned"),
        required=False,
        max_length=rules.WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The delegation reads it."),
    )
    seats = forms.BooleanField(
        label=gettext_lazy("Grant seats to those with an address, and mail them their links"),
        required=False,
        initial=True,
    )
    places: ClassVar[Mapping[str, str]] = {"return_needs_reason": "reason", "too_long": "reason"}

    def given(self) -> dict[str, Any]:
        return {**super().given(), "accept": self.cleaned_data["accept"] == "yes"}


class Again(Asking):
    """Sends the letter of invitation once more."""

    email = forms.CharField(label=gettext_lazy("To"), max_length=254, widget=forms.EmailInput)
    message = forms.CharField(
        label=gettext_lazy("What the letter adds"),
        required=False,
        max_length=rules.MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    places: ClassVar[Mapping[str, str]] = {"bad_email": "email", "too_long": "message"}


@signed_in
@require_safe
@cache_control(private=True, no_cache=True)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was invited, who answered, whose credentials wait; a delegation is led to its own page."""
    conference = _conference(request, slug)
    audience = audience_for(request)
    if audience.body == conference["body"]["id"] and audience.code:
        if queries.delegation_for(audience, slug, audience.code) is not None:
            return HttpResponseRedirect(reverse("registration-of", args=[slug, audience.code]))
    elif not may(request, "delegation.invite", conference["body"]["id"]):
        _require_overview(request, conference)
    return _overview(request, conference)


@signed_in
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invites the parties that were ticked, and mails the letters."""
    conference = _conference(request, slug)
    require(request, "delegation.invite", conference["body"]["id"])
    codes = request.POST.getlist("parties")
    emails = {code: request.POST.get(f"email-{code}", "").strip() for code in codes}
    message = request.POST.get("message", "")
    try:
        done = acts.invite(
            actor=actor_of(request),
            request_id=request_id(request),
            conference=conference["id"],
            parties=codes,
            emails=emails,
            message=message,
        )
    except Refused as refused:
        return _overview(request, conference, refused)
    letters.invite(request, request_id(request), conference, emails, message)
    count = len(done["registrations"])
    said = ngettext("%(count)s delegation is invited.", "%(count)s delegations are invited.", count)
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("registration", args=[slug]))


@signed_in
@require_safe
@cache_control(private=True, no_cache=True)
def delegation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One delegation: its answer, its persons, its credentials."""
    return _page(request, _found(request, slug, code))


@signed_in
@require_POST
def again(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The letter of invitation is sent once more."""
    found = _found(request, slug, code)
    conference = found["conference"]
    require(request, "delegation.invite", conference["body"]["id"])
    form = Again(request.POST, auto_id="again-%s")
    if not form.is_valid():
        form.status = 422
        return _page(request, found, again=form)
    given = form.given()
    emails = {code: given["email"]}
    more = {"parties": [code], "emails": emails, "message": given["message"], "again": True}
    try:
        acts.invite(actor=actor_of(request), request_id=request_id(request), conference=conference["id"], **more)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, found, again=form)
    if letters.invite(request, request_id(request), conference, emails, given["message"]):
        messages.success(request, _("The letter was sent to %(email)s.") % given)
    return _back(slug, code)


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The delegation accepts or declines."""
    found = _found(request, slug, code)
    form = Reply(request.POST, auto_id="reply-%s")
    done = form.ask(acts.answer, actor_of(request), registration=found["registration"])
    if done is None:
        return _page(request, found, reply=form)
    said = _("The delegation takes part.") if done["answer"] == "accepted" else _("The delegation doesn’t take part.")
    messages.success(request, said)
    return _back(slug, code)


@signed_in
@require_POST
def add(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Somebody is named."""
    found = _found(request, slug, code)
    form = Participant(request.POST, roles=found["roles"], auto_id="add-%s")
    if form.ask(acts.add_participant, actor_of(request), registration=found["registration"]) is None:
        return _page(request, found, add=form)
    messages.success(request, _("%(name)s is named.") % form.said())
    return _back(slug, code, "people")


@signed_in
@require_POST
def change(request: HttpRequest, slug: str, code: str, participant: int) -> HttpResponse:
    """What is said of somebody is changed."""
    found = _found(request, slug, code)
    _one(found, participant)
    form = Participant(request.POST, roles=found["roles"], auto_id=f"person-{participant}-%s")
    if form.ask(acts.change_participant, actor_of(request), participant=participant) is None:
        return _page(request, found, changing=(participant, form))
    messages.success(request, _("What stands of %(name)s is changed.") % form.said())
    return _back(slug, code, "people")


@signed_in
@require_POST
def place(request: HttpRequest, slug: str, code: str, participant: int) -> HttpResponse:
    """Somebody is put at another place of the order."""
    one = _one(_found(request, slug, code), participant)
    said = request.POST.get("place", "")
    acts.change_participant(
        actor=actor_of(request),
        request_id=request_id(request),
        participant=participant,
        place=int(said) if said.isdecimal() and len(said) < 5 else 1,
        **{name: one[name] for name in ("name", "title", "role", "email", "listed")},
    )
    return _back(slug, code, "people")


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, code: str, participant: int) -> HttpResponse:
    """Somebody comes no more."""
    one = _one(_found(request, slug, code), participant)
    acts.remove_participant(actor=actor_of(request), request_id=request_id(request), participant=participant)
    messages.success(request, _("%(name)s is withdrawn.") % one)
    return _back(slug, code, "people")


@signed_in
@require_POST
def seat(request: HttpRequest, slug: str, code: str, participant: int) -> HttpResponse:
    """Somebody who was named after the credentials were accepted gets a seat."""
    _one(_found(request, slug, code), participant)
    press = request_id(request)
    done = acts.seat_participant(actor=actor_of(request), request_id=press, participant=participant)
    letters.let_in(request, press, done["seats"])
    return _back(slug, code, "people")


@signed_in
@require_POST
def hand_in(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A letter of credentials is handed in."""
    found = _found(request, slug, code)
    form = Letter(request.POST, request.FILES, auto_id="letter-%s")
    if form.ask(acts.hand_in, actor_of(request), registration=found["registration"]) is None:
        return _page(request, found, letter=form)
    messages.success(request, _("The letter is handed in. The secretariat looks at it."))
    return _back(slug, code, "credentials")


@signed_in
@require_POST
def check(request: HttpRequest, slug: str, code: str, credentials: int) -> HttpResponse:
    """The secretariat accepts a letter, or returns it."""
    found = _found(request, slug, code)
    if credentials not in {one["id"] for one in found["letters"]}:
        raise Refused("not_found", what="credentials")
    form = Check(request.POST, auto_id="check-%s")
    done = form.ask(acts.check, actor_of(request), credentials=credentials)
    if done is None:
        return _page(request, _found(request, slug, code), check=form)
    if done["state"] == "accepted":
        messages.success(request, _("The credentials are accepted."))
        letters.let_in(request, request_id(request), done["seats"])
    else:
        messages.success(request, _("The letter is returned, and the delegation reads why."))
    return _back(slug, code, "credentials")


@signed_in
@require_safe
def letter(request: HttpRequest, credentials: int) -> HttpResponse:
    """The letter itself, to be saved: it is somebody else's file, so it is never opened inside of a page."""
    found = queries.letter_for(audience_for(request), credentials)
    if found is None:
        raise Refused("not_found", what="credentials")
    content, kind, code = found
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="credentials-{code}-{credentials}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _conference(request: HttpRequest, slug: str) -> dict[str, Any]:
    conference = queries.heading_for(audience_for(request), slug)
    if conference is None:
        raise Refused("not_found", what="conference")
    return conference


def _require_overview(request: HttpRequest, conference: Mapping[str, Any]) -> None:
    if not rules.may_read_overview(audience_for(request), conference["body"]["id"]):
        raise Denied("only_seats_of_the_body")


def _found(request: HttpRequest, slug: str, code: str) -> dict[str, Any]:
    found = queries.delegation_for(audience_for(request), slug, code)
    if found is None:
        raise Refused("not_found", what="registration")
    return found


def _one(found: Mapping[str, Any], participant: int) -> dict[str, Any]:
    """Somebody of this delegation, withdrawn or not."""
    for one in (*found["people"], *found["withdrawn"]):
        if one["id"] == participant:
            return dict(one)
    raise Refused("not_found", what="participant")


def _overview(request: HttpRequest, conference: Mapping[str, Any], refused: Refused | None = None) -> HttpResponse:
    audience, number = audience_for(request), conference["id"]
    ticked = request.POST.getlist("parties")
    open_to = [
        one
        | {
            "ticked": one["party"]["code"] in ticked if refused else one["member"],
            "email": request.POST.get(f"email-{one['party']['code']}", one["email"]),
        }
        for one in queries.invitable_for(audience, number, operator=actor_of(request).operator)
    ]
    offers = may(request, "delegation.invite", conference["body"]["id"]) and not conference["is_over"]
    return render(
        request,
        "registration/overview.html",
        {
            "conference": conference,
            "places": fragments.placed(audience, f"registrations:{number}", version=conference["room_version"]),
            "members": [one for one in open_to if one["member"]] if offers else [],
            "observers": [one for one in open_to if not one["member"]] if offers else [],
            "press": uuid.uuid4().hex,
            "message": request.POST.get("message", ""),
            "refusal": sentence_of(refused.code, refused.facts) if refused else "",
            "host": host_of(conference),
            "room": {"number": conference["room"], "version": conference["room_version"]},
        },
        status=STATUS.get(refused.code, 409) if refused else 200,
    )


def _page(
    request: HttpRequest,
    found: dict[str, Any],
    *,
    changing: tuple[int, Participant] | None = None,
    **filled: Asking,
) -> HttpResponse:
    """A delegation's page, with what was filled in where it has to be filled in again."""
    conference = found["conference"]
    open_forms = {
        "reply": Reply(initial={"remark": found["remark"]}, auto_id="reply-%s"),
        "add": Participant(roles=found["roles"], initial={"role": _next_role(found)}, auto_id="add-%s"),
        "letter": Letter(auto_id="letter-%s"),
        "check": Check(auto_id="check-%s"),
        "again": Again(initial={"email": found["email"], "message": found["message"]}, auto_id="again-%s"),
        **filled,
    }
    people = [
        one
        | {
            "form": changing[1]
            if changing and changing[0] == one["id"]
            else Participant(roles=found["roles"], initial=one, auto_id=f"person-{one['id']}-%s"),
            "changing": bool(changing and changing[0] == one["id"]),
            "up": place - 1,
            "down": place + 1 if place < len(found["people"]) else 0,
        }
        for place, one in enumerate(found["people"], 1)
    ]
    audience = audience_for(request)
    own = audience.code == found["party"]["code"]
    target = f"registrations:{conference['id']}"
    status = max([form.status for form in (*filled.values(), *([changing[1]] if changing else []))], default=200)
    return render(
        request,
        "registration/delegation.html",
        found
        | {
            "own": own,
            "places": fragments.placed(audience, target, version=conference["room_version"]) if own else {},
            "people": people,
            "forms": open_forms,
            "ending": uuid.uuid4().hex,
            "may_invite": may(request, "delegation.invite", conference["body"]["id"]) and not conference["is_over"],
            "host": host_of(conference),
            "room": {"number": conference["room"], "version": conference["room_version"]},
        },
        status=status,
    )


def _next_role(found: Mapping[str, Any]) -> str:
    role: str = found["roles"][0 if not found["head"] else -2]
    return role


def _back(slug: str, code: str, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("registration-of", args=[slug, code]) + (f"#{part}" if part else ""))


OF = "conferences/<slug:slug>/registration/<str:code>/"
urlpatterns = [
    path("conferences/<slug:slug>/registration/", overview, name="registration"),
    path("conferences/<slug:slug>/invitations", invite, name="invite-delegations"),
    path(OF, delegation, name="registration-of"),
    path(f"{OF}invitation", again, name="invite-again"),
    path(f"{OF}answer", answer, name="answer-invitation"),
    path(f"{OF}participants", add, name="add-participant"),
    path(f"{OF}participants/<int:participant>", change, name="change-participant"),
    path(f"{OF}participants/<int:participant>/place", place, name="place-participant"),
    path(f"{OF}participants/<int:participant>/withdrawal", withdraw, name="withdraw-participant"),
    path(f"{OF}participants/<int:participant>/seat", seat, name="seat-participant"),
    path(f"{OF}credentials", hand_in, name="hand-in-credentials"),
    path(f"{OF}credentials/<int:credentials>", check, name="check-credentials"),
    path("credentials/<int:credentials>/", letter, name="credentials"),
]
