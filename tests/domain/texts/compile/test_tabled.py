from __future__ import annotations

from itertools import count

import pytest

from communique.domain.texts.authority import load
from communique.domain.texts.compile import (
    CLEAN,
    TABLED,
    Compiled,
    Tabled,
    View,
    compile,
    delegation,
    preview,
)
from communique.domain.texts.operations import Hunk, Operation, Proposal
from tests.domain.texts import drafts
from tests.domain.texts.compile.drafts import (
    FIRST,
    SECOND,
    SHALL,
    THIRD,
    as_tabled,
    first,
    lines,
    new,
    of,
    reading,
    tabled,
)
from tests.domain.texts.drafts import paragraph, text


def test_a_replacement_stands_behind_the_old_words_with_who_would_retain_them():
    amendment = tabled(1, SHALL, "EU", "Parties should be opened.", JP="support", G77="oppose")
    assert first(SHALL, amendment) == "Parties [shall - G77 retain / should - EU, JP] be opened."


def test_a_deletion_says_who_would_delete_and_who_retain():
    amendment = tabled(1, SHALL, "US", "Parties shall be.", G77="oppose")
    assert first(SHALL, amendment) == "Parties shall be [opened - US delete; G77 retain]."


def test_an_insertion_says_who_would_delete_it():
    amendment = tabled(1, SHALL, "EU", "Parties shall not be opened.", G77="oppose")
    assert first(SHALL, amendment) == "Parties shall [not - EU; G77 delete] be opened."


def test_sponsors_stand_first_and_who_reserves_stands_last():
    amendment = tabled(1, SHALL, "US, AOSIS", "Parties should be opened.", EU="reserve", JP="support")
    assert first(SHALL, amendment) == "Parties [shall / should - US, AOSIS, JP; EU reserve] be opened."


def test_who_can_live_with_it_or_waits_is_not_written_and_the_notes_say_so():
    amendment = tabled(1, SHALL, "US", "Parties should be opened.", EU="can_live_with", JP="awaiting")
    compiled = compile(SHALL, [amendment], TABLED)
    assert lines(compiled)[0] == "1. Parties [shall / should - US] be opened."
    assert [(note.code, dict(note.facts)) for note in compiled.notes] == [
        ("stance_not_written", {"amendment": 1, "party": "EU", "stance": "can_live_with"}),
        ("stance_not_written", {"amendment": 1, "party": "JP", "stance": "awaiting"}),
    ]


def test_amendments_that_overlap_are_alternatives_in_one_bracket():
    one = tabled(1, SHALL, "EU", "Parties should be opened.", G77="oppose")
    other = tabled(2, SHALL, "US", "Parties may be closed.", G77="oppose")
    wide = tabled(3, SHALL, "JP", "Parties will open.", EU="oppose")
    assert first(SHALL, one, wide, other) == (
        "Parties [shall be opened - G77 retain / should be opened - EU / may be closed - US"
        " / will open - JP; EU delete]."
    )


def test_amendments_beside_each_other_have_brackets_of_their_own():
    one = tabled(1, SHALL, "EU", "Parties should be opened.")
    other = tabled(2, SHALL, "US", "Parties shall be closed.")
    assert first(SHALL, one, other) == "Parties [shall / should - EU] be [opened / closed - US]."


def test_the_same_words_from_two_amendments_stand_once():
    one = tabled(1, SHALL, "EU", "Parties should be opened.", G77="oppose")
    other = tabled(2, SHALL, "US", "Parties should be opened.", JP="support", G77="oppose")
    assert first(SHALL, one, other) == "Parties [shall - G77 retain / should - EU, US, JP] be opened."


def test_a_bracket_is_never_cut_in_half():
    document = of("The Parties [shall] meet.")
    lifted = tabled(1, document, "EU", "The Parties shall meet.", G77="oppose")
    assert first(document, lifted) == "The Parties [[shall] - G77 retain / shall - EU] meet."
    bracketed = tabled(1, SHALL, "EU", "Parties [shall be] opened.")
    assert first(SHALL, bracketed) == "Parties [shall be / [shall be] - EU] opened."


def test_brackets_on_both_sides_of_a_slash_would_be_alternatives_and_are_one():
    document = of("men / women and [all] / none")
    one = tabled(1, document, "EU", "boys / women and [all] / none", US="oppose")
    other = tabled(2, document, "JP", "men / girls and [all] / some", US="oppose")
    assert first(document, one, other) == (
        "[[[men / women]] - US retain / [[boys / women]] - EU / [[men / girls]] - JP] and "
        "[[[[all] / none]] - US retain / [[[all] / some]] - JP]"
    )


