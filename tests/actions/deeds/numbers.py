"""What making the numbers consecutive needs."""

from __future__ import annotations

from communique.actions import texts
from tests.actions.deeds.deed import Deed, Given
from tests.house import House


def numbered(house: House, words: str, number: str) -> None:
    """The pen gives the paragraph that says ``words`` another number."""
    found = house.document().block(house.paragraph(words)[0])
    assert found is not None
    step = {"stepType": "attr", "pos": found[0], "attr": "number", "value": number}
    version = house.row().version
    house.act(texts.draft, "pen", text=house.text, version=version, steps=[step], client="pen")


def _with_a_bis(house: House) -> Given:
    numbered(house, "We welcomed", "2 bis.")
    return {"text": house.text, "version": house.row().version}


NAMING = ("reading", "standings", "huddles", "comments", "delegation", "proposals")
"""Every place that calls paragraphs by their numbers."""

DEEDS: dict[str, Deed] = {"text.renumber": Deed(_with_a_bis, "pen", ("steps", *NAMING))}
