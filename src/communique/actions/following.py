"""What was laid on a paragraph goes with it when an accepted amendment moves the paragraph as a whole.

To the steps of a text a moved paragraph is one that was taken out and another one that was put in, so that whatever is
anchored by positions would be lost with it. Its id stays, and by that everything is found again.

What a delegation or a huddle keeps to itself is sealed in the journal together with its positions, and isn't touched.
"""

from __future__ import annotations

from typing import Any

from communique.domain.comments import Anchor
from communique.domain.texts import amendments, authority
from communique.domain.texts.amendments import Hunk, Proposal
from communique.domain.texts.authority import Document
from communique.domain.texts.positions import AmendmentState
from communique.records import documents
from communique.records.models import Amendment, Comment, Text

Laid = tuple[Amendment | Comment, Proposal]


def apart(text: Text, accepted: Proposal, document: Document, but: int) -> list[Laid]:
    """What lies on a text besides the amendment ``but`` that is accepted, at ``document``; nothing when that moves no
    paragraph. Called before its steps are applied."""
    if not any(one.kind == "move" for one in accepted.operations):
        return []
    rows = list(Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value).exclude(pk=but))
    places = documents.carried(text, rows)
    found: list[Laid] = [(row, places[row.pk].proposal) for row in rows if not places[row.pk].lost]
    said = list(Comment.objects.filter(text=text, inside=False, answers=None, text__huddle=None))
    anchors = documents.anchored(text, said)
    return found + [(one, _words(anchors[one.pk])) for one in said if _stands(anchors[one.pk])]


def follow(text: Text, laid: list[Laid], document: Document, steps: list[dict[str, Any]], *, limit: int) -> list[int]:
    """Anchors anew what ``steps``, which led from ``document`` to the text's version, would have lost although its
    paragraph only moved; the numbers of the amendments among it."""
    if not laid:
        return []
    taken = authority.receive(document, document.version, steps, limit=limit)
    if not isinstance(taken, authority.Accepted):
        raise RuntimeError(f"steps that were taken are taken no more: {taken!r}")
    after, numbers = taken.document, []
    for row, proposal in laid:
        carried = amendments.carry(proposal, taken.maps)
        if not carried.lost and not amendments.gone(carried, after):
            continue
        found = _found(document, after, proposal)
        if found is None:
            continue
        row.base_version = text.version
        if isinstance(row, Amendment):
            said = amendments.to_json(found)
            row.hunks, row.operations = said["hunks"], said["operations"]
            row.save(update_fields=["base_version", "hunks", "operations"])
            numbers.append(row.number)
        else:
            row.start, row.end = found.hunks[0].start, found.hunks[0].end
            row.save(update_fields=["base_version", "start", "end"])
    return numbers


def _found(document: Document, after: Document, proposal: Proposal) -> Proposal | None:
    paragraphs = proposal.paragraphs(document)
    return amendments.followed(document, after, paragraphs[0], proposal) if paragraphs else None


def _words(anchor: Anchor) -> Proposal:
    return Proposal((Hunk(anchor.start, anchor.end, "", ()),))


def _stands(anchor: Anchor) -> bool:
    return not anchor.lost and anchor.start < anchor.end
