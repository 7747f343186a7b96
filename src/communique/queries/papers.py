"""The papers that lie before a meeting, by item and by language, as far as an audience may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from communique.domain.actors import Audience, standing_for
from communique.domain.meetings import State
from communique.domain.papers import Readers, file_name, may_read
from communique.domain.permissions import Place, reason_against
from communique.queries import items
from communique.queries.meetings import heading_of, row_of
from communique.records.models import Meeting, Paper

Facts = dict[str, Any]


@dataclass(frozen=True)
class File:
    """The bytes of a paper, with what an answer says of them. ``name`` is made of what the paper is."""

    content: bytes
    kind: str
    name: str
    digest: str
    public: bool


def papers_for(audience: Audience, meeting: int) -> Facts | None:
    """The papers of a meeting as an audience sees them: see ``whole`` and ``seen_by``."""
    found = whole(meeting)
    return seen_by(audience, found) if found is not None else None


def whole(meeting: int) -> Facts | None:
    """``{"row", "items", "papers"}`` of a meeting without their bytes, read once; shown to one audience only through
    ``seen_by``."""
    row = row_of(meeting)
    if row is None:
        return None
    rows = Paper.objects.filter(meeting=row).defer("content").order_by("laid_at", "id")
    return {"row": row, "items": items.of_meeting(row), "papers": list(rows)}


def seen_by(audience: Audience, found: Facts) -> Facts:
    """``{"meeting": its id, "heading", "groups": [{"item": one, or None for the whole meeting, "papers", "text",
    "document"}], "count", "may": {"lay", "withdraw"}}``.

    A paper is ``{"id", "symbol", "title", "readers", "languages": [{"id", "title", "language", "kind", "size",
    "laid_at", "withdrawn_at"}]}``. Items with nothing under them are left out, and so are papers that aren't
    for the audience; of withdrawn ones everybody who could read them sees that they were withdrawn.
    """
    row: Meeting = found["row"]
    heading = heading_of(audience, row)
    body = row.conference.body_id
    by_item: dict[int | None, list[Paper]] = {}
    for paper in found["papers"]:
        if may_read(audience, body, Readers(paper.readers)):
            by_item.setdefault(paper.item_id, []).append(paper)
    shown: list[tuple[Facts | None, list[Paper]]] = [(None, by_item.get(None, []))]
    shown += [(items.seen(one, heading), by_item.get(one["id"], [])) for one in found["items"]]
    groups: list[Facts] = [
        {"item": item, "papers": _by_language(papers, audience, body)}
        for item, papers in shown
        if papers or (item is not None and (item["text"] or item["document"]))
    ]
    somebody, place = standing_for(audience), Place(body)
    open_ = State(row.state) not in {State.CLOSED, State.CANCELLED}
    return {
        "meeting": row.pk,
        "heading": heading,
        "groups": groups,
        "count": sum(len(one["papers"]) for one in groups),
        "may": {
            "lay": open_ and reason_against("paper.lay", somebody, place) is None,
            "withdraw": open_ and reason_against("paper.withdraw", somebody, place) is None,
        },
    }


def paper_for(audience: Audience, paper: int) -> Facts | None:
    """A paper without its bytes, with its meeting's id; None for who may not read it, as for one that isn't there."""
    row = _row(audience, paper, with_bytes=False)
    return (
        _language(row, opens=True)
        | {"meeting": row.meeting_id, "item": row.item_id, "symbol": row.symbol, "readers": row.readers}
        if row
        else None
    )


def file_for(audience: Audience, paper: int) -> File | None:
    """The bytes of a paper; None for who may not read it, as for one that isn't there."""
    row = _row(audience, paper, with_bytes=True)
    if row is None:
        return None
    name = file_name(row.symbol, row.title, row.language, row.kind)
    public = row.readers == Readers.PUBLIC.value and row.withdrawn_at is None
    return File(bytes(row.content), row.kind, name, row.digest, public)


def place_of(audience: Audience, paper: int) -> tuple[int, int] | None:
    """Of a paper that the audience may read its meeting, and the meeting's room."""
    row = _row(audience, paper, with_bytes=False)
    return (row.meeting_id, row.meeting.room_id) if row else None


def _row(audience: Audience, paper: int, *, with_bytes: bool) -> Paper | None:
    rows = Paper.objects.select_related("meeting__conference").filter(pk=paper)
    row = (rows if with_bytes else rows.defer("content")).first()
    if row is None:
        return None
    body = row.meeting.conference.body_id
    withdrawn = row.withdrawn_at is not None
    return row if may_read(audience, body, Readers(row.readers), withdrawn=withdrawn) else None


def _by_language(papers: Iterable[Paper], audience: Audience, body: int) -> list[Facts]:
    """Papers with their languages side by side, the first one's first."""
    found: dict[int, Facts] = {}
    for paper in papers:
        first = found.setdefault(
            paper.of_id or paper.pk,
            {
                "id": paper.of_id or paper.pk,
                "symbol": paper.symbol,
                "title": paper.title,
                "readers": paper.readers,
                "withdrawn": True,
                "languages": [],
            },
        )
        opens = may_read(audience, body, Readers(paper.readers), withdrawn=paper.withdrawn_at is not None)
        first["languages"].append(_language(paper, opens=opens))
        first["withdrawn"] = first["withdrawn"] and paper.withdrawn_at is not None
    return list(found.values())


def _language(row: Paper, *, opens: bool) -> Facts:
    names = ("title", "language", "kind", "size", "laid_at", "withdrawn_at")
    return {"id": row.pk, "opens": opens} | {name: getattr(row, name) for name in names}
