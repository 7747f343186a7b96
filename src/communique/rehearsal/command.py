"""The command ``communique rehearse``: makes an installation, runs the play, checks it, and says how it was.

See ``communique rehearse --help``. Ends with status 0 when every check holds, 1 when one doesn't or when the rehearsal
couldn't be brought to its end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from typing import Any

import psycopg
import uvloop

from communique.rehearsal.installation import Installation, NotStarted
from communique.rehearsal.lines import Key
from communique.rehearsal.people import Failed
from communique.rehearsal.record import Log

BOUNDS = {"delegations": (2, 190), "watchers": (0, 2000)}


def rehearse(given: argparse.Namespace) -> int:
    """Runs one rehearsal. Whatever happens, the server is ended and its folder removed."""
    wrong = _wrong(given)
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    database = os.environ.get("COMMUNIQUE_DATABASE", "")
    postgres = database.startswith("postgres")
    processes = given.processes or (2 if postgres else 1)
    installation = Installation(database if postgres else "", processes, given.keep)
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        return _rehearse(given, installation)
    except (NotStarted, Failed, psycopg.Error) as error:
        print(f"The rehearsal could not go on: {error}", file=sys.stderr)
        print(installation.last_words(), file=sys.stderr)
        return 1
    except BaseExceptionGroup as group:
        for leaf in _leaves(group):
            print(f"The rehearsal could not go on: {leaf!r}", file=sys.stderr)
        print(installation.last_words(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The rehearsal was broken off.", file=sys.stderr)
        return 130
    finally:
        signal.signal(signal.SIGTERM, before)
        installation.remove()
        if installation.kept:
            print(f"Kept: {installation.kept}", file=sys.stderr)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wrong(given: argparse.Namespace) -> str:
    """Why this can't be rehearsed, or ""."""
    if not given.meeting and given.text is None:
        return "Say which text is negotiated (--text), or rehearse a sitting (--meeting)."
    if not given.meeting and not given.text.is_file():
        return f"There is no file {given.text}."
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(given, name) <= most:
            return f"A rehearsal has from {least} to {most} {name}."
    if given.keep is not None and given.keep.exists():
        return f"{given.keep} is there already: name a folder that isn't."
    if (given.processes or 1) > 1 and not os.environ.get("COMMUNIQUE_DATABASE", "").startswith("postgres"):
        return "Several processes need PostgreSQL: set COMMUNIQUE_DATABASE, or use one."
    return ""


def _rehearse(given: argparse.Namespace, installation: Installation) -> int:
    began = time.monotonic()
    installation.open()
    import django

    django.setup()
    # What follows needs Django's settings, which are made of the environment that ``open`` has set.
    from django.core.management import call_command
    from django.db import connections

    from communique.rehearsal import sitting_checks
    from communique.rehearsal.checks import check
    from communique.rehearsal.convening import convene
    from communique.rehearsal.play import Play
    from communique.rehearsal.sitting import ITEMS, Sitting

    call_command("migrate", verbosity=0, interactive=False)
    chance = random.Random(given.seed)  # noqa: S311
    log = Log(tell=lambda words: None if given.json else _progress(words, began))
    play: Play | Sitting
    if given.meeting:
        convened = convene(given.delegations, given.watchers, chance, items=ITEMS, opened=False, public=True)
        play = Sitting(convened, installation, log, seed=given.seed, kill=given.kill)
    else:
        convened = convene(given.delegations, given.watchers, chance)
        play = Play(convened, installation, given.text, log, seed=given.seed, kill=given.kill)
    connections.close_all()
    installation.start()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        heard = runner.run(play.run())
    installation.stop()
    log.tell("What they saw is compared with the database")
    log.counts.update(heard.counts)
    record = log.record
    if given.meeting:
        sitting_checks.complete(log)
    delays = _delays(heard.receipts, log.sent)
    log.counts |= _counted(given, log, len(delays))
    log.counts["seconds"] = round(time.monotonic() - began)
    record.counts = dict(sorted(log.counts.items()))
    record.save(installation.folder)
    differences = sitting_checks.check(record) if given.meeting else check(record, installation.folder)
    connections.close_all()
    return _tell(given.json, differences, delays, record.counts)


