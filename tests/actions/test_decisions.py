"""Putting adoption to the meeting, objecting, and the fall of the gavel."""

from __future__ import annotations

from datetime import timedelta

import pytest

from communique.actions import amendments, attendance, decisions, meetings
from communique.jobs.clock import strike
from communique.records.models import Amendment, JournalEntry, Objection, Question, Text
from tests.actions.refusals import denied, refused
from tests.house import House, later


def row_of(question: int) -> Question:
    return Question.objects.get(pk=question)


def test_the_chair_puts_the_text_as_it_stands(house: House) -> None:
    house.type("Dear ", after="We, the ")
    question = row_of(house.put(seconds=90))
    assert (question.version, question.outcome, question.present) == (1, "open", ["LA", "SG", "VN"])
    assert question.closes_at - question.put_at == timedelta(seconds=90)
    assert question.put_by_id == house.seats["chair"]
    assert house.row().status == "question"


@pytest.mark.parametrize("seconds", [4, 3601, -1, 10**12])
def test_the_clock_runs_within_the_bodys_bounds(house: House, seconds: int) -> None:
    with refused("clock_out_of_bounds", seconds=seconds, shortest=5, longest=3600):
        house.put(seconds=seconds)


def test_without_a_quorum_nothing_is_put(house: House) -> None:
    for who in ("sg-head", "la-head"):
        house.act(attendance.leave, who, meeting=house.meeting)
    with refused("no_quorum", present=1, quorum=2):
        house.put()


def test_a_meeting_that_is_not_open_decides_nothing(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_not_open", state="closed"):
        house.put()


def test_a_text_has_one_question_at_a_time(house: House) -> None:
    house.put()
    with refused("text_is_question"):
        house.put()


@pytest.mark.parametrize("who", ["clerk", "pen", "vn-head", "operator"])
def test_only_the_chair_puts_a_question_or_takes_it_back(house: House, who: str) -> None:
    with denied("only_the_chair"):
        house.put(who=who)
    question = house.put()
    with denied("only_the_chair"):
        house.act(decisions.withdraw, who, question=question)


def test_an_objection_with_a_reason_stops_the_adoption(house: House) -> None:
    question = house.put()
    answer = house.act(decisions.object_to, "la-delegate", question=question, reason=" Paragraph 2. ")
    assert answer == {"question": question, "outcome": "stopped"}
    objection = Objection.objects.get(question=question)
    assert (objection.party.code, objection.seat_id) == ("LA", house.seats["la-delegate"])
    assert objection.reason == "Paragraph 2."
    assert house.row().status == "draft"
    assert JournalEntry.objects.latest("id").facts["reason"] == "Paragraph 2."


def test_a_member_that_is_not_in_the_room_may_object(house: House) -> None:
    question = house.put()
    house.act(decisions.object_to, "my-head", question=question, reason="We were cut off.")
    assert row_of(question).outcome == "stopped"


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_missing"), (" \n", "reason_missing"), ("x" * 2001, "reason_too_long")]
)
def test_an_objection_says_why_and_not_too_long(house: House, reason: str, code: str) -> None:
    question = house.put()
    with refused(code):
        house.act(decisions.object_to, "la-head", question=question, reason=reason)
    assert house.row().status == "question"


def test_a_reason_typed_in_several_lines_is_kept_in_lines(house: House) -> None:
    question = house.put()
    house.act(decisions.object_to, "la-head", question=question, reason="First.\r\nSecond.\rThird.")
    assert Objection.objects.get(question=question).reason == "First.\nSecond.\nThird."


@pytest.mark.parametrize("who", ["la-adviser", "nz-observer", "chair", "pen", "som-my-head"])
def test_only_who_binds_a_member_objects(house: House, who: str) -> None:
    question = house.put()
    with denied("only_who_binds_a_member"):
        house.act(decisions.object_to, who, question=question, reason="No.")


