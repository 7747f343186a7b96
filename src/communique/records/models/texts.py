"""Texts under negotiation, their steps, and what delegations propose on them."""

from __future__ import annotations

from django.db import models

from communique.domain.register import Status
from communique.domain.texts.positions import AmendmentState
from communique.records.models.agenda import AgendaItem
from communique.records.models.bodies import Party, Seat
from communique.records.models.meetings import Meeting


class Text(models.Model):
    """A text. ``doc`` is its document at ``doc_version``; newer versions follow by the steps after it.

    A text under negotiation belongs to an agenda item. The branch of a huddle belongs to the huddle instead, and holds
    the paragraphs that were sent there.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="texts")
    item = models.OneToOneField(AgendaItem, models.PROTECT, null=True, blank=True, related_name="text")
    huddle = models.OneToOneField("records.Huddle", models.PROTECT, null=True, blank=True, related_name="branch")
    title = models.CharField(max_length=500)
    symbol = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=20, default="en")
    status = models.CharField(max_length=10, default=Status.DRAFT.value)
    version = models.PositiveIntegerField(default=0)
    doc = models.JSONField()
    doc_version = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=200)
    report = models.JSONField()
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One accepted step: it takes version ``version - 1`` to ``version``. ``client`` is the browser's editor.

    ``touched``: the ids of the paragraphs that the steps taken together with this one changed; on the last of them.
    """

    text = models.ForeignKey(Text, models.PROTECT, related_name="steps")
    version = models.PositiveIntegerField()
    step = models.JSONField()
    client = models.CharField(max_length=64)
    touched = models.JSONField(default=list)
    seat = models.ForeignKey(Seat, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["text", "version"]
        constraints = [models.UniqueConstraint(fields=["text", "version"], name="one_step_a_version")]

    def __str__(self) -> str:
        return f"{self.text_id} v{self.version}"


class Amendment(models.Model):
    """A delegation's proposal: hunks and operations on version ``base_version``, carried forward by the steps since.

    ``party`` is its first sponsor. ``amends``: the amendment that it would have read otherwise; ``merged_into``: the
    one that took its place; ``landed_by``: the huddle that brought it back.
    """

    text = models.ForeignKey(Text, models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    paragraph = models.CharField(max_length=40)
    base_version = models.PositiveIntegerField()
    hunks = models.JSONField()
    operations = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    landed_by = models.ForeignKey("records.Huddle", models.PROTECT, null=True, blank=True, related_name="landings")
    state = models.CharField(max_length=10, default=AmendmentState.TABLED.value)
    tabled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_amendment_a_number")]

    def __str__(self) -> str:
        return f"amendment {self.number} by {self.party}"


class Cosponsor(models.Model):
    """A member in whose name, too, an amendment stands. Who left stays on record."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="cosponsors")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "party"], condition=models.Q(left_at=None), name="a_party_cosponsors_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} with {self.amendment}"


class Position(models.Model):
    """What a member says of an amendment, now."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="positions")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    stance = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["amendment", "party"], name="one_voice_a_member")]

    def __str__(self) -> str:
        return f"{self.party}: {self.stance}"