def _progress(words: str, began: float) -> None:
    print(f"{time.monotonic() - began:5.1f} s  {words}", file=sys.stderr)


def _delays(receipts: Iterable[tuple[Key, float, float]], sent: dict[Key, float]) -> list[tuple[str, float]]:
    """From the sending of a write to its coming to each page whose line stood then: its kind, and milliseconds.

    A page that was away when the write was sent hears of it when it returns: that is no delay of ours.
    """
    return [(str(key[0]), (at - sent[key]) * 1000) for key, at, since in receipts if key in sent and since <= sent[key]]


def _counted(given: argparse.Namespace, log: Log, deliveries: int) -> dict[str, int]:
    actions: dict[str, int] = {}
    for write in log.record.writes:
        name = COUNTED.get(write.action)
        if name:
            actions[name] = actions.get(name, 0) + (len(write.said["steps"]) if name == "steps" else 1)
    return {"delegations": given.delegations, "watchers": given.watchers, "deliveries": deliveries, **actions}


COUNTED = {
    "text.draft": "steps",
    "amendment.table": "amendments",
    "amendment.accept": "accepted",
    "amendment.reject": "rejected",
    "amendment.withdraw": "withdrawn",
    "position.take": "positions",
    "question.put": "questions",
    "question.object": "objections",
    "floor.request": "placards",
    "floor.withdraw": "lowered",
    "floor.next": "called",
    "floor.give": "given",
    "floor.yield": "yielded",
    "floor.take_back": "taken_back",
    "floor.rule": "rulings",
    "floor.order": "reordered",
    "floor.suspend": "suspensions",
    "note.send": "notes",
}


def _percentiles(delays: Iterable[float]) -> dict[str, float]:
    """The nearest rank; nothing is 0 here, for nothing was measured then."""
    ordered = sorted(delays)
    if not ordered:
        return {"p50": 0.0, "p95": 0.0, "p99": 0.0}
    return {f"p{share}": round(ordered[max(0, -(-len(ordered) * share // 100) - 1)], 1) for share in (50, 95, 99)}


def _tell(
    as_json: bool, differences: dict[str, list[str]], delays: list[tuple[str, float]], counts: dict[str, int]
) -> int:
    holds = {name: not found for name, found in differences.items()}
    kinds = sorted({kind for kind, _ in delays})
    said: dict[str, Any] = {
        "checks": holds,
        "latency_ms": _percentiles(delay for _, delay in delays),
        "latency_ms_by_kind": {kind: _percentiles(delay for other, delay in delays if other == kind) for kind in kinds},
        "counts": counts,
    }
    if not all(holds.values()):
        said["differences"] = {name: found[:20] for name, found in differences.items() if found}
    if as_json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(_table(said))
    for name, found in differences.items():
        for difference in found[:20]:
            print(f"{name}: {difference}", file=sys.stderr)
        if len(found) > 20:
            print(f"{name}: and {len(found) - 20} more", file=sys.stderr)
    return 0 if all(holds.values()) else 1


QUESTIONS = {
    "same_text": "Every screen shows the text of the database",
    "same_decisions": "Every screen shows its decisions",
    "no_lost_write": "No acknowledged write is lost or done twice",
    "journal": "The journal holds",
    "published": "The published files open with the same words",
    "same_floor": "No two screens disagreed about the floor",
    "chairs_floor": "Nobody had it without the chair’s act",
    "same_state": "Every screen shows the room as it is",
    "every_placard": "Every placard that was taken was shown",
    "notes_stay": "Notes came to their two ends alone",
}


def _table(said: dict[str, Any]) -> str:
    lines = [f"{QUESTIONS[name]:<48}{'yes' if holds else 'NO'}" for name, holds in said["checks"].items()]
    lines += ["", f"{'From a write to the screens, in milliseconds':<48}{'p50':>9}{'p95':>9}{'p99':>9}"]
    rows = {"all": said["latency_ms"], **said["latency_ms_by_kind"]}
    lines += [f"  {name:<46}{row['p50']:>9}{row['p95']:>9}{row['p99']:>9}" for name, row in rows.items()]
    lines += [""] + [f"{name.replace('_', ' '):<48}{number:>9}" for name, number in said["counts"].items()]
    return "\n".join(lines)


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterable[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
