"""Each page before each kind of reader: what it answers, what is in its bytes, and whether it is sound."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from communique.actions import attendance, bodies, decisions, meetings, people, texts
from communique.queries import readings
from communique.records.models import Person, Room
from tests.house import House, request_id
from tests.web.looking import READERS, faults, queries, reader, sentence, tree, words

INSIDE = {"nz-observer", "la-adviser", "la-head", "pen", "clerk", "chair"}
"""Those who may read drafts of the body; observers do when the body says so."""
SECRET = "regional reserve of medical supplies"


def addresses(house: House) -> dict[str, str]:
    return {
        "home": "/",
        "conference": "/conferences/53rd-meeting-2020/",
        "meeting": f"/meetings/{house.meeting}/",
        "text": f"/texts/{house.text}/",
        "journal": f"/meetings/{house.meeting}/journal/",
        "import": f"/items/{house.item}/text/",
        "documents": "/documents/",
        "nowhere": "/nowhere",
    }


def expected(page: str, who: str) -> int:
    if page == "nowhere":
        return 404
    if page == "text":
        return 200 if who in INSIDE else 404
    allowed = {"journal": {"chair", "pen", "clerk"}, "import": {"pen"}}.get(page)
    if allowed is None or who in allowed:
        return 200
    return 401 if who == "public" else 403


@pytest.mark.parametrize("who", READERS)
def test_every_page_answers_every_reader_with_a_sound_page(house: House, who: str) -> None:
    house.table("la-head", "open the", "open and keep the", reason="It has to last.")
    client = reader(house, who)
    for page, address in addresses(house).items():
        response = client.get(address)
        assert (page, response.status_code) == (page, expected(page, who))
        assert (page, faults(response)) == (page, [])


@pytest.mark.parametrize("state", ["question", "stopped", "adopted"])
def test_the_texts_page_is_sound_in_every_state_of_the_decision(house: House, state: str) -> None:
    if state == "adopted":
        house.adopt()
    else:
        question = house.put()
        if state == "stopped":
            house.act(decisions.object_to, "la-head", question=question, reason="Not yet.")
    for who in INSIDE:
        response = reader(house, who).get(f"/texts/{house.text}/")
        assert (who, response.status_code, faults(response)) == (who, 200, [])


def test_no_word_of_a_draft_is_in_the_bytes_for_who_may_not_read_it(house: House) -> None:
    house.table("la-head", "open the", "open and keep the", reason="A secret reason.")
    house.put()
    for who in set(READERS) - INSIDE:
        client = reader(house, who)
        for address in addresses(house).values():
            said = client.get(address).content.decode()
            for secret in (SECRET, "and keep", "A secret reason", "adopted?"):
                assert secret not in said, (who, address)


def test_an_observer_reads_no_drafts_where_the_body_keeps_them_in(db: None) -> None:
    house = House.founded(observers_read_drafts=False)
    client = reader(house, "nz-observer")
    assert client.get(f"/texts/{house.text}/").status_code == 404
    page = client.get(f"/meetings/{house.meeting}/").content.decode()
    assert "Take your place" in page
    assert "Who is here" not in page
    assert f"/texts/{house.text}/" not in page


def test_the_first_page_shows_those_at_the_table_what_sits_now(house: House) -> None:
    house.put()
    inside, outside = reader(house, "la-head").get("/"), reader(house, "public").get("/")
    assert words(tree(inside).find(".//h1")) == "Now"
    assert "A question is before the meeting" in inside.content.decode()
    assert "A question is before the meeting" not in outside.content.decode()
    assert "53rd Meeting" in outside.content.decode()


def test_the_first_page_says_of_a_suspended_meeting_that_it_is(house: House) -> None:
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    page = tree(reader(house, "la-head").get("/"))
    assert words(page.find(".//h1")) == "Now"
    (state,) = page.xpath(f"//section[@aria-labelledby='sitting-{house.meeting}']/p/span[@class='status']")
    assert (state.get("data-is"), words(state)) == ("suspended", "Suspended")


def test_an_empty_house_says_what_to_do_next(client: Client, db: None) -> None:
    assert "Nothing is held here yet" in client.get("/").content.decode()
    made = people.appoint_operator(actor=people.CONSOLE, request_id=request_id(), email="op@example.org", name="Op")
    client.force_login(Person.objects.get(pk=made["person"]))
    page = client.get("/")
    assert "Found a body" in page.content.decode()
    assert faults(page) == []


def test_a_clerk_is_led_to_convening(db: None) -> None:
    house = House()
    Room.objects.get_or_create(pk=Room.HOUSE)
    made = people.appoint_operator(
        actor=people.CONSOLE, request_id=request_id(), email="operator@example.org", name="Op"
    )
    house.people["operator"] = made["person"]
    house.body = house.found("Foreign Ministers", "AMM")
    house.grant("clerk", "clerk")
    page = reader(house, "clerk").get("/")
    assert tree(page).xpath("//a[normalize-space()='Convene a conference']")
    assert faults(page) == []


def test_a_meeting_offers_each_reader_what_it_may_do(house: House) -> None:
    def offered(who: str) -> set[str]:
        page = tree(reader(house, who).get(f"/meetings/{house.meeting}/"))
        return {words(one) for one in page.xpath("//main//button | //main//a[contains(@class, 'button')]")}

    asks = {"Raise placard P", "A point of order", "Hand in a statement", "Pass it"}
    presides = {"Close the meeting", "Suspend the sitting", "Call the roll", "The journal", "Order the agenda"}
    assert offered("public") == set()
    assert offered("som-my-head") == set()
    for who, place in (("nz-observer", "Take your place T"), ("la-head", "Leave your place")):
        assert asks - {"A point of order"} | {place} <= offered(who)
        assert not presides & offered(who)
    assert "A point of order" in offered("la-head")
    for who, place in (("chair", "Leave your place"), ("clerk", "Take your place T")):
        assert presides | {place, "Change the meeting’s plan"} <= offered(who)
        assert not offered(who) & {"Raise placard P", "Add an item"}
    house.add_item("2", "A statement")
    assert "Bring in the text" in offered("pen")
    assert "Bring in the text" not in offered("clerk")


def test_members_stand_in_protocol_order_with_who_is_absent(house: House) -> None:
    page = tree(reader(house, "my-head").get(f"/meetings/{house.meeting}/"))
    plates = [words(one) for one in page.xpath("//section[contains(@class, 'attendance')]//ul[1]/li")]
    assert plates == ["Lao PDR present", "Malaysia absent", "Singapore present", "Viet Nam present"]


def test_the_texts_page_begins_an_editor_with_what_the_api_says(house: House) -> None:
    house.table("la-head", "open the", "open and keep the")
    client = reader(house, "my-head")
    state = json.loads(tree(client.get(f"/texts/{house.text}/")).xpath("//script[@id='text-state']")[0].text)
    assert state == client.get(f"/api/texts/{house.text}").json()
    assert state["may"]["amend"] is True
    assert len(state["amendments"]) == 1


def test_the_texts_page_names_brackets_without_a_partner(house: House) -> None:
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/"))
    (figures,) = page.xpath("//section[contains(@class, 'figures')]")
    assert "Without a partner 1: 3 [" in words(figures)
    (way,) = figures.xpath(".//a")
    assert page.xpath(f"//*[@id='{way.get('href')[1:]}']")


def test_the_figures_of_a_text_leave_out_the_secretariats_notes_as_its_reading_does(db: None) -> None:
    house = House.founded(draft="# Statement\n\n1. We met.\n\n2. We agreed.\n\n{Note by the secretariat}\n")
    found = house.document().block(house.paragraph("Note by")[0])
    assert found is not None
    step = {"stepType": "attr", "pos": found[0], "attr": "role", "value": "note"}
    given = {"text": house.text, "version": house.row().version, "steps": [step], "client": "pen"}
    house.act(texts.draft, "pen", **given)
    (figures,) = tree(reader(house, "la-head").get(f"/texts/{house.text}/")).xpath(
        "//section[@aria-labelledby='figures']"
    )
    reading = readings.reading_for(house.audience("la-head"), house.text)
    assert reading is not None and reading["figures"]["paragraphs"] == 2
    assert "Paragraphs 2 Words" in words(figures)


def test_the_agenda_beside_a_text_marks_its_item(house: House) -> None:
    house.add_item("2", "Statement")
    marked = tree(reader(house, "la-head").get(f"/texts/{house.text}/")).xpath("//nav//*[@aria-current='page']")
    assert [words(one) for one in marked] == ["1 Joint communiqué"]
    meeting = tree(reader(house, "la-head").get(f"/meetings/{house.meeting}/"))
    assert not meeting.xpath("//main//*[@aria-current]")


def test_the_pen_has_its_tools_also_while_a_question_is_open(house: House) -> None:
    house.put()
    assert tree(reader(house, "pen").get(f"/texts/{house.text}/")).xpath("//*[@id='tools']")
    assert not tree(reader(house, "la-head").get(f"/texts/{house.text}/")).xpath("//*[@id='tools']")


def test_who_lost_the_way_is_told_so_in_a_sentence(house: House) -> None:
    client = reader(house, "la-head")
    assert "no page at this address" in sentence(client.get("/nowhere"))
    assert "nothing here that you may see" in sentence(client.get("/texts/999/"))
    assert "Only the pen" not in sentence(client.get(f"/items/{house.item}/text/"))
    assert "Only the secretariat's pen" in sentence(client.get(f"/items/{house.item}/text/"))


def test_a_stranger_before_a_closed_door_is_led_to_the_sign_in(house: House) -> None:
    page = reader(house, "public").get(f"/texts/{house.text}/")
    ways = [one.get("href") for one in tree(page).xpath("//main//a")]
    assert f"/accounts/login/?next=/texts/{house.text}/" in ways


def test_the_journal_reads_as_minutes_newest_first(house: House) -> None:
    house.put()
    page = tree(reader(house, "clerk").get(f"/meetings/{house.meeting}/journal/"))
    rows = page.xpath("//tbody/tr")
    assert "Chair Minh Chair · VN put adoption to the meeting" in words(rows[0])
    assert "opened the meeting" in words(page)
    numbers = [int(words(row.find("th"))) for row in rows]
    assert numbers == sorted(numbers, reverse=True)


def test_the_journal_names_the_clock_once(house: House) -> None:
    house.adopt()
    page = tree(reader(house, "clerk").get(f"/meetings/{house.meeting}/journal/"))
    who = [words(one) for one in page.xpath("//tbody/tr/td[2]")]
    assert who[0] == "The clock" and any(one.startswith("Chair Minh Chair") for one in who)


def test_the_journal_of_another_bodys_meeting_stays_closed(house: House) -> None:
    house.grant("som-clerk", "clerk", body=house.other_body)
    response = reader(house, "som-clerk").get(f"/meetings/{house.meeting}/journal/")
    assert response.status_code == 403


def test_pages_need_as_many_queries_for_many_things_as_for_one(house: House) -> None:
    house.table("la-head", "open the", "open and keep the")
    pages = [address for page, address in addresses(house).items() if page != "nowhere"]
    few = {address: asked(house, address) for address in pages}
    for count in range(6):
        house.act(bodies.admit_member, "operator", body=house.body, code=f"M{count}", iso="", name=f"Member {count}")
        house.add_item(f"{count + 10}", f"Item {count}")
        house.convene(f"Meeting {count}")
        house.table(("my-head", "sg-head")[count % 2], "share", f"share {count}")
        seat = house.grant(f"m{count}", "head", f"M{count}")
        assert seat
        house.act(attendance.enter, f"m{count}", meeting=house.meeting)
    assert {address: asked(house, address) for address in pages} == few


def asked(house: House, address: str) -> dict[str, int]:
    return {who: queries(lambda who=who: get(house, who, address)) for who in ("public", "la-head", "chair", "pen")}


def get(house: House, who: str, address: str) -> Any:
    return reader(house, who).get(address)
