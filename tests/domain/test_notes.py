"""Who passes notes to whom, and how long and how many they may be."""

from __future__ import annotations

import pytest

from communique.domain import notes
from communique.domain.actors import Audience, Party, Role, Seat
from communique.domain.errors import Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE

VIET_NAM, ZEALAND = Party("VN", "VN", "Viet Nam"), Party("NZ", "NZ", "New Zealand", member=False)
TABLE = ("LA", "SG", "VN", "NZ")


def test_a_party_passes_for_itself_and_an_office_for_the_office() -> None:
    assert notes.end_of(Seat(1, 1, Role.ADVISER, VIET_NAM)) == "VN"
    assert notes.end_of(Seat(1, 1, Role.OBSERVER, ZEALAND)) == "NZ"
    assert notes.end_of(Seat(1, 1, Role.CHAIR, VIET_NAM)) == CHAIR, "the chair's notes aren't those of its country"
    assert notes.end_of(Seat(1, 1, Role.PEN)) == notes.end_of(Seat(1, 1, Role.CLERK)) == SECRETARIAT_OFFICE


@pytest.mark.parametrize("role", Role)
def test_everybody_in_an_audience_is_at_the_same_end_as_its_seat(role: Role) -> None:
    from communique.domain.actors import Actor, audience_of

    party = {Role.PEN: None, Role.CLERK: None, Role.OBSERVER: ZEALAND}.get(role, VIET_NAM)
    seat = Seat(1, 1, role, party)
    assert notes.end_for(audience_of(Actor(1, "Pat", seat))) == notes.end_of(seat)


def test_the_public_is_at_no_end() -> None:
    assert notes.end_for(Audience()) == ""


def test_each_addressee_counts_once_in_the_order_named() -> None:
    assert notes.addressees("LA", ["SG", CHAIR, "SG", "NZ"], TABLE) == ("SG", CHAIR, "NZ")


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ([], "note_without_addressee"),
        (["LA"], "note_to_oneself"),
        (["SG", "LA"], "note_to_oneself"),
        (["FR"], "no_such_party"),
        (["SG", ""], "no_such_party"),
        (["@clerk"], "no_such_party"),
        (["sg"], "no_such_party"),
    ],
)
def test_nobody_oneself_and_who_is_not_at_the_table_are_no_addressees(to: list[str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        notes.addressees("LA", to, TABLE)


def test_a_note_says_something_and_not_too_much() -> None:
    assert notes.check_words("  Yes. \n") == "Yes."
    assert len(notes.check_words("x" * notes.LIMIT)) == notes.LIMIT
    for words, code in (("", "note_missing"), (" \n ", "note_missing"), ("x" * (notes.LIMIT + 1), "note_too_long")):
        with pytest.raises(Refused, match=code):
            notes.check_words(words)
    with pytest.raises(Refused, match="note_too_long"):
        notes.check_words("x" * 2**20)


def test_there_is_room_for_many_notes_and_for_no_flood() -> None:
    notes.check_pace(notes.MOST - 11, 11)
    with pytest.raises(Refused, match="too_many_notes"):
        notes.check_pace(notes.MOST - 10, 11)
