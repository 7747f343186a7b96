"""Agreed language: the nearest paragraphs of documents that were adopted before, with the difference, while one drafts.

Delegations hold on to words on which their capitals once agreed, and ask of new ones how they depart from those. Words
are compared as ``document.split_words`` finds them, without regard to case; punctuation doesn't count for the likeness,
and is shown in the difference. Scripts that part no words by blanks (Chinese, Thai, Lao, Khmer, Burmese) are compared
by written syllables.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from communique.domain.texts import wording
from communique.domain.texts.document import combining_marks, split_words

FLOOR = 0.55
"""Likeness below which nothing is returned. A paragraph and the nearest other one of the same resolution, which shares
its formulas and little words, are alike by 0.3 to 0.4 as a rule, and nine in ten by 0.51 or less, in all six languages
of a resolution on cooperation."""

_INSIDE = 0.75
"""Likeness that words need to be said to lie inside a longer paragraph. There is always some stretch of it that is a
little like them: in the paragraphs of one resolution by 0.4 to 0.6 as a rule, and nine in ten by less than 0.7."""
_WITHIN = 0.95
"""What words inside a longer paragraph count beside a paragraph of the same words alone: the closer one goes first."""
_LONGER = 1.25
"""Times the length of the shorter side from which the other counts as longer, and the shorter is looked for in it."""
_ENOUGH = 5.0
"""Words that the shorter side needs to be looked for inside the longer one. Fewer are a phrase found everywhere."""
_SYLLABLE = 0.5
"""Words that a written syllable counts for."""
_LONGEST = 2_000
"""Words of a draft beyond which it is compared as a whole only. Nobody drafts that in one paragraph."""
_POSTINGS = 30_000
"""Entries of the index that one question may touch. The rarest words come first: the common ones tell nothing apart."""
_CANDIDATES = 60
"""Passages that are scored, for each of the ways in which one may be near."""

Piece = tuple[str, str]
"""A sign and words: "=" stands in both, "-" in the adopted passage alone, "+" in the draft alone."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an adopted document."""

    symbol: str
    """The document's symbol, such as "A/RES/75/15"."""
    title: str
    adopted_on: date
    paragraph: str
    """The paragraph's id in that document."""
    number: str
    """Its label as printed, or ""."""
    words: str
    """Its plain words, as ``document.plain_text`` gives them."""


@dataclass(frozen=True, slots=True)
class Found:
    """An adopted passage near to what is drafted."""

    passage: Passage
    likeness: float
    """From ``FLOOR`` to 1. At 1 all words are the same in the same order."""
    pieces: tuple[Piece, ...]
    """From the passage to the draft: "=" and "-" joined are the passage's words, "=" and "+" joined the draft's."""
    also: tuple[Passage, ...]
    """Where the same words were adopted before, the latest first."""


