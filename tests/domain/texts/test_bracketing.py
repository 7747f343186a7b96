from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import authority, bracketing, formats
from communique.domain.texts.attributions import STANCES, Attribution, read
from communique.domain.texts.authority import Accepted, Document
from communique.domain.texts.brackets import Mark, find
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.parties import KNOWN
from tests.domain.texts import drafts

EU = Attribution("EU", "propose")
US = Attribution("US", "delete")


def load(*texts: Any) -> Document:
    made = [one or drafts.paragraph(drafts.block_id(at)) for at, one in enumerate(texts)]
    return authority.load(drafts.document(*made), 0)


def taken(document: Document, steps: list[dict[str, Any]]) -> Document:
    outcome = authority.receive(document, document.version, steps, limit=5000)
    assert isinstance(outcome, Accepted), outcome
    undone = authority.receive(outcome.document, outcome.document.version, authority.inverse(document, outcome.steps))
    assert isinstance(undone, Accepted), undone
    assert undone.document.json() == document.json()
    return outcome.document


def texts(document: Document) -> list[str]:
    return [plain_text(block) for block in blocks(document.json())]


def first(document: Document, sign: str = "[") -> Mark:
    for at, text in enumerate(texts(document)):
        if sign in text:
            return Mark(list(blocks(document.json()))[at]["attrs"]["id"], text.index(sign))
    raise AssertionError(sign)


def selected(document: Document, words: str) -> tuple[int, int]:
    """Positions around words of one paragraph in a text of ASCII and no footnotes."""
    for block in blocks(document.json()):
        found = plain_text(block).find(words)
        place = document.block(block["attrs"]["id"])
        if found >= 0 and place:
            return place[0] + 1 + found, place[0] + 1 + found + len(words)
    raise AssertionError(words)


def refusal(doing: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as found:
        doing()
    return found.value


# Bracket and lift


def test_a_bracket_is_set_around_the_selected_words_and_not_around_blanks():
    document = load("Parties shall meet")
    assert texts(taken(document, bracketing.bracket(document, *selected(document, " shall ")))) == [
        "Parties [shall] meet"
    ]


def test_a_bracket_says_who_stands_behind_it():
    document = load("Parties shall meet")
    after = taken(document, bracketing.bracket(document, *selected(document, "shall"), [EU, US]))
    assert texts(after) == ["Parties [shall - EU; US delete] meet"]
    assert read([("a", texts(after)[0])]).by_party == {"EU": 1, "US": 1}


def test_a_bracket_goes_over_paragraphs_and_tables():
    document = load("Parties shall", table("a", "b"), "meet in June")
    start, _ = selected(document, "shall")
    _, end = selected(document, "meet")
    after = taken(document, bracketing.bracket(document, start, end, [EU]))
    assert texts(after) == ["Parties [shall", "a\tb", "meet - EU] in June"]
    assert texts(taken(after, bracketing.lift(after, first(after)))) == ["Parties shall", "a\tb", "meet in June"]


def test_words_that_hold_a_slash_or_a_name_are_held_together():
    document = load("the commitments / contributions - US")
    after = taken(document, bracketing.bracket(document, *selected(document, "commitments / contributions - US"), [EU]))
    assert texts(after) == ["the [[[commitments / contributions - US]] - EU]"]
    (only,) = read([("a", texts(after)[0])]).choices
    assert (only.alternatives[0].words, only.alternatives[0].attributions) == (
        "commitments / contributions - US",
        (EU,),
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Parties [shall] meet", "Parties shall meet"),
        ("Parties [shall - EU; US delete] meet", "Parties shall meet"),
        ("Parties [EU: shall] meet", "Parties shall meet"),
        ("Parties [shall - EU / should - US] meet", "Parties shall / should meet"),
        ("Parties [[[and / or]] - EU] meet", "Parties and / or meet"),
        ("Parties [shall [soon] - EU] meet", "Parties shall [soon] meet"),
        ("Parties [ shall ] meet", "Parties  shall  meet"),
    ],
)
def test_lifting_keeps_the_words_and_takes_the_signs_and_the_names(text: str, after: str):
    document = load(text)
    assert texts(taken(document, bracketing.lift(document, first(document)))) == [after]


