"""Convening meetings, and when and where they sit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from communique.actions import capitals, programme
from communique.records.models import Conference, JournalEntry, Meeting, Sitting
from tests.house import House, request_id

pytestmark = pytest.mark.django_db
NEW = "/conferences/53rd-meeting-2020/meetings/new/"
HOURS = "/conferences/53rd-meeting-2020/hours/"
RETREAT = {"name": "Retreat", "begins_at": "2020-09-10T09:30", "ends_at": "2020-09-10T12:00"}


def send(client: Client, where: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data}, **more)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def in_paris(house: House) -> str:
    """The conference's host is in Paris from now on; the address at which its meetings are convened."""
    Conference.objects.filter(pk=house.conference).update(time_zone="Europe/Paris", place="")
    return NEW


def located(house: House, **zones: str) -> None:
    for party, zone in zones.items():
        house.act(capitals.locate, "clerk", body=house.body, party=party, capital="Capital", time_zone=zone)


def test_a_meeting_begins_when_the_hosts_clock_says(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert "In the time of Ha Noi (Asia/Ho_Chi_Minh)." in words(client.get(NEW))
    given = {"kind": "related", "level": "ministers", "hall": "Room 2", "objectives": "Hear all\n\nSay all"}
    answer = send(client, NEW, RETREAT | given, follow=True)
    assert "Retreat begins on Thursday 10 September 2020, 09:30 in Ha Noi." in words(answer)
    meeting = Meeting.objects.get(name="Retreat")
    assert (meeting.begins_at, meeting.ends_at) == (
        datetime(2020, 9, 10, 2, 30, tzinfo=UTC),
        datetime(2020, 9, 10, 5, 0, tzinfo=UTC),
    )
    assert (meeting.kind, meeting.level, meeting.hall) == ("related", "ministers", "Room 2")
    assert [one.words for one in meeting.objectives.all()] == ["Hear all", "Say all"]
    assert answer.redirect_chain == [(f"/meetings/{meeting.pk}/", 302)]


def test_an_hour_that_does_not_exist_is_refused_with_the_reason(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, in_paris(house), {"name": "Plenary 2", "begins_at": "2021-03-28T02:30"})
    assert answer.status_code == 422
    assert "There is no 02:30 that night in Paris: the clocks are put forward over it." in words(answer)
    assert 'value="2021-03-28T02:30"' in words(answer)
    assert not Meeting.objects.filter(name="Plenary 2").exists()


def test_of_an_hour_that_comes_twice_the_form_asks_which(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    given = {"name": "Plenary 2", "begins_at": "2021-10-31T02:30", "ends_at": "2021-10-31T05:00"}
    answer = send(client, in_paris(house), given)
    assert answer.status_code == 422
    assert "In Paris the clocks show 02:30 twice that night. Say which of the two is meant." in words(answer)
    assert 'type="radio" name="begins_at_which" value="second"' in words(answer)
    assert send(client, NEW, given | {"begins_at_which": "second"}).status_code == 302
    assert Meeting.objects.get(name="Plenary 2").begins_at == datetime(2021, 10, 31, 1, 30, tzinfo=UTC)
    assert (
        send(client, NEW, given | {"name": "Plenary 3", "begins_at_which": "first", "knowingly": "on"}).status_code
        == 302
    )
    assert Meeting.objects.get(name="Plenary 3").begins_at == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"ends_at": "2020-09-10T09:00"}, 409, "It would end before it begins. Choose a later end."),
        ({"ends_at": "2020-09-12T09:00"}, 409, "A sitting lasts at most 24 hours."),
        ({"begins_at": "tomorrow"}, 422, "Enter a valid date/time."),
        ({"kind": "feast"}, 422, "not one of the available choices"),
        ({"hall": "Room 1"}, 409, "Room 1 is taken then by “Forum”. Choose another hall or another time."),
    ],
)
def test_what_cannot_be_planned_is_refused_on_the_form(
    client: Client, house: House, change: dict[str, str], status: int, sentence: str
) -> None:
    begins = datetime(2020, 9, 10, 4, tzinfo=UTC)
    given = {"name": "Forum", "begins_at": begins, "ends_at": begins + timedelta(hours=1), "hall": "Room 1"}
    house.act(programme.convene_meeting, "clerk", conference=house.conference, **given)
    house.sign_in(client, "clerk")
    answer = send(client, NEW, RETREAT | change)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert 'value="Retreat"' in words(answer)


