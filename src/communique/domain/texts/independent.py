"""The best of the largest independent sets of a graph whose knots have weights.

A set of knots is an integer with a bit for each, the first one lowest. Independent: no two of it are neighbours.
Largest: no knot could be added. To find the one with the greatest weight is hard in general, and quick where neighbours
lie together as in a text, whatever its length: what is decided is forgotten as soon as nothing more depends on it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_State = tuple[int, frozenset[int]]
"""What of the knots decided so far matters for those still to come: which of them are ruled out, and, for each
knot that was left out though nothing yet rules it out, those still to come one of which must be chosen."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Knots by their place. Weights are integers so made that no two sets weigh the same (see ``best``)."""

    near: Sequence[int]
    """The neighbours of each knot, as a set. Both of two neighbours name each other, and none itself."""
    weights: Sequence[int]

    def parts(self, among: int) -> list[int]:
        """The connected parts of the graph on ``among``."""
        found = []
        while among:
            part, edge = 0, among & -among
            while edge:
                part |= edge
                among &= ~edge
                edge = self._around(edge) & among
            found.append(part)
        return found

    def best(self, among: int, limit: int, effort: int) -> tuple[list[int], bool]:
        """The ``limit`` greatest weights of the largest sets in ``among``, descending, and whether that is certain.

        The one largest set of nothing is empty and weighs nothing. ``effort`` is the number of states that the search
        may visit, roughly; what it finds with less than it needs are largest sets too, if not the heaviest ones.
        """
        weights, sure = [0], True
        parts = sorted(self.parts(among), key=int.bit_count)
        left = effort
        for at, part in enumerate(parts):
            if part & part - 1:
                found, whole, took = self._best_of_part(part, limit, left // (len(parts) - at))
                left = max(left - took, 0)
                sure &= whole
            else:
                found = [self.weights[part.bit_length() - 1]]
            weights = heapq.nlargest(limit, (one + other for one in weights for other in found))
        return weights, sure

    def _best_of_part(self, part: int, limit: int, effort: int) -> tuple[list[int], bool, int]:
        """As ``best`` for one connected part, and the states it took.

        Knots are decided one after the other, neighbours close together; of all choices that leave the same
        state only the best ``limit`` go on. With more states than the effort allows only the most promising go on.
        """
        order = self._order(part)
        width = max(effort // len(order), 4)
        states: dict[_State, list[int]] = {(0, frozenset()): [0]}
        sure, took = True, 0
        for at in order:
            part &= ~(1 << at)
            states = self._decided(at, part, states, limit)
            took += len(states)
            if len(states) > width:
                sure = False
                kept = heapq.nlargest(width, states.items(), key=lambda entry: entry[1][0])
                # Who owes nothing can always go on: one of them stays, so that there is an answer.
                kept.append(max((e for e in states.items() if not e[0][1]), key=lambda entry: entry[1][0]))
                states = dict(kept)
        (weights,) = states.values()
        return weights, sure, took

    def _decided(self, at: int, to_come: int, states: dict[_State, list[int]], limit: int) -> dict[_State, list[int]]:
        """The states after knot ``at`` was chosen or left out."""
        bit, around, weight = 1 << at, self.near[at] & to_come, self.weights[at]
        found: dict[_State, list[int]] = {}

        def reach(state: _State, weights: list[int]) -> None:
            known = found.get(state)
            found[state] = weights if known is None else heapq.nlargest(limit, (*known, *weights))

        for (ruled_out, owed), weights in states.items():
            if ruled_out & bit:
                reach((ruled_out & ~bit, owed), weights)
                continue
            out = ruled_out | around
            still = _least(mask & ~out for mask in owed if not mask & bit)
            if 0 not in still:
                reach((out, still), [score + weight for score in weights])
            without = _least((*(mask & ~bit for mask in owed), around & ~ruled_out))
            if 0 not in without:
                reach((ruled_out, without), weights)
        return found

    def _order(self, part: int) -> list[int]:
        """The knots of a part so that as few as possible are touched and undecided at any time."""
        order: list[int] = []
        edge = 0
        while part:
            at = min(
                bits(edge or part),
                key=lambda at: (
                    (self.near[at] & part & ~edge).bit_count(),
                    (self.near[at] & part).bit_count(),
                    at,
                ),
            )
            order.append(at)
            part &= ~(1 << at)
            edge = (edge | self.near[at]) & part
        return order

    def _around(self, some: int) -> int:
        found = 0
        for at in bits(some):
            found |= self.near[at]
        return found


def _least(masks: Iterable[int]) -> frozenset[int]:
    """The masks that contain no other one: who meets those meets all."""
    found = frozenset(masks)
    if len(found) < 2:
        return found
    return frozenset(one for one in found if not any(other & ~one == 0 and other != one for other in found))


def bits(some: int) -> Iterator[int]:
    """The places of a set, ascending."""
    while some:
        low = some & -some
        yield low.bit_length() - 1
        some ^= low
