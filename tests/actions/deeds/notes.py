"""What notes in the room need."""

from __future__ import annotations

from communique.actions import notes
from tests.actions.deeds.deed import Deed, Given
from tests.house import House


def _passed(house: House) -> Given:
    given = {"meeting": house.meeting, "to": ["LA"], "words": "Shall we step out?"}
    (note,) = house.act(notes.send, "sg-head", **given)["notes"]
    return {"note": note}


DEEDS: dict[str, Deed] = {
    "note.send": Deed(
        lambda house: {"meeting": house.meeting, "to": ["SG", "@chair"], "words": "We can live with it."},
        "la-adviser",
        ("notes",),
    ),
    "note.read": Deed(_passed, "la-adviser", ("notes",)),
}
