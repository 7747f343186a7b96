"""The room, the chair's desk and the big screen: for whom they are, and what stands on them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from communique.actions import agenda, decisions, floor, meetings, readings
from communique.records.models import Intervention, Meeting
from communique.web import bigscreen, fragments
from communique.web.bigscreen import Shown
from tests.house import House
from tests.web.looking import READERS, faults, queries, reader, sentence, tree, words

OUTSIDE = ("public", "nobody", "operator", "som-my-head")
EVERYTHING = Shown("wall", frozenset())


def page(house: House, who: str, path: str = "") -> Any:
    return reader(house, who).get(f"/meetings/{house.meeting}/{path}")


def open_to_public(house: House) -> None:
    Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)


def speaking(house: House, *who: str) -> None:
    """They are on the list, and the first of them has the floor."""
    for one in who:
        house.act(floor.request, one, meeting=house.meeting)
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)


@pytest.mark.parametrize("who", READERS)
def test_the_room_is_sound_for_everybody(house: House, who: str) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph("regional reserve")[0])
    answer = page(house, who)
    assert (answer.status_code, faults(answer)) == (200, [])
    assert ("regional reserve" in answer.content.decode()) is (who not in OUTSIDE)


@pytest.mark.parametrize("who", READERS)
def test_the_chairs_desk_is_for_the_chair_and_the_clerk(house: House, who: str) -> None:
    answer = page(house, who, "desk/")
    assert answer.status_code == (200 if who in {"chair", "clerk"} else 401 if who == "public" else 403)
    assert faults(answer) == []


@pytest.mark.parametrize("who", READERS)
def test_the_screen_of_a_closed_meeting_is_for_those_who_sit_in_it(house: House, who: str) -> None:
    answer = page(house, who, "screen/")
    assert answer.status_code == (401 if who == "public" else 403 if who in OUTSIDE else 200)
    assert faults(answer) == []
    if answer.status_code == 403:
        assert "isn’t open to the public" in sentence(answer)


def test_the_screen_of_an_open_meeting_shows_the_public_who_speaks_on_what_but_no_word_of_the_draft(
    house: House,
) -> None:
    open_to_public(house)
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head")
    shown = words(tree(page(house, "public", "screen/")).find(".//main"))
    assert "Lao PDR" in shown and "Joint communiqué" in shown
    assert "reserve" not in shown
    assert "reserve" in words(tree(page(house, "nz-observer", "screen/")).find(".//main"))


def test_nothing_on_the_screen_can_be_pressed(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head")
    house.put()
    for who in ("chair", "la-head"):
        controls = tree(page(house, who, "screen/")).xpath("//button | //a | //input | //form | //select | //textarea")
        assert controls == []


def test_the_public_of_an_open_meeting_follows_it_without_an_account(house: House) -> None:
    assert "now:" not in page(house, "public").content.decode()
    open_to_public(house)
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head")
    shown = tree(page(house, "public"))
    live = {one.get("data-live").partition(":")[0] for one in shown.xpath("//*[@data-live]")}
    assert {"meeting", "agenda", "now", "floor"} <= live
    assert not live & {"attendance", "notes", "roll", "question"}
    assert "Lao PDR" in words(shown.find(".//main"))
    assert shown.xpath("//form[@method='post'][not(ancestor::details[contains(@class, 'menu')])]") == []


def scene(house: House, who: str = "la-head", shown: Shown = EVERYTHING) -> str:
    answer = page(house, who, f"screen/?as={shown.form}&without={','.join(shown.without)}")
    (place,) = tree(answer).xpath("//*[@data-scene]")
    return str(place.get("data-scene"))


def test_the_screen_shows_one_thing_at_a_time(house: House) -> None:
    assert scene(house) == "agenda"
    house.act(agenda.open_item, "chair", item=house.item)
    assert scene(house) == "text"
    speaking(house, "la-head", "sg-head")
    assert scene(house) == "speech"
    assert scene(house, shown=Shown("wall", frozenset({"text"}))) == "speaker"
    assert scene(house, shown=Shown("wall", frozenset({"speaker"}))) == "text"
    house.put()
    assert scene(house) == "question"
    assert scene(house, shown=Shown("wall", frozenset({"question"}))) == "speech"


def test_the_answer_stands_until_the_chair_goes_on(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head", "sg-head")
    asked = house.put()
    house.act(decisions.object_to, "sg-head", question=asked, reason="The second alternative.")
    shown = page(house, "la-head", "screen/").content.decode()
    assert scene(house) == "decision"
    assert "The second alternative." in shown and "Not adopted" in shown
    now = Intervention.objects.get(meeting=house.meeting, state="speaking").pk
    house.act(floor.call_next, "chair", meeting=house.meeting, after=now)
    assert scene(house) == "speech"


def test_a_meeting_that_does_not_sit_says_so(house: House) -> None:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    assert scene(house) == "suspended"
    house.act(meetings.resume, "chair", meeting=house.meeting)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert scene(house) == "closed"
    assert "The meeting is closed" in words(tree(page(house, "la-head")).find(".//main"))


@pytest.mark.parametrize(
    ("form", "without", "wanted"),
    [
        ("", "", EVERYTHING),
        ("strip", "clock", Shown("strip", frozenset({"clock"}))),
        ("../x", "text,nonsense,,speaker", Shown("wall", frozenset({"text", "speaker"}))),
    ],
)
def test_wishes_that_a_screen_does_not_know_are_left_aside(form: str, without: str, wanted: Shown) -> None:
    assert bigscreen.choose(form, without) == wanted


@pytest.mark.parametrize(("characters", "size"), [(0, "short"), (220, "short"), (221, "medium"), (9000, "endless")])
def test_the_longer_a_paragraph_the_smaller_it_is_set(characters: int, size: str) -> None:
    assert bigscreen.length_of(characters) == size


def test_the_desk_says_what_comes_and_what_is_not_in_order(house: House) -> None:
    house.add_item("2", "Status of partners", adopts=False)
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head", "sg-head")
    shown = tree(page(house, "chair", "desk/"))
    (desk,) = shown.xpath("//*[starts-with(@data-live, 'desk:')]")
    assert "Joint communiqué" in words(desk) and "Item 2, Status of partners" in words(desk)
    assert "3 of 4; the rules ask for 2" in words(desk)
    (over,) = desk.xpath(".//*[@data-is='time_over']")
    assert over.get("hidden") is not None and over.get("data-shows-at")
    assert desk.xpath(".//form[@id='putting']"), "the question is put from here"
    (name,) = shown.xpath("//button[contains(., 'Next speaker')]")
    assert name.get("data-key")


def test_what_is_before_the_meeting_is_drawn_once_for_all_who_see_the_same(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    once = fragments.remembering()
    audiences = [house.audience(who) for who in ("la-head", "my-head", "sg-head", "vn-head", "la-adviser", "chair")]
    first = queries_once(house, audiences[0], once)
    others = [queries_once(house, one, once) for one in audiences[1:]]
    assert first > 0
    assert others == [0] * 5


def queries_once(house: House, audience: Any, once: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        drawn = fragments.render(f"now:{house.meeting}", audience, version=7, once=once)
    assert drawn and html.fragment_fromstring(drawn).get("data-live") == f"now:{house.meeting}"
    return len(captured)


@pytest.mark.parametrize("path", ["", "desk/", "screen/"])
def test_a_page_needs_as_many_queries_for_many_things_as_for_one(house: House, path: str) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    speaking(house, "la-head")
    client: Client = reader(house, "chair")
    few = queries(lambda: client.get(f"/meetings/{house.meeting}/{path}"))
    for number in range(2, 8):
        house.add_item(str(number), f"Item {number}", adopts=False)
        house.table("my-head", "share", f"share {number}")
    for who in ("sg-head", "vn-head"):
        house.act(floor.request, who, meeting=house.meeting)
    assert queries(lambda: client.get(f"/meetings/{house.meeting}/{path}")) == few
