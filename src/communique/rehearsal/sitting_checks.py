"""Whether a rehearsed sitting was what the database says: who had the floor, on every screen, at every moment.

As in ``checks``, each check returns what differs, in words, and trusts no page, no answer and no memory of the
server's.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from communique.domain.actors import Audience, audience_of
from communique.domain.notes import end_for
from communique.queries import rooms
from communique.records.models import DoneRequest, Intervention, JournalEntry, Note, Seat
from communique.records.notes import ends_of
from communique.rehearsal import checks
from communique.rehearsal.chamber_screens import plain
from communique.rehearsal.checks import Differences
from communique.rehearsal.record import Log, Record
from communique.web import fragments

BEFORE = ("agenda.add", "meeting.convene")
"""What was done in the room before the server started."""
GIVING = {"floor.next", "floor.give"}
"""The chair's acts by which somebody comes to the floor. Whom a point of order interrupted is back by the ruling."""
PRESIDING = {"chair", "clerk"}
OWN = ("place:", "passed:")
"""Places that are a reader's own: no fragment holds them."""


def check(record: Record) -> dict[str, Differences]:
    """All checks by their names."""
    made: dict[str, Callable[[], Differences]] = {
        "same_floor": lambda: same_floor(record),
        "chairs_floor": lambda: chairs_floor(record),
        "same_state": lambda: same_state(record),
        "no_lost_write": lambda: no_lost_write(record),
        "every_placard": lambda: every_placard(record),
        "notes_stay": lambda: notes_stay(record),
        "journal": checks.journal,
    }
    return {name: checks.made(one) for name, one in made.items()}


def complete(log: Log) -> None:
    """A page's button is answered with places, not with numbers: what was done with each press is looked up here, and
    with it by what the screens know it."""
    done = {(row.who, row.request_id): row.result for row in DoneRequest.objects.filter(who__startswith="seat:")}
    for write in log.record.writes:
        write.answer = write.answer or done.get((f"seat:{write.seat}", write.request_id), {})
        began = log.began[write.request_id]
        if write.action == "floor.request":
            log.sent.setdefault(("placard", write.answer["intervention"]), began)
        elif write.action in GIVING and write.answer["speaking"]:
            log.sent.setdefault(("speaking", write.answer["speaking"]), began)


def same_floor(record: Record) -> Differences:
    """No two screens ever showed another floor for the same version of the room, and each saw its speakers change in
    the order in which they really did.

    A page that is loaded may already show what the next message says: there it counts as that later version.
    """
    found: Differences = []
    shown: dict[int, dict[tuple[Any, ...], str]] = defaultdict(dict)
    course = course_of(record)
    for screen in record.screens:
        name, loads = screen["name"], set(screen["loads"])
        if screen["backwards"]:
            found.append(f"{name} was sent {screen['backwards']} messages out of order")
        for at, (version, speaking, waiting) in enumerate(screen["floors"]):
            if at not in loads:
                shown[version].setdefault((speaking, *waiting), name)
        speakers = _changes(floor[1] for floor in screen["floors"])
        if not checks.in_order(speakers, course):
            found.append(f"{name} saw the floor go {speakers}, which is not how it went: {course}")
    for version, floors in sorted(shown.items()):
        if len(floors) > 1:
            found.append(f"at version {version} screens disagreed: {floors}")
    return found


def course_of(record: Record) -> list[int]:
    """Who had the floor, one after the other, 0 for nobody: from the journal."""
    course, now, stopped = [0], 0, 0
    points = set(Intervention.objects.filter(kind="point_of_order").values_list("pk", flat=True))
    for entry in JournalEntry.objects.filter(room=record.room).order_by("number"):
        facts = entry.facts
        ended = set(facts.get("ended", ()))
        began = facts.get("began", {}).get("intervention", 0)
        if now in ended:
            now = 0
        if stopped in ended:
            stopped = 0
        if began:
            if now and began in points:
                stopped = now
            now = began
        if entry.action == "floor.rule" and not now:
            now, stopped = stopped, 0
        course.append(now)
    return _changes(course)


def _changes(values: Iterable[int]) -> list[int]:
    changed: list[int] = []
    for one in values:
        if not changed or changed[-1] != one:
            changed.append(one)
    return changed


def chairs_floor(record: Record) -> Differences:
    """Nobody came to the floor without an act of the chair or the clerk, and nobody had it beside somebody else."""
    found: Differences = []
    given: set[int] = set()
    for entry in JournalEntry.objects.filter(room=record.room).order_by("number"):
        began = entry.facts.get("began", {}).get("intervention")
        if began is None:
            continue
        given.add(began)
        if entry.action not in GIVING or entry.actor["role"] not in PRESIDING:
            found.append(f"intervention {began} began by {entry.action} of {entry.actor['name']}")
    shown = {floor[1] for screen in record.screens for floor in screen["floors"]} - {0}
    found += [f"a screen showed intervention {one}, to which the floor was never given" for one in shown - given]
    rows = list(Intervention.objects.filter(meeting=record.meeting).exclude(began_at=None).order_by("began_at"))
    found += [
        f"nobody is known to have given the floor to intervention {row.pk}" for row in rows if row.pk not in given
    ]
    for first, other in itertools.pairwise(rows):
        over = first.ended_at is not None and other.began_at is not None and first.ended_at <= other.began_at
        if not over and other.kind != "point_of_order" and not _was_interrupted(first):
            found.append(f"interventions {first.pk} and {other.pk} had the floor at the same time")
    return found


