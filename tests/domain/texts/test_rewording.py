"""Amendments to amendments: a proposal with other words, and the difference."""

from __future__ import annotations

from typing import Any

import pytest

from communique.domain.errors import Refused
from communique.domain.texts.amendments import Proposal, applied, draw_up
from communique.domain.texts.authority import load
from communique.domain.texts.document import plain_text
from communique.domain.texts.rewording import differences, reworded

A, B = "a000000000", "b000000000"


def block(name: str, words: str) -> dict[str, Any]:
    attrs = {"id": name, "number": "", "role": "plain", "level": 0}
    return {"type": "paragraph", "attrs": attrs, "content": saying(words)}


def saying(words: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": words}]


DOCUMENT = load({"type": "doc", "content": [block(A, "We shall meet."), block(B, "We agree.")]}, 0)


def words(paragraph: str, said: str) -> dict[str, Any]:
    return {"kind": "words", "paragraph": paragraph, "content": saying(said)}


def reads(proposal: Proposal) -> list[str]:
    return [plain_text(one) for one in applied(DOCUMENT, proposal)["content"]]


def test_the_words_of_a_paragraph_give_way_and_the_rest_of_the_parent_stays() -> None:
    parent = draw_up(DOCUMENT, [words(A, "We may meet."), words(B, "We disagree.")])
    made = reworded(DOCUMENT, parent, [words(A, "We should meet.")])
    assert reads(made) == ["We should meet.", "We disagree."]
    assert differences(DOCUMENT, parent, made) == [{"paragraph": A, "deleted": "may", "inserted": "should"}]


def test_a_paragraph_that_the_parent_brings_in_says_something_else() -> None:
    parent = draw_up(DOCUMENT, [{"kind": "new", "after": A, "content": saying("We met.")}])
    name = (parent.operations[0].block or {})["attrs"]["id"]
    made = reworded(DOCUMENT, parent, [words(name, "We had met.")])
    assert reads(made) == ["We shall meet.", "We had met.", "We agree."]
    assert [(one["deleted"], one["inserted"]) for one in differences(DOCUMENT, parent, made)] == [("", "had ")]


def test_of_a_parent_with_more_a_part_may_fall() -> None:
    parent = draw_up(DOCUMENT, [words(A, "We may meet."), words(B, "We disagree.")])
    made = reworded(DOCUMENT, parent, [words(A, "We shall meet.")])
    assert reads(made) == ["We shall meet.", "We disagree."]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ([words(A, "We may meet.")], "no_change"),
        ([words(A, "We shall meet.")], "no_change"),
        ([words(B, "We disagree.")], "not_in_proposal"),
        ([words("z000000000", "x")], "not_in_proposal"),
        ([{"kind": "delete", "paragraph": A}], "malformed_changes"),
        ([{"kind": "words", "paragraph": 7, "content": saying("x")}], "not_in_proposal"),
        ([{**words(A, "x"), "content": [{"type": "iframe"}]}], "malformed_content"),
        ([], "malformed_changes"),
        ("words", "malformed_changes"),
        ([7], "malformed_changes"),
    ],
)
def test_what_does_not_hold_is_refused(asked: Any, code: str) -> None:
    parent = draw_up(DOCUMENT, [words(A, "We may meet.")])
    with pytest.raises(Refused) as refusal:
        reworded(DOCUMENT, parent, asked)
    assert refusal.value.code == code


def test_a_paragraph_that_comes_in_is_not_left_without_words() -> None:
    parent = draw_up(DOCUMENT, [{"kind": "new", "after": A, "content": saying("We met.")}])
    name = (parent.operations[0].block or {})["attrs"]["id"]
    with pytest.raises(Refused) as refusal:
        reworded(DOCUMENT, parent, [words(name, " ")])
    assert refusal.value.code == "malformed_content"
