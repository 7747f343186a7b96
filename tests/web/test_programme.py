"""A conference's page: its programme by the reader's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from communique.actions import meetings, programme
from communique.broadcast import Broadcast
from communique.domain.actors import PUBLIC
from communique.records.models import Conference, Room
from communique.web import fragments
from communique.web.programme import by_day
from tests.house import House
from tests.web.looking import READERS, reader, tree, words

pytestmark = pytest.mark.django_db
PAGE = "/conferences/53rd-meeting-2020/"
GRID = PAGE + "programme/"
AT = datetime(2020, 9, 10, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def convene(house: House, name: str, begins: float, hours: float = 2, **more: Any) -> int:
    given = {"begins_at": AT + begins * HOUR, "ends_at": AT + (begins + hours) * HOUR} | more
    made = house.act(programme.convene_meeting, "clerk", conference=house.conference, name=name, **given)
    meeting: int = made["meeting"]
    return meeting


def days(page: Any) -> list[str]:
    return [words(one) for one in page.xpath("//section[@class='day']/h3")]


def rows(page: Any, day: int) -> list[str]:
    return [words(one) for one in page.xpath(f"(//table[@class='programme'])[{day}]/tbody/tr/th")]


def test_without_a_word_from_the_browser_the_clock_is_the_hosts(client: Client, house: House) -> None:
    convene(house, "Retreat", 0, hall="Room 2")
    convene(house, "Forum", 1, hall="Room 1")
    page = tree(client.get(PAGE))
    assert days(page) == ["Wednesday 9 September 2020", "Thursday 10 September 2020"]
    assert rows(page, 2) == ["09:00", "10:00", "11:00"]
    heads = page.xpath("(//table[@class='programme'])[2]/thead//th")
    assert [words(one) for one in heads] == ["Time", "Room 1", "Room 2"]
    assert "In the time of Ha Noi." in words(page)
    assert page.xpath("//*[@id='programme-grid']/@data-zone") == ["Asia/Ho_Chi_Minh"]


def test_by_the_readers_clock_the_hosts_stands_beside_it(client: Client, house: House) -> None:
    convene(house, "Retreat", 0)
    page = tree(client.get(GRID, {"zone": "America/New_York"}))
    assert days(page) == ["Tuesday 8 September 2020", "Wednesday 9 September 2020"]
    assert rows(page, 2) == ["22:00 Thu 10 Sep, 09:00 Ha Noi"]
    client.cookies["zone"] = "Europe/Paris"
    assert rows(tree(client.get(PAGE)), 2) == ["04:00 09:00 Ha Noi"]


@pytest.mark.parametrize("zone", ["", "Nowhere/City", "../../etc/passwd", "x" * 500, "Asia/Ho_Chi_Minh\x00"])
def test_a_zone_that_there_is_not_counts_as_none(client: Client, house: House, zone: str) -> None:
    client.cookies["zone"] = zone.replace("\x00", "")
    page = tree(client.get(GRID, {"zone": zone}))
    assert page.xpath("//*[@id='programme-grid']/@data-zone") == ["Asia/Ho_Chi_Minh"]


def test_a_meeting_over_midnight_stands_on_both_days_of_the_reader(client: Client, house: House) -> None:
    convene(house, "Night", 13, 4)  # from 22:00 in Ha Noi, from 17:00 in Paris
    at_home, away = (tree(client.get(GRID, {"zone": zone})) for zone in ("Asia/Ho_Chi_Minh", "Europe/Paris"))
    assert days(at_home)[-2:] == ["Thursday 10 September 2020", "Friday 11 September 2020"]
    assert "Goes on after midnight" in words(at_home) and "Since the day before" in words(at_home)
    assert days(away)[-1] == "Thursday 10 September 2020"
    assert "midnight" not in words(away)


@pytest.mark.parametrize("who", READERS)
def test_the_programme_is_everybodys(house: House, who: str) -> None:
    convene(house, "Retreat", 0, hall="Room 2", theme="Women", kind="thematic", level="ministers")
    page = tree(reader(house, who).get(PAGE))
    said = words(page)
    for one in ("Retreat", "Room 2", "Women", "Thematic meeting", "Ministers", "Adopt the joint communiqué"):
        assert one in said
    assert bool(page.xpath("//a[normalize-space()='Convene a meeting']")) == (who in {"clerk", "chair", "operator"})
    assert "outbreaks" not in said


def test_how_sittings_stand_is_alike_for_all_and_moves_by_the_line(house: House) -> None:
    meeting = convene(house, "Retreat", 0)
    target = f"programme:{house.conference}"
    before = house.conference_room().version
    house.act(meetings.open_meeting, "chair", meeting=meeting)
    broadcast = Broadcast()
    events = broadcast.load(house.conference_room().pk, before)
    sent = [broadcast.encode(events, audience) for audience in (PUBLIC, house.audience("chair"))]  # type: ignore[arg-type]
    assert target.encode() in sent[0]
    assert sent[0] == sent[1]
    html = fragments.render(target, PUBLIC, version=9) or ""
    assert 'data-is="open">Sits now</span>' in html


def test_only_a_change_of_the_layout_has_the_grid_fetched_anew(house: House) -> None:
    def laid() -> str:
        html = fragments.render(f"programme:{house.conference}", PUBLIC, version=1) or ""
        mark: str = html.partition('data-laid="')[2].partition('"')[0]
        return mark

    meeting = convene(house, "Retreat", 0)
    first = laid()
    house.act(meetings.open_meeting, "chair", meeting=meeting)
    assert laid() == first
    assert f'data-laid="{first}"' in Client().get(GRID).content.decode()
    house.act(programme.change_meeting, "chair", meeting=meeting, name="Retreat", hall="Room 9")
    assert laid() != first


def test_with_nothing_in_it_the_page_says_what_to_do(client: Client, house: House) -> None:
    Conference.objects.create(
        body_id=house.body, room=Room.objects.create(), slug="empty-2020", name="Empty", year=2020
    )
    house.sign_in(client, "clerk")
    said = words(tree(client.get("/conferences/empty-2020/")))
    assert "No meeting has been convened yet." in said
    assert "Set the first objective" in said
    assert (
        client.get("/conferences/nowhere/").status_code
        == client.get("/conferences/nowhere/programme/").status_code
        == 404
    )


def test_a_week_of_two_hundred_meetings_is_quickly_drawn(
    client: Client, house: House, django_assert_max_num_queries: Any
) -> None:
    for number in range(200):
        hall = f"Room {number % 10}"
        convene(house, f"Meeting {number}", 24 * (number // 40) + 2.5 * (number // 10 % 4), hall=hall)
    client.get(PAGE)
    began = time.perf_counter()
    with django_assert_max_num_queries(16):
        answer = client.get(PAGE)
    assert time.perf_counter() - began < 2
    assert len(tree(answer).xpath("//article[@class='slot']")) == 201


def test_the_days_that_come_are_shown_first_and_the_last_one_when_all_are_over() -> None:
    held = [{"name": str(day), "begins_at": AT + timedelta(days=day)} for day in range(6)]
    zone = ZoneInfo("Asia/Ho_Chi_Minh")

    def shown(now: datetime) -> list[str]:
        return [one["name"] for day in by_day(held, zone, now) for one in day["meetings"]]

    assert shown(AT - timedelta(days=9)) == ["0", "1", "2"]
    assert shown(AT + timedelta(days=2, hours=9)) == ["2", "3", "4"]
    assert shown(AT + timedelta(days=5, hours=9)) == ["5"]
    assert shown(AT + timedelta(days=90)) == ["5"]
    assert by_day([], zone, AT) == []
