"""Two versions of a text side by side, or a text and another document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Refused
from communique.domain.texts.compare import END, KINDS, Row
from communique.domain.texts.document import direction_of
from communique.queries import compared
from communique.queries.compared import Side
from communique.web.acting import audience_for
from communique.web.viewing import heading_of, points_of, show, version_of

FIGURES = ("paragraphs", "words")
BRACKETS = ("pairs", "unbalanced", "depth")


@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """What became of each paragraph, and of its words. What stayed as it was is folded away between."""
    audience = audience_for(request)
    heading = heading_of(audience, text)
    old, new = request.GET.get("old", _first(heading)), request.GET.get("new", "")
    found = compared.compared_for(audience, text, _side(heading, old), _side(heading, new))
    others = compared.others_for(audience, text)
    if found is None or others is None:
        raise Refused("not_found", what="text")
    comparison = found.comparison
    return show(
        request,
        "comparison",
        heading,
        {
            "old": _shown(found.old, old, heading),
            "new": _shown(found.new, new, heading),
            "choices": _choices(heading, others),
            "counts": [(kind, kind_name(kind), comparison.counts[kind]) for kind in KINDS],
            "renumbered": comparison.renumbered,
            "identical": comparison.identical,
            "figures": _figures(found.old["figures"], found.new["figures"]),
            "rows": _folded([_row(row) for row in comparison.rows]),
            "language": found.new["language"],
            "direction": direction_of(found.new["language"]),
        },
    )


def kind_name(kind: str) -> str:
    """How what happened to a paragraph is called."""
    return {
        "same": gettext("Unchanged"),
        "changed": gettext("Changed"),
        "moved": gettext("Moved"),
        "split": gettext("Split"),
        "merged": gettext("Merged"),
        "added": gettext("Added"),
        "deleted": gettext("Deleted"),
    }[kind]


def _first(heading: Mapping[str, Any]) -> str:
    """With what the newest version is compared when nobody says: where the last reading opened, else the beginning."""
    readings = heading["readings"]
    return f"opened-{readings[-1]['number']}" if readings else "0"


def _side(heading: Mapping[str, Any], said: str) -> Side:
    """``text-12`` another text, ``document-AMM/53/2`` one of the register, anything else a version of this text."""
    kind, _, rest = said.partition("-")
    if kind == "document" and rest:
        return Side("document", symbol=rest[:60])
    if kind == "text":
        if not (rest.isascii() and rest.isdecimal()) or len(rest) > 18:
            raise Refused("not_found", what="text")
        return Side("text", int(rest))
    return Side("version", version_of(heading, said))


def _choices(heading: Mapping[str, Any], others: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Groups of what can be chosen on either side."""
    groups = [
        (gettext("This text"), [(point["value"], point["label"]) for point in points_of(heading)]),
        (
            gettext("Adopted documents"),
            [(f"document-{one['symbol']}", f"{one['symbol']} {one['title']}") for one in others["documents"]],
        ),
        (gettext("Other texts"), [(f"text-{one['id']}", one["title"]) for one in others["texts"]]),
    ]
    return [{"label": label, "options": options} for label, options in groups if options]


def _shown(side: Mapping[str, Any], said: str, heading: Mapping[str, Any]) -> dict[str, Any]:
    """How a side is called, and what of the choices it is; a version without a name is added to them."""
    if side["kind"] == "version":
        named = next((point["label"] for point in points_of(heading) if point["value"] == said), "")
        name = named or gettext("Version %(version)s") % {"version": side["version"]}
        return {**side, "value": said, "name": name, "unnamed": not named}
    name = f"{side['symbol']} {side['title']}".strip()
    return {**side, "value": said, "name": name, "unnamed": False}


def _figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = {
        "paragraphs": gettext("Paragraphs"),
        "words": gettext("Words"),
        "pairs": gettext("Pairs of brackets"),
        "unbalanced": gettext("Brackets without a partner"),
        "depth": gettext("Deepest nesting"),
    }
    before = {key: old[key] for key in FIGURES} | {key: old["brackets"][key] for key in BRACKETS}
    after = {key: new[key] for key in FIGURES} | {key: new["brackets"][key] for key in BRACKETS}
    return [
        {"name": names[key], "old": before[key], "new": after[key], "by": after[key] - before[key]} for key in before
    ]


def _row(row: Row) -> dict[str, Any]:
    """A row for the page: ``pieces`` are (sign, words). An end of a paragraph among them is a sign of its own, and so
    are "(" and ")" around the words of a footnote."""
    pieces: list[tuple[str, str]] = []
    inside = False
    for sign, words, is_note in row.noted or [(*piece, False) for piece in row.words]:
        if is_note != inside:
            pieces.append(("(" if is_note else ")", ""))
            inside = is_note
        for at, part in enumerate(words.split(END)):
            if at:
                pieces.append(("|" + sign, ""))
            if part:
                pieces.append((sign, part))
    if inside:
        pieces.append((")", ""))
    for at, (sign, words) in enumerate(pieces):
        if at and pieces[at - 1][0] == "(":
            words = words.lstrip()
        if pieces[at + 1 : at + 2] == [(")", "")]:
            words = words.rstrip()
        pieces[at] = (sign, words)
    return {
        "kind": row.kind,
        "name": kind_name(row.kind),
        "old_numbers": [number for number in row.old_numbers if number],
        "new_numbers": [number for number in row.new_numbers if number],
        "moved": row.moved and row.kind != "moved",
        "renumbered": row.renumbered,
        "reshaped": row.reshaped,
        "restyled": row.restyled,
        "pieces": pieces,
        "id": row.new_ids[0] if row.new_ids else "",
        "quiet": row.kind == "same" and not row.renumbered and not row.reshaped and not row.restyled,
    }


def _folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in groups: ``{"quiet", "rows"}``, what stayed as it was together."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        if not groups or groups[-1]["quiet"] != row["quiet"]:
            groups.append({"quiet": row["quiet"], "rows": []})
        groups[-1]["rows"].append(row)
    return groups


urlpatterns = [path("texts/<int:text>/comparison/", page, name="comparison")]
