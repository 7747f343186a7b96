"""Notes passed in the room, between delegations and to the chair or the secretariat."""

from __future__ import annotations

from django.db import models

from communique.domain.journal import new_seal
from communique.records.models.bodies import Party, Seat
from communique.records.models.meetings import Meeting


class Note(models.Model):
    """A note. Each end is a party, or an office: "chair" or "secretariat". Nobody else reads it; the journal knows it
    by ``seal`` alone."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    seat = models.ForeignKey(Seat, models.PROTECT)
    from_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    from_office = models.CharField(max_length=12, blank=True)
    to_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    to_office = models.CharField(max_length=12, blank=True)
    words = models.TextField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    seal = models.CharField(max_length=64, default=new_seal)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"note {self.pk}"
