"""What people wrote, before anything is done with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from communique.domain.errors import Refused
from communique.domain.texts.soundness import UNSAFE


def clean(value: Any) -> Any:
    """A string, or a list of them, with ends of lines as one sign each; anything else as it is.

    Refused: characters that are invisible, turn the words after them round, or can't be stored (unsafe_character).
    """
    if isinstance(value, list):
        return [clean(one) if isinstance(one, str) else one for one in value]
    if not isinstance(value, str):
        return value
    words = value.replace("\r\n", "\n").replace("\r", "\n")
    if UNSAFE.search(words):
        raise Refused("unsafe_character")
    return words


def fit(model: type[Model], field: str, words: str) -> str:
    """The words without the spaces around them. Refused: more than their column holds (too_long)."""
    words = words.strip()
    limit = getattr(model._meta.get_field(field), "max_length", None)
    if limit is not None and len(words) > limit:
        raise Refused("too_long", words=words[:40], limit=limit)
    return words
