"""Labels are taken apart and put together without a sign lost, in digits, letters and Roman numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts import numerals
from communique.domain.texts.formats import labels

LABELS = (
    "1.",
    "12 bis.",
    "3bis",
    "7.bis",
    "2. bis",
    "(a)",
    "(a bis)",
    "(a) bis",
    "(iv ter)",
    "(aa)",
    "a.",
    "c bis.",
    "iv.",
    "3.1",
    "3.1 bis",
    "10.2.",
    "76 bis.1",
    "1)",
    "(1)",
    "OP3bis",
    "PP5alt",
    "PP5alt2",
    "PP 12 bis.",
    "1 ante.",
    "5 alt",
    "Article 5",
    "Article 2bis",
    "Annex II",
    "II.",
    "A.",
)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_comes_back_as_it_was(label: str) -> None:
    assert str(numerals.parse(label)) == label


@pytest.mark.parametrize("label", ["•", "–", "*", "", "Preamble", "1. 2.", "(a", "2 bis or 3"])
def test_what_counts_nothing_is_no_label(label: str) -> None:
    found = numerals.parse(label)
    assert found is None or str(found) == label
    assert numerals.parse("•") is None
    assert numerals.parse("") is None
    assert numerals.parse("Preamble") is None


def test_a_small_i_begins_a_row_or_follows_h() -> None:
    found = numerals.parse("(i)")
    assert found is not None
    assert found.readings == (("roman", 1), ("letter", 9))
    letter = numerals.parse("(c)")
    assert letter is not None
    assert letter.readings[0] == ("letter", 3)


@given(st.integers(1, 99), st.sampled_from(["digits", "letter", "LETTER", "roman", "ROMAN"]))
def test_every_place_is_written_so_that_it_is_read_again(place: int, form: str) -> None:
    if form.lower() == "letter" and place > 52:
        place = place % 52 + 1
    written = numerals.written(place, form)
    found = numerals.parse(f"({written})" if written.islower() or written.isdigit() else f"{written}.")
    if form == "LETTER" and place > 26:
        return  # no row of capitals goes on behind Z
    assert found is not None
    assert (form, place) in found.readings


def test_the_same_label_in_another_style_is_the_same() -> None:
    assert numerals.key("2 bis.") == numerals.key("2bis") == numerals.key("2.bis")
    assert numerals.key("PP 5alt") == numerals.key("PP5 alt.")
    assert numerals.key("2 bis.") != numerals.key("2 ter.")
    assert numerals.key("(a)") != numerals.key("a.")


def test_behind_bis_comes_ter_and_so_on_without_end() -> None:
    following = numerals.following(())
    first = [next(following) for _ in range(20)]
    assert first[:4] == [("bis",), ("ter",), ("quater",), ("quinquies",)]
    assert len(set(first)) == 20
    assert next(numerals.following(("bis",))) == ("ter",)


@pytest.mark.parametrize("base", ["2.", "2", "2)", "3.1", "(a)", "(iv)", "c.", "OP3", "PP 5", "(2)"])
def test_what_is_made_of_a_paragraphs_label_is_read_from_a_file(base: str) -> None:
    label = numerals.parse(base)
    assert label is not None
    for behind in (("bis",), ("quater",), ("terdecies",), ("alt",), ("alt2",), ("ante",)):
        made = str(label.with_behind(*behind))
        assert labels.split(labels.text_nodes(f"{made} The Parties"))[0] == made


@pytest.mark.parametrize("base", ["Article 5", "II.", "A.", "3.", "(a)"])
def test_what_is_made_of_a_headings_label_is_read_from_a_file(base: str) -> None:
    label = numerals.parse(base)
    assert label is not None
    made = str(label.with_behind("bis"))
    assert labels.split(labels.text_nodes(f"{made} General"), heading=True)[0] == made
