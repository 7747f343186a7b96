"""The people who run the installation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_house
from communique.actions.words import fit
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records.models import Person

CONSOLE = Actor(name="console", operator=True)
"""Whoever has a shell on the machine runs the installation."""


@writes("operator.appoint", of_house)
def appoint_operator(*, actor: Actor, request_id: str, email: str, name: str) -> Answer:
    """Let a person run the installation: found bodies, grant first seats."""
    room = frame()
    person = enter_person(email, name)
    person.operator = True
    person.save(update_fields=["operator"])
    room.record(person=person.pk, name=person.name)
    return {"person": person.pk}


def enter_person(email: str, name: str) -> Person:
    """Who has this address, entered now if nobody has: without a password, so that a link or a code lets them in.

    Refused: no address, or one of more than 254 characters (RFC 5321).
    """
    email = check_address(email)
    name = fit(Person, "name", name)
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, name or email[:200])
    except IntegrityError:
        # A write in another room has entered the same person meanwhile.
        return Person.objects.get(email=email)


def check_address(email: str) -> str:
    """The address in small letters. Refused: bad_email."""
    email = email.strip().lower()
    if not _is_address(email):
        raise Refused("bad_email", email=email[:80])
    return email


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
