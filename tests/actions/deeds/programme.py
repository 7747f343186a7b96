"""What chairmanships, conferences and their programme need, calendars and reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from communique.actions import objectives, programme, reminders
from tests.actions.deeds.deed import Deed, Given
from tests.house import House

AT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
HALF_A_DAY = timedelta(hours=3)
MOVED, TOLD = ("meeting",), ("programme",)


def _objective(house: House) -> Given:
    made = house.act(
        objectives.set_objective, "chair", holder="meeting", number=house.meeting, words="Agree on the reserve"
    )
    return {"objective": made["objective"]}


def _to_come(house: House) -> Given:
    """A meeting that hasn't sat."""
    house.meeting = house.convene("Retreat")
    return {"meeting": house.meeting}


def _sitting(house: House) -> int:
    """A second sitting, which is still to come."""
    made = house.act(
        programme.plan_sitting, "clerk", meeting=house.meeting, begins_at=LATER, ends_at=LATER + HALF_A_DAY
    )
    sitting: int = made["sitting"]
    return sitting


def _reminded(house: House) -> Given:
    given = {"conference": house.conference, "about": "sitting:1:3600:0", "people": [house.people["la-head"]]}
    house.act(reminders.send, "clock", **given)
    return given


DEEDS: dict[str, Deed] = {
    "chairmanship.describe": Deed(
        lambda house: {"body": house.body, "year": 2020, "theme": "Cohesive and responsive"}, "chair", in_room=False
    ),
    "conference.change": Deed(
        lambda house: {
            "conference": house.conference,
            "name": "53rd Meeting and Related Conferences",
            "theme": "Cohesive",
            "place": "Ha Noi",
            "time_zone": "Asia/Ho_Chi_Minh",
            "starts_on": date(2020, 9, 9),
            "ends_on": date(2020, 9, 12),
            "registration_closes_at": AT,
        },
        "clerk",
        TOLD,
        in_conference=True,
    ),
    "meeting.convene": Deed(
        lambda house: {
            "conference": house.conference,
            "name": "Retreat",
            "begins_at": AT,
            "ends_at": AT + HALF_A_DAY,
            "kind": "thematic",
            "level": "ministers",
            "theme": "Women in peace",
            "hall": "Room 2",
            "open_to_public": True,
            "objectives": ["Hear ten ministers"],
        },
        "chair",
        TOLD,
        in_conference=True,
    ),
    "meeting.change": Deed(
        lambda house: {"meeting": house.meeting, "name": "Plenary", "hall": "Room 1", "level": "ministers"},
        "chair",
        MOVED,
        elsewhere=TOLD,
    ),
    "meeting.cancel": Deed(
        lambda house: _to_come(house) | {"reason": "The storm has closed the airport."}, "chair", MOVED, elsewhere=TOLD
    ),
    "sitting.plan": Deed(
        lambda house: {"meeting": house.meeting, "begins_at": LATER, "ends_at": LATER + HALF_A_DAY},
        "clerk",
        MOVED,
        elsewhere=TOLD,
    ),
    "sitting.move": Deed(
        lambda house: {
            "sitting": _sitting(house),
            "begins_at": LATER + HALF_A_DAY,
            "ends_at": LATER + 2 * HALF_A_DAY,
        },
        "clerk",
        MOVED,
        elsewhere=TOLD,
    ),
    "sitting.cancel": Deed(
        lambda house: {"sitting": _sitting(house), "reason": "All is said."}, "clerk", MOVED, elsewhere=TOLD
    ),
    "objective.set": Deed(
        lambda house: {"holder": "conference", "number": house.conference, "words": "Confer a status"},
        "chair",
        ("objectives",),
        in_conference=True,
    ),
    "objective.drop": Deed(
        lambda house: {"holder": "meeting", "number": house.meeting} | _objective(house), "chair", ("aims",)
    ),
    "objective.assess": Deed(
        lambda house: _objective(house) | {"outcome": "partly", "remark": "All but one paragraph."}, "chair", ("aims",)
    ),
    "party.locate": Deed(
        lambda house: {
            "body": house.body,
            "party": "NZ",
            "capital": "Wellington",
            "time_zone": "Pacific/Auckland",
            "floor": "on_invitation",
        },
        "clerk",
        in_room=False,
    ),
    "calendar.renew": Deed(lambda house: {"body": house.body, "scope": "delegation"}, "la-head", in_room=False),
    "reminder.send": Deed(
        lambda house: {
            "conference": house.conference,
            "about": "sitting:1:3600:0",
            "people": [house.people["la-head"], house.people["chair"]],
        },
        "clock",
        in_conference=True,
    ),
    "reminder.take_back": Deed(_reminded, "clock", in_conference=True),
    "reminder.choose": Deed(lambda house: {"body": house.body, "wanted": False}, "la-head", in_room=False),
}
