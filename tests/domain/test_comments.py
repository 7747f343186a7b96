"""Comments: where they stand, and when their words are gone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import comments
from communique.domain.comments import Anchor, carry
from communique.domain.errors import Refused
from communique.domain.texts import authority

FOOTNOTE = {"type": "footnote", "attrs": {"label": "1"}, "content": [{"type": "text", "text": "see below"}]}


def paragraph(name: str, *content: Any) -> dict[str, Any]:
    inline = [{"type": "text", "text": one} if isinstance(one, str) else one for one in content]
    return {"type": "paragraph", "attrs": {"id": name}, "content": inline}


def document(*blocks: dict[str, Any]) -> authority.Document:
    return authority.load({"type": "doc", "content": list(blocks)}, 0)


DOCUMENT = document(
    paragraph("aaaaaaaaaa", "We agreed to share 👩‍⚕️ all", FOOTNOTE, " of it."), paragraph("bbbbbbbbbb", "We welcomed.")
)


def test_the_words_are_taken_from_the_document() -> None:
    assert comments.stand(DOCUMENT, "", 4, 10) == ("aaaaaaaaaa", "agreed")


def test_an_emoji_counts_as_many_positions_as_in_the_browser() -> None:
    start = 1 + len("We agreed to share ")
    assert comments.stand(DOCUMENT, "", start, start + 5 + 4) == ("aaaaaaaaaa", "👩‍⚕️ all")


def test_a_footnote_among_the_words_is_quoted_with_them() -> None:
    end = 1 + len("We agreed to share ") + 5 + len(" all") + 2 + len("see below") + len(" of it.")
    found = comments.stand(DOCUMENT, "", 4, end)
    assert found == ("aaaaaaaaaa", "agreed to share 👩‍⚕️ all see below of it.")


def test_on_a_whole_paragraph_it_stands_by_the_paragraphs_name() -> None:
    assert comments.stand(DOCUMENT, "bbbbbbbbbb", 0, 0) == ("bbbbbbbbbb", "")
    with pytest.raises(Refused, match="no_such_paragraph"):
        comments.stand(DOCUMENT, "cccccccccc", 0, 0)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (4, 60), (3, 4), (-2, 3), (900, 901), (4, 48)])
def test_where_no_words_of_one_paragraph_are_there_is_nothing_to_comment_on(start: int, end: int) -> None:
    with pytest.raises(Refused, match="no_words_there"):
        comments.stand(DOCUMENT, "", start, end)


def test_words_in_a_table_can_be_commented_on() -> None:
    cell = {"type": "cell", "content": [{"type": "text", "text": "one"}]}
    other = {"type": "cell", "content": [{"type": "text", "text": "two"}]}
    table = {"type": "table", "attrs": {"id": "tttttttttt"}, "content": [{"type": "row", "content": [cell, other]}]}
    assert comments.stand(document(table), "", 3, 11) == ("tttttttttt", "one two")


def test_a_long_quote_is_cut_with_a_sign_that_it_was() -> None:
    _, quote = comments.stand(document(paragraph("aaaaaaaaaa", "word " * 500)), "", 1, 2400)
    assert len(quote) == comments.QUOTE
    assert quote.endswith("…")


def test_what_is_typed_between_the_words_belongs_to_them_and_at_their_edges_doesnt() -> None:
    assert carry(Anchor(4, 10), [(6, 0, 3)]) == Anchor(4, 13)
    assert carry(Anchor(4, 10), [(4, 0, 3)]) == Anchor(7, 13)
    assert carry(Anchor(4, 10), [(10, 0, 3)]) == Anchor(4, 10)


@pytest.mark.parametrize("step", [(4, 6, 0), (4, 6, 9), (2, 20, 0), (2, 20, 30)])
def test_words_that_were_replaced_as_a_whole_are_gone(step: tuple[int, ...]) -> None:
    assert carry(Anchor(4, 10), [step]).lost


def test_words_that_went_letter_by_letter_are_gone_with_the_last() -> None:
    anchor = carry(Anchor(4, 7), [(6, 1, 0), (5, 1, 0)])
    assert anchor == Anchor(4, 5)
    assert carry(anchor, [(4, 1, 0)]).lost


def test_what_was_lost_stays_lost() -> None:
    gone = carry(Anchor(4, 10), [(4, 6, 0)])
    assert carry(gone, [(0, 0, 100)]).lost


def test_marks_take_no_words_away() -> None:
    assert carry(Anchor(4, 10), [(), ()]) == Anchor(4, 10)


@given(
    st.integers(1, 30).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, 40))),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 12)), max_size=12),
)
def test_carried_words_never_turn_into_others(place: tuple[int, int], steps: list[tuple[int, int, int]]) -> None:
    """Each position is a letter of its own: what a comment stands on later is made of its own letters, and of what was
    typed in their midst, or it is lost."""
    letters = list(range(100))
    own = set(letters[place[0] : place[1]])
    anchor, fresh = Anchor(*place), 100
    for start, old, new in steps:
        letters[start : start + old] = range(fresh, fresh + new)
        fresh += new
        anchor = carry(anchor, [(start, old, new)])
        words = letters[anchor.start : anchor.end]
        assert anchor.lost or words
        if not anchor.lost:
            assert not {one for one in words if one < 100} - own
            assert own & set(letters) <= set(words)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_a_comment_says_something(words: str) -> None:
    with pytest.raises(Refused, match="comment_missing"):
        comments.check_words(words)


def test_a_comment_has_its_limit() -> None:
    assert comments.check_words("x" * comments.LIMIT + " ")
    with pytest.raises(Refused, match="comment_too_long"):
        comments.check_words("x" * (comments.LIMIT + 1))


def test_inside_a_delegation_nobody_else_reads() -> None:
    assert comments.may_read(inside=False, owner=None, party=None)
    assert comments.may_read(inside=True, owner="LA", party="LA")
    assert not comments.may_read(inside=True, owner="LA", party="SG")
    assert not comments.may_read(inside=True, owner="LA", party=None)
    assert not comments.may_read(inside=True, owner=None, party=None)
