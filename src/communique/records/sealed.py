"""What the journal keeps under a seal: words that a delegation or a huddle keeps to itself, or two ends of a note.

The entry has the ids and ``domain.journal.sealed`` of the content; the rows have the content and, in its party, huddle
or note, the key. Whoever holds both can prove what was written, and nobody else can read or guess it.
"""

from __future__ import annotations

from typing import Any

from communique.domain import journal, statements
from communique.records import notes
from communique.records.models import Comment, Draft, Instruction, Note, Statement

Sealed = Comment | Draft | Instruction | Note | Statement


def content_of(row: Sealed) -> dict[str, Any]:
    """Everything that was written, as the record keeps it."""
    match row:
        case Comment():
            return {
                "comment": row.pk,
                "paragraph": row.paragraph,
                "version": row.base_version,
                "start": row.start,
                "end": row.end,
                "quote": row.quote,
                "words": row.words,
                "answers": row.answers_id,
            }
        case Draft():
            return {
                "draft": row.pk,
                "paragraph": row.paragraph,
                "version": row.base_version,
                "hunks": row.hunks,
                "operations": row.operations,
                "reason": row.reason,
                "amends": row.amends_id,
            }
        case Instruction():
            return {"instruction": row.pk, "paragraph": row.paragraph, "words": row.words}
        case Statement():
            return {
                "statement": row.pk,
                "title": row.title,
                "speaker": row.speaker,
                "versions": [
                    {
                        "language": one.language,
                        "original": one.original,
                        "digest": statements.digest_of(one.words, one.content),
                    }
                    for one in row.versions.all()
                ],
            }
        case Note():
            sender, addressee = notes.ends_of(row)
            return {"note": row.pk, "from": sender, "to": addressee, "words": row.words, "answers": row.answers_id}


def key_of(row: Sealed) -> str | None:
    """Under whose seal it stands: its delegation's, or its huddle's for a comment to all of the huddle; a note or a
    statement has one of its own. None for a comment to all who read the text, which the journal keeps openly."""
    if isinstance(row, (Note, Statement)):
        return row.seal
    if not isinstance(row, Comment):
        return row.party.seal
    if row.inside:
        return row.party.seal if row.party is not None else None
    return row.text.huddle.seal if row.text.huddle is not None else None


def seal_of(row: Sealed, content: dict[str, Any] | None = None) -> str | None:
    """The seal over what was written, or over something else that was done with it; None where nothing is sealed."""
    key = key_of(row)
    return None if key is None else journal.sealed(key, content_of(row) if content is None else content)
