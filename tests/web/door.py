"""What a browser finds at the door: whose session it is, and whether a page is one of ours."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client
from lxml import html


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


def signed_in(client: Client) -> int | None:
    """The person whose session it is."""
    answer = client.get("/seats/")
    person: int | None = answer.context["actor"].person if answer.status_code == 200 else None
    return person


def check_page(answer: Any) -> None:
    """One of our own, which the policy for scripts and styles lets work, whose fields all have labels."""
    page = html.fromstring(said(answer))
    assert page.cssselect("main#main h1"), answer.request["PATH_INFO"]
    for script in page.iter("script"):
        assert script.get("src") or script.get("type") == "application/json"
    assert not page.cssselect("style, [style]")
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
    for field in page.cssselect("main input:not([type=hidden]), main select, main textarea"):
        label = (
            page.cssselect(f'label[for="{field.get("id")}"]')
            or list(field.iterancestors("label"))
            or field.get("aria-label")
        )
        assert label, html.tostring(field)
        described = (field.get("aria-describedby") or "").split()
        assert all(page.get_element_by_id(one) is not None for one in described)