def _was_interrupted(row: Intervention) -> bool:
    """A point of order that was made, or whoever waited for one."""
    return row.kind == "point_of_order" or bool(row.paused)


def same_state(record: Record) -> Differences:
    """Every page has come to the last version, and shows what the database would show to it now, place by place."""
    version = rooms.version_of(record.room)
    audiences: dict[str, Audience] = {"public": Audience()}
    for seat in Seat.objects.select_related("person", "party"):
        actor = seat.actor()
        audiences[f"{seat.role} {seat.party.code if seat.party else ''}".strip()] = audience_of(actor)
    drawn: dict[tuple[str, str], str] = {}
    found: Differences = []
    for screen in record.screens:
        name, audience = screen["name"], audiences[screen["audience"]]
        if not screen["reached"]:
            found.append(f"{name} never came to the end ({screen['refused'] or 'its line was too late'})")
        for target, digest in screen["places"].items():
            if target.startswith(OWN):
                continue
            shown = record.pieces[digest]
            key = (audience.key, target)
            if key not in drawn:
                html = fragments.render(target, audience, version=version)
                drawn[key] = plain(html) if html is not None else ""
            if shown != drawn[key]:
                found.append(f"{name} shows another {target} than the database: {_where(shown, drawn[key])}")
    return found


def _where(shown: str, wanted: str) -> str:
    at = next((at for at, (one, other) in enumerate(zip(shown, wanted, strict=False)) if one != other), 0)
    return f"…{shown[max(0, at - 60) : at + 60]!r}, not …{wanted[max(0, at - 60) : at + 60]!r}"


def no_lost_write(record: Record) -> Differences:
    """What was acknowledged was done, once; what was refused left nothing; and two hands never both moved the floor on
    the same view of it."""
    found = list(record.unequal)
    rows = DoneRequest.objects.filter(who__in={f"seat:{write.seat}" for write in record.writes})
    done = {(row.who, row.request_id): row for row in rows}
    for write in record.writes:
        row = done.get((f"seat:{write.seat}", write.request_id))
        if row is None or row.action != write.action:
            found.append(f"{write.action} {write.request_id} was acknowledged, and isn't among what was done")
    for one in record.refused:
        if (f"seat:{one['seat']}", one["request_id"]) in done:
            found.append(f"{one['action']} {one['request_id']} was refused ({one['code']}), and was done all the same")
    wanted = Counter((write.seat, write.action) for write in record.writes)
    entries = JournalEntry.objects.filter(room=record.room).exclude(action__in=BEFORE).values_list("actor", "action")
    written = Counter((actor["seat"], action) for actor, action in entries if actor["seat"] is not None)
    return found + [
        f"seat {seat} did {action} {written[seat, action]} times; {wanted[seat, action]} were acknowledged"
        for seat, action in sorted(wanted | written)
        if written[seat, action] != wanted[seat, action]
    ]


def every_placard(record: Record) -> Differences:
    """Each placard that was acknowledged is an intervention of that kind and party, and came to every steady screen."""
    found: Differences = []
    rows = {row.pk: row for row in Intervention.objects.filter(meeting=record.meeting).select_related("party")}
    asked = {}
    for write in record.writes:
        if write.action != "floor.request":
            continue
        number = write.answer.get("intervention", 0)
        row = rows.get(number)
        asked[number] = write
        if row is None or (row.kind, row.party.code if row.party else "") != (write.said["kind"], write.said["party"]):
            found.append(f"a placard of {write.said['party']} was acknowledged, and isn't on the list")
    found += [f"intervention {one} is on the list, and nobody was told so" for one in rows.keys() - asked.keys()]
    for screen in record.screens:
        if screen["steady"]:
            seen = {one for floor in screen["floors"] for one in (floor[1], *floor[2])}
            missed = sorted(asked.keys() - seen)
            if missed and screen["floors"]:
                found.append(f"{screen['name']} never showed the placards {missed}")
    return found


def notes_stay(record: Record) -> Differences:
    """Each note came to the screens of its two ends, and no word of it to any other."""
    between: dict[str, set[str]] = defaultdict(set)
    for row in Note.objects.filter(meeting=record.meeting).select_related("from_party", "to_party"):
        between[row.words.split()[0]] |= set(ends_of(row))
    audiences = {
        f"{seat.role} {seat.party.code if seat.party else ''}".strip(): end_for(audience_of(seat.actor()))
        for seat in Seat.objects.select_related("person", "party")
    }
    passed = sum(write.action == "note.send" for write in record.writes)
    found: Differences = []
    if passed != len(between):
        found.append(f"{passed} notes were acknowledged, and {len(between)} are kept")
    for screen in record.screens:
        own = audiences.get(screen["audience"], "")
        seen = set(screen["words"])
        strange = sorted(one for one in seen if own not in between.get(one, set()))
        if strange:
            found.append(f"{screen['name']} was sent notes of others: {strange}")
        if screen["steady"] and own:
            missed = sorted(one for one, ends in between.items() if own in ends and one not in seen)
            if missed:
                found.append(f"{screen['name']} never showed its own notes {missed}")
    return found
