"""Objectives are set before, and assessed after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import conferences, objectives, programme
from communique.records.models import Appraisal, AppraisalQuestion, Chairmanship, Meeting, Objective
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House, later


def set_one(house: House, holder: str, number: int, words: str = "Reach it", who: str = "chair") -> int:
    made = house.act(objectives.set_objective, who, holder=holder, number=number, words=words)
    objective: int = made["objective"]
    return objective


def test_a_chairmanship_a_conference_and_a_meeting_have_objectives(house: House) -> None:
    chairmanship = Chairmanship.objects.get(year=2020).pk
    for holder, number in (
        ("chairmanship", chairmanship),
        ("conference", house.conference),
        ("meeting", house.meeting),
    ):
        first, second = set_one(house, holder, number), set_one(house, holder, number, "And this")
        rows = Objective.objects.filter(pk__in=(first, second)).order_by("order")
        assert [row.words for row in rows] == ["Reach it", "And this"]
        assert {getattr(row, f"{holder}_id") for row in rows} == {number}


def test_they_stand_in_the_order_in_which_they_were_set_also_when_one_was_taken_back(house: House) -> None:
    one, other = set_one(house, "meeting", house.meeting, "A"), set_one(house, "meeting", house.meeting, "B")
    house.act(objectives.drop_objective, "chair", holder="meeting", number=house.meeting, objective=one)
    set_one(house, "meeting", house.meeting, "C")
    assert [row.words for row in Meeting.objects.get(pk=house.meeting).objectives.all()] == ["B", "C"]
    assert Objective.objects.filter(pk=other).exists()


@pytest.mark.parametrize(
    ("holder", "number"), [("conference", 999), ("meeting", 0), ("chairmanship", 999), ("text", 1)]
)
def test_of_what_there_is_not_there_are_no_objectives(house: House, holder: str, number: int) -> None:
    with refused("not_found"):
        set_one(house, holder, number)


def test_what_cannot_be_an_objective(house: House) -> None:
    with refused("objective_missing"):
        set_one(house, "meeting", house.meeting, "  ")
    with refused("too_long"):
        set_one(house, "meeting", house.meeting, "x" * 501)
    for _ in range(40):
        set_one(house, "meeting", house.meeting)
    with refused("too_many_objectives", limit=40):
        set_one(house, "meeting", house.meeting)


def test_a_cancelled_meeting_is_to_reach_nothing(house: House) -> None:
    meeting = house.convene("Retreat")
    house.act(programme.cancel_meeting, "chair", meeting=meeting, reason="The storm.")
    with refused("meeting_is_closed"):
        set_one(house, "meeting", meeting)


def test_what_became_of_it_is_said_with_a_remark_and_may_be_said_anew(house: House) -> None:
    one = set_one(house, "meeting", house.meeting)
    house.act(objectives.assess_objective, "chair", objective=one, outcome="partly", remark=" Almost. ")
    row = Objective.objects.get(pk=one)
    assert (row.outcome, row.remark, row.assessed_by_id) == ("partly", "Almost.", house.seats["chair"])
    house.act(objectives.assess_objective, "clerk", objective=one, outcome="met")
    row.refresh_from_db()
    assert (row.outcome, row.remark, row.assessed_by_id) == ("met", "", house.seats["clerk"])


@pytest.mark.parametrize(
    ("given", "code"), [({"outcome": "splendid"}, "bad_outcome"), ({"remark": "x" * 2001}, "too_long")]
)
def test_what_cannot_be_said_of_it(house: House, given: dict[str, Any], code: str) -> None:
    one = set_one(house, "meeting", house.meeting)
    with refused(code):
        house.act(objectives.assess_objective, "chair", **{"objective": one, "outcome": "met", **given})


def test_before_it_has_begun_nothing_is_assessed(house: House) -> None:
    now = timezone.now()
    body = {"body": house.body, "name": "Next", "year": now.year}
    tomorrow = {"starts_on": now.date() + timedelta(days=2), "objectives": ["A"]}
    made = house.act(conferences.convene_conference, "clerk", **body, **tomorrow)["conference"]
    meeting = house.act(
        programme.convene_meeting, "clerk", conference=made, name="First", begins_at=now + timedelta(hours=1)
    )["meeting"]
    for one in (Objective.objects.get(conference=made).pk, set_one(house, "meeting", meeting)):
        with refused("nothing_to_assess_yet"):
            house.act(objectives.assess_objective, "chair", objective=one, outcome="met")
    with later(seconds=4 * 24 * 3600):
        house.act(objectives.assess_objective, "chair", objective=one, outcome="met")


def test_a_delegation_assesses_nothing(house: House) -> None:
    one = set_one(house, "meeting", house.meeting)
    with denied("only_the_chair"):
        house.act(objectives.assess_objective, "la-head", objective=one, outcome="met")


def test_what_was_assessed_or_is_asked_about_is_not_taken_back(house: House) -> None:
    held = {"holder": "conference", "number": house.conference}
    one = Objective.objects.get(conference=house.conference).pk
    house.act(objectives.assess_objective, "chair", objective=one, outcome="met")
    with refused("objective_is_assessed"):
        house.act(objectives.drop_objective, "chair", objective=one, **held)
    other, now = set_one(house, **held), timezone.now()
    with beside_the_frame():
        appraisal = Appraisal.objects.create(conference_id=house.conference, opened_at=now, closes_at=now)
        AppraisalQuestion.objects.create(appraisal=appraisal, order=1, kind="objective", objective_id=other)
    with refused("objective_is_appraised"):
        house.act(objectives.drop_objective, "chair", objective=other, **held)


def test_it_is_taken_back_from_who_has_it_alone(house: House) -> None:
    one = set_one(house, "meeting", house.meeting)
    with refused("not_found", what="objective"):
        house.act(objectives.drop_objective, "chair", objective=one, holder="conference", number=house.conference)
