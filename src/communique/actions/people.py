"""The people who run the installation."""

from __future__ import annotations

from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_house
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import Person

CONSOLE = Actor(name="console", operator=True)
"""Whoever has a shell on the machine runs the installation."""


@writes("operator.appoint", of_house)
def appoint_operator(*, actor: Actor, request_id: str, email: str, name: str) -> Answer:
    """Let a person run the installation: found bodies, grant first seats."""
    room = frame()
    email = email.strip().lower()
    if "@" not in email or len(email) > 254:
        raise Refused("bad_email", email=email[:80])
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name)
    person.operator = True
    person.save(update_fields=["operator"])
    room.record(person=person.pk, name=person.name)
    return {"person": person.pk}
