from __future__ import annotations

import time
from pathlib import Path

import pytest

from communique.domain.texts import formats
from communique.domain.texts.attributions import Choice, read, said
from communique.domain.texts.brackets import Mark
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.parties import KNOWN, Parties


def choices(*texts: str, parties: Parties = KNOWN) -> tuple[Choice, ...]:
    return read([(str(at), text) for at, text in enumerate(texts)], parties).choices


def shown(choice: Choice) -> list[tuple[str, str]]:
    return [(one.words, said(one.attributions)) for one in choice.alternatives]


@pytest.mark.parametrize(
    ("text", "form", "alternatives"),
    [
        ("[extreme - US; G77 delete]", "single", [("extreme", "US; G77 delete")]),
        ("[a - EU, G77 retain / b - US]", "slash", [("a", "EU, G77 retain"), ("b", "US")]),
        ("[old / new - EU, Japan; US delete]", "slash", [("old", ""), ("new", "EU, Japan; US delete")]),
        ("[EU: shall]", "single", [("shall", "EU")]),
        ("[EU, Japan – shall]", "single", [("shall", "EU, Japan")]),
        ("[G-77/China retain: shall]", "single", [("shall", "G77 retain")]),
        ("[shall: EU]", "single", [("shall", "EU")]),
        ("[shall -- EU]", "single", [("shall", "EU")]),
        ("[shall – US, delete]", "single", [("shall", "US delete")]),
        ("[US alt: other words]", "single", [("other words", "US")]),
        ("[shall—Republic of Korea (reserves)]", "single", [("shall", "Republic of Korea reserve")]),
        ("[shall – the EU and Antigua and Barbuda oppose]", "single", [("shall", "EU, Antigua and Barbuda oppose")]),
        ("[, in due course, - US wants to delete.]", "single", [(", in due course,", "US delete")]),
        ("[EU: shall - US delete]", "single", [("shall", "EU; US delete")]),
        ("[shall][should]", "adjacent", [("shall", ""), ("should", "")]),
        ("[shall - EU][should - US]", "adjacent", [("shall", "EU"), ("should", "US")]),
        ("[shall]/[should] / [may]", "slash", [("shall", ""), ("should", ""), ("may", "")]),
        ("[shall] and/or [should]", "and/or", [("shall", ""), ("should", "")]),
        ("[proposed / provisional]", "slash", [("proposed", ""), ("provisional", "")]),
        ("[[a] / [b] - EU]", "slash", [("[a]", ""), ("[b]", "EU")]),
        ("[ - EU]", "single", [("", "EU")]),
        ("[ / new - EU]", "slash", [("", ""), ("new", "EU")]),
        ("[[a / b] - EU]", "single", [("[a / b]", "EU")]),
    ],
)
def test_the_forms_in_which_negotiators_write_are_read(text: str, form: str, alternatives: list[tuple[str, str]]):
    first, *_ = choices(f"Parties {text} meet")
    assert (first.form, shown(first)) == (form, alternatives)
    assert first.unknown == ()


@pytest.mark.parametrize(
    "text",
    [
        "[decision 1/CP.21]",
        "[accepting and/or ratifying]",
        "[/ contributions / actions]",
        "[Option 1: Commitments of Parties]",
        "[non-Annex I Parties]",
        "[South–South cooperation]",
        "[Each Party shall communicate its commitments / contributions / actions to the secretariat in good time]",
        "[Parties: shall]",
        "[EU]",
        "[The EU shall lead]",
        "[actions by the EU - as decided]",
        "[x - the parties and EU]",
    ],
)
def test_words_are_not_taken_for_names_nor_for_alternatives(text: str):
    (only,) = choices(text)
    assert (only.form, shown(only), only.unknown) == ("single", [(text[1:-1], "")], ())


@pytest.mark.parametrize("text", ["[forests][, and land use]", "[forests][ and land]", "[a][and][b]", "[a] [b]"])
def test_brackets_that_only_go_on_are_no_alternatives(text: str):
    assert {choice.form for choice in choices(text)} == {"single"}


def test_brackets_at_the_end_of_one_paragraph_and_the_beginning_of_the_next_are_no_alternatives():
    assert [choice.form for choice in choices("[a]", "[b]")] == ["single", "single"]


