"""A browser, a site, and people in it. Every journey fails when a page breaks its own content security policy, throws,
or when the server answers 5xx."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response, sync_playwright

from tests.journeys.site import Site, copied, loaded

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
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
EXPECTED = ("401", "403", "404", "409", "413", "422", "net::ERR_", "Failed to fetch")
"""Refusals and lost lines are part of journeys, and Chromium names them in its console."""


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
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration conference, loaded once."""
    return loaded(tmp_path_factory.mktemp("conference") / "var")


@pytest.fixture
def site(conference: Path, tmp_path: Path) -> Iterator[Site]:
    """A served copy for this journey alone."""
    made = copied(conference, tmp_path / "var")
    try:
        yield made.start()
    finally:
        made.stop()
    assert "Traceback" not in made.said(), made.said()


Enter = Callable[..., Page]


@pytest.fixture
def enter(site: Site, chromium: Browser) -> Iterator[Enter]:
    """``enter("la-head", "/texts/2/")``: somebody's own browser, signed in, at a page. "" is the public."""
    faults: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in EXPECTED):
            faults.append(message.text)

    def look(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")

    def into(who: str, path: str = "/", *, size: dict[str, int] = WIDE, **more: object) -> Page:
        context = chromium.new_context(viewport=size, **more)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", look)
        page.goto(site.link(who, path) if who else f"{site.url}{path}")
        return page

    yield into
    for context in contexts:
        context.close()
    assert faults == []
