"""The floor: raising a placard, giving the floor and taking it back, the speakers' list and its clock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from communique.actions import statements
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_intervention, of_meeting
from communique.actions.words import fit
from communique.domain import floor, meetings
from communique.domain.actors import Actor, Role, audience_of
from communique.domain.errors import Denied, Refused
from communique.domain.floor_rules import FloorRules, Kind
from communique.domain.permissions import may_read_draft
from communique.domain.speakers import Ending, Speaker, SpeakersList, State
from communique.domain.texts.labels import names_of
from communique.records import documents, floors
from communique.records.models import AgendaItem, Attendance, Intervention, Meeting, Party, Seat, Sitting, Text

RULING_LIMIT = 2000
"""Characters of a ruling."""
Change = Callable[[SpeakersList, FloorRules, datetime], SpeakersList]


# the speakers' list


@writes("floor.open", of_meeting)
def open_list(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Open the speakers' list. Refused: it is open, or was closed and the body's rules don't let it be opened again."""
    return _list(meeting, lambda queue, rules, now: floor.open_list(queue, rules, at=now))


@writes("floor.announce", of_meeting)
def announce_closing(*, actor: Actor, request_id: str, meeting: int, closes_at: datetime) -> Answer:
    """Announce when the list will be closed; the clock closes it then. Refused: it isn't open, an instant that is
    over."""
    return _list(meeting, lambda queue, rules, now: floor.announce_closing(queue, closes_at, at=now))


