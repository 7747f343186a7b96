"""Meetings, presence and the question before them over the API."""

from __future__ import annotations

from tests.api.knocking import Page, refusal
from tests.house import House


def test_the_public_sees_that_a_meeting_is_held_and_nothing_of_what_is_negotiated(house: House) -> None:
    house.put()
    said = Page(house).get(f"/meetings/{house.meeting}").json()
    assert (said["name"], said["state"]) == ("Plenary", "open")
    assert (said["present"], said["question"]) == ([], None)
    (item,) = said["items"]
    assert (item["title"], item["text"], item["status"]) == ("Joint communiqué", None, "")


def test_a_delegation_sees_who_is_present_and_what_is_asked(house: House) -> None:
    question = house.put()
    said = Page(house, "my-head").get(f"/meetings/{house.meeting}").json()
    assert said["present"] == ["LA", "SG", "VN"]
    assert said["question"]["id"] == question
    assert said["items"][0]["text"] == house.text


def test_a_seat_enters_and_leaves(house: House) -> None:
    page = Page(house, "my-head")
    assert page.post(f"/meetings/{house.meeting}/enter").json() == {"present": ["LA", "MY", "SG", "VN"]}
    assert page.post(f"/meetings/{house.meeting}/leave").json() == {"present": ["LA", "SG", "VN"]}


def test_an_objection_stops_the_adoption_and_everybody_at_the_table_reads_why(house: House) -> None:
    question = house.put()
    answer = Page(house, "la-head").post(f"/questions/{question}/objection", reason="Paragraph 2.")
    assert answer.json() == {"question": question, "outcome": "stopped"}
    said = Page(house, "sg-head").get(f"/texts/{house.text}/question").json()
    assert said["state"] == "stopped"
    assert [(one["by"]["code"], one["reason"]) for one in said["objections"]] == [("LA", "Paragraph 2.")]


def test_a_text_on_which_nothing_was_asked_has_no_question(house: House) -> None:
    assert refusal(Page(house, "la-head").get(f"/texts/{house.text}/question")) == (404, "not_found")


def test_the_register_is_public(house: House) -> None:
    page = Page(house)
    assert page.get("/documents").json() == []
    house.adopt()
    Page(house, "clerk").post(f"/texts/{house.text}/publication", symbol="AMM/53/1")
    assert [one["symbol"] for one in page.get("/documents").json()] == ["AMM/53/1"]
