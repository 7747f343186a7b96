"""From a request to who acts: the signed-in person, and the one seat from which it acts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from communique.domain.actors import Actor, Audience, audience_of
from communique.domain.errors import Refused
from communique.queries import bodies
from communique.web.refusals import answer

SEAT = "seat"
"""The session's key for the seat that the person chose."""
Held = tuple[Actor, datetime]
"""Who acts in a session, and until when (aware)."""


class ActingMiddleware:
    """Gives each request ``actor`` and ``audience``, found when first looked at.

    A page says from which seat it was made; when the person has changed to another seat since then, nothing that the
    old page sends is done.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return None
        said = request.headers.get("X-Seat")
        if said is None:
            said = request.POST.get("acting_seat")
        if said is None:
            return None
        actor = actor_of(request)
        if said == (str(actor.seat.id) if actor.seat else ""):
            return None
        if actor.person is None:
            return answer(request, 401, "signed_out", {})
        if said.isdecimal() and len(said) < 19 and bodies.has_lost(actor.person, int(said)):
            return answer(request, 403, "seat_has_ended", {})
        return answer(request, 409, "other_seat", {})


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def audience_for(request: HttpRequest) -> Audience:
    return audience_of(actor_of(request))


def who_hold(keys: Collection[str]) -> dict[str, Held]:
    """Who acts in each of these sessions, for a door that has no request. A session that is over or never was isn't in
    it. So many queries for one as for many: two thousand are asked for when a hall comes back to its meeting."""
    proper = {key for key in keys if key.isalnum()}
    rows = Session.objects.filter(session_key__in=proper, expire_date__gt=timezone.now()) if proper else ()
    sessions = {row.session_key: (SessionStore().decode(row.session_data), row.expire_date) for row in rows}
    people = {int(said[SESSION_KEY]) for said, _ in sessions.values() if SESSION_KEY in said}
    held = bodies.held_by(people) if people else {}
    return {key: (_plainly(said, held) or _looked_up(key), expires_at) for key, (said, expires_at) in sessions.items()}


def _plainly(session: Mapping[str, Any], held: Mapping[int, Sequence[Any]]) -> Actor | None:
    """Who acts in a session, when it is plain: somebody who holds a seat, by a way of signing in that still is one,
    with the password of then."""
    if SESSION_KEY not in session or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    seat = bodies.acting_from(held.get(int(session[SESSION_KEY]), ()), session.get(SEAT))
    if seat is None:
        return None
    proof = seat.person.get_session_auth_hash()
    return seat.actor() if constant_time_compare(session.get(HASH_SESSION_KEY, ""), proof) else None


def _looked_up(session_key: str) -> Actor:
    request = HttpRequest()
    request.session = SessionStore(session_key)
    request.user = get_user(request)
    return _actor(request)


def choose_seat(request: HttpRequest, seat: int) -> None:
    """From now on the person acts from this seat. Refused when it isn't one of theirs."""
    held = bodies.seats_of(request.user.pk) if request.user.is_authenticated else []
    if seat not in {one.pk for one in held}:
        raise Refused("not_your_seat")
    request.session[SEAT] = seat


def acting(request: HttpRequest) -> dict[str, Any]:
    """For every page: who acts, and between which seats the person may choose."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    held = _held(request, actor.person) if actor.person else []
    return {
        "actor": actor,
        "acting_seat": next((one for one in held if actor.seat and one.pk == actor.seat.id), None),
        "seats": held,
    }


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return Actor()
    seat = bodies.acting_from(_held(request, user.pk), request.session.get(SEAT))
    if seat is None:
        return Actor(user.pk, user.name, operator=user.operator)
    return bodies.actor_from(seat)


def _held(request: HttpRequest, person: int) -> Sequence[Any]:
    """The seats of who asks. A request that only reads looks once; one that writes may have changed them."""
    if request.method not in {"GET", "HEAD"}:
        return bodies.seats_of(person)
    if not hasattr(request, "held"):
        request.held = bodies.seats_of(person)  # type: ignore[attr-defined]
    held: Sequence[Any] = request.held  # type: ignore[attr-defined]
    return held
