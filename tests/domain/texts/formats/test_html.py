"""HTML: what is written is the editor's own, safe and complete; what is read keeps words and leaves the rest."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from lxml import html as lxml_html

from communique.domain.texts import formats
from communique.domain.texts.document import Text, blocks, plain_text, split_words, words
from communique.domain.texts.formats import html
from tests.domain.texts.formats import drafts
from tests.domain.texts.formats.drafts import paragraph


def document(*some: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(some)}


def rows(source: str) -> list[tuple[str, str, int, str]]:
    return [
        (block["type"], block["attrs"].get("number", ""), block["attrs"].get("level", 0), plain_text(block))
        for block in html.read(source).doc["content"]
    ]


def test_a_paragraph_is_drawn_as_the_editor_draws_it() -> None:
    doc = document(paragraph("We [shall] act", id="p0a1b2c3d4", number="(a)", role="operative", level=1))
    assert html.blocks_to_html(doc).strip() == (
        '<p class="block paragraph operative" id="p-p0a1b2c3d4" data-id="p0a1b2c3d4" data-level="1" '
        'data-role="operative" data-number="(a)"><span class="number">(a)</span>'
        '<span class="words">We [shall] act</span></p>'
    )


def test_titles_headings_tables_and_footnotes_are_drawn_as_the_editor_draws_them() -> None:
    note = {"type": "footnote", "attrs": {"label": "1"}, "content": [{"type": "text", "text": "Note."}]}
    cell = {"type": "cell", "attrs": {"header": True}, "content": [{"type": "text", "text": "x"}, {"type": "break"}]}
    doc = document(
        {"type": "title", "attrs": {"id": "t000000000"}, "content": [{"type": "text", "text": "T"}, note]},
        {"type": "heading", "attrs": {"id": "h000000000", "level": 1, "number": "I."}},
        {"type": "table", "attrs": {"id": "b000000000"}, "content": [{"type": "row", "content": [cell]}]},
    )
    assert html.blocks_to_html(doc).split("\n")[:3] == [
        '<h1 class="block title" id="p-t000000000" data-id="t000000000"><span class="words">T'
        '<span class="footnote" data-label="1"><span class="label">1</span><span class="note">Note.</span></span>'
        "</span></h1>",
        '<h2 class="block heading" id="p-h000000000" data-id="h000000000" data-level="1" data-number="I.">'
        '<span class="number">I.</span><span class="words"></span></h2>',
        '<div class="block table" id="p-b000000000" data-id="b000000000"><table><tbody><tr><th>x<br></th></tr></tbody>'
        "</table></div>",
    ]


def test_marks_nest_in_the_schemas_order_and_a_link_is_safe() -> None:
    marks = [
        {"type": "link", "attrs": {"href": "https://example.org/?a=1&b=2", "title": 'The "x"'}},
        {"type": "strong"},
    ]
    block = paragraph("x")
    block["content"] = [{"type": "text", "marks": marks, "text": "a<b>&"}]
    drawn = html.blocks_to_html(document(block))
    assert (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener" title="The &quot;x&quot;">'
        "<strong>a&lt;b&gt;&amp;</strong></a>" in drawn
    )
    block["content"][0]["marks"][0]["attrs"]["href"] = "javascript:alert(1)"
    assert "javascript" not in html.blocks_to_html(document(block))


def test_nothing_in_a_text_can_become_markup() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=y>'
    block = paragraph(hostile, id='x" onclick="y', number=hostile[:30])
    edition = drafts.edition(Text(document(block), "en"), symbol=hostile, body=hostile, url=hostile, present=(hostile,))
    for page in (html.blocks_to_html(document(block)), html.write(edition).decode()):
        root = lxml_html.fromstring(page)
        assert not root.xpath("//script | //img | //@onerror | //@onclick")


def test_the_page_stands_alone_and_is_sound() -> None:
    text = drafts.demonstration("communique.md")
    page = html.write(drafts.edition(text)).decode()
    root = lxml_html.document_fromstring(page)
    assert root.get("lang") == "en"
    assert root.get("dir") == "ltr"
    assert root.findtext("head/title") == text.title
    assert len(root.xpath("//main")) == len(root.xpath("//h1")) == 1
    assert not root.xpath("//script | //@style | //link[@rel='stylesheet'] | //img | //@src")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in root.xpath("//a/@href"):
        assert not href.startswith("#") or href[1:] in ids
    said = root.xpath("//footer")[0].text_content()
    for piece in (
        "AMM/53/1",
        "ASEAN Foreign Ministers",
        "53rd Meeting, Plenary",
        "9 September 2020, 10:32 UTC",
        "Viet Nam",
    ):
        assert piece in said
    levels = [int(tag[1]) for tag in (one.tag for one in root.iter("h1", "h2", "h3", "h4"))]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_without_its_style_the_page_still_reads_well() -> None:
    text = drafts.demonstration("communique.md")
    page = re.sub(r"<style>.*?</style>", "", html.write(drafts.edition(text)).decode(), flags=re.DOTALL)
    main = lxml_html.document_fromstring(page).find("body/main")
    notes = main.xpath("section[@class='notes']")[0]
    main.remove(notes)
    assert len(notes.xpath(".//li")) == 3
    lines = [" ".join(block.text_content().split()) for block in main]
    assert "1. We held the 53rd" in next(line for line in lines if line.startswith("1."))
    body = {**text.doc, "content": [_bare(block) for block in blocks(text.doc)]}
    assert split_words(" ".join(lines)) == words(body)


def test_a_page_from_elsewhere_keeps_its_words_and_nothing_else() -> None:
    source = """<!DOCTYPE html><html lang="fr"><head><title>No</title><style>p{}</style></head><body>
      <nav>Menu</nav><script>x()</script><h1>The title</h1>
      <div>Loose words<p>A <b>bold</b> <i>one</i> H<sub>2</sub>O</p>
      tail</div><h2>I. Heading</h2><ol start="3"><li>three</li><li><p>four</p><ol type="a"><li>below</li></ol></li></ol>
      <ul><li>item<br>line</li></ul><table><caption>Cap</caption><tr><th>H</th><td>c<p>d</p></td></tr></table>
      <form><p>In a form</p><button>Press</button></form><p>(a) labelled;</p><!-- gone --></body></html>"""
    assert rows(source) == [
        ("title", "", 0, "The title"),
        ("paragraph", "", 0, "Loose words"),
        ("paragraph", "", 0, "A bold one H2O"),
        ("paragraph", "", 0, "tail"),
        ("heading", "I.", 2, "Heading"),
        ("paragraph", "3.", 0, "three"),
        ("paragraph", "4.", 0, "four"),
        ("paragraph", "a.", 1, "below"),
        ("paragraph", "•", 0, "item\nline"),
        ("paragraph", "", 0, "Cap"),
        ("table", "", 0, "H\tc\nd"),
        ("paragraph", "", 0, "In a form"),
        ("paragraph", "(a)", 1, "labelled;"),
    ]
    assert html.read(source).language == "fr"


def test_a_declared_encoding_is_not_believed_twice() -> None:
    content = '<html><head><meta charset="iso-8859-1"></head><body><p>São Tomé</p></body></html>'.encode()
    assert words(formats.read("x.html", content).doc) == ["São", "Tomé"]
    xhtml = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Tomé</p></body></html>'
    assert words(formats.read("x.xhtml", xhtml.encode()).doc) == ["Tomé"]


def _bare(block: dict[str, Any]) -> dict[str, Any]:
    """A block whose footnotes are signs alone."""
    content = [
        {key: value for key, value in node.items() if (key, node["type"]) != ("content", "footnote")}
        for node in block["content"]
    ]
    return {**block, "content": content}


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<style><!-- p.MsoNormal {margin:0cm} --></style><script>alert(1)</script>
<!--[if gte mso 9]><xml><w:WordDocument><w:TrackRevisions/></w:WordDocument></xml><![endif]--></head><body lang=EN-GB>
<p class=MsoTitle>The Chair's text<o:p></o:p></p>
<p class=MsoNormal>Reaffirming the <b style='mso-bidi-font-weight:normal'>purposes</b> of the Charter,<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Decides to <ins
cite="mailto:A" datetime="2020-09-08T10:00">promptly </ins><del cite="mailto:A"
datetime="2020-09-08T10:00">eventually </del>[act - EU];</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>(a)<span>&nbsp;
</span></span>With <a href="javascript:alert(2)">one link</a> and <a href="https://example.org/x">another</a>;</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='font-family:Symbol'><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span></span>A point<a class=msocomanchor href="#_msocom_1">[MG1]</a></p>
<p class=MsoNormal onclick="alert(3)"><img src=x onerror="alert(4)">Kept<svg
onload="alert(5)"><text>drawn</text></svg> words</p>
<p class=MsoNormal>A note<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span>[1]</span></a> here.</p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
href="#_ftnref1" name="_ftn1">[1]</a> Its words.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p>[MG1] Not for the room</p></div></div>
</body></html>"""


