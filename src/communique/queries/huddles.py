"""Who is out with which paragraphs of a text, for everybody; and what a huddle has before it, for its delegations."""

from __future__ import annotations

from typing import Any

from communique.domain import huddles
from communique.domain.actors import Audience, standing_for
from communique.domain.huddles import State
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts.document import label_of, plain_text
from communique.queries.texts import readers_of
from communique.records import documents
from communique.records.models import Huddle, Party, Text


def huddles_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The huddles on a text, for all who read it, the newest first.

    ``{"text", "conference", "huddles", "members", "may"}``. A huddle is ``{"id", "number", "paragraphs": [{"paragraph",
    "label", "numbered"}], "parties": plates, "task", "sent_at", "due_at", "state", "ended_at", "landing": {"id",
    "number"} or None, "branch": the id of its text, for its own delegations alone, "may": {"dissolve"}}``. ``members``
    are the plates among which who may send one chooses; ``may`` has "send".
    """
    row = _text(text)
    if row is None or row.huddle_id is not None:
        return None
    readers = readers_of(row)
    if not readers.have(audience):
        return None
    conference = row.meeting.conference
    somebody, place = standing_for(audience), Place(readers.body)
    found = Huddle.objects.filter(text=row).order_by("-number").select_related("branch")
    found = found.defer("base", "branch__doc", "branch__report")
    sends = reason_against("huddle.send", somebody, place) is None and row.status == Status.DRAFT
    dissolves = reason_against("huddle.dissolve", somebody, place) is None
    members = Party.objects.filter(body_id=readers.body, member=True) if sends else ()
    return {
        "text": text,
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "huddles": [
            _huddle(audience, one, row) | {"may": {"dissolve": dissolves and one.state == State.OPEN}}
            for one in found.prefetch_related("parties__party", "landings")
        ],
        "members": [one.value().plate() for one in members],
        "may": {"send": sends},
    }


def branch_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """A huddle as its own delegations see it, by the text that is its branch; None for everybody else.

    ``{"text", "version", "main": {"id", "title"}, "conference", "huddle": as in ``huddles_for``, "parties": plates with
    "ready", "ready": have all agreed to this version, "agreed": has the audience's own, "stale": [{"paragraph",
    "label", "numbered", "then", "now", "ours" (words, None for what is gone), "clash"}], "must_decide": is there a
    clash, "may": {"agree", "report", "refresh"}}``.
    """
    row = _text(text)
    if row is None or row.huddle_id is None:
        return None
    readers = readers_of(row)
    if not readers.have(audience):
        return None
    one = Huddle.objects.prefetch_related("parties__party", "landings").get(pk=row.huddle_id)
    main = Text.objects.select_related("meeting").defer("doc", "report").get(pk=one.text_id)
    out = one.state == State.OPEN
    found = huddles.changed(one.base, documents.newest(main), documents.newest(row)) if out else ()
    sent = [
        each.party.value().plate()
        | {"ready": each.ready_version == row.version, "own": each.party.code == audience.code}
        for each in one.parties.all()
    ]
    somebody, place = standing_for(audience), Place(readers.body, huddle=readers.huddle)
    conference = row.meeting.conference
    return {
        "text": text,
        "version": row.version,
        "main": {"id": main.pk, "title": main.title},
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "huddle": _huddle(audience, one, main),
        "parties": sent,
        "ready": all(each["ready"] for each in sent),
        "agreed": any(each["ready"] and each["own"] for each in sent),
        "stale": [_stale(each) for each in found],
        "must_decide": any(each.clash for each in found),
        "may": {
            verb: out and reason_against(f"huddle.{verb}", somebody, place) is None
            for verb in ("agree", "report", "refresh")
        },
    }


def place_of(audience: Audience, huddle: int) -> dict[str, int] | None:
    """Where a huddle is: ``{"room", "text", "branch"}``, for those who read its text; the branch, 0 for those who
    aren't in it."""
    row = Huddle.objects.filter(pk=huddle).values_list("text_id", "branch__id").first()
    text = _text(row[0]) if row is not None else None
    if row is None or text is None or not readers_of(text).have(audience):
        return None
    branch = _text(row[1])
    inside = branch is not None and readers_of(branch).have(audience)
    return {"room": text.meeting.room_id, "text": text.pk, "branch": row[1] if inside else 0}


def neighbours(audience: Audience, text: int, paragraph: str, before: int, behind: int) -> list[str] | None:
    """A paragraph with so many before and behind it, by their ids; None for those who may not read the text."""
    row = _text(text)
    if row is None or not readers_of(row).have(audience):
        return None
    ids = [block["attrs"]["id"] for block in documents.newest(row).json()["content"]]
    if paragraph not in ids:
        return [paragraph] if paragraph else []
    at = ids.index(paragraph)
    return ids[max(0, at - max(0, before)) : at + 1 + max(0, behind)]


def _text(text: int) -> Text | None:
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    return rows.filter(pk=text).first()


def _called(block: dict[str, Any]) -> dict[str, Any]:
    return {
        "paragraph": block["attrs"]["id"],
        "label": label_of(block),
        "numbered": bool(block["attrs"].get("number")),
    }


def _huddle(audience: Audience, row: Huddle, text: Text) -> dict[str, Any]:
    sent = [one.party for one in row.parties.all()]
    inside = audience.kind == "delegation" and audience.code in {one.code for one in sent}
    landing = next(iter(row.landings.all()), None)
    return {
        "id": row.pk,
        "number": row.number,
        "paragraphs": [_called(one) for one in huddles.base_of(documents.newest(text), row.paragraphs)],
        "parties": [one.value().plate() for one in sent],
        "task": row.task,
        "sent_at": row.sent_at,
        "due_at": row.due_at,
        "state": row.state,
        "ended_at": row.ended_at,
        "landing": {"id": landing.pk, "number": landing.number} if landing is not None else None,
        "branch": row.branch.pk if inside else None,
    }


def _stale(one: huddles.Changed) -> dict[str, Any]:
    return _called(one.then) | {
        "then": plain_text(one.then),
        "now": plain_text(one.now) if one.now is not None else None,
        "ours": plain_text(one.ours) if one.ours is not None else None,
        "clash": one.clash,
    }
