"""Publishing an adopted text."""

from __future__ import annotations

import hashlib

import pytest

from communique.actions import register
from communique.domain.texts import formats
from communique.records.models import Document, JournalEntry
from tests.actions.refusals import denied, refused
from tests.house import House


def test_an_adopted_text_is_published_with_its_files(house: House) -> None:
    house.adopt()
    answer = house.act(register.publish, "clerk", text=house.text, symbol=" AMM/53/1 ")
    assert answer == {"symbol": "AMM/53/1", "url": "/documents/AMM/53/1/"}
    document = Document.objects.get(symbol="AMM/53/1")
    text = house.row()
    assert (text.status, text.symbol) == ("published", "AMM/53/1")
    assert (document.doc, document.version) == (text.doc, text.version)
    assert (document.present, document.title) == (["LA", "SG", "VN"], text.title)
    files = {row.format: bytes(row.content) for row in document.files.all()}
    assert set(files) == set(register.FORMATS)
    assert files["pdf"].startswith(b"%PDF-")
    assert files["docx"].startswith(b"PK")


def test_the_published_files_say_what_was_adopted(house: House) -> None:
    house.adopt()
    house.act(register.publish, "pen", text=house.text, symbol="AMM/53/1")
    xml = Document.objects.get().files.get(format="xml")
    words = formats.read("published.xml", bytes(xml.content))
    assert "health workers [ in every member" in str(words.doc)


def test_the_journal_keeps_the_digests_of_the_files(house: House) -> None:
    before = house.room().digest
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    document = Document.objects.get()
    said = JournalEntry.objects.latest("id").facts["files"]
    assert said == {row.format: hashlib.sha256(bytes(row.content)).hexdigest() for row in document.files.all()}
    assert said == {row.format: row.digest for row in document.files.all()}
    adopted = JournalEntry.objects.get(action="gavel.fall")
    assert document.journal_digest == adopted.digest != before


def test_a_draft_and_a_question_are_not_published(house: House) -> None:
    with refused("text_is_draft"):
        house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    house.put()
    with refused("text_is_question"):
        house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")


def test_a_text_is_published_once(house: House) -> None:
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    with refused("text_is_published"):
        house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/2")


@pytest.mark.parametrize("symbol", ["", "AMM", "AMM/../1", "AMM/53/1?", "x/" * 40 + "1"])
def test_a_symbol_that_is_none(house: House, symbol: str) -> None:
    house.adopt()
    with refused("bad_symbol"):
        house.act(register.publish, "clerk", text=house.text, symbol=symbol)


def test_a_symbol_is_given_once_whatever_its_case(house: House) -> None:
    other = house.bring("# Statement\n\nWe state.\n", item=house.add_item("2", "Statement"))
    for text in (house.text, other):
        house.adopt(text=text)
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    with refused("symbol_taken", symbol="amm/53/1"):
        house.act(register.publish, "clerk", text=other, symbol="amm/53/1")


@pytest.mark.parametrize("who", ["chair", "la-head", "nz-observer"])
def test_the_secretariat_publishes(house: House, who: str) -> None:
    house.adopt()
    with denied("only_the_pen"):
        house.act(register.publish, who, text=house.text, symbol="AMM/53/1")
