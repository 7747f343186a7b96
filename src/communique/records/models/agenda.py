"""What a meeting has before it: the items of its agenda, and the papers that lie at hand under them."""

from __future__ import annotations

from django.db import models

from communique.domain import meetings
from communique.records.models.bodies import Seat
from communique.records.models.meetings import Meeting


class AgendaItem(models.Model):
    """A numbered item. One with ``adopts`` has a document to be adopted under it.

    ``seconds``: for how long it has been before the meeting, without the time since ``running_since`` of one whose
    clock runs; the clock of an open item stands while the meeting is suspended or adjourned. ``opened_at``: when it was
    first taken up. ``continues``: the item of another meeting that was deferred to this one.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    adopts = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=meetings.ItemState.PLANNED.value)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long it is planned to take."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    running_since = models.DateTimeField(null=True, blank=True)
    deferred_to = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    continues = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="continued_by")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_item_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Paper(models.Model):
    """A file that lies before a meeting, under an item or for the whole of it. ``readers``: public, participants (all
    seats of the body) or members (those who negotiate). ``digest`` is the SHA-256 of ``content``. ``of``: the paper of
    which this is another language."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers")
    of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="languages")
    symbol = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=35, default="en")
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    """What the content is, such as "pdf" or "docx", found by looking into it."""
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    readers = models.CharField(max_length=12, default="participants")
    laid_at = models.DateTimeField()
    laid_by = models.ForeignKey(Seat, models.PROTECT)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["laid_at", "id"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()
