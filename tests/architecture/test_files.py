"""How the repository is kept: files of one subject, no drawers, nothing of a machine."""

from __future__ import annotations

import re

from tests.architecture.source import files, named

LIMIT = 500
DRAWERS = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers", "misc", "shared", "lib"}
MADE = ("package-lock.json", "requirements.lock", "requirements-test.lock")


def test_a_file_has_one_subject_and_is_split_before_it_grows_long() -> None:
    long = {}
    for path in files():
        if path.suffix in {".py", ".ts", ".css", ".mjs"}:
            lines = path.read_text("utf-8").count("\n")
            if lines > LIMIT:
                long[named(path)] = lines
    assert long == {}


def test_there_are_no_drawers() -> None:
    for path in files():
        parts = {part.removesuffix(path.suffix) for part in path.parts[-4:]}
        assert not parts & DRAWERS, named(path)


def test_nothing_names_a_registry_or_a_place_on_a_machine() -> None:
    registries = "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js", "registry" + r"\.yarn"))
    places = "|".join(("/" + "work/", "/" + "root/", "/" + "home/[a-z]", "/" + "Users/"))
    bad = re.compile(rf"(?:{registries})|(?<![\w.]){places}")
    for path in files():
        try:
            words = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found = bad.search(words)
        assert found is None, f"{named(path)} names {found and found[0]}"


def test_locks_hold_hashes_and_no_addresses() -> None:
    for path in files():
        if path.name in MADE:
            words = path.read_text("utf-8")
            assert "sha256:" in words or "sha512-" in words, path.name
            addresses = [one for one in re.findall(r"[^\n]*https?://[^\n]*", words) if '"url":' not in one]
            assert addresses == [], f"{path.name}, where only whom to thank has an address"


def test_nothing_is_left_to_be_done() -> None:
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X:", r"pytest\.mark\.(?:skip|xfail)\b")))
    for path in files():
        if path.suffix in {".py", ".ts", ".css", ".html", ".mjs"}:
            found = marks.search(path.read_text("utf-8"))
            assert found is None, f"{named(path)}: {found and found[0]}"


def test_only_what_is_meant_switches_a_check_off() -> None:
    """A file that switches its checks off as a whole hides what comes later."""
    for path in files():
        if path.suffix == ".py":
            words = path.read_text("utf-8")
            assert "# ruff: " + "noqa" not in words, named(path)
            assert "# mypy: " + "ignore" not in words, named(path)
