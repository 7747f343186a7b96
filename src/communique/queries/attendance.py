"""Who is in the room, how the roll stands, and who was there from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communique.domain import attendance as rules
from communique.domain.actors import Audience, standing_for
from communique.domain.attendance import Quorum, Span, Standing, Stay
from communique.domain.meetings import State
from communique.domain.permissions import Place, may_read_draft, reason_against
from communique.records.models import Attendance, JournalEntry, Meeting, Party, RollCall

OFFICES = ("chair", "pen", "clerk")
NOTES_LINES = ("presence.note", "meeting.enter", "roll.answer")
"""The acts by whose entries it is known who was away, and who came back."""
OVER = (State.CLOSED.value, State.CANCELLED.value)


def attendance_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """Who is in the room, for those who may read drafts: ``whole`` as ``seen_by`` shows it."""
    found = whole(meeting)
    return None if found is None else seen_by(audience, found)


def whole(meeting: int) -> dict[str, Any] | None:
    """Who is in the room, for nobody in particular.

    ``{"meeting", "state", "over", "body": {"id", "observers"}, "conference", "members": every member's plate in
    protocol order with "standing" (present, away or absent) and "present", "count", "quorum", "missing", "reached",
    "may_debate", "observers": plates with "standing", of those who have a place, "offices": roles of the chair and the
    secretariat that are there}``.
    """
    row = Meeting.objects.select_related("conference__body").filter(pk=meeting).first()
    if row is None:
        return None
    body, conference = row.conference.body, row.conference
    stays = _stays(row)
    standing = rules.standings(stays)
    parties = list(body.parties.all())
    members = [_plate(party, standing) for party in parties if party.member]
    quorum = Quorum(sum(one["present"] for one in members), body.quorum, len(members))
    offices = {stay.role for stay in stays if stay.is_here}
    return {
        "meeting": meeting,
        "state": row.state,
        "over": row.state in OVER,
        "body": {"id": body.pk, "observers": body.observers_read_drafts},
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "members": members,
        "count": quorum.present,
        "quorum": quorum.needed,
        "missing": quorum.missing,
        "reached": quorum.reached,
        "may_debate": quorum.may_debate,
        "observers": [_plate(party, standing) for party in parties if not party.member and party.code in standing],
        "offices": [role for role in OFFICES if role in offices],
    }


def seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any] | None:
    """What ``whole`` or ``roll`` found, as an audience sees it, with "may": {"preside"}; None when it may not."""
    body = found["body"]
    if not may_read_draft(audience, body["id"], open_to_observers=body["observers"]):
        return None
    presides = reason_against("roll.call", standing_for(audience), Place(body["id"])) is None
    return found | {"may": {"preside": presides}}


def roll(meeting: int) -> dict[str, Any] | None:
    """The last roll of a meeting, for nobody in particular.

    ``{"meeting", "state", "over", "body", "conference", "roll": None or {"id", "called_at", "closed_at", "open",
    "next": code or "", "asked": plates in protocol order with "answered", "given_for" and "at", "present": how many
    have answered, "silent": codes}}``.
    """
    row = Meeting.objects.select_related("conference__body").filter(pk=meeting).first()
    if row is None:
        return None
    body, conference = row.conference.body, row.conference
    called = RollCall.objects.filter(meeting=row).order_by("-called_at", "-id").first()
    return {
        "meeting": meeting,
        "state": row.state,
        "over": row.state in OVER,
        "body": {"id": body.pk, "observers": body.observers_read_drafts},
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "roll": None if called is None else _roll(called, body.pk),
    }


def roll_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """The last roll of a meeting for those who may read drafts; "may" has "preside", and "answer" of a delegation that
    is asked and has not answered."""
    found = roll(meeting)
    return None if found is None else roll_seen_by(audience, found)


def roll_seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any] | None:
    seen = seen_by(audience, found)
    if seen is None:
        return None
    called = found["roll"]
    asked = bool(called and called["open"] and audience.kind == "delegation" and audience.code in called["silent"])
    return seen | {"may": seen["may"] | {"answer": asked}}


def place_of(audience: Audience, meeting: int, seat: int) -> dict[str, Any] | None:
    """The place of a seat, one of the audience's own: ``{"meeting", "state", "taken", "away"}``."""
    rows = Meeting.objects.filter(pk=meeting, conference__body_id=audience.body)
    state = rows.values_list("state", flat=True).first()
    if state is None:
        return None
    stays = Attendance.objects.filter(meeting__id=meeting, seat__id=seat, seat__body_id=audience.body, left_at=None)
    stay = stays.values_list("away_since", flat=True)
    found = list(stay[:1])
    return {"meeting": meeting, "state": state, "taken": bool(found), "away": bool(found) and found[0] is not None}


