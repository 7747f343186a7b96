"""The public register: for everyone, for good."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from communique.actions import register
from communique.domain.register import check_symbol, suggest_symbol
from communique.records.models import DocumentFile
from tests.house import House
from tests.web.looking import READERS, faults, queries, reader, tree, words

SYMBOL = "AMM/53/1"
PAGE = f"/documents/{SYMBOL}/"


@pytest.fixture
def published(house: House) -> House:
    house.adopt()
    house.act(register.publish, "pen", text=house.text, symbol=SYMBOL)
    return house


def test_a_document_is_read_by_everyone(published: House) -> None:
    for who in READERS:
        client = reader(published, who)
        for address in (PAGE, "/documents/", "/"):
            page = client.get(address)
            assert (who, address, page.status_code, faults(page)) == (who, address, 200, [])
            assert "Joint Communiqué of the Foreign Ministers" in page.content.decode()


def test_a_document_says_all_that_is_known_of_its_adoption(published: House) -> None:
    page = tree(Client().get(PAGE))
    said = words(page.find(".//main"))
    for one in ("Foreign Ministers", "53rd Meeting", "Plenary", SYMBOL, "By consensus", "regional reserve"):
        assert one in said
    plates = page.xpath("//ul[@class='plates']/li")
    assert [words(one) for one in plates] == ["Lao PDR", "Singapore", "Viet Nam"]


def test_every_file_has_its_bytes_its_size_and_its_digest(published: House) -> None:
    page = tree(Client().get(PAGE))
    rows = page.xpath("//table//tbody/tr")
    assert len(rows) == DocumentFile.objects.count() >= 4
    for row in rows:
        (address,) = row.xpath(".//a/@href")
        file = Client().get(address)
        content = b"".join(file) if file.streaming else file.content
        assert file.status_code == 200
        assert hashlib.sha256(content).hexdigest() in words(row)
        assert file["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in file["Cache-Control"] and "public" in file["Cache-Control"]
        assert "sandbox" in file["Content-Security-Policy"]
        assert "AMM-53-1." in file["Content-Disposition"]


def test_the_types_of_files_are_their_own(published: House) -> None:
    types = {kind: Client().get(f"/files/{SYMBOL}.{kind}") for kind in ("html", "pdf", "docx", "xml")}
    assert types["pdf"]["Content-Type"] == "application/pdf"
    assert types["pdf"]["Content-Disposition"].startswith("inline")
    assert types["html"]["Content-Disposition"].startswith("attachment")
    assert types["xml"]["Content-Type"] == "application/akn+xml"
    assert "wordprocessingml" in types["docx"]["Content-Type"]


def test_who_has_a_file_or_a_page_already_isnt_sent_it_again(published: House) -> None:
    for address in (PAGE, f"/files/{SYMBOL}.pdf", "/documents/"):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


def test_a_strangers_page_may_be_kept_by_anybody_and_a_members_by_nobody(published: House) -> None:
    assert "public" in Client().get(PAGE)["Cache-Control"]
    own = reader(published, "la-head").get(PAGE)
    assert "private" in own["Cache-Control"]
    assert "Head Bounmy" in own.content.decode()


def test_the_texts_page_leads_strangers_to_the_document(published: House) -> None:
    answer = Client().get(f"/texts/{published.text}/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert reader(published, "la-head").get(f"/texts/{published.text}/").status_code == 200


def test_what_was_not_published_isnt_in_the_register(published: House) -> None:
    for address in ("/documents/AMM/53/2/", "/files/AMM/53/2.pdf", f"/files/{SYMBOL}.exe", f"/files/{SYMBOL}.md"):
        assert Client().get(address).status_code == 404


def test_the_secretariat_publishes_from_the_texts_page(house: House) -> None:
    house.adopt()
    client = reader(house, "pen")
    (form,) = tree(client.get(f"/texts/{house.text}/")).xpath("//form[@id='publishing']")
    (symbol,) = form.xpath(".//input[@name='symbol']/@value")
    answer = client.post(form.get("action"), {"symbol": symbol}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f"/documents/{symbol}/" in answer.content.decode()
    assert Client().get(f"/documents/{symbol}/").status_code == 200


def test_a_document_without_a_title_of_its_own_has_its_items(published: House) -> None:
    item = published.add_item("2", "A short statement")
    text = published.bring("1. We agree.\n", item=item)
    assert faults(reader(published, "pen").get(f"/texts/{text}/")) == []
    published.adopt(text=text)
    published.act(register.publish, "pen", text=text, symbol="AMM/53/2")
    page = Client().get("/documents/AMM/53/2/")
    assert faults(page) == []
    assert words(tree(page).find(".//h1")) == "A short statement"


def test_a_longer_register_needs_no_more_queries(published: House) -> None:
    few = {address: queries(lambda address=address: Client().get(address)) for address in ("/documents/", "/", PAGE)}
    for count in range(3):
        item = published.add_item(f"{count + 2}", f"Statement {count}")
        text = published.bring(f"# Statement {count}\n\n1. We agree.\n", item=item)
        published.adopt(text=text)
        published.act(register.publish, "pen", text=text, symbol=f"AMM/53/{count + 2}")
    many = {address: queries(lambda address=address: Client().get(address)) for address in ("/documents/", "/", PAGE)}
    assert many == few


@pytest.mark.parametrize(
    ("draft", "taken", "offered"),
    [
        ("AMM/53/L.1/Rev.3", set(), "AMM/53/1"),
        ("AMM/53/L.1", {"AMM/53/1", "amm/53/2"}, "AMM/53/3"),
        ("", set(), "AMM/2020/1"),
        ("AMM/53/2", {"AMM/2020/1"}, "AMM/2020/2"),
        ("/L.1", set(), "AMM/2020/1"),
    ],
)
def test_a_symbol_is_offered_that_is_free_and_well_formed(draft: str, taken: set[str], offered: str) -> None:
    assert suggest_symbol(draft, "AMM", 2020, taken) == offered
    assert check_symbol(offered, taken) == offered
