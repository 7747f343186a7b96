from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.texts import wording
from tests.domain.texts import drafts
from tests.domain.texts.drafts import text


def read(old: str, new: str) -> list[tuple[str, str]]:
    """What goes and what comes, change by change."""
    a, b = wording.tokens([text(old)] if old else []), wording.tokens([text(new)] if new else [])
    return [
        (
            "".join(token.text for token in a[change.old_start : change.old_end]),
            "".join(token.text for token in b[change.new_start : change.new_end]),
        )
        for change in wording.changes(a, b)
    ]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Parties shall be opened", "Parties should be opened", [("shall", "should")]),
        ("Parties shall open now", "Parties should close now", [("shall open", "should close")]),
        ("Parties shall be opened", "Parties should be closed", [("shall be opened", "should be closed")]),
        ("Parties shall be opened", "Parties shall not be fully opened", [("", "not "), ("", "fully ")]),
        ("shall be opened for all", "[shall be opened] for all", [("", "["), ("", "]")]),
        ("[shall][should] open", "shall open", [("[", ""), ("][should]", "")]),
        ("It shall open.", "It shall open. It may close.", [("", " It may close.")]),
        ("peace in the region", "peace, also in the region", [("", ", also")]),
        ("very good", "very very good", [("", "very ")]),
        ("unopened", "opened", [("unopened", "opened")]),
        ("the State’s own", "the States’ own", [("State’s", "States’")]),
        ("促进合作共赢", "促进共同合作", [("", "共同"), ("共赢", "")]),
        ("ok 👍🏽", "ok 👍🏾", [("👍🏽", "👍🏾")]),
        ("", "All of it", [("", "All of it")]),
        ("All of it", "", [("All of it", "")]),
        ("the same", "the same", []),
        (
            "We welcome the progress made by members in finance, technology and skills.",
            "We note with concern the lack of money, tools and people.",
            [
                (
                    "welcome the progress made by members in finance, technology and skills",
                    "note with concern the lack of money, tools and people",
                )
            ],
        ),
        (
            "to promote peace and stability in the region, and to uphold law",
            "to promote peace, security and stability in our region, and to uphold international law",
            [("", ", security"), ("the", "our"), ("", "international ")],
        ),
    ],
)
def test_changes_read_as_a_person_would_write_them(old: str, new: str, changes: list[tuple[str, str]]):
    assert read(old, new) == changes


def test_a_word_whose_marks_changed_has_changed():
    old = wording.tokens([text("shall meet")])
    new = wording.tokens([text("shall "), text("me", {"type": "em"}), text("et")])
    assert wording.changes(old, new) == [wording.Change(2, 3, 2, 3)]


def test_a_break_and_a_footnote_are_one_token_each():
    note = {"type": "footnote", "attrs": {"label": "1"}, "content": [text("As amended 😀")]}
    tokens = wording.tokens([text("meet"), note, {"type": "break"}, text("now")])
    assert [(token.text, token.size) for token in tokens] == [
        ("meet", 4),
        (" As amended 😀 ", 15),
        ("\n", 1),
        ("now", 3),
    ]


@settings(deadline=None)
@given(drafts.contents)
def test_tokens_are_the_content_cut_between_words(content: list):
    tokens = wording.tokens(content)
    assert wording.content_of(tokens) == content
    assert sum(token.size for token in tokens) == sum(map(wording.size_of, content))
    assert not any(one.word and other.word for one, other in pairwise(tokens))


tokens_of_any = st.lists(st.sampled_from(["a", "b", "the", " ", "[", "finance", "."]), max_size=25).map(
    lambda signs: wording.tokens([text("".join(signs))] if signs else [])
)


@pytest.mark.parametrize("table", [wording._BITS, 0], ids=["by a table", "by walking, as in long wordings"])
@settings(deadline=None, max_examples=300)
@given(old=tokens_of_any, new=tokens_of_any)
def test_changes_lead_from_one_wording_to_the_other(table: int, old: list, new: list):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_BITS", table)
        assert_led(old, new)


def assert_led(old: list, new: list) -> None:
    result, at = [], 0
    for change in wording.changes(old, new):
        assert change.old_start > at or at == 0
        result += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end
    result += old[at:]
    assert [token.key for token in result] == [token.key for token in new]


def test_wordings_that_have_nothing_in_common_hold_nobody_up():
    one, other = "a " * 10_000, "b c" * 7_000
    began = time.perf_counter()
    assert len(read(one, other)) == 1
    assert time.perf_counter() - began < 10


@settings(deadline=None, max_examples=300)
@given(tokens_of_any, tokens_of_any)
def test_a_table_and_a_walk_find_as_much_in_common(old: list, new: list):
    a, b = [token.text for token in old], [token.text for token in new]
    numbers = {text: at for at, text in enumerate(dict.fromkeys(a + b))}
    one, other = [numbers[text] for text in a], [numbers[text] for text in b]
    by_table, by_walking = wording._paired(one, other), wording._walked(one, other)
    assert by_walking is not None
    assert len(by_table) == len(by_walking)
    for pairs in (by_table, by_walking):
        assert all(one[at] == other[to] for at, to in pairs)
        assert all(x < z and y < w for (x, y), (z, w) in pairwise(pairs))