def test_lifting_a_bracket_that_stands_alone_in_its_paragraphs_leaves_no_empty_ones():
    document = load("before", "[", "Parties shall meet", "]", "after")
    assert texts(taken(document, bracketing.lift(document, first(document)))) == [
        "before",
        "Parties shall meet",
        "after",
    ]


def table(*cells: str) -> dict[str, Any]:
    row = [{"type": "cell", "content": [drafts.text(cell)]} for cell in cells]
    return {"type": "table", "attrs": {"id": "t000000000"}, "content": [{"type": "row", "content": row}]}


footnote = {"type": "footnote", "attrs": {"label": "1"}, "content": [drafts.text("see annex")]}


# Delete


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Parties [shall] meet"], ["Parties meet"]),
        (["Parties meet [in June]."], ["Parties meet."]),
        (["Parties meet [in June]"], ["Parties meet"]),
        (["[All] Parties meet"], ["Parties meet"]),
        (["Parties [, in due course,] meet"], ["Parties meet"]),
        (["Parties[, in due course,] meet"], ["Parties meet"]),
        (["[[All] Parties] meet"], ["[Parties] meet"]),
        (["a", "[whole]", "b"], ["a", "b"]),
        (["a", "[whole", "", "more]", "b"], ["a", "b"]),
        (["a", "kept [whole", "more] kept too", "b"], ["a", "kept", "kept too", "b"]),
        (["a", "", "[x]"], ["a", ""]),
        (["[only]"], [""]),
        (["[one", "two]"], [""]),
    ],
)
def test_deleting_leaves_no_double_blank_and_no_empty_paragraph(before: list[str], after: list[str]):
    document = load(*before)
    at = first(document, "[All" if before[0].startswith("[[") else "[")
    assert texts(taken(document, bracketing.delete(document, at))) == after


@pytest.mark.parametrize(("sign", "after"), [("[a", "x [b] / [c] y"), ("[b", "x [a] / [c] y"), ("[c", "x [a] / [b] y")])
def test_deleting_one_alternative_takes_its_slash_along(sign: str, after: str):
    document = load("x [a] / [b] / [c] y")
    assert texts(taken(document, bracketing.delete(document, first(document, sign)))) == [after]


def test_deleting_around_footnotes_breaks_and_cells_keeps_their_edges():
    content = [drafts.text("x"), footnote, drafts.text(" [a] y"), {"type": "break"}, drafts.text("[b] z")]
    document = load(drafts.paragraph("p000000000", *content), table("[c] d", "e"))
    for sign in ("[a", "[b", "[c"):
        document = taken(document, bracketing.delete(document, first(document, sign)))
    assert texts(document) == ["x see annex  y\nz", "d\te"]


