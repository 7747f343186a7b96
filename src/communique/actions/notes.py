"""Passing a note in the room, and opening it. Nobody but its two ends learns of either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_meeting, of_note
from communique.domain import meetings, notes
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.records import notes as rows
from communique.records import sealed
from communique.records.models import Attendance, Meeting, Note, Party


@writes("note.send", of_meeting)
def send(
    *, actor: Actor, request_id: str, meeting: int, to: list[str], words: str, answers: int | None = None
) -> Answer:
    """Pass a note to each of ``to``: codes of parties at the table, "@chair", "@secretariat". ``answers``: the note to
    which it is an answer, one of those between the two.

    The answer names in ``absent`` those who aren't in the room: their notes wait for them. Refused: no words, too many;
    nobody, nobody at this table, oneself; too many within a minute; a closed meeting.
    """
    room = frame()
    row = Meeting.objects.select_related("conference").get(pk=meeting)
    meetings.require_not_closed(meetings.State(row.state))
    own = _own_end(room)
    parties = {one.code: one for one in Party.objects.filter(body_id=row.conference.body_id)}
    words = notes.check_words(words)
    named = notes.addressees(own, to, parties)
    since = room.now - timedelta(seconds=notes.WITHIN)
    passed = Note.objects.filter(rows.passed_by(own), meeting=row, sent_at__gt=since)
    notes.check_pace(passed.count(), len(named))
    before = _answered(row, own, named, answers)
    made = []
    for one in named:
        ends = rows.columns(own, one, parties)
        made.append(
            Note.objects.create(meeting=row, seat_id=room.seat(), words=words, sent_at=room.now, answers=before, **ends)
        )
    room.record(meeting=meeting, notes=[one.pk for one in made], sealed=[sealed.seal_of(one) for one in made])
    room.announce_inside((own, *named), "fragment", target=f"notes:{meeting}")
    here = in_the_room(meeting)
    return {"notes": [one.pk for one in made], "absent": [one for one in named if one not in here]}


@writes("note.read", of_note)
def read(*, actor: Actor, request_id: str, note: int) -> Answer:
    """Open a note, and with it whatever its sender passed before. Opening it again changes nothing."""
    room = frame()
    row = Note.objects.select_related("meeting", "from_party", "to_party").get(pk=note)
    meetings.require_not_closed(meetings.State(row.meeting.state))
    sender, own = rows.ends_of(row)
    unread = Note.objects.filter(
        rows.passed_by(sender), rows.meant_for(own), meeting_id=row.meeting_id, pk__lte=note, read_at=None
    )
    count = unread.update(read_at=room.now)
    done: dict[str, Any] = {"note": note, "read": count}
    room.record(meeting=row.meeting_id, note=note, sealed=sealed.seal_of(row, done))
    if count:
        room.announce_inside((own, sender), "fragment", target=f"notes:{row.meeting_id}")
    return done


def in_the_room(meeting: int) -> set[str]:
    """The ends that somebody in the room stands for, whose line holds."""
    stays = Attendance.objects.filter(meeting_id=meeting, left_at=None, away_since=None, seat__ended_at=None)
    return {notes.end_of(stay.seat.value()) for stay in stays.select_related("seat__party")}


def _own_end(room: Frame) -> str:
    if room.actor.seat is None:
        raise Denied("no_seat")
    return notes.end_of(room.actor.seat)


def _answered(meeting: Meeting, own: str, named: Iterable[str], answers: int | None) -> Note | None:
    """The note that is answered. To whoever isn't one of its ends it isn't there."""
    if answers is None:
        return None
    row = Note.objects.select_related("from_party", "to_party").filter(pk=answers, meeting=meeting).first()
    if row is None or set(rows.ends_of(row)) != {own, *named}:
        raise Refused("not_found", what="note")
    return row
