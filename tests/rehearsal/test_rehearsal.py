"""A rehearsal is green on what was really stored, and each of its checks fails when something is altered."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgres
from tests.rehearsal.rehearsing import DRAFT, check, rehearse

CHECKS = {"same_text", "same_decisions", "no_lost_write", "journal", "published"}


def leftovers(folder: Path) -> list[str]:
    """What a rehearsal left in its folder for temporary files."""
    return [place.name for place in folder.iterdir() if place.name.startswith("rehearsal-")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation of a rehearsal that went well."""
    folder = tmp_path_factory.mktemp("rehearsal")
    done, said = rehearse(folder, "--keep", str(folder / "kept"))
    assert done.returncode == 0, done.stderr
    assert said["checks"] == dict.fromkeys(CHECKS, True)
    (folder / "said.json").write_text(json.dumps(said))
    assert not leftovers(folder)
    return folder / "kept"


def test_the_whole_way_is_driven_and_measured(kept: Path) -> None:
    said = json.loads((kept.parent / "said.json").read_text())
    counts = said["counts"]
    for what in ("steps", "amendments", "positions", "repeated", "refused", "dropped_lines", "deliveries"):
        assert counts[what] > 0, what
    assert (counts["questions"], counts["objections"]) == (2, 1)
    assert counts.get("server_errors", 0) == 0
    assert 0 < said["latency_ms"]["p50"] <= said["latency_ms"]["p95"] <= said["latency_ms"]["p99"]
    assert {"step", "amendment", "position", "question"} <= said["latency_ms_by_kind"].keys()


def test_killing_the_server_loses_no_write_that_was_acknowledged(tmp_path: Path) -> None:
    done, said = rehearse(tmp_path, "--kill", "--seed", "2")
    assert done.returncode == 0, done.stderr
    assert said["counts"]["kills"] == 2
    assert said["counts"]["lost_requests"] > 0
    assert not leftovers(tmp_path)


