"""The pen's work with brackets."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, brackets, texts
from communique.domain.errors import Stale
from communique.records.models import Amendment
from tests.actions.refusals import refused
from tests.house import House

REST = "open the regional reserve of medical supplies [by the end of the year - SG; LA delete]."
TWO = f"We [shall][should] {REST}"


def at(house: House, words: str) -> dict[str, Any]:
    return {"text": house.text, "version": house.row().version, "position": house.place(words)}


def put(house: House, words: str, *about: tuple[str, str], who: str = "pen") -> dict[str, Any]:
    start = house.place(words)
    return house.act(
        brackets.put,
        who,
        text=house.text,
        version=house.row().version,
        start=start,
        end=start + len(words),
        attributions=[{"party": party, "stance": stance} for party, stance in about],
    )


def reads(house: House, words: str) -> str:
    return house.paragraph(words)[1]


def test_words_are_put_in_brackets_with_who_stands_behind_them(house: House) -> None:
    put(house, "next meeting", ("Singapore", "retain"), ("LA", "delete"))
    assert reads(house, "looked forward") == "We looked forward to our [next meeting - SG retain; LA delete]."


def test_groups_that_everybody_knows_stand_behind_words_too_and_nobody_else(house: House) -> None:
    put(house, "next meeting", ("European Union", "propose"))
    assert "[next meeting - EU]" in reads(house, "looked forward")
    with refused("unknown_party", party="Atlantis"):
        put(house, "online", ("Atlantis", "propose"))
    with refused("unknown_party", party="Brazil"):
        put(house, "online", ("Brazil", "propose"))
    with refused("bad_stance", stance="shout"):
        put(house, "online", ("LA", "shout"))


def test_a_bracket_is_lifted_and_its_words_stay(house: House) -> None:
    house.act(brackets.lift, "pen", **at(house, "end of the year"))
    assert (
        reads(house, "medical")
        == "We [shall][should] open the regional reserve of medical supplies by the end of the year."
    )


def test_a_bracket_is_deleted_with_its_words(house: House) -> None:
    house.act(brackets.delete, "pen", **at(house, "end of the year"))
    assert reads(house, "medical") == "We [shall][should] open the regional reserve of medical supplies."


@pytest.mark.parametrize(("alternative", "word"), [(0, "shall"), (1, "should")])
def test_one_of_the_alternatives_around_the_cursor_is_chosen(house: House, alternative: int, word: str) -> None:
    house.act(brackets.choose, "pen", alternative=alternative, **at(house, "shall]"))
    assert reads(house, "medical") == f"We {word} {REST}"


def test_an_alternative_that_there_is_not(house: House) -> None:
    with refused("out_of_range"):
        house.act(brackets.choose, "pen", alternative=2, **at(house, "shall]"))


def test_alternatives_beside_each_other_become_one_bracket(house: House) -> None:
    house.act(brackets.merge, "pen", **at(house, "should]"))
    assert reads(house, "medical") == f"We [shall / should] {REST}"
    with refused("no_alternatives_beside"):
        house.act(brackets.merge, "pen", **at(house, "all]"))


def test_where_no_bracket_is_there_is_nothing_to_lift(house: House) -> None:
    with refused("bracket_not_found"):
        house.act(brackets.lift, "pen", **at(house, "next meeting"))
    with refused("bracket_not_found"):
        house.act(brackets.lift, "pen", **at(house, "in every member"))


@pytest.mark.parametrize(
    ("act", "more"),
    [(brackets.lift, {}), (brackets.delete, {}), (brackets.choose, {"alternative": 0}), (brackets.merge, {})],
)
def test_each_tells_how_it_is_undone(house: House, act: Any, more: dict[str, int]) -> None:
    before = house.document().json()
    answer = house.act(act, "pen", **at(house, "shall]"), **more)
    assert answer["undo"] and house.document().json() != before
    house.act(texts.draft, "pen", text=house.text, version=answer["version"], steps=answer["undo"], client="pen-1")
    assert house.document().json() == before


def test_putting_brackets_is_undone_too(house: House) -> None:
    before = house.document().json()
    answer = put(house, "next meeting", ("LA", "reserve"))
    house.act(texts.draft, "pen", text=house.text, version=answer["version"], steps=answer["undo"], client="pen-1")
    assert house.document().json() == before


def test_positions_of_an_older_version_are_not_guessed(house: House) -> None:
    given = at(house, "shall]")
    house.type("Dear ", after="We looked forward to ")
    with pytest.raises(Stale) as stale:
        house.act(brackets.lift, "pen", **given)
    assert stale.value.version == 1


@pytest.mark.parametrize(("state", "code"), [("put", "text_is_question"), ("adopt", "text_is_adopted")])
def test_in_what_is_before_the_meeting_no_bracket_is_touched(house: House, state: str, code: str) -> None:
    given = at(house, "shall]")
    getattr(house, state)()
    with refused(code):
        house.act(brackets.lift, "pen", **given)


def test_an_amendment_whose_words_go_with_a_bracket_is_lost_and_the_margin_says_so(house: House) -> None:
    amendment = house.table("la-head", "without delay", "at once")
    house.act(brackets.delete, "pen", **at(house, "without delay"))
    assert Amendment.objects.get(pk=amendment).state == "tabled"
    with refused("amendment_is_lost"):
        house.act(amendments.accept, "chair", amendment=amendment)


def test_of_a_brackets_own_wordings_one_is_chosen_while_the_row_stays_open(house: House) -> None:
    put(house, "forward")
    house.type(" / ahead", after="[forward")
    house.type("[with joy]", after="ahead]")
    assert "[forward / ahead][with joy]" in reads(house, "looked")
    with refused("out_of_range"):
        house.act(brackets.choose, "pen", alternative=2, within=True, **at(house, "ahead]"))
    house.act(brackets.choose, "pen", alternative=1, within=True, **at(house, "ahead]"))
    assert "[ahead][with joy]" in reads(house, "looked")
    with refused("out_of_range"):
        house.act(brackets.choose, "pen", alternative=0, within=True, **at(house, "ahead]"))
