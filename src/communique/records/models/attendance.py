"""Who was in the room: who took a place, whose line held, and who answered when the roll was called."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from communique.domain import attendance
from communique.records.models.bodies import Party, Seat
from communique.records.models.meetings import Meeting


class Attendance(models.Model):
    """One stay of one seat in a meeting. ``seen_at``: when its line was last known to stand; ``away_since``: no line of
    it stands since, which the clock has noted in the journal."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=models.Q(left_at=None), name="a_seat_is_present_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} in {self.meeting}"

    def value(self) -> attendance.Stay:
        """As the rules see it: whose seat was ended is no longer in the room."""
        party = self.seat.party
        return attendance.Stay(
            self.seat_id,
            party.code if party else "",
            bool(party and party.member and self.seat.role != "chair"),
            self.entered_at,
            self.left_at or self.seat.ended_at,
            self.seen_at,
            self.away_since,
            self.seat.role,
        )


class RollCall(models.Model):
    """The roll, called by the chair. ``asked``: the codes of the members that were called, in protocol order."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rolls")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Seat, models.PROTECT)
    asked = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["called_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=models.Q(closed_at=None), name="one_roll_at_a_time")
        ]

    def __str__(self) -> str:
        return f"roll of {self.meeting_id} at {self.called_at:%c}"

    def value(self, answered: Iterable[str]) -> attendance.Roll:
        """As the rules see it, with the codes of those that have answered."""
        return attendance.Roll(tuple(self.asked), tuple(answered), self.closed_at is not None)


class RollAnswer(models.Model):
    """A delegation's answer; ``given_for``: the chair noted it for a delegation whose answer it heard."""

    roll = models.ForeignKey(RollCall, models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, models.PROTECT)
    seat = models.ForeignKey(Seat, models.PROTECT)
    given_for = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["roll", "party"], name="a_party_answers_once")]

    def __str__(self) -> str:
        return f"{self.party} present"
