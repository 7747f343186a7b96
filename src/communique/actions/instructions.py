"""What a capital tells its delegation about a text. Nobody else learns of it."""

from __future__ import annotations

from communique.actions.amendments import own_party
from communique.actions.drafts import tell_inside
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_instruction, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.records import documents, sealed
from communique.records.models import Instruction, Text

LIMIT = 4000
"""Characters of an instruction."""


@writes("instruction.give", of_text)
def give(*, actor: Actor, request_id: str, text: int, words: str, paragraph: str = "") -> Answer:
    """Write down what the capital says about a text, or about one paragraph of it.

    Refused: no words, too many, a paragraph that isn't in the text.
    """
    room = frame()
    row = Text.objects.defer("doc", "report").get(pk=text)
    words = words.strip()
    if not words:
        raise Refused("instruction_missing")
    if len(words) > LIMIT:
        raise Refused("instruction_too_long", limit=LIMIT)
    if paragraph and documents.newest(row).block(paragraph) is None:
        raise Refused("no_such_paragraph", paragraph=paragraph[:40])
    made = Instruction.objects.create(
        text=row, party=own_party(room), seat_id=room.seat(), paragraph=paragraph, words=words, at=room.now
    )
    room.record(text=text, instruction=made.pk, sealed=sealed.seal_of(made))
    tell_inside(room, text, made.party)
    return {"instruction": made.pk}


@writes("instruction.lift", of_instruction)
def lift(*, actor: Actor, request_id: str, instruction: int) -> Answer:
    """An instruction holds no longer. It stays in the delegation's record. Refused: it was lifted before."""
    room = frame()
    row = Instruction.objects.select_related("party").get(pk=instruction)
    if row.lifted_at is not None:
        raise Refused("instruction_is_lifted")
    row.lifted_at = room.now
    row.save(update_fields=["lifted_at"])
    done = {"instruction": row.pk, "lifted": True}
    room.record(text=row.text_id, instruction=row.pk, sealed=sealed.seal_of(row, done))
    tell_inside(room, row.text_id, row.party)
    return done
