"""One frame for every write.

A transaction; a lock on the room; the permission table; the act; its entry in the journal; its events for readers;
and, once all of that is committed, the announcement. The same request sent twice acts once and is answered the same.

An action is declared with ``@writes(action, where)``::

    @writes("amendment.table", of_text)
    def table(*, actor: Actor, request_id: str, text: int, ...) -> Answer:
        room = frame()
        ...
        room.record(text=text, ...)
        room.announce("fragment", target=f"proposals:{text}")
        return {"amendment": made.pk}

``where`` takes the keyword arguments of the action and says in which room it happens, and whose matter it is.
"""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from communique.actions import words
from communique.domain import journal
from communique.domain.actors import Actor, audience_of
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import Place, may_read_draft, permit
from communique.records.models import DoneRequest, JournalEntry, Room, RoomEvent, Seat

P = ParamSpec("P")
Answer = dict[str, Any]
_REQUEST_ID = re.compile(r"[!-~]{8,64}")
CHANNEL = "communique_room"
"""The PostgreSQL channel on which rooms are announced, with ``room:version``, ``seat:id`` or ``door:id``."""

ACTIONS: dict[str, Callable[..., Answer]] = {}
"""Every action by its name in the permission table."""

listeners: list[Callable[[str], None]] = []
"""Who hears announcements in this process, after the commit: each is called with the same words."""

HEARTBEATS = frozenset({("records_attendance", "seen_at")})
"""Columns, with their tables, that say no more than that something still stands. See ``heartbeat``."""

_one_writer = threading.RLock()
_current: ContextVar[Frame | None] = ContextVar("frame", default=None)
_beating: ContextVar[bool] = ContextVar("beating", default=False)


@dataclass(frozen=True)
class Inside:
    """What is done in a huddle. ``seal``: the key under which the journal keeps it; ``what``: how something there is
    called which nobody else may even know of, such as "text", or "" for the huddle itself, which is no secret."""

    seal: str
    what: str
    open: bool


@dataclass(frozen=True)
class Where:
    """The room that a write locks, and the place the permission table looks at.

    ``inside``: the act is that of a huddle alone. Then whatever it records is sealed, and whatever it announces is for
    the huddle's delegations (``place.huddle``), without the action's having to see to it.
    """

    room: int
    place: Place
    inside: Inside | None = None


@dataclass
class Frame:
    """What an action holds while it runs: the locked room, the instant, and what it has to say."""

    room: Room
    actor: Actor
    place: Place
    action: str
    now: datetime
    prepared: Any = None
    inside: Inside | None = None
    facts: dict[str, Any] | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    elsewhere: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    seats_lost: list[int] = field(default_factory=list)

    def record(self, **facts: Any) -> None:
        """What the journal keeps of this act: JSON without floats."""
        self.facts = facts

    def announce(self, kind: str, **data: Any) -> None:
        """An event for the room's readers; what an audience may not read is left out when it is sent."""
        if self.inside is not None:
            self.announce_inside(self.place.huddle or (), kind, **data)
            return
        self.events.append((kind, data))

    def announce_inside(self, codes: Iterable[str], kind: str, **data: Any) -> None:
        """An event for the delegations with these codes alone, and for the offices named among them (see
        ``permissions.is_addressed``)."""
        self.events.append((kind, data | {"for": sorted(codes)}))

    def announce_to(self, room: int, kind: str, **data: Any) -> None:
        """An event for the readers of another room: a meeting tells its conference. Rooms are locked in this order
        alone, so that none waits for another in a ring."""
        self.elsewhere.append((room, kind, data))

    def lose_seat(self, seat: int) -> None:
        """Closes the live streams of a seat once this is committed."""
        self.seats_lost.append(seat)

    def seat(self) -> int:
        """The id of the seat acted from. The permission table has seen to it that there is one."""
        if self.actor.seat is None:
            raise Denied("no_seat")
        return self.actor.seat.id


def frame() -> Frame:
    """The frame in which the running action stands."""
    current = _current.get()
    if current is None:
        raise RuntimeError("a write outside the frame")
    return current


