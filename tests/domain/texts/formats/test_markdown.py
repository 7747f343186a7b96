"""Markdown: brackets are words, numbers stay as typed, and no word is lost."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from communique.domain.errors import Refused
from communique.domain.texts.document import Text, describe, plain_text, split_words, words
from communique.domain.texts.formats import markdown

FOOTNOTE = re.compile(r"^\[\^(\S+?)\]: ?(.*?)(?=^\[\^\S+?\]:|^\[\w+\]: http|\Z)", re.MULTILINE | re.DOTALL)


def read(source: str) -> Text:
    return markdown.read(source)


def rows(source: str) -> list[tuple[str, str, int, str]]:
    """Type, number, level and words of each block."""
    return [
        (block["type"], block["attrs"].get("number", ""), block["attrs"].get("level", 0), plain_text(block))
        for block in read(source).doc["content"]
    ]


def words_of_source(source: str) -> list[str]:
    """The words of a Markdown source in reading order, told without a parser.

    Front matter, the marks of a site's machinery and addresses go; footnotes go to where they are called, each note
    once, and one that is never called stays at the end.
    """
    body = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    body = re.sub(r"^\* TOC\n\{:toc\}\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\[\w+\]: http\S+\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"\[([^][]+)\]\[(?:source|10nov|4dec)\]", r"\1", body)
    notes: list[tuple[str, str]] = FOOTNOTE.findall(body)
    body = FOOTNOTE.sub("", body)

    def call(found: re.Match[str]) -> str:
        for at, (label, note) in enumerate(notes):
            if label == found[1]:
                del notes[at]
                return f" {label} {note} "
        return f" {found[1]} "

    body = re.sub(r"\[\^(\S+?)\]", call, body)
    return split_words(body + " ".join(f" {label} {note} " for label, note in notes))


def brackets_of_source(source: str) -> tuple[int, int]:
    body = re.sub(r"\[\^\S+?\]:?", "", source)
    body = re.sub(r"\[([^][]+)\]\[(?:source|10nov|4dec)\]", r"\1", body)
    body = re.sub(r"^\[\w+\]: http\S+\n", "", body, flags=re.MULTILINE)
    return body.count("["), body.count("]")


def brackets_anywhere(node: Any) -> tuple[int, int]:
    text = plain_text(node)
    return text.count("["), text.count("]")


def test_the_draft_of_4_december_loses_no_word(corpus: Path) -> None:
    source = (corpus / "paris" / "2015-12-04-draft-agreement.md").read_text(encoding="utf-8")
    text = read(source)
    expected = words_of_source(source)
    assert len(expected) > 15_000
    assert words(text.doc) == expected


def test_the_draft_of_4_december_keeps_every_bracket_and_says_which_have_no_partner(corpus: Path) -> None:
    source = (corpus / "paris" / "2015-12-04-draft-agreement.md").read_text(encoding="utf-8")
    text = read(source)
    report = describe(text.doc)["brackets"]
    assert (report["open"], report["closed"]) == brackets_of_source(source)
    assert report["unbalanced"] > 0
    assert report["depth"] > 5
    assert any("edit: true" in piece for piece in text.dropped)
    assert any("{:toc}" in piece for piece in text.dropped)


@pytest.mark.parametrize("name", ["communique.md", "outcome.md"])
def test_the_demonstration_loses_no_word(name: str) -> None:
    source = files("communique.demonstration").joinpath(name).read_text(encoding="utf-8")
    text = read(source)
    assert words(text.doc) == words_of_source(source)
    assert brackets_anywhere(text.doc) == brackets_of_source(source)
    assert text.dropped == ()
