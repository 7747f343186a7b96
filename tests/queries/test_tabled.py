"""What is on the table of a text at one of its versions."""

from __future__ import annotations

import pytest

from communique.actions import amendments, sponsors, texts
from communique.domain.errors import Refused
from communique.domain.texts.labels import names_of
from communique.queries import tabled
from communique.queries.tabled import Table
from communique.records.models import Text
from tests.actions.deeds import huddles as deeds
from tests.actions.deeds.numbers import numbered
from tests.house import House, insertion


def table(house: House, version: int | None = None, who: str = "chair") -> Table:
    found = tabled.table_for(house.audience(who), house.text, version)
    assert found is not None
    return found


def seen(found: Table) -> dict[int, tuple[tuple[str, ...], dict[str, str]]]:
    return {one.number: (one.parties, dict(one.stances)) for one in found.tabled}


def test_it_has_the_amendments_that_are_tabled_with_who_stands_behind_them(house: House) -> None:
    first = house.table("la-head", "all", "any")
    gone = house.table("sg-head", "reserve", "stock")
    house.act(amendments.take_position, "my-head", amendment=first, stance="oppose")
    house.act(amendments.withdraw, "sg-head", amendment=gone)
    (one,) = table(house).tabled
    assert (one.key, one.number, one.parties, one.proposal.hunks[0].deleted) == (first, 1, ("LA",), "all")
    assert dict(one.stances)["MY"] == "oppose"


def test_cosponsors_stand_behind_the_first_sponsor_until_they_leave(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    for who in ("sg-head", "my-head"):
        house.act(sponsors.join, who, amendment=amendment)
    house.act(sponsors.leave, "sg-head", amendment=amendment)
    assert table(house).tabled[0].parties == ("LA", "MY")


def test_an_amendment_whose_words_are_gone_is_named_and_left_out(house: House) -> None:
    house.table("la-head", "health workers", "nurses")
    at = house.place("health workers")
    steps = [insertion(at, "", to=at + len("health workers"))]
    house.act(texts.draft, "pen", text=house.text, version=house.row().version, steps=steps, client="pen")
    found = table(house)
    assert (found.tabled, found.lost) == ((), (1,))
    assert [one.number for one in table(house, 0).tabled] == [1], "at the older version its words are there"


def test_at_an_older_version_it_has_what_was_tabled_then_and_where_it_lay(house: House) -> None:
    first = house.table("la-head", "all", "any")
    house.type("Indeed: ", after="We looked forward to ")
    house.type(" very", after="our next")
    second = house.table("sg-head", "meeting", "summit")
    house.act(amendments.accept, "chair", amendment=first)
    assert seen(table(house)).keys() == {2}
    assert seen(table(house, 2)).keys() == {1, 2}, "tabled before it gave way to the third"
    (then,) = table(house, 0).tabled
    assert then.key == first
    assert then.proposal.paragraphs(table(house, 0).document) == (house.paragraph("information on")[0],)
    assert table(house, 2).tabled[1].key == second


def test_positions_that_were_taken_later_are_not_told_of_an_older_version(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="support")
    house.type(" Indeed.", after="next meeting.")
    house.act(amendments.take_position, "my-head", amendment=amendment, stance="oppose")
    assert seen(table(house, 0))[1][1].keys() - {"LA"} == {"SG"}
    assert seen(table(house))[1][1].keys() - {"LA"} == {"MY", "SG"}


def test_there_is_no_later_version(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        table(house, 1)
    assert refusal.value.code == "unknown_version"


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_who_may_not_read_the_text_has_nothing_of_it(house: House, who: str) -> None:
    house.table("la-head", "all", "any")
    assert tabled.table_for(house.audience(who), house.text) is None
    assert tabled.heading_for(house.audience(who), house.text) is None


def test_the_branch_of_a_huddle_is_decided_by_its_delegations(house: House) -> None:
    branch = Text.objects.get(huddle=deeds.worked(house))
    found = tabled.table_for(house.audience("la-head"), branch.pk)
    assert found is not None
    assert found.members == ("LA", "SG")
    assert table(house).members == ("LA", "MY", "SG", "VN")
    assert tabled.table_for(house.audience("chair"), branch.pk) is None


def test_stakes_say_which_paragraphs_a_proposal_touches(house: House) -> None:
    house.table("la-head", "all", "any")
    (stake,) = table(house).stakes()
    assert (stake.number, stake.paragraphs, stake.parties) == (1, (house.paragraph("information on")[0],), ("LA",))


def test_a_number_that_was_changed_calls_the_paragraph_by_the_new_one(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    names = names_of(table(house).document)
    assert names[house.paragraph("We welcomed")[0]]["label"] == "2 bis"