# Choose and merge


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Parties [shall - EU / should - US] meet", ["Parties shall meet", "Parties should meet"]),
        ("Parties [shall][should] meet", ["Parties shall meet", "Parties should meet"]),
        ("Parties [a - EU]/[b] / [c] meet", ["Parties a meet", "Parties b meet", "Parties c meet"]),
        ("Parties [a / b][c] meet", ["Parties [a / b] meet", "Parties c meet"]),
        ("Parties [ / soon - EU] meet", ["Parties meet", "Parties soon meet"]),
        ("Parties [[[a / b]] - EU / c] meet", ["Parties a / b meet", "Parties c meet"]),
        ("Parties [shall - EU] meet", ["Parties shall meet"]),
        ("x [[a] or b - EU]", ["x [a] or b"]),
    ],
)
def test_an_alternative_takes_the_place_of_the_whole_choice(text: str, outcomes: list[str]):
    document = load(text)
    for at, outcome in enumerate(outcomes):
        assert texts(taken(document, bracketing.choose(document, first(document), at))) == [outcome]
    for at in (-1, len(outcomes), True, "0"):
        assert refusal(lambda at=at: bracketing.choose(document, first(document), at)).code == "out_of_range"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "at", "index", "after"),
    [
        ("x [a - EU / b - US][c] y", 2, 0, "x [a - EU][c] y"),
        ("x [a - EU / b - US; EU delete][c] y", 2, 1, "x [b - US; EU delete][c] y"),
        ("x [c][EU: a / b] y", 5, 0, "x [c][EU: a] y"),
        ("x [c] / [a / b] y", 8, 1, "x [c] / [b] y"),
        ("x [a / [b][d]] / [c] y", 2, 1, "x [[b][d]] / [c] y"),
    ],
)
def test_the_wordings_of_one_bracket_of_a_row_can_be_chosen_from_first(text: str, at: int, index: int, after: str):
    document = load(text)
    mark = Mark(first(document).block, at)
    found = bracketing.around(document, bracketing.position_of(document, mark), KNOWN)
    assert len(found.within) == 2
    assert texts(taken(document, bracketing.choose_within(document, mark, index))) == [after]
    assert refusal(lambda: bracketing.choose_within(document, mark, 2)).code == "out_of_range"


def test_a_bracket_that_stands_alone_is_settled_as_a_whole():
    document = load("x [a / b] y")
    assert refusal(lambda: bracketing.choose_within(document, first(document), 0)).code == "bracket_not_found"
    assert bracketing.around(document, 3, KNOWN).within == ()


def test_alternatives_that_are_whole_paragraphs_leave_only_the_chosen_ones():
    document = load("a", "[One.", "Two. - EU / Three.", "Four. - US]", "b")
    assert texts(taken(document, bracketing.choose(document, first(document), 0))) == ["a", "One.", "Two.", "b"]
    assert texts(taken(document, bracketing.choose(document, first(document), 1))) == ["a", "Three.", "Four.", "b"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Parties [shall][should] meet", "Parties [shall / should] meet"),
        ("Parties [shall - EU]/[should - US; G77 delete] meet", "Parties [shall - EU / should - US; G77 delete] meet"),
        ("Parties [a / b][c] meet", "Parties [a / b / c] meet"),
        ("Parties [shall] and/or [should] meet", "Parties [shall / should] meet"),
    ],
)
def test_brackets_beside_each_other_become_one_with_slashes(text: str, after: str):
    document = load(text)
    assert texts(taken(document, bracketing.merge(document, first(document)))) == [after]


def test_merging_keeps_marks_and_footnotes():
    strong = {"type": "strong"}
    content = [drafts.text("[shall", strong), footnote, drafts.text(" - EU][should]")]
    document = load(drafts.paragraph("p000000000", *content))
    after = taken(document, bracketing.merge(document, first(document)))
    assert next(blocks(after.json()))["content"] == [
        drafts.text("["),
        drafts.text("shall", strong),
        footnote,
        drafts.text(" - EU / should]"),
    ]


# Refusals


@pytest.mark.parametrize(
    ("code", "doing"),
    [
        ("out_of_range", lambda one: bracketing.bracket(one, 0, 3)),
        ("out_of_range", lambda one: bracketing.bracket(one, 1, 10_000)),
        ("out_of_range", lambda one: bracketing.bracket(one, -1, 3)),
        ("out_of_range", lambda one: bracketing.bracket(one, "1", 3)),
        ("nothing_selected", lambda one: bracketing.bracket(one, 3, 3)),
        ("nothing_selected", lambda one: bracketing.bracket(one, 5, 3)),
        ("brackets_cross", lambda one: bracketing.bracket(one, *selected(one, "[may"))),
        ("unknown_party", lambda one: bracketing.bracket(one, 1, 3, [Attribution("Ruritania", "propose")])),
        ("crosses_table", lambda one: bracketing.bracket(one, 1, selected_cell(one))),
        ("bracket_not_found", lambda one: bracketing.lift(one, Mark("p000000000", 0))),
        ("bracket_not_found", lambda one: bracketing.delete(one, Mark("nowhere", 0))),
        ("bracket_not_found", lambda one: bracketing.choose(one, Mark("p000000000", -5), 0)),
        ("no_alternatives_beside", lambda one: bracketing.merge(one, first(one))),
        ("crosses_table", lambda one: bracketing.delete(one, first(one, "[c"))),
    ],
)
def test_what_can_not_be_done_is_refused(code: str, doing: Callable[[Document], Any]):
    document = load("Parties [may] meet", table("a [c", "d] e"), "😀")
    assert refusal(lambda: doing(document)).code == code


