"""A text as one of its views has it."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, readings
from communique.domain.errors import Refused
from communique.domain.texts.compile import CLEAN, TABLED, View, delegation, preview
from communique.domain.texts.document import plain_text
from communique.queries import compiled
from communique.queries.compiled import CompiledText
from tests.house import House


def view(house: House, asked: View, version: int | None = None, who: str = "la-head") -> CompiledText:
    found = compiled.compiled_for(house.audience(who), house.text, asked, version)
    assert found is not None
    return found


def words(found: CompiledText) -> str:
    assert found.doc is not None
    return plain_text(found.doc)


def test_clean_has_the_text_as_it_stands_without_amendments_and_names(house: House) -> None:
    house.table("la-head", "all", "any")
    said = words(view(house, CLEAN))
    assert "[all] information" in said
    assert "[by the end of the year]" in said
    assert "SG" not in said


def test_as_tabled_the_amendments_stand_in_brackets_with_whose_they_are(house: House) -> None:
    amendment = house.table("la-head", "meeting", "summit")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="oppose")
    assert "[meeting - SG retain / summit - LA]" in words(view(house, TABLED))


def test_as_a_delegation_would_have_it_is_its_own_unless_another_is_named(house: House) -> None:
    house.table("la-head", "meeting", "summit")
    house.table("sg-head", "forward", "ahead")
    own, other = view(house, View("delegation")), view(house, delegation("SG"))
    assert (own.view.party, other.view.party) == ("LA", "SG")
    assert "forward to our next summit" in words(own)
    assert "ahead to our next meeting" in words(other)
    assert view(house, View("delegation"), who="chair").view.party == "LA", "the first in protocol order"


def test_a_preview_accepts_what_was_chosen(house: House) -> None:
    first, second = house.table("la-head", "meeting", "summit"), house.table("sg-head", "forward", "ahead")
    assert "ahead to our next summit" in words(view(house, preview(first, second)))
    found = view(house, preview(second))
    assert "ahead to our next meeting" in words(found)
    assert [(one["number"], one["chosen"]) for one in found.amendments] == [(1, False), (2, True)]


def test_two_that_clash_are_named_by_their_numbers_and_nothing_is_shown(house: House) -> None:
    first, second = house.table("la-head", "meeting", "summit"), house.table("sg-head", "meeting", "retreat")
    found = view(house, preview(first, second))
    assert found.doc is None
    assert found.refused is not None
    assert (found.refused.code, found.refused.facts) == ("amendments_conflict", {"one": 1, "other": 2})
    assert [one["chosen"] for one in found.amendments] == [True, True], "what was chosen is kept"


def test_what_isnt_on_the_table_cant_be_previewed(house: House) -> None:
    found = view(house, preview(10**6))
    assert found.refused is not None
    assert found.refused.code == "no_such_amendment"


def test_as_of_a_reading_it_is_the_text_of_then(house: House) -> None:
    house.table("la-head", "meeting", "summit")
    house.act(readings.open_reading, "chair", text=house.text)
    house.type(" in Hue", after="next meeting")
    assert words(view(house, CLEAN, 0)).endswith("our next meeting.")
    assert words(view(house, CLEAN)).endswith("our next meeting in Hue.")
    assert words(view(house, TABLED, 0)).endswith("our next [meeting / summit - LA].")


def test_each_amendment_says_where_it_stands_and_whose_it_is(house: House) -> None:
    key = house.table("la-head", "meeting", "summit")
    (one,) = view(house, TABLED).amendments
    plate = {"code": "LA", "iso": "la", "name": "Lao PDR"}
    paragraph = house.paragraph("We looked")[0]
    expected: dict[str, Any] = {"key": key, "number": 1, "by": [plate], "chosen": False}
    assert one == expected | {"paragraph": paragraph, "label": "4", "numbered": True}


def test_a_party_of_another_table_has_no_view(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        view(house, delegation("XX"))
    assert refusal.value.code == "no_such_party"


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_who_may_not_read_the_text_reads_no_view_of_it(house: House, who: str) -> None:
    assert compiled.compiled_for(house.audience(who), house.text, CLEAN) is None


@pytest.mark.parametrize("admitted", [True, False])
@pytest.mark.django_db
def test_an_observer_reads_it_where_the_body_admits_it(admitted: bool) -> None:
    house = House.founded(observers_read_drafts=admitted)
    assert (compiled.compiled_for(house.audience("nz-observer"), house.text, TABLED) is not None) == admitted
