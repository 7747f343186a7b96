"""What stays inside a delegation: drafts of amendments, and instructions from the capital."""

from __future__ import annotations

from django.db import models

from communique.domain.texts.positions import DraftState
from communique.records.models.bodies import Party, Seat
from communique.records.models.texts import Amendment, Text


class Draft(models.Model):
    """An amendment that its delegation has not tabled yet. It is a table of its own, so that nothing that reads
    amendments can ever show one."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="drafts")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    paragraph = models.CharField(max_length=40)
    base_version = models.PositiveIntegerField()
    hunks = models.JSONField()
    operations = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    amends = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, default=DraftState.DRAFT.value)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cleared_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)
    amendment = models.OneToOneField(Amendment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.party}"


class Instruction(models.Model):
    """What a capital tells its delegation about a text, or one paragraph of it."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="instructions")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    paragraph = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"instruction {self.pk} of {self.party}"
