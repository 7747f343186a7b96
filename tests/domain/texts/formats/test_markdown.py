"""Markdown: brackets are words, numbers stay as typed, and no word is lost."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The Parties [shall][should] meet", "The Parties [shall][should] meet"),
        ("[a](b) and [see](x y)", "[a](b) and [see](x y)"),
        ("paragraph [x](a) above", "paragraph [x](a) above"),
        ("[[concessional loans [and grants]]", "[[concessional loans [and grants]]"),
        (r"\[escaped\] \*star\*", "[escaped] *star*"),
        ("[shall]: should", "[shall]: should"),
        ("[Note]: https://example.org is cited", "[Note]: https://example.org is cited"),
        ("![alt](picture.png)", "![alt](picture.png)"),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))"),
        ("<Party> and <script>x</script>", "<Party> and <script>x</script>"),
        ("    indented words", "indented words"),
        ("a hard\nbreak  \nand a soft one", "a hard break\nand a soft one"),
        ("NDMC* and INDC* are open", "NDMC* and INDC* are open"),
        ("{Placeholder for preamble}", "{Placeholder for preamble}"),
        ("R&D &amp; 5 < 6", "R&D & 5 < 6"),
    ],
)
def test_what_is_not_markup_stays_as_it_is(source: str, expected: str) -> None:
    assert [row[3] for row in rows(source)] == [expected]


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("[the text](https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("[the text](mailto:pen@example.org)", "mailto:pen@example.org"),
        ('[the text](#annex "The annex")', "#annex"),
        ("[the text][1]\n\n[1]: http://example.org/x", "http://example.org/x"),
        ("[The text][]\n\n[the  text]: <http://example.org/x> 'T'", "http://example.org/x"),
        ('<a href="/documents/1/">the text</a>', "/documents/1/"),
    ],
)
def test_an_address_makes_a_link(source: str, href: str) -> None:
    (node,) = read(source).doc["content"][0]["content"]
    assert node["marks"][0]["attrs"]["href"] == href
    assert node["text"].lower() == "the text"


def test_a_link_may_stand_in_a_bracket_and_hold_one() -> None:
    block = read("[as in [the [first] text](https://example.org)]").doc["content"][0]
    assert plain_text(block) == "[as in the [first] text]"
    assert [bool(node.get("marks")) for node in block["content"]] == [False, True, False]


@pytest.mark.parametrize(
    ("source", "number", "words_of_it"),
    [
        ("1. Words", "1.", "Words"),
        ("7) Words", "7)", "Words"),
        ("12 bis. Words", "12 bis.", "Words"),
        ("3bis [Words]", "3bis", "[Words]"),
        ("7.bis [Words]", "7.bis", "[Words]"),
        ("31 ter Words", "31 ter", "Words"),
        ("(a) Words", "(a)", "Words"),
        ("(a bis) Words", "(a bis)", "Words"),
        ("(iv) Words", "(iv)", "Words"),
        ("a. Words", "a.", "Words"),
        ("iii) Words", "iii)", "Words"),
        ("OP3bis Words", "OP3bis", "Words"),
        ("PP5alt Words,", "PP5alt", "Words,"),
        ("PP 12 bis. Words,", "PP 12 bis.", "Words,"),
        ("23.1 Words", "23.1", "Words"),
        ("[31 bis. Words]", "31 bis.", "[Words]"),
        ("[[(a) Words]", "(a)", "[[Words]"),
        ("**4.** Words", "4.", "Words"),
        ("- Words", "•", "Words"),
        ("(Words in brackets) stay", "", "(Words in brackets) stay"),
        ("[3bis] Words", "", "[3bis] Words"),
        ("1.5 degrees", "", "1.5 degrees"),
        ("2020 was a year", "", "2020 was a year"),
        ("a word", "", "a word"),
        ("I. Words", "", "I. Words"),
    ],
)
def test_a_label_is_told_from_the_words(source: str, number: str, words_of_it: str) -> None:
    assert [(row[1], row[3]) for row in rows(source)] == [(number, words_of_it)]


@pytest.mark.parametrize(
    ("source", "number", "words_of_it"),
    [
        ("## I. A year", "I.", "A year"),
        ("## Article 5 *(definitions)*", "Article 5", "(definitions)"),
        ("## Article 8 bis", "", "Article 8 bis"),
        ("## [Article 3bis] *(x)*", "", "[Article 3bis] (x)"),
        ("## Annex II: Terms", "Annex II:", "Terms"),
        ("## 2.1 Scope", "2.1", "Scope"),
        ("## Purpose", "", "Purpose"),
        ("## A region at work", "", "A region at work"),
    ],
)
def test_a_heading_has_its_label_too(source: str, number: str, words_of_it: str) -> None:
    assert rows(source) == [("heading", number, 2, words_of_it)]


def test_levels_follow_the_labels_of_a_flat_text() -> None:
    source = "\n\n".join(
        (
            "10. x",
            "(a) x",
            "(b) x",
            "(c) x",
            "(i) x",
            "(ii) x",
            "a. x",
            "b. x",
            "(iii) x",
            "(d) x",
            "11. x",
            "(a) x",
            "12. x",
        )
    )
    assert [row[2] for row in rows(source)] == [0, 1, 1, 1, 2, 2, 3, 3, 2, 1, 0, 1, 0]


def test_the_ninth_letter_is_a_letter_where_the_eighth_stands_before_it() -> None:
    source = "\n\n".join(("1. x", *(f"({letter}) x" for letter in "abcdefghij")))
    assert [row[2] for row in rows(source)] == [0, *[1] * 10]


def test_levels_follow_the_nesting_of_lists() -> None:
    source = "1. one\n\n    more of one\n\n    1. below\n\n        1. deepest\n\n    2. below\n\n2. two\n"
    assert [row[1:] for row in rows(source)] == [
        ("1.", 0, "one"),
        ("", 0, "more of one"),
        ("1.", 1, "below"),
        ("1.", 2, "deepest"),
        ("2.", 1, "below"),
        ("2.", 0, "two"),
    ]


def test_numbers_stay_as_typed_and_only_a_list_of_ones_is_counted() -> None:
    assert [row[1] for row in rows("3. a\n5. b\n9. c")] == ["3.", "5.", "9."]
    assert [row[1] for row in rows("1. a\n1. b\n1. c")] == ["1.", "2.", "3."]


def test_a_list_item_without_words_of_its_own_keeps_its_number() -> None:
    assert [row[1:] for row in rows("1. 1. below\n2. two")] == [("1.", 0, ""), ("1.", 1, "below"), ("2.", 0, "two")]


def test_lines_that_go_on_with_a_row_of_labels_are_paragraphs() -> None:
    source = "5. We agreed:\n(a) to meet;\n(b) to speak; and\n(c) to act\n(as one)."
    assert [row[1:] for row in rows(source)] == [
        ("5.", 0, "We agreed:"),
        ("(a)", 1, "to meet;"),
        ("(b)", 1, "to speak; and"),
        ("(c)", 1, "to act (as one)."),
    ]


def test_roles_follow_labels_emphasis_and_braces() -> None:
    source = (
        "*Recalling* the aims,\n\n*Conscious* of them,\n\nNoting also the rest,\n\nHave agreed:\n\n1. First\n\n"
        "*Noting* later,\n\nPP2 Recalling,\n\n{To be completed}\n"
    )
    roles = [block["attrs"]["role"] for block in read(source).doc["content"]]
    assert roles == [*["preambular"] * 3, "plain", "operative", "plain", "preambular", "note"]


def test_footnotes_stand_where_they_are_called() -> None:
    source = (
        "One[^1] two[^b][^1] three[^9].\n\n[^1]: The *first* [note],\n    which goes on.\n\n    * With an item.\n\n"
        "[^b]: The second.\n\n[^c]: Never called.\n\nAfter them.\n"
    )
    first, uncalled, after = read(source).doc["content"]
    notes = [node for node in first["content"] if node["type"] == "footnote"]
    assert [note["attrs"]["label"] for note in notes] == ["1", "b", "1", "9"]
    assert [plain_text(note).strip() for note in notes] == [
        "The first [note], which goes on. • With an item.",
        "The second.",
        "",
        "",
    ]
    assert uncalled["attrs"]["role"] == "note"
    assert (uncalled["attrs"]["number"], plain_text(uncalled)) == ("c", "Never called.")
    assert plain_text(after) == "After them."


def test_tables_keep_all_their_cells() -> None:
    source = "| Member | [Share] |\n|---|:-:|\n| Lao PDR | 10 \\| 20 | more[^1] |\n| Viet Nam |\n\n[^1]: A note.\n"
    (table,) = read(source).doc["content"]
    cells = [[(cell["attrs"]["header"], plain_text(cell)) for cell in row["content"]] for row in table["content"]]
    assert cells == [
        [(True, "Member"), (True, "[Share]")],
        [(False, "Lao PDR"), (False, "10 | 20"), (False, "more A note. ")],
        [(False, "Viet Nam"), (False, "")],
    ]


def test_marks_are_read() -> None:
    source = "**strong** *em* ***both*** H<sub>2</sub>O m<sup>2</sup> <b>bold</b> `code`<br>next"
    (block,) = read(source).doc["content"]
    marked = [(node.get("text"), [mark["type"] for mark in node.get("marks", ())]) for node in block["content"]]
    assert ("strong", ["strong"]) in marked
    assert ("em", ["em"]) in marked
    assert ("both", ["strong", "em"]) in marked
    assert ("2", ["sub"]) in marked
    assert ("2", ["sup"]) in marked
    assert ("bold", ["strong"]) in marked
    assert plain_text(block).endswith("code\nnext")


def test_front_matter_comments_and_machinery_are_dropped_and_said() -> None:
    source = (
        "---\ntitle: A text\nlang: fr\n---\n<!-- a\ncomment -->\n* TOC\n{:toc}\n\n# Texte\n{: .wide}\n\n"
        "Un [lien][l].\n\n[l]: https://example.org\n"
    )
    text = read(source)
    assert [plain_text(block) for block in text.doc["content"]] == ["Texte", "Un lien."]
    assert text.language == "fr"
    dropped = "\n".join(text.dropped)
    for piece in ("title: A text", "a\ncomment", "{:toc}", "{: .wide}", "[l]: https://example.org"):
        assert piece in dropped


def test_rules_at_the_top_are_no_front_matter() -> None:
    assert [row[3] for row in rows("---\nThe Parties meet.\n\n---\n\nThey speak.")] == [
        "The Parties meet.",
        "They speak.",
    ]


@pytest.mark.parametrize(
    ("source", "language", "direction"),
    [
        ("The Parties to the agreement shall meet in the city.", "en", "ltr"),
        ("Les Parties à l’accord se réunissent dans la ville et par la suite.", "fr", "ltr"),
        ("Las Partes se reúnen en la ciudad y por la tarde para el acuerdo.", "es", "ltr"),
        ("Các Bên tham gia thỏa thuận sẽ họp tại thành phố Hà Nội.", "vi", "ltr"),
        ("ປະຊາຊົນລາວທັງໝົດ", "lo", "ltr"),
        ("تجتمع الأطراف في المدينة", "ar", "rtl"),
        ("缔约方应当举行会议", "zh", "ltr"),
        ("Стороны собираются в городе", "ru", "ltr"),
    ],
)
def test_the_language_is_guessed_when_the_file_does_not_say(source: str, language: str, direction: str) -> None:
    text = read(source)
    assert (text.language, text.direction) == (language, direction)
