"""Two dated states of one treaty, and two resolutions on one subject, compared."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from communique.domain.texts import formats
from communique.domain.texts.compare import Comparison, Row, compare
from communique.domain.texts.document import plain_text
from tests.domain.texts.test_compare import TURNED, assert_sound


def test_two_resolutions_on_one_subject_are_paired_as_a_person_would(corpus: Path):
    names = ("75_15_E.xml", "A_RES_77_12-2226534E.xml")
    old, new = (formats.read(name, (corpus / "akn4un" / name).read_bytes()).doc for name in names)
    found = compare(old, new)
    assert_sound(old, new, found)
    became = {row.old_numbers[0]: row.new_numbers[0] for row in found.rows if row.old_numbers > ("",) < row.new_numbers}
    # Read side by side: what stayed, under which number.
    by_hand = [(3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (9, 7), (10, 8), (11, 9), (12, 10), (13, 11), (14, 12), (15, 13)]
    by_hand += [(16, 14), (17, 15), (19, 16), (20, 17), (21, 18), (23, 19), (24, 20), (27, 22), (28, 23)]
    assert {f"{one}.": f"{other}." for one, other in by_hand}.items() <= became.items()
    gone = {row.old_numbers[0] for row in found.rows if row.kind == "deleted" and row.old_numbers[0]}
    assert gone == {"2.", "8.", "18.", "25.", "26."}
    lines = [row for row in found.rows if row.old and row.old[0] < 11]
    assert [row.kind for row in lines] == [
        "same",
        "changed",
        "same",
        "same",
        *["changed"] * 3,
        "same",
        *["changed"] * 3,
    ]


@pytest.fixture(scope="module")
def paris(corpus: Path) -> tuple[dict[str, Any], dict[str, Any], Comparison]:
    names = ("2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md")
    old, new = (formats.read(name, (corpus / "paris" / name).read_bytes()).doc for name in names)
    return old, new, compare(old, new)


def lower_words(doc: dict[str, Any]) -> list[list[str]]:
    return [re.findall(r"\w+", plain_text(block).lower()) for block in doc["content"]]


def test_of_two_states_of_a_treaty_every_word_is_kept_and_both_ways_agree(paris: Any):
    old, new, found = paris
    assert_sound(old, new, found)
    turned = compare(new, old)
    assert_sound(new, old, turned)
    assert found.counts == {TURNED.get(kind, kind): number for kind, number in turned.counts.items()}
    assert compare(old, old).identical
    assert compare(new, new).identical


def test_paragraphs_of_the_same_words_in_two_states_of_a_treaty_are_paired(paris: Any):
    old, new, found = paris
    before, after = lower_words(old), lower_words(new)
    once = [{" ".join(words) for words in side if words and side.count(words) == 1} for side in (before, after)]
    expected = once[0] & once[1]
    paired = {
        " ".join(before[row.old[0]])
        for row in found.rows
        if len(row.old) == len(row.new) == 1 and before[row.old[0]] == after[row.new[0]]
    }
    assert expected
    assert expected <= paired


def test_paragraphs_that_share_most_of_their_words_in_two_states_of_a_treaty_are_paired(paris: Any):
    old, new, found = paris
    before, after = ([Counter(words) for words in lower_words(doc)] for doc in (old, new))
    partners: list[tuple[int, int]] = []
    for at, one in enumerate(before):
        if one.total() <= 8:
            continue
        for to, other in enumerate(after):
            if other.total() <= 8 or 5 * len(one.keys() & other.keys()) < 3 * max(len(one), len(other)):
                continue
            if (one & other).total() >= 0.8 * max(one.total(), other.total()):
                partners.append((at, to))
    olds, news = Counter(at for at, _ in partners), Counter(to for _, to in partners)
    expected = {(at, to) for at, to in partners if olds[at] == news[to] == 1}
    together = {(at, to) for row in found.rows for at in row.old for to in row.new}
    assert len(expected) > 10
    assert expected <= together


def test_what_is_paired_in_two_states_of_a_treaty_shares_its_words(paris: Any):
    old, new, found = paris
    before, after = lower_words(old), lower_words(new)

    def shared(row: Row) -> float:
        one = {word for at in row.old for word in before[at]}
        other = {word for to in row.new for word in after[to]}
        return 2 * len(one & other) / max(len(one) + len(other), 1)

    paired = [row for row in found.rows if row.old and row.new and any(after[to] for to in row.new)]
    assert all(shared(row) >= 0.45 for row in paired)
    assert sum(shared(row) < 0.5 for row in paired) <= 1
    assert [round(row.ratio, 6) for row in paired] == [round(shared(row), 6) for row in paired]
