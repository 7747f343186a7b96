"""Every write is an action, in the frame, with a row in the permission table and a test."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from communique import actions, queries
from communique.actions.frame import ACTIONS
from communique.domain.permissions import TABLE
from tests.actions.deeds import DEEDS
from tests.architecture.source import ROOT, calls, modules

for module in pkgutil.iter_modules(actions.__path__):
    import_module(f"communique.actions.{module.name}")


def test_every_row_of_the_permission_table_has_an_action_and_every_action_a_row() -> None:
    assert set(ACTIONS) == set(TABLE)


def test_every_action_is_done_in_the_tests() -> None:
    assert set(DEEDS) == set(TABLE)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_an_action_is_called_by_name_and_says_what_it_does(action: str) -> None:
    act: Any = ACTIONS[action]
    parameters = inspect.signature(act).parameters
    assert list(parameters)[:2] == ["actor", "request_id"]
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters.values())
    assert inspect.getdoc(act), "it says what it does, and when it is refused"


@pytest.mark.parametrize("action", sorted(TABLE))
def test_an_action_has_tests_of_its_own(action: str) -> None:
    """In the tests of its capability, beside those that hold for every action."""
    act = ACTIONS[action]
    capability = act.__module__.rsplit(".", 1)[1]
    words = (ROOT / "tests" / "actions" / f"test_{capability}.py").read_text("utf-8")
    by_house = Path(ROOT, "tests", "house.py").read_text("utf-8")
    assert act.__name__ in words or f"{capability}.{act.__name__}" in by_house


MAKES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user", "raw"}
CHANGES = {"save", "update", "delete", "asave", "aupdate", "adelete"}
NOT_ROWS = {
    ("rehearsal/command.py", "save"): "a folder that is kept",
    ("domain/texts/formats/to_docx.py", "save"): "a Word file",
}


def test_nothing_is_stored_outside_actions() -> None:
    found = []
    for name, tree in modules():
        if name.startswith(("actions/", "records/")):
            continue
        for call, node in calls(tree):
            if (name, call) not in NOT_ROWS and (call in MAKES or (call in CHANGES and _of_rows(call, node))):
                found.append(f"{name}:{node.lineno} {ast.unparse(node)[:80]}")
    assert found == []


def _of_rows(call: str, node: ast.Call) -> bool:
    """Is it something of a row, and not of a dictionary, a set or a session?"""
    if call.endswith("save"):
        return True
    receiver = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    return any(word in receiver for word in (".objects", "_default_manager", ".filter(", ".exclude(", "_set"))


def test_the_tables_are_opened_to_actions_and_queries_alone() -> None:
    """Pages, programs and jobs never touch a model."""
    for name, tree in modules("web/", "api/", "jobs/", "live/", "server.py", "broadcast.py", "asgi.py"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("communique.records"):
                raise AssertionError(f"{name} imports {node.module}")


OF_NOBODY = {
    "seats_of": "whose they are is asked at the door, before there is an audience",
    "acting_from": "the same",
    "held_by": "the same",
    "live_seat": "the same",
    "actor_from": "the same",
    "person_at": "the same",
    "has_lost": "the same",
    "due_appraisals": "the house's clock asks",
    "next_appraisal_closes": "the same",
    "heading": "that a conference is held is public",
    "due_questions": "the house's clock asks",
    "due_reminders": "the same",
    "next_question_closes": "the same",
    "verify": "who has a shell asks",
    "version_of": "a number, which everybody at the door is told",
    "events_after": "which names what changed; what it says is asked for each audience",
    "steps_between": "called for who may read the text",
    "plate_of": "a name plate is public",
    "readers_of": "says who the audiences are",
    "may_of": "asks for an actor",
    "of_meeting": "reads items for nobody in particular; ``seen`` shows them to one audience",
    "seen": "takes the heading that was made for the audience",
    "value": "of an item, for nobody in particular, as ``of_meeting``",
    "with_texts": "says what to read beside meetings",
    "last_question": "called for who may read the text",
    "row_of": "a row, for queries that show of it what an audience may read",
    "due": "the house's clock asks",
    "figures_of": "counts what was read for an audience",
    "heads": "the operator's, about the house's own record",
    "said": "of a reading that was read for all audiences",
    "editor_state": "joins what was read for an audience",
    "whole": "made once for all audiences, and shown to one through ``seen_by``",
    "whole_of": "the same",
    "roll": "the same",
    "watched": "the house's clock asks",
    "due_closings": "the same",
    "vacant": "the same",
    "next_due": "the same",
    "seen_with": "of a floor that was read for all audiences, for those who see it alike",
    "open_question": "called for who may read drafts",
}


def test_every_query_takes_an_audience() -> None:
    spared = set()
    for module in pkgutil.iter_modules(queries.__path__):
        loaded = import_module(f"communique.queries.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != loaded.__name__ or name.startswith("_"):
                continue
            if name in OF_NOBODY:
                spared.add(name)
                continue
            first = next(iter(inspect.signature(function).parameters), "")
            assert first == "audience", f"queries.{module.name}.{name}"
    assert spared == set(OF_NOBODY), "an exception that there is no more"
