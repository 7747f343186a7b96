from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts.naming import STANCES, Attribution, begins_as_a_name, may_begin, named, said
from communique.domain.texts.parties import KNOWN, Parties

LIST = Parties.of([(name, ()) for name in ("EU", "G77", "US", "Japan", "Saint Vincent and the Grenadines", "AOSIS")])


def told(words: str) -> list[tuple[str, str]] | None:
    found = named(words, LIST)
    return found and [(one.party, one.stance) for one in found.said]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("EU", [("EU", "propose")]),
        ("EU, Japan", [("EU", "propose"), ("Japan", "propose")]),
        ("EU & Japan", [("EU", "propose"), ("Japan", "propose")]),
        ("EU/Japan", [("EU", "propose"), ("Japan", "propose")]),
        ("the EU and the US delete", [("EU", "delete"), ("US", "delete")]),
        ("EU; US delete", [("EU", "propose"), ("US", "delete")]),
        ("EU retain, US delete, Japan", [("EU", "retain"), ("US", "delete"), ("Japan", "propose")]),
        ("Saint Vincent and the Grenadines, EU", [("Saint Vincent and the Grenadines", "propose"), ("EU", "propose")]),
        ("US (reserve)", [("US", "reserve")]),
        ("US reserves its position", [("US", "reserve")]),
        ("US would like to delete", [("US", "delete")]),
        ("US wishes to retain", [("US", "retain")]),
        ("US proposes to delete", [("US", "delete")]),
        ("AOSIS objects.", [("AOSIS", "oppose")]),
        ("G-77/China supports", [("G77", "support")]),
        ("EU + Japan", [("EU", "propose"), ("Japan", "propose")]),
        ("Japan on behalf of AOSIS", [("Japan", "propose"), ("AOSIS", "propose")]),
        ("Japan, also on behalf of the EU", [("Japan", "propose"), ("EU", "propose")]),
        ("Japan, also on behalf of the EU, delete", [("Japan", "delete"), ("EU", "delete")]),
        ("US, delete", [("US", "delete")]),
        ("US alt", [("US", "propose")]),
        ("us delete", None),
        ("as agreed by the EU", None),
        ("EU should delete words", None),
        ("", None),
        (";", None),
    ],
)
def test_a_list_of_parties_is_read_with_what_each_says(words: str, expected: list[tuple[str, str]] | None):
    assert told(words) == expected


def test_a_stance_is_that_of_all_names_since_the_last_one_or_a_semicolon():
    assert told("EU, US; Japan, AOSIS delete, G77 retain") == [
        ("EU", "propose"),
        ("US", "propose"),
        ("Japan", "delete"),
        ("AOSIS", "delete"),
        ("G77", "retain"),
    ]


def test_a_name_that_nobody_knows_is_said_and_takes_no_stance_from_others():
    found = named("EU, Ruritania delete", LIST)
    assert found is not None
    assert (found.said, found.unknown, found.stances) == ((Attribution("EU", "delete"),), ("Ruritania",), True)


@given(st.lists(st.builds(Attribution, st.sampled_from(LIST.names), st.sampled_from(STANCES)), min_size=1, max_size=6))
def test_what_is_written_is_read_again(some: list[Attribution]):
    found = named(said(some), LIST)
    assert found is not None
    assert (list(found.said), found.unknown) == (some, ())


@given(st.text(max_size=40), st.sampled_from(["", "EU", "EU, ", "the US delete; ", "Ruritania and "]))
def test_where_a_list_is_read_it_could_begin(rest: str, before: str):
    words = before + rest
    if named(words, LIST) is not None:
        assert begins_as_a_name(words)
        assert may_begin(words, 0, len(words), LIST)


def test_neither_a_sentence_nor_a_list_without_end_holds_anybody_up():
    began = time.perf_counter()
    for words in ("Aa " * 30_000, "A.b-c’" * 20_000, "EU, " * 20_000, "EU and " * 20_000 + "x", "X" * 100_000):
        named(words, KNOWN)
        may_begin(words, 0, len(words), KNOWN)
    assert time.perf_counter() - began < 10
