"""Making the numbers of a text consecutive, at the end of its negotiation."""

from __future__ import annotations

from communique.actions import texts
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.register import Status, require_status
from communique.domain.texts.renumbering import renumber as renumbered
from communique.records import documents
from communique.records.models import Text


@writes("text.renumber", of_text)
def renumber(*, actor: Actor, request_id: str, text: int, version: int, references: bool = False) -> Answer:
    """Make all numbers of a text consecutive, and keep the table of old and new ones in the journal.

    ``version`` is the one whose table was looked at. With ``references`` the words that name a number are brought up to
    date as well. Refused: a text that has moved on since, paragraphs that stand in the place of others, numbers that
    are consecutive already, words of a paragraph that is agreed, a text that isn't a draft.
    """
    room = frame()
    row = Text.objects.select_related("meeting__conference").defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    if version != row.version:
        raise Refused("numbers_moved_on")
    made = renumbered(documents.newest(row))
    steps = [*made.steps, *(made.reference_steps if references else ())]
    if not steps:
        raise Refused("numbers_are_consecutive")
    taken, margin_changes = texts.apply(room, row, version, steps, "numbers", limit=len(steps))
    numbers = [[line.block, line.old, line.new] for line in made.table]
    room.record(**(room.facts or {}), numbers=numbers)
    if margin_changes:
        room.announce("fragment", target=f"proposals:{text}")
    changed = sum(old != new for _, old, new in numbers)
    return {"version": taken, "changed": changed}