def in_frame() -> bool:
    """Does a write run here? The tests use it to see that nothing is stored outside."""
    return _current.get() is not None or _beating.get()


def heartbeat(rows: QuerySet[Any], column: str, at: datetime) -> int:
    """The one write that is no act: notes on some rows that what they stand for was still there at an instant. Returns
    their number.

    It is nobody's deed, it says nothing that a reader sees, and entered in the journal every few seconds it would bury
    what is. So it takes no room and tells nobody; whatever follows from it, such as that a delegation is away, is an
    action. It writes ``HEARTBEATS`` and nothing else. Rows that somebody has locked now are left for the next time.
    """
    if (rows.model._meta.db_table, column) not in HEARTBEATS:
        raise RuntimeError("a write outside the frame")
    token = _beating.set(True)
    try:
        with _queue(), transaction.atomic():
            free = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
            return rows.model._default_manager.filter(pk__in=free).update(**{column: at}) if free else 0
    finally:
        _beating.reset(token)


def writes(
    action: str, where: Callable[..., Where], *, prepare: Callable[..., Any] | None = None
) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Puts a function into the frame. See the module's text.

    ``prepare`` takes the action's arguments but the actor and the request's id, and does what takes long and changes
    nothing, before any lock is taken; the action finds what it returned in ``frame().prepared``, and sees to it that it
    still holds.
    """

    def declare(act: Callable[P, Answer]) -> Callable[P, Answer]:
        @functools.wraps(act)
        def run(*args: P.args, **given: P.kwargs) -> Answer:
            return _perform(action, where, act, given, prepare)

        if action in ACTIONS:
            raise RuntimeError(f"two functions for the action {action}")
        ACTIONS[action] = run
        return run

    return declare


def _perform(
    action: str,
    where: Callable[..., Where],
    act: Callable[..., Answer],
    given: dict[str, Any],
    prepare: Callable[..., Any] | None,
) -> Answer:
    actor: Actor = given["actor"]
    request_id: str = given["request_id"]
    if not isinstance(request_id, str) or not _REQUEST_ID.fullmatch(request_id):
        raise Refused("bad_request_id")
    given = {name: words.clean(value) for name, value in given.items()}
    asked = {name: value for name, value in given.items() if name not in {"actor", "request_id"}}
    who, prepared = _who(actor), None
    if prepare is not None:
        _permit(action, actor, where(**asked))
        done = _done_before(who, request_id, action)
        if done is not None:
            return done
        _require_live_seat(actor)
        prepared = prepare(**asked)
    with _queue(), transaction.atomic():
        place = where(**asked)
        room = Room.objects.select_for_update().get(pk=place.room)
        _permit(action, actor, place)
        done = _done_before(who, request_id, action)
        if done is not None:
            return done
        _require_live_seat(actor)
        if place.inside is not None and not place.inside.open:
            raise Refused("huddle_is_over")
        here = Frame(room, actor, place.place, action, timezone.now(), prepared, place.inside)
        with _standing_in(here):
            answer = act(**given)
            _close(here, who, request_id, answer)
    return answer


def _permit(action: str, actor: Actor, where: Where) -> None:
    """Raises Denied with the reason; to who isn't in a huddle, what there is in it isn't there (not_found)."""
    try:
        permit(action, actor, where.place)
    except Denied:
        hidden = where.inside.what if where.inside is not None else ""
        if hidden and not _is_in(where.place, actor):
            raise Refused("not_found", what=hidden) from None
        raise


def _is_in(place: Place, actor: Actor) -> bool:
    body = place.body or 0
    return may_read_draft(audience_of(actor), body, open_to_observers=False, huddle=place.huddle or ())


def _queue() -> AbstractContextManager[Any]:
    """On SQLite the writes of this process queue here: the database's own lock is waited for by sleeping and looking
    again, which leaves it idle and lets the unlucky wait long."""
    return _one_writer if connection.vendor == "sqlite" else nullcontext()


@contextmanager
def _standing_in(here: Frame) -> Iterator[None]:
    if _current.get() is not None:
        raise RuntimeError("one act at a time: a frame inside a frame")
    token = _current.set(here)
    try:
        yield
    finally:
        _current.reset(token)


def _done_before(who: str, request_id: str, action: str) -> Answer | None:
    """What the same request was answered when it was carried out."""
    row = DoneRequest.objects.filter(who=who, request_id=request_id).first()
    if row is None:
        return None
    if row.action != action:
        raise Refused("request_id_reused")
    answer: Answer = row.result
    return answer


def _who(actor: Actor) -> str:
    if actor.seat is not None:
        return f"seat:{actor.seat.id}"
    return "clock" if actor.clock else f"person:{actor.person or 0}"


def _require_live_seat(actor: Actor) -> None:
    """A seat that was ended a moment ago acts no more, whatever the page still shows."""
    if actor.seat is None:
        return
    live = Seat.objects.filter(pk=actor.seat.id, ended_at=None, person__is_active=True)
    if actor.person is None or not live.filter(person_id=actor.person).exists():
        raise Denied("seat_has_ended")


def _close(here: Frame, who: str, request_id: str, answer: Answer) -> None:
    """Journal, events, the request's answer, the room's new state; then the announcement after the commit."""
    if here.facts is None:
        raise RuntimeError(f"{here.action} left nothing for the journal")
    room = here.room
    facts = here.facts if here.inside is None else _sealed(here.facts, here.inside.seal)
    entry, head = journal.append(
        room.head(), chain=room.pk, at=here.now, actor=here.actor.signature(), action=here.action, facts=facts
    )
    JournalEntry.objects.create(
        room=room,
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        facts=entry.facts,
        previous=entry.previous,
        digest=entry.digest,
    )
    room.length, room.digest = head.length, head.digest
    _tell(room, here.events)
    room.save(update_fields=["version", "length", "digest"])
    others = {number: Room.objects.select_for_update().get(pk=number) for number, _, _ in here.elsewhere}
    for number, other in others.items():
        _tell(other, [(kind, data) for at, kind, data in here.elsewhere if at == number])
        other.save(update_fields=["version"])
    try:
        DoneRequest.objects.create(who=who, request_id=request_id, action=here.action, result=answer, at=here.now)
    except IntegrityError:
        # The same id, at the same moment, in another room.
        raise Refused("request_id_reused") from None
    said = [f"seat:{seat}" for seat in here.seats_lost]
    said += [f"{one.pk}:{one.version}" for one in (*([room] if here.events else []), *others.values())]
    for notice in said:
        _announce(notice)


def _tell(room: Room, events: list[tuple[str, dict[str, Any]]]) -> None:
    RoomEvent.objects.bulk_create(
        RoomEvent(room=room, version=room.version + count, kind=kind, data=data)
        for count, (kind, data) in enumerate(events, 1)
    )
    room.version += len(events)


_NO_WORDS = ("text", "huddle", "amendment", "comment", "draft", "version")
"""What the journal says openly of an act inside a huddle: numbers by which its rows are found again."""


def _sealed(facts: dict[str, Any], seal: str) -> dict[str, Any]:
    """The facts of an act inside a huddle without a word of it. What has been sealed already, such as inside one of its
    delegations, stays so. Steps have a seal of their own, so that those in the table can be proved against it."""
    if "sealed" in facts:
        return facts
    kept = {name: facts[name] for name in _NO_WORDS if name in facts} | {"sealed": journal.sealed(seal, facts)}
    if "steps" in facts:
        kept["sealed_steps"] = journal.sealed(seal, facts["steps"])
    return kept


def recall(seat: int) -> None:
    """Has all who read live from a seat looked at anew: somebody who acted from it has signed out. It changes nothing,
    so it needs no frame; whoever is still signed in comes straight back."""
    _announce(f"door:{seat}")


def _announce(notice: str) -> None:
    """PostgreSQL delivers a notice at the commit, to every process; SQLite has one process, which is told here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, notice])
        return

    def tell() -> None:
        for listener in listeners:
            listener(notice)

    transaction.on_commit(tell)
