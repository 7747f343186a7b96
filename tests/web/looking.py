"""Looking at a page as a browser would: its parts, and whether it is sound."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

READERS = (
    "public",
    "nobody",
    "operator",
    "nz-observer",
    "la-adviser",
    "la-head",
    "pen",
    "clerk",
    "chair",
    "som-my-head",
)
"""One of each kind; the last sits at the table of another body."""

CONTROLS = "input[not(@type='hidden')] | .//select | .//textarea"


def reader(house: Any, who: str) -> Client:
    """A browser in which ``who`` acts."""
    return Client() if who == "public" else house.sign_in(Client(), who)


def tree(response: HttpResponse) -> Any:
    return html.document_fromstring(response.content.decode())


def words(element: Any) -> str:
    """The text of an element, with single spaces, and one between its parts."""
    return " ".join(" ".join(element.itertext()).split())


def sentence(response: HttpResponse) -> str:
    """What a refusal's page tells its reader."""
    (place,) = tree(response).xpath("//*[@data-sentence]")
    return words(place)


def faults(response: HttpResponse) -> list[str]:
    """What a browser, a screen reader or the pages' own policy would stumble over; empty for a sound page."""
    root = tree(response)
    found: list[str] = []
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        found.append(f"policy: {policy}")
    for script in root.iter("script"):
        if not script.get("src") and script.get("type") != "application/json":
            found.append("inline script")
    for element in root.iter(html.etree.Element):
        for name in element.attrib:
            if name.startswith("on") or name == "style":
                found.append(f"{element.tag} has {name}")
    found += [f"inline {element.tag}" for element in root.iter("style")]
    ids = Counter(root.xpath("//@id"))
    found += [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    for name in ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls"):
        for said in root.xpath(f"//@{name}"):
            found += [f"{name} names {one}, which isn't there" for one in said.split() if one not in ids]
    for control in root.xpath(f".//{CONTROLS}"):
        labelled = control.get("aria-label") or control.get("aria-labelledby") or control.getparent().tag == "label"
        if not labelled and not root.xpath(f"//label[@for='{control.get('id')}']"):
            found.append(f"{control.tag} {control.get('name')} has no label")
    for element in root.xpath("//button | //a[@href]"):
        if not words(element) and not element.get("aria-label"):
            found.append(f"{element.tag} without a name")
    found += [f"image without alt: {image.get('src')}" for image in root.iter("img") if image.get("alt") is None]
    if len(root.xpath("//h1")) != 1:
        found.append(f"{len(root.xpath('//h1'))} first headings")
    if len(root.xpath("//main")) != 1:
        found.append("not one main part")
    if not root.get("lang"):
        found.append("no language")
    if root.xpath("//form[@method='post'][not(.//input[@name='csrfmiddlewaretoken'])][not(@hx-post)]"):
        found.append("a form without proof")
    return found


def queries(ask: Any) -> int:
    """How many queries ``ask`` needs, when it is done a second time."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