def test_half_a_bracket_gets_its_partner_and_the_notes_say_so():
    document = of("The Parties [shall", "meet].")
    amendment = tabled(1, document, "EU", "The Parties should")
    compiled = compile(document, [amendment], TABLED)
    assert lines(compiled)[0] == "1. The Parties [[shall] / should - EU]"
    assert ("bracket_completed", {"amendment": 1, "paragraph": FIRST}) in [
        (n.code, dict(n.facts)) for n in compiled.notes
    ]


def test_words_that_look_like_a_bracket_of_ours_are_read_as_words():
    document = of("Parties and / or others - EU shall meet")
    amendment = tabled(1, document, "JP", "Parties - US; G77 delete shall meet", US="oppose")
    (choice,) = reading(compile(document, [amendment], TABLED).doc)
    assert [said for _, said in choice[1]] == [[("US", "retain")], [("JP", "propose")]]


def test_new_paragraphs_are_blocks_of_their_own_with_their_numbers():
    one = tabled(1, SHALL, "EU", new("All shall meet.", number="1 bis."), JP="support", G77="oppose")
    other = tabled(2, SHALL, "US", new("None shall.", number="1 ter."), EU="reserve")
    assert as_tabled(SHALL, other, one) == [
        "1. Parties shall be opened.",
        "1 bis. [All shall meet. - EU, JP; G77 delete]",
        "1 ter. [None shall. - US; EU reserve]",
        "2. The second.",
        "3. The third.",
    ]


def test_a_new_paragraph_can_be_the_first():
    amendment = tabled(1, SHALL, "EU", {"kind": "new", "after": "", "content": [text("Recalling,")], "number": ""})
    assert as_tabled(SHALL, amendment)[:2] == ["[Recalling, - EU]", "1. Parties shall be opened."]


def test_new_paragraphs_of_two_amendments_with_one_id_get_ids_of_their_own():
    block = paragraph("n000000000", "New.")
    some = [Tabled(at, at, ("EU",), Proposal((), (Operation("new", after=FIRST, block=block),))) for at in (1, 2)]
    fresh = (f"x{at:09d}" for at in count())
    compiled = compile(SHALL, some, TABLED, new_id=lambda: next(fresh))
    ids = [block["attrs"]["id"] for block in compiled.doc["content"]]
    assert ids == [FIRST, "n000000000", "x000000000", SECOND, THIRD]


def test_an_alternative_stands_behind_its_paragraph_and_the_alternatives_that_are_there():
    document = of("Parties shall meet.", paragraph(SECOND, "Parties may meet.", number="1 alt."), "The third.")
    alternative = {"kind": "alternative", "paragraph": FIRST, "content": [text("Parties should meet.")]}
    made = as_tabled(
        document, tabled(1, document, "EU", alternative, US="oppose"), tabled(2, document, "JP", new("Yes."))
    )
    assert [line.partition("[")[2] for line in made] == [
        "",
        "Yes. - JP]",
        "",
        "Parties should meet. - EU; US delete]",
        "",
    ]


def test_a_paragraph_to_be_deleted_is_bracketed_whole_around_what_is_asked_of_its_words():
    gone = tabled(1, SHALL, "US", {"kind": "delete", "paragraph": FIRST}, G77="oppose", JP="support")
    changed = tabled(2, SHALL, "EU", "Parties should be opened.", G77="oppose")
    assert first(SHALL, gone, changed) == (
        "[Parties [shall - G77 retain / should - EU] be opened. - US, JP delete; G77 retain]"
    )


def test_moves_merges_and_splits_are_notes():
    move = tabled(1, SHALL, "EU", {"kind": "move", "paragraph": FIRST, "after": THIRD}, JP="support", G77="oppose")
    merge = tabled(2, SHALL, "US", {"kind": "merge", "paragraph": SECOND}, EU="reserve")
    split = tabled(3, SHALL, "JP", {"kind": "split", "paragraph": THIRD, "at": 4})
    front = tabled(4, SHALL, "US", {"kind": "move", "paragraph": THIRD, "after": ""})
    assert as_tabled(SHALL, move, merge, split, front) == [
        "1. Parties shall be opened. {EU, JP: move after paragraph 3; G77 oppose}",
        "2. The second. {US: merge with paragraph 3; EU reserve}",
        "3. The {JP: split here} third. {US: move to the beginning}",
    ]


