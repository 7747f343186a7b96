"""Questions put to a meeting, and objections."""

from __future__ import annotations

from django.db import models

from communique.domain import decisions
from communique.records.models.bodies import Party, Seat
from communique.records.models.texts import Text


class Question(models.Model):
    """Adoption of one version of a text, put by the chair."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="questions")
    version = models.PositiveIntegerField()
    put_by = models.ForeignKey(Seat, models.PROTECT)
    put_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, default=decisions.Outcome.OPEN.value)
    present = models.JSONField(default=list)
    """Codes of the members present when it was put, and once it is answered, when it was."""
    delegations = models.JSONField(default=list)
    """With what delegation each of them was present: ``[{"party": code, "seats": [{"seat", "role", "name"}]}]``."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(outcome="open"), name="one_open_question_a_text"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.pk} on {self.text_id} v{self.version}"

    def value(self) -> decisions.Question:
        objections = tuple(
            decisions.Objection(objection.party.code, objection.reason, objection.at)
            for objection in self.objections.select_related("party")
        )
        return decisions.Question(
            self.version,
            self.put_at,
            self.closes_at,
            decisions.Outcome(self.outcome),
            objections,
            tuple(self.present),
            self.ended_at,
        )


class Objection(models.Model):
    """A member's formal objection, which stopped the adoption."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="objections")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.party} objects"
