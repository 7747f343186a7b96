from __future__ import annotations

from dataclasses import replace

import pytest

from communique.domain.texts import soundness
from communique.domain.texts.compile import (
    CLEAN,
    Tabled,
    compile,
    delegation,
)
from communique.domain.texts.document import words
from communique.domain.texts.operations import Hunk, Proposal
from communique.domain.texts.parties import Parties
from tests.domain.texts.compile.drafts import FIRST, SECOND, SHALL, THIRD, lines, of, tabled
from tests.domain.texts.drafts import text


def test_clean_is_the_text_without_names_and_notes_with_its_brackets():
    document = of(
        "The Parties [shall - EU, G77 retain / should - US] [promptly - G77 delete] meet {under discussion}.",
        "{Placeholder for the preamble}",
        "[EU: All][some] of [[them]] [– as agreed –] here [x / y]",
        "[[[and / or]] - EU]",
    )
    assert lines(compile(document, [], CLEAN)) == [
        "1. The Parties [shall / should] [promptly] meet.",
        "3. [All][some] of [[them]] [– as agreed –] here [x / y]",
        "4. [[[and / or]]]",
    ]


def test_clean_leaves_amendments_out():
    amendment = tabled(1, SHALL, "EU", "Parties should be opened.")
    assert compile(SHALL, [amendment], CLEAN).doc == SHALL.json()


def test_clean_leaves_names_out_of_a_bracket_over_several_paragraphs_and_of_tables():
    cell = {"type": "cell", "attrs": {"header": False}, "content": [text("[all - EU] now")]}
    other = {"type": "cell", "attrs": {"header": False}, "content": [text("[some - US; G77 delete]")]}
    table = {"type": "table", "attrs": {"id": THIRD}, "content": [{"type": "row", "content": [cell, other]}]}
    document = of("[Parties shall", "be opened - EU, JP; US delete]", table)
    assert lines(compile(document, [], CLEAN)) == ["1. [Parties shall", "2. be opened]", "[all] now\t[some]"]


def test_a_text_of_which_nothing_is_left_keeps_a_block():
    document = of("{nothing yet}")
    compiled = compile(document, [], CLEAN)
    assert soundness.document(compiled.doc, "malformed_text") == compiled.doc
    assert words(compiled.doc) == ["1"]


def test_a_delegation_has_its_own_amendments_and_those_it_joined():
    own = tabled(1, SHALL, "EU", "Parties should be opened.")
    joined = tabled(2, SHALL, "US, EU", "Parties shall be closed.")
    foreign = tabled(3, SHALL, "US", "All Parties shall be opened.")
    opposed = tabled(4, SHALL, "US", {"kind": "delete", "paragraph": SECOND}, EU="oppose")
    assert lines(compile(SHALL, [own, joined, foreign, opposed], delegation("EU"))) == [
        "1. Parties should be closed.",
        "2. The second.",
        "3. The third.",
    ]


def test_of_supported_amendments_it_has_those_that_go_with_its_own_the_earlier_first():
    own = tabled(3, SHALL, "EU", "Parties should be opened.")
    rival = tabled(1, SHALL, "US", "Parties may be opened.", EU="support")
    early = tabled(2, SHALL, "US", "Parties shall be closed.", EU="support")
    late = tabled(4, SHALL, "JP", "Parties shall be widened.", EU="support")
    compiled = compile(SHALL, [late, rival, own, early], delegation("EU"))
    assert lines(compiled)[0] == "1. Parties should be closed."
    assert [(note.code, dict(note.facts)) for note in compiled.notes] == [
        ("clashes", {"amendment": 1, "other": 3}),
        ("clashes", {"amendment": 4, "other": 2}),
    ]


def test_a_remark_is_left_out_of_the_clean_text_and_chooses_nothing():
    document = of("Parties shall act [promptly][US: delete] now.")
    assert lines(compile(document, [], CLEAN)) == ["1. Parties shall act [promptly] now."]
    for party in ("US", "EU"):
        assert lines(compile(document, [], delegation(party))) == ["1. Parties shall act [promptly][US: delete] now."]


def test_a_delegation_is_found_by_any_spelling_of_its_name():
    own = tabled(1, SHALL, "European Union", "Parties should be opened.")
    assert lines(compile(SHALL, [own], delegation("EU")))[0] == "1. Parties should be opened."


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("EU", "The Parties shall meet [x / y / z] and decide now."),
        ("US", "The Parties should meet [x / y / z] and [decide - EU; JP delete] now."),
        ("G77", "The Parties shall meet [x / y / z] and [decide - EU; JP delete] now."),
        ("JP", "The Parties [shall - EU, G77 retain / should - US] meet [x / y / z] and now."),
        (
            "China",
            "The Parties [shall - EU, G77 retain / should - US] meet [x / y / z] and [decide - EU; JP delete] now.",
        ),
    ],
)
def test_its_alternatives_are_chosen_and_what_it_would_delete_is_gone(party: str, said: str):
    document = of(
        "The Parties [shall - EU, G77 retain / should - US] meet [x / y / z] and [decide - EU; JP delete] now."
    )
    assert lines(compile(document, [], delegation(party))) == [f"1. {said}"]


