"""The clerk's notes: what was said, in the third person, while it is said. They become the substance of the record."""

from __future__ import annotations

from communique.domain.errors import Refused

LIMIT = 20_000
"""Characters of one note: far more than anybody writes down while one delegation speaks."""


def check_words(words: str) -> str:
    """Raises Refused("clerk_note_missing") or Refused("clerk_note_too_long", limit=)."""
    words = words.strip()
    if not words:
        raise Refused("clerk_note_missing")
    if len(words) > LIMIT:
        raise Refused("clerk_note_too_long", limit=LIMIT)
    return words


def continues(words: str) -> bool:
    """Does a note go on from its speaker's name ("supported the reserve") rather than stand alone ("The reserve ...")?

    So it does when it begins with a small letter, as clerks write. A script without capitals always stands alone.
    """
    return words[:1].islower()
