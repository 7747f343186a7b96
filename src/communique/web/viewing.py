"""What the pages beside a text have in common: which of its versions a reader asks for, and what those are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.queries import tabled
from communique.web.fragments import host_of
from communique.web.sentences import name_of

PAGES = ("as", "comparison", "landing", "course", "numbers")
"""The pages beside a text, by their names in the addresses, in the order in which they are offered."""


def heading_of(audience: Audience, text: int) -> dict[str, Any]:
    """The head of a page beside a text. Refused: not_found, to who may not read it."""
    found = tabled.heading_for(audience, text)
    if found is None:
        raise Refused("not_found", what="text")
    return found


def show(
    request: HttpRequest, page: str, heading: Mapping[str, Any], facts: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """One of the pages beside a text."""
    common = {"text": heading, "page": page, "host": host_of(heading["conference"])}
    return render(request, f"views/{page}.html", {**facts, **common}, status=status)


def reading_name(number: int) -> str:
    """As it is spoken of: the first five by their order, later ones by their figure."""
    name = name_of("reading", str(number))
    return gettext("Reading %(number)s") % {"number": number} if name == str(number) else name


def points_of(heading: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The versions that have a name, the newest first: ``{"value", "label", "version"}``."""
    found = [("", gettext("Now"), heading["newest"])]
    for reading in reversed(heading["readings"]):
        number, name = reading["number"], reading_name(reading["number"])
        if reading["closed"] is not None:
            found.append((f"closed-{number}", gettext("%(reading)s closed") % {"reading": name}, reading["closed"]))
        found.append((f"opened-{number}", gettext("%(reading)s opened") % {"reading": name}, reading["opened"]))
    found.append(("0", gettext("As brought in"), 0))
    return [
        {
            "value": value,
            "version": version,
            "label": gettext("%(what)s, version %(version)s") % {"what": what, "version": version},
        }
        for value, what, version in found
    ]


def version_of(heading: Mapping[str, Any], said: str) -> int:
    """A version from what an address says: "" the newest, a number, ``opened-1`` or ``closed-1`` of a reading.

    Refused: unknown_version.
    """
    for point in points_of(heading):
        if said == point["value"]:
            version: int = point["version"]
            return version
    return whole_number(said, heading["newest"])


def whole_number(said: str, highest: int) -> int:
    """A version's number. Refused: unknown_version."""
    if not (said.isascii() and said.isdecimal()) or len(said) > 9 or int(said) > highest:
        raise Refused("unknown_version")
    return int(said)
