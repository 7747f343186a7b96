"""Comments on words of a text, to all or inside a delegation."""

from __future__ import annotations

from django.db import models

from communique.records.models.bodies import Party, Seat
from communique.records.models.texts import Text


class Comment(models.Model):
    """A comment on the words from ``start`` to ``end``, in positions of version ``base_version``, or on a whole
    paragraph when they are equal. ``inside``: it is read by its own delegation alone. An answer stands where the
    comment does that it answers."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="comments")
    paragraph = models.CharField(max_length=40)
    base_version = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)
    """None: the chair or the secretariat wrote it."""
    seat = models.ForeignKey(Seat, models.PROTECT)
    inside = models.BooleanField(default=False)
    words = models.TextField()
    at = models.DateTimeField()
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.text_id}"
