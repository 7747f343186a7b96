"""What could land: who stands where on the proposals to a text, who is alone, and which could be accepted together.

Consensus is the absence of a formal objection (ASEAN Charter, art. 20, and the practice of every body that decides by
it): one delegation that opposes a proposal holds it up, one that reserves or waits for instructions doesn't, yet
leaves it open. So a set of proposals could land when nobody opposes any of them and no two of them clash.

The members of a body come in its own order, the order of protocol. A sponsor stands behind its proposal whatever else
is noted under its name (see ``positions.take``). A party that spoke and is not among the members is shown after them,
and its opposition counts: it is for the chair, not for a sum, to say that it has no voice.

Everything is plain values. Stances other than those of ``positions.Stance`` raise ``Refused("bad_stance")``.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.domain.texts.independent import Graph, bits
from communique.domain.texts.positions import Stance, check_stance

SPONSOR = "sponsor"
"""What a cell of the matrix holds for a delegation in whose name the proposal was tabled."""

_EFFORT = 24_000
"""States that the search for sets may visit in all, a few microseconds each. The clashes of a text are mostly chains
and knots of neighbours, which need some hundreds; beyond this figure the answer is a good one that may not be the best,
and says so."""


@dataclass(frozen=True, slots=True)
class Stake:
    """A tabled proposal as far as positions go. ``key`` is unique among those that are looked at together."""

    key: int
    number: int
    """The number by which the room calls it."""
    paragraphs: tuple[str, ...]
    """Ids of the paragraphs that it touches."""
    parties: tuple[str, ...]
    """Its sponsors, the first one first."""
    stances: Mapping[str, str]
    """What each party said, as a value of ``positions.Stance``. Who said nothing is not in it."""


Clash = tuple[int, int]
"""Keys of two proposals that can't both be accepted. Pairs with a key that isn't looked at are passed over."""


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal in the matrix. ``cells`` has one entry for each party of the matrix: "sponsor", a stance, or ""."""

    key: int
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Delegations across, proposals down, paragraph by paragraph."""

    parties: tuple[str, ...]
    """The members in their order, then by name who else spoke."""
    paragraphs: Mapping[str, tuple[Row, ...]]
    """For each paragraph with proposals, in the order in which they come, its rows by number."""


@dataclass(frozen=True, slots=True)
class Lone:
    """A delegation that stands alone, and on which proposals (keys, by number)."""

    party: str
    against: tuple[int, ...]
    """It alone opposes them, while two others or more stand behind each."""
    behind: tuple[int, ...]
    """It tabled them alone, and nobody supports them."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Who is alone, in the text as a whole and in each paragraph. Delegations in the order of the matrix."""

    overall: tuple[Lone, ...]
    paragraphs: Mapping[str, tuple[Lone, ...]]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A delegation that holds proposals up (keys, by number)."""

    party: str
    opposes: tuple[int, ...]
    only: tuple[int, ...]
    """Those that nobody else opposes: they would be free if it gave way."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the proposals a delegation tabled (as first sponsor), joined, and answered in each way."""

    party: str
    tabled: int
    joined: int
    supports: int
    can_live_with: int
    reserves: int
    opposes: int
    awaits: int
    silent: int
    """Those it neither sponsors nor spoke to."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A set of proposals that could be accepted together: nobody opposes one, none clash, and none could be added."""

    keys: tuple[int, ...]
    """By number."""
    support: int
    """Voices behind it: for each of its proposals the delegations that sponsor or support it, added up."""
    supporters: tuple[str, ...]
    """The delegations behind one of its proposals at least."""
    reserved: tuple[str, ...]
    """The delegations that reserve their position on one of them."""
    waiting: tuple[str, ...]
    """The delegations that leave it open: they wait for instructions on one of them, or are members and are silent."""
    complete: bool
    """False when the proposals were too tangled to try everything: there may be a set with more support."""


@dataclass(frozen=True, slots=True)
class OneAway:
    """What could land if one delegation gave way on one proposal."""

    party: str
    key: int
    landing: Landing
    """The best set then: it holds the proposal, and stands above the best one of today."""
    instead_of: tuple[int, ...]
    """Proposals of today's best set that are not in it. Empty when that set only grows."""


def matrix(stakes: Iterable[Stake], members: Sequence[str]) -> Matrix:
    """Where each delegation stands on each proposal, paragraph by paragraph.

    A proposal that touches several paragraphs has its row in each of them.
    """
    room = _Room.of(stakes, members)
    rows = {
        stake.key: Row(stake.key, stake.number, tuple(_cell(stake, party) for party in room.parties))
        for stake in room.stakes
    }
    return Matrix(
        room.parties,
        {paragraph: tuple(rows[stake.key] for stake in some) for paragraph, some in room.by_paragraph().items()},
    )


