"""Convening a conference."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from communique.actions import conferences
from communique.records.models import Chairmanship, Conference
from tests.actions.refusals import refused
from tests.house import House


def test_a_conference_is_convened_with_its_objectives(house: House) -> None:
    made = house.act(
        conferences.convene_conference,
        "clerk",
        body=house.body,
        name="54th Meeting",
        year=2021,
        place=" Bandar Seri Begawan ",
        time_zone="Asia/Brunei",
        starts_on=date(2021, 8, 2),
        ends_on=date(2021, 8, 6),
        objectives=["Adopt the communiqué", "  ", " Review the fund "],
    )
    row = Conference.objects.get(pk=made["conference"])
    assert (row.slug, made["slug"]) == ("54th-meeting-2021", "54th-meeting-2021")
    assert row.place == "Bandar Seri Begawan"
    assert [one.words for one in row.objectives.all()] == ["Adopt the communiqué", "Review the fund"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "!!!"}, "name_missing"),
        ({"name": "x" * 201}, "too_long"),
        ({"name": "53rd meeting", "year": 2020}, "name_taken"),
        ({"time_zone": "Nowhere"}, "unknown_time_zone"),
        ({"starts_on": date(2021, 8, 6), "ends_on": date(2021, 8, 5)}, "ends_before_it_starts"),
        ({"year": 0}, "bad_year"),
        ({"year": 10**6}, "bad_year"),
        ({"place": "x" * 101}, "too_long"),
    ],
)
def test_a_conference_that_cannot_be_convened(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(
            conferences.convene_conference, "clerk", **{"body": house.body, "name": "54th", "year": 2021, **given}
        )


def test_a_conference_is_described_anew_and_its_address_stays(house: House) -> None:
    given = {"name": "53rd Meeting and Related Conferences", "theme": "Cohesive", "time_zone": "Asia/Bangkok"}
    made = house.act(conferences.change_conference, "clerk", conference=house.conference, **given)
    row = Conference.objects.get(pk=house.conference)
    assert (row.name, row.theme, row.time_zone) == (given["name"], "Cohesive", "Asia/Bangkok")
    assert made["slug"] == row.slug == "53rd-meeting-2020"
    assert (row.place, row.starts_on) == ("", None), "what is left out is taken away"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"theme": "x" * 301}, "too_long"),
        ({"time_zone": "Nowhere"}, "unknown_time_zone"),
        ({"starts_on": date(2021, 8, 6), "ends_on": date(2021, 8, 5)}, "ends_before_it_starts"),
    ],
)
def test_what_cannot_be_said_of_a_conference(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.act(conferences.change_conference, "clerk", **{"conference": house.conference, "name": "53rd", **given})


def test_a_chairmanship_has_a_theme(house: House) -> None:
    given = {"body": house.body, "theme": " Cohesive and responsive "}
    house.act(conferences.describe_chairmanship, "chair", year=2020, **given)
    assert Chairmanship.objects.get(year=2020).theme == "Cohesive and responsive"
    for year in (2021, 0, 10**9):
        with refused("no_chairmanship", year=year):
            house.act(conferences.describe_chairmanship, "chair", year=year, **given)
    with refused("too_long"):
        house.act(conferences.describe_chairmanship, "chair", year=2020, body=house.body, theme="x" * 301)


def test_two_long_names_of_different_years_are_two_conferences(house: House) -> None:
    slugs = {
        house.act(conferences.convene_conference, "clerk", body=house.body, name="Meeting " * 20, year=year)["slug"]
        for year in (2021, 2022)
    }
    assert len(slugs) == 2
    assert all(len(slug) <= 80 for slug in slugs)
