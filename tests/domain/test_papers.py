"""Papers: what a file is, and for whom."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.actors import PUBLIC, Audience
from communique.domain.errors import Refused
from communique.domain.papers import Readers, check_language, file_name, kind_of, may_read

LIMIT = 1_000_000


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


WORD = packed(word__document_dot_xml=b"<w:document/>")
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (WORD, "docx"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b"<o/>"), "odt"),
        (packed(xl__workbook_dot_xml=b"<w/>"), "xlsx"),
        (packed(ppt__presentation_dot_xml=b"<p/>"), "pptx"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "jpg"),
        (b"GIF89a" + b"\0" * 20, "gif"),
        (b"We met.\n", "txt"),
        ("ການປະຊຸມ".encode(), "txt"),
        ("Réunion".encode("utf-16"), "txt"),
        (b"1 < 2 and <not markup", "txt"),
    ],
)
def test_what_a_file_is_stands_in_it(content: bytes, kind: str) -> None:
    assert kind_of(content, limit=LIMIT) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "paper_is_empty"),
        (b" \n\t ", "paper_is_empty"),
        (b"\xef\xbb\xbf", "paper_is_empty"),
        (b"x" * (LIMIT + 1), "too_large"),
        (PDF[:20], "paper_is_broken"),
        (WORD[:40], "paper_is_broken"),
        (packed(word__document_dot_xml=b""), "paper_of_unknown_kind"),
        (packed(evil_dot_exe=b"MZ"), "paper_of_unknown_kind"),
        (packed(word__document_dot_xml=b"<w/>", word__vbaProject_dot_bin=b"1"), "unsafe_file"),
        (packed(word__document_dot_xml=b"0" * 60_000_000), "unsafe_file"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "paper_of_unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "paper_of_unknown_kind"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "paper_of_unknown_kind"),
        (b"\xef\xbb\xbf  <html>", "paper_of_unknown_kind"),
        (b"<svg onload='alert(1)'/>", "paper_of_unknown_kind"),
        (b"<?xml version='1.0'?><a/>", "paper_of_unknown_kind"),
        (b"<!-- <script> -->", "paper_of_unknown_kind"),
        (b"We met.\x00\x01", "paper_of_unknown_kind"),
    ],
)
def test_what_cannot_be_laid_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(content, limit=LIMIT)
    assert refused.value.code == code


@given(st.binary(max_size=300))
def test_whatever_comes_in_it_is_of_a_known_kind_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-"):
        try:
            kind = kind_of(start + content, limit=LIMIT)
        except Refused:
            continue
        assert kind in {"pdf", "docx", "odt", "xlsx", "pptx", "txt", "png", "jpg", "gif"}


AUDIENCES = {
    "public": PUBLIC,
    "elsewhere": Audience("delegation", 2, "LA", "binds"),
    "observer": Audience("observer", 1, "NZ"),
    "adviser": Audience("delegation", 1, "LA", "advises"),
    "chair": Audience("chair", 1),
    "pen": Audience("secretariat", 1, role="pen"),
}


@pytest.mark.parametrize(
    ("readers", "who"),
    [
        (Readers.PUBLIC, set(AUDIENCES)),
        (Readers.PARTICIPANTS, {"observer", "adviser", "chair", "pen"}),
        (Readers.MEMBERS, {"adviser", "chair", "pen"}),
    ],
)
def test_for_whom_a_paper_is(readers: Readers, who: set[str]) -> None:
    assert {name for name, one in AUDIENCES.items() if may_read(one, 1, readers)} == who


@pytest.mark.parametrize("readers", Readers)
def test_a_withdrawn_paper_stays_in_the_record_of_the_chair_and_the_secretariat(readers: Readers) -> None:
    there = {name for name, one in AUDIENCES.items() if may_read(one, 1, readers, withdrawn=True)}
    assert there == {"chair", "pen"}


@pytest.mark.parametrize("tag", ["en", "vi", "pt-BR", "zh-Hant-HK", " fr "])
def test_a_language_by_its_tag(tag: str) -> None:
    assert check_language(tag) == tag.strip()


@pytest.mark.parametrize("tag", ["", "e", "English", "en_GB", "en-", "en\nx", "x" * 40, "en-" + "a-" * 9])
def test_what_is_no_tag_of_a_language(tag: str) -> None:
    with pytest.raises(Refused, match="bad_language"):
        check_language(tag)


@pytest.mark.parametrize(
    ("symbol", "title", "name"),
    [
        ("AMM/53/INF.2", "Notes", "AMM-53-INF.2.en.pdf"),
        ("", "Notes for speakers", "Notes-for-speakers.en.pdf"),
        ("", "../../etc/passwd", "etc-passwd.en.pdf"),
        ("", 'a"; filename="evil.exe', "a-filename-evil.exe.en.pdf"),
        ("", "a\r\nSet-Cookie: x", "a-Set-Cookie-x.en.pdf"),
        ("", "ກອງປະຊຸມ", "ກອງປະຊຸມ.en.pdf"),
        ("", "...", "paper.en.pdf"),
        ("", "x" * 300, "x" * 80 + ".en.pdf"),
    ],
)
def test_a_file_is_called_by_what_it_is(symbol: str, title: str, name: str) -> None:
    assert file_name(symbol, title, "en", "pdf") == name
