"""How people come in: nobody signs up alone; seats are granted, and a signed link or a code lets their holder in."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from communique.actions import frame
from communique.domain.errors import Refused
from communique.queries import bodies

SALT = "communique.invitation"
_log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from seats, never from a public form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Also ends what the person's other open pages hear: each is asked anew who it is."""
        held = bodies.seats_of(request.user.pk) if request.user.is_authenticated else []
        super().logout(request)
        for seat in held:
            frame.recall(seat.pk)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey first: it is the quickest, and the safest."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(ways, key=lambda way: way["id"] != "mfa_reauthenticate:webauthn")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refused when the mail can't leave: who waits for a code has to know that none will come."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            _log.exception("a mail could not be sent")
            raise Refused("mail_not_sent") from None

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tells people what was changed in their account. The change stands, whether or not the mail leaves."""
        with contextlib.suppress(Refused):
            super().send_notification_mail(*args, **kwargs)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on opens the account that a seat was granted to; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never; the refusal tells who came which address has no seat here."""
        addresses = [one.email for one in sociallogin.email_addresses]
        raise Refused("address_without_seat", email=addresses[0] if addresses else "?")


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey signs in by itself, unless it is wanted as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("Such as the device that it lives in.")
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _(
            "The device asks for your finger, face or PIN. Otherwise the key is a second step after your password."
        )


@dataclass(frozen=True)
class Link:
    """Whom a signed link lets in: the holder of a seat, or an operator by the person's id."""

    seat: int | None = None
    person: int | None = None


def invitation(seat: int, hours: int) -> str:
    """A signed token that lets the holder of a seat in, and carries its own expiry."""
    return signing.dumps({"seat": seat, "hours": hours}, salt=SALT, compress=True)


def operator_link(person: int, hours: int = 1) -> str:
    """The path of a link that lets an operator in for the first time."""
    return "/in/" + signing.dumps({"person": person, "hours": hours}, salt=SALT, compress=True)


def read_link(token: str) -> Link:
    """Whom a link lets in. Refused: link_is_no_good, link_has_expired."""
    try:
        said = signing.loads(token, salt=SALT)
        signing.loads(token, salt=SALT, max_age=int(said["hours"]) * 3600)
        return Link(seat=int(said["seat"])) if "seat" in said else Link(person=int(said["person"]))
    except signing.SignatureExpired:
        raise Refused("link_has_expired") from None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Refused("link_is_no_good") from None
