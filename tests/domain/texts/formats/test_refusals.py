"""Files that are no texts, broken, too large or hostile: each has its own answer, and none takes long."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest

from communique.domain.errors import Refused
from communique.domain.texts import formats
from communique.domain.texts.document import plain_text, words
from communique.domain.texts.formats import building, docx, package
from tests.domain.texts.formats import drafts

AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    + f"]>{AKN}<doc><mainBody><p>&l9;</p></mainBody></doc></akomaNtoso>"
)
FETCHING = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{AKN}<doc><p>&x;</p></doc></akomaNtoso>'


def refusal(content: bytes, filename: str = "text", **options: Any) -> Refused:
    began = time.perf_counter()
    with pytest.raises(Refused) as caught:
        formats.read(filename, content, **options)
    assert time.perf_counter() - began < 5
    return caught.value


def word(**parts: bytes) -> bytes:
    """A Word file of the given parts, by names with "__" for "/"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        made.writestr("[Content_Types].xml", b'<Types><Override ContentType="' + kind + b'"/></Types>')
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def body(inside: str) -> bytes:
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{inside}</w:body></w:document>"
    ).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t\n ",
        b"\xef\xbb\xbf",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        b"{\\rtf1\\ansi Hello}",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(256)) * 40,
        b"\x7fELF\x02\x01\x01" + bytes(1000),
        b"\xff\xfe\x00",
        "текст".encode("koi8-r") * 40,
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>no</text></svg>',
        b"<html><body><script>alert(1)</script></body></html>",
        b"---\ntitle: only\n---\n",
        f"{AKN}<doc><meta/></doc></akomaNtoso>".encode(),
    ],
)
def test_what_holds_no_text_is_no_text(content: bytes) -> None:
    assert refusal(content).code == "not_a_text"


def test_a_package_that_is_not_words_is_no_text() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert refusal(buffer.getvalue()).code == "not_a_text"


def test_a_file_over_the_limit_is_not_looked_at() -> None:
    refused = refusal(b"x" * 1001, limit=1000)
    assert (refused.code, refused.facts) == ("too_large", {"size": 1001, "limit": 1000})
    assert words(formats.read("text", b"x" * 1000, limit=1000).doc)


def test_the_limit_is_twenty_megabytes_when_none_is_set() -> None:
    refused = refusal(bytes(20 * 1024 * 1024 + 1))
    assert refused.code == "too_large"
    assert refused.facts["limit"] == 20 * 1024 * 1024


