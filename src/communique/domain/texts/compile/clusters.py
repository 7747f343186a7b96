"""Which changes of one block's words belong into one bracket, and what it would say under each amendment.

Changes that overlap do; and as far as needed those whose brackets would otherwise be taken for something else: a pair
cut in half, or alternatives on both sides of a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.domain.texts.applying import between, joined
from communique.domain.texts.compile.asked import Tabled
from communique.domain.texts.compile.pieces import balanced, plain
from communique.domain.texts.wording import Inline

_SLASH = re.compile(r"\s*(?:/|and/or)\s*")
_LONGEST_SLASH = 12
"""Positions of a slash with its blanks; what is wider parts nothing."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A hunk in its block: positions count from the beginning of the content."""

    by: Tabled
    start: int
    end: int
    insert: tuple[Inline, ...]


@dataclass(slots=True)
class Cluster:
    """Edits that overlap, and the range of old words that they cover together."""

    start: int
    end: int
    edits: list[Edit]


def clusters_of(content: Sequence[Inline], edits: Sequence[Edit]) -> list[Cluster]:
    """Edits of one block, together where they overlap or where a bracket of theirs would have no partner alone."""
    found: list[Cluster] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        last = found[-1] if found else None
        if last is not None and edit.start < last.end and last.start < edit.end:
            last.end = max(last.end, edit.end)
            last.edits.append(edit)
        else:
            found.append(Cluster(edit.start, edit.end, [edit]))
    signs = plain(content) + "".join(plain(edit.insert) for edit in edits)
    return _with_partners(content, found) if any(sign in signs for sign in "[]/") else found


def _with_partners(content: Sequence[Inline], clusters: list[Cluster]) -> list[Cluster]:
    """Clusters that have grown until no wording in them has half a pair of brackets, as far as the block allows it.

    A cluster takes in what its brackets' partners reach; and where an amendment puts in one bracket here and its
    partner there, the two changes become one. So do two clusters with nothing but a slash between them, and a cluster
    with a bracket beyond a slash: two brackets would be read as alternatives there.
    """
    line = signs_of(content)
    pairs = pairs_of(line)
    at = 0
    while at < len(clusters):
        cluster = clusters[at]
        cluster.start, cluster.end = _grown(cluster, pairs, line)
        first = last = at
        while first and (
            clusters[first - 1].end > cluster.start or _SLASH.fullmatch(line, clusters[first - 1].end, cluster.start)
        ):
            first -= 1
        while last + 1 < len(clusters) and (
            clusters[last + 1].start < cluster.end or _SLASH.fullmatch(line, cluster.end, clusters[last + 1].start)
        ):
            last += 1
        if first == last and not _sound(content, cluster):
            mine = [n for n, other in enumerate(clusters) if n != at and _shares(other, cluster)]
            nearest = min(mine, key=lambda n: (n < at, abs(n - at)), default=at)
            first, last = min(at, nearest), max(at, nearest)
        if first == last:
            at += 1
            continue
        several = clusters[first : last + 1]
        start, end = min(one.start for one in several), max(one.end for one in several)
        clusters[first : last + 1] = [Cluster(start, end, [edit for one in several for edit in one.edits])]
        at = first
    return clusters


def _shares(one: Cluster, other: Cluster) -> bool:
    return bool({edit.by.key for edit in one.edits} & {edit.by.key for edit in other.edits})


def _grown(cluster: Cluster, pairs: Iterable[tuple[int, int]], line: str) -> tuple[int, int]:
    """The cluster's range with the partners of all brackets in it, and with a bracket that a slash joins to it."""
    start, end = cluster.start, cluster.end
    changing = True
    while changing:
        changing = False
        for opening, closing in pairs:
            cut_in_half = (start <= opening < end) != (start <= closing < end)
            gap = (closing + 1, start) if closing < start else (end, opening)
            joined_to_it = 0 < gap[1] - gap[0] <= _LONGEST_SLASH and _SLASH.fullmatch(line, *gap)
            if cut_in_half or joined_to_it:
                start, end = min(start, opening), max(end, closing + 1)
                changing = True
    return start, end


def _sound(content: Sequence[Inline], cluster: Cluster) -> bool:
    old = between(content, cluster.start, cluster.end) or []
    return all(balanced(plain(words)) for words in (old, *(words for words, _ in wordings_of(content, cluster))))


def signs_of(content: Sequence[Inline]) -> str:
    """A content with one sign for each position."""
    return _ASTRAL.sub(r"\g<0> ", "".join(map(_signs, content)))


def _signs(node: Inline) -> str:
    if node["type"] == "footnote":
        return f" {plain(node.get('content', ()))} "
    return str(node["text"]) if node["type"] == "text" else " "


def pairs_of(line: str) -> list[tuple[int, int]]:
    """The positions of the brackets that have their partner in the same content."""
    waiting: list[int] = []
    found: list[tuple[int, int]] = []
    for sign in re.finditer(r"[\[\]]", line):
        if sign.group() == "[":
            waiting.append(sign.start())
        elif waiting:
            found.append((waiting.pop(), sign.start()))
    return found


def wordings_of(content: Sequence[Inline], cluster: Cluster) -> Iterator[tuple[list[Inline], list[Tabled]]]:
    """What the range of a cluster would say under each of its amendments, and whose it is; equal wordings once."""
    by_amendment: dict[int, list[Edit]] = {}
    for edit in cluster.edits:
        by_amendment.setdefault(edit.by.key, []).append(edit)
    found: list[tuple[list[Inline], list[Tabled]]] = []
    for edits in sorted(by_amendment.values(), key=lambda edits: edits[0].by.number):
        words: list[Inline] = []
        place = cluster.start
        for edit in edits:
            words += between(content, place, edit.start) or []
            words += edit.insert
            place = max(place, edit.end)
        words = joined([*words, *(between(content, place, cluster.end) or [])])
        same = next((known for known in found if known[0] == words), None)
        if same is not None:
            same[1].append(edits[0].by)
        else:
            found.append((words, [edits[0].by]))
    yield from found
