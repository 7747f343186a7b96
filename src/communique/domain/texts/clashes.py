"""Which proposals can't both be accepted, and how they read side by side.

All proposals here are at one version, with the positions of their operations known (``operations.located``; what
``draw_up`` and ``carry`` give has them). Two clash when accepting either would take from the other what it is about:

    same_words         both change the same words, or one splits a paragraph amid words that the other changes
    same_paragraph     both delete, move, merge or split it; or one does, and the other puts an alternative beside it
    paragraph_deleted  one changes words of a paragraph, or puts an alternative beside it, which the other deletes
    paragraph_merged   the same with a merge
    place_merged       one puts something between two paragraphs that the other joins

New paragraphs and insertions at the same place don't clash; they come to stand one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from communique.domain.errors import Refused
from communique.domain.texts.applying import wordings
from communique.domain.texts.authority import Document
from communique.domain.texts.operations import NOWHERE, Hunk, Operation, Proposal, row_of
from communique.domain.texts.wording import Inline


class _Claim(NamedTuple):
    """A range of the document, or a place in it, which a proposal is about."""

    start: int
    end: int
    kind: str
    key: int


def between(a: Proposal, b: Proposal) -> str | None:
    """Why two proposals can't both be accepted: a code as above; None when they can."""
    return next(_met(sorted([*_claims(0, a), *_claims(1, b)])), (0, 0, None))[2]


def find(proposals: Mapping[int, Proposal]) -> tuple[tuple[int, int], ...]:
    """The pairs of keys, each with the smaller first, whose proposals clash, in order."""
    claims = sorted(claim for key, proposal in proposals.items() for claim in _claims(key, proposal))
    return tuple(sorted({(min(one, other), max(one, other)) for one, other, _ in _met(claims)}))


def merged(proposals: Mapping[int, Proposal]) -> Proposal:
    """Several proposals as one. What two of them have alike comes in once.

    Raises Refused("amendments_conflict", one=, other=, why=), which names the first two that clash by their keys.
    """
    hunks: list[Hunk] = []
    operations: list[Operation] = []
    known: list[Operation] = []
    rest: dict[int, Proposal] = {}
    for key, proposal in proposals.items():
        own = Proposal(
            tuple(hunk for hunk in proposal.hunks if hunk not in hunks),
            tuple(one for one in proposal.operations if _nameless(one) not in known),
        )
        rest[key] = own
        hunks += own.hunks
        operations += own.operations
        known += map(_nameless, own.operations)
    pairs = find(rest)
    if pairs:
        one, other = pairs[0]
        raise Refused("amendments_conflict", one=one, other=other, why=between(rest[one], rest[other]))
    hunks.sort(key=lambda hunk: (hunk.start, hunk.end))
    return Proposal(tuple(hunks), tuple(operations))


def _nameless(one: Operation) -> Operation:
    """An operation without the names that it gives to blocks which come in: two delegations never give the same."""
    block = one.block and {**one.block, "attrs": one.block["attrs"] | {"id": "", "number": ""}}
    return replace(one, block=block, new_id="", number="")


def side_by_side(
    document: Document, proposals: Mapping[int, Proposal], paragraph: str
) -> tuple[tuple[list[Inline], tuple[int, ...]], ...]:
    """The wordings of one paragraph, each as inline content with the keys of the proposals that ask for it.

    What stands there now comes first, with the keys of none; then the others as their first proposal comes. A deletion
    is an empty wording, an alternative a wording of its own. Proposals that leave the words as they are don't appear.
    """
    row = row_of(document)
    at = row.index.get(paragraph)
    if at is None or row.blocks[at]["type"] == "table":
        return ()
    content: list[Inline] = row.blocks[at].get("content", [])
    start, end = row.starts[at], row.starts[at + 1]
    found: list[tuple[list[Inline], list[int]]] = [(content, [])]
    for key, proposal in proposals.items():
        for wording in _wordings(content, start, end, proposal, paragraph):
            keys = next((keys for known, keys in found if known == wording), None)
            if keys is None:
                found.append((wording, [key]))
            elif key not in keys and wording != content:
                keys.append(key)
    return tuple((wording, tuple(keys)) for wording, keys in found)


def _wordings(
    content: Sequence[Inline], start: int, end: int, proposal: Proposal, paragraph: str
) -> Iterator[list[Inline]]:
    own = [one for one in proposal.operations if one.paragraph == paragraph]
    if any(one.kind == "delete" for one in own):
        yield []
    hunks = [hunk for hunk in proposal.hunks if start < hunk.start and hunk.end < end]
    if hunks:
        yield wordings(content, start + 1, hunks)
    for one in own:
        if one.kind == "alternative" and one.block is not None:
            yield one.block.get("content", [])


_WHOLE = frozenset(("delete", "move", "merge", "split"))
_GOES = {"delete": "paragraph_deleted", "merge": "paragraph_merged"}


def _claims(key: int, proposal: Proposal) -> Iterator[_Claim]:
    for hunk in proposal.hunks:
        yield _Claim(hunk.start, hunk.end, "words", key)
    for one in proposal.operations:
        if one.kind != "new" and one.start < one.end:
            yield _Claim(one.start, one.end, one.kind, key)
        if one.kind == "split":
            yield _Claim(one.at, one.at, "cut", key)
        elif one.kind in ("new", "move") and one.at != NOWHERE:
            yield _Claim(one.at, one.at, "place", key)


def _met(claims: Sequence[_Claim]) -> Iterator[tuple[int, int, str]]:
    """The pairs of claims of different proposals, in order of their starts, that can't both be met, and why."""
    open_claims: list[_Claim] = []
    for claim in claims:
        open_claims = [one for one in open_claims if one.end > claim.start]
        for one in open_claims:
            if one.key != claim.key and one.start < claim.end and (why := _why(one.kind, claim.kind)):
                yield one.key, claim.key, why
        if claim.start < claim.end:
            open_claims.append(claim)


def _why(one: str, other: str) -> str | None:
    """Why two claims on the same place can't both be met."""
    kinds = {one, other}
    if kinds <= {"words", "cut"}:
        return "same_words" if "words" in kinds else None
    if kinds <= _WHOLE:
        return "same_paragraph"
    (rest,) = kinds - _WHOLE if len(kinds - _WHOLE) == 1 else ("",)
    whole = next(iter(kinds & _WHOLE), "")
    if not whole:
        return None
    match rest:
        case "words":
            return _GOES.get(whole)
        case "alternative":
            return _GOES.get(whole, "same_paragraph")
        case "place":
            return "place_merged" if whole == "merge" else None
    return None
