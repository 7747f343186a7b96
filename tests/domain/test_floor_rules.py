"""What a body may settle about its floor."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import floor_rules
from communique.domain.errors import Refused
from communique.domain.floor_rules import FloorRules, Kind, Observers, Order, Standing, WhenOver

seconds = st.integers(floor_rules.SHORTEST, floor_rules.LONGEST)
rules = st.builds(
    FloorRules,
    order=st.sampled_from(Order),
    heads_first=st.booleans(),
    observers=st.sampled_from(Observers),
    names=st.integers(1, floor_rules.MOST_NAMES),
    opens=st.booleans(),
    reopens=st.booleans(),
    when_over=st.sampled_from(WhenOver),
    limits=st.fixed_dictionaries(
        {kind: st.fixed_dictionaries({who: st.none() | seconds for who in Standing}) for kind in floor_rules.LIMITED}
    ),
    replies=st.lists(seconds, max_size=floor_rules.MOST_REPLIES).map(tuple),
)


@given(rules)
def test_what_was_settled_is_read_as_it_was_written(settled: FloorRules) -> None:
    assert floor_rules.read(settled.json()) == settled


def test_a_body_that_has_settled_nothing_has_the_usual_rules() -> None:
    usual = floor_rules.read({})
    assert usual == FloorRules()
    assert (usual.order, usual.replies) == (Order.REQUEST, (600, 300))
    assert usual.limits[Kind.STATEMENT][Standing.MEMBER] == 300


def test_what_is_not_said_is_as_usual() -> None:
    settled = floor_rules.read({"limits": {"statement": {"observer": None}}})
    assert settled.limits[Kind.STATEMENT] == {Standing.MEMBER: 300, Standing.OBSERVER: None, Standing.OFFICE: None}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"order": "by weight"}, "order"),
        ({"observers": None}, "observers"),
        ({"when_over": 3}, "when_over"),
        ({"heads_first": "yes"}, "heads_first"),
        ({"opens": 1}, "opens"),
        ({"names": 0}, "names"),
        ({"names": 11}, "names"),
        ({"names": True}, "names"),
        ({"names": "2"}, "names"),
        ({"replies": [600] * 6}, "replies"),
        ({"replies": [5]}, "replies"),
        ({"replies": 600}, "replies"),
        ({"limits": {"song": {}}}, "limits"),
        ({"limits": {"right_of_reply": {}}}, "limits"),
        ({"limits": {"statement": {"king": 60}}}, "limits"),
        ({"limits": {"statement": 60}}, "limits"),
        ({"limits": []}, "limits"),
        ({"anything": 1}, "anything"),
    ],
)
def test_what_no_body_can_settle_is_refused_by_its_name(said: dict[str, Any], name: str) -> None:
    with pytest.raises(Refused) as refused:
        floor_rules.read(said)
    assert (refused.value.code, refused.value.facts) == ("bad_floor_rules", {"name": name})


@pytest.mark.parametrize("limit", [9, 14401, -1, 0, True, "60", 60.0])
def test_a_limit_out_of_bounds_is_refused(limit: Any) -> None:
    with pytest.raises(Refused, match="limit_out_of_bounds"):
        floor_rules.read({"limits": {"statement": {"member": limit}}})
