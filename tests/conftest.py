"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.house import House

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def pytest_configure(config: pytest.Config) -> None:
    """Pages in tests name their files as they are: the names with hashes belong to what `communique gather` made."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for real servers begins first, so that on several cores nobody waits for it in the end."""
    first = {"rehearsal", "live"}
    items.sort(key=lambda item: item.path.parent.name not in first)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the checkout; it is never part of the repository."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real documents isn't beside this checkout")
    return CORPUS


@pytest.fixture
def house(db: None) -> House:
    """A body with its people, an open meeting and a text (see ``tests.house``)."""
    from tests.house import House

    return House.founded()


@pytest.fixture(autouse=True)
def _texts_forgotten() -> None:
    """Each test begins with an empty memory of documents: the ids of texts come again in another test."""
    from communique.records import documents, versions

    documents.forget_all()
    versions.forget_all()


@pytest.fixture(autouse=True)
def _places_forgotten() -> None:
    """The rooms of the next test have the same numbers and versions again."""
    from communique.web import kept

    kept.forget()


@pytest.fixture(autouse=True)
def _tables_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables after a test that really commits, and the journal refuses that: so it is emptied
    first, with its guards taken off. The house's own room, which a migration made, is put back before the next one.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if not commits:
        if marker or "db" in request.fixturenames:
            from communique.records.models import Room

            request.getfixturevalue("db")
            Room.objects.get_or_create(pk=Room.HOUSE)
        yield
        return
    request.getfixturevalue("transactional_db")
    from django.core.cache import cache

    from communique.records.models import Room
    from tests.guards import without_guards

    Room.objects.get_or_create(pk=Room.HOUSE)
    cache.clear()
    yield
    with without_guards() as cursor:
        cursor.execute("DELETE FROM records_journalentry")


@pytest.fixture(autouse=True)
def _knocks_forgotten() -> None:
    """Who knocked too often in one test may knock again in the next."""
    from django.conf import settings
    from django.core.cache import cache

    if not settings.POSTGRES:
        cache.clear()
