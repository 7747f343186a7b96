"""Whatever number or name somebody puts into an address, what isn't there is not found."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest

from communique import queries
from communique.domain.actors import Audience
from tests.house import House


def _asked() -> list[tuple[str, Any]]:
    """Every query for an audience that takes nothing but numbers and names."""
    found = []
    for module in pkgutil.iter_modules(queries.__path__):
        loaded = import_module(f"communique.queries.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameters = inspect.signature(function).parameters.values()
            kinds = [one.annotation for one in parameters if one.default is inspect.Parameter.empty]
            if function.__module__ != loaded.__name__ or name.startswith("_") or kinds[:1] != ["Audience"]:
                continue
            if len(kinds) > 1 and set(kinds[1:]) <= {"int", "str"}:
                found.append((f"{module.name}.{name}", function))
    return found


QUERIES = _asked()


def test_the_queries_are_found() -> None:
    assert {"texts.text_for", "meetings.meeting_for", "register.document_for"} <= {name for name, _ in QUERIES}


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 2**70])
@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_what_is_not_there_is_not_found(house: House, name: str, query: Any, number: int) -> None:
    audience: Audience = house.audience("chair")
    given = {
        one.name: "x" * 300 if one.annotation == "str" else number
        for one in list(inspect.signature(query).parameters.values())[1:]
        if one.default is inspect.Parameter.empty
    }
    assert not query(audience, **given)
