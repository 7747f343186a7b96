"""The summary record: drawn up from the journal, edited, sent to delegations for corrections, and made final."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_correction, of_meeting
from communique.domain import meetings, reporting, summary
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.domain.reporting import Entry
from communique.domain.summary import CorrectionState, State
from communique.records import happenings
from communique.records.models import Correction, SummaryRecord


def _drawn(*, meeting: int) -> tuple[tuple[Entry, ...], int]:
    """What the journal says so far, told as a record; and how long it was."""
    found = happenings.of_meeting(meeting, now=timezone.now())
    return reporting.report(found.acts, found.speeches, found.remarks, found.known, gettext), found.length


@writes("record.draw_up", of_meeting, prepare=_drawn)
def draw_up(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Draw up the record of what has happened so far, over the one that there is: what was edited by hand stays.

    Refused: nothing has happened, a record that was circulated.
    """
    room = frame()
    drawn, length = room.prepared
    row = SummaryRecord.objects.filter(meeting_id=meeting).first()
    if row is not None:
        summary.require_draft(State(row.state))
    summary.require_drawn(drawn)
    if row is None:
        row = SummaryRecord(meeting_id=meeting, journal_length=0, drawn_up_at=room.now)
    before = summary.from_json(row.entries)
    row.journal_length, row.drawn_up_at = length, room.now
    _store(row, summary.merge(before, drawn), "journal_length", "drawn_up_at")
    room.record(meeting=meeting, version=row.version, entries=len(row.entries), journal=length)
    _tell(room, row)
    room.announce_inside({CHAIR, SECRETARIAT_OFFICE}, "fragment", target=f"statements:{meeting}")
    return {"version": row.version, "entries": len(row.entries)}


@writes("record.edit", of_meeting)
def edit(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    change: str,
    seen: int,
    entry: str = "",
    words: str = "",
    after: str = "",
) -> Answer:
    """Change an entry of the record: ``change`` is "words", "add", "remove", "restore" or "move". ``seen``: the version
    of the record that the editor read; ``after``: the entry behind which one is added or moved, "" for the first place.

    Refused: a final record, an entry that somebody else has changed since (entry_moved_on), or that isn't there.
    """
    room = frame()
    row = _row(meeting)
    summary.require_not_final(State(row.state))
    if isinstance(seen, bool) or not isinstance(seen, int) or not 0 <= seen <= row.version:
        raise Refused("unknown_record_version")
    entries, version = summary.from_json(row.entries), row.version + 1
    match change:
        case "words":
            made = summary.reword(entries, entry, words, seen=seen, version=version)
        case "add":
            made = summary.add(entries, words, after=after, at=room.now, version=version)
        case "remove" | "restore":
            made = summary.remove(entries, entry, seen=seen, version=version, removed=change == "remove")
        case "move":
            made = summary.move(entries, entry, after=after, seen=seen, version=version)
        case _:
            raise Refused("bad_change")
    _store(row, made)
    one = next(one for one in made if one.changed == version)
    room.record(meeting=meeting, version=version, change=change, entry=one.id, words=one.words, after=after)
    _tell(room, row)
    return {"version": version, "entry": one.id}


@writes("record.circulate", of_meeting)
def circulate(*, actor: Actor, request_id: str, meeting: int, until: datetime | None = None) -> Answer:
    """Send the record to the delegations, which correct their own interventions until an instant, or for as many days
    as the body's rules give them.

    Refused: circulated already, a meeting that isn't closed, an instant that is over or too far away.
    """
    room = frame()
    row = _row(meeting)
    end = summary.circulate(
        State(row.state),
        meetings.State(row.meeting.state),
        until=until,
        days=row.meeting.conference.body.correction_days,
        now=room.now,
    )
    row.state, row.circulated_at, row.corrections_until = State.CIRCULATED.value, room.now, end
    row.save(update_fields=["state", "circulated_at", "corrections_until"])
    room.record(meeting=meeting, version=row.version, state=row.state, until=end.isoformat(), entries=row.entries)
    _tell(room, row)
    room.announce("fragment", target=f"statements:{meeting}")
    return {"version": row.version, "until": end.isoformat()}


