"""What huddles need."""

from __future__ import annotations

from communique.actions import amendments, huddles, texts
from communique.records.models import Text
from tests.actions.deeds.deed import Deed, Given
from tests.house import House, insertion

OUT = ("reading", "reading", "standings", "huddles")
"""What everybody hears when paragraphs go to a huddle, and when they are open again."""
OVER = ("status", "overlay", "huddles", "proposals", "comments")
"""What is heard inside when a huddle ends."""
IN = ("LA", "SG")


def _sending(house: House) -> Given:
    paragraph, _ = house.paragraph("open the regional reserve")
    return {"text": house.text, "paragraphs": [paragraph], "parties": [*IN], "task": "Find one date."}


def out(house: House) -> int:
    """Lao PDR and Singapore are out with paragraph 2; the huddle's id."""
    huddle: int = house.act(huddles.send, "chair", **_sending(house))["huddle"]
    return huddle


def worked(house: House) -> int:
    """They have put words of their own before the paragraph; the huddle's id."""
    huddle = out(house)
    branch = Text.objects.get(huddle=huddle)
    steps = [insertion(1, "Together, ")]
    house.act(texts.draft, "la-adviser", text=branch.pk, version=0, steps=steps, client="lao")
    return huddle


def _agreeing(house: House) -> Given:
    return {"huddle": worked(house), "version": 1}


def _agreed(house: House) -> Given:
    huddle = worked(house)
    for who in ("la-head", "sg-head"):
        house.act(huddles.agree, who, huddle=huddle, version=1)
    return {"huddle": huddle}


def _stale(house: House) -> Given:
    huddle = worked(house)
    house.act(amendments.accept, "chair", amendment=house.table("my-head", "regional reserve", "common reserve"))
    return {"huddle": huddle}


DEEDS: dict[str, Deed] = {
    "huddle.send": Deed(_sending, "chair", OUT),
    "huddle.refresh": Deed(_stale, "la-adviser", ("steps", "huddles", "overlay", "proposals"), huddle=IN),
    "huddle.agree": Deed(_agreeing, "sg-head", ("huddles",), huddle=IN),
    "huddle.report": Deed(_agreed, "la-delegate", (*OVER, "overlay", "proposals", *OUT), huddle=IN),
    "huddle.dissolve": Deed(lambda house: {"huddle": out(house)}, "chair", (*OVER, *OUT), huddle=IN),
}
