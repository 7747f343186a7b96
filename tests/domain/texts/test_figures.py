"""Figures of a text: agreed, bracketed and clean paragraphs, brackets, alternatives, options and parties."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts import attributions, figures, formats
from communique.domain.texts.document import blocks, describe, plain_text
from communique.domain.texts.figures import Figures
from tests.domain.texts.drafts import block_id, document, paragraph, phrases


def counted(doc: dict[str, Any], statuses: dict[str, str] | None = None) -> Figures:
    reading = attributions.read([(block["attrs"]["id"], plain_text(block)) for block in blocks(doc)])
    return figures.count(doc, statuses or {}, reading)


def test_a_paragraph_is_agreed_bracketed_or_clean() -> None:
    doc = document("We met.", "We [shall] meet.", "We [may] meet again.", "The end.")
    found = counted(doc, {block_id(2): "agreed", block_id(3): "agreed", block_id(0): ""})
    assert (found.paragraphs, found.agreed, found.bracketed, found.clean) == (4, 2, 1, 1)


def test_a_pair_over_several_paragraphs_brackets_all_of_them() -> None:
    found = counted(document("Before.", "From [here", "over this", "to] there.", "Behind."))
    assert (found.bracketed, found.clean) == (3, 2)


def test_a_bracket_without_a_partner_brackets_its_own_paragraph() -> None:
    found = counted(document("One ] here.", "Two.", "Three [ here.", "Four."))
    assert (found.bracketed, found.clean, found.brackets["unbalanced"]) == (2, 2, 0 + 2)


def test_what_is_held_or_with_a_huddle_is_counted_beside() -> None:
    found = counted(document("One.", "Two [x].", "Three."), {block_id(0): "held", block_id(1): "huddle"})
    assert (found.held, found.huddle, found.agreed, found.clean, found.bracketed) == (1, 1, 0, 2, 1)


def test_notes_and_headings_are_no_paragraphs() -> None:
    heading = {"type": "heading", "attrs": {"id": "h000000000", "level": 2, "number": ""}}
    note = paragraph("n000000000", "{Placeholder}", role="note")
    found = counted(document("One.", {**heading, "content": [{"type": "text", "text": "[Aims]"}]}, note))
    assert (found.paragraphs, found.notes, found.clean) == (1, 1, 1)
    assert found.brackets["pairs"] == 1


def test_parties_alternatives_and_options_are_counted() -> None:
    doc = document("Option 1: We [agree - EU, JP / decide - G77]", "Option 2: [go]")
    found = counted(doc)
    assert found.options == 2
    assert found.alternatives == 1
    assert sum(found.by_party.values()) == 3
    assert found.json()["by_party"] == found.by_party


@given(st.lists(phrases, min_size=1, max_size=8), st.data())
def test_every_paragraph_is_counted_once(some: list[str], data: st.DataObject) -> None:
    doc = document(*some)
    statuses = {block_id(at): data.draw(st.sampled_from(("", "agreed", "held", "huddle"))) for at in range(len(some))}
    found = counted(doc, statuses)
    assert found.agreed + found.bracketed + found.clean == found.paragraphs == len(some)
    assert found.agreed == list(statuses.values()).count("agreed")
    report = describe(doc)
    assert found.brackets == report["brackets"]
    assert found.words == report["words"]


@pytest.mark.parametrize("name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"])
def test_a_real_drafts_figures_are_those_of_a_count_by_hand(corpus: Path, name: str) -> None:
    doc = formats.read(name, (corpus / "paris" / name).read_bytes()).doc
    found = counted(doc)
    deep, bracketed, clean = 0, 0, 0
    text = "\n".join(plain_text(block) for block in blocks(doc))
    alone = _alone(text)
    at = 0
    for block in blocks(doc):
        inside = deep > 0
        for sign in re.finditer(r"[\[\]]", plain_text(block)):
            inside = True
            if at + sign.start() not in alone:
                deep += 1 if sign.group() == "[" else -1
        at += len(plain_text(block)) + 1
        if block["type"] == "paragraph" and block["attrs"]["role"] != "note":
            bracketed, clean = bracketed + inside, clean + (not inside)
    assert (found.bracketed, found.clean) == (bracketed, clean)
    assert (found.brackets["open"], found.brackets["closed"]) == (text.count("["), text.count("]"))
    assert found.paragraphs > 350
    assert found.words == describe(doc)["words"]


def _alone(text: str) -> set[int]:
    """The brackets without a partner, by crossing out pairs as one does with a pencil."""
    signs = [(found.start(), found.group()) for found in re.finditer(r"[\[\]]", text)]
    while True:
        pair = next((at for at in range(len(signs) - 1) if signs[at][1] == "[" and signs[at + 1][1] == "]"), None)
        if pair is None:
            return {at for at, _ in signs}
        del signs[pair : pair + 2]


def test_paragraphs_are_counted_alike_with_and_without_the_rest_of_the_figures() -> None:
    doc = document(paragraph("One."), paragraph("[A note.]", role="note"), paragraph("Two."))
    assert figures.negotiated(doc) == counted(doc).paragraphs == 2
