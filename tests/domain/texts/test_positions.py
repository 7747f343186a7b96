"""The life of an amendment, and what delegations say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import positions
from communique.domain.texts.positions import AmendmentState, DraftState, Stance, check_stance, require_tabled, take

stances = st.sampled_from(Stance)
parties = st.sampled_from(["LA", "MY", "SG", "VN"])
TABLED = AmendmentState.TABLED
TAKEN = (AmendmentState.ACCEPTED, AmendmentState.AMENDED)
OVER = [one for one in AmendmentState if one is not TABLED]


def refusal(act: Callable[..., Any], *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*given, **more)
    return refused.value.code


def test_a_member_says_where_it_stands() -> None:
    assert take({"LA": Stance.SUPPORT}, party="VN", stance=Stance.CAN_LIVE_WITH, proposer="LA") == {
        "LA": Stance.SUPPORT,
        "VN": Stance.CAN_LIVE_WITH,
    }


def test_a_later_word_replaces_the_earlier_one() -> None:
    said = take({"VN": Stance.AWAITING}, party="VN", stance=Stance.OPPOSE, proposer="LA")
    assert said == {"VN": Stance.OPPOSE}


@pytest.mark.parametrize("stance", [one for one in Stance if one is not Stance.SUPPORT])
def test_the_proposer_supports_its_own_amendment_or_withdraws_it(stance: Stance) -> None:
    with pytest.raises(Refused) as refused:
        take({}, party="LA", stance=stance, proposer="LA")
    assert (refused.value.code, refused.value.facts) == ("proposer_supports", {"party": "LA"})


def test_the_proposer_may_say_again_that_it_supports() -> None:
    assert take({}, party="LA", stance=Stance.SUPPORT, proposer="LA") == {"LA": Stance.SUPPORT}


@given(st.lists(st.tuples(parties, stances), max_size=20))
def test_each_member_has_one_voice_and_it_is_its_last(words: list[tuple[str, Stance]]) -> None:
    said: dict[str, Stance] = {}
    for party, stance in words:
        said = take(said, party=party, stance=stance, proposer="BN")
    assert said == dict(words)


def test_what_was_said_before_is_left_as_it_was() -> None:
    before = {"VN": Stance.AWAITING}
    take(before, party="VN", stance=Stance.OPPOSE, proposer="LA")
    assert before == {"VN": Stance.AWAITING}


@pytest.mark.parametrize("stance", list(Stance))
def test_the_five_answers_are_known_by_name(stance: Stance) -> None:
    assert check_stance(stance.value) is stance


@pytest.mark.parametrize("stance", ["", "Support", "abstain", "support ", "x" * 5000])
def test_another_answer_is_refused(stance: str) -> None:
    with pytest.raises(Refused) as refused:
        check_stance(stance)
    assert refused.value.code == "bad_stance"
    assert len(refused.value.facts["stance"]) <= 40


@pytest.mark.parametrize("state", list(AmendmentState))
def test_only_a_tabled_amendment_is_spoken_to(state: AmendmentState) -> None:
    if state is AmendmentState.TABLED:
        require_tabled(state)
        return
    with pytest.raises(Refused) as refused:
        require_tabled(state)
    assert (refused.value.code, refused.value.facts) == ("amendment_is_over", {"state": state.value})


@pytest.mark.parametrize("stance", [one for one in Stance if one is not Stance.SUPPORT])
def test_a_cosponsor_leaves_before_it_says_anything_else(stance: Stance) -> None:
    given = {"party": "VN", "stance": stance, "proposer": "LA"}
    assert refusal(take, {}, **given, cosponsors=("VN",)) == "cosponsor_supports"
    assert take({}, **given, cosponsors=("SG",)) == {"VN": stance}
    assert take({}, party="VN", stance=Stance.SUPPORT, proposer="LA", cosponsors=("VN",)) == {"VN": Stance.SUPPORT}


# Inside the delegation


def test_a_draft_is_cleared_by_who_may_bind_and_then_tabled_by_anybody() -> None:
    assert refusal(positions.send, DraftState.DRAFT, may_bind=False) == "draft_not_cleared"
    assert refusal(positions.clear, DraftState.DRAFT, may_bind=False) == "cannot_bind"
    assert positions.clear(DraftState.DRAFT, may_bind=True) is DraftState.CLEARED
    assert positions.send(DraftState.CLEARED, may_bind=False) is DraftState.TABLED


def test_who_may_bind_tables_a_draft_without_clearing_it_first() -> None:
    assert positions.send(DraftState.DRAFT, may_bind=True) is DraftState.TABLED


def test_a_draft_is_cleared_once() -> None:
    assert refusal(positions.clear, DraftState.CLEARED, may_bind=True) == "draft_is_cleared"


def test_other_words_have_to_be_cleared_anew() -> None:
    assert positions.change_draft(DraftState.CLEARED) is DraftState.DRAFT
    assert positions.change_draft(DraftState.DRAFT) is DraftState.DRAFT


@pytest.mark.parametrize("state", [DraftState.TABLED, DraftState.DROPPED])
def test_a_draft_that_was_tabled_or_dropped_is_over(state: DraftState) -> None:
    assert refusal(positions.change_draft, state) == "draft_is_over"
    assert refusal(positions.drop, state) == "draft_is_over"
    assert refusal(positions.clear, state, may_bind=True) == "draft_is_over"
    assert refusal(positions.send, state, may_bind=True) == "draft_is_over"


@pytest.mark.parametrize("state", [DraftState.DRAFT, DraftState.CLEARED])
def test_a_delegation_gives_a_draft_up_at_any_time(state: DraftState) -> None:
    assert positions.drop(state) is DraftState.DROPPED


# Sponsors


def test_cosponsors_join_behind_the_others_and_once() -> None:
    assert positions.join(("LA",), party="VN") == ("LA", "VN")
    assert refusal(positions.join, ("LA", "VN"), party="VN") == "sponsors_already"


def test_when_the_first_sponsor_leaves_the_next_one_moves_the_amendment() -> None:
    assert positions.leave(("LA", "VN", "SG"), party="LA") == ("VN", "SG")
    assert positions.leave(("LA", "VN", "SG"), party="VN") == ("LA", "SG")


def test_the_only_sponsor_does_not_leave_but_withdraws() -> None:
    assert refusal(positions.leave, ("LA",), party="LA") == "only_sponsor"
    assert refusal(positions.leave, ("LA", "SG"), party="VN") == "no_sponsor"


@given(st.lists(st.tuples(parties, st.booleans()), max_size=20))
def test_whoever_joins_and_leaves_there_is_a_sponsor_and_none_twice(moves: list[tuple[str, bool]]) -> None:
    sponsors: tuple[str, ...] = ("BN",)
    for party, joins in moves:
        try:
            sponsors = (positions.join if joins else positions.leave)(sponsors, party=party)
        except Refused as refused:
            assert refused.code == ("sponsors_already" if party in sponsors else "no_sponsor")
        assert sponsors[0] == "BN"
        assert len(set(sponsors)) == len(sponsors)


def test_what_was_merged_stands_in_the_names_of_all_sponsors() -> None:
    assert positions.sponsors_of_merged([("LA", "VN"), ("SG", "LA")]) == ("LA", "VN", "SG")


def test_nobody_but_its_sponsors_has_spoken_of_new_words_yet() -> None:
    assert positions.positions_on_new_words(("LA", "VN")) == {"LA": Stance.SUPPORT, "VN": Stance.SUPPORT}


# Amendments to amendments


def test_an_amendment_to_an_amendment_is_of_the_second_degree_and_there_is_no_third() -> None:
    parents = {1: None, 2: 1, 3: 2}
    assert [positions.degree(one, parents) for one in (None, 1, 2, 3)] == [1, 2, 3, 4]
    positions.require_amendable(TABLED, 1, parents)
    assert refusal(positions.require_amendable, TABLED, 2, parents) == "too_many_degrees"


def test_a_body_may_allow_more_degrees_or_none() -> None:
    positions.require_amendable(TABLED, 2, {1: None, 2: 1}, degrees=3)
    assert refusal(positions.require_amendable, TABLED, 1, {1: None}, degrees=1) == "too_many_degrees"


def test_only_an_amendment_of_the_text_is_amended_and_while_it_is_tabled() -> None:
    assert refusal(positions.require_amendable, TABLED, 9, {1: None}) == "no_such_amendment"
    assert refusal(positions.degree, 1, {1: 2, 2: 1}) == "no_such_amendment"
    for state in OVER:
        assert refusal(positions.require_amendable, state, 1, {1: None}) == "amendment_is_over"


def test_the_amendments_to_one_that_ended_are_overtaken() -> None:
    assert positions.fate_of_amendments_to(TABLED) is None
    assert {positions.fate_of_amendments_to(end) for end in OVER} == {AmendmentState.OVERTAKEN}


# The end


def test_an_amendment_is_decided_after_those_that_would_amend_it() -> None:
    assert positions.accept(TABLED) is AmendmentState.ACCEPTED
    assert positions.accept(TABLED, to_it=[AmendmentState.REJECTED]) is AmendmentState.ACCEPTED
    with pytest.raises(Refused) as refused:
        positions.accept(TABLED, to_it=[TABLED, AmendmentState.ACCEPTED, TABLED])
    assert (refused.value.code, refused.value.facts) == ("amendments_to_it_first", {"count": 2})


@pytest.mark.parametrize("taken", TAKEN)
def test_one_to_which_an_amendment_was_taken_is_accepted_as_amended(taken: AmendmentState) -> None:
    assert positions.accept(TABLED, to_it=[AmendmentState.WITHDRAWN, taken]) is AmendmentState.AMENDED


def test_its_mover_withdraws_an_amendment_as_long_as_it_was_not_amended() -> None:
    assert positions.withdraw(TABLED, ("LA", "VN"), party="LA", to_it=[TABLED]) is AmendmentState.WITHDRAWN
    for party in ("VN", "SG"):
        assert refusal(positions.withdraw, TABLED, ("LA", "VN"), party=party) == "not_the_mover"
    for taken in TAKEN:
        assert refusal(positions.withdraw, TABLED, ("LA",), party="LA", to_it=[taken]) == "amended_already"


def test_several_amendments_are_merged_into_one() -> None:
    assert positions.merge([TABLED, TABLED]) is AmendmentState.MERGED
    assert refusal(positions.merge, [TABLED]) == "nothing_to_merge"
    assert refusal(positions.merge, [TABLED, AmendmentState.WITHDRAWN]) == "amendment_is_over"


def test_the_meeting_rejects_and_events_overtake() -> None:
    assert positions.reject(TABLED) is AmendmentState.REJECTED
    assert positions.overtake(TABLED) is AmendmentState.OVERTAKEN


@pytest.mark.parametrize("state", OVER)
def test_an_end_is_final(state: AmendmentState) -> None:
    assert refusal(positions.accept, state) == "amendment_is_over"
    assert refusal(positions.reject, state) == "amendment_is_over"
    assert refusal(positions.overtake, state) == "amendment_is_over"
    assert refusal(positions.withdraw, state, ("LA",), party="LA") == "amendment_is_over"


def test_the_names_in_the_database_stay() -> None:
    assert {*AmendmentState} >= {"tabled", "accepted", "withdrawn", "rejected", "overtaken"}
    assert max(map(len, AmendmentState)) <= 10, "the column is that wide"
