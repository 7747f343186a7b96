"""Journeys through the product in a real browser. What they share is checked as closely as the tests themselves."""

import pytest

pytest.register_assert_rewrite(*(f"tests.journeys.{name}" for name in ("people", "draft", "suggestion", "looking")))
