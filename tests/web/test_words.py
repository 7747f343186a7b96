"""The sentences of the browser's code, in the reader's language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.template import engines
from django.test import override_settings
from django.utils import translation
from lxml import html


def shown() -> str:
    made = engines["django"].from_string("{% load words %}{% browser_words %}")
    return str(made.render({})).strip()


def test_in_english_the_browser_has_its_words_itself() -> None:
    with translation.override("en-gb"):
        assert shown() == ""


def test_in_another_language_the_page_brings_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="vi")
    catalog.add("Line lost, trying again", "Mất kết nối, đang thử lại")
    place = tmp_path / "vi" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    # What Django had loaded of a language stays in its memory.
    monkeypatch.setattr("django.utils.translation.trans_real._translations", {})
    known = [("en-gb", "English"), ("vi", "Vietnamese")]
    with override_settings(LOCALE_PATHS=[str(tmp_path)], LANGUAGES=known), translation.override("vi"):
        (element,) = html.fragments_fromstring(shown())
    assert (element.get("id"), element.get("type")) == ("words", "application/json")
    words = json.loads(element.text)
    assert words["line_lost"] == "Mất kết nối, đang thử lại"
    assert words["line_live"] == "Live", "what has no translation is English"
