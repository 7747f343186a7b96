"""Which paragraphs of one text are which of another.

Paragraphs are compared by their words: letters and digits, without case, signs and brackets. Those with the same words
come first, as far as it is plain which is which; then pairs, splits and merges are scored by the words that they share,
and the best are taken. Who could be whom is looked up by pairs of neighbouring words that are rare in both texts, so
that the work grows with the length of the texts, not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

ALIKE = 0.5
"""Of two paragraphs' words, how many they must share to be one paragraph that changed."""
SAME_ID = 0.3
"""The same where both have one id. An id alone is not believed: it may come from a copy, or from a retyped text."""
CONTAINED = 0.75
"""Of the words of a part, how many the whole must hold, in a split or a merge."""
COVERED = 0.7
"""Of the words of the whole, how many its parts must hold together."""
SHORT = 0.65
"""The same where they share no more words than a label has, and stand between the same others."""
LEFT_OVER = 0.45
"""The same where they are all that is left between the same others."""
LEFT_LINE, LINE = 1 / 3, 8
"""The same of such paragraphs that have no more words than a line: a date, a symbol."""
LABEL = 3
"""Words of a paragraph that is only a label, such as "Option 1:". One that comes again and again is no move."""
_NEARER, _KNOWN = 0.05, 0.2
"""How much more two paragraphs are worth than their words, which stand between the same others, or have one id."""
_RARE = 16
"""In how many paragraphs of a text a pair of words may stand to tell anything."""
_COMMON = 4 * _RARE
"""From how many on it tells nothing at all."""
_FEWEST = 3
"""How many pairs of words of each paragraph are looked up, rare or not."""
_PART = 5
"""What part, one in so many, of the fewer of two paragraphs' telling pairs they must share to be measured."""
_NEAREST = 5
"""How many paragraphs each one is measured against."""