def selected_cell(document: Document) -> int:
    found = document.block("t000000000")
    assert found
    return found[0] + 4


def test_half_a_footnote_and_half_an_emoji_are_no_selection():
    document = load(drafts.paragraph("p000000000", drafts.text("😀 x"), footnote, drafts.text(" y")))
    assert refusal(lambda: bracketing.bracket(document, 1, 2)).code == "out_of_range"
    assert refusal(lambda: bracketing.bracket(document, 4, 8)).code == "crosses_footnote"
    inside = taken(document, bracketing.bracket(document, 6, 9, [EU]))
    assert texts(inside) == ["😀 x [see - EU] annex  y"]


# Any text

documents = st.lists(drafts.contents, min_size=1, max_size=4).map(
    lambda contents: drafts.document(
        *(drafts.paragraph(drafts.block_id(at), *content) for at, content in enumerate(contents)), table("a b", "c [d]")
    )
)
attributions = st.lists(st.builds(Attribution, st.sampled_from(KNOWN.names), st.sampled_from(STANCES)), max_size=3)


paired = st.recursive(
    st.sampled_from(
        (*drafts.WORDS[:7], "😀", drafts.FAMILY, drafts.LAO, " / ", " - EU", "US: ", "–", "[[a / b]]", ",")
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(" ".join).map(lambda words: f"[{words}]"),
    max_leaves=4,
)
paired_contents = st.lists(
    st.one_of(
        st.builds(
            lambda words, marks: drafts.text(" ".join(words), *marks),
            st.lists(paired, min_size=1, max_size=4),
            drafts.mark_sets,
        ),
        drafts.breaks,
        st.just(footnote),
    ),
    max_size=4,
).map(drafts.normal)
documents_with_pairs = st.lists(paired_contents, min_size=1, max_size=3).map(
    lambda contents: drafts.document(
        *(drafts.paragraph(drafts.block_id(at), *content) for at, content in enumerate(contents)), table("a b", "c [d]")
    )
)


def is_place(document: Document, position: int) -> bool:
    try:
        bracketing.mark_at(document, position)
    except Refused:
        return False
    return True


@given(documents_with_pairs, st.data(), attributions)
def test_lifting_after_bracketing_is_the_identity(doc: dict[str, Any], data: st.DataObject, about: list[Attribution]):
    document = authority.load(doc, 0)
    places = [at for at in range(document.size) if is_place(document, at)]
    start, end = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
    try:
        steps = bracketing.bracket(document, start, end, about)
    except Refused as refused:
        assert refused.code in ("nothing_selected", "brackets_cross", "crosses_table", "crosses_footnote")
        return
    after = taken(document, steps)
    mark = bracketing.mark_at(after, steps[-1]["from"])
    assert bracketing.position_of(after, mark) == steps[-1]["from"]
    lifted = taken(after, bracketing.lift(after, mark))
    assert lifted.json() == document.json()


@given(documents, st.data())
def test_whatever_is_done_to_any_bracket_can_be_undone_and_leaves_a_sound_text(
    doc: dict[str, Any], data: st.DataObject
):
    document = authority.load(doc, 0)
    rows = [(block["attrs"]["id"], plain_text(block)) for block in blocks(doc)]
    choices = read(rows).choices
    assume(choices)
    choice = data.draw(st.sampled_from(choices))
    words = [one.words for one in choice.alternatives]
    index = data.draw(st.integers(0, len(words) - 1))
    for doing in (
        lambda: bracketing.lift(document, choice.open),
        lambda: bracketing.delete(document, choice.open),
        lambda: bracketing.choose(document, choice.open, index),
        lambda: bracketing.merge(document, choice.open),
    ):
        try:
            steps = doing()
        except Refused as refused:
            assert refused.code in ("no_alternatives_beside", "crosses_footnote", "crosses_table", "out_of_range")
            continue
        taken(document, steps)


@given(documents)
def test_lifting_any_bracket_takes_one_pair_and_no_words(doc: dict[str, Any]):
    document = authority.load(doc, 0)
    before = find([("", "\n".join(texts(document)))])
    assume(before.pairs)
    after = taken(document, bracketing.lift(document, first(document, "[d")))
    assert "".join(texts(after)).replace("]", "") == "".join(texts(document)).replace("]", "").replace("[d", "d", 1)


def test_a_real_draft_can_be_bracketed_and_lifted_anywhere(corpus: Path):
    name = "2015-12-04-draft-agreement.md"
    document = authority.load(formats.read(name, (corpus / "paris" / name).read_bytes()).doc, 0)
    chance = random.Random(4)
    done = 0
    for _ in range(150):
        start = chance.randrange(document.size)
        try:
            steps = bracketing.bracket(
                document, start, start + chance.choice((5, 30, 200, 2000)), [EU, US][: chance.randrange(3)]
            )
        except Refused:
            continue
        after = taken(document, steps)
        lifted = taken(after, bracketing.lift(after, bracketing.mark_at(after, steps[-1]["from"])))
        assert lifted.json() == document.json()
        done += 1
    assert done > 20


def test_every_choice_of_a_real_draft_can_be_made(corpus: Path):
    name = "2015-12-04-draft-agreement.md"
    document = authority.load(formats.read(name, (corpus / "paris" / name).read_bytes()).doc, 0)
    rows = [(block["attrs"]["id"], plain_text(block)) for block in blocks(document.json())]
    several = [choice for choice in read(rows).choices if len(choice.alternatives) > 1]
    for choice in several[::4]:
        after = taken(document, bracketing.choose(document, choice.open, 0))
        assert choice.alternatives[0].words.split("\n")[0] in "\n".join(texts(after))
        assert "".join(texts(after)).count("[") < "".join(texts(document)).count("[")


@pytest.mark.parametrize(
    ("place", "words", "alternatives", "beside"),
    [
        ("shall", "shall", ("shall", "should"), True),
        ("[should", "should", ("shall", "should"), True),
        ("small", "small", ("small", "large"), False),
        ("inner", "inner", ("inner",), False),
        ("outer", "outer [inner] - EU", ("outer [inner]",), False),
    ],
)
def test_the_bracket_around_a_place_is_the_innermost_with_its_row(
    place: str, words: str, alternatives: tuple[str, ...], beside: bool
) -> None:
    document = load(
        "We [shall][should] bring [small / large] things [outer [inner] - EU].".replace(
            "small / large", "small - US / large - EU"
        )
    )
    found = bracketing.around(document, 1 + texts(document)[0].index(place))
    assert found.alternatives == alternatives and found.beside is beside
    if place != "small":
        assert found.words == words


def test_right_beside_a_bracket_is_at_it_and_elsewhere_is_none() -> None:
    document = load("We [shall] meet [ again.")
    assert bracketing.around(document, 4).words == bracketing.around(document, 11).words == "shall"
    for position in (1, 3, 14, 18, 22):
        with pytest.raises(Refused) as refusal:
            bracketing.around(document, position)
        assert refusal.value.code == "bracket_not_found"
