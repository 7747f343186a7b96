from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from communique.domain.texts import document
from communique.domain.texts.document import Edition, Text, describe, new_id, plain_text, split_words, words
from tests.domain.texts import drafts


def heading(words_of_heading: str, number: str = "") -> dict[str, Any]:
    attrs = {"id": "heading000", "level": 2, "number": number}
    return {"type": "heading", "attrs": attrs, "content": [drafts.text(words_of_heading)]}


TABLE = {
    "type": "table",
    "attrs": {"id": "table00000"},
    "content": [
        {"type": "row", "content": [{"type": "cell", "content": [drafts.text(words)]} for words in row]}
        for row in (("Sector", "Target"), ("Energy", "[23] per cent"))
    ],
}


def test_an_id_is_ten_letters_and_digits_and_begins_with_a_letter():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[a-z][a-z0-9]{9}", one) for one in ids)


def test_a_break_is_a_new_line_and_a_footnote_stands_where_its_sign_stands():
    note = {"type": "footnote", "attrs": {"label": "7"}, "content": [drafts.text("As amended.")]}
    block = drafts.paragraph("p000000001", "The Parties", note, drafts.text("shall"), {"type": "break"}, "meet")
    assert plain_text(block) == "The Parties As amended. shall\nmeet"


def test_rows_of_a_table_are_lines_and_its_cells_are_parted_by_tabs():
    assert plain_text(TABLE) == "Sector\tTarget\nEnergy\t[23] per cent"


def test_words_come_in_reading_order_with_numbers_and_labels():
    note = {"type": "footnote", "attrs": {"label": "7"}, "content": [drafts.text("As amended.")]}
    doc = drafts.document(
        heading("Finance", "II."), drafts.paragraph("p000000001", "Parties", note, "shall meet", number="3 bis."), TABLE
    )
    assert " ".join(words(doc)) == ("II Finance 3 bis Parties 7 As amended shall meet Sector Target Energy 23 per cent")


def test_a_word_whose_letters_have_different_marks_is_one_word():
    block = drafts.paragraph("p000000001", drafts.text("sh", {"type": "strong"}), "all meet")
    assert words(drafts.document(block)) == ["shall", "meet"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("The State’s own, l'eau; don't 'quote'", ["The", "State’s", "own", "l'eau", "don't", "quote"]),
        ("ປະຊາຊົນ ລາວ", ["ປະຊາຊົນ", "ລາວ"]),
        ("กำหนดการประชุม ครั้งที่ ๕", ["กำหนดการประชุม", "ครั้งที่", "๕"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می\u200cخواهم، بروم", ["می\u200cخواهم", "بروم"]),
        ("e\u0301tat État", ["e\u0301tat", "État"]),
        ("by ____ 2030 [and][or] 1/CP.17", ["by", "2030", "and", "or", "1", "CP", "17"]),
        ("😀 — …", []),
    ],
)
def test_a_word_is_a_run_of_letters_digits_and_their_marks_in_any_script(written: str, found: list[str]):
    assert split_words(written) == found


def test_a_text_is_called_by_its_title_else_by_its_first_heading():
    title = {"type": "title", "attrs": {"id": "title00000"}, "content": [drafts.text("Joint\n Communiqué")]}
    assert Text(drafts.document(heading("Preamble"), "The Parties", title)).title == "Joint Communiqué"
    assert Text(drafts.document("The Parties", heading("Preamble"), heading("Finance"))).title == "Preamble"
    assert Text(drafts.document("The Parties")).title == ""


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-SA", "rtl"),
        ("FA", "rtl"),
        ("ar-Latn", "ltr"),
        ("pa-Arab-PK", "rtl"),
        ("", "ltr"),
    ],
)
def test_a_text_runs_as_its_script_does(language: str, direction: str):
    assert Text({"type": "doc", "content": []}, language).direction == direction


def test_an_edition_is_a_value():
    at = datetime(2020, 9, 9, 12, tzinfo=UTC)
    one, other = (
        Edition(Text({"type": "doc"}), "AMM/53/2", "AMM", "53rd AMM", at, None, "aa-asean", "https://x/", ("Lao PDR",))
        for _ in range(2)
    )
    assert one == other


def test_the_description_counts_paragraphs_words_and_brackets_of_the_whole_text():
    doc = drafts.document(heading("Finance"), "Parties [shall [may] meet", "in June] or] July [", TABLE)
    assert describe(doc) == {
        "paragraphs": 2,
        "brackets": {"open": 4, "closed": 4, "pairs": 3, "unbalanced": 2, "depth": 2},
        "words": 15,
    }


def test_words_of_a_real_draft_are_those_that_a_plain_reader_finds(corpus: Path):
    draft = (corpus / "paris" / "2015-12-04-draft-agreement.md").read_text("utf-8")
    assert [one for one in split_words(draft) if "'" not in one and "’" not in one] == [
        one for one in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", draft) if "'" not in one and "’" not in one
    ]
    assert document.combining_marks(draft) == ""
