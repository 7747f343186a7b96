"""How instants, codes and sizes are written in a page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils import formats, timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from communique.web.sentences import name_of

register = template.Library()

SHAPES = {"time": "H:i", "day": "j F Y", "full": "j F Y, H:i"}


def place_of(zone: str, place: str = "") -> str:
    """How a time zone is spoken of: by the host's own name for its place, else by the zone's city."""
    return place or zone.rpartition("/")[2].replace("_", " ")


@register.simple_tag
def browser_words() -> str:
    """The sentences of the browser's code in the page's language; nothing in English, which it has itself."""
    if (get_language() or "en").startswith("en"):
        return ""
    return json_script({word: gettext(sentence) for word, sentence in _english().items()}, "words")


@cache
def _english() -> dict[str, str]:
    """What ``browser/words.ts`` says, by the names it has there."""
    words: dict[str, str] = json.loads((files("communique.web") / "words.json").read_text(encoding="utf-8"))
    return words


@register.simple_tag(takes_context=True)
def instant(context: Context, at: datetime | None, shape: str = "full", zone: str = "", place: str = "") -> str:
    """``<time>`` in the host's time, which the browser writes anew in the reader's own with the host's beside it.

    ``zone`` and ``place`` say where the host is when the page is about several; without them the page's host counts.
    """
    if at is None:
        return ""
    host = {"zone": zone, "place": place} if zone else context.get("host") or {"zone": "UTC", "place": ""}
    spoken = place_of(host["zone"], host["place"])
    words = formats.date_format(timezone.localtime(at, ZoneInfo(host["zone"])), SHAPES[shape], use_l10n=False)
    if shape != "day":
        words = gettext("%(time)s in %(place)s") % {"time": words, "place": spoken}
    own = format_html(' data-host-zone="{}" data-host-place="{}"', zone, spoken) if zone else SafeString("")
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return format_html('<time datetime="{}" data-instant="{}"{}>{}</time>', stamp, shape, own, words)


@register.filter
def called(code: object, kind: str) -> str:
    """The name of a code for people: ``{{ text.status|called:"status" }}``."""
    return name_of(kind, str(code))


@register.filter
def duration(seconds: int) -> str:
    """``1:05``, or ``1:02:03`` from an hour on."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def fact(value: object) -> str:
    """A fact of the journal on one line: a list's parts with commas, the keys of what is deeper before their values."""
    if isinstance(value, list):
        return ", ".join(map(fact, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {fact(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


@register.filter
def spaced(name: str) -> str:
    """``closes_at`` as words."""
    return name.replace("_", " ")


@register.filter
def minutes(count: int | None) -> int:
    """So many minutes in seconds, 0 where none are said."""
    return (count or 0) * 60
