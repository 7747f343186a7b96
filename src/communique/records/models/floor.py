"""The floor of a meeting: the speakers' list, and who spoke."""

from __future__ import annotations

from django.db import models

from communique.records.models.agenda import AgendaItem
from communique.records.models.bodies import Party, Seat
from communique.records.models.meetings import Meeting, Sitting
from communique.records.models.texts import Text


class Floor(models.Model):
    """How the floor of a meeting stands. ``is_open``: the list takes names. ``closes_at``: the chair has announced that
    it will be closed then; ``closed_at``: when it was closed last. ``suspended_at``: the debate rests, and so does the
    speaker's clock. ``limits``: seconds by kind of intervention that the chair has set for this meeting, over the
    body's rules."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="floor")
    is_open = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    limits = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"the floor of {self.meeting_id}"


class Intervention(models.Model):
    """A name on the speakers' list, and then the intervention itself: who spoke when, for whom, on what.

    ``state`` is one of ``domain.speakers.State``. ``party`` is null for the chair and the secretariat. ``place`` is
    where the chair has put it among those who wait; null where the rules' order holds. Times of the clock are
    milliseconds: ``paused`` is for how long it stood still, and ``paused_at`` since when it does.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="interventions")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="interventions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="interventions")
    seat = models.ForeignKey(Seat, models.PROTECT)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    text = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="+")
    paragraph = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=60, blank=True)
    """What people call the paragraph."""
    requested_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, default="waiting")
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, blank=True)
    """speaker, chair, clock, left (its line or place was given up) or seat (which was withdrawn)."""
    limit = models.PositiveIntegerField(null=True, blank=True)
    """Seconds that it may take; null is without limit."""
    paused = models.PositiveBigIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    rests = models.JSONField(default=list)
    """From when until when it stood still, each time: what ``paused`` is the sum of."""
    ruling = models.TextField(blank=True)
    """The chair's, on a point of order."""
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=models.Q(state="speaking"), name="one_has_the_floor")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.party or self.seat}"
