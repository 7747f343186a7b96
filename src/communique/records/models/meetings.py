"""The chairmanship's year: conferences, their meetings and sittings, with objectives and what became of them."""

from __future__ import annotations

from django.db import models

from communique.domain import meetings
from communique.records.models.bodies import Body, Chairmanship, Seat
from communique.records.models.journal import Room


class Conference(models.Model):
    """A conference of a body in a year, with the meetings that belong to it. ``room`` is its own: the lock and the
    journal of what concerns it as a whole, and the line on which its programme is live."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="conferences")
    room = models.OneToOneField(Room, models.PROTECT, related_name="conference")
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "name"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting, which is one room: a lock, a journal, a stream of events.

    ``hall`` is the room of the programme in which it sits, such as "Room 2"; several sit at the same time in different
    ones. ``current`` is the agenda item before it now. ``open_to_public``: everybody may follow it without an account.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="meetings")
    room = models.OneToOneField(Room, models.PROTECT, related_name="meeting")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default=meetings.Kind.MAIN.value)
    level = models.CharField(max_length=16, blank=True)
    theme = models.CharField(max_length=300, blank=True)
    hall = models.CharField(max_length=80, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default=meetings.State.CONVENED.value)
    open_to_public = models.BooleanField(default=False)
    agenda_state = models.CharField(max_length=10, default=meetings.AgendaState.DRAFT.value)
    agenda_adopted_at = models.DateTimeField(null=True, blank=True)
    agenda_amended_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("AgendaItem", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    """Why it was cancelled."""
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    """How often and when last its name, its place or its hours were changed: calendars go by it."""

    class Meta:
        ordering = ["begins_at", "id"]

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """One stretch of time for which a meeting is planned to sit, and when it really did.

    ``state``: planned, open, suspended, closed or cancelled. A meeting may sit over midnight: it is two instants.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=meetings.SittingState.PLANNED.value)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resumes_at = models.DateTimeField(null=True, blank=True)
    """When a suspended one is to go on, where the chair has said so."""
    seconds = models.PositiveIntegerField(default=0)
    """For how long it has really sat, without the time since ``running_since`` of one that sits now."""
    running_since = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why it was cancelled."""

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_sitting_a_number")]

    def __str__(self) -> str:
        return f"sitting {self.number} of {self.meeting_id}"


class Objective(models.Model):
    """What a chairmanship, a conference or a meeting is to reach (one of the three is set), and afterwards what became
    of it. ``outcome``: "" (not assessed yet), met, partly or missed."""

    chairmanship = models.ForeignKey(Chairmanship, models.PROTECT, null=True, blank=True, related_name="objectives")
    conference = models.ForeignKey(Conference, models.PROTECT, null=True, blank=True, related_name="objectives")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="objectives")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    outcome = models.CharField(max_length=10, blank=True)
    remark = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words
