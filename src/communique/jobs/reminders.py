"""Reminders by mail of what is coming.

Whose turn it is, is settled by an action and committed before a mail leaves (see ``actions.reminders``). The post is a
thread of its own: a mail server that doesn't answer keeps no gavel from falling. What it doesn't take is taken back and
tried again, at growing intervals, while its moment lasts.
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import close_old_connections
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communique.actions import reminders
from communique.domain.actors import CLOCK
from communique.domain.errors import Denied, Refused
from communique.queries.reminders import Due, Recipient, due_reminders

log = structlog.get_logger()
EVERY = 20.0
"""Seconds between two looks; nobody is reminded to the second."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
"""How long the post is left alone after it has failed: doubled each time, up to the second."""


class Post:
    """What leaves, one batch after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="post")
        self._last: Future[None] | None = None
        self._lock = threading.Lock()
        self._rests_until: datetime | None = None
        self._pause = SHORTEST

    def rests(self, now: datetime) -> bool:
        """Has it failed a short while ago?"""
        return self._rests_until is not None and now < self._rests_until

    def hand_in(self, due: Due, people: Sequence[int]) -> None:
        with self._lock:
            self._last = self._thread.submit(self._carry, due, people)

    def wait(self) -> None:
        """Until all that was handed in has left or was taken back."""
        if self._last is not None:
            self._last.result()

    def refreshed(self) -> None:
        """As if it had never failed."""
        self._rests_until, self._pause = None, SHORTEST

    def _carry(self, due: Due, people: Sequence[int]) -> None:
        close_old_connections()
        try:
            left = send(due, [one for one in due.recipients if one.person in set(people)])
            if left:
                self._rests_until = timezone.now() + self._pause
                self._pause = min(2 * self._pause, LONGEST)
                _act(reminders.take_back, due, left)
            else:
                self.refreshed()
        except Exception:
            log.exception("post_fault", about=due.moment.about)
        finally:
            close_old_connections()


post = Post()


def strike(now: datetime) -> int:
    """Settles every reminder that is due and hands it to the post; how many mails that makes."""
    if post.rests(now):
        return 0
    count = 0
    for due in due_reminders(now):
        people = _act(reminders.send, due, [one.person for one in due.recipients])
        if people:
            post.hand_in(due, people)
        count += len(people)
    return count


def due() -> None:
    """There is no instant to meet: the clock looks every while."""
    return None


def send(due: Due, recipients: Sequence[Recipient]) -> list[int]:
    """Mails a reminder; the people to whom it couldn't be sent now and should be later. An address that the mail server
    refuses for good is left at that."""
    left, later = list(recipients), []
    line = get_connection()
    try:
        line.open()
        while left:
            try:
                line.send_messages([letter(due, left[0])])
            except SMTPRecipientsRefused as refused:
                log.warning("reminder_refused", about=due.moment.about, person=left[0].person)
                # 4xx: not now, as RFC 5321 (section 4.2.1) has it.
                if any(code < 500 for code, _said in refused.recipients.values()):
                    later.append(left[0])
            del left[0]
    except OSError:
        log.warning("reminders_not_sent", about=due.moment.about, count=len(left), exc_info=True)
    finally:
        with contextlib.suppress(OSError):
            line.close()
    return [one.person for one in (*later, *left)]


def letter(due: Due, to: Recipient) -> EmailMessage:
    """The mail, with instants in the reader's own time and the host's beside it."""
    with override(settings.LANGUAGE_CODE):
        facts = due.facts | {
            "name": to.name,
            "at": due.moment.at,
            "mine": _place(to.zone, to.city),
            "host": _place(due.facts["conference"]["zone"], due.facts["conference"]["place"]),
            "same": _shows_the_same(due.moment.at, to.zone, due.facts["conference"]["zone"]),
            "statement": to.party in due.without_statement,
            "url": settings.URL,
        }
        words = render_to_string(f"reminders/{due.moment.kind}.txt", facts)
        subject = _subject(due)
    return EmailMessage(subject, words.strip() + "\n", to=[to.email], headers={"Auto-Submitted": "auto-generated"})


def _subject(due: Due) -> str:
    given = {"conference": due.facts["conference"]["name"], "meeting": due.facts.get("meeting", {}).get("name", "")}
    words = {
        "sitting": _("%(meeting)s begins soon"),
        "registration": _("%(conference)s: registration closes soon"),
        "corrections": _("%(meeting)s: corrections to the record end soon"),
        "confirmation": _("%(meeting)s: a paragraph waits for your capital"),
    }
    return " ".join((words[due.moment.kind] % given).split())


def _place(zone: str, name: str) -> dict[str, str]:
    return {"zone": zone, "name": name or zone.rpartition("/")[2].replace("_", " ")}


def _shows_the_same(at: datetime, one: str, other: str) -> bool:
    return at.astimezone(ZoneInfo(one)).replace(tzinfo=None) == at.astimezone(ZoneInfo(other)).replace(tzinfo=None)


def _act(action: object, due: Due, people: list[int]) -> list[int]:
    try:
        answer = action(  # type: ignore[operator]
            actor=CLOCK,
            request_id=uuid.uuid4().hex,
            conference=due.conference,
            about=due.moment.about,
            people=people,
        )
    except (Refused, Denied) as refused:
        log.info("reminder_not_settled", about=due.moment.about, why=str(refused))
        return []
    settled: list[int] = answer.get("people", [])
    return settled
