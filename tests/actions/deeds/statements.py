"""What statements, the clerk's notes and the summary record need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import clerk_notes, floor, meetings, statements, summary
from communique.records.models import Correction, Meeting
from tests.actions.deeds.deed import Deed, Given
from tests.guards import beside_the_frame
from tests.house import House, later

WORDS = "We thank the chair. We will open the reserve."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def handed_in(house: House, who: str = "la-head", **more: object) -> Given:
    """A statement that waits for its delivery under the first item."""
    given = {"meeting": house.meeting, "title": "On the reserve", "language": "en", "words": WORDS, "under": house.item}
    return {"statement": house.act(statements.hand_in, who, **(given | more))["statement"]}


def delivered(house: House, who: str = "la-head", **more: object) -> Given:
    given = handed_in(house, who, **more)
    spoken(house, who)
    return given


def publishable(house: House) -> Given:
    given = delivered(house)
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    return given


def spoken(house: House, who: str = "la-head", **more: Any) -> int:
    """Somebody asks for the floor on the first item, has it, and gives it back; the intervention's id."""
    number: int = house.act(floor.request, who, meeting=house.meeting, **({"on_item": house.item} | more))[
        "intervention"
    ]
    house.act(floor.give, "chair", intervention=number, after=0)
    house.act(floor.take_back, "chair", intervention=number)
    return number


def drawn(house: House) -> Given:
    """A record of a meeting in which Lao PDR has spoken."""
    spoken(house)
    house.act(summary.draw_up, "clerk", meeting=house.meeting)
    return {"meeting": house.meeting}


def closed(house: House) -> Given:
    given = drawn(house)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    return given


def circulated(house: House) -> Given:
    given = closed(house)
    house.act(summary.circulate, "clerk", until=timezone.now() + timedelta(seconds=600), **given)
    return given


def entry_of(house: House, party: str = "LA") -> str:
    """The entry of a delegation's intervention."""
    row = Meeting.objects.get(pk=house.meeting).summary
    return next(str(one["id"]) for one in row.entries if one["party"] == party)


def asked(house: House) -> Given:
    """A correction that waits for its answer."""
    given = circulated(house)
    house.act(summary.correct, "la-head", entry=entry_of(house), words="Lao PDR will open it.", **given)
    return {"correction": Correction.objects.get().pk}


def final(house: House) -> Given:
    given = circulated(house)
    with later(seconds=601):
        house.act(summary.finish, "clock", **given)
    return given


def _noted(house: House) -> Given:
    return {"clerk_note": house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="supported")["clerk_note"]}


def _correcting(house: House) -> Given:
    return circulated(house) | {"entry": entry_of(house), "words": "Lao PDR will open it.", "reason": "So we said."}


STATEMENTS, CLERK, RECORD = ("statements",), ("clerk",), ("record",)

DEEDS: dict[str, Deed] = {
    "statement.hand_in": Deed(
        lambda house: {
            "meeting": house.meeting,
            "under": house.item,
            "title": "On the reserve",
            "speaker": "Head Bounmy",
            "language": "en",
            "words": WORDS,
            "filename": "statement.txt",
            "content": WORDS.encode(),
        },
        "la-head",
        STATEMENTS,
    ),
    "statement.change": Deed(
        lambda house: (
            handed_in(house)
            | {"title": "On it", "speaker": "Head", "language": "en", "words": "We thank you.", "under": house.item}
            | {"filename": "statement.txt", "content": b"We thank you."}
        ),
        "la-head",
        STATEMENTS,
    ),
    "statement.translate": Deed(
        lambda house: (
            handed_in(house)
            | {"language": "lo", "words": "ຂອບໃຈ", "filename": "statement.txt", "content": "ຂອບໃຈ".encode()}
        ),
        "la-adviser",
        STATEMENTS,
    ),
    "statement.withdraw": Deed(handed_in, "la-head", STATEMENTS),
    "statement.release": Deed(handed_in, "la-head", STATEMENTS),
    "statement.link": Deed(lambda house: handed_in(house, under=None) | {"spoken": spoken(house)}, "clerk", STATEMENTS),
    "statement.publish": Deed(publishable, "clerk", STATEMENTS),
    "clerk_note.write": Deed(
        lambda house: {"meeting": house.meeting, "words": "supported the reserve", "spoken": spoken(house)},
        "clerk",
        CLERK,
    ),
    "clerk_note.change": Deed(lambda house: _noted(house) | {"words": "opposed the reserve"}, "clerk", CLERK),
    "record.draw_up": Deed(lambda house: {"meeting": house.meeting}, "clerk", RECORD + STATEMENTS),
    "record.edit": Deed(
        lambda house: drawn(house) | {"change": "words", "entry": entry_of(house), "words": "It spoke.", "seen": 1},
        "clerk",
        RECORD,
    ),
    "record.circulate": Deed(closed, "clerk", RECORD + STATEMENTS),
    "record.correct": Deed(_correcting, "la-head", RECORD),
    "record.settle": Deed(
        lambda house: asked(house) | {"taken": True, "words": "It will open it.", "answer": "Thank you."},
        "clerk",
        RECORD,
    ),
    "record.finish": Deed(circulated, "clock", RECORD + STATEMENTS, after=601),
}
