"""Statements handed in to a meeting: before they are delivered for their own, afterwards for the room, then for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Length

from communique.domain import meetings as rules
from communique.domain import statements, summary
from communique.domain.actors import Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.statements import State
from communique.domain.texts.document import direction_of
from communique.records.models import AgendaItem, Intervention, Meeting, Statement, StatementVersion


@dataclass(frozen=True)
class File:
    """A file as it was handed in. ``digest`` is the SHA-256 of the version's words and content together."""

    content: bytes
    kind: str
    filename: str


def statements_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """The statements of a meeting, as far as an audience may know of them: see ``whole`` and ``seen_by``."""
    found = whole(meeting)
    return seen_by(audience, found) if found is not None else None


def whole(meeting: int) -> dict[str, Any] | None:
    """All that were handed in and not withdrawn, in the order of the agenda; made once for all audiences, and shown to
    one only through ``seen_by``."""
    row = Meeting.objects.select_related("conference__body", "summary").filter(pk=meeting).first()
    if row is None:
        return None
    record = getattr(row, "summary", None)
    found = Statement.objects.filter(meeting=row).exclude(state=State.WITHDRAWN.value)
    found = found.select_related("party", "item")
    speaking = Intervention.objects.filter(meeting=row, state__in=("speaking", "interrupted")).select_related("party")
    now = {(one.party.code, one.item_id) for one in speaking if one.party is not None}
    conference = row.conference
    return {
        "meeting": meeting,
        "state": row.state,
        "body": conference.body_id,
        "open_to_public": row.open_to_public,
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "record": record.state if record is not None else "",
        "rows": _rows(list(found), now),
    }


def seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any]:
    """The statements as one audience may know of them. Of one that it may only know of, such as the chair of what is
    still embargoed, there are the delegation and the item, and neither a word nor an address.

    ``{"meeting", "conference", "rows": [{"id", "title", "speaker", "by", "item", "languages", "state", "at",
    "speaking"}], "record": the summary record's state where the audience may read it, else "", "may": {"hand_in",
    "note": read the clerk's notes, "keep": the record}}``.
    """
    rows = []
    for one in found["rows"]:
        facts = {
            "body": found["body"],
            "owner": one["by"]["code"],
            "state": State(one["state"]),
            "open_to_public": found["open_to_public"],
        }
        if statements.may_read(audience, **facts):
            rows.append(one)
        elif statements.may_know(audience, **facts):
            rows.append(one | {"id": None, "title": "", "speaker": "", "languages": []})
    cancelled = found["state"] == rules.State.CANCELLED
    hands_in = not cancelled and _may("statement.hand_in", audience, Place(found["body"]))
    return {
        "meeting": found["meeting"],
        "conference": found["conference"],
        "rows": rows,
        "record": found["record"] if found["record"] and _reads_record(audience, found) else "",
        "may": {
            "hand_in": hands_in,
            "note": audience.kind in {"chair", "secretariat"} and audience.body == found["body"],
            "keep": _may("record.draw_up", audience, Place(found["body"])),
        },
    }


def statement_for(audience: Audience, statement: int) -> dict[str, Any] | None:
    """A statement with its words in all languages; None for those who may not read it, to whom it isn't there.

    ``{"id", "title", "speaker", "by", "item", "state", "handed_in_at", "delivered_at", "published_at", "meeting":
    {"id", "name"}, "conference", "body", "versions": [{"language", "direction", "original", "unofficial", "words",
    "filename", "kind", "size"}], "intervention": {"id", "at"} or None, "interventions": those to which it could be
    linked, "may"}``.
    """
    rows = Statement.objects.select_related("party", "item", "meeting__conference__body", "intervention")
    row = rows.filter(pk=statement).first()
    if row is None or not _reads(audience, row):
        return None
    meeting, conference = row.meeting, row.meeting.conference
    state = State(row.state)
    place = Place(conference.body_id, row.party.code)
    embargoed = state is State.HANDED_IN
    links = _may("statement.link", audience, place) and state is not State.WITHDRAWN
    return {
        "id": row.pk,
        "title": row.title,
        "speaker": row.speaker,
        "by": row.party.value().plate(),
        "item": _item(row.item),
        "state": row.state,
        "handed_in_at": row.handed_in_at,
        "delivered_at": row.delivered_at,
        "published_at": row.published_at,
        "meeting": {"id": meeting.pk, "name": meeting.name, "room": meeting.room_id},
        "conference": {
            "name": conference.name,
            "slug": conference.slug,
            "time_zone": conference.time_zone,
            "place": conference.place,
        },
        "body": conference.body_id,
        "versions": [
            {
                "language": one.language,
                "direction": direction_of(one.language),
                "original": one.original,
                "unofficial": one.unofficial,
                "words": one.words,
                "filename": one.filename,
                "kind": one.kind,
                "size": one.size or 0,
            }
            for one in row.versions.defer("content").annotate(size=Length("content"))
        ],
        "intervention": {"id": row.intervention_id, "at": row.intervention.began_at} if row.intervention else None,
        "interventions": _interventions(row) if links else [],
        "may": {
            "change": embargoed and _may("statement.change", audience, place),
            "withdraw": embargoed and _may("statement.withdraw", audience, place),
            "release": embargoed and _may("statement.release", audience, place),
            "translate": state is not State.WITHDRAWN and _may("statement.translate", audience, place),
            "publish": state is State.DELIVERED
            and meeting.open_to_public
            and _may("statement.publish", audience, place),
            "link": links,
        },
    }


