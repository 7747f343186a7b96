"""Calendars are read here by the ``icalendar`` package, as ordinary calendars would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from communique.actions import agenda, bodies, calendars, conferences, meetings, programme
from communique.domain.calendars import Event
from communique.records.models import CalendarFeed, Meeting, Party, Registration
from communique.web import ical
from tests.house import House, request_id

PUBLIC = "/conferences/53rd-meeting-2020/calendar.ics"
AT = datetime(2020, 9, 10, 2, 30, tzinfo=UTC)


def read(content: bytes) -> list[Any]:
    """The events of a calendar, with a look at what holds for each file."""
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    assert (str(calendar["version"]), str(calendar["calscale"])) == ("2.0", "GREGORIAN")
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "RFC 5545, section 3.1"
    assert b"\n" not in content.replace(b"\r\n", b"")
    events = list(calendar.walk("VEVENT"))
    assert len({str(one["uid"]) for one in events}) == len(events)
    return events


def of(client: Client, address: str = PUBLIC) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def convened(house: House, name: str = "Retreat", **more: Any) -> int:
    begins = {"begins_at": AT, "ends_at": AT + timedelta(hours=3)}
    made = house.act(programme.convene_meeting, "clerk", conference=house.conference, name=name, **begins | more)
    meeting: int = made["meeting"]
    return meeting


def address_of(house: House, who: str, scope: str = "person") -> str:
    house.act(calendars.renew, who, body=house.body, scope=scope)
    return f"/calendars/{CalendarFeed.objects.get(seat=house.seats[who], scope=scope).key}.ics"


# What stands in an event


@pytest.mark.django_db
def test_a_sitting_is_an_event_with_everything_that_anybody_may_know(client: Client, house: House) -> None:
    meeting = convened(
        house, "Ministers, on peace; ປະຊາຊົນ", kind="thematic", hall="Room 2", theme="Women", objectives=["Hear all"]
    )
    house.add_item("1", "Opening", meeting=meeting)
    row = Meeting.objects.get(pk=meeting)
    one = next(one for one in of(client) if "peace" in one["summary"])
    assert str(one["summary"]) == "Ministers, on peace; ປະຊາຊົນ"
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (AT, AT + timedelta(hours=3))
    assert str(one["uid"]) == f"sitting-{row.sittings.get().pk}@127.0.0.1"
    assert (int(one["sequence"]), str(one["status"])) == (1, "CONFIRMED"), "the agenda was written since"
    assert row.changed_at is not None
    assert one.decoded("last-modified") == one.decoded("dtstamp") == row.changed_at.replace(microsecond=0)
    assert str(one["location"]) == "Room 2, Ha Noi"
    assert one["categories"].to_ical() == b"Thematic meeting"
    assert str(one["url"]) == f"{settings.URL}/meetings/{meeting}/"
    assert str(one["description"]).split("\n\n") == [
        "53rd Meeting",
        "Women",
        "Objectives:\n- Hear all",
        "Agenda:\n1 Opening",
        f"{settings.URL}/meetings/{meeting}/",
    ]


@pytest.mark.django_db
def test_what_is_moved_keeps_its_name_and_counts_up(client: Client, house: House) -> None:
    meeting = convened(house)
    before = next(one for one in of(client) if one["summary"] == "Retreat")
    sitting = Meeting.objects.get(pk=meeting).sittings.get().pk
    later = AT + timedelta(days=1)
    house.act(programme.move_sitting, "clerk", sitting=sitting, begins_at=later, ends_at=later + timedelta(hours=2))
    after = next(one for one in of(client) if one["summary"] == "Retreat")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    assert after.decoded("dtstart") == later


@pytest.mark.django_db
def test_what_is_cancelled_stays_as_cancelled_with_the_reason(client: Client, house: House) -> None:
    meeting = convened(house)
    house.act(programme.cancel_meeting, "clerk", meeting=meeting, reason="The storm.")
    one = next(one for one in of(client) if one["summary"] == "Retreat")
    assert (str(one["status"]), int(one["sequence"])) == ("CANCELLED", 1)
    assert "Cancelled: The storm." in one["description"]
    assert [str(one["status"]) for one in of(client) if one["summary"] == "Plenary"] == ["CONFIRMED"]


@pytest.mark.django_db
def test_a_sitting_that_was_planned_for_a_meeting_which_is_closed_is_not_held(client: Client, house: House) -> None:
    later = datetime(2020, 9, 12, 2, tzinfo=UTC)
    house.act(programme.plan_sitting, "clerk", meeting=house.meeting, begins_at=later)
    before = {str(one["summary"]): int(one["sequence"]) for one in of(client)}
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    first, second = of(client)
    assert [str(one["status"]) for one in (first, second)] == ["CONFIRMED", "CANCELLED"]
    assert int(second["sequence"]) > before[str(second["summary"])]
    assert "Cancelled: the meeting was closed before." in second["description"]
    assert [one.state for one in house.meeting_row().sittings.order_by("number")] == ["closed", "cancelled"]
    page = client.get("/conferences/53rd-meeting-2020/programme/").content.decode()
    assert 'data-is="cancelled"' in page


@pytest.mark.django_db
def test_several_sittings_are_several_events_with_their_numbers(client: Client, house: House) -> None:
    meeting = convened(house)
    later = AT + timedelta(days=1)
    house.act(programme.plan_sitting, "clerk", meeting=meeting, begins_at=later, ends_at=later + timedelta(hours=1))
    found = [str(one["summary"]) for one in of(client) if str(one["summary"]).startswith("Retreat")]
    assert found == ["Retreat, sitting 1", "Retreat, sitting 2"]


@pytest.mark.django_db
def test_a_sitting_over_midnight_and_the_change_of_summer_time_is_two_instants(client: Client, house: House) -> None:
    night = {"begins_at": datetime(2021, 3, 27, 22, tzinfo=UTC), "ends_at": datetime(2021, 3, 28, 3, tzinfo=UTC)}
    convened(house, "Night", **night)
    one = next(one for one in of(client) if one["summary"] == "Night")
    assert one.decoded("dtend") - one.decoded("dtstart") == timedelta(hours=5)


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\u2028\u2029\ufeff"),
    min_size=1,
    max_size=120,
)
INSTANTS = st.datetimes(
    datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2099-01-01"), timezones=st.just(UTC)
)


@given(NAMES, NAMES, NAMES, INSTANTS, st.integers(1, 1440), st.booleans())
def test_names_in_any_script_come_back_as_they_were(
    name: str, hall: str, words: str, begins: datetime, minutes: int, cancelled: bool
) -> None:
    begins = begins.replace(microsecond=0)
    event = Event(
        "sitting-1@x",
        begins,
        begins + timedelta(minutes=minutes),
        name,
        words,
        "https://x/",
        3,
        begins,
        hall,
        words,
        cancelled,
    )
    (one,) = read(ical.calendar(name, [event]))
    assert [str(one[key]) for key in ("summary", "location", "description")] == [name, hall, words]
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (event.begins, event.ends)
    assert (str(one["status"]), int(one["sequence"])) == ("CANCELLED" if cancelled else "CONFIRMED", 3)


# Who reads which


@pytest.mark.django_db
def test_the_same_calendar_is_the_same_bytes_and_is_not_sent_twice(client: Client, house: House) -> None:
    first = client.get(PUBLIC)
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(PUBLIC, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    convened(house)
    assert client.get(PUBLIC, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get("/conferences/nowhere/calendar.ics").status_code == 404


@pytest.mark.django_db
def test_a_persons_calendar_has_all_their_bodies_and_a_delegations_has_one(client: Client, house: House) -> None:
    other = house.act(conferences.convene_conference, "operator", body=house.other_body, name="Officials", year=2020)[
        "conference"
    ]
    house.act(programme.convene_meeting, "operator", conference=other, name="Preparation", begins_at=AT)
    person = {str(one["summary"]) for one in of(client, address_of(house, "my-head"))}
    delegation = {str(one["summary"]) for one in of(client, address_of(house, "my-head", "delegation"))}
    assert person == {"Plenary", "Preparation"}
    assert delegation == {"Plenary"}


@pytest.mark.django_db
def test_the_dates_of_a_delegation_stand_in_its_own_calendar_alone(client: Client, house: House) -> None:
    closes = AT - timedelta(days=3)
    given = {"conference": house.conference, "name": "53rd Meeting", "registration_closes_at": closes}
    house.act(conferences.change_conference, "clerk", **given)
    row = Registration.objects.create(
        conference_id=house.conference,
        party=Party.objects.get(body=house.body, code="LA"),
        invited_at=AT,
        invited_by_id=house.people["clerk"],
    )
    address = address_of(house, "la-head", "delegation")
    (one,) = [one for one in of(client, address) if "Registration" in one["summary"]]
    assert one.decoded("dtend") == closes
    for elsewhere in (PUBLIC, address_of(house, "sg-head"), address_of(house, "clerk")):
        assert not [one for one in of(client, elsewhere) if "Registration" in one["summary"]]
    row.answer = "declined"
    row.save()
    assert of(client, address) == [], "who declined has nothing in its calendar"


@pytest.mark.django_db
def test_an_address_that_was_renewed_and_one_of_an_ended_seat_lead_nowhere(client: Client, house: House) -> None:
    first = address_of(house, "la-head")
    second = address_of(house, "la-head")
    assert client.get(first).status_code == 404
    answer = client.get(second)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert answer["X-Robots-Tag"] == "noindex"
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    assert client.get(second).status_code == 404
    assert client.get(f"/calendars/{'0' * 64}.ics").status_code == 404


@pytest.mark.django_db
def test_no_word_of_a_draft_or_of_the_room_is_in_any_calendar(client: Client, house: House) -> None:
    for address in (PUBLIC, address_of(house, "la-head"), address_of(house, "la-head", "delegation")):
        said = client.get(address).content.decode()
        for secret in ("outbreaks", "Bounmy", "la-head@example.org"):
            assert secret not in said.replace("X-WR-CALNAME:Head Bounmy", "").replace("NAME:Head Bounmy", "")


# The pages


@pytest.mark.django_db
def test_one_finds_ones_addresses_and_makes_new_ones(client: Client, house: House) -> None:
    house.sign_in(client, "la-head")
    page = unescape(client.get("/calendars/").content.decode())
    assert page.count("Make an address") == 2
    answer = client.post("/calendars/person/renew", {"request_id": request_id()}, follow=True)
    key = CalendarFeed.objects.get().key
    page = unescape(answer.content.decode())
    assert f"{settings.URL}/calendars/{key}.ics" in page
    assert f'href="webcal://127.0.0.1:8000/calendars/{key}.ics"' in page
    assert "no-store" in answer["Cache-Control"]
    house.sign_in(client, "clerk")
    page = client.get("/calendars/").content.decode()
    assert "Your own" in page and "delegation/renew" not in page
    assert key not in page


@pytest.mark.django_db
def test_one_says_whether_one_wants_to_be_reminded(client: Client, house: House) -> None:
    house.sign_in(client, "la-head")
    client.post("/calendars/reminders", {"request_id": request_id()})
    assert not house.person("la-head").reminders
    assert 'name="wanted">' in client.get("/calendars/").content.decode()
    client.post("/calendars/reminders", {"request_id": request_id(), "wanted": "on"})
    assert house.person("la-head").reminders


@pytest.mark.django_db
def test_who_has_no_seat_is_told_so_and_a_stranger_is_led_to_the_door(client: Client, house: House) -> None:
    assert client.get("/calendars/").status_code == 302
    house.sign_in(client, "nobody")
    assert "you have none now" in client.get("/calendars/").content.decode()
    assert client.post("/calendars/person/renew", {"request_id": request_id()}).status_code == 403


@pytest.mark.django_db
def test_a_page_explains_how_to_subscribe(client: Client, house: House) -> None:
    page = unescape(client.get("/conferences/53rd-meeting-2020/calendar/").content.decode())
    assert f"{settings.URL}{PUBLIC}" in page
    assert f"webcal://127.0.0.1:8000{PUBLIC}" in page
    assert client.get("/conferences/nowhere/calendar/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("adopted", [False, True])
def test_a_changed_agenda_is_a_new_revision_of_the_event(client: Client, house: House, adopted: bool) -> None:
    if adopted:
        house.act(agenda.adopt, "chair", meeting=house.meeting)
    (before,) = of(client)
    house.add_item("7", "Recovery", adopts=False)
    (after,) = of(client)
    assert "7 Recovery" in after["description"] and "7 Recovery" not in before["description"]
    assert int(after["sequence"]) == int(before["sequence"]) + 1
    assert after["last-modified"].dt >= before["last-modified"].dt
