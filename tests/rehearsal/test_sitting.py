"""A whole sitting is played with real requests and lines, and each check of it fails when something was altered."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal.rehearsing import check, rehearse

CHECKS = ("same_floor", "chairs_floor", "same_state", "no_lost_write", "every_placard", "notes_stay", "journal")
WHAT = ("--meeting",)
Alter = Callable[[Path], None]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation of a sitting that went well."""
    folder = tmp_path_factory.mktemp("sitting")
    done, said = rehearse(folder, "--keep", str(folder / "kept"), what=WHAT)
    assert done.returncode == 0, done.stderr
    assert said["checks"] == dict.fromkeys(CHECKS, True)
    (folder / "said.json").write_text(json.dumps(said))
    return folder / "kept"


def test_the_whole_sitting_is_played_and_measured(kept: Path) -> None:
    said = json.loads((kept.parent / "said.json").read_text())
    for what in ("placards", "notes", "refused", "dropped_lines", "deliveries", "questions"):
        assert said["counts"][what] > 0, what
    assert said["counts"].get("called", 0) + said["counts"].get("given", 0) > 0
    assert said["counts"].get("server_errors", 0) == 0
    assert 0 < said["latency_ms"]["p50"] <= said["latency_ms"]["p95"] <= said["latency_ms"]["p99"]
    assert {"placard", "speaking"} <= said["latency_ms_by_kind"].keys()


def test_a_server_killed_in_the_midst_of_the_debate_loses_nothing(tmp_path: Path) -> None:
    done, said = rehearse(tmp_path, "--kill", "--seed", "2", what=WHAT)
    assert done.returncode == 0, done.stderr
    assert said["counts"]["kills"] == 1
    assert said["counts"]["lost_requests"] > 0


def _said(change: Callable[[dict[str, Any]], None]) -> Alter:
    """Changes what the pages and the people said, as if they had seen or been told something else."""

    def alter(folder: Path) -> None:
        place = folder / "rehearsal.json"
        record = json.loads(place.read_text())
        change(record)
        place.write_text(json.dumps(record))

    return alter


def _sql(statement: str) -> Alter:
    """Writes past the house: on the database's file, with the journal's guards taken off."""

    def alter(folder: Path) -> None:
        with sqlite3.connect(folder / "communique.sqlite3") as database:
            for guard in ("journal_is_not_changed", "journal_is_not_cut"):
                database.execute(f"DROP TRIGGER {guard}")
            assert database.execute(statement).rowcount, statement

    return alter


def _another_speaker(record: dict[str, Any]) -> None:
    """One screen showed somebody else at a version that others saw, too."""
    for screen in record["screens"]:
        for at, floor in enumerate(screen["floors"]):
            if floor[1] and at not in screen["loads"]:
                floor[1] += 1
                return
    raise AssertionError("nobody spoke")


def _another_order(record: dict[str, Any]) -> None:
    for screen in record["screens"]:
        for at, floor in enumerate(screen["floors"]):
            if len(floor[2]) > 1 and at not in screen["loads"]:
                floor[2].reverse()
                return
    raise AssertionError("nobody waited behind another")


def _never_given(record: dict[str, Any]) -> None:
    record["screens"][0]["floors"].append([10**6, 10**6, []])


def _another_place(record: dict[str, Any]) -> None:
    """One page still shows a floor that is over."""
    screen = record["screens"][0]
    (target,) = (one for one in screen["places"] if one.startswith("floor:"))
    record["pieces"]["old"] = record["pieces"][screen["places"][target]].replace("List closed", "List open")
    screen["places"][target] = "old"


def _unseen_placard(record: dict[str, Any]) -> None:
    screen = next(one for one in record["screens"] if one["steady"])
    first = next(write for write in record["writes"] if write["action"] == "floor.request")["answer"]["intervention"]
    screen["floors"] = [
        [version, 0 if speaks == first else speaks, [one for one in waits if one != first]]
        for version, speaks, waits in screen["floors"]
    ]


def _strange_note(record: dict[str, Any]) -> None:
    every = sorted({word for screen in record["screens"] for word in screen["words"]})
    public = next(one for one in record["screens"] if one["audience"] == "public")
    public["words"] = every[:1]


GIVEN = "action IN ('floor.next', 'floor.give') AND facts LIKE '%began%'"
TAMPERED: dict[str, tuple[str, Alter]] = {
    "a screen that showed another speaker": ("same_floor", _said(_another_speaker)),
    "a screen that showed another order": ("same_floor", _said(_another_order)),
    "messages out of order": ("same_floor", _said(lambda record: record["screens"][-1].update({"backwards": 1}))),
    "a speaker to whom nobody gave the floor": ("chairs_floor", _said(_never_given)),
    "a floor given by a delegation": (
        "chairs_floor",
        _sql(f"""UPDATE records_journalentry SET actor = replace(actor, '"role": "c', '"role": "x') WHERE {GIVEN}"""),
    ),
    "two who had the floor at once": (
        "chairs_floor",
        _sql(
            "UPDATE records_intervention SET ended_at = '2999-01-01 00:00:00', paused = 0, kind = 'statement'"
            " WHERE began_at IS NOT NULL"
        ),
    ),
    "a page that shows another place": ("same_state", _said(_another_place)),
    "a page that never came to the end": (
        "same_state",
        _said(lambda record: record["screens"][-1].update({"reached": False})),
    ),
    "a request that is forgotten": (
        "no_lost_write",
        _sql("DELETE FROM records_donerequest WHERE action = 'floor.request'"),
    ),
    "a write done twice": ("no_lost_write", _said(lambda record: record["writes"].pop())),
    "two hands that both moved the floor": ("no_lost_write", _said(lambda record: record["unequal"].append("both"))),
    "a placard of another kind": ("every_placard", _sql("UPDATE records_intervention SET kind = 'other'")),
    "a placard that a screen never showed": ("every_placard", _said(_unseen_placard)),
    "a note shown to the public": ("notes_stay", _said(_strange_note)),
    "a note that is gone": ("notes_stay", _sql("DELETE FROM records_note")),
    "words of a note": ("journal", _sql("UPDATE records_note SET words = words || '!'")),
    "an entry cut out of the journal": (
        "journal",
        _sql("DELETE FROM records_journalentry WHERE action = 'floor.request'"),
    ),
}


@pytest.fixture(scope="module")
def answers(kept: Path) -> dict[str, dict[str, list[str]]]:
    """What the checks say of each altered copy; "" is the one that nobody touched."""
    folders = {"": kept}
    for number, (name, (_, alter)) in enumerate(TAMPERED.items()):
        folders[name] = kept.parent / f"altered-{number}"
        shutil.copytree(kept, folders[name])
        alter(folders[name])
    return dict(zip(folders, check(*folders.values()), strict=True))


def test_nothing_differs_where_nobody_touched_anything(answers: dict[str, dict[str, list[str]]]) -> None:
    assert answers[""] == {name: [] for name in CHECKS}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_check_fails_when_something_was_altered(what: str, answers: dict[str, dict[str, list[str]]]) -> None:
    assert answers[what][TAMPERED[what][0]], answers[what]
