"""Adopted passages near to what is being drafted."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import register
from communique.queries import agreed
from tests.house import House

ADOPTED = """\
# Statement

1. We agreed to share all information on outbreaks without any delay.

2. We thanked the host.
"""


def found(house: House, who: str = "la-head", **asked: str) -> dict[str, Any]:
    made = agreed.agreed_for(house.audience(who), house.text, **asked)
    assert made is not None
    return made


def publish(house: House, symbol: str, draft: str = ADOPTED) -> None:
    text = house.bring(draft, item=house.add_item(symbol[-1], "Statement"))
    house.adopt(text=text)
    house.act(register.publish, "clerk", text=text, symbol=symbol)


def test_the_nearest_passage_comes_with_its_document_and_the_difference(house: House) -> None:
    publish(house, "AMM/53/2")
    made = found(house, words="We agreed to share all news on outbreaks without delay.")
    (one,) = made["found"]
    assert (one["symbol"], one["title"], one["number"]) == ("AMM/53/2", "Statement", "1")
    assert "".join(words for sign, words in one["pieces"] if sign != "+") == one["words"]
    assert ["+", "news"] in one["pieces"]
    assert 55 <= one["likeness"] < 100
    assert made["searched"] == 2


def test_a_paragraph_is_looked_up_by_what_it_says_now(house: House) -> None:
    publish(house, "AMM/53/2")
    paragraph = house.paragraph("information on")[0]
    made = found(house, paragraph=paragraph)
    assert made["words"] == "We agreed to share [all] information on outbreaks [without delay]."
    assert made["found"][0]["number"] == "1"


def test_what_is_published_meanwhile_is_found(house: House) -> None:
    words = "We agreed to share all information on outbreaks without any delay."
    assert found(house, words=words) == {"words": words, "searched": 0, "found": []}
    publish(house, "AMM/53/2")
    assert found(house, words=words)["found"][0]["likeness"] == 100
    publish(house, "AMM/53/3", ADOPTED.replace("the host", "Viet Nam"))
    (one,) = found(house, words=words)["found"]
    assert {one["symbol"], *(other["symbol"] for other in one["also"])} == {"AMM/53/2", "AMM/53/3"}


def test_without_words_there_is_nothing_to_find(house: House) -> None:
    publish(house, "AMM/53/2")
    assert found(house)["found"] == []


def test_a_paragraph_that_isnt_there_is_not_looked_up(house: House) -> None:
    assert agreed.agreed_for(house.audience("la-head"), house.text, paragraph="nowhere") is None


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_who_may_not_read_the_text_learns_no_word_of_it(house: House, who: str) -> None:
    paragraph = house.paragraph("information on")[0]
    assert agreed.agreed_for(house.audience(who), house.text, paragraph=paragraph) is None
