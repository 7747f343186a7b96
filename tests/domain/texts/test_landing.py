"""Who stands where, who is alone, and what could land."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import landing
from communique.domain.texts.landing import Clash, Landing, Stake, could_land, could_land_by_paragraph, one_away
from communique.domain.texts.positions import Stance

MEMBERS = ("BN", "KH", "LA", "MY", "VN")


def stake(key: int, *parties: str, paragraphs: tuple[str, ...] = ("p1",), **stances: str) -> Stake:
    return Stake(key, key, paragraphs, parties, stances)


ROOM = [
    stake(1, "LA", BN="support", KH="oppose"),
    stake(2, "VN", "MY", paragraphs=("p1", "p2"), LA="support", KH="oppose", BN="oppose"),
    stake(3, "KH", paragraphs=("p2",), VN="reserve", MY="awaiting"),
    stake(4, "MY", "BN", paragraphs=("p3",), VN="can_live_with", KH="oppose"),
]


def test_the_matrix_has_a_cell_for_each_member_and_each_proposal_of_a_paragraph() -> None:
    found = landing.matrix(ROOM, MEMBERS)
    assert found.parties == MEMBERS
    assert {paragraph: [(row.number, row.cells) for row in rows] for paragraph, rows in found.paragraphs.items()} == {
        "p1": [
            (1, ("support", "oppose", "sponsor", "", "")),
            (2, ("oppose", "oppose", "support", "sponsor", "sponsor")),
        ],
        "p2": [
            (2, ("oppose", "oppose", "support", "sponsor", "sponsor")),
            (3, ("", "sponsor", "", "awaiting", "reserve")),
        ],
        "p3": [(4, ("sponsor", "oppose", "", "sponsor", "can_live_with"))],
    }


def test_who_is_not_a_member_stands_after_the_members_and_its_objection_counts() -> None:
    room = [stake(1, "LA", UK="oppose"), stake(2, "EU")]
    assert landing.matrix(room, MEMBERS).parties == (*MEMBERS, "EU", "UK")
    assert [one.keys for one in could_land(room, MEMBERS, [])] == [(2,)]


def test_a_sponsor_stands_behind_its_proposal_whatever_else_is_noted_under_its_name() -> None:
    room = [stake(1, "LA", "VN", VN="oppose")]
    assert landing.matrix(room, MEMBERS).paragraphs["p1"][0].cells == ("", "", "sponsor", "", "sponsor")
    assert [(one.keys, one.support) for one in could_land(room, MEMBERS, [])] == [((1,), 2)]


def test_an_answer_that_nobody_can_give_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        landing.matrix([stake(1, "LA", VN="abstain")], MEMBERS)
    assert refused.value.code == "bad_stance"


def test_who_alone_opposes_what_others_support_is_alone() -> None:
    found = landing.alone(ROOM, MEMBERS)
    assert [(one.party, one.against, one.behind) for one in found.overall] == [("KH", (1, 4), (3,))]
    assert {
        name: [(one.party, one.against, one.behind) for one in some] for name, some in found.paragraphs.items()
    } == {
        "p1": [("KH", (1,), ())],
        "p2": [("KH", (), (3,))],
        "p3": [("KH", (4,), ())],
    }


def test_one_against_one_leaves_the_sponsor_alone_and_not_the_opponent() -> None:
    found = landing.alone([stake(1, "LA", VN="oppose", BN="can_live_with")], MEMBERS)
    assert [(one.party, one.against, one.behind) for one in found.overall] == [("LA", (), (1,))]


def test_who_holds_up_most_alone_comes_first_among_the_blockers() -> None:
    found = landing.blockers([*ROOM, stake(5, "LA", BN="oppose", VN="oppose")], MEMBERS)
    assert [(one.party, one.opposes, one.only) for one in found] == [
        ("KH", (1, 2, 4), (1, 4)),
        ("BN", (2, 5), ()),
        ("VN", (5,), ()),
    ]


def test_the_tally_of_a_delegation_adds_up_to_the_proposals() -> None:
    found = {one.party: one for one in landing.summary(ROOM, MEMBERS)}
    assert tuple(found) == MEMBERS
    assert found["BN"] == landing.Tally("BN", 0, 1, 1, 0, 0, 1, 0, 1)
    assert found["MY"] == landing.Tally("MY", 1, 1, 0, 0, 0, 0, 1, 1)
    assert found["VN"] == landing.Tally("VN", 1, 0, 0, 1, 1, 0, 0, 1)
    for one in found.values():
        shares = (
            one.tabled,
            one.joined,
            one.supports,
            one.can_live_with,
            one.reserves,
            one.opposes,
            one.awaits,
            one.silent,
        )
        assert sum(shares) == len(ROOM)


def test_what_could_land_says_who_is_behind_it_and_who_leaves_it_open() -> None:
    (found,) = could_land(ROOM, MEMBERS, [])
    assert found == Landing(
        keys=(3,), support=1, supporters=("KH",), reserved=("VN",), waiting=("BN", "LA", "MY"), complete=True
    )


def test_proposals_that_clash_land_in_different_sets_and_more_voices_go_first() -> None:
    room = [stake(1, "LA"), stake(2, "VN", BN="support"), stake(3, "MY")]
    assert [(one.keys, one.support) for one in could_land(room, MEMBERS, [(1, 2)])] == [((2, 3), 3), ((1, 3), 2)]


def test_with_as_many_voices_fewer_doubts_go_first_then_more_proposals_then_smaller_numbers() -> None:
    doubts = [stake(1, "LA", VN="reserve"), stake(2, "MY")]
    assert [one.keys for one in could_land(doubts, MEMBERS, [(1, 2)])] == [(2,), (1,)]
    more = [stake(1, "LA", "VN"), stake(2, "MY"), stake(3, "BN")]
    assert [one.keys for one in could_land(more, MEMBERS, [(1, 2), (1, 3)])] == [(2, 3), (1,)]
    numbers = [stake(1, "LA"), stake(2, "MY")]
    assert [one.keys for one in could_land(numbers, MEMBERS, [(2, 1)])] == [(1,), (2,)]


def test_nothing_could_land_where_everything_is_opposed_or_nothing_is_tabled() -> None:
    assert could_land([], MEMBERS, []) == ()
    assert could_land([stake(1, "LA", VN="oppose")], MEMBERS, []) == ()
    assert could_land(ROOM, MEMBERS, [], limit=0) == ()


def test_a_clash_with_what_is_no_longer_on_the_table_is_passed_over() -> None:
    assert [one.keys for one in could_land([stake(1, "LA")], MEMBERS, [(1, 9), (8, 9), (1, 1)])] == [(1,)]


def test_in_each_paragraph_only_its_own_proposals_count() -> None:
    room = [stake(1, "LA"), stake(2, "VN", paragraphs=("p1", "p2")), stake(3, "MY", paragraphs=("p2",), VN="oppose")]
    found = could_land_by_paragraph(room, MEMBERS, [(1, 2)])
    assert {name: [one.keys for one in some] for name, some in found.items()} == {"p1": [(1,), (2,)], "p2": [(2,)]}


def test_one_away_names_the_delegation_the_proposal_and_what_would_land_then() -> None:
    room = [stake(1, "LA"), stake(2, "VN", "BN", KH="oppose"), stake(3, "MY", KH="oppose", LA="oppose")]
    (found,) = one_away(room, MEMBERS, [])
    assert (found.party, found.key, found.landing.keys, found.instead_of) == ("KH", 2, (1, 2), ())


def test_one_away_says_which_proposals_would_give_way() -> None:
    room = [stake(1, "LA"), stake(2, "VN", "BN", KH="oppose"), stake(3, "MY")]
    (found,) = one_away(room, MEMBERS, [(1, 2)])
    assert (found.party, found.key, found.landing.keys, found.instead_of) == ("KH", 2, (2, 3), (1,))


def test_a_proposal_that_would_gain_nothing_is_not_one_away() -> None:
    room = [stake(1, "LA", "MY"), stake(2, "VN", KH="oppose")]
    assert one_away(room, MEMBERS, [(1, 2)]) == ()


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Stake], list[Clash]]:
    count = draw(st.integers(0, 9))
    stances = st.dictionaries(
        st.sampled_from(MEMBERS), st.sampled_from([*Stance, Stance.SUPPORT, Stance.RESERVE]), max_size=4
    )
    sponsors = st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=2, unique=True).map(tuple)
    room = [Stake(100 - at, at, ("p",), draw(sponsors), draw(stances)) for at in range(count)]
    pairs = list(combinations([one.key for one in room], 2))
    return room, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24)) if pairs else []


@given(rooms(), st.integers(1, 6))
@settings(max_examples=300)
def test_what_could_land_is_what_trying_every_set_finds(drawn: tuple[list[Stake], list[Clash]], limit: int) -> None:
    room, clashes = drawn
    found = could_land(room, MEMBERS, clashes, limit)
    assert [one.keys for one in found] == list(_tried(room, clashes))[:limit]
    assert all(one.complete for one in found)


@given(rooms())
@settings(max_examples=150)
def test_who_is_one_away_is_found_by_giving_way_one_by_one(drawn: tuple[list[Stake], list[Clash]]) -> None:
    room, clashes = drawn
    today = next(_tried(room, clashes), ())
    expected = set()
    for at, one in enumerate(room):
        opponents = [party for party, said in one.stances.items() if said == "oppose" and party not in one.parties]
        if len(opponents) != 1:
            continue
        yielded = [*room[:at], _without(one, opponents[0]), *room[at + 1 :]]
        then = next(_tried(yielded, clashes))
        of = {some.key: some for some in room}
        if one.key in then and _rank([of[key] for key in then])[:3] < _rank([of[key] for key in today])[:3]:
            expected.add((opponents[0], one.key, then, tuple(key for key in today if key not in then)))
    assert {
        (one.party, one.key, one.landing.keys, one.instead_of) for one in one_away(room, MEMBERS, clashes)
    } == expected


@given(rooms(), st.randoms())
@settings(max_examples=50)
def test_the_order_in_which_proposals_and_clashes_come_changes_nothing(
    drawn: tuple[list[Stake], list[Clash]], chance: random.Random
) -> None:
    room, clashes = drawn
    shuffled = [(other, one) for one, other in chance.sample(clashes, len(clashes))]
    assert could_land(chance.sample(room, len(room)), MEMBERS, shuffled) == could_land(room, MEMBERS, clashes)


def test_a_hundred_proposals_for_one_place_are_a_hundred_sets() -> None:
    room = [stake(key, "LA") for key in range(1, 101)]
    found = could_land(room, MEMBERS, combinations(range(1, 101), 2), limit=200)
    assert [one.keys for one in found] == [(key,) for key in range(1, 101)]


def test_a_long_chain_is_solved_though_its_sets_are_beyond_counting() -> None:
    room = [stake(key, "LA") for key in range(1, 301)]
    found = could_land(room, MEMBERS, [(key, key + 1) for key in range(1, 300)])
    assert (len(found), found[0].complete, found[0].keys) == (5, True, tuple(range(1, 300, 2)))
    assert [one.support for one in found] == [150] * 5


def test_three_hundred_proposals_with_many_clashes_take_less_than_a_tenth_of_a_second() -> None:
    room, clashes = _great_room(along=True)
    took, found = _quickest(room, clashes)
    assert len(clashes) > 600
    assert found[0].complete
    assert took < 0.1


def test_a_room_too_tangled_is_answered_in_time_with_a_good_set_that_says_so() -> None:
    room, clashes = _great_room(along=False)
    took, found = _quickest(room, clashes)
    assert took < 0.2
    assert not any(one.complete for one in found)
    for one in found:
        _check_largest(one.keys, room, clashes)
    assert found[0].support >= _greedily(room, clashes)


def _without(one: Stake, party: str) -> Stake:
    said = {name: stance for name, stance in one.stances.items() if name != party}
    return Stake(one.key, one.number, one.paragraphs, one.parties, said)


def _free(room: Iterable[Stake]) -> list[Stake]:
    return [one for one in room if all(said != "oppose" or party in one.parties for party, said in one.stances.items())]


def _backers(one: Stake) -> set[str]:
    return {party for party, said in one.stances.items() if said == "support"} | set(one.parties)


def _tried(room: Sequence[Stake], clashes: Iterable[Clash]) -> Iterator[tuple[int, ...]]:
    """Every largest set, ranked, by trying all subsets."""
    apart = {frozenset(pair) for pair in clashes}
    free = _free(room)
    sets = [
        some
        for size in range(1, len(free) + 1)
        for some in combinations(free, size)
        if not any(frozenset((one.key, other.key)) in apart for one, other in combinations(some, 2))
    ]
    inside = [frozenset(one.key for one in some) for some in sets]
    largest = [some for some, keys in zip(sets, inside, strict=True) if not any(keys < other for other in inside)]

    for some in sorted(largest, key=_rank):
        yield tuple(one.key for one in some)


def _great_room(*, along: bool) -> tuple[list[Stake], list[Clash]]:
    """300 proposals; their clashes lie along a text, as they do in a room, or anywhere."""
    chance = random.Random(20)
    members = [f"M{at}" for at in range(10)]
    room = []
    for key in range(300):
        answers = ["support", "can_live_with", "reserve", "awaiting"]
        stances = {name: chance.choice(answers) for name in chance.sample(members, 5)}
        room.append(Stake(key, key, (f"p{key // 5}",), (chance.choice(members),), stances))
    if along:
        spans = [(start := chance.uniform(0, 100), start + chance.expovariate(1.2)) for _ in room]
        pairs = combinations(range(300), 2)
        return room, [(i, j) for i, j in pairs if spans[i][0] < spans[j][1] and spans[j][0] < spans[i][1]]
    return room, [pair for pair in combinations(range(300), 2) if chance.random() < 0.05]


def _quickest(room: list[Stake], clashes: list[Clash]) -> tuple[float, tuple[Landing, ...]]:
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        found = could_land(room, MEMBERS, clashes)
        taken.append(time.perf_counter() - began)
    return min(taken), found


def _check_largest(keys: tuple[int, ...], room: list[Stake], clashes: list[Clash]) -> None:
    inside = set(keys)
    assert not any(one in inside and other in inside for one, other in clashes)
    touched = {other for pair in clashes for one, other in (pair, pair[::-1]) if one in inside}
    assert {one.key for one in _free(room)} == inside | (touched - inside)


def _greedily(room: list[Stake], clashes: list[Clash]) -> int:
    """The voices behind a set made by taking, again and again, what has most voices for the clashes it costs."""
    near: dict[int, set[int]] = {one.key: set() for one in room}
    for one, other in clashes:
        near[one].add(other)
        near[other].add(one)
    left = {one.key: len(_backers(one)) for one in room}
    voices = 0
    while left:
        key = max(left, key=lambda key: (left[key] / (1 + len(near[key] & left.keys())), -key))
        voices += left[key]
        for gone in (near[key] | {key}) & left.keys():
            del left[gone]
    return voices


def _rank(some: Sequence[Stake]) -> tuple[int, int, int, list[int]]:
    doubts = [
        party
        for one in some
        for party, said in one.stances.items()
        if said in ("reserve", "awaiting") and party not in one.parties
    ]
    return (-sum(len(_backers(one)) for one in some), len(doubts), -len(some), [one.number for one in some])