def file_for(audience: Audience, statement: int, language: str) -> File | None:
    """The file in which a statement was handed in in one language, for those who may read it."""
    row = Statement.objects.select_related("party", "meeting__conference").filter(pk=statement).first()
    if row is None or not _reads(audience, row):
        return None
    version = StatementVersion.objects.filter(statement=row, language=language, content__isnull=False).first()
    if version is None or version.content is None:
        return None
    return File(bytes(version.content), version.kind, version.filename)


def items_for(audience: Audience, meeting: int) -> list[dict[str, Any]]:
    """The items of a meeting's agenda, which is public, as choices for what a statement is about: "id", "number",
    "title"."""
    return [one for row in AgendaItem.objects.filter(meeting__id=meeting) if (one := _item(row)) is not None]


def statement_in(audience: Audience, intervention: int) -> dict[str, Any] | None:
    """The statement that belongs to an intervention: linked to it, or the one that would be delivered by it; as far as
    the audience may know of it, with "id" None where it may not read it. None where there is none."""
    spoken = Intervention.objects.select_related("party").filter(pk=intervention).first()
    if spoken is None or spoken.party is None:
        return None
    found = statements_for(audience, spoken.meeting_id)
    code = spoken.party.code
    mine = [one for one in (found or {"rows": []})["rows"] if one["by"]["code"] == code]
    linked = [one for one in mine if one["intervention"] == intervention]
    if linked or spoken.kind in statements.NOT_A_STATEMENT:
        return linked[0] if linked else None
    fitting = (
        one
        for one in mine
        if one["state"] == State.HANDED_IN
        and one["intervention"] is None
        and (one["item"] or {}).get("id") == spoken.item_id
    )
    return next(fitting, None)


def _rows(found: list[Statement], speaking: set[tuple[str, int | None]]) -> list[dict[str, Any]]:
    languages: dict[int, list[str]] = {}
    versions = StatementVersion.objects.filter(statement__in=found).order_by("-original", "language")
    for statement, language in versions.values_list("statement_id", "language"):
        languages.setdefault(statement, []).append(language)
    return [
        {
            "id": one.pk,
            "title": one.title,
            "speaker": one.speaker,
            "by": one.party.value().plate(),
            "item": _item(one.item),
            "languages": languages.get(one.pk, []),
            "state": one.state,
            "at": one.delivered_at or one.handed_in_at,
            "intervention": one.intervention_id,
            "speaking": one.state == State.HANDED_IN and (one.party.code, one.item_id) in speaking,
        }
        for one in sorted(found, key=lambda one: (one.item.order if one.item is not None else 0, one.pk))
    ]


def _item(item: AgendaItem | None) -> dict[str, Any] | None:
    return {"id": item.pk, "number": item.number, "title": item.title} if item is not None else None


def _interventions(row: Statement) -> list[dict[str, Any]]:
    """Those of its delegation that have no other statement."""
    found = Intervention.objects.filter(meeting=row.meeting_id, party=row.party_id)
    found = found.filter(state__in=("waiting", "speaking", "interrupted", "delivered"))
    found = found.filter(Q(statement=None) | Q(statement=row.pk))
    return [
        {"id": one.pk, "kind": one.kind, "item": _item(one.item), "at": one.began_at}
        for one in found.select_related("item")
    ]


def _reads_record(audience: Audience, found: dict[str, Any]) -> bool:
    return summary.may_read(
        audience,
        body=found["body"],
        state=summary.State(found["record"]),
        open_to_public=found["open_to_public"],
    )


def _reads(audience: Audience, row: Statement) -> bool:
    meeting = row.meeting
    return statements.may_read(
        audience,
        body=meeting.conference.body_id,
        owner=row.party.code,
        state=State(row.state),
        open_to_public=meeting.open_to_public,
    )


def _may(action: str, audience: Audience, place: Place) -> bool:
    return reason_against(action, standing_for(audience), place) is None