def test_a_page_from_word_is_read_as_its_file_would_be_with_every_change_accepted() -> None:
    assert rows(WORD) == [
        ("title", "", 0, "The Chair's text"),
        ("paragraph", "", 0, "Reaffirming the purposes of the Charter,"),
        ("paragraph", "1.", 0, "Decides to promptly [act - EU];"),
        ("paragraph", "(a)", 1, "With one link and another;"),
        ("paragraph", "•", 0, "A point"),
        ("paragraph", "", 0, "Kept words"),
        ("paragraph", "", 0, "A note Its words.  here."),
    ]
    text = html.read(WORD)
    note = text.doc["content"][-1]["content"][1]
    assert (note["type"], note["attrs"]["label"]) == ("footnote", "1")
    assert text.dropped == ("eventually", "[MG1]", "[MG1] Not for the room")


def test_of_a_page_from_word_nothing_runs_and_no_link_leads_to_a_script() -> None:
    drawn = html.blocks_to_html(html.read(WORD).doc)
    assert "https://example.org/x" in drawn
    assert not re.search(r"alert|javascript|onerror|onload|onclick|<script|<img|<svg|drawn|mso-", drawn)


def test_brackets_are_coloured_by_depth_where_they_are_asked_for_and_nowhere_else() -> None:
    note = {"type": "footnote", "attrs": {"label": "[1]"}, "content": [{"type": "text", "text": "[so]"}]}
    block = paragraph("[a <[b]>", number="[1]")
    block["content"].append(note)
    doc = document(block, paragraph("c] ]"), paragraph("[[[[[[deep]]]]]]"))
    drawn = html.blocks_to_html(doc, with_brackets=True)
    found = [
        (one.get("class"), one.text) for one in lxml_html.fromstring(drawn).xpath("//span[contains(@class,'brack')]")
    ]
    assert found[:8] == [
        ("bracket d1", "["),
        ("bracket d2", "["),
        ("bracket d2", "]"),
        ("bracket d2", "["),
        ("bracket d2", "]"),
        ("bracket d1", "]"),
        ("bracket alone", "]"),
        ("bracket d1", "["),
    ]
    assert [name for name, _ in found[7:13]] == [f"bracket d{depth}" for depth in (1, 2, 3, 4, 5, 5)]
    assert lxml_html.fromstring(drawn).text_content() == lxml_html.fromstring(html.blocks_to_html(doc)).text_content()
    assert "bracket" not in html.blocks_to_html(doc)
