"""The three ways in which the house says no."""

from __future__ import annotations

from communique.domain.errors import Denied, Refused, Stale


def test_a_refusal_has_a_code_and_facts_for_the_sentence() -> None:
    refused = Refused("no_quorum", present=2, quorum=6)
    assert (refused.code, refused.facts) == ("no_quorum", {"present": 2, "quorum": 6})
    assert str(refused) == "no_quorum"
    assert repr(refused) == "Refused('no_quorum', {'present': 2, 'quorum': 6})"


def test_a_denial_has_a_reason() -> None:
    assert Denied("only_the_chair").reason == "only_the_chair"


def test_what_is_stale_names_the_newest_version() -> None:
    assert Stale(17).version == 17


def test_they_are_three_different_things() -> None:
    kinds = (Refused, Denied, Stale)
    assert all(not issubclass(one, other) for one in kinds for other in kinds if one is not other)
