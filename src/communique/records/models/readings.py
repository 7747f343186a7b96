"""Readings of a text, where each paragraph stands, and how the figures went."""

from __future__ import annotations

from django.db import models

from communique.records.models.bodies import Party, Seat
from communique.records.models.texts import Text


class Reading(models.Model):
    """One reading of a text, from its opening to its close. ``paragraph``: where the chair is, "" at the beginning."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="readings")
    number = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT)
    opened_at = models.DateTimeField()
    opened_version = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_version = models.PositiveIntegerField(null=True, blank=True)
    paragraph = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="one_reading_a_number"),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(closed_at=None), name="one_open_reading_a_text"
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.number} of {self.text_id}"


class ParagraphStatus(models.Model):
    """Where a paragraph stands now: agreed ad referendum, held, or in a huddle. A paragraph without a row is open."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="statuses")
    paragraph = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="statuses")
    version = models.PositiveIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT)
    at = models.DateTimeField()
    confirm_by = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["text", "paragraph"], name="a_paragraph_stands_once")]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.status}"


class Confirmation(models.Model):
    """What a capital says of a paragraph that was agreed subject to it."""

    status = models.ForeignKey(ParagraphStatus, models.PROTECT, related_name="confirmations")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    confirmed = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["status", "party"], name="one_answer_a_capital")]

    def __str__(self) -> str:
        return f"{self.party}: {'confirmed' if self.confirmed else 'not confirmed'}"


class Count(models.Model):
    """The figures of a text at one version: a point in the course of its negotiation. ``cause`` names what had
    happened, such as ``text.import`` or ``paragraph.agree``."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="counts")
    version = models.PositiveIntegerField()
    reading = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=60)
    figures = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["text", "id"]

    def __str__(self) -> str:
        return f"{self.text_id} v{self.version} {self.cause}"
