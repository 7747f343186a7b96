"""What the clock notes of lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import amendments, attendance, bodies, decisions, meetings, presence, readings
from communique.actions.frame import heartbeat
from communique.records.models import Amendment, Attendance, JournalEntry, Meeting, Question, RoomEvent, Text
from tests.actions.refusals import refused
from tests.guards import OutsideTheFrame, beside_the_frame, every_write_in_the_frame
from tests.house import House, later

GRACE = 45


def seats(house: House, *who: str) -> list[int]:
    return [house.seats[one] for one in who]


def note(house: House, *lines: str, since: datetime | None = None) -> dict[str, Any]:
    long_ago = timezone.now() - timedelta(hours=1)
    given = {"meeting": house.meeting, "lines": seats(house, *lines), "since": since or long_ago}
    return house.act(presence.note, "clock", **given)


def entry(house: House) -> dict[str, Any]:
    found = JournalEntry.objects.filter(room=house.room(), action="presence.note").order_by("-number").first()
    assert found is not None
    facts: dict[str, Any] = found.facts
    return facts


def stay(house: House, who: str) -> Attendance:
    return Attendance.objects.get(seat=house.seats[who], left_at=None)


def test_whose_lines_are_lost_is_away_once_the_grace_has_passed(house: House) -> None:
    attendance.seen(list(Attendance.objects.values_list("pk", flat=True)), at=timezone.now())
    with later(seconds=GRACE - 10), refused("presence_is_noted"):
        note(house, "la-head", "sg-head")
    with later(seconds=GRACE + 2):
        assert note(house, "la-head", "sg-head") == {"present": ["LA", "SG"], "lost": ["VN"], "back": []}
    facts = entry(house)
    assert (facts["lost"], facts["present"], facts["quorum"]) == (["VN"], ["LA", "SG"], 2)
    away = stay(house, "vn-head")
    assert away.away_since == away.seen_at, "since it was last there, and not since that was noticed"
    assert {one["seat"] for one in facts["away"]} == set(seats(house, "vn-head", "chair"))
    assert attendance.present(house.meeting) == ["LA", "SG"]


def test_one_entry_stands_for_all_who_have_changed_and_their_readers_are_told_once(house: House) -> None:
    before = house.room()
    with later(seconds=GRACE + 2):
        note(house)
    assert house.room().length == before.length + 1
    told = RoomEvent.objects.filter(room=before, version__gt=before.version)
    assert [one.data["target"] for one in told] == [f"attendance:{house.meeting}"]


def test_who_comes_back_is_back_at_once(house: House) -> None:
    with later(seconds=GRACE + 2):
        note(house, "la-head", "sg-head")
    with later(seconds=GRACE + 3):
        assert note(house, "la-head", "sg-head", "vn-head")["back"] == ["VN"]
    assert stay(house, "vn-head").away_since is None
    assert entry(house)["back"] == seats(house, "vn-head")


def test_what_another_process_has_noted_counts(house: House) -> None:
    with later(seconds=GRACE):
        rows = Attendance.objects.filter(seat__in=seats(house, "vn-head", "chair"))
        attendance.seen(list(rows.values_list("pk", flat=True)), at=timezone.now())
    with later(seconds=GRACE + 30), refused("presence_is_noted"):
        note(house, "la-head", "sg-head")


def test_a_process_that_has_just_begun_to_look_finds_nobody_away(house: House) -> None:
    with later(seconds=3600):
        now = timezone.now()
        with refused("presence_is_noted"):
            note(house, since=now - timedelta(seconds=GRACE - 2))
        assert note(house, since=now - timedelta(seconds=GRACE + 1))["lost"] == ["LA", "SG", "VN"]


def test_a_delegation_is_there_while_any_of_its_lines_is(house: House) -> None:
    house.act(attendance.enter, "la-adviser", meeting=house.meeting)
    with later(seconds=GRACE + 2):
        assert note(house, "la-adviser", "sg-head", "vn-head")["lost"] == []
    assert entry(house)["present"] == ["LA", "SG", "VN"]


def test_the_stay_of_a_withdrawn_seat_ends_when_it_was_withdrawn(house: House) -> None:
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    done = note(house, "chair", "la-head", "vn-head")
    assert (done["lost"], done["present"]) == (["SG"], ["LA", "VN"])
    ended = Attendance.objects.select_related("seat").get(seat=house.seats["sg-head"])
    assert ended.left_at == ended.seat.ended_at
    assert entry(house)["withdrawn"] == seats(house, "sg-head")


@pytest.mark.parametrize("state", ["convened", "suspended", "adjourned", "closed", "cancelled"])
def test_a_meeting_that_does_not_sit_is_not_watched(house: House, state: str) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(state=state)
    with later(seconds=3600), refused("meeting_not_open"):
        note(house)


def test_who_takes_its_place_again_while_it_is_away_is_back_by_it(house: House) -> None:
    with later(seconds=GRACE + 2):
        note(house, "sg-head", "vn-head", "chair")
        assert house.act(attendance.enter, "la-head", meeting=house.meeting)["present"] == ["LA", "SG", "VN"]
    assert Attendance.objects.filter(seat=house.seats["la-head"]).count() == 1


def test_what_is_put_names_who_is_really_there_and_with_whom(house: House) -> None:
    house.act(attendance.enter, "la-adviser", meeting=house.meeting)
    with later(seconds=GRACE + 2):
        note(house, "la-head", "la-adviser", "sg-head")
        question = house.put()
    row = Question.objects.get(pk=question)
    assert row.present == ["LA", "SG"]
    assert row.delegations == [
        {
            "party": "LA",
            "seats": [
                {"seat": house.seats["la-head"], "role": "head", "name": "Head Bounmy"},
                {"seat": house.seats["la-adviser"], "role": "adviser", "name": "Adviser Noy"},
            ],
        },
        {"party": "SG", "seats": [{"seat": house.seats["sg-head"], "role": "head", "name": "Head Wei"}]},
    ]
    put = JournalEntry.objects.get(room=house.room(), action="question.put")
    assert (put.facts["present"], put.facts["delegations"]) == (row.present, row.delegations)


def test_too_few_who_are_really_there_decide_nothing(house: House) -> None:
    with later(seconds=GRACE + 2):
        note(house, "la-head")
        with refused("no_quorum", present=1, quorum=2):
            house.put()


def test_where_the_quorum_is_lost_before_the_gavel_falls_nothing_is_decided(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    question = house.put(seconds=120)
    with later(seconds=GRACE + 2):
        note(house, "la-head")
    with later(seconds=121):
        assert house.act(decisions.let_gavel_fall, "clock", question=question)["outcome"] == "lapsed"
        row = Question.objects.get(pk=question)
        assert (row.outcome, row.present) == ("lapsed", ["LA"])
        assert Text.objects.get(pk=house.text).status == "draft"
        assert house.act(attendance.enter, "sg-head", meeting=house.meeting)["present"] == ["LA", "SG"]
        house.put()
    assert Amendment.objects.get(pk=amendment).state == "tabled"


def test_a_decision_of_the_meeting_names_who_was_present(house: House) -> None:
    taken, left = house.table("la-head", "next", "54th"), house.table("la-head", "health", "care")
    house.act(amendments.accept, "chair", amendment=taken)
    house.act(amendments.reject, "chair", amendment=left)
    paragraph, _ = house.paragraph("54th meeting")
    house.act(readings.agree, "chair", text=house.text, paragraph=paragraph)
    house.act(readings.reopen, "chair", text=house.text, paragraph=paragraph, words="Singapore asks for it.")
    for action in ("amendment.accept", "amendment.reject", "paragraph.agree", "paragraph.reopen"):
        found = JournalEntry.objects.get(room=house.room(), action=action)
        assert found.facts["present"] == ["LA", "SG", "VN"], action


def test_places_are_given_up_when_the_meeting_is_closed(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert not Attendance.objects.filter(meeting=house.meeting, left_at=None).exists()


def test_that_a_line_stands_is_noted_outside_of_the_frame_and_nothing_else_is(house: House) -> None:
    with every_write_in_the_frame():
        rows = Attendance.objects.filter(meeting=house.meeting)
        before = house.room()
        assert heartbeat(rows, "seen_at", timezone.now()) == 4
        assert (house.room().length, house.room().version) == (before.length, before.version)
        with pytest.raises(RuntimeError, match="outside the frame"):
            heartbeat(rows, "away_since", timezone.now())
        with pytest.raises(RuntimeError, match="outside the frame"):
            heartbeat(Meeting.objects.all(), "begins_at", timezone.now())
        with pytest.raises(OutsideTheFrame):
            rows.update(seen_at=timezone.now())
