"""The house's guards: over the journal in the database, and over every write in the tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection

from communique.actions.frame import in_frame

house = import_module("communique.records.migrations.0002_the_house")

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(records_\w+)"(.*)', re.IGNORECASE | re.DOTALL)
_lifted = 0


class OutsideTheFrame(AssertionError):
    """Something was written that no journal knows of."""


@contextmanager
def without_guards() -> Iterator[Any]:
    """A cursor before which the journal lies open, as before somebody with the whole database in hand; the triggers
    are put back in the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER journal_is_not_changed ON records_journalentry")
            again = house.POSTGRESQL[1:]
        else:
            cursor.execute("DROP TRIGGER journal_is_not_changed")
            cursor.execute("DROP TRIGGER journal_is_not_cut")
            again = house.SQLITE
        try:
            yield cursor
        finally:
            for statement in again:
                cursor.execute(statement)


@contextmanager
def every_write_in_the_frame() -> Iterator[None]:
    """Fails whatever writes to the house's tables without a frame, in this thread. When somebody last signed in is the
    sign-in's own."""

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITE.match(sql)
        if found and not in_frame() and not _lifted and not found[2].startswith(' SET "last_login" ='):
            raise OutsideTheFrame(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@contextmanager
def beside_the_frame() -> Iterator[None]:
    """For a test that puts the tables into a state which no action makes."""
    global _lifted
    _lifted += 1
    try:
        yield
    finally:
        _lifted -= 1


@contextmanager
def failing_at(table: str) -> Iterator[None]:
    """The database breaks when this table is written to."""

    def breaks(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITE.match(sql)
        if found and found[1] == table:
            raise Broken(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(breaks):
        yield


class Broken(Exception):
    """The disk is full, or the line to the database is cut."""
