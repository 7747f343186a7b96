"""What can be set, and what can be commanded, stands in the operators' handbook; and nothing else does."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from communique import cli
from tests.architecture.source import PACKAGE, ROOT

HANDBOOK = (ROOT / "docs" / "handbook" / "operators.md").read_text("utf-8")


def settings() -> set[str]:
    words = (PACKAGE / "settings.py").read_text("utf-8")
    made = {f"COMMUNIQUE_{name.upper()}" for name in re.findall(r'_secret\("(\w+)"\)', words)}
    return made | set(re.findall(r'"(COMMUNIQUE_[A-Z_]+)"', words))


def test_every_setting_is_in_the_handbook_and_no_other() -> None:
    documented = set(re.findall(r"COMMUNIQUE_[A-Z_]+", HANDBOOK))
    assert settings() == documented


def test_no_setting_is_read_anywhere_else() -> None:
    for path in PACKAGE.rglob("*.py"):
        used = set(re.findall(r"COMMUNIQUE_[A-Z]+(?:_[A-Z]+)*", path.read_text("utf-8")))
        assert used <= settings(), path.name


def commands(parser: argparse.ArgumentParser, name: str = "communique") -> Iterator[tuple[str, list[str]]]:
    """Every command with its options."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for verb, child in action.choices.items():
            yield from commands(child, f"{name} {verb}")
    if not below:
        options = [option for action in parser._actions for option in action.option_strings if option != "-h"]
        yield name, [option for option in options if option != "--help"]


def test_every_command_and_its_options_are_in_the_handbook() -> None:
    for name, options in commands(cli._parser()):
        assert f"`{name}" in HANDBOOK, name
        for option in options:
            assert option in HANDBOOK, f"{name} {option}"


def test_the_handbook_names_no_command_that_there_is_not() -> None:
    known = {name for name, _ in commands(cli._parser())}
    for said in re.findall(r"`(communique [a-z ]+?)(?: [A-Z-]|`)", HANDBOOK):
        assert any(name.startswith(said) for name in known), said
