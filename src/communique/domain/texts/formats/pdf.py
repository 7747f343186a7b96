"""PDF, set by Typst: tagged for screen readers (PDF/UA-1), and the same bytes for the same edition.

The text goes in as data and never as markup, so that no character of a draft is taken for a command. A heading's level
is never more than one below the heading before it, as PDF/UA wants it; what is printed shows the same steps.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

import typst

from communique.domain.errors import Refused
from communique.domain.texts.document import Edition, blocks
from communique.domain.texts.formats import edition as said
from communique.domain.texts.formats.building import Inline

SERIF = "Libertinus Serif"
"""The face of everything it covers; it is part of the ``typst`` package."""

FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "ARABIC": ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "Scheherazade New", "DejaVu Sans"),
    "HEBREW": ("Noto Serif Hebrew", "Noto Sans Hebrew", "DejaVu Sans"),
    "THAI": ("Noto Serif Thai", "Noto Sans Thai", "Sarabun", "Norasi"),
    "LAO": ("Noto Serif Lao", "Noto Sans Lao", "Phetsarath OT", "DejaVu Sans"),
    "KHMER": ("Noto Serif Khmer", "Noto Sans Khmer", "Khmer OS"),
    "MYANMAR": ("Noto Serif Myanmar", "Noto Sans Myanmar", "Padauk"),
    "DEVANAGARI": ("Noto Serif Devanagari", "Noto Sans Devanagari", "Lohit Devanagari"),
    "TAMIL": ("Noto Serif Tamil", "Noto Sans Tamil", "Lohit Tamil"),
    "CJK": ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "WenQuanYi Micro Hei"),
    "HIRAGANA": ("Noto Serif CJK JP", "Noto Sans CJK JP", "IPAMincho"),
    "KATAKANA": ("Noto Serif CJK JP", "Noto Sans CJK JP", "IPAMincho"),
    "HANGUL": ("Noto Serif CJK KR", "Noto Sans CJK KR", "NanumMyeongjo", "UnBatang"),
}
"""Faces for other scripts, the best first; they are used where the machine has them."""


def write(edition: Edition) -> bytes:
    """The edition as a PDF. Refused("no_font"): it holds a character that no font of this machine has."""
    at = edition.published_at or edition.adopted_at or datetime(2000, 1, 1, tzinfo=UTC)
    at = at.astimezone(UTC).replace(microsecond=0)
    data = _data(edition, at)
    scripts = _scripts(data)
    fonts = _fonts(bool(scripts))
    data["fonts"] = [SERIF, *(face for script in scripts for face in _faces(script, fonts))]
    template = files("communique.domain.texts.formats").joinpath("pdf.typ").read_bytes()
    with tempfile.TemporaryDirectory() as empty:
        # The template reaches no file and no package: what it needs is in its data.
        options: dict[str, Any] = {
            "root": empty,
            "package_path": empty,
            "package_cache_path": empty,
            "font_paths": fonts,
            "format": "pdf",
            "pdf_standards": ["ua-1"],
            "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
            "timestamp": at,
        }
        try:
            made = typst.compile(template, **options)
        except typst.TypstError as error:
            missing = re.search(r"the text [`\"]+(.*?)[`\"]+ could not be displayed", str(error.message), re.DOTALL)
            if missing is None:
                raise
            raise Refused("no_font", script=_script(missing[1][:1]).title(), character=missing[1][:10]) from None
    return bytes(made)


@lru_cache(maxsize=2)
def _fonts(of_system: bool) -> typst.Fonts:
    """All fonts, or only those that come with Typst: with these a text looks alike wherever it was made."""
    return typst.Fonts(include_system_fonts=of_system, include_embedded_fonts=True)


def _faces(script: str, fonts: typst.Fonts) -> list[str]:
    known = set(fonts.families())
    return [face for face in FALLBACKS.get(script, ()) if face in known][:1]


def _scripts(data: Mapping[str, Any]) -> list[str]:
    """The scripts of a text that the serif doesn't cover, in the order of their names."""
    letters = {sign for sign in json.dumps(data, ensure_ascii=False) if ord(sign) > 0x530}
    return sorted({script for sign in letters if (script := _script(sign)) in FALLBACKS})


