"""The floor of a meeting: who speaks, who comes next, and for how long.

The rules are those of the United Nations General Assembly (rules of procedure, 68 to 74), which the Economic and Social
Council and most regional bodies have taken over, with the settings of a body in ``FloorRules``:

* The chair calls upon speakers in the order in which they ask (rule 68), or by the body's protocol; it may always
  arrange them otherwise, and what it has arranged is called first.
* A point of order interrupts whoever speaks and is ruled on immediately (rule 71); then the speaker goes on.
* Speakers have a limited time (rule 72). Their clock stands still while a point of order is heard, while the debate is
  suspended, and while no line of their delegation stands: nobody loses time to a cable.
* The list is announced, then closed; a reply may still be granted after that (rule 73), and comes last.

A list goes in with the instant, the next list comes out, or ``Refused`` says why not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from communique.domain.errors import Refused
from communique.domain.floor_rules import FloorRules, Kind, Observers, Order, Standing, WhenOver, check_limit
from communique.domain.speakers import Ending, Speaker, SpeakersList, State, ended, running, runs_out_at, still_since

# who waits, and in which order


def rank(speaker: Speaker, rules: FloorRules) -> tuple[Any, ...]:
    """Where somebody who waits stands: the smaller, the sooner.

    A point of order goes before everybody (rule 71). Then comes whom the chair has placed, as it has placed them. Then
    the body's order holds: members before observers, by request or by protocol, and replies after them all (rule 73).
    """
    asked = (speaker.requested, speaker.id)
    if speaker.kind is Kind.POINT_OF_ORDER:
        return (0, *asked)
    if speaker.place is not None:
        return (1, speaker.place, *asked)
    last = (speaker.kind is Kind.RIGHT_OF_REPLY, speaker.standing is Standing.OBSERVER)
    if rules.order is Order.REQUEST or speaker.kind is Kind.RIGHT_OF_REPLY:
        return (2, *last, *asked)
    officials_last = rules.heads_first and speaker.standing is Standing.MEMBER and not speaker.head
    by_protocol = speaker.protocol if rules.order is Order.PROTOCOL else 0
    return (2, *last, officials_last, by_protocol, speaker.name, *asked)


def waiting(queue: SpeakersList, rules: FloorRules) -> tuple[Speaker, ...]:
    """Those who wait, in the order in which they are called."""
    found = [one for one in queue.speakers if one.state is State.WAITING]
    return tuple(sorted(found, key=lambda one: rank(one, rules)))


def next_speaker(queue: SpeakersList, rules: FloorRules) -> Speaker | None:
    """The speaker whom the chair would call now: the first who is there. Who is away keeps its place."""
    return next((one for one in waiting(queue, rules) if not one.is_away), None)


def speaking(queue: SpeakersList) -> Speaker | None:
    """Who has the floor: one, or nobody."""
    return _in(queue, State.SPEAKING)


def interrupted(queue: SpeakersList) -> Speaker | None:
    """Who goes on once the point of order is ruled on."""
    return _in(queue, State.INTERRUPTED)


def to_be_ruled_on(queue: SpeakersList) -> Speaker | None:
    """The point of order that is being made or was made, and waits for the chair's ruling."""
    now = speaking(queue)
    return now if now is not None and now.kind is Kind.POINT_OF_ORDER else _in(queue, State.HEARD)


# what delegations do


def takes_names(queue: SpeakersList, at: datetime) -> bool:
    """Is the list open? It closes by itself at the instant that was announced."""
    return queue.is_open and (queue.closes_at is None or at < queue.closes_at)


def enlist(
    queue: SpeakersList, speaker: Speaker, rules: FloorRules, *, at: datetime, by_chair: bool = False
) -> SpeakersList:
    """Puts a name on the list; with ``by_chair`` the chair does, for whom it sees or invites.

    Refused: a meeting that doesn't sit, a delegation that isn't in the room, a closed list (rule 73: a point of order
    and a reply are heard all the same, and the chair may add whom it likes), a delegation that has its names on it, an
    observer without the right, no group to speak for, more replies than the rules give.
    """
    _require_sitting(queue)
    if not speaker.here and not by_chair:
        raise Refused("not_in_the_room")
    if speaker.standing is Standing.OBSERVER:
        _require_right(speaker, rules, by_chair=by_chair)
    if speaker.kind is Kind.ON_BEHALF and not speaker.on_behalf_of.strip():
        raise Refused("group_missing")
    listed = speaker.kind not in (Kind.POINT_OF_ORDER, Kind.RIGHT_OF_REPLY)
    if listed and not by_chair and not takes_names(queue, at):
        raise Refused("list_is_closed")
    _require_room(queue, speaker, rules)
    return replace(queue, speakers=(*queue.speakers, replace(speaker, requested=at, state=State.WAITING)))


