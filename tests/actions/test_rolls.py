"""Calling the roll."""

from __future__ import annotations

from communique.actions import attendance, bodies, meetings, rolls
from communique.records.models import JournalEntry, RollAnswer, RollCall
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House


def called(house: House) -> int:
    roll: int = house.act(rolls.call, "chair", meeting=house.meeting)["roll"]
    return roll


def last_facts(house: House, action: str) -> dict[str, object]:
    entry = JournalEntry.objects.filter(room=house.room(), action=action).order_by("-number").first()
    assert entry is not None
    facts: dict[str, object] = entry.facts
    return facts


def test_every_member_is_asked_in_protocol_order_whether_it_is_here_or_not(house: House) -> None:
    assert house.act(rolls.call, "chair", meeting=house.meeting)["asked"] == ["LA", "MY", "SG", "VN"]
    assert last_facts(house, "roll.call")["present"] == ["LA", "SG", "VN"]


def test_each_answers_for_itself_and_the_chair_hears_who_is_next(house: House) -> None:
    roll = called(house)
    assert house.act(rolls.answer, "la-adviser", roll=roll)["next"] == "MY"
    done = house.act(rolls.answer, "vn-head", roll=roll)
    assert (done["answered"], done["next"]) == (["LA", "VN"], "MY")
    closed = house.act(rolls.close, "clerk", roll=roll)
    assert (closed["answered"], closed["silent"]) == (["LA", "VN"], ["MY", "SG"])
    assert last_facts(house, "roll.close")["silent"] == ["MY", "SG"]


def test_who_answers_has_taken_its_place(house: House) -> None:
    roll = called(house)
    house.act(rolls.answer, "my-head", roll=roll)
    assert "MY" in attendance.present(house.meeting)


def test_the_chair_and_the_clerk_note_whom_they_heard(house: House) -> None:
    roll = called(house)
    house.act(rolls.answer, "chair", roll=roll, party="MY")
    house.act(rolls.answer, "clerk", roll=roll, party="SG")
    house.act(rolls.answer, "vn-head", roll=roll)
    rows = RollAnswer.objects.order_by("id").values_list("party__code", "given_for")
    assert list(rows) == [("MY", True), ("SG", True), ("VN", False)]
    assert "MY" not in attendance.present(house.meeting), "whom the chair heard has no line by it"


def test_the_chair_names_whom_it_heard_for_it_is_no_delegation_itself(house: House) -> None:
    roll = called(house)
    with refused("not_on_the_roll", party=""):
        house.act(rolls.answer, "chair", roll=roll)


def test_nobody_answers_twice(house: House) -> None:
    roll = called(house)
    house.act(rolls.answer, "la-head", roll=roll)
    with refused("answered_the_roll", party="LA"):
        house.act(rolls.answer, "la-delegate", roll=roll)
    with refused("answered_the_roll", party="LA"):
        house.act(rolls.answer, "chair", roll=roll, party="LA")


def test_nobody_answers_for_another_delegation(house: House) -> None:
    roll = called(house)
    with refused("only_own_delegation", party="MY"):
        house.act(rolls.answer, "la-head", roll=roll, party="MY")


def test_an_observer_is_not_asked(house: House) -> None:
    roll = called(house)
    with refused("not_on_the_roll", party="NZ"):
        house.act(rolls.answer, "nz-observer", roll=roll)
    with refused("not_on_the_roll", party="NZ"):
        house.act(rolls.answer, "chair", roll=roll, party="NZ")
    with denied("only_at_the_table"):
        house.act(rolls.answer, "pen", roll=roll, party="LA")


def test_a_closed_roll_is_neither_answered_nor_closed_again(house: House) -> None:
    roll = called(house)
    house.act(rolls.close, "chair", roll=roll)
    with refused("roll_is_closed"):
        house.act(rolls.answer, "la-head", roll=roll)
    with refused("roll_is_closed"):
        house.act(rolls.close, "chair", roll=roll)


def test_there_is_one_roll_at_a_time_and_another_after_it(house: House) -> None:
    roll = called(house)
    with refused("roll_is_open"):
        house.act(rolls.call, "clerk", meeting=house.meeting)
    house.act(rolls.close, "chair", roll=roll)
    assert called(house) != roll


def test_the_roll_is_called_while_the_meeting_sits(house: House) -> None:
    convened = house.convene("Retreat")
    with refused("meeting_not_open"):
        house.act(rolls.call, "chair", meeting=convened)
    roll = called(house)
    with beside_the_frame():
        house.meeting_row().__class__.objects.filter(pk=house.meeting).update(state="suspended")
    with refused("meeting_not_open"):
        house.act(rolls.answer, "la-head", roll=roll)


def test_a_body_without_members_has_nobody_to_call(house: House) -> None:
    with beside_the_frame():
        house.meeting_row().conference.body.parties.update(member=False)
    with refused("no_members_to_call"):
        house.act(rolls.call, "chair", meeting=house.meeting)


def test_a_member_admitted_while_the_roll_is_called_is_asked_by_the_next_one(house: House) -> None:
    roll = called(house)
    house.act(bodies.admit_member, "clerk", body=house.body, code="TL", iso="TL", name="Timor-Leste")
    with refused("not_on_the_roll", party="TL"):
        house.act(rolls.answer, "chair", roll=roll, party="TL")


def test_a_roll_that_is_open_when_the_meeting_is_closed_ends_with_it(house: House) -> None:
    roll = called(house)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert RollCall.objects.get(pk=roll).closed_at is not None
    assert attendance.present(house.meeting) == [], "all places are given up"
