"""What became of an objective."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from communique.domain import objectives
from communique.domain.errors import Refused
from communique.domain.objectives import Outcome

BEGINS = datetime(2020, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize("outcome", ["met", "partly", "missed"])
def test_an_objective_is_met_partly_met_or_missed(outcome: str) -> None:
    assert objectives.assess(outcome, "", begins=BEGINS, now=BEGINS) is Outcome(outcome)


def test_before_it_has_begun_nothing_can_be_said() -> None:
    with pytest.raises(Refused, match="nothing_to_assess_yet"):
        objectives.assess("met", "", begins=BEGINS, now=BEGINS - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("outcome", "remark", "code"),
    [("", "", "bad_outcome"), ("great", "", "bad_outcome"), ("met", "x" * 2001, "too_long")],
)
def test_what_cannot_be_said_of_it(outcome: str, remark: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        objectives.assess(outcome, remark, begins=BEGINS, now=BEGINS)
