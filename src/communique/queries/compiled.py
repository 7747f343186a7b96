"""A text compiled for an audience: clean, as tabled, as one delegation would have it, with a chosen set accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.texts.compile import Compiled, View, compile
from communique.domain.texts.labels import names_of
from communique.domain.texts.operations import Proposal
from communique.queries.tabled import Table, table_for


@dataclass(frozen=True)
class CompiledText:
    """A view of a text, with what may be chosen for another one."""

    heading: dict[str, Any]
    """As ``tabled.heading_for`` without the readings."""
    view: View
    parties: tuple[dict[str, str], ...]
    """The plates of the members, or of those in the huddle, in protocol order."""
    amendments: tuple[dict[str, Any], ...]
    """Those on the table, by number: ``{"key", "number", "by": plates, "paragraph", "label",
    "numbered", "chosen"}``."""
    lost: tuple[int, ...]
    """Numbers of amendments on the table whose words are gone."""
    doc: dict[str, Any] | None
    """Document JSON; None when it was refused."""
    notes: tuple[dict[str, Any], ...]
    """``{"code", ...}`` with facts as ``compile.Compiled`` has them."""
    refused: Refused | None
    """Why a chosen set can't be accepted: ``amendments_conflict`` (one=, other=), ``no_such_amendment``,
    ``amendment_is_lost`` (number=)."""


def compiled_for(audience: Audience, text: int, view: View, version: int | None = None) -> CompiledText | None:
    """A text as ``view`` has it, at ``version`` or the newest; None for who may not read it.

    A view of a delegation without a party is that of the audience's own, or of the first member. Refused:
    ``unknown_version``; ``no_such_party`` (party=) for a party that is none of the body's.
    """
    table = table_for(audience, text, version)
    if table is None:
        return None
    view = _settled(audience, table, view)
    made, refused = _made(table, view)
    plates = table.plates()
    return CompiledText(
        heading=table.heading,
        view=view,
        parties=tuple(plates[code] for code in table.members),
        amendments=tuple(
            {
                "key": one.key,
                "number": one.number,
                "by": [plates[code] for code in one.parties],
                "chosen": one.key in view.keys,
            }
            | _place(table, one.proposal)
            for one in table.tabled
        ),
        lost=table.lost,
        doc=made.doc if made else None,
        notes=tuple({"code": note.code, **note.facts} for note in made.notes) if made else (),
        refused=refused,
    )


def _settled(audience: Audience, table: Table, view: View) -> View:
    if view.kind != "delegation":
        return view
    party = view.party or (audience.code if audience.kind == "delegation" else next(iter(table.members), ""))
    if party not in table.plates():
        raise Refused("no_such_party", party=party[:40])
    return View("delegation", party=party)


def _made(table: Table, view: View) -> tuple[Compiled | None, Refused | None]:
    try:
        return compile(table.document, table.tabled, view, parties=table.names()), None
    except Refused as refused:
        if refused.code in {"step_failed", "changes_cross"}:
            return None, Refused("amendment_is_lost", number=refused.facts.get("amendment"))
        return None, refused


def _place(table: Table, proposal: Proposal) -> dict[str, Any]:
    """The first paragraph that an amendment is about."""
    touched = proposal.paragraphs(table.document)
    return names_of(table.document)[touched[0]] if touched else {"paragraph": "", "label": "", "numbered": False}
