"""The text as it would read: clean, as tabled, as one delegation would have it, with chosen amendments accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communique.domain.errors import Refused
from communique.domain.texts import formats
from communique.domain.texts.compile import View
from communique.domain.texts.document import Edition, blocks, direction_of
from communique.domain.texts.document import Text as DraftText
from communique.domain.texts.formats.html import blocks_to_html
from communique.queries import compiled
from communique.queries.compiled import CompiledText
from communique.web.acting import audience_for
from communique.web.refusals import STATUS
from communique.web.register import TYPES
from communique.web.sentences import name_of, sentence_of
from communique.web.viewing import heading_of, points_of, show, version_of, whole_number

FEW = 5
"""Notes that are shown at once; more of them are folded away."""
VIEWS = ("tabled", "clean", "delegation", "preview")
IN_ENGLISH = {
    "tabled": "as tabled",
    "clean": "clean",
    "delegation": "as %s would have it",
    "preview": "with amendments %s",
}
"""How a file says what it is; what a file says about itself is printed in English, as in published ones."""


@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """The text as one of its views has it, and the way to the others."""
    heading = heading_of(audience_for(request), text)
    found = _found(request, text, heading, request.GET.get("view", "tabled"))
    points = points_of(heading)
    at = request.GET.get("at", "")
    refused = found.refused
    # What was chosen can't be had: the page says why, and everything chosen is still there.
    status = 200 if refused is None else STATUS.get(refused.code, 409)
    return show(
        request,
        "as",
        heading,
        {
            "found": found,
            "version": found.heading["version"],
            "html": blocks_to_html(found.doc, with_brackets=True) if found.doc else "",
            "has_title": bool(found.doc) and any(block["type"] == "title" for block in blocks(found.doc or {})),
            "direction": direction_of(heading["language"]),
            "notes": _said(found.notes),
            "notes_are_few": len(found.notes) <= FEW,
            "party_shown": found.view.party or audience_for(request).code,
            "refused": sentence_of(refused.code, refused.facts) if refused else "",
            "points": [point | {"chosen": point["value"] == at and not request.GET.get("version")} for point in points],
            "number": request.GET.get("version", ""),
            "views": [(name, view_name(name), name == found.view.kind) for name in VIEWS],
            "files": [
                (kind, f"{reverse('as_file', args=[text, found.view.kind, kind])}?{_query(found)}")
                for kind in formats.KINDS
            ]
            if found.doc
            else [],
        },
        status,
    )


@require_safe
@cache_control(private=True, no_cache=True)
def file(request: HttpRequest, text: int, view: str, format: str) -> HttpResponse:
    """The same as a file, which says of itself that it is a draft."""
    if format not in formats.KINDS:
        raise Refused("not_found", what="file")
    heading = heading_of(audience_for(request), text)
    found = _found(request, text, heading, view)
    if found.refused is not None:
        raise found.refused
    content = formats.write(format, _edition(found))
    response = HttpResponse(content, content_type=TYPES[format])
    called = heading["symbol"].replace("/", "-") or f"text-{text}"
    name = f"{called}-{found.view.kind}-v{found.heading['version']}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def view_name(view: str) -> str:
    """How a view is called."""
    return {
        "tabled": gettext("As tabled"),
        "clean": gettext("Clean"),
        "delegation": gettext("As a delegation would have it"),
        "preview": gettext("With amendments accepted"),
    }[view]


def sentence_of_note(note: dict[str, Any]) -> str:
    """What a compilation says of what isn't in it, or not as asked."""
    sentences = {
        "clashes": gettext("Amendment %(amendment)s is left out: it changes the same place as amendment %(other)s."),
        "several_alternatives": gettext("%(party)s stands behind several alternatives here: %(words)s."),
        "groups_disagree": gettext("The groups of %(party)s don’t agree here: %(words)s."),
        "not_at_this_version": gettext("Amendment %(amendment)s is left out: its place isn’t there at this version."),
        "words_gone": gettext("A change of amendment %(amendment)s is left out: “%(words)s” doesn’t stand there."),
        "paragraph_gone": gettext("A change of amendment %(amendment)s is left out: its paragraph is gone."),
        "written_as_note": gettext("Amendment %(amendment)s is written as a note in braces: it changes no words."),
        "bracket_completed": gettext(
            "Words of amendment %(amendment)s lacked the partner of a bracket, and were given it."
        ),
    }
    words = note.get("words")
    said = note | {"words": " / ".join(words) if isinstance(words, (list, tuple)) else words}
    return sentences[note["code"]] % said


