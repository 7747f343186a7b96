"""What can be asked of any page as it stands: does it hold for everybody, at every size, by keyboard alone?"""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.journeys.people import NARROW, WIDE, until
from tests.journeys.site import ROOT

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async only => {
    // What lies half under what sticks to an edge is scrolled from there by who wants it.
    const bars = [...document.querySelectorAll("body *")].filter(one => getComputedStyle(one).position === "sticky");
    for (const bar of bars) bar.style.position = "static";
    const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    for (const bar of bars) bar.style.position = "";
    return found.violations.map(one => [one.id, one.nodes.map(node => [
        node.target.join(" "),
        node.any.concat(node.all, node.none).map(check => check.message).join("; "),
    ])]);
}"""
TOO_WIDE = """() => {
    const wide = document.documentElement.clientWidth;
    const beyond = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        if (box.width === 0 || box.height === 0 || box.right <= wide + 1) return false;
        for (let around = one.parentElement; around; around = around.parentElement)
            if (getComputedStyle(around).overflowX !== "visible") return false;
        return true;
    });
    if (document.documentElement.scrollWidth <= wide) return [];
    return ["the page", ...beyond.map(one => one.outerHTML.slice(0, 120))];
}"""
REACHABLE = """() => {
    const all = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]";
    return [...document.querySelectorAll(all)].filter(one => one.tabIndex >= 0 && !one.disabled
        && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true })
        && !(one.type === "radio" && !one.checked))
        .map((one, at) => { one.dataset.stop = String(at); return one.outerHTML.slice(0, 160); });
}"""
FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body || one === null) return null;
    const style = getComputedStyle(one);
    // In a text that is written in, the caret shows where one is.
    if (one.isContentEditable) return { stop: one.dataset.stop ?? null, ring: true, seen: true, what: one.id };
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
    const box = one.getBoundingClientRect();
    const seen = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return top !== null && (one.contains(top) || top.contains(one));
    });
    return { stop: one.dataset.stop ?? null, ring, seen, what: one.outerHTML.slice(0, 160) };
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => ["", "::before", "::after"].some(part => {
    const style = getComputedStyle(one, part || null);
    const longest = (style.transitionDuration + "," + style.animationDuration).split(",")
        .reduce((most, said) => Math.max(most, parseFloat(said) * (said.trim().endsWith("ms") ? 0.001 : 1)), 0);
    return longest > 0.02 || style.scrollBehavior === "smooth";
})).map(one => one.outerHTML.slice(0, 120))"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def breaks(page: Page, *, only: dict[str, Any] | None = None) -> list[Any]:
    """What axe finds against WCAG 2.2, levels A and AA: each rule with the places and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[Any] = page.evaluate(AXE, only or {"type": "tag", "values": LEVELS})
    return found


def lacks_contrast(page: Page) -> list[Any]:
    """Colours alone, for when nothing else has changed."""
    return breaks(page, only={"type": "rule", "values": ["color-contrast"]})


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def holds(page: Page) -> None:
    """Asserts that a page as it stands holds in light and dark, and both wide and narrow; leaves it wide and light."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert breaks(page) == []
    page.emulate_media(color_scheme="dark")
    assert lacks_contrast(page) == []
    page.set_viewport_size(NARROW)
    until(page, lambda: too_wide(page), [], seconds=2)
    assert lacks_contrast(page) == []
    page.emulate_media(color_scheme="light")
    assert breaks(page) == []
    page.set_viewport_size(WIDE)


def moving(page: Page) -> list[str]:
    """What would move by itself, for longer than an eye sees."""
    found: list[str] = page.evaluate(MOVING)
    return found


def walk(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
    """Goes through the page by the Tab key: everything that should be reached, in its order, and every stop made."""
    wanted: list[str] = page.evaluate(REACHABLE)
    stops: list[dict[str, Any]] = []
    for _ in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return wanted, stops
