"""Symbols of documents, and the life of a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.register import Status, check_symbol, require_status, suggest_symbol


@pytest.mark.parametrize(
    "symbol",
    ["AMM/53/2", "AMM/53/L.1/Rev.3", "A/RES/75/15", "A/C.2/74/L.25", "FCCC/CP/2015/L.9/Rev.1", "AMM-53/JC", "S/2020/1"],
)
def test_a_symbol_has_parts_between_slashes(symbol: str) -> None:
    assert check_symbol(symbol, set()) == symbol


def test_spaces_around_a_symbol_are_left_out() -> None:
    assert check_symbol("  AMM/53/2\n", set()) == "AMM/53/2"


@pytest.mark.parametrize(
    "symbol",
    [
        "",
        "AMM",
        "AMM/",
        "/53",
        "AMM//53",
        "AMM/53/",
        "AMM 53/2",
        "AMM/../2",
        "AMM/53/..",
        "./53",
        "AMM/53?x=1",
        "AMM/53#2",
        "AMM/53\\2",
        "AMM/%2e%2e/2",
        "AMM/53/2\x00",
        "ÄMM/53",
        "AMM/５３",
        "A/" + "1" * 59,
    ],
)
def test_what_could_not_stand_in_an_address_is_no_symbol(symbol: str) -> None:
    with pytest.raises(Refused) as refused:
        check_symbol(symbol, set())
    assert refused.value.code == "bad_symbol"


def test_a_symbol_is_given_once_whatever_its_case() -> None:
    for symbol in ("AMM/53/L.1", "amm/53/l.1"):
        with pytest.raises(Refused) as refused:
            check_symbol(symbol, {"AMM/53/L.1"})
        assert (refused.value.code, refused.value.facts) == ("symbol_taken", {"symbol": symbol})
    assert check_symbol("AMM/53/L.10", {"AMM/53/L.1"}) == "AMM/53/L.10"


@pytest.mark.parametrize(
    "symbol", ["A/" + "1." * 28 + "/", "A/" + "1-" * 28 + "!", "A-" * 29 + "/", "A/" + "a" * 57 + "!"]
)
def test_no_symbol_keeps_the_house_busy(symbol: str) -> None:
    began = time.perf_counter()
    with pytest.raises(Refused, match="bad_symbol"):
        check_symbol(symbol, set())
    assert time.perf_counter() - began < 1


def test_a_text_in_the_wanted_state_passes() -> None:
    require_status(Status.DRAFT, Status.DRAFT)
    require_status(Status.ADOPTED, Status.DRAFT, Status.ADOPTED)


@pytest.mark.parametrize("status", list(Status))
def test_a_refusal_says_in_which_state_the_text_is(status: Status) -> None:
    others = [one for one in Status if one is not status]
    with pytest.raises(Refused) as refused:
        require_status(status, *others)
    assert refused.value.code == f"text_is_{status.value}"


@pytest.mark.parametrize(
    ("draft", "taken", "suggestion"),
    [
        ("AMM/53/L.1/Rev.3", set(), "AMM/53/1"),
        ("AMM/53/L.1", {"AMM/53/1", "amm/53/2"}, "AMM/53/3"),
        ("AMM/53/JC", set(), "AMM/2020/1"),
        ("", {"AMM/2020/1"}, "AMM/2020/2"),
        ("the draft/L.1", set(), "AMM/2020/1"),
        ("/L.1", set(), "AMM/2020/1"),
    ],
)
def test_a_symbol_is_suggested_from_the_drafts_or_from_the_bodys(draft: str, taken: set[str], suggestion: str) -> None:
    assert suggest_symbol(draft, "A.M.M.", 2020, taken) == suggestion


@given(st.text(max_size=70) | st.text("AM/L.153", max_size=70), st.text(max_size=60))
def test_a_suggested_symbol_is_one_that_may_be_given(draft: str, short_name: str) -> None:
    suggested = suggest_symbol(draft, short_name, 2020, {"DOC/2020/1"})
    assert check_symbol(suggested, {"DOC/2020/1"}) == suggested
