from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import amendments
from communique.domain.texts.amendments import Carried, Hunk, carry, conflicts, propose
from communique.domain.texts.authority import Accepted, Document, load, receive
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, insertion, paragraph, text

HERE = block_id(1)
"""The paragraph that the tests amend; one stands before it, one after it."""


def between(*content: Any) -> Document:
    return load(drafts.document("Before it.", paragraph(HERE, *content), "After it."), 0)


def after(document: Document, *steps: dict[str, Any]) -> Accepted:
    outcome = receive(document, document.version, list(steps))
    assert isinstance(outcome, Accepted), outcome
    return outcome


def content_of(document: Document) -> list[dict[str, Any]]:
    found = document.block(HERE)
    assert found is not None
    return found[1].get("content", [])


def refusal(document: Document, paragraph_id: Any, content: Any) -> str:
    with pytest.raises(Refused) as refused:
        propose(document, paragraph_id, content)
    return refused.value.code


# Proposing


def test_a_changed_word_is_one_hunk_at_its_place():
    document = between("Parties shall be opened.")
    assert propose(document, HERE, [text("Parties should be opened.")]) == (Hunk(21, 26, "shall", (text("should"),)),)


def test_positions_count_an_emoji_as_two():
    assert propose(between("😀 shall"), HERE, [text("😀 may")]) == (Hunk(16, 21, "shall", (text("may"),)),)


def test_a_word_that_becomes_strong_is_replaced_by_itself():
    strong = text("shall", {"type": "strong"})
    (hunk,) = propose(between("Parties shall meet"), HERE, [text("Parties "), strong, text(" meet")])
    assert (hunk.deleted, hunk.insert) == ("shall", (strong,))


def test_a_proposal_comes_in_normal_form():
    raw = [text("Parties "), {"type": "text", "text": "sh", "marks": []}, text("ould"), text(" meet")]
    (hunk,) = propose(between("Parties shall meet"), HERE, raw)
    assert hunk.insert == (text("should"),)
    link = {"type": "link", "attrs": {"href": "https://example.org/"}}
    (hunk,) = propose(between("Parties"), HERE, [text("Parties", {"type": "em"}, link)])
    assert [mark["type"] for mark in hunk.insert[0]["marks"]] == ["link", "em"]
    assert hunk.insert[0]["marks"][0]["attrs"] == {"href": "https://example.org/", "title": ""}


def test_what_changes_nothing_is_refused():
    assert (
        refusal(
            between("Parties ", text("shall", {"type": "em"})),
            HERE,
            [text("Par"), text("ties "), text("shall", {"type": "em", "attrs": {}})],
        )
        == "no_change"
    )
    assert refusal(between(), HERE, []) == "no_change"


@pytest.mark.parametrize("paragraph_id", ["nowhere000", "", None, 5, ["p000000001"]])
def test_a_paragraph_that_is_not_there_is_refused(paragraph_id: Any):
    assert refusal(between("Parties"), paragraph_id, [text("x")]) == "no_such_paragraph"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "malformed_content"),
        ("Parties", "malformed_content"),
        ([paragraph("p999999999")], "malformed_content"),
        ([text("")], "malformed_content"),
        ([text("x", {"type": "blink"})], "malformed_content"),
        ([text("x", {"type": "link", "attrs": {"href": "javascript:x"}})], "unsafe_link"),
        ([text("x\u202e")], "unsafe_character"),
        ([{"type": "footnote", "attrs": {"label": 1}}], "bad_attribute"),
        ([text("x" * (amendments.SIZE + 1))], "too_many_steps"),
    ],
)
def test_a_proposal_passes_the_same_checks_as_a_step(content: Any, code: str):
    assert refusal(between("Parties"), HERE, content) == code


def test_a_table_is_not_amended_as_a_whole():
    cell = {"type": "cell", "attrs": {"header": False}, "content": [text("x")]}
    table = {"type": "table", "attrs": {"id": HERE}, "content": [{"type": "row", "content": [cell]}]}
    assert refusal(load(drafts.document(table), 0), HERE, [text("y")]) == "malformed_content"


# Accepting


@settings(deadline=None, max_examples=100)
@given(drafts.contents, drafts.contents)
def test_an_accepted_amendment_makes_the_paragraph_say_exactly_what_was_proposed(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
):
    document = between(*old)
    try:
        hunks = propose(document, HERE, new)
    except Refused as refused:
        assert refused.code == "no_change"
        assert old == new
        return
    outcome = after(document, *amendments.steps(document, hunks))
    assert content_of(outcome.document) == new
    assert outcome.touched == (HERE,)