@dataclass(frozen=True, slots=True)
class Library:
    """The adopted paragraphs that drafts are held against. Made once, asked often."""

    _groups: tuple[tuple[Passage, ...], ...]
    """Passages with the same words together, the latest first."""
    _lines: tuple[str, ...]
    """The words of each group, a sign for each different word: so that they are compared at the speed of letters."""
    _signs: Mapping[str, str]
    """The sign of each word of the library."""
    _where: Mapping[str, Sequence[int]]
    """For each feature the groups that have it, ascending."""
    _weights: tuple[float, ...]
    """The weight of all features of each group."""
    _enough: tuple[bool, ...]
    """Has a group words enough to be looked for inside a longer draft?"""

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Library:
        """A library of these passages, in any order. Those without words are left out."""
        together: dict[tuple[str, ...], list[Passage]] = {}
        for passage in passages:
            units = tuple(_units(passage.words))
            if units:
                together.setdefault(units, []).append(passage)
        signs: dict[str, str] = {}
        where: dict[str, list[int]] = {}
        lines: list[str] = []
        for at, units in enumerate(together):
            lines.append("".join([signs.setdefault(unit, _sign(len(signs))) for unit in units]))
            for feature in _features(units):
                where.setdefault(feature, []).append(at)
        weights = [0.0] * len(lines)
        for some in where.values():
            weight = _weight(len(some), len(lines))
            for at in some:
                weights[at] += weight
        groups = tuple(tuple(sorted(some, key=_latest_first)) for some in together.values())
        enough = tuple(_worth(units) >= _ENOUGH for units in together)
        return cls(groups, tuple(lines), signs, where, tuple(weights), enough)

    def __len__(self) -> int:
        """How many passages there are."""
        return sum(map(len, self._groups))

    def nearest(self, words: str, limit: int = 5) -> tuple[Found, ...]:
        """The adopted passages nearest to drafted words, at most ``limit``, the nearest first, then the latest.

        Whole paragraphs are compared, and the shorter one of two with what is nearest to it inside the longer one: a
        sentence is found in a long paragraph, and a paragraph in a long draft. Returns nothing for a draft without
        words, and nothing below ``FLOOR``.
        """
        units = _units(words)
        if not units or limit < 1:
            return ()
        line = self._line(units)
        candidates = self._candidates(units)
        likeness = self._likeness(line, candidates, inside=_worth(units) >= _ENOUGH and len(units) <= _LONGEST)
        best = heapq.nsmallest(limit, likeness, key=lambda at: (-likeness[at], _latest_first(self._groups[at][0])))
        return tuple(self._found(at, likeness[at], words) for at in best)

    def _line(self, units: Sequence[str]) -> str:
        """The signs of some words; words that the library doesn't have get signs of their own."""
        strange: dict[str, str] = {}
        found = []
        for unit in units:
            sign = self._signs.get(unit)
            found.append(sign or strange.setdefault(unit, _sign(len(self._signs) + len(strange))))
        return "".join(found)

    def _candidates(self, units: Sequence[str]) -> list[int]:
        """The groups worth scoring, ascending: those that share most with the draft, in all, for their own length and
        for the length of both."""
        count = len(self._lines)
        known = sorted((feature for feature in _features(units) if feature in self._where), key=self._rarity)
        shared: dict[int, float] = {}
        touched, in_draft = 0, 0.0
        for feature in known:
            some = self._where[feature]
            weight = _weight(len(some), count)
            in_draft += weight
            touched += len(some)
            if touched > _POSTINGS and shared:
                break
            for at in some:
                shared[at] = shared.get(at, 0.0) + weight
        weights = self._weights
        ways = (
            heapq.nlargest(_CANDIDATES, shared, key=shared.__getitem__),
            heapq.nlargest(_CANDIDATES, shared, key=lambda at: shared[at] / (weights[at] + in_draft)),
            heapq.nlargest(
                _CANDIDATES, (at for at in shared if self._enough[at]), key=lambda at: shared[at] / weights[at]
            ),
        )
        return sorted({at for way in ways for at in way})

    def _likeness(self, line: str, candidates: Iterable[int], *, inside: bool) -> dict[int, float]:
        """The likeness of those that reach the floor. ``inside``: the shorter side is looked for in the longer too."""
        lines = {at: self._lines[at] for at in candidates}
        found = {
            at: score / 100
            for _, score, at in process.extract_iter(line, lines, scorer=fuzz.ratio, score_cutoff=100 * FLOOR)
        }
        for at, other in lines.items() if inside else ():
            shorter, longer = sorted((len(line), len(other)))
            if self._enough[at] and longer >= _LONGER * shorter:
                score = fuzz.partial_ratio(line, other, score_cutoff=100 * _INSIDE) / 100
                if score:
                    found[at] = max(found.get(at, 0.0), _WITHIN * score)
        return found

    def _rarity(self, feature: str) -> tuple[int, str]:
        return len(self._where[feature]), feature

    def _found(self, at: int, likeness: float, words: str) -> Found:
        passage, *also = self._groups[at]
        return Found(passage, likeness, difference(passage.words, words), tuple(also))


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """How one wording departs from another, word by word, nothing left out: punctuation, case and blanks count.

    "=" and "-" joined are ``old``, "=" and "+" joined are ``new``. What changed in one place is "-" before "+".
    """
    before, after = _tokens(old), _tokens(new)
    pieces: list[Piece] = []
    start = 0
    for change in wording.changes(before, after):
        pieces += (
            ("=", _joined(before[start : change.old_start])),
            ("-", _joined(before[change.old_start : change.old_end])),
            ("+", _joined(after[change.new_start : change.new_end])),
        )
        start = change.old_end
    pieces.append(("=", _joined(before[start:])))
    return tuple(piece for piece in pieces if piece[1])


