"""Bodies, parties, seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from communique.domain.actors import Actor, Audience
from communique.domain.bodies import in_protocol_order, next_chair
from communique.records.models import Body, Party, Seat

ACTING = (
    *("body_id", "role", "party__code", "party__iso", "party__name", "party__member"),
    *("person__name", "person__operator", "person__password"),
)
"""What ``Seat.actor`` reads, and what a session is proven by."""


@dataclass(frozen=True)
class BodyView:
    """A body as a page shows it. ``delegations`` pairs each party with its seats: names only for the inside."""

    id: int
    slug: str
    name: str
    short_name: str
    time_zone: str
    quorum: int
    members: list[dict[str, Any]]
    observers: list[dict[str, Any]]
    chairmanships: list[dict[str, Any]]
    next_chair: str
    staff: list[dict[str, Any]]
    shows_people: bool


def bodies_for(audience: Audience) -> list[dict[str, Any]]:
    """All bodies of the installation; that a body exists is public."""
    return [dict(row) for row in Body.objects.order_by("name").values("id", "slug", "name", "short_name")]


def body_for(audience: Audience, slug: str, *, operator: bool = False) -> BodyView | None:
    """One body. The people in its seats are shown to its own table and to the operator alone."""
    body = Body.objects.filter(slug=slug).first()
    if body is None:
        return None
    inside = operator or audience.body == body.pk
    parties = list(body.parties.all())
    seats = list(body.seats.select_related("person", "party").order_by("id")) if inside else []
    held: dict[int | None, list[dict[str, Any]]] = {}
    for seat in seats:
        held.setdefault(seat.party_id if seat.role != "chair" else None, []).append(_seat(seat))
    by_code = {party.code: party for party in parties}
    members = [
        _party(by_code[member.party.code], held)
        for member in in_protocol_order(party.as_member() for party in parties if party.member)
    ]
    chairmanships: list[dict[str, Any]] = [
        {"year": row.year, "party": row.party.value().plate()} for row in body.chairmanships.select_related("party")
    ]
    ring = [party.as_member() for party in parties if party.member]
    following = next_chair(ring, chairmanships[-1]["party"]["code"]).party.name if chairmanships and ring else ""
    return BodyView(
        body.pk,
        body.slug,
        body.name,
        body.short_name,
        body.time_zone,
        body.quorum,
        members,
        [_party(party, held) for party in parties if not party.member],
        chairmanships,
        following,
        held.get(None, []),
        inside,
    )


def members_of(audience: Audience, body: int) -> list[dict[str, str]]:
    """The members' plates in protocol order, as anybody may know them."""
    return [row.value().plate() for row in Party.objects.filter(body__id=body, member=True)]


def seats_of(person: int) -> list[Seat]:
    """The seats that a person holds now, in the order they were granted."""
    rows = Seat.objects.filter(person_id=person, ended_at=None, person__is_active=True)
    return list(rows.select_related("party", "body", "person").order_by("id"))


def held_by(people: Collection[int]) -> dict[int, list[Seat]]:
    """As ``seats_of``, for many people; with no more of a seat than who acts from it, and the proof of a session."""
    rows = Seat.objects.filter(person_id__in=people, ended_at=None, person__is_active=True)
    held: dict[int, list[Seat]] = defaultdict(list)
    for seat in rows.select_related("party", "person").only(*ACTING).order_by("id"):
        held[seat.person_id].append(seat)
    return held


def acting_from(held: Sequence[Seat], seat: int | None) -> Seat | None:
    """The seat from which a person acts who holds these: the chosen one while it is held, otherwise the first."""
    return next((one for one in held if one.pk == seat), held[0] if held else None)


def live_seat(seat: int) -> Seat | None:
    """A seat with its person, for the door; None when it has ended or never was."""
    return Seat.objects.filter(pk=seat, ended_at=None).select_related("person", "party", "body").first()


def has_lost(person: int, seat: int) -> bool:
    """Was this a seat of the person, and has it ended?"""
    return Seat.objects.filter(pk=seat, person_id=person).exclude(ended_at=None).exists()


def actor_from(seat: Seat) -> Actor:
    return seat.actor()


def _party(party: Party, held: dict[int | None, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        **party.value().plate(),
        "official_name": party.official_name,
        "order": party.order,
        "seats": held.get(party.pk, []),
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "id": seat.pk,
        "name": seat.person.name,
        "email": seat.person.email,
        "role": seat.role,
        "party": seat.party.name if seat.party else "",
        "ended": seat.ended_at is not None,
    }
