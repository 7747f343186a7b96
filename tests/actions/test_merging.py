"""Amendments to amendments, and several merged into one."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, merging, sponsors
from communique.records.models import Amendment, JournalEntry, Position
from tests.actions.deeds.amendments import amending
from tests.actions.refusals import denied, refused
from tests.house import House


def row(amendment: int) -> Amendment:
    return Amendment.objects.select_related("party").get(pk=amendment)


def inserts(amendment: int) -> list[str]:
    return ["".join(node["text"] for node in hunk["insert"]) for hunk in row(amendment).hunks]


def stances(amendment: int) -> dict[str, str]:
    return dict(Position.objects.filter(amendment=amendment).values_list("party__code", "stance"))


def parent_and(house: House, *words: str) -> list[int]:
    """Laos would have "54th" for "next"; Singapore amendments to that, each with other words. Their ids."""
    parent = house.table("la-head", "next", "54th")
    return [parent, *(_amend(house, parent, one) for one in words)]


def _amend(house: House, parent: int, words: str, who: str = "sg-head") -> int:
    amendment: int = house.act(amendments.table, who, **amending(house, parent, words))["amendment"]
    return amendment


def test_an_amendment_to_an_amendment_says_what_the_text_would_say(house: House) -> None:
    parent, to_it = parent_and(house, "fifty-fourth")
    assert row(to_it).amends_id == parent
    assert inserts(to_it) == ["fifty-fourth"] and row(to_it).hunks[0]["deleted"] == "next"


def test_it_leaves_the_rest_of_its_parent_as_it_is(house: House) -> None:
    paragraph, words = house.paragraph("outbreaks")
    content = [{"type": "text", "text": words.replace("all", "any")}]
    new = {"kind": "new", "after": paragraph, "content": [{"type": "text", "text": "We meet."}]}
    changes = [{"kind": "words", "paragraph": paragraph, "content": content}, new]
    parent = house.act(amendments.table, "la-head", text=house.text, version=0, changes=changes)["amendment"]
    block = row(parent).operations[0]["block"]["attrs"]["id"]
    other = [{"kind": "words", "paragraph": block, "content": [{"type": "text", "text": "We met."}]}]
    made = house.act(amendments.table, "sg-head", text=house.text, version=0, changes=other, amends=parent)
    to_it = row(made["amendment"])
    assert to_it.hunks == row(parent).hunks
    assert to_it.operations[0]["block"]["content"] == [{"type": "text", "text": "We met."}]
    house.act(amendments.accept, "chair", amendment=to_it.pk)
    assert "share [any] information" in house.words() and "We met." in house.words()


@pytest.mark.parametrize(
    ("words", "code"), [("54th", "no_change"), ("next", "no_change")], ids=["the parent's own", "the text's own"]
)
def test_one_that_asks_for_nothing_else_is_no_amendment(house: House, words: str, code: str) -> None:
    parent = house.table("la-head", "next", "54th")
    with refused(code):
        _amend(house, parent, words)


def test_only_what_a_proposal_changes_is_amended_in_it(house: House) -> None:
    parent = house.table("la-head", "all", "any")
    with refused("not_in_proposal"):
        _amend(house, parent, "54th")


def test_there_is_no_third_degree(house: House) -> None:
    _, to_it = parent_and(house, "fifty-fourth")
    with refused("too_many_degrees", limit=2):
        _amend(house, to_it, "LIV", who="my-head")


def test_what_is_over_or_on_another_text_is_not_amended(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    house.act(amendments.withdraw, "la-head", amendment=parent)
    with refused("amendment_is_over"):
        _amend(house, parent, "fifty-fourth")
    with refused("no_such_amendment"):
        _amend(house, 999, "fifty-fourth")


def test_the_mover_takes_an_amendment_in_and_only_its_sponsors_have_spoken_for_the_new_words(house: House) -> None:
    parent, to_it = parent_and(house, "fifty-fourth")
    house.act(sponsors.join, "vn-head", amendment=parent)
    house.act(amendments.take_position, "my-head", amendment=parent, stance="oppose")
    answer = house.act(merging.take_in, "la-head", amendment=to_it)
    assert answer == {"amendment": parent, "number": 1}
    assert inserts(parent) == ["fifty-fourth"]
    assert stances(parent) == {"LA": "support", "VN": "support"}
    assert (row(to_it).state, row(to_it).merged_into_id) == ("merged", parent)
    assert JournalEntry.objects.latest("id").facts["taken_in"] == 2
    house.act(amendments.accept, "chair", amendment=parent)
    assert "our fifty-fourth meeting" in house.words()


@pytest.mark.parametrize("who", ["sg-head", "my-head", "chair", "la-adviser"])
def test_nobody_but_the_mover_of_the_parent_takes_it_in(house: House, who: str) -> None:
    _, to_it = parent_and(house, "fifty-fourth")
    reason = "only_who_tabled_it" if who in ("sg-head", "my-head") else "only_who_binds_a_member"
    with denied(reason):
        house.act(merging.take_in, who, amendment=to_it)


def test_an_amendment_to_the_text_is_taken_in_by_nobody(house: House) -> None:
    amendment = house.table("la-head", "next", "54th")
    with denied("only_who_tabled_it"):
        house.act(merging.take_in, "la-head", amendment=amendment)


def test_a_parent_waits_until_what_would_amend_it_is_decided(house: House) -> None:
    parent, to_it = parent_and(house, "fifty-fourth")
    with refused("amendments_to_it_first", count=1):
        house.act(amendments.accept, "chair", amendment=parent)
    house.act(amendments.reject, "chair", amendment=to_it)
    house.act(amendments.accept, "chair", amendment=parent)
    assert row(parent).state == "accepted" and "our 54th meeting" in house.words()


def test_who_accepts_an_amendment_to_another_accepts_that_one_as_amended(house: House) -> None:
    parent, to_it, other = parent_and(house, "fifty-fourth", "LIVth")
    house.act(amendments.accept, "chair", amendment=to_it)
    assert [row(one).state for one in (parent, to_it, other)] == ["amended", "accepted", "overtaken"]
    assert "our fifty-fourth meeting" in house.words()
    with refused("amendment_is_over"):
        house.act(amendments.withdraw, "la-head", amendment=parent)


@pytest.mark.parametrize(("end", "who"), [("withdraw", "la-head"), ("reject", "chair")])
def test_with_a_parent_what_would_amend_it_is_over(house: House, end: str, who: str) -> None:
    parent, to_it = parent_and(house, "fifty-fourth")
    house.act(getattr(amendments, end), who, amendment=parent)
    assert row(to_it).state == "overtaken" and row(to_it).ended_at is not None


def _merge(house: House, *chosen: int, **more: Any) -> dict[str, Any]:
    return house.act(merging.merge, "chair", text=house.text, amendments=list(chosen), **more)


def test_several_become_one_in_the_names_of_all(house: House) -> None:
    one = house.table("la-head", "all", "any", reason="Wider.")
    other = house.table("sg-head", "next", "54th", reason="Plainer.")
    house.act(sponsors.join, "my-head", amendment=other)
    house.act(sponsors.join, "sg-head", amendment=one)
    made = row(_merge(house, other, one)["amendment"])
    assert (made.number, made.party.code, made.reason) == (3, "LA", "Wider.\nPlainer.")
    assert amendments.sponsors_of(made) == ("LA", "SG", "MY")
    assert stances(made.pk) == {"LA": "support", "SG": "support", "MY": "support"}
    assert [(row(each).state, row(each).merged_into_id) for each in (one, other)] == [("merged", made.pk)] * 2
    assert JournalEntry.objects.latest("id").facts["merged"] == [1, 2]
    house.act(amendments.accept, "chair", amendment=made.pk)
    assert "share [any] information" in house.words() and "our 54th meeting" in house.words()


def test_a_reason_may_be_given_instead(house: House) -> None:
    one, other = house.table("la-head", "all", "any", reason="Wider."), house.table("sg-head", "next", "54th")
    assert row(_merge(house, one, other, reason=" Both. ")["amendment"]).reason == "Both."


def test_those_that_contradict_each_other_are_not_merged_and_the_two_are_named(house: House) -> None:
    chosen = [house.table(who, "next", words) for who, words in (("la-head", "54th"), ("sg-head", "last"))]
    with refused("amendments_conflict", one=1, other=2, why="same_words"):
        _merge(house, *chosen)


def test_what_is_merged_is_tabled_and_at_least_two(house: House) -> None:
    one, other = house.table("la-head", "all", "any"), house.table("sg-head", "next", "54th")
    with refused("nothing_to_merge"):
        _merge(house, one)
    with refused("nothing_to_merge"):
        _merge(house, one, one)
    with refused("no_such_amendment"):
        _merge(house, one, 999)
    house.act(amendments.withdraw, "la-head", amendment=one)
    with refused("amendment_is_over"):
        _merge(house, one, other)


def test_an_amendment_to_an_amendment_is_not_merged_with_others(house: House) -> None:
    _, to_it = parent_and(house, "fifty-fourth")
    other = house.table("la-head", "all", "any")
    with refused("no_such_amendment"):
        _merge(house, to_it, other)