def test_a_double_click_convenes_one_meeting(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    data = RETREAT | {"request_id": "the-same-request"}
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Meeting.objects.filter(name="Retreat").count() == 1


# What is to be thought of


def test_hours_are_shown_in_every_capital_with_its_night_marked(client: Client, house: House) -> None:
    located(house, LA="Asia/Vientiane", NZ="Pacific/Auckland", SG="Europe/Paris")
    house.sign_in(client, "clerk")
    page = words(client.get(HOURS, {"begins_at": "2020-09-10T09:30", "ends_at": "2020-09-10T12:00"}))
    assert "Thu 10 September, 09:30–12:00" in page
    assert "Thu 10 September, 14:30–17:00" in page
    assert "Thu 10 September, 04:30–07:00" in page
    assert page.count("data-quiet") == 1
    assert "It is night for: Singapore." in page


@pytest.mark.parametrize(
    "given",
    [{}, {"begins_at": "soon"}, {"begins_at": "2020-09-10T09:30", "ends_at": "x"}, {"ends_at": "2020-09-10T09:30"}],
)
def test_while_there_are_no_hours_none_are_shown(client: Client, house: House, given: dict[str, str]) -> None:
    house.sign_in(client, "clerk")
    answer = client.get(HOURS, given)
    assert (answer.status_code, answer.content) == (200, b"")


def test_who_may_not_convene_is_shown_no_hours(client: Client, house: House) -> None:
    house.sign_in(client, "la-head")
    assert client.get(HOURS, {"begins_at": "2020-09-10T09:30"}).status_code == 403


def test_a_night_in_a_capital_has_to_be_meant(client: Client, house: House) -> None:
    """Without scripts: the form comes back with the hours in the capitals, and asks."""
    located(house, SG="Europe/Paris")
    house.sign_in(client, "clerk")
    answer = send(client, NEW, RETREAT)
    assert answer.status_code == 422
    assert "It is night for: Singapore." in words(answer)
    assert "We know, and mean these hours" in words(answer)
    assert not Meeting.objects.filter(name="Retreat").exists()
    assert send(client, NEW, RETREAT | {"knowingly": "on"}).status_code == 302
    assert Meeting.objects.filter(name="Retreat").exists()


def test_that_the_same_people_are_needed_twice_has_to_be_meant(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert send(client, NEW, RETREAT | {"level": "ministers"}).status_code == 302
    again = RETREAT | {"name": "Forum", "level": "ministers"}
    assert "another meeting of this level sits, and needs the same people" in words(send(client, NEW, again))
    assert send(client, NEW, again | {"level": "experts"}).status_code == 422, "Malaysia and others have one seat each"
    page = words(send(client, NEW, again | {"level": "experts"}))
    assert "More meetings would sit at once than people have a seat for: Malaysia, Singapore, Viet Nam." in page


# Changing


def test_a_meeting_is_changed_and_its_sittings_are_moved(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    send(client, NEW, RETREAT)
    meeting = Meeting.objects.get(name="Retreat")
    where = f"/meetings/{meeting.pk}/change/"
    assert 'value="Retreat"' in words(client.get(where))
    answer = send(client, where, {"name": "Retreat of all", "kind": "thematic", "hall": "Room 9"}, follow=True)
    assert "Retreat of all has been changed." in words(answer)
    plan = f"/meetings/{meeting.pk}/sittings/new/"
    assert 'value="2020-09-11T09:30"' in words(client.get(plan)), "a day later is offered"
    send(client, plan, {"begins_at": "2020-09-11T14:00", "ends_at": "2020-09-11T16:00"})
    second = Sitting.objects.get(meeting=meeting, number=2)
    move = f"/sittings/{second.pk}/move/"
    assert 'value="2020-09-11T14:00"' in words(client.get(move))
    answer = send(client, move, {"begins_at": "2020-09-11T15:00", "ends_at": "2020-09-11T17:00"}, follow=True)
    assert "The sitting begins on Friday 11 September 2020, 15:00." in words(answer)
    answer = send(client, f"/sittings/{second.pk}/cancel/", {"reason": "All is said."}, follow=True)
    assert "All is said." in words(answer)
    meeting.refresh_from_db()
    assert (meeting.name, meeting.hall, meeting.revision) == ("Retreat of all", "Room 9", 4)


def test_a_meeting_is_cancelled_with_the_reason(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    send(client, NEW, RETREAT)
    meeting = Meeting.objects.get(name="Retreat")
    where = f"/meetings/{meeting.pk}/cancel/"
    assert send(client, where, {"reason": " "}).status_code == 422
    answer = send(client, where, {"reason": "The storm."}, follow=True)
    assert "Retreat is cancelled." in words(answer)
    assert 'data-is="cancelled"' in words(answer)
    assert send(client, f"/meetings/{meeting.pk}/change/", {"name": "X"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 302),
        ("operator", 302),
        ("chair", 302),
        ("pen", 403),
        ("la-head", 403),
        ("nz-observer", 403),
        ("som-my-head", 403),
        ("nobody", 403),
        ("public", 401),
    ],
)
def test_who_may_plan(client: Client, house: House, who: str, status: int) -> None:
    sitting = Sitting.objects.get(meeting=house.meeting).pk
    if who != "public":
        house.sign_in(client, who)
    before = JournalEntry.objects.count()
    pages = (
        NEW,
        f"/meetings/{house.meeting}/change/",
        f"/meetings/{house.meeting}/cancel/",
        f"/meetings/{house.meeting}/sittings/new/",
        f"/sittings/{sitting}/move/",
        f"/sittings/{sitting}/cancel/",
    )
    seen = {302: 200, 403: 403, 401: 302}[status]
    assert [client.get(page).status_code for page in pages] == [seen] * len(pages)
    assert send(client, NEW, RETREAT).status_code == status
    assert JournalEntry.objects.count() == before + (status == 302)


def test_there_is_nothing_to_plan_in_what_does_not_exist(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    for where in ("/conferences/x/meetings/new/", "/meetings/99999/change/", "/sittings/99999/move/"):
        assert client.get(where).status_code == 404
