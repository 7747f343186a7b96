"""Notes passed in the room: from one end to another, read by nobody else.

An end is a party at the table, known by its code, or an office, known by its mark (``CHAIR``, ``SECRETARIAT_OFFICE``).
A delegation reads its notes as one, whoever of it has sent or opened them: in the room, too, a note is passed to the
table, not to a chair at it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from communique.domain.actors import SECRETARIAT, Audience, Role, Seat
from communique.domain.errors import Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE

LIMIT = 4000
"""Characters of a note."""
MOST, WITHIN = 60, 60
"""Notes that one end may pass within so many seconds: twice a note to each of thirty parties, and no flood."""
OFFICES = (CHAIR, SECRETARIAT_OFFICE)


def end_of(seat: Seat) -> str:
    """For whom a seat passes and takes notes. The chair's is the chair's, whichever party lends the person."""
    if seat.role is Role.CHAIR:
        return CHAIR
    if seat.role in SECRETARIAT or seat.party is None:
        return SECRETARIAT_OFFICE
    return seat.party.code


def end_for(audience: Audience) -> str:
    """The same, for everybody in an audience; "" for the public."""
    if audience.kind in {"delegation", "observer"}:
        return audience.code
    return {"chair": CHAIR, "secretariat": SECRETARIAT_OFFICE}.get(audience.kind, "")


def addressees(sender: str, to: Sequence[str], at_the_table: Collection[str]) -> tuple[str, ...]:
    """Whom a note is for, each once, in the order in which they were named.

    Refused: nobody named (note_without_addressee), a party that isn't at this table (no_such_party), the sender itself
    (note_to_oneself).
    """
    named = tuple(dict.fromkeys(to))
    if not named:
        raise Refused("note_without_addressee")
    for one in named:
        if one not in OFFICES and one not in at_the_table:
            raise Refused("no_such_party", party=one[:20])
    if sender in named:
        raise Refused("note_to_oneself")
    return named


def check_words(words: str) -> str:
    """A note's words without the spaces around them. Refused: none (note_missing), too many (note_too_long)."""
    words = words.strip()
    if not words:
        raise Refused("note_missing")
    if len(words) > LIMIT:
        raise Refused("note_too_long", limit=LIMIT)
    return words


def check_pace(passed: int, more: int) -> None:
    """Refused: with ``more`` an end would have passed too many within ``WITHIN`` seconds (too_many_notes)."""
    if passed + more > MOST:
        raise Refused("too_many_notes", limit=MOST, seconds=WITHIN)
