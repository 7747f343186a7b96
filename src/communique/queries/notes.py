"""The notes of one end, by whom it exchanges them with. Nobody else's are ever looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communique.domain import notes
from communique.domain.actors import Audience
from communique.domain.meetings import State
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.records import notes as rows
from communique.records.models import Meeting, Note, Party

LAST = 20
"""Notes of one conversation that stand in the room; its page has them all."""


def notes_for(audience: Audience, meeting: int, *, last: int | None = LAST) -> dict[str, Any] | None:
    """What an end has passed and been passed in a meeting; None for who doesn't sit in its body.

    ``{"meeting", "state", "conference", "own", "conversations", "unread", "others", "may_send"}``. A conversation is
    ``{"with", "unread", "newest", "notes", "more"}``, the one with the newest note first; ``more`` counts its older
    notes, which are left out. A note is ``{"id", "own", "person", "words", "at", "read_at"}``, oldest first; the person
    is named to its own end alone. ``others``: who may be passed a note, ``{"code", "iso", "name", "office"}``.
    """
    row = Meeting.objects.select_related("conference").filter(pk=meeting).first()
    own = notes.end_for(audience)
    if row is None or not own or row.conference.body_id != audience.body:
        return None
    others = [one for one in _ends(audience.body) if one["code"] != own]
    found = _between(own, meeting)
    conversations = [
        _conversation(one, found[one["code"]], own, last)
        for one in sorted(others, key=lambda one: -(found[one["code"]][-1].pk if one["code"] in found else 0))
        if one["code"] in found
    ]
    return {
        "meeting": meeting,
        "name": row.name,
        "state": row.state,
        "conference": {"time_zone": row.conference.time_zone, "place": row.conference.place},
        "own": own,
        "conversations": conversations,
        "unread": sum(one["unread"] for one in conversations),
        "others": others,
        "may_send": row.state not in {State.CLOSED, State.CANCELLED},
    }


def place_of(audience: Audience, note: int) -> tuple[int, int] | None:
    """The room in which a note was passed, and its meeting, for its two ends."""
    row = Note.objects.select_related("meeting__conference", "from_party", "to_party").filter(pk=note).first()
    if (
        row is None
        or row.meeting.conference.body_id != audience.body
        or notes.end_for(audience) not in rows.ends_of(row)
    ):
        return None
    return row.meeting.room_id, row.meeting_id


def names_of(audience: Audience, codes: Iterable[str]) -> list[dict[str, Any]]:
    """How some ends at the audience's own table are shown, in the order of the table."""
    wanted = set(codes)
    return [one for one in _ends(audience.body) if one["code"] in wanted]


def _ends(body: int) -> list[dict[str, Any]]:
    """Everybody at a table to whom a note can be passed: the offices, then the parties as they sit."""
    offices = [
        {"code": code, "iso": "", "name": "", "office": code.removeprefix("@")} for code in (CHAIR, SECRETARIAT_OFFICE)
    ]
    parties = Party.objects.filter(body_id=body)
    return offices + [one.value().plate() | {"office": ""} for one in parties]


def _between(own: str, meeting: int) -> dict[str, list[Note]]:
    """The notes of an end, by the other end, oldest first."""
    found: dict[str, list[Note]] = {}
    passed = Note.objects.filter(rows.passed_by(own) | rows.meant_for(own), meeting_id=meeting)
    for one in passed.select_related("from_party", "to_party", "seat__person").order_by("pk"):
        sender, addressee = rows.ends_of(one)
        found.setdefault(addressee if sender == own else sender, []).append(one)
    return found


def _conversation(other: dict[str, Any], found: list[Note], own: str, last: int | None) -> dict[str, Any]:
    shown = found if last is None else found[-last:]
    taken = [one for one in found if rows.ends_of(one)[1] == own]
    return {
        "with": other,
        "unread": sum(one.read_at is None for one in taken),
        "newest": taken[-1].pk if taken else None,
        "notes": [_note(one, own) for one in shown],
        "more": len(found) - len(shown),
    }


def _note(row: Note, own: str) -> dict[str, Any]:
    mine = rows.ends_of(row)[0] == own
    return {
        "id": row.pk,
        "own": mine,
        "person": row.seat.person.name if mine else "",
        "words": row.words,
        "at": row.sent_at,
        "read_at": row.read_at,
    }
