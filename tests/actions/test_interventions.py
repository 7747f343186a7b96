"""Putting right what was noted of an intervention."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import interventions
from communique.domain.errors import Refused
from communique.records.models import Intervention, JournalEntry, SummaryRecord
from tests.actions.deeds.floor import delivered, speaks
from tests.guards import beside_the_frame
from tests.house import House


def correct(house: House, intervention: int, /, **given: Any) -> Intervention:
    house.act(interventions.correct, "clerk", intervention=intervention, **given)
    return Intervention.objects.get(pk=intervention)


def refused(house: House, intervention: int, /, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        correct(house, intervention, **given)
    return caught.value.code


def test_the_item_the_paragraph_and_the_times_are_put_right_and_the_journal_says_from_what(house: House) -> None:
    number = delivered(house)
    row = correct(house, number, on_item=house.item, number="2")
    paragraph, _ = house.paragraph("open the regional reserve")
    assert (row.item_id, row.text_id, row.paragraph, row.label) == (house.item, house.text, paragraph, "2")
    assert row.began_at is not None
    earlier = row.began_at - timedelta(minutes=2)
    assert correct(house, number, began_at=earlier).began_at == earlier
    entry = JournalEntry.objects.filter(room=house.room()).order_by("-number")[0]
    assert entry.facts["began_at"] == {"from": row.began_at.isoformat(), "to": earlier.isoformat()}
    assert "item" not in entry.facts, "what stays isn't said again"


def test_another_item_takes_the_paragraph_away_and_so_does_none(house: House) -> None:
    number = delivered(house)
    correct(house, number, on_item=house.item, number="2")
    assert correct(house, number, number="").paragraph == ""
    correct(house, number, number="2")
    other = house.add_item("2", "Other matters")
    row = correct(house, number, on_item=other)
    assert (row.item_id, row.text, row.paragraph, row.label) == (other, None, "", "")


def test_what_cannot_be_is_refused_and_nothing_is_changed(house: House) -> None:
    number = delivered(house)
    before = Intervention.objects.filter(pk=number).values().get()
    assert before["ended_at"] is not None
    assert refused(house, number, on_item=10**6) == "not_found"
    assert refused(house, number, on_item=house.item, number="99") == "no_such_paragraph"
    assert refused(house, number, number="2") == "no_such_paragraph", "without an item there is no text"
    assert refused(house, number, began_at=before["ended_at"] + timedelta(seconds=1)) == "times_cross"
    assert refused(house, number, ended_at=timezone.now() + timedelta(hours=1)) == "times_cross"
    assert Intervention.objects.filter(pk=number).values().get() == before


def test_what_is_not_over_is_not_put_right(house: House) -> None:
    assert refused(house, speaks(house), number="") == "intervention_is_not_over"


def test_once_the_record_is_final_it_stands(house: House) -> None:
    number = delivered(house)
    with beside_the_frame():
        SummaryRecord.objects.create(
            meeting_id=house.meeting, state="final", journal_length=1, drawn_up_at=timezone.now()
        )
    assert refused(house, number, number="") == "record_is_final"
