"""Whose names stand in the brackets of a body's texts."""

from __future__ import annotations

from communique.records.parties import parties_of
from tests.house import House


def test_the_bodys_own_parties_are_found_by_code_and_name_then_the_groups_that_all_know(house: House) -> None:
    parties = parties_of(house.body)
    assert [parties.find(said) for said in ("LA", "Lao PDR", "New Zealand", "G-77", "EU")] == [
        "LA",
        "LA",
        "NZ",
        "G77",
        "EU",
    ]
    assert parties.names[:4] == ("LA", "MY", "SG", "VN")


def test_a_state_that_is_not_at_the_table_is_nobody(house: House) -> None:
    assert parties_of(house.body).find("Brazil") is None
