"""What holds for every write, whichever it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from communique.actions.frame import ACTIONS
from communique.domain import journal
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import TABLE, Place, reason_against
from communique.records.models import DoneRequest, JournalEntry, Person, Room, RoomEvent
from tests.actions.deeds import DEEDS, do
from tests.actions.deeds.deed import Deed
from tests.guards import Broken, beside_the_frame, failing_at
from tests.house import SEATS, House, everything, request_id

every_action = pytest.mark.parametrize("action", DEEDS)
by_a_seat = pytest.mark.parametrize("action", [action for action, deed in DEEDS.items() if deed.who in SEATS])


@pytest.fixture
def deed(action: str) -> Deed:
    return DEEDS[action]


@pytest.fixture
def given(house: House, deed: Deed) -> dict[str, Any]:
    with beside_the_frame():
        return deed.prepare(house)


def test_every_action_has_a_row_in_the_permission_table_and_a_deed_here() -> None:
    assert set(ACTIONS) == set(TABLE) == set(DEEDS)


@every_action
def test_it_is_entered_in_the_journal_of_its_room(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    before = deed.room(house)
    actor = house.actor(deed.who)
    do(action, actor, given)
    room = deed.room(house)
    entry = JournalEntry.objects.get(room=room, number=before.length + 1)
    assert (room.length, room.digest) == (entry.number, entry.digest)
    assert (entry.action, entry.actor) == (action, actor.signature())
    assert entry.facts
    entries = [one.value() for one in JournalEntry.objects.filter(room=room).order_by("number")]
    assert journal.verify(entries, room.head()) is None


@every_action
def test_its_readers_are_told(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    before = deed.room(house)
    do(action, house.actor(deed.who), given)
    events = list(RoomEvent.objects.filter(room=before, version__gt=before.version).order_by("version"))
    told = [row.data["target"].split(":")[0] if row.kind == "fragment" else row.kind for row in events]
    assert tuple(told) == deed.events
    assert [row.version for row in events] == list(range(before.version + 1, before.version + 1 + len(events)))
    assert deed.room(house).version == before.version + len(events)


@every_action
def test_no_other_room_is_touched(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    def others() -> list[Any]:
        return list(Room.objects.filter(pk__in=known).order_by("pk").values())

    own = {deed.room(house).pk} | ({house.conference_room().pk} if deed.elsewhere else set())
    known = set(Room.objects.exclude(pk__in=own).values_list("pk", flat=True))
    before = others()
    do(action, house.actor(deed.who), given)
    assert others() == before


@every_action
def test_the_readers_of_the_conference_are_told_what_concerns_them(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    before = house.conference_room()
    if deed.in_conference:
        return
    do(action, house.actor(deed.who), given)
    after = house.conference_room()
    events = RoomEvent.objects.filter(room=before, version__gt=before.version).order_by("version")
    assert tuple(row.data["target"].split(":")[0] for row in events) == deed.elsewhere
    assert (after.length, after.digest) == (before.length, before.digest)


@every_action
def test_the_same_request_sent_twice_acts_once_and_is_answered_the_same(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    actor, request = house.actor(deed.who), request_id()
    answer = do(action, actor, given, request=request)
    after = everything()
    assert do(action, actor, given, request=request) == answer
    assert everything() == after


@every_action
def test_an_id_used_for_something_else_is_refused(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    actor, request = house.actor(deed.who), request_id()
    do(action, actor, given, request=request)
    with beside_the_frame():
        DoneRequest.objects.filter(request_id=request).update(action="something.else")
    before = everything()
    with pytest.raises(Refused) as refused:
        do(action, actor, given, request=request)
    assert refused.value.code == "request_id_reused"
    assert everything() == before


@every_action
def test_the_same_id_of_somebody_else_is_another_request(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    request = request_id()
    house.act(ACTIONS["meeting.leave"], "nz-observer", meeting=house.meeting, request_id=request)
    do(action, house.actor(deed.who), given, request=request)
    assert DoneRequest.objects.filter(request_id=request).count() == 2


@every_action
def test_whoever_may_not_is_denied_with_the_reason_and_nothing_is_written(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    before = everything()
    huddle = frozenset(deed.huddle) if deed.huddle else None
    place = Place(None if action in {"operator.appoint", "body.found"} else house.body, "LA", huddle)
    denied = []
    for who in (*SEATS, "som-my-head", "nobody", "operator", "clock", "public"):
        actor = house.actor(who)
        reason = reason_against(action, actor, place)
        if reason is None:
            continue
        with pytest.raises(Denied) as denial:
            do(action, actor, given)
        assert denial.value.reason == reason
        denied.append(who)
    assert {"som-my-head", "nobody", "public"} <= set(denied)
    assert everything() == before


@by_a_seat
def test_from_a_seat_that_was_ended_nothing_is_done(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    actor = house.actor(deed.who)
    house.act(ACTIONS["seat.end"], "operator", seat=house.seats[deed.who])
    before = everything()
    with pytest.raises(Denied, match="seat_has_ended"):
        do(action, actor, given)
    assert everything() == before


@by_a_seat
def test_whose_account_is_closed_does_nothing(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    actor = house.actor(deed.who)
    with beside_the_frame():
        Person.objects.filter(pk=house.people[deed.who]).update(is_active=False)
    before = everything()
    with pytest.raises(Denied, match="seat_has_ended"):
        do(action, actor, given)
    assert everything() == before


@pytest.mark.parametrize(
    ("action", "table"),
    [
        (action, table)
        for action, deed in DEEDS.items()
        for table in ("records_journalentry", "records_roomevent", "records_room", "records_donerequest")
        if deed.events or table != "records_roomevent"
    ],
)
def test_when_the_database_breaks_midway_nothing_is_half_done(
    house: House, action: str, deed: Deed, given: dict[str, Any], table: str, django_capture_on_commit_callbacks: Any
) -> None:
    before, actor, request = everything(), house.actor(deed.who), request_id()
    with (
        django_capture_on_commit_callbacks() as told,
        pytest.raises(Broken),
        failing_at(table),
    ):
        do(action, actor, given, request=request)
    assert everything() == before
    assert told == []
    do(action, actor, given, request=request)
    assert DoneRequest.objects.filter(request_id=request).exists(), "sent again, it is done"


@every_action
def test_without_a_proper_id_nothing_is_done(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    before, actor = everything(), house.actor(deed.who)
    improper: list[Any] = ["1234567", "x" * 65, "with space", "\x00" * 8, "réquest-1", "\ud800" * 8, None, 12345678]
    for request in improper:
        with pytest.raises(Refused, match="bad_request_id"):
            ACTIONS[action](actor=actor, request_id=request, **given)
    assert everything() == before


def arguments(action: str) -> dict[str, str]:
    """The arguments of an action with the names of their types."""
    return {name: kind for name, kind in ACTIONS[action].__annotations__.items() if name not in {"actor", "request_id"}}


OBJECTS = {
    "body",
    "seat",
    "conference",
    "meeting",
    "item",
    "text",
    "amendment",
    "question",
    "huddle",
    "comment",
    "draft",
    "instruction",
    "intervention",
    "note",
    "paper",
    "roll",
    "statement",
    "clerk_note",
    "correction",
    "sitting",
    "objective",
    "registration",
    "participant",
    "credentials",
    "appraisal",
    "answer",
}


def objects_of(action: str) -> set[str]:
    return {name for name, kind in arguments(action).items() if name in OBJECTS and kind != "str"}


@pytest.mark.parametrize("action", [action for action in DEEDS if objects_of(action)])
def test_what_there_is_not_is_not_found(house: House, action: str, deed: Deed, given: dict[str, Any]) -> None:
    before, actor = everything(), house.actor(deed.who)
    (what,) = objects_of(action)
    for number in (0, -1, 2**31, 2**63, 2**70):
        with pytest.raises(Refused) as refused:
            do(action, actor, given | {what: number})
        assert (refused.value.code, refused.value.facts) == ("not_found", {"what": what})
    assert everything() == before


def words_of(action: str) -> list[str]:
    return [name for name, kind in arguments(action).items() if kind == "str"]


worded = pytest.mark.parametrize("action", [action for action in DEEDS if words_of(action)])


@worded
def test_a_character_that_nobody_sees_or_that_cannot_be_kept_is_refused(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    before, actor = everything(), house.actor(deed.who)
    for name in words_of(action):
        for sign in ("\x00", "\x07", "\u202e", "\ud800", "\uffff"):
            with pytest.raises(Refused, match="unsafe_character"):
                do(action, actor, given | {name: f"LA{sign}"})
    assert everything() == before


@worded
def test_however_long_words_are_they_are_taken_whole_or_refused(
    house: House, action: str, deed: Deed, given: dict[str, Any]
) -> None:
    actor = house.actor(deed.who)
    for name in words_of(action):
        for length in (61, 5000):
            words = ("abc-d" * 1000)[:length]
            with beside_the_frame():
                assert _whole_or_not_at_all(action, actor, given, name, words), (name, length)


def _whole_or_not_at_all(action: str, actor: Actor, given: dict[str, Any], name: str, words: str) -> bool:
    """Does it, looks, and takes it back."""
    before = everything()
    with transaction.atomic():
        try:
            do(action, actor, given | {name: words})
        except Refused:
            return everything() == before
        whole = (action, name) in CUT or words.casefold() in str(everything()).casefold()
        transaction.set_rollback(True)
    return whole


CUT = {("text.import", "filename"), ("text.import", "symbol"), ("paper.lay", "filename")}
"""What only notes where a text or a paper came from is cut to what its column holds."""
