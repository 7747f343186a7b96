"""Papers laid before a meeting, and taken back."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.conf import settings

from communique.actions import meetings, papers, register
from communique.records.models import JournalEntry, Paper
from tests.actions.deeds.agenda import PDF, lay
from tests.actions.refusals import denied, refused
from tests.house import House


def test_a_paper_lies_before_the_meeting_with_what_it_is(house: House) -> None:
    paper = lay(house, filename="C:\\virus.exe", symbol="AMM/53/INF.1", under=house.item, readers="members")
    row = Paper.objects.get(pk=paper)
    assert (row.kind, row.size, row.item_id, row.readers) == ("pdf", len(PDF), house.item, "members")
    assert (bytes(row.content), row.digest) == (PDF, hashlib.sha256(PDF).hexdigest())
    facts = JournalEntry.objects.filter(room=house.room()).latest("number").facts
    assert (facts["digest"], facts["filename"], facts["readers"]) == (row.digest, "C:\\virus.exe", "members")
    assert "content" not in facts


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"content": b""}, "paper_is_empty"),
        ({"content": b"MZ\x90\x00"}, "paper_of_unknown_kind"),
        ({"content": b"<html>"}, "paper_of_unknown_kind"),
        ({"content": PDF[:12]}, "paper_is_broken"),
        ({"title": " "}, "paper_title_missing"),
        ({"title": "x" * 301}, "too_long"),
        ({"language": "English"}, "bad_language"),
        ({"readers": "friends"}, "bad_readers"),
        ({"symbol": "no symbol"}, "bad_symbol"),
        ({"under": 10**6}, "item_of_another_meeting"),
        ({"of": 10**6}, "paper_of_another_meeting"),
    ],
)
def test_what_is_not_laid(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        lay(house, **given)


def test_a_file_beyond_the_limit_is_not_laid(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", len(PDF) - 1)
    with refused("too_large", limit=len(PDF) - 1):
        lay(house)


def test_under_an_item_of_another_meeting_nothing_is_laid(house: House) -> None:
    item = house.add_item("1", "Opening", meeting=house.convene("Retreat"))
    with refused("item_of_another_meeting"):
        lay(house, under=item)


def test_a_symbol_is_that_of_one_paper_whatever_its_case_and_of_no_document(house: House) -> None:
    lay(house, symbol="AMM/53/INF.1")
    other = house.convene("Retreat")
    for meeting in (house.meeting, other):
        with refused("symbol_taken"):
            lay(house, meeting=meeting, symbol="amm/53/inf.1")
    house.adopt()
    house.act(register.publish, "clerk", text=house.text, symbol="AMM/53/1")
    with refused("symbol_taken", symbol="AMM/53/1"):
        lay(house, symbol="AMM/53/1")


def test_other_languages_stand_beside_the_first_with_its_symbol_item_and_readers(house: House) -> None:
    first = lay(house, symbol="AMM/53/INF.1", under=house.item, readers="members")
    second = lay(house, of=first, title="Ghi chú", language="vi", symbol="IGNORED/1", readers="public")
    row = Paper.objects.get(pk=second)
    assert (row.of_id, row.symbol, row.item_id, row.readers) == (first, "AMM/53/INF.1", house.item, "members")
    with refused("paper_language_taken", language="VI"):
        lay(house, of=second, language="VI")
    third = lay(house, of=second, title="Notes", language="fr")
    assert Paper.objects.get(pk=third).of_id == first


def test_a_language_of_a_paper_of_another_meeting_is_not_laid(house: House) -> None:
    other = lay(house, meeting=house.convene("Retreat"))
    with refused("paper_of_another_meeting"):
        lay(house, of=other, language="vi")


def test_a_withdrawn_paper_stays_and_its_symbol_and_language_are_free(house: House) -> None:
    first = lay(house, symbol="AMM/53/INF.1")
    vi = lay(house, of=first, language="vi")
    house.act(papers.withdraw, "pen", paper=vi)
    lay(house, of=first, language="vi")
    house.act(papers.withdraw, "pen", paper=first)
    assert Paper.objects.filter(withdrawn_at=None).count() == 1
    assert bytes(Paper.objects.get(pk=first).content) == PDF
    with refused("paper_is_withdrawn"):
        house.act(papers.withdraw, "pen", paper=first)
    with refused("paper_is_withdrawn"):
        lay(house, of=first, language="fr")


def test_before_a_closed_meeting_nothing_is_laid_and_nothing_withdrawn(house: House) -> None:
    paper = lay(house)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        lay(house)
    with refused("meeting_is_closed"):
        house.act(papers.withdraw, "pen", paper=paper)


def test_a_delegation_lays_no_papers(house: House) -> None:
    with denied("only_the_pen"):
        house.act(papers.lay, "la-head", meeting=house.meeting, filename="a", content=PDF, title="Ours")
