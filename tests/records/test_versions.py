"""A text at any of its versions is what a replay of all its steps from the first one gives."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import texts
from communique.domain.errors import Refused
from communique.domain.texts.document import plain_text
from communique.records import documents, versions
from communique.records.models import Text
from tests.actions.deeds import huddles as deeds
from tests.house import House, insertion


def words_at(house: House, version: int) -> str:
    return plain_text(versions.at(house.row(), version).json()).splitlines()[0]


def typed(house: House, count: int) -> None:
    """One letter a version, always at the beginning."""
    for number in range(count):
        steps = [insertion(1, "abcdefghij"[number % 10])]
        house.act(texts.draft, "pen", text=house.text, version=house.row().version, steps=steps, client="pen")


def test_every_version_reads_as_it_stood(house: House) -> None:
    stood = [plain_text(house.document().json())]
    for number in range(12):
        house.type(f" {number}", after="We looked forward")
        stood.append(plain_text(house.document().json()))
    for version in (3, 0, 12, 7, 7, 1, 11):
        document = versions.at(house.row(), version)
        assert (document.version, plain_text(document.json())) == (version, stood[version])


def test_it_reads_so_whatever_is_in_memory_and_whatever_marks_were_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "STRIDE", 3)
    monkeypatch.setattr(versions, "MARKS", 4)
    monkeypatch.setattr(documents, "SNAPSHOT_EVERY", 5)
    typed(house, 20)
    for version in (19, 2, 11, 5, 16, 0):
        expected = "".join("abcdefghij"[number % 10] for number in reversed(range(version)))
        assert words_at(house, version) == f"{expected}Joint Communiqué of the Foreign Ministers"
    documents.forget_all()
    versions.forget_all()
    assert words_at(house, 4).startswith("dcbaJoint")


def test_who_asks_again_doesnt_wait_again(house: House) -> None:
    typed(house, 8)
    row = house.row()
    versions.at(row, 5)
    with CaptureQueriesContext(connection) as asked:
        versions.at(row, 5)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        versions.at(row, 7)
    assert len(asked) == 1, "the steps between"


@pytest.mark.parametrize("version", [-1, 3, 2**40])
def test_there_is_no_version_beyond_the_newest(house: House, version: int) -> None:
    typed(house, 2)
    with pytest.raises(Refused) as refusal:
        versions.at(house.row(), version)
    assert refusal.value.code == "unknown_version"


def test_the_branch_of_a_huddle_begins_with_what_it_took_along(house: House) -> None:
    branch = Text.objects.get(huddle=deeds.worked(house))
    assert branch.version > 0
    first = versions.at(branch, 0)
    assert first.version == 0
    assert plain_text(first.json()) != plain_text(documents.newest(branch).json())
