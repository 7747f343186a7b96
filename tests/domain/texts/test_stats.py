from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from communique.domain.texts import formats
from communique.domain.texts.document import Text, describe, split_words
from communique.domain.texts.parties import Parties
from communique.domain.texts.stats import stats, word_count
from tests.domain.texts import drafts


def test_everything_is_counted_that_is_open():
    text = Text(
        drafts.document(
            "Parties [shall - EU; US delete][should - EU] meet [in June - Ruritania]",
            "[[a / b] and",
            "c] ] d",
            "Option 1: meet",
            "Option 2: [old / new - Japan]",
        ),
        dropped=("front matter", "3 × header"),
        dropped_lines=3,
    )
    assert stats(text) == {
        "paragraphs": 5,
        "words": 24,
        "brackets": {"open": 6, "closed": 7, "pairs": 6, "unbalanced": 1, "depth": 2},
        "alternatives": 3,
        "options": 2,
        "attributions": {"EU": 2, "Japan": 1, "US": 1},
        "unknown": ["Ruritania"],
        "dropped": 3,
        "dropped_pieces": 2,
    }


def test_a_body_s_own_list_says_whose_names_count():
    text = Text(drafts.document("[shall - EU; US delete]"))
    figures = stats(text, Parties.of([("US", [])]))
    assert (figures["attributions"], figures["unknown"]) == ({"US": 1}, ["EU"])


FORMS = (
    ("[{0} - {1}; {2} delete]", 0),
    ("[{1}: {0}]", 0),
    ("[{0} - {1}, {2} retain / other - {1}]", 1),
    ("[{0} – {1} would like to delete][other – {2}]", 1),
    ("[{0}: {1} and {2} reserve] / [{1}: other]", 1),
    ("[[{0} - {1}] and [{0} - {2} oppose]]", 0),
    ("[{0}]", 0),
    ("[{0} / other]", 1),
    ("[see Annex: {0}][, and {0}]", 0),
)
"""How words and parties stand in brackets, and how many choices between wordings each form makes."""
NAMES = ("EU", "G77", "US", "Viet Nam", "Saint Vincent and the Grenadines", "Japan")


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.permutations(NAMES)), max_size=12))
def test_parties_are_counted_as_often_as_they_were_written(some: list[tuple[tuple[str, int], list[str]]]):
    lines = [f"We {form.format('words here', *names)} now" for (form, _), names in some]
    written = [
        name
        for (form, _), names in some
        for sign, name in zip("12", names, strict=False)
        for _ in range(form.count(f"{{{sign}}}"))
    ]
    figures = stats(Text(drafts.document(*lines)))
    assert figures["attributions"] == Counter(written)
    assert list(figures["attributions"].values()) == sorted(Counter(written).values(), reverse=True)
    assert figures["alternatives"] == sum(choices for (_, choices), _ in some)
    assert figures["unknown"] == []


@given(st.lists(st.lists(drafts.contents, max_size=2), max_size=3))
def test_what_a_reader_wants_first_is_counted_alike_everywhere(contents: list[list[list[dict[str, object]]]]):
    blocks = [
        drafts.paragraph(drafts.block_id(at), *content, number=f"{at}.")
        for at, content in enumerate(one for some in contents for one in some)
    ]
    doc = drafts.document(*blocks)
    figures = stats(Text(doc))
    assert {key: figures[key] for key in ("paragraphs", "words", "brackets")} == describe(doc)


@given(st.one_of(st.text(), st.lists(st.sampled_from((*drafts.WORDS, " ", "'", "''", "’", "\u200d", "_", "\n")))))
@example("''''' a'b ''c d'' '")
@example("a''''b")
@example("l’eau — “d’ici”")
def test_words_are_counted_as_they_are_found(words: str | list[str]):
    text = "".join(words)
    assert word_count(text) == len(split_words(text))


def counted(raw: str) -> dict[str, int]:
    """Brackets, one sign after the other, in another way than the house's."""
    opened = closed = depth = deepest = pairs = 0
    waiting: list[list[int]] = []
    """Of each bracket that waits for its partner, how deep the pairs inside it go."""
    for sign in raw:
        if sign == "[":
            opened += 1
            waiting.append([0])
        elif sign == "]":
            closed += 1
            if waiting:
                pairs += 1
                depth = 1 + max(waiting.pop())
                deepest = max(deepest, depth)
                if waiting:
                    waiting[-1].append(depth)
    return {
        "open": opened,
        "closed": closed,
        "pairs": pairs,
        "unbalanced": opened + closed - 2 * pairs,
        "depth": deepest,
    }


GENEVA = "2015-02-12-negotiating-text.txt"
PARIS = "2015-12-04-draft-agreement.md"


def test_the_figures_of_geneva_are_those_of_the_file_without_its_page_furniture(corpus: Path):
    content = (corpus / "paris" / GENEVA).read_bytes()
    text = formats.read(GENEVA, content)
    figures = stats(text)
    lines = content.decode("utf-8").replace("\f", "\n").split("\n")
    furniture = [line for line in lines if re.fullmatch(r"\s*(ADP 2-8 - agenda item 3|\d{1,2})\s*", line)]
    heads = [line for line in furniture if "ADP" in line]
    assert figures["dropped"] == len(heads) + 86
    kept = "\n".join(line for line in lines if line not in heads)
    assert figures["brackets"] == counted(kept)
    assert figures["brackets"]["open"] == kept.count("[") > 1200
    # A footnote's number stands in the file twice, at the words and before the note; a page's is nowhere in the text.
    words = len(re.findall(r"\w+(?:['’]\w+)*", kept.replace("_", " "))) - 86
    assert 0 <= words - figures["words"] <= str(text.doc).count("'footnote'") > 0
    assert 150 < figures["alternatives"] <= kept.count("][") + len(re.findall(r"\s/\s", kept))
    assert figures["options"] > 400
    assert (figures["attributions"], figures["unknown"]) == ({}, [])


def test_the_figures_of_paris_are_those_of_the_file_without_what_is_markdown(corpus: Path):
    content = (corpus / "paris" / PARIS).read_bytes()
    text = formats.read(PARIS, content)
    figures = stats(text)
    kept = content.decode("utf-8")
    for piece in text.dropped:
        kept = kept.replace(piece, "")
    for mark in (r"\[\^\w+\]", r"\[[^\[\]]*\]\[(?:source|10nov|4dec)\]"):
        kept = re.sub(mark, "", kept)
    assert figures["brackets"] == counted(kept)
    assert figures["brackets"]["depth"] == 10
    assert (figures["dropped"], figures["dropped_pieces"]) == (0, len(text.dropped))
    assert (figures["attributions"], figures["unknown"]) == ({}, [])
    assert 100 < figures["alternatives"] <= kept.count("][") + len(re.findall(r"\s/\s|\]/\[", kept))