@pytest.mark.parametrize(
    ("words_before", "party", "words_after"),
    [
        ("a [b - EU / c - US delete / d] e", "US", "a [b - EU / d] e"),
        ("a [b - US delete / c / d] e", "US", "a [c / d] e"),
        ("a [b - US delete / c - US delete / d] e", "US", "a [d] e"),
        ("a [b - EU][c - US delete] e", "US", "a [b - EU] e"),
        ("a [b - US delete]/[c - EU] e", "US", "a [c - EU] e"),
        ("a [b - EU][c - US] e", "US", "a c e"),
        ("a [b - US delete], e", "US", "a, e"),
        ("a [b [c - US] d - US / e] f", "US", "a b c d f"),
        ("a [[[and / or]] - EU] b", "EU", "a and / or b"),
        ("[EU: Parties] shall", "EU", "Parties shall"),
        ("a [b - EU / c - EU] d", "EU", "a [b - EU / c - EU] d"),
    ],
)
def test_choices_are_made_in_every_form(words_before: str, party: str, words_after: str):
    assert lines(compile(of(words_before), [], delegation(party))) == [f"1. {words_after}"]


def test_who_stands_behind_several_alternatives_chooses_none_and_the_notes_say_so():
    (note,) = compile(of("a [b - EU / c - EU] d"), [], delegation("EU")).notes
    assert (note.code, dict(note.facts)) == (
        "several_alternatives",
        {"party": "EU", "paragraph": FIRST, "words": ["b", "c"]},
    )


PARTIES = Parties.of([("Germany", ()), ("EU", ()), ("China", ()), ("BASIC", ()), ("BRICS", ()), ("US", ())])


@pytest.mark.parametrize(
    ("words", "as_germany"),
    [
        ("a [b - EU / c - US] d", "a b d"),
        ("a [b - EU, Germany retain / c - US] d", "a b d"),
        ("a [b - EU / c - Germany] d", "a c d"),
        ("a [b - EU; Germany delete / c - US] d", "a [c - US] d"),
        ("a [b - US; EU delete] d", "a d"),
        ("a [b - US; EU delete; Germany retain] d", "a b d"),
        ("a [b - US / c - BASIC] d", "a [b - US / c - BASIC] d"),
    ],
)
def test_where_a_member_says_nothing_its_group_speaks_for_it(words: str, as_germany: str):
    assert lines(compile(of(words), [], delegation("Germany"), parties=PARTIES)) == [f"1. {as_germany}"]


@pytest.mark.parametrize(
    ("words", "groups", "at_issue"),
    [
        ("a [b - BASIC / c - BRICS] d", ["BASIC", "BRICS"], ["b", "c"]),
        ("a [b - BASIC; BRICS delete] d", ["BASIC", "BRICS"], ["b"]),
    ],
)
def test_where_the_groups_of_a_member_disagree_nothing_is_chosen_and_the_notes_say_so(
    words: str, groups: list[str], at_issue: list[str]
):
    compiled = compile(of(words), [], delegation("China"), parties=PARTIES)
    assert lines(compiled) == [f"1. {words}"]
    (note,) = compiled.notes
    facts = {"party": "China", "paragraph": FIRST, "words": at_issue, "groups": groups}
    assert (note.code, dict(note.facts)) == ("groups_disagree", facts)


def test_of_groups_that_disagree_the_members_own_word_is_left():
    text = of("a [b - BASIC; China delete / c - BRICS] d")
    assert lines(compile(text, [], delegation("China"), parties=PARTIES)) == ["1. a c d"]


def test_the_amendments_of_its_groups_are_taken_after_its_own_and_none_that_it_speaks_against():
    ours = tabled(1, SHALL, "Germany", "Parties should be opened.")
    theirs = tabled(2, SHALL, "EU", "Parties must be opened.")
    assert lines(compile(SHALL, [theirs], delegation("Germany"), parties=PARTIES))[0] == "1. Parties must be opened."
    both = compile(SHALL, [ours, theirs], delegation("Germany"), parties=PARTIES)
    assert lines(both)[0] == "1. Parties should be opened."
    assert [(note.code, dict(note.facts)) for note in both.notes] == [("clashes", {"amendment": 2, "other": 1})]
    against = replace(theirs, stances={"Germany": "oppose"})
    assert lines(compile(SHALL, [against], delegation("Germany"), parties=PARTIES)) == lines(
        compile(SHALL, [], delegation("Germany"), parties=PARTIES)
    )
    backed = replace(tabled(3, SHALL, "US", "Parties may be opened."), stances={"EU": "support"})
    assert lines(compile(SHALL, [backed], delegation("Germany"), parties=PARTIES))[0] == "1. Parties may be opened."


def test_a_paragraph_that_a_delegation_would_delete_is_gone():
    document = of("[Parties shall", "meet. - US; EU delete]", "The third.")
    assert lines(compile(document, [], delegation("EU"))) == ["3. The third."]
    assert lines(compile(document, [], delegation("US"))) == ["1. Parties shall", "2. meet.", "3. The third."]


def test_an_amendment_that_is_not_at_this_version_is_not_taken_and_said():
    own = tabled(1, SHALL, "EU", "Parties should be opened.")
    lost = Tabled(2, 2, ("EU",), Proposal((Hunk(1, 4, "Xyz", ()),)))
    compiled = compile(SHALL, [lost, own], delegation("EU"))
    assert lines(compiled)[0] == "1. Parties should be opened."
    assert [(note.code, dict(note.facts)) for note in compiled.notes] == [
        ("not_at_this_version", {"amendment": 2, "why": "step_failed"})
    ]
