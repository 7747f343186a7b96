"""A week with nineteen meetings in parallel halls, read from another continent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.people import NARROW, until
from tests.journeys.site import ROOT, Site

NEW_YORK = "America/New_York"
WEEK = """
import json, uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from communique.cli import _django
_django()
from communique.actions import capitals, conferences, programme
from communique.records.models import Body, Seat
body = Body.objects.get(slug="amm")
clerk = Seat.objects.filter(body=body, role="clerk", ended_at=None).first().actor()

def do(action, **given):
    return action(actor=clerk, request_id=uuid.uuid4().hex, **given)

for code, city, zone in (("VN", "Ha Noi", "Asia/Ho_Chi_Minh"), ("LA", "Vientiane", "Asia/Vientiane"),
                         ("EU", "Brussels", "Europe/Brussels")):
    do(capitals.locate, body=body.pk, party=code, capital=city, time_zone=zone)
for code in body.parties.exclude(code__in=("VN", "LA", "EU")).values_list("code", flat=True):
    do(capitals.locate, body=body.pk, party=code)
made = do(conferences.convene_conference, body=body.pk, name="Week of the Ministers", year=2030, place="Ha Noi",
          time_zone="Asia/Ho_Chi_Minh", objectives=["Adopt the joint communiqué"])
first = datetime(2030, 9, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
meetings = {}
for number in range(19):
    # Four days with three halls, each from nine on; the last four meetings are on the fifth.
    day, slot = divmod(number, 4) if number < 15 else (4, number - 15)
    hour, hall = ((9, "Hall 1"), (9, "Hall 2"), (10, "Hall 10"), (22, "Hall 1"))[slot]
    begins = first + timedelta(days=day, hours=hour)
    given = {"kind": ("main", "related", "thematic")[number % 3], "hall": hall, "begins_at": begins}
    meetings[f"Meeting {number + 1}"] = do(programme.convene_meeting, conference=made["conference"],
        name=f"Meeting {number + 1}", ends_at=begins + timedelta(hours=3), **given)["meeting"]
print(json.dumps({"page": "/conferences/" + made["slug"] + "/", "meetings": meetings}))
"""


@pytest.fixture
def week(site: Site) -> dict[str, Any]:
    """The address of the week's page, and its meetings by their names."""
    command = [sys.executable, "-c", WEEK]
    made: dict[str, Any] = json.loads(subprocess.check_output(command, env=site._environment, cwd=ROOT))
    return made


def rows(page: Page, day: str) -> list[str]:
    section = page.locator("section.day").filter(has=page.get_by_role("heading", name=day))
    return [re.sub(r"\s+", " ", one.strip()) for one in section.locator("tbody th").all_inner_texts()]


def stands(page: Page, name: str) -> str:
    slot = page.locator(".slot").filter(has=page.get_by_role("link", name=name, exact=True)).first
    return slot.get_attribute("data-is") or ""


def test_a_week_of_nineteen_meetings_is_read_in_new_york(week: dict[str, Any], enter: Enter, site: Site) -> None:
    page = enter("", week["page"], timezone_id=NEW_YORK, reduced_motion="reduce")
    expect(page.locator("#programme-grid")).to_have_attribute("data-zone", NEW_YORK)
    expect(page.get_by_text("In the time of New York, with that of Ha Noi beside it.")).to_be_visible()
    names = {name.strip() for name in page.locator(".slot h4").all_inner_texts()}
    assert names == set(week["meetings"]), "each of the nineteen, some on two days of New York's"
    # Nine in Ha Noi is ten in the evening of the day before in New York; its night sitting is over midnight there too.
    assert rows(page, "Sunday 8 September 2030") == ["22:00 Mon 9 Sep, 09:00 Ha Noi", "23:00 Mon 9 Sep, 10:00 Ha Noi"]
    assert rows(page, "Monday 9 September 2030")[:2] == ["00:00 11:00 Ha Noi", "01:00 12:00 Ha Noi"]
    heads = page.locator("section.day").first.locator("thead th").all_inner_texts()
    assert heads == ["Time", "Hall 1", "Hall 2", "Hall 10"]
    holds(page)
    # The next time the server knows the clock from the start, also for what has no scripts.
    assert f'data-zone="{NEW_YORK}"' in page.request.get(page.url).text()

    # The reader may look by another clock, and stays with it.
    page.get_by_label("Times of").select_option(label="Brussels")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#programme-grid")).to_have_attribute("data-zone", "Europe/Brussels")
    page.wait_for_timeout(300)
    expect(page.locator("#programme-grid")).to_have_attribute("data-zone", "Europe/Brussels")
    assert rows(page, "Monday 9 September 2030")[0] == "04:00 09:00 Ha Noi"


def test_without_scripts_the_programme_is_the_hosts(week: dict[str, Any], enter: Enter) -> None:
    page = enter("", week["page"], java_script_enabled=False, timezone_id=NEW_YORK)
    expect(page.locator("#programme-grid")).to_have_attribute("data-zone", "Asia/Ho_Chi_Minh")
    assert rows(page, "Monday 9 September 2030") == ["09:00", "10:00", "12:00", "13:00", "22:00"]


def test_on_a_telephone_each_day_is_a_list(week: dict[str, Any], enter: Enter) -> None:
    page = enter("", week["page"], size=NARROW, timezone_id=NEW_YORK, reduced_motion="reduce")
    expect(page.locator("#programme-grid")).to_have_attribute("data-zone", NEW_YORK)
    first, second = page.locator(".slot").first, page.locator(".slot").nth(1)
    boxes = [one.bounding_box() for one in (first, second)]
    assert boxes[0] is not None and boxes[1] is not None
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"] - 1, "one below the other"
    expect(first.locator(".hall")).to_be_visible()
    holds(page)


def test_the_programme_moves_by_itself(week: dict[str, Any], enter: Enter, site: Site) -> None:
    reader = enter("", week["page"], timezone_id=NEW_YORK)
    expect(reader.locator("#programme-grid")).to_have_attribute("data-zone", NEW_YORK)
    expect(reader.locator("#line")).to_have_attribute("data-state", "live")
    assert stands(reader, "Meeting 1") == "planned"
    chair = enter("chair", f"/meetings/{week['meetings']['Meeting 1']}/")
    chair.get_by_role("button", name="Open the meeting").click()
    until(reader, lambda: stands(reader, "Meeting 1"), "open")
    expect(reader.locator(".now-on")).to_contain_text("Meeting 1")

    # A hall that is taken is refused; a free one stands on the reader's screen without a reload.
    chair.goto(f"{site.url}/meetings/{week['meetings']['Meeting 2']}/change/")
    chair.get_by_label("Hall").fill("hall 1")
    chair.get_by_role("button", name="Change the meeting").click()
    expect(chair.locator(".error")).to_contain_text("Hall 1 is taken then by “Meeting 1”.")
    chair.get_by_label("Hall").fill("Library")
    chair.get_by_role("button", name="Change the meeting").click()
    expect(chair.locator(".notes")).to_contain_text("Meeting 2 has been changed.")
    expect(reader.locator("section.day thead").first).to_contain_text("Library")
    expect(reader.locator("#programme-grid")).to_have_attribute("data-zone", NEW_YORK)
    until(reader, lambda: stands(reader, "Meeting 1"), "open")


def test_the_night_of_each_capital_is_marked_while_hours_are_chosen(
    week: dict[str, Any], enter: Enter, site: Site
) -> None:
    clerk = enter("clerk", f"{week['page']}meetings/new/", reduced_motion="reduce")
    clerk.get_by_label("Name", exact=True).fill("Dinner")
    clerk.get_by_label("Begins").fill("2030-09-10T20:00")
    clerk.get_by_label(re.compile("^Ends")).fill("2030-09-10T21:30")
    capitals = clerk.locator("dl.capitals")
    expect(capitals).to_contain_text("Tue 10 September, 15:00–16:30")
    expect(capitals.locator("[data-quiet]")).to_have_count(0)
    clerk.get_by_label("Begins").fill("2030-09-10T09:00")
    clerk.get_by_label(re.compile("^Ends")).fill("2030-09-10T10:30")
    expect(capitals).to_contain_text("04:00–05:30")
    expect(capitals.locator("[data-quiet]")).to_contain_text("European Union")
    holds(clerk)
    clerk.get_by_role("button", name="Convene the meeting").click()
    expect(clerk.locator(".note").first).to_contain_text("It is night for: European Union.")
    clerk.get_by_label("We know, and mean these hours").check()
    clerk.get_by_role("button", name="Convene the meeting").click()
    expect(clerk.locator(".notes")).to_contain_text("Dinner begins on Tuesday 10 September 2030, 09:00 in Ha Noi.")


def test_an_ordinary_calendar_reads_the_week(week: dict[str, Any], enter: Enter, site: Site) -> None:
    page = enter("", f"{week['page']}calendar/", reduced_motion="reduce")
    address = page.get_by_label("Address of the calendar").input_value()
    holds(page)
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.read())
    events = {str(one["summary"]): one for one in calendar.walk("VEVENT")}
    assert set(events) == set(week["meetings"])
    first = events["Meeting 1"]
    assert first.decoded("dtstart") == datetime(2030, 9, 9, 2, 0, tzinfo=UTC)
    assert str(first["location"]) == "Hall 1, Ha Noi"
    assert str(first["url"]) == f"{site.url}/meetings/{week['meetings']['Meeting 1']}/"

    own = enter("la-head", "/calendars/", reduced_motion="reduce")
    own.get_by_role("button", name="Make an address").first.click()
    secret = own.get_by_label("Address of the calendar").first.input_value()
    holds(own)
    with urllib.request.urlopen(secret, timeout=20) as answer:
        assert {str(one["summary"]) for one in Calendar.from_ical(answer.read()).walk("VEVENT")} > set(events)
