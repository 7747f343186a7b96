"""The journal's own guard in the database: nobody changes it, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from communique.records.models import JournalEntry, Room
from tests.house import House, everything

STATEMENTS = [
    "UPDATE records_journalentry SET action = 'text.import'",
    "UPDATE records_journalentry SET digest = digest",
    "UPDATE records_journalentry SET facts = '{}' WHERE number = 1",
    "DELETE FROM records_journalentry",
    "DELETE FROM records_journalentry WHERE number = 3",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_the_journal(house: House, statement: str) -> None:
    before = everything()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert everything() == before


def test_neither_may_the_programs_own_rows(house: House) -> None:
    entry = JournalEntry.objects.latest("id")
    entry.action = "text.burn"
    for write in (entry.save, entry.delete, JournalEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()
    assert not JournalEntry.objects.filter(action="text.burn").exists()


def test_an_entry_may_be_added(house: House) -> None:
    before = JournalEntry.objects.count()
    house.type("Dear ", after="We, the ")
    assert JournalEntry.objects.count() == before + 1


def test_a_number_stands_in_a_chain_once(house: House) -> None:
    entry = JournalEntry.objects.filter(room=house.room()).latest("number")
    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.django_db
def test_the_migration_made_the_houses_own_room_and_the_next_one_has_another_number() -> None:
    assert list(Room.objects.values_list("pk", "length")) == [(Room.HOUSE, 0)]
    assert Room.objects.create().pk != Room.HOUSE
