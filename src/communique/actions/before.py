"""Telling a room that what is before the meeting reads otherwise, when a text under its current item has moved."""

from __future__ import annotations

from collections.abc import Collection

from communique.actions.frame import Frame
from communique.records.models import Meeting, Reading


def text_changed(room: Frame, text: int) -> None:
    """The text's state, its reading or its question is another."""
    for meeting in Meeting.objects.filter(current__text=text).values_list("pk", flat=True):
        room.announce("fragment", target=f"now:{meeting}")


def words_changed(room: Frame, text: int, touched: Collection[str]) -> None:
    """Words of the text are others. They are sent only when they are those of the paragraph where the chair is: a pen
    types many times a second, and this goes to every screen."""
    rows = Reading.objects.filter(text=text, closed_at=None, paragraph__in=list(touched))
    for meeting in Meeting.objects.filter(current__text__readings__in=rows).values_list("pk", flat=True):
        room.announce("fragment", target=f"paragraph:{meeting}")
