"""Several at once: the lock of the room lets one through after the other, and nobody's write is lost or done twice."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from communique.actions import amendments, attendance, bodies, decisions, meetings, register, texts
from communique.domain.errors import Denied, Refused, Stale
from communique.jobs.clock import strike
from communique.queries import journal
from communique.records.models import (
    Amendment,
    Attendance,
    Document,
    DoneRequest,
    JournalEntry,
    Objection,
    Question,
    Step,
)
from tests.house import House, insertion, later, request_id, together

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results: list[Any]) -> Counter[str]:
    """How often each kind of answer came; anything unforeseen by its own words."""
    names = []
    for one in results:
        match one:
            case dict() | int():
                names.append("done")
            case Stale():
                names.append("stale")
            case Refused():
                names.append(one.code)
            case Denied():
                names.append(one.reason)
            case _:
                names.append(repr(one))
    return Counter(names)


@pytest.fixture(autouse=True)
def _the_journal_holds(house: House) -> Any:
    yield
    findings, _, entries = journal.verify()
    assert findings == []
    assert entries > 30


def test_of_two_pens_at_the_same_version_one_is_taken_and_one_is_stale(house: House) -> None:
    def typing(who: str) -> Any:
        return house.act(texts.draft, who, text=house.text, version=0, steps=[insertion(1, f"{who} ")], client=who)

    results = together(partial(typing, "pen"), partial(typing, "second-pen"))
    assert kinds(results) == {"done": 1, "stale": 1}
    (stale,) = [one for one in results if isinstance(one, Stale)]
    assert stale.version == 1
    assert Step.objects.filter(text=house.text).count() == 1


def test_pens_that_try_again_all_get_their_words_in(house: House) -> None:
    def typing(who: str) -> int:
        done, version = 0, 0
        while done < 6:
            try:
                made = house.act(
                    texts.draft, who, text=house.text, version=version, steps=[insertion(1, who[0])], client=who
                )
            except Stale as stale:
                version = stale.version
            else:
                version, done = made["version"], done + 1
        return done

    house.grant("third-pen", "pen")
    results = together(*(partial(typing, who) for who in ("pen", "second-pen", "third-pen")))
    assert kinds(results) == {"done": 3}
    assert house.row().version == 18
    assert Counter(house.words()[:18]) == {"p": 6, "s": 6, "t": 6}


def test_of_two_chairs_who_put_the_question_at_once_one_has_put_it(house: House) -> None:
    house.grant("other-chair", "chair", "LA")
    results = together(partial(house.put, who="chair"), partial(house.put, who="other-chair"))
    assert kinds(results) == {"done": 1, "text_is_question": 1}
    assert Question.objects.count() == 1


@pytest.mark.parametrize("head_start", [0.1, 0.02, 0.0])
def test_an_objection_that_races_the_gavel_stops_it_or_comes_too_late(house: House, head_start: float) -> None:
    question = house.put(seconds=60)

    def falling() -> Any:
        while True:
            try:
                return house.act(decisions.let_gavel_fall, "clock", question=question)
            except Refused as refused:
                if refused.code != "clock_still_runs":
                    raise

    with later(seconds=60 - head_start):
        objection = partial(house.act, decisions.object_to, "la-head", question=question, reason="Wait.")
        results = together(falling, objection)
    row = Question.objects.get(pk=question)
    if row.outcome == "stopped":
        assert kinds(results) == {"question_is_over": 1, "done": 1}
        assert (Objection.objects.count(), house.row().status) == (1, "draft")
    else:
        assert row.outcome == "adopted"
        assert kinds(results) in ({"done": 1, "clock_has_ended": 1}, {"done": 1, "question_is_over": 1})
        assert (Objection.objects.count(), house.row().status) == (0, "adopted")


def test_two_clocks_let_one_gavel_fall(house: House) -> None:
    house.put(seconds=60)
    with later(seconds=61):
        assert sorted(together(strike, strike)) == [0, 1]
    assert JournalEntry.objects.filter(action="gavel.fall").count() == 1


def test_the_same_request_sent_twice_at_once_acts_once(house: House) -> None:
    request = request_id()
    paragraph, words = house.paragraph("outbreaks")
    sending = partial(
        house.act,
        amendments.table,
        "la-head",
        request_id=request,
        text=house.text,
        version=0,
        paragraph=paragraph,
        content=[{"type": "text", "text": words.replace("all", "any")}],
    )
    one, other = together(sending, sending)
    assert one == other == {"amendment": Amendment.objects.get().pk, "number": 1}
    assert JournalEntry.objects.filter(action="amendment.table").count() == 1


def test_the_same_id_for_two_things_at_once_does_one(house: House) -> None:
    request, other = request_id(), house.convene("Retreat")
    results = together(
        partial(house.act, attendance.leave, "sg-head", meeting=house.meeting, request_id=request),
        partial(house.act, attendance.enter, "sg-head", meeting=other, request_id=request),
    )
    assert kinds(results) == {"done": 1, "request_id_reused": 1}
    assert DoneRequest.objects.filter(request_id=request).count() == 1


def test_amendments_tabled_at_once_are_numbered_one_after_the_other(house: House) -> None:
    results = together(
        *(partial(house.table, who, "reserve", who) for who in ("la-head", "my-head", "sg-head", "vn-head"))
    )
    assert kinds(results) == {"done": 4}
    assert sorted(Amendment.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_seat_that_enters_from_two_pages_at_once_is_present_once(house: House) -> None:
    entering = partial(house.act, attendance.enter, "my-head", meeting=house.meeting)
    assert kinds(together(entering, entering)) == {"done": 2}
    assert Attendance.objects.filter(seat=house.seats["my-head"], left_at=None).count() == 1


def test_an_amendment_is_accepted_or_withdrawn(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    results = together(
        partial(house.act, amendments.accept, "chair", amendment=amendment),
        partial(house.act, amendments.withdraw, "la-head", amendment=amendment),
    )
    assert kinds(results) == {"done": 1, "amendment_is_over": 1}
    accepted = Amendment.objects.get().state == "accepted"
    assert ("[any]" in house.words()) == accepted


def test_whose_seat_is_being_ended_acts_before_or_not_at_all(house: House) -> None:
    results = together(
        partial(house.act, bodies.end_seat, "clerk", seat=house.seats["la-head"]),
        partial(house.table, "la-head", "all", "any"),
    )
    assert kinds(results) in ({"done": 2}, {"done": 1, "seat_has_ended": 1})
    assert Amendment.objects.count() == kinds(results)["done"] - 1


def test_the_pen_types_while_the_chair_puts_the_question_on_a_version_that_then_stands(house: House) -> None:
    results = together(partial(house.put), partial(house.type, "Dear ", after="We, the "))
    assert results[0] == Question.objects.get().pk
    assert Question.objects.get().version == house.row().version
    assert kinds(results[1:]) in ({"done": 1}, {"text_is_question": 1})


def test_a_symbol_that_two_meetings_give_at_once_is_given_once(house: House) -> None:
    first_text, first_meeting = house.text, house.meeting
    house.adopt()
    house.meeting = house.convene("Retreat")
    house.act(meetings.open_meeting, "chair", meeting=house.meeting)
    for who in ("la-head", "sg-head"):
        house.act(attendance.enter, who, meeting=house.meeting)
    house.text = house.bring("# Statement\n\nWe state.\n", item=house.add_item("1", "Statement"))
    house.adopt()
    results = together(
        *(
            partial(house.act, register.publish, "clerk", text=text, symbol="AMM/53/1")
            for text in (first_text, house.text)
        )
    )
    assert kinds(results) == {"done": 1, "symbol_taken": 1}
    assert Document.objects.count() == 1
    house.meeting = first_meeting
