"""What a page sends: what it is answered with, and how it is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from communique.actions import bodies
from communique.records.models import Amendment, Attendance, Meeting, Position, Question
from tests.house import House, everything
from tests.web.looking import reader, sentence, tree, words

LIVE = {"HX-Request": "true"}


def places(response: HttpResponse) -> list[str]:
    """The live places that an answer brings."""
    return [str(one.get("data-live")) for one in html.fragments_fromstring(response.content.decode())]


def send(house: House, who: str, address: str, **given: Any) -> HttpResponse:
    """As the scripts of a page send it."""
    headers = LIVE | {"X-Seat": str(house.seats.get(who, ""))}
    answer: HttpResponse = reader(house, who).post(address, given, headers=headers)
    return answer


def refused(response: HttpResponse, status: int, code: str) -> str:
    """The sentence of a refusal that scripts read."""
    said = response.json()
    assert (response.status_code, said["code"]) == (status, code)
    assert said["sentence"]
    return str(said["sentence"])


def test_a_position_is_answered_with_the_proposal_as_it_is_now(house: House) -> None:
    made = house.table("la-head", "open the", "keep the")
    answer = send(house, "sg-head", f"/amendments/{made}/position", stance="reserve")
    assert answer.status_code == 200
    assert places(answer) == [f"amendment:{made}"]
    (shown,) = html.fragments_fromstring(answer.content.decode())
    at = Position.objects.get(amendment=made, party__code="SG").at
    assert int(shown.get("data-version")) == int(at.timestamp() * 1000)
    assert "SG reserves its position" in words(shown)
    assert Position.objects.get(amendment=made, party__code="SG").stance == "reserve"


def test_a_button_works_without_scripts(house: House) -> None:
    made = house.table("la-head", "open the", "keep the")
    client = reader(house, "sg-head")
    page = tree(client.get(f"/texts/{house.text}/"))
    (button,) = page.xpath("//button[@name='stance'][@value='support']")
    (form,) = page.xpath(f"//form[@id='{button.get('form')}']")
    sent = {one.get("name"): one.get("value") for one in form.iter("input")} | {"stance": "support"}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(button.get("formaction"), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"/texts/{house.text}/#amendment-{made}"
    assert Position.objects.get(amendment=made, party__code="SG").stance == "support"


@pytest.mark.parametrize(
    ("who", "verb", "state"),
    [("chair", "accept", "accepted"), ("chair", "reject", "rejected"), ("la-alternate", "withdraw", "withdrawn")],
)
def test_an_amendment_is_ended_from_the_margin(house: House, who: str, verb: str, state: str) -> None:
    made = house.table("la-head", "open the", "keep the")
    assert send(house, who, f"/amendments/{made}/{verb}").status_code == 200
    assert Amendment.objects.get(pk=made).state == state


def test_the_same_request_sent_twice_acts_once(house: House) -> None:
    made = house.table("la-head", "open the", "keep the")
    versions = []
    for _again in range(2):
        answer = send(house, "chair", f"/amendments/{made}/accept", request_id="the-same-request")
        assert answer.status_code == 200
        versions.append((house.row().version, house.room().length))
    assert versions[0] == versions[1]


def test_what_isnt_there_is_refused_in_words(house: House) -> None:
    for address in ("/amendments/999/position", "/amendments/999/accept", "/questions/999/objection"):
        refused(send(house, "la-head", address, stance="support", reason="No."), 404, "not_found")


def test_refusals_carry_their_sentence_and_change_nothing(house: House) -> None:
    made = house.table("la-head", "open the", "keep the")
    before = everything()
    position = f"/amendments/{made}/position"
    refused(send(house, "sg-head", position, stance="nonsense"), 409, "bad_stance")
    refused(send(house, "sg-head", position), 409, "bad_stance")
    refused(send(house, "la-head", position, stance="oppose"), 409, "proposer_supports")
    refused(send(house, "la-adviser", position, stance="support"), 403, "only_who_binds_a_member")
    refused(send(house, "sg-head", f"/amendments/{made}/withdraw"), 403, "only_who_tabled_it")
    refused(send(house, "pen", f"/amendments/{made}/accept"), 403, "only_the_chair")
    put = f"/texts/{house.text}/question"
    refused(send(house, "chair", put, seconds="a while"), 422, "bad_input")
    refused(send(house, "chair", put), 422, "bad_input")
    refused(send(house, "chair", put, seconds="1"), 409, "clock_out_of_bounds")
    refused(send(house, "clerk", put, seconds="60"), 403, "only_the_chair")
    refused(send(house, "pen", f"/texts/{house.text}/publication", symbol="AMM/53/1"), 409, "text_is_draft")
    left = everything()
    for rows in (before, left):
        rows.pop("Person")  # signing in notes its instant
    assert left == before


def test_a_refusal_without_scripts_is_a_page_with_its_sentence_and_the_way_back(house: House) -> None:
    client = reader(house, "chair")
    back = f"http://testserver/texts/{house.text}/"
    answer = client.post(f"/texts/{house.text}/question", {"seconds": "1"}, headers={"Referer": back})
    assert answer.status_code == 409
    assert "from 5 to 3600 seconds" in sentence(answer)
    assert back in tree(answer).xpath("//main//a/@href")
    away = client.post(f"/texts/{house.text}/question", {"seconds": "1"}, headers={"Referer": "https://evil.example/"})
    assert "evil" not in away.content.decode()


def test_the_question_is_put_objected_to_and_put_again(house: House) -> None:
    answer = send(house, "chair", f"/texts/{house.text}/question", seconds="60")
    assert places(answer) == [f"question:{house.text}", f"proposals:{house.text}", f"agenda:{house.meeting}"]
    question = Question.objects.get()
    refused(send(house, "la-head", f"/questions/{question.pk}/objection", reason=" "), 409, "reason_missing")
    refused(send(house, "la-head", f"/questions/{question.pk}/objection"), 409, "reason_missing")
    refused(send(house, "pen", f"/questions/{question.pk}/objection", reason="No."), 403, "only_who_binds_a_member")
    answer = send(house, "la-head", f"/questions/{question.pk}/objection", reason="Our capital asks for a day.")
    assert "Our capital asks for a day." in answer.content.decode()
    refused(send(house, "sg-head", f"/questions/{question.pk}/objection", reason="No."), 409, "question_is_over")
    send(house, "chair", f"/texts/{house.text}/question", seconds="60")
    again = Question.objects.latest("id")
    assert send(house, "chair", f"/questions/{again.pk}/withdrawal").status_code == 200
    assert house.row().status == "draft"


def test_a_meeting_is_opened_and_closed_by_its_buttons(house: House) -> None:
    other = house.convene("Retreat")
    refused(send(house, "la-head", f"/meetings/{other}/open"), 403, "only_the_chair")
    answer = send(house, "chair", f"/meetings/{other}/open")
    assert places(answer)[:2] == [f"meeting:{other}", f"agenda:{other}"]
    refused(send(house, "clerk", f"/meetings/{other}/open"), 409, "meeting_not_convened")
    assert send(house, "clerk", f"/meetings/{other}/close").status_code == 200
    assert Meeting.objects.get(pk=other).state == "closed"
    refused(send(house, "la-head", f"/meetings/{other}/enter"), 409, "meeting_is_closed")


def test_taking_ones_place_shows_it_to_oneself_and_in_the_room(house: House) -> None:
    answer = send(house, "my-head", f"/meetings/{house.meeting}/enter")
    assert places(answer) == [f"attendance:{house.meeting}", f"place:{house.meeting}"]
    said = answer.content.decode()
    assert "Malaysia" in said and "You are in the room" in said
    answer = send(house, "my-head", f"/meetings/{house.meeting}/leave")
    assert "Take your place" in answer.content.decode()
    assert not Attendance.objects.filter(seat=house.seats["my-head"], left_at=None).exists()


def test_an_observer_takes_a_place_without_seeing_the_room_it_may_not_see(db: None) -> None:
    house = House.founded(observers_read_drafts=False)
    answer = send(house, "nz-observer", f"/meetings/{house.meeting}/enter")
    assert places(answer) == [f"place:{house.meeting}"]
    assert "You are in the room" in answer.content.decode()


def test_a_page_made_for_another_seat_does_nothing(house: House) -> None:
    client = reader(house, "sg-head")
    address, seat = f"/meetings/{house.meeting}/leave", str(house.seats["la-head"])
    live = client.post(address, headers=LIVE | {"X-Seat": seat})
    assert "another seat" in refused(live, 409, "other_seat")
    plain = client.post(address, {"acting_seat": seat})
    assert plain.status_code == 409 and "another seat" in sentence(plain)
    assert Attendance.objects.filter(seat=house.seats["sg-head"], left_at=None).exists()


def test_a_session_that_is_over_is_told_so(house: House) -> None:
    address = f"/meetings/{house.meeting}/enter"
    live = Client().post(address, headers=LIVE | {"X-Seat": str(house.seats["la-head"])})
    assert "Sign in again" in refused(live, 401, "signed_out")
    plain = Client().post(address, {"acting_seat": house.seats["la-head"]})
    assert plain.status_code == 401 and "Sign in again" in sentence(plain)
    assert Client().post(address).status_code == 401


def test_a_seat_that_was_ended_acts_no_more(house: House) -> None:
    client = reader(house, "sg-head")
    client.get("/")
    house.act(bodies.end_seat, "clerk", seat=house.seats["sg-head"])
    answer = client.post(f"/meetings/{house.meeting}/leave", headers=LIVE | {"X-Seat": str(house.seats["sg-head"])})
    refused(answer, 403, "seat_has_ended")


def test_a_request_that_no_page_of_ours_asked_for_is_turned_away_in_words(house: House) -> None:
    strict = Client(enforce_csrf_checks=True)
    house.sign_in(strict, "chair")
    live = strict.post(f"/meetings/{house.meeting}/close", headers=LIVE)
    refused(live, 403, "unproven_request")
    plain = strict.post(f"/meetings/{house.meeting}/close")
    assert plain.status_code == 403 and "Load the page again" in sentence(plain)
    assert Meeting.objects.get(pk=house.meeting).state == "open"


def test_writes_are_not_done_by_looking(house: House) -> None:
    client = reader(house, "chair")
    made = house.table("la-head", "open the", "keep the")
    for address in (
        f"/meetings/{house.meeting}/close",
        f"/amendments/{made}/accept",
        f"/texts/{house.text}/question",
        "/questions/1/withdrawal",
    ):
        assert client.get(address).status_code == 405
