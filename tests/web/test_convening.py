from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from communique.records.models import AgendaItem, Conference, JournalEntry, Meeting
from tests.house import House, request_id

pytestmark = pytest.mark.django_db

CONFERENCE = {
    "name": "54th Meeting",
    "year": "2021",
    "place": "Bandar Seri Begawan",
    "time_zone": "Asia/Brunei",
    "starts_on": "2021-08-02",
    "ends_on": "2021-08-06",
    "objectives": "Adopt the joint communiqué\n\n  Confer a status  \n",
}
NEW_CONFERENCE = "/bodies/amm/desk/conferences/new/"
NEW_MEETING = "/conferences/53rd-meeting-2020/meetings/new/"


def send(client: Client, where: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data}, **more)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_clerk_convenes_a_conference(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert 'name="time_zone"' in words(client.get(NEW_CONFERENCE))
    answer = send(client, NEW_CONFERENCE, CONFERENCE)
    assert answer["Location"] == "/conferences/54th-meeting-2021/"
    row = Conference.objects.get(slug="54th-meeting-2021")
    assert (row.place, row.time_zone, row.body_id) == ("Bandar Seri Begawan", "Asia/Brunei", house.body)
    assert (row.starts_on, row.ends_on) == (date(2021, 8, 2), date(2021, 8, 6))
    assert row.objectives == ["Adopt the joint communiqué", "Confer a status"]


def test_the_new_conference_is_where_the_clerk_lands(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, NEW_CONFERENCE, CONFERENCE, follow=True)
    assert answer.status_code == 200
    assert "54th Meeting is convened. Now convene its meetings." in words(answer)


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"ends_on": "2021-08-01"}, 409, "The conference would end before it starts."),
        ({"name": "53rd Meeting", "year": "2020"}, 409, "“53rd Meeting” is taken already."),
        ({"time_zone": "Asia/Atlantis"}, 422, "not one of the available choices"),
        ({"starts_on": "2021-02-30"}, 422, "Enter a valid date."),
        ({"year": "20210"}, 422, "less than or equal to 2200"),
        ({"name": " "}, 422, "This field is required."),
    ],
)
def test_what_cannot_be_convened_is_refused_on_the_form(
    client: Client, house: House, change: dict[str, str], status: int, sentence: str
) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, NEW_CONFERENCE, CONFERENCE | change)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert "Bandar Seri Begawan" in words(answer)
    assert Conference.objects.count() == 1


def test_a_meeting_begins_when_the_hosts_clock_says(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert "In the time of Ha Noi (Asia/Ho_Chi_Minh)." in words(client.get(NEW_MEETING))
    answer = send(client, NEW_MEETING, {"name": "Retreat", "begins_at": "2020-09-10T09:30"}, follow=True)
    assert "Retreat begins on Thursday 10 September 2020, 09:30 in Ha Noi." in words(answer)
    meeting = Meeting.objects.get(name="Retreat")
    assert meeting.begins_at == datetime(2020, 9, 10, 2, 30, tzinfo=UTC)
    assert answer.redirect_chain == [(f"/meetings/{meeting.pk}/", 302)]


@pytest.mark.parametrize("hour", ["2021-03-28T02:30", "2021-10-31T02:30"])
def test_an_hour_that_is_skipped_or_comes_twice_is_refused(client: Client, house: House, hour: str) -> None:
    house.sign_in(client, "clerk")
    send(client, NEW_CONFERENCE, CONFERENCE | {"time_zone": "Europe/Paris", "place": ""})
    where = "/conferences/54th-meeting-2021/meetings/new/"
    assert "In the time of Paris (Europe/Paris)." in words(client.get(where))
    answer = send(client, where, {"name": "Plenary", "begins_at": hour})
    assert answer.status_code == 422
    assert "it may be ambiguous or it may not exist" in words(answer)
    assert f'value="{hour}"' in words(answer)
    assert not Meeting.objects.filter(conference__slug="54th-meeting-2021").exists()


def test_a_double_click_convenes_one_meeting(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    data = {"name": "Retreat", "begins_at": "2020-09-10T09:30", "request_id": "the-same-request"}
    first, second = client.post(NEW_MEETING, data), client.post(NEW_MEETING, data)
    assert first["Location"] == second["Location"]
    assert Meeting.objects.filter(name="Retreat").count() == 1


def test_an_agenda_grows_item_by_item(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    where = f"/meetings/{house.meeting}/items/new/"
    assert client.get(where).context["form"]["number"].value() == "2"
    answer = send(client, where, {"number": "2", "title": "Partner status", "adopts": "on", "another": "1"})
    assert answer["Location"] == where
    answer = send(client, where, {"number": "3", "title": "Other matters"})
    assert answer["Location"] == f"/meetings/{house.meeting}/"
    rows = AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "title", "adopts")
    assert list(rows)[1:] == [("2", "Partner status", True), ("3", "Other matters", False)]


def test_a_number_that_is_taken_is_refused_beside_it(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"/meetings/{house.meeting}/items/new/", {"number": "1", "title": "Kept words"})
    assert answer.status_code == 409
    assert 'id="id_number_error">There is an item 1 already.' in words(answer)
    assert 'value="Kept words"' in words(answer)


@pytest.mark.parametrize(
    ("who", "conference", "meeting"),
    [
        ("clerk", 302, 302),
        ("operator", 302, 302),
        ("chair", 403, 302),
        ("pen", 403, 403),
        ("la-head", 403, 403),
        ("nz-observer", 403, 403),
        ("som-my-head", 403, 403),
        ("nobody", 403, 403),
        ("public", 401, 401),
    ],
)
def test_who_may_convene(client: Client, house: House, who: str, conference: int, meeting: int) -> None:
    if who != "public":
        house.sign_in(client, who)
    seen = {302: 200, 403: 403, 401: 302}
    before = JournalEntry.objects.count()
    item = f"/meetings/{house.meeting}/items/new/"
    assert client.get(NEW_CONFERENCE).status_code == seen[conference]
    assert client.get(NEW_MEETING).status_code == client.get(item).status_code == seen[meeting]
    assert send(client, NEW_CONFERENCE, CONFERENCE).status_code == conference
    assert send(client, NEW_MEETING, {"name": "R", "begins_at": "2020-09-10T09:30"}).status_code == meeting
    assert send(client, item, {"number": "2", "title": "T"}).status_code == meeting
    done = (conference == 302) + 2 * (meeting == 302)
    assert JournalEntry.objects.count() == before + done


def test_there_is_nothing_to_convene_in_what_does_not_exist(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    for where in ("/bodies/x/desk/conferences/new/", "/conferences/x/meetings/new/", "/meetings/99999/items/new/"):
        assert client.get(where).status_code == 404
