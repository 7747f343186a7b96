"""The migrations say what the models say."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_all_of_them_were_carried_out() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_every_migration_says_in_its_name_what_it_does() -> None:
    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "records"]
    assert names
    assert all(re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*", name) for name in names)
    assert not [name for name in names if "_auto_" in name or name.endswith("_initial")]


def test_what_the_record_names_is_never_deleted_with_something_else() -> None:
    """A row that others point to is protected: nothing goes away in the wake of another."""
    for model in apps.get_app_config("records").get_models():
        for field in model._meta.get_fields():
            rule = getattr(getattr(field, "remote_field", None), "on_delete", None)
            assert rule is None or rule.__name__ == "PROTECT", f"{model.__name__}.{field.name}"