def sheet_for(audience: Audience, meeting: int) -> dict[str, Any] | None:
    """Who was there from when to when, for the chair and the secretariat of the body: ``{"meeting", "delegations",
    "offices", "rolls"}``.

    A delegation is its plate with "member", "standing", "spans": when at least one of it was there, and "people":
    [{"name", "role", "spans"}]. Those who were never there are in it, with nothing. A span has "begins" and "ends",
    which is None while it lasts. ``offices`` are people alone.
    """
    if audience.kind not in {"chair", "secretariat"}:
        return None
    row = Meeting.objects.select_related("conference__body").filter(pk=meeting).first()
    if row is None or row.conference.body_id != audience.body:
        return None
    stays = list(row.attendances.select_related("seat__party", "seat__person").order_by("entered_at", "id"))
    gaps = _gaps(row)
    values = [stay.value() for stay in stays]
    names = {stay.seat_id: stay.seat.person.name for stay in stays}
    there = {id(value): rules.spans_of(value, _within(value, gaps.get(value.seat, ()))) for value in values}
    standing = rules.standings(value for value in values if value.left_at is None)
    parties = list(row.conference.body.parties.all())
    held = rules.by_party(values, [party.code for party in parties])
    delegations = [
        _plate(party, standing)
        | {
            "member": party.member,
            "spans": rules.joined(span for stay in held[party.code] for span in there[id(stay)]),
            "people": _people(held[party.code], there, names),
        }
        for party in parties
        if party.member or held[party.code]
    ]
    offices = [value for value in values if value.role in OFFICES]
    rolls = RollCall.objects.filter(meeting=row).prefetch_related("answers__party").order_by("called_at", "id")
    return {
        "meeting": meeting,
        "delegations": delegations,
        "offices": _people(sorted(offices, key=lambda one: OFFICES.index(one.role)), there, names),
        "rolls": [_called(one, parties) for one in rolls],
    }


@dataclass(frozen=True)
class Watched:
    """A stay that has not ended, for the house's clock. ``grace`` is the body's, in seconds; ``sits``: is its meeting
    open now?"""

    id: int
    meeting: int
    room: int
    grace: int
    sits: bool
    stay: Stay


def watched() -> list[Watched]:
    """The stays whose lines the house's clock watches: all that have not ended, in meetings that are not over."""
    rows = Attendance.objects.filter(left_at=None).exclude(meeting__state__in=OVER).order_by("meeting_id", "pk")
    return [
        Watched(
            pk,
            meeting,
            room,
            grace,
            state == State.OPEN,
            Stay(seat, code or "", bool(member) and role != "chair", entered, ended, seen, away, role),
        )
        for pk, meeting, room, grace, state, seat, code, member, entered, ended, seen, away, role in rows.values_list(
            "pk",
            "meeting_id",
            "meeting__room_id",
            "meeting__conference__body__grace",
            "meeting__state",
            "seat_id",
            "seat__party__code",
            "seat__party__member",
            "entered_at",
            "seat__ended_at",
            "seen_at",
            "away_since",
            "seat__role",
        )
    ]


def _stays(row: Meeting) -> list[Stay]:
    held = row.attendances.filter(left_at=None, seat__ended_at=None).select_related("seat__party")
    return [stay.value() for stay in held]


def _plate(party: Party, standing: Mapping[str, Standing]) -> dict[str, Any]:
    stands = standing.get(party.code, Standing.ABSENT)
    return party.value().plate() | {"standing": stands.value, "present": stands is Standing.PRESENT}


def _roll(called: RollCall, body: int) -> dict[str, Any]:
    answers = {answer.party.code: answer for answer in called.answers.select_related("party")}
    parties = {party.code: party for party in Party.objects.filter(body_id=body, code__in=called.asked)}
    value = called.value(answers)
    return {
        "id": called.pk,
        "called_at": called.called_at,
        "closed_at": called.closed_at,
        "open": not value.closed,
        "next": value.next,
        "silent": value.silent,
        "present": len(value.answered),
        "asked": [
            parties[code].value().plate()
            | {
                "answered": code in answers,
                "given_for": code in answers and answers[code].given_for,
                "at": answers[code].at if code in answers else None,
            }
            for code in called.asked
            if code in parties
        ],
    }


def _called(called: RollCall, parties: Sequence[Party]) -> dict[str, Any]:
    """A roll in the sheet: how many answered, and the plates of those who did not."""
    answered = {answer.party.code for answer in called.answers.all()}
    silent = [party.value().plate() for party in parties if party.code in called.asked and party.code not in answered]
    return {
        "called_at": called.called_at,
        "closed_at": called.closed_at,
        "asked": len(called.asked),
        "answered": len(answered),
        "silent": silent,
    }


def _gaps(row: Meeting) -> dict[int, list[Span]]:
    """When the lines of seats were lost and came back, as the clock noted it in the meeting's journal."""
    gone: dict[int, datetime] = {}
    found: dict[int, list[Span]] = {}
    entries = JournalEntry.objects.filter(room_id=row.room_id, action__in=NOTES_LINES)
    for at, facts in entries.order_by("number").values_list("at", "facts"):
        for one in facts.get("away", ()):
            gone[one["seat"]] = datetime.fromisoformat(one["since"])
        for seat in facts.get("back", ()):
            if seat in gone:
                found.setdefault(seat, []).append(Span(gone.pop(seat), at))
    return found


def _within(stay: Stay, gaps: Iterable[Span]) -> list[Span]:
    """Those gaps that fall into this stay of the seat, of several."""
    ends = stay.left_at
    return [gap for gap in gaps if gap.begins >= stay.entered_at and (ends is None or gap.begins <= ends)]


def _people(
    stays: Iterable[Stay], there: Mapping[int, tuple[Span, ...]], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Each person once, with all the times at which it was there."""
    spans: dict[int, list[Span]] = {}
    roles: dict[int, str] = {}
    for stay in stays:
        spans.setdefault(stay.seat, []).extend(there[id(stay)])
        roles[stay.seat] = stay.role
    return [{"name": names[seat], "role": roles[seat], "spans": rules.joined(own)} for seat, own in spans.items()]
