"""Notes, whoever passes them to whomever, looked for in every byte that anybody is sent of the room.

Random notes between random ends; then every audience is read everything there is: its page of the meeting, its page of
notes, the meeting's journal, and what the live line says. It finds each note of its own, and of no other a word, a
number of its id, or that there was one.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.actions import notes
from communique.broadcast import Broadcast
from communique.domain.notes import end_for
from communique.live.hub import TooFar
from communique.records.models import JournalEntry, Note, RoomEvent
from communique.web import kept
from tests.house import House

pytestmark = pytest.mark.django_db

SENDERS = ("chair", "pen", "clerk", "la-head", "la-adviser", "my-head", "sg-head", "vn-head", "nz-observer")
ENDS = ("@chair", "@secretariat", "LA", "MY", "SG", "VN", "NZ")
AT_AN_END = (*SENDERS, "second-pen", "la-delegate")
READERS = (*AT_AN_END, "som-my-head", "nobody", "operator", "public")
Passed = list[tuple[str, set[str], bool]]
passing = st.lists(
    st.tuples(st.sampled_from(SENDERS), st.sets(st.sampled_from(ENDS), min_size=1, max_size=4), st.booleans()),
    min_size=1,
    max_size=8,
)


def live(house: House, who: str, after: int) -> str:
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, after)
    assert not isinstance(events, TooFar)
    return broadcast.encode(events, house.audience(who)).decode()


def pages(house: House, who: str) -> str:
    client = Client()
    if who != "public":
        house.sign_in(client, who)
    ways = (f"/meetings/{house.meeting}/", f"/meetings/{house.meeting}/notes/", f"/meetings/{house.meeting}/journal/")
    return "".join(client.get(way).content.decode() for way in ways)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(passed=passing)
def test_a_note_is_read_by_its_two_ends_and_by_nobody_else(
    house: House, passed: list[tuple[str, set[str], bool]]
) -> None:
    kept.forget()  # the room has the same versions again in every example
    with transaction.atomic():
        before = house.room().version
        own: dict[str, set[str]] = {one: set() for one in ENDS}
        for number, (who, to, is_read) in enumerate(passed):
            end = end_for(house.audience(who))
            named = sorted(to - {end})
            if not named:
                continue
            word = f"zephyrine{number:03}x"
            made = house.act(notes.send, who, meeting=house.meeting, to=named, words=word)["notes"]
            for note, one in zip(made, named, strict=True):
                own[end].add(word)
                own[one].add(word)
                if is_read:
                    reader = next(each for each in SENDERS if end_for(house.audience(each)) == one)
                    house.act(notes.read, reader, note=note)
        words = set().union(*own.values())
        for who in READERS:
            mine = own[end_for(house.audience(who))] if who in AT_AN_END else set()
            said, shown = live(house, who, before), pages(house, who)
            assert {one for one in words if one in said} == mine, who
            assert {one for one in words if one in shown} == mine, who
            if not mine:
                assert "event:" not in said, "not even that something was done"
        for row in (*JournalEntry.objects.all(), *RoomEvent.objects.all()):
            assert "zephyrine" not in str(vars(row))
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["chair", "pen", "clerk"])
def test_the_offices_learn_nothing_of_notes_between_delegations(house: House, who: str) -> None:
    before, shown = house.room().version, pages(house, who)
    (note,) = house.act(notes.send, "la-head", meeting=house.meeting, to=["SG"], words="Now?")["notes"]
    house.act(notes.read, "sg-head", note=note)
    assert Note.objects.get(pk=note).read_at is not None
    assert "event:" not in live(house, who, before)
    after: Any = pages(house, who)
    assert after.count('data-is="sealed"') == shown.count('data-is="sealed"') + 2
    for word in ("note.send", "note.read", "note-", "passed a note"):
        assert after.count(word) == shown.count(word), word
