"""Bringing a text in: the pen's form, its report, and what it can't take."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from communique.records.models import Text
from tests.house import House
from tests.web.looking import faults, reader, tree, words

DRAFT = b"# A statement\n\n1. We agree [to meet [again].\n\n2. We [shall][should] write it down.\n"


@pytest.fixture
def item(house: House) -> int:
    return house.add_item("2", "Statement")


def bring(house: House, item: int, content: bytes = DRAFT, who: str = "pen", **more: Any) -> HttpResponse:
    file = SimpleUploadedFile(more.pop("name", "statement.md"), content)
    answer: HttpResponse = reader(house, who).post(
        f"/items/{item}/text/", {"file": file, "symbol": "", "request_id": "import-once"} | more
    )
    return answer


def test_a_text_is_brought_in_and_reported(house: House, item: int) -> None:
    answer = bring(house, item, symbol="AMM/53/L.2")
    assert answer.status_code == 302
    assert answer["Location"] == f"/items/{item}/text/"
    page = reader(house, "pen").get(answer["Location"])
    assert faults(page) == []
    said = words(tree(page).find(".//main"))
    assert "statement.md" in said
    assert "2 paragraphs" in said and "4 brackets open" in said
    assert "Without a partner 1: 1 [" in said
    text = Text.objects.get(item=item)
    assert text.symbol == "AMM/53/L.2"
    ways = tree(page).xpath("//main//a/@href")
    assert f"/texts/{text.pk}/" in ways
    assert any(way.startswith(f"/texts/{text.pk}/#p-") for way in ways)


def test_the_same_form_sent_twice_brings_in_one_text(house: House, item: int) -> None:
    assert bring(house, item).status_code == 302
    assert bring(house, item).status_code == 302
    assert Text.objects.filter(item=item).count() == 1


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        (b"", 422, "No text was found"),
        (b" \n\n", 422, "No text was found"),
        (b"# Too long\n\n" + b"word " * 300_000, 413, "too large"),
    ],
)
def test_what_is_no_text_is_refused_on_the_form(
    house: House, item: int, settings: Any, content: bytes, status: int, why: str
) -> None:
    settings.UPLOAD_LIMIT = 1_000_000
    answer = bring(house, item, content)
    assert answer.status_code == status
    assert faults(answer) == []
    assert why in words(tree(answer).find(".//main"))
    assert not Text.objects.filter(item=item).exists()


def test_a_form_without_a_file_says_so(house: House, item: int) -> None:
    answer = reader(house, "pen").post(f"/items/{item}/text/", {"request_id": "import-none"})
    assert answer.status_code == 422
    assert "required" in words(tree(answer).find(".//main"))


def test_only_the_pen_brings_a_text_in(house: House, item: int) -> None:
    for who in ("clerk", "chair", "la-head", "nz-observer", "som-my-head"):
        assert bring(house, item, who=who).status_code == 403
    assert bring(house, item, who="public").status_code == 401
    assert not Text.objects.filter(item=item).exists()


def test_an_item_without_a_document_takes_none(house: House) -> None:
    item = house.add_item("3", "Other matters", adopts=False)
    assert reader(house, "pen").get(f"/items/{item}/text/").status_code == 409
    assert reader(house, "pen").get("/items/999/text/").status_code == 404
