"""PDF: tagged, complete, the same for the same edition, and clear about a script that it can't print."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from communique.domain.errors import Refused
from communique.domain.texts import authority, formats
from communique.domain.texts.document import Text, plain_text, split_words, words
from communique.domain.texts.formats import pdf
from tests.domain.texts.formats import drafts
from tests.domain.texts.formats.drafts import paragraph


def said(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in opened)


@pytest.fixture(scope="module")
def written() -> bytes:
    return formats.write("pdf", drafts.edition(drafts.demonstration("communique.md")))


@pytest.mark.parametrize("name", ["communique.md", "outcome.md"])
def test_every_word_is_printed(name: str) -> None:
    text = drafts.demonstration(name)
    found = Counter(split_words(said(formats.write("pdf", drafts.edition(text)))))
    assert not Counter(words(text.doc)) - found


def test_every_word_of_a_real_draft_is_printed(corpus: Path) -> None:
    source = corpus / "paris" / "2015-12-04-draft-agreement.md"
    text = formats.read(source.name, source.read_bytes())

    def parted(some: list[str]) -> Counter[str]:
        """A footnote's sign stands on the word before it where a line ends."""
        return Counter(piece for word in some for piece in re.findall(r"\d|\D+", word))

    found = parted(split_words(said(formats.write("pdf", drafts.edition(text)))))
    assert not parted(words(text.doc)) - found


def test_the_brackets_are_printed(written: bytes) -> None:
    doc = drafts.demonstration("communique.md").doc
    assert [sign for sign in said(written) if sign in "[]"].count("[") == drafts.brackets(doc).count("[")


def test_the_file_says_what_it_is(written: bytes) -> None:
    opened = pypdfium2.PdfDocument(written)
    about = opened.get_metadata_dict()
    assert about["Title"].startswith("Draft joint communiqué")
    assert about["Author"] == "ASEAN Foreign Ministers"
    assert about["CreationDate"].startswith("D:20200909")
    for mark in (b"pdfuaid", b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang"):
        assert mark in written or mark in _inflated(written), mark


def test_each_page_has_the_symbol_and_its_number(written: bytes) -> None:
    opened = pypdfium2.PdfDocument(written)
    pages = [page.get_textpage().get_text_bounded() for page in opened]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert "AMM/53/1" in page
        assert f"{number} / {len(pages)}" in page
    assert "Adopted by ASEAN Foreign Ministers at 53rd Meeting, Plenary on 9 September 2020, 10:32 UTC." in pages[-1]
    assert "Members present: Brunei Darussalam" in pages[-1]


def test_headings_are_bookmarks_in_their_order(written: bytes) -> None:
    contents = [(one.level, " ".join(one.get_title().split())) for one in pypdfium2.PdfDocument(written).get_toc()]
    doc = drafts.demonstration("communique.md").doc
    assert contents == [
        (block["attrs"]["level"] - 2, f"{block['attrs']['number']} {plain_text(block)}".strip())
        for block in doc["content"]
        if block["type"] == "heading"
    ]


def test_whatever_a_text_holds_it_is_set_and_is_no_command() -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drafts.documents)
    def holds(raw: dict[str, Any]) -> None:
        doc = authority.load(raw, 0).json()
        assert formats.write("pdf", drafts.edition(Text(doc))).startswith(b"%PDF")

    holds()


def test_markup_of_the_typesetter_is_printed_as_it_is() -> None:
    hostile = '#read("/etc/passwd") $x^2$ = *no* _no_ <label> @ref // no /* no */ \\ `raw` [a] {b} #include "x"'
    doc = {"type": "doc", "content": [paragraph(hostile, number="#1")]}
    printed = said(formats.write("pdf", drafts.edition(Text(doc), symbol="#x", body="*b*", present=("#panic()",))))
    assert " ".join(hostile.split()) in " ".join(printed.split())
    assert "#panic()" in printed


def test_heading_levels_that_leave_one_out_are_drawn_together() -> None:
    def heading(at: int, level: int) -> dict[str, Any]:
        attrs = {"id": f"h{at:09d}", "level": level, "number": ""}
        return {"type": "heading", "attrs": attrs, "content": [{"type": "text", "text": f"Heading {at}"}]}

    doc = {"type": "doc", "content": [heading(at, level) for at, level in enumerate((3, 6, 2, 5, 5))]}
    contents = pypdfium2.PdfDocument(formats.write("pdf", drafts.edition(Text(doc)))).get_toc()
    assert [one.level for one in contents] == [0, 1, 0, 1, 1]


def test_a_script_without_a_font_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_fonts", lambda _: pdf.typst.Fonts(include_system_fonts=False))
    doc = {"type": "doc", "content": [paragraph("ប្រជាជន")]}
    with pytest.raises(Refused) as caught:
        formats.write("pdf", drafts.edition(Text(doc, "km")))
    assert (caught.value.code, caught.value.facts["script"]) == ("no_font", "Khmer")


def test_vietnamese_greek_and_cyrillic_need_no_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    real = pdf._fonts
    monkeypatch.setattr(pdf, "_fonts", lambda of_system: asked.append(of_system) or real(of_system))
    doc = {"type": "doc", "content": [paragraph("Các Bên – Τα Μέρη – Стороны “x” … € ½ °C")]}
    assert "Các Bên – Τα Μέρη – Стороны" in said(formats.write("pdf", drafts.edition(Text(doc, "vi"))))
    assert asked == [False]


def _inflated(content: bytes) -> bytes:
    found = b""
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found += zlib.decompress(stream[1])
        except zlib.error:
            continue
    return found
