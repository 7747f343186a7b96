"""When somebody is reminded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from communique.domain import reminders

AT = datetime(2020, 9, 9, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "lead"),
    [(25, None), (24, 24), (13, 24), (12, None), (2, None), (1, 1), (0.6, 1), (0.5, None), (0, None), (-1, None)],
)
def test_a_sitting_is_told_of_a_day_and_an_hour_before_and_not_long_after_that(
    hours: float, lead: float | None
) -> None:
    """A house that stood still for eleven hours still reminds; after twelve the next reminder comes soon enough."""
    due = reminders.due("sitting", 7, AT, AT - timedelta(hours=hours))
    assert (due.lead / timedelta(hours=1) if due else None) == lead


@pytest.mark.parametrize("kind", reminders.LEADS)
def test_of_what_is_over_nobody_is_reminded(kind: str) -> None:
    assert reminders.due(kind, 7, AT, AT) is None
    assert reminders.due(kind, 7, AT, AT - reminders.FARTHEST - timedelta(days=9)) is None


def test_what_is_put_off_has_another_name_and_is_told_of_again() -> None:
    one, other = (reminders.due("sitting", 7, at, at - timedelta(hours=1)) for at in (AT, AT + timedelta(days=1)))
    assert one is not None and other is not None
    assert one.about != other.about
    assert one.about == "sitting:7:3600:1599616800"


def test_every_name_fits_into_its_column() -> None:
    due = reminders.due("registration", 2**62, AT, AT - timedelta(hours=72))
    assert due is not None and len(due.about) <= 60
