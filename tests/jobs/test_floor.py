"""What the clock does on the floor: also at a later start, when it fell due while nobody struck it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from communique.actions import bodies, floor
from communique.jobs import floor as job
from communique.records.models import Floor, Intervention, JournalEntry
from tests.actions.deeds.floor import speaks, waits
from tests.house import House, later


def test_a_list_is_closed_at_the_instant_that_was_announced(house: House) -> None:
    closes_at = timezone.now() + timedelta(seconds=60)
    house.act(floor.announce_closing, "chair", meeting=house.meeting, closes_at=closes_at)
    assert job.due() == closes_at
    assert job.strike(timezone.now()) == 0
    with later(seconds=61):
        assert job.strike(timezone.now()) == 1
        assert job.strike(timezone.now()) == 0
    row = Floor.objects.get(meeting=house.meeting)
    assert not row.is_open and row.closes_at is None
    assert JournalEntry.objects.get(action="floor.close").actor == house.actor("clock").signature()


def test_a_list_that_fell_due_while_the_server_was_down_is_closed_as_of_its_instant(house: House) -> None:
    closes_at = timezone.now() + timedelta(seconds=60)
    house.act(floor.announce_closing, "chair", meeting=house.meeting, closes_at=closes_at)
    with later(seconds=3600):
        assert job.strike(timezone.now()) == 1
    assert Floor.objects.get(meeting=house.meeting).closed_at == closes_at


def test_who_speaks_from_a_seat_that_was_withdrawn_has_the_floor_no_longer(house: House) -> None:
    one = speaks(house)
    next_one = waits(house, "sg-head")
    assert job.strike(timezone.now()) == 0
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    assert job.strike(timezone.now()) == 1
    row = Intervention.objects.get(pk=one)
    assert (row.state, row.ended_by) == ("delivered", "seat")
    assert Intervention.objects.get(pk=next_one).state == "waiting", "the clock calls nobody"
    assert job.strike(timezone.now()) == 0
