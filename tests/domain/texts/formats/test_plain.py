"""Plain text: lines of a page are joined, page furniture is left out and counted, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from communique.domain.texts.document import describe, plain_text, split_words, words
from communique.domain.texts.formats import plain

LINE = (
    "The Parties shall meet once a year in the capital of the member that holds the chair and speak of what they have"
)


def parted(some: list[str]) -> list[str]:
    """Words with the signs of footnotes, which stand on a word's end in a PDF's text, taken off it."""
    return [piece for word in some for piece in re.findall(r"\d+|\D+", word)]


def rows(source: str) -> list[tuple[str, str, int, str]]:
    doc = plain.read(source).doc
    return [
        (block["type"], block["attrs"].get("number", ""), block["attrs"].get("level", 0), plain_text(block))
        for block in doc["content"]
    ]


def test_paragraphs_headings_and_labels_are_found() -> None:
    source = (
        "Draft statement\n\nA. Purpose\n\n1. We met.\n2. We agreed:\n(a) to act;\n(b) to report.\n\nANNEX\n\nLast.\n"
    )
    assert rows(source) == [
        ("title", "", 0, "Draft statement"),
        ("heading", "A.", 2, "Purpose"),
        ("paragraph", "1.", 0, "We met."),
        ("paragraph", "2.", 0, "We agreed:"),
        ("paragraph", "(a)", 1, "to act;"),
        ("paragraph", "(b)", 1, "to report."),
        ("heading", "", 2, "ANNEX"),
        ("paragraph", "", 0, "Last."),
    ]


def test_lines_broken_to_fit_a_page_are_one_paragraph() -> None:
    source = f"1. {LINE}\n{LINE} Article\n4. Of it they say nothing, {LINE}\ndone; and\n2. {LINE}\ndone.\n"
    assert [row[1] for row in rows(source)] == ["1.", "2."]
    assert rows(source)[0][3] == f"{LINE} {LINE} Article 4. Of it they say nothing, {LINE} done; and"


def test_an_option_begins_a_paragraph_whatever_stands_before_it() -> None:
    begins = ["Option 1:", "[Option (b):", "Option 1 bis:", "Option 2 (chapeau):", "Option II (a chapter of its own):"]
    for begin in begins:
        source = f"1. {LINE}\nthis and that\n{begin} {LINE}\ndone.\n"
        assert [row[3] for row in rows(source)] == [f"{LINE} this and that", f"{begin} {LINE} done."], begin


def test_a_hyphen_goes_when_the_text_has_the_word_without_it() -> None:
    source = f"{LINE} an implemen-\ntation, {LINE}\nand the implementation of well-\nknown rules, {LINE}\nend.\n"
    (block,) = plain.read(source).doc["content"]
    assert "an implementation, The" in plain_text(block)
    assert "well-known" in plain_text(block)


def test_a_line_of_any_length_is_a_paragraph_where_nothing_was_broken() -> None:
    long = " ".join([LINE] * 4)
    assert [row[3] for row in rows(f"{long}.\n{long}.\nShort one.\n")] == [f"{long}.", f"{long}.", "Short one."]


def test_page_furniture_is_left_out_and_counted() -> None:
    pages = [
        f"Meeting of officials\n{at}\nPage {'abcdef'[at - 1]}: {LINE}\nsaid {'abcdef'[at - 1]}.\nPage {at} of 6\n"
        for at in range(1, 7)
    ]
    text = plain.read("\f".join(pages))
    assert [plain_text(block) for block in text.doc["content"]] == [
        f"Page {letter}: {LINE} said {letter}." for letter in "abcdef"
    ]
    assert set(text.dropped) == {"6 × Meeting of officials", "6 × 1 … 6", "6 × Page 1 of 6 … Page 6 of 6"}
    assert text.dropped_lines == 18


def test_a_text_without_pages_has_no_page_furniture() -> None:
    assert plain.read(f"1\n{LINE}\n1\n{LINE}\n1\n").dropped_lines == 0


def test_the_lines_left_out_of_12_february_are_those_counted_by_hand(corpus: Path) -> None:
    source = (corpus / "paris" / "2015-02-12-negotiating-text.txt").read_text(encoding="utf-8")
    headers = sum(line.strip() == "ADP 2-8 - agenda item 3" for line in source.split("\n"))
    folios = 0
    for number, page in enumerate(source.split("\f"), 1):
        folios += sum(line.strip() == str(number) for line in page.split("\n")[:6])
    assert (headers, folios) == (85, 86)
    text = plain.read(source)
    assert text.dropped_lines == headers + folios
    left = [plain_text(block) for block in text.doc["content"]]
    assert not any("agenda item 3" in words for words in left)


def test_a_paragraph_goes_on_over_a_page() -> None:
    pages = [f"Meeting of officials\n{at}\n{LINE} {word},\n{LINE} and {word}\n" for at, word in enumerate("abcd", 1)]
    assert len(plain.read("\f".join(pages)).doc["content"]) == 1


def test_a_footnote_under_a_rule_goes_to_its_sign() -> None:
    source = f"1. {LINE}\nagreed.1 CO2 is named.2\n{' ' * 40}\n1 See the first\nnote.\n2 And the second.\n"
    (block,) = plain.read(source).doc["content"]
    notes = [node for node in block["content"] if node["type"] == "footnote"]
    assert [(note["attrs"]["label"], plain_text(note).strip()) for note in notes] == [
        ("1", "See the first note."),
        ("2", "And the second."),
    ]


def test_a_footnote_whose_sign_is_not_clear_stays_a_note() -> None:
    source = f"1. {LINE}\nagreed.1 and said.1\n{'_' * 20}\n1 See the first note.\n"
    blocks = plain.read(source).doc["content"]
    assert [(block["attrs"]["role"], block["attrs"]["number"]) for block in blocks] == [
        ("operative", "1."),
        ("note", "1"),
    ]


def test_the_text_of_12_february_loses_no_word(corpus: Path) -> None:
    source = (corpus / "paris" / "2015-02-12-negotiating-text.txt").read_text(encoding="utf-8")
    text = plain.read(source)
    pages = source.count("\f") + 1
    assert {f"{pages - 1} × ADP 2-8 - agenda item 3", f"{pages} × 1 … {pages}"} == set(text.dropped)
    furniture = Counter(split_words("ADP 2-8 - agenda item 3 " * (pages - 1) + " ".join(map(str, range(1, pages + 1)))))
    notes = [node for block in text.doc["content"] for node in block["content"] if node["type"] == "footnote"]
    assert [note["attrs"]["label"] for note in notes] == ["1", "2", "3", "4", "6", "7", "8", "9", "10"]
    signs = Counter(note["attrs"]["label"] for note in notes)  # they stood in the text and before the note
    assert Counter(parted(words(text.doc))) + furniture + signs == Counter(parted(split_words(source)))
    report = describe(text.doc)["brackets"]
    assert (report["open"], report["closed"]) == (source.count("["), source.count("]"))
    assert report["unbalanced"] > 0


def test_the_order_of_the_words_of_12_february_stays(corpus: Path) -> None:
    source = (corpus / "paris" / "2015-02-12-negotiating-text.txt").read_text(encoding="utf-8")
    found = [block for block in plain.read(source).doc["content"] if block["attrs"].get("role") != "note"]
    read = parted(words({"type": "doc", "content": [_without_notes(block) for block in found]}))
    of_source = iter(parted(split_words(source)))
    assert all(any(word == one for one in of_source) for word in read), "a word stands before one that it stood after"


def _without_notes(block: dict[str, object]) -> dict[str, object]:
    content = block.get("content")
    assert isinstance(content, list)
    return {**block, "content": [node for node in content if node["type"] != "footnote"]}
