"""The people who sign in."""

from __future__ import annotations

from communique.domain.actors import Audience
from communique.records.models import Person


def person_at(person: int) -> Person | None:
    """A person, active or not, for the door."""
    return Person.objects.filter(pk=person).first()


def is_reminded(audience: Audience, person: int) -> bool:
    """Does the house remind this person, one of the audience, by mail?"""
    return Person.objects.filter(pk=person, reminders=True).exists()
