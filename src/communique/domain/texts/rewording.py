"""Amendments to an amendment: what it would say with other words in it, and what the difference is.

An amendment to an amendment is kept as a whole proposal on the text, its parent's with other words: so it is carried,
accepted and taken in like any other, and nothing has to be put together when it is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts import applying, soundness, wording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text
from communique.domain.texts.drafting import SIZE, propose
from communique.domain.texts.operations import CHANGES, Operation, Proposal, row_of


def reworded(document: Document, parent: Proposal, asked: Any) -> Proposal:
    """The proposal ``parent``, which is at the document's version, with other words.

    ``asked`` is a list of ``{"kind": "words", "paragraph", "content"}``: a paragraph that the parent changes or brings
    in, and all that it shall say. Raises Refused as ``drafting.draw_up``; ``not_in_proposal`` (paragraph=) for one that
    the parent leaves as it is; ``no_change`` when it would say what the parent says, or nothing at all.
    """
    if not isinstance(asked, list | tuple) or not asked or len(asked) > CHANGES:
        raise Refused("malformed_changes", why="no list")
    result = parent
    for change in asked:
        if not isinstance(change, Mapping) or change.keys() != {"kind", "paragraph", "content"}:
            raise Refused("malformed_changes", why="no words")
        if change["kind"] != "words":
            raise Refused("malformed_changes", why="only words")
        result = _with_words(document, result, change["paragraph"], change["content"])
    if not len(result) or not any(True for _ in _differing(document, parent, result)):
        raise Refused("no_change", paragraph=soundness.quoted(asked[0]["paragraph"]))
    applying.applied(document, result)
    return result


def differences(document: Document, parent: Proposal, other: Proposal) -> list[dict[str, str]]:
    """What ``other`` would have its parent say otherwise: ``{"paragraph", "deleted", "inserted"}`` for each change of
    words, in the order of the parent's paragraphs. Both are at the document's version."""
    found: list[dict[str, str]] = []
    for paragraph, old, new in _differing(document, parent, other):
        before, after = wording.tokens(old), wording.tokens(new)
        for change in wording.changes(before, after):
            deleted = "".join(token.text for token in before[change.old_start : change.old_end])
            inserted = "".join(token.text for token in after[change.new_start : change.new_end])
            found.append({"paragraph": paragraph, "deleted": deleted, "inserted": inserted})
    return found


def _with_words(document: Document, parent: Proposal, paragraph: Any, content: Any) -> Proposal:
    for at, one in enumerate(parent.operations):
        if one.block is not None and one.block["attrs"]["id"] == paragraph:
            block = _filled(one, soundness.inline(content, "malformed_content", SIZE))
            operations = (*parent.operations[:at], replace(one, block=block), *parent.operations[at + 1 :])
            return replace(parent, operations=operations)
    row = row_of(document)
    place = row.index.get(paragraph) if isinstance(paragraph, str) else None
    known = [hunk for hunk in parent.hunks if place is not None and row.holding(hunk.start) == place]
    if not known:
        raise Refused("not_in_proposal", paragraph=soundness.quoted(paragraph))
    try:
        own = propose(document, paragraph, content)
    except Refused as refused:
        if refused.code != "no_change":
            raise
        own = ()  # the words of the text shall stand: of the parent, the rest is left
    hunks = sorted(
        [*(hunk for hunk in parent.hunks if hunk not in known), *own], key=lambda hunk: (hunk.start, hunk.end)
    )
    return replace(parent, hunks=tuple(hunks))


def _filled(one: Operation, content: list[wording.Inline]) -> dict[str, Any]:
    if not "".join(map(plain_text, content)).strip():
        raise Refused("malformed_content", why="a paragraph without words")
    return soundness.block({**(one.block or {}), "content": content}, "malformed_content")


def _differing(
    document: Document, parent: Proposal, other: Proposal
) -> Iterator[tuple[str, list[wording.Inline], list[wording.Inline]]]:
    """Each paragraph on which they differ, with its content as the one and as the other would have it."""
    row = row_of(document)
    for at in sorted(
        {row.holding(hunk.start) for hunk in (*parent.hunks, *other.hunks)} - {None}, key=lambda at: at or 0
    ):
        if at is None:
            continue
        some = [[hunk for hunk in one.hunks if row.holding(hunk.start) == at] for one in (parent, other)]
        if some[0] != some[1]:
            content, start = row.blocks[at].get("content", []), row.starts[at] + 1
            try:
                old, new = (applying.wordings(content, start, hunks) for hunks in some)
            except Refused:
                continue  # the words under one of them are gone, which is said elsewhere
            if old != new:
                yield row.ids[at], old, new
    known = {one.block["attrs"]["id"]: one.block for one in parent.operations if one.block is not None}
    for one in other.operations:
        block = one.block or {}
        before = known.get(block["attrs"]["id"]) if block else None
        if before is not None and before.get("content") != block.get("content"):
            yield block["attrs"]["id"], before.get("content", []), block.get("content", [])
