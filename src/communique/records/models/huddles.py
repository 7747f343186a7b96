"""Huddles: some delegations step out with a few paragraphs, and bring back a landing text."""

from __future__ import annotations

from django.db import models

from communique.domain.journal import new_seal
from communique.records.models.bodies import Party, Seat
from communique.records.models.texts import Text


class Huddle(models.Model):
    """A room of their own for named delegations. Its branch is a ``Text`` with copies of ``paragraphs``, which have
    their ids from the main text. ``seal`` is the key under which the journal knows what is written there."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="huddles")
    number = models.PositiveSmallIntegerField()
    paragraphs = models.JSONField()
    base_version = models.PositiveIntegerField()
    """The version of the main text from which the branch has its words; newer after it was brought up to date."""
    base = models.JSONField(default=list)
    """The blocks of the paragraphs at that version."""
    seat = models.ForeignKey(Seat, models.PROTECT)
    sent_at = models.DateTimeField()
    task = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default="open")
    ended_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, default=new_seal)

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_huddle_a_number")]

    def __str__(self) -> str:
        return f"huddle {self.number} on {self.text_id}"


class HuddleParty(models.Model):
    """A delegation that was sent to a huddle; ``ready``: it has agreed to the landing text as the branch stands now."""

    huddle = models.ForeignKey(Huddle, models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT)
    ready_version = models.PositiveIntegerField(null=True, blank=True)
    """The branch's version to which it agreed; another one needs its word again."""

    class Meta:
        ordering = ["party__order", "party__name"]
        constraints = [models.UniqueConstraint(fields=["huddle", "party"], name="a_party_huddles_once")]

    def __str__(self) -> str:
        return f"{self.party} in {self.huddle}"


def delegations_in(huddle: int | None) -> frozenset[str] | None:
    """The codes of the delegations in a huddle; None for no huddle."""
    if huddle is None:
        return None
    return frozenset(HuddleParty.objects.filter(huddle_id=huddle).values_list("party__code", flat=True))
