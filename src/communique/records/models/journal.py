"""Rooms, their chained journals, their events, and the requests that were done."""

from __future__ import annotations

from django.db import models

from communique.domain.journal import GENESIS, Entry, Head


class Room(models.Model):
    """What a write locks: a meeting's place, or the house itself (``HOUSE``).

    ``version`` counts the events announced to readers; ``length`` and ``digest`` are the head of the journal's chain.
    """

    HOUSE = 1

    version = models.PositiveBigIntegerField(default=0)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return "the house" if self.pk == self.HOUSE else f"room {self.pk}"

    def head(self) -> Head:
        return Head(self.length, self.digest)


class RoomEvent(models.Model):
    """One thing that readers of a room have to hear of. ``data`` names what changed, or carries a text's steps."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="events")
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField()

    class Meta:
        ordering = ["room", "version"]
        constraints = [models.UniqueConstraint(fields=["room", "version"], name="one_event_a_version")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.version} {self.kind}"


class JournalEntry(models.Model):
    """A link of a chain. The database itself refuses to change or delete one (see the migration)."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="journal")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.JSONField()
    action = models.CharField(max_length=60)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["room", "number"]
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="one_entry_a_number")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.number} {self.action}"

    def value(self) -> Entry:
        return Entry(
            self.room_id, self.number, self.at, self.actor, self.action, self.facts, self.previous, self.digest
        )


class DoneRequest(models.Model):
    """A write that was done, with its answer: the same request sent again acts once."""

    who = models.CharField(max_length=40)
    request_id = models.CharField(max_length=64)
    action = models.CharField(max_length=60)
    result = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "request_id"], name="a_request_acts_once")]

    def __str__(self) -> str:
        return f"{self.action} {self.request_id}"