def test_the_last_hunk_goes_first_so_that_each_is_in_its_place():
    document = between("Parties shall be opened for all members")
    hunks = propose(document, HERE, [text("All Parties should be opened for members")])
    steps = amendments.steps(document, hunks)
    assert [step["from"] for step in steps] == sorted((hunk.start for hunk in hunks), reverse=True)
    assert steps == amendments.steps(document, hunks[::-1])


@pytest.mark.parametrize(
    "hunk", [Hunk(21, 26, "other", ()), Hunk(12, 13, "", ()), Hunk(26, 900, "x", ()), Hunk(900, 900, "", ())]
)
def test_hunks_that_are_not_of_this_version_make_no_steps(hunk: Hunk):
    with pytest.raises(Refused) as refused:
        amendments.steps(between("Parties shall be opened."), [hunk])
    assert refused.value.code == "step_failed"


# Carrying

SHALL = Hunk(21, 26, "shall", (text("should"),))
"""In ``between("Parties shall be opened.")``, where the paragraph's words begin at 13."""
NOT = Hunk(27, 27, "", (text("not "),))


def carried(hunk: Hunk, *steps: dict[str, Any]) -> tuple[int, int, bool]:
    document = between("Parties shall be opened.")
    result = carry([hunk], after(document, *steps).maps)
    return result.hunks[0].start, result.hunks[0].end, result.lost


def test_words_before_an_amendment_move_it_and_words_after_it_do_not():
    assert carried(SHALL, insertion(1, "Long ")) == (26, 31, False)
    assert carried(SHALL, insertion(13, to=21)) == (13, 18, False)
    assert carried(SHALL, insertion(30, "now ")) == (21, 26, False)


def test_what_is_typed_at_the_edge_of_an_amendment_stays_outside_of_it():
    assert carried(SHALL, insertion(21, "now ")) == (25, 30, False)
    assert carried(SHALL, insertion(26, " now")) == (21, 26, False)
    assert carried(SHALL, insertion(13, "All ", to=21)) == (17, 22, False)
    assert carried(SHALL, insertion(26, "!", to=30)) == (21, 26, False)


@pytest.mark.parametrize(
    "step",
    [insertion(23, "x"), insertion(22, to=23), insertion(21, "may", to=26), insertion(20, to=22), insertion(0, to=38)],
)
def test_an_amendment_is_lost_when_words_under_it_change(step: dict[str, Any]):
    assert carried(SHALL, step)[2]


def test_an_insertion_stays_before_the_words_that_followed_it():
    assert carried(NOT, insertion(27, "indeed ")) == (34, 34, False)
    assert carried(NOT, insertion(21, "may ", to=27)) == (25, 25, False)
    assert carried(NOT, insertion(27, "remain", to=29)) == (27, 27, False)


def test_an_insertion_is_lost_when_both_of_its_sides_go_at_once():
    assert carried(NOT, insertion(21, "may be", to=29))[2]
    assert carried(NOT, insertion(12, to=38))[2]


def test_an_amendment_of_a_deleted_paragraph_is_lost_however_it_goes():
    assert carried(SHALL, insertion(12, to=38))[2]
    assert carried(SHALL, insertion(13, to=37), insertion(12, to=14))[2]
    assert carried(NOT, insertion(13, to=37), insertion(12, to=14))[2]


def test_a_new_kind_a_number_or_marks_for_the_paragraph_lose_nothing():
    retyped = {
        "stepType": "replaceAround",
        "from": 12,
        "to": 38,
        "gapFrom": 13,
        "gapTo": 37,
        "insert": 1,
        "slice": {"content": [{"type": "heading", "attrs": {"id": HERE}}]},
        "structure": True,
    }
    strong = {"stepType": "addMark", "mark": {"type": "strong"}, "from": 13, "to": 30}
    number = {"stepType": "attr", "pos": 12, "attr": "number", "value": "4."}
    assert carried(SHALL, number, strong, retyped) == (21, 26, False)


def test_an_amendment_that_was_carried_can_still_be_accepted():
    document = between("Parties shall be opened.")
    hunks = propose(document, HERE, [text("Parties should not be opened 😀.")])
    outcome = after(document, insertion(1, "😀 "), insertion(33, text("now ", {"type": "em"})), insertion(16, "All "))
    later = carry(hunks, outcome.maps)
    assert not later.lost
    done = after(outcome.document, *amendments.steps(outcome.document, later.hunks))
    assert content_of(done.document) == [
        text("All Parties should not be "),
        text("now ", {"type": "em"}),
        text("opened 😀."),
    ]


