"""Positions and what could land, on a page."""

from __future__ import annotations

from communique.actions import amendments
from tests.house import House
from tests.web.looking import reader, tree, words


def test_each_cell_says_in_words_what_its_sign_means(house: House) -> None:
    amendment = house.table("la-head", "meeting", "summit")
    for who, stance in (("my-head", "oppose"), ("sg-head", "reserve")):
        house.act(amendments.take_position, who, amendment=amendment, stance=stance)
    page = tree(reader(house, "nz-observer").get(f"/texts/{house.text}/landing/"))
    (row,) = page.xpath("//table[@class='matrix']//tr[td]")
    assert [words(cell) for cell in row.xpath("td")] == [
        "sponsors it",
        "opposes",
        "reserves its position",
        "has taken no position",
    ]
    assert row.xpath("td/span/@class") == ["sponsor", "oppose", "reserve", "none"]


def test_a_set_leads_to_its_preview(house: House) -> None:
    house.table("la-head", "meeting", "summit")
    house.table("sg-head", "forward", "ahead")
    client = reader(house, "chair")
    page = tree(client.get(f"/texts/{house.text}/landing/"))
    address = page.xpath("//section[@aria-labelledby='sets']//a[contains(@href,'view=preview')]/@href")[0]
    assert "We looked ahead to our next summit." in words(tree(client.get(address)).xpath("//article")[0])


def test_what_one_delegation_holds_up_is_said_by_name(house: House) -> None:
    amendment = house.table("la-head", "meeting", "summit")
    house.act(amendments.take_position, "my-head", amendment=amendment, stance="oppose")
    said = words(tree(reader(house, "chair").get(f"/texts/{house.text}/landing/")))
    assert "If Malaysia withdrew its opposition to amendment 1 : 1 amendment could land" in said


def test_what_clashes_is_named(house: House) -> None:
    house.table("la-head", "meeting", "summit")
    house.table("sg-head", "meeting", "retreat")
    page = tree(reader(house, "chair").get(f"/texts/{house.text}/landing/"))
    assert [words(one) for one in page.xpath("//ul[@class='clashes']/li")] == ["1 , 2"]
