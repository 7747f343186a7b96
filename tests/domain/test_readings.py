"""Readings, and where a paragraph stands in the meantime."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import readings
from communique.domain.errors import Refused
from communique.domain.readings import Paragraph, Standing

TODAY = date(2020, 9, 9)
MEMBERS = ("LA", "MY", "SG")
OPEN = Paragraph("12")
AGREED = Paragraph("12", Standing.AGREED)


def doc(*paragraphs: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "attrs": {"id": f"p{at}", "number": f"{at}.", "role": "operative", "level": 0},
                "content": [{"type": "text", "text": words}] if words else [],
            }
            for at, words in enumerate(paragraphs)
        ],
    }


def agree(paragraph: Paragraph = OPEN, **given: Any) -> Standing:
    usual: dict[str, Any] = {"clean": True, "pending": (), "overtake": False, "confirm_by": None, "today": TODAY}
    return readings.agree(paragraph, **{**usual, "words": "", **given})


def refused(code: str, **facts: Any) -> Any:
    def check(error: Refused) -> bool:
        return error.code == code and {name: error.facts.get(name) for name in facts} == facts

    return pytest.raises(Refused, check=check)


def test_readings_are_counted_and_only_one_is_open() -> None:
    assert readings.open_reading(last=0, is_open=False) == 1
    assert readings.open_reading(last=2, is_open=False) == 3
    with refused("reading_is_open", number=2):
        readings.open_reading(last=2, is_open=True)


@pytest.mark.parametrize("standing", [None, Standing.HELD, Standing.REOPENED, Standing.LAPSED])
def test_a_clean_paragraph_is_agreed_whether_it_was_open_held_or_open_again(standing: Standing | None) -> None:
    assert agree(Paragraph("12", standing)) is Standing.AGREED


def test_what_is_agreed_is_not_agreed_again() -> None:
    with refused("paragraph_agreed", label="12"):
        agree(AGREED)


def test_a_paragraph_in_brackets_is_not_agreed() -> None:
    with refused("paragraph_bracketed", label="12"):
        agree(clean=False)


def test_agreeing_overtakes_nothing_in_silence() -> None:
    with refused("paragraph_has_amendments", label="12", numbers="2, 10"):
        agree(pending=(10, 2))
    assert agree(pending=(10, 2), overtake=True) is Standing.AGREED


def test_a_date_to_confirm_is_today_or_later() -> None:
    assert agree(confirm_by=TODAY) is Standing.AGREED
    with refused("date_is_over", date="2020-09-08"):
        agree(confirm_by=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    "act", [agree, lambda one: readings.hold(one, words="Later."), lambda one: readings.reopen(one, words="So.")]
)
def test_nothing_is_found_of_a_paragraph_that_a_huddle_has(act: Any) -> None:
    with refused("paragraph_in_huddle", label="12"):
        act(Paragraph("12", Standing.HUDDLE))


def test_holding_and_reopening_need_a_word_in_the_record() -> None:
    for words in ("", "  \n"):
        with refused("words_missing"):
            readings.hold(OPEN, words=words)
        with refused("words_missing"):
            readings.reopen(AGREED, words=words)
    with refused("reason_too_long"):
        readings.hold(OPEN, words="x" * 2001)
    assert readings.hold(OPEN, words="Later.") is Standing.HELD
    assert readings.reopen(AGREED, words="A mistake.") is Standing.REOPENED
    assert readings.reopen(Paragraph("12", Standing.HELD), words="Now.") is Standing.REOPENED


def test_what_is_agreed_is_reopened_before_it_is_held() -> None:
    with refused("paragraph_agreed"):
        readings.hold(AGREED, words="Later.")


@pytest.mark.parametrize("standing", [None, Standing.REOPENED, Standing.LAPSED])
def test_what_is_open_is_not_reopened(standing: Standing | None) -> None:
    with refused("paragraph_is_open"):
        readings.reopen(Paragraph("12", standing), words="So.")


def test_a_capital_confirms_what_was_agreed_and_nothing_else() -> None:
    assert readings.confirm(AGREED, confirmed=True, words="") is Standing.AGREED
    for standing in (None, Standing.HELD, Standing.REOPENED, Standing.HUDDLE):
        with refused("paragraph_not_agreed"):
            readings.confirm(Paragraph("12", standing), confirmed=True, words="")


def test_a_capital_that_says_no_says_why_and_the_paragraph_is_open_again() -> None:
    with refused("words_missing"):
        readings.confirm(AGREED, confirmed=False, words=" ")
    assert readings.confirm(AGREED, confirmed=False, words="Our parliament.") is Standing.REOPENED


def test_a_capital_that_is_silent_when_the_date_is_over_opens_the_paragraph_again() -> None:
    paragraph = Paragraph("12", Standing.AGREED, TODAY, frozenset({"LA", "SG"}))
    assert paragraph.on(TODAY, MEMBERS) is Standing.AGREED, "the date is the last day"
    assert paragraph.on(TODAY + timedelta(days=1), MEMBERS) is Standing.LAPSED
    with refused("confirmation_is_late", date="2020-09-09"):
        readings.confirm(Paragraph("12", Standing.LAPSED, TODAY), confirmed=True, words="")


def test_what_all_capitals_have_confirmed_stays_agreed() -> None:
    paragraph = Paragraph("12", Standing.AGREED, TODAY, frozenset(MEMBERS))
    assert paragraph.waits_for(MEMBERS) == ()
    assert paragraph.on(TODAY + timedelta(days=400), MEMBERS) is Standing.AGREED


def test_without_a_date_capitals_have_time() -> None:
    assert AGREED.on(TODAY + timedelta(days=4000), MEMBERS) is Standing.AGREED
    assert AGREED.waits_for(MEMBERS) == MEMBERS


@given(st.sampled_from([None, *Standing]), st.dates(), st.dates(), st.sets(st.sampled_from(MEMBERS)))
def test_the_calendar_changes_nothing_but_what_is_agreed(
    standing: Standing | None, by: date, today: date, confirmed: set[str]
) -> None:
    paragraph = Paragraph("12", standing, by, frozenset(confirmed))
    now = paragraph.on(today, MEMBERS)
    assert now is standing or (standing is Standing.AGREED and now is Standing.LAPSED and today > by)


@pytest.mark.parametrize(
    ("paragraphs", "clean"),
    [
        (("one", "two", "three"), True),
        (("[one]", "two", "[three]"), True),
        (("one", "t[w]o", "three"), False),
        (("one [", "two", "] three"), False),
        (("one [", "two ]", "three"), False),
        (("one", "[two", "three]"), False),
        (("one", "two [", "three"), False),
        (("one [", "two", "three"), True),
        (("one [", "", "] three"), False),
        (("one", "", "three"), True),
        (("[one]", "two]", "three"), False),
    ],
)
def test_a_paragraph_is_clean_without_a_bracket_in_it_or_around_it(paragraphs: tuple[str, ...], clean: bool) -> None:
    assert readings.is_clean(doc(*paragraphs), "p1") is clean


def test_a_number_is_no_part_of_what_was_agreed() -> None:
    before = doc("one")["content"][0]
    renumbered = {**before, "attrs": {**before["attrs"], "number": "7."}}
    deeper = {**before, "attrs": {**before["attrs"], "level": 2}}
    assert not readings.is_touched(before, renumbered)
    assert readings.is_touched(before, deeper)
    assert readings.is_touched(before, doc("One")["content"][0])
    assert readings.is_touched(before, None)


def test_nothing_is_agreed_until_everything_is_agreed() -> None:
    assert readings.everything_is_agreed(4, 4, 0)
    assert not readings.everything_is_agreed(4, 3, 0)
    assert not readings.everything_is_agreed(4, 4, 1)
    assert not readings.everything_is_agreed(0, 0, 0)
