"""The commands of who runs the installation."""

from __future__ import annotations

import re
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from communique.cli import main
from communique.web.accounts import read_link
from tests.cli.conftest import Installation


def rows(installation: Installation, question: str) -> list[Any]:
    with sqlite3.connect(installation.folder / "var" / "communique.sqlite3") as database:
        return database.execute(question).fetchall()


def test_migrate_makes_the_database_and_may_be_said_twice(installation: Installation) -> None:
    for _ in range(2):
        done = installation.run("migrate")
        assert (done.returncode, done.stdout, done.stderr) == (0, "The database is at this version.\n", "")
    assert rows(installation, "SELECT id FROM records_room") == [(1,)]


def test_the_installations_secret_is_made_once_and_read_by_its_owner_alone(installation: Installation) -> None:
    installation.run("migrate")
    secret = installation.folder / "var" / "secret.key"
    kept = secret.read_text()
    assert len(kept) > 40
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    installation.run("migrate")
    assert secret.read_text() == kept


def test_operator_makes_one_and_prints_a_link_that_signs_in(installation: Installation) -> None:
    done = installation.run("operator", "Ann@example.org", "Operator Ann")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"https://amm\.example\.org/in/[\w:.-]+\n", done.stdout)
    assert rows(installation, "SELECT email, name, operator FROM records_person") == [
        ("ann@example.org", "Operator Ann", 1)
    ]
    again = installation.run("operator", "ann@example.org", "Somebody else")
    assert again.returncode == 0
    assert len(rows(installation, "SELECT 1 FROM records_person")) == 1
    verified = installation.run("journal", "verify")
    assert verified.returncode == 0
    assert verified.stdout.startswith("The journal holds: 2 entries in 1 chains.\n")


def test_the_link_carries_whom_it_lets_in(monkeypatch: pytest.MonkeyPatch, installation: Installation) -> None:
    done = installation.run("operator", "ann@example.org", "Operator Ann")
    from django.conf import settings

    monkeypatch.setattr(settings, "SECRET_KEY", (installation.folder / "var" / "secret.key").read_text())
    link = read_link(done.stdout.strip().rsplit("/", 1)[1])
    assert (link.person, link.seat) == (1, None)


def test_an_operator_without_an_address_gets_one_sentence_and_status_1(installation: Installation) -> None:
    done = installation.run("operator", "ann", "Operator Ann")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "“ann” is not an e-mail address.\n"


def test_gather_brings_the_pages_files_together_and_finds_every_one_that_another_names(
    settings: Any, tmp_path: Path
) -> None:
    built = Path(settings.STATICFILES_DIRS[0]) / "built"
    assert (built / "style.css").exists(), "the browser's code is built by `make setup`"
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    assert main(["gather"]) == 0
    gathered = {path.name for path in (tmp_path / "collected" / "built").iterdir()}
    assert {"style.css", "live.js", "editor.js", "theme.js"} <= gathered
    assert any(re.fullmatch(r"style\.[0-9a-f]{12}\.css", name) for name in gathered)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["journal"], ["text", "write", "x"], ["serve", "--port", "x"]])
def test_an_unknown_command_is_answered_by_how_to_ask(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: communique" in capsys.readouterr().err


def test_every_command_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for command in ("serve", "demo", "migrate", "gather", "operator", "text", "journal", "rehearse"):
        assert command in said