def alone(stakes: Iterable[Stake], members: Sequence[str]) -> Alone:
    """Who is alone: the one who opposes what others support, and the sponsor whom nobody supports.

    One delegation against one sponsor is a matter between the two: the opponent isn't alone, the sponsor is.
    """
    room = _Room.of(stakes, members)
    return Alone(
        _lone(room, room.stakes),
        {paragraph: found for paragraph, some in room.by_paragraph().items() if (found := _lone(room, some))},
    )


def blockers(stakes: Iterable[Stake], members: Sequence[str]) -> tuple[Blocker, ...]:
    """The delegations that oppose something: first who alone holds up most, then who opposes most, then in order."""
    room = _Room.of(stakes, members)
    against = [(stake.key, _opponents(stake)) for stake in room.stakes]
    found = [
        Blocker(
            party,
            tuple(key for key, opponents in against if party in opponents),
            tuple(key for key, opponents in against if opponents == {party}),
        )
        for party in room.parties
    ]
    return tuple(sorted((one for one in found if one.opposes), key=lambda one: (-len(one.only), -len(one.opposes))))


def summary(stakes: Iterable[Stake], members: Sequence[str]) -> tuple[Tally, ...]:
    """A tally for each party of the matrix, in its order."""
    room = _Room.of(stakes, members)
    return tuple(_tally(party, room.stakes) for party in room.parties)


def could_land(
    stakes: Iterable[Stake], members: Sequence[str], clashes: Iterable[Clash], limit: int = 5
) -> tuple[Landing, ...]:
    """The largest sets of proposals that could land together, the best ``limit`` of them.

    Largest: no proposal could be added. Ranked by the voices behind them, then by how few reserve or wait for
    instructions, then by how many proposals they hold, then by smaller numbers. Without any proposal that nobody
    opposes there is no set. Exact, unless ``complete`` says that it may not be.
    """
    room = _Room.of(stakes, members)
    board = _Board(room, clashes)
    return _landings(room, board, board.free, limit)


def could_land_by_paragraph(
    stakes: Iterable[Stake], members: Sequence[str], clashes: Iterable[Clash], limit: int = 3
) -> dict[str, tuple[Landing, ...]]:
    """For each paragraph with proposals what could land there, counting alone the proposals that touch it."""
    room = _Room.of(stakes, members)
    board = _Board(room, clashes)
    place = {stake.key: at for at, stake in enumerate(room.stakes)}
    return {
        paragraph: _landings(room, board, board.free & sum(1 << place[stake.key] for stake in some), limit)
        for paragraph, some in room.by_paragraph().items()
    }


