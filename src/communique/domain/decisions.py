"""Adoption by consensus, and the gavel.

Consensus is the absence of a formal objection when the question is put (ASEAN Charter, article 20, paragraph 1:
decisions are based on consultation and consensus). The chair puts the question on one version of one text and sets a
clock; a member may object, with a reason, until the clock ends. One objection stops the adoption; with none, the
gavel falls.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from communique.domain.attendance import require_quorum
from communique.domain.errors import Refused


class Outcome(StrEnum):
    """Where a question stands. ``withdrawn``: the chair took it back before an answer. ``lapsed``: its clock ended when
    too few members were present for anything to be decided."""

    OPEN = "open"
    ADOPTED = "adopted"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class DecisionRules:
    """Settings of the body. Times in seconds."""

    shortest: int = 5
    longest: int = 3600
    quorum: int = 1


@dataclass(frozen=True)
class Objection:
    party: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Question:
    """'Shall version ``version`` of the text be adopted?', put at one instant and answered by another."""

    version: int
    put_at: datetime
    closes_at: datetime
    outcome: Outcome = Outcome.OPEN
    objections: tuple[Objection, ...] = ()
    present: tuple[str, ...] = ()
    ended_at: datetime | None = None


def put(*, version: int, seconds: int, present: Collection[str], rules: DecisionRules, at: datetime) -> Question:
    """The chair puts adoption to the meeting. Refused: a clock out of bounds, too few members present."""
    if not rules.shortest <= seconds <= rules.longest:
        raise Refused("clock_out_of_bounds", seconds=seconds, shortest=rules.shortest, longest=rules.longest)
    require_quorum(len(present), rules.quorum)
    return Question(version, put_at=at, closes_at=at + timedelta(seconds=seconds), present=tuple(sorted(present)))


def object_to(question: Question, *, party: str, reason: str, at: datetime) -> Question:
    """A member objects, and the adoption stops. An objection says why (OSCE Rules of Procedure, 2006, ask the same of
    one that breaks a silence). Refused: no reason, or too late."""
    _require_open(question)
    if not reason.strip():
        raise Refused("reason_missing")
    if at >= question.closes_at:
        raise Refused("clock_has_ended", closed_at=question.closes_at.isoformat())
    stopped = (*question.objections, Objection(party, reason.strip(), at))
    return replace(question, outcome=Outcome.STOPPED, objections=stopped, ended_at=at)


def fall(question: Question, *, present: Collection[str], rules: DecisionRules, at: datetime) -> Question:
    """The gavel falls: nobody has objected until the clock ended.

    Consensus is the silence of those who could have spoken. Where the quorum is not there any more (General Assembly,
    rule 67: a majority has to be present for any decision to be taken), such as after lines were cut, the question
    lapses undecided, and may be put again. Refused: the clock still runs, or it is over.
    """
    _require_open(question)
    if at < question.closes_at:
        raise Refused("clock_still_runs", closes_at=question.closes_at.isoformat())
    outcome = Outcome.ADOPTED if len(present) >= rules.quorum else Outcome.LAPSED
    return replace(question, outcome=outcome, present=tuple(sorted(present)), ended_at=at)


def take_back(question: Question, *, at: datetime) -> Question:
    """The chair withdraws the question before an answer: nothing is decided."""
    _require_open(question)
    return replace(question, outcome=Outcome.WITHDRAWN, ended_at=at)


def _require_open(question: Question) -> None:
    if question.outcome is not Outcome.OPEN:
        raise Refused("question_is_over", outcome=question.outcome.value)
