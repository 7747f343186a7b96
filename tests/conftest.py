"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def pytest_configure(config: pytest.Config) -> None:
    """Pages in tests name their files as they are: the names with hashes belong to what `communique gather` made."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the checkout; it is never part of the repository."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real documents isn't beside this checkout")
    return CORPUS