_WORD = re.compile(r"\w+")
_WORD_OR_IDEOGRAPH = re.compile(
    r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_BEYOND_LETTERS = re.compile("[\u3041-\U0003ffff]")

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs ``old`` became ``new``: one and one, one and several neighbours, or several and one.

    ``ratio`` is the part of their words that they share; ``moved`` says that their place changed among the others.
    """

    old: Places
    new: Places
    ratio: float
    moved: bool = False

    def turned(self) -> Group:
        return Group(self.new, self.old, self.ratio, self.moved)


class Side:
    """One of two texts: its paragraphs' words as numbers out of ``known``, which both texts share."""

    def __init__(self, texts: Sequence[str], ids: Sequence[str], known: Vocabulary) -> None:
        self.ids = ids
        words = [_words_of(text) for text in texts]
        self.keys = [" ".join(some) or text.strip() for some, text in zip(words, texts, strict=True)]
        """Paragraphs with one key have the same words."""
        self.words = [[*map(known.__getitem__, some)] for some in words]
        self.bags = [*map(frozenset, self.words)]

    def order(self) -> tuple[int, list[str], list[str]]:
        """By which of two texts is compared with which."""
        return len(self.keys), self.keys, list(self.ids)


class Vocabulary(dict[str, int]):
    """Words and their numbers; one that is asked for the first time gets the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def align(old: Side, new: Side) -> list[Group]:
    """The groups that paragraphs form, in the new text's order; what stands in none was deleted or added.

    What two texts have in common doesn't depend on which is called the old one.
    """
    if old.order() > new.order():
        return sorted((group.turned() for group in _Alignment(new, old).groups()), key=lambda group: group.new)
    return sorted(_Alignment(old, new).groups(), key=lambda group: group.new)


def share(one: int, other: int, common: int) -> float:
    """The part of the words of two paragraphs of so many different words that both have."""
    return 2 * common / (one + other) if one + other else 1.0


class _Alignment:
    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.partner: dict[int, int] = {}
        self.taken: set[int] = set()
        self.found: list[tuple[Places, Places, float]] = []

    def groups(self) -> Iterator[Group]:
        self._exact()
        self._repeated()
        self._similar()
        self._left_over()
        self.found += [((at,), (to,), 1.0) for at, to in self.partner.items()]
        self.found.sort(key=lambda group: group[1])
        weights = [1 + sum(len(self.new.keys[at]) for at in new) for _, new, _ in self.found]
        kept = heaviest_rising([old[0] for old, _, _ in self.found], weights)
        for at, (old, new, ratio) in enumerate(self.found):
            yield Group(old, new, ratio, at not in kept)

    def _pair(self, old: int, new: int) -> None:
        self.partner[old] = new
        self.taken.add(new)

    def _exact(self) -> None:
        """The same words, where they stand once in both texts, or have one id in both, or the same neighbours."""
        places = [_places(side.keys) for side in (self.old, self.new)]
        for key, there in places[0].items():
            here = places[1].get(key, ())
            if len(there) == len(here) == 1:
                self._pair(there[0], here[0])
        by_id = {block: at for at, block in enumerate(self.new.ids) if block}
        for at, block in enumerate(self.old.ids):
            to = by_id.get(block)
            if to is not None and at not in self.partner and to not in self.taken and self._equal(at, to):
                self._pair(at, to)
        for step in (1, -1):
            for at, to in sorted(self.partner.items(), reverse=step < 0):
                at, to = at + step, to + step
                while at not in self.partner and to not in self.taken and self._equal(at, to):
                    self._pair(at, to)
                    at, to = at + step, to + step

    def _equal(self, old: int, new: int) -> bool:
        return (
            0 <= old < len(self.old.keys) and 0 <= new < len(self.new.keys) and self.old.keys[old] == self.new.keys[new]
        )

    def _gaps(self) -> tuple[list[int], list[int]]:
        """For each paragraph of both texts, after how many pairs it stands that kept their order."""
        pairs = sorted(self.partner.items(), key=lambda pair: pair[1])
        kept = heaviest_rising([old for old, _ in pairs], [1 + len(self.new.keys[new]) for _, new in pairs])
        olds, news = [pairs[at][0] for at in sorted(kept)], [pairs[at][1] for at in sorted(kept)]
        return (
            [bisect_left(olds, at) for at in range(len(self.old.keys))],
            [bisect_left(news, at) for at in range(len(self.new.keys))],
        )

    def _repeated(self) -> None:
        """Words that stand in a text more than once: between the same neighbours first, then in their order."""
        self.gaps = self._gaps()
        waiting: dict[tuple[str, int], list[int]] = defaultdict(list)
        for to in self._free_new():
            waiting[self.new.keys[to], self.gaps[1][to]].append(to)
        for queue in waiting.values():
            queue.reverse()
        for at in self._free_old():
            if queue := waiting.get((self.old.keys[at], self.gaps[0][at]), []):
                self._pair(at, queue.pop())
        left: dict[str, list[int]] = defaultdict(list)
        for to in reversed(self._free_new()):
            if len(self.new.words[to]) > LABEL:
                left[self.new.keys[to]].append(to)
        for at in self._free_old():
            if queue := left.get(self.old.keys[at], []):
                self._pair(at, queue.pop())

    def _free_old(self) -> list[int]:
        return [at for at in range(len(self.old.keys)) if at not in self.partner]

    def _free_new(self) -> list[int]:
        return [at for at in range(len(self.new.keys)) if at not in self.taken]

    def _similar(self) -> None:
        """Pairs, splits and merges among what is left, the likeliest first."""
        olds, news = self._free_old(), self._free_new()
        old_bags, new_bags = self.old.bags, self.new.bags
        scored: list[tuple[float, int, Places, Places, float]] = []
        parts_of_old: dict[int, list[int]] = defaultdict(list)
        parts_of_new: dict[int, list[int]] = defaultdict(list)
        for at, to in self._candidates(olds, news):
            one, other = old_bags[at], new_bags[to]
            common = len(one & other)
            ratio = share(len(one), len(other), common)
            if ratio >= SAME_ID:
                near, same_id = self._near(at, to), self._same_id(at, to)
                if same_id or (ratio >= ALIKE and (common > LABEL or (near and ratio >= SHORT))):
                    scored.append((ratio + _NEARER * near + _KNOWN * same_id, abs(at - to), (at,), (to,), ratio))
            if common >= CONTAINED * len(other) and len(other) < len(one):
                parts_of_old[at].append(to)
            if common >= CONTAINED * len(one) and len(one) < len(other):
                parts_of_new[to].append(at)
        for at, parts in parts_of_old.items():
            for run, ratio in _runs(old_bags[at], parts, new_bags):
                near, same_id = any(self._near(at, to) for to in run), any(self._same_id(at, to) for to in run)
                scored.append((ratio + _NEARER * near + _KNOWN * same_id, 0, (at,), run, ratio))
        for to, parts in parts_of_new.items():
            for run, ratio in _runs(new_bags[to], parts, old_bags):
                near, same_id = any(self._near(at, to) for at in run), any(self._same_id(at, to) for at in run)
                scored.append((ratio + _NEARER * near + _KNOWN * same_id, 0, run, (to,), ratio))
        scored.sort(key=lambda row: (-row[0], *row[1:4]))
        gone, come = set(self.partner), self.taken
        for _, _, old, new, ratio in scored:
            if gone.isdisjoint(old) and come.isdisjoint(new):
                gone.update(old)
                come.update(new)
                self.found.append((old, new, ratio))

    def _left_over(self) -> None:
        """What alone is left on both sides between the same others."""
        pairs = [*self.partner.items(), *((old[0], new[0]) for old, new, _ in self.found)]
        pairs.sort(key=lambda pair: pair[1])
        kept = heaviest_rising([old for old, _ in pairs], [1 + len(self.new.keys[new]) for _, new in pairs])
        rising = [pairs[at] for at in sorted(kept)]
        gone = {*self.partner, *chain.from_iterable(old for old, _, _ in self.found)}
        come = {*self.taken, *chain.from_iterable(new for _, new, _ in self.found)}
        gaps: list[dict[int, list[int]]] = [defaultdict(list), defaultdict(list)]
        for side, known, size in ((0, gone, len(self.old.keys)), (1, come, len(self.new.keys))):
            edges = [pair[side] for pair in rising]
            for at in range(size):
                if at not in known:
                    gaps[side][bisect_left(edges, at)].append(at)
        for gap, olds in gaps[0].items():
            news = gaps[1].get(gap, ())
            if len(olds) == len(news) == 1:
                one, other = self.old.bags[olds[0]], self.new.bags[news[0]]
                ratio = share(len(one), len(other), len(one & other))
                line = max(len(one), len(other)) <= LINE
                if one & other and ratio >= (LEFT_LINE if line else LEFT_OVER):
                    self.found.append(((olds[0],), (news[0],), ratio))

    def _near(self, old: int, new: int) -> bool:
        return self.gaps[0][old] == self.gaps[1][new]

    def _same_id(self, old: int, new: int) -> bool:
        return self.old.ids[old] == self.new.ids[new] != ""

    def _candidates(self, olds: Sequence[int], news: Sequence[int]) -> set[tuple[int, int]]:
        """Pairs of places that may be one paragraph: by rare pairs of words, by id, and where a gap holds no other."""
        pairs = _by_rare_words(self.old.words, olds, self.new.words, news)
        by_id = {self.new.ids[to]: to for to in news if self.new.ids[to]}
        pairs |= {(at, by_id[self.old.ids[at]]) for at in olds if self.old.ids[at] in by_id}
        in_gap: list[dict[int, list[int]]] = [defaultdict(list), defaultdict(list)]
        for side, free in ((0, olds), (1, news)):
            for at in free:
                in_gap[side][self.gaps[side][at]].append(at)
        for gap, some in in_gap[0].items():
            others = in_gap[1].get(gap, ())
            if len(some) * len(others) <= _RARE:
                pairs |= {(at, to) for at in some for to in others}
        return pairs


def _runs(whole: frozenset[int], parts: list[int], bags: Sequence[frozenset[int]]) -> Iterator[tuple[Places, float]]:
    """Neighbours among ``parts`` which make up the whole together, none of them what another already is."""
    parts.sort()
    run: list[int] = []
    for at in [*parts, -1]:
        if run and at != run[-1] + 1:
            if len(run) > 1:
                union = frozenset().union(*(bags[place] for place in run))
                common = len(whole & union)
                if common >= COVERED * len(whole) and common >= CONTAINED * len(union):
                    yield tuple(run), share(len(whole), len(union), common)
            run = []
        run.append(at)


def _by_rare_words(
    old: Sequence[Sequence[int]], olds: Sequence[int], new: Sequence[Sequence[int]], news: Sequence[int]
) -> set[tuple[int, int]]:
    """Of each paragraph the few that share most of its rare pairs of words."""
    there = _neighbours(new, news)
    wanted: set[int] = set().union(*there.values())
    here = {at: {pair for one, other in pairwise(old[at]) if (pair := one << 32 | other) in wanted} for at in olds}
    sides = [here, there]
    often = [Counter(chain.from_iterable(side.values())) for side in sides]
    total = {pair: max(times, often[1][pair]) for pair, times in often[0].items()}
    rare = {pair for pair, times in total.items() if times <= _RARE}
    known = [{at: _telling(pairs, rare, total) for at, pairs in side.items() if pairs} for side in sides]
    index: dict[int, list[int]] = defaultdict(list)
    for to, pairs in known[1].items():
        for pair in pairs:
            index[pair].append(to)
    found: set[tuple[int, int]] = set()
    by_new: dict[int, list[tuple[int, int]]] = defaultdict(list)
    enough = {to: (len(pairs) + _PART - 1) // _PART for to, pairs in known[1].items()}
    for at, pairs in known[0].items():
        counts = Counter(chain.from_iterable([index[pair] for pair in pairs if pair in index]))
        least = (len(pairs) + _PART - 1) // _PART
        rows = [(-times, to) for to, times in counts.items() if times >= least or times >= enough[to]]
        if len(rows) > _NEAREST:
            rows.sort()
        found.update((at, to) for _, to in rows[:_NEAREST])
        for times, to in rows:
            by_new[to].append((times, at))
    for to, rows in by_new.items():
        rows.sort()
        found.update((at, to) for _, at in rows[:_NEAREST])
    return found


def _neighbours(words: Sequence[Sequence[int]], places: Sequence[int]) -> dict[int, set[int]]:
    """Each paragraph's pairs of neighbouring words, as one number each: a tuple would take several times as long."""
    return {at: {one << 32 | other for one, other in pairwise(words[at])} for at in places}


def _telling(pairs: set[int], rare: set[int], total: Mapping[int, int]) -> set[int]:
    found = pairs & rare
    if len(found) < _FEWEST:
        some = sorted((total[pair], pair) for pair in pairs if total.get(pair, _COMMON) < _COMMON)
        found |= {pair for _, pair in some[:_FEWEST]}
    return found


def heaviest_rising(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """The places of the heaviest subsequence that rises. Values are distinct; weights positive."""
    rank = {value: at + 1 for at, value in enumerate(sorted(values))}
    best = [(0, -1)] * (len(values) + 1)
    before = [-1] * len(values)
    last = (0, -1)
    for at, value in enumerate(values):
        place = rank[value] - 1
        top = (0, -1)
        while place:
            top = max(top, best[place])
            place &= place - 1
        before[at] = top[1]
        here = (top[0] + weights[at], at)
        last = max(last, here)
        place = rank[value]
        while place < len(best):
            best[place] = max(best[place], here)
            place += place & -place
    kept: set[int] = set()
    at = last[1]
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        places[key].append(at)
    return places


def _words_of(text: str) -> list[str]:
    """Lower case. An ideograph is a word; words of scripts without blanks fall apart at their marks."""
    pattern = _WORD if text.isascii() or not _BEYOND_LETTERS.search(text) else _WORD_OR_IDEOGRAPH
    return pattern.findall(text.lower())
