"""Where paragraphs stand, and the figures that follow from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from communique.records import standings
from tests.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House.founded()


def test_the_day_is_the_hosts(house: House) -> None:
    assert standings.day_at(house.row(), datetime(2020, 9, 9, 18, 0, tzinfo=UTC)) == date(2020, 9, 10)


def test_attributions_are_counted_by_the_bodys_own_names(house: House) -> None:
    figures = standings.whole_figures(house.row(), house.document(), {})
    assert figures["by_party"] == {"LA": 1, "SG": 1}
    assert standings.headline(house.document(), {})["by_party"] == {}


def test_a_version_is_counted_once_for_each_way_in_which_its_paragraphs_stand(house: House) -> None:
    document, last = house.document(), house.paragraph("next meeting")[0]
    first = standings.headline(document, {})
    assert standings.headline(document, {}) is first
    assert first["agreed"] == 0
    assert standings.headline(document, {last: "agreed"})["agreed"] == 1
    house.type(" soon", after="next meeting")
    assert standings.headline(house.document(), {}) is not first


def test_members_confirm_and_observers_do_not(house: House) -> None:
    assert standings.members_of(house.row()) == ["LA", "MY", "SG", "VN"]
