"""What the clerk writes down, and about whom."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import agenda, clerk_notes, floor
from communique.records.models import ClerkNote, JournalEntry, RoomEvent
from tests.actions.deeds.statements import final, spoken
from tests.actions.refusals import denied, refused
from tests.house import House


def write(house: House, words: str = "supported the reserve", *, who: str = "clerk", **more: Any) -> ClerkNote:
    made = house.act(clerk_notes.write, who, meeting=house.meeting, words=words, **more)
    return ClerkNote.objects.get(pk=made["clerk_note"])


def test_it_is_about_who_has_the_floor_else_about_the_item_before_the_meeting(house: House) -> None:
    nothing = write(house)
    assert (nothing.intervention, nothing.item) == (None, None)
    house.act(agenda.open_item, "chair", item=house.item)
    assert write(house).item_id == house.item
    number = house.act(floor.request, "la-head", meeting=house.meeting)["intervention"]
    house.act(floor.give, "chair", intervention=number, after=0)
    one = write(house)
    assert (one.intervention_id, one.item_id) == (number, house.item)


def test_it_can_be_about_who_spoke_before_or_another_item(house: House) -> None:
    number = spoken(house)
    assert write(house, spoken=number).intervention_id == number
    assert write(house, under=house.item).item_id == house.item


def test_it_is_about_nobody_who_has_not_spoken_here(house: House) -> None:
    waiting = house.act(floor.request, "la-head", meeting=house.meeting)["intervention"]
    with refused("no_such_intervention"):
        write(house, spoken=waiting)
    elsewhere = house.add_item("1", "Other", meeting=house.convene("Retreat"))
    with refused("no_such_item"):
        write(house, under=elsewhere)


def test_only_the_chair_and_the_secretariat_hear_of_it_and_the_journal_proves_it_without_its_words(
    house: House,
) -> None:
    note = write(house)
    event = RoomEvent.objects.filter(room=house.room()).latest("version")
    assert event.data == {"target": f"clerk:{house.meeting}", "for": ["@chair", "@secretariat"]}
    entry = JournalEntry.objects.filter(room=house.room()).latest("number")
    assert "supported" not in str(entry.facts)
    house.act(clerk_notes.change, "pen", clerk_note=note.pk, words="opposed the reserve")
    again = JournalEntry.objects.filter(room=house.room()).latest("number")
    assert entry.facts["digest"] != again.facts["digest"]


@pytest.mark.parametrize(("words", "code"), [(" ", "clerk_note_missing"), ("x" * 1024 * 1024, "clerk_note_too_long")])
def test_a_note_that_says_nothing_or_a_megabyte_is_refused(house: House, words: str, code: str) -> None:
    with refused(code):
        write(house, words)
    note = write(house)
    with refused(code):
        house.act(clerk_notes.change, "clerk", clerk_note=note.pk, words=words)


def test_the_chair_reads_and_does_not_write(house: House) -> None:
    with denied("only_the_clerk"):
        write(house, who="chair")


def test_under_a_final_record_nothing_is_written_any_more(house: House) -> None:
    note = write(house)
    final(house)
    with refused("record_is_final"):
        write(house)
    with refused("record_is_final"):
        house.act(clerk_notes.change, "clerk", clerk_note=note.pk, words="x")
