"""People with browsers of their own, and what is wrong with the pages that they were shown."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.journeys.site import Site

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PATIENCE = 20
"""Seconds within which a page shows what it should, on a machine that is busy with other things."""
EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of 4|net::ERR_)|Response Status Error Code 4"
)
"""Refusals and lost lines are part of journeys, and Chromium names them in its console."""


class People:
    """Everybody who is at one site. A fault of any page shown to any of them is a fault of the journey."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site = site
        self.chromium = chromium
        self.faults: list[str] = []
        self._contexts: list[BrowserContext] = []

    def enter(self, who: str, path: str = "/", *, size: dict[str, int] = WIDE, **more: Any) -> Page:
        """Somebody's own browser, signed in, at a page. "" is the public."""
        context = self.chromium.new_context(viewport=size, **more)  # type: ignore[arg-type]
        self._contexts.append(context)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("response", self._look)
        context.on("requestfailed", self._miss)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(self.site.link(who, path) if who else f"{self.site.url}{path}")
        return page

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            self.faults.append(message.text)

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def _miss(self, request: Request) -> None:
        """What the policy of the pages stops is not always said in the console."""
        if request.failure == "csp":
            self.faults.append(f"stopped by the policy: {request.url}")


def until(page: Page, look: Callable[[], Any], wanted: Any, seconds: float = PATIENCE) -> None:
    """Waits until ``look()`` is what it should be, for what no locator can tell."""
    end = time.monotonic() + seconds
    seen = look()
    while seen != wanted and time.monotonic() < end:
        page.wait_for_timeout(40)
        seen = look()
    assert seen == wanted