@pytest.mark.parametrize(
    ("text", "words", "names", "unknown"),
    [
        ("[x - Ruritania]", "x - Ruritania", "", ("Ruritania",)),
        ("[x: Grand Fenwick delete]", "x: Grand Fenwick delete", "", ("Grand Fenwick",)),
        ("[x - EU, Ruritania delete]", "x", "EU delete", ("Ruritania",)),
        ("[x - Ruritania; EU]", "x", "EU", ("Ruritania",)),
    ],
)
def test_what_looks_like_a_party_and_is_not_on_the_list_is_reported(
    text: str, words: str, names: str, unknown: tuple[str, ...]
):
    reading = read([("a", text)])
    assert shown(reading.choices[0]) == [(words, names)]
    assert reading.unknown == reading.choices[0].unknown == unknown


def test_a_body_s_own_list_decides_who_is_a_party():
    body = Parties.of([("ROK", ["Republic of Korea"]), ("Red Cross", [])])
    first, second = choices("[a - Red Cross; South Korea delete]", "[b - EU]", parties=body)
    assert shown(first) == [("a", "Red Cross; ROK delete")]
    assert (shown(second), second.unknown) == ([("b - EU", "")], ("EU",))


def test_choices_nest_go_over_paragraphs_and_say_where_they_stand():
    outer, inner = choices("Parties [shall", "and [may - EU] meet - US] in June")
    assert shown(outer) == [("shall\nand [may - EU] meet", "US")]
    assert (outer.depth, outer.open, outer.close) == (1, Mark("0", 8), Mark("1", 24))
    assert (outer.alternatives[0].start, outer.alternatives[0].end) == (Mark("0", 9), Mark("1", 19))
    assert (shown(inner), inner.depth) == ([("may", "EU")], 2)


def test_brackets_without_a_partner_hide_nothing():
    assert [shown(choice) for choice in choices("] x [ [y - US] and [z / w")] == [[("y", "US")]]


def test_parties_are_counted_most_first():
    reading = read([("a", "[x - US; EU delete] [y - EU] [z - EU, G77 retain / w - Japan]")])
    assert list(reading.by_party.items()) == [("EU", 3), ("G77", 1), ("Japan", 1), ("US", 1)]


def test_a_bracket_beside_others_with_alternatives_inside_it_is_a_choice_too():
    beside, inside = choices("[shall / will][should]")
    assert shown(beside) == [("shall / will", ""), ("should", "")]
    assert (inside.form, shown(inside)) == ("slash", [("shall", ""), ("will", "")])


# Size, and real texts


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000 + "x / y" + "]" * 50_000,
        "[" + " - A" * 50_000 + "]",
        "[" + "A, " * 50_000 + "- EU]",
        "[" + " / " * 50_000 + "]",
        "[a]" * 30_000,
        "[" + "x" * 200_000 + " - EU]",
        "[x - " + " " * 100_000 + "EU" + " " * 100_000 + "delete]",
    ],
    ids=["deep", "dashes", "commas", "slashes", "beside", "long", "blanks"],
)
def test_no_text_takes_long(text: str):
    began = time.perf_counter()
    read([("a", text)])
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"])
def test_two_real_drafts_hold_many_alternatives_and_name_nobody(corpus: Path, name: str):
    doc = formats.read(name, (corpus / "paris" / name).read_bytes()).doc
    rows = [(block["attrs"]["id"], plain_text(block)) for block in blocks(doc)]
    reading = read(rows)
    assert (reading.by_party, reading.unknown) == ({}, ())
    texts = dict(rows)
    for choice in reading.choices:
        assert texts[choice.open.block][choice.open.offset] == "["
        assert texts[choice.close.block][choice.close.offset] == "]"
        for one in choice.alternatives:
            if one.start.block == one.end.block:
                assert texts[one.start.block][one.start.offset : one.end.offset] == one.words
    assert sum(len(choice.alternatives) > 1 for choice in reading.choices) > 100


def test_a_bracket_with_nothing_but_a_stance_is_a_remark_and_no_alternative():
    reading = read([("a", "act [x][US, Japan: delete] and [y] [EU: would like to retain] and [US: delete the comma]")])
    told = [
        (
            choice.form,
            [(one.words, [(said.party, said.stance) for said in one.attributions]) for one in choice.alternatives],
        )
        for choice in reading.choices
    ]
    assert told == [
        ("single", [("x", [])]),
        ("single", [("", [("US", "delete"), ("Japan", "delete")])]),
        ("single", [("y", [])]),
        ("single", [("", [("EU", "retain")])]),
        ("single", [("delete the comma", [("US", "propose")])]),
    ]
    assert reading.by_party == {"US": 2, "EU": 1, "Japan": 1}
