"""The reading of a text, as each audience sees it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.actions import readings as acts
from communique.queries import readings
from tests.house import House, later

LAST = "next meeting"
READERS = ("chair", "pen", "clerk", "la-head", "la-adviser", "nz-observer")
OUTSIDE = ("som-my-head", "nobody", "operator", "public")


def seen(house: House, who: str = "chair") -> dict[str, Any]:
    found = readings.reading_for(house.audience(who), house.text)
    assert found is not None
    return found


def agree(house: House, said: str = LAST, **given: Any) -> str:
    paragraph = house.paragraph(said)[0]
    house.act(acts.agree, "chair", text=house.text, paragraph=paragraph, **given)
    return paragraph


def test_before_the_first_reading_every_paragraph_is_open(house: House) -> None:
    said = seen(house)
    assert (said["reading"], said["open"], said["paragraph"], said["statuses"]) == (0, False, "", {})
    assert (said["figures"]["paragraphs"], said["figures"]["agreed"]) == (5, 0)
    assert readings.reading_for(house.audience("chair"), 999) is None


def test_all_readers_are_told_the_same_and_nobody_else_anything(house: House) -> None:
    house.act(acts.open_reading, "chair", text=house.text)
    agree(house)
    told = [json.dumps(readings.said(seen(house, who))) for who in READERS]
    assert len(set(told)) == 1
    for who in OUTSIDE:
        assert readings.reading_for(house.audience(who), house.text) is None
        assert readings.place_of(house.audience(who), house.text) is None


@pytest.mark.django_db
def test_observers_read_it_where_the_body_admits_them_to_drafts() -> None:
    house = House.founded(observers_read_drafts=False)
    assert readings.reading_for(house.audience("nz-observer"), house.text) is None


def test_an_agreed_paragraph_says_until_when_it_waits_and_for_whom(house: House) -> None:
    day = timezone.localdate() + timedelta(days=9)
    paragraph = agree(house, confirm_by=day, words="Subject to capitals.")
    house.act(acts.confirm, "sg-head", text=house.text, paragraph=paragraph)
    said = seen(house)
    status = said["statuses"][paragraph]
    assert status | {"at": ""} == {
        "status": "agreed",
        "label": "4",
        "confirm_by": day.isoformat(),
        "confirmed": 1,
        "of": 4,
        "note": "Subject to capitals.",
        "at": "",
    }
    (row,) = said["rows"]
    assert row["codes"] == ["LA", "MY", "VN"]
    assert said["figures"]["agreed"] == 1


def test_one_that_no_capital_answered_in_time_says_whose_are_missing(house: House) -> None:
    day = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).date()
    paragraph = agree(house, confirm_by=day)
    house.act(acts.confirm, "sg-head", text=house.text, paragraph=paragraph)
    with later(seconds=2 * 86400):
        said = seen(house)
    assert said["statuses"][paragraph]["status"] == "lapsed"
    assert [one["code"] for one in said["rows"][0]["missing"]] == ["LA", "MY", "VN"]
    assert said["figures"]["agreed"] == 0


def test_one_that_a_capital_refused_says_which_and_why(house: House) -> None:
    paragraph = agree(house)
    house.act(acts.confirm, "sg-head", text=house.text, paragraph=paragraph, confirmed=False, words="Our parliament.")
    (row,) = seen(house)["rows"]
    assert (row["status"], row["note"], row["refused"]["code"]) == ("reopened", "Our parliament.", "SG")


@pytest.mark.django_db
def test_everything_is_agreed_when_each_paragraph_is_and_every_capital_has_confirmed() -> None:
    house = House.founded(draft="1. We met.\n\n2. We agreed.\n")
    paragraphs = [agree(house, words) for words in ("We met", "We agreed")]
    assert not seen(house)["everything"]
    for who in ("la-head", "my-head", "sg-head", "vn-head"):
        for paragraph in paragraphs:
            assert not seen(house)["everything"]
            house.act(acts.confirm, who, text=house.text, paragraph=paragraph)
    assert seen(house)["everything"]


def test_what_is_found_stands_in_the_order_of_the_text(house: House) -> None:
    agree(house)
    first = house.paragraph("outbreaks")[0]
    house.act(acts.hold, "chair", text=house.text, paragraph=first, words="Later.")
    assert [one["label"] for one in seen(house)["rows"]] == ["1", "4"]


def test_each_audience_may_what_its_seats_may(house: House) -> None:
    offered = {who: [name for name, may in seen(house, who)["may"].items() if may] for who in READERS}
    assert offered["chair"] == ["open", "decide", "send"]
    assert offered["la-head"] == ["confirm"]
    assert offered["pen"] == offered["clerk"] == offered["la-adviser"] == offered["nz-observer"] == []
    house.act(acts.open_reading, "chair", text=house.text)
    assert seen(house)["may"]["lead"] and not seen(house)["may"]["open"]
    house.put()
    assert not any(seen(house)["may"].values())
    assert seen(house)["open"], "it goes on when the question is withdrawn"


def test_an_adopted_text_is_read_no_more(house: House) -> None:
    house.act(acts.open_reading, "chair", text=house.text)
    house.adopt()
    assert not seen(house)["open"]
    assert [one["number"] for one in seen(house)["readings"]] == [1]


def test_many_paragraphs_ask_the_database_as_often_as_one(house: House) -> None:
    def asked() -> int:
        seen(house)
        audience = house.audience("la-head")
        with CaptureQueriesContext(connection) as captured:
            readings.reading_for(audience, house.text)
        return len(captured)

    paragraph = agree(house, confirm_by=timezone.localdate() + timedelta(days=9))
    house.act(acts.confirm, "sg-head", text=house.text, paragraph=paragraph)
    one = asked()
    for words in ("outbreaks", "reserve", "welcomed"):
        house.act(acts.hold, "chair", text=house.text, paragraph=house.paragraph(words)[0], words="Later.")
    for who in ("la-head", "my-head", "vn-head"):
        house.act(acts.confirm, who, text=house.text, paragraph=paragraph)
    assert asked() == one <= 5
