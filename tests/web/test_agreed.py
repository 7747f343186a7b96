"""Agreed language on a page, and as the list that the editor shows."""

from __future__ import annotations

from communique.actions import register
from tests.house import House
from tests.web.looking import faults, reader, tree, words

ADOPTED = "# Statement\n\n1. We agreed to share all information on outbreaks without any delay.\n"


def publish(house: House) -> None:
    text = house.bring(ADOPTED, item=house.add_item("2", "Statement"))
    house.adopt(text=text)
    house.act(register.publish, "clerk", text=text, symbol="AMM/53/2")


def test_words_are_sent_and_come_back_with_the_passages_near_to_them(house: House) -> None:
    publish(house)
    client = reader(house, "la-head")
    said = "We agreed to share all news on outbreaks without delay."
    response = client.post(f"/texts/{house.text}/agreed/", {"words": said})
    assert (response.status_code, faults(response)) == (200, [])
    page = tree(response)
    (passage,) = page.xpath("//li[@class='passage']")
    assert "AMM/53/2 , 1 ·" in words(passage)
    assert passage.xpath(".//ins/text()") == ["information", "any "]
    assert passage.xpath(".//del/text()") == ["news"]
    assert words(page.xpath("//textarea")[0]) == said


def test_scripts_get_the_list_alone(house: House) -> None:
    publish(house)
    paragraph = house.paragraph("information on")[0]
    client = reader(house, "pen")
    response = client.post(f"/texts/{house.text}/agreed/?paragraph={paragraph}", headers={"HX-Request": "true"})
    content = response.content.decode()
    assert content.lstrip().startswith("<section")
    assert 'data-use-words="We agreed to share all information on outbreaks without any delay."' in content


def test_who_may_not_read_the_text_may_not_ask(house: House) -> None:
    for who in ("public", "som-my-head", "operator"):
        assert reader(house, who).post(f"/texts/{house.text}/agreed/", {"words": "x"}).status_code == 404


def test_a_paragraph_that_is_gone_is_said(house: House) -> None:
    response = reader(house, "pen").get(f"/texts/{house.text}/agreed/?paragraph=nowhere")
    assert response.status_code == 409
    assert "no longer in the text" in words(tree(response))
