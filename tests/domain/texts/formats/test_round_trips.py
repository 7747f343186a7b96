"""What is written opens again as the same text, in every format that can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from communique.domain.texts import authority, formats
from communique.domain.texts.document import Text, words
from tests.domain.texts.formats import drafts
from tests.domain.texts.formats.drafts import paragraph

READABLE = ("md", "html", "docx", "xml")

UNHURRIED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def again(kind: str, text: Text) -> Text:
    return formats.read(f"text.{kind}", formats.write(kind, drafts.edition(text)))


def without_ids(doc: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**block, "attrs": block["attrs"] | {"id": ""}} for block in doc["content"]]


@pytest.mark.parametrize("name", ["communique.md", "outcome.md"])
@pytest.mark.parametrize("kind", ["html", "docx", "xml"])
def test_a_published_file_gives_back_the_document_itself_with_its_ids(kind: str, name: str) -> None:
    text = drafts.demonstration(name)
    read = again(kind, text)
    assert read.doc == text.doc
    assert read.language == text.language
    assert read.title == text.title


@pytest.mark.parametrize("name", ["communique.md", "outcome.md"])
def test_markdown_gives_back_everything_but_the_ids(name: str) -> None:
    text = drafts.demonstration(name)
    assert without_ids(again("md", text).doc) == without_ids(text.doc)


@pytest.mark.parametrize("kind", ["html", "docx", "xml", "pdf", "md"])
def test_the_same_edition_gives_the_same_bytes(kind: str) -> None:
    edition = drafts.edition(drafts.demonstration("outcome.md"))
    assert formats.write(kind, edition) == formats.write(kind, edition)


def test_an_unknown_kind_is_the_programmers_error() -> None:
    with pytest.raises(ValueError, match="odt"):
        formats.write("odt", drafts.edition(drafts.text()))


def test_a_draft_can_be_shown_before_it_is_adopted() -> None:
    edition = drafts.edition(drafts.text(), adopted_at=None, published_at=None, present=(), symbol="", url="")
    for kind in formats.KINDS:
        content = formats.write(kind, edition)
        if kind in READABLE:
            assert words(formats.read(f"draft.{kind}", content).doc) == words(edition.text.doc)


@pytest.mark.parametrize("kind", READABLE)
def test_no_word_and_no_bracket_is_lost_or_added_whatever_a_text_holds(kind: str) -> None:
    @UNHURRIED
    @given(drafts.documents)
    @example(_doc(paragraph("[shall][should] [a](https://example.org) ](x) [^1] **x**")))
    @example(_doc(paragraph("[x]: https://example.org", number="(a)"), paragraph("{:toc}"), paragraph("1. x")))
    @example(_doc(paragraph("* x", number="2."), paragraph("- y", level=1), paragraph("# z", number="•", level=3)))
    def holds(raw: dict[str, Any]) -> None:
        doc = authority.load(raw, 0).json()
        read = again(kind, Text(doc))
        assert words(read.doc) == words(doc)
        assert drafts.brackets(read.doc) == drafts.brackets(doc)

    holds()


@pytest.mark.parametrize("kind", ["html", "docx", "xml"])
def test_numbers_levels_roles_and_ids_come_back(kind: str) -> None:
    @UNHURRIED
    @given(drafts.documents)
    @example(_doc(bare(number="1."), bare(role="preambular", level=1)))
    def holds(raw: dict[str, Any]) -> None:
        doc = authority.load(raw, 0).json()
        read = again(kind, Text(doc))
        kept = [block for block in doc["content"] if words(block) or block["type"] == "table"]
        found = [block for block in read.doc["content"] if words(block) or block["type"] == "table"]
        assert [block["attrs"] for block in found] == [
            block["attrs"]
            | ({"number": " ".join(block["attrs"]["number"].split())} if "number" in block["attrs"] else {})
            for block in kept
        ]

    holds()


def bare(**attrs: Any) -> dict[str, Any]:
    """A paragraph without a word."""
    return {key: value for key, value in paragraph("", **attrs).items() if key != "content"}


def _doc(*some: dict[str, Any]) -> dict[str, Any]:
    named = [{**block, "attrs": block["attrs"] | {"id": f"b{at:09d}"}} for at, block in enumerate(some)]
    return {"type": "doc", "content": named}
