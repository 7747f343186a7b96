"""People who sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class People(BaseUserManager["Person"]):
    """Makes people. Only the frame's actions and the installation's set-up call it."""

    def create_user(self, email: str, name: str = "", password: str | None = None, **more: Any) -> Person:
        person = self.model(email=email.strip().lower(), name=name.strip() or email, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who signs in with an e-mail address. What a person may do comes from seats, not from here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    operator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    reminders = models.BooleanField(default=True)
    """Does the house remind this person by mail of what is coming?"""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name
