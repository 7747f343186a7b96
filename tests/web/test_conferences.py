"""A chairmanship's year, its conferences, and what they are to reach."""

from __future__ import annotations

from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from communique.actions import conferences, objectives
from communique.records.models import Chairmanship, Conference, JournalEntry, Objective, Party
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
NEW = "/bodies/amm/desk/conferences/new/"
CHANGE = "/conferences/53rd-meeting-2020/change/"


def send(client: Client, where: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data}, **more)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_clerk_convenes_a_conference(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert 'name="time_zone"' in words(client.get(NEW))
    answer = send(client, NEW, CONFERENCE)
    assert answer["Location"] == "/conferences/54th-meeting-2021/"
    row = Conference.objects.get(slug="54th-meeting-2021")
    assert (row.place, row.time_zone, row.body_id) == ("Bandar Seri Begawan", "Asia/Brunei", house.body)
    assert (row.starts_on, row.ends_on) == (date(2021, 8, 2), date(2021, 8, 6))
    assert [one.words for one in row.objectives.all()] == ["Adopt the joint communiqué", "Confer a status"]


def test_the_new_conference_is_where_the_clerk_lands(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, NEW, CONFERENCE, follow=True)
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
        ({"objectives": "x\n" * 41}, 409, "There can be at most 40 objectives."),
    ],
)
def test_what_cannot_be_convened_is_refused_on_the_form(
    client: Client, house: House, change: dict[str, str], status: int, sentence: str
) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, NEW, CONFERENCE | change)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert "Bandar Seri Begawan" in words(answer)
    assert Conference.objects.count() == 1


def test_a_conference_is_changed_by_the_hosts_clock(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert 'value="53rd Meeting"' in words(client.get(CHANGE))
    given = {"name": "53rd Meeting", "theme": "Cohesive", "time_zone": "Asia/Ho_Chi_Minh", "place": "Ha Noi"}
    answer = send(client, CHANGE, given | {"registration_closes_at": "2020-09-01T18:00"}, follow=True)
    assert "53rd Meeting has been changed." in words(answer)
    assert "Cohesive" in words(answer)
    row = Conference.objects.get(pk=house.conference)
    assert row.registration_closes_at == datetime.fromisoformat("2020-09-01T18:00+07:00")
    assert 'value="2020-09-01T18:00"' in words(client.get(CHANGE))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 302),
        ("operator", 302),
        ("chair", 403),
        ("pen", 403),
        ("la-head", 403),
        ("nobody", 403),
        ("public", 401),
    ],
)
def test_who_may_convene_and_change(client: Client, house: House, who: str, status: int) -> None:
    if who != "public":
        house.sign_in(client, who)
    before = JournalEntry.objects.count()
    assert send(client, NEW, CONFERENCE).status_code == status
    given = {"name": "53rd Meeting", "time_zone": "UTC"}
    assert send(client, CHANGE, given).status_code == status
    assert JournalEntry.objects.count() == before + 2 * (status == 302)


# The year


def test_the_year_shows_the_chair_its_theme_its_objectives_and_its_conferences(client: Client, house: House) -> None:
    house.act(conferences.describe_chairmanship, "chair", body=house.body, year=2020, theme="Cohesive and responsive")
    chairmanship = Chairmanship.objects.get(year=2020).pk
    given = {"holder": "chairmanship", "number": chairmanship, "words": "Open the reserve"}
    made = house.act(objectives.set_objective, "chair", **given)["objective"]
    house.act(objectives.assess_objective, "chair", objective=made, outcome="missed", remark="Next year.")
    page = words(client.get("/bodies/amm/2020/"))
    for said in ("Viet Nam", "Cohesive and responsive", "Open the reserve", "Missed", "Next year.", "53rd Meeting"):
        assert said in page
    assert "Adopt the joint communiqué" in page, "what the conference is to reach"
    assert "Set the theme" not in page


def test_a_year_in_which_nobody_chairs_says_so(client: Client, house: House) -> None:
    assert "Nobody chairs in this year yet." in words(client.get("/bodies/amm/2031/"))
    assert client.get("/bodies/nowhere/2020/").status_code == 404
    assert client.get("/bodies/amm/99999/").status_code == 404


