"""The people who sign in."""

from __future__ import annotations

from communique.records.models import Person


def person_at(person: int) -> Person | None:
    """A person, active or not, for the door."""
    return Person.objects.filter(pk=person).first()
