"""What the body, its conferences, texts, amendments and decisions need."""

from __future__ import annotations

from tests.actions.deeds.deed import AGENDA, PROPOSALS, QUESTION, STATUS, Deed, Given
from tests.house import House, insertion, saying


def _tabled(house: House) -> Given:
    return {"amendment": house.table("la-head", "all", "any")}


def _asked(house: House) -> Given:
    return {"question": house.put(seconds=60)}


def _tabling(house: House) -> Given:
    paragraph, words = house.paragraph("next meeting")
    return {
        "text": house.text,
        "version": 0,
        "paragraph": paragraph,
        "content": saying(words.replace("next", "54th")),
        "reason": "It has a number.",
    }


def _importing(house: House) -> Given:
    item = house.add_item("2", "Statement")
    return {"item": item, "filename": "statement.md", "content": b"# Statement\n\nWe state.\n", "symbol": "AMM/53/L.2"}


def _publishing(house: House) -> Given:
    house.adopt()
    return {"text": house.text, "symbol": "AMM/53/1"}


DEEDS: dict[str, Deed] = {
    "operator.appoint": Deed(
        lambda house: {"email": "ben@example.org", "name": "Operator Ben"}, "operator", in_room=False
    ),
    "body.found": Deed(
        lambda house: {"name": "Health Ministers", "short_name": "AHMM", "time_zone": "Asia/Jakarta"},
        "operator",
        in_room=False,
    ),
    "member.admit": Deed(
        lambda house: {"body": house.body, "code": "TL", "iso": "TL", "name": "Timor-Leste", "official_name": "DRTL"},
        "clerk",
        in_room=False,
    ),
    "observer.admit": Deed(
        lambda house: {"body": house.body, "code": "CENTRE", "name": "Health Centre"}, "clerk", in_room=False
    ),
    "chairmanship.set": Deed(lambda house: {"body": house.body, "year": 2021, "party": "LA"}, "clerk", in_room=False),
    "seat.grant": Deed(
        lambda house: {
            "body": house.body,
            "email": "new@example.org",
            "name": "Delegate New",
            "role": "delegate",
            "party": "LA",
        },
        "clerk",
        in_room=False,
    ),
    "seat.invite": Deed(lambda house: {"seat": house.seats["la-head"], "hours": 24}, "clerk", in_room=False),
    "seat.end": Deed(lambda house: {"seat": house.seats["la-head"]}, "clerk", in_room=False),
    "conference.convene": Deed(
        lambda house: {
            "body": house.body,
            "name": "54th Meeting",
            "year": 2021,
            "place": "Bandar",
            "objectives": ["A"],
        },
        "clerk",
        in_room=False,
    ),
    "meeting.enter": Deed(lambda house: {"meeting": house.meeting}, "my-head", ("attendance",)),
    "meeting.leave": Deed(lambda house: {"meeting": house.meeting}, "sg-head", ("attendance",)),
    "text.import": Deed(_importing, "pen", (AGENDA,)),
    "text.draft": Deed(
        lambda house: {
            "text": house.text,
            "version": 0,
            "steps": [insertion(house.place("We looked"), "Together, ")],
            "client": "browser-1",
        },
        "pen",
        ("steps",),
    ),
    "amendment.table": Deed(_tabling, "la-delegate", ("overlay", PROPOSALS)),
    "position.take": Deed(lambda house: _tabled(house) | {"stance": "oppose"}, "sg-head", ("position", "amendment")),
    "amendment.withdraw": Deed(_tabled, "la-head", ("overlay", PROPOSALS)),
    "amendment.reject": Deed(_tabled, "chair", ("overlay", PROPOSALS)),
    "amendment.accept": Deed(_tabled, "chair", ("steps", "overlay", PROPOSALS)),
    "question.put": Deed(lambda house: {"text": house.text, "seconds": 60}, "chair", QUESTION),
    "question.object": Deed(
        lambda house: _asked(house) | {"reason": "Our capital has to see paragraph 2."}, "la-head", QUESTION
    ),
    "question.withdraw": Deed(_asked, "chair", QUESTION),
    "gavel.fall": Deed(_asked, "clock", QUESTION, after=60),
    "document.publish": Deed(_publishing, "clerk", (STATUS, "question", AGENDA)),
}
