"""What languages are called."""

from __future__ import annotations

from functools import cache

import pycountry
from django import template
from django.conf.locale import LANG_INFO

register = template.Library()

SCRIPTS = {"zh-Hans": "zh", "zh-Hant": "zh", "sr-Latn": "sr"}
"""Those offered beside the plain languages, because their script has to be said."""


@register.filter
def language(tag: str) -> str:
    """``Lao``, or ``Vietnamese (Tiếng Việt)`` where its own name is known; the tag itself for one that isn't."""
    first, *further = tag.split("-")
    known = pycountry.languages.get(alpha_2=first) or pycountry.languages.get(alpha_3=first)
    if known is None:
        return tag
    name = str(known.name).partition(" (")[0]
    own = str(LANG_INFO.get(tag.lower(), LANG_INFO.get(first, {})).get("name_local", ""))
    words = name if not own or own.casefold() == name.casefold() else f"{name} ({own[:1].upper()}{own[1:]})"
    return f"{words}, {'-'.join(further)}" if further and tag.lower() not in LANG_INFO else words


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """Every language with a short code, by name, for a select."""
    tags = {str(one.alpha_2) for one in pycountry.languages if hasattr(one, "alpha_2")} | set(SCRIPTS)
    return tuple(sorted(((tag, language(tag)) for tag in tags), key=lambda one: one[1].casefold()))