def test_ctrl_c_ends_the_server_and_removes_the_folder(tmp_path: Path) -> None:
    text = tmp_path / "draft.md"
    text.write_text(DRAFT, encoding="utf-8")
    command = [sys.executable, "-m", "communique.cli", "rehearse", "--text", str(text), "--delegations", "3"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    running = subprocess.Popen(
        [*command, "--watchers", "5"],
        env=environment | {"TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "The hall fills" in line:
            break
    port = _port_of(_servers_in(tmp_path))
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    assert not leftovers(tmp_path)
    assert port and not _servers_in(tmp_path)


def _hear_ctrl_c() -> None:
    """Whoever runs the tests in the background has Ctrl-C passed over by all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _servers_in(folder: Path) -> list[list[str]]:
    """Command lines of the processes that serve an installation in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_text().split("\0")
            home = (process / "environ").read_text()
        except OSError:
            continue
        if "serve" in line and f"COMMUNIQUE_VAR={folder}" in home:
            found.append(line)
    return found


def _port_of(lines: list[list[str]]) -> str:
    return lines[0][lines[0].index("--port") + 1] if lines else ""


def test_a_database_that_is_away_is_said_without_a_trace(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "communique.cli", "rehearse", "--text", __file__]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    environment |= {"COMMUNIQUE_DATABASE": "postgresql://nobody@127.0.0.1:1/none", "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "could not go on" in done.stderr
    assert not leftovers(tmp_path)


def test_what_cannot_be_rehearsed_is_said_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    for more, words in (
        (("--text", str(tmp_path / "none.md")), "There is no file"),
        (("--delegations", "1"), "from 2 to"),
        (("--processes", "2"), "need PostgreSQL"),
    ):
        command = [sys.executable, "-m", "communique.cli", "rehearse", "--text", __file__, *more]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
        assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert time.monotonic() - began < 30


@pytest.mark.postgres
def test_several_processes_over_postgresql_survive_a_kill(tmp_path: Path) -> None:
    try:
        address, folder = postgres.start()
    except postgres.Missing as why:
        pytest.skip(str(why))
    try:
        done, said = rehearse(tmp_path, "--kill", "--processes", "2", database=address)
        assert done.returncode == 0, done.stderr
        assert said["checks"] == dict.fromkeys(CHECKS, True)
        with psycopg.connect(address) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE '%rehearsal%'").fetchall()
        assert rows == []
    finally:
        postgres.stop(folder)


def _sql(*statements: str) -> Callable[[Path], None]:
    """Writes past the house: on the database's file, with the journal's guards taken off."""

    def alter(folder: Path) -> None:
        with sqlite3.connect(folder / "communique.sqlite3") as database:
            for guard in ("journal_is_not_changed", "journal_is_not_cut"):
                database.execute(f"DROP TRIGGER {guard}")
            for statement in statements:
                assert database.execute(statement).rowcount, statement

    return alter


def _said(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    """Changes what the pages and the people said, as if they had seen or been told something else."""

    def alter(folder: Path) -> None:
        place = folder / "rehearsal.json"
        record = json.loads(place.read_text())
        change(record)
        place.write_text(json.dumps(record))

    return alter


def _seen(name: str, value: Any) -> Callable[[Path], None]:
    """One page showed something else."""
    return _said(lambda record: record["screens"][-1].update({name: value}))


def _damaged(kind: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        place = folder / "files" / f"text.{kind}"
        place.write_bytes(place.read_bytes()[:-200])

    return alter


LAST = "(SELECT max(version) FROM records_step)"
TAMPERED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a letter in a stored step": (
        "same_text",
        _sql(f"""UPDATE records_step SET step = replace(step, '"text": "', '"text": "#') WHERE version <= {LAST}"""),
    ),
    "a word in the stored text": ("same_text", _sql("UPDATE records_text SET doc = replace(doc, 'members', 'others')")),
    "a page that missed the last step": ("same_text", _seen("text", "0" * 64)),
    "a page that never came back": ("same_text", _seen("reached", False)),
    "messages out of order": ("same_text", _seen("backwards", 1)),
    "a draft shown to the public": (
        "same_text",
        _said(
            lambda record: next(one for one in record["screens"] if one["audience"] == "public").update({"secrets": 1})
        ),
    ),
    "the text's status": ("same_decisions", _sql("UPDATE records_text SET status = 'adopted'")),
    "the end of an amendment": ("same_decisions", _sql("UPDATE records_amendment SET state = 'tabled' WHERE id = 1")),
    "a position": ("same_decisions", _sql("UPDATE records_position SET stance = 'none' WHERE id = 1")),
    "the answer to the last question": (
        "same_decisions",
        _sql("UPDATE records_question SET outcome = 'withdrawn' WHERE outcome = 'adopted'"),
    ),
    "a page that saw a status too many": ("same_decisions", _seen("statuses", ["draft", "adopted", "question"])),
    "the last step gone": (
        "no_lost_write",
        _sql(f"DELETE FROM records_step WHERE version = {LAST}", "UPDATE records_text SET version = version - 1"),
    ),
    "an amendment that is gone": (
        "no_lost_write",
        _sql("DELETE FROM records_position WHERE amendment_id = 1", "DELETE FROM records_amendment WHERE id = 1"),
    ),
    "a request that is forgotten": (
        "no_lost_write",
        _sql("DELETE FROM records_donerequest WHERE action = 'amendment.table'"),
    ),
    "an objection that is gone": ("no_lost_write", _sql("DELETE FROM records_objection")),
    "two answers to one request": ("no_lost_write", _said(lambda record: record["unequal"].append("text.draft"))),
    "a write that was done and called refused": (
        "no_lost_write",
        _said(
            lambda record: record["refused"].append(
                {name: record["writes"][-1][name] for name in ("seat", "request_id", "action")} | {"code": "stale"}
            )
        ),
    ),
    "a write done twice": ("no_lost_write", _said(lambda record: record["writes"].pop())),
    "an entry of the journal": (
        "journal",
        _sql("UPDATE records_journalentry SET facts = '{}' WHERE action = 'question.put'"),
    ),
    "an entry cut out of the journal": (
        "journal",
        _sql("DELETE FROM records_journalentry WHERE action = 'position.take'"),
    ),
    "the register's text": ("published", _sql("UPDATE records_document SET doc = replace(doc, 'members', 'others')")),
    "the register's file": ("published", _sql("UPDATE records_documentfile SET content = x'00' WHERE format = 'pdf'")),
    "a damaged Word file": ("published", _damaged("docx")),
    "a damaged PDF": ("published", _damaged("pdf")),
    "a damaged XML file": ("published", _damaged("xml")),
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
