"""Word: tracked changes are read as accepted, counted labels are worked out, and what is written is Word's own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from lxml import etree

from communique.domain.texts import formats
from communique.domain.texts.document import Text, plain_text, words
from communique.domain.texts.formats import docx
from tests.domain.texts.formats import drafts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(body: str, **parts: str) -> bytes:
    """A Word file of a body and further parts, by the kind of their relation."""
    relations = "".join(f'<Relationship Id="{kind}" Type="x/{kind}" Target="{kind}.xml"/>' for kind in parts)
    relations += '<Relationship Id="link" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("[Content_Types].xml", f'<Types><Override ContentType="{KIND}"/></Types>')
        made.writestr("_rels/.rels", '<R><Relationship Type="x/officeDocument" Target="word/document.xml"/></R>')
        made.writestr("word/_rels/document.xml.rels", f"<R>{relations}</R>")
        made.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        )
        for kind, content in parts.items():
            made.writestr(f"word/{kind}.xml", f'<w:{kind} xmlns:w="{W}">{content}</w:{kind}>')
    return buffer.getvalue()


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def rows(content: bytes) -> list[tuple[str, str, int, str]]:
    return [
        (block["type"], block["attrs"].get("number", ""), block["attrs"].get("level", 0), plain_text(block))
        for block in docx.read(content).doc["content"]
    ]


def test_changes_are_read_as_accepted() -> None:
    body = p(
        run("The Parties "),
        f'<w:del w:id="1">{run("shall").replace("w:t", "w:delText")}</w:del>',
        f'<w:ins w:id="2">{run("should")}</w:ins>',
        f"<w:moveFrom>{run(' moved away')}</w:moveFrom><w:moveTo>{run(' moved here')}</w:moveTo>",
        run("."),
    )
    assert [row[3] for row in rows(package(body))] == ["The Parties should moved here."]


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    body = p(run("One "), properties="<w:rPr><w:del/></w:rPr>") + p(run("and two.")) + p(run("Three."))
    assert [row[3] for row in rows(package(body))] == ["One and two.", "Three."]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "docxrevisions_OXML_TrackChanges_Test.docx",
            {"This sentence has an inserted word.", "This sentence remains.", "We prefer color spelling."},
        ),
        ("pyredlines_expected_redline.docx", {"Test files are good.", "They are not good for nothing."}),
    ],
)
def test_real_files_with_changes_read_as_accepted(corpus: Path, name: str, lines: set[str]) -> None:
    found = [row[3] for row in rows((corpus / "docx" / name).read_bytes())]
    for line in lines:
        assert any(one.startswith(line) for one in found), line


def test_a_redline_accepted_is_the_modified_file(corpus: Path) -> None:
    redline = docx.read((corpus / "docx" / "pyredlines_expected_redline.docx").read_bytes())
    modified = docx.read((corpus / "docx" / "pyredlines_modified.docx").read_bytes())
    assert [plain_text(block) for block in redline.doc["content"]] == [
        plain_text(block) for block in modified.doc["content"]
    ]


def test_files_without_changes_lose_no_word(corpus: Path) -> None:
    for name in ("docxrevisions_tricky-track-changes.docx", "pyredlines_original.docx", "pyredlines_modified.docx"):
        source = corpus / "docx" / name
        expected = [paragraph.text.split() for paragraph in python_docx.Document(str(source)).paragraphs]
        found = [row[3].split() for row in rows(source.read_bytes())]
        assert found == [one for one in expected if one]


def test_labels_that_word_counts_become_numbers() -> None:
    def level(depth: int, form: str, pattern: str) -> str:
        said = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>'
        return f'<w:lvl w:ilvl="{depth}">{said}</w:lvl>'

    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "%1.%2.%3")
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )

    def item(words: str, list_id: int, depth: int = 0) -> str:
        return p(run(words), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')

    body = "".join(
        (item("a", 1), item("b", 1, 1), item("c", 1, 1), item("d", 1, 2), item("e", 1), item("f", 1, 1), item("g", 2))
    )
    body += item("h", 3) + item("i", 3) + item("j", 0) + item("k", 99)
    found = [(row[1], row[2]) for row in rows(package(body, numbering=numbering))]
    assert found == [
        *(("1.", 0), ("(a)", 1), ("(b)", 1), ("1.b.i", 2), ("2.", 0), ("(a)", 1), ("•", 0)),
        *(("5.", 0), ("6.", 0), ("", 0), ("", 0)),
    ]


def test_headings_titles_marks_links_breaks_and_symbols() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H2"/></w:style>'
    )
    body = (
        p(run("The title"), properties='<w:pStyle w:val="T"/>')
        + p(run("II. A heading"), properties='<w:pStyle w:val="Own"/>')
        + p(
            run("bold", "<w:b/>"),
            run(" not", '<w:b w:val="0"/>'),
            run(" it", "<w:i/>"),
            run("2", '<w:vertAlign w:val="superscript"/>'),
            '<w:r><w:br/><w:noBreakHyphen/><w:tab/><w:sym w:char="F0B7"/></w:r>',
            f'<w:hyperlink r:id="link">{run("linked")}</w:hyperlink>',
            f'<w:fldSimple w:instr="PAGE">{run(" field")}</w:fldSimple>',
            "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>",
        )
    )
    text = docx.read(package(body, styles=styles))
    title, heading, block = text.doc["content"]
    assert (title["type"], plain_text(title)) == ("title", "The title")
    assert heading["attrs"] | {"id": ""} == {"id": "", "level": 2, "number": "II."}
    marked = [(node.get("text"), [mark["type"] for mark in node.get("marks", ())]) for node in block["content"]]
    assert marked == [
        ("bold", ["strong"]),
        (" not", []),
        (" it", ["em"]),
        ("2", ["sup"]),
        (None, []),
        ("\u2011 •", []),
        ("linked", ["link"]),
        (" field", []),
    ]
    assert text.language == "en-GB"


def test_tables_notes_and_boxes_are_read_and_asides_are_dropped() -> None:
    nested = f"<w:tbl><w:tr><w:tc>{p(run('inner'))}</w:tc></w:tr></w:tbl>"
    body = (
        p(run("Words"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" go on."), run("hidden", "<w:vanish/>"))
        + "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + f"<w:tc>{p(run('Head'))}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{p(run('one'))}{p(run('two'))}{nested}</w:tc></w:tr></w:tbl>"
        + p(f"<w:r><w:drawing><w:txbxContent>{p(run('In a box'))}</w:txbxContent></w:drawing></w:r>")
    )
    notes = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", run(" The note."))}</w:footnote>'
    text = docx.read(package(body, footnotes=notes, header=p(run("Header")), comments=p(run("Comment"))))
    words_of_it = [plain_text(block) for block in text.doc["content"]]
    assert words_of_it == ["Words The note.  go on.", "Head\none\ntwo\ninner", "In a box"]
    assert set(text.dropped) == {"Header", "Comment", "hidden"}


def test_the_language_of_the_words_goes_before_that_of_the_setting() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = p(run("Các Bên tham gia thỏa thuận sẽ họp tại thành phố Hà Nội mỗi năm."))
    assert docx.read(package(body, styles=styles)).language == "vi"


@pytest.fixture(scope="module")
def written() -> bytes:
    return formats.write("docx", drafts.edition(drafts.demonstration("communique.md")))


def test_what_is_written_opens_elsewhere_with_its_properties(written: bytes) -> None:
    opened = python_docx.Document(io.BytesIO(written))
    properties = opened.core_properties
    assert properties.title.startswith("Draft joint communiqué")
    assert (properties.subject, properties.author, properties.language) == ("AMM/53/1", "ASEAN Foreign Ministers", "en")
    assert properties.created is not None
    assert properties.created.isoformat() == "2020-09-09T11:00:00+00:00"
    section = opened.sections[0]
    assert section.header.paragraphs[0].text == "AMM/53/1\tASEAN Foreign Ministers"
    assert "PAGE" in etree.tostring(section.footer._element).decode()
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    assert styles.count("Heading 2") == 9
    assert styles.count("Operative 1") == 61
    assert styles[-1] == "Edition Adoption"
    assert "Members present: Brunei Darussalam" in opened.paragraphs[-2].text


def test_every_part_is_sound_xml_and_footnotes_are_real(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    notes = etree.fromstring(parts["word/footnotes.xml"])
    assert [note.get(f"{{{W}}}id") for note in notes] == ["-1", "0", "1", "2", "3"]
    assert b"footnotes+xml" in parts["[Content_Types].xml"]
    assert len(etree.fromstring(parts["word/document.xml"]).findall(f".//{{{W}}}footnoteReference")) == 3


def test_a_text_from_right_to_left_is_written_so(corpus: Path) -> None:
    text = formats.read("75_15_A.xml", (corpus / "akn4un" / "75_15_A.xml").read_bytes())
    content = formats.write("docx", drafts.edition(text))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert b"<w:bidi/>" in opened.read("word/styles.xml")
        assert b"<w:rtl/>" in opened.read("word/document.xml")
    read = docx.read(content)
    assert read.doc == text.doc
    assert read.direction == "rtl"


def test_labels_of_footnotes_that_word_would_not_count_are_kept() -> None:
    def note(label: str, said: str) -> dict[str, Any]:
        return {"type": "footnote", "attrs": {"label": label}, "content": [{"type": "text", "text": said}]}

    block = drafts.paragraph("Words")
    block["content"] += [note("*", "* Starred."), note("1", "1 One."), note("7", "Seven."), note("2", "Two.")]
    text = Text({"type": "doc", "content": [block]})
    read = docx.read(formats.write("docx", drafts.edition(text)))
    assert [node["attrs"]["label"] for node in read.doc["content"][0]["content"][1:]] == ["*", "1", "7", "2"]
    assert words(read.doc) == words(text.doc)
