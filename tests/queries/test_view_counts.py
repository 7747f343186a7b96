"""The views of a text ask the database as often for many amendments and documents as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import readings, register
from communique.domain.actors import Audience
from communique.domain.texts.compile import CLEAN, TABLED, View
from communique.queries import agreed, compared, compiled, course, landing, renumbering, tabled
from communique.queries.compared import Side
from tests.house import House
from tests.queries.test_counts import more_amendments, one_amendment

Read = Callable[[Audience, int], Any]


def one_of_everything(house: House) -> None:
    one_amendment(house)
    house.type(" Indeed.", after="next meeting.")
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We, the")[0])


def many_of_everything(house: House) -> None:
    more_amendments(house)
    house.type(" Very much.", after="next meeting.")
    for words in ("We welcomed", "We [shall]"):
        paragraph = house.paragraph(words)[0]
        house.act(readings.hold, "chair", text=house.text, paragraph=paragraph, words="Experts meet.")
    for _ in range(2):
        house.act(readings.close, "chair", text=house.text)
        house.act(readings.open_reading, "chair", text=house.text)
    for number in range(2, 5):
        text = house.bring("# Statement\n\n1. We state.\n", item=house.add_item(str(number), "Statement"))
        house.adopt(text=text)
        house.act(register.publish, "clerk", text=text, symbol=f"AMM/53/{number}")


CASES: dict[str, tuple[Read, int]] = {
    "heading": (tabled.heading_for, 2),
    "clean": (lambda audience, text: compiled.compiled_for(audience, text, CLEAN), 5),
    "as tabled": (lambda audience, text: compiled.compiled_for(audience, text, TABLED), 5),
    "as a delegation would have it": (
        lambda audience, text: compiled.compiled_for(audience, text, View("delegation", party="SG")),
        5,
    ),
    "as of an older version": (lambda audience, text: compiled.compiled_for(audience, text, TABLED, 0), 8),
    "a comparison": (
        lambda audience, text: compared.compared_for(audience, text, Side("version", 0), Side("version", 0)),
        1,
    ),
    "what a text can be compared with": (compared.others_for, 3),
    "what could land": (landing.landing_for, 5),
    "the course": (course.course_for, 10),
    "agreed language": (lambda audience, text: agreed.agreed_for(audience, text, words="We state."), 2),
    "the numbers": (renumbering.numbers_for, 4),
}


@pytest.mark.parametrize("name", CASES)
def test_for_many_as_often_as_for_one(house: House, name: str) -> None:
    read, bound = CASES[name]
    one_of_everything(house)
    one = count(house, read)
    many_of_everything(house)
    many = count(house, read)
    assert many <= one, "for many, no more than for one"
    assert one <= bound


def count(house: House, read: Read) -> int:
    audience = house.audience("la-head")
    assert read(audience, house.text), "what is kept in memory is there from now on"
    with CaptureQueriesContext(connection) as asked:
        read(audience, house.text)
    return len(asked)
