"""What delegations say of an amendment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts.positions import AmendmentState, Stance, check_stance, require_tabled, take

stances = st.sampled_from(Stance)
parties = st.sampled_from(["LA", "MY", "SG", "VN"])


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