def test_after_the_clock_an_objection_is_too_late(house: House) -> None:
    question = house.put(seconds=60)
    with later(seconds=60), refused("clock_has_ended"):
        house.act(decisions.object_to, "la-head", question=question, reason="No.")


def test_a_second_objection_finds_the_question_answered(house: House) -> None:
    question = house.put()
    house.act(decisions.object_to, "la-head", question=question, reason="No.")
    with refused("question_is_over", outcome="stopped"):
        house.act(decisions.object_to, "sg-head", question=question, reason="No.")


def test_what_was_stopped_may_be_changed_and_put_again(house: House) -> None:
    question = house.put()
    house.act(decisions.object_to, "la-head", question=question, reason="No.")
    house.type("Dear ", after="We, the ")
    assert row_of(house.put()).version == 1


def test_the_chair_takes_the_question_back_and_nothing_is_decided(house: House) -> None:
    question = house.put()
    assert house.act(decisions.withdraw, "chair", question=question)["outcome"] == "withdrawn"
    assert (house.row().status, row_of(question).objections.count()) == ("draft", 0)


def test_while_the_clock_runs_the_gavel_does_not_fall(house: House) -> None:
    question = house.put()
    with refused("clock_still_runs"):
        house.act(decisions.let_gavel_fall, "chair", question=question)


def test_the_gavel_adopts_the_version_that_was_put_with_who_is_present(house: House) -> None:
    house.type("Dear ", after="We, the ")
    question = house.put(seconds=60)
    house.act(attendance.leave, "sg-head", meeting=house.meeting)
    house.act(attendance.enter, "my-head", meeting=house.meeting)
    with later(seconds=60):
        answer = house.act(decisions.let_gavel_fall, "clock", question=question)
    assert answer == {"question": question, "outcome": "adopted", "version": 1, "present": ["LA", "MY", "VN"]}
    text = house.row()
    assert (text.status, text.doc_version) == ("adopted", 1)
    assert text.doc == house.document().json()
    entry = JournalEntry.objects.latest("id")
    assert (entry.action, entry.actor["role"], entry.facts["doc"]) == ("gavel.fall", "clock", text.doc)


def test_what_was_tabled_is_overtaken_by_the_adoption(house: House) -> None:
    tabled = house.table("la-head", "all", "any")
    withdrawn = house.table("sg-head", "reserve", "store")
    house.act(amendments.withdraw, "sg-head", amendment=withdrawn)
    house.adopt()
    states = dict(Amendment.objects.values_list("pk", "state"))
    assert states == {tabled: "overtaken", withdrawn: "withdrawn"}
    assert JournalEntry.objects.latest("id").facts["overtaken"] == 1


@pytest.mark.parametrize("outcome", ["adopted", "stopped", "withdrawn"])
def test_a_question_is_answered_once(house: House, outcome: str) -> None:
    if outcome == "adopted":
        question = house.adopt()
    else:
        question = house.put()
        if outcome == "stopped":
            house.act(decisions.object_to, "la-head", question=question, reason="No.")
        else:
            house.act(decisions.withdraw, "chair", question=question)
    with later(seconds=120):
        with refused("question_is_over", outcome=outcome):
            house.act(decisions.let_gavel_fall, "clock", question=question)
        with refused("question_is_over", outcome=outcome):
            house.act(decisions.withdraw, "chair", question=question)
        with refused("question_is_over", outcome=outcome):
            house.act(decisions.object_to, "la-head", question=question, reason="No.")


def test_the_houses_clock_lets_every_gavel_fall_that_is_due(house: House) -> None:
    other = house.bring("# Statement\n\nWe state.\n", item=house.add_item("2", "Statement"))
    first, second = house.put(seconds=30), house.put(seconds=90, text=other)
    assert strike() == 0
    with later(seconds=31):
        assert strike() == 1
        assert strike() == 0
    assert [row_of(question).outcome for question in (first, second)] == ["adopted", "open"]
    with later(seconds=91):
        assert strike() == 1
    assert set(Text.objects.values_list("status", flat=True)) == {"adopted"}