@writes("record.correct", of_meeting)
def correct(*, actor: Actor, request_id: str, meeting: int, entry: str, words: str, reason: str = "") -> Answer:
    """Ask for one's own intervention to read otherwise. What a delegation asks for again takes the place of what it
    asked for before, as long as that has no answer.

    Refused: a record that isn't circulated or is final, the time is over, another's intervention, no change.
    """
    room = frame()
    row = _row(meeting)
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    if len(reason) > summary.REASON:
        raise Refused("reason_too_long", limit=summary.REASON)
    found = summary.correct(
        summary.from_json(row.entries),
        entry,
        state=State(row.state),
        party=seat.party.code,
        until=row.corrections_until,
        words=words,
        now=room.now,
    )
    made, _ = Correction.objects.update_or_create(
        record=row,
        entry=found.id,
        party=party_of(seat.body, seat.party.code),
        state=CorrectionState.OPEN.value,
        defaults={"seat_id": seat.id, "words": words.strip(), "reason": reason.strip(), "at": room.now},
    )
    room.record(
        meeting=meeting,
        correction=made.pk,
        entry=found.id,
        party=seat.party.code,
        words=made.words,
        reason=made.reason,
    )
    _tell_of(room, made)
    return {"correction": made.pk}


@writes("record.settle", of_correction)
def settle(*, actor: Actor, request_id: str, correction: int, taken: bool, words: str = "", answer: str = "") -> Answer:
    """Take a correction, as it was asked for or in the ``words`` given, or decline it with an answer.

    Refused: settled already, declined without an answer, a final record.
    """
    room = frame()
    made = Correction.objects.select_related("record__meeting", "party").get(pk=correction)
    row = SummaryRecord.objects.select_related("meeting").get(pk=made.record_id)
    summary.require_not_final(State(row.state))
    made.state = summary.settle(CorrectionState(made.state), taken=bool(taken), answer=answer).value
    made.settled_at, made.answer = room.now, answer.strip()
    made.save(update_fields=["state", "settled_at", "answer"])
    said = (words.strip() or made.words) if taken else ""
    if taken:
        entries = summary.from_json(row.entries)
        _store(row, summary.reword(entries, made.entry, said, seen=row.version, version=row.version + 1))
    room.record(
        meeting=row.meeting_id,
        correction=correction,
        entry=made.entry,
        party=made.party.code,
        state=made.state,
        words=said,
        answer=made.answer,
        version=row.version,
    )
    if taken:
        _tell(room, row)
    else:
        _tell_of(room, made)
    return {"correction": correction, "state": made.state}


@writes("record.finish", of_meeting)
def finish(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Make the record final. Refused: the time for corrections still runs, or one of them has no answer."""
    room = frame()
    row = _row(meeting)
    row.state = summary.finish(
        State(row.state),
        until=row.corrections_until,
        still_open=row.corrections.filter(state=CorrectionState.OPEN.value).count(),
        now=room.now,
    ).value
    row.final_at = room.now
    row.save(update_fields=["state", "final_at"])
    room.record(meeting=meeting, version=row.version, state=row.state, entries=row.entries)
    _tell(room, row)
    room.announce("fragment", target=f"statements:{meeting}")
    return {"version": row.version, "state": row.state}


def _row(meeting: int) -> SummaryRecord:
    row = SummaryRecord.objects.select_related("meeting__conference__body").filter(meeting_id=meeting).first()
    if row is None:
        raise Refused("not_found", what="record")
    return row


def _store(row: SummaryRecord, entries: Sequence[Entry], *more: str) -> None:
    row.entries = summary.to_json(entries)
    row.version += 1
    if row.pk is None:
        row.save()
    else:
        row.save(update_fields=["entries", "version", *more])


def _tell(room: Frame, row: SummaryRecord) -> None:
    """A draft is the secretariat's and the chair's; the others hear of it once it is theirs to read."""
    target = f"record:{row.meeting_id}"
    if row.state == State.DRAFT:
        room.announce_inside({CHAIR, SECRETARIAT_OFFICE}, "fragment", target=target)
    else:
        room.announce("fragment", target=target)


def _tell_of(room: Frame, made: Correction) -> None:
    """What a delegation asks for is between it and those who keep the record."""
    target = f"record:{made.record.meeting_id}"
    room.announce_inside({made.party.code, CHAIR, SECRETARIAT_OFFICE}, "fragment", target=target)
