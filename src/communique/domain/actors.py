"""Who acts, and who reads.

A person may hold several seats and always acts from one of them. In an intergovernmental body the delegation is the
actor: what a seat says binds its member, and a member has one voice, whoever of its delegation speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a seat is for. The first three serve the body, the next four sit for a member, the last for an observer."""

    CHAIR = "chair"
    PEN = "pen"
    CLERK = "clerk"
    HEAD = "head"
    ALTERNATE = "alternate"
    DELEGATE = "delegate"
    ADVISER = "adviser"
    OBSERVER = "observer"


SECRETARIAT = frozenset({Role.PEN, Role.CLERK})
DELEGATION = frozenset({Role.HEAD, Role.ALTERNATE, Role.DELEGATE, Role.ADVISER})
BINDING = frozenset({Role.HEAD, Role.ALTERNATE, Role.DELEGATE})
"""Who may bind a member: an adviser advises, and may not (Vienna Convention on Diplomatic Relations draws the same
line between members of the mission with and without diplomatic rank; bodies may be stricter)."""


@dataclass(frozen=True)
class Party:
    """A member or an observer as its name plate shows it. ``code`` is unique in the body, ``iso`` is ISO 3166 alpha-2
    in capitals, or ``""`` for an organisation without one."""

    code: str
    iso: str
    name: str
    member: bool = True

    def plate(self) -> dict[str, str]:
        """JSON for a name plate: ``{"code", "iso" (in small letters, names the flag's file), "name"}``."""
        return {"code": self.code, "iso": self.iso.lower(), "name": self.name}


@dataclass(frozen=True)
class Seat:
    """One place at the table of one body."""

    id: int
    body: int
    role: Role
    party: Party | None = None

    @property
    def binds(self) -> bool:
        """May what is said from here bind a member?"""
        return self.role in BINDING and self.party is not None and self.party.member


@dataclass(frozen=True)
class Actor:
    """A person, acting from one seat. Without a seat: a signed-in person who reads as the public does.

    ``operator`` is who runs the installation; ``clock`` is the house's own clock, which acts for nobody.
    """

    person: int | None = None
    name: str = ""
    seat: Seat | None = None
    operator: bool = False
    clock: bool = False

    def signature(self) -> dict[str, object]:
        """JSON for the journal: who it was, from which seat, for whom."""
        return {
            "person": self.person,
            "name": self.name,
            "seat": self.seat.id if self.seat else None,
            "role": self.seat.role.value if self.seat else ("clock" if self.clock else "operator"),
            "party": self.seat.party.code if self.seat and self.seat.party else None,
        }

    def plate(self) -> str:
        """The words of the name plate: the party's name, or the office held."""
        if self.seat is None:
            return self.name
        return self.seat.party.name if self.seat.party else self.seat.role.value


CLOCK = Actor(name="The clock", clock=True)


@dataclass(frozen=True)
class Audience:
    """Everyone to whom the same bytes may be sent.

    Pages and live fragments are made once for an audience, never for a person. ``body`` is 0 for the public.
    """

    kind: str = "public"
    body: int = 0
    code: str = ""
    role: str = ""

    @property
    def key(self) -> str:
        """A stable name, such as ``public``, ``1:delegation:LA:head`` or ``1:chair``."""
        if self.kind == "public":
            return "public"
        return ":".join(part for part in (str(self.body), self.kind, self.code, self.role) if part)

    @property
    def inside(self) -> bool:
        """Members, the chair and the secretariat: those who negotiate."""
        return self.kind in {"chair", "secretariat", "delegation"}

    @property
    def binds(self) -> bool:
        return self.kind == "delegation" and self.role == "binds"


PUBLIC = Audience()


def audience_of(actor: Actor) -> Audience:
    """The audience to which an actor belongs, from the seat alone."""
    seat = actor.seat
    if seat is None:
        return PUBLIC
    code = seat.party.code if seat.party else ""
    if seat.role is Role.CHAIR:
        return Audience("chair", seat.body)
    if seat.role in SECRETARIAT:
        return Audience("secretariat", seat.body, role=seat.role.value)
    if seat.role in DELEGATION:
        return Audience("delegation", seat.body, code, "binds" if seat.binds else "advises")
    return Audience("observer", seat.body, code)


def standing_for(audience: Audience) -> Actor:
    """Somebody of whom nothing is known but the audience, for asking the permission table what all of it may do.

    Neither a person nor a seat's id is in it, so the frame lets it do nothing.
    """
    role = _ROLE_OF.get((audience.kind, audience.role))
    if role is None:
        return Actor()
    party = Party(audience.code, "", audience.code, member=audience.kind == "delegation") if audience.code else None
    return Actor(seat=Seat(0, audience.body, role, party))


_ROLE_OF = {
    ("chair", ""): Role.CHAIR,
    ("secretariat", "pen"): Role.PEN,
    ("secretariat", "clerk"): Role.CLERK,
    ("delegation", "binds"): Role.DELEGATE,
    ("delegation", "advises"): Role.ADVISER,
    ("observer", ""): Role.OBSERVER,
}
