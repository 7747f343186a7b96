"""The reading of a text: which one, where the chair is, and where every paragraph stands."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.readings import Paragraph, Standing, everything_is_agreed
from communique.domain.register import Status
from communique.domain.texts.labels import names_of
from communique.queries.texts import Readers, readable, readers_of
from communique.records import documents, standings
from communique.records.models import ParagraphStatus, Party, Reading, Text

SAID = ("text", "reading", "open", "paragraph", "statuses", "figures")
"""What an editor is told."""


def reading_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The reading of a text as an audience sees it: see ``whole`` and ``seen_by``."""
    found = whole(text)
    return seen_by(audience, found) if found is not None else None


def whole(text: int) -> dict[str, Any] | None:
    """The reading of a text, which all its readers see alike.

    ``{"text", "seen": its version, "reading": the number of the last one, 0 before the first, "open", "paragraph":
    where the chair is or "", "statuses": {id: {"status", "label", "confirm_by", "confirmed", "of", "note", "at"}},
    "figures", "readings"}`` is JSON. ``status`` is ``agreed``, ``held``, ``huddle``, or, for one that is open again and
    says why, ``reopened`` or ``lapsed``; a paragraph of which nothing is said is open. For the page there are ``here``
    (the paragraph where the chair is), ``rows`` (each paragraph of which something is said, in the order of the text),
    ``history`` (all readings) and ``everything``: is all of it agreed and confirmed? It is made once for all audiences,
    and shown to one only through ``seen_by``.
    """
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    if row is None:
        return None
    now, document = timezone.now(), documents.newest(row)
    members = list(Party.objects.filter(body_id=row.meeting.conference.body_id, member=True))
    found = standings.standings(row, document, now, members=[one.code for one in members])
    figures = standings.headline(document, standings.closed(found))
    history = list(Reading.objects.filter(text=row).order_by("number"))
    last = history[-1] if history else None
    reads = last is not None and last.closed_at is None and row.status in {Status.DRAFT, Status.QUESTION}
    at = last.paragraph if last is not None and reads and document.block(last.paragraph) else ""
    order = {block["attrs"]["id"]: place for place, block in enumerate(document.json()["content"])}
    placed = sorted(found.values(), key=lambda pair: order.get(pair[0].paragraph, len(order)))
    names = names_of(document) if placed or at else {}
    shown = [_row(one, stands, members, names) for one, stands in placed]
    statuses = {one["paragraph"]: _status(one) for one in shown}
    waiting = sum(bool(one["waits"]) for one in shown)
    conference = row.meeting.conference
    return {
        "text": text,
        "seen": row.version,
        "reading": last.number if last else 0,
        "open": reads,
        "paragraph": at,
        "statuses": statuses,
        "figures": figures,
        "readings": [_reading(one) for one in history],
        "history": [_history(one) for one in history],
        "here": _here(names[at], {one["paragraph"]: one for one in shown}) if at else None,
        "rows": shown,
        "everything": everything_is_agreed(figures["paragraphs"], figures["agreed"], waiting),
        "status": row.status,
        "today": standings.day_at(row, now),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "readers": readers_of(row),
    }


def seen_by(audience: Audience, reading: dict[str, Any]) -> dict[str, Any] | None:
    """A whole reading as one audience sees it, with ``may`` and, for a delegation, ``mine``: its code. None for those
    who may not read the text."""
    readers: Readers = reading["readers"]
    if not readers.have(audience):
        return None
    somebody, place = standing_for(audience), Place(readers.body, huddle=readers.huddle)
    draft = reading["status"] == Status.DRAFT

    def may(action: str) -> bool:
        return draft and reason_against(action, somebody, place) is None

    return reading | {
        "mine": audience.code if audience.kind == "delegation" else "",
        "may": {
            "open": may("reading.open") and not reading["open"],
            "lead": may("reading.move") and reading["open"],
            "decide": may("paragraph.agree"),
            "send": may("huddle.send"),
            "confirm": may("paragraph.confirm"),
        },
    }


def said(reading: dict[str, Any]) -> dict[str, Any]:
    """What an editor is told of a whole reading: JSON, the same for all who may read the text."""
    return {name: reading[name] for name in SAID}


def place_of(audience: Audience, text: int) -> int | None:
    """The room in which a text is read, for those who may."""
    row = Text.objects.select_related("meeting__conference__body").defer("doc", "report").filter(pk=text).first()
    return row.meeting.room_id if row is not None and readable(audience, row) else None


def _here(called: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {"status": "", "note": "", "codes": []} | known.get(called["paragraph"], {}) | called


def _row(
    row: ParagraphStatus, stands: Paragraph, members: list[Party], names: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """One paragraph for the page. ``missing``: whose capitals hadn't spoken when the date was over."""
    lapsed = stands.standing is Standing.LAPSED
    agreed = stands.standing is Standing.AGREED
    silent = [one.value().plate() for one in members if one.code not in stands.confirmed]
    refused = [one for one in row.confirmations.all() if not one.confirmed]
    return {
        "paragraph": row.paragraph,
        "label": names[row.paragraph]["label"] if row.paragraph in names else stands.label,
        "status": stands.standing.value if stands.standing else "",
        "confirm_by": stands.confirm_by,
        "confirmed": sorted(stands.confirmed),
        "of": len(members) if agreed or lapsed else 0,
        "waits": silent if agreed else [],
        "codes": [one["code"] for one in silent] if agreed else [],
        "missing": silent if lapsed else [],
        "refused": refused[-1].party.value().plate() if refused else None,
        "note": row.note,
        "at": row.at,
        "version": row.version,
    }


def _status(row: dict[str, Any]) -> dict[str, Any]:
    by = row["confirm_by"]
    return {
        "status": row["status"],
        "label": row["label"],
        "confirm_by": by.isoformat() if by else None,
        "confirmed": len(row["confirmed"]),
        "of": row["of"],
        "note": row["note"],
        "at": row["at"].isoformat(),
    }


def _history(row: Reading) -> dict[str, Any]:
    """A reading for the page, with its instants as such."""
    return _reading(row) | {"opened_at": row.opened_at, "closed_at": row.closed_at}


def _reading(row: Reading) -> dict[str, Any]:
    return {
        "number": row.number,
        "opened_at": row.opened_at.isoformat(),
        "opened_version": row.opened_version,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "closed_version": row.closed_version,
    }
