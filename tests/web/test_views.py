"""The pages beside a text, before each kind of reader: what they answer, that they are sound, and who gets nothing."""

from __future__ import annotations

import pytest

from communique.actions import amendments, readings
from tests.house import House
from tests.web.looking import READERS, faults, queries, reader, tree, words

INSIDE = {"nz-observer", "la-adviser", "la-head", "pen", "clerk", "chair"}
PAGES = (
    "as/",
    "as/?view=clean",
    "as/?view=delegation&party=SG",
    "as/?view=preview",
    "as/?at=opened-1&view=clean",
    "as/?version=0",
    "comparison/",
    "comparison/?old=0&new=opened-1",
    "landing/",
    "course/",
    "course/?by=reading",
    "numbers/",
    "agreed/",
)
SECRET = "regional reserve"


@pytest.fixture
def busy(house: House) -> House:
    amendment = house.table("la-head", "meeting", "summit")
    house.table("sg-head", "next meeting", "fifth retreat")
    house.act(amendments.take_position, "my-head", amendment=amendment, stance="oppose")
    house.type(" Indeed.", after="next meeting.")
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We, the")[0])
    return house


@pytest.mark.parametrize("who", READERS)
def test_every_page_answers_every_reader_with_a_sound_page(busy: House, who: str) -> None:
    client = reader(busy, who)
    for page in PAGES:
        response = client.get(f"/texts/{busy.text}/{page}")
        assert (page, response.status_code) == (page, 200 if who in INSIDE else 404)
        assert (page, faults(response)) == (page, [])
        if who not in INSIDE:
            assert SECRET not in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_another_body_is_in_an_intermediate_cache(busy: House, page: str) -> None:
    response = reader(busy, "la-head").get(f"/texts/{busy.text}/{page}")
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_a_text_that_isnt_there_has_no_pages(busy: House, page: str) -> None:
    assert reader(busy, "chair").get(f"/texts/{10**6}/{page}").status_code == 404


def test_the_pages_lead_to_each_other_and_the_text_to_all_of_them(busy: House) -> None:
    client = reader(busy, "la-head")
    own = {f"/texts/{busy.text}/{page}/" for page in ("as", "comparison", "landing", "course", "agreed", "numbers")}
    for page in ("", *(f"{page.removeprefix(f'/texts/{busy.text}/')}" for page in own)):
        response = client.get(f"/texts/{busy.text}/{page}")
        assert own <= set(tree(response).xpath("//nav[@aria-label='Views of the text']//a/@href"))
        current = tree(response).xpath("//nav[@aria-label='Views of the text']//a[@aria-current='page']/@href")
        assert current == ([f"/texts/{busy.text}/{page}"] if page else [])


@pytest.mark.parametrize(
    "address",
    [
        "as/?view=other",
        "as/?version=99",
        "as/?version=-1",
        "as/?at=opened-9",
        "as/?view=delegation&party=XX",
        "as/?view=preview&take=x",
        "as/?view=preview&take=99999",
        "comparison/?old=text-x",
        "comparison/?old=text-99999",
        "comparison/?old=document-AMM/1",
        "comparison/?new=9999999999999",
        "as/clean.exe",
        "as/other.md",
    ],
)
def test_what_an_address_makes_up_is_refused_with_a_sentence(busy: House, address: str) -> None:
    response = reader(busy, "la-head").get(f"/texts/{busy.text}/{address}")
    assert response.status_code in {404, 409}
    assert faults(response) == []
    said = words(tree(response))
    assert any(part in said for part in ("nothing here", "no such version", "not at the table", "no such amendment"))


@pytest.mark.parametrize("page", ["as/", "landing/", "comparison/", "course/", "numbers/"])
def test_a_page_asks_the_database_no_more_for_many_amendments_than_for_one(busy: House, page: str) -> None:
    client, address = reader(busy, "la-head"), f"/texts/{busy.text}/{page}"
    one = queries(lambda: client.get(address))
    for old in ("share", "outbreaks", "without", "welcomed", "looked"):
        busy.table("la-head", old, "X")
    assert queries(lambda: client.get(address)) <= one
