"""What inviting, registering and checking credentials need."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from communique.actions import registration as acts
from communique.actions.conferences import change_conference
from communique.records.models import Participant
from tests.actions.deeds.deed import Deed, Given
from tests.house import House

EVENTS = ("registrations",)
LETTER = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def coming(house: House, *, closes_in: float | None = None, ends_in: float = 7) -> None:
    """The house's conference ends so many days from now, and registration closes so many."""
    closes_at = None if closes_in is None else timezone.now() + timedelta(days=closes_in)
    day = (timezone.now() + timedelta(days=ends_in)).date()
    given = {"name": "53rd Meeting", "place": "Ha Noi", "time_zone": "Asia/Ho_Chi_Minh", "ends_on": day}
    more = {"conference": house.conference, "registration_closes_at": closes_at}
    house.act(change_conference, "clerk", **given, **more)


def inviting(house: House) -> Given:
    coming(house)
    given = {"conference": house.conference, "parties": ["LA", "NZ"]}
    return given | {"emails": {"LA": "mofa@example.org"}, "message": "You are welcome."}


def invited(house: House, *parties: str) -> dict[str, int]:
    """Registrations by the codes of the parties, LA's when none is named, for a conference that is to come."""
    coming(house)
    given = {"conference": house.conference, "parties": list(parties or ("LA",))}
    registrations: dict[str, int] = house.act(acts.invite, "clerk", **given)["registrations"]
    return registrations


def accepted(house: House, party: str = "LA", who: str = "la-head") -> int:
    registration = invited(house, party)[party]
    house.act(acts.answer, who, registration=registration, accept=True)
    return registration


def headed(house: House, party: str = "LA", who: str = "la-head", **more: object) -> int:
    """The registration of a delegation that its head was named for."""
    registration = accepted(house, party, who)
    given = {"name": "H.E. Bounmy", "role": "head", "title": "Minister for Foreign Affairs", **more}
    house.act(acts.add_participant, who, registration=registration, **given)
    return registration


def named(house: House, **more: object) -> int:
    registration = accepted(house)
    given = {"registration": registration, "name": "Ms Souk", "role": "delegate", **more}
    participant: int = house.act(acts.add_participant, "la-adviser", **given)["participant"]
    return participant


def handed_in(house: House, **more: object) -> int:
    given = {"registration": headed(house, **more), "filename": "letter.pdf", "content": LETTER}
    credentials: int = house.act(acts.hand_in, "la-head", **given)["credentials"]
    return credentials


def _unseated(house: House) -> Given:
    credentials = handed_in(house, email="minister@example.org")
    house.act(acts.check, "clerk", credentials=credentials, accept=True)
    return {"participant": Participant.objects.latest("id").pk}


DEEDS: dict[str, Deed] = {
    "delegation.invite": Deed(
        inviting,
        "clerk",
        EVENTS,
        in_conference=True,
    ),
    "delegation.unsent": Deed(
        lambda house: {"conference": house.conference, "parties": [next(iter(invited(house)))]},
        "clerk",
        EVENTS,
        in_conference=True,
    ),
    "delegation.answer": Deed(
        lambda house: {"registration": invited(house)["LA"], "accept": True, "remark": "With pleasure."},
        "la-adviser",
        EVENTS,
        in_conference=True,
    ),
    "participant.add": Deed(
        lambda house: {
            "registration": accepted(house),
            "name": "Ms Souk",
            "role": "delegate",
            "title": "Director",
            "email": "souk@example.org",
        },
        "la-delegate",
        EVENTS,
        in_conference=True,
    ),
    "participant.change": Deed(
        lambda house: {"participant": named(house), "name": "Ms Souk Noy", "role": "adviser", "title": "Counsel"},
        "la-adviser",
        EVENTS,
        in_conference=True,
    ),
    "participant.remove": Deed(lambda house: {"participant": named(house)}, "la-head", EVENTS, in_conference=True),
    "participant.seat": Deed(_unseated, "clerk", EVENTS, in_conference=True),
    "credentials.hand_in": Deed(
        lambda house: {"registration": headed(house), "filename": "letter.pdf", "content": LETTER},
        "la-head",
        EVENTS,
        in_conference=True,
    ),
    "credentials.check": Deed(
        lambda house: {"credentials": handed_in(house), "accept": False, "reason": "It is not signed."},
        "clerk",
        EVENTS,
        in_conference=True,
    ),
}
