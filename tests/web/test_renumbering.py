"""The table of numbers, and the button under it."""

from __future__ import annotations

from typing import Any

from tests.actions.deeds.numbers import numbered
from tests.house import House
from tests.web.looking import faults, reader, tree, words


def fields(page: Any) -> dict[str, str]:
    return {
        one.get("name"): one.get("value") or ""
        for one in page.xpath("//form[@class='renumber']//input[@type='hidden']")
    }


def test_the_pen_sees_the_table_presses_and_finds_it_kept(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    client, address = reader(house, "pen"), f"/texts/{house.text}/numbers/"
    page = tree(client.get(address))
    assert [words(row) for row in page.xpath("//section[@aria-labelledby='before']//tbody/tr")] == ["2 bis. 3."]
    response = client.post(address, fields(page))
    assert (response.status_code, response["Location"]) == (302, f"{address}#done")
    page = tree(client.get(address))
    assert [words(row) for row in page.xpath("//section[@aria-labelledby='done']//tbody/tr")] == ["2 bis. 3."]
    assert "All numbers are consecutive already." in words(page)


def test_pressed_twice_it_is_done_once(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    client, address = reader(house, "pen"), f"/texts/{house.text}/numbers/"
    given = fields(tree(client.get(address)))
    assert [client.post(address, given).status_code for _ in range(2)] == [302, 302]
    assert house.row().version == 2


def test_after_the_text_has_moved_on_the_new_table_is_shown_and_can_be_taken(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    client, address = reader(house, "pen"), f"/texts/{house.text}/numbers/"
    given = fields(tree(client.get(address)))
    numbered(house, "We looked", "2 ter.")
    response = client.post(address, given)
    assert (response.status_code, faults(response)) == (409, [])
    page = tree(response)
    assert "The text has changed since this table was made." in words(page.xpath("//*[@role='alert']")[0])
    assert len(page.xpath("//section[@aria-labelledby='before']//tbody/tr")) == 2
    assert client.post(address, fields(page)).status_code == 302


def test_others_see_the_table_without_a_button(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    for who in ("chair", "la-head", "nz-observer"):
        page = tree(reader(house, who).get(f"/texts/{house.text}/numbers/"))
        assert "2 bis." in words(page)
        assert page.xpath("//form[@class='renumber']") == []


def test_it_says_why_it_cant_be_done_yet(house: House) -> None:
    numbered(house, "We welcomed", "2 alt.")
    said = words(tree(reader(house, "pen").get(f"/texts/{house.text}/numbers/")))
    assert "Some paragraphs still stand in the place of others (2 alt.)." in said