def test_a_paragraph_without_a_number_is_called_by_its_first_words():
    document = load(drafts.document("One is here.", "Two {x} [is] here and goes on."), 0)
    move = tabled(1, document, "EU", {"kind": "move", "paragraph": FIRST, "after": SECOND})
    assert as_tabled(document, move)[0] == "One is here. {EU: move after “Two (x) ⟦is⟧ here and goes”}"


def test_a_change_of_blanks_is_a_note():
    document = of("Parties  shall")
    compiled = compile(document, [tabled(1, document, "EU", "Parties shall")], TABLED)
    assert "{EU: replace “  ” by “ ”}" in lines(compiled)[0] or "{EU: delete “ ”}" in lines(compiled)[0]
    assert [note.code for note in compiled.notes] == ["written_as_note"]


def test_a_table_is_deleted_by_a_note_behind_it():
    cell = {"type": "cell", "attrs": {"header": False}, "content": [text("x")]}
    table = {"type": "table", "attrs": {"id": SECOND}, "content": [{"type": "row", "content": [cell]}]}
    document = of("Before.", table)
    proposal = Proposal((), (Operation("delete", paragraph=SECOND),))
    assert as_tabled(document, Tabled(1, 1, ("EU",), proposal, {"US": "oppose"})) == [
        "1. Before.",
        "x",
        "{EU: delete; US oppose}",
    ]


def test_what_has_no_place_in_this_version_is_left_out_and_said():
    one = Tabled(1, 1, ("EU",), Proposal((Hunk(9, 14, "other", (text("x"),)),)))
    far = Tabled(2, 2, ("EU",), Proposal((Hunk(9000, 9001, "a", ()), Hunk(12, 30, "a", ()))))
    gone = Tabled(3, 3, ("EU",), Proposal((), (Operation("delete", paragraph="nowhere000"),)))
    behind = Tabled(
        4, 4, ("EU",), Proposal((), (Operation("new", after="nowhere000", block=paragraph("n000000000", "x")),))
    )
    compiled = compile(SHALL, [one, far, gone, behind], TABLED)
    assert compiled.doc == SHALL.json()
    assert [(note.code, note.facts["amendment"]) for note in compiled.notes] == [
        ("words_gone", 1),
        ("words_gone", 2),
        ("words_gone", 2),
        ("paragraph_gone", 3),
        ("paragraph_gone", 4),
    ]


def test_without_amendments_the_text_as_tabled_is_the_text():
    assert compile(SHALL, [], TABLED) == Compiled(SHALL.json())


@pytest.mark.parametrize("view", [CLEAN, TABLED, delegation("EU"), preview(101)])
def test_blocks_that_stay_as_they_are_are_shared(view: View):
    amendment = tabled(1, SHALL, "EU", "Parties should be opened.")
    made = compile(SHALL, [amendment], view).doc["content"]
    assert all(one is other for one, other in zip(made[1:], SHALL.json()["content"][1:], strict=True))


@pytest.mark.parametrize(
    ("words", "asked", "as_read"),
    [
        (
            "take [a - EU / b - US] now",
            "take [a - EU / b - US / c] now",
            "take [a - EU / b - US / c - JP; G77 delete] now",
        ),
        ("take [a - EU] now", "take [c / a - EU] now", "take [c - JP; G77 delete / a - EU] now"),
        ("take [a] now", "take [a / and / or] now", "take [a [[[/ and / or]] - JP; G77 delete]] now"),
        ("take a ] now", "take a / c ] now", "take a [[[/ c]] - JP; G77 delete] ] now"),
        ("take [a][b] now", "take [a][b][c] now", "take [a][b][c - JP; G77 delete] now"),
        ("take [, as [b],] now", "take now", "take [[, as [b],] - JP delete; G77 retain] now"),
        ("take [, as agreed,] now", "take now", "take [, as agreed, - JP delete; G77 retain] now"),
        ("take [a - EU] now", "take now", "take [[a - EU] - JP delete; G77 retain] now"),
    ],
)
def test_what_is_added_to_a_bracket_or_takes_one_out_stands_in_that_bracket(words: str, asked: str, as_read: str):
    document = of(words)
    assert first(document, tabled(1, document, "JP", asked, G77="oppose")) == as_read