def test_the_chair_sets_the_theme(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    where = "/bodies/amm/2020/theme/"
    answer = send(client, where, {"theme": "Cohesive"}, follow=True)
    assert answer.redirect_chain == [("/bodies/amm/2020/", 302)]
    assert "Cohesive" in words(answer)
    house.sign_in(client, "la-head")
    assert client.get(where).status_code == send(client, where, {"theme": "Ours"}).status_code == 403


# Objectives


def test_an_objective_is_set_assessed_and_shown_with_a_shape(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    where = f"/objectives/conference/{house.conference}/"
    assert "Adopt the joint communiqué" in words(client.get(where))
    send(client, where, {"words": "Confer a status"})
    one = Objective.objects.get(words="Confer a status")
    answer = send(client, f"/objectives/{one.pk}/assessment/", {"outcome": "partly", "remark": "To one."}, follow=True)
    assert answer.redirect_chain == [("/conferences/53rd-meeting-2020/", 302)]
    assert 'class="status" data-is="partly">Partly met<' in words(answer)
    assert "To one." in words(answer)
    answer = send(client, f"/objectives/{one.pk}/drop", {}, follow=True)
    assert "has been assessed, so it stands in the record" in words(answer)
    other = Objective.objects.exclude(pk=one.pk).get(conference=house.conference)
    send(client, f"/objectives/{other.pk}/drop", {})
    assert not Objective.objects.filter(pk=other.pk).exists()


def test_the_public_and_delegations_read_objectives_and_change_none(client: Client, house: House) -> None:
    one = Objective.objects.get(conference=house.conference).pk
    for who in ("public", "la-head"):
        browser = Client() if who == "public" else house.sign_in(Client(), who)
        page = words(browser.get("/conferences/53rd-meeting-2020/"))
        assert "Adopt the joint communiqué" in page
        assert "/assessment/" not in page and "Change the objectives" not in page
        refused = 401 if who == "public" else 403
        assert send(browser, f"/objectives/conference/{house.conference}/", {"words": "Ours"}).status_code == refused
        assert send(browser, f"/objectives/{one}/assessment/", {"outcome": "met"}).status_code == refused
    assert Objective.objects.get(pk=one).outcome == ""


def test_the_page_of_objectives_that_there_are_not(client: Client, house: House) -> None:
    house.sign_in(client, "chair")
    for where in ("/objectives/text/1/", "/objectives/meeting/999/", "/objectives/999/assessment/"):
        assert client.get(where).status_code == 404


# Capitals


def test_the_clock_of_a_capital_is_offered_and_noted(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    where = "/bodies/amm/desk/capitals/"
    assert "not known: Asia/Vientiane?" in words(client.get(where))
    page = words(client.get(where + "LA/"))
    assert '<option value="Asia/Vientiane" selected>' in page
    assert 'name="floor"' not in page, "a member speaks by being one"
    answer = send(client, where + "LA/", {"capital": "Vientiane", "time_zone": "Asia/Vientiane"}, follow=True)
    assert "The capital of Lao PDR is noted." in words(answer)
    send(client, where + "NZ/", {"capital": "Wellington", "time_zone": "Pacific/Auckland", "floor": "on_invitation"})
    rows = Party.objects.filter(body=house.body, code__in=("LA", "NZ")).order_by("code")
    assert [(row.capital, row.time_zone, row.floor) for row in rows] == [
        ("Vientiane", "Asia/Vientiane", "after_members"),
        ("Wellington", "Pacific/Auckland", "on_invitation"),
    ]
    assert client.get(where + "XX/").status_code == 404
    house.sign_in(client, "la-head")
    assert client.get(where).status_code == client.get(where + "LA/").status_code == 403


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("VN", "Asia/Ho_Chi_Minh"),
        ("US", "America/New_York"),
        ("AU", "Australia/Sydney"),
        ("ID", "Asia/Jakarta"),
        ("", ""),
        ("XX", ""),
    ],
)
def test_a_countrys_capital_has_one_clock(country: str, zone: str) -> None:
    from communique.web.capitals import zone_of

    assert zone_of(country) == zone


def test_every_zone_that_is_known_for_a_capital_exists() -> None:
    from communique.web.capitals import SEVERAL, zone_of

    assert {country: zone_of(country) for country in SEVERAL} == SEVERAL
