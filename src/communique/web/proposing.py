"""How a proposal is written beside the text: what may be done with it, and which others it contradicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communique.domain.texts.positions import Stance

DEEDS: Mapping[str, tuple[Any, bool]] = {
    "accept": (_("Accept %(number)s"), True),
    "take_in": (_("Take %(number)s in"), True),
    "reject": (_("Don’t take %(number)s"), False),
    "cosponsor": (_("Cosponsor %(number)s"), False),
    "leave": (_("Leave the sponsors of %(number)s"), False),
    "withdraw": (_("Withdraw %(number)s"), False),
}
"""What is done with one button each, in this order: its words, and whether it is what one comes for."""


def card(one: Mapping[str, Any], host: Mapping[str, str]) -> str:
    """One proposal as an audience sees it, such as ``queries.margin`` gives it."""
    facts = {
        "one": one,
        "host": host,
        "stances": [stance.value for stance in Stance] if one["may"].get("position") else (),
        "offers": offered(one),
        "clashes": listed(one["clashes"]),
        "changes": spoken(one["changes"], one["paragraph"]),
    }
    return render_to_string("fragments/amendment.html", facts)


def offered(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons under a proposal: ``{"url", "words", "main"}``."""
    return [
        {
            "url": reverse(f"amendment_{verb}", args=[one["id"]]),
            "words": str(words) % {"number": one["number"]},
            "main": main,
        }
        for verb, (words, main) in DEEDS.items()
        if one["may"].get(verb)
    ]


def listed(numbers: Sequence[int]) -> str:
    """Numbers as one says them: "7", "7 and 9", "7, 9 and 11"."""
    words = [str(number) for number in numbers]
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def spoken(changes: Sequence[Mapping[str, Any]], here: str) -> list[dict[str, Any]]:
    """Changes as a reader meets them: ``{"kind", "says", "words"}``, those of words in one paragraph together.

    ``says`` is what happens, "" for words of the paragraph ``here``, under whose name they stand already.
    """
    found: list[dict[str, Any]] = []
    last = None
    for one in changes:
        if one["kind"] == "words":
            if last != one["paragraph"]:
                says = gettext("In %(label)s:") % one if one["label"] and one["paragraph"] != here else ""
                found.append({"kind": "words", "says": says, "words": []})
            found[-1]["words"].append(one)
            last = one["paragraph"]
            continue
        last = None
        found.append(
            {"kind": one["kind"], "says": _says(one), "words": [one] if one["deleted"] or one["inserted"] else []}
        )
    return found


def _says(one: Mapping[str, Any]) -> str:
    match one["kind"]:
        case "new" if one["first"]:
            words = gettext("New paragraph %(number)s at the beginning:")
        case "new" if one["after"]:
            words = gettext("New paragraph %(number)s after %(after)s:")
        case "new":
            words = gettext("New paragraph %(number)s:")
        case "alternative":
            words = gettext("Alternative %(number)s to %(after)s:")
        case "delete":
            words = gettext("Delete %(label)s:")
        case "move" if one["first"]:
            words = gettext("Move %(label)s to the beginning")
        case "move" if one["after"]:
            words = gettext("Move %(label)s after %(after)s")
        case "move":
            words = gettext("Move %(label)s")
        case "merge":
            words = gettext("Merge %(label)s with %(other)s")
        case _ if one["number"]:
            words = gettext("Split %(after)s: its second half becomes %(number)s")
        case _:
            words = gettext("Split %(after)s in two")
    return " ".join((words % one).split()).replace(" :", ":")
