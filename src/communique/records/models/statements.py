"""Statements handed in, and the summary record of a meeting."""

from __future__ import annotations

from django.db import models

from communique.domain.journal import new_seal
from communique.records.models.agenda import AgendaItem
from communique.records.models.bodies import Party, Seat
from communique.records.models.floor import Intervention
from communique.records.models.meetings import Meeting


class Statement(models.Model):
    """What a delegation will say or has said. Until it is delivered only its delegation and the secretariat read it,
    and the journal knows it by ``seal`` alone. ``state``: handed_in, delivered, published or withdrawn."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="statements")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="statements")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    title = models.CharField(max_length=300)
    speaker = models.CharField(max_length=200, blank=True)
    intervention = models.OneToOneField(Intervention, models.PROTECT, null=True, blank=True, related_name="statement")
    state = models.CharField(max_length=10, default="handed_in")
    handed_in_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, default=new_seal)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class StatementVersion(models.Model):
    """A statement in one language, as words or as the file that was handed in (or both). ``unofficial``: a translation
    that the secretariat has made, and that binds nobody."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="versions")
    language = models.CharField(max_length=35)
    original = models.BooleanField(default=True)
    unofficial = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    filename = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    content = models.BinaryField(null=True, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-original", "language"]
        constraints = [models.UniqueConstraint(fields=["statement", "language"], name="one_version_a_language")]

    def __str__(self) -> str:
        return f"{self.statement} ({self.language})"


class ClerkNote(models.Model):
    """What the clerk wrote down while somebody spoke, or under an item. For the chair and the secretariat."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="clerk_notes")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")
    intervention = models.ForeignKey(Intervention, models.PROTECT, null=True, blank=True, related_name="notes")
    seat = models.ForeignKey(Seat, models.PROTECT)
    words = models.TextField()
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class SummaryRecord(models.Model):
    """The summary record of a meeting: drawn up from its journal up to ``journal_length``, edited, sent to delegations
    for corrections until ``corrections_until``, then final. ``state``: draft, circulated or final. ``entries``: what
    ``domain.summary.to_json`` makes of its entries; ``version`` counts its changes."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="summary")
    state = models.CharField(max_length=10, default="draft")
    version = models.PositiveIntegerField(default=0)
    entries = models.JSONField(default=list)
    journal_length = models.PositiveBigIntegerField()
    drawn_up_at = models.DateTimeField()
    circulated_at = models.DateTimeField(null=True, blank=True)
    corrections_until = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"summary record of {self.meeting}"


class Correction(models.Model):
    """What a delegation asks to be corrected in an entry of the record. ``state``: open, taken or declined."""

    record = models.ForeignKey(SummaryRecord, models.PROTECT, related_name="corrections")
    entry = models.CharField(max_length=20)
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    words = models.TextField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.party}"
