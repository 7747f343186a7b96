"""What a capital says, kept by its delegation."""

from __future__ import annotations

import pytest

from communique.actions import instructions
from communique.domain import journal
from communique.records import sealed
from communique.records.models import Instruction, JournalEntry, Party
from tests.actions.refusals import denied, refused
from tests.house import House


def test_it_is_about_a_paragraph_or_about_the_whole_text(house: House) -> None:
    paragraph, _ = house.paragraph("next meeting")
    house.act(instructions.give, "la-adviser", text=house.text, words=" Not before May. ", paragraph=paragraph)
    house.act(instructions.give, "la-head", text=house.text, words="Be kind.")
    assert list(Instruction.objects.values_list("paragraph", "words")) == [
        (paragraph, "Not before May."),
        ("", "Be kind."),
    ]


@pytest.mark.parametrize("who", ["chair", "pen", "clerk", "nz-observer"])
def test_who_sits_in_no_delegation_has_no_capital(house: House, who: str) -> None:
    with denied("only_a_delegation"):
        house.act(instructions.give, who, text=house.text, words="Hold.")


def test_it_says_something_short_enough_about_something_that_is_there(house: House) -> None:
    with refused("instruction_missing"):
        house.act(instructions.give, "la-head", text=house.text, words="  ")
    with refused("instruction_too_long", limit=instructions.LIMIT):
        house.act(instructions.give, "la-head", text=house.text, words="x" * 4001)
    with refused("no_such_paragraph"):
        house.act(instructions.give, "la-head", text=house.text, words="Hold.", paragraph="aaaaaaaaaa")


def test_it_is_sealed_in_the_journal(house: House) -> None:
    made = house.act(instructions.give, "la-head", text=house.text, words="Hold.")
    row = Instruction.objects.get(pk=made["instruction"])
    entry = JournalEntry.objects.filter(room=house.room()).order_by("number").last()
    assert entry is not None
    assert set(entry.facts) == {"text", "instruction", "sealed"}
    seal = Party.objects.get(body=house.body, code="LA").seal
    assert entry.facts["sealed"] == journal.sealed(seal, sealed.content_of(row))


def test_any_of_the_delegation_lifts_it_once_and_nobody_else(house: House) -> None:
    made = house.act(instructions.give, "la-head", text=house.text, words="Hold.")
    with denied("only_who_tabled_it"):
        house.act(instructions.lift, "sg-head", **made)
    house.act(instructions.lift, "la-adviser", **made)
    with refused("instruction_is_lifted"):
        house.act(instructions.lift, "la-head", **made)
