from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts import authority
from communique.domain.texts.document import plain_text
from communique.domain.texts.measured import BREAK, EDGE, LETTER, Block
from communique.domain.texts.wording import size_of
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, document, paragraph, text


def measured(node: dict[str, Any], start: int = 0, position: int = 0) -> Block:
    return Block(node, start, start + len(plain_text(node)), position)


def table(*rows: tuple[list[dict[str, Any]], ...]) -> dict[str, Any]:
    made = [
        {
            "type": "row",
            "content": [
                {"type": "cell", "attrs": {"header": False}, **({"content": one} if one else {})} for one in row
            ],
        }
        for row in rows
    ]
    return {"type": "table", "attrs": {"id": "t000000000"}, "content": made}


NOTE = {"type": "footnote", "attrs": {"label": "1"}, "content": [text("n")]}


def test_each_sign_has_its_position_its_kind_and_what_holds_it():
    block = measured(paragraph(block_id(0), "a😀", {"type": "break"}, "b", NOTE, "c"), position=10)
    assert plain_text(block.node) == "a😀\nb n c"
    assert block.places == [11, 12, 14, 15, 16, 17, 18, 19, 20]
    assert block.kinds == [LETTER, LETTER, BREAK, LETTER, EDGE, LETTER, EDGE, LETTER]
    assert block.holders == [0, 0, 0, 0, 0, 1, 1, 0, 0]


cells = st.lists(drafts.texts, max_size=2).map(drafts.normal)
tables = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.tuples(*[cells] * wide), min_size=1, max_size=3).map(lambda rows: table(*rows))
)


@given(
    st.one_of(drafts.contents.map(lambda content: paragraph(block_id(0), *content)), tables),
    st.integers(1, 9),
    st.data(),
)
def test_the_places_are_the_documents_own(node: dict[str, Any], at: int, data: st.DataObject):
    doc = authority.load(document(paragraph("q000000000", "x" * at), node), 0)
    block = measured(doc.json()["content"][1], position=at + 2)
    text_of = plain_text(block.node)
    assert len(block.places) == len(block.holders) == len(text_of) + 1 == len(block.kinds) + 1
    assert block.places == sorted(set(block.places))
    assert block.position < block.places[0]
    assert block.places[-1] < block.position + size_of(block.node)
    letters = [offset for offset, kind in enumerate(block.kinds) if kind == LETTER]
    if letters:
        offset = data.draw(st.sampled_from(letters))
        # The authority itself replaces that sign there, and no other.
        done = authority.receive(doc, 0, [drafts.insertion(block.places[offset], "§", to=block.places[offset + 1])])
        assert isinstance(done, authority.Accepted)
        now = plain_text(done.document.json()["content"][1])
        assert now == f"{text_of[:offset]}§{text_of[offset + 1 :]}"


@given(drafts.contents, st.data())
def test_content_between_two_places_has_the_words_between_them(content: list[dict[str, Any]], data: st.DataObject):
    block = measured(paragraph(block_id(0), *content), start=7)
    words = plain_text(block.node)
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    if block.holders[start] == block.holders[end] == 0:
        found = block.content(7 + start, 7 + end)
        assert "".join(map(plain_text, found)) == words[start:end]


def test_a_block_has_only_what_the_ranges_cover_blanks_aside_and_a_table_never():
    block = measured(paragraph(block_id(0), " a  b "))
    assert block.only([(1, 2), (4, 5)])
    assert not block.only([(1, 2)])
    assert not measured(table(([text("a")],))).only([(0, 1)])


def test_no_two_blanks_are_left_beside_each_other_and_none_before_a_comma():
    def left(words: str, gone: str) -> str:
        block = measured(paragraph(block_id(0), words))
        at = words.index(gone)
        start, end = block.tidied(at, at + len(gone))
        return words[:start] + words[end:]

    assert left("a [b] c", "[b]") == "a c"
    assert left("a [b], c", "[b]") == "a, c"
    assert left("[b] c", "[b]") == "c"
    assert left("a [b]", "[b]") == "a"
    assert left("a ([b] c)", "[b]") == "a (c)"
    assert left("a[b]c", "[b]") == "ac"