def one_away(
    stakes: Iterable[Stake], members: Sequence[str], clashes: Iterable[Clash], limit: int = 10
) -> tuple[OneAway, ...]:
    """What a chair works on: the proposals that a single delegation holds up and with which more could land.

    The best ``limit`` of them, ranked as the sets that could land then. A proposal that would only take the place of
    others with as much behind them is left out.
    """
    room = _Room.of(stakes, members)
    board = _Board(room, clashes)
    held = [(at, opponents) for at, stake in enumerate(room.stakes) if len(opponents := _opponents(stake)) == 1]
    found: list[tuple[int, int, str, bool]] = []
    parts = [(part, *board.graph.best(part, 1, _EFFORT)) for part in board.graph.parts(board.free)]
    today = sum(best[0] for _, best, _ in parts)
    for at, (party,) in held:
        score, sure = board.graph.weights[at], True
        for part, best, whole in parts:
            if part & board.graph.near[at]:
                best, whole = board.graph.best(part & ~board.graph.near[at], 1, _EFFORT // len(held))
            score += best[0]
            sure &= whole
        if board.better(score, today):
            found.append((score, at, party, sure))
    return tuple(
        OneAway(
            party,
            room.stakes[at].key,
            _landing(room, board.chosen(score), sure),
            tuple(room.stakes[one].key for one in bits(board.chosen(today) & ~board.chosen(score))),
        )
        for score, at, party, sure in heapq.nlargest(limit, found)
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """The proposals by number, and all who have a place at the table or spoke."""

    stakes: tuple[Stake, ...]
    members: tuple[str, ...]
    parties: tuple[str, ...]

    @classmethod
    def of(cls, stakes: Iterable[Stake], members: Sequence[str]) -> _Room:
        ordered = tuple(sorted(stakes, key=lambda stake: (stake.number, stake.key)))
        for stance in {stance for stake in ordered for stance in stake.stances.values()}:
            check_stance(stance)
        at_the_table = tuple(dict.fromkeys(members))
        spoke = {party for stake in ordered for party in (*stake.parties, *stake.stances)}
        return cls(ordered, at_the_table, (*at_the_table, *sorted(spoke.difference(at_the_table))))

    def by_paragraph(self) -> dict[str, list[Stake]]:
        found: dict[str, list[Stake]] = {}
        for stake in self.stakes:
            for paragraph in dict.fromkeys(stake.paragraphs):
                found.setdefault(paragraph, []).append(stake)
        return found


def _cell(stake: Stake, party: str) -> str:
    return SPONSOR if party in stake.parties else str(stake.stances.get(party, ""))


def _who(stake: Stake, stance: Stance) -> set[str]:
    return {party for party, said in stake.stances.items() if said == stance} - set(stake.parties)


def _opponents(stake: Stake) -> set[str]:
    return _who(stake, Stance.OPPOSE)


def _behind(stake: Stake) -> set[str]:
    return _who(stake, Stance.SUPPORT).union(stake.parties)


def _lone(room: _Room, stakes: Sequence[Stake]) -> tuple[Lone, ...]:
    against: dict[str, list[int]] = {}
    behind: dict[str, list[int]] = {}
    for stake in stakes:
        opponents, backers = _opponents(stake), _behind(stake)
        if len(opponents) == 1 and len(backers) > 1:
            against.setdefault(next(iter(opponents)), []).append(stake.key)
        if len(backers) == 1 and backers == set(stake.parties):
            behind.setdefault(next(iter(backers)), []).append(stake.key)
    return tuple(
        Lone(party, tuple(against.get(party, ())), tuple(behind.get(party, ())))
        for party in room.parties
        if party in against or party in behind
    )


def _tally(party: str, stakes: Sequence[Stake]) -> Tally:
    cells = [_cell(stake, party) for stake in stakes]
    tabled = sum(stake.parties[:1] == (party,) for stake in stakes)
    return Tally(
        party,
        tabled=tabled,
        joined=cells.count(SPONSOR) - tabled,
        supports=cells.count(Stance.SUPPORT),
        can_live_with=cells.count(Stance.CAN_LIVE_WITH),
        reserves=cells.count(Stance.RESERVE),
        opposes=cells.count(Stance.OPPOSE),
        awaits=cells.count(Stance.AWAITING),
        silent=cells.count(""),
    )


def _landings(room: _Room, board: _Board, among: int, limit: int) -> tuple[Landing, ...]:
    if not among or limit < 1:
        return ()
    scores, sure = board.graph.best(among, limit, _EFFORT)
    return tuple(_landing(room, board.chosen(score), sure) for score in scores)


def _landing(room: _Room, chosen: int, sure: bool) -> Landing:
    some = [room.stakes[at] for at in bits(chosen)]
    behind: set[str] = set()
    reserved: set[str] = set()
    waiting: set[str] = set()
    for stake in some:
        behind |= _behind(stake)
        reserved |= _who(stake, Stance.RESERVE)
        waiting |= _who(stake, Stance.AWAITING)
        waiting.update(party for party in room.members if not _cell(stake, party))

    def in_order(who: set[str]) -> tuple[str, ...]:
        return tuple(party for party in room.parties if party in who)

    return Landing(
        keys=tuple(stake.key for stake in some),
        support=sum(len(_behind(stake)) for stake in some),
        supporters=in_order(behind),
        reserved=in_order(reserved),
        waiting=in_order(waiting),
        complete=sure,
    )


class _Board:
    """The clash graph: a knot for each proposal, by number.

    The score of a set is one integer, the sum of its proposals' weights: voices behind it, doubts (counting down), size
    and the set itself, from the highest digits to the lowest. No two sets have the same, and the greater of two scores
    is the better set.
    """

    def __init__(self, room: _Room, clashes: Iterable[Clash]) -> None:
        count = len(room.stakes)
        place = {stake.key: at for at, stake in enumerate(room.stakes)}
        near = [0] * count
        for one, other in clashes:
            if one in place and other in place and one != other:
                near[place[one]] |= 1 << place[other]
                near[place[other]] |= 1 << place[one]
        self.free = sum(1 << at for at, stake in enumerate(room.stakes) if not _opponents(stake))
        doubts = [len(_who(stake, Stance.RESERVE)) + len(_who(stake, Stance.AWAITING)) for stake in room.stakes]
        for_size = count
        for_doubts = for_size + count.bit_length()
        for_voices = for_doubts + sum(doubts).bit_length() + 1
        self.count = count
        weights = [
            (len(_behind(stake)) << for_voices) - (doubts[at] << for_doubts) + (1 << for_size) + (1 << count - 1 - at)
            for at, stake in enumerate(room.stakes)
        ]
        self.graph = Graph(near, weights)

    def chosen(self, score: int) -> int:
        """The set of a score."""
        return sum(1 << self.count - 1 - at for at in bits(score & (1 << self.count) - 1))

    def better(self, one: int, other: int) -> bool:
        """Has the first score more voices behind it, or fewer doubts, or more proposals: more than smaller numbers?"""
        return one >> self.count > other >> self.count
