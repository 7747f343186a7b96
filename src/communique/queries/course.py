"""The course of a negotiation: its figures over versions and readings, and where delegations are at work."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from communique.domain.actors import Audience
from communique.domain.texts import attributions
from communique.domain.texts.document import plain_text
from communique.domain.texts.labels import names_of
from communique.queries.tabled import Table, heading_for, table_for
from communique.records import standings
from communique.records.models import Count

STEPS = 5
"""Strengths in which a cell of the heat map is shown."""


def course_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The points of the course, and the heat map; None for who may not read the text.

    ``{"heading" (with readings), "points": [{"version", "reading", "cause", "at", "figures"}], "plates": name plates
    by code, "heat": {...}}``. A point is a count that was taken then, ``figures`` as ``figures.Figures``; the last one,
    without a cause, is the text as it stands. Of several at one version of one reading the last counts.
    """
    heading = heading_for(audience, text)
    table = table_for(audience, text)
    if heading is None or table is None:
        return None
    rows = Count.objects.filter(text_id=text).order_by("id").values("version", "reading", "cause", "at", "figures")
    points: list[dict[str, Any]] = []
    for row in map(dict[str, Any], rows):
        if points and points[-1]["version"] == row["version"] and points[-1]["reading"] == row["reading"]:
            points.pop()
        points.append(row)
    now = _now(table)
    if points and (points[-1]["version"] != now["version"] or points[-1]["figures"] != now["figures"]):
        points.append(now | {"reading": points[-1]["reading"]})
    return {"heading": heading, "points": points, "plates": table.plates(), "heat": _heat(table)}


def _now(table: Table) -> dict[str, Any]:
    known = standings.closed(
        standings.standings(table.text, table.document, timezone.now(), members=list(table.members))
    )
    figures = standings.whole_figures(table.text, table.document, known)
    return {"version": table.version, "cause": "", "at": None, "figures": figures}


def _heat(table: Table) -> dict[str, Any]:
    """Paragraphs by delegations: ``{"parties": plates, "rows": [{"paragraph", "label", "cells": [{"code", "name",
    "amendments", "positions", "brackets", "all", "strength"}]}]}``.

    A cell counts what a delegation tabled or sponsors there, what it said of others' proposals, and the brackets in
    which it is named. ``strength`` is 0 to ``STEPS``, in equal parts of the greatest number. Paragraphs in which
    nobody is at work are left out, and so are parties that are nowhere at work and aren't members.
    """
    amendments: Counter[tuple[str, str]] = Counter()
    positions: Counter[tuple[str, str]] = Counter()
    for stake in table.stakes():
        for paragraph in stake.paragraphs:
            amendments.update((paragraph, code) for code in stake.parties)
            positions.update((paragraph, code) for code in stake.stances if code not in stake.parties)
    named = _named(table)
    whole = amendments + positions + named
    most = max(whole.values(), default=1)
    at_work = {code for _, code in whole}
    plates = table.plates()
    parties = [one.value().plate() for one in table.parties if one.code in at_work or one.code in table.members]
    shown, names = {paragraph for paragraph, _ in whole}, names_of(table.document)
    rows = [
        {
            "paragraph": block["attrs"]["id"],
            "label": names[block["attrs"]["id"]]["label"],
            "cells": [
                {
                    "code": party["code"],
                    "name": plates[party["code"]]["name"],
                    "amendments": amendments[key],
                    "positions": positions[key],
                    "brackets": named[key],
                    "all": whole[key],
                    "strength": -(-STEPS * whole[key] // most),
                }
                for party in parties
                for key in [(block["attrs"]["id"], party["code"])]
            ],
        }
        for block in table.document.json()["content"]
        if block["attrs"]["id"] in shown
    ]
    return {"parties": parties, "rows": rows}


def _named(table: Table) -> Counter[tuple[str, str]]:
    """How often each of the body's parties is named in the brackets of each paragraph. A bracket over several
    paragraphs counts where it opens."""
    words = [(str(block["attrs"]["id"]), plain_text(block)) for block in table.document.json()["content"]]
    known = {one.code for one in table.parties}
    return Counter(
        (choice.open.block, one.party)
        for choice in attributions.read(words, table.names()).choices
        for alternative in choice.alternatives
        for one in alternative.attributions
        if one.party in known
    )
