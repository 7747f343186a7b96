"""The summary record: drawn up over what was edited, corrected by whose words they are, and final in the end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import summary
from communique.domain.actors import PUBLIC, Audience
from communique.domain.errors import Refused
from communique.domain.meetings import State as MeetingState
from communique.domain.reporting import Entry
from communique.domain.summary import CorrectionState, State

NOW = datetime(2020, 9, 9, 2, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=5)


def entry(name: str, words: str = "Something was done.", **more: object) -> Entry:
    return Entry(name, "item", NOW, 1, 7, words, **more)  # type: ignore[arg-type]


THREE = (entry("j1"), entry("s2", "Head Bounmy (Lao PDR) made a statement.", party="LA"), entry("j3"))
names = st.lists(st.integers(0, 40), unique=True, max_size=12)


@given(names, names, st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_drawn_up_again_nothing_that_was_edited_is_lost_and_everything_new_is_there(
    before: list[int], after: list[int], edited: set[int], removed: set[int]
) -> None:
    kept = tuple(
        entry(f"j{one}", f"edited {one}" if one in edited else "old", edited=one in edited, removed=one in removed)
        for one in sorted(before)
    )
    drawn = tuple(entry(f"j{one}", "new") for one in sorted(after))
    made = summary.merge(kept, drawn)
    found = {one.id: one for one in made}
    assert len(found) == len(made), "nothing is there twice"
    assert set(found) == {one.id for one in (*kept, *drawn)}
    for one in kept:
        if one.edited or one.removed:
            assert found[one.id] == one
        elif one.id in {other.id for other in drawn}:
            assert found[one.id].words == "new"
    assert summary.merge(made, drawn) == made, "drawn up twice, nothing changes"
    assert [one for one in made if one.id in {other.id for other in kept}] == [found[one.id] for one in kept]


def test_what_is_new_comes_in_behind_what_it_follows_even_where_entries_were_moved() -> None:
    moved = summary.move(THREE, "j3", after="", seen=0, version=1)
    made = summary.merge(moved, (*THREE[:2], entry("s9"), THREE[2], entry("j4")))
    assert [one.id for one in made] == ["j3", "j4", "j1", "s2", "s9"]


def test_an_entry_added_by_hand_stays_where_it_was_put() -> None:
    made = summary.add(THREE, "The delegations stood for a minute.", after="s2", at=NOW, version=1)
    again = summary.merge(made, (*THREE, entry("j4")))
    assert [one.id for one in again] == ["j1", "s2", "h1", "j3", "j4"]
    assert (again[2].words, again[2].sitting, again[2].item) == ("The delegations stood for a minute.", 1, 7)
    more = summary.add(again, "Then they sat.", after="h1", at=NOW, version=2)
    assert [one.id for one in more][2:4] == ["h1", "h2"]


def test_nothing_is_drawn_up_from_nothing() -> None:
    with pytest.raises(Refused, match="nothing_to_record"):
        summary.require_drawn(())


def test_two_editors_do_not_write_over_each_other() -> None:
    made = summary.reword(THREE, "j1", "It was done.", seen=1, version=2)
    assert (made[0].words, made[0].edited, made[0].changed) == ("It was done.", True, 2)
    for change in (
        lambda: summary.reword(made, "j1", "Otherwise.", seen=1, version=3),
        lambda: summary.remove(made, "j1", seen=1, version=3),
        lambda: summary.move(made, "j1", after="j3", seen=1, version=3),
    ):
        with pytest.raises(Refused, match="entry_moved_on"):
            change()
    assert summary.reword(made, "j3", "Another one.", seen=1, version=3)[2].words == "Another one."


def test_an_entry_left_out_is_not_counted_and_can_come_back() -> None:
    made = summary.remove(THREE, "s2", seen=0, version=1)
    assert [(number, one.id) for number, one in summary.numbered(made)] == [(1, "j1"), (2, "j3")]
    back = summary.remove(made, "s2", seen=1, version=2, removed=False)
    assert [one.id for _, one in summary.numbered(back)] == ["j1", "s2", "j3"]


@pytest.mark.parametrize(("words", "code"), [(" ", "entry_missing"), ("x" * 10_001, "entry_too_long")])
def test_an_entry_says_something_and_is_no_book(words: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        summary.reword(THREE, "j1", words, seen=0, version=1)
    with pytest.raises(Refused, match=code):
        summary.add(THREE, words, after="j1", at=NOW, version=1)


def test_what_is_not_there_is_not_edited() -> None:
    with pytest.raises(Refused, match="no_such_entry"):
        summary.reword(THREE, "j9", "x", seen=0, version=1)
    with pytest.raises(Refused, match="no_such_entry"):
        summary.add(THREE, "x", after="j9", at=NOW, version=1)
    with pytest.raises(Refused, match="entry_stays"):
        summary.move(THREE, "j1", after="j1", seen=0, version=1)


def test_it_is_sent_out_once_the_meeting_is_closed_for_the_days_of_the_bodys_rules() -> None:
    def send(state: State = State.DRAFT, meeting: MeetingState = MeetingState.CLOSED, until: datetime | None = None):  # type: ignore[no-untyped-def]
        return summary.circulate(state, meeting, until=until, days=5, now=NOW)

    assert send() == UNTIL
    assert send(until=NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)
    for given_, code in (
        ({"state": State.CIRCULATED}, "record_is_circulated"),
        ({"state": State.FINAL}, "record_is_final"),
        ({"meeting": MeetingState.ADJOURNED}, "meeting_not_closed"),
        ({"until": NOW}, "until_is_over"),
        ({"until": NOW + timedelta(days=400)}, "until_too_far"),
    ):
        with pytest.raises(Refused, match=code):
            send(**given_)  # type: ignore[arg-type]


def correct(name: str = "s2", *, party: str = "LA", **more: object) -> Entry:
    facts = {"state": State.CIRCULATED, "until": UNTIL, "words": "Lao PDR supported it.", "now": NOW}
    return summary.correct(THREE, name, party=party, **(facts | more))  # type: ignore[arg-type]


def test_a_delegation_corrects_its_own_interventions_while_there_is_time() -> None:
    assert correct().id == "s2"
    for given_, code in (
        ({"party": "SG"}, "not_your_intervention"),
        ({"name": "j1"}, "not_your_intervention"),
        ({"name": "j1", "party": ""}, "not_your_intervention"),
        ({"name": "s9"}, "no_such_entry"),
        ({"now": UNTIL}, "corrections_are_over"),
        ({"state": State.DRAFT}, "record_not_circulated"),
        ({"state": State.FINAL}, "record_is_final"),
        ({"words": THREE[1].words}, "nothing_corrected"),
        ({"words": ""}, "entry_missing"),
    ):
        with pytest.raises(Refused, match=code):
            correct(**given_)  # type: ignore[arg-type]


def test_what_is_left_out_is_not_corrected() -> None:
    without = summary.remove(THREE, "s2", seen=0, version=1)
    with pytest.raises(Refused, match="no_such_entry"):
        summary.correct(without, "s2", state=State.CIRCULATED, party="LA", until=UNTIL, words="x", now=NOW)


def test_a_correction_is_taken_or_declined_with_a_word_and_once() -> None:
    assert summary.settle(CorrectionState.OPEN, taken=True, answer="") is CorrectionState.TAKEN
    assert summary.settle(CorrectionState.OPEN, taken=False, answer="Not so.") is CorrectionState.DECLINED
    with pytest.raises(Refused, match="answer_missing"):
        summary.settle(CorrectionState.OPEN, taken=False, answer=" ")
    with pytest.raises(Refused, match="correction_is_settled"):
        summary.settle(CorrectionState.TAKEN, taken=True, answer="")


def test_it_is_final_when_the_time_is_over_and_every_correction_has_its_answer() -> None:
    assert summary.finish(State.CIRCULATED, until=UNTIL, still_open=0, now=UNTIL) is State.FINAL
    for state, still_open, now, code in (
        (State.CIRCULATED, 0, UNTIL - timedelta(seconds=1), "corrections_still_run"),
        (State.CIRCULATED, 2, UNTIL, "corrections_are_open"),
        (State.DRAFT, 0, UNTIL, "record_not_circulated"),
        (State.FINAL, 0, UNTIL, "record_is_final"),
    ):
        with pytest.raises(Refused, match=code):
            summary.finish(state, until=UNTIL, still_open=still_open, now=now)


def test_who_reads_it() -> None:
    delegation, observer = Audience("delegation", 1, "LA", "binds"), Audience("observer", 1, "NZ")
    chair, clerk = Audience("chair", 1), Audience("secretariat", 1, role="clerk")
    elsewhere = Audience("secretariat", 2, role="clerk")
    everybody = {delegation, observer, chair, clerk, elsewhere, PUBLIC}

    def readers(state: State, *, open_to_public: bool) -> set[Audience]:
        return {one for one in everybody if summary.may_read(one, body=1, state=state, open_to_public=open_to_public)}

    table = everybody - {elsewhere, PUBLIC}
    assert readers(State.DRAFT, open_to_public=True) == {chair, clerk}
    assert readers(State.CIRCULATED, open_to_public=True) == table
    assert readers(State.FINAL, open_to_public=False) == table
    assert readers(State.FINAL, open_to_public=True) == everybody


def test_what_is_kept_is_what_was_there() -> None:
    made = (*THREE, replace(entry("h1"), edited=True, removed=True, changed=4, party="ບ"))
    assert summary.from_json(json.loads(json.dumps(summary.to_json(made)))) == made
