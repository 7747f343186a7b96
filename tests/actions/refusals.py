"""Asserting that something is refused, and that nothing came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from communique.domain.errors import Denied, Refused
from tests.house import everything


@contextmanager
def refused(code: str, **facts: Any) -> Iterator[None]:
    """What happens inside is refused with this code and, when some are given, with these facts; no row is changed."""
    before = everything()
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
    assert {name: refusal.value.facts.get(name) for name in facts} == facts
    assert everything() == before


@contextmanager
def denied(reason: str) -> Iterator[None]:
    """What happens inside is denied for this reason; no row is changed."""
    before = everything()
    with pytest.raises(Denied) as denial:
        yield
    assert denial.value.reason == reason
    assert everything() == before
