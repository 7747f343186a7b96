"""Where delegations stand on what is tabled, and what could land."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from communique.domain.actors import Audience
from communique.domain.texts import clashes, landing
from communique.domain.texts.labels import names_of
from communique.domain.texts.landing import Landing
from communique.domain.texts.operations import located, row_of
from communique.queries.tabled import Table, table_for


def landing_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The matrix of a text and what follows from it; None for who may not read it.

    ``{"heading", "parties": plates, "paragraphs": [{"paragraph", "label", "numbered", "rows": [{"key", "number",
    "cells": [{"party", "stance"}]}], "alone", "sets"}], "summary", "alone", "blockers", "sets", "away", "clashes",
    "lost"}``. Wherever a party stands it is its plate, wherever a proposal does ``{"key", "number", "paragraph"}``;
    everything else is as in ``domain.texts.landing``. ``clashes`` are pairs of proposals.
    """
    table = table_for(audience, text)
    if table is None:
        return None
    stakes, members, met = table.stakes(), table.members, _clashes(table)
    matrix = landing.matrix(stakes, members)
    shown = _Shown(table)
    alone = landing.alone(stakes, members)
    by_paragraph = landing.could_land_by_paragraph(stakes, members, met, limit=1)
    return {
        "heading": table.heading,
        "parties": shown.plates(matrix.parties),
        "paragraphs": [
            called
            | {
                "rows": [
                    {"key": row.key, "number": row.number, "cells": shown.cells(matrix.parties, row.cells)}
                    for row in matrix.paragraphs[called["paragraph"]]
                ],
                "alone": shown.lone(alone.paragraphs.get(called["paragraph"], ())),
                "sets": [shown.landing(one) for one in by_paragraph[called["paragraph"]]],
            }
            for called in _in_order(table, matrix.paragraphs)
        ],
        "summary": [asdict(one) | {"party": shown.plate(one.party)} for one in landing.summary(stakes, members)],
        "alone": shown.lone(alone.overall),
        "blockers": [
            {"party": shown.plate(one.party), "opposes": shown.all(one.opposes), "only": shown.all(one.only)}
            for one in landing.blockers(stakes, members)
        ],
        "sets": [shown.landing(one) for one in landing.could_land(stakes, members, met)],
        "away": [
            {
                "party": shown.plate(one.party),
                "proposal": shown.one(one.key),
                "landing": shown.landing(one.landing),
                "instead_of": shown.all(one.instead_of),
            }
            for one in landing.one_away(stakes, members, met)
        ],
        "clashes": [shown.all(pair) for pair in met],
        "lost": table.lost,
    }


def _clashes(table: Table) -> tuple[tuple[int, int], ...]:
    return clashes.find({one.key: located(table.document, one.proposal) for one in table.tabled})


def _in_order(table: Table, paragraphs: Iterable[str]) -> list[dict[str, Any]]:
    """Paragraphs as they come in the text, with what they are called."""
    order, names = row_of(table.document).index, names_of(table.document)
    return [names[one] for one in sorted(paragraphs, key=order.__getitem__)]


class _Shown:
    """Names and numbers instead of codes and keys."""

    def __init__(self, table: Table) -> None:
        self._plates = table.plates()
        self._proposals = {
            stake.key: {"key": stake.key, "number": stake.number, "paragraph": next(iter(stake.paragraphs), "")}
            for stake in table.stakes()
        }

    def plate(self, code: str) -> dict[str, str]:
        return self._plates.get(code, {"code": code, "iso": "", "name": code})

    def plates(self, codes: Iterable[str]) -> list[dict[str, str]]:
        return [self.plate(code) for code in codes]

    def one(self, key: int) -> dict[str, Any]:
        return self._proposals[key]

    def all(self, keys: Iterable[int]) -> list[dict[str, Any]]:
        return [self._proposals[key] for key in keys]

    def cells(self, parties: Sequence[str], stances: Sequence[str]) -> list[dict[str, Any]]:
        return [{"party": self.plate(code), "stance": stance} for code, stance in zip(parties, stances, strict=True)]

    def lone(self, some: Iterable[landing.Lone]) -> list[dict[str, Any]]:
        return [
            {"party": self.plate(one.party), "against": self.all(one.against), "behind": self.all(one.behind)}
            for one in some
        ]

    def landing(self, one: Landing) -> dict[str, Any]:
        return {
            "proposals": self.all(one.keys),
            "support": one.support,
            "supporters": self.plates(one.supporters),
            "reserved": self.plates(one.reserved),
            "waiting": self.plates(one.waiting),
            "complete": one.complete,
        }
