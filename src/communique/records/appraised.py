"""Answers to an appraisal, as the record keeps them sealed: the journal says who answered and when, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communique.domain import journal
from communique.records.models import AppraisalAnswer, Party


def content_of(rows: Iterable[AppraisalAnswer]) -> list[dict[str, Any]]:
    """All that a delegation answered, in the order of the questions' ids."""
    return [
        {
            "question": one.question_id,
            "mark": one.mark,
            "outcome": one.outcome,
            "words": one.words,
            "quotable": one.quotable,
        }
        for one in sorted(rows, key=lambda one: one.question_id)
    ]


def seal_of(party: Party, rows: Iterable[AppraisalAnswer]) -> str:
    """The seal over it, under the delegation's own key."""
    return journal.sealed(party.seal, content_of(rows))
