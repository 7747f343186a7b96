"""What is proposed on a text, out of its rows: the changes in words, and which proposals contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db.models import Prefetch

from communique.domain.texts import amendments, clashes, rewording
from communique.domain.texts.authority import Document
from communique.domain.texts.document import label_of, plain_text
from communique.domain.texts.operations import row_of
from communique.domain.texts.positions import AmendmentState
from communique.records import documents
from communique.records.models import Amendment, Cosponsor, Text

SPONSORS = Prefetch("cosponsors", Cosponsor.objects.filter(left_at=None).select_related("party"))
"""In whose names, too, an amendment stands now."""
Carried = amendments.Carried
_clashing: WeakKeyDictionary[Document, tuple[Any, dict[int, tuple[int, ...]]]] = WeakKeyDictionary()
"""Of each version which tabled amendments contradict which, with what that was worked out from."""


def changes_of(document: Document, row: Amendment, place: Carried | None) -> list[dict[str, Any]]:
    """What an amendment changes, one after the other as one reads: ``{"kind", "paragraph", "label", "deleted",
    "inserted", "number", "after", "other", "first"}``, all of them strings but ``first``: it comes to stand at the
    beginning of the text.

    ``label`` is what people call the paragraph, ``after`` and ``other`` the one behind which something comes to stand
    and the one that is joined to it; "" where there is none, or none any more. Of an amendment that is over (``place``
    is None) only what it changed is known, and no longer where.
    """
    proposal = documents.proposal_of(row) if place is None else place.proposal
    if place is None:
        words = [(hunk.deleted, "".join(documents.words_of(hunk.insert))) for hunk in proposal.hunks]
        found = [_change("words", "", deleted=deleted, inserted=inserted) for deleted, inserted in words]
        rest = amendments.Proposal((), proposal.operations)
        return found + [_operated(document, one, rest) for one in amendments.summary(document, rest)]
    return [_operated(document, one, proposal) for one in amendments.summary(document, proposal)]


def _operated(document: Document, one: Mapping[str, Any], proposal: amendments.Proposal) -> dict[str, Any]:
    kind = one["kind"]
    others = {each.paragraph: each.other for each in proposal.operations if each.kind == "merge"}
    return _change(
        kind,
        one["paragraph"],
        label=label(document, one["paragraph"]),
        deleted=one["deleted"],
        inserted=one["inserted"],
        number=one["number"].removesuffix("."),
        after=label(document, one["after"]),
        other=label(document, others.get(one["paragraph"], "")) if kind == "merge" else "",
        first=kind in ("new", "move") and not one["after"],
    )


def _change(kind: str, paragraph: str, **said: Any) -> dict[str, Any]:
    known = {"label": "", "deleted": "", "inserted": "", "number": "", "after": "", "other": "", "first": False}
    return {"kind": kind, "paragraph": paragraph} | known | said


def label(document: Document, paragraph: str) -> str:
    """What people call a paragraph; "" when it isn't there."""
    row = row_of(document)
    at = row.index.get(paragraph)
    return "" if at is None else label_of(row.blocks[at])


def losses_of(document: Document, row: Amendment, place: Carried) -> list[dict[str, str]]:
    """What was changed or deleted under a tabled amendment: ``{"kind", "label", "was", "now"}``."""
    if not place.lost and not place.operations:
        return []
    found = amendments.losses(documents.proposal_of(row), place, document)
    return [
        {"kind": one.kind, "label": label(document, one.paragraph), "was": one.was, "now": one.now} for one in found
    ]


def differences(document: Document, parent: Carried, place: Carried) -> list[dict[str, Any]]:
    """What an amendment to an amendment would have it say otherwise, as ``changes_of``."""
    brought = {
        one.block["attrs"]["id"]: one.block for one in parent.operations if one.block is not None and one.block["attrs"]
    }
    return [
        _change(
            "words",
            one["paragraph"],
            label=label(document, one["paragraph"])
            or (label_of(brought[one["paragraph"]]) if one["paragraph"] in brought else ""),
            deleted=one["deleted"],
            inserted=one["inserted"],
        )
        for one in rewording.differences(document, parent.proposal, place.proposal)
    ]


Tabled = list[tuple[int, int, int | None]]
"""Of what is tabled on a text the key, the version at which its row stands, and the key of what it would amend."""


def tabled_on(text: Text) -> Tabled:
    return list(
        Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value).values_list(
            "pk", "base_version", "amends"
        )
    )


def clashing(text: Text, tabled: Tabled, rows: Sequence[Amendment] | None = None) -> dict[int, tuple[int, ...]]:
    """Of each tabled amendment that can't be taken with others, their numbers, by its own number. Worked out once for a
    version and what is tabled on it; ``rows`` are the tabled ones, where they are read already.

    Those whose words are gone contradict nothing any more, and an amendment to another one is decided with it.
    """
    document, made_of = documents.newest(text), sorted(one[:2] for one in tabled)
    known = _clashing.get(document)
    if known is not None and known[0] == made_of:
        return known[1]
    if rows is None:
        rows = list(Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value))
    own = [row for row in rows if row.amends_id is None]
    places = documents.carried(text, own)
    pairs = clashes.find({row.number: places[row.pk].proposal for row in own if not places[row.pk].lost})
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    result = {number: tuple(sorted(others)) for number, others in found.items()}
    _clashing[document] = (made_of, result)
    return result


def side_by_side(
    document: Document, proposals: Mapping[int, amendments.Proposal], paragraph: str
) -> list[dict[str, Any]]:
    """How a paragraph reads now, and as each of some proposals would have it: ``{"words", "numbers"}``, the present
    words with the numbers of none. Empty when none of them touches its words."""
    found = clashes.side_by_side(document, proposals, paragraph)
    read = [{"words": "".join(map(plain_text, content)), "numbers": list(numbers)} for content, numbers in found]
    return read if len(read) > 1 else []


def numbers_proposed(text: Text) -> set[str]:
    """Numbers that paragraphs would get which are proposed already, so that no two are given the same."""
    rows = Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value).values_list("operations", flat=True)
    found = (
        one.get("number") or ((one.get("block") or {}).get("attrs") or {}).get("number") for row in rows for one in row
    )
    return {number for number in found if number}
