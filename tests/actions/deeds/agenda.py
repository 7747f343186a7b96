"""What meetings and their sittings, agendas and papers need."""

from __future__ import annotations

from communique.actions import agenda, meetings, papers
from tests.actions.deeds.deed import AGENDA, Deed, Given
from tests.house import House

SITS = ("meeting", AGENDA, "now", "screen", "floor", "roll")
TURN = (AGENDA, "now", "screen", "floor")
PROGRAMME = ("programme",)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def _another_meeting(house: House) -> Given:
    house.meeting = house.convene("Retreat")
    return {"meeting": house.meeting}


def _this_meeting(house: House) -> Given:
    return {"meeting": house.meeting}


def _suspended(house: House) -> Given:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    return {"meeting": house.meeting}


def _adjourned(house: House) -> Given:
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    return {"meeting": house.meeting}


def _second(house: House) -> Given:
    return {"item": house.add_item("2", "Other matters", adopts=False)}


def _taken_up(house: House) -> Given:
    house.act(agenda.open_item, "chair", item=house.item)
    return {"item": house.item}


def lay(house: House, **more: object) -> int:
    """A paper before the house's meeting; its id."""
    given: Given = {"meeting": house.meeting, "filename": "a.pdf", "content": PDF, "title": "Notes for speakers"}
    paper: int = house.act(papers.lay, "pen", **{**given, **more})["paper"]
    return paper


DEEDS: dict[str, Deed] = {
    "meeting.open": Deed(_another_meeting, "chair", SITS, elsewhere=PROGRAMME),
    "meeting.close": Deed(
        _this_meeting, "chair", ("papers", "notes", "attendance", *SITS, "question"), elsewhere=PROGRAMME
    ),
    "sitting.open": Deed(_adjourned, "chair", (*SITS, "question"), elsewhere=PROGRAMME),
    "sitting.suspend": Deed(_this_meeting, "clerk", (*SITS, "question"), elsewhere=PROGRAMME),
    "sitting.resume": Deed(_suspended, "chair", (*SITS, "question"), elsewhere=PROGRAMME),
    "sitting.close": Deed(_this_meeting, "chair", ("attendance", *SITS, "question"), elsewhere=PROGRAMME),
    "agenda.add": Deed(
        lambda house: {"meeting": house.meeting, "number": "9", "title": "Other matters"}, "clerk", (AGENDA,)
    ),
    "agenda.change": Deed(
        lambda house: {"item": house.item, "number": "1", "title": "The joint communiqué", "adopts": True},
        "chair",
        (AGENDA, "now", "screen", "papers"),
    ),
    "agenda.move": Deed(lambda house: _second(house) | {"place": 1}, "clerk", (AGENDA, "now", "papers")),
    "agenda.remove": Deed(
        lambda house: {"meeting": house.meeting, "which": _second(house)["item"]},
        "clerk",
        (AGENDA, "now", "papers"),
    ),
    "agenda.adopt": Deed(_this_meeting, "chair", (AGENDA, "now", "screen")),
    "item.open": Deed(lambda house: {"item": house.item}, "chair", TURN),
    "item.suspend": Deed(_taken_up, "clerk", TURN),
    "item.close": Deed(_taken_up, "chair", TURN),
    "item.defer": Deed(_second, "chair", TURN),
    "paper.lay": Deed(
        lambda house: {
            "meeting": house.meeting,
            "filename": "notes.pdf",
            "content": PDF,
            "title": "Notes for speakers",
            "symbol": "AMM/53/INF.1",
            "under": house.item,
        },
        "pen",
        ("papers", AGENDA, "now"),
    ),
    "paper.withdraw": Deed(lambda house: {"paper": lay(house)}, "clerk", ("papers", AGENDA, "now")),
}
