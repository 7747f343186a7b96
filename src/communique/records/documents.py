"""The newest version of each text in memory, and the amendments and drafts of amendments carried to it.

Loading a long document from JSON takes a large part of a second, a step a millisecond: so the newest version is kept
by (text, version), and brought forward by the steps that other processes stored. Values are immutable; what a
transaction made is kept only after its commit.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from django.db import transaction

from communique.domain import comments
from communique.domain.texts import amendments, authority, operations
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text
from communique.records.models import Comment, Step, Text

KEPT = 64
"""How many texts stay in memory."""
RECENT = 32
"""Versions of each text, for those who read the row a moment ago: a pen that types makes many a second, and a version
shares all but a paragraph with the one before."""
SNAPSHOT_EVERY = 200
"""After how many steps a text's row gets its document anew, which bounds the steps to replay after a restart."""

Maps = tuple[tuple[int, ...], ...]


class Proposed(Protocol):
    """A row of a proposal on a text: a tabled amendment, or a delegation's draft of one."""

    pk: Any
    base_version: int
    hunks: Any
    operations: Any


@dataclass(frozen=True)
class _Place:
    """A proposal that was carried to a version from what its row says. A draft's row may say something else later."""

    row: tuple[int, Any, Any]
    version: int
    state: amendments.Carried


@dataclass
class _Kept:
    document: Document
    recent: dict[int, Document] = field(default_factory=dict)
    maps: dict[int, tuple[int, ...]] = field(default_factory=dict)
    carried: dict[tuple[type, int], _Place] = field(default_factory=dict)
    anchored: dict[int, tuple[int, int, comments.Anchor]] = field(default_factory=dict)
    """Of each comment, what version its row stands at, and where it is at which version."""


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = threading.RLock()


def newest(text: Text) -> Document:
    """The document at ``text.version``."""
    with _lock:
        kept = _kept.get(text.pk)
        if kept is not None:
            _kept.move_to_end(text.pk)
            if text.version in kept.recent:
                return kept.recent[text.version]
    start = kept.document if kept is not None and kept.document.version < text.version else None
    if start is None or start.version < text.doc_version:
        if "doc" in text.get_deferred_fields():
            # A row read without its document: all that has to fit together is read at once.
            text.refresh_from_db(fields=["version", "doc", "doc_version"])
        start = authority.load(text.doc, text.doc_version)
    document, maps = _replay(text.pk, start, text.version)
    _keep(text.pk, document, maps)
    return document


def touched_since(text: int, version: int, paragraph: str) -> bool:
    """Has any step after ``version`` touched the paragraph with this id?"""
    rows = Step.objects.filter(text_id=text, version__gt=version).values_list("touched", flat=True)
    return any(paragraph in touched for touched in rows)


def keep_after_commit(text: int, document: Document, maps: Maps) -> None:
    """Called by a write that made ``document``; ``maps`` belong to its last ``len(maps)`` steps."""
    first = document.version - len(maps) + 1
    transaction.on_commit(partial(_keep, text, document, {first + at: one for at, one in enumerate(maps)}))


def carried(text: Text, rows: Sequence[Proposed]) -> dict[int, amendments.Carried]:
    """Each proposal at ``text.version``, by its row's id; ``rows`` are of one model. One whose paragraph is gone is
    lost as well, as long as it is gone."""
    document = newest(text)
    with _lock:
        kept = _kept.get(text.pk)
        known = dict(kept.carried) if kept is not None else {}
    starts: dict[int, _Place] = {}
    for row in rows:
        place, says = known.get((type(row), row.pk)), (row.base_version, row.hunks, row.operations)
        if place is None or place.row != says or place.version > text.version:
            place = _Place(says, row.base_version, amendments.carry(proposal_of(row), ()))
        starts[row.pk] = place
    lowest = min((place.version for place in starts.values()), default=text.version)
    maps = _maps(text.pk, lowest, text.version)
    states = {key: amendments.carry(place.state, maps[place.version - lowest :]) for key, place in starts.items()}
    with _lock:
        if (kept := _kept.get(text.pk)) is not None and kept.document.version == text.version:
            for row in rows:
                kept.carried[type(row), row.pk] = _Place(starts[row.pk].row, text.version, states[row.pk])
    return {
        key: replace(state, lost=True) if not state.lost and amendments.gone(state, document) else state
        for key, state in states.items()
    }


