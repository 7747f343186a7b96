"""The card of the floor, and what is pressed on it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from communique.actions import floor as acts
from communique.queries import floor
from communique.records.models import Attendance, Body, Floor, Intervention, Meeting
from communique.web import fragments
from tests.actions.deeds.floor import speaks, waits
from tests.house import House

HX = {"HX-Request": "true"}


def card(house: House, who: str) -> str:
    return fragments.render(f"floor:{house.meeting}", house.audience(who), version=1) or ""


def press(client: Client, house: House, path: str, **fields: object) -> tuple[int, str]:
    answer = client.post(path.replace("M", str(house.meeting)), fields, headers=HX)
    return answer.status_code, answer.content.decode()


def test_it_is_drawn_once_for_all_delegations_and_names_nobody_of_them(house: House) -> None:
    waits(house)
    cards = {card(house, who) for who in ("la-head", "la-adviser", "sg-head", "vn-head")}
    assert len(cards) == 1
    assert {card(house, "chair"), card(house, "nz-observer"), card(house, "pen")}.isdisjoint(cards)


def test_only_the_chairs_card_moves_the_list(house: House) -> None:
    waits(house)
    assert "floor/next" in card(house, "chair") and "floor/next" in card(house, "clerk")
    for who in ("la-head", "nz-observer", "pen"):
        assert "floor/next" not in card(house, who) and "/give" not in card(house, who)
    assert "floor/placard" in card(house, "la-head") and "floor/placard" in card(house, "nz-observer")
    for who in ("pen", "chair"):
        assert "floor/placard" not in card(house, who)


def test_the_public_follows_an_open_meeting_without_buttons_and_without_paragraphs(house: House) -> None:
    paragraph, _ = house.paragraph("open the regional reserve")
    speaks(house, on_text=house.text, paragraph=paragraph)
    assert card(house, "public") == ""
    Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    seen = card(house, "public")
    assert "Lao PDR" in seen and "<button" not in seen and "on 2" not in seen
    assert "on 2" in card(house, "sg-head")


@pytest.fixture
def closed_house(db: None) -> House:
    return House.founded(observers_read_drafts=False)


def test_an_observer_that_reads_no_drafts_sees_no_paragraph(closed_house: House) -> None:
    paragraph, _ = closed_house.paragraph("open the regional reserve")
    speaks(closed_house, on_text=closed_house.text, paragraph=paragraph)
    assert "on 2" not in card(closed_house, "nz-observer")


def test_another_body_sees_nothing_and_presses_nothing(house: House, client: Client) -> None:
    number = waits(house)
    house.sign_in(client, "som-my-head")
    for path in ("/meetings/M/floor/placard", "/meetings/M/floor/next", f"/interventions/{number}/give"):
        assert press(client, house, path, after=0)[0] == 404


def test_a_placard_goes_up_and_down(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    status, html = press(client, house, "/meetings/M/floor/placard", kind="statement")
    assert status == 200 and re.search(r'data-live="floor:\d+"', html) and "Lao PDR" in html
    assert press(client, house, "/meetings/M/floor/placard")[0] == 409
    assert press(client, house, "/meetings/M/floor/lower")[0] == 200
    assert Intervention.objects.get().state == "withdrawn"
    assert press(client, house, "/meetings/M/floor/lower")[0] == 409


def test_a_placard_raised_from_a_text_carries_its_paragraph(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    paragraph, _ = house.paragraph("open the regional reserve")
    press(client, house, "/meetings/M/floor/placard", floor_text=house.text, floor_paragraph=paragraph)
    row = Intervention.objects.get()
    assert (row.text_id, row.paragraph, row.label, row.item_id) == (house.text, paragraph, "2", house.item)


def test_the_group_counts_only_for_who_speaks_on_its_behalf(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    press(client, house, "/meetings/M/floor/placard", kind="question", floor_group="ASEAN")
    press(client, house, "/meetings/M/floor/lower")
    press(client, house, "/meetings/M/floor/placard", kind="on_behalf", floor_group=" ASEAN \n members ")
    assert list(Intervention.objects.values_list("on_behalf_of", flat=True)) == ["", "ASEAN members"]


def test_without_scripts_a_button_leads_back_to_its_page(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    answer = client.post(f"/meetings/{house.meeting}/floor/placard", {"kind": "statement"})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/meetings/{house.meeting}/#floor-{house.meeting}",
    )


def test_every_button_and_field_of_the_card_belongs_to_the_pages_own_form(house: House) -> None:
    """It is the one that proves where a request comes from, also without scripts."""
    waits(house)
    first = speaks(house, "sg-head")
    point = waits(house, "vn-head", kind="point_of_order")
    house.act(acts.give, "chair", intervention=point, after=first)
    for who in ("chair", "la-head", "nz-observer"):
        html = card(house, who)
        assert "<form" not in html
        for tag in re.findall(r"<(?:button|select|textarea|input)\b[^>]*>", html):
            assert 'form="act"' in tag, tag


def test_the_chair_calls_thanks_and_rules(house: House, client: Client) -> None:
    house.sign_in(client, "chair")
    first, second = waits(house), waits(house, "sg-head")
    assert press(client, house, "/meetings/M/floor/next", after=0)[0] == 200
    status, said = press(client, house, "/meetings/M/floor/next", after=0)
    assert status == 409 and "quicker" in said, "the second of two chairs, or of two clicks"
    assert press(client, house, f"/interventions/{second}/give", after=first)[0] == 200
    assert press(client, house, f"/interventions/{second}/extend", extra=60)[0] == 200
    assert press(client, house, f"/interventions/{second}/take-back")[0] == 200
    point = waits(house, kind="point_of_order")
    press(client, house, "/meetings/M/floor/next", after=0)
    assert press(client, house, f"/interventions/{point}/ruling", ruling="")[0] == 409
    assert press(client, house, f"/interventions/{point}/ruling", ruling="So be it.")[0] == 200
    assert [one.ended_by for one in Intervention.objects.order_by("id")] == ["chair", "chair", "chair"]


def test_the_chair_arranges_the_list(house: House, client: Client) -> None:
    house.sign_in(client, "chair")
    first, second = waits(house), waits(house, "sg-head")
    press(client, house, f"/interventions/{second}/order", position=1)
    seen = floor.floor_for(house.audience("chair"), house.meeting, now=timezone.now())
    assert seen is not None and [one["id"] for one in seen["waiting"]] == [second, first]
    press(client, house, f"/interventions/{second}/order")
    assert press(client, house, f"/interventions/{second}/order", position="first")[0] == 422
    press(client, house, f"/interventions/{first}/remove")
    press(client, house, "/meetings/M/floor/enlist", floor_party="VN", floor_kind="statement")
    press(client, house, "/meetings/M/floor/limit", floor_limited="statement", floor_limit="3")
    press(client, house, "/meetings/M/floor/announce", floor_closing="5")
    press(client, house, "/meetings/M/floor/close")
    press(client, house, "/meetings/M/floor/open")
    press(client, house, "/meetings/M/floor/suspend")
    row = Floor.objects.get()
    assert row.limits == {"statement": 180} and row.is_open and row.suspended_at is not None
    assert press(client, house, "/meetings/M/floor/resume")[0] == 200


def test_the_card_says_that_a_line_is_lost_and_who_is_not_there(house: House) -> None:
    waits(house)
    Attendance.objects.filter(seat__party__code="LA").update(away_since=timezone.now())
    assert "line lost" in card(house, "chair")


def test_a_text_page_holds_the_card_and_the_placards_key(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    page = client.get(f"/texts/{house.text}/").content.decode()
    assert f'data-live="floor:{house.meeting}"' in page
    assert page.count('data-key="p"') == 4, "raising and lowering, in the card and in the bar"


def test_the_desk_shows_the_bodys_rules_and_settles_them_anew(house: House, client: Client) -> None:
    house.sign_in(client, "clerk")
    page = client.get("/bodies/amm/desk/floor/")
    filled = {name: str(value) for name, value in page.context["form"].initial.items() if value not in (None, False)}
    assert (filled["order"], filled["replies"], filled["statement-member"]) == ("request", "600, 300", "300")
    changed = filled | {"order": "alphabetical", "replies": "120", "statement-observer": "", "grace": "60"}
    changed.pop("reopens")
    assert client.post("/bodies/amm/desk/floor/", changed).status_code == 302
    row = Body.objects.get(pk=house.body)
    rules = row.floor_rules
    assert (rules["order"], rules["replies"], rules["reopens"], row.grace) == ("alphabetical", [120], False, 60)
    assert rules["limits"]["statement"] == {"member": 300, "observer": None, "office": None}


def test_the_desk_says_beside_the_field_what_cannot_be_settled(house: House, client: Client) -> None:
    house.sign_in(client, "clerk")
    page = client.get("/bodies/amm/desk/floor/")
    filled = {name: str(value) for name, value in page.context["form"].initial.items() if value not in (None, False)}
    answer = client.post("/bodies/amm/desk/floor/", filled | {"replies": "ten minutes"})
    assert answer.status_code == 422 and "Write seconds, such as 600, 300." in answer.content.decode()


def test_only_who_sets_a_body_up_sees_the_page_of_its_rules(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    assert client.get("/bodies/amm/desk/floor/").status_code == 403
