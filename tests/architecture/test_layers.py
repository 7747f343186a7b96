"""Imports point downward, and the domain knows neither a framework nor the time."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT, calls, modules


def test_imports_point_downward() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={"PYTHONPATH": "src", "PATH": "", "DJANGO_SETTINGS_MODULE": "communique.settings"},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def test_what_the_rules_state_takes_the_time_as_an_argument() -> None:
    clocks = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "sleep"}
    for name, tree in modules("domain/"):
        asked = [call for call, node in calls(tree) if call in clocks]
        assert not asked, f"{name} asks for the time"


def test_the_domain_opens_no_file_and_no_line() -> None:
    """Only the schema and the list of parties, each read once by its module; the formats read what they ship."""
    for name, tree in modules("domain/"):
        if name.startswith("domain/texts/formats/") or name in {"domain/texts/soundness.py", "domain/texts/parties.py"}:
            continue
        opened = [call for call, _ in calls(tree) if call in {"open", "read_text", "read_bytes", "urlopen", "connect"}]
        assert not opened, name


def test_nobody_uses_signals() -> None:
    for name, tree in modules():
        used = [call for call, _ in calls(tree) if call in {"receiver", "post_save", "pre_save", "Signal"}]
        assert not used, name
