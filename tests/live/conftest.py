from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.house import House


@pytest.fixture
def house() -> Iterator[House]:
    with House() as made:
        yield made
