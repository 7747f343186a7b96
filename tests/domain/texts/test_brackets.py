from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts.brackets import Forest, Mark, Pair, find


def flat(pairs: tuple[Pair, ...]) -> list[Pair]:
    waiting, found = list(pairs), []
    while waiting:
        pair = waiting.pop()
        found.append(pair)
        waiting += pair.children
    return found


def test_a_pair_may_open_in_one_paragraph_and_close_in_another():
    forest = find([("a", "Parties [shall"), ("b", "meet] in June")])
    assert forest == Forest((Pair(Mark("a", 8), Mark("b", 4), 1, ()),), (), 1, 1, 1)
    assert forest.balanced


def test_pairs_nest_with_their_depth():
    (outer,) = find([("a", "[one [two [three]] [four]]")]).pairs
    assert [(pair.open.offset, pair.close.offset, pair.depth) for pair in outer.children] == [(5, 17, 2), (19, 24, 2)]
    assert outer.children[0].children[0].depth == 3


def test_brackets_without_a_partner_are_reported_where_they_stand_and_deepen_nothing():
    forest = find([("a", "] open [ and"), ("b", "[done]")])
    assert forest.unbalanced == (Mark("a", 0), Mark("a", 7))
    assert forest.pairs == (Pair(Mark("b", 0), Mark("b", 5), 1, ()),)
    assert (forest.open, forest.closed, forest.depth) == (2, 2, 1)


def test_a_text_without_brackets_has_none():
    assert find([]) == find([("a", "(round) {curly}")]) == Forest((), (), 0, 0, 0)


@given(st.lists(st.text("[]x", max_size=12), max_size=6))
def test_every_bracket_is_in_one_pair_or_stands_alone(texts: list[str]):
    rows = [(str(at), text) for at, text in enumerate(texts)]
    forest = find(rows)
    paired = [mark for pair in flat(forest.pairs) for mark in (pair.open, pair.close)]
    signs = {Mark(str(at), offset): sign for at, text in enumerate(texts) for offset, sign in enumerate(text)}
    everywhere = {mark for mark, sign in signs.items() if sign in "[]"}
    assert sorted(map(str, (*paired, *forest.unbalanced))) == sorted(map(str, everywhere))
    assert all(signs[pair.open] == "[" and signs[pair.close] == "]" for pair in flat(forest.pairs))
    assert forest.open + forest.closed == len(everywhere)
    assert forest.depth == max((pair.depth for pair in flat(forest.pairs)), default=0)


@given(st.text("[]", max_size=30))
def test_what_stands_alone_closes_first_and_opens_after(text: str):
    signs = "".join(text[mark.offset] for mark in find([("a", text)]).unbalanced)
    assert "[]" not in signs


def test_a_hundred_thousand_brackets_one_in_the_other_take_no_time():
    began = time.perf_counter()
    forest = find([("a", "[" * 100_000), ("b", "]" * 100_000)])
    assert forest.depth == 100_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"], ids=["Geneva", "Paris"]
)
def test_all_brackets_of_a_real_draft_are_counted_and_the_odd_ones_located(corpus: Path, name: str):
    draft = (corpus / "paris" / name).read_text("utf-8")
    rows = [(str(at), text) for at, text in enumerate(draft.split("\n\n"))]
    forest = find(rows)
    assert (forest.open, forest.closed) == (draft.count("["), draft.count("]"))
    assert forest.open > 400
    assert len(flat(forest.pairs)) * 2 + len(forest.unbalanced) == forest.open + forest.closed
    assert forest.unbalanced
    assert all(dict(rows)[mark.block][mark.offset] in "[]" for mark in forest.unbalanced)
    assert forest.depth >= 3