@writes("floor.close", of_meeting)
def close_list(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Close the list: points of order and replies are still taken. The clock does it at the instant that was announced.

    Refused: it is closed; to the clock, before its instant.
    """

    def close(queue: SpeakersList, rules: FloorRules, now: datetime) -> SpeakersList:
        if actor.clock and floor.takes_names(queue, now):
            raise Refused("list_is_open")
        return floor.close_list(queue, at=now)

    return _list(meeting, close)


@writes("floor.limit", of_meeting)
def set_limit(*, actor: Actor, request_id: str, meeting: int, kind: str, seconds: int | None = None) -> Answer:
    """Limit the interventions of a kind in this meeting; no seconds: without limit. Who speaks keeps its own.

    Refused: no such kind, a limit out of bounds.
    """
    which = _kind(kind)
    return _list(
        meeting,
        lambda queue, rules, now: floor.set_limit(queue, which, seconds),
        kind=which.value,
        seconds=seconds,
    )


@writes("floor.suspend", of_meeting)
def suspend(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Let the debate rest; the speaker's clock stands still. Refused: it rests already."""
    return _list(meeting, lambda queue, rules, now: floor.suspend(queue, at=now))


@writes("floor.resume", of_meeting)
def resume(*, actor: Actor, request_id: str, meeting: int) -> Answer:
    """Let the debate go on. Refused: it doesn't rest."""
    return _list(meeting, lambda queue, rules, now: floor.resume(queue, at=now))


# who asks for the floor


@writes("floor.request", of_meeting)
def request(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    kind: str = Kind.STATEMENT.value,
    on_behalf_of: str = "",
    on_item: int | None = None,
    on_text: int | None = None,
    paragraph: str = "",
) -> Answer:
    """Raise the placard: the delegation is put on the list, on the current item or another one, and on a paragraph.

    Refused: a meeting that doesn't sit, a delegation that isn't in the room or is on the list already, a closed list
    (but for points of order and replies), an observer whose status gives no such right, no group to speak for, no
    replies left, an item or paragraph that isn't there.
    """
    room = frame()
    seat = Seat.objects.select_related("party").get(pk=room.seat())
    if seat.party is None:
        raise Denied("no_seat")
    return _enlist(room, meeting, seat.party, seat, kind, on_behalf_of, on_item, on_text, paragraph, by_chair=False)


@writes("floor.enlist", of_meeting)
def enlist(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    party: str,
    kind: str = Kind.STATEMENT.value,
    on_behalf_of: str = "",
    on_item: int | None = None,
) -> Answer:
    """Put a delegation on the list that the chair sees or invites, also when the list is closed; without a party it is
    the chair or the secretariat itself.

    Refused: as a request is, nobody who could speak for it.
    """
    room = frame()
    if not party:
        own = Seat.objects.get(pk=room.seat())
        return _enlist(room, meeting, None, own, kind, on_behalf_of, on_item, None, "", by_chair=True)
    body: int = Meeting.objects.values_list("conference__body_id", flat=True).get(pk=meeting)
    row = party_of(body, party)
    seat = _seat_of(row, meeting)
    return _enlist(room, meeting, row, seat, kind, on_behalf_of, on_item, None, "", by_chair=True)


@writes("floor.withdraw", of_intervention)
def withdraw(*, actor: Actor, request_id: str, intervention: int) -> Answer:
    """Lower the placard: the name comes off the list. Refused: it doesn't wait any more."""
    return _one(intervention, lambda queue, rules, now: floor.withdraw(queue, intervention, at=now))


@writes("floor.remove", of_intervention)
def remove(*, actor: Actor, request_id: str, intervention: int) -> Answer:
    """The chair takes a name off the list. Refused: it doesn't wait any more."""
    return _one(intervention, lambda queue, rules, now: floor.remove(queue, intervention, at=now))


@writes("floor.order", of_intervention)
def order(*, actor: Actor, request_id: str, intervention: int, position: int | None = None) -> Answer:
    """The chair puts a name at a position of the list, counted from 1; without one the body's order holds for it again.

    Refused: it doesn't wait, or is a point of order, which goes first anyway.
    """
    return _one(
        intervention,
        lambda queue, rules, now: floor.place(queue, intervention, position, rules),
        position=position,
    )


# who has the floor


@writes("floor.next", of_meeting)
def call_next(*, actor: Actor, request_id: str, meeting: int, after: int) -> Answer:
    """Give the floor to whose turn it is; when nobody waits, whoever speaks has done.

    ``after``: the intervention that has the floor as the chair sees it, 0 for nobody. Refused: somebody else has it by
    now, since another hand was quicker; a debate that rests, a point of order to be ruled on, nobody there to call.
    """
    room, stands = frame(), _stands(meeting)
    _require_still(stands.queue, after)
    return _change(room, stands, floor.call_next(stands.queue, stands.rules, at=room.now))


@writes("floor.give", of_intervention)
def give(*, actor: Actor, request_id: str, intervention: int, after: int) -> Answer:
    """Give the floor to somebody on the list, whoever's turn it is. ``after`` and what is refused: see ``call_next``;
    and a name that doesn't wait, whose delegation has left the room or has lost its line."""
    room, stands = frame(), _stands(_meeting_of(intervention))
    _require_still(stands.queue, after)
    return _change(room, stands, floor.give(stands.queue, intervention, stands.rules, at=room.now))


@writes("floor.yield", of_intervention)
def give_up(*, actor: Actor, request_id: str, intervention: int) -> Answer:
    """Who speaks has done. Refused: has not the floor."""
    return _one(intervention, lambda queue, rules, now: floor.give_up(queue, intervention, at=now))


@writes("floor.take_back", of_intervention)
def take_back(*, actor: Actor, request_id: str, intervention: int) -> Answer:
    """The chair thanks the speaker and has the floor again. Refused: it has not the floor."""
    return _one(intervention, lambda queue, rules, now: floor.take_back(queue, intervention, at=now))


@writes("floor.vacate", of_intervention)
def vacate(*, actor: Actor, request_id: str, intervention: int) -> Answer:
    """The clock finds that who has the floor can't speak any more: the seat was withdrawn, the delegation has left, or
    the time is over where the body's rules take the floor back. Refused: nothing of that."""
    room, stands = frame(), _stands(_meeting_of(intervention))
    row = stands.rows.get(intervention)
    by = why_vacant(stands, row, room.now) if row is not None else None
    if by is None:
        raise Refused("floor_is_not_vacant")
    return _change(room, stands, floor.vacate(stands.queue, intervention, by, at=room.now), why=by.value)


@writes("floor.extend", of_intervention)
def extend(*, actor: Actor, request_id: str, intervention: int, seconds: int = 60) -> Answer:
    """Give who speaks more time. Refused: has not the floor, has no limit, more than may be set."""
    return _one(intervention, lambda queue, rules, now: floor.extend(queue, intervention, seconds), seconds=seconds)


@writes("floor.rule", of_intervention)
def rule_on(*, actor: Actor, request_id: str, intervention: int, ruling: str) -> Answer:
    """Rule on a point of order; whom it interrupted goes on. Refused: none, one not made yet, no ruling, too long."""
    if len(ruling) > RULING_LIMIT:
        raise Refused("too_long", words=ruling[:40], limit=RULING_LIMIT)
    return _one(
        intervention,
        lambda queue, rules, now: floor.rule_on(queue, intervention, ruling, at=now),
        ruling=ruling.strip(),
    )


# what else changes the floor: called inside a frame by the actions of others


def lapse(room: Frame, meeting: int, item: int | None = None) -> dict[str, Any]:
    """An item was closed (or, without one, the sitting): names that wait for it lapse, and who speaks on it has done.
    What happened, for the entry in the journal: ``{"lapsed": ids, "ended": ids}``, without what is empty."""
    stands = _stands(meeting)
    after = floor.lapse(stands.queue, at=room.now, item=item)
    return _store_and_tell(room, stands, after)


def settle(room: Frame, meeting: int) -> None:
    """The meeting was suspended or goes on, a line was lost or stands again: clocks rest and run as that asks."""
    stands = _stands(meeting)
    _store_and_tell(room, stands, floor.settle(stands.queue, at=room.now))


def line_lost(room: Frame, meeting: int, codes: Collection[str]) -> None:
    """No line of these delegations stands any more, as ``Attendance.away_since`` says: the clock of one that speaks
    stands still since then. Everybody sees on the list who can't be called."""
    _line_changed(room, meeting, codes)


def line_back(room: Frame, meeting: int, codes: Collection[str]) -> None:
    """A line of these delegations stands again, and the clock of one that speaks goes on."""
    _line_changed(room, meeting, codes)


def _line_changed(room: Frame, meeting: int, codes: Collection[str]) -> None:
    stands = _stands(meeting)
    if {one.party for one in stands.queue.speakers if one.state.value in floors.ON_THE_LIST} & set(codes):
        after = floor.settle(stands.queue, at=room.now)
        if after == stands.queue:
            room.announce("fragment", target=f"floor:{meeting}")
        _store_and_tell(room, stands, after)


def why_vacant(stands: floors.FloorOf, row: Intervention, now: datetime) -> Ending | None:
    """Why somebody who has the floor can't keep it, if so."""
    value = next(one for one in stands.queue.speakers if one.id == row.pk)
    if value.state not in (State.SPEAKING, State.INTERRUPTED):
        return None
    if row.seat.ended_at is not None:
        return Ending.SEAT
    if not value.here:
        return Ending.LEFT
    return Ending.CLOCK if floor.is_taken_back(value, stands.rules, at=now) else None


# within


def _list(meeting: int, change: Change, **facts: Any) -> Answer:
    """Something about the list as a whole."""
    room, stands = frame(), _stands(meeting)
    return _change(room, stands, change(stands.queue, stands.rules, room.now), **facts)


def _one(intervention: int, change: Change, **facts: Any) -> Answer:
    """Something about one name of it."""
    room, stands = frame(), _stands(_meeting_of(intervention))
    row = stands.rows.get(intervention)
    about = {"party": row.party.code if row.party else "", "kind": row.kind} if row else {}
    after = change(stands.queue, stands.rules, room.now)
    return _change(room, stands, after, intervention=intervention, **about, **facts)


def _change(room: Frame, stands: floors.FloorOf, after: SpeakersList, **facts: Any) -> Answer:
    meetings.require_not_closed(meetings.State(stands.meeting.state))
    told = _store_and_tell(room, stands, after)
    listed = {
        "open": after.is_open,
        **({"closes_at": after.closes_at.isoformat()} if after.closes_at else {}),
    }
    room.record(meeting=stands.meeting.pk, **facts, **told, list=listed)
    now = floor.speaking(after)
    return {"meeting": stands.meeting.pk, "speaking": now.id if now else 0}


def _enlist(
    room: Frame,
    meeting: int,
    party: Party | None,
    seat: Seat,
    kind: str,
    on_behalf_of: str,
    on_item: int | None,
    on_text: int | None,
    paragraph: str,
    *,
    by_chair: bool,
) -> Answer:
    stands = _stands(meeting)
    meetings.require_not_closed(meetings.State(stands.meeting.state))
    which = _kind(kind)
    group = fit(Intervention, "on_behalf_of", on_behalf_of)
    text, label = _about(room, stands.meeting, on_text, paragraph)
    item = _item(stands.meeting, on_item, text)
    asks = floors.speaker(
        kind=which,
        requested=room.now,
        party=party,
        seat=seat,
        presence=stands.presence,
        item=item.pk if item else None,
        on_behalf_of=group,
    )
    floor.enlist(stands.queue, asks, stands.rules, at=room.now, by_chair=by_chair)
    row = Intervention.objects.create(
        meeting=stands.meeting,
        item=item,
        seat=seat,
        party=party,
        kind=which.value,
        on_behalf_of=group,
        text=text,
        paragraph=paragraph if text else "",
        label=label,
        requested_at=room.now,
    )
    room.record(
        meeting=meeting,
        intervention=row.pk,
        party=asks.party,
        kind=which.value,
        **({"on_behalf_of": group} if group else {}),
        **({"item": item.pk} if item else {}),
        **({"text": text.pk, "paragraph": paragraph} if text else {}),
    )
    room.announce("fragment", target=f"floor:{meeting}")
    return {"meeting": meeting, "intervention": row.pk}


def _stands(meeting: int) -> floors.FloorOf:
    return floors.floor_of(Meeting.objects.select_related("conference__body").get(pk=meeting))


def _meeting_of(intervention: int) -> int:
    meeting: int = Intervention.objects.values_list("meeting_id", flat=True).get(pk=intervention)
    return meeting


def _require_still(queue: SpeakersList, after: int) -> None:
    """Two hands on the same desk, or one that pressed twice: the second acts on what is no longer so."""
    now = floor.speaking(queue)
    if after != (now.id if now else 0):
        raise Refused("floor_moved_on", name=now.name if now else "")


def _store_and_tell(room: Frame, stands: floors.FloorOf, after: SpeakersList) -> dict[str, Any]:
    """Keeps the list as it is now, tells everybody, and says what began and ended by it."""
    told: dict[str, Any] = {}
    before = {one.id: one for one in stands.queue.speakers}
    changed = [one for one in after.speakers if one != before[one.id]]
    # Whoever gets the floor is kept last: the database lets nobody have it beside another.
    changed.sort(key=lambda one: one.state is State.SPEAKING)
    for value in changed:
        _keep(room, stands, before[value.id], value, told)
    listed = replace(stands.queue, speakers=after.speakers)
    if listed != after:
        row = stands.floor
        row.is_open, row.closes_at, row.closed_at = after.is_open, after.closes_at, after.closed_at
        row.suspended_at = after.suspended_at
        row.limits = {kind.value: most for kind, most in after.limits.items()}
        row.save()
    if changed or listed != after:
        room.announce("fragment", target=f"floor:{stands.meeting.pk}")
    if {one.id for one in changed if one.began is not None} or listed.suspended_at != after.suspended_at:
        room.announce("fragment", target=f"now:{stands.meeting.pk}")
        room.announce("fragment", target=f"screen:{stands.meeting.pk}")
    return told


def _keep(room: Frame, stands: floors.FloorOf, old: Speaker, new: Speaker, told: dict[str, Any]) -> None:
    row = stands.rows[new.id]
    floors.write_to(row, new)
    if old.began is None and new.began is not None:
        row.sitting = Sitting.objects.filter(meeting=stands.meeting, state=meetings.SittingState.OPEN.value).first()
        row.item = row.item or stands.meeting.current
        if row.party is not None:
            row.seat = _seat_of(row.party, stands.meeting.pk, first=row.seat_id)
        told["began"] = {"intervention": row.pk, "party": new.party, "kind": new.kind.value}
    row.save()
    if old.began is None and new.began is not None:
        statements.awaited(room, row)
    if old.ended is None and new.ended is not None:
        name = "ended" if new.began is not None else new.state.value
        told.setdefault(name, []).append(row.pk)
    if old.state is not State.DELIVERED and new.state is State.DELIVERED:
        statement = statements.delivered(room, row)
        if statement is not None:
            told["statement"] = statement


def _seat_of(party: Party, meeting: int, first: int = 0) -> Seat:
    """From which seat a delegation speaks: the one that asked, or one that is in the room, its head before others.

    Refused: nobody holds a seat of it.
    """
    seats = list(Seat.objects.filter(party=party, ended_at=None).exclude(role=Role.CHAIR.value))
    if not seats:
        raise Refused("nobody_sits_for", name=party.name)
    stays = Attendance.objects.filter(meeting_id=meeting, left_at=None, seat__in=seats)
    there = set(stays.values_list("seat_id", flat=True))
    return min(seats, key=lambda one: (one.pk != first, one.pk not in there, one.role != Role.HEAD.value, one.pk))


def _kind(said: str) -> Kind:
    try:
        return Kind(said)
    except ValueError:
        raise Refused("no_such_kind", kind=said[:40]) from None


def _item(meeting: Meeting, number: int | None, text: Text | None) -> AgendaItem | None:
    if number is None:
        return (text.item if text else None) or meeting.current
    row = AgendaItem.objects.filter(pk=number, meeting=meeting).first()
    if row is None:
        raise Refused("not_found", what="item")
    if row.state in (meetings.ItemState.CLOSED.value, meetings.ItemState.DEFERRED.value):
        raise Refused("item_is_over", number=row.number)
    return row


def _about(room: Frame, meeting: Meeting, number: int | None, paragraph: str) -> tuple[Text | None, str]:
    """The text and what people call the paragraph of it. Refused: one that isn't there for who asks."""
    if number is None:
        if paragraph:
            raise Refused("no_such_paragraph")
        return None, ""
    body = meeting.conference.body
    if not may_read_draft(audience_of(room.actor), body.pk, open_to_observers=body.observers_read_drafts):
        raise Refused("not_found", what="text")
    rows = Text.objects.select_related("item").defer("doc", "report")
    text = rows.filter(pk=number, meeting=meeting, huddle=None).first()
    if text is None:
        raise Refused("not_found", what="text")
    known = names_of(documents.newest(text)).get(paragraph)
    if known is None:
        raise Refused("no_such_paragraph")
    return text, known["label"][:60] if known["numbered"] else f"“{known['label'][:58]}”"