def proposal_of(row: Proposed) -> amendments.Proposal:
    """What a row proposes, at its ``base_version``."""
    rest = amendments.from_json({"operations": row.operations})
    return amendments.Proposal(hunks_of(row.hunks), rest.operations)


def hunks_of(rows: list[dict[str, Any]]) -> tuple[amendments.Hunk, ...]:
    """Hunks from their JSON: ``{"from", "to", "deleted", "insert"}``."""
    return operations.hunks_of(rows)


def hunks_to_json(hunks: tuple[amendments.Hunk, ...]) -> list[dict[str, Any]]:
    return [operations.hunk_to_json(hunk) for hunk in hunks]


def words_of(insert: tuple[dict[str, Any], ...]) -> list[str]:
    """The plain words that a hunk puts in, for margins and lists."""
    return [plain_text(node) for node in insert]


def anchored(text: Text, rows: list[Comment]) -> dict[int, comments.Anchor]:
    """Where each comment's words are at ``text.version``, by its id."""
    newest(text)
    with _lock:
        kept = _kept.get(text.pk)
        known = dict(kept.anchored) if kept is not None else {}
    places = {row.pk: (row.base_version, comments.Anchor(row.start, row.end)) for row in rows}
    for row in rows:
        base, version, anchor = known.get(row.pk, (-1, 0, places[row.pk][1]))
        if base == row.base_version and version <= text.version:
            places[row.pk] = version, anchor
    lowest = min((version for version, _ in places.values()), default=text.version)
    maps = _maps(text.pk, lowest, text.version)
    result = {key: comments.carry(anchor, maps[version - lowest :]) for key, (version, anchor) in places.items()}
    with _lock:
        if (kept := _kept.get(text.pk)) is not None and kept.document.version == text.version:
            kept.anchored.update({row.pk: (row.base_version, text.version, result[row.pk]) for row in rows})
    return result


def maps_since(text: Text, version: int) -> Maps:
    """The maps of the steps that lead from a version to ``text.version``."""
    return _maps(text.pk, version, text.version)


def forget_all() -> None:
    """Empties the memory; the next reader loads from the database."""
    with _lock:
        _kept.clear()


def _keep(text: int, document: Document, maps: dict[int, tuple[int, ...]]) -> None:
    with _lock:
        kept = _kept.get(text)
        if kept is None:
            kept = _kept[text] = _Kept(document)
        elif kept.document.version <= document.version:
            kept.document = document
        kept.recent[document.version] = document
        while len(kept.recent) > RECENT:
            del kept.recent[min(kept.recent)]
        kept.maps.update(maps)
        _kept.move_to_end(text)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _replay(text: int, start: Document, version: int) -> tuple[Document, dict[int, tuple[int, ...]]]:
    if start.version == version:
        return start, {}
    rows = Step.objects.filter(text_id=text, version__gt=start.version, version__lte=version).order_by("version")
    steps = [row.step for row in rows]
    outcome = authority.receive(start, start.version, steps, limit=len(steps))
    if not isinstance(outcome, authority.Accepted) or outcome.document.version != version:
        raise RuntimeError(f"the stored steps of text {text} don't lead to version {version}: {outcome!r}")
    first = start.version + 1
    return outcome.document, {first + at: one for at, one in enumerate(outcome.maps)}


def _maps(text: int, after: int, upto: int) -> Maps:
    """The step maps that lead from version ``after`` to ``upto``."""
    wanted = range(after + 1, upto + 1)
    with _lock:
        kept = _kept.get(text)
        have = {version: kept.maps[version] for version in wanted if version in kept.maps} if kept else {}
    if len(have) < len(wanted):
        rows = Step.objects.filter(text_id=text, version__gt=after, version__lte=upto).order_by("version")
        maps = authority.maps_of(row.step for row in rows)
        have = dict(zip(wanted, maps, strict=True))
        with _lock:
            if (kept := _kept.get(text)) is not None:
                kept.maps.update(have)
    return tuple(have[version] for version in wanted)
