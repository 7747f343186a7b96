"""Pages on a slow line, used before their scripts have come."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.journeys.conftest import Enter
from tests.journeys.site import Site


def test_a_button_pressed_before_the_scripts_are_there_waits_for_them(site: Site, enter: Enter) -> None:
    chair = enter("chair", "/")
    waiting: list[Route] = []
    chair.route(re.compile(r"/built/(live|editor)"), lambda route: waiting.append(route))
    chair.goto(f"{site.url}/texts/{site.text}/", wait_until="commit")
    chair.get_by_role("button", name="Put adoption to the meeting").click()
    expect(chair.locator("dialog.put")).to_have_count(0)
    while waiting:
        waiting.pop().continue_()
    expect(chair.locator("dialog.put")).to_be_visible()
    expect(chair).to_have_url(f"{site.url}/texts/{site.text}/")
