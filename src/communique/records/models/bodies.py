"""Bodies, the parties at their tables, seats and chairmanships."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models

from communique.domain import actors
from communique.domain.bodies import Member
from communique.domain.decisions import DecisionRules
from communique.domain.journal import new_seal


class Body(models.Model):
    """An intergovernmental body, with the settings of its rules."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    jurisdiction = models.SlugField(max_length=40, default="aa-body")
    time_zone = models.CharField(max_length=60, default="UTC")
    quorum = models.PositiveSmallIntegerField(default=1)
    shortest_clock = models.PositiveIntegerField(default=5)
    longest_clock = models.PositiveIntegerField(default=3600)
    observers_read_drafts = models.BooleanField(default=False)
    floor_rules = models.JSONField(default=dict)
    """The rules of the floor where they depart from ``domain.floor.FloorRules``; see there."""
    grace = models.PositiveSmallIntegerField(default=45)
    """Seconds after which a delegation whose lines are all lost is no longer present."""
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(7))
    """The hours of a capital's night, for which no meeting is planned without saying so."""
    correction_days = models.PositiveSmallIntegerField(default=5)
    """How long delegations may correct a summary record."""
    statements_at_once = models.BooleanField(default=False)
    """Are statements delivered to a meeting that is open to the public published as they are delivered?"""

    def __str__(self) -> str:
        return self.name

    def decision_rules(self) -> DecisionRules:
        return DecisionRules(self.shortest_clock, self.longest_clock, self.quorum)


class Party(models.Model):
    """A member of a body, or an observer at its table, as the name plate shows it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="parties")
    code = models.CharField(max_length=8)
    iso = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=100)
    official_name = models.CharField(max_length=200, blank=True)
    member = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    capital = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    """Of the capital; "" where the body's own is taken."""
    floor = models.CharField(max_length=14, default="after_members")
    """An observer's right to the floor: after_members, on_invitation or none. Members speak by being members."""
    seal = models.CharField(max_length=64, default=new_seal)
    """The key under which the journal knows what the delegation keeps to itself."""

    class Meta:
        ordering = ["-member", "order", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="one_code_in_a_body")]

    def __str__(self) -> str:
        return self.name

    def value(self) -> actors.Party:
        return actors.Party(self.code, self.iso, self.name, self.member)

    def as_member(self) -> Member:
        return Member(self.value(), self.order)


class Chairmanship(models.Model):
    """Which member holds the chair of a body in a year."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="chairmanships")
    year = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, models.PROTECT)
    theme = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="one_chair_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.party}"


class Seat(models.Model):
    """A person's place at the table of one body. Ended seats stay, because the record names them."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in actors.Role])
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="seats")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"

    def value(self) -> actors.Seat:
        party = self.party.value() if self.party else None
        return actors.Seat(self.pk, self.body_id, actors.Role(self.role), party)

    def actor(self) -> actors.Actor:
        """The person acting from this seat."""
        return actors.Actor(self.person_id, self.person.name, self.value(), operator=self.person.operator)