def withdraw(queue: SpeakersList, speaker: int, *, at: datetime) -> SpeakersList:
    """A delegation takes its name off the list. Refused: it doesn't wait any more."""
    return _with(queue, replace(_waiting(queue, speaker), state=State.WITHDRAWN, ended=at))


def give_up(queue: SpeakersList, speaker: int, *, at: datetime) -> SpeakersList:
    """Who speaks has done. Refused: has not the floor."""
    return settle(_end(queue, _on_the_floor(queue, speaker), at, Ending.SPEAKER), at=at)


# what the chair does


def give(queue: SpeakersList, speaker: int, rules: FloorRules, *, at: datetime) -> SpeakersList:
    """Gives the floor to somebody who waits. Whoever has it has done, except that a point of order only interrupts.

    Refused: a meeting or a debate that rests, a point of order that waits for its ruling, somebody who doesn't wait,
    who isn't in the room, or whose line is lost.
    """
    _require_sitting(queue)
    if queue.suspended_at is not None:
        raise Refused("debate_is_suspended")
    if to_be_ruled_on(queue) is not None:
        raise Refused("ruling_first")
    one = _waiting(queue, speaker)
    if not one.here:
        raise Refused("speaker_has_left", name=one.name)
    if one.lost is not None:
        raise Refused("speaker_is_away", name=one.name)
    before = speaking(queue)
    if before is not None and one.kind is Kind.POINT_OF_ORDER:
        queue = _with(queue, replace(before, state=State.INTERRUPTED))
    elif before is not None:
        queue = _end(queue, before, at, Ending.CHAIR)
    most = limit_for(queue, one, rules)
    return settle(_with(queue, replace(one, state=State.SPEAKING, began=at, limit=most)), at=at)


def call_next(queue: SpeakersList, rules: FloorRules, *, at: datetime) -> SpeakersList:
    """Gives the floor to whose turn it is; when nobody waits, whoever speaks has done.

    Refused as ``give`` does, or when there is nobody to call.
    """
    if to_be_ruled_on(queue) is not None:
        raise Refused("ruling_first")
    one = next_speaker(queue, rules)
    if one is not None:
        return give(queue, one.id, rules, at=at)
    now = speaking(queue)
    if now is not None:
        return take_back(queue, now.id, at=at)
    missing = waiting(queue, rules)
    if missing:
        raise Refused("speaker_is_away", name=missing[0].name)
    raise Refused("nobody_waits")


def take_back(queue: SpeakersList, speaker: int, *, at: datetime) -> SpeakersList:
    """The chair ends an intervention. Refused: has not the floor."""
    return settle(_end(queue, _on_the_floor(queue, speaker), at, Ending.CHAIR), at=at)


def vacate(queue: SpeakersList, speaker: int, by: Ending, *, at: datetime) -> SpeakersList:
    """Whoever has the floor has it no longer: the seat was withdrawn, the place given up, or the time is over where the
    rules take the floor back. Refused: has not the floor."""
    return settle(_end(queue, _on_the_floor(queue, speaker), at, by), at=at)


def rule_on(queue: SpeakersList, speaker: int, ruling: str, *, at: datetime) -> SpeakersList:
    """The chair rules on a point of order, and whom it interrupted goes on (rule 71).

    Refused: not a point of order, one that wasn't made yet or was ruled on before, no ruling.
    """
    one = _find(queue, speaker)
    if one.kind is not Kind.POINT_OF_ORDER:
        raise Refused("not_a_point_of_order")
    if one.state not in (State.SPEAKING, State.HEARD):
        raise Refused("no_ruling_now")
    if not ruling.strip():
        raise Refused("ruling_missing")
    if one.state is State.SPEAKING:
        one = ended(one, at, Ending.CHAIR)
    return settle(_with(queue, replace(one, state=State.DELIVERED, ruling=ruling.strip(), ruled_at=at)), at=at)


def remove(queue: SpeakersList, speaker: int, *, at: datetime) -> SpeakersList:
    """The chair takes a name off the list. Refused: it doesn't wait any more."""
    return _with(queue, replace(_waiting(queue, speaker), state=State.REMOVED, ended=at))


