"""The chair's questions, the delegations' answers, the report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import appraisal as acts
from communique.actions import registration
from communique.jobs import appraisal as job
from communique.queries import journal
from communique.records.models import Appraisal, AppraisalAnswer, AppraisalQuestion, JournalEntry, RoomEvent
from tests.actions.deeds.appraisal import DAYS, answered, asking, closed, opened, saying
from tests.actions.deeds.registration import coming, invited
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House, later

FREE: dict[str, Any] = {"kind": "words", "words": "What should be changed?"}


def soon(days: float = DAYS) -> Any:
    return timezone.now() + timedelta(days=days)


def last_event(house: House) -> dict[str, Any]:
    data: dict[str, Any] = RoomEvent.objects.filter(room=house.conference_room()).latest("version").data
    return data


def test_the_chair_asks_in_its_own_order(house: House) -> None:
    appraisal = opened(house)
    kinds = AppraisalQuestion.objects.filter(appraisal=appraisal).values_list("order", "kind")
    assert list(kinds) == [(1, "scale"), (2, "objective"), (3, "words")]
    assert "for" not in last_event(house), "everybody at the table hears that it is open"


def test_there_is_one_appraisal_of_a_conference(house: House) -> None:
    opened(house)
    with refused("appraisal_was_opened"):
        opened(house)


def test_before_the_last_day_there_is_nothing_to_appraise(house: House) -> None:
    coming(house)
    with refused("appraisal_too_early"):
        opened(house)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"closes_at": timezone.now() - timedelta(seconds=1)}, "appraisal_needs_time"),
        ({"questions": []}, "no_questions"),
        ({"questions": [FREE] * 61}, "too_many_questions"),
        ({"questions": [FREE | {"words": " "}]}, "question_says_nothing"),
        ({"questions": [FREE | {"words": "x" * 501}]}, "too_long"),
        ({"questions": [FREE | {"words": "a\u202eb"}]}, "unsafe_character"),
        ({"questions": [FREE | {"kind": "colour"}]}, "bad_question_kind"),
        ({"questions": [{"kind": "objective", "words": "A", "objective": 10**6}]}, "no_such_objective"),
    ],
)
def test_what_cannot_be_asked(house: House, more: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(acts.open_appraisal, "chair", **asking(house, **more))


def test_questions_are_changed_until_somebody_has_answered(house: House) -> None:
    appraisal = opened(house)
    house.act(acts.change, "chair", appraisal=appraisal, closes_at=soon(), questions=[FREE])
    assert AppraisalQuestion.objects.get().words == FREE["words"]
    given = {"question": AppraisalQuestion.objects.get().pk, "words": "Nothing."}
    house.act(acts.answer, "la-head", appraisal=appraisal, answers=[given])
    with refused("appraisal_has_answers"):
        house.act(acts.change, "chair", appraisal=appraisal, closes_at=soon(), questions=[FREE, FREE])
    later_on = soon(30)
    house.act(acts.change, "chair", appraisal=appraisal, closes_at=later_on, questions=[FREE])
    assert Appraisal.objects.get().closes_at == later_on, "the date can still be moved"


def test_a_delegation_answers_once_and_may_change_it(house: House) -> None:
    appraisal = opened(house)
    house.act(acts.answer, "la-adviser", **saying(appraisal, mark=4))
    house.act(acts.answer, "la-head", **saying(appraisal, "More huddles.", mark=2))
    marks = AppraisalAnswer.objects.filter(question__kind="scale").values_list("party__code", "mark")
    assert list(marks) == [("LA", 2)]
    only = {"question": AppraisalQuestion.objects.get(kind="words").pk, "words": "All of it."}
    house.act(acts.answer, "la-head", appraisal=appraisal, answers=[only])
    assert list(AppraisalAnswer.objects.values_list("words", flat=True)) == ["All of it."]
    assert last_event(house)["for"] == ["@chair", "@secretariat", "LA"]


def test_the_record_keeps_the_answers_sealed(house: House) -> None:
    answered(house, words="zephyrine")
    entry = JournalEntry.objects.get(action="appraisal.answer")
    assert set(entry.facts) == {"appraisal", "party", "sealed"}
    assert "zephyrine" not in str(list(JournalEntry.objects.values()))
    assert journal.verify()[0] == []
    with beside_the_frame():
        AppraisalAnswer.objects.filter(question__kind="scale").update(mark=5)
    assert [one.why for one in journal.verify()[0]] == ["sealed_differs"]


def test_answers_taken_out_or_slipped_in_beside_the_record_are_found(house: House) -> None:
    answered(house)
    row = AppraisalAnswer.objects.get(question__kind="words")
    with beside_the_frame():
        row.pk, row.party_id = None, row.party.body.parties.get(code="SG").pk
        row.save()
        assert [one.why for one in journal.verify()[0]] == ["sealed_differs"]
        AppraisalAnswer.objects.all().delete()
    assert [one.why for one in journal.verify()[0]] == ["sealed_differs"]


def test_who_took_no_part_is_not_asked(house: House) -> None:
    registrations = invited(house, "SG", "NZ")
    house.act(registration.answer, "sg-head", registration=registrations["SG"], accept=False)
    coming(house, ends_in=-2)
    appraisal = opened(house)
    for who in ("sg-head", "nz-observer"):
        with refused("did_not_take_part"):
            house.act(acts.answer, who, **saying(appraisal))
    house.act(acts.answer, "my-head", **saying(appraisal))
    for who in ("chair", "clerk", "pen"):
        with denied("only_at_the_table"):
            house.act(acts.answer, who, **saying(appraisal))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mark": 6}, "mark_out_of_range"),
        ({"mark": 0}, "mark_out_of_range"),
        ({"outcome": "met"}, "bad_outcome"),
        ({"words": "x" * 1_000_000}, "answer_too_long"),
        ({"words": "a\x00"}, "unsafe_character"),
        ({"mark": 3, "quotable": "loudly"}, "bad_quotable"),
        ({"question": 10**9, "mark": 3}, "no_such_question"),
        ({}, "appraisal_says_nothing"),
    ],
)
def test_what_is_no_answer(house: House, change: dict[str, Any], code: str) -> None:
    appraisal = opened(house)
    given = {"question": AppraisalQuestion.objects.get(kind="scale").pk} | change
    with refused(code):
        house.act(acts.answer, "la-head", appraisal=appraisal, answers=[given])


def test_after_its_date_nobody_answers_and_nobody_changes_it(house: House) -> None:
    appraisal = answered(house)
    with later(seconds=DAYS * 86_400 + 1):
        with refused("appraisal_is_closed"):
            house.act(acts.answer, "sg-head", **saying(appraisal))
        with refused("appraisal_is_closed"):
            house.act(acts.change, "chair", appraisal=appraisal, closes_at=soon(60))


def test_the_clock_closes_it_at_its_date_also_when_nothing_ran_then(house: House) -> None:
    appraisal = opened(house)
    with refused("appraisal_not_due"):
        house.act(acts.close, "clock", appraisal=appraisal)
    assert job.due() == Appraisal.objects.get().closes_at
    assert job.strike(timezone.now()) == 0
    with later(seconds=90 * 86_400):
        assert job.strike(timezone.now()) == 1
        assert job.strike(timezone.now()) == 0
    assert Appraisal.objects.get().closed_at is not None
    assert job.due() is None


def test_the_chair_closes_it_once(house: House) -> None:
    appraisal = closed(house)
    with refused("appraisal_is_closed"):
        house.act(acts.close, "chair", appraisal=appraisal)
    for who in ("clerk", "la-head"):
        with denied("only_the_chair"):
            house.act(acts.close, who, appraisal=appraisal)


def test_what_may_not_be_quoted_is_not_quoted(house: House) -> None:
    appraisal = answered(house, quotable="")
    answer = AppraisalAnswer.objects.get(question__kind="words").pk
    with refused("appraisal_is_open"):
        house.act(acts.quote, "chair", answer=answer)
    house.act(acts.close, "chair", appraisal=appraisal)
    with refused("answer_not_quotable"):
        house.act(acts.quote, "chair", answer=answer)


def test_quoting_says_in_the_record_not_whose_words_they_are(house: House) -> None:
    closed(house)
    answer = AppraisalAnswer.objects.get(quotable="named")
    house.act(acts.quote, "chair", answer=answer.pk)
    assert AppraisalAnswer.objects.get(quoted=True) == answer
    entry = JournalEntry.objects.get(action="appraisal.quote")
    assert set(entry.facts) == {"appraisal", "question", "quoted"}
    assert last_event(house)["for"] == ["@chair"]
    house.act(acts.quote, "chair", answer=answer.pk, quoted=False)
    assert not AppraisalAnswer.objects.filter(quoted=True).exists()


def test_the_report_is_given_once_and_then_stands(house: House) -> None:
    appraisal = answered(house)
    with refused("appraisal_is_open"):
        house.act(acts.report, "chair", appraisal=appraisal)
    house.act(acts.close, "chair", appraisal=appraisal)
    house.act(acts.report, "chair", appraisal=appraisal)
    with refused("appraisal_is_reported"):
        house.act(acts.report, "chair", appraisal=appraisal)
    with refused("appraisal_is_reported"):
        house.act(acts.quote, "chair", answer=AppraisalAnswer.objects.get(quotable="named").pk)
