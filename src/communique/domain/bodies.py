"""A body, its members and the seats at its table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.domain.actors import DELEGATION, Party, Role
from communique.domain.errors import Refused


@dataclass(frozen=True)
class Member:
    """A member at its place in the protocol order, counted from 1."""

    party: Party
    order: int


def in_protocol_order(members: Iterable[Member]) -> list[Member]:
    """As the body has ranked them; equals stand alphabetically in English."""
    return sorted(members, key=lambda member: (member.order, member.party.name))


def plate_name(registered: str) -> str:
    """A country's name in ISO 3166 as a name plate has it: what is registered as "Korea, Republic of" sits at the table
    as "Republic of Korea"."""
    head, comma, tail = registered.partition(", ")
    if comma and tail.endswith((" of", " of the")):
        return f"{tail} {head}"
    return registered


def check_party(code: str, iso: str, name: str, taken: Iterable[str], iso_codes: Iterable[str]) -> None:
    """Refuses a code or name that can't stand on a name plate.

    Codes are 2 to 8 capital letters or digits, unique in the body; ``iso`` is empty (an organisation) or one of
    ``iso_codes`` (ISO 3166-1 alpha-2).
    """
    if not name.strip():
        raise Refused("name_missing")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,7}", code):
        raise Refused("bad_party_code", party=code)
    if code in set(taken):
        raise Refused("party_code_taken", party=code)
    if iso and iso not in set(iso_codes):
        raise Refused("unknown_country", iso=iso)


def check_seat(role: Role, party: Party | None) -> None:
    """A seat of a delegation belongs to a member, an observer's to an observer, the secretariat's to nobody.

    The chair is one person of the chairing member's choice, who serves the body and leaves the member's own voice to
    its delegation (ASEAN Charter, article 31: the member holding the chairmanship chairs the meetings).
    """
    if role in DELEGATION and (party is None or not party.member):
        raise Refused("seat_needs_member", role=role.value)
    if role is Role.OBSERVER and (party is None or party.member):
        raise Refused("seat_needs_observer")
    if role in (Role.PEN, Role.CLERK) and party is not None:
        raise Refused("secretariat_has_no_party", party=party.code)


def next_chair(members: Sequence[Member], current: str) -> Member:
    """Who chairs after ``current`` (a code): the chairmanship goes round in the alphabetical order of the members'
    English names (ASEAN Charter, article 31, paragraph 1)."""
    ring = sorted(members, key=lambda member: member.party.name)
    codes = [member.party.code for member in ring]
    if current not in codes:
        raise Refused("no_such_member", party=current)
    return ring[(codes.index(current) + 1) % len(ring)]