_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese, between whose words no blank stands."""
_HAS_UNPARTED = re.compile(f"[{_UNPARTED}]")
_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"
"""Vowels of Thai and Lao that are written before the consonant they belong to."""
_AFTER = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"
"""Vowels of Thai and Lao that are letters to Unicode, and belong to the consonant before them."""
_STACKED = "\u1039\u17d2"
"""Signs of Burmese and Khmer that put the next consonant under the one before."""


def _units(text: str) -> list[str]:
    """What is compared: words, and the written syllables of scripts that part no words."""
    words = split_words(unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))
    if not _HAS_UNPARTED.search(text):
        return words
    return [unit for word in words for unit in (_syllables(word) if _HAS_UNPARTED.search(word) else (word,))]


def _syllables(word: str) -> list[str]:
    """A run of an unparted script by syllables as they are written: a letter with all that belongs to it."""
    return _syllable_pattern(combining_marks(word)).findall(word)


@lru_cache(maxsize=64)
def _syllable_pattern(marks: str) -> re.Pattern[str]:
    tail = rf"(?:[{_STACKED}].|[{_AFTER}{marks}])*"
    return re.compile(rf"[{_BEFORE}]?[{_UNPARTED}]{tail}|[^{_UNPARTED}]+", re.DOTALL)


def _features(units: Sequence[str]) -> set[str]:
    """What the index knows a passage by: its words; of syllables, which are few and common, pairs of neighbours."""
    plain = {unit for unit in units if not _HAS_UNPARTED.match(unit)}
    if len(plain) == len(units):
        return plain
    pairs = zip(units, [*units[1:], ""], strict=True)
    return plain.union(one + other for one, other in pairs if _HAS_UNPARTED.match(one))


def _worth(units: Sequence[str]) -> float:
    """How many words these are, syllables counted as parts of one."""
    return sum(_SYLLABLE if _HAS_UNPARTED.match(unit) else 1.0 for unit in units)


def _weight(having: int, count: int) -> float:
    """How much it tells that a passage has a feature which ``having`` of ``count`` passages have."""
    return math.log1p(count / having)


def _sign(number: int) -> str:
    # Beyond a million different words some share a sign: their passages look a little nearer than they are.
    return chr(1 + number % 0x10FFFF)


def _latest_first(passage: Passage) -> tuple[int, str, str, str]:
    return -passage.adopted_on.toordinal(), passage.symbol, passage.number, passage.paragraph


def _tokens(text: str) -> list[wording.Token]:
    marks = combining_marks(text)
    return [
        wording.Token(piece, ({"type": "text", "text": piece},), piece, len(piece))
        for word in _token_pattern(marks).findall(text)
        for piece in (_syllables(word) if _HAS_UNPARTED.search(word) else (word,))
    ]


@lru_cache(maxsize=64)
def _token_pattern(marks: str) -> re.Pattern[str]:
    return re.compile(rf"[\w{marks}]+(?:['’ʼ\u200c\u200d]+[\w{marks}]+)*|\s+|.", re.DOTALL)


def _joined(some: Iterable[wording.Token]) -> str:
    return "".join(token.text for token in some)
