"""What comments need."""

from __future__ import annotations

from communique.actions import comments
from tests.actions.deeds.deed import Deed, Given
from tests.house import House


def _saying(house: House) -> Given:
    paragraph, _ = house.paragraph("next meeting")
    start = house.place("next meeting")
    return {
        "text": house.text,
        "words": "When is it?",
        "version": house.row().version,
        "paragraph": paragraph,
        "start": start,
        "end": start + len("next meeting"),
    }


def _said(house: House) -> Given:
    return {"comment": house.act(comments.make, "la-head", **_saying(house))["comment"]}


DEEDS: dict[str, Deed] = {
    "comment.make": Deed(_saying, "la-adviser", ("comments",)),
    "comment.resolve": Deed(_said, "chair", ("comments",)),
}
