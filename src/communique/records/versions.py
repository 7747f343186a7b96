"""A text as it stood at any version, by replaying its steps from the nearest document that is at hand.

A text's row holds one document, which moves on with the text; the journal holds the one with which it began, for good.
Between the two every step is kept. A replay leaves marks in memory on its way, so that who looks at one old version
after another, or at the same one again, waits once. Documents share all blocks that are the same, so that a mark costs
little more than what changed since the one before.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import authority
from communique.domain.texts.authority import Document
from communique.records import documents
from communique.records.models import JournalEntry, Step, Text

TEXTS = 16
"""How many texts keep marks in memory."""
MARKS = 48
"""Marks of each text. Beyond them those go that nobody asked for in the longest time."""
STRIDE = 250
"""Steps between two marks."""

_marks: OrderedDict[int, OrderedDict[int, Document]] = OrderedDict()
_lock = threading.RLock()


def at(text: Text, version: int) -> Document:
    """The document of a text at ``version``, from 0, as it was brought in, to ``text.version``.

    ``text`` may come without its document. Refused: ``unknown_version``.
    """
    if not 0 <= version <= text.version:
        raise Refused("unknown_version")
    if version == text.version:
        return documents.newest(text)
    document = _nearest(text, version)
    while document.version < version:
        document = _forward(text.pk, document, min(version, document.version + STRIDE - document.version % STRIDE))
        _mark(text.pk, document)
    return document


def forget_all() -> None:
    """Empties the memory."""
    with _lock:
        _marks.clear()


def _nearest(text: Text, version: int) -> Document:
    """The latest document at hand that is not later than ``version``."""
    with _lock:
        marks = _marks.get(text.pk, OrderedDict())
        known = [one for one in marks if one <= version]
        if known:
            marks.move_to_end(max(known))
            _marks.move_to_end(text.pk)
            return marks[max(known)]
    document = authority.load(_beginning(text), 0)
    _mark(text.pk, document)
    return document


def _beginning(text: Text) -> Any:
    """The document JSON with which a text began: imported, or taken to a huddle."""
    rows = JournalEntry.objects.filter(room__meeting=text.meeting_id)
    if text.huddle_id is None:
        rows = rows.filter(action="text.import", facts__text=text.pk)
    else:
        rows = rows.filter(action="huddle.send", facts__branch=text.pk)
    return rows.values_list("facts", flat=True).get()["doc"]


def _forward(text: int, start: Document, version: int) -> Document:
    rows = Step.objects.filter(text_id=text, version__gt=start.version, version__lte=version).order_by("version")
    steps = list(rows.values_list("step", flat=True))
    outcome = authority.receive(start, start.version, steps, limit=len(steps))
    if not isinstance(outcome, authority.Accepted) or outcome.document.version != version:
        raise RuntimeError(f"the stored steps of text {text} don't lead to version {version}: {outcome!r}")
    return outcome.document


def _mark(text: int, document: Document) -> None:
    with _lock:
        marks = _marks.setdefault(text, OrderedDict())
        marks[document.version] = document
        marks.move_to_end(document.version)
        while len(marks) > MARKS:
            del marks[next(one for one in marks if one)]  # the beginning stays: it alone is long to load
        _marks.move_to_end(text)
        while len(_marks) > TEXTS:
            _marks.popitem(last=False)
