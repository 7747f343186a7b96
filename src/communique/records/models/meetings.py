"""Conferences, meetings, their agendas, and who was present."""

from __future__ import annotations

from django.db import models

from communique.domain import meetings
from communique.records.models.bodies import Body, Seat
from communique.records.models.journal import Room


class Conference(models.Model):
    """A conference of a body in a year, with the meetings that belong to it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="conferences")
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    objectives = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-year", "name"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting, which is one room: a lock, a journal, a stream of events."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="meetings")
    room = models.OneToOneField(Room, models.PROTECT, related_name="meeting")
    name = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=meetings.State.CONVENED.value)

    class Meta:
        ordering = ["begins_at", "id"]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """A numbered item. One with ``adopts`` has a document to be adopted under it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    adopts = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_item_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Attendance(models.Model):
    """One stay of one seat in a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=models.Q(left_at=None), name="a_seat_is_present_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} in {self.meeting}"

    def value(self) -> meetings.Attendance:
        """As the rules see it: whose seat was ended is no longer in the room."""
        party = self.seat.party
        return meetings.Attendance(
            self.seat_id,
            party.code if party else "",
            bool(party and party.member and self.seat.role != "chair"),
            self.entered_at,
            self.left_at or self.seat.ended_at,
        )
