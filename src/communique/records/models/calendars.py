"""Addresses of calendars that ordinary programs subscribe to, and the reminders that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from communique.domain.journal import new_seal
from communique.records.models.bodies import Seat


class CalendarFeed(models.Model):
    """A seat's own calendar: ``key`` stands in its address, and a new one makes the old address worthless.
    ``scope``: person (what concerns this seat's person) or delegation."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="feeds")
    scope = models.CharField(max_length=12)
    key = models.CharField(max_length=64, default=new_seal, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "scope"], name="one_feed_a_scope")]

    def __str__(self) -> str:
        return f"{self.scope} of seat {self.seat_id}"


class Reminder(models.Model):
    """A mail that was sent to remind somebody of something; it is sent once. ``about`` names it, such as
    "sitting:12:3600"."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.about} to {self.person_id}"
