"""Two versions on a page."""

from __future__ import annotations

from communique.actions import readings
from communique.records import documents, standings
from communique.records.models import Text
from tests.actions.deeds.numbers import numbered
from tests.house import House
from tests.web.looking import reader, tree, words


def test_what_changed_is_marked_and_the_rest_is_folded(house: House) -> None:
    house.type(" in Hue", after="next meeting")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/comparison/?old=0"))
    (row,) = page.xpath("//*[@data-kind='changed'][contains(@class,'row')]")
    assert row.xpath(".//ins/text()") == [" in Hue"]
    folded = page.xpath("//section[@class='compared']/details")
    assert [words(one.xpath("summary")[0]) for one in folded] == ["5 paragraphs unchanged"]
    assert len(folded[0].xpath(".//*[@class='row']")) == 5
    assert "1 Changed" in words(page)


def test_new_numbers_stand_beside_the_old_ones_and_are_not_folded(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/comparison/?old=0"))
    (row,) = page.xpath("//section[@class='compared']/*[@class='row']")
    assert words(row.xpath(".//del")[0]) == "was 3."
    assert words(row.xpath(".//ins")[0]) == "now 2 bis."
    assert "1 Renumbered" in words(page)


def test_without_a_choice_it_is_since_the_last_reading_opened(house: House) -> None:
    house.type(" in Hue", after="next meeting")
    house.act(readings.open_reading, "chair", text=house.text)
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/comparison/"))
    assert "The two are the same, word for word." in words(page)
    assert page.xpath("//select[@name='old']//option[@selected]/@value") == ["opened-1"]


def test_a_version_without_a_name_stays_chosen(house: House) -> None:
    for word in (" one", " two", " three"):
        house.type(word, after="next meeting")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/comparison/?old=1&new=2"))
    assert page.xpath("//option[@selected]/text()") == ["Version 1", "Version 2"]


def test_words_are_shown_as_words_whatever_is_in_them(house: House) -> None:
    house.type(" <b>&", after="next meeting")
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/comparison/?old=0"))
    assert page.xpath("//*[@class='compared']//ins/text()") == [" <b>&"]


def test_a_footnotes_words_stand_apart_and_changed_emphasis_is_not_folded(house: House) -> None:
    plain = "One.\n\nWe met in Hue[^1] as planned.\n\n[^1]: As amended.\n"
    old = house.bring(plain, item=house.add_item("8", "Before"))
    new = house.bring(plain.replace("One", "*One*").replace("amended", "agreed"), item=house.add_item("9", "After"))
    page = tree(reader(house, "la-head").get(f"/texts/{new}/comparison/?old=text-{old}"))
    (note,) = page.xpath("//section[@class='compared']//*[@class='note']")
    assert words(note) == "{ note: As amended agreed . }"
    assert words(note.getparent()).startswith("We met in Hue {")
    (row,) = page.xpath("//section[@class='compared']/*[@class='row'][@data-kind='same']")
    assert words(row) == "Emphasis changed One."


def test_notes_are_no_paragraphs_as_in_the_course(house: House) -> None:
    text = house.bring(
        "[Note by the secretariat: this is a draft.]\n\n1. We met.\n", item=house.add_item("9", "Another")
    )
    client = reader(house, "la-head")
    page = tree(client.get(f"/texts/{text}/comparison/?old=0"))
    (row,) = page.xpath("//tr[th='Paragraphs']")
    counted = standings.headline(documents.newest(Text.objects.get(pk=text)), {})["paragraphs"]
    assert row.xpath("td/text()")[:2] == [str(counted)] * 2