def _said(notes: Sequence[dict[str, Any]]) -> list[str]:
    """The notes in words. Of stances that brackets have no sign for there are many: each stance has one sentence."""
    unwritten: dict[str, list[str]] = {}
    for note in notes:
        if note["code"] == "stance_not_written":
            unwritten.setdefault(note["stance"], []).append(f"{note['party']} ({note['amendment']})")
    said = [sentence_of_note(note) for note in notes if note["code"] != "stance_not_written"]
    for stance, who in unwritten.items():
        name = name_of("stance", stance)
        said.append(
            gettext("Brackets have no sign for “%(stance)s”. It was said by %(who)s (amendments by number).")
            % {"stance": name, "who": ", ".join(who)}
        )
    return said


def _found(request: HttpRequest, text: int, heading: dict[str, Any], kind: str) -> CompiledText:
    """Refused: not_found for a view that there isn't, unknown_version, no_such_party, no_such_amendment."""
    asked = request.GET
    number = asked.get("version", "").strip()
    version = whole_number(number, heading["newest"]) if number else version_of(heading, asked.get("at", ""))
    found = compiled.compiled_for(audience_for(request), text, _view(kind, asked), version)
    if found is None:
        raise Refused("not_found", what="text")
    return found


def _view(kind: str, asked: QueryDict) -> View:
    match kind:
        case "tabled" | "clean":
            return View(kind)
        case "delegation":
            return View(kind, party=asked.get("party", ""))
        case "preview":
            keys = asked.getlist("take")
            if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
                raise Refused("no_such_amendment")
            return View(kind, keys=tuple(sorted({int(key) for key in keys})))
    raise Refused("not_found", what="view")


def _query(found: CompiledText) -> str:
    """The address of just this: at a version that doesn't move on."""
    asked: dict[str, Any] = {"version": found.heading["version"]}
    if found.view.kind == "delegation":
        asked["party"] = found.view.party
    if found.view.kind == "preview":
        asked["take"] = list(found.view.keys)
    return urlencode(asked, doseq=True)


def _edition(found: CompiledText) -> Edition:
    heading, kind = found.heading, found.view.kind
    symbol, version = heading["symbol"], heading["version"]
    chosen = ", ".join(str(one["number"]) for one in found.amendments if one["chosen"])
    party = next((one["name"] for one in found.parties if one["code"] == found.view.party), found.view.party)
    what = (
        IN_ENGLISH[kind] % (party if kind == "delegation" else chosen or "none")
        if "%" in IN_ENGLISH[kind]
        else IN_ENGLISH[kind]
    )
    return Edition(
        text=DraftText(found.doc or {}, heading["language"]),
        symbol=f"{symbol} (draft, version {version})" if symbol else f"Draft, version {version}",
        body=heading["body"],
        meeting=f"{heading['conference']['name']}, {heading['meeting']['name']}",
        adopted_at=None,
        published_at=None,
        country=heading["country"],
        url=f"{settings.URL}{reverse('as', args=[heading['id']])}?view={kind}&{_query(found)}",
        present=(),
        standing=f"Working draft at version {version}, {what}: this is not an adopted document.",
    )


urlpatterns = [
    path("texts/<int:text>/as/", page, name="as"),
    path("texts/<int:text>/as/<slug:view>.<slug:format>", file, name="as_file"),
]
