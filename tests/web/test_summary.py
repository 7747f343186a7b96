"""The pages of the summary record, from the first draft to the final one."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from docx import Document
from lxml import html

from communique.actions import clerk_notes, meetings
from communique.records.models import Correction, SummaryRecord
from tests.actions.deeds.statements import asked, circulated, closed, drawn, entry_of, final, spoken
from tests.house import House, request_id
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db


def page(house: House, client: Client, who: str, rest: str = "") -> Any:
    answer = house.sign_in(client, who).get(f"/meetings/{house.meeting}/record/{rest}")
    if answer.status_code == 200:
        check_page(answer)
    return answer


def post(house: House, client: Client, who: str, rest: str, **form: Any) -> Any:
    asked_for = {"request_id": request_id()} | form
    return house.sign_in(client, who).post(f"/meetings/{house.meeting}/record/{rest}", asked_for)


def record(house: House) -> SummaryRecord:
    return SummaryRecord.objects.get(meeting=house.meeting)


def test_the_secretariat_draws_it_up_from_an_empty_page(house: House, client: Client) -> None:
    number = spoken(house)
    house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="supported it", spoken=number)
    assert page(house, client, "chair").status_code == 404
    assert "Draw up the record" in said(page(house, client, "clerk"))
    assert post(house, client, "clerk", "draw-up").status_code == 302
    words = said(page(house, client, "clerk"))
    assert "Head Bounmy (Lao PDR) supported it." in words
    assert "Who spoke: 1 intervention" in words
    assert page(house, client, "chair").status_code == 200
    assert page(house, client, "la-head").status_code == 404


def test_it_says_when_the_journal_has_gone_on(house: House, client: Client) -> None:
    drawn(house)
    spoken(house, "sg-head")
    assert "of the journal have come since" in said(page(house, client, "clerk"))
    assert "of the journal have come since" in said(page(house, client, "chair"))


def test_an_entry_is_reworded_and_the_second_editor_is_told_and_loses_nothing(house: House, client: Client) -> None:
    drawn(house)
    entry = entry_of(house)
    seen = record(house).version
    assert "made a statement" in said(page(house, client, "clerk", f"entries/{entry}/"))
    form = {"change": "words", "words": "Lao PDR spoke.", "seen": seen}
    assert post(house, client, "clerk", f"entries/{entry}/", **form).status_code == 302
    late = post(house, client, "pen", f"entries/{entry}/", **(form | {"words": "The second's own words."}))
    assert late.status_code == 409
    found = html.fromstring(said(late))
    assert "Somebody else has changed this entry" in found.get_element_by_id("id_words_error").text_content()
    assert found.get_element_by_id("id_words").text_content().strip() == "The second's own words."
    assert "Lao PDR spoke." in found.text_content(), "the new words stand beside them"


def test_entries_are_added_moved_left_out_and_taken_in_again(house: House, client: Client) -> None:
    drawn(house)
    entry = entry_of(house)
    assert page(house, client, "clerk", "entries/new/").status_code == 200
    added = post(house, client, "clerk", "entries/new/", words="There was applause.", after=entry, seen=1)
    assert added.status_code == 302
    assert [one["id"] for one in record(house).entries][-1] == "h1"
    moved = post(house, client, "clerk", "entries/h1/", change="move", after="", seen=record(house).version)
    assert moved.status_code == 302
    assert record(house).entries[0]["id"] == "h1"
    for change, shown in (("remove", False), ("restore", True)):
        post(house, client, "clerk", "entries/h1/", change=change, seen=record(house).version)
        words = html.fromstring(said(page(house, client, "clerk"))).cssselect(".entries")[0].text_content()
        assert ("There was applause." in words) == shown
    assert post(house, client, "clerk", "entries/h1/", change="burn").status_code == 409
    assert post(house, client, "clerk", "entries/h1/", change="remove", seen="x").status_code == 409
    assert post(house, client, "clerk", "entries/h9/", change="remove", seen=1).status_code == 409


def test_it_is_sent_out_for_as_long_as_is_said_in_the_hosts_time(house: House, client: Client) -> None:
    closed(house)
    assert page(house, client, "clerk", "circulation/").status_code == 200
    over = post(house, client, "clerk", "circulation/", until="2020-09-09T10:00")
    assert "is over already" in said(over)
    assert post(house, client, "clerk", "circulation/", until="").status_code == 302
    assert record(house).state == "circulated"
    words = said(page(house, client, "la-head"))
    assert "Corrections should be submitted in one of the working languages" in words
    assert "Ask for a correction" in words


def test_while_the_meeting_can_still_add_to_it_it_stays(house: House, client: Client) -> None:
    drawn(house)
    answer = post(house, client, "clerk", "circulation/", until="")
    assert answer.status_code == 409
    assert "can still grow" in said(answer)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert "Send to the delegations" in said(page(house, client, "clerk"))


def test_a_delegation_asks_for_a_correction_and_the_secretariat_takes_it(house: House, client: Client) -> None:
    circulated(house)
    entry = entry_of(house)
    assert page(house, client, "la-adviser", f"entries/{entry}/correction/").status_code == 200
    assert page(house, client, "sg-head", f"entries/{entry}/correction/").status_code == 409
    form = {"words": "Lao PDR will open it.", "reason": "So we said."}
    assert post(house, client, "la-adviser", f"entries/{entry}/correction/", **form).status_code == 302
    assert "Lao PDR will open it." in said(page(house, client, "la-head"))
    assert "Lao PDR will open it." not in said(page(house, client, "sg-head"))
    made = Correction.objects.get()
    house.sign_in(client, "clerk")
    check_page(client.get(f"/corrections/{made.pk}/"))
    declined = {"taken": "0", "words": "", "answer": "", "request_id": request_id()}
    assert client.post(f"/corrections/{made.pk}/", declined).status_code == 409
    taken = {"taken": "1", "words": made.words, "request_id": request_id()}
    assert client.post(f"/corrections/{made.pk}/", taken).status_code == 302
    assert "Lao PDR will open it." in said(page(house, client, "sg-head"))


def test_who_may_read_it_is_told_why_it_cannot_do_more(house: House, client: Client) -> None:
    asked(house)
    assert page(house, client, "la-head", f"entries/{entry_of(house)}/").status_code == 403
    assert post(house, client, "chair", "draw-up").status_code == 403
    assert house.sign_in(client, "sg-head").get(f"/corrections/{Correction.objects.get().pk}/").status_code == 404
    assert house.sign_in(client, "la-head").get(f"/corrections/{Correction.objects.get().pk}/").status_code == 403


def test_a_final_one_offers_nothing(house: House, client: Client) -> None:
    final(house)
    words = said(page(house, client, "clerk"))
    assert "Final since" in words
    for offer in ("Draw up again", "Add an entry", "Edit", "Make it final"):
        assert offer not in words
    assert "Ask for a correction" not in said(page(house, client, "la-head"))
    again = post(house, client, "clerk", f"entries/{entry_of(house)}/", change="words", words="x", seen=1)
    assert "is final, and doesn't change" in said(again)


def test_it_is_a_pdf_and_a_word_file_with_every_entry_numbered(house: House, client: Client) -> None:
    circulated(house)
    house.sign_in(client, "sg-head")
    words = [one["words"] for one in record(house).entries]
    pdf = client.get(f"/meetings/{house.meeting}/record.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    read = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf.content))
    word = client.get(f"/meetings/{house.meeting}/record.docx")
    written = "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    for one in words:
        assert " ".join(one.split()) in " ".join(written.split())
        assert "".join(one.split()) in "".join(read.split())
    assert "Provisional record" in written
    assert client.get(f"/meetings/{house.meeting}/record.exe").status_code == 404
