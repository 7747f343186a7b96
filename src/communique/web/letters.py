"""Letters by mail: invitations to a conference, and the links by which delegations come in. Several leave over one
connection, and none twice for the same press of a button."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communique.actions import bodies as seats
from communique.actions import registration
from communique.queries import bodies
from communique.web.accounts import invitation
from communique.web.acting import actor_of

REMEMBERED = 7200
"""Seconds for which a press is known."""
HOURS = 168
"""For how long the link lets in who was granted a seat with the delegation's credentials: a week."""
_log = logging.getLogger(__name__)


def invite(
    request: HttpRequest, press: str, conference: Mapping[str, Any], emails: Mapping[str, str], message: str
) -> bool:
    """Mails letters of invitation to the addresses of parties, by their codes; tells who sent them which could not
    leave, notes that, and says whether all did."""
    if not _first_time(press):
        return True
    subject = _("Invitation: %(name)s") % conference
    link = settings.URL + reverse("registration", args=[conference["slug"]])
    facts = {"conference": conference, "link": link, "message": message.strip()}
    words = render_to_string("registration/invitation.txt", facts)
    unsent = send((address, subject, words) for address in emails.values() if address)
    if unsent:
        said = _("These letters could not be sent, so hand them over yourself: %(addresses)s.")
        messages.error(request, said % {"addresses": ", ".join(unsent)})
        registration.note_unsent(
            actor=actor_of(request),
            request_id=uuid.uuid5(uuid.NAMESPACE_OID, f"{press}:unsent").hex,
            conference=conference["id"],
            parties=[code for code, address in emails.items() if address in unsent],
        )
    return not unsent


def let_in(request: HttpRequest, press: str, granted: list[int]) -> None:
    """Mails a link to each of those who were granted seats (their ids), and says what became of it."""
    if not granted or not _first_time(press):
        return
    waiting = []
    for number in granted:
        asked = uuid.uuid5(uuid.NAMESPACE_OID, f"{press}:{number}").hex
        found = seats.invite(actor=actor_of(request), request_id=asked, seat=number, hours=HOURS)
        row = bodies.live_seat(number)
        if row is None:
            continue
        link = settings.URL + reverse("enter", args=[invitation(number, found["hours"])])
        known = {"name": row.person.name, "party": row.party.name if row.party else "", "role": row.role}
        facts = {"seat": known, "body": row.body, "link": link, "until": timezone.now() + timedelta(hours=HOURS)}
        words = render_to_string("desk/invitation.txt", facts)
        waiting.append((row.person.email, _("Your seat in %(body)s") % {"body": row.body.name}, words))
    unsent = send(waiting)
    count = len(granted)
    said = ngettext("%(count)s seat is granted.", "%(count)s seats are granted.", count) % {"count": count}
    if unsent:
        more = _("The links of these could not be mailed, so make new ones at the desk: %(addresses)s.")
        messages.error(request, f"{said} {more % {'addresses': ', '.join(unsent)}}")
    else:
        messages.success(request, f"{said} {_('Their links are mailed.')}")


def send(letters: Iterable[tuple[str, str, str]]) -> list[str]:
    """Sends letters (address, subject, words); the addresses to which none could leave."""
    waiting = [(address, " ".join(subject.split()), words) for address, subject, words in letters]
    unsent: list[str] = []
    connection = get_connection()
    try:
        connection.open()
        for address, subject, words in waiting:
            unsent += [] if _left(EmailMessage(subject, words, None, [address], connection=connection)) else [address]
    except (OSError, SMTPException):
        _log.exception("letters could not be sent")
        unsent = [address for address, _subject, _words in waiting]
    finally:
        connection.close()
    return unsent


def _first_time(press: str) -> bool:
    """Has nothing been sent for this press of a button (the id of its request) yet?"""
    return bool(cache.add(f"letters:{press}", True, REMEMBERED))


def _left(letter: EmailMessage) -> bool:
    """One address that is refused keeps no other letter back."""
    try:
        return letter.send() == 1
    except (OSError, SMTPException):
        _log.exception("a letter could not be sent")
        return False
