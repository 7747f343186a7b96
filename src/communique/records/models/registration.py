"""Who comes to a conference: invitations, delegations with their credentials, and what they thought of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from communique.records.models.bodies import Party, Seat
from communique.records.models.meetings import Conference, Objective


class Registration(models.Model):
    """A party's part in a conference. ``answer``: "" (none yet), accepted or declined."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="registrations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="registrations")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    """Where the letter of invitation was sent."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When a letter was last sent there; None where the invitation stands on the page alone."""
    message = models.TextField(blank=True)
    answer = models.CharField(max_length=10, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """Since when the answer is what it is."""
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["party"]
        constraints = [models.UniqueConstraint(fields=["conference", "party"], name="a_party_registers_once")]

    def __str__(self) -> str:
        return f"{self.party} at {self.conference}"


class Participant(models.Model):
    """Somebody of a delegation, as the list of participants names them. ``seat`` is what was granted for it."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="participants")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=12)
    listed = models.BooleanField(default=True)
    """Do they stand in the list that participants read?"""
    registered_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Credentials(models.Model):
    """A letter of credentials, handed in for a delegation. ``state``: handed_in, accepted or returned (with
    ``reason``); a later letter stands in place of the one before."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="credentials")
    seat = models.ForeignKey(Seat, models.PROTECT)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="handed_in")
    reason = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"credentials of {self.registration}"


class Appraisal(models.Model):
    """The chair's questions to delegations after a conference, and when they may be answered."""

    conference = models.OneToOneField(Conference, models.PROTECT, related_name="appraisal")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    """Since when delegations may read the report."""

    def __str__(self) -> str:
        return f"appraisal of {self.conference}"


class AppraisalQuestion(models.Model):
    """``kind``: scale (a mark from 1 to 5), objective (was it met?) or words."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    words = models.CharField(max_length=500)
    objective = models.ForeignKey(Objective, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class AppraisalAnswer(models.Model):
    """A delegation's answer to one question. ``quotable``: may its words be quoted; "" (no), unnamed, or named with the
    delegation; ``quoted``: they are."""

    question = models.ForeignKey(AppraisalQuestion, models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    words = models.TextField(blank=True)
    quotable = models.CharField(max_length=8, blank=True)
    quoted = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["question", "party"]
        constraints = [models.UniqueConstraint(fields=["question", "party"], name="one_answer_a_party")]

    def __str__(self) -> str:
        return f"{self.party} on {self.question_id}"
