"""Whoever laid something on words of a text hears at once that a step took the words away.

Only those hear it who may know that something lay there: of what is kept inside, its own delegation. Of proposals the
margin tells.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.actions.frame import Frame
from communique.domain import comments
from communique.domain.texts import amendments
from communique.domain.texts.authority import Accepted, Document
from communique.domain.texts.positions import DraftState
from communique.records import documents
from communique.records.models import Comment, Draft, Text

OPEN = (DraftState.DRAFT.value, DraftState.CLEARED.value)


@dataclass(frozen=True)
class Lost:
    """What stood on a text before some steps, and stands no more: comments to all are among it or not, and the codes of
    the delegations whose inside comments and whose drafts are."""

    said: bool = False
    said_inside: frozenset[str] = frozenset()
    drafted: frozenset[str] = frozenset()


def by(row: Text, before: Document, taken: Accepted) -> Lost:
    """What these steps lose. ``row`` is still at the version of ``before``. What only puts words in, as typing does,
    loses nothing, and costs nothing here."""
    if not any(size for ranges in taken.maps for size in ranges[1::3]):
        return Lost()
    said = list(Comment.objects.filter(text=row, answers=None, resolved_at=None).select_related("party"))
    anchors = documents.anchored(row, said)
    said = [one for one in said if _leaves(one, anchors[one.pk], before, taken)]
    drafts = list(Draft.objects.filter(text=row, state__in=OPEN).select_related("party"))
    places = documents.carried(row, drafts)
    return Lost(
        said=any(not one.inside for one in said),
        said_inside=frozenset(one.party.code for one in said if one.inside and one.party is not None),
        drafted=frozenset(one.party.code for one in drafts if _breaks(places[one.pk], taken)),
    )


def tell(room: Frame, row: Text, lost: Lost) -> None:
    """Announces it, once the steps are: the lists say at which version of the text they stand."""
    if lost.said:
        room.announce("fragment", target=f"comments:{row.pk}")
    if lost.said_inside:
        room.announce_inside(lost.said_inside, "fragment", target=f"comments:{row.pk}")
    if lost.said_inside | lost.drafted:
        room.announce_inside(lost.said_inside | lost.drafted, "fragment", target=f"delegation:{row.pk}")


def _leaves(comment: Comment, anchor: comments.Anchor, before: Document, taken: Accepted) -> bool:
    """Are the words of a comment, or the whole paragraph that it is on, gone by these steps?"""
    if anchor.start == anchor.end and not anchor.lost:
        return before.block(comment.paragraph) is not None and taken.document.block(comment.paragraph) is None
    return not anchor.lost and comments.carry(anchor, taken.maps).lost


def _breaks(place: amendments.Carried, taken: Accepted) -> bool:
    if place.lost:
        return False
    carried = amendments.carry(place, taken.maps)
    return carried.lost or amendments.gone(carried, taken.document)