@pytest.mark.parametrize("content", [LAUGHS, FETCHING, LAUGHS.replace("<!DOCTYPE", "<?xml version='1.0'?><!DOCTYPE")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_unsafe_whatever_the_encoding(content: str, encoding: str) -> None:
    content = content.replace("version='1.0'", f"version='1.0' encoding='{encoding}'")
    refused = refusal(content.encode(encoding), "text.xml")
    assert refused.code == "unsafe_file"
    assert "entities" in refused.facts["why"]


@pytest.mark.parametrize("depth", [200, 100_000])
def test_xml_nested_without_end_is_unsafe(depth: int) -> None:
    deep = f"{AKN}<doc>{'<section>' * depth}{'</section>' * depth}</doc></akomaNtoso>"
    assert refusal(deep.encode(), "deep.xml").code == "unsafe_file"


@pytest.mark.parametrize("depth", [400, 200_000])
def test_html_nested_without_end_is_answered(depth: int) -> None:
    content = f"<html><body>{'<div>' * depth}deep{'</div>' * depth}</body></html>".encode()
    try:
        assert "deep" in words(formats.read("deep.html", content).doc)
    except Refused as refused:
        assert refused.code in ("unsafe_file", "not_a_text")


@pytest.mark.parametrize(
    "sign", [">", "- ", "1. ", "* ", "[", "]", "*", "**a ", "`", "<", "<!--", "![", "|", "\\", "[^", "_a_"]
)
def test_markdown_repeated_without_end_is_answered(sign: str) -> None:
    content = ("# Text\n\nWords " + sign * 20_000).encode()
    began = time.perf_counter()
    try:
        assert "Words" in words(formats.read("deep.md", content).doc)
    except Refused as refused:
        assert refused.code in ("malformed_text", "text_too_long")
    assert time.perf_counter() - began < 5


def test_lists_and_quotations_nested_without_end_are_malformed_and_lose_nothing_in_silence() -> None:
    deep = "".join(f"{'  ' * at}- level\n" for at in range(200))
    assert refusal(deep.encode(), "deep.md").code == "malformed_text"
    shallow = "".join(f"{'  ' * at}- level\n" for at in range(12))
    assert words(formats.read("shallow.md", shallow.encode()).doc) == ["level"] * 12


@pytest.mark.parametrize(
    "content",
    [
        f"{AKN}<doc><mainBody><p>cut off".encode(),
        b'<?xml version="1.0"?><akomaNtoso><a></b></akomaNtoso>',
        word(word__document=b"<w:document"),
        word(word__document=body("").replace(b"<w:body></w:body>", b"")),
        word(),
        word(word__document=body("<w:p/>"))[:-30],
        b"PK\x03\x04 and no zip at all",
    ],
)
def test_a_known_kind_that_is_broken_is_malformed(content: bytes) -> None:
    assert refusal(content).code == "malformed_text"


def test_a_word_file_with_entities_is_unsafe() -> None:
    hostile = b'<!DOCTYPE x [<!ENTITY a "b">]>' + body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
    assert refusal(word(word__document=hostile)).code == "unsafe_file"


def test_a_zip_bomb_is_unsafe_before_it_is_inflated() -> None:
    inside = b"<w:p><w:r><w:t>" + b"A" * 80_000_000 + b"</w:t></w:r></w:p>"
    bomb = word(word__document=b"<w:body>" + inside)
    assert len(bomb) < 200_000
    assert refusal(bomb, "bomb.docx").code == "unsafe_file"


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_while_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = word(word__document=body("<w:p><w:r><w:t>" + "A" * 2_000_000 + "</w:t></w:r></w:p>"))
    monkeypatch.setattr(package, "PART", 1_000_000)
    monkeypatch.setattr(package, "RATIO", 10_000)
    assert refusal(honest, "bomb.docx").code == "unsafe_file"


def test_a_package_of_very_many_files_is_unsafe() -> None:
    parts = {f"word__part{at}": b"<x/>" for at in range(package.ENTRIES + 1)}
    assert refusal(word(word__document=body("<w:p/>"), **parts)).code == "unsafe_file"


def test_a_word_file_nested_without_end_is_unsafe() -> None:
    deep = body("<w:sdt><w:sdtContent>" * 100 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 100)
    assert refusal(word(word__document=deep)).code == "unsafe_file"


def test_a_text_of_more_pieces_than_any_conference_has_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PIECES", 1000)
    many = "\n\n".join(f"{at}. Paragraph" for at in range(1200)).encode()
    for name in ("many.md", "many.txt"):
        assert refusal(many, name).code == "text_too_long"


def test_twenty_megabytes_of_words_are_answered_at_once() -> None:
    assert refusal(b"words and words and " * 1_000_000, "long.md").code == "text_too_long"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_usual_encodings_are_read(encoding: str) -> None:
    content = "# Communiqué\n\n1. The Parties “shall” meet in São Tomé – soon.\n".encode(encoding)
    text = formats.read("text", content)
    assert text.title == "Communiqué"
    assert plain_text(text.doc["content"][1]) == "The Parties “shall” meet in São Tomé – soon."


def test_stray_control_characters_are_left_out_and_reported() -> None:
    content = "# Title\n\nOne\x0c two\x07 th\u202eree\u2066 fo\x00ur.\u200f\n" + "Words enough to be a text. " * 20
    text = formats.read("text.md", content.encode())
    assert plain_text(text.doc["content"][1]).startswith("One two three four.\u200f Words")
    assert {"1 × U+0007", "1 × U+202E", "1 × U+2066"} <= set(text.dropped)


def test_the_same_characters_are_left_out_of_xml_html_and_word() -> None:
    xml = f"{AKN}<doc name='d'><mainBody><p>One&#x202E; two&#x2066;.</p></mainBody></doc></akomaNtoso>"
    page = "<html><body><p>One&#x202E; two&#x2066;.</p></body></html>"
    word_file = word(word__document=body("<w:p><w:r><w:t>One&#x202E; two&#x2066;.</w:t></w:r></w:p>"))
    for content in (xml.encode(), page.encode(), word_file):
        text = formats.read("text", content)
        assert plain_text(text.doc["content"][0]) == "One two."
        assert "1 × U+202E" in text.dropped


def test_links_that_could_do_harm_are_left_out_and_their_words_stay() -> None:
    page = (
        '<html><body><p><a href="javascript:alert(1)">Press</a> <a href=" java\tscript:x">here</a>.</p></body></html>'
    )
    text = formats.read("text.html", page.encode())
    assert text.doc["content"][0]["content"] == [{"type": "text", "text": "Press here."}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.txt", b"# A title\n\n1. One\n"),
        ("text", b"---\ntitle: x\n---\n\n# A title\n"),
        ("text.md", b"<!-- a comment -->\n# A title\n"),
        ("text.bin", b"<!DOCTYPE html><title>x</title><h1>A title</h1>"),
        ("text.txt", b"<html><body><h1>A title</h1></body></html>"),
        ("text.md", f"{AKN}<doc><preface><p><docTitle>A title</docTitle></p></preface></doc></akomaNtoso>".encode()),
        ("text", b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><!-- x --><a:akomaNtoso xmlns:a='x'><a:doc>"
                 b"<a:p><a:docTitle>A title</a:docTitle></a:p></a:doc></a:akomaNtoso>"),
        ("text.html", b"A title\n\nSome words.\n"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_is_in_it(name: str, content: bytes) -> None:
    assert formats.read(name, content).title == "A title"


def test_word_is_known_by_what_is_in_it() -> None:
    content = formats.write("docx", drafts.edition(drafts.demonstration("outcome.md")))
    assert (
        formats.read("outcome.txt", content).title
        == docx.read(content).title
        == "Terms of reference of the response fund"
    )