def place(queue: SpeakersList, speaker: int, position: int | None, rules: FloorRules) -> SpeakersList:
    """The chair puts a name at a position, counted from 1 behind the points of order; None leaves it to the rules
    again.

    Whoever stands before it then stands there by the chair's word too: later names don't come between them.
    Refused: it doesn't wait, or is a point of order, which goes first anyway.
    """
    one = _waiting(queue, speaker)
    if one.kind is Kind.POINT_OF_ORDER:
        raise Refused("point_of_order_goes_first")
    if position is None:
        return _with(queue, replace(one, place=None))
    row = [other for other in waiting(queue, rules) if other.kind is not Kind.POINT_OF_ORDER and other.id != one.id]
    row.insert(max(0, position - 1), one)
    arranged = max(number for number, other in enumerate(row, 1) if other.id == one.id or other.place is not None)
    return _with(queue, *(replace(other, place=number) for number, other in enumerate(row[:arranged], 1)))


def open_list(queue: SpeakersList, rules: FloorRules, *, at: datetime) -> SpeakersList:
    """Lets names onto the list. Refused: it is open, or was closed and the rules don't let it be opened again."""
    if takes_names(queue, at):
        raise Refused("list_is_open")
    if queue.closed_at is not None and not rules.reopens:
        raise Refused("list_stays_closed")
    return replace(queue, is_open=True, closes_at=None)


def announce_closing(queue: SpeakersList, closes_at: datetime, *, at: datetime) -> SpeakersList:
    """Says when the list will be closed (rule 73). Refused: it isn't open, or the instant is over."""
    if not takes_names(queue, at):
        raise Refused("list_is_closed")
    if closes_at <= at:
        raise Refused("closing_is_over")
    return replace(queue, closes_at=closes_at)


def close_list(queue: SpeakersList, *, at: datetime) -> SpeakersList:
    """Takes no more names: since the instant that was announced, where that is over. Refused: it is closed."""
    if not queue.is_open:
        raise Refused("list_is_closed")
    return replace(queue, is_open=False, closes_at=None, closed_at=min(at, queue.closes_at or at))


def suspend(queue: SpeakersList, *, at: datetime) -> SpeakersList:
    """The debate rests, and the speaker's clock with it. Refused: it does already."""
    if queue.suspended_at is not None:
        raise Refused("debate_is_suspended")
    return settle(replace(queue, suspended_at=at), at=at)


def resume(queue: SpeakersList, *, at: datetime) -> SpeakersList:
    """The debate goes on. Refused: it doesn't rest."""
    if queue.suspended_at is None:
        raise Refused("debate_goes_on")
    return settle(replace(queue, suspended_at=None), at=at)


def extend(queue: SpeakersList, speaker: int, seconds: int) -> SpeakersList:
    """Gives who has the floor more time. Refused: has not the floor, has no limit, or would get too much."""
    one = _find(queue, speaker)
    if one.state not in (State.SPEAKING, State.INTERRUPTED):
        raise Refused("has_not_the_floor", name=one.name)
    if one.limit is None:
        raise Refused("speaks_without_limit", name=one.name)
    return _with(queue, replace(one, limit=check_limit(one.limit + max(0, seconds))))


def set_limit(queue: SpeakersList, kind: Kind, seconds: int | None) -> SpeakersList:
    """Limits what begins from now on, for everybody alike (rule 72); None is without limit. Refused: out of bounds."""
    return replace(queue, limits={**queue.limits, kind: check_limit(seconds)})


def lapse(queue: SpeakersList, *, at: datetime, item: int | None = None) -> SpeakersList:
    """An item (or, without one, the sitting) is over: who waits for it is not called any more, and who speaks has
    done."""

    def over(one: Speaker) -> Speaker:
        if item is not None and one.item != item:
            return one
        if one.state is State.WAITING:
            return replace(one, state=State.LAPSED, ended=at)
        if one.state in (State.SPEAKING, State.INTERRUPTED):
            return replace(ended(one, at, Ending.CHAIR), state=State.DELIVERED)
        return replace(one, state=State.DELIVERED) if one.state is State.HEARD else one

    return settle(replace(queue, speakers=tuple(over(one) for one in queue.speakers)), at=at)


# the clock


def settle(queue: SpeakersList, *, at: datetime) -> SpeakersList:
    """What follows from how things stand: whom a point of order interrupted goes on once there is none, and a clock
    stands still as long as something keeps it: a point of order, a debate or a meeting that rests, a lost line.

    A line's loss is noted after it happened; the clock stands still from when it was lost, and a moment for which it
    stood still anyway is forgiven once.
    """
    first = interrupted(queue)
    if first is not None and to_be_ruled_on(queue) is None:
        queue = _with(queue, replace(first, state=State.SPEAKING))
    for one in queue.speakers:
        if one.began is None or one.ended is not None:
            continue
        rests = one.state is State.INTERRUPTED or queue.suspended_at is not None or not queue.sits
        since = max(one.began, min(at, one.lost or at))
        if (one.paused_at is None or since < one.paused_at) and (rests or one.lost is not None):
            queue = _with(queue, still_since(one, since))
        elif one.paused_at is not None and not rests and one.lost is None:
            queue = _with(queue, running(one, at))
    return queue