def _script(sign: str) -> str:
    """The first word of a character's name, which is the script of a letter; "EMOJI" for a picture."""
    if unicodedata.category(sign) in ("So", "Sk"):
        return "EMOJI"
    return unicodedata.name(sign, "unknown").split()[0].split("-")[0]


def _data(edition: Edition, at: datetime) -> dict[str, Any]:
    text = edition.text
    language, *further = text.language.split("-")
    region = next((one.lower() for one in further if len(one) == 2 and one.isalpha()), None)
    return {
        "title": text.title or edition.symbol or "Text",
        "subject": " ".join(said.adoption(edition)),
        "symbol": edition.symbol,
        "body": edition.body,
        "language": language.lower() if 2 <= len(language) <= 3 else "en",
        "region": region,
        "rtl": text.direction == "rtl",
        "day": {"year": at.year, "month": at.month, "day": at.day},
        "adoption": said.adoption(edition),
        "blocks": _blocks(edition),
    }


def _blocks(edition: Edition) -> list[dict[str, Any]]:
    """The blocks that have words. A second title is a heading; no heading's level leaves one out."""
    made: list[dict[str, Any]] = []
    titled = False
    above: list[int] = []
    """The levels, as they are in the text, of the headings around the next one."""
    for block in blocks(edition.text.doc):
        attrs, kind = block["attrs"], block["type"]
        if kind == "table":
            made.append(_table(block, edition.url))
            continue
        if not block.get("content") and not attrs.get("number"):
            continue
        part = {"type": kind, "content": _content(block.get("content", ()), edition.url), "number": "", **attrs}
        if kind != "paragraph" and not attrs.get("number") and not _has_words(part["content"]):
            part |= {"type": "paragraph", "role": "plain", "level": 0}  # a footnote alone heads nothing
        elif kind == "title" and titled:
            part |= {"type": "heading", "level": 1}
        titled = titled or part["type"] == "title"
        if part["type"] == "heading":
            while above and above[-1] >= part["level"]:
                above.pop()
            above.append(part["level"])
            part["level"] = len(above)
        made.append(part)
    return made


def _has_words(content: Sequence[Mapping[str, Any]]) -> bool:
    return any(piece["type"] == "text" and piece["text"].strip() for piece in content)


def _table(block: Mapping[str, Any], url: str) -> dict[str, Any]:
    """A table with rows of one length; the rows at its top that are headers altogether repeat on every page."""
    columns = max(len(row["content"]) for row in block["content"])
    rows = []
    head = 0
    for at, row in enumerate(block["content"]):
        cells = [
            {"header": cell["attrs"]["header"], "content": _content(cell.get("content", ()), url)}
            for cell in row["content"]
        ]
        if head == at and all(cell["header"] for cell in cells):
            head += 1
        rows.append(cells + [{"header": False, "content": []}] * (columns - len(cells)))
    return {"type": "table", "columns": columns, "head": rows[:head], "rows": rows[head:]}


def _content(content: Sequence[Inline], url: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for node in content:
        if node["type"] == "break":
            made.append({"type": "break"})
        elif node["type"] == "footnote":
            note = _content(node.get("content", ()), url)
            made.append({"type": "footnote", "label": node["attrs"]["label"], "content": note})
        else:
            marks = {mark["type"]: mark for mark in node.get("marks", ())}
            piece = {kind: kind in marks for kind in ("strong", "em", "sub", "sup")}
            href = marks["link"]["attrs"]["href"] if "link" in marks else ""
            words = node["text"].replace("\n", " ").replace("\t", " ")
            # A link within the text leads nowhere in print.
            made.append(
                {"type": "text", "text": words, "href": "" if href[:1] == "#" else _absolute(href, url), **piece}
            )
    return made


def _absolute(href: str, url: str) -> str:
    return urljoin(url, href) if href.startswith("/") and url else href
