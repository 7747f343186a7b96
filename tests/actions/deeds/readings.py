"""What readings need."""

from __future__ import annotations

from communique.actions import readings
from tests.actions.deeds.deed import PROPOSALS, Deed, Given
from tests.house import House

READING, STANDINGS = "reading", "standings"
READ = ("reading", READING)
"""The event for editors, and the strip of the reading."""
FOUND = (*READ, STANDINGS)


def _opened(house: House) -> Given:
    house.act(readings.open_reading, "chair", text=house.text)
    return {"text": house.text}


def _at(house: House, words: str) -> Given:
    return {"text": house.text, "paragraph": house.paragraph(words)[0]}


def _agreed(house: House) -> Given:
    given = _at(house, "next meeting")
    house.act(readings.agree, "chair", **given)
    return given


def _agreeing(house: House) -> Given:
    house.table("la-head", "next meeting", "54th meeting")
    return _at(house, "next meeting") | {"overtake": True, "words": "Subject to capitals."}


DEEDS: dict[str, Deed] = {
    "reading.open": Deed(lambda house: {"text": house.text}, "chair", READ),
    "reading.move": Deed(lambda house: _opened(house) | _at(house, "outbreaks"), "chair", ("moved", READING)),
    "reading.close": Deed(_opened, "chair", READ),
    "paragraph.agree": Deed(_agreeing, "chair", (*FOUND, "overlay", PROPOSALS)),
    "paragraph.hold": Deed(lambda house: _at(house, "outbreaks") | {"words": "Health experts meet."}, "chair", FOUND),
    "paragraph.reopen": Deed(lambda house: _agreed(house) | {"words": "Singapore asks."}, "chair", FOUND),
    "paragraph.confirm": Deed(lambda house: _agreed(house) | {"confirmed": True}, "la-head", FOUND),
}
