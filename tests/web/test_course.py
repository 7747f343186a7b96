"""The course of a negotiation, on a page."""

from __future__ import annotations

from communique.actions import readings
from tests.house import House
from tests.web.looking import reader, tree, words


def test_the_drawing_has_a_name_and_its_figures_stand_in_a_table(house: House) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We, the")[0])
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/course/"))
    drawings = page.xpath("//svg")
    assert [words(one.xpath("./title")[0]) for one in drawings] == [
        "Paragraphs that are agreed ad referendum, clean and bracketed",
        "Brackets open in the text",
    ]
    assert all(one.xpath(".//path/@d") for one in drawings)
    rows = [[words(cell) for cell in row.xpath("th|td")][:7] for row in page.xpath("//details//tbody/tr")]
    assert rows == [
        ["0", "Before the first reading", "5", "0", "2", "3", "6"],
        ["0", "First reading", "5", "1", "1", "3", "6"],
    ]
    assert "1 of 5 paragraphs agreed ad referendum" in words(page)


def test_by_reading_there_is_a_bar_for_each(house: House) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.close, "chair", text=house.text)
    house.act(readings.open_reading, "chair", text=house.text)
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/course/?by=reading"))
    ticks = [words(one) for one in page.xpath("(//svg)[1]//text[@text-anchor='middle']")]
    assert ticks == ["Before the first reading", "First reading", "Second reading"]


def test_the_parties_that_brackets_name_are_counted_for_each_reading(house: House) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    house.type(" [soon - LA]", after="next meeting")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/course/"))
    rows = [words(row) for row in page.xpath("//section[@aria-labelledby='by-party']//tr")]
    assert rows == ["Party Before the first reading First reading", "Lao PDR 1 2", "Singapore 1 1"]


def test_a_cell_leads_to_the_paragraph_with_the_delegations_matters(house: House) -> None:
    house.table("la-head", "meeting", "summit")
    house.table("my-head", "meeting", "retreat")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/course/"))
    paragraph = house.paragraph("We looked")[0]
    (link,) = page.xpath("//table[@class='heat']//tr[th/a='4']/td/a[contains(@href,'delegation=LA')]")
    assert link.get("href") == f"/texts/{house.text}/?delegation=LA#p-{paragraph}"
    assert words(link) == "1 , Lao PDR"
    assert link.get("title") == "Lao PDR: amendments 1, positions 0, brackets 0"
