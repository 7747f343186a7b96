"""Reminders by mail: whom they reach, when, and what the post makes of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from communique.actions import capitals, programme, readings, reminders
from communique.jobs import reminders as job
from communique.jobs.clock import HANDS, Clock
from communique.queries.reminders import due_reminders
from communique.records.models import (
    Conference,
    JournalEntry,
    Party,
    Registration,
    Reminder,
    Sitting,
    SummaryRecord,
)
from tests.house import House, later

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
SEATED = 12
"""People in seats of the body, the chair and the secretariat among them."""


class Broken(EmailBackend):
    """A mail server that takes ``takes`` mails and then fails."""

    takes = 0

    def send_messages(self, messages: Any) -> int:
        if type(self).takes <= 0:
            raise ConnectionResetError("the line is cut")
        type(self).takes -= 1
        return super().send_messages(messages)


class Choosy(EmailBackend):
    """One that knows no such address, or not now."""

    code = 550

    def send_messages(self, messages: Any) -> int:
        if "sg-head@example.org" in messages[0].to:
            raise SMTPRecipientsRefused({"sg-head@example.org": (self.code, b"no such user")})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _fresh_post() -> Iterator[None]:
    job.post.refreshed()
    yield
    job.post.wait()


@pytest.fixture
def sitting(house: House) -> Sitting:
    """Of a meeting that begins in a day less a minute."""
    begins = timezone.now().replace(microsecond=0) + 24 * HOUR - timedelta(minutes=1)
    given = {"name": "Retreat", "begins_at": begins, "ends_at": begins + 3 * HOUR, "hall": "Room 2"}
    made = house.act(programme.convene_meeting, "clerk", conference=house.conference, **given)
    return Sitting.objects.get(pk=made["sitting"])


def strike(at: datetime | None = None) -> int:
    count = job.strike(at or timezone.now())
    job.post.wait()
    return count


def sent_to(address: str) -> Any:
    (found,) = [one for one in mail.outbox if one.to == [address]]
    return found


def test_everybody_at_the_table_is_told_a_day_before_and_an_hour_before_and_never_twice(
    house: House, sitting: Sitting
) -> None:
    assert strike() == SEATED
    assert len(mail.outbox) == len({one.to[0] for one in mail.outbox}) == SEATED
    assert strike() == 0
    with later(seconds=23 * 3600):
        assert strike() == SEATED
        assert strike() == 0
    assert len(mail.outbox) == 2 * SEATED


def test_the_mail_says_it_by_the_readers_clock_with_the_hosts_beside_it(house: House, sitting: Sitting) -> None:
    given = {"capital": "Paris", "time_zone": "Europe/Paris"}
    house.act(capitals.locate, "clerk", body=house.body, party="LA", **given)
    Sitting.objects.filter(pk=sitting.pk).update(begins_at=(at := datetime(2030, 9, 9, 2, 0, tzinfo=UTC)))
    strike(at - 24 * HOUR)
    mailed = sent_to("la-head@example.org")
    assert mailed.subject == "Retreat begins soon"
    assert "Monday 9 September 2030, 04:00 in Paris (Monday 9 September, 09:00 in Ha Noi)" in mailed.body
    assert "Room 2" in mailed.body
    assert f"/meetings/{sitting.meeting_id}/" in mailed.body
    assert "/calendars/" in mailed.body, "where one says that one wants no more of them"
    assert mailed.body.startswith("Head Bounmy,\n")
    assert "&" not in mailed.body


def test_who_has_handed_in_no_statement_is_told_so_a_day_before(house: House, sitting: Sitting) -> None:
    strike()
    assert "not handed in a statement" in sent_to("la-head@example.org").body
    assert "statement" not in sent_to("clerk@example.org").body
    assert "statement" not in sent_to("chair@example.org").body
    mail.outbox.clear()
    with later(seconds=23 * 3600):
        strike()
    assert "statement" not in sent_to("la-head@example.org").body


def test_whose_delegation_declined_and_who_wants_no_mail_get_none(house: House, sitting: Sitting) -> None:
    Registration.objects.create(
        conference_id=house.conference,
        party=Party.objects.get(body=house.body, code="LA"),
        invited_at=timezone.now(),
        invited_by_id=house.people["clerk"],
        answer="declined",
    )
    house.act(reminders.choose, "sg-head", body=house.body, wanted=False)
    strike()
    told = {one.to[0] for one in mail.outbox}
    assert not told & {"la-head@example.org", "la-adviser@example.org", "sg-head@example.org"}
    assert {"vn-head@example.org", "nz-observer@example.org", "chair@example.org"} <= told


def test_of_what_is_over_or_long_due_nobody_is_reminded(house: House, sitting: Sitting) -> None:
    """The house stood still: a reminder after the fact is worse than none."""
    assert strike(sitting.begins_at + HOUR) == 0
    assert strike(sitting.begins_at - HOUR / 3) == 0, "in twenty minutes one sees for oneself"
    assert strike(sitting.begins_at - 5 * HOUR) == 0, "the next reminder follows"
    assert strike(sitting.begins_at - 13 * HOUR) == SEATED, "what fell due while the house stood still"
    assert JournalEntry.objects.filter(action="reminder.send").count() == 1


def test_what_was_moved_is_told_of_again_and_what_was_cancelled_is_not(house: House, sitting: Sitting) -> None:
    strike()
    begins = sitting.begins_at + 48 * HOUR
    house.act(programme.move_sitting, "clerk", sitting=sitting.pk, begins_at=begins, ends_at=begins + HOUR)
    assert strike() == 0
    assert strike(begins - 24 * HOUR) == SEATED
    house.act(programme.cancel_meeting, "clerk", meeting=sitting.meeting_id, reason="The storm.")
    assert strike(begins - HOUR) == 0


def test_who_has_not_answered_is_told_that_registration_closes(house: House) -> None:
    closes = timezone.now() + 71 * HOUR
    Conference.objects.filter(pk=house.conference).update(registration_closes_at=closes)
    for code, answer in (("LA", ""), ("SG", "accepted")):
        Registration.objects.create(
            conference_id=house.conference,
            party=Party.objects.get(body=house.body, code=code),
            invited_at=timezone.now(),
            invited_by_id=house.people["clerk"],
            answer=answer,
        )
    assert strike() == 4
    assert {one.to[0].partition("-")[0] for one in mail.outbox} == {"la"}
    assert sent_to("la-head@example.org").subject == "53rd Meeting: registration closes soon"
    assert strike(closes - 23 * HOUR) == 4
    assert strike(closes) == 0


def test_delegations_are_told_that_corrections_end(house: House) -> None:
    SummaryRecord.objects.create(
        meeting_id=house.meeting,
        state="circulated",
        journal_length=1,
        drawn_up_at=timezone.now(),
        corrections_until=timezone.now() + 47 * HOUR,
    )
    assert strike() == 8, "the delegations and the observer, neither the chair nor the secretariat"
    assert "corrections to the summary record of Plenary (53rd Meeting)" in sent_to("la-head@example.org").body


def test_capitals_that_have_not_spoken_are_told_before_the_date_passes(house: House) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    paragraph, _ = house.paragraph("next meeting")
    day = timezone.now().date() + timedelta(days=2)
    given = {"text": house.text, "paragraph": paragraph, "confirm_by": day}
    house.act(readings.agree, "chair", version=house.row().version, **given)
    house.act(readings.confirm, "sg-head", text=house.text, paragraph=paragraph, confirmed=True)
    assert strike() == 6, "Laos, Malaysia and Viet Nam"
    assert "waits for your capital" in sent_to("la-head@example.org").subject
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) - 7 * HOUR
    assert {due.moment.at for due in due_reminders(end - 20 * HOUR)} == {end}, "until the day ends in Ha Noi"


# The post


def test_what_the_post_does_not_take_is_sent_later_and_nothing_twice(
    house: House, sitting: Sitting, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    Broken.takes = 5
    assert strike() == SEATED
    assert (len(mail.outbox), Reminder.objects.count()) == (5, 5)
    assert strike() == 0, "the post is left alone for a while"
    Broken.takes = 99
    with later(seconds=61):
        assert strike() == SEATED - 5
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox) == SEATED


def test_a_post_that_stays_broken_is_asked_ever_more_rarely(house: House, sitting: Sitting, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    Broken.takes = 0
    asked = [seconds for seconds in range(0, 1200, 20) if _strikes_after(seconds)]
    assert asked == [0, 60, 180, 420, 900]
    assert Reminder.objects.count() == 0


def _strikes_after(seconds: float) -> int:
    with later(seconds=seconds):
        return strike()


def test_an_address_that_is_refused_for_good_is_left_at_that_and_one_not_now_is_tried_again(
    house: House, sitting: Sitting, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    Choosy.code = 450
    strike()
    assert len(mail.outbox) == SEATED - 1
    assert not Reminder.objects.filter(person=house.people["sg-head"]).exists()
    Choosy.code = 550
    with later(seconds=61):
        assert strike() == 1
    with later(seconds=600):
        assert strike() == 0
    assert len(mail.outbox) == SEATED - 1


def test_the_clock_goes_on_while_the_post_hangs(house: House, sitting: Sitting, settings: Any) -> None:
    held = threading.Event()
    settings.EMAIL_BACKEND = f"{__name__}.Hanging"
    Hanging.held = held
    clock = Clock(tuple(hand for hand in HANDS if hand.name in {"gavels", "reminders"}))
    for _ in range(3):
        clock.look()
    assert mail.outbox == []
    held.set()
    job.post.wait()
    assert len(mail.outbox) == SEATED


class Hanging(EmailBackend):
    held: Any = None

    def open(self) -> bool:
        assert self.held.wait(20)
        return True


def test_as_many_questions_are_asked_for_many_as_for_few(house: House, django_assert_max_num_queries: Any) -> None:
    """What is far off costs nothing."""
    for number in range(5):
        begins = timezone.now() + timedelta(days=30 + number)
        house.act(programme.convene_meeting, "clerk", conference=house.conference, name=f"M{number}", begins_at=begins)
    with django_assert_max_num_queries(4):
        assert due_reminders(timezone.now()) == []