def limit_for(queue: SpeakersList, speaker: Speaker, rules: FloorRules) -> int | None:
    """Seconds that an intervention may take: the chair's limit for this meeting, or else the body's; None is none."""
    if speaker.kind in queue.limits:
        return queue.limits[speaker.kind]
    if speaker.kind is Kind.RIGHT_OF_REPLY:
        return rules.replies[min(_replies_made(queue, speaker), len(rules.replies) - 1)] if rules.replies else None
    return rules.limits[speaker.kind][speaker.standing]


def is_taken_back(speaker: Speaker, rules: FloorRules, *, at: datetime) -> bool:
    """Is its time over, in a body whose rules then take the floor back?"""
    end = runs_out_at(speaker)
    return rules.when_over is WhenOver.TAKEN_BACK and end is not None and end <= at


# within


def _require_sitting(queue: SpeakersList) -> None:
    if not queue.sits:
        raise Refused("meeting_does_not_sit")


def _require_right(speaker: Speaker, rules: FloorRules, *, by_chair: bool) -> None:
    """The body's rule and the observer's own status both have to give it."""
    rights = {rules.observers, speaker.right}
    if Observers.NONE in rights:
        raise Refused("observer_has_no_floor", name=speaker.name)
    if Observers.ON_INVITATION in rights and not by_chair:
        raise Refused("observer_on_invitation")
    if speaker.kind is Kind.POINT_OF_ORDER:
        raise Refused("only_members_rise_to_order")


def _require_room(queue: SpeakersList, speaker: Speaker, rules: FloorRules) -> None:
    """A delegation has one point of order and one reply on the list at once, and of the rest as many as the rules say.
    An office may have as many as it likes: the chair and the secretariat speak when they are needed (rules 69, 70)."""
    if not speaker.party:
        return
    alone = (Kind.POINT_OF_ORDER, Kind.RIGHT_OF_REPLY)
    open_still = (State.WAITING, State.SPEAKING, State.INTERRUPTED, State.HEARD)
    own = [one for one in queue.speakers if one.party == speaker.party and one.state in open_still]
    if speaker.kind in alone:
        taken = sum(one.kind is speaker.kind for one in own)
    else:
        taken = sum(one.kind not in alone and one.state is State.WAITING for one in own)
    if taken >= (1 if speaker.kind in alone else rules.names):
        raise Refused("on_the_list_already")
    if speaker.kind is Kind.RIGHT_OF_REPLY and _replies_made(queue, speaker) >= len(rules.replies):
        raise Refused("replies_are_used", count=len(rules.replies))


def _replies_made(queue: SpeakersList, speaker: Speaker) -> int:
    return sum(
        one.kind is Kind.RIGHT_OF_REPLY
        and one.state is State.DELIVERED
        and (one.party, one.item) == (speaker.party, speaker.item)
        for one in queue.speakers
    )


def _end(queue: SpeakersList, one: Speaker, at: datetime, by: Ending) -> SpeakersList:
    """A point of order that was made still waits for its ruling; anything else is delivered."""
    over = State.HEARD if one.kind is Kind.POINT_OF_ORDER else State.DELIVERED
    return _with(queue, replace(ended(one, at, by), state=over))


def _in(queue: SpeakersList, state: State) -> Speaker | None:
    return next((one for one in queue.speakers if one.state is state), None)


def _find(queue: SpeakersList, speaker: int) -> Speaker:
    found = next((one for one in queue.speakers if one.id == speaker), None)
    if found is None:
        raise Refused("not_waiting")
    return found


def _waiting(queue: SpeakersList, speaker: int) -> Speaker:
    one = _find(queue, speaker)
    if one.state is not State.WAITING:
        raise Refused("not_waiting")
    return one


def _on_the_floor(queue: SpeakersList, speaker: int) -> Speaker:
    one = next((one for one in queue.speakers if one.id == speaker), None)
    if one is None or one.state not in (State.SPEAKING, State.INTERRUPTED):
        raise Refused("has_not_the_floor", name=one.name if one else "")
    return one


def _with(queue: SpeakersList, *changed: Speaker) -> SpeakersList:
    by_id = {one.id: one for one in changed}
    return replace(queue, speakers=tuple(by_id.get(one.id, one) for one in queue.speakers))
