"""The heaviest of the largest independent sets of a graph."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts.independent import Graph, bits


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to eleven knots of different weights; each set has a weight of its own."""
    count = draw(st.integers(0, 11))
    near = [0] * count
    for one, other in draw(st.sets(st.sampled_from(list(combinations(range(count), 2))))) if count > 1 else ():
        near[one] |= 1 << other
        near[other] |= 1 << one
    return Graph(near, [(draw(st.integers(-3, 9)) << count) + (1 << at) for at in range(count)])


def largest(graph: Graph, among: int) -> set[int]:
    """The weights of all largest independent sets in ``among``, by trying every set."""
    found = set()
    for some in range(1 << len(graph.near)):
        ruled_out = 0
        for at in bits(some):
            ruled_out |= graph.near[at]
        if not some & ruled_out and some | (ruled_out & among) == among and not some & ~among:
            found.add(sum(graph.weights[at] for at in bits(some)))
    return found


@given(graphs(), st.integers(0), st.integers(1, 8))
def test_the_best_are_the_heaviest_of_all_largest_sets(graph: Graph, chosen: int, limit: int) -> None:
    among = chosen & (1 << len(graph.near)) - 1
    weights, sure = graph.best(among, limit, 10**6)
    assert sure
    assert weights == sorted(largest(graph, among), reverse=True)[:limit]


@given(graphs(), st.integers(0, 60))
def test_with_too_little_effort_what_is_found_are_still_largest_sets(graph: Graph, effort: int) -> None:
    among = (1 << len(graph.near)) - 1
    weights, sure = graph.best(among, 3, effort)
    assert weights
    assert set(weights) <= largest(graph, among)
    if sure:
        assert weights == sorted(largest(graph, among), reverse=True)[:3]


@given(graphs())
def test_parts_hold_every_knot_once_and_no_neighbours_are_parted(graph: Graph) -> None:
    among = (1 << len(graph.near)) - 1
    parts = graph.parts(among)
    assert sum(parts) == among
    for part in parts:
        assert all(graph.near[at] & ~part == 0 for at in bits(part))
