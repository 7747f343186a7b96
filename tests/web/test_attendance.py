"""The pages about who is here, and what their buttons do."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.test import Client

from communique.actions import attendance as acts
from communique.actions import decisions, rolls
from communique.records.models import Attendance, RollAnswer, RollCall
from communique.web import fragments
from tests.house import House, later


def page(house: House, client: Client, who: str) -> str:
    answer = house.sign_in(client, who).get(f"/meetings/{house.meeting}/attendance/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_inside_sees_who_is_here_and_the_sheet_is_the_chairs_and_the_secretariats(
    house: House, client: Client
) -> None:
    for who in ("chair", "clerk", "la-head"):
        said = page(house, client, who)
        assert "3 of 4 members present" in said
        assert ("Attendance sheet" in said) == (who != "la-head")
        assert ("Head Wei" in said) == (who != "la-head"), "names of people are in the sheet alone"


@pytest.mark.parametrize("who", ["public", "som-my-head"])
@pytest.mark.parametrize("path", ["attendance/", "attendance.csv"])
def test_nobody_outside_learns_who_is_here(house: House, client: Client, who: str, path: str) -> None:
    if who != "public":
        house.sign_in(client, who)
    assert client.get(f"/meetings/{house.meeting}/{path}").status_code == (401 if who == "public" else 403)
    assert client.get(f"/meetings/{house.meeting + 99}/{path}").status_code == 404


def test_a_place_is_taken_and_left_by_a_plain_form_and_by_scripts(house: House, client: Client) -> None:
    house.sign_in(client, "my-head")
    answer = client.post(f"/meetings/{house.meeting}/enter", {"from": "attendance"})
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{house.meeting}/attendance/")
    assert Attendance.objects.filter(seat=house.seats["my-head"], left_at=None).exists()
    answer = client.post(f"/meetings/{house.meeting}/leave", headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert f'data-live="attendance:{house.meeting}"' in said
    assert 'data-taken="no"' in said


def test_one_asks_for_ones_own_place_alone(house: House, client: Client) -> None:
    assert (
        'data-taken="yes"' in house.sign_in(client, "la-head").get(f"/meetings/{house.meeting}/place").content.decode()
    )
    assert (
        'data-taken="no"' in house.sign_in(client, "my-head").get(f"/meetings/{house.meeting}/place").content.decode()
    )
    assert house.sign_in(client, "som-my-head").get(f"/meetings/{house.meeting}/place").content == b""
    assert Client().get(f"/meetings/{house.meeting}/place").content == b""


def test_a_whole_roll_by_plain_forms(house: House, client: Client) -> None:
    chair = house.sign_in(Client(), "chair")
    assert chair.post(f"/meetings/{house.meeting}/roll").status_code == 302
    roll = RollCall.objects.get().pk
    laos = house.sign_in(client, "la-head")
    assert "We are present" in laos.get(f"/meetings/{house.meeting}/attendance/").content.decode()
    assert laos.post(f"/meetings/{house.meeting}/rolls/{roll}/answer").status_code == 302
    assert "We are present" not in laos.get(f"/meetings/{house.meeting}/attendance/").content.decode()
    assert chair.post(f"/meetings/{house.meeting}/rolls/{roll}/answer", {"party": "MY"}).status_code == 302
    assert laos.post(f"/meetings/{house.meeting}/rolls/{roll}/answer").status_code == 409
    assert laos.post(f"/meetings/{house.meeting}/rolls/{roll}/close").status_code == 403
    assert chair.post(f"/meetings/{house.meeting}/rolls/{roll}/close").status_code == 302
    assert "2 of 4 answered." in chair.get(f"/meetings/{house.meeting}/attendance/").content.decode()
    assert RollAnswer.objects.count() == 2


def test_the_sheet_is_downloaded_as_a_table_that_reckons_nothing(house: House, client: Client) -> None:
    house.grant("la-sly", "delegate", "LA", name='=HYPERLINK("http://evil.example","Total")')
    house.act(acts.enter, "la-sly", meeting=house.meeting)
    house.sign_in(client, "clerk")
    answer = client.get(f"/meetings/{house.meeting}/attendance.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Code"], row["Name"]) for row in rows] == [
        ("LA", "Head Bounmy"),
        ("LA", '\'=HYPERLINK("http://evil.example","Total")'),
        ("MY", ""),
        ("SG", "Head Wei"),
        ("VN", "Head Lan"),
        ("", "Chair Minh"),
    ]
    assert all(row["From"].endswith("+07:00") for row in rows if row["Name"])


def test_the_places_are_drawn_once_for_all_who_may_do_the_same(house: House) -> None:
    house.act(rolls.call, "chair", meeting=house.meeting)
    once, version = fragments.remembering(), house.room().version

    def drawn(kind: str, who: str) -> str | None:
        return fragments.render(f"{kind}:{house.meeting}", house.audience(who), version=version, once=once)

    for kind in ("attendance", "roll"):
        assert drawn(kind, "la-head") is drawn(kind, "sg-head") is drawn(kind, "la-adviser")
        assert drawn(kind, "chair") is drawn(kind, "clerk")
        assert drawn(kind, "public") is None
    assert "We are present" in (drawn("roll", "my-head") or "")
    assert "Heard" not in (drawn("roll", "my-head") or "")


def test_a_question_that_lapsed_says_why_and_who_was_there(house: House, client: Client) -> None:
    question = house.put(seconds=60)
    for who in ("sg-head", "vn-head"):
        house.act(acts.leave, who, meeting=house.meeting)
    with later(seconds=61):
        house.act(decisions.let_gavel_fall, "clock", question=question)
    said = house.sign_in(client, "la-head").get(f"/texts/{house.text}/").content.decode()
    assert "Not decided: no quorum" in said
    assert "too few members were present" in said