def test_what_was_lost_stays_lost():
    assert carry([SHALL], [(40, 1, 0)], lost=True) == Carried((SHALL,), lost=True)
    assert carry([SHALL], [], lost=True).lost
    assert carry([SHALL], [(20, 9, 0), (20, 0, 9)]).lost


ranges = st.tuples(st.integers(0, 30), st.integers(0, 6), st.integers(0, 6))


@st.composite
def step_maps(draw: st.DrawFn) -> tuple[int, ...]:
    """A map of one range, or of two around a gap."""
    start, old, new = draw(ranges)
    if draw(st.booleans()):
        return start, old, new
    gap = draw(st.integers(1, 5))
    _, old_after, new_after = draw(ranges)
    return start, old, new, start + old + gap, old_after, new_after


@settings(max_examples=400)
@given(st.lists(step_maps(), max_size=5), st.integers(0, 25), st.integers(0, 6))
def test_a_hunk_is_lost_exactly_when_its_words_no_longer_stand_together(
    maps: list[tuple[int, ...]], start: int, length: int
):
    """Against a model in which each sign of the text has a name of its own."""
    signs = list(range(60))
    fresh = iter(range(1000, 9000))
    inside, right = signs[start : start + length], signs[start + length]
    for one in maps:
        for at in range(len(one) - 3, -1, -3):
            begin, old, new = one[at : at + 3]
            signs[begin : begin + old] = [next(fresh) for _ in range(new)]
    later = carry([Hunk(start, start + length, "", ())], maps)
    (hunk,) = later.hunks
    if length:
        together = inside[0] in signs and signs[(at := signs.index(inside[0])) : at + length] == inside
        assert later.lost is not together
        if together:
            assert (hunk.start, hunk.end) == (at, at + length)
    elif right in signs:
        assert not later.lost
        assert hunk.start == hunk.end == signs.index(right)


NAMED = [chr(ord("а") + at) for at in range(24)]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_amendments_of_untouched_words_keep_pointing_at_them(data: st.DataObject):
    """Random typing, deleting and splitting in a real document; every word in it is one of a kind."""
    document = load(drafts.document(*(" 😀 ".join(NAMED[at : at + 6]) for at in range(0, 24, 6))), 0)
    hunks = {}
    for word in NAMED:
        home = block_id(NAMED.index(word) // 6)
        found = document.block(home)
        assert found
        changed = found[1]["content"][0]["text"].replace(word, "other")
        (hunks[word],) = propose(document, home, [text(changed)])
    maps: list[tuple[int, ...]] = []
    for number in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, document.size))
        end = min(document.size, start + data.draw(st.integers(0, 40)))
        halves = {"content": [paragraph(f"n{number:09d}"), paragraph(f"m{number:09d}")], "openStart": 1, "openEnd": 1}
        step = data.draw(
            st.sampled_from(
                [
                    insertion(start, to=end),
                    insertion(start, "ab 😀", to=end),
                    insertion(start, "ab"),
                    insertion(start) | {"slice": halves},
                    {"stepType": "addMark", "mark": {"type": "em"}, "from": start, "to": end},
                ]
            )
        )
        outcome = receive(document, document.version, [step])
        if isinstance(outcome, Accepted):
            document, maps = outcome.document, [*maps, *outcome.maps]
    rest = "\n".join("".join(node["text"] for node in block.get("content", ())) for block in document.json()["content"])
    for word, hunk in hunks.items():
        later = carry([hunk], maps)
        assert later.lost is (word not in rest)
        if not later.lost:
            assert amendments.steps(document, later.hunks)


# Conflicts


def test_amendments_of_the_same_words_conflict():
    assert conflicts([SHALL], [Hunk(24, 29, "", ())])
    assert conflicts([NOT, SHALL], [SHALL])
    assert conflicts([Hunk(20, 30, "", ())], [NOT])


def test_amendments_beside_each_other_do_not_conflict():
    assert not conflicts([SHALL], [Hunk(26, 29, "", ()), Hunk(21, 21, "", (text("x"),))])
    assert not conflicts([NOT], [NOT])
    assert not conflicts([], [SHALL])


hunks_anywhere = st.builds(lambda start, size: Hunk(start, start + size, "", ()), st.integers(0, 12), st.integers(0, 5))


@given(hunks_anywhere, hunks_anywhere)
def test_two_amendments_conflict_exactly_when_accepting_one_would_lose_the_other(one: Hunk, other: Hunk):
    def loses(taken: Hunk, left: Hunk) -> bool:
        return carry([left], [(taken.start, taken.end - taken.start, 3)]).lost

    assert conflicts([one], [other]) is (loses(one, other) or loses(other, one))
    assert conflicts([one], [other]) is conflicts([other], [one])
