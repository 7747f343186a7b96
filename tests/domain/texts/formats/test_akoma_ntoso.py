"""Akoma Ntoso: foreign files lose no word, and our own hold by the schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from communique.domain.texts import authority, formats
from communique.domain.texts.document import Text, plain_text, split_words, words
from communique.domain.texts.formats import akoma_ntoso, to_akoma_ntoso
from tests.domain.texts.formats import drafts
from tests.domain.texts.formats.drafts import paragraph

FILES = (
    *(f"75_15_{language}.xml" for language in "ACEFRS"),
    "A_RES_77_12-2226534E.xml",
    "GA_decision_76_554.xml",
    "SC_S_PRST_2000_10.xml",
    "SC_S_RES_2532_2020_COVID.xml",
)
A = f"{{{to_akoma_ntoso.NAMESPACE}}}"


@pytest.fixture(scope="module")
def schema(corpus: Path) -> etree.XMLSchema:
    folder = corpus / "akn" / "schema"

    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:
            return self.resolve_filename(str(folder / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30-oasis-20170330Final.xsd"), parser))


def words_of_file(content: bytes) -> list[str]:
    """The words of all elements but the metadata, in the order of the file, told by a walk of its own."""
    apart = {"p", "num", "heading", "td", "th", "content", "docNumber"}

    def said(element: Any) -> str:
        name = etree.QName(element).localname if isinstance(element.tag, str) else "meta"
        if name == "meta":
            return ""
        inside = (element.text or "") + "".join(said(child) + (child.tail or "") for child in element)
        if name == "authorialNote":
            return f" {element.get('marker', '')} {inside} "
        return f" {inside} " if name in apart else inside

    return split_words(said(etree.fromstring(content)))


@pytest.mark.parametrize("name", FILES)
def test_resolutions_of_the_united_nations_lose_no_word(corpus: Path, name: str) -> None:
    content = (corpus / "akn4un" / name).read_bytes()
    text = formats.read(name, content)
    expected = words_of_file(content)
    assert len(expected) > 400
    assert words(text.doc) == expected
    assert authority.load(text.doc, 0).json() == text.doc
    assert text.title


def test_the_resolution_on_cooperation_has_its_numbers_roles_notes_and_title(corpus: Path) -> None:
    text = formats.read("75_15_E.xml", (corpus / "akn4un" / "75_15_E.xml").read_bytes())
    paragraphs = [block for block in text.doc["content"] if block["type"] == "paragraph"]
    numbered = [block["attrs"]["number"] for block in paragraphs if block["attrs"]["number"]]
    assert numbered == [f"{number}." for number in range(1, len(numbered) + 1)]
    assert len(numbered) == 28
    roles = [block["attrs"]["role"] for block in paragraphs]
    assert roles.count("operative") == 28
    assert roles.count("preambular") == 18
    notes = [node["attrs"]["label"] for block in paragraphs for node in block["content"] if node["type"] == "footnote"]
    assert notes == [str(number) for number in range(1, 11)]
    assert text.title.startswith("75/15.")


@pytest.mark.parametrize(
    ("name", "language"), [("A", "ar"), ("C", "zh"), ("E", "en"), ("F", "fr"), ("R", "ru"), ("S", "es")]
)
def test_the_language_is_the_one_that_the_file_names(corpus: Path, name: str, language: str) -> None:
    text = formats.read("x.xml", (corpus / "akn4un" / f"75_15_{name}.xml").read_bytes())
    assert text.language == language
    assert text.direction == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("name", ["communique.md", "outcome.md"])
def test_what_we_publish_holds_by_the_schema(schema: etree.XMLSchema, name: str) -> None:
    written = formats.write("xml", drafts.edition(drafts.demonstration(name)))
    schema.assertValid(etree.fromstring(written))


def test_real_texts_hold_by_the_schema_and_come_back_whole(schema: etree.XMLSchema, corpus: Path) -> None:
    sources = [corpus / "paris" / "2015-12-04-draft-agreement.md", *(corpus / "akn4un" / name for name in FILES)]
    for source in sources:
        text = formats.read(source.name, source.read_bytes())
        written = formats.write("xml", drafts.edition(text))
        schema.assertValid(etree.fromstring(written))
        assert formats.read("x.xml", written).doc == text.doc


def test_whatever_a_text_holds_it_holds_by_the_schema(schema: etree.XMLSchema) -> None:
    from hypothesis import HealthCheck, given, settings

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drafts.documents)
    def holds(raw: dict[str, Any]) -> None:
        doc = authority.load(raw, 0).json()
        schema.assertValid(etree.fromstring(formats.write("xml", drafts.edition(Text(doc)))))

    holds()


def test_a_draft_without_a_date_holds_by_the_schema(schema: etree.XMLSchema) -> None:
    edition = drafts.edition(
        drafts.text(),
        adopted_at=None,
        published_at=None,
        present=(),
        symbol="",
        body="",
        meeting="",
        country="",
        url="",
    )
    schema.assertValid(etree.fromstring(formats.write("xml", edition)))


def test_the_file_says_what_it_is() -> None:
    root = etree.fromstring(formats.write("xml", drafts.edition(drafts.demonstration("outcome.md"))))

    def value(path: str, name: str = "value") -> str | None:
        found = root.find("/".join(f"{A}{tag}" for tag in path.split("/")))
        assert found is not None, path
        return found.get(name)

    identification = "statement/meta/identification"
    work = "/akn/aa-asean/statement/asean-foreign-ministers/2020-09-09/amm-53-1"
    assert value(f"{identification}/FRBRWork/FRBRuri") == work
    assert value(f"{identification}/FRBRWork/FRBRdate", "date") == "2020-09-09"
    assert value(f"{identification}/FRBRWork/FRBRcountry") == "aa-asean"
    assert value(f"{identification}/FRBRExpression/FRBRuri") == f"{work}/eng@2020-09-09"
    assert value(f"{identification}/FRBRExpression/FRBRlanguage", "language") == "eng"
    assert value("statement/meta/lifecycle/eventRef", "type") == "generation"
    present = [
        one.get("showAs") for one in root.iter(f"{A}TLCOrganization") if one.get("eId", "").startswith("present")
    ]
    assert present == ["Brunei Darussalam", "Lao People’s Democratic Republic", "Viet Nam"]
    assert "".join(root.find(f".//{A}docNumber").itertext()) == "AMM/53/1"
    assert root.find(f".//{A}docTitle").text == "Terms of reference of the response fund"


def test_paragraphs_nest_by_their_levels_and_say_where_they_stand() -> None:
    doc = {
        "type": "doc",
        "content": [
            {"type": "heading", "attrs": {"id": "h000000000", "level": 2, "number": "II."}},
            paragraph("one", id="p000000001", number="10.", role="operative"),
            paragraph("below", id="p000000002", number="(a)", role="operative", level=1),
            paragraph("deeper", id="p000000003", number="(i)", role="operative", level=2),
            paragraph("after", id="p000000004", number="10 bis.", role="operative"),
        ],
    }
    root = etree.fromstring(formats.write("xml", drafts.edition(Text(authority.load(doc, 0).json()))))
    named = {one.get("wId"): (etree.QName(one).localname, one.get("eId")) for one in root.iter() if one.get("wId")}
    assert named == {
        "h000000000": ("section", "sec_ii"),
        "p000000001": ("paragraph", "sec_ii__para_10"),
        "p000000002": ("subparagraph", "sec_ii__para_10__subpara_a"),
        "p000000003": ("point", "sec_ii__para_10__subpara_a__point_i"),
        "p000000004": ("paragraph", "sec_ii__para_10-bis"),
    }
    ids = [one.get("eId") for one in root.iter() if one.get("eId")]
    assert len(ids) == len(set(ids))


def test_foreign_nesting_lists_and_numbers_that_are_none_are_read() -> None:
    content = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="a"><body>'
        "<article><num>Art. 1</num><heading>Scope</heading><paragraph><num>1.</num><intro><p>It covers:</p></intro>"
        "<list><point><num>(a)</num><content><p>this; <b>and</b></p></content></point>"
        "<point><num>[(b)]</num><content><p>that<eol/>too.</p></content></point></list></paragraph>"
        "<paragraph><num>2.</num></paragraph></article></body></act></akomaNtoso>"
    )
    found = [
        (block["type"], block["attrs"]["number"], block["attrs"]["level"], plain_text(block))
        for block in akoma_ntoso.read(content.encode()).doc["content"]
    ]
    assert found == [
        ("heading", "Art. 1", 2, "Scope"),
        ("paragraph", "1.", 0, "It covers:"),
        ("paragraph", "(a)", 2, "this; and"),
        ("paragraph", "", 2, "[(b)] that\ntoo."),
        ("paragraph", "2.", 0, ""),
    ]
