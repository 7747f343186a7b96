"""The text as one of its views has it, on the page and in files."""

from __future__ import annotations

import pytest

from communique.domain.texts import formats
from communique.domain.texts.document import plain_text
from tests.house import House
from tests.web.looking import reader, tree, words


def test_the_page_shows_the_view_and_offers_what_is_on_the_table(house: House) -> None:
    first, second = house.table("la-head", "meeting", "summit"), house.table("sg-head", "forward", "ahead")
    response = reader(house, "la-head").get(f"/texts/{house.text}/as/?view=preview&take={second}")
    page = tree(response)
    assert "We looked ahead to our next meeting." in words(page.xpath("//article")[0])
    boxes = {box.get("value"): box.get("checked") is not None for box in page.xpath("//input[@name='take']")}
    assert boxes == {str(first): False, str(second): True}
    assert words(page.xpath("//*[@class='view-name']")[0]) == "With amendments accepted"


def test_a_clash_is_said_with_both_numbers_and_what_was_chosen_is_kept(house: House) -> None:
    keys = [house.table("la-head", "meeting", "summit"), house.table("sg-head", "meeting", "retreat")]
    response = reader(house, "chair").get(f"/texts/{house.text}/as/", {"view": "preview", "take": keys})
    assert response.status_code == 409
    page = tree(response)
    assert "Amendments 1 and 2 can't both be taken" in words(page.xpath("//*[@role='alert']")[0])
    assert len(page.xpath("//input[@name='take'][@checked]")) == 2
    assert page.xpath("//article") == []
    files = reader(house, "chair").get(f"/texts/{house.text}/as/preview.md", {"take": keys})
    assert files.status_code == 409


def test_notes_are_shown_in_words(house: House) -> None:
    from communique.actions import amendments

    amendment = house.table("la-head", "meeting", "summit")
    house.act(amendments.take_position, "sg-head", amendment=amendment, stance="can_live_with")
    response = reader(house, "chair").get(f"/texts/{house.text}/as/")
    noted = words(tree(response).xpath("//details[@open]/*[@id='notes']")[0])
    assert "no sign for “Can live with”. It was said by SG (1)" in noted


@pytest.mark.parametrize("format", formats.KINDS)
def test_every_file_says_that_it_is_a_draft_and_is_for_readers_alone(house: House, format: str) -> None:
    address = f"/texts/{house.text}/as/tabled.{format}"
    house.table("la-head", "meeting", "summit")
    response = reader(house, "la-head").get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="text-{house.text}-tabled-v0.{format}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    for who in ("public", "som-my-head", "operator"):
        assert reader(house, who).get(address).status_code == 404


@pytest.mark.parametrize("format", ["docx", "html", "xml", "md"])
def test_a_file_read_again_has_the_words_of_the_page(house: House, format: str) -> None:
    house.table("la-head", "meeting", "summit")
    content = reader(house, "la-head").get(f"/texts/{house.text}/as/tabled.{format}").content
    said = plain_text(formats.read(f"text.{format}", content).doc)
    assert "We looked forward to our next [meeting / summit - LA]." in said
    assert "adopted document" not in said, "what a file says of itself is not the text"


def test_what_a_file_says_of_itself_names_the_version_and_the_view(house: House) -> None:
    house.type(" Indeed.", after="next meeting.")
    client = reader(house, "la-head")
    tabled = client.get(f"/texts/{house.text}/as/delegation.html?party=SG").content.decode()
    assert "Working draft at version 1, as Singapore would have it: this is not an adopted document." in tabled
    older = client.get(f"/texts/{house.text}/as/clean.md?version=0").content.decode()
    assert "Working draft at version 0, clean: this is not an adopted document." in older
    assert "Indeed" not in older


def test_the_files_of_a_page_are_those_of_its_version_for_good(house: House) -> None:
    client = reader(house, "la-head")
    page = tree(client.get(f"/texts/{house.text}/as/?view=clean"))
    (address,) = [one for one in page.xpath("//a[@download]/@href") if ".md" in one]
    before = client.get(address).content
    house.type(" Indeed.", after="next meeting.")
    assert client.get(address).content == before


def test_a_version_number_goes_before_a_named_one(house: House) -> None:
    house.type(" Indeed.", after="next meeting.")
    house.type(" Yes.", after="Indeed.")
    response = reader(house, "la-head").get(f"/texts/{house.text}/as/?view=clean&at=0&version=1")
    said = words(tree(response).xpath("//article")[0])
    assert "Indeed." in said
    assert "Yes." not in said


def test_brackets_are_coloured_as_in_the_editor(house: House) -> None:
    page = tree(reader(house, "la-head").get(f"/texts/{house.text}/as/?view=clean"))
    signs = page.xpath("//article//span[contains(@class,'bracket')]")
    assert signs and {one.text for one in signs} == {"[", "]"}
    assert {one.get("class") for one in signs} >= {"bracket d1"}
