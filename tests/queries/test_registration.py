"""Who reads what of the delegations to a conference."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from communique.actions import registration as acts
from communique.broadcast import Broadcast
from communique.live.hub import TooFar
from communique.queries import registration as queries
from communique.records.models import Credentials, Participant
from communique.web import fragments
from tests.actions.deeds.registration import LETTER, accepted, coming, handed_in, headed, invited
from tests.house import SEATS, House
from tests.web.looking import queries as asked

SLUG = "53rd-meeting-2020"
EVERYBODY = (*SEATS, "som-my-head", "nobody", "operator", "public")
OWN = {"la-head", "la-alternate", "la-delegate", "la-adviser"}
SECRETARIAT = {"pen", "second-pen", "clerk"}
PRIVATE = ("zephyrine@example.org", "Quincunx Unlisted")
"""An address and a person not listed, which stand nowhere else."""


@pytest.fixture
def registered(house: House) -> House:
    """LA has named a head with an address and somebody unlisted, and handed in a letter, which was returned."""
    credentials = handed_in(house, email=PRIVATE[0], name="H.E. Sassafras")
    registration = Credentials.objects.get(pk=credentials).registration_id
    hidden = {"registration": registration, "name": PRIVATE[1], "role": "adviser", "listed": False}
    house.act(acts.add_participant, "la-head", **hidden)
    house.act(acts.check, "clerk", credentials=credentials, accept=False, reason="Hollyhock.")
    return house


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_delegations_papers_are_read_by_itself_and_the_secretariat(registered: House, who: str) -> None:
    audience = registered.audience(who)
    may = who in OWN | SECRETARIAT
    found = queries.delegation_for(audience, SLUG, "LA")
    letter = queries.letter_for(audience, Credentials.objects.get().pk)
    assert (found is not None, letter is not None) == (may, may)
    if may:
        assert found is not None and letter == (LETTER, "pdf", "LA")
        assert all(private in str(found) for private in (*PRIVATE, "Hollyhock."))


@pytest.mark.parametrize("who", EVERYBODY)
def test_names_are_read_by_participants_and_addresses_by_nobody(registered: House, who: str) -> None:
    found = queries.participants_for(registered.audience(who), SLUG)
    assert found is not None
    said = str(found)
    inside = who in SEATS and who != "nz-observer"
    assert found["named"] == inside, "the observer wasn't invited"
    assert ("Sassafras" in said) == inside
    assert not any(private in said for private in PRIVATE) and "@" not in said
    assert (found["delegations"], found["count"]) == (1, 2 if inside else 0)


def test_an_observer_that_was_invited_reads_the_list(registered: House) -> None:
    registered.act(acts.invite, "clerk", conference=registered.conference, parties=["NZ"])
    found = queries.participants_for(registered.audience("nz-observer"), SLUG)
    assert found is not None and found["named"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_of_the_live_place_each_gets_what_concerns_it(registered: House, who: str) -> None:
    target = f"registrations:{registered.conference}"
    html = fragments.render(target, registered.audience(who), version=1) or ""
    assert (html != "") == (who in SEATS)
    assert not any(secret in html for secret in (*PRIVATE, "Sassafras", "@"))
    assert ("Hollyhock." in html) == (who in OWN), "why a letter was returned is told to who handed it in"
    assert ("Malaysia" in html) == (who in SECRETARIAT | {"chair", "my-head"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_by_the_live_line_nobody_hears_of_another_delegation(registered: House, who: str) -> None:
    broadcast = Broadcast()
    events = broadcast.load(registered.conference_room().pk, 0)
    assert not isinstance(events, TooFar)
    sent = broadcast.encode([one for one in events if "registrations" in str(one.data)], registered.audience(who))
    assert (b"registrations:" in sent) == (who in OWN | SECRETARIAT | {"chair"})
    assert not any(secret.encode() in sent for secret in (*PRIVATE, "Sassafras"))


def test_the_list_is_in_the_order_of_protocol_and_of_each_delegation_the_head_first(house: House) -> None:
    nz = headed(house, "NZ", "nz-observer")
    house.act(acts.answer, "nz-observer", registration=nz, accept=True)
    sg = accepted(house, "SG", "sg-head")
    for name, role in (("Ms Adviser", "adviser"), ("Mr Head", "head")):
        house.act(acts.add_participant, "sg-head", registration=sg, name=name, role=role)
    headed(house)
    my = invited(house, "MY")["MY"]
    house.act(acts.answer, "my-head", registration=my, accept=False)
    found = queries.participants_for(house.audience("my-head"), SLUG)
    assert found is not None
    listed = [
        [(one["party"]["code"], [person["name"] for person in one["people"]]) for one in group["delegations"]]
        for group in found["groups"]
    ]
    assert listed == [
        [("LA", ["H.E. Bounmy"]), ("SG", ["Mr Head", "Ms Adviser"])],
        [("NZ", ["H.E. Bounmy"])],
    ]
    assert (found["final"], found["delegations"], found["count"]) == (False, 3, 4)


def test_when_the_conference_is_over_the_list_is_final(registered: House) -> None:
    coming(registered, ends_in=-2)
    found = queries.participants_for(registered.audience("la-head"), SLUG)
    assert found is not None and found["final"]


def test_who_was_registered_late_is_marked(house: House) -> None:
    registration = invited(house)["LA"]
    coming(house, closes_in=-1)
    house.act(acts.answer, "clerk", registration=registration, accept=True)
    house.act(acts.add_participant, "clerk", registration=registration, name="Ms Late", role="head")
    found = queries.delegation_for(house.audience("la-head"), SLUG, "LA")
    assert found is not None
    assert found["late"] and found["people"][0]["late"]
    assert (found["may"]["add"], found["may"]["change"]) == (False, True)


def test_who_comes_no_more_and_still_holds_a_seat_is_told_to_the_secretariat(house: House) -> None:
    credentials = handed_in(house, email="minister@example.org")
    house.act(acts.check, "clerk", credentials=credentials, accept=True, seats=True)
    house.act(acts.remove_participant, "la-head", participant=Participant.objects.get().pk)
    found = queries.delegation_for(house.audience("clerk"), SLUG, "LA")
    assert found is not None
    (gone,) = found["withdrawn"]
    assert gone["seat"] is not None and found["may"]["end"]
    own = queries.delegation_for(house.audience("la-head"), SLUG, "LA")
    assert own is not None and not own["may"]["end"]


def test_the_chair_and_the_secretariat_see_who_answered(registered: House) -> None:
    for who in ("chair", "clerk"):
        facts = queries.state_for(registered.audience(who), registered.conference)
        assert facts is not None
        counts = facts["overview"]["counts"]
        assert (counts["accepted"], counts["not_invited"], counts["people"]) == (1, 3, 2)


def many(house: House) -> None:
    for code, who in (("SG", "sg-head"), ("MY", "my-head"), ("VN", "vn-head"), ("NZ", "nz-observer")):
        registration = headed(house, code, who)
        for number in range(4):
            given: dict[str, Any] = {"name": f"Ms {number}", "role": "adviser"}
            house.act(acts.add_participant, who, registration=registration, **given)
        for _ in range(2):
            house.act(acts.hand_in, who, registration=registration, filename="a.pdf", content=LETTER)


def test_for_many_delegations_as_many_queries_as_for_one(registered: House) -> None:
    known = {who: registered.audience(who) for who in ("public", "la-head", "clerk", "chair")}
    reads = {
        "list": lambda who: queries.participants_for(known[who], SLUG),
        "state": lambda who: queries.state_for(known[who], registered.conference),
        "delegation": lambda who: queries.delegation_for(known[who], SLUG, "LA"),
        "invitable": lambda who: queries.invitable_for(known[who], registered.conference),
    }
    few = {(name, who): asked(partial(read, who)) for name, read in reads.items() for who in known}
    many(registered)
    for (name, who), count in few.items():
        assert asked(partial(reads[name], who)) <= count <= 7, (name, who)
