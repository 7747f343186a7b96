"""In whose names an amendment stands."""

from __future__ import annotations

from communique.actions import amendments, sponsors
from communique.records.models import Amendment, Cosponsor, JournalEntry, Position
from tests.actions.refusals import denied, refused
from tests.house import House


def names(amendment: int) -> tuple[str, ...]:
    return amendments.sponsors_of(Amendment.objects.select_related("party").get(pk=amendment))


def stances(amendment: int) -> dict[str, str]:
    return dict(Position.objects.filter(amendment=amendment).values_list("party__code", "stance"))


def test_a_cosponsor_joins_behind_the_others_and_supports(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="oppose")
    for who in ("sg-head", "my-head"):
        answer = house.act(sponsors.join, who, amendment=amendment)
    assert answer["sponsors"] == ["LA", "SG", "MY"] == list(names(amendment))
    assert stances(amendment) == {"LA": "support", "SG": "support", "MY": "support"}
    assert JournalEntry.objects.latest("id").facts["sponsors"] == ["LA", "SG", "MY"]


def test_nobody_joins_twice(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(sponsors.join, "sg-head", amendment=amendment)
    for who, party in (("sg-head", "SG"), ("la-delegate", "LA")):
        with refused("sponsors_already", party=party):
            house.act(sponsors.join, who, amendment=amendment)


def test_a_cosponsor_says_nothing_else_before_it_leaves(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(sponsors.join, "sg-head", amendment=amendment)
    with refused("cosponsor_supports", party="SG"):
        house.act(amendments.take_position, "sg-head", amendment=amendment, stance="reserve")
    house.act(sponsors.leave, "sg-head", amendment=amendment)
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="reserve")
    assert (names(amendment), stances(amendment)["SG"]) == (("LA",), "reserve")


def test_when_the_mover_leaves_the_next_one_moves_it(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    for who in ("sg-head", "my-head"):
        house.act(sponsors.join, who, amendment=amendment)
    house.act(sponsors.leave, "la-head", amendment=amendment)
    assert names(amendment) == ("SG", "MY")
    with denied("only_who_tabled_it"):
        house.act(amendments.withdraw, "la-head", amendment=amendment)
    left = Cosponsor.objects.get(amendment=amendment, party__code="LA")
    assert left.left_at is not None
    house.act(sponsors.join, "la-head", amendment=amendment)
    assert names(amendment) == ("SG", "MY", "LA")
    house.act(amendments.withdraw, "sg-head", amendment=amendment)


def test_the_only_sponsor_withdraws_it_instead(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    with refused("only_sponsor", party="LA"):
        house.act(sponsors.leave, "la-head", amendment=amendment)
    with refused("no_sponsor", party="SG"):
        house.act(sponsors.leave, "sg-head", amendment=amendment)


def test_what_is_over_has_no_new_sponsors(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(amendments.reject, "chair", amendment=amendment)
    for act in (sponsors.join, sponsors.leave):
        with refused("amendment_is_over"):
            house.act(act, "sg-head", amendment=amendment)
