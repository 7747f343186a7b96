"""What sponsors of amendments, amendments to amendments, and merging need."""

from __future__ import annotations

from communique.actions import amendments, sponsors
from tests.actions.deeds.deed import PROPOSALS, Deed, Given
from tests.house import House, saying

LAID = ("overlay", PROPOSALS)


def amending(house: House, parent: int, words: str) -> Given:
    """An amendment to an amendment on "next meeting" that would have it say ``words`` instead."""
    paragraph, now = house.paragraph("next meeting")
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(now.replace("next", words))}]
    return {"text": house.text, "version": house.row().version, "changes": changes, "amends": parent}


def _joined(house: House) -> Given:
    amendment = house.table("sg-head", "next", "54th")
    house.act(sponsors.join, "la-head", amendment=amendment)
    return {"amendment": amendment}


def _amended(house: House) -> Given:
    parent = house.table("la-head", "next", "54th")
    made = house.act(amendments.table, "sg-head", **amending(house, parent, "fifty-fourth"))
    return {"amendment": made["amendment"]}


def _two(house: House) -> Given:
    chosen = [house.table("la-head", "all", "any"), house.table("sg-head", "next", "54th")]
    return {"text": house.text, "amendments": chosen}


DEEDS: dict[str, Deed] = {
    "amendment.cosponsor": Deed(lambda house: {"amendment": house.table("sg-head", "all", "any")}, "la-head", LAID),
    "amendment.leave": Deed(_joined, "la-head", LAID),
    "amendment.take_in": Deed(_amended, "la-head", LAID),
    "amendment.merge": Deed(_two, "chair", LAID),
}
