"""How people come in: nobody signs up alone; seats are granted, and a signed link or a code lets their holder in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import signing
from django.http import HttpRequest

from communique.domain.errors import Refused

SALT = "communique.invitation"


class Adapter(DefaultAccountAdapter):
    """Accounts come from seats, never from a public form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = user.name or user.email
        return super().save_user(request, user, form, commit)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the account that a seat was granted to; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def invitation(seat: int, hours: int) -> str:
    """A signed token that lets the holder of a seat in, and carries its own expiry."""
    return signing.dumps({"seat": seat, "hours": hours}, salt=SALT, compress=True)


def read_invitation(token: str) -> int:
    """The seat of an invitation. Refused: link_is_no_good, link_has_expired."""
    try:
        said = signing.loads(token, salt=SALT)
        signing.loads(token, salt=SALT, max_age=int(said["hours"]) * 3600)
    except signing.SignatureExpired:
        raise Refused("link_has_expired") from None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Refused("link_is_no_good") from None
    return int(said["seat"])


def operator_link(person: int, hours: int = 1) -> str:
    """The path of a link that lets an operator in for the first time."""
    return "/in/" + signing.dumps({"person": person, "hours": hours}, salt=SALT, compress=True)
