"""What can be set, and what can be commanded, stands in the operators' handbook; and nothing else does."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from communique import cli
from communique.domain.texts import attributions
from communique.domain.texts.parties import KNOWN
from tests.architecture.source import PACKAGE, ROOT

HANDBOOK = (ROOT / "docs" / "handbook" / "operators.md").read_text("utf-8")
NEGOTIATING = (ROOT / "docs" / "handbook" / "negotiating.md").read_text("utf-8")
Choices = list[tuple[str, list[tuple[str, dict[str, str]]]]]
"""How alternatives stand to each other, and each with what the parties say of it."""
BRACKETS: dict[str, Choices] = {
    "lights [shall][should] burn": [("adjacent", [("shall", {}), ("should", {})])],
    "lights [shall]/[should] burn": [("slash", [("shall", {}), ("should", {})])],
    "ports [open / reopen] in spring": [("slash", [("open", {}), ("reopen", {})])],
    "[at night] and/or [in fog]": [("and/or", [("at night", {}), ("in fog", {})])],
    "free of charge[, for small boats]": [("single", [(", for small boats", {})])],
    "[the pilot’s fee - SG, TH]": [
        ("single", [("the pilot’s fee", {"Singapore": "propose", "Thailand": "propose"})]),
    ],
    "[PH: a light at each end]": [("single", [("a light at each end", {"Philippines": "propose"})])],
    "[free of charge - EU; G77 delete]": [("single", [("free of charge", {"EU": "propose", "G77": "delete"})])],
    "[are waived - SG, TH / are halved - LA; MM reserves]": [
        (
            "slash",
            [
                ("are waived", {"Singapore": "propose", "Thailand": "propose"}),
                ("are halved", {"Lao PDR": "propose", "Myanmar": "reserve"}),
            ],
        ),
    ],
    "[in winter - US retain]": [("single", [("in winter", {"US": "retain"})])],
    "{Placeholder: one sentence on pilots}": [],
}


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


def test_brackets_are_read_as_the_handbook_says() -> None:
    section = NEGOTIATING.partition("## Brackets")[2].partition("\n## ")[0]
    examples = re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)
    found: dict[str, Choices] = {
        words: [
            (one.form, [(each.words, {by.party: by.stance for by in each.attributions}) for each in one.alternatives])
            for one in attributions.read([("a", words)], KNOWN).choices
        ]
        for words in examples
    }
    assert found == BRACKETS


def test_the_keys_of_the_handbook_are_those_on_the_page() -> None:
    pages = "".join(path.read_text("utf-8") for path in (PACKAGE / "web" / "templates").rglob("*.html"))
    on_pages = {key.upper() for key in re.findall(r'data-key="(.)"', pages)}
    section = NEGOTIATING.partition("| key |")[2].partition("\n\n")[0]
    told = {
        key for cell in re.findall(r"^\| (`.+?`) \|", section, re.MULTILINE) for key in re.findall(r"`([A-Z?])`", cell)
    }
    assert told == on_pages
