"""A text compiled from what is on the table: clean, as tabled, as one delegation would have it, or with a set accepted.

    clean        the text as it stands, without amendments, names in brackets and editorial notes; brackets stay, since
                 they mark what isn't agreed
    tabled       every amendment written into the text with who stands where (see ``tabled``)
    delegation   the amendments of one party accepted, then those it supports, then those of its groups and those they
                 support, as far as they go together; its alternatives in the text's own brackets chosen, and what it
                 would delete gone. Where the party has said something itself, its groups don't speak for it
    preview      a chosen set of amendments accepted

Any version or reading of a text compiles, as long as the amendments are at that version. Blocks keep their ids, those
that stay as they are their very JSON, and only what is touched is worked on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from communique.domain.errors import Refused
from communique.domain.texts import clashes, document
from communique.domain.texts.applying import applied
from communique.domain.texts.authority import Document
from communique.domain.texts.compile.asked import Note, Tabled
from communique.domain.texts.compile.chosen import as_chosen_by, without_names
from communique.domain.texts.compile.tabled import with_brackets
from communique.domain.texts.operations import Proposal, located, row_of
from communique.domain.texts.parties import KNOWN, Parties

__all__ = ["CLEAN", "TABLED", "Compiled", "Note", "Tabled", "View", "compile", "delegation", "preview"]


@dataclass(frozen=True)
class View:
    """What is compiled: ``delegation`` needs the ``party``, ``preview`` the ``keys`` of what is accepted."""

    kind: Literal["clean", "tabled", "delegation", "preview"]
    party: str = ""
    keys: tuple[int, ...] = ()


CLEAN = View("clean")
TABLED = View("tabled")


def delegation(party: str) -> View:
    return View("delegation", party=party)


def preview(*keys: int) -> View:
    return View("preview", keys=keys)


@dataclass(frozen=True)
class Compiled:
    """``doc`` is sound document JSON, shared with the text's as far as they are the same; it has to be left as it is.

    ``notes`` say what isn't in it, or not as asked:

        clashes               ``amendment`` isn't taken, since it clashes with ``other``, which is (delegation)
        several_alternatives  ``party`` stands behind several alternatives, ``words``, of one choice in ``paragraph``
        groups_disagree       the party says nothing there, and of its ``groups`` some stand behind other ``words``
        not_at_this_version   ``amendment`` isn't taken: its words or its paragraph aren't there (delegation)
        words_gone            a change of ``amendment`` is left out: ``words`` don't stand there (tabled)
        paragraph_gone        the same, because ``paragraph`` is gone
        stance_not_written    the convention has no sign for the ``stance`` of ``party`` on ``amendment``
        written_as_note       ``amendment`` is a note in braces in ``paragraph``, since it has no words for a bracket
        bracket_completed     words that ``amendment`` changes lack a bracket's partner, which was given them

    ``amendment`` and ``other`` are numbers, by which the room calls them.
    """

    doc: dict[str, Any]
    notes: tuple[Note, ...] = ()


def compile(
    text: Document,
    tabled: Sequence[Tabled],
    view: View,
    *,
    parties: Parties = KNOWN,
    new_id: Callable[[], str] = document.new_id,
) -> Compiled:
    """The text with the amendments ``tabled`` as the ``view`` has it. ``parties`` are those named in its brackets.

    Refused, by a preview: ``amendments_conflict`` (one=, other=: numbers) when two of its set clash;
    ``no_such_amendment`` (amendment=: the key) when one isn't among those tabled; ``step_failed`` and ``changes_cross``
    (amendment=: the number) when one isn't at this version.
    """
    ordered = sorted(tabled, key=lambda one: (one.number, one.key))
    match view.kind:
        case "clean":
            return Compiled(_doc(without_names(row_of(text).blocks, parties)))
        case "tabled":
            blocks, notes = with_brackets(row_of(text), ordered, new_id)
            return Compiled(_doc(blocks), tuple(notes))
        case "delegation":
            return _as_delegation(text, ordered, view.party, parties)
        case "preview":
            return Compiled(_accepted(text, _chosen(ordered, view.keys)))


def _doc(blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "doc", "content": list(blocks)}


def _chosen(ordered: Sequence[Tabled], keys: Sequence[int]) -> list[Tabled]:
    missing = set(keys).difference(one.key for one in ordered)
    if missing:
        raise Refused("no_such_amendment", amendment=min(missing))
    return [one for one in ordered if one.key in set(keys)]


def _accepted(text: Document, some: Sequence[Tabled]) -> dict[str, Any]:
    """The document after all of these. Insertions at one place stand in the order of the amendments' numbers, and what
    moves goes to its place in the text as it is, whatever else moves."""
    placed = [_placed(text, one) for one in some]
    numbers = {one.key: one.number for one in placed}
    for one, other in clashes.find({one.key: one.proposal for one in placed}):
        first, second = sorted((numbers[one], numbers[other]))
        raise Refused("amendments_conflict", one=first, other=second)
    try:
        return applied(text, _together(placed))
    except Refused:
        for single in placed:
            try:
                applied(text, single.proposal)
            except Refused as refused:
                refused.facts["amendment"] = single.number
                raise
        raise


def _together(some: Sequence[Tabled]) -> Proposal:
    return Proposal(
        tuple(hunk for one in some for hunk in one.proposal.hunks),
        tuple(operation for one in some for operation in one.proposal.operations),
    )


def _placed(text: Document, one: Tabled) -> Tabled:
    """The amendment with the places of its operations, by which clashes are found."""
    return replace(one, proposal=located(text, one.proposal)) if one.proposal.operations else one


def _as_delegation(text: Document, ordered: Sequence[Tabled], party: str, parties: Parties) -> Compiled:
    name = parties.find(party) or party
    groups = frozenset(parties.groups_of(name))

    @cache
    def known(other: str) -> str:
        return name if other == party else parties.find(other) or other

    def rank(one: Tabled) -> int | None:
        """How near an amendment is to the party, the nearest first; None for one that isn't taken."""
        sponsors = set(map(known, one.parties))
        said = {known(who): stance for who, stance in one.stances.items()}
        if name in sponsors:
            return 0
        if name in said:
            return 1 if said[name] == "support" else None
        if not groups.isdisjoint(sponsors):
            return 2
        theirs = {said[group] for group in groups if group in said}
        return 3 if "support" in theirs and "oppose" not in theirs else None

    ranked = [(nearness, one) for one in ordered if (nearness := rank(one)) is not None]
    ranked.sort(key=lambda each: each[0])
    candidates = [_placed(text, one) for _, one in ranked]
    taken, notes = _compatible(candidates)
    try:
        doc = applied(text, _together(taken))
    except Refused:
        taken, notes = _compatible(candidates, text)
        doc = applied(text, _together(taken))
    chosen, more = as_chosen_by(doc["content"], party, parties)
    return Compiled(_doc(chosen), (*notes, *more))


def _compatible(candidates: Sequence[Tabled], text: Document | None = None) -> tuple[list[Tabled], list[Note]]:
    """Those of the candidates, the first first, that go together, by their numbers; with notes about the others.

    With a ``text``, each is tried on it too: that takes its time, and is for when not all are at its version.
    """
    rivals: dict[int, set[int]] = {}
    for first, second in clashes.find({one.key: one.proposal for one in candidates}):
        rivals.setdefault(first, set()).add(second)
        rivals.setdefault(second, set()).add(first)
    taken: dict[int, Tabled] = {}
    notes: list[Note] = []
    for one in candidates:
        against = [taken[key].number for key in rivals.get(one.key, ()) if key in taken]
        if against:
            notes.append(Note("clashes", {"amendment": one.number, "other": min(against)}))
            continue
        if text is not None:
            try:
                applied(text, _together([*taken.values(), one]))
            except Refused as refused:
                notes.append(Note("not_at_this_version", {"amendment": one.number, "why": refused.code}))
                continue
        taken[one.key] = one
    return sorted(taken.values(), key=lambda one: (one.number, one.key)), notes
