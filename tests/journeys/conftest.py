"""A browser, a site, and people in it. Every journey fails when a page breaks its own content security policy, throws,
or when the server answers 5xx."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.journeys.draft import Draft
from tests.journeys.people import PATIENCE, People
from tests.journeys.site import Site, copied, empty, loaded

CHROMIUM = os.environ.get("COMMUNIQUE_TEST_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE * 1000)
Enter = Callable[..., Page]
OpenDraft = Callable[..., Draft]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demonstration conference, loaded once."""
    return loaded(tmp_path_factory.mktemp("conference") / "var")


@contextmanager
def _served(site: Site) -> Iterator[Site]:
    try:
        yield site.start()
    finally:
        site.stop()
    assert "Traceback" not in site.said(), site.said()


@contextmanager
def _people(site: Site, chromium: Browser) -> Iterator[People]:
    people = People(site, chromium)
    try:
        yield people
    finally:
        people.leave()
    assert people.faults == []


@pytest.fixture
def site(conference: Site, tmp_path: Path) -> Iterator[Site]:
    """A served copy for this journey alone."""
    with _served(copied(conference, tmp_path / "var")) as site:
        yield site


@pytest.fixture(scope="session")
def standing(conference: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One served copy for all who only look."""
    with _served(copied(conference, tmp_path_factory.mktemp("standing") / "var")) as site:
        yield site


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Site]:
    """A served installation in which nothing is set up."""
    with _served(empty(tmp_path / "var")) as site:
        yield site


@pytest.fixture
def enter(site: Site, chromium: Browser) -> Iterator[Enter]:
    """``enter("la-head", "/texts/2/")``: somebody's own browser, signed in, at a page. "" is the public."""
    with _people(site, chromium) as people:
        yield people.enter


@pytest.fixture
def open_draft(site: Site, enter: Enter) -> OpenDraft:
    """``open_draft("pen")``: the draft, as somebody has it open."""

    def opened(who: str, **more: object) -> Draft:
        return Draft(enter(who, f"/texts/{site.text}/", **more), site.text)

    return opened


@pytest.fixture
def look(standing: Site, chromium: Browser) -> Iterator[Enter]:
    """As ``enter``, at the site that nobody changes."""
    with _people(standing, chromium) as people:
        yield people.enter


@pytest.fixture
def come(bare: Site, chromium: Browser) -> Iterator[Enter]:
    """As ``enter``, at the installation in which nothing is set up."""
    with _people(bare, chromium) as people:
        yield people.enter
